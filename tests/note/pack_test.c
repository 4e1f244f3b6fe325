/* note_pack and note_unpack: what goes in comes out, and nothing else does.
 */
#include "base/err.h"
#include "check.h"
#include "note/note.h"

static struct block *leaf(struct arena *a, struct block *parent,
                          enum block_kind kind, const char *text)
{
    struct block *b = doc_add(a, parent, kind);

    b->text = slice_from(text);
    if (kind == BLOCK_HEADING)
        b->level = 2;
    return b;
}

static void add_cloze(struct arena *a, struct block *b, uint32_t at,
                      uint32_t len, uint32_t number, const char *hint)
{
    struct cloze *more = arena_new_array(a, b->nclozes + 1, sizeof *more);

    if (b->nclozes > 0)
        memcpy(more, b->clozes, b->nclozes * sizeof *more);
    more[b->nclozes++] = (struct cloze){
        .at = at, .len = len, .number = number, .hint = slice_from(hint)};
    b->clozes = more;
    block_deal_cards(b);
}

/* A note with a bit of everything: the third word of
 * "Each page table entry" is hidden, the second shown in bold. */
static struct note sample(struct arena *a)
{
    struct note note = {.others = OTHERS_LATER, .npath = 1, .nancestors = 1};
    const struct block **path = arena_new(a, sizeof *path);
    const struct block **above = arena_new(a, sizeof *above);
    struct block *b = leaf(a, NULL, BLOCK_PARAGRAPH, "Each page table entry");

    b->id = SLICE("pg-x7k2");
    b->task = TASK_DONE;
    b->runs = arena_new(a, 2 * sizeof *b->runs);
    b->runs[0] = (struct run){.at = 5, .len = 4, .style = RUN_STRONG};
    b->runs[1] = (struct run){.at = 16,
                              .len = 5,
                              .style = RUN_IMAGE,
                              .target = SLICE("img/pte.png")};
    b->nruns = 2;
    add_cloze(a, b, 10, 11, 7, "two words");
    add_cloze(a, b, 10, 5, 0, "");
    path[0] = leaf(a, NULL, BLOCK_HEADING, "Page tables");
    above[0] = leaf(a, NULL, BLOCK_PARAGRAPH, "Walking:");
    note.path = path;
    note.ancestors = above;
    note.leaf = b;
    note.ncards = b->ncards;
    return note;
}

/* The same note as a cell, with a table for lead-in. */
static struct note cell_sample(struct arena *a, bool in_header)
{
    struct note note = sample(a);
    struct block *table = doc_add(a, NULL, BLOCK_TABLE);
    struct block *header = doc_add(a, table, BLOCK_ROW);
    struct block *row = in_header ? header : doc_add(a, table, BLOCK_ROW);
    struct block *cell;
    const struct block **leadin = arena_new(a, sizeof *leadin);

    header->header = true;
    leaf(a, header, BLOCK_CELL, "VPN")->align = ALIGN_RIGHT;
    leaf(a, row, BLOCK_CELL, "000");
    cell = leaf(a, row, BLOCK_CELL, "0010");
    add_cloze(a, cell, 0, 4, 0, "");
    note.table = table;
    note.header = header;
    note.row = row;
    note.leaf = cell;
    note.ncards = 1;
    leadin[0] = table;
    note.leadin = leadin;
    note.nleadin = 1;
    return note;
}

static void comes_back_the_same(const struct note *note)
{
    struct str once = STR_EMPTY, twice = STR_EMPTY;
    struct arena a = {0};
    struct note back;
    struct err err;

    note_pack(&once, note);
    assert_int_equal(note_unpack(&back, str_slice(&once), &a, &err), 0);
    note_pack(&twice, &back);
    assert_true(slice_eq(str_slice(&once), str_slice(&twice)));
    assert_int_equal(back.ncards, note->ncards);
    assert_true(slice_eq(back.leaf->text, note->leaf->text));
    str_release(&once);
    str_release(&twice);
    arena_release(&a);
}

static void a_note_comes_back_the_same(void **state)
{
    struct arena a = {0};
    struct note note = sample(&a);

    (void)state;
    comes_back_the_same(&note);
    note = cell_sample(&a, false);
    comes_back_the_same(&note);
    note = cell_sample(&a, true);
    comes_back_the_same(&note);
    note.extra = note.leadin;
    note.nextra = 1;
    comes_back_the_same(&note);
    arena_release(&a);
}

static void every_field_of_the_leaf_comes_back(void **state)
{
    struct arena a = {0};
    struct note note = sample(&a), back;
    struct str bytes = STR_EMPTY;
    struct err err;

    (void)state;
    note_pack(&bytes, &note);
    assert_int_equal(note_unpack(&back, str_slice(&bytes), &a, &err), 0);
    assert_int_equal(back.others, OTHERS_LATER);
    assert_true(slice_is(back.path[0]->text, "Page tables"));
    assert_int_equal(back.path[0]->level, 2);
    assert_true(slice_is(back.ancestors[0]->text, "Walking:"));
    assert_true(slice_is(back.leaf->id, "pg-x7k2"));
    assert_int_equal(back.leaf->task, TASK_DONE);
    assert_int_equal(back.leaf->runs[0].style, RUN_STRONG);
    assert_true(slice_is(back.leaf->runs[1].target, "img/pte.png"));
    assert_int_equal(back.leaf->clozes[0].number, 7);
    assert_true(slice_is(back.leaf->clozes[0].hint, "two words"));
    assert_int_equal(back.leaf->clozes[1].card, 1);
    assert_null(back.table);
    str_release(&bytes);
    arena_release(&a);
}

