/* The one way to print: escaping, cutting, counting, bars. */
#include "cli/out.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "cli/options.h"

/* An out that writes into a file nobody else sees. */
struct sheet {
    struct out out;
    int fd;
    char text[4096];
};

static void sheet_init(struct sheet *s)
{
    s->fd = open("/tmp", O_TMPFILE | O_RDWR, 0600);
    assert_true(s->fd >= 0);
    out_init(&s->out, s->fd, COLOR_NEVER, false);
}

static const char *sheet_read(struct sheet *s)
{
    ssize_t n;

    out_flush(&s->out);
    n = pread(s->fd, s->text, sizeof s->text - 1, 0);
    assert_true(n >= 0);
    s->text[n] = '\0';
    return s->text;
}

static void sheet_release(struct sheet *s)
{
    assert_int_equal(out_close(&s->out), 0);
    close(s->fd);
}

static const struct cell_case {
    const char *name, *text;
    int columns;
    bool fill;
    const char *want;
    int took;
} cells[] = {
    {"a text that fits", "page", 6, false, "page", 4},
    {"a text that is filled", "page", 6, true, "page  ", 6},
    {"a text that is cut", "page table", 6, false, "page …", 6},
    {"a text as wide as the room", "page", 4, true, "page", 4},
    {"any room", "page table", 0, false, "page table", 10},
    {"wide characters are not halved", "仮想記憶", 4, true, "仮… ", 4},
    {"controls are shown, and counted", "a\x1b[m", 3, false, "a␛…", 3},
    {"nothing", "", 2, true, "  ", 2},
};

static void is_a_cell(void **state)
{
    const struct cell_case *c = *state;
    struct sheet s;

    sheet_init(&s);
    assert_int_equal(
        out_cell(&s.out, slice_from(c->text), c->columns, c->fill), c->took);
    assert_string_equal(sheet_read(&s), c->want);
    sheet_release(&s);
}

static void one_takes_no_s(void **state)
{
    struct sheet s;

    (void)state;
    sheet_init(&s);
    out_count(&s.out, 0, "card");
    out_tab(&s.out);
    out_count(&s.out, 1, "card");
    out_tab(&s.out);
    out_count(&s.out, 2, "card");
    assert_string_equal(sheet_read(&s), "0 cards\t1 card\t2 cards");
    sheet_release(&s);
}

static void even_our_own_words_are_escaped(void **state)
{
    struct sheet s;

    (void)state;
    sheet_init(&s);
    out_puts(&s.out, "a\x1b[2Jb\n");
    out_printf(&s.out, "%s\n", "\xe2\x80\xae");
    out_put(&s.out, SLICE("two\nlines"));
    assert_string_equal(sheet_read(&s), "a␛[2Jb\n\\u{202e}\ntwo␊lines");
    sheet_release(&s);
}

static void much_is_written_without_being_asked(void **state)
{
    struct sheet s;

    (void)state;
    sheet_init(&s);
    for (int i = 0; i < 20000; i++)
        out_puts(&s.out, "a line\n");
    assert_true(s.out.text.len < 1 << 17);
    assert_true(lseek(s.fd, 0, SEEK_END) > 0);
    sheet_release(&s);
}

static void a_failure_is_remembered_and_ends_all_writing(void **state)
{
    struct out out;
    int fd = open("/dev/full", O_WRONLY);

    (void)state;
    assert_true(fd >= 0);
    out_init(&out, fd, COLOR_NEVER, false);
    assert_true(out_ok(&out));
    out_puts(&out, "a");
    out_flush(&out);
    assert_false(out_ok(&out));
    out_puts(&out, "b");
    assert_int_not_equal(out_close(&out), 0);
    close(fd);
}

/* --- the bar ------------------------------------------------------------ */

static void a_bar_is_drawn_where_the_cursor_can_move(void **state)
{
    struct sheet s;

    (void)state;
    unsetenv("PAGEIN_NOW");
    sheet_init(&s);
    out_progress(&s.out, "Importing", 1, 4);
    assert_string_equal(sheet_read(&s), "");
    s.out.moves = true;
    out_progress(&s.out, "Importing", 1, 4);
    assert_string_equal(sheet_read(&s), ""); /* it may be done soon */
    s.out.bar_since_ms = 1;
    out_progress(&s.out, "Importing", 1, 4);
    out_progress(&s.out, "Importing", 1, 4);
    assert_string_equal(
        sheet_read(&s),
        "\r\x1b[KImporting [#######.......................] 25 %");
    out_progress(&s.out, "Importing", 4, 4);
    out_puts(&s.out, "done");
    assert_string_equal(
        sheet_read(&s),
        "\r\x1b[KImporting [#######.......................] 25 %"
        "\r\x1b[Kdone");
    sheet_release(&s);
}

static void a_bar_that_was_not_drawn_is_not_wiped(void **state)
{
    struct sheet s;

    (void)state;
    sheet_init(&s);
    s.out.moves = true;
    out_progress(&s.out, "Importing", 0, 2);
    out_progress(&s.out, "Importing", 2, 2);
    out_progress(&s.out, "Importing", 0, 0);
    assert_string_equal(sheet_read(&s), "");
    sheet_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_takes_no_s),
        cmocka_unit_test(even_our_own_words_are_escaped),
        cmocka_unit_test(much_is_written_without_being_asked),
        cmocka_unit_test(a_failure_is_remembered_and_ends_all_writing),
        cmocka_unit_test(a_bar_is_drawn_where_the_cursor_can_move),
        cmocka_unit_test(a_bar_that_was_not_drawn_is_not_wiped),
    };

    return RUN_CASES(cells, is_a_cell) |
           cmocka_run_group_tests(tests, NULL, NULL);
}
