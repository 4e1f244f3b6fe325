#include "sched/forecast.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

enum { MILLI = 1000, GOOD = 4, AGAIN = 2 };

/* So many thousandths of cards in one state. */
struct cohort {
    struct sm2 card;
    int64_t milli;
    int64_t over; /* days overdue on the day that is played */
    bool swept;
};

struct cohorts {
    struct cohort *at;
    size_t n, cap;
};

/* The deck on its way through the days. */
struct play {
    const struct plan_rules *rules;
    const struct plan_pace *pace;
    const struct sm2_profile *profile;
    int day;
    struct cohorts all;      /* every seen card */
    struct cohorts answered; /* on this day, in their states after it */
    struct plan_counts counts;
};

static void push(struct cohorts *list, struct cohort one)
{
    if (one.milli == 0)
        return;
    list->at = mem_grow(list->at, list->n, &list->cap, sizeof *list->at);
    list->at[list->n++] = one;
}

static int64_t cards(int64_t milli)
{
    return (milli + MILLI / 2) / MILLI;
}

/* --- morning: what there is --------------------------------------------- */

static int64_t sum(const struct play *p, bool due_only, bool swept_only)
{
    int64_t milli = 0;

    for (size_t i = 0; i < p->all.n; i++) {
        const struct cohort *c = &p->all.at[i];

        if ((!due_only || c->over >= 0) && (!swept_only || c->swept))
            milli += c->milli;
    }
    return milli;
}

static void wake_up(struct play *p)
{
    struct plan_counts *counts = &p->counts;

    for (size_t i = 0; i < p->all.n; i++)
        p->all.at[i].over = (int64_t)p->day - p->all.at[i].card.due;
    counts->due = cards(sum(p, true, false));
    counts->due_swept = cards(sum(p, true, true));
    counts->swept = cards(sum(p, false, true));
    counts->unswept = cards(sum(p, false, false)) - counts->swept;
}

/* --- the day: what is asked, and where it goes -------------------------- */

static void answer(struct play *p, struct cohort asked)
{
    struct cohort pass = asked, fail = asked;

    fail.milli = asked.milli * (1000 - p->pace->pass_permille) / 1000;
    pass.milli = asked.milli - fail.milli;
    pass.card = sm2_answer(asked.card, GOOD, p->day, p->profile, NULL);
    fail.card = sm2_answer(asked.card, AGAIN, p->day, p->profile, NULL);
    pass.swept = fail.swept = plan_sweeping(p->rules, p->day);
    push(&p->answered, pass);
    push(&p->answered, fail);
}

static int by_overdue(const void *a, const void *b)
{
    const struct cohort *x = a, *y = b;

    return queue_compare_overdue(x->over, x->card.interval, y->over,
                                 y->card.interval);
}

/* As the sweep goes: what is due tomorrow last, else the nearest first. */
static int by_sweep(const void *a, const void *b)
{
    const struct cohort *x = a, *y = b;
    int tomorrow_x = x->over >= -1, tomorrow_y = y->over >= -1;

    if (tomorrow_x != tomorrow_y)
        return tomorrow_x - tomorrow_y;
    return -by_overdue(a, b);
}

static bool is_due(const struct cohort *c)
{
    return c->over >= 0;
}

static bool is_unswept(const struct cohort *c)
{
    return !c->swept;
}

/* Moves the cohorts of which `is` holds to the front; returns how many. */
static size_t to_front(struct cohorts *list,
                       bool (*is)(const struct cohort *c))
{
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        if (is(&list->at[i])) {
            struct cohort swap = list->at[n];

            list->at[n++] = list->at[i];
            list->at[i] = swap;
        }
    return n;
}

