/* A stranger's bytes as a packed note: refused, or a whole note that packs to
 * itself. */
#include <assert.h>
#include <stdint.h>

#include "note/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_blocks(const struct block *const *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert(doc_ok(at[i]));
}

static void check(const struct note *note)
{
    struct str once = STR_EMPTY, twice = STR_EMPTY;
    struct arena arena = {0};
    struct note back;
    struct err err;
    int rc;

    check_blocks(note->path, note->npath);
    check_blocks(note->leadin, note->nleadin);
    check_blocks(note->ancestors, note->nancestors);
    check_blocks(note->extra, note->nextra);
    assert(note->ncards > 0 && note->ncards == note->leaf->ncards);
    assert((note->table != NULL) == (note->row != NULL));
    note_pack(&once, note);
    rc = note_unpack(&back, str_slice(&once), &arena, &err);
    assert(rc == 0);
    note_pack(&twice, &back);
    assert(slice_eq(str_slice(&once), str_slice(&twice)));
    str_clear(&once);
    note_answer(&once, note, note->ncards - 1);
    note_masked(&once, note, 0);
    str_release(&once);
    str_release(&twice);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct note note;
    struct err err;

    if (note_unpack(&note, (struct slice){(const char *)data, size}, &arena,
                    &err) == 0)
        check(&note);
    else
        assert(err.kind == ERR_UNSAFE);
    arena_release(&arena);
    return 0;
}
