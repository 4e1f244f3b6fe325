#include "publish/anki_in_media.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "publish/protobuf.h"
#include "publish/unzstd.h"
#include "sys/json.h"
#include "text/unicode.h"

enum { NAME_BYTES_MAX = 255 };

static int append(struct slice piece, void *arg, struct err *err)
{
    (void)err;
    str_put(arg, piece);
    return 0;
}

static int to_zstd(struct slice piece, void *arg, struct err *err)
{
    return unzstd_put(arg, piece, err);
}

/* An entry, taken out of its own zstd frame where it is in one. */
static int read_entry(struct anki_package *p, int64_t entry, int64_t limit,
                      struct str *out, struct err *err)
{
    struct unzstd *zstd;
    int rc;

    if (p->kind != ANKI_LATEST)
        return unzip_read(p->zip, entry, limit, out, err);
    zstd = unzstd_new(limit, append, out);
    rc = unzip_each(p->zip, entry, to_zstd, zstd, err);
    if (rc == 0)
        rc = unzstd_end(zstd, err);
    unzstd_free(zstd);
    return rc;
}

/* --- names -------------------------------------------------------------- */

static int bad_list(const char *path, const char *what, struct err *err)
{
    return err_set(err, ERR_UNSAFE,
                   "%s is not taken: its list of media %s. Nothing was "
                   "changed.",
                   path, what);
}

/* A plain name of a file, that could not lead anywhere. */
static bool is_plain(struct slice name)
{
    if (name.len == 0 || name.len > NAME_BYTES_MAX || slice_is(name, ".") ||
        slice_is(name, "..") || utf8_check(name) < name.len)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (name.at[i] == '/' || name.at[i] == '\\' || name.at[i] == '\0')
            return false;
    return true;
}

static int add(struct anki_package *p, struct slice name, uint64_t entry,
               size_t *cap, const char *path, struct err *err)
{
    char number[24];

    if (!is_plain(name))
        return bad_list(path, "names what no file is called", err);
    if (p->nmedia == UNZIP_ENTRIES_MAX || entry > INT32_MAX)
        return bad_list(path, "is too long", err);
    snprintf(number, sizeof number, "%llu", (unsigned long long)entry);
    p->media = mem_grow(p->media, p->nmedia, cap, sizeof *p->media);
    p->media[p->nmedia++] = (struct anki_in_media){
        .name = arena_copy(&p->arena, name),
        .entry = unzip_find(p->zip, number),
    };
    return 0;
}

/* --- both lists --------------------------------------------------------- */

/* "17", at most nine digits. */
static bool read_number(struct slice text, uint64_t *out)
{
    if (text.len == 0 || text.len > 9)
        return false;
    *out = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        *out = *out * 10 + (uint64_t)(text.at[i] - '0');
    }
    return true;
}

static int read_json(struct anki_package *p, struct slice text, size_t *cap,
                     const char *path, struct err *err)
{
    struct json_doc doc;
    struct err why;
    int rc = 0;

    if (json_read(&doc, text, path, &why) < 0)
        return bad_list(path, "can't be read", err);
    if (doc.root->kind != JSON_MAP)
        rc = bad_list(path, "is none", err);
    for (const struct json_value *v = doc.root->first; rc == 0 && v != NULL;
         v = v->next) {
        uint64_t entry;

        rc = v->kind == JSON_TEXT && read_number(v->key, &entry)
                 ? add(p, v->text, entry, cap, path, err)
                 : bad_list(path, "has numbers that can't be", err);
    }
    json_release(&doc);
    return rc;
}

static int read_protobuf(struct anki_package *p, struct slice text,
                         size_t *cap, const char *path, struct err *err)
{
    struct protobuf in = {.rest = text};
    struct protobuf_field f, g;
    uint64_t entry = 0;

    while (protobuf_next(&in, &f)) {
        struct protobuf inner = {.rest = f.bytes};
        struct slice name = {0};
        uint64_t at = entry;

        if (f.number != 1)
            continue;
        while (protobuf_next(&inner, &g)) {
            name = g.number == 1 ? g.bytes : name;
            at = g.number == 255 ? g.value : at;
        }
        if (inner.bad)
            return bad_list(path, "can't be read", err);
        if (add(p, name, at, cap, path, err) < 0)
            return -1;
        entry++;
    }
    return in.bad ? bad_list(path, "can't be read", err) : 0;
}

static int by_name(const void *a, const void *b)
{
    const struct anki_in_media *x = a, *y = b;
    int order = slice_compare(x->name, y->name);

    return order != 0 ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

/* A list may be no longer than the files it can name would make it. */
static int64_t list_limit(const struct anki_package *p)
{
    return 65536 + (int64_t)unzip_entries(p->zip) * (2 * NAME_BYTES_MAX + 60);
}

int anki_in_media_list(struct anki_package *p, const char *path,
                       struct err *err)
{
    int64_t entry = unzip_find(p->zip, "media");
    struct anki_in_media *kept;
    struct str text = STR_EMPTY;
    size_t cap = 0;
    int rc;

    if (entry < 0)
        return 0;
    rc = read_entry(p, entry, list_limit(p), &text, err);
    if (rc == 0)
        rc = p->kind == ANKI_LATEST
                 ? read_protobuf(p, str_slice(&text), &cap, path, err)
                 : read_json(p, str_slice(&text), &cap, path, err);
    str_release(&text);
    if (p->nmedia > 1)
        qsort(p->media, p->nmedia, sizeof *p->media, by_name);
    kept = arena_new_array(&p->arena, p->nmedia, sizeof *kept);
    if (p->nmedia > 0)
        memcpy(kept, p->media, p->nmedia * sizeof *kept);
    free(p->media);
    p->media = kept;
    return rc;
}

/* --- one file ----------------------------------------------------------- */

int anki_in_media(struct anki_package *p, struct slice name, int64_t limit,
                  struct str *out, struct err *err)
{
    size_t lo = 0, hi = p->nmedia;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (slice_compare(p->media[mid].name, name) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == p->nmedia || !slice_eq(p->media[lo].name, name) ||
        p->media[lo].entry < 0)
        return 0;
    if (unzip_bytes(p->zip, p->media[lo].entry) > limit)
        return -2;
    return read_entry(p, p->media[lo].entry, limit, out, err) < 0 ? -1 : 1;
}
