/* The vectors were worked out apart from this program, in exact rational
 * arithmetic. Columns that record what other programs say (npm_*) are kept in
 * the files as they came and not compared. */
#include "sched/sm2.h"

#include "base/rng.h"
#include "check.h"
#include "rows.h"
#include "sched/day.h"

enum { TODAY = 20000 };

static void expect_row(const struct rows *rows, struct sm2 card,
                       const char *n, const char *ease, const char *interval)
{
    if (card.n != rows_number(rows, n) ||
        card.ease != rows_number(rows, ease) ||
        card.interval != rows_number(rows, interval))
        fail_msg("line %zu: n %d, ease %d, interval %d", rows->line, card.n,
                 card.ease, card.interval);
}

/* Plays one profile through sm2_sequences.csv; returns the rows compared. */
static int play_sequences(const char *profile, const char *n,
                          const char *ease, const char *interval)
{
    const struct sm2_profile *p = sm2_profile_find(slice_from(profile));
    struct sm2 card = sm2_new();
    struct rows rows;
    int compared = 0;

    rows_open(&rows, "tests/vectors/sm2_sequences.csv");
    while (rows_next(&rows)) {
        if (rows_number(&rows, "step") == 0) {
            card = sm2_new();
            card.due = TODAY;
        }
        card = sm2_repeat(card, (int)rows_number(&rows, "q"), card.due, p);
        expect_row(&rows, card, n, ease, interval);
        compared++;
    }
    rows_close(&rows);
    return compared;
}

static void every_sequence_of_the_1990_text_holds(void **state)
{
    (void)state;
    assert_int_equal(
        play_sequences("sm2", "text_n", "text_EF100", "text_ivl"), 936);
}

static void every_sequence_of_the_delphi_code_holds(void **state)
{
    (void)state;
    assert_int_equal(play_sequences("sm2-delphi", "delphi_n", "delphi_EF100",
                                    "delphi_ivl"),
                     936);
}

static void every_combination_of_the_four_switches_holds(void **state)
{
    struct sm2 card = sm2_new();
    struct rows rows;
    int compared = 0;

    (void)state;
    rows_open(&rows, "tests/vectors/sm2_switches.csv");
    while (rows_next(&rows)) {
        struct sm2_profile p = {
            .old_ease = slice_is(rows_text(&rows, "ef_order"), "old"),
            .half_up = slice_is(rows_text(&rows, "rounding"), "half_up"),
            .ease_on_fail =
                slice_is(rows_text(&rows, "ef_on_fail"), "change"),
            .restart_at_0 =
                slice_is(rows_text(&rows, "after_fail"), "restart0"),
            .interval_max = SM2_INTERVAL_MAX,
        };

        if (rows_number(&rows, "step") == 0)
            card = sm2_new();
        card = sm2_repeat(card, (int)rows_number(&rows, "q"), TODAY, &p);
        expect_row(&rows, card, "n", "EF100", "ivl");
        compared++;
    }
    rows_close(&rows);
    assert_true(compared >= 16 * 10);
}

static void the_first_profile_is_the_text_and_unknown_names_are_none(void **s)
{
    (void)s;
    assert_ptr_equal(sm2_profile_find(SLICE("sm2")), &sm2_profiles[0]);
    assert_ptr_equal(sm2_profile_find(SLICE("sm2-delphi")), &sm2_profiles[1]);
    assert_null(sm2_profile_find(SLICE("sm17")));
    assert_int_equal(sm2_nprofiles, 2);
}

/* --- answers in their place in time ------------------------------------- */

/* Known on days 0, 1 and 7: due 15 days later. */
static struct sm2 well_known(void)
{
    const struct sm2_profile *p = &sm2_profiles[0];
    struct sm2 card = sm2_repeat(sm2_new(), 4, TODAY, p);

    card = sm2_repeat(card, 4, TODAY + 1, p);
    return sm2_repeat(card, 4, TODAY + 7, p);
}

