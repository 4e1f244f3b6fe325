/* A deck in memory, a simulated student, and the days as the plan has them.
 */
#include "sched/plan.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "learner.h"
#include "sched/forecast.h"

enum { TODAY = 20000, CARDS_MAX = 2000, ANSWER_MS = 7000 };

/* --- rules of one day --------------------------------------------------- */

static const struct plan_pace usual = {.pass_permille = 900,
                                       .drill_permille = 100,
                                       .first_drill_permille = 300,
                                       .again_ms = 8000,
                                       .first_ms = 15000};

static const struct day_case {
    const char *name;
    struct plan_rules rules;
    struct plan_counts counts;
    int due, sweep, fresh, allowance, days_left;
    int64_t backlog;
    bool paused;
} day_cases[] = {
    {"an ordinary day",
     {20, 200, 0},
     {.unseen = 90, .due = 50},
     50,
     0,
     20,
     20,
     -1,
     0,
     false},
    {"later that day",
     {20, 200, 0},
     {.unseen = 78, .due = 10, .new_today = 12, .reviews_today = 40},
     10,
     0,
     8,
     20,
     -1,
     0,
     false},
    {"over the limit new cards pause",
     {20, 200, 0},
     {.unseen = 90, .due = 201},
     200,
     0,
     0,
     20,
     -1,
     1,
     true},
    {"the limit is done",
     {20, 200, 0},
     {.unseen = 90, .due = 300, .reviews_today = 200},
     0,
     0,
     0,
     20,
     -1,
     300,
     true},
    {"few are left", {20, 200, 0}, {.unseen = 3}, 0, 0, 3, 20, -1, 0, false},
    {"the limit was lowered during the day",
     {5, 200, 0},
     {.unseen = 30, .new_today = 9},
     0,
     0,
     0,
     5,
     -1,
     0,
     false},
    {"exam in ten days",
     {20, 200, TODAY + 10},
     {.unseen = 300},
     0,
     0,
     43,
     43,
     10,
     0,
     false},
    {"exam in ten days, some done",
     {20, 200, TODAY + 10},
     {.unseen = 290, .new_today = 10},
     0,
     0,
     33,
     43,
     10,
     0,
     false},
    {"before an exam new cards don't pause",
     {20, 200, TODAY + 10},
     {.unseen = 70, .due = 250},
     200,
     0,
     10,
     10,
     10,
     50,
     false},
    {"four days left: all the rest",
     {20, 200, TODAY + 4},
     {.unseen = 31},
     0,
     0,
     31,
     31,
     4,
     0,
     false},
    {"the day to spare",
     {20, 200, TODAY + 3},
     {.due = 20},
     20,
     0,
     0,
     0,
     3,
     0,
     false},
    {"late starters share what days there are",
     {20, 200, TODAY + 3},
     {.unseen = 30},
     0,
     0,
     10,
     10,
     3,
     0,
     false},
    {"the sweep begins: half of all",
     {20, 200, TODAY + 2},
     {.due = 40, .unswept = 301},
     40,
     111,
     0,
     0,
     2,
     0,
     false},
    {"later on the first sweep day",
     {20, 200, TODAY + 2},
     {.due = 10, .unswept = 201, .swept = 100},
     10,
     41,
     0,
     0,
     2,
     0,
     false},
    {"more due than half",
     {20, 200, TODAY + 2},
     {.due = 240, .unswept = 300},
     240,
     0,
     0,
     0,
     2,
     0,
     false},
    {"the last day: what is left",
     {20, 200, TODAY + 1},
     {.due = 60, .due_swept = 20, .unswept = 150, .swept = 150},
     60,
     110,
     0,
     0,
     1,
     0,
     false},
    {"swept all",
     {20, 200, TODAY + 1},
     {.swept = 300},
     0,
     0,
     0,
     0,
     1,
     0,
     false},
    {"the day of the exam",
     {20, 200, TODAY},
     {.unseen = 40, .due = 60},
     60,
     0,
     20,
     20,
     0,
     0,
     false},
    {"after the exam",
     {20, 200, TODAY - 1},
     {.unseen = 40, .due = 60},
     60,
     0,
     20,
     20,
     -1,
     0,
     false},
};

