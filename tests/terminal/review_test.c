/* A review as it is lived: the program on a terminal, a few notes, keys. */
#include <signal.h>
#include <stdio.h>

#include "check.h"
#include "leak.h"
#include "terminal.h"

static const char notes[] =
    "# Paging\n"
    "\n"
    "- A page is {{4096}} bytes on most machines.\n"
    "  - A process of 3 pages has {{12 288}} bytes.\n"
    "- The {{valid bit}} of an entry tells whether it may be used.\n"
    "\n"
    "| Wide | Combined | Joined |\n"
    "|------|----------|--------|\n"
    "| 漢字 {{仮名}} | e\xcc\x81te\xcc\x81 {{cafe\xcc\x81}} | "
    "\xf0\x9f\x98\x80 {{\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb}} |\n";

/* A home with those notes imported. */
static struct program home_with_notes(void)
{
    struct program p;
    struct ran ran = {0};

    program_init(&p);
    program_write(&p, "paging.md", notes);
    program_run(&p, &ran, NULL, "import", "-q", "paging.md", NULL);
    assert_int_equal(ran.status, 0);
    ran_release(&ran);
    return p;
}

static struct terminal *review(const struct program *p, int rows, int columns)
{
    return terminal_open(p, rows, columns, "pagein", "review", NULL);
}

static void assert_nothing_left(const struct terminal *t)
{
    struct str left = STR_EMPTY;

    terminal_put_left_behind(&left, t);
    assert_string_equal(left.at, "");
    str_release(&left);
}

static void end(struct terminal *t, int status)
{
    assert_int_equal(terminal_status(t), status);
    assert_nothing_left(t);
    assert_no_leak(str_slice(&t->bytes), READER_SCREEN, "the screen");
    terminal_close(t);
}

/* Screens one after the other, for a golden file. */
static void shoot(struct str *film, const struct terminal *t,
                  const char *after)
{
    str_printf(film, "=== %s\n", after);
    terminal_put_text(film, t);
}

/* A whole session: every kind of card, every grade, a typed answer, history,
 * help, undo, to the summary and out. */
static void play(struct str *film, struct terminal *t)
{
    static const struct {
        const char *keys, *name;
    } acts[] = {
        {" ", "Space"},
        {"1", "1, Again"},
        {" ", "Space"},
        {"3", "3, Good"},
        {"t", "t"},
        {"valod", "valod"},
        {"\r", "Enter"},
        {"2", "2, Hard"},
        {"u", "u"},
        {"i", "i"},
        {"q", "q"},
        {"?", "?"},
        {"\033", "Esc"},
        {"  ", "Space Space"},
        {" 4", "Space 4"},
        {"  ", "Space Space"},
        {"  ", "Space Space"},
    };

    shoot(film, t, "the start");
    for (size_t i = 0; i < COUNT(acts); i++) {
        terminal_type(t, acts[i].keys);
        shoot(film, t, acts[i].name);
    }
    for (int i = 0; i < 20 && !terminal_shows(t, "Done for today"); i++)
        terminal_type(t, " ");
    shoot(film, t, "the end");
    terminal_type(t, "q");
    shoot(film, t, "q");
}

struct size {
    const char *name;
    int rows, columns;
    const char *golden;
};

static const struct size sizes[] = {
    {"a session at 80x24", 24, 80, "terminal-80x24.txt"},
    {"a session at 120x40", 40, 120, "terminal-120x40.txt"},
    {"a session at 40x12", 12, 40, "terminal-40x12.txt"},
};

static void a_whole_session(void **state)
{
    const struct size *size = *state;
    struct program p = home_with_notes();
    struct terminal *t = review(&p, size->rows, size->columns);
    struct str film = STR_EMPTY;

    play(&film, t);
    end(t, 0);
    assert_golden(size->golden, film.at);
    str_release(&film);
    program_release(&p);
}

static void a_window_of_any_size_shows_something_sensible(void **state)
{
    static const int small_to_large[][2] = {
        {12, 40}, {6, 20}, {3, 10}, {1, 1}, {6, 20}, {50, 200}, {24, 80}};
    struct program p = home_with_notes();
    struct terminal *t = review(&p, 24, 80);
    struct str film = STR_EMPTY, before = STR_EMPTY, after = STR_EMPTY;
    char name[32];

    (void)state;
    terminal_type(t, " ");
    terminal_put_text(&before, t);
    for (size_t i = 0; i < COUNT(small_to_large); i++) {
        const int *size = small_to_large[i];
        terminal_resize(t, size[0], size[1]);
        snprintf(name, sizeof name, "%dx%d", size[1], size[0]);
        shoot(&film, t, name);
    }
    terminal_put_text(&after, t);
    assert_string_equal(after.at, before.at);
    assert_golden("terminal-resize.txt", film.at);
    terminal_type(t, "q");
    end(t, 0);
    str_release(&film);
    str_release(&before);
    str_release(&after);
    program_release(&p);
}

