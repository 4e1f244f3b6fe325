#include "publish/zip.h"

#include <assert.h>
#include <stdlib.h>
#include <zip.h>

#include "base/mem.h"
#include "sys/file.h"

/* 1 January 2020 at noon, as MS-DOS kept it: years from 1980, months and days;
 * hours, minutes, halves of seconds. */
enum {
    DOS_DATE = (2020 - 1980) << 9 | 1 << 5 | 1,
    DOS_TIME = 12 << 11,
};

struct entry {
    char *name; /* owned */
    char *path; /* owned, or NULL: bytes */
    struct slice bytes;
    enum zip_method method;
};

struct zip_out {
    struct entry *entries;
    size_t n, cap;
    void (*progress)(double done, void *arg);
    void *arg;
};

struct zip_out *zip_out_new(void)
{
    return mem_new(sizeof(struct zip_out));
}

void zip_out_free(struct zip_out *zip)
{
    if (zip == NULL)
        return;
    for (size_t i = 0; i < zip->n; i++) {
        free(zip->entries[i].name);
        free(zip->entries[i].path);
    }
    free(zip->entries);
    free(zip);
}

static struct entry *add(struct zip_out *zip, const char *name,
                         enum zip_method method)
{
    struct entry *entry;

    zip->entries =
        mem_grow(zip->entries, zip->n, &zip->cap, sizeof *zip->entries);
    entry = &zip->entries[zip->n++];
    *entry = (struct entry){.name = mem_copy(name, strlen(name)),
                            .method = method};
    return entry;
}

void zip_out_add(struct zip_out *zip, const char *name, struct slice bytes,
                 enum zip_method method)
{
    add(zip, name, method)->bytes = bytes;
}

void zip_out_add_file(struct zip_out *zip, const char *name, const char *path,
                      enum zip_method method)
{
    add(zip, name, method)->path = mem_copy(path, strlen(path));
}

void zip_out_watch(struct zip_out *zip, void (*progress)(double, void *),
                   void *arg)
{
    zip->progress = progress;
    zip->arg = arg;
}

/* --- libzip ------------------------------------------------------------- */

static int put_entry(zip_t *archive, const struct entry *entry)
{
    zip_source_t *source = entry->path != NULL
                               ? zip_source_file(archive, entry->path, 0, -1)
                               : zip_source_buffer(archive, entry->bytes.at,
                                                   entry->bytes.len, 0);
    zip_int32_t method =
        entry->method == ZIP_DEFLATED ? ZIP_CM_DEFLATE : ZIP_CM_STORE;
    zip_int64_t at;

    if (source == NULL)
        return -1;
    at = zip_file_add(archive, entry->name, source, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(source);
        return -1;
    }
    if (zip_set_file_compression(archive, (zip_uint64_t)at, method, 0) < 0)
        return -1;
    return zip_file_set_dostime(archive, (zip_uint64_t)at, DOS_TIME, DOS_DATE,
                                0);
}

static void tell(zip_t *archive, double done, void *arg)
{
    struct zip_out *zip = arg;

    (void)archive;
    zip->progress(done, zip->arg);
}

static int fill(const char *beside, void *arg, struct err *err)
{
    struct zip_out *zip = arg;
    zip_error_t why;
    int code = 0;
    zip_t *archive = zip_open(beside, ZIP_CREATE | ZIP_TRUNCATE, &code);

    if (archive == NULL) {
        zip_error_init_with_code(&why, code);
        err_set(err, ERR_CREATE, "The archive can't be made: %s.",
                zip_error_strerror(&why));
        zip_error_fini(&why);
        return -1;
    }
    if (zip->progress != NULL)
        zip_register_progress_callback_with_state(archive, 0.01, tell, NULL,
                                                  zip);
    for (size_t i = 0; i < zip->n && code == 0; i++)
        code = put_entry(archive, &zip->entries[i]);
    if (code == 0 && zip_close(archive) == 0)
        return 0;
    err_set(err, ERR_IO, "The archive can't be written: %s.",
            zip_strerror(archive));
    zip_discard(archive);
    return -1;
}

int zip_out_write(struct zip_out *zip, const char *path, struct err *err)
{
    return file_write_by(path, fill, zip, err);
}
