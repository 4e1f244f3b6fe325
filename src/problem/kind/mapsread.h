/* mapsread.h - lines of /proc/self/maps: what MAPSREAD is about.
 *
 *     00400000-00452000 r-xp 00000000 08:01 131842  /usr/bin/sort
 *     start    end      perms offset   device inode  name              */
#ifndef PROBLEM_KIND_MAPSREAD_H
#define PROBLEM_KIND_MAPSREAD_H

#include "base/rng.h"
#include "problem/prompt.h"
#include "problem/solution.h"
#include "problem/value.h"

enum {
    MAPS_LINES = 10,
    MAPS_PLACES = 3,
    MAPS_PAGE_BITS = 12,
    MAPS_PAGE = 1 << MAPS_PAGE_BITS,
};

/* What a line is about; the first three are files. */
enum maps_name {
    MAPS_PROG,
    MAPS_LIBC,
    MAPS_NOTES,
    MAPS_FILES,
    MAPS_ZEROS = MAPS_FILES, /* no name */
    MAPS_HEAP,
    MAPS_STACK,
    MAPS_VDSO,
};

struct maps_line {
    uint64_t first;            /* page */
    uint32_t pages, file_page; /* of the file, at its start */
    uint8_t perms, shared;
    uint8_t name;
};

/* Level 4: p = mmap of so many pages, readable and writable, of the notes
 * from that page on; then mprotect and munmap of pages [first, first + pages)
 * behind p. */
struct maps_calls {
    uint32_t pages, file_page;
    uint32_t guarded, guarded_pages; /* to perms without W */
    uint32_t cut, cut_pages;
    uint8_t perms, shared;
};

struct mapsread {
    uint8_t level;
    uint8_t wide; /* addresses of 48 bits, not 32 */
    uint8_t bank; /* of names */
    uint8_t device;
    uint32_t inode[MAPS_FILES];
    uint8_t nlines;
    uint8_t pick[2]; /* level 2: lines whose size is asked for */
    uint8_t file;    /* level 3: whose byte is looked for */
    struct maps_line line[MAPS_LINES];
    uint64_t at[MAPS_PLACES]; /* addresses */
    uint64_t byte;
    struct maps_calls calls;
};

bool maps_sample(struct rng *rng, int level, void *params);

/* Which line each address of level 1 and 3 is about, from 0; -1: none. */
int maps_line_of(const struct mapsread *m, uint64_t va);

static inline uint64_t maps_start(const struct maps_line *l)
{
    return l->first << MAPS_PAGE_BITS;
}

static inline uint64_t maps_end(const struct maps_line *l)
{
    return (l->first + l->pages) << MAPS_PAGE_BITS;
}

/* --- the text ----------------------------------------------------------- */

/* "/usr/bin/sort", "[heap]", "". */
const char *maps_name(const struct mapsread *m, unsigned name);

/* A line as the kernel writes it, but for fewer blanks before the name. */
const char *maps_text(const struct mapsread *m, unsigned line,
                      struct arena *a);

/* "7f2c0a1b2c3d", as addresses stand in a line. */
const char *maps_address(uint64_t va, struct arena *a);

/* --- the answers -------------------------------------------------------- */

/* By the engine: the areas of a process that has mapped all this. */
void maps_run(const void *params, struct answers *out);

/* What somebody may believe; 0: how it is. */
enum maps_belief {
    MAPS_END_IN = 1,       /* the end address is inside */
    MAPS_NO_GAPS = 2,      /* a line goes on up to the next one */
    MAPS_HEX_DECIMAL = 4,  /* hex digits are decimal ones */
    MAPS_P_PRESENT = 8,    /* p has nothing to do with private */
    MAPS_S_COPIES = 16,    /* stores to s lines go to a copy */
    MAPS_ANY_ACCESS = 32,  /* every line can be written to */
    MAPS_KB_1000 = 64,     /* a page of 4 KiB has 4000 bytes */
    MAPS_ADDS = 128,       /* the offset is added to the address */
    MAPS_NO_OFFSET = 256,  /* the offset does not matter */
    MAPS_OFF_PAGES = 512,  /* the offset counts pages, not bytes */
    MAPS_EACH_CALL = 1024, /* each line is a call of mmap */
    MAPS_NO_HOLE = 2048,   /* what was unmapped was never mapped */
    MAPS_FROM_ONE = 4096,  /* the first page is page 1 */
};

/* From the text of the lines. */
bool maps_believe(const void *params, unsigned beliefs, struct answers *out);

void maps_ask(const void *params, struct prompt *p);
void maps_explain(const void *params, struct solution *out);

#endif
