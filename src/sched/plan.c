#include "sched/plan.h"

#include <limits.h>

/* What is usual, worth as much as this many answers of the log. */
enum {
    USUAL_ANSWERS = 50,
    USUAL_PASS = 900, /* permille, as the next three */
    USUAL_AGAIN = 120,
    USUAL_FIRST_AGAIN = 250,
    USUAL_DRILLS = 1050, /* until a card that comes again is known */
    USUAL_AGAIN_MS = 8000,
    USUAL_FIRST_MS = 15000,
    DRILL_MAX = 5000, /* permille: five times more is no forecast but noise */
    ANSWER_MS_MAX = 600000,
};

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int to_int(int64_t n)
{
    return (int)most(0, least(n, INT_MAX));
}

static int64_t ceil_div(int64_t a, int64_t b)
{
    return a > 0 ? (a - 1) / b + 1 : 0;
}

/* --- the exam ----------------------------------------------------------- */

int plan_sweep_day(const struct plan_rules *rules)
{
    return rules->exam_day != 0 ? rules->exam_day - PLAN_SWEEP_DAYS : INT_MAX;
}

bool plan_sweeping(const struct plan_rules *rules, int today)
{
    return today >= plan_sweep_day(rules) && today < rules->exam_day;
}

/* New cards a day, first seen today included, for an exam `days_left` (> 0)
 * away with `unseen` cards unseen this morning. */
static int exam_allowance(int64_t unseen, int days_left)
{
    int days =
        days_left > PLAN_SPARE_DAYS ? days_left - PLAN_SPARE_DAYS : days_left;

    return to_int(ceil_div(unseen, days));
}

static int exam_days_left(const struct plan_rules *rules, int today)
{
    if (rules->exam_day == 0 || today > rules->exam_day)
        return -1;
    return rules->exam_day - today;
}

/* Cards to be swept today besides the due ones: up to half of them all on the
 * first day, what is left on the last. */
static int64_t sweep_left(const struct plan_counts *c, int days_left)
{
    int64_t due_unswept = most(0, c->due - c->due_swept);
    int64_t share = c->unswept;

    if (days_left == PLAN_SWEEP_DAYS)
        share = ceil_div(c->unswept + c->swept, 2) - c->swept;
    share = least(share, c->unswept);
    return most(0, share - due_unswept);
}

/* --- pace --------------------------------------------------------------- */

/* sum / n, drawn towards `usual` while n is small. */
static int64_t shrunk(int64_t sum, int64_t n, int64_t usual)
{
    return (sum + usual * USUAL_ANSWERS) / (n + USUAL_ANSWERS);
}

static int answer_ms(int64_t ms, int64_t n, int usual)
{
    return to_int(least(shrunk(ms, n, usual), ANSWER_MS_MAX));
}

struct plan_pace plan_pace(const struct plan_log *log)
{
    int64_t came_again = log->review_again + log->first_again;
    int64_t pass = shrunk(1000 * log->passed, log->reviews, USUAL_PASS);
    int64_t again =
        shrunk(1000 * log->review_again, log->reviews, USUAL_AGAIN);
    int64_t first =
        shrunk(1000 * log->first_again, log->firsts, USUAL_FIRST_AGAIN);
    int64_t drills = shrunk(1000 * log->drills, came_again, USUAL_DRILLS);

    drills = least(drills, DRILL_MAX);
    return (struct plan_pace){
        .pass_permille = to_int(least(pass, 1000)),
        .drill_permille = to_int(least(again, 1000) * drills / 1000),
        .first_drill_permille = to_int(least(first, 1000) * drills / 1000),
        .again_ms = answer_ms(log->again_ms, log->reviews + log->drills,
                              USUAL_AGAIN_MS),
        .first_ms = answer_ms(log->first_ms, log->firsts, USUAL_FIRST_MS),
    };
}

/* --- today -------------------------------------------------------------- */

/* Showings again on the same day. A swept card that is known was not due and
 * makes no drill, however hard it was. */
static int64_t drills(const struct plan_day *d, int64_t waiting,
                      const struct plan_pace *pace)
{
    int64_t milli = (int64_t)d->due * pace->drill_permille +
                    (int64_t)d->fresh * pace->first_drill_permille +
                    (int64_t)d->sweep * (1000 - pace->pass_permille);

    return waiting + (milli + 500) / 1000;
}

static int64_t minutes(const struct plan_day *d, const struct plan_pace *pace)
{
    int64_t again = (int64_t)d->due + d->sweep + d->drill;

    return ceil_div(
        again * pace->again_ms + (int64_t)d->fresh * pace->first_ms, 60000);
}

void plan_reckon(struct plan_day *day, int64_t waiting,
                 const struct plan_pace *pace)
{
    day->drill = to_int(drills(day, waiting, pace));
    day->minutes = to_int(minutes(day, pace));
}

struct plan plan_today(const struct plan_rules *rules,
                       const struct plan_counts *counts,
                       const struct plan_pace *pace, int today)
{
    struct plan p = {.exam_days_left = exam_days_left(rules, today),
                     .new_allowance = rules->new_per_day,
                     .left = {.day = today}};
    int64_t room =
        most(0, (int64_t)rules->reviews_per_day - counts->reviews_today);
    bool exam = p.exam_days_left > 0;

    if (exam)
        p.new_allowance = exam_allowance(counts->unseen + counts->new_today,
                                         p.exam_days_left);
    if (plan_sweeping(rules, today)) {
        room = counts->due;
        p.left.sweep = to_int(sweep_left(counts, p.exam_days_left));
    }
    p.left.due = to_int(least(counts->due, room));
    p.left.backlog = counts->due - p.left.due;
    p.new_paused = !exam && p.left.backlog > 0;
    if (!p.new_paused)
        p.left.fresh = to_int(least(counts->unseen, (int64_t)p.new_allowance -
                                                        counts->new_today));
    plan_reckon(&p.left, counts->drill, pace);
    return p;
}

struct queue_rules plan_queue(const struct plan *plan)
{
    const struct plan_day *left = &plan->left;
    bool exam = plan->exam_days_left > 0;

    return (struct queue_rules){
        .today = left->day,
        .due_limit = left->due,
        .sweep_limit = left->sweep,
        .new_limit = left->fresh,
        .new_must = exam ? left->fresh : 0,
        .siblings = exam && plan->exam_days_left <= PLAN_SPARE_DAYS,
    };
}