static void a_day_holds(void **state)
{
    const struct day_case *c = *state;
    struct plan p = plan_today(&c->rules, &c->counts, &usual, TODAY);

    assert_int_equal(p.left.due, c->due);
    assert_int_equal(p.left.sweep, c->sweep);
    assert_int_equal(p.left.fresh, c->fresh);
    assert_int_equal(p.left.backlog, c->backlog);
    assert_int_equal(p.new_allowance, c->allowance);
    assert_int_equal(p.exam_days_left, c->days_left);
    assert_int_equal(p.new_paused, c->paused);
}

static void minutes_count_every_showing(void **state)
{
    struct plan_rules rules = {20, 200, 0};
    struct plan_counts counts = {.unseen = 90, .due = 80, .drill = 5};
    struct plan p = plan_today(&rules, &counts, &usual, TODAY);

    (void)state;
    assert_int_equal(p.left.drill, 5 + 8 + 6); /* of 80 and 20 */
    /* (80 + 19) * 8 s + 20 * 15 s = 1092 s */
    assert_int_equal(p.left.minutes, 19);

    counts = (struct plan_counts){0};
    p = plan_today(&rules, &counts, &usual, TODAY);
    assert_int_equal(p.left.minutes, 0);
}

static void pace_is_the_usual_until_the_log_says_more(void **state)
{
    struct plan_log none = {0};
    struct plan_log busy = {.reviews = 10000,
                            .passed = 8000,
                            .firsts = 1000,
                            .review_again = 3000,
                            .first_again = 400,
                            .drills = 6800,
                            .again_ms = 16800 * (int64_t)5000,
                            .first_ms = 1000 * (int64_t)30000};
    struct plan_pace p = plan_pace(&none);

    (void)state;
    assert_int_equal(p.pass_permille, 900);
    assert_int_equal(p.drill_permille, 126);
    assert_int_equal(p.first_drill_permille, 262);
    assert_int_equal(p.again_ms, 8000);
    assert_int_equal(p.first_ms, 15000);
    p = plan_pace(&busy);
    assert_in_range(p.pass_permille, 799, 801);
    assert_in_range(p.drill_permille, 580, 600);
    assert_in_range(p.first_drill_permille, 750, 800);
    assert_in_range(p.again_ms, 4990, 5020);
    assert_in_range(p.first_ms, 29000, 30000);
}

/* --- a deck in memory --------------------------------------------------- */

struct world {
    struct sm2 card[CARDS_MAX];
    struct memory memory[CARDS_MAX];
    int ncards, notes; /* card i is of note i % notes */
    struct plan_rules rules;
    const struct sm2_profile *profile;
    struct rng rng;
    struct plan_log log;
    int day;
    /* of the day */
    int showings, new_today, reviews_today;
    bool note_seen[CARDS_MAX];
};

static bool world_is_swept(const struct world *w, int i)
{
    return w->card[i].seen >= plan_sweep_day(&w->rules);
}

static bool world_is_drill(const struct world *w, int i)
{
    return w->card[i].drill && w->card[i].last == w->day;
}

static struct plan_counts world_counts(const struct world *w)
{
    struct plan_counts c = {.new_today = w->new_today,
                            .reviews_today = w->reviews_today};

    for (int i = 0; i < w->ncards; i++) {
        bool seen = sm2_seen(w->card[i]);
        bool due = seen && w->card[i].due <= w->day;

        c.unseen += !seen;
        c.due += due;
        c.drill += world_is_drill(w, i);
        if (!plan_sweeping(&w->rules, w->day))
            continue;
        c.unswept += seen && !world_is_swept(w, i);
        c.swept += world_is_swept(w, i);
        c.due_swept += due && world_is_swept(w, i);
    }
    return c;
}

static struct plan world_plan(const struct world *w)
{
    struct plan_counts counts = world_counts(w);
    struct plan_pace pace = plan_pace(&w->log);

    return plan_today(&w->rules, &counts, &pace, w->day);
}

static void world_forecast(const struct world *w, struct plan_day *days,
                           size_t ndays)
{
    static struct forecast_group groups[CARDS_MAX];
    struct forecast_deck deck = {.groups = groups, .counts = world_counts(w)};
    struct plan_pace pace = plan_pace(&w->log);

    for (int i = 0; i < w->ncards; i++)
        if (sm2_seen(w->card[i]))
            groups[deck.ngroups++] = (struct forecast_group){
                .n = w->card[i].n,
                .ease = w->card[i].ease,
                .interval = w->card[i].interval,
                .due = w->card[i].due,
                .swept =
                    plan_sweeping(&w->rules, w->day) && world_is_swept(w, i),
                .cards = 1};
    forecast(&deck, &w->rules, &pace, w->profile, w->day, days, ndays);
}

