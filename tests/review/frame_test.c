/* The screen at every size, and what a stranger's text may do to it. */
#include <dirent.h>
#include <stdio.h>

#include "base/rng.h"
#include "check.h"
#include "review/screen.h"
#include "sitting.h"
#include "sys/file.h"
#include "text/unicode.h"

static const char notes[] =
    "# Address translation\n\n"
    "A toy machine has pages of 64 bytes and this table:\n\n"
    "| VPN | valid | PPN |\n|:--|--|--:|\n| 000 | 1 | 0010 |\n"
    "| 001 | 1 | 1010 |\n\n"
    "- The *lower* six bits of an address are {{the page offset}}, so "
    "`0 0010 0100` lies at `0x0A4`.\n"
    "    - 日本語: ページの{{大きさ}}\n"
    "        - and a 👍🏽 for e&#x301;very {{c1::level::how deep}}\n"
    "            - down to the {{fourth}}\n"
    "                - and the {{fifth}}\n";

/* A sitting whose card at hand has this answer. */
static void sit_at(struct sitting *s, const char *answer)
{
    sitting_init(s, notes);
    sitting_open(s);
    for (int i = 0; strcmp(sitting_answer(s), answer) != 0; i++) {
        assert_true(i < 9);
        sitting_press(s, "b");
    }
    sitting_press(s, "j");
    sitting_press(s, "u");
    sitting_press(s, "j"); /* no notice */
    while (strcmp(sitting_answer(s), answer) != 0)
        sitting_press(s, "bj");
    sitting_press(s, "?q"); /* follow the blank again */
}

static const struct golden_case {
    const char *name, *answer, *keys;
    int rows, columns;
    const char *golden;
} goldens[] = {
    {"a question at 80 columns", "the page offset", "", 24, 80,
     "review-24x80.txt"},
    {"its answer", "the page offset", " ", 24, 80, "review-24x80-answer.txt"},
    {"a hint, far down, at 120 columns", "level", "", 40, 120,
     "review-40x120.txt"},
    {"a low screen", "fifth", "", 12, 40, "review-12x40.txt"},
    {"a lower one is compact and folds", "fifth", " ", 10, 40,
     "review-10x40.txt"},
    {"20x6 still says something", "fifth", "", 6, 20, "review-6x20.txt"},
    {"and its answer", "fifth", " ", 6, 20, "review-6x20-answer.txt"},
    {"typing on it", "fifth", "tfive", 6, 20, "review-6x20-typing.txt"},
    {"a slit", "fifth", "", 2, 30, "review-2x30.txt"},
};

static void looks_like(void **state)
{
    const struct golden_case *c = *state;
    struct sitting s;

    sit_at(&s, c->answer);
    sitting_press(&s, c->keys);
    assert_golden(c->golden, sitting_screen(&s, c->rows, c->columns));
    sitting_release(&s);
}

/* Nothing is drawn outside, nothing falls over, and from 6x20 on the blank
 * or the answer is in sight. */
static void any_size_will_do(void **state)
{
    static const char *const modes[] = {"", " ", "tfive", "?", "i"};

    (void)state;
    for (size_t m = 0; m < COUNT(modes); m++) {
        struct sitting s;

        sit_at(&s, "fifth");
        sitting_press(&s, modes[m]);
        for (int rows = 1; rows <= 30; rows += 1 + rows / 9) {
            for (int columns = 1; columns <= 130;
                 columns += 1 + columns / 9) {
                const char *screen = sitting_screen(&s, rows, columns);

                if (m < 2 && rows >= 6 && columns >= 20)
                    assert_non_null(
                        strstr(screen, m == 0 ? "[...]" : "fifth"));
            }
        }
        sitting_release(&s);
    }
}

static void scrolling_reaches_both_ends(void **state)
{
    struct sitting s;

    (void)state;
    sit_at(&s, "fifth");
    sitting_screen(&s, 8, 40);
    sitting_press(&s, "<Home>");
    assert_non_null(strstr(sitting_screen(&s, 8, 40), "A toy machine"));
    assert_non_null(strstr(s.text.at, "↓"));
    assert_null(strstr(s.text.at, "↑"));
    sitting_press(&s, "jj");
    assert_null(strstr(sitting_screen(&s, 8, 40), "A toy machine"));
    assert_non_null(strstr(s.text.at, "↑"));
    sitting_press(&s, "kk");
    assert_non_null(strstr(sitting_screen(&s, 8, 40), "A toy machine"));
    sitting_press(&s, "<PgDn>");
    assert_null(strstr(sitting_screen(&s, 8, 40), "A toy machine"));
    sitting_press(&s, "<PgUp>");
    assert_non_null(strstr(sitting_screen(&s, 8, 40), "A toy machine"));
    sitting_press(&s, "<End>");
    assert_non_null(strstr(sitting_screen(&s, 8, 40), "and the [...]"));
    sitting_press(&s, "jjjj");
    assert_non_null(strstr(sitting_screen(&s, 8, 40), "and the [...]"));
    sitting_release(&s);
}

