/* output_test.c - a folder of files, there as a whole or not at all. */
#include "sys/output.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "program.h"
#include "sys/file.h"

/* A home to write in; `at` is DIR in it. */
static struct program home;
static struct str at;

static int open_home(void **state)
{
    (void)state;
    program_init(&home);
    at = STR_EMPTY;
    path_join(&at, home.home, SLICE("made/out"));
    return 0;
}

static int close_home(void **state)
{
    (void)state;
    program_release(&home);
    str_release(&at);
    return 0;
}

static struct output *begun(bool among)
{
    struct output *o;
    struct err err;

    if (output_begin(&o, at.at, among, &err) < 0)
        fail_msg("%s", err.text);
    return o;
}

static void put(struct output *o, const char *name, const char *text,
                bool secret)
{
    struct err err;

    if (output_file(o, name, slice_from(text), secret, &err) < 0)
        fail_msg("%s", err.text);
}

static void ended(struct output *o)
{
    struct err err;

    if (output_end(o, &err) < 0)
        fail_msg("%s", err.text);
}

static void holds(const char *name, const char *text)
{
    struct str path = STR_EMPTY, got = STR_EMPTY;
    struct err err;

    path_join(&path, at.at, slice_from(name));
    if (file_read(&got, path.at, 1 << 20, &err) < 0)
        fail_msg("%s", err.text);
    assert_string_equal(got.at, text);
    str_release(&path);
    str_release(&got);
}

static unsigned mode_of(const char *name)
{
    struct str path = STR_EMPTY;
    struct stat st;

    path_join(&path, at.at, slice_from(name));
    assert_int_equal(stat(path.at, &st), 0);
    str_release(&path);
    return st.st_mode & 0777;
}

/* How many names there are in the folder where DIR stands. */
static int beside(void)
{
    struct str path = STR_EMPTY;
    const struct dirent *e;
    DIR *dir;
    int n = 0;

    path_join(&path, home.home, SLICE("made"));
    dir = opendir(path.at);
    assert_non_null(dir);
    while ((e = readdir(dir)) != NULL)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(dir);
    str_release(&path);
    return n;
}

static void files_have_their_place_at_the_end(void **state)
{
    struct output *o = begun(false);
    struct err err;

    (void)state;
    put(o, "a.txt", "one", false);
    put(o, "keys/b.txt", "two", true);
    assert_int_equal(output_open(o, "long.txt", false, &err), 0);
    assert_int_equal(output_more(o, SLICE("th"), &err), 0);
    put(o, "keys/c.txt", "four", false);
    assert_int_equal(output_more(o, SLICE("ree"), &err), 0);
    assert_int_equal(output_close(o, &err), 0);
    assert_false(file_stat_of(at.at).exists);
    ended(o);
    holds("a.txt", "one");
    holds("keys/b.txt", "two");
    holds("keys/c.txt", "four");
    holds("long.txt", "three");
    assert_int_equal(mode_of("keys/b.txt"), 0600);
    assert_int_equal(mode_of("a.txt") & 0400, 0400);
    assert_int_equal(beside(), 1);
}

static void what_is_dropped_leaves_nothing(void **state)
{
    struct output *o = begun(false);
    struct err err;

    (void)state;
    put(o, "keys/b.txt", "two", true);
    assert_int_equal(output_open(o, "long.txt", false, &err), 0);
    output_drop(o);
    assert_int_equal(beside(), 0);
}

static void an_empty_folder_is_taken(void **state)
{
    struct output *o;
    struct err err;

    (void)state;
    assert_int_equal(file_make_folder(at.at, &err), 0);
    o = begun(false);
    put(o, "a.txt", "one", false);
    ended(o);
    holds("a.txt", "one");
}

static void files_of_others_are_not_touched(void **state)
{
    struct output *o;
    struct err err;

    (void)state;
    program_write(&home, "made/out/mine.txt", "mine");
    assert_int_equal(output_begin(&o, at.at, false, &err), -1);
    assert_int_equal(err.kind, ERR_CREATE);
    assert_non_null(strstr(err.text, "--force"));
    holds("mine.txt", "mine");
}

static void among_files_each_replaces_its_own(void **state)
{
    struct output *o;

    (void)state;
    program_write(&home, "made/out/mine.txt", "mine");
    program_write(&home, "made/out/forms/a.txt", "old");
    o = begun(true);
    put(o, "forms/a.txt", "new", false);
    put(o, "forms/b.txt", "new too", false);
    holds("forms/a.txt", "old");
    ended(o);
    holds("mine.txt", "mine");
    holds("forms/a.txt", "new");
    holds("forms/b.txt", "new too");
    assert_int_equal(beside(), 1);
}

static void a_file_is_no_folder(void **state)
{
    struct output *o;
    struct err err;

    (void)state;
    program_write(&home, "made/out", "a file");
    assert_int_equal(output_begin(&o, at.at, true, &err), -1);
    assert_int_equal(err.kind, ERR_CREATE);
    assert_int_equal(beside(), 1);
}

static void a_link_is_not_written_through(void **state)
{
    struct str link = STR_EMPTY, aim = STR_EMPTY;
    struct output *o;

    (void)state;
    program_write(&home, "made/out/mine.txt", "mine");
    program_write(&home, "made/aim.txt", "aim");
    path_join(&link, at.at, SLICE("a.txt"));
    path_join(&aim, home.home, SLICE("made/aim.txt"));
    assert_int_equal(symlink(aim.at, link.at), 0);
    o = begun(true);
    put(o, "a.txt", "new", false);
    ended(o);
    holds("a.txt", "new");
    holds("../aim.txt", "aim");
    str_release(&link);
    str_release(&aim);
}

int main(void)
{
#define AT_HOME(f) cmocka_unit_test_setup_teardown(f, open_home, close_home)
    const struct CMUnitTest tests[] = {
        AT_HOME(files_have_their_place_at_the_end),
        AT_HOME(what_is_dropped_leaves_nothing),
        AT_HOME(an_empty_folder_is_taken),
        AT_HOME(files_of_others_are_not_touched),
        AT_HOME(among_files_each_replaces_its_own),
        AT_HOME(a_file_is_no_folder),
        AT_HOME(a_link_is_not_written_through),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
