/* Tables of comma-separated values: cells and their places, what is refused,
 * and that what is written is read again. */
#include "base/rng.h"
#include "base/str.h"
#include "check.h"
#include "sys/csv.h"

/* A table on one line: each cell with its place, rows between bars. */
static void show(struct str *out, const struct csv *csv)
{
    for (size_t i = 0; i < csv->n; i++) {
        str_puts(out, i > 0 ? " | " : "");
        for (size_t k = 0; k < csv->row[i].n; k++) {
            const struct csv_cell *c = &csv->row[i].cell[k];

            str_printf(out, "%s%zu:%zu %.*s", k > 0 ? ", " : "", c->line,
                       c->col, SLICE_FMT(c->text));
        }
    }
}

struct row {
    const char *name, *text, *want;
};

static const struct row tables[] = {
    {"nothing", "", ""},
    {"one row", "id,1,2\n", "1:1 id, 1:4 1, 1:6 2"},
    {"no line end at the end", "a,b\nc,d", "1:1 a, 1:3 b | 2:1 c, 2:3 d"},
    {"CRLF, as spreadsheets write it", "a,b\r\nc,d\r\n",
     "1:1 a, 1:3 b | 2:1 c, 2:3 d"},
    {"a byte order mark",
     "\xef\xbb\xbf"
     "id,x\n",
     "1:4 id, 1:7 x"},
    {"semicolons, as in Germany", "id;1\nada;0x0a,b\n",
     "1:1 id, 1:4 1 | 2:1 ada, 2:5 0x0a,b"},
    {"tabs", "id\t1\nada\t7\n", "1:1 id, 1:4 1 | 2:1 ada, 2:5 7"},
    {"a comma in quotes does not separate", "\"a,b\",c", "1:1 a,b, 1:7 c"},
    {"a quote in quotes", "\"say \"\"hi\"\"\",c", "1:1 say \"hi\", 1:14 c"},
    {"a line end in quotes counts", "\"a\nb\",c\nd",
     "1:1 a\nb, 2:4 c | 3:1 d"},
    {"blanks around do not count", "a , b\n", "1:1 a, 1:5 b"},
    {"blanks in quotes do", "\" a \",b\n", "1:1  a , 1:7 b"},
    {"empty cells", "a,,b\n", "1:1 a, 1:3 , 1:4 b"},
    {"empty lines are none", "a\n\n\nb\n", "1:1 a | 4:1 b"},
    {"columns are bytes", "\u00fc,x\n", "1:1 \u00fc, 1:4 x"},
    {"bytes that are no text stay", "\xff,x\n", "1:1 \xff, 1:3 x"},
};

static void reads_a_table(void **state)
{
    const struct row *row = *state;
    struct str got = STR_EMPTY;
    struct diags found = {0};
    struct csv csv;

    assert_int_equal(
        csv_read(&csv, slice_from(row->text), SLICE("f.csv"), &found), 0);
    show(&got, &csv);
    assert_string_equal(got.at, row->want);
    str_release(&got);
    csv_release(&csv);
    diags_release(&found);
}

static const struct row refusals[] = {
    {"a quote in the middle", "a,b\nc,d\"e\"\n",
     "2:4 quotes go around a whole cell, those in it are doubled: "
     "\"like \"\"this\"\"\""},
    {"text behind a closing quote", "\"a\"b,c\n",
     "1:4 quotes go around a whole cell, those in it are doubled: "
     "\"like \"\"this\"\"\""},
    {"a quote never closed", "a,b\nc,\"d\n\n",
     "2:3 this quote is never closed"},
    {"UTF-16",
     "\xff\xfe"
     "a",
     "1:1 the file is UTF-16; save it as CSV UTF-8"},
};

static void refuses_with_the_place(void **state)
{
    const struct row *row = *state;
    struct diags found = {0};
    struct str got = STR_EMPTY;
    struct csv csv;

    assert_int_equal(
        csv_read(&csv, slice_from(row->text), SLICE("f.csv"), &found), -1);
    assert_int_equal(csv.n, 0);
    assert_int_equal(found.errors, 1);
    str_printf(&got, "%zu:%zu %.*s", found.at[0].line, found.at[0].col,
               SLICE_FMT(found.at[0].text));
    assert_string_equal(got.at, row->want);
    str_release(&got);
    diags_release(&found);
}

