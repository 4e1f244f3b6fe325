/* observe.h - what the kernel lets one see of a process' memory.
 *
 *     /proc/PID/pagemap    a word a page: present, swapped, exclusive, PFN
 *     /proc/kpagecount     a word a frame: how many entries map it
 *     /proc/kpageflags     a word a frame: zero page, huge, anonymous
 *     /proc/PID/maps       the areas
 *     /proc/PID/smaps      the same with what of them is in memory
 *
 * (Documentation/admin-guide/mm/pagemap.rst.) Frame numbers and what is known
 * of frames are for root only; an observer says what it can't see. */
#ifndef KERNEL_OBSERVE_H
#define KERNEL_OBSERVE_H

#include "kernel/live.h"

struct observer {
    const struct live *live; /* borrowed */
    bool sees_pages;         /* present, swapped, exclusive */
    bool sees_frames;        /* frame number, map count, flags */
    const char *blind; /* a sentence on what can't be seen and why; NULL when
                          all can */
    int count, flags;  /* files of the kernel's */
    int pagemap[MACHINE_PROCESSES];
    pid_t pid[MACHINE_PROCESSES]; /* whose pagemap that is */
};

/* One page of one process. The second half is 0 without sees_frames. */
struct sight {
    bool present, swapped;
    bool exclusive; /* no other entry maps its frame */
    bool file;      /* its frame is a file's or shared memory's */

    bool zero, huge;
    uint64_t pfn;
    uint64_t mapcount;
};

/* A line of /proc/PID/maps, in addresses of the engine. */
struct seen_area {
    uint64_t start, end;
    uint64_t page_offset;
    uint64_t inode; /* 0: anonymous */
    unsigned flags; /* PERM_R, PERM_W, PERM_X, AREA_SHARED */
};

/* Never fails: what can't be opened can't be seen. */
void observer_open(struct observer *o, const struct live *live);
void observer_close(struct observer *o);

/* `pages` pages from va on. False when they can't be seen. */
bool observe_pages(struct observer *o, unsigned id, uint64_t va, size_t pages,
                   struct sight *sight);

/* The areas in the arena, by address, at most `max`; how many there are, or
 * -1 when they can't be seen. */
int observe_areas(struct observer *o, unsigned id, struct seen_area *area,
                  int max);

/* Bytes in the arena that are resident, as the kernel adds them up ("Rss:"):
 * pages of a file too, the page of zeros not. False when they can't be seen.
 */
bool observe_resident(struct observer *o, unsigned id, uint64_t *bytes);

#endif
