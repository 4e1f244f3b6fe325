#include "deck/queue.h"

#include <limits.h>

#include "deck/pick.h"
#include "sched/forecast.h"

enum {
    COMING_DAYS = 100, /* how far a backlog is followed */
    TYPICAL_N = 3,     /* and what its cards are taken for */
    TYPICAL_INTERVAL = 20,
    AHEAD_MAX = 1000,
};

/* All that a day's queue is made from. */
struct day {
    struct deck_settings settings;
    struct plan_rules rules;
    struct plan_counts counts;
    struct plan_pace pace;
    struct plan plan;
    int today, sweep_day; /* 0 outside the sweep */
};

/* Before an exam the plan needs to know how many there are; otherwise only
 * whether there are enough. */
static struct pick_most counted_to(const struct day *d)
{
    if (d->rules.exam_day > d->today)
        return (struct pick_most){PICK_EXAM_MAX, PICK_EXAM_MAX};
    return (struct pick_most){d->rules.new_per_day + 1, PICK_COUNT_MAX};
}

static int read_day(struct deck *deck, const struct select *select,
                    struct moment now, struct day *out, struct err *err)
{
    struct day d = {.today = deck_today(deck, now)};
    struct pick_most most;
    struct plan_log log;

    if (deck_settings(deck, &d.settings, err) < 0)
        return -1;
    d.rules = (struct plan_rules){
        .new_per_day = d.settings.new_per_day,
        .reviews_per_day = d.settings.reviews_per_day,
        .exam_day = d.settings.exam_day,
    };
    if (plan_sweeping(&d.rules, d.today))
        d.sweep_day = plan_sweep_day(&d.rules);
    most = counted_to(&d);
    if (pick_counts(deck, select, d.today, d.sweep_day, &most, &d.counts,
                    err) < 0 ||
        pick_log(deck, &log, err) < 0)
        return -1;
    d.pace = plan_pace(&log);
    d.plan = plan_today(&d.rules, &d.counts, &d.pace, d.today);
    *out = d;
    return 0;
}

/* --- the backlog's end -------------------------------------------------- */

/* Followed with one state for all cards: which day it will be is a rough
 * thing anyway, and a deck of a million cards must not be read for it. */
static int clear_day(struct deck *deck, const struct day *d, int *out,
                     struct err *err)
{
    struct forecast_group groups[COMING_DAYS + 1];
    struct plan_day days[COMING_DAYS];
    int64_t coming[COMING_DAYS] = {0};

    *out = 0;
    if (d->counts.due >= PICK_COUNT_MAX)
        return 0; /* too many to be counted */
    if (pick_coming(deck, d->today, coming, COMING_DAYS, err) < 0)
        return -1;
    for (int i = 0; i <= COMING_DAYS; i++)
        groups[i] = (struct forecast_group){
            .n = TYPICAL_N,
            .ease = SM2_EASE_START,
            .interval = TYPICAL_INTERVAL,
            .due = d->today + i,
            .cards = i == 0 ? d->counts.due : coming[i - 1],
        };
    forecast(&(struct forecast_deck){groups, COMING_DAYS + 1, d->counts},
             &d->rules, &d->pace, d->settings.profile, d->today, days,
             COMING_DAYS);
    *out = forecast_clear_day(days, COMING_DAYS);
    return 0;
}

static int report(struct deck *deck, const struct day *d,
                  struct queue_counts *out, struct err *err)
{
    struct queue_counts c = {
        .due = d->plan.left.due + d->plan.left.sweep,
        .drill = (int)d->counts.drill,
        .fresh = d->plan.left.fresh,
        .backlog = (int)d->plan.left.backlog,
        .done_today = d->counts.new_today + d->counts.reviews_today,
        .new_today = d->counts.new_today,
        .new_allowance = d->plan.new_allowance,
        .exam_days_left = d->plan.exam_days_left,
        .minutes = d->plan.left.minutes,
    };

    if (c.backlog > 0 && clear_day(deck, d, &c.backlog_clear_day, err) < 0)
        return -1;
    if (c.backlog_clear_day < 0)
        c.backlog_clear_day = 0;
    *out = c;
    return 0;
}

int deck_queue_counts(struct deck *deck, const struct queue_options *options,
                      struct moment now, struct queue_counts *counts,
                      struct err *err)
{
    struct select select;
    struct day day;
    int rc;