/* Damaged bytes may still be a note, but never a broken one. */
static void try_to_unpack(struct slice bytes)
{
    struct arena a = {0};
    struct note note = {0};
    struct err err;

    if (note_unpack(&note, bytes, &a, &err) == 0)
        assert_true(doc_ok(note.leaf) && note.ncards > 0);
    else
        assert_int_equal(err.kind, ERR_UNSAFE);
    arena_release(&a);
}

static void damaged_bytes_are_refused_or_harmless(void **state)
{
    struct arena a = {0};
    struct str bytes = STR_EMPTY;
    struct note note = cell_sample(&a, false);

    (void)state;
    note_pack(&bytes, &note);
    for (size_t i = 0; i < bytes.len; i++) {
        char was = bytes.at[i];

        try_to_unpack((struct slice){bytes.at, i});
        for (int c = 0; c < 256; c++) {
            bytes.at[i] = (char)c;
            try_to_unpack(str_slice(&bytes));
        }
        bytes.at[i] = was;
    }
    str_release(&bytes);
    arena_release(&a);
}

static const struct refused {
    const char *name;
    struct slice bytes;
} refused[] = {
    {"nothing", {"", 0}},
    {"another version", {"\x02", 1}},
    {"a number that never ends", {"\x01\xff\xff\xff\xff\xff\xff\xff", 8}},
    {"more headings than levels", {"\x01\x00\x07", 3}},
    {"a text longer than the rest", {"\x01\x00\x00\x00\x00\x00\x06\x7f", 8}},
    {"a text that is a byte longer than the rest",
     {"\x01\x00\x00\x00\x00\x00\x06\x02x", 9}},
    {"a leaf without a cloze",
     {"\x01\x00\x00\x00\x00\x00\x06\x01x\x00\x00\x00", 12}},
    {"a list where the leaf should be",
     {"\x01\x00\x00\x00\x00\x00\x02\x00\x00", 9}},
    {"a cell that is not in its row",
     {"\x01\x00\x00\x00\x00\x02\x05\x00\x00", 9}},
};

static void is_refused(void **state)
{
    const struct refused *c = *state;
    struct arena a = {0};
    struct note note;
    struct err err = {0};

    assert_int_equal(note_unpack(&note, c->bytes, &a, &err), -1);
    assert_int_equal(err.kind, ERR_UNSAFE);
    arena_release(&a);
}

static void trailing_bytes_are_refused(void **state)
{
    struct arena a = {0};
    struct note note = sample(&a);
    struct str bytes = STR_EMPTY;
    struct err err;

    (void)state;
    note_pack(&bytes, &note);
    str_putc(&bytes, '\0');
    assert_int_equal(note_unpack(&note, str_slice(&bytes), &a, &err), -1);
    str_release(&bytes);
    arena_release(&a);
}

static void nesting_without_end_is_refused(void **state)
{
    struct str bytes = STR_EMPTY;
    struct arena a = {0};
    struct note note;
    struct err err;

    (void)state;
    str_put(&bytes, (struct slice){"\x01\x00\x00\x01", 4});
    for (int i = 0; i < 100000; i++)
        str_put(&bytes, (struct slice){"\x01\x01", 2}); /* quotes */
    assert_int_equal(note_unpack(&note, str_slice(&bytes), &a, &err), -1);
    str_release(&bytes);
    arena_release(&a);
}

static void answers_and_masked_lines_are_plain(void **state)
{
    struct arena a = {0};
    struct block *b =
        leaf(&a, NULL, BLOCK_PARAGRAPH, "code, data\nand heap: regions");
    struct note note = {.leaf = b};
    struct str s = STR_EMPTY;

    (void)state;
    add_cloze(&a, b, 0, 19, 1, "");
    add_cloze(&a, b, 6, 4, 2, "");
    add_cloze(&a, b, 21, 7, 1, "");
    note.ncards = b->ncards;
    note_answer(&s, &note, 0);
    assert_string_equal(s.at, "code, data and heap, regions");
    str_clear(&s);
    note_masked(&s, &note, 0);
    assert_string_equal(s.at, "[...]: [...]");
    str_clear(&s);
    note_masked(&s, &note, 1);
    assert_string_equal(s.at, "code, [...] and heap: regions");
    add_cloze(&a, b, 21, 4, 1, ""); /* inside another of its card */
    str_clear(&s);
    note_answer(&s, &note, 0);
    assert_string_equal(s.at, "code, data and heap, regions");
    str_clear(&s);
    note_masked(&s, &note, 0);
    assert_string_equal(s.at, "[...]: [...]");
    str_release(&s);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_note_comes_back_the_same),
        cmocka_unit_test(every_field_of_the_leaf_comes_back),
        cmocka_unit_test(damaged_bytes_are_refused_or_harmless),
        cmocka_unit_test(trailing_bytes_are_refused),
        cmocka_unit_test(nesting_without_end_is_refused),
        cmocka_unit_test(answers_and_masked_lines_are_plain),
    };
    return RUN_CASES(refused, is_refused) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
