#include "deck/import.h"
#include "deck/subdeck.h"

/* --- what a file says besides its notes ----------------------------------*/

/* Counts the rows of one statement about the file, and those of them that
 * `has` finds in what was read. */
static int compare(struct import *im, size_t source, const char *sql,
                   bool (*has)(const struct import *im, size_t source,
                               struct stmt *q),
                   size_t *rows, size_t *found, struct err *err)
{
    struct stmt *q = db_query(im->deck->db, sql);
    int rc;

    *rows = *found = 0;
    bind_int(q, 1, im->sources.at[source].row);
    while ((rc = stmt_next(q, err)) == 1) {
        ++*rows;
        *found += has(im, source, q);
    }
    stmt_end(q);
    return rc;
}

static bool has_tag(const struct import *im, size_t source, struct stmt *q)
{
    for (size_t i = 0; i < im->ntags[source]; i++)
        if (slice_eq(im->tags[source][i], row_text(q, 0)))
            return true;
    return false;
}

static bool has_image(const struct import *im, size_t source, struct stmt *q)
{
    for (size_t i = 0; i < im->nimages; i++)
        if (im->images[i].source == source &&
            slice_eq(im->images[i].target, row_text(q, 0)) &&
            im->images[i].media == row_int(q, 1))
            return true;
    return false;
}

/* Each thing counts once, however often the file names it. */
static size_t count_tags(const struct import *im, size_t source)
{
    size_t n = 0;

    for (size_t i = 0; i < im->ntags[source]; i++) {
        size_t k = 0;

        while (!slice_eq(im->tags[source][k], im->tags[source][i]))
            k++;
        n += k == i;
    }
    return n;
}

static size_t count_images(const struct import *im, size_t source)
{
    size_t n = 0;

    for (size_t i = 0; i < im->nimages; i++) {
        size_t k = 0;

        if (im->images[i].source != source)
            continue;
        while (im->images[k].source != source ||
               !slice_eq(im->images[k].target, im->images[i].target))
            k++;
        n += k == i;
    }
    return n;
}

int import_file_differs(struct import *im, size_t source, bool *differs,
                        struct err *err)
{
    size_t tags, images, tags_found, images_found;

    if (compare(im, source, "SELECT name FROM file_tag WHERE file = ?1",
                has_tag, &tags, &tags_found, err) < 0 ||
        compare(im, source, "SELECT target, media FROM image WHERE file = ?1",
                has_image, &images, &images_found, err) < 0)
        return -1;
    *differs = tags != tags_found || images != images_found ||
               tags != count_tags(im, source) ||
               images != count_images(im, source);
    return 0;
}

/* --- writing it --------------------------------------------------------- */

static int write_images(struct import *im, size_t source, struct err *err)
{
    int64_t file = im->sources.at[source].row;
    struct stmt *q =
        db_query(im->deck->db, "DELETE FROM image WHERE file = ?1");

    bind_int(q, 1, file);
    if (stmt_run(q, err) < 0)
        return -1;
    for (size_t i = 0; i < im->nimages; i++) {
        if (im->images[i].source != source)
            continue;
        q = db_query(im->deck->db,
                     "INSERT OR REPLACE INTO image (file, target, media)"
                     " VALUES (?1, ?2, ?3)");
        bind_int(q, 1, file);
        bind_text(q, 2, im->images[i].target);
        if (im->images[i].media != 0)
            bind_int(q, 3, im->images[i].media);
        if (stmt_run(q, err) < 0)
            return -1;
    }
    return 0;
}

int import_write_file(struct import *im, size_t source, int64_t event,
                      struct err *err)
{
    if (store_file(im->deck, &im->sources.at[source], im->tags[source],
                   im->ntags[source], event, err) < 0)
        return -1;
    im->ledger->wrote = true;
    if (subdeck_log(im->deck, im->sources.at[source].root_uid,
                    im->sources.at[source].below, im->decks[source], err) < 0)
        return -1;
    return write_images(im, source, err);
}