    if (select_prepare(deck, &options->selection, &select, err) < 0)
        return -1;
    rc = read_day(deck, &select, now, &day, err);
    select_release(&select);
    return rc < 0 ? -1 : report(deck, &day, counts, err);
}

/* --- the queue ---------------------------------------------------------- */

static int pick_today(struct deck *deck, const struct select *select,
                      const struct day *d, const struct queue_rules *rules,
                      struct picked *out, struct err *err)
{
    static const struct {
        enum candidate_kind kind;
        bool sweep_only;
    } kinds[] = {
        {CANDIDATE_DRILL, false},
        {CANDIDATE_DUE, false},
        {CANDIDATE_SWEEP, true},
        {CANDIDATE_NEW, false},
    };
    int fresh =
        rules->new_limit > PICK_DUE_MAX ? PICK_DUE_MAX : rules->new_limit;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        int max = kinds[i].kind == CANDIDATE_NEW ? 4 * fresh
                  : d->sweep_day > 0             ? PICK_EXAM_MAX
                                                 : PICK_DUE_MAX;

        if (kinds[i].sweep_only && d->sweep_day == 0)
            continue;
        if (pick_add(deck, select, kinds[i].kind, d->today, d->sweep_day, max,
                     out, err) < 0)
            return -1;
    }
    return 0;
}

static int pick(struct deck *deck, const struct queue_options *options,
                const struct select *select, const struct day *d,
                struct queue_rules *rules, struct picked *out,
                struct err *err)
{
    if (options->mode == QUEUE_CRAM) {
        *rules = (struct queue_rules){
            .today = d->today,
            .due_limit = INT_MAX,
            .siblings = true,
        };
        return pick_all(deck, select, d->today, out, err);
    }
    *rules = plan_queue(&d->plan);
    if (pick_today(deck, select, d, rules, out, err) < 0)
        return -1;
    if (options->mode == QUEUE_AHEAD) {
        rules->ahead_limit = d->settings.reviews_per_day;
        if (pick_add(deck, select, CANDIDATE_AHEAD, d->today, 0, AHEAD_MAX,
                     out, err) < 0)
            return -1;
    }
    return pick_siblings(deck, d->today, out, err);
}

/* The counts of what is really shown: siblings and a limit make it fewer
 * than planned, --ahead and --cram more. */
static void count_shown(const struct picked *p, size_t shown,
                        const struct plan_pace *pace,
                        struct queue_counts *counts)
{
    struct plan_day day = {0};

    counts->due = counts->drill = counts->fresh = 0;
    for (size_t i = 0; i < shown; i++) {
        enum candidate_kind kind = p->at[i].kind;

        counts->drill += kind == CANDIDATE_DRILL;
        counts->fresh += kind == CANDIDATE_NEW;
        counts->due += kind != CANDIDATE_DRILL && kind != CANDIDATE_NEW;
    }
    day.due = counts->due;
    day.fresh = counts->fresh;
    plan_reckon(&day, counts->drill, pace);
    counts->minutes = day.minutes;
}

int deck_queue(struct deck *deck, const struct queue_options *options,
               struct moment now, int64_t **cards, size_t *ncards,
               struct queue_counts *counts, struct arena *arena,
               struct err *err)
{
    struct picked p = {0};
    struct queue_rules rules;
    struct queue_counts c;
    struct select select;
    struct day d;
    size_t shown;
    int rc = -1;

    if (select_prepare(deck, &options->selection, &select, err) < 0)
        return -1;
    if (read_day(deck, &select, now, &d, err) < 0 ||
        report(deck, &d, &c, err) < 0 ||
        pick(deck, options, &select, &d, &rules, &p, err) < 0)
        goto done;
    rules.most = options->limit;
    shown = queue_order(p.at, p.n, &rules);
    count_shown(&p, shown, &d.pace, &c);
    *cards = arena_new_array(arena, shown, sizeof **cards);
    for (size_t i = 0; i < shown; i++)
        (*cards)[i] = p.at[i].card;
    *ncards = shown;
    if (counts != NULL)
        *counts = c;
    rc = 0;
done:
    picked_release(&p);
    select_release(&select);
    return rc;
}
