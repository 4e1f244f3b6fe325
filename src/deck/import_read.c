#include <stdlib.h>

#include "base/mem.h"
#include "deck/import.h"
#include "deck/picture.h"
#include "note/file.h"

/* --- one file ----------------------------------------------------------- */

/* Counts equal notes in equal places of a file, by a table of what was seen:
 * open addressing, at most half full. */
struct seen {
    struct seen_slot {
        uint64_t key;
        uint32_t count;
    } * slots;
    size_t size; /* a power of two */
};

static struct seen seen_new(size_t n)
{
    size_t size = 16;

    while (size < 2 * n)
        size *= 2;
    return (struct seen){mem_new_array(size, sizeof(struct seen_slot)), size};
}

static uint32_t seen_count(struct seen *seen, const struct note_keys *keys)
{
    uint64_t key = keys->context * 0x9e3779b97f4a7c15u ^ keys->exact;
    size_t i = (size_t)key & (seen->size - 1);

    while (seen->slots[i].count > 0 && seen->slots[i].key != key)
        i = (i + 1) & (seen->size - 1);
    seen->slots[i].key = key;
    return seen->slots[i].count++;
}

static void add_fresh(struct import *im, size_t source,
                      const struct note_file *file)
{
    struct seen seen = seen_new(file->nnotes);

    for (size_t i = 0; i < file->nnotes; i++) {
        struct fresh_note f = {
            .note = stored_note_of(&file->notes[i], &im->arena),
            .source = source,
        };

        f.note.place = (int)i;
        f.note.occurrence = seen_count(&seen, &f.note.keys);
        if (!im->streaming) {
            struct hash page = hash_of(f.note.page);

            f.page = hash_u64(&page);
            f.kin = keys_kin(&file->notes[i]);
        }
        im->fresh = mem_grow(im->fresh, im->nfresh, &im->fresh_cap,
                             sizeof *im->fresh);
        im->fresh[im->nfresh++] = f;
    }
    free(seen.slots);
}

static void keep_deck(struct import *im, size_t source,
                      const struct note_file *file)
{
    im->decks[source] = arena_copy(&im->arena, file->deck);
}

static void keep_tags(struct import *im, size_t source,
                      const struct note_file *file)
{
    im->tags[source] =
        arena_new_array(&im->arena, file->ntags, sizeof(struct slice));
    im->ntags[source] = file->ntags;
    for (size_t i = 0; i < file->ntags; i++)
        im->tags[source][i] = arena_copy(&im->arena, file->tags[i]);
}

int import_read(struct import *im, size_t index, struct err *err)
{
    struct source *source = &im->sources.at[index];
    struct note_options options = {
        .root = source->root,
        .media = im->options->media,
    };
    struct note_file file = {0};
    struct str bytes = STR_EMPTY;
    int rc = 0;

    if (source_read(source, &bytes, err) < 0) {
        diags_add(im->diags, DIAG_ERROR, "file", slice_from(source->shown), 1,
                  1, SLICE(""), "%s", err->text);
        im->bad[index] = true;
        goto done;
    }
    if (source->state == SOURCE_UNCHANGED)
        goto done;
    if (note_file_read(&file, str_slice(&bytes), slice_from(source->shown),
                       source->path, &options, im->diags) < 0) {
        im->bad[index] = true;
        goto done;
    }
    source->notes = file.nnotes;
    source->cards = file.ncards;
    add_fresh(im, index, &file);
    keep_tags(im, index, &file);
    keep_deck(im, index, &file);
    rc = picture_keep(im, index, &file, err);
    note_file_release(&file);
done:
    str_release(&bytes);
    return rc;
}

/* --- what the deck knows ------------------------------------------------ */

#define KNOWN_COLUMNS \
    "SELECT id, uid, file, line, place, pin, gone, text, page FROM note "

/* A note that can't be read any more can still be known by its line. */
static void read_page(struct known_note *k, struct slice page)
{
    struct hash hash = hash_of(page);
    struct arena arena = {0};
    struct note note;
    struct err ignored;

    k->page = hash_u64(&hash);
    if (note_unpack(&note, page, &arena, &ignored) == 0) {
        k->match.keys = keys_of(&note);
        k->match.kin = keys_kin(&note);
    }
    arena_release(&arena);
}

static struct known_note known_row(struct import *im, struct stmt *q,
                                   size_t source)
{
    struct known_note k = {
        .id = row_int(q, 0),
        .uid = row_uid(q, 1),
        .source = source,
        .source_line = (int)row_between(q, 3, 0, INT32_MAX),
        .match =
            {
                .file = row_int(q, 2),
                .place = (int)row_between(q, 4, 0, INT32_MAX),
                .pin = arena_copy(&im->arena, row_text(q, 5)),
                .gone = row_bool(q, 6),
                .line = arena_copy(&im->arena, row_text(q, 7)),
            },
    };

    read_page(&k, row_blob(q, 8));
    return k;
}

static int load_rows(struct import *im, struct stmt *q, size_t source,
                     struct err *err)
{
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        im->known = mem_grow(im->known, im->nknown, &im->known_cap,
                             sizeof *im->known);
        im->known[im->nknown++] = known_row(im, q, source);
    }
    stmt_end(q);
    return rc;
}

int import_load_known(struct import *im, struct err *err)
{
    for (size_t i = 0; i < im->sources.n; i++) {
        const struct source *s = &im->sources.at[i];
        struct stmt *q;

        if (s->state == SOURCE_UNCHANGED || s->row == 0 || im->bad[i])
            continue;
        q = db_query(im->deck->db,
                     KNOWN_COLUMNS "WHERE file = ?1 AND gone = 0"
                                   " ORDER BY place");
        bind_int(q, 1, s->row);
        if (load_rows(im, q, i, err) < 0)
            return -1;
    }
    return load_rows(
        im,
        db_query(im->deck->db, KNOWN_COLUMNS "WHERE gone = 1 ORDER BY id"),
        SOURCE_NONE, err);
}

int import_all_new(struct import *im, bool *out, struct err *err)
{
    int64_t orphans = 0;

    *out = true;
    for (size_t i = 0; i < im->sources.n; i++)
        *out &= im->sources.at[i].row == 0 ||
                im->sources.at[i].state == SOURCE_UNCHANGED;
    if (!*out)
        return 0;
    if (db_int(im->deck->db,
               "SELECT count(*) FROM (SELECT 1 FROM note WHERE gone = 1"
               " LIMIT 1)",
               &orphans, err) < 0)
        return -1;
    *out = orphans == 0;
    return 0;
}
