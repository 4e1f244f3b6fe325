/* TRICKS solved: by trying in the engine what each entry does, and from the
 * tables, also as one who believes this or that. */
#include "problem/kind/tricks.h"

static void put(const struct tricks *t, struct trick_says says,
                struct answers *out)
{
    answer_word(out, says.entry);
    answer_word(out, says.faults);
    if (t->level > 1)
        answer_yes(out, says.error);
}

struct trick_says tricks_shown(const struct tricks *t, unsigned i)
{
    struct trick_says says = trick_rows[t->at[i]].says;

    if (i == t->wrong) {
        says.entry = trick_states[t->state].entry;
        says.faults = trick_states[t->state].faults;
    }
    return says;
}

/* All rows; at level 2 the first that does not say what is shown. */
static bool give(const struct tricks *t, const struct trick_says *rows,
                 struct answers *out)
{
    unsigned i = 0;

    for (; t->level != 2 && i < t->n; i++)
        put(t, rows[i], out);
    if (t->level != 2)
        return true;
    while (i < t->n && trick_same(rows[i], tricks_shown(t, i)))
        i++;
    if (i == t->n)
        return false;
    answer_number(out, i + 1);
    put(t, rows[i], out);
    return true;
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

static struct trick_says tried(enum trick trick)
{
    struct trick_state s = trick_try(trick);

    return (struct trick_says){.entry = s.writable  ? WORD_WRITABLE
                                        : s.present ? WORD_READ_ONLY
                                                    : WORD_NOT_PRESENT,
                               .faults = s.read_faults    ? WORD_ANY
                                         : s.write_faults ? WORD_WRITE
                                                          : WORD_NONE,
                               .error = s.error};
}

void tricks_solve(const void *params, struct answers *out)
{
    static const uint8_t steps[] = {0, 2, 3, 3, 4}; /* a row */
    const struct tricks *t = params;
    struct trick_says rows[TRICKS_ASKED];

    for (unsigned i = 0; i < t->n; i++) {
        if (t->level == 4)
            answer_number(out, first_that_works(t->at[i]));
        else
            rows[i] = tried((enum trick)t->at[i]);
    }
    if (t->level < 4)
        give(t, rows, out);
    out->steps = (unsigned)t->n * steps[t->level];
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

static struct trick_says believed(enum trick k, unsigned beliefs)
{
    struct trick_says says = trick_rows[k].says;
    unsigned state = 0;

    if (beliefs & TRICKS_FATAL)
        says.error = true;
    if ((k == TRICK_COW && beliefs & TRICKS_COW_INVALID) ||
        (k == TRICK_WATCH && beliefs & TRICKS_WATCH_READS) ||
        beliefs & TRICKS_ALL_INVALID)
        state = 0;
    else if (beliefs & TRICKS_ALL_READ_ONLY)
        state = 1;
    else if (k == TRICK_SWAP && beliefs & TRICKS_SWAP_VALID)
        state = 2;
    else
        return says;
    says.entry = trick_states[state].entry;
    says.faults = trick_states[state].faults;
    return says;
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
    struct trick_says rows[TRICKS_ASKED];

    for (unsigned i = 0; i < t->n; i++) {
        if (t->level == 4)
            answer_number(out, believed_bits(t->at[i], beliefs));
        else
            rows[i] = believed((enum trick)t->at[i], beliefs);
    }
    return t->level == 4 || give(t, rows, out);
}

bool tricks_follow(const void *params, unsigned part,
                   const struct answers *given, struct answers *out)
{
    const struct tricks *t = params;
    struct trick_says says;
    uint64_t row;

    if (t->level != 2 || part == 0 || given->at[0].kind != VALUE_NUMBER ||
        !num_is_whole(given->at[0].number, &row) || row < 1 || row > t->n)
        return false;
    says = trick_rows[t->at[row - 1]].says;
    if (part == 3)
        answer_yes(out, says.error);
    else
        answer_word(out, part == 1 ? says.entry : says.faults);
    return true;
}
