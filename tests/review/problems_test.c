/* problems_test.c - sittings with problems among the cards. */
#include <stdio.h>

#include "check.h"
#include "deck/skill.h"
#include "problem/read.h"
#include "review/state.h"
#include "sitting.h"

static const char notes[] = "- Here a page has {{4 KiB}}.\n"
                            "- Here a miss is a {{page fault}}.\n";

/* Sits down to a deck that wants these kinds. */
static void sit_down(struct sitting *s, const char *wanted)
{
    sitting_init(s, notes);
    if (deck_set(s->desk.deck, "kinds", slice_from(wanted), s->desk.now,
                 &s->desk.err) < 0)
        fail_msg("%s", s->desk.err.text);
    s->options.only = REVIEW_PROBLEMS;
    sitting_open(s);
}

static const struct asked *asked(struct sitting *s)
{
    return &s->session->asked;
}

/* Types the right answers to all parts, or ones that are wrong. */
static void answer(struct sitting *s, bool right)
{
    struct str text = STR_EMPTY;

    while (session_mode(s->session) == SESSION_PROBLEM) {
        const struct asked *a = asked(s);
        struct value value = a->problem->key.at[a->given.n];
        if (!right)
            value = (struct value){.kind = VALUE_NUMBER,
                                   .number = num_of(0x7777777)};
        str_clear(&text);
        answer_put(&text, asked_part(a), &value);
        str_puts(&text, "<Enter>");
        sitting_press(s, text.at);
    }
    str_release(&text);
}

static struct skill skill(struct sitting *s, const char *kind)
{
    struct skill *found;
    size_t n;

    assert_int_equal(deck_skills(s->desk.deck, &kind, 1, &found, &n,
                                 &s->desk.arena, &s->desk.err),
                     0);
    assert_int_equal(n, 1);
    return found[0];
}

static void problems_stand_among_the_cards(void **state)
{
    struct sitting s;

    (void)state;
    sit_down(&s, "SPLIT");
    s.options.only = REVIEW_BOTH;
    sitting_open(&s);
    assert_int_equal(s.session->pile.n, 3);
    assert_int_equal(session_mode(s.session), SESSION_QUESTION);
    sitting_press(&s, "<Space>3");
    assert_int_equal(session_mode(s.session), SESSION_PROBLEM);
    answer(&s, true);
    sitting_press(&s, "<Space>");
    assert_int_equal(session_mode(s.session), SESSION_QUESTION);
    sitting_release(&s);
}

static void right_at_once_is_good(void **state)
{
    struct skill one;
    struct sitting s;

    (void)state;
    sit_down(&s, "SPLIT");
    answer(&s, true);
    assert_frame(&s, "is right");
    sitting_press(&s, "<Space>");
    one = skill(&s, "SPLIT");
    assert_int_equal(one.ntries, 1);
    assert_int_equal(one.tries[0].grade, 4);
    assert_int_equal(one.sched.interval, 1);
    assert_int_equal(session_mode(s.session), SESSION_SUMMARY);
    assert_frame(&s, "Tomorrow: 1 to review");
    sitting_release(&s);
}

static void easy_has_to_be_asked_for_and_a_hint_costs_it(void **state)
{
    struct sitting s;

    (void)state;
    sit_down(&s, "SPLIT\nGEOM");
    answer(&s, true);
    assert_frame(&s, "4 easy");
    sitting_press(&s, "4");
    assert_int_equal(skill(&s, "SPLIT").tries[0].grade, 5);
    sitting_press(&s, "<Tab>");
    answer(&s, true);
    assert_frame_not(&s, "easy");
    sitting_press(&s, "4");
    assert_int_equal(skill(&s, "GEOM").tries[0].grade, 3);
    sitting_release(&s);
}

