#include "sched/queue.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "check.h"
#include "sched/spread.h"

enum { TODAY = 20000, MANY = 400 };

static struct queue_rules no_limits(void)
{
    return (struct queue_rules){.today = TODAY,
                                .due_limit = INT_MAX,
                                .sweep_limit = INT_MAX,
                                .new_limit = INT_MAX,
                                .ahead_limit = INT_MAX};
}

static struct candidate due(int64_t card, int over, int interval)
{
    return (struct candidate){.card = card,
                              .note = card,
                              .kind = CANDIDATE_DUE,
                              .due_day = TODAY - over,
                              .interval_days = interval};
}

static struct candidate of_kind(enum candidate_kind kind, int64_t card,
                                int64_t note)
{
    struct candidate c = due(card, 0, 1);

    c.kind = kind;
    c.note = note;
    return c;
}

static void expect_cards(const struct candidate *at, size_t n,
                         const int64_t *cards, size_t ncards)
{
    assert_int_equal(n, ncards);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(at[i].card, cards[i]);
}

/* --- backlog ------------------------------------------------------------ */

static void the_smallest_relative_overdueness_comes_first(void **state)
{
    /* given 10 of 10, 1 of 100, 3 of 4 and 2 of 3 days late, one on time */
    struct candidate at[] = {due(1, 10, 10), due(2, 1, 100), due(3, 3, 4),
                             due(4, 2, 3), due(5, 0, 7)};
    const int64_t want[] = {5, 2, 4, 3, 1};
    struct queue_rules rules = no_limits();

    (void)state;
    expect_cards(at, queue_order(at, COUNT(at), &rules), want, 5);
}

static void over_the_limit_the_most_forgotten_wait(void **state)
{
    struct candidate at[] = {due(1, 10, 10), due(2, 1, 100), due(3, 3, 4),
                             due(4, 2, 3), due(5, 0, 7)};
    const int64_t want[] = {5, 2, 4};
    struct queue_rules rules = no_limits();

    (void)state;
    rules.due_limit = 3;
    expect_cards(at, queue_order(at, COUNT(at), &rules), want, 3);

    /* the rest follow as they were given, and say why */
    assert_int_equal(at[3].card, 1);
    assert_int_equal(at[4].card, 3);
    assert_int_equal(at[3].fate, CANDIDATE_OVER);
    assert_int_equal(at[0].fate, CANDIDATE_SHOWN);
}

static void ratios_are_compared_exactly(void **state)
{
    (void)state;
    /* 1/3 < 33334/100000, and no double is asked */
    assert_true(queue_compare_overdue(1, 3, 33334, 100000) < 0);
    assert_true(queue_compare_overdue(33333, 100000, 1, 3) < 0);
    assert_true(queue_compare_overdue(2, 6, 1, 3) == 0);
    assert_true(queue_compare_overdue(36499, 36500, 36498, 36499) > 0);
}

static void a_strangers_days_do_not_overflow(void **state)
{
    struct candidate at[] = {due(1, 0, INT_MAX), due(2, 0, INT_MAX),
                             due(3, 1, -5)};
    struct queue_rules rules = no_limits();

    (void)state;
    at[0].due_day = INT_MIN;
    at[1].due_day = INT_MAX;
    assert_int_equal(queue_order(at, 3, &rules), 3);
    assert_int_equal(at[0].card, 2);
}

/* --- new, drill, ahead -------------------------------------------------- */

static void new_cards_keep_their_order_and_are_mixed_in_evenly(void **state)
{
    struct candidate at[12];
    struct queue_rules rules = no_limits();
    int64_t next = 100;

    (void)state;
    for (int i = 0; i < 12; i++)
        at[i] = i < 9 ? due(i, 0, 6) : of_kind(CANDIDATE_NEW, 91 + i, 91 + i);
    assert_int_equal(queue_order(at, COUNT(at), &rules), 12);
    for (int i = 0; i < 12; i++) {
        bool fresh = at[i].kind == CANDIDATE_NEW;

        assert_int_equal(fresh, i % 4 == 2);
        if (fresh)
            assert_int_equal(at[i].card, next++);
    }
}