static enum candidate_kind world_kind(const struct world *w, int i)
{
    if (!sm2_seen(w->card[i]))
        return CANDIDATE_NEW;
    if (world_is_drill(w, i))
        return CANDIDATE_DRILL;
    return w->card[i].due <= w->day ? CANDIDATE_DUE : CANDIDATE_SWEEP;
}

static size_t world_candidates(const struct world *w, struct candidate *at)
{
    size_t n = 0;

    for (int i = 0; i < w->ncards; i++) {
        enum candidate_kind kind = world_kind(w, i);

        if (kind == CANDIDATE_SWEEP &&
            (!plan_sweeping(&w->rules, w->day) || world_is_swept(w, i)))
            continue;
        at[n++] =
            (struct candidate){.card = i,
                               .note = i % w->notes,
                               .kind = kind,
                               .due_day = w->card[i].due,
                               .interval_days = w->card[i].interval,
                               .sibling_seen = w->note_seen[i % w->notes]};
    }
    return n;
}

static void world_answer(struct world *w, int i)
{
    bool fresh = !sm2_seen(w->card[i]);
    int grade = learner_answer(&w->memory[i], w->day, &w->rng);
    enum sm2_effect effect;

    w->card[i] = sm2_answer(w->card[i], grade, w->day, w->profile, &effect);
    w->showings++;
    w->note_seen[i % w->notes] = true;
    w->new_today += fresh;
    w->reviews_today += effect == SM2_COUNTED && !fresh;
    w->log.firsts += fresh;
    w->log.reviews += effect == SM2_COUNTED && !fresh;
    w->log.first_again += fresh && grade < 4;
    w->log.review_again += effect == SM2_COUNTED && !fresh && grade < 4;
    w->log.passed += effect == SM2_COUNTED && !fresh && grade >= SM2_PASS;
    w->log.drills += effect == SM2_DRILLED;
    *(fresh ? &w->log.first_ms : &w->log.again_ms) += ANSWER_MS;
}

/* One sitting of at most `most` cards; returns how many came. */
static size_t world_sit(struct world *w, size_t most)
{
    static struct candidate at[CARDS_MAX];
    struct plan plan = world_plan(w);
    struct queue_rules rules = plan_queue(&plan);
    size_t n = queue_order(at, world_candidates(w, at), &rules);

    n = n < most ? n : most;
    for (size_t i = 0; i < n; i++)
        world_answer(w, (int)at[i].card);
    return n;
}

static void world_dawn(struct world *w)
{
    w->day++;
    w->showings = w->new_today = w->reviews_today = 0;
    memset(w->note_seen, 0, sizeof w->note_seen);
}

static struct world *world_new(int cards, int notes, struct plan_rules rules,
                               uint64_t seed)
{
    static struct world w;

    w = (struct world){.ncards = cards,
                       .notes = notes,
                       .rules = rules,
                       .profile = &sm2_profiles[0],
                       .rng = rng_new(seed),
                       .day = TODAY};
    for (int i = 0; i < cards; i++)
        w.card[i] = sm2_new();
    return &w;
}

/* --- before an exam ----------------------------------------------------- */

/* How often a day was not as planned. */
struct misses {
    int days, morning, ahead; /* more than 15 % off: today's plan, the first
                                 day's forecast */
};

static int planned(const struct plan_day *d)
{
    return d->due + d->sweep + d->fresh + d->drill;
}

static bool is_off(const struct plan_day *plan, int came)
{
    return abs(planned(plan) - came) * 100 > 15 * came;
}

/* 300 cards, an exam in ten days, sittings of so many cards. */
static void study_for_the_exam(uint64_t seed, int notes, size_t sitting,
                               struct misses *misses)
{
    struct plan_rules rules = {20, 200, TODAY + 10};
    struct world *w = world_new(300, notes, rules, seed);
    struct plan_day ahead[10];

