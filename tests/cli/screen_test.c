/* What the commands look like on a terminal, each compared with a golden
 * screen; the styles stand below it. */
#include "runs.h"

#include <signal.h>
#include <string.h>

#include "terminal/terminal.h"

static const char notes[] =
    "---\n"
    "tags: [paging]\n"
    "---\n"
    "# Pages\n"
    "\n"
    "- A page is mostly {{4096}} bytes.\n"
    "- In the outline, below a line that is rather long, stands a blank: "
    "{{here}}, and then it goes on.\n"
    "- 仮想記憶の{{ページ}}は小さい\n"
    "\n"
    "| VPN | PPN |\n"
    "|-----|-----|\n"
    "| 000 | {{010}} |\n";

static const char bad[] =
    "- An {{open cloze\n"
    "- \xe4\xbb\xae\xe6\x83\xb3 {{half open\n"
    "-\ttabs and an escape \x1b[31m before {{c0::zero}}\n"
    "- A long line, so long that its mistake lies far to the right, beyond "
    "what any screen of eighty columns can show without being cut: {{c501::"
    "too much}} and there is even more behind it, though nobody reads it.\n";

static const struct screen_case {
    const char *name, *golden;
    int rows, columns;
    const char *args[RUN_ARGS];
} screens[] = {
    {"the home screen", "screen-home.txt", 12, 80, {NULL}},
    {"all decks", "screen-decks.txt", 6, 80, {"decks"}},
    {"a list", "screen-list.txt", 10, 80, {"list"}},
    {"a narrow list", "screen-list-44.txt", 10, 44, {"list"}},
    {"a search", "screen-search.txt", 8, 80, {"search", "page", "bytes"}},
    {"a card of a table", "screen-show.txt", 18, 60, {"show", "vm.md:12"}},
    {"findings", "screen-check.txt", 20, 80, {"check", "bad.md"}},
    {"findings on a narrow screen",
     "screen-check-50.txt",
     30,
     50,
     {"check", "bad.md"}},
    {"numbers", "screen-stats.txt", 50, 80, {"stats"}},
    {"settings", "screen-config.txt", 10, 80, {"config"}},
    {"a wrong word", "screen-wrong.txt", 5, 80, {"lits"}},
};

/* Five answers on two days, so that there is something to see. */
static void study(struct program *p)
{
    struct ran r = {0};

    program_set(p, "PAGEIN_NOW", "2026-11-20T09:00:00+00:00");
    RUN(p, &r, 0, "import", "vm.md");
    program_run(p, &r, "\n3\n\n4\nq\n", "review", NULL);
    assert_int_equal(r.status, 0);
    program_set(p, "PAGEIN_NOW", "2026-11-21T09:00:00+00:00");
    program_run(p, &r, "\n1\n\n3\n\n4\n", "review", NULL);
    assert_int_equal(r.status, 0);
    program_set(p, "PAGEIN_NOW", PROGRAM_NOW);
    RUN(p, &r, 0, "mark", "vm.md:6");
    RUN(p, &r, 0, "suspend", "vm.md:8");
    ran_release(&r);
}

static void is_golden(void **state)
{
    const struct screen_case *c = *state;
    const char *const *a = c->args;
    struct program p;
    struct terminal *t;
    struct str seen = STR_EMPTY;

    program_init(&p);
    program_write(&p, "vm.md", notes);
    program_write(&p, "bad.md", bad);
    study(&p);
    t = terminal_open(&p, c->rows, c->columns, "pagein", a[0], a[1], a[2],
                      NULL);
    terminal_status(t);
    terminal_put_text(&seen, t);
    terminal_put_styles(&seen, t);
    assert_golden(c->golden, seen.at);

    str_release(&seen);
    terminal_close(t);
    program_release(&p);
}

/* Colour or none, the words are the same: nothing is said by colour alone. */
static void words_do_not_depend_on_colour(void **state)
{
    const struct screen_case *c = *state;
    struct program p;
    struct str coloured = STR_EMPTY, bare = STR_EMPTY;
    struct terminal *t;

    program_init(&p);
    program_write(&p, "vm.md", notes);
    program_write(&p, "bad.md", bad);
    study(&p);
    for (int i = 0; i < 2; i++) {
        program_set(&p, "NO_COLOR", i == 0 ? NULL : "1");
        t = terminal_open(&p, c->rows, c->columns, "pagein", c->args[0],
                          c->args[1], c->args[2], NULL);
        terminal_status(t);
        terminal_put_text(i == 0 ? &coloured : &bare, t);
        terminal_close(t);
    }
    assert_string_equal(coloured.at, bare.at);

    str_release(&coloured);
    str_release(&bare);
    program_release(&p);
}

/* 128 and the signal, and the answers given so far are there. */
static void a_review_that_is_ended_says_by_what(void **state)
{
    struct program p;
    struct ran r = {0};
    struct terminal *t;

    (void)state;
    program_init(&p);
    program_write(&p, "vm.md", notes);
    RUN(&p, &r, 0, "import", "vm.md");
    t = terminal_open(&p, 20, 80, "pagein", "review", NULL);
    assert_shows(t, "[...]");
    terminal_type(t, "  ");
    terminal_signal(t, SIGTERM);
    assert_int_equal(terminal_status(t), 128 + SIGTERM);
    terminal_close(t);
    RUN(&p, &r, 0, "stats", "--json");
    assert_holds(&r.out, "\"today_answers\": 1,");
    t = terminal_open(&p, 20, 80, "pagein", "review", "--color=never", NULL);
    terminal_type(t, "q");
    assert_int_equal(terminal_status(t), 0);
    terminal_close(t);

    ran_release(&r);
    program_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_review_that_is_ended_says_by_what),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) |
           RUN_CASES(screens, is_golden) |
           RUN_CASES(screens, words_do_not_depend_on_colour);
}
