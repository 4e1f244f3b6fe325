/* ptebits.h - what the two files of PTEBITS share: ptebits.c takes entries
 * apart (levels 1 to 3), ptebits_build.c builds one (level 4). */
#ifndef PROBLEM_KIND_PTEBITS_H
#define PROBLEM_KIND_PTEBITS_H

#include "problem/bits.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"
#include "vm/walk.h"

enum { FLAG_V, FLAG_R, FLAG_W, FLAG_X, FLAG_U, FLAGS, UPPERS = 2 };
enum { NO_BIT = 0xff };

struct ptebits {
    uint8_t level;
    uint8_t real; /* 1 + which of the machines; 0: the layout here */
    uint8_t entry_bytes, ppn_at, ppn_bits;
    uint8_t flag[FLAGS]; /* bit of each; or NO_BIT */
    uint64_t entry;      /* levels 1 to 3 */
    /* Level 4. */
    uint64_t va, pa;
    unsigned perms;         /* PERM_R, PERM_W, PERM_X that user code gets */
    uint64_t upper[UPPERS]; /* entries of the table above the last one */
};

/* The machines there are, by `real` - 1. */
enum { MACHINES = 3 };
extern const char *const ptebits_machine_titles[MACHINES];

/* The layout: a format cut down to its last so many levels. */
struct format ptebits_format(const struct ptebits *p, unsigned levels);

static inline bool ptebits_is_x86(const struct ptebits *p)
{
    return p->real == 1;
}

static inline unsigned ptebits_width(const struct ptebits *p)
{
    return 8u * p->entry_bytes;
}

/* One of the machines, with its measures. */
void ptebits_draw_machine(struct rng *rng, struct ptebits *p);

/* Level 4. */
bool ptebits_build_sample(struct rng *rng, struct ptebits *p);
void ptebits_build_solve(const struct ptebits *p, struct answers *out);
void ptebits_build_solve_again(const struct ptebits *p, struct answers *out);
bool ptebits_build_works(const void *params, unsigned part,
                         const struct value *given);
void ptebits_build_ask(const struct ptebits *p, struct prompt *out);
void ptebits_build_explain(const struct ptebits *p, struct solution *out);

/* Mistakes made in building. */
bool ptebits_without_valid(const void *params, struct answers *out);
bool ptebits_without_user(const void *params, struct answers *out);
bool ptebits_not_shifted(const void *params, struct answers *out);
bool ptebits_other_shift(const void *params, struct answers *out);
bool ptebits_nx_means_x(const void *params, struct answers *out);
bool ptebits_write_only(const void *params, struct answers *out);
bool ptebits_with_offset(const void *params, struct answers *out);
bool ptebits_own_page(const void *params, struct answers *out);
bool ptebits_upper_like_last(const void *params, struct answers *out);

#endif
