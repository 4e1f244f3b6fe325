/* Where things live. */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "sys/place.h"

struct row {
    const char *name;
    void (*place)(struct str *out);
    const char *variable, *value, *home, *want;
};

static const struct row rows[] = {
    {"data by default", place_data, "XDG_DATA_HOME", NULL, "/home/me",
     "/home/me/.local/share/pagein"},
    {"data where told", place_data, "XDG_DATA_HOME", "/d/", "/home/me",
     "/d/pagein"},
    {"a relative folder does not count", place_data, "XDG_DATA_HOME", "d",
     "/home/me", "/home/me/.local/share/pagein"},
    {"an empty one does not either", place_config, "XDG_CONFIG_HOME", "",
     "/home/me", "/home/me/.config/pagein"},
    {"config where told", place_config, "XDG_CONFIG_HOME", "/c", "/home/me",
     "/c/pagein"},
    {"cache by default", place_cache, "XDG_CACHE_HOME", NULL, "/home/me/",
     "/home/me/.cache/pagein"},
};

static void set(const char *name, const char *value)
{
    if (value != NULL)
        setenv(name, value, 1);
    else
        unsetenv(name);
}

static void each_row(void **state)
{
    const struct row *r = *state;
    struct str got = STR_EMPTY;

    set("HOME", r->home);
    set(r->variable, r->value);
    r->place(&got);
    assert_string_equal(got.at, r->want);
    str_release(&got);
}

static void without_home_the_user_s_entry_counts(void **state)
{
    const struct passwd *me = getpwuid(getuid());
    struct str got = STR_EMPTY, want = STR_EMPTY;

    (void)state;
    if (me == NULL) {
        print_message("this user has no entry: skipped\n");
        skip();
    }
    unsetenv("HOME");
    unsetenv("XDG_CONFIG_HOME");
    place_config(&got);
    str_printf(&want, "%s/.config/pagein", me->pw_dir);
    assert_string_equal(got.at, want.at);
    str_release(&got);
    str_release(&want);
}

struct deck {
    const char *name, *typed, *want; /* NULL: can't be */
};

static const struct deck decks[] = {
    {"a name", "vm", "/d/pagein/vm.sqlite"},
    {"a name with blanks and letters", "Über vm", "/d/pagein/Über vm.sqlite"},
    {"no name", "", "/d/pagein/default.sqlite"},
    {"a file here", "vm.sqlite", "vm.sqlite"},
    {"a path", "./vm", "./vm"},
    {"a hidden name", ".vm", NULL},
    {"an option", "--vm", NULL},
    {"a control character", "a\nb", NULL},
    {"DEL", "a\x7f", NULL},
};

static void each_deck(void **state)
{
    const struct deck *d = *state;
    struct str got = STR_EMPTY;
    struct err err = {ERR_NONE, ""};
    int rc;

    set("XDG_DATA_HOME", "/d");
    rc = place_deck(&got, slice_from(d->typed), &err);
    assert_int_equal(rc, d->want != NULL ? 0 : -1);
    assert_string_equal(got.at, d->want != NULL ? d->want : "");
    assert_int_equal(err.kind, d->want != NULL ? ERR_NONE : ERR_USAGE);
    str_release(&got);
}

static void a_name_too_long_or_with_nul_can_t_be_a_deck(void **state)
{
    struct str name = STR_EMPTY, got = STR_EMPTY;
    struct err err;

    (void)state;
    str_fill(&name, 'x', 200);
    assert_int_equal(place_deck(&got, str_slice(&name), &err), 0);
    str_clear(&got);
    str_putc(&name, 'x');
    assert_int_equal(place_deck(&got, str_slice(&name), &err), -1);
    assert_int_equal(place_deck(&got, SLICE("a\0/b"), &err), -1);
    assert_string_equal(got.at, "");
    str_release(&name);
    str_release(&got);
}

static void a_machine_is_16_digits_and_always_the_same(void **state)
{
    struct str got = STR_EMPTY, again = STR_EMPTY;

    (void)state;
    place_machine(&got);
    place_machine(&again);
    assert_int_equal(got.len, 16);
    assert_int_equal(strspn(got.at, "0123456789abcdef"), 16);
    assert_string_equal(got.at, again.at);
    str_release(&got);
    str_release(&again);
}

static void ask_without_machine_id(const void *arg)
{
    struct str got = STR_EMPTY;

    forbid(SYS_openat, ENOENT);
    place_machine(&got);
    must(got.len == 16 && strcmp(got.at, arg) != 0);
    str_release(&got);
}

static void without_a_machine_id_the_host_name_counts(void **state)
{
    struct str with = STR_EMPTY;

    (void)state;
    place_machine(&with);
    if (access("/etc/machine-id", R_OK) < 0)
        str_puts(&with, " is no such id");
    assert_int_equal(in_a_child(ask_without_machine_id, with.at), 0);
    str_release(&with);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_home_the_user_s_entry_counts),
        cmocka_unit_test(a_name_too_long_or_with_nul_can_t_be_a_deck),
        cmocka_unit_test(a_machine_is_16_digits_and_always_the_same),
        cmocka_unit_test(without_a_machine_id_the_host_name_counts),
    };

    return RUN_CASES(rows, each_row) + RUN_CASES(decks, each_deck) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
