#include "deck/picture.h"

#include "base/mem.h"
#include "note/image.h"

/* The picture that a file had by this name; *row is untouched when it had
 * none. */
static int known_media(struct deck *deck, int64_t file, struct slice target,
                       int64_t *row, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT media FROM image WHERE file = ?1 AND target = ?2"
                  " AND media IS NOT NULL");
    int rc;

    bind_int(q, 1, file);
    bind_text(q, 2, target);
    rc = stmt_next(q, err);
    if (rc == 1)
        *row = row_int(q, 0);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static bool has_target(const struct import *im, size_t source,
                       struct slice target)
{
    for (size_t i = im->nimages; i > 0; i--)
        if (im->images[i - 1].source == source &&
            slice_eq(im->images[i - 1].target, target))
            return true;
    return false;
}

static int keep(struct import *im, size_t source, struct slice target,
                struct err *err)
{
    const struct source *s = &im->sources.at[source];
    struct image_place place = {s->path, s->root, im->options->media};
    struct str bytes = STR_EMPTY;
    struct fresh_image image = {.source = source};
    enum image_fate fate;
    int rc = 0;

    if (has_target(im, source, target))
        return 0;
    fate = image_read(&place, target, &bytes);
    if (fate == IMAGE_BAD) /* it was good when the note was read */
        rc = err_set(err, ERR_IO,
                     "A picture of %s can't be read any more: %.*s", s->shown,
                     SLICE_FMT(target));
    if (rc == 0)
        rc = fate == IMAGE_FOUND
                 ? store_media(im->deck, str_slice(&bytes), &image.media, err)
                 : known_media(im->deck, s->row, target, &image.media, err);
    if (rc < 0)
        goto done;
    image.target = arena_copy(&im->arena, target);
    im->images = mem_grow(im->images, im->nimages, &im->images_cap,
                          sizeof *im->images);
    im->images[im->nimages++] = image;
done:
    str_release(&bytes);
    return rc;
}

int picture_keep(struct import *im, size_t source,
                 const struct note_file *file, struct err *err)
{
    if (file->nnotes == 0)
        return 0;
    for (const struct block *b = file->doc.root; b != NULL; b = block_next(b))
        for (uint32_t i = 0; i < b->nruns; i++)
            if ((b->runs[i].style & RUN_IMAGE) != 0 &&
                keep(im, source, b->runs[i].target, err) < 0)
                return -1;
    return 0;
}

/* The picture on the disk, when there is one, against the hash in the deck.
 */
static bool differs(const struct image_place *place, struct slice target,
                    struct slice hash)
{
    struct str bytes = STR_EMPTY;
    bool differs = false;

    if (image_read(place, target, &bytes) == IMAGE_FOUND) {
        struct hash now = hash_of(str_slice(&bytes));

        differs =
            !slice_eq(hash, (struct slice){(const char *)now.at, HASH_BYTES});
    }
    str_release(&bytes);
    return differs;
}

int picture_differs(struct import *im, size_t source, struct err *err)
{
    const struct source *s = &im->sources.at[source];
    struct image_place place = {s->path, s->root, im->options->media};
    struct stmt *q =
        db_query(im->deck->db,
                 "SELECT i.target, m.hash FROM image i"
                 " LEFT JOIN media m ON m.id = i.media WHERE i.file = ?1");
    bool found = false;
    int rc = 1;

    bind_int(q, 1, s->row);
    while (!found && (rc = stmt_next(q, err)) == 1)
        found = differs(&place, row_text(q, 0), row_blob(q, 1));
    stmt_end(q);
    return rc < 0 ? -1 : found;
}
