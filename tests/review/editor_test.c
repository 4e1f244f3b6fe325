#include "review/editor.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"

static const struct command_case {
    const char *name, *editor;
    int line;
    const char *command; /* command, first and second argument */
} commands[] = {
    {"vi", "vi", 12, "exec vi \"$@\" [+12] [a.md]"},
    {"an editor with options", "emacs -nw", 3,
     "exec emacs -nw \"$@\" [+3] [a.md]"},
    {"code", "code --wait", 12, "exec code --wait \"$@\" [--goto] [a.md:12]"},
    {"codium with a path in front", "/usr/bin/codium -w", 1,
     "exec /usr/bin/codium -w \"$@\" [--goto] [a.md:1]"},
    {"helix", "hx", 7, "exec hx \"$@\" [a.md:7] []"},
    {"no line", "code", 0, "exec code \"$@\" [a.md] []"},
    {"a name that only ends in code", "mycode", 2,
     "exec mycode \"$@\" [+2] [a.md]"},
    {"none chosen", NULL, 5,
     "command -v sensible-editor >/dev/null && exec sensible-editor \"$@\"; "
     "exec vi \"$@\" [+5] [a.md]"},
};

static void is_run_as(void **state)
{
    const struct command_case *c = *state;
    struct str command = STR_EMPTY, first = STR_EMPTY, second = STR_EMPTY;

    editor_command(&command, &first, &second, c->editor, "a.md", c->line);
    str_printf(&command, " [%s] [%s]", first.at, second.at);
    assert_string_equal(command.at, c->command);
    str_release(&command);
    str_release(&first);
    str_release(&second);
}

/* An editor that writes down what it was given. */
static void the_person_s_editor_gets_line_and_file(void **state)
{
    char note[] = "/tmp/pagein-note-XXXXXX", line[64] = "";
    int fd = mkstemp(note);
    struct err err;
    FILE *f;

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    setenv("VISUAL", "sh -c 'printf %s \"$1\" >\"$2\"' sh", 1);
    setenv("EDITOR", "false", 1);
    assert_int_equal(editor_run(note, 17, &err), 0);
    f = fopen(note, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    fclose(f);
    assert_string_equal(line, "+17");
    unlink(note);
}

static void trouble_with_the_editor_is_told(void **state)
{
    struct err err;

    (void)state;
    setenv("VISUAL", " ", 1);
    setenv("EDITOR", "false", 1);
    assert_int_equal(editor_run("/dev/null", 1, &err), -1);
    assert_string_equal(err.text,
                        "The editor \"false\" ended with an error.");
    setenv("EDITOR", "no-such-editor 2>/dev/null", 1);
    assert_int_equal(editor_run("/dev/null", 1, &err), -1);
    assert_string_equal(err.text, "There is no editor \"no-such-editor "
                                  "2>/dev/null\"; set EDITOR to yours.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_person_s_editor_gets_line_and_file),
        cmocka_unit_test(trouble_with_the_editor_is_told),
    };

    return RUN_CASES(commands, is_run_as) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