static void a_nul_byte_is_refused(void **state)
{
    struct diags found = {0};
    struct csv csv;

    (void)state;
    assert_int_equal(
        csv_read(&csv, (struct slice){"a,\0b\n", 5}, SLICE("f.csv"), &found),
        -1);
    assert_int_equal(found.at[0].col, 3);
    diags_release(&found);
}

static void ten_thousand_cells_fit_in_a_row_and_no_more(void **state)
{
    struct str text = STR_EMPTY;
    struct diags found = {0};
    struct csv csv;

    (void)state;
    str_fill(&text, ',', CSV_CELLS_MAX - 1);
    assert_int_equal(csv_read(&csv, str_slice(&text), SLICE("f.csv"), &found),
                     0);
    assert_int_equal(csv.row[0].n, CSV_CELLS_MAX);
    csv_release(&csv);
    str_puts(&text, ",\n");
    assert_int_equal(csv_read(&csv, str_slice(&text), SLICE("f.csv"), &found),
                     -1);
    str_release(&text);
    diags_release(&found);
}

/* A cell of random bytes, many of them those that need care. */
static void random_cell(struct rng *rng, struct str *out)
{
    static const char hard[] = ",;\t\"\r\n =+-@'a0";

    str_clear(out);
    for (unsigned n = (unsigned)rng_below(rng, 8); n > 0; n--)
        str_putc(out, rng_below(rng, 4) == 0
                          ? (char)(1 + rng_below(rng, 255))
                          : hard[rng_below(rng, sizeof hard - 1)]);
}

static void what_is_put_is_what_is_read(void **state)
{
    struct str text = STR_EMPTY, cell[24];
    struct rng rng = rng_new(7);
    struct diags found = {0};
    struct csv csv;

    (void)state;
    for (size_t i = 0; i < COUNT(cell); i++)
        cell[i] = STR_EMPTY;
    for (int round = often(2000); round > 0; round--) {
        str_clear(&text);
        for (size_t i = 0; i < COUNT(cell); i++) {
            random_cell(&rng, &cell[i]);
            csv_put(&text, str_slice(&cell[i]));
            if (i % 6 == 5)
                csv_end(&text);
        }
        /* The first line says what separates: it must be the comma. */
        assert_int_equal(
            csv_read(&csv, str_slice(&text), SLICE("f.csv"), &found), 0);
        assert_int_equal(csv.n, COUNT(cell) / 6);
        for (size_t i = 0; i < COUNT(cell); i++) {
            struct slice got = csv.row[i / 6].cell[i % 6].text;

            assert_int_equal(got.len, cell[i].len);
            assert_memory_equal(got.at, cell[i].at, got.len);
        }
        csv_release(&csv);
    }
    for (size_t i = 0; i < COUNT(cell); i++)
        str_release(&cell[i]);
    str_release(&text);
}

static const struct row formulas[] = {
    {"a formula", "=1+1", "'=1+1"},
    {"a formula behind a sign", "-2+cmd|' /C calc'!A0",
     "'-2+cmd|' /C calc'!A0"},
    {"an old function", "@SUM(A1)", "'@SUM(A1)"},
    {"a tab in front", "\t=1", "\"'\t=1\""},
    {"a negative number is one", "-12.5", "-12.5"},
    {"a lone minus is not", "-", "'-"},
    {"words", "page fault", "page fault"},
};

static void no_cell_begins_a_formula(void **state)
{
    const struct row *row = *state;
    struct str got = STR_EMPTY;

    csv_put_safe(&got, slice_from(row->text));
    assert_string_equal(got.at, row->want);
    str_release(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_nul_byte_is_refused),
        cmocka_unit_test(ten_thousand_cells_fit_in_a_row_and_no_more),
        cmocka_unit_test(what_is_put_is_what_is_read),
    };

    return RUN_CASES(tables, reads_a_table) +
           RUN_CASES(refusals, refuses_with_the_place) +
           RUN_CASES(formulas, no_cell_begins_a_formula) +
           cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
