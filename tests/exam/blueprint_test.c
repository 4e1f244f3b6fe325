/* blueprint_test.c - what an exam may ask for, and what is refused where. */
#include "exam/blueprint.h"

#include "check.h"
#include "exam/exam.h"

static int parse(struct blueprint *out, const char *text, struct diags *found)
{
    return blueprint_parse(out, slice_from(text), SLICE("b.yaml"), found);
}

static void all_that_can_be_said_is_understood(void **state)
{
    const struct kind *split = kind_find(SLICE("SPLIT"));
    struct str text = STR_EMPTY;
    struct blueprint b;
    struct diags found = {0};
    char code[CODE_BYTES];

    (void)state;
    code_put(code, (struct code){split->number, split->version, 2, 99});
    str_printf(&text,
               "title: Quiz\n"
               "instructions: Be *quick*.\n"
               "minutes: 20\n"
               "graded: yes\n"
               "page: letter\n"
               "ban: [%s]\n"
               "lines: 2\n"
               "points: 0.5\n"
               "items:\n"
               "  - {kind: lookup, level: 3, count: 2, points: 4.25}\n"
               "  - {topic: cow, choice: yes, lines: 0}\n"
               "  - {cloze: all, count: 3}\n"
               "  - {cloze: paging, page break: yes}\n"
               "  - {pin: %s, points: 7}\n",
               code, code);
    assert_int_equal(parse(&b, text.at, &found), 0);
    assert_int_equal(b.bans[0].seed, 99);
    assert_string_equal(b.title, "Quiz");
    assert_string_equal(b.instructions, "Be *quick*.");
    assert_string_equal(b.page, "letter");
    assert_int_equal(b.minutes, 20);
    assert_true(b.graded);
    assert_int_equal(b.nbans, 1);
    assert_int_equal(b.nentries, 5);
    assert_int_equal(b.nitems, 8);
    assert_string_equal(b.entries[0].kind->id, "LOOKUP");
    assert_int_equal(b.entries[0].level, 3);
    assert_int_equal(b.entries[0].points, 425);
    assert_int_equal(b.entries[0].lines, 2);
    assert_string_equal(b.entries[1].topic, "cow");
    assert_true(b.entries[1].choice);
    assert_int_equal(b.entries[1].lines, 0);
    assert_int_equal(b.entries[1].points, 50);
    assert_int_equal(b.entries[2].what, ENTRY_CLOZE);
    assert_int_equal(b.entries[2].selection.len, 0);
    assert_true(slice_is(b.entries[3].selection, "paging"));
    assert_true(b.entries[3].page_break);
    assert_int_equal(b.entries[4].what, ENTRY_PIN);
    assert_int_equal(b.entries[4].points, 700);
    str_release(&text);
    blueprint_release(&b);
    diags_release(&found);
}

static void what_is_not_said_is_as_usual(void **state)
{
    struct blueprint b;
    struct diags found = {0};

    (void)state;
    assert_int_equal(parse(&b, "items: [{kind: SPLIT}]", &found), 0);
    assert_string_equal(b.title, "Exam");
    assert_string_equal(b.instructions, "");
    assert_string_equal(b.page, "a4");
    assert_int_equal(b.minutes, 0);
    assert_false(b.graded);
    assert_int_equal(b.entries[0].count, 1);
    assert_int_equal(b.entries[0].points, 100);
    assert_int_equal(b.entries[0].level, 0);
    assert_false(b.entries[0].choice);
    blueprint_release(&b);
    diags_release(&found);
}