static void a_long_typed_line_keeps_its_cursor_in_sight(void **state)
{
    struct sitting s;

    (void)state;
    sit_at(&s, "fifth");
    sitting_press(&s, "t");
    for (int i = 0; i < 30; i++)
        sitting_press(&s, "long 語 ");
    sitting_screen(&s, 24, 40);
    assert_in_range(s.cells.cursor_column, 30, 38);
    sitting_press(&s, "<Home>");
    sitting_screen(&s, 24, 40);
    assert_int_equal(s.cells.cursor_column, 4);
    sitting_release(&s);
}

/* --- hostile texts ----------------------------------------------------- */

/* Our own sequences are CSI with a number or two and one of these ends. */
static size_t own_sequence(struct slice bytes)
{
    size_t n = 2;

    if (bytes.len < 3 || bytes.at[0] != '\033' || bytes.at[1] != '[')
        return 0;
    while (n < bytes.len && strchr("0123456789;?", bytes.at[n]) != NULL)
        n++;
    return n < bytes.len && strchr("HJmhl", bytes.at[n]) != NULL ? n + 1 : 0;
}

static void assert_only_ours(struct slice bytes)
{
    size_t len;

    assert_int_equal(utf8_check(bytes), bytes.len);
    while (bytes.len > 0) {
        uint32_t code = utf8_next(bytes, &len);

        if (code == '\033') {
            len = own_sequence(bytes);
            assert_true(len > 0);
        } else {
            assert_true(code >= ' ' && code != 0x7f);
            assert_false(code >= 0x80 && code < 0xa0);
            assert_false(code >= 0x202a && code <= 0x202e);
            assert_false(code >= 0x2066 && code <= 0x2069);
            assert_false(code == 0x2028 || code == 0x2029);
        }
        bytes = slice_skip(bytes, len);
    }
}

static void draw_bytes(struct sitting *s)
{
    struct screen screen = {.depth = DEPTH_RGB};
    struct str bytes = STR_EMPTY;

    sitting_screen(s, 24, 80);
    screen_update(&bytes, &screen, &s->cells);
    assert_only_ours(str_slice(&bytes));
    str_release(&bytes);
    screen_release(&screen);
}

/* Goes through all cards of a file, looking at every side of each. */
static void review_all(struct sitting *s)
{
    sitting_open(s);
    for (int i = 0; i < 60 && session_face(s->session) != NULL; i++) {
        draw_bytes(s);
        sitting_press(s, "i");
        draw_bytes(s);
        sitting_press(s, "qt<Tab>");
        draw_bytes(s);
        sitting_press(s, "wrong<Enter>");
        draw_bytes(s);
        sitting_press(s, "3");
    }
    draw_bytes(s);
}

static void nothing_of_a_hostile_note_is_obeyed(void **state)
{
    DIR *dir = opendir("tests/hostile");
    struct dirent *entry;
    int files = 0, cards = 0;

    (void)state;
    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL) {
        struct sitting s;
        struct str text = STR_EMPTY, path = STR_EMPTY;

        if (strncmp(entry->d_name, "term-", 5) != 0)
            continue;
        files++;
        str_printf(&path, "tests/hostile/%s", entry->d_name);
        sitting_init(&s, "");
        assert_int_equal(file_read(&text, path.at, 1 << 20, &s.desk.err), 0);
        desk_write(&s.desk, "note\033[2J\a.md", text.at);
        if (desk_import(&s.desk, "note\033[2J\a.md") == 0) {
            cards += (int)desk_ncards(&s.desk);
            review_all(&s);
        }
        sitting_release(&s);
        str_release(&text);
        str_release(&path);
    }
    closedir(dir);
    assert_true(files > 15);
    assert_true(cards > 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_size_will_do),
        cmocka_unit_test(scrolling_reaches_both_ends),
        cmocka_unit_test(a_long_typed_line_keeps_its_cursor_in_sight),
        cmocka_unit_test(nothing_of_a_hostile_note_is_obeyed),
    };

    return RUN_CASES(goldens, looks_like) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