static void a_wrong_answer_gets_a_second_problem(void **state)
{
    uint64_t first;
    struct skill one;
    struct sitting s;

    (void)state;
    sit_down(&s, "SPLIT");
    first = asked(&s)->problem->seed;
    answer(&s, false);
    assert_frame(&s, "is wrong; it is");
    sitting_press(&s, "<Space>");
    assert_frame(&s, "Once more, with other numbers.");
    assert_true(asked(&s)->problem->seed != first);
    answer(&s, true);
    sitting_press(&s, "<Space>");
    one = skill(&s, "SPLIT");
    assert_int_equal(one.tries[0].grade, 3);
    assert_true(one.tries[0].seed == first);
    sitting_release(&s);
}

static void the_second_is_another_at_the_same_moment_too(void **state)
{
    uint64_t first;
    struct sitting s;

    (void)state;
    sit_down(&s, "SPLIT");
    s.stopped = true;
    sitting_open(&s);
    first = asked(&s)->problem->seed;
    answer(&s, false);
    sitting_press(&s, "<Space>");
    assert_true(asked(&s)->problem->seed != first);
    sitting_release(&s);
}

static void both_missed_is_forgotten_and_what_it_builds_on_comes(void **state)
{
    struct sitting s;

    (void)state;
    sit_down(&s, "SPLIT\nLOOKUP");
    sitting_press(&s, "<Esc>s"); /* SPLIT is not for now */
    assert_true(asked(&s)->problem->kind == kind_find(SLICE("LOOKUP")));
    assert_int_equal(deck_flag(s.desk.deck, VERB_UNSUSPEND,
                               &(int64_t){skill(&s, "SPLIT").id}, 1,
                               s.desk.now, &s.desk.err),
                     1);
    answer(&s, false);
    sitting_press(&s, "<Space>");
    answer(&s, false);
    sitting_press(&s, "<Space>");
    assert_int_equal(skill(&s, "LOOKUP").tries[0].grade, 2);
    assert_frame(&s, "Next, what it builds on: Split an address.");
    assert_true(asked(&s)->problem->kind == kind_find(SLICE("SPLIT")));
    sitting_release(&s);
}

static void what_cant_be_read_costs_nothing(void **state)
{
    struct sitting s;

    (void)state;
    sit_down(&s, "SPLIT");
    sitting_press(&s, "zebra<Enter>");
    assert_frame(&s, "can't be read");
    assert_int_equal(asked(&s)->given.n, 0);
    sitting_press(&s, "<C-u>calc 2^12*3<Enter>");
    assert_frame(&s, "12288 = 0x3000");
    answer(&s, true);
    sitting_press(&s, "<Space>");
    assert_int_equal(skill(&s, "SPLIT").tries[0].grade, 4);
    sitting_release(&s);
}

static void letters_are_text_until_escape(void **state)
{
    struct sitting s;

    (void)state;
    sit_down(&s, "SPLIT");
    sitting_press(&s, "q?s");
    assert_frame(&s, "› q?s");
    sitting_press(&s, "<Esc>?");
    assert_int_equal(session_mode(s.session), SESSION_HELP);
    sitting_press(&s, "qt");
    assert_int_equal(session_mode(s.session), SESSION_PROBLEM);
    sitting_press(&s, "<Esc>q");
    assert_int_equal(s.wish, SESSION_OVER);
    sitting_release(&s);
}

static void an_answer_is_taken_back(void **state)
{
    struct sitting s;

    (void)state;
    sit_down(&s, "SPLIT\nGEOM");
    answer(&s, true);
    sitting_press(&s, "<Space><Esc>u");
    assert_int_equal(skill(&s, "SPLIT").ntries, 0);
    assert_true(asked(&s)->problem->kind == kind_find(SLICE("SPLIT")));
    sitting_release(&s);
}

