/* Where the program's words and data go, and what happens when they can't. */
#include "runs.h"

#include <string.h>

#include "terminal/terminal.h"

#define RUNS "yes a,4,4,4 | head -n 100000"

static const struct line {
    const char *name, *line;
    int status;
    const char *out, *err; /* NULL: anything */
} lines[] = {
    {"a full disk is told", "$P help >/dev/full", 74, "",
     "pagein: Writing the output failed: No space left on device.\n"},
    {"and so it is when there is little to write", "$P --version >/dev/full",
     74, "", "pagein: Writing the output failed: No space left on device.\n"},
    {"a closed output is told", "$P help >&-", 74, "",
     "pagein: Writing the output failed: Bad file descriptor.\n"},
    {"nothing to say on a closed output is no failure",
     "$P simulate </dev/null >&-", 0, "", ""},
    {"closed words change nothing", "$P --version 2>&-", 0, "pagein 0.1.0\n",
     ""},
    {"a wrong word is wrong with words closed", "$P nosuch 2>&-", 64, "", ""},
    {"what is said to closed words is not written into the deck",
     "echo '- a {{b}}' >a.md; $P import a.md <&- >&- 2>&- && "
     "$P deck verify && $P list | wc -l",
     0, "1\n", NULL},
    {"a closed input can't be read", "$P simulate <&-", 74, "", NULL},
    {"a reader who has seen enough is no news",
     RUNS " | $P simulate | head -n 1", 0, "a,0,4,1,250,1\n", ""},
    {"though the status says it, as a signal would",
     "{ " RUNS " | $P simulate; echo $? >&2; } | head -n 1", 0, NULL,
     "141\n"},
    {"a limit on files is a failure, no signal",
     "ulimit -f 1; " RUNS " | { $P simulate 2>&1 >big; echo $?; } | "
     "grep -o -e 'failed: File too large' -e '^74'",
     0, "failed: File too large\n74\n", ""},
    {"words go to standard error", "$P nosuch 2>/dev/null", 64, "", ""},
    {"data has no colour on a pipe", "$P help | grep -c $'\\x1b'", 1, "0\n",
     ""},
    {"unless it is asked for",
     "$P help --color=always | grep -q $'\\x1b'; echo $?", 0, "0\n", ""},
    {"NO_COLOR does not withstand that",
     "NO_COLOR=1 $P help --color=always | grep -q $'\\x1b'; echo $?", 0,
     "0\n", ""},
};

static void is_dealt_with(void **state)
{
    const struct line *c = *state;
    struct program p;
    struct ran r = {0};

    program_init(&p);
    run_shell(&p, &r, c->line);
    if (c->err != NULL)
        assert_string_equal(r.err.at, c->err);
    if (c->out != NULL)
        assert_string_equal(r.out.at, c->out);
    assert_int_equal(r.status, c->status);

    ran_release(&r);
    program_release(&p);
}

/* Sanitizers reserve more address space than any limit leaves them, and gcov
 * wants memory of its own at the end. */
static void no_memory_is_told(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
#ifdef __SANITIZE_ADDRESS__
    skip();
#endif
    if (strstr(PAGEIN, "build/cov/") != NULL)
        skip();
    program_init(&p);
    run_shell(&p, &r,
              "seq 1 100000 | sed 's/.*/- Line & is {{here}}./' >big.md; "
              "ulimit -v 60000; $P check big.md");
    assert_string_equal(r.err.at,
                        "pagein: There is not enough memory to go on. What "
                        "was saved is safe.\n");
    assert_int_equal(r.status, 71);

    ran_release(&r);
    program_release(&p);
}

/* --- on a terminal --------------------------------------------------------
 */

static const struct look {
    const char *name, *variable, *value, *flag;
    bool colour, bold;
} looks[] = {
    {"a terminal gets colour", NULL, NULL, "-q", true, true},
    {"NO_COLOR takes it away, not the bold", "NO_COLOR", "1", "-q", false,
     true},
    {"an empty NO_COLOR does not", "NO_COLOR", "", "-q", true, true},
    {"a dumb terminal gets nothing", "TERM", "dumb", "-q", false, false},
    {"PAGEIN_PLAIN is --plain", "PAGEIN_PLAIN", "1", "-q", false, false},
    {"--plain means it", NULL, NULL, "--plain", false, false},
    {"--color=never means it", NULL, NULL, "--color=never", false, false},
};

static void looks_so(void **state)
{
    const struct look *c = *state;
    struct program p;
    struct terminal *t;
    struct str styles = STR_EMPTY;

    program_init(&p);
    if (c->variable != NULL)
        program_set(&p, c->variable, c->value);
    t = terminal_open(&p, 40, 80, "pagein", "help", "simulate", c->flag,
                      NULL);
    assert_int_equal(terminal_status(t), 0);
    assert_shows(t, "pagein simulate --grades");
    terminal_put_styles(&styles, t);
    assert_int_equal(strstr(styles.at, " color") != NULL, c->colour);
    assert_int_equal(strstr(styles.at, "bold") != NULL, c->bold);

    str_release(&styles);
    terminal_close(t);
    program_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) |
           RUN_CASES(lines, is_dealt_with) | RUN_CASES(looks, looks_so);
}
