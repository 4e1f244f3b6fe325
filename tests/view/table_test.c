#include "view/table.h"

#include "check.h"
#include "shown.h"

enum { COLUMNS = 3, ROWS = 3 };

static const char *const toy[ROWS * COLUMNS] = {
    "VPN", "valid", "PPN", "000", "1", "0010", "001", "0", ""};
static const char *const wordy[ROWS * COLUMNS] = {
    "region", "grows", "what lives there",
    "stack",  "down",  "return addresses, saved registers, locals",
    "heap",   "up",    "what malloc gives out"};
static const char *const wide[ROWS * COLUMNS] = {
    "語", "e\xcc\x81", "\033[1m", "日本語", "a", "b", "c", "👍", "d"};

static const struct table_case {
    const char *name;
    const char *const *texts;
    int width;
    bool header;
    const char *shown;
} cases[] = {
    {"columns are as wide as what is in them", toy, 40, true,
     "┌─────┬───────┬──────┐|\n"
     "│ VPN │ valid │  PPN │|\n"
     "├─────┼───────┼──────┤|\n"
     "│ 000 │   1   │ 0010 │|\n"
     "│ 001 │   0   │      │|\n"
     "└─────┴───────┴──────┘|\n"},
    {"no header, no line below it", toy, 40, false,
     "┌─────┬───────┬──────┐|\n"
     "│ VPN │ valid │  PPN │|\n"
     "│ 000 │   1   │ 0010 │|\n"
     "│ 001 │   0   │      │|\n"
     "└─────┴───────┴──────┘|\n"},
    {"the widest column gives way and wraps", wordy, 36, true,
     "┌────────┬───────┬─────────────────┐|\n"
     "│ region │ grows │      what lives │|\n"
     "│        │       │           there │|\n"
     "├────────┼───────┼─────────────────┤|\n"
     "│ stack  │ down  │          return │|\n"
     "│        │       │      addresses, │|\n"
     "│        │       │           saved │|\n"
     "│        │       │      registers, │|\n"
     "│        │       │          locals │|\n"
     "│ heap   │  up   │     what malloc │|\n"
     "│        │       │       gives out │|\n"
     "└────────┴───────┴─────────────────┘|\n"},
    {"where there is no room it is told in words", wordy, 18, true,
     "region: stack|\n"
     "grows: down|\n"
     "what lives there:|\n"
     "return addresses,|\n"
     "saved registers,|\n"
     "locals|\n"
     "|\n"
     "region: heap|\n"
     "grows: up|\n"
     "what lives there:|\n"
     "what malloc gives|\n"
     "out|\n"},
    {"empty cells are passed over then", toy, 15, true,
     "VPN: 000|\n"
     "valid: 1|\n"
     "PPN: 0010|\n"
     "|\n"
     "VPN: 001|\n"
     "valid: 0|\n"},
    {"wide, combining and hostile characters line up", wide, 40, true,
     "┌────────┬────┬──────┐|\n"
     "│ 語     │ e\xcc\x81  │ ␛[1m │|\n"
     "├────────┼────┼──────┤|\n"
     "│ 日本語 │ a  │    b │|\n"
     "│ c      │ 👍 │    d │|\n"
     "└────────┴────┴──────┘|\n"},
};

static void is_drawn(void **state)
{
    static const enum cell_align align[COLUMNS] = {ALIGN_LEFT, ALIGN_CENTRE,
                                                   ALIGN_RIGHT};
    const struct table_case *c = *state;
    struct arena arena = {0};
    struct lines l = lines_new(&arena, c->width);
    struct line cells[ROWS * COLUMNS];
    struct table t = {.columns = COLUMNS,
                      .rows = ROWS,
                      .cells = cells,
                      .align = align,
                      .header = c->header};
    struct str out = STR_EMPTY;

    for (size_t i = 0; i < COUNT(cells); i++)
        cells[i] =
            table_cell(&arena, style_of(ROLE_PLAIN), slice_from(c->texts[i]));
    table_draw(&l, &t);
    shown_text(&out, &l);
    assert_string_equal(out.at, c->shown);
    str_release(&out);
    lines_release(&l);
    arena_release(&arena);
}

static void a_table_without_cells_is_nothing(void **state)
{
    struct arena arena = {0};
    struct lines l = lines_new(&arena, 20);
    struct table t = {0};

    (void)state;
    table_draw(&l, &t);
    assert_int_equal(l.n, 0);
    lines_release(&l);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_without_cells_is_nothing),
    };

    return RUN_CASES(cases, is_drawn) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
