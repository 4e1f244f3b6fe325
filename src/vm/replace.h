/* replace.h - page replacement: which page gives way when memory is full.
 *
 *     reference   7  0  1  2  0  3
 *     frame 0     7  7  7  2  2  2
 *     frame 1        0  0  0  0  3
 *     frame 2           1  1  1  1      FIFO with three frames: five faults
 *     fault       *  *  *  *     *
 *
 * One process with a fixed number of frames, all free at first, goes through
 * a string of references. Time is the number of the reference, from 0. The
 * rules, the same for every policy but where its row says otherwise:
 *
 *   hit     The page's reference bit becomes 1, and by a write its dirty bit.
 *   fault   The page goes into the free frame of the lowest number, or when
 *           none is free, into the one that the policy empties. It comes with
 *           the reference bit 1, and dirty if the reference is a write.
 *   hand    Turns upwards through the frames, from the last on to 0. After a
 *           fault it stands behind the frame that was filled; a hit leaves it
 *           where it is.
 *
 * A policy is a row of replace_policies[]. Most are an order of the frames,
 * of which the first is emptied; those with a hand look at one frame after
 * another until one will do. */
#ifndef VM_REPLACE_H
#define VM_REPLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

enum {
    REPLACE_FRAMES_MAX = 64,  /* a bit each in a mask */
    REPLACE_REFS_MAX = 16384, /* looking ahead costs its square */
};

/* A time that never comes. */
#define REPLACE_NEVER SIZE_MAX

struct page_ref {
    uint64_t page;
    bool write;
};

struct replace_frame {
    bool used; /* the rest is zero in a free frame */
    bool referenced, dirty;
    uint64_t page;
    size_t loaded_at; /* time of the fault that brought the page */
    size_t used_at;   /* ... of the latest reference to it */
    size_t next_at;   /* ... of the next one, or REPLACE_NEVER */
};

/* What happened at one reference. The frames as they are afterwards stand in
 * the run itself. */
struct replace_step {
    size_t at; /* its time */
    struct page_ref ref;
    bool hit;
    bool cold;    /* a fault on a page that was never referenced before */
    bool evicted; /* a page had to go */
    size_t frame; /* where the page is */
    /* The page that went, as it was; a dirty one is written to the disk. */
    struct replace_frame victim;
    size_t hand_from; /* where the hand stood before */
    size_t passed;    /* frames that the hand went by, again ones too */
    uint64_t cleared; /* bit f: it took the reference bit of frame f */
};

struct replace {
    const struct replace_policy *policy;
    const struct page_ref *refs; /* borrowed */
    size_t nrefs;
    size_t at; /* time of the reference that comes next */
    size_t nframes;
    size_t hand;
    struct replace_frame frame[REPLACE_FRAMES_MAX];
};

struct replace_policy {
    const char *name;  /* "clock", for scripts */
    const char *title; /* "Clock", for people */
    const char *blurb; /* what is evicted; one line without a full stop */
    /* Whether `a` goes rather than `b`; no two full frames are equal. NULL
     * for a policy with a hand. */
    bool (*sooner)(const struct replace_frame *a,
                   const struct replace_frame *b);
    /* The frame to empty, all of them being full. Turns r->hand to it by
     * replace_pass, which takes notes in *step. */
    size_t (*turn)(struct replace *r, struct replace_step *step);
    bool loads_unreferenced; /* a page comes with the reference bit 0 */
};

/* In the order in which courses teach them:
 *
 *   fifo      in memory for the longest time
 *   opt       next used the farthest in the future; of pages that are never
 *             used again, the one in memory for the longest time. No policy
 *             has fewer faults (Belady 1966)
 *   lru       not used for the longest time
 *   mru       used last; best for a loop longer than memory
 *   clock     second chance: from the hand on, the first page with reference
 *             bit 0; the bits of pages it passes become 0
 *   clock-0   the same, but a page comes with reference bit 0, and only a
 *             second use sets it
 *   enhanced  second chance with the dirty bit. Silberschatz, Galvin and
 *             Gagne take the first page from the hand on in the lowest class
 *             that has one: (referenced, dirty) = (0,0), (0,1), (1,0), (1,1).
 *             The turns of the hand that find it, as Stallings has them:
 *
 *               1   look for (0,0), change nothing
 *               2   look for (0,1), clear the reference bits of pages passed
 *               3   as 1, which finds what was (1,0)
 *               4   as 2, which finds what was (1,1)                       */
extern const struct replace_policy replace_policies[];
extern const size_t nreplace_policies;

/* The policy of that name, or NULL. */
const struct replace_policy *replace_find(struct slice name);

/* All of `nframes` frames free, 1 .. REPLACE_FRAMES_MAX; `nrefs` is at most
 * REPLACE_REFS_MAX. To ask replace_victim about frames with a past, fill them
 * in; no two may have been loaded, or used last, at one time. */
void replace_init(struct replace *r, const struct replace_policy *policy,
                  size_t nframes, const struct page_ref *refs, size_t nrefs);

/* The next reference; false, and *step untouched, behind the last one. */
bool replace_next(struct replace *r, struct replace_step *step);

/* The frame that the policy would empty now, all of them being full. The hand
 * turns and clears bits, but the page stays. */
size_t replace_victim(struct replace *r, struct replace_step *step);

/* The operating system's timer: every reference bit becomes 0. */
void replace_tick(struct replace *r);

/* For a policy's `turn`: the hand passes a frame, and takes its reference bit
 * if `clear`. */
void replace_pass(struct replace *r, struct replace_step *step, bool clear);

/* Faults of a whole run. */
size_t replace_faults(const struct replace_policy *policy, size_t nframes,
                      const struct page_ref *refs, size_t nrefs);

#endif
