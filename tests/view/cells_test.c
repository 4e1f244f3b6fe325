#include "view/cells.h"

#include "check.h"

static const struct put_case {
    const char *name;
    int column, end;
    const char *before, *text, *row;
    int behind; /* the column returned */
} cases[] = {
    {"plain text", 0, 10, "", "page", "page", 4},
    {"somewhere in the row", 3, 10, "", "page", "   page", 7},
    {"what is too long is cut", 6, 10, "", "offset", "      offs", 10},
    {"not beyond its end", 0, 3, "zzzzzz", "page", "pagzzz", 3},
    {"a wide character takes two", 0, 10, "", "日a", "日a", 3},
    {"and is left out when only half fits", 7, 10, "", "日本", "       日",
     9},
    {"a mark joins the letter before", 0, 10, "", "e\xcc\x81x", "e\xcc\x81x",
     2},
    {"a mark alone joins the cell before", 2, 10, "ab", "\xcc\x81x",
     "ab\xcc\x81x", 3},
    {"a mark at the left edge has nothing to join", 0, 10, "", "\xcc\x81x",
     "x", 1},
    {"half a wide character does not stay, left", 1, 10, "日本", "x", " x本",
     2},
    {"half a wide character does not stay, right", 0, 10, "日本", "x", "x 本",
     1},
    {"a wide one over two halves", 1, 10, "日本", "語", " 語", 3},
};

static void is_put(void **state)
{
    const struct put_case *c = *state;
    struct cells cells;
    struct str out = STR_EMPTY, row = STR_EMPTY;

    cells_init(&cells, 2, 10);
    cells_put(&cells, 1, 0, 10, style_of(ROLE_DIM), slice_from(c->before));
    assert_int_equal(cells_put(&cells, 1, c->column, c->end,
                               style_of(ROLE_PLAIN), slice_from(c->text)),
                     c->behind);
    cells_text(&out, &cells);
    str_printf(&row, "\n%s\n", c->row);
    assert_string_equal(out.at, row.at);
    str_release(&out);
    str_release(&row);
    cells_release(&cells);
}

static void rows_outside_take_nothing(void **state)
{
    struct cells cells;
    struct str out = STR_EMPTY;

    (void)state;
    cells_init(&cells, 1, 4);
    cells_put(&cells, 1, 0, 4, style_of(ROLE_PLAIN), SLICE("no"));
    cells_put(&cells, -1, 0, 4, style_of(ROLE_PLAIN), SLICE("no"));
    cells_put(&cells, 0, -2, 4, style_of(ROLE_PLAIN), SLICE("no"));
    cells_text(&out, &cells);
    assert_string_equal(out.at, "\n");
    str_release(&out);
    cells_release(&cells);
}

static void a_cluster_too_long_for_a_cell_loses_marks_only(void **state)
{
    struct cells cells;
    struct str zalgo = STR_EMPTY;
    const struct cell *cell;

    (void)state;
    str_puts(&zalgo, "x");
    for (int i = 0; i < 40; i++)
        str_puts(&zalgo, "\xcc\x81");
    cells_init(&cells, 1, 4);
    assert_int_equal(
        cells_put(&cells, 0, 0, 4, style_of(ROLE_PLAIN), str_slice(&zalgo)),
        1);
    cell = cells_at(&cells, 0, 0);
    assert_int_equal(cell->len, 29); /* x and fourteen marks of two bytes */
    cells_put(&cells, 0, 1, 4, style_of(ROLE_PLAIN), SLICE("\xcc\x81"));
    assert_int_equal(cell->len, 29);
    str_release(&zalgo);
    cells_release(&cells);
}

static void a_line_keeps_its_styles(void **state)
{
    struct span spans[] = {span_of(ROLE_PLAIN, "is "),
                           span_of(ROLE_BLANK, "[...]")};
    struct line line = {.spans = spans, .nspans = 2, .width = 8};
    struct cells cells;

    (void)state;
    cells_init(&cells, 1, 10);
    assert_int_equal(cells_put_line(&cells, 0, 0, 10, &line), 8);
    assert_int_equal(cells_at(&cells, 0, 3)->style.role, ROLE_BLANK);
    assert_int_equal(cells_at(&cells, 0, 2)->style.role, ROLE_PLAIN);
    cells_release(&cells);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_outside_take_nothing),
        cmocka_unit_test(a_cluster_too_long_for_a_cell_loses_marks_only),
        cmocka_unit_test(a_line_keeps_its_styles),
    };

    return RUN_CASES(cases, is_put) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