static void drills_mix_in_too_and_what_is_ahead_comes_last(void **state)
{
    struct candidate at[] = {of_kind(CANDIDATE_AHEAD, 1, 1),
                             of_kind(CANDIDATE_DRILL, 2, 2), due(3, 0, 1),
                             due(4, 1, 1), of_kind(CANDIDATE_AHEAD, 5, 5)};
    const int64_t want[] = {3, 2, 4, 5, 1};
    struct queue_rules rules = no_limits();

    (void)state;
    at[0].due_day = TODAY + 2;
    at[4].due_day = TODAY + 1;
    expect_cards(at, queue_order(at, COUNT(at), &rules), want, COUNT(want));
}

static void each_kind_has_its_limit(void **state)
{
    struct candidate at[40];
    struct queue_rules rules = {.today = TODAY,
                                .due_limit = 5,
                                .sweep_limit = 4,
                                .new_limit = 3,
                                .ahead_limit = -1};
    size_t count[5] = {0}, n;

    (void)state;
    for (int i = 0; i < 40; i++)
        at[i] = of_kind((enum candidate_kind)(i % 5), i, i);
    n = queue_order(at, COUNT(at), &rules);
    for (size_t i = 0; i < n; i++)
        count[at[i].kind]++;
    assert_int_equal(count[CANDIDATE_DRILL], 8); /* all of them */
    assert_int_equal(count[CANDIDATE_DUE], 5);
    assert_int_equal(count[CANDIDATE_SWEEP], 4);
    assert_int_equal(count[CANDIDATE_NEW], 3);
    assert_int_equal(count[CANDIDATE_AHEAD], 0);
}

static void a_limit_of_all_takes_what_is_due_before_what_is_new(void **state)
{
    struct candidate at[] = {
        of_kind(CANDIDATE_AHEAD, 1, 1), of_kind(CANDIDATE_NEW, 2, 2),
        of_kind(CANDIDATE_NEW, 3, 3),   due(4, 0, 1),
        of_kind(CANDIDATE_DRILL, 5, 5),
    };
    const int64_t one[] = {5}, two[] = {4, 5}, three[] = {4, 5, 2};
    struct queue_rules rules = no_limits();

    (void)state;
    rules.most = 1;
    expect_cards(at, queue_order(at, COUNT(at), &rules), one, 1);
    rules.most = 2;
    expect_cards(at, queue_order(at, COUNT(at), &rules), two, 2);
    rules.most = 3;
    expect_cards(at, queue_order(at, COUNT(at), &rules), three, 3);
    rules.most = 99;
    assert_int_equal(queue_order(at, COUNT(at), &rules), 5);
}

static void a_sweep_takes_first_what_would_not_come_tomorrow(void **state)
{
    /* given cards due in 1, 30 (of 60), 5 (of 6) and 2 (of 15) days */
    struct candidate at[] = {due(1, -1, 6), due(2, -30, 60), due(3, -5, 6),
                             due(4, -2, 15), due(5, 0, 1)};
    const int64_t want[] = {5, 4, 2, 3, 1};
    struct queue_rules rules = no_limits();

    (void)state;
    for (int i = 0; i < 4; i++)
        at[i].kind = CANDIDATE_SWEEP;
    expect_cards(at, queue_order(at, COUNT(at), &rules), want, COUNT(want));
}

/* --- siblings ----------------------------------------------------------- */

static void a_note_has_one_card_a_day_due_before_new(void **state)
{
    struct candidate at[] = {
        of_kind(CANDIDATE_NEW, 1, 7), of_kind(CANDIDATE_DUE, 2, 7),
        of_kind(CANDIDATE_DUE, 3, 7), of_kind(CANDIDATE_AHEAD, 4, 7),
        of_kind(CANDIDATE_NEW, 5, 8)};
    struct queue_rules rules = no_limits();
    size_t n;

    (void)state;
    n = queue_order(at, COUNT(at), &rules);
    assert_int_equal(n, 2);
    assert_int_equal(at[0].kind, CANDIDATE_DUE);
    assert_int_equal(at[1].card, 5);
    assert_int_equal(at[2].fate, CANDIDATE_SIBLING);
}

static void drills_are_exempt_but_hold_their_notes_day(void **state)
{
    struct candidate at[] = {
        of_kind(CANDIDATE_DRILL, 1, 7), of_kind(CANDIDATE_DRILL, 2, 7),
        of_kind(CANDIDATE_DUE, 3, 7), of_kind(CANDIDATE_DUE, 4, 8)};
    struct queue_rules rules = no_limits();

    (void)state;
    at[0].sibling_seen = at[1].sibling_seen = true;
    assert_int_equal(queue_order(at, COUNT(at), &rules), 3);
    assert_int_equal(at[0].kind, CANDIDATE_DRILL);
    assert_int_equal(at[1].card, 4); /* keeps the two apart */
    assert_int_equal(at[3].card, 3);
}

