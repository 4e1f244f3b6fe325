/* The bytes for a grid, obeyed by a terminal (libvterm), give that grid. */
#include "review/screen.h"

#include <vterm.h>

#include "base/rng.h"
#include "check.h"
#include "text/unicode.h"

enum { ROWS = 6, COLUMNS = 17 };

struct line_end {
    VTerm *vt;
    VTermScreen *seen;
    VTermPos cursor;
    bool cursor_visible;
    struct screen screen;
    struct str bytes; /* of the last update */
};

static int on_cursor(VTermPos now, VTermPos before, int visible, void *user)
{
    struct line_end *e = user;

    (void)before;
    (void)visible;
    e->cursor = now;
    return 1;
}

static int on_prop(VTermProp prop, VTermValue *value, void *user)
{
    struct line_end *e = user;

    if (prop == VTERM_PROP_CURSORVISIBLE)
        e->cursor_visible = value->boolean;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.movecursor = on_cursor,
                                               .settermprop = on_prop};

static int end_open(void **state)
{
    struct line_end *e = test_calloc(1, sizeof *e);

    e->vt = vterm_new(ROWS, COLUMNS);
    vterm_set_utf8(e->vt, 1);
    e->seen = vterm_obtain_screen(e->vt);
    vterm_screen_set_callbacks(e->seen, &callbacks, e);
    vterm_screen_reset(e->seen, 1);
    vterm_input_write(e->vt, "\033[?7l", 5); /* as term.c does */
    e->screen.depth = DEPTH_RGB;
    e->bytes = STR_EMPTY;
    *state = e;
    return 0;
}

static int end_close(void **state)
{
    struct line_end *e = *state;

    vterm_free(e->vt);
    screen_release(&e->screen);
    str_release(&e->bytes);
    test_free(e);
    return 0;
}

static void show(struct line_end *e, const struct cells *want)
{
    str_clear(&e->bytes);
    screen_update(&e->bytes, &e->screen, want);
    vterm_input_write(e->vt, e->bytes.at, e->bytes.len);
}

/* What the emulator has in a cell, as UTF-8; "" in a right half. */
static void put_seen(struct str *out, const VTermScreenCell *cell)
{
    if (cell->chars[0] == (uint32_t)-1)
        return;
    if (cell->chars[0] == 0)
        str_putc(out, ' ');
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
        utf8_put(out, cell->chars[i]);
}

static void assert_seen(struct line_end *e, const struct cells *want)
{
    for (int row = 0; row < want->rows; row++) {
        for (int column = 0; column < want->columns; column++) {
            const struct cell *cell = cells_at(want, row, column);
            VTermScreenCell got;
            struct str text = STR_EMPTY;

            if (cell->risky || cell->width == 0)
                continue;
            vterm_screen_get_cell(e->seen, (VTermPos){row, column}, &got);
            put_seen(&text, &got);
            assert_true(slice_eq(str_slice(&text),
                                 (struct slice){cell->text, cell->len}));
            assert_int_equal(got.width, cell->width);
            assert_int_equal(got.attrs.bold,
                             cell->style.role == ROLE_BLANK ||
                                 cell->style.role == ROLE_ANSWER);
            assert_int_equal(got.attrs.underline,
                             cell->style.role == ROLE_ANSWER);
            str_release(&text);
        }
    }
}

/* --- random grids ------------------------------------------------------ */

static const char *const letters[] = {
    "a",         "b", " ", "x",        "日", "本",     "e\xcc\x81",
    "o\xcc\x88", "│", "▓", "👍🏽", "🇩🇪", "❤️", "é",
};

static void scribble(struct cells *grid, struct rng *rng)
{
    static const enum role roles[] = {ROLE_PLAIN, ROLE_BLANK, ROLE_ANSWER};
    int strokes = (int)rng_below(rng, 40);

    for (int i = 0; i < strokes; i++)
        cells_put(grid, (int)rng_below(rng, ROWS),
                  (int)rng_below(rng, COLUMNS), COLUMNS,
                  style_of(roles[rng_below(rng, COUNT(roles))]),
                  slice_from(letters[rng_below(rng, COUNT(letters))]));
    if (rng_below(rng, 3) == 0)
        cells_clear(grid);
    if (rng_below(rng, 2) == 0) {
        grid->cursor_row = (int)rng_below(rng, ROWS);
        grid->cursor_column = (int)rng_below(rng, COLUMNS);
    } else {
        grid->cursor_row = grid->cursor_column = -1;
    }
}