    world_forecast(w, ahead, 10);
    for (int i = 0; i < 10; i++) {
        struct plan morning = world_plan(w);

        while (world_sit(w, sitting) > 0)
            ;
        misses->days++;
        misses->morning += is_off(&morning.left, w->showings);
        misses->ahead += is_off(&ahead[i], w->showings);
        if (morning.exam_days_left == 4)
            assert_int_equal(world_counts(w).unseen, 0);
        world_dawn(w);
    }
    for (int i = 0; i < 300; i++)
        assert_true(world_is_swept(w, i));
}

static void ten_days_to_an_exam_go_as_planned(void **state)
{
    struct misses misses = {0};

    (void)state;
    study_for_the_exam(1, 300, SIZE_MAX, &misses);
    assert_int_equal(misses.days, 10);
    assert_int_equal(misses.morning, 0);
    assert_int_equal(misses.ahead, 0);
}

/* Chance has its say: one day in two hundred may be off. */
static void so_do_a_hundred_terms_in_any_sittings_and_with_siblings(void **s)
{
    struct misses misses = {0};

    (void)s;
    for (uint64_t seed = 0; seed < 50; seed++) {
        study_for_the_exam(seed, 300, 50, &misses);
        study_for_the_exam(seed, 100, 30, &misses);
    }
    assert_int_equal(misses.days, 1000);
    assert_in_range(misses.morning, 0, 5);
    assert_in_range(misses.ahead, 0, 5);
}

static void only_close_to_an_exam_siblings_share_a_day(void **state)
{
    struct plan_rules with = {20, 200, TODAY + 1}, without = {20, 200, 0};
    struct plan_counts counts = {.unseen = 5, .due = 9};
    struct plan a = plan_today(&with, &counts, &usual, TODAY);
    struct plan b = plan_today(&without, &counts, &usual, TODAY);

    (void)state;
    assert_true(plan_queue(&a).siblings);
    assert_false(plan_queue(&b).siblings);
    assert_int_equal(plan_sweep_day(&without), INT_MAX);
    assert_false(plan_sweeping(&without, TODAY));
}

/* --- a term without an exam --------------------------------------------- */

static void no_note_comes_twice_a_day_in_a_whole_term(void **state)
{
    struct plan_rules rules = {30, 60, 0};
    struct world *w = world_new(600, 150, rules, 3);

    (void)state;
    for (int day = 0; day < 120; day++) {
        bool came[CARDS_MAX] = {false};

        while (world_sit(w, 25) > 0)
            ;
        for (int i = 0; i < w->ncards; i++)
            if (w->card[i].seen == w->day) {
                assert_false(came[i % w->notes]);
                came[i % w->notes] = true;
            }
        assert_in_range(w->new_today, 0, 30);
        assert_in_range(w->reviews_today, 0, 60);
        world_dawn(w);
    }
    assert_int_equal(world_counts(w).unseen, 0);
}

/* Everything is overdue after a holiday of a hundred days. */
static struct world *after_a_holiday(void)
{
    struct plan_rules rules = {20, 80, 0};
    struct world *w = world_new(800, 800, rules, 4);

    for (int i = 0; i < 600; i++) {
        w->card[i] = sm2_repeat(sm2_new(), 4, TODAY - 300, w->profile);
        while (w->card[i].due < TODAY - 100 + i % 90)
            w->card[i] =
                sm2_repeat(w->card[i], 4, w->card[i].due, w->profile);
        w->memory[i] = (struct memory){
            .stability = w->card[i].interval,
            .difficulty = 5,
            .day = w->card[i].last,
        };
        if (w->card[i].due > TODAY)
            w->card[i].due = TODAY;
    }
    return w;
}

static void a_backlog_is_clear_on_the_day_that_was_forecast(void **state)
{
    struct world *w = after_a_holiday();
    struct plan_day days[60];
    int clear;

    (void)state;
    /* given a student who remembers 86 % */
    w->log = (struct plan_log){
        .reviews = 4000, .passed = 3440, .review_again = 800, .drills = 800};
    world_forecast(w, days, COUNT(days));
    clear = forecast_clear_day(days, COUNT(days));
    assert_int_equal(days[0].backlog, 520);
    assert_int_equal(days[0].fresh, 0);
    assert_true(clear > TODAY + 7);

    /* then new cards wait, and come again that day, give or take two */
    while (world_counts(w).due > w->rules.reviews_per_day) {
        assert_int_equal(world_plan(w).new_paused, true);
        while (world_sit(w, 40) > 0)
            ;
        assert_int_equal(w->reviews_today, 80);
        assert_int_equal(w->new_today, 0);
        world_dawn(w);
    }
    assert_in_range(w->day, clear - 2, clear + 2);
    assert_int_equal(world_plan(w).left.fresh, 20);
}

