#include "view/diff.h"

#include "check.h"
#include "shown.h"

static const struct diff_case {
    const char *name, *typed, *answer;
    bool same;
    const char *said;
} cases[] = {
    {"the same", "page fault", "page fault", true,
     "You typed the answer: page fault"},
    {"case does not count", "tlb", "TLB", true, "You typed the answer: tlb"},
    {"nor do blanks around it", "  TLB ", "TLB", true,
     "You typed the answer: TLB"},
    {"a run of blanks is one", "page  \t fault", "page fault", true,
     "You typed the answer: page  ␉ fault"},
    {"nor does the normal form", "E\xcc\x81TAT", "état", true,
     "You typed the answer: E\xcc\x81TAT"},
    {"but an accent does", "etat", "état", false, "You typed: [-e-]{+é+}tat"},
    {"and so does a digit's place", "2^20", "2²⁰", false,
     "You typed: [-2^20-]{+2²⁰+}"},
    {"letters too many", "pagge", "page", false, "You typed: pag[-g-]e"},
    {"letters too few", "pae", "page", false, "You typed: pa{+g+}e"},
    {"a wrong one", "bage", "page", false, "You typed: [-b-]{+p+}age"},
    {"two places", "0x1234", "0x0A34", false, "You typed: 0x[-12-]{+0A+}34"},
    {"nothing typed", "", "page", false, "You typed: {+page+}"},
    {"nothing in common", "abc", "xyz", false, "You typed: [-abc-]{+xyz+}"},
    {"letters shared by chance are no likeness", "memory", "program", false,
     "You typed: [-memory-]{+program+}"},
    {"a cluster is one letter", "a👍b", "ab", false, "You typed: a[-👍-]b"},
    {"hostile bytes are shown", "\033[2J\xff", "x", false,
     "You typed: [-␛[2J\\xff-]{+x+}"},
};

static void is_told(void **state)
{
    const struct diff_case *c = *state;
    struct arena arena = {0};
    struct str out = STR_EMPTY;
    struct diff d =
        diff_of(slice_from(c->typed), slice_from(c->answer), &arena);

    assert_int_equal(d.same, c->same);
    diff_plain(&out, slice_from(c->typed), slice_from(c->answer));
    assert_string_equal(out.at, c->said);
    str_release(&out);
    arena_release(&arena);
}

/* The parts of either side, put together, are that side again. */
static void nothing_is_lost_on_either_side(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice typed = slice_from(cases[i].typed);
        struct slice answer = slice_from(cases[i].answer);
        struct arena arena = {0};
        struct str left = STR_EMPTY, right = STR_EMPTY;
        struct diff d = diff_of(typed, answer, &arena);
        size_t same = 0;

        for (size_t k = 0; k < d.n; k++) {
            if (d.parts[k].op != DIFF_MISSING)
                str_put(&left, d.parts[k].text);
            if (d.parts[k].op == DIFF_MISSING)
                str_put(&right, d.parts[k].text);
            same += d.parts[k].op == DIFF_SAME;
        }
        assert_true(slice_eq(str_slice(&left), slice_trim(typed)));
        assert_true(right.len <= answer.len);
        assert_true(!d.same || same > 0);
        str_release(&left);
        str_release(&right);
        arena_release(&arena);
    }
}

static void a_wrong_answer_is_two_lines(void **state)
{
    struct arena arena = {0};
    struct lines l = lines_new(&arena, 40);
    struct str out = STR_EMPTY;

    (void)state;
    diff_draw(&l, SLICE("pagge falt"), SLICE("page fault"));
    shown_styles(&out, &l);
    assert_string_equal(out.at,
                        "<dim>typed   </>pag<error strike>g</>e falt\n"
                        "<dim>answer  </>page fa<good>u</>lt\n");
    str_release(&out);
    lines_release(&l);
    arena_release(&arena);
}

static void a_right_answer_is_one_line_with_a_tick(void **state)
{
    struct arena arena = {0};
    struct lines l = lines_new(&arena, 40);
    struct str out = STR_EMPTY;

    (void)state;
    diff_draw(&l, SLICE("Page fault "), SLICE("page fault"));
    shown_styles(&out, &l);
    assert_string_equal(out.at, "<dim>typed   </>Page fault<good> ✓</>\n");
    str_release(&out);
    lines_release(&l);
    arena_release(&arena);
}

static void very_long_texts_are_shown_whole(void **state)
{
    struct str a = STR_EMPTY, b = STR_EMPTY;
    struct arena arena = {0};
    struct diff d;

    (void)state;
    str_fill(&a, 'a', 4000);
    str_fill(&b, 'b', 4000);
    d = diff_of(str_slice(&a), str_slice(&b), &arena);
    assert_int_equal(d.n, 2);
    assert_int_equal(d.parts[0].op, DIFF_EXTRA);
    assert_int_equal(d.parts[1].text.len, 4000);
    str_release(&a);
    str_release(&b);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_lost_on_either_side),
        cmocka_unit_test(a_wrong_answer_is_two_lines),
        cmocka_unit_test(a_right_answer_is_one_line_with_a_tick),
        cmocka_unit_test(very_long_texts_are_shown_whole),
    };

    return RUN_CASES(cases, is_told) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
