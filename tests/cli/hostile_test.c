/* Names that strangers give: nothing of them is obeyed, neither by the
 * terminal, nor by a shell, nor by the database. Notes of theirs are tried in
 * tests/hostile. */
#include "runs.h"

#include <dirent.h>
#include <string.h>

#define NOTE "- The {{c1::page table}} maps.\n"

static const struct hostile_name {
    const char *name; /* the file's; in the test's name it is escaped */
    const char *file;
} file_names[] = {
    {"options", "-rf.md"},
    {"a long option", "--help.md"},
    {"a command in $()", "$(touch pwned1).md"},
    {"a command in backquotes", "`touch pwned2`.md"},
    {"a command behind a semicolon", ";touch pwned3;.md"},
    {"a single quote", "a'b.md"},
    {"a double quote", "a\"b.md"},
    {"a blank", "a b.md"},
    {"a line end", "nl\nx.md"},
    {"an escape sequence", "esc\x1b]0;x\x07.md"},
    {"a C1 control", "c1\xc2\x9b"
                     "2J.md"},
    {"a bidirectional control", "rlo\xe2\x80\xae"
                                "dm.md"},
    {"no UTF-8", "bad\xff.md"},
    {"a pipe", "|pwned4.md"},
    {"a redirection", ">pwned5.md"},
    {"a pattern", "*.md"},
    {"a home", "~root.md"},
    {"conversions of printf", "%n%s.md"},
    {"a comment", "#x.md"},
    {"a URI", "file:x.md"},
    {"a database in memory", ":memory:"},
    {"a query", "x?mode=memory.md"},
    {"an ampersand", "a&b.md"},
    {"a tab", "tab\tx.md"},
    {"dots", "..hidden.md"},
    {"a suffix alone", ".md"},
    {"a device elsewhere", "COM1.md"},
};

static void assert_no_file_pwned(const struct program *p)
{
    DIR *dir = opendir(p->home);
    const struct dirent *entry;

    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL)
        if (strncmp(entry->d_name, "pwned", 5) == 0)
            fail_msg("%s was made", entry->d_name);
    closedir(dir);
}

/* Runs, and looks at what came out. Returns the status. */
static int clean_run(struct program *p, const char *const *args)
{
    struct ran r = {0};
    int status;

    run_args(p, &r, "\n", args);
    assert_clean(&r.out);
    assert_clean(&r.err);
    assert_true(r.status < 124);
    if (r.status > 1)
        assert_true(r.err.len > 0);
    status = r.status;
    ran_release(&r);
    return status;
}

#define CLEAN(p, ...) clean_run(p, (const char *const[]){__VA_ARGS__, NULL})

static void a_file_name_is_only_a_name(void **state)
{
    const struct hostile_name *n = *state;
    struct program p;
    struct str place = STR_EMPTY;

    program_init(&p);
    program_set(&p, "EDITOR", "true");
    program_write(&p, n->file, NOTE);
    str_printf(&place, "%s:1", n->file);
    assert_int_equal(CLEAN(&p, "check", "--", n->file), 0);
    assert_int_equal(CLEAN(&p, "check", "--json", "--", n->file), 0);
    assert_int_equal(CLEAN(&p, "import", "--dry-run", "--", n->file), 0);
    assert_int_equal(CLEAN(&p, "import", "--", n->file), 0);
    assert_int_equal(CLEAN(&p, "list"), 0);
    assert_int_equal(CLEAN(&p, "show", "--", place.at), 0);
    assert_int_equal(CLEAN(&p, "edit", "--", place.at), 0);
    assert_int_equal(CLEAN(&p, "review", "--plain"), 0);
    CLEAN(&p, n->file);
    CLEAN(&p, "list", "--", n->file);
    assert_no_file_pwned(&p);

    str_release(&place);
    program_release(&p);
}

static const struct hostile_deck {
    const char *name, *deck;
} deck_names[] = {
    {"a database in memory", ":memory:"},
    {"a URI", "file:pwned6.db?mode=rwc"},
    {"an escape sequence", "d\x1b[2J.db"},
    {"options", "-d.db"},
    {"a folder that is not there", "no/such/dir/d.db"},
    {"a device that is full", "/dev/full"},
    {"a device that forgets", "/dev/null"},
    {"this folder", "."},
    {"the folder above", "../x/../.."},
    {"nothing", ""},
    {"a line end", "a\nb"},
};

static void a_deck_name_is_only_a_name(void **state)
{
    const struct hostile_deck *d = *state;
    struct program p;

    program_init(&p);
    program_write(&p, "a.md", NOTE);
    CLEAN(&p, "import", "--deck", d->deck, "a.md");
    CLEAN(&p, "list", "--deck", d->deck);
    CLEAN(&p, "--deck", d->deck);
    CLEAN(&p, "due", "--deck", d->deck);
    CLEAN(&p, "decks");
    assert_no_file_pwned(&p);

    program_release(&p);
}

int main(void)
{
    return RUN_CASES(file_names, a_file_name_is_only_a_name) |
           RUN_CASES(deck_names, a_deck_name_is_only_a_name);
}