/* What the environment says of colours. */
struct palette {
    const char *name, *term, *colorterm, *no_color, *golden;
};

static const struct palette palettes[] = {
    {"256 colours", "xterm-256color", NULL, NULL, "terminal-256.txt"},
    {"24-bit colours", "xterm-256color", "truecolor", NULL,
     "terminal-rgb.txt"},
    {"16 colours", "xterm", NULL, NULL, "terminal-16.txt"},
    {"NO_COLOR", "xterm-256color", "truecolor", "1", "terminal-mono.txt"},
    {"vt100", "vt100", NULL, NULL, "terminal-mono.txt"},
};

static void colours_are_those_the_terminal_has(void **state)
{
    const struct palette *palette = *state;
    struct program p = home_with_notes();
    struct terminal *t;
    struct str film = STR_EMPTY;

    program_set(&p, "TERM", palette->term);
    program_set(&p, "COLORTERM", palette->colorterm);
    program_set(&p, "NO_COLOR", palette->no_color);
    t = review(&p, 24, 80);
    terminal_put_styles(&film, t);
    str_puts(&film, "=== t valod Enter\n");
    terminal_type(t, "tvalod\r");
    terminal_put_styles(&film, t);
    assert_golden(palette->golden, film.at);
    terminal_type(t, "q");
    end(t, 0);
    str_release(&film);
    program_release(&p);
}

/* A terminal that can do nothing gets lines, in the order they happen. */
static void a_dumb_terminal_is_served_plainly(void **state)
{
    struct program p = home_with_notes();
    struct terminal *t;

    (void)state;
    program_set(&p, "TERM", "dumb");
    t = terminal_open(&p, 50, 80, "pagein", "review", NULL);
    terminal_type(t, "\r");
    terminal_type(t, "3\r");
    terminal_type(t, "q\r");
    assert_golden("terminal-dumb.txt", t->bytes.at);
    assert_int_equal(terminal_status(t), 0);
    assert_int_equal(slice_find(str_slice(&t->bytes), 0, SLICE("\033")),
                     t->bytes.len);
    assert_nothing_left(t);
    terminal_close(t);
    program_release(&p);
}

/* Ways to leave, each in the middle of a session. */
struct leave {
    const char *name;
    const char *keys; /* or */
    int signal;
    int status;
};

static const struct leave leaves[] = {
    {"q leaves", "q", 0, 0},
    {":q leaves", ":q", 0, 0},
    {"Ctrl-C leaves", "\003", 0, 0},
    {"SIGINT ends it", NULL, SIGINT, 128 + SIGINT},
    {"SIGTERM ends it", NULL, SIGTERM, 128 + SIGTERM},
    {"SIGHUP ends it", NULL, SIGHUP, 128 + SIGHUP},
};

static void nothing_is_left_on_the_terminal(void **state)
{
    const struct leave *way = *state;
    struct program p = home_with_notes();
    struct terminal *t = review(&p, 24, 80);

    terminal_type(t, " 3 ");
    if (way->keys != NULL)
        terminal_type(t, way->keys);
    else
        terminal_signal(t, way->signal);
    end(t, way->status);
    program_release(&p);
}

/* Behind the first attempt at a problem, which was wrong. */
static const struct leave unfinished[] = {
    {"q between two attempts", "q", 0, 0},
    {"SIGTERM between two attempts", NULL, SIGTERM, 128 + SIGTERM},
    {"SIGHUP between two attempts", NULL, SIGHUP, 128 + SIGHUP},
};

static void an_attempt_is_not_lost(void **state)
{
    const struct leave *way = *state;
    struct program p;
    struct terminal *t;
    struct ran ran = {0};

    program_init(&p);
    program_write(&p, "paging.md", notes);
    program_write(&p, "vm.yaml", "notes: [paging.md]\nkinds: [SPLIT]\n");
    program_run(&p, &ran, NULL, "import", "-q", "vm.yaml", NULL);
    t = terminal_open(&p, 24, 80, "pagein", "review", "--deck", "vm",
                      "--only", "problems", NULL);
    terminal_type(t, "1\r1\r");
    if (way->keys != NULL)
        terminal_type(t, way->keys);
    else
        terminal_signal(t, way->signal);
    end(t, way->status);
    program_run(&p, &ran, NULL, "undo", "--list", "--deck", "vm", NULL);
    assert_non_null(strstr(ran.out.at, "answer Again"));
    ran_release(&ran);
    program_release(&p);
}