/* Asks as many as `limit` cards of those of which `is` holds. */
static void ask(struct play *p, bool (*is)(const struct cohort *c),
                int (*order)(const void *a, const void *b), int64_t limit)
{
    size_t n = limit > 0 ? to_front(&p->all, is) : 0;
    int64_t room = limit * MILLI;

    if (n > 0)
        qsort(p->all.at, n, sizeof *p->all.at, order);
    for (size_t i = 0; i < n && room > 0; i++) {
        struct cohort *c = &p->all.at[i], asked = *c;

        if (asked.milli > room)
            asked.milli = room;
        c->milli -= asked.milli;
        room -= asked.milli;
        answer(p, asked);
    }
}

static void introduce(struct play *p, int fresh)
{
    if (fresh == 0)
        return;
    answer(p, (struct cohort){.card = sm2_new(),
                              .milli = (int64_t)fresh * MILLI});
    p->counts.unseen -= fresh;
}

/* --- night: what was answered goes back --------------------------------- */

static int by_state(const void *a, const void *b)
{
    const struct cohort *x = a, *y = b;
    const int differ[] = {
        x->card.due - y->card.due,   x->card.interval - y->card.interval,
        x->card.ease - y->card.ease, x->card.n - y->card.n,
        x->swept - y->swept,
    };

    for (size_t i = 0; i < sizeof differ / sizeof *differ; i++)
        if (differ[i] != 0)
            return differ[i];
    return 0;
}

/* Cohorts that were answered on one day and are now in one state become one:
 * so they stay few. What was asked to the end is dropped. */
static void go_to_sleep(struct play *p)
{
    struct cohorts *from = &p->answered, *all = &p->all;
    size_t kept = 0;

    for (size_t i = 0; i < all->n; i++)
        if (all->at[i].milli > 0)
            all->at[kept++] = all->at[i];
    all->n = kept;
    if (from->n > 0)
        qsort(from->at, from->n, sizeof *from->at, by_state);
    for (size_t i = 0; i < from->n; i++)
        if (all->n > kept &&
            by_state(&all->at[all->n - 1], &from->at[i]) == 0)
            all->at[all->n - 1].milli += from->at[i].milli;
        else
            push(all, from->at[i]);
    from->n = 0;
    p->counts.new_today = p->counts.reviews_today = 0;
    p->counts.drill = 0;
}

static struct plan_day play_day(struct play *p)
{
    struct plan plan;
    int64_t due;

    wake_up(p);
    plan = plan_today(p->rules, &p->counts, p->pace, p->day);
    /* What rounding leaves over is asked as well. */
    due = plan.left.backlog > 0 ? plan.left.due : INT32_MAX;
    ask(p, is_due, by_overdue, due);
    ask(p, is_unswept, by_sweep, plan.left.sweep);
    introduce(p, plan.left.fresh);
    go_to_sleep(p);
    return plan.left;
}

static void take_groups(struct play *p, const struct forecast_deck *deck)
{
    for (size_t i = 0; i < deck->ngroups; i++) {
        const struct forecast_group *g = &deck->groups[i];
        struct sm2 card = sm2_new();

        card.n = g->n;
        card.ease = g->ease;
        card.interval = g->interval > 1 ? g->interval : 1;
        card.due = g->due;
        push(&p->all, (struct cohort){.card = sm2_clamp(card),
                                      .milli = g->cards * MILLI,
                                      .swept = g->swept});
    }
}

void forecast(const struct forecast_deck *deck,
              const struct plan_rules *rules, const struct plan_pace *pace,
              const struct sm2_profile *profile, int today,
              struct plan_day *days, size_t ndays)
{
    struct play p = {.rules = rules,
                     .pace = pace,
                     .profile = profile,
                     .counts = deck->counts};

    assert(ndays <= FORECAST_DAYS_MAX);
    take_groups(&p, deck);
    for (size_t i = 0; i < ndays; i++) {
        p.day = today + (int)i;
        days[i] = play_day(&p);
    }
    free(p.all.at);
    free(p.answered.at);
}

int forecast_clear_day(const struct plan_day *days, size_t ndays)
{
    for (size_t i = 0; i < ndays; i++)
        if (days[i].backlog == 0)
            return i == 0 ? 0 : days[i].day;
    return ndays > 0 ? -1 : 0;
}