static void leaving_loses_no_attempt(void **state)
{
    struct sitting s;

    (void)state;
    sit_down(&s, "SPLIT\nGEOM");
    answer(&s, true);
    sitting_press(&s, "q");
    assert_int_equal(s.wish, SESSION_OVER);
    assert_int_equal(skill(&s, "SPLIT").tries[0].grade, 4);
    sitting_open(&s);
    answer(&s, false);
    sitting_press(&s, "<Space><Esc>q");
    assert_int_equal(skill(&s, "GEOM").ntries, 1);
    assert_int_equal(skill(&s, "GEOM").tries[0].grade, 2);
    sitting_release(&s);
}

static void kinds_wait_for_what_they_build_on(void **state)
{
    struct sitting s;

    (void)state;
    sit_down(&s, "LOOKUP\nSPLIT");
    s.options.only = REVIEW_BOTH;
    sitting_open(&s);
    for (size_t i = 0; i < s.session->pile.n; i++)
        assert_int_not_equal(s.session->pile.cards[i],
                             skill(&s, "LOOKUP").id);
    sitting_release(&s);
}

static void a_problem_and_its_solution_on_a_screen(void **state)
{
    struct sitting s;

    (void)state;
    sit_down(&s, "LOOKUP");
    assert_golden("problem-asked.txt", sitting_screen(&s, 24, 80));
    sitting_press(&s, "0x0<Enter>");
    assert_golden("problem-solved.txt", sitting_screen(&s, 24, 80));
    sitting_release(&s);
}

/* A problem with each kind of figure. */
static const struct drawn {
    const char *name, *kind;
    int rights;       /* problems of it that were right before, which makes
                         the next harder */
    const char *keys; /* before one looks */
} drawn[] = {
    {"page-table", "LOOKUP", 5, ""},
    {"memory-dump", "LOADBYTE", 0, ""},
    {"address-bits", "PTEBITS", 5, ""},
    {"frames", "SHFRAMES", 0, ""},
    {"areas", "STACKGROW", 0, ""},
    {"timeline", "COWBITS", 0, ""},
    {"timeline-solved", "COWFRAME", 9, "99<Enter><PgDn>"},
    {"listing", "COWVIEW", 0, ""},
    {"listing-below", "COWVIEW", 0, "<PgDn>"},
};

static void is_drawn_on_a_screen(void **state)
{
    const struct drawn *c = *state;
    struct sitting s;
    char golden[64];

    sit_down(&s, c->kind);
    for (int i = 0; i < c->rights; i++) {
        struct skill_answer right = {
            .skill = skill(&s, c->kind).id,
            .grade = 4,
            .first = {.version = 1, .level = 1, .seed = (uint64_t)i}};
        if (deck_skill_answer(s.desk.deck, &right, s.desk.now, NULL,
                              &s.desk.err) < 0)
            fail_msg("%s", s.desk.err.text);
    }
    desk_day(&s.desk, skill(&s, c->kind).sched.due);
    sitting_open(&s);
    sitting_screen(&s, 24, 80); /* so that it is known what a page is */
    sitting_press(&s, c->keys);
    snprintf(golden, sizeof golden, "problem-%s.txt", c->name);
    assert_golden(golden, sitting_screen(&s, 24, 80));
    sitting_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(problems_stand_among_the_cards),
        cmocka_unit_test(right_at_once_is_good),
        cmocka_unit_test(easy_has_to_be_asked_for_and_a_hint_costs_it),
        cmocka_unit_test(a_wrong_answer_gets_a_second_problem),
        cmocka_unit_test(the_second_is_another_at_the_same_moment_too),
        cmocka_unit_test(
            both_missed_is_forgotten_and_what_it_builds_on_comes),
        cmocka_unit_test(what_cant_be_read_costs_nothing),
        cmocka_unit_test(letters_are_text_until_escape),
        cmocka_unit_test(an_answer_is_taken_back),
        cmocka_unit_test(leaving_loses_no_attempt),
        cmocka_unit_test(kinds_wait_for_what_they_build_on),
        cmocka_unit_test(a_problem_and_its_solution_on_a_screen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           RUN_CASES(drawn, is_drawn_on_a_screen);
}
