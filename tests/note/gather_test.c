/* Which files a person means. */
#include "check.h"
#include "note/gather.h"
#include "program.h"
#include "sys/file.h"

static struct program home;

static int furnish(void **state)
{
    static const char *const files[] = {
        "notes/b.md",       "notes/a.txt",     "notes/sub/c.markdown",
        "notes/.hidden.md", "notes/.git/d.md", "notes/e.png",
        "notes/sub/f.MD",   "other.note",
    };

    (void)state;
    program_init(&home);
    for (size_t i = 0; i < COUNT(files); i++)
        program_write(&home, files[i], "{{x}}");
    return 0;
}

static int clear(void **state)
{
    (void)state;
    program_release(&home);
    return 0;
}

/* Gathers `names` of the home, a space between them, and shows the files,
 * with their root in brackets. */
static void gathers(const char *names, size_t skipped, const char *want)
{
    struct slice rest = slice_from(names);
    struct str paths[4] = {STR_EMPTY, STR_EMPTY, STR_EMPTY, STR_EMPTY};
    const char *at[4];
    struct gathered g = {0};
    struct str got = STR_EMPTY;
    struct err err;
    size_t n = 0;

    while (rest.len > 0) {
        size_t end = slice_find(rest, 0, SLICE(" "));

        path_join(&paths[n], home.home, slice_sub(rest, 0, end));
        at[n] = paths[n].at;
        n++;
        rest = slice_skip(rest, end < rest.len ? end + 1 : end);
    }
    assert_int_equal(gather(&g, at, n, &err), 0);
    for (size_t i = 0; i < g.n; i++) {
        struct slice path = path_relative(g.files[i].path, home.home);

        str_printf(&got, "%s%.*s", i > 0 ? " " : "", SLICE_FMT(path));
        if (g.files[i].root != NULL)
            str_printf(&got, "[%s]", g.files[i].root + strlen(home.home) + 1);
    }
    assert_string_equal(got.at, want);
    assert_int_equal(g.skipped, skipped);
    for (size_t i = 0; i < 4; i++)
        str_release(&paths[i]);
    str_release(&got);
    gathered_release(&g);
}

static void a_folder_means_the_notes_below_it(void **state)
{
    (void)state;
    gathers("notes", 2,
            "notes/a.txt[notes] notes/b.md[notes] "
            "notes/sub/c.markdown[notes]");
}

static void a_file_is_taken_whatever_its_name(void **state)
{
    (void)state;
    gathers("other.note notes/.hidden.md", 0, "other.note notes/.hidden.md");
}

static void a_file_named_twice_is_taken_once(void **state)
{
    (void)state;
    gathers("notes/b.md notes notes/b.md", 2,
            "notes/b.md notes/a.txt[notes] notes/sub/c.markdown[notes]");
    gathers("notes/./b.md notes/sub/../b.md", 0, "notes/./b.md");
}

static void what_is_not_there_is_said(void **state)
{
    const char *paths[] = {"/nonexistent/x.md"};
    struct gathered g = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(gather(&g, paths, 1, &err), -1);
    assert_int_equal(err.kind, ERR_NO_INPUT);
    gathered_release(&g);
}

static void a_dash_is_standard_input(void **state)
{
    const char *paths[] = {"-"};
    struct gathered g = {0};
    struct err err;

    (void)state;
    assert_int_equal(gather(&g, paths, 1, &err), 0);
    assert_string_equal(g.files[0].path, "-");
    gathered_release(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_means_the_notes_below_it),
        cmocka_unit_test(a_file_is_taken_whatever_its_name),
        cmocka_unit_test(a_file_named_twice_is_taken_once),
        cmocka_unit_test(what_is_not_there_is_said),
        cmocka_unit_test(a_dash_is_standard_input),
    };
    return cmocka_run_group_tests(tests, furnish, clear);
}
