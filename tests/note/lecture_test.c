/* Notes as a student wrote them: what they become is known. They are not part
 * of this tree; without them the tests skip. */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "note/file.h"
#include "sys/file.h"

static const char path[] = "../shared/notes/000_b2c67069c702829b.txt";

struct lecture {
    struct str bytes;
    struct note_file file;
    struct diags diags;
};

static int read_lecture(void **state, bool lint)
{
    static struct lecture l;
    struct note_options options = {.lint = lint};
    struct err err;

    l = (struct lecture){.bytes = STR_EMPTY};
    if (file_read(&l.bytes, path, FILE_NOTES_MAX, &err) == 0)
        note_file_read(&l.file, str_slice(&l.bytes), slice_from(path), path,
                       &options, &l.diags);
    *state = &l;
    return 0;
}

static int import(void **state)
{
    return read_lecture(state, false);
}

static int check(void **state)
{
    return read_lecture(state, true);
}

static int forget(void **state)
{
    struct lecture *l = *state;

    note_file_release(&l->file);
    diags_release(&l->diags);
    str_release(&l->bytes);
    return 0;
}

static const struct lecture *given(void **state)
{
    const struct lecture *l = *state;

    if (l->bytes.len == 0) {
        print_message("skipped: %s is not there\n", path);
        skip();
    }
    return l;
}

static void has_41_notes_and_69_cards(void **state)
{
    const struct lecture *l = given(state);

    assert_int_equal(l->file.nnotes, 41);
    assert_int_equal(l->file.ncards, 69);
    assert_int_equal(l->diags.errors, 0);
    assert_true(doc_ok(l->file.doc.root));
}

static void warns_of_two_missing_images_at_their_bangs(void **state)
{
    const struct lecture *l = given(state);

    assert_int_equal(l->diags.n, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(l->diags.at[i].rule, "image-missing");
        assert_int_equal(l->diags.at[i].line, i == 0 ? 9 : 13);
        assert_int_equal(l->diags.at[i].col, 1);
    }
}

static void lint_finds_two_answers_spelt_out(void **state)
{
    const struct lecture *l = given(state);

    assert_int_equal(l->diags.n, 4);
    assert_string_equal(l->diags.at[2].rule, "answer-shown");
    assert_int_equal(l->diags.at[2].line, 21);
    assert_int_equal(l->diags.at[3].line, 43);
}

static const struct note *note_at(const struct lecture *l, uint32_t line)
{
    for (size_t i = 0; i < l->file.nnotes; i++)
        if (l->file.notes[i].leaf->line == line)
            return &l->file.notes[i];
    fail_msg("no note in line %u", line);
    return NULL;
}

static void the_example_shows_the_table_above_it(void **state)
{
    const struct lecture *l = given(state);
    const struct note *note = note_at(l, 35);

    assert_int_equal(note->nleadin, 2);
    assert_int_equal(note->leadin[0]->kind, BLOCK_PARAGRAPH);
    assert_int_equal(note->leadin[0]->line, 30);
    assert_int_equal(note->leadin[1]->kind, BLOCK_TABLE);
    assert_int_equal(note->leadin[1]->line, 31);
    assert_int_equal(note_at(l, 37)->nleadin, 0);
}

static void heap_growth_shows_its_parent(void **state)
{
    const struct note *note = note_at(given(state), 3);

    assert_int_equal(note->nancestors, 1);
    assert_int_equal(note->ancestors[0]->line, 1);
}

static void an_empty_item_is_no_ancestor(void **state)
{
    assert_int_equal(note_at(given(state), 15)->nancestors, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(has_41_notes_and_69_cards, import,
                                        forget),
        cmocka_unit_test_setup_teardown(
            warns_of_two_missing_images_at_their_bangs, import, forget),
        cmocka_unit_test_setup_teardown(lint_finds_two_answers_spelt_out,
                                        check, forget),
        cmocka_unit_test_setup_teardown(the_example_shows_the_table_above_it,
                                        import, forget),
        cmocka_unit_test_setup_teardown(heap_growth_shows_its_parent, import,
                                        forget),
        cmocka_unit_test_setup_teardown(an_empty_item_is_no_ancestor, import,
                                        forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