static const struct answer_case {
    const char *name;
    int day, grade; /* days after TODAY */
    enum sm2_effect effect;
    int due, lapses, reps;
    bool drill;
} answer_cases[] = {
    {"due and known", 22, 4, SM2_COUNTED, 60, 0, 4, false},
    {"due and hard: again today", 22, 3, SM2_COUNTED, 58, 0, 4, true},
    {"due and forgotten", 22, 2, SM2_COUNTED, 23, 1, 4, true},
    {"overdue earns no credit", 99, 4, SM2_COUNTED, 137, 0, 4, false},
    {"early and known", 21, 5, SM2_EARLY, 22, 0, 3, false},
    {"early and hard", 21, 3, SM2_EARLY, 22, 0, 3, false},
    {"early and forgotten", 10, 0, SM2_LAPSED, 11, 1, 3, true},
    {"on the day of the last repetition", 7, 0, SM2_DRILLED, 22, 0, 3, false},
    {"the clock went back", 3, 1, SM2_DRILLED, 22, 0, 3, false},
};

static void an_answer_counts_by_its_place_in_time(void **state)
{
    const struct answer_case *c = *state;
    enum sm2_effect effect = SM2_NONE;
    struct sm2 card = sm2_answer(well_known(), c->grade, TODAY + c->day,
                                 &sm2_profiles[0], &effect);

    assert_int_equal(effect, c->effect);
    assert_int_equal(card.due, TODAY + c->due);
    assert_int_equal(card.lapses, c->lapses);
    assert_int_equal(card.reps, c->reps);
    assert_int_equal(card.drill, c->drill);
    assert_int_equal(card.seen, TODAY + (c->day < 7 ? 7 : c->day));
}

static void a_drill_lasts_until_known_well_or_the_day_ends(void **state)
{
    const struct sm2_profile *p = &sm2_profiles[0];
    struct sm2 card = sm2_answer(sm2_new(), 3, TODAY, p, NULL), after;

    (void)state;
    assert_true(sm2_due(card, TODAY));
    assert_false(sm2_due(well_known(), TODAY + 21));
    assert_true(sm2_due(well_known(), TODAY + 22));
    assert_false(sm2_due(sm2_new(), TODAY));

    /* when it is hard again, then it stays; known well, it goes */
    card = sm2_answer(card, 3, TODAY, p, NULL);
    assert_true(sm2_due(card, TODAY));
    after = sm2_answer(card, 4, TODAY, p, NULL);
    assert_false(sm2_due(after, TODAY));

    /* nothing but the drill has moved */
    after.drill = card.drill;
    assert_true(sm2_same(after, card));

    /* left alone, it dies at the end of the day: then the card waits */
    card.due = TODAY + 6;
    assert_false(sm2_due(card, TODAY + 1));
}

static void the_first_failure_ever_is_no_lapse(void **state)
{
    struct sm2 card = sm2_repeat(sm2_new(), 0, TODAY, &sm2_profiles[0]);

    (void)state;
    assert_int_equal(card.lapses, 0);
    assert_int_equal(card.failed, TODAY);
    assert_true(sm2_seen(card));
    assert_false(sm2_seen(sm2_new()));
}

static void the_8th_12th_and_16th_lapse_make_a_leech(void **state)
{
    struct sm2 card = sm2_repeat(sm2_new(), 4, TODAY, &sm2_profiles[0]);
    int leech[3], n = 0;

    (void)state;
    for (int i = 1; i <= 18; i++) {
        card = sm2_repeat(card, 1, TODAY + i, &sm2_profiles[0]);
        if (sm2_leech(card))
            leech[n++] = card.lapses;
    }
    assert_int_equal(n, 3);
    assert_int_equal(leech[0], 8);
    assert_int_equal(leech[1], 12);
    assert_int_equal(leech[2], 16);
}