static void a_backlog_that_grows_is_never_clear(void **state)
{
    const struct forecast_group group = {
        .n = 1, .ease = 250, .interval = 1, .due = TODAY, .cards = 500};
    struct forecast_deck deck = {.groups = &group, .ngroups = 1};
    struct plan_rules rules = {20, 10, 0};
    struct plan_pace poor = {.pass_permille = 300};
    struct plan_day days[FORECAST_DAYS_MAX];

    (void)state;
    forecast(&deck, &rules, &poor, &sm2_profiles[0], TODAY, days,
             COUNT(days));
    assert_true(days[COUNT(days) - 1].backlog > 0);
    assert_int_equal(forecast_clear_day(days, COUNT(days)), -1);
    assert_int_equal(forecast_clear_day(days, 0), 0);
}

/* --- the forecast against playing every card ---------------------------- */

static void if_all_is_known_the_forecast_is_exact(void **state)
{
    struct plan_rules rules = {7, INT_MAX, 0};
    struct world *w = world_new(200, 200, rules, 5);
    struct plan_day days[90];
    struct plan_pace sure = {.pass_permille = 1000};
    struct forecast_deck deck = {.counts = {.unseen = 200}};

    (void)state;
    forecast(&deck, &rules, &sure, w->profile, TODAY, days, COUNT(days));
    for (size_t d = 0; d < COUNT(days); d++) {
        int due = 0, fresh = 0;

        for (int i = 0; i < w->ncards; i++) {
            bool is_new = !sm2_seen(w->card[i]);

            if (is_new ? fresh == rules.new_per_day
                       : w->card[i].due > TODAY + (int)d)
                continue;
            *(is_new ? &fresh : &due) += 1;
            w->card[i] =
                sm2_repeat(w->card[i], 4, TODAY + (int)d, w->profile);
        }
        assert_int_equal(days[d].day, TODAY + (int)d);
        assert_int_equal(days[d].due, due);
        assert_int_equal(days[d].fresh, fresh);
        assert_int_equal(days[d].drill, 0);
        assert_int_equal(days[d].backlog, 0);
    }
    assert_int_equal(forecast_clear_day(days, COUNT(days)), 0);
}

static void a_forecast_begun_in_the_sweep_knows_what_is_swept(void **state)
{
    const struct forecast_group groups[] = {
        {.n = 3, .ease = 250, .interval = 15, .due = TODAY + 9, .cards = 100},
        {.n = 2,
         .ease = 250,
         .interval = 6,
         .due = TODAY + 1,
         .cards = 40,
         .swept = true},
        {.n = 2, .ease = 250, .interval = 6, .due = TODAY, .cards = 20},
    };
    struct forecast_deck deck = {.groups = groups, .ngroups = COUNT(groups)};
    struct plan_rules rules = {20, 10, TODAY + 2};
    struct plan_pace sure = {.pass_permille = 1000};
    struct plan_day days[3];

    (void)state;
    forecast(&deck, &rules, &sure, &sm2_profiles[0], TODAY, days, 3);
    assert_int_equal(days[0].due, 20);
    assert_int_equal(days[0].sweep, 20); /* 80 of 160, 40 + 20 of them done */
    assert_int_equal(days[1].due, 40);
    assert_int_equal(days[1].sweep, 80);
    assert_int_equal(days[2].due + days[2].sweep, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minutes_count_every_showing),
        cmocka_unit_test(pace_is_the_usual_until_the_log_says_more),
        cmocka_unit_test(ten_days_to_an_exam_go_as_planned),
        cmocka_unit_test(
            so_do_a_hundred_terms_in_any_sittings_and_with_siblings),
        cmocka_unit_test(only_close_to_an_exam_siblings_share_a_day),
        cmocka_unit_test(no_note_comes_twice_a_day_in_a_whole_term),
        cmocka_unit_test(a_backlog_is_clear_on_the_day_that_was_forecast),
        cmocka_unit_test(a_backlog_that_grows_is_never_clear),
        cmocka_unit_test(if_all_is_known_the_forecast_is_exact),
        cmocka_unit_test(a_forecast_begun_in_the_sweep_knows_what_is_swept),
    };
    return RUN_CASES(day_cases, a_day_holds) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