static void a_line_that_drops_ends_it_and_keeps_the_answers(void **state)
{
    struct program p = home_with_notes();
    struct terminal *t = review(&p, 24, 80);
    struct ran ran = {0};

    (void)state;
    terminal_type(t, " 3 ");
    terminal_hang_up(t);
    assert_int_equal(terminal_status(t), 128 + SIGHUP);
    terminal_close(t);
    program_run(&p, &ran, NULL, "list", "--json", NULL);
    assert_non_null(strstr(ran.out.at, "\"reps\": 1"));
    ran_release(&ran);
    program_release(&p);
}

static void a_stop_gives_the_terminal_back_until_fg(void **state)
{
    struct program p = home_with_notes();
    struct terminal *t;
    struct str before = STR_EMPTY, after = STR_EMPTY, command = STR_EMPTY;

    (void)state;
    program_set(&p, "PS1", "$ ");
    t = terminal_open(&p, 24, 80, "sh", "-i", NULL);
    str_printf(&command, "%s review\r", source_path(PAGEIN));
    terminal_type(t, command.at);
    terminal_type(t, " ");
    terminal_put_text(&before, t);
    terminal_type(t, "\032");
    assert_shows(t, "Stopped");
    assert_nothing_left(t);
    terminal_resize(t, 30, 90);
    terminal_resize(t, 24, 80);
    terminal_type(t, "fg\r");
    terminal_put_text(&after, t);
    assert_string_equal(after.at, before.at);
    terminal_type(t, "3q");
    terminal_type(t, "exit\r");
    assert_int_equal(terminal_status(t), 0);
    assert_nothing_left(t);
    str_release(&before);
    str_release(&after);
    str_release(&command);
    terminal_close(t);
    program_release(&p);
}

static void an_edit_shows_on_the_card_at_once(void **state)
{
    struct program p = home_with_notes();
    struct terminal *t;
    struct str line = STR_EMPTY;

    (void)state;
    program_write(&p, "editor.sh",
                  "stty -a | grep -q ' icanon' && echo $1 >line\n"
                  "sed -i 's/most machines/most machines today/' \"$2\"\n");
    program_set(&p, "EDITOR", "sh editor.sh");
    t = review(&p, 24, 80);
    terminal_type(t, " 3");
    assert_shows(t, "A process of 3 pages has [...] bytes.");
    terminal_type(t, "e");
    assert_shows(t, "A page is 4096 bytes on most machines today.");
    assert_shows(t, "A process of 3 pages has [...] bytes.");
    program_read(&p, "line", &line);
    assert_string_equal(line.at, "+4\n");
    terminal_type(t, "q");
    end(t, 0);
    str_release(&line);
    program_release(&p);
}

static void notes_that_changed_are_read_again_at_the_start(void **state)
{
    struct program p = home_with_notes();
    struct terminal *t;

    (void)state;
    program_write(&p, "paging.md", "- A page is {{4 KiB}} large.\n");
    t = review(&p, 24, 80);
    assert_shows(t, "A page is [...] large.");
    terminal_type(t, "q");
    end(t, 0);
    program_release(&p);
}

static void a_paste_is_text_and_no_command(void **state)
{
    struct program p = home_with_notes();
    struct terminal *t = review(&p, 24, 80);

    (void)state;
    terminal_type(t, "\033[200~ 3q\033[201~");
    assert_shows(t, "[...]");
    terminal_type(t, "t\033[200~40q96\033[201~");
    assert_shows(t, "› 40q96");
    terminal_type(t, "\003");
    end(t, 0);
    program_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_window_of_any_size_shows_something_sensible),
        cmocka_unit_test(a_dumb_terminal_is_served_plainly),
        cmocka_unit_test(a_line_that_drops_ends_it_and_keeps_the_answers),
        cmocka_unit_test(a_stop_gives_the_terminal_back_until_fg),
        cmocka_unit_test(an_edit_shows_on_the_card_at_once),
        cmocka_unit_test(notes_that_changed_are_read_again_at_the_start),
        cmocka_unit_test(a_paste_is_text_and_no_command),
    };

    return RUN_CASES(sizes, a_whole_session) +
           RUN_CASES(palettes, colours_are_those_the_terminal_has) +
           RUN_CASES(leaves, nothing_is_left_on_the_terminal) +
           RUN_CASES(unfinished, an_attempt_is_not_lost) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
