/* TRICKS solved: by trying in the engine what each entry does, and from the
 * tables, also as one who believes this or that. */
#include "problem/kind/tricks.h"

static void put(const struct tricks *t, enum word entry, enum word faults,
                bool error, struct answers *out)
{
    answer_word(out, entry);
    answer_word(out, faults);
    if (t->level > 1)
        answer_yes(out, error);
}

/* --- the engine --------------------------------------------------------- */

/* The first entry that allows just what the goal's does, by trying all. */
static unsigned first_that_works(unsigned goal)
{
    unsigned wanted = trick_allows(trick_goals[goal].bits), bits = 0;

    while (trick_allows(bits) != wanted)
        bits++;
    return bits;
}

void tricks_solve(const void *params, struct answers *out)
{
    const struct tricks *t = params;

    for (unsigned i = 0; i < t->n; i++) {
        struct trick_state s;
        if (t->level == 4) {
            answer_number(out, first_that_works(t->at[i]));
            continue;
        }
        s = trick_try((enum trick)t->at[i]);
        put(t,
            s.writable  ? WORD_WRITABLE
            : s.present ? WORD_READ_ONLY
                        : WORD_NOT_PRESENT,
            s.read_faults    ? WORD_ANY
            : s.write_faults ? WORD_WRITE
                             : WORD_NONE,
            s.error, out);
    }
    out->steps = t->n * (t->level == 1 ? 2u : t->level == 3 ? 3u : 4u);
}

bool tricks_works(const void *params, unsigned part,
                  const struct value *given)
{
    const struct tricks *t = params;
    uint64_t bits;

    return t->level == 4 && part < t->n && given->kind == VALUE_NUMBER &&
           num_is_whole(given->number, &bits) && bits < 16 &&
           trick_allows((unsigned)bits) ==
               trick_allows(trick_goals[t->at[part]].bits);
}

/* --- from the tables ---------------------------------------------------- */

static void believe_one(const struct tricks *t, enum trick k,
                        unsigned beliefs, struct answers *out)
{
    enum word entry = trick_rows[k].entry, faults = trick_rows[k].faults;

    if ((k == TRICK_COW && beliefs & TRICKS_COW_INVALID) ||
        (k == TRICK_WATCH && beliefs & TRICKS_WATCH_READS) ||
        beliefs & TRICKS_ALL_INVALID) {
        entry = WORD_NOT_PRESENT;
        faults = WORD_ANY;
    } else if (k == TRICK_SWAP && beliefs & TRICKS_SWAP_VALID) {
        entry = WORD_WRITABLE;
        faults = WORD_NONE;
    } else if (beliefs & TRICKS_ALL_READ_ONLY) {
        entry = WORD_READ_ONLY;
        faults = WORD_WRITE;
    }
    put(t, entry, faults, trick_rows[k].error || beliefs & TRICKS_FATAL, out);
}

/* The bits for a goal of level 4. */
static unsigned believed_bits(unsigned goal, unsigned beliefs)
{
    unsigned bits = trick_goals[goal].bits;

    if (beliefs & TRICKS_ALL_READ_ONLY)
        return 12;
    if (beliefs & TRICKS_ALL_INVALID)
        return 0;
    if (beliefs & TRICKS_INVERTED)
        return 8u | (~bits & 7u);
    return beliefs & TRICKS_READ_FETCHES && bits & 4 ? bits | 1 : bits;
}

bool tricks_believe(const void *params, unsigned beliefs, struct answers *out)
{
    const struct tricks *t = params;

    for (unsigned i = 0; i < t->n; i++) {
        if (t->level == 4)
            answer_number(out, believed_bits(t->at[i], beliefs));
        else
            believe_one(t, (enum trick)t->at[i], beliefs, out);
    }
    return true;
}
