/* merge_cases.json: what two devices logged, in any order, and the one state
 * that must come out. */
#include "sched/replay.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "check.h"

enum { EVENTS_MAX = 32, TODAY = 20000 };

static const struct sm2_profile *text_profile(void)
{
    return &sm2_profiles[0];
}

static int number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    assert_true(json_is_integer(value));
    return (int)json_integer_value(value);
}

/* "aa-12" names the 12th event of the device aa. */
static void read_name(const char *id, uint64_t *device, uint64_t *seq)
{
    *device = strtoull(id, NULL, 16);
    *seq = strtoull(strchr(id, '-') + 1, NULL, 10);
}

static enum replay_kind read_kind(const char *k)
{
    return strcmp(k, "r") == 0   ? REPLAY_REVIEW
           : strcmp(k, "d") == 0 ? REPLAY_DRILL
           : strcmp(k, "c") == 0 ? REPLAY_CRAM
                                 : REPLAY_UNDO;
}

static struct replay_event read_event(const json_t *object)
{
    struct replay_event e = {
        .utc_ms = json_integer_value(json_object_get(object, "t")),
        .kind = read_kind(json_string_value(json_object_get(object, "k"))),
        .day = number(object, "d"),
    };

    read_name(json_string_value(json_object_get(object, "id")), &e.device,
              &e.seq);
    if (e.kind == REPLAY_UNDO)
        read_name(json_string_value(json_object_get(object, "ref")),
                  &e.undo_device, &e.undo_seq);
    else
        e.grade = number(object, "q");
    return e;
}

static size_t read_events(const json_t *list, struct replay_event *events)
{
    size_t n = json_array_size(list);

    assert_in_range(n, 1, EVENTS_MAX);
    for (size_t i = 0; i < n; i++)
        events[i] = read_event(json_array_get(list, i));
    return n;
}

static void shuffle(struct replay_event *events, size_t n, struct rng *rng)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = rng_below(rng, i);
        struct replay_event swap = events[i - 1];

        events[i - 1] = events[j];
        events[j] = swap;
    }
}

static const struct effect_name {
    const char *name;
    enum sm2_effect effect[3];
} effect_names[] = {
    {"full", {SM2_COUNTED, SM2_COUNTED, SM2_COUNTED}},
    {"early-lapse", {SM2_LAPSED, SM2_LAPSED, SM2_LAPSED}},
    {"lapse-dup", {SM2_NONE, SM2_NONE, SM2_NONE}},
    {"no-change", {SM2_EARLY, SM2_DRILLED, SM2_NONE}},
};

static bool effect_is(enum sm2_effect effect, const char *name)
{
    for (size_t i = 0; i < COUNT(effect_names); i++)
        if (strcmp(effect_names[i].name, name) == 0)
            for (size_t j = 0; j < COUNT(effect_names[i].effect); j++)
                if (effect_names[i].effect[j] == effect)
                    return true;
    return false;
}

/* Every step of the way: what it counted as and the state behind it. */
static void expect_trace(const char *name, const json_t *trace,
                         const struct replay_event *events, size_t n)
{
    struct sm2 card = sm2_new();

    assert_int_equal(json_array_size(trace), n);
    for (size_t i = 0; i < n; i++) {
        const json_t *want = json_array_get(trace, i);
        enum sm2_effect effect;

        card = replay_apply(card, &events[i], text_profile(), &effect);
        if (!effect_is(effect,
                       json_string_value(json_object_get(want, "action"))) ||
            card.n != number(want, "n") ||
            card.ease != number(want, "EF100") ||
            card.interval != number(want, "ivl") ||
            card.due != number(want, "due") ||
            card.drill != json_is_true(json_object_get(want, "drill")))
            fail_msg("%s, step %zu", name, i);
    }
}

static void expect_state(const char *name, const json_t *want,
                         struct sm2 card)
{
    if (card.n != number(want, "n") || card.ease != number(want, "EF100") ||
        card.interval != number(want, "ivl") ||
        card.due != number(want, "due") ||
        card.lapses != number(want, "lapses") ||
        card.reps != number(want, "reps"))
        fail_msg("%s: n %d ease %d interval %d due %d lapses %d reps %d",
                 name, card.n, card.ease, card.interval, card.due,
                 card.lapses, card.reps);
}

static void every_merge_ends_in_one_state_in_any_order(void **state)
{
    json_error_t error;
    json_t *cases =
        json_load_file("tests/vectors/merge_cases.json", 0, &error);
    struct rng rng = rng_new(3);

    (void)state;
    assert_non_null(cases);
    assert_int_equal(json_array_size(cases), 13);
    for (size_t i = 0; i < json_array_size(cases); i++) {
        const json_t *c = json_array_get(cases, i);
        const char *name = json_string_value(json_object_get(c, "name"));
        const json_t *want = json_object_get(c, "expect");

        for (int order = 0; order < 50; order++) {
            struct replay_event events[EVENTS_MAX];
            size_t n = read_events(json_object_get(c, "events"), events);

            shuffle(events, n, &rng);
            n = replay_clean(events, n);
            expect_trace(name, json_object_get(want, "trace"), events, n);
            expect_state(name, want, replay_fold(events, n, text_profile()));
        }
    }
    json_decref(cases);
}

/* --- what the cases leave out ------------------------------------------- */