static void a_note_that_was_seen_today_waits(void **state)
{
    struct candidate at[] = {due(1, 0, 1), due(2, 0, 1)};
    struct queue_rules rules = no_limits();

    (void)state;
    at[0].sibling_seen = true;
    assert_int_equal(queue_order(at, COUNT(at), &rules), 1);
    assert_int_equal(at[0].card, 2);
}

static void a_limit_of_all_holds_before_an_exam_too(void **state)
{
    struct candidate at[] = {of_kind(CANDIDATE_NEW, 1, 7),
                             of_kind(CANDIDATE_NEW, 2, 7),
                             of_kind(CANDIDATE_NEW, 3, 7)};
    struct queue_rules rules = no_limits();

    (void)state;
    rules.new_must = 3;
    rules.most = 2;
    assert_int_equal(queue_order(at, COUNT(at), &rules), 2);
}

static void before_an_exam_siblings_come_when_they_must(void **state)
{
    struct candidate at[6];
    struct queue_rules rules = no_limits();

    (void)state;
    for (int i = 0; i < 6; i++)
        at[i] = of_kind(CANDIDATE_NEW, i, i < 4 ? 0 : i);
    rules.new_limit = rules.new_must = 5;
    assert_int_equal(queue_order(at, COUNT(at), &rules), 5);
    assert_int_equal(at[5].card, 3); /* the last of note 0 */

    /* the other three of note 0 stand apart */
    for (int i = 1; i < 5; i++)
        assert_true(at[i].note != at[i - 1].note);

    /* but they don't come while others can fill the day */
    rules.new_must = 3;
    assert_int_equal(queue_order(at, COUNT(at), &rules), 3);
    for (int i = 0; i < 3; i++)
        assert_true(i == 0 || at[i].note != at[i - 1].note);
}

static void a_cram_shows_all_shuffled(void **state)
{
    struct candidate at[MANY], again[MANY];
    struct queue_rules rules = no_limits();
    int in_place = 0;

    (void)state;
    rules.siblings = true;
    for (int i = 0; i < MANY; i++) {
        at[i] = due(i, 0, 1);
        at[i].note = i / 5;
        again[MANY - 1 - i] = at[i];
    }
    assert_int_equal(queue_order(at, MANY, &rules), MANY);
    for (int i = 0; i < MANY; i++) {
        in_place += at[i].card == i;
        assert_true(i == 0 || at[i].note != at[i - 1].note);
    }
    assert_in_range(in_place, 0, MANY / 20);

    /* the same on the same day, whatever order they are given in */
    assert_int_equal(queue_order(again, MANY, &rules), MANY);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(at[i].card, again[i].card);

    /* another one tomorrow */
    rules.today++;
    in_place = 0;
    queue_order(again, MANY, &rules);
    for (int i = 0; i < MANY; i++)
        in_place += at[i].card == again[i].card;
    assert_in_range(in_place, 0, MANY / 20);
}

/* --- whatever is offered ------------------------------------------------ */

static size_t random_candidates(struct candidate *at, struct rng *rng)
{
    size_t n = rng_below(rng, 120);
    int64_t notes = rng_between(rng, 1, 60);

    for (size_t i = 0; i < n; i++) {
        at[i] = due((int64_t)i, (int)rng_between(rng, -20, 200),
                    (int)rng_between(rng, 0, 90));
        at[i].note = rng_between(rng, 1, notes);
        at[i].kind = (enum candidate_kind)rng_below(rng, 5);
        at[i].sibling_seen = rng_below(rng, 10) == 0;
    }
    return n;
}

/* Nothing is lost, doubled or altered. */
static void expect_permutation(const struct candidate *at, size_t n,
                               const struct candidate *before)
{
    bool seen[MANY] = {false};

    for (size_t i = 0; i < n; i++) {
        const struct candidate *old = &before[at[i].card];

        assert_false(seen[at[i].card]);
        seen[at[i].card] = true;
        assert_int_equal(at[i].note, old->note);
        assert_int_equal(at[i].kind, old->kind);
        assert_int_equal(at[i].due_day, old->due_day);
    }
}

