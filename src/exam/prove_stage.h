/* prove_stage.h - the processes of a proof and what is seen of them: a plain
 * layer over kernel/ for prove_*.c.
 *
 * The first thing that can't be done stops a stage: whatever comes after that
 * does nothing and gives zeros, and prove.c tells why. So nobody need ask
 * after every step; loops must end all the same. */
#ifndef EXAM_PROVE_STAGE_H
#define EXAM_PROVE_STAGE_H

#include "kernel/observe.h"
#include "problem/value.h"

enum { STAGE_AREAS = 32, STAGE_FRAMES = 1024 };

struct stage {
    struct profile profile;
    struct machine m; /* holds the files; nothing runs on it */
    struct live *live;
    struct observer seen;
    bool alive[MACHINE_PROCESSES]; /* the number is taken */
    bool stopped, surprised; /* the second: by what the problem excludes */
    struct err why;
};

void stage_open(struct stage *s);
void stage_close(struct stage *s);

/* A number for a new process; its child's: the lowest that is free. */
unsigned stage_spawn(struct stage *s);
unsigned stage_fork(struct stage *s, unsigned parent);
void stage_exit(struct stage *s, unsigned id);

/* --- areas --- */

/* Zeros, readable and writable unless `flags` say otherwise (PERM_...); and
 * AREA_SHARED, AREA_GROWS_DOWN. */
void stage_map(struct stage *s, unsigned id, uint64_t va, uint64_t bytes,
               unsigned flags);
void stage_unmap(struct stage *s, unsigned id, uint64_t va, uint64_t bytes);
void stage_protect(struct stage *s, unsigned id, uint64_t va, uint64_t bytes,
                   unsigned perms);

/* A file of zeros, of so many bytes; its number. */
int stage_file(struct stage *s, uint64_t bytes);

/* A part of it from byte `offset` on. False when the kernel refuses. */
bool stage_map_file(struct stage *s, unsigned id, uint64_t va, uint64_t bytes,
                    unsigned flags, int file, uint64_t offset);

/* pread() and pwrite(); its length. */
void stage_read(struct stage *s, int file, uint64_t at, void *bytes,
                size_t n);
void stage_write(struct stage *s, int file, uint64_t at, const void *bytes,
                 size_t n);
uint64_t stage_length(struct stage *s, int file);

/* --- accesses --- */

/* Whatever comes of it. */
struct live_result stage_access(struct stage *s, unsigned id,
                                struct request request);

/* Of so many bytes, where the problem knows of no signal: one that comes
 * stops the stage as a surprise. */
struct live_result stage_load(struct stage *s, unsigned id, uint64_t va,
                              unsigned bytes);
struct live_result stage_store(struct stage *s, unsigned id, uint64_t va,
                               unsigned bytes, uint64_t value);

/* Loads or stores the first byte of pages [first, last], numbered from 0;
 * how many faults that took. */
unsigned stage_touch(struct stage *s, unsigned id, unsigned first,
                     unsigned last, bool store);

/* --- what can be seen --- */

/* A page; without the right to see frames the stage stops. */
struct sight stage_look(struct stage *s, unsigned id, uint64_t va);

/* The areas, by address; how many. */
unsigned stage_areas(struct stage *s, unsigned id,
                     struct seen_area area[STAGE_AREAS]);

/* Pages in all areas; bytes that are resident, as smaps says. */
uint64_t stage_pages(struct stage *s, unsigned id);
uint64_t stage_resident(struct stage *s, unsigned id);

/* Frames, each counted once however many pages have it. */
struct frames {
    uint64_t pfn[STAGE_FRAMES];
    unsigned n;
};

/* Those of a range of pages, but for the page of zeros. How many pages it
 * has, and in *zeros (may be NULL) how many have that. */
unsigned stage_frames(struct stage *s, unsigned id, uint64_t va,
                      unsigned pages, struct frames *f, unsigned *zeros);

/* Stops the stage. */
void stage_stop(struct stage *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Where a byte of a toy page is. */
static inline uint64_t stage_va(uint64_t va, unsigned page_bits)
{
    return (va >> page_bits) * LIVE_PAGE +
           (va & ((UINT64_C(1) << page_bits) - 1));
}

#endif
