#include "publish/anki_pack.h"

#include <stdio.h>

#include "deck/beside.h"
#include "publish/anki_latest.h"
#include "publish/zstd.h"
#include "sys/file.h"
#include "sys/json.h"

/* A collection that is larger is for Anki's own exchange. */
enum { COLLECTION_MAX = INT32_MAX };

/* --- every Anki --------------------------------------------------------- */

static int read_picture(void *arg, size_t which, struct str *out,
                        struct err *err)
{
    return anki_media_read(arg, which, out, err);
}

/* A picture that is text becomes shorter; others are compressed already. */
static enum zip_method method_of(struct slice name)
{
    return slice_has_suffix(name, SLICE(".svg")) ||
                   slice_has_suffix(name, SLICE(".bmp"))
               ? ZIP_DEFLATED
               : ZIP_STORED;
}

/* Fills in `map`, which must last as long as the archive. */
static void add_all(struct zip_out *zip, const struct anki_pack *pack,
                    struct str *map)
{
    struct json w = json_to_line(map);
    char key[24];

    zip_out_add_file(zip, "collection.anki2", pack->collection, ZIP_DEFLATED);
    json_open_object(&w, NULL);
    for (size_t i = 0; i < anki_media_count(pack->media); i++) {
        struct slice name = anki_media_file(pack->media, i).name;

        snprintf(key, sizeof key, "%zu", i);
        json_put_text(&w, key, name);
        zip_out_add_by(zip, key, read_picture, pack->media, i,
                       method_of(name));
    }
    json_close(&w);
    zip_out_add(zip, "media", str_slice(map), ZIP_STORED);
}

/* --- the newer ones ----------------------------------------------------- */

static int frame_of(struct str *raw, struct str *out)
{
    zstd_put(out, str_slice(raw));
    str_release(raw);
    return 0;
}

static int read_picture_frame(void *arg, size_t which, struct str *out,
                              struct err *err)
{
    struct str raw = STR_EMPTY;

    if (anki_media_read(arg, which, &raw, err) < 0) {
        str_release(&raw);
        return -1;
    }
    return frame_of(&raw, out);
}

static int read_collection_frame(void *arg, size_t which, struct str *out,
                                 struct err *err)
{
    const char *path = arg;
    struct str raw = STR_EMPTY;

    (void)which;
    if (file_read(&raw, path, COLLECTION_MAX, err) < 0) {
        str_release(&raw);
        return -1;
    }
    return frame_of(&raw, out);
}

static void add_all_latest(struct zip_out *zip, const struct anki_pack *pack,
                           char *collection, const char *notice,
                           struct str *list)
{
    char key[24];

    zip_out_add(zip, "meta", anki_latest_meta, ZIP_STORED);
    zip_out_add_by(zip, "collection.anki21b", read_collection_frame,
                   collection, 0, ZIP_STORED);
    zip_out_add_file(zip, "collection.anki2", notice, ZIP_DEFLATED);
    for (size_t i = 0; i < anki_media_count(pack->media); i++) {
        snprintf(key, sizeof key, "%zu", i);
        zip_out_add_by(zip, key, read_picture_frame, pack->media, i,
                       ZIP_STORED);
    }
    anki_latest_media(list, pack->media);
    zip_out_add(zip, "media", str_slice(list), ZIP_STORED);
}

static int make_notice(const char *path, struct str *notice, struct err *err)
{
    struct str absolute = STR_EMPTY;
    int rc;

    path_absolute(&absolute, path);
    rc = beside_make(absolute.at, notice, err);
    str_release(&absolute);
    return rc < 0 ? -1 : anki_latest_notice(notice->at, err);
}

int anki_pack(const struct anki_pack *pack, const char *path, struct err *err)
{
    struct zip_out *zip = zip_out_new();
    struct str list = STR_EMPTY, notice = STR_EMPTY, collection = STR_EMPTY;
    int rc = 0;

    str_puts(&collection, pack->collection);
    if (pack->latest) {
        rc = make_notice(path, &notice, err);
        add_all_latest(zip, pack, collection.at, notice.at, &list);
    } else {
        add_all(zip, pack, &list);
    }
    zip_out_watch(zip, pack->progress, pack->arg);
    if (rc == 0)
        rc = zip_out_write(zip, path, err);
    if (notice.len > 0)
        beside_remove(notice.at);
    zip_out_free(zip);
    str_release(&list);
    str_release(&notice);
    str_release(&collection);
    return rc;
}
