/* ptebits.h - an entry that is taken apart at levels 1 to 3 (drawn by
 * ptebits.c, solved by ptebits_run.c, told by ptebits_say.c), and built at
 * level 4 (ptebits_build.c, ptebits_build_say.c). */
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

/* The bit of a flag; 0 when the entry has none. */
uint64_t ptebits_flag(const struct ptebits *p, unsigned flag);

/* Levels 1 to 3. By the engine; whether that bit of the entry is 1, n bits of
 * it, its page number; and by these. */
void ptebits_solve(const void *params, struct answers *out);
bool ptebits_bit(uint64_t entry, unsigned at);
uint64_t ptebits_bits(uint64_t entry, unsigned at, unsigned n);
uint64_t ptebits_ppn(const struct ptebits *p);
void ptebits_solve_again(const void *params, struct answers *out);
bool ptebits_follow(const void *params, unsigned part,
                    const struct answers *given, struct answers *out);

/* What the bits say to one who knows the manuals. */
struct ptebits_rights {
    bool r, w, x, u;
};
struct ptebits_rights ptebits_rights(const struct ptebits *p, uint64_t entry);

/* The answers of one who finds that page number and these flags; that number,
 * base and rights. */
void ptebits_give_flags(const struct ptebits *p, uint64_t ppn, uint64_t entry,
                        struct answers *out);
void ptebits_give_rights(uint64_t ppn, uint64_t base,
                         struct ptebits_rights rights, struct answers *out);

void ptebits_ask(const void *params, struct prompt *out);
void ptebits_explain(const void *params, struct solution *out);

/* One of the machines, with its measures. */
void ptebits_draw_machine(struct rng *rng, struct ptebits *p);

/* What an entry above the last table is. */
enum ptebits_meaning {
    PTE_PAGE,
    PTE_TABLE,
    PTE_RESERVED,
    PTE_ABSENT,
    PTE_MEANINGS,
};
extern const enum word ptebits_meaning_words[PTE_MEANINGS];

/* Level 4. The flags that are asked for, and with the page number; what an
 * entry above is, all as the manuals number the bits. */
uint64_t ptebits_build_flags(const struct ptebits *p);
uint64_t ptebits_built(const struct ptebits *p);
enum ptebits_meaning ptebits_read_off(const struct ptebits *p,
                                      uint64_t entry);

/* Whether a large page of that number would begin elsewhere than at a multiple
 * of its size. */
bool ptebits_is_unaligned(const struct ptebits *p, uint64_t entry);

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
bool ptebits_any_base(const void *params, struct answers *out);
bool ptebits_upper_like_last(const void *params, struct answers *out);

#endif
