/* skill_test.c - kinds of problems in a deck: asked, answered, taken back,
 * carried to another machine. */
#include "deck/skill.h"

#include "check.h"
#include "deck/merge.h"
#include "desk.h"
#include "sched/skill.h"

static const char *const wanted[] = {"SPLIT", "LOOKUP"};

static void want(struct desk *d)
{
    if (deck_skills_want(d->deck, wanted, COUNT(wanted), d->now, &d->err) < 0)
        fail_msg("%s", d->err.text);
}

static struct skill skill(struct desk *d, const char *kind)
{
    struct skill *all;
    size_t n;

    if (deck_skills(d->deck, wanted, COUNT(wanted), &all, &n, &d->arena,
                    &d->err) < 0)
        fail_msg("%s", d->err.text);
    for (size_t i = 0; i < n; i++)
        if (slice_is(all[i].kind, kind))
            return all[i];
    fail_msg("there is no %s", kind);
    return (struct skill){0};
}

static void answer(struct desk *d, const char *kind, int grade,
                   const char *mistake)
{
    struct skill_answer a = {.skill = skill(d, kind).id,
                             .grade = grade,
                             .ms = 5000,
                             .first = {.version = 1,
                                       .level = 2,
                                       .seed = 123456789012,
                                       .answer = SLICE("0x12"),
                                       .mistake = slice_from(mistake)}};

    desk_wait(d, 1000);
    if (deck_skill_answer(d->deck, &a, d->now, NULL, &d->err) < 0)
        fail_msg("%s", d->err.text);
}

static void a_skill_is_wanted_once_and_never_a_card(void **state)
{
    struct queue_counts counts;
    struct desk d;
    int64_t *cards;
    size_t n;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- A page is {{4096}} bytes.\n");
    want(&d);
    want(&d);
    answer(&d, "SPLIT", 4, "");
    assert_int_equal(deck_queue(d.deck, &(struct queue_options){0}, d.now,
                                &cards, &n, &counts, &d.arena, &d.err),
                     0);
    assert_int_equal(n, 1);
    assert_int_equal(counts.new_today, 0);
    desk_verify(&d);
    desk_release(&d);
}

static void an_answer_moves_its_schedule_and_is_remembered(void **state)
{
    struct skill s;
    struct desk d;

    (void)state;
    desk_init(&d);
    want(&d);
    answer(&d, "LOOKUP", 4, "");
    desk_day(&d, DESK_DAY + 1);
    answer(&d, "LOOKUP", 2, "M-IDENT");
    s = skill(&d, "LOOKUP");
    assert_int_equal(s.ntries, 2);
    assert_int_equal(s.tries[1].level, 2);
    assert_true(s.tries[1].seed == 123456789012);
    assert_true(slice_is(s.tries[1].mistake, "M-IDENT"));
    assert_int_equal(s.sched.lapses, 1);
    assert_false(sm2_seen(skill(&d, "SPLIT").sched));
    desk_verify(&d);
    desk_release(&d);
}

/* As often as a year of repetitions, each on its day. */
static void no_skill_waits_longer_than_half_a_year(void **state)
{
    struct skill s;
    struct desk d;
    int longest = 0;

    (void)state;
    desk_init(&d);
    want(&d);
    for (int i = 0; i < 9; i++) {
        answer(&d, "SPLIT", 4, "");
        s = skill(&d, "SPLIT");
        longest = s.sched.interval > longest ? s.sched.interval : longest;
        desk_day(&d, s.sched.due);
    }
    assert_int_equal(longest, SKILL_INTERVAL_MAX);
    assert_int_equal(s.sched.interval, SKILL_INTERVAL_MAX);
    assert_int_equal(s.sched.reps, 9);
    desk_verify(&d);
    desk_release(&d);
}

static void an_answer_can_be_taken_back(void **state)
{
    struct undone undone;
    struct skill s;
    struct desk d;

    (void)state;
    desk_init(&d);
    want(&d);
    answer(&d, "SPLIT", 2, "M-NIBBLE");
    assert_int_equal(deck_undo(d.deck, d.now, &undone, &d.arena, &d.err), 1);
    s = skill(&d, "SPLIT");
    assert_int_equal(s.ntries, 0);
    assert_false(sm2_seen(s.sched));
    desk_verify(&d);
    desk_release(&d);
}

static void mistakes_add_up_over_kinds(void **state)
{
    struct mistake_count *m;
    struct desk d;
    size_t n;

    (void)state;
    desk_init(&d);
    want(&d);
    answer(&d, "SPLIT", 2, "M-OFFBIT");
    answer(&d, "LOOKUP", 2, "M-IDENT");
    answer(&d, "LOOKUP", 2, "M-OFFBIT");
    assert_int_equal(deck_mistakes(d.deck, &m, &n, &d.arena, &d.err), 0);
    assert_int_equal(n, 2);
    assert_true(slice_is(m[0].mistake, "M-OFFBIT"));
    assert_int_equal(m[0].times, 2);
    desk_release(&d);
}

static void skills_of_two_machines_are_joined(void **state)
{
    struct merge_report report;
    struct desk one, two;
    struct skill s;

    (void)state;
    desk_init(&one);
    want(&one);
    answer(&one, "SPLIT", 4, "");
    desk_init(&two);
    want(&two);
    desk_day(&two, DESK_DAY + 1);
    answer(&two, "SPLIT", 2, "M-OFFBIT");
    desk_sit(&one);
    desk_day(&one, DESK_DAY + 2);
    if (deck_merge(one.deck, deck_path(two.deck),
                   &(struct merge_options){.no_backup = true}, one.now,
                   &report, &one.err) < 0)
        fail_msg("%s", one.err.text);
    s = skill(&one, "SPLIT");
    assert_int_equal(s.ntries, 2);
    assert_int_equal(s.sched.lapses, 1);
    desk_verify(&one);
    desk_release(&two);
    desk_release(&one);
}

static void the_level_follows_first_attempts(void **state)
{
    static const bool right[] = {true, true, true, true, true, true, true};
    static const bool wrong[] = {true, true, true, false};

    (void)state;
    assert_int_equal(skill_level(skill_level_mille(right, 0, 1, 4)), 1);
    assert_int_equal(skill_level(skill_level_mille(right, 3, 1, 4)), 2);
    assert_int_equal(skill_level(skill_level_mille(right, 7, 1, 4)), 3);
    assert_int_equal(skill_level(skill_level_mille(wrong, 4, 1, 4)), 1);
    assert_int_equal(skill_level(skill_level_mille(wrong, 4, 2, 4)), 2);
    assert_int_equal(
        skill_grade((struct skill_attempts){.first_right = true}), 4);
    assert_int_equal(skill_grade((struct skill_attempts){.answered = true}),
                     2);
    assert_int_equal(skill_grade((struct skill_attempts){0}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_skill_is_wanted_once_and_never_a_card),
        cmocka_unit_test(an_answer_moves_its_schedule_and_is_remembered),
        cmocka_unit_test(no_skill_waits_longer_than_half_a_year),
        cmocka_unit_test(an_answer_can_be_taken_back),
        cmocka_unit_test(mistakes_add_up_over_kinds),
        cmocka_unit_test(skills_of_two_machines_are_joined),
        cmocka_unit_test(the_level_follows_first_attempts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
