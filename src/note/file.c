#include "note/file.h"

#include "note/build.h"
#include "note/front.h"
#include "note/image.h"
#include "note/lint.h"
#include "note/outline.h"
#include "note/preflight.h"

/* --- pictures ----------------------------------------------------------- */

static const struct {
    enum diag_level level;
    const char *rule, *what;
} fates[] = {
    [IMAGE_MISSING] = {DIAG_WARNING, "image-missing",
                       "there is no such image: the card shows its name"},
    [IMAGE_REMOTE] = {DIAG_WARNING, "image-remote",
                      "images are never fetched: the card shows its name"},
    [IMAGE_OUTSIDE] = {DIAG_ERROR, "image-outside",
                       "this image lies outside the folder of the notes"},
    [IMAGE_BAD] = {DIAG_ERROR, "image-bad",
                   "this is no image file that can be read: a folder, a "
                   "device, too large, or a name that no file has"},
};

static void check_image(struct source *source,
                        const struct image_place *place,
                        const struct block *b, const struct run *run)
{
    enum image_fate fate = image_read(place, run->target, NULL);
    struct place at = {run->line, run->col};

    if (at.line == 0)
        at = (struct place){b->line, b->col};
    if (fate != IMAGE_FOUND && fate != IMAGE_UNKNOWN)
        source_find(source, fates[fate].level, fates[fate].rule, at, "%s",
                    fates[fate].what);
}

static void check_images(struct source *source,
                         const struct image_place *place,
                         const struct block *root)
{
    size_t n = 0;

    for (const struct block *b = root; b != NULL; b = block_next(b))
        for (uint32_t i = 0; i < b->nruns; i++)
            if ((b->runs[i].style & RUN_IMAGE) && n++ < IMAGES_MAX)
                check_image(source, place, b, &b->runs[i]);
    if (n > IMAGES_MAX)
        source_find_at(source, DIAG_ERROR, "limit-images", 0,
                       "%zu images, and %d are allowed: split the file", n,
                       IMAGES_MAX);
}

/* --- the whole way ------------------------------------------------------ */

static int read_source(struct note_file *out, struct source *source,
                       const char *path, const struct note_options *options)
{
    const struct image_place place = {path, options->root, options->media};
    struct front front;
    struct notes notes;

    front_read(&front, source, &out->arena);
    if (preflight(source, front.end) < 0 ||
        build_doc(&out->doc, source, front.end) < 0 ||
        outline_read(&notes, out->doc.root, front.others, source,
                     &out->arena) < 0)
        return -1;
    check_images(source, &place, out->doc.root);
    if (source->lint)
        lint_notes(source, notes.at, notes.n);
    out->notes = notes.at;
    out->nnotes = notes.n;
    out->ncards = notes.ncards;
    out->tags = front.tags;
    out->ntags = front.ntags;
    out->deck = front.deck;
    return source->failed ? -1 : 0;
}

int note_file_read(struct note_file *out, struct slice bytes,
                   struct slice name, const char *path,
                   const struct note_options *options, struct diags *diags)
{
    struct note_file file = {0};
    struct source source;
    int rc = source_open(&source, bytes, name, diags);

    source.lint = options->lint;
    if (rc == 0)
        rc = read_source(&file, &source, path, options);
    source_release(&source);
    if (rc < 0)
        note_file_release(&file);
    *out = file;
    return rc;
}

void note_file_release(struct note_file *file)
{
    doc_release(&file->doc);
    arena_release(&file->arena);
    *file = (struct note_file){0};
}
