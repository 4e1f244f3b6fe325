/* Any bytes at all as a file of notes: they are refused with an error, or
 * every note is whole, each cloze stands where the source has its braces, and
 * packing loses nothing. */
#include <assert.h>
#include <stdint.h>

#include "note/file.h"
#include "note/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_place(const struct source *s, uint32_t line, uint32_t col,
                        struct slice want)
{
    struct slice text = source_line(s, line);

    assert(col >= 1 && col <= text.len);
    assert(slice_has_prefix(slice_skip(text, col - 1), want));
}

static void check_leaf(const struct source *s, const struct block *leaf)
{
    for (uint32_t i = 0; i < leaf->nclozes; i++)
        check_place(s, leaf->clozes[i].line, leaf->clozes[i].col,
                    SLICE("{{"));
    for (uint32_t i = 0; i < leaf->nruns; i++)
        if (leaf->runs[i].line > 0)
            check_place(s, leaf->runs[i].line, leaf->runs[i].col,
                        SLICE("!["));
}

static void check_pack(const struct note *note)
{
    struct str once = STR_EMPTY, twice = STR_EMPTY;
    struct arena arena = {0};
    struct note back;
    struct err err;
    int rc;

    note_pack(&once, note);
    rc = note_unpack(&back, str_slice(&once), &arena, &err);
    assert(rc == 0);
    note_pack(&twice, &back);
    assert(slice_eq(str_slice(&once), str_slice(&twice)));
    assert(back.ncards == note->ncards);
    str_clear(&once);
    note_answer(&once, &back, back.ncards - 1);
    note_masked(&once, &back, 0);
    arena_release(&arena);
    str_release(&once);
    str_release(&twice);
}

static void check_file(const struct note_file *file, const struct source *s)
{
    size_t cards = 0;

    assert(doc_ok(file->doc.root));
    for (size_t i = 0; i < file->nnotes; i++) {
        const struct note *note = &file->notes[i];

        assert(note->ncards > 0 && note->leaf->nclozes >= note->ncards);
        check_leaf(s, note->leaf);
        if (i < 100)
            check_pack(note);
        cards += note->ncards;
    }
    assert(cards == file->ncards);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct note_options options = {.lint = true, .root = ""};
    struct slice bytes = {(const char *)data, size};
    struct note_file file;
    struct diags diags = {0}, more = {0};
    struct source source;
    int rc =
        note_file_read(&file, bytes, SLICE("x.md"), NULL, &options, &diags);

    assert((rc == 0) == (diags.errors == 0));
    if (rc == 0) {
        source_open(&source, bytes, SLICE("x.md"), &more);
        check_file(&file, &source);
        source_release(&source);
    }
    note_file_release(&file);
    diags_release(&diags);
    diags_release(&more);
    return 0;
}