static size_t most_of_one_note(const struct candidate *at, size_t n)
{
    size_t most = 0;

    for (size_t i = 0; i < n; i++) {
        size_t count = 0;

        for (size_t j = 0; j < n; j++)
            count += at[i].note == at[j].note;
        most = count > most ? count : most;
    }
    return most;
}

static void expect_apart(const struct candidate *at, size_t n)
{
    size_t close = 0, most = most_of_one_note(at, n);

    for (size_t i = 1; i < n; i++)
        close += at[i].note == at[i - 1].note;
    assert_int_equal(close, 2 * most > n + 1 ? 2 * most - n - 1 : 0);
}

static void expect_one_a_note(const struct candidate *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (at[i].note == at[j].note)
                assert_true(at[i].kind == CANDIDATE_DRILL ||
                            at[j].kind == CANDIDATE_DRILL);
}

static void random_days_keep_every_rule(void **state)
{
    struct candidate before[MANY], at[MANY], again[MANY];
    struct rng rng = rng_new(17);

    (void)state;
    for (int day = 0; day < 3000; day++) {
        struct queue_rules rules = {
            .today = TODAY + day,
            .due_limit = (int)rng_between(&rng, 0, 60),
            .sweep_limit = (int)rng_between(&rng, 0, 60),
            .new_limit = (int)rng_between(&rng, 0, 60),
            .ahead_limit = (int)rng_between(&rng, 0, 60),
            .siblings = rng_below(&rng, 3) == 0,
        };
        size_t n = random_candidates(before, &rng), shown;

        rules.new_must = rng_below(&rng, 4) == 0 ? 30 : 0;
        memcpy(at, before, sizeof at);
        memcpy(again, before, sizeof again);
        shown = queue_order(at, n, &rules);
        expect_permutation(at, n, before);
        expect_apart(at, shown);
        if (!rules.siblings && rules.new_must == 0)
            expect_one_a_note(at, shown);
        assert_int_equal(queue_order(again, n, &rules), shown);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(again[i].card, at[i].card);
            assert_int_equal(at[i].fate == CANDIDATE_SHOWN, i < shown);
        }
    }
}

static void an_empty_day_is_empty(void **state)
{
    struct queue_rules rules = no_limits();

    (void)state;
    assert_int_equal(queue_order(NULL, 0, &rules), 0);
}

static void spreading_moves_as_little_as_it_can(void **state)
{
    const int64_t group[] = {1, 1, 2, 3, 3, 4, 5};
    const size_t want[] = {0, 2, 1, 3, 5, 4, 6};
    const int64_t heavy[] = {9, 1, 9, 9, 9};
    const size_t together[] = {0, 1, 2, 3, 4};
    size_t order[7], n[7];

    (void)state;
    spread_apart(group, COUNT(group), order);
    assert_memory_equal(order, want, sizeof want);
    spread_apart(heavy, COUNT(heavy), order);
    assert_memory_equal(order, together, sizeof together);
    assert_int_equal(spread_number(group, COUNT(group), n), 5);
    assert_int_equal(n[4], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_relative_overdueness_comes_first),
        cmocka_unit_test(over_the_limit_the_most_forgotten_wait),
        cmocka_unit_test(ratios_are_compared_exactly),
        cmocka_unit_test(a_strangers_days_do_not_overflow),
        cmocka_unit_test(new_cards_keep_their_order_and_are_mixed_in_evenly),
        cmocka_unit_test(drills_mix_in_too_and_what_is_ahead_comes_last),
        cmocka_unit_test(each_kind_has_its_limit),
        cmocka_unit_test(a_limit_of_all_takes_what_is_due_before_what_is_new),
        cmocka_unit_test(a_sweep_takes_first_what_would_not_come_tomorrow),
        cmocka_unit_test(a_note_has_one_card_a_day_due_before_new),
        cmocka_unit_test(drills_are_exempt_but_hold_their_notes_day),
        cmocka_unit_test(a_note_that_was_seen_today_waits),
        cmocka_unit_test(a_limit_of_all_holds_before_an_exam_too),
        cmocka_unit_test(before_an_exam_siblings_come_when_they_must),
        cmocka_unit_test(a_cram_shows_all_shuffled),
        cmocka_unit_test(random_days_keep_every_rule),
        cmocka_unit_test(an_empty_day_is_empty),
        cmocka_unit_test(spreading_moves_as_little_as_it_can),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
