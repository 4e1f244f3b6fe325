/* A deck as a file for other programs and back: nothing is lost, nothing
 * comes twice, and a file that was broken changes nothing. */
#include <stdio.h>

#include "check.h"
#include "program.h"

static struct program program;
static struct ran ran;

static int begin(void **state)
{
    (void)state;
    program_init(&program);
    program_write(
        &program, "notes/a.md",
        "---\ntags: [x, y]\ndeck: A::B\n---\n\n# Head, \"quoted\"\n\n"
        "- =1+1 is {{2}}{({a number})}\n"
        "- {{c1::one}} and {{c2::two::hint}}\n"
        "- a picture ![it](p.png) of {{red, \"green\"\\\nblue}}\n");
    program_copy(&program, "notes/p.png", "tests/view/clear.png");
    program_run(&program, &ran, NULL, "import", "notes", NULL);
    assert_int_equal(ran.status, 0);
    program_run(&program, &ran, "\n3\n\n1\n", "review", "--plain", NULL);
    assert_int_equal(ran.status, 0);
    program_run(&program, &ran, NULL, "suspend", "notes/a.md:10", NULL);
    program_run(&program, &ran, NULL, "tag", "z", "notes/a.md:9", NULL);
    return 0;
}

static int end(void **state)
{
    (void)state;
    ran_release(&ran);
    program_release(&program);
    return 0;
}

static void read_file_of(const char *name, struct str *out)
{
    str_clear(out);
    program_read(&program, name, out);
}

struct file_case {
    const char *name, *file, *deck, *word;
};

static const struct file_case files[] = {
    {"cards.json and back", "cards.json", "json/default.sqlite",
     "\"question\": \"=1+1 is [...]\""},
    {"cards.csv and back, safe for spreadsheets", "cards.csv",
     "csv/default.sqlite", ",'=1+1 is [...],"},
};

/* The package that a deck makes holds all that its cards show and all that
 * happened to them, to the byte. */
static void nothing_is_lost(void **state)
{
    const struct file_case *c = *state;
    struct str one = STR_EMPTY, two = STR_EMPTY;

    program_run(&program, &ran, NULL, "export", c->file, NULL);
    assert_int_equal(ran.status, 0);
    read_file_of(c->file, &one);
    assert_non_null(strstr(one.at, c->word));
    program_run(&program, &ran, NULL, "import", "--deck", c->deck, c->file,
                NULL);
    assert_int_equal(ran.status, 0);
    program_run(&program, &ran, NULL, "export", "--with-progress", "1.apkg",
                NULL);
    program_run(&program, &ran, NULL, "export", "--with-progress", "--deck",
                c->deck, "2.apkg", NULL);
    assert_int_equal(ran.status, 0);
    read_file_of("1.apkg", &one);
    read_file_of("2.apkg", &two);
    assert_true(slice_eq(str_slice(&one), str_slice(&two)));
    program_run(&program, &ran, NULL, "list", "--json", NULL);
    str_clear(&one);
    str_put(&one, str_slice(&ran.out));
    program_run(&program, &ran, NULL, "list", "--json", "--deck", c->deck,
                NULL);
    assert_string_equal(ran.out.at, one.at);
    program_run(&program, &ran, NULL, "deck", "verify", "--deck", c->deck,
                NULL);
    assert_int_equal(ran.status, 0);
    str_release(&one);
    str_release(&two);
}

/* Into the deck it came from. */
static void nothing_comes_twice(void **state)
{
    const struct file_case *c = *state;

    program_run(&program, &ran, NULL, "export", c->file, NULL);
    program_run(&program, &ran, NULL, "import", c->file, NULL);
    assert_int_equal(ran.status, 0);
    assert_non_null(strstr(ran.err.at, "nothing new"));
}

struct bad_case {
    const char *name, *file, *text;
    int status;
};

static const struct bad_case bad[] = {
    {"no JSON", "x.json", "{", 65},
    {"JSON of another program", "x.json", "{\"a\": []}", 65},
    {"no deck in it", "x.json", "{\"rows\": []}", 76},
    {"a table that is none", "x.json", "{\"rows\": [[\"sqlite_master\", 1]]}",
     65},
    {"a row that belongs to none", "x.json",
     "{\"rows\": [[\"device\", 1, 1], [\"deck\", 1, 1],"
     " [\"card\", 1, 1, 9, null, 1, 1, null, 0, 0, null]]}",
     76},
    {"a text for a number", "x.json", "{\"rows\": [[\"device\", 1, \"x\"]]}",
     76},
    {"a table of another program", "x.csv", "a,b\n1,2\n", 76},
    {"a value of no kind", "x.csv", "table:device,i1,z\n", 65},
    {"a number that is none", "x.csv", "table:device,i1,ix\n", 65},
};

static void what_is_broken_changes_nothing(void **state)
{
    const struct bad_case *c = *state;
    struct str before = STR_EMPTY;

    program_run(&program, &ran, NULL, "list", "--json", NULL);
    str_put(&before, str_slice(&ran.out));
    program_write(&program, c->file, c->text);
    program_run(&program, &ran, NULL, "import", c->file, NULL);
    assert_int_equal(ran.status, c->status);
    assert_true(ran.err.len > 0);
    program_run(&program, &ran, NULL, "list", "--json", NULL);
    assert_string_equal(ran.out.at, before.at);
    str_release(&before);
}

/* Problems that stand still in Anki do not come back as cards: here they are
 * asked with other numbers. */
static void problems_of_a_package_stay_there(void **state)
{
    struct str before = STR_EMPTY;

    (void)state;
    program_run(&program, &ran, NULL, "list", "--json", NULL);
    str_put(&before, str_slice(&ran.out));
    program_run(&program, &ran, NULL, "export", "--problems", "1", "p.apkg",
                NULL);
    assert_int_equal(ran.status, 0);
    program_run(&program, &ran, NULL, "import", "p.apkg", NULL);
    assert_int_equal(ran.status, 0);
    assert_non_null(strstr(ran.err.at, " problems: here problems are asked"));
    program_run(&program, &ran, NULL, "list", "--json", NULL);
    assert_string_equal(ran.out.at, before.at);
    str_release(&before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(problems_of_a_package_stay_there),
    };
    int failed;

    begin(NULL);
    failed = RUN_CASES(files, nothing_is_lost) +
             RUN_CASES(files, nothing_comes_twice) +
             RUN_CASES(bad, what_is_broken_changes_nothing) +
             cmocka_run_group_tests(tests, NULL, NULL);
    end(NULL);
    return failed;
}