/* --- whatever happens --------------------------------------------------- */

static void expect_sane(struct sm2 card)
{
    assert_in_range(card.interval, 1, SM2_INTERVAL_MAX);
    assert_true(card.ease >= SM2_EASE_MIN && card.ease % 2 == 0);
    assert_true(card.due > card.last);
    assert_true(card.seen >= card.last);
    assert_true(card.failed <= card.last);
}

static void random_lives_on_a_jumping_clock_stay_in_bounds(void **state)
{
    struct rng rng = rng_new(11);

    (void)state;
    for (int life = 0; life < 2000; life++) {
        const struct sm2_profile *p = &sm2_profiles[life % 2];
        struct sm2 card = sm2_new();
        int day = TODAY;

        for (int i = 0; i < 60; i++) {
            enum sm2_effect effect;
            struct sm2 before = card;

            day = rng_below(&rng, 3) == 0 && sm2_seen(card)
                      ? card.due
                      : day + (int)rng_between(&rng, -30, 90);
            card = sm2_answer(card, (int)rng_below(&rng, 6), day, p, &effect);
            expect_sane(card);
            if (effect == SM2_COUNTED || effect == SM2_LAPSED)
                assert_true(card.due > day);
            else
                assert_int_equal(card.due, before.due);
            assert_true(card.last >= before.last);
        }
    }
}

static void
intervals_stop_at_a_century_and_days_at_the_calendars_end(void **state)
{
    struct sm2 card = sm2_new();

    (void)state;
    card.due = TODAY;
    for (int i = 0; i < 100000; i++)
        card = sm2_repeat(card, 5, card.due, &sm2_profiles[0]);
    assert_int_equal(card.interval, SM2_INTERVAL_MAX);
    assert_int_equal(card.ease, 250 + 10 * 100000);
    assert_int_equal(card.due, DAY_MAX);
}

static void a_strangers_state_is_bent_into_bounds(void **state)
{
    struct sm2 wild = {.n = -1,
                       .ease = 0,
                       .interval = 1 << 30,
                       .due = INT32_MAX,
                       .last = -77,
                       .seen = INT32_MIN,
                       .failed = INT32_MAX,
                       .lapses = INT32_MAX,
                       .reps = -5};
    struct sm2 card = sm2_clamp(wild), good = well_known(), same;

    (void)state;
    assert_int_equal(card.n, 0);
    assert_int_equal(card.ease, SM2_EASE_MIN);
    assert_int_equal(card.interval, SM2_INTERVAL_MAX);
    assert_int_equal(card.last, -1);
    assert_int_equal(card.seen, -1);
    assert_int_equal(card.failed, -1);
    assert_int_equal(card.reps, 0);
    assert_true(card.lapses < INT32_MAX);
    expect_sane(sm2_repeat(card, 0, TODAY, &sm2_profiles[0]));

    same = sm2_clamp(good);
    assert_true(sm2_same(same, good));
    same.reps++;
    assert_false(sm2_same(same, good));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sequence_of_the_1990_text_holds),
        cmocka_unit_test(every_sequence_of_the_delphi_code_holds),
        cmocka_unit_test(every_combination_of_the_four_switches_holds),
        cmocka_unit_test(
            the_first_profile_is_the_text_and_unknown_names_are_none),
        cmocka_unit_test(a_drill_lasts_until_known_well_or_the_day_ends),
        cmocka_unit_test(the_first_failure_ever_is_no_lapse),
        cmocka_unit_test(the_8th_12th_and_16th_lapse_make_a_leech),
        cmocka_unit_test(random_lives_on_a_jumping_clock_stay_in_bounds),
        cmocka_unit_test(
            intervals_stop_at_a_century_and_days_at_the_calendars_end),
        cmocka_unit_test(a_strangers_state_is_bent_into_bounds),
    };
    return RUN_CASES(answer_cases, an_answer_counts_by_its_place_in_time) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