static struct replay_event event(uint64_t seq, enum replay_kind kind, int day,
                                 int grade)
{
    return (struct replay_event){.utc_ms = (int64_t)day * 86400000,
                                 .device = 1,
                                 .seq = seq,
                                 .kind = kind,
                                 .day = day,
                                 .grade = grade};
}

static struct sm2 learnt(void)
{
    struct sm2 card = sm2_repeat(sm2_new(), 4, TODAY, text_profile());

    return sm2_repeat(card, 4, TODAY + 1, text_profile());
}

static void
crams_flags_and_drills_of_unseen_cards_change_nothing(void **state)
{
    const struct replay_event events[] = {
        event(1, REPLAY_CRAM, TODAY + 7, 0),
        event(2, REPLAY_OTHER, TODAY + 7, 0),
        event(3, REPLAY_UNDO, TODAY + 7, 0),
    };
    const struct replay_event drill = event(4, REPLAY_DRILL, TODAY, 4);
    struct sm2 before = learnt(), fresh = sm2_new(), after;
    enum sm2_effect effect;

    (void)state;
    for (size_t i = 0; i < COUNT(events); i++) {
        after = replay_apply(before, &events[i], text_profile(), &effect);
        assert_true(sm2_same(after, before));
        assert_int_equal(effect, SM2_NONE);
    }
    after = replay_apply(fresh, &drill, text_profile(), &effect);
    assert_true(sm2_same(after, fresh));
    assert_int_equal(effect, SM2_NONE);
}

static void set_brings_a_state_and_reset_takes_it_away(void **state)
{
    struct replay_event set = event(1, REPLAY_SET, TODAY, 0);
    struct replay_event reset = event(2, REPLAY_RESET, TODAY, 0);
    struct sm2 card, fresh = sm2_new();
    enum sm2_effect effect;

    (void)state;
    set.set = learnt();
    card = replay_apply(sm2_new(), &set, text_profile(), &effect);
    assert_int_equal(effect, SM2_SET);
    assert_true(sm2_same(card, set.set));
    card = replay_apply(card, &reset, text_profile(), NULL);
    assert_true(sm2_same(card, fresh));
}

static void events_that_make_no_sense_change_nothing(void **state)
{
    struct replay_event bad[] = {
        event(1, REPLAY_REVIEW, TODAY + 7, 6),
        event(2, REPLAY_REVIEW, TODAY + 7, -1),
        event(3, REPLAY_REVIEW, INT32_MAX, 4),
        event(4, REPLAY_DRILL, INT32_MAX, 4),
        event(5, REPLAY_REVIEW, INT32_MIN, 4),
        event(6, REPLAY_OTHER, 0, 0),
    };
    struct sm2 before = learnt();

    (void)state;
    bad[COUNT(bad) - 1].kind = (enum replay_kind)99;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct sm2 after =
            replay_apply(before, &bad[i], text_profile(), NULL);

        assert_true(sm2_same(after, before));
    }
}

static void an_undo_of_an_undo_is_no_redo(void **state)
{
    struct replay_event events[] = {
        event(1, REPLAY_REVIEW, TODAY, 4),
        event(2, REPLAY_UNDO, TODAY, 0),
        event(3, REPLAY_UNDO, TODAY, 0),
    };

    (void)state;
    events[1].undo_device = events[2].undo_device = 1;
    events[1].undo_seq = 1;
    events[2].undo_seq = 2;
    assert_int_equal(replay_clean(events, COUNT(events)), 0);
}

static void two_events_that_bear_one_name_are_both_kept(void **state)
{
    struct replay_event events[] = {
        event(1, REPLAY_REVIEW, TODAY, 4),
        event(1, REPLAY_REVIEW, TODAY, 2),
        event(1, REPLAY_REVIEW, TODAY, 4),
    };

    (void)state;
    events[0].content = events[2].content = 7;
    events[1].content = 5;
    assert_int_equal(replay_clean(events, COUNT(events)), 2);
    assert_int_equal(events[0].content, 5);
    assert_int_equal(events[1].content, 7);
}

static void what_the_review_does_is_what_replay_of_its_log_gives(void **state)
{
    struct rng rng = rng_new(5);

    (void)state;
    for (int life = 0; life < 500; life++) {
        const struct sm2_profile *p = &sm2_profiles[life % 2];
        struct sm2 live = sm2_new(), replayed = sm2_new();
        int day = TODAY;

        for (int i = 0; i < 40; i++) {
            int grade = (int)rng_below(&rng, 6);
            struct replay_event e =
                event((uint64_t)i, REPLAY_REVIEW, 0, grade);

            day += (int)rng_between(&rng, -2, 4);
            e.day = day;
            e.kind = replay_answer_kind(live, day);
            live = sm2_answer(live, grade, day, p, NULL);
            replayed = replay_apply(replayed, &e, p, NULL);
            assert_true(sm2_same(live, replayed));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_merge_ends_in_one_state_in_any_order),
        cmocka_unit_test(
            crams_flags_and_drills_of_unseen_cards_change_nothing),
        cmocka_unit_test(set_brings_a_state_and_reset_takes_it_away),
        cmocka_unit_test(events_that_make_no_sense_change_nothing),
        cmocka_unit_test(an_undo_of_an_undo_is_no_redo),
        cmocka_unit_test(two_events_that_bear_one_name_are_both_kept),
        cmocka_unit_test(
            what_the_review_does_is_what_replay_of_its_log_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
