/* PERM - which accesses succeed, and what kind of fault the others are.
 *
 *     valid?   no ──▶ not present
 *       │ yes
 *     U, R, W, X allow it?   no ──▶ protection
 *       │ yes
 *      ok
 *
 * Levels 1 and 2 ask for the pages where an access of user code succeeds,
 * level 3 for single accesses, of the kernel as well; at level 4 two levels
 * of tables must agree. */
#include "problem/kind/perm.h"

/* --- drawing ------------------------------------------------------------ */

static struct row any_row(struct rng *rng)
{
    uint64_t bits = rng_next(rng);

    return (struct row){.valid = (bits & 7) != 0,
                        .r = (bits >> 3 & 3) != 0,
                        .w = bits >> 5 & 1,
                        .x = bits >> 6 & 1,
                        .u = (bits >> 7 & 3) != 0,
                        .ppn = (uint8_t)(1 + (bits >> 16) % 254)};
}

/* Rows that lack one thing each, rows that lack none, and others. */
static void draw_rows(struct rng *rng, struct perm *p)
{
    unsigned causes = p->level == 1 ? 3 : 4;

    for (unsigned i = 0; i < PAGES; i++) {
        struct row *row = &p->row[i];
        *row = any_row(rng);
        if (i >= causes + 2u)
            continue;
        row->valid = i != 0;
        row->u = i != 1;
        row->r = i != 2;
        row->w = i == 2 || p->level == 2 ? i != 3 : row->w;
    }
    p->row[causes].ppn = 0;
    for (unsigned i = PAGES; i > 1; i--) {
        uint64_t pick = rng_below(rng, i);
        struct row row = p->row[pick];
        p->row[pick] = p->row[i - 1];
        p->row[i - 1] = row;
    }
}

/* RISC-V knows no valid page that can neither be read nor executed, nor one
 * that can be written and not read. */
static void draw_tries(struct rng *rng, struct perm *p)
{
    p->riscv = (uint8_t)rng_below(rng, 2);
    for (unsigned i = 0; i < PAGES; i++) {
        struct row *row = &p->row[i];
        *row = any_row(rng);
        row->u = (uint8_t)rng_below(rng, 2);
        if (row->w || !row->x)
            row->r = 1;
    }
    p->row[rng_below(rng, PAGES)].ppn = 0;
    for (unsigned i = 0; i < TRIES; i++) {
        p->attempt[i] =
            (struct attempt){.page = (uint8_t)rng_below(rng, PAGES),
                             .access = (uint8_t)((i + 2) % 3),
                             .user = (uint8_t)(i < TRIES / 2)};
        for (unsigned k = 0; k < i; k++)
            if (p->attempt[k].page == p->attempt[i].page)
                p->attempt[i].page =
                    (uint8_t)((p->attempt[k].page + 1) % PAGES);
    }
}

static void draw_levels(struct rng *rng, struct perm *p)
{
    for (unsigned i = 0; i < PAGES; i++) {
        p->row[i] = any_row(rng);
        p->row[i].r = 1;
    }
    for (unsigned i = 0; i < UPPER_ROWS; i++) {
        p->upper[i] = any_row(rng);
        p->upper[i].valid = p->upper[i].r = 1;
        p->upper[i].u = i == 0 || rng_below(rng, 2);
        p->upper[i].w = i == 0 ? (uint8_t)rng_below(rng, 2) : 1;
    }
    if (rng_below(rng, 2)) {
        struct row first = p->upper[0];
        p->upper[0] = p->upper[1];
        p->upper[1] = first;
    }
}

/* So many of the answers to level 3 are that word. */
static unsigned count(const struct perm *p, enum word word)
{
    unsigned n = 0;

    for (unsigned i = 0; i < TRIES; i++)
        n += perm_judged(p, p->attempt[i], 0) == word;
    return n;
}

static unsigned count_pages(const struct perm *p, enum access access)
{
    unsigned n = 0;

    for (unsigned i = 0; i < PAGES; i++)
        n += perm_succeeds(p, i, access);
    return n;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct perm *p = params;

    p->level = (uint8_t)level;
    if (level < 3) {
        draw_rows(rng, p);
        return count_pages(p, ACCESS_LOAD) < 6;
    }
    if (level == 3) {
        draw_tries(rng, p);
        return count(p, WORD_OK) >= 1 && count(p, WORD_NOT_PRESENT) >= 1 &&
               count(p, WORD_PROTECTION) >= 2;
    }
    draw_levels(rng, p);
    return count_pages(p, ACCESS_LOAD) >= 2 &&
           count_pages(p, ACCESS_LOAD) < 7 &&
           count_pages(p, ACCESS_STORE) >= 1 &&
           count_pages(p, ACCESS_FETCH) >= 1;
}

enum { SETS = LEVEL(1) | LEVEL(2) };

/* At level 3 a step an access, behind the rule. */
static unsigned step_of_part(const void *params, unsigned part)
{
    (void)params;
    return part + 2;
}

static const struct wrong_row wrongs[] = {
    {M_RMW, 5, LEVEL(2), .beliefs = PERM_ONLY_LOAD},
    {M_RMW, 4, LEVEL(2), .beliefs = PERM_ONLY_STORE},
    {M_USERIGN, 3, SETS, .beliefs = PERM_NO_USER},
    {M_USERIGN, 0, LEVEL(3), .beliefs = PERM_NO_USER},
    {M_USERIGN, 2, LEVEL(4), .beliefs = PERM_NO_USER},
    {M_EXECDATA, 1, SETS, .beliefs = PERM_X_FOR_DATA},
    {M_EXECDATA, 0, LEVEL(3), .beliefs = PERM_X_FOR_DATA},
    {M_ZEROPPN, 1, SETS, .beliefs = PERM_ZERO_ABSENT},
    {M_ZEROPPN, 0, LEVEL(3), .beliefs = PERM_ZERO_ABSENT},
    {M_VALIDIGN, 2, SETS | LEVEL(4), .beliefs = PERM_NO_VALID},
    {M_VALIDIGN, 0, LEVEL(3), .beliefs = PERM_NO_VALID},
    {M_PERMIGN, 4, SETS, .beliefs = PERM_NO_PERMS},
    {M_PERMIGN, 0, LEVEL(3), .beliefs = PERM_NO_PERMS},
    {M_KERNELALL, 0, LEVEL(3), .beliefs = PERM_KERNEL_MAY},
    {M_FAULTKIND, 0, LEVEL(3), .beliefs = PERM_KINDS_SWAPPED},
    {M_PERMOR, 1, LEVEL(4), .beliefs = PERM_ONE_SUFFICES},
    {M_PERMOR, 1, LEVEL(4), .beliefs = PERM_LAST_COUNTS},
    {M_NXISX, 4, LEVEL(4), .beliefs = PERM_NX_IS_X},
};

const struct kind kind_perm = {
    .id = "PERM",
    .number = 11,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "What a page allows",
    .topic = "lookup",
    .blurb = "which accesses succeed, and what kind of fault the others are",
    .needs = {"LOOKUP"},
    .hints = {"Which bits must be 1 for this access? All of them, not one.",
              "Strike out the rows with valid 0, then those that lack U for "
              "user code, then those that lack R, W or X."},
    .params_bytes = sizeof(struct perm),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = perm_solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = perm_believe,
    .step_of_part = step_of_part,
    .ask = perm_ask,
    .explain = perm_explain,
};
