/* mmapoff.h - a mapping of a part of a file, and places in it: drawn by
 * mmapoff.c, solved by mmapoff_run.c, told by mmapoff_say.c. */
#ifndef PROBLEM_KIND_MMAPOFF_H
#define PROBLEM_KIND_MMAPOFF_H

#include "problem/bits.h"
#include "problem/computer.h"
#include "problem/kind/kinds.h"

enum { OFF_PLACES = 4, OFF_VPN_BITS = 6 };

struct mmapoff {
    uint8_t level;
    uint8_t page_bits;
    uint8_t vpn;             /* where the mapping begins */
    uint8_t places;          /* that are asked about, p[at[0]] among them */
    uint32_t size;           /* of the file, in bytes */
    uint32_t offset, length; /* as handed to mmap */
    uint32_t lead;           /* level 4: the first byte wanted is p[lead], the
                              last is p[length - 1] */
    uint32_t trial;          /* level 3: another offset */
    uint32_t at[OFF_PLACES]; /* p[at[0]] is in the file */
};

static inline uint32_t off_page_bytes(const struct mmapoff *m)
{
    return UINT32_C(1) << m->page_bits;
}

static inline uint32_t off_pages_of(const struct mmapoff *m, uint32_t bytes)
{
    return (uint32_t)divide_up(bytes, off_page_bytes(m));
}

/* A machine with the mapping; loads p[i] there: *byte gets which byte of the
 * file is there, counted on behind its end. To be stopped. */
struct process *off_start(struct computer *c, const struct mmapoff *m);
enum word off_load(struct computer *c, struct process *p,
                   const struct mmapoff *m, uint32_t i, uint64_t *byte);
void mmapoff_solve(const void *params, struct answers *out);

/* What somebody may believe; 0: how it is. */
enum off_belief {
    OFF_ENDS_AT_LENGTH = 1, /* the mapping ends at byte `length` */
    OFF_ENDS_EARLY = 2,     /* a part of a page is not mapped */
    OFF_EOF_SEGV = 4,       /* SIGSEGV right behind the file's end */
    OFF_EOF_BUS = 8,        /* SIGBUS right behind it */
    OFF_EOF_ZERO = 16,      /* zeros as far as the mapping goes */
    OFF_IN_PAGES = 32,      /* the offset is a number of pages */
    OFF_NO_OFFSET = 64,     /* p[0] is the file's first byte */
    OFF_GROWS = 128,        /* a store behind the end makes the file longer */
    OFF_ANY_OFFSET = 256,   /* an offset may be inside of a page */
    OFF_LAST_OUT = 512,     /* the last byte wanted is not counted */
};

bool mmapoff_believe(const void *params, unsigned beliefs,
                     struct answers *out);

/* Length, index and pages follow from the offset and length before them. */
bool mmapoff_follow(const void *params, unsigned part,
                    const struct answers *given, struct answers *out);

void mmapoff_ask(const void *params, struct prompt *out);
void mmapoff_explain(const void *params, struct solution *out);

#endif
