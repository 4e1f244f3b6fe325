/* The terminal line itself, tried with programs everybody knows. */
#include <stdio.h>

#include "check.h"
#include "terminal.h"

static int setup(void **state)
{
    static struct program p;

    program_init(&p);
    program_set(&p, "PS1", "$ ");
    *state = &p;
    return 0;
}

static int teardown(void **state)
{
    program_release(*state);
    return 0;
}

static void assert_left_behind(const struct terminal *t, const char *want)
{
    struct str left = STR_EMPTY;

    terminal_put_left_behind(&left, t);
    assert_string_equal(left.at, want);
    str_release(&left);
}

static void a_screen_is_what_a_person_sees(void **state)
{
    struct terminal *t = terminal_open(*state, 4, 20, "sh", "-c",
                                       "printf 'a \\033[1;32mbé\\033[m\\r\\n "
                                       "漢 x'; read line",
                                       NULL);
    struct str text = STR_EMPTY;

    terminal_put_text(&text, t);
    terminal_put_styles(&text, t);
    assert_string_equal(text.at, "a bé\n 漢 x\n\n\n[cursor at 2:6]\n"
                                 "1:3-4 bold color2 |bé|\n");
    assert_shows(t, "漢");
    assert_shows_not(t, "y");
    str_release(&text);
    terminal_close(t);
}

static void typing_comes_back_when_it_was_dealt_with(void **state)
{
    struct terminal *t = terminal_open(*state, 5, 40, "sh", "-i", NULL);

    for (int i = 0; i < 50; i++) {
        char keys[40], want[40];
        snprintf(keys, sizeof keys, "clear; echo $((%d + 1000))\r", i);
        snprintf(want, sizeof want, "%d", i + 1000);
        terminal_type(t, keys);
        assert_shows(t, want);
    }
    terminal_type(t, "exit 3\r");
    assert_int_equal(terminal_status(t), 3);
    assert_left_behind(t, "");
    terminal_close(t);
}

static void what_a_program_leaves_behind_is_told(void **state)
{
    struct terminal *t =
        terminal_open(*state, 5, 40, "sh", "-c",
                      "stty -echo; printf "
                      "'\\033[?1049h\\033[?25l\\033[?2004h\\033[31m'; exit 2",
                      NULL);

    assert_int_equal(terminal_status(t), 2);
    assert_left_behind(t, "the settings of the line changed\n"
                          "the alternate screen is still shown\n"
                          "the cursor is still hidden\n"
                          "mode 1049 is not as it was\n"
                          "mode 2004 is not as it was\n"
                          "the pen still has a colour\n");
    terminal_close(t);
}

static void a_resize_a_stop_and_a_hang_up_arrive(void **state)
{
    struct terminal *t = terminal_open(*state, 5, 40, "sh", "-i", NULL);

    terminal_resize(t, 7, 30);
    terminal_type(t, "stty size\r");
    assert_shows(t, "7 30");
    terminal_type(t, "cat\r");
    terminal_type(t, "\x1a");
    assert_shows(t, "Stopped");
    terminal_type(t, "fg\r");
    terminal_type(t, "meow\r");
    terminal_type(t, "\x03");
    terminal_type(t, "echo $?\r");
    assert_shows(t, "130");
    terminal_hang_up(t);
    (void)terminal_status(t);
    terminal_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_screen_is_what_a_person_sees),
        cmocka_unit_test(typing_comes_back_when_it_was_dealt_with),
        cmocka_unit_test(what_a_program_leaves_behind_is_told),
        cmocka_unit_test(a_resize_a_stop_and_a_hang_up_arrive),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
