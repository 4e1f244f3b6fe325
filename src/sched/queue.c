#include "sched/queue.h"

#include <limits.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"
#include "sched/spread.h"

enum {
    KINDS = CANDIDATE_AHEAD + 1,
    INTERVAL_MAX = 1 << 30, /* products of days stay within 64 bits */
};

/* A candidate on its way through the rules. */
struct slot {
    struct candidate c;
    size_t place;     /* in the array as it was given */
    size_t note;      /* numbered from 0 */
    uint64_t shuffle; /* of day and card */
    int64_t over;     /* days overdue, negative when not yet due */
    int64_t interval; /* at least 1 */
};

static uint64_t shuffle_of(int today, int64_t card)
{
    uint64_t state = (uint64_t)today;

    state = rng_mix(&state) ^ (uint64_t)card;
    return rng_mix(&state);
}

static int clamp(int value, int lo, int hi)
{
    return value < lo ? lo : value > hi ? hi : value;
}

static int compare_i64(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int queue_compare_overdue(int64_t over_a, int64_t interval_a, int64_t over_b,
                          int64_t interval_b)
{
    return compare_i64(over_a * interval_b, over_b * interval_a);
}

/* --- the order inside each kind ----------------------------------------- */

static int least_overdue(const struct slot *a, const struct slot *b)
{
    return queue_compare_overdue(a->over, a->interval, b->over, b->interval);
}

/* What is due tomorrow comes by itself and goes behind the rest. */
static int sweep_order(const struct slot *a, const struct slot *b)
{
    int tomorrow_a = a->over >= -1, tomorrow_b = b->over >= -1;

    if (tomorrow_a != tomorrow_b)
        return tomorrow_a - tomorrow_b;
    return -least_overdue(a, b);
}

static int as_given(const struct slot *a, const struct slot *b)
{
    return (a->place > b->place) - (a->place < b->place);
}

static int soonest_due(const struct slot *a, const struct slot *b)
{
    return compare_i64(b->over, a->over);
}

static int all_alike(const struct slot *a, const struct slot *b)
{
    (void)a;
    (void)b;
    return 0;
}

/* Who goes first, a row a kind; the shuffle decides among equals. */
static int (*const compare[KINDS])(const struct slot *a,
                                   const struct slot *b) = {
    [CANDIDATE_DRILL] = all_alike,   [CANDIDATE_DUE] = least_overdue,
    [CANDIDATE_SWEEP] = sweep_order, [CANDIDATE_NEW] = as_given,
    [CANDIDATE_AHEAD] = soonest_due,
};

static int by_rank(const void *va, const void *vb)
{
    const struct slot *a = va, *b = vb;
    int order;

    if (a->c.kind != b->c.kind)
        return a->c.kind < b->c.kind ? -1 : 1;
    order = compare[a->c.kind](a, b);
    if (order != 0)
        return order;
    if (a->shuffle != b->shuffle)
        return a->shuffle < b->shuffle ? -1 : 1;
    return as_given(a, b);
}

/* --- who comes today ---------------------------------------------------- */

static size_t limit_of(const struct queue_rules *rules,
                       enum candidate_kind kind)
{
    const int limits[KINDS] = {
        [CANDIDATE_DRILL] = INT_MAX,
        [CANDIDATE_DUE] = rules->due_limit,
        [CANDIDATE_SWEEP] = rules->sweep_limit,
        [CANDIDATE_NEW] = rules->new_limit,
        [CANDIDATE_AHEAD] = rules->ahead_limit,
    };

    return limits[kind] > 0 ? (size_t)limits[kind] : 0;
}

static enum candidate_fate fate_of(const struct slot *s, bool note_taken,
                                   size_t shown,
                                   const struct queue_rules *rules)
{
    bool exempt = rules->siblings || s->c.kind == CANDIDATE_DRILL;

    if (!exempt && (note_taken || s->c.sibling_seen))
        return CANDIDATE_SIBLING;
    return shown < limit_of(rules, s->c.kind) ? CANDIDATE_SHOWN
                                              : CANDIDATE_OVER;
}

static bool has_room(const struct queue_rules *rules, size_t total)
{
    return rules->most <= 0 || total < (size_t)rules->most;
}

/* The slots are in order of rank; shown[] counts by kind. Returns how many
 * are shown. */
static size_t choose(struct slot *slots, size_t n,
                     const struct queue_rules *rules, size_t shown[KINDS])
{
    bool *taken = mem_new_array(n, sizeof *taken);
    size_t total = 0;

    for (size_t i = 0; i < n; i++) {
        struct slot *s = &slots[i];

        s->c.fate = fate_of(s, taken[s->note], shown[s->c.kind], rules);
        if (s->c.fate == CANDIDATE_SHOWN && !has_room(rules, total))
            s->c.fate = CANDIDATE_OVER;
        if (s->c.fate == CANDIDATE_SHOWN) {
            taken[s->note] = true;
            shown[s->c.kind]++;
            total++;
        }
    }
    free(taken);
    return total;
}

/* An exam is near: new cards that have to be seen come with their siblings.
 */
static void press_new(struct slot *slots, size_t n,
                      const struct queue_rules *rules, size_t total,
                      size_t shown[KINDS])
{
    size_t limit = limit_of(rules, CANDIDATE_NEW);
    size_t must = rules->new_must > 0 ? (size_t)rules->new_must : 0;
    size_t *count = &shown[CANDIDATE_NEW];

    for (size_t i = 0; i < n && *count < must && *count < limit; i++)
        if (slots[i].c.kind == CANDIDATE_NEW &&
            slots[i].c.fate == CANDIDATE_SIBLING && has_room(rules, total)) {
            slots[i].c.fate = CANDIDATE_SHOWN;
            (*count)++;
            total++;
        }
}

/* --- the order of the day ----------------------------------------------- */

/* Spreads extra[nextra] evenly over row[n], which has room for both. */
static size_t mix_in(struct slot *row, size_t n, const struct slot *extra,
                     size_t nextra)
{
    size_t to = n + nextra, from = n;

    for (size_t k = nextra; k-- > 0;) {
        size_t before = ((2 * k + 1) * n + nextra) / (2 * nextra);

        while (from > before)
            row[--to] = row[--from];
        row[--to] = extra[k];
    }
    return n + nextra;
}

static size_t gather(struct slot *out, const struct slot *slots, size_t n,
                     enum candidate_kind kind)
{
    size_t m = 0;

    for (size_t i = 0; i < n; i++)
        if (slots[i].c.kind == kind && slots[i].c.fate == CANDIDATE_SHOWN)
            out[m++] = slots[i];
    return m;
}

/* Fills row[n] with what is shown, kinds mixed; returns how many. */
static size_t line_up(struct slot *row, const struct slot *slots, size_t n)
{
    struct slot *extra = mem_new_array(n, sizeof *extra);
    size_t m = gather(row, slots, n, CANDIDATE_DUE);

    m += gather(row + m, slots, n, CANDIDATE_SWEEP);
    m = mix_in(row, m, extra, gather(extra, slots, n, CANDIDATE_NEW));
    m = mix_in(row, m, extra, gather(extra, slots, n, CANDIDATE_DRILL));
    m += gather(row + m, slots, n, CANDIDATE_AHEAD);
    free(extra);
    return m;
}

/* Puts row[n], siblings apart, into out[n]. */
static void put_apart(struct candidate *out, const struct slot *row, size_t n)
{
    int64_t *note = mem_new_array(n, sizeof *note);
    size_t *order = mem_new_array(n, sizeof *order);

    for (size_t i = 0; i < n; i++)
        note[i] = row[i].c.note;
    spread_apart(note, n, order);
    for (size_t i = 0; i < n; i++)
        out[i] = row[order[i]].c;
    free(order);
    free(note);
}

static int by_place(const void *a, const void *b)
{
    return as_given(a, b);
}

/* Appends what is not shown, in the order it was given. */
static void put_rest(struct candidate *out, struct slot *slots, size_t n)
{
    qsort(slots, n, sizeof *slots, by_place);
    for (size_t i = 0; i < n; i++)
        if (slots[i].c.fate != CANDIDATE_SHOWN)
            *out++ = slots[i].c;
}

static struct slot *slots_new(const struct candidate *at, size_t n, int today)
{
    struct slot *slots = mem_new_array(n, sizeof *slots);
    int64_t *note = mem_new_array(n, sizeof *note);
    size_t *number = mem_new_array(n, sizeof *number);

    for (size_t i = 0; i < n; i++)
        note[i] = at[i].note;
    spread_number(note, n, number);
    for (size_t i = 0; i < n; i++)
        slots[i] = (struct slot){
            .c = at[i],
            .place = i,
            .note = number[i],
            .shuffle = shuffle_of(today, at[i].card),
            .over = (int64_t)today - at[i].due_day,
            .interval = clamp(at[i].interval_days, 1, INTERVAL_MAX),
        };
    free(number);
    free(note);
    return slots;
}

size_t queue_order(struct candidate *at, size_t n,
                   const struct queue_rules *rules)
{
    struct slot *slots = slots_new(at, n, rules->today);
    struct slot *row = mem_new_array(n, sizeof *row);
    size_t shown[KINDS] = {0}, m;

    qsort(slots, n, sizeof *slots, by_rank);
    m = choose(slots, n, rules, shown);
    press_new(slots, n, rules, m, shown);
    m = line_up(row, slots, n);
    put_apart(at, row, m);
    if (m < n)
        put_rest(at + m, slots, n);
    free(row);
    free(slots);
    return m;
}