static void whatever_was_shown_the_new_grid_is_seen(void **state)
{
    struct line_end *e = *state;
    struct rng rng = rng_new(2026);
    struct cells grid;

    cells_init(&grid, ROWS, COLUMNS);
    for (int round = 0; round < 4000; round++) {
        scribble(&grid, &rng);
        if (rng_below(&rng, 50) == 0)
            screen_forget(&e->screen);
        show(e, &grid);
        assert_seen(e, &grid);
        assert_int_equal(e->cursor_visible, grid.cursor_row >= 0);
        if (grid.cursor_row >= 0) {
            assert_int_equal(e->cursor.row, grid.cursor_row);
            assert_int_equal(e->cursor.col, grid.cursor_column);
        }
    }
    cells_release(&grid);
}

/* --- particular ones --------------------------------------------------- */

static void the_same_grid_again_costs_no_byte(void **state)
{
    struct line_end *e = *state;
    struct cells grid;

    cells_init(&grid, ROWS, COLUMNS);
    cells_put(&grid, 2, 3, COLUMNS, style_of(ROLE_BLANK), SLICE("[...]"));
    show(e, &grid);
    assert_true(e->bytes.len > 0);
    show(e, &grid);
    assert_int_equal(e->bytes.len, 0);
    cells_release(&grid);
}

static void only_what_differs_is_sent(void **state)
{
    struct line_end *e = *state;
    struct cells grid;

    cells_init(&grid, ROWS, COLUMNS);
    cells_put(&grid, 0, 0, COLUMNS, style_of(ROLE_PLAIN),
              SLICE("a long first line"));
    show(e, &grid);
    cells_put(&grid, 0, 7, COLUMNS, style_of(ROLE_PLAIN), SLICE("F"));
    show(e, &grid);
    assert_string_equal(e->bytes.at, "\033[?2026h\033[?25l\033[1;8H\033[0mF"
                                     "\033[?2026l");
    cells_release(&grid);
}

static void another_size_starts_from_an_empty_screen(void **state)
{
    struct line_end *e = *state;
    struct cells grid, smaller;

    cells_init(&grid, ROWS, COLUMNS);
    cells_put(&grid, 5, 0, COLUMNS, style_of(ROLE_PLAIN), SLICE("below"));
    show(e, &grid);
    cells_init(&smaller, 2, 5);
    cells_put(&smaller, 0, 0, 5, style_of(ROLE_PLAIN), SLICE("ab"));
    show(e, &smaller);
    assert_string_equal(e->bytes.at,
                        "\033[?2026h\033[?25l\033[0m\033[2J\033[1;1Hab"
                        "\033[?2026l");
    cells_release(&grid);
    cells_release(&smaller);
}

/* Whatever a terminal thinks of the cluster's width, what stands behind it
 * is placed by number and written again. */
static void a_cluster_of_doubtful_width_spoils_nothing(void **state)
{
    struct line_end *e = *state;
    struct cells grid;

    cells_init(&grid, 1, COLUMNS);
    cells_put(&grid, 0, 0, COLUMNS, style_of(ROLE_PLAIN), SLICE("ab cd"));
    show(e, &grid);
    cells_put(&grid, 0, 1, COLUMNS, style_of(ROLE_PLAIN), SLICE("🫠"));
    show(e, &grid);
    assert_string_equal(e->bytes.at,
                        "\033[?2026h\033[?25l\033[1;2H\033[0m  \033[1;2H🫠"
                        "\033[1;4Hcd\033[?2026l");
    cells_release(&grid);
}

int main(void)
{
#define END_TEST(fn) cmocka_unit_test_setup_teardown(fn, end_open, end_close)
    const struct CMUnitTest tests[] = {
        END_TEST(whatever_was_shown_the_new_grid_is_seen),
        END_TEST(the_same_grid_again_costs_no_byte),
        END_TEST(only_what_differs_is_sent),
        END_TEST(another_size_starts_from_an_empty_screen),
        END_TEST(a_cluster_of_doubtful_width_spoils_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