/* The first finding, as LINE:COL: TEXT. */
static const struct mistaken {
    const char *name, *text, *says;
} mistakes[] = {
    {"nothing", "", "1:1: this is empty: an exam needs `items`"},
    {"no items", "title: x\n",
     "1:1: an exam needs `items`, a list of what it asks"},
    {"items that are no list", "items: 3\n",
     "1:8: an exam needs `items`, a list of what it asks"},
    {"an unknown key", "titel: x\nitems: [{kind: SPLIT}]\n",
     "1:1: unknown key `titel` (`title`?); the keys here are title, "
     "instructions, minutes, graded, page, ban, lines, choice, points, "
     "items"},
    {"an unknown key of an item", "items:\n  - kind: SPLIT\n    leven: 2\n",
     "3:5: unknown key `leven` (`level`?); the keys here are kind, topic, "
     "cloze, pin, level, count, points, lines, choice, page break"},
    {"an unknown kind", "items:\n  - {kind: LOKUP}\n",
     "2:12: no kind of problem is called \"LOKUP\" (\"LOOKUP\"?); pagein "
     "quiz --list shows them"},
    {"an unknown topic", "items:\n  - {topic: lokup}\n",
     "2:13: no topic is called \"lokup\" (\"lookup\"?); pagein quiz --list "
     "shows them"},
    {"a level that the kind has not",
     "items:\n  - {kind: ZEROPG, level: 1}\n", "2:27: ZEROPG has no level 1"},
    {"a level that there is not", "items:\n  - {kind: SPLIT, level: 5}\n",
     "2:26: `level` must be a whole number from 1 to 4"},
    {"a level of blanks", "items:\n  - {cloze: all, level: 2}\n",
     "2:25: `level` is for items of a kind or a topic"},
    {"two sources", "items:\n  - {kind: SPLIT, topic: cow}\n",
     "2:5: an item has one of `kind`, `topic`, `cloze` and `pin`"},
    {"no source", "items:\n  - {count: 2}\n",
     "2:5: an item has one of `kind`, `topic`, `cloze` and `pin`"},
    {"points that are none", "items:\n  - {kind: SPLIT, points: 1.234}\n",
     "2:27: `points` must be a number up to 1000 with at most two decimals, "
     "such as 4 or 2.5"},
    {"no points at all", "items:\n  - {kind: SPLIT, points: 0}\n",
     "2:27: `points` must be a number up to 1000 with at most two decimals, "
     "such as 4 or 2.5"},
    {"too many items",
     "items:\n  - {kind: SPLIT, count: 150}\n"
     "  - {kind: SPLIT, count: 51}\n",
     "2:3: that is more than 200 items: make two exams of it"},
    {"a code with a slip", "items:\n  - {pin: 0G4K-7Q2M-T9XV}\n",
     "2:11: The code \"0G4K-7Q2M-T9XV\" has a wrong character in it: compare "
     "it with the paper."},
    {"a page that is none", "page: a5\nitems: [{kind: SPLIT}]\n",
     "1:7: `page` must be a4 or letter"},
    {"too long", "minutes: 0\nitems: [{kind: SPLIT}]\n",
     "1:10: `minutes` must be a whole number from 1 to 1440"},
};

static void it_is_told_where(void **state)
{
    const struct mistaken *m = *state;
    struct blueprint b;
    struct diags found = {0};
    struct str text = STR_EMPTY;

    assert_int_equal(parse(&b, m->text, &found), -1);
    str_printf(&text, "%zu:%zu: %.*s", found.at[0].line, found.at[0].col,
               SLICE_FMT(found.at[0].text));
    assert_string_equal(text.at, m->says);
    str_release(&text);
    diags_release(&found);
}

static void the_shipped_ones_are_good(void **state)
{
    static const char *const paths[] = {"content/exams/midterm.yaml",
                                        "content/exams/quiz.yaml"};

    (void)state;
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct blueprint b;
        struct diags found = {0};
        struct err err;
        assert_int_equal(blueprint_read(&b, paths[i], &found, &err), 0);
        assert_int_equal(found.n, 0);
        assert_int_equal(b.nitems, i == 0 ? 20 : 10);
        blueprint_release(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_can_be_said_is_understood),
        cmocka_unit_test(what_is_not_said_is_as_usual),
        cmocka_unit_test(the_shipped_ones_are_good),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    return failed + RUN_CASES(mistakes, it_is_told_where);
}
