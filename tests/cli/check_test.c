#include "runs.h"

#define GOOD "# Paging\n\n- A page is mostly {{4096}} bytes.\n"
#define OPEN "- A page is {{4096 bytes.\n"
#define BARE "no cloze here\n"

static const struct run_case runs[] = {
    {"good notes", .args = {"check", "a.md"}, .files = {"a.md", GOOD},
     .out = "",
     .err = "1 note with 1 card in 1 file: nothing to complain "
            "of.\n"},
    {"a folder means its notes, hidden ones aside", .args = {"check", "."},
     .files = {"a.md", GOOD, "b/c.txt", GOOD, ".d.md", OPEN, "e.c", OPEN},
     .out = "",
     .err = "2 notes with 2 cards in 2 files: nothing to complain "
            "of.\n"},
    {"a file that is named is taken as it is", .args = {"check", "e.c"},
     .files = {"e.c", GOOD}, .out = "",
     .err = "1 note with 1 card in 1 file: nothing to complain of.\n"},
    {"quietly", .args = {"check", "-q", "a.md"}, .files = {"a.md", BARE},
     .out = "", .err = ""},
    {"standard input under a name", .args = {"check", "-", "--name", "x.md"},
     .input = OPEN, .status = 1},
    {"a file that is missing", .args = {"check", "a.md", "nosuch.md"},
     .files = {"a.md", GOOD}, .status = 66, .out = ""},
    {"a deck definition stands for its notes",
     .args = {"check", "decks/vm.yaml"},
     .files = {"notes/vm.md", GOOD, "decks/vm.yaml",
               "notes: [../notes/vm.md]\nnew: 5\n"},
     .out = "",
     .err = "1 note with 1 card in 1 file: nothing to complain "
            "of.\n"},
    {"a mistake in a deck definition",
     .args = {"check", "-q", "decks/vm.yaml"},
     .files = {"decks/vm.yaml", "notes: []\nnwe: 5\n"}, .status = 1},
    {"a deck definition that is missing", .args = {"check", "vm.yaml"},
     .status = 66, .out = ""},
    {"a folder that is empty", .args = {"check", "."}, .files = {"a.c", ""},
     .out = "",
     .err = "0 notes with 0 cards in 0 files: nothing to complain "
            "of.\n"},
    {"an image beside the folder of one note is found from the folder above",
     .args = {"check", "-q", "."},
     .files = {"a/b.md", "- {{x}} ![y](../c.png)\n", "c.png", "\x89PNG"},
     .out = ""},
    {"but not from the note alone", .args = {"check", "-q", "a/b.md"},
     .files = {"a/b.md", "- {{x}} ![y](../c.png)\n", "c.png", "\x89PNG"},
     .status = 1},
    {"one mistake is status 1", .args = {"check", "a.md"},
     .files = {"a.md", OPEN}, .status = 1},
};

/* The form that editors and compilers agree on, exactly. */
static void a_finding_is_a_line(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "a.md", GOOD OPEN);
    program_run(&p, &r, NULL, "check", "a.md", NULL);
    assert_int_equal(r.status, 1);
    assert_int_equal(strncmp(r.out.at, "a.md:4:13: error: ", 18), 0);
    assert_holds(&r.out, "[cloze-open]\n");
    assert_holds(&r.err, "in 1 file: 1 error.\n");

    ran_release(&r);
    program_release(&p);
}

static void the_name_of_standard_input_is_in_the_finding(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_run(&p, &r, OPEN, "check", "-", "--name", "notes/vm.md", NULL);
    assert_int_equal(strncmp(r.out.at, "notes/vm.md:1:13: error: ", 25), 0);
    program_run(&p, &r, OPEN, "check", "-", NULL);
    assert_int_equal(strncmp(r.out.at, "-:1:13: error: ", 15), 0);

    ran_release(&r);
    program_release(&p);
}

static void as_json_it_is_one_document(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "a.md", GOOD OPEN);
    program_run(&p, &r, NULL, "check", "--json", "a.md", NULL);
    assert_int_equal(r.status, 1);
    assert_string_equal(r.err.at, "");
    assert_holds(&r.out, "\"line\": 4");
    assert_holds(&r.out, "\"rule\": \"cloze-open\"");
    assert_holds(&r.out, "\"errors\": 1");

    ran_release(&r);
    program_release(&p);
}

/* A finding in colour, with the source line: what a terminal gets. The
 * program asks the terminal; tests/terminal has one. */
static void colour_can_be_had_on_a_pipe(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "a.md", OPEN);
    program_run(&p, &r, NULL, "check", "--color=always", "a.md", NULL);
    assert_holds(&r.out, "\x1b[");
    program_run(&p, &r, NULL, "check", "--color=never", "a.md", NULL);
    assert_lacks(&r.out, "\x1b[");

    ran_release(&r);
    program_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finding_is_a_line),
        cmocka_unit_test(the_name_of_standard_input_is_in_the_finding),
        cmocka_unit_test(as_json_it_is_one_document),
        cmocka_unit_test(colour_can_be_had_on_a_pipe),
    };

    return RUN_CASES(runs, run_holds) |
           cmocka_run_group_tests(tests, NULL, NULL);
}
