#include "publish/zip.h"

#include <errno.h>
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

/* Of zlib: the usual one takes twice as long for three hundredths less. */
enum { LEVEL = 4 };

struct entry {
    char *name; /* owned */
    char *path; /* owned, or NULL: bytes */
    struct slice bytes;
    enum zip_method method;
    /* read when its turn comes */
    int (*read)(void *arg, size_t which, struct str *out, struct err *err);
    void *arg;
    size_t which, at;
    struct str now;
    struct err why; /* that it could not be read */
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
        str_release(&zip->entries[i].now);
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
                            .method = method,
                            .now = STR_EMPTY};
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

void zip_out_add_by(struct zip_out *zip, const char *name,
                    int (*read)(void *, size_t, struct str *, struct err *),
                    void *arg, size_t which, enum zip_method method)
{
    struct entry *entry = add(zip, name, method);

    entry->read = read;
    entry->arg = arg;
    entry->which = which;
}

void zip_out_watch(struct zip_out *zip, void (*progress)(double, void *),
                   void *arg)
{
    zip->progress = progress;
    zip->arg = arg;
}

/* --- libzip ------------------------------------------------------------- */

static zip_int64_t open_lazy(struct entry *entry)
{
    entry->at = 0;
    str_clear(&entry->now);
    return entry->read(entry->arg, entry->which, &entry->now, &entry->why);
}

static zip_int64_t read_lazy(struct entry *entry, void *data,
                             zip_uint64_t len)
{
    struct slice rest = slice_sub(str_slice(&entry->now), entry->at, len);

    if (rest.len > 0)
        memcpy(data, rest.at, rest.len);
    entry->at += rest.len;
    return (zip_int64_t)rest.len;
}

static zip_int64_t lazy_error(void *data)
{
    int *codes = data;

    codes[0] = ZIP_ER_READ;
    codes[1] = EIO;
    return 2 * sizeof(int);
}

/* What libzip asks of a source of bytes. */
static zip_int64_t lazy(void *arg, void *data, zip_uint64_t len,
                        zip_source_cmd_t command)
{
    struct entry *entry = arg;

    switch (command) {
    case ZIP_SOURCE_OPEN:
        return open_lazy(entry);
    case ZIP_SOURCE_READ:
        return read_lazy(entry, data, len);
    case ZIP_SOURCE_CLOSE:
        str_release(&entry->now);
        return 0;
    case ZIP_SOURCE_STAT:
        zip_stat_init(data);
        return sizeof(struct zip_stat);
    case ZIP_SOURCE_ERROR:
        return lazy_error(data);
    case ZIP_SOURCE_FREE:
        return 0;
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(
            ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
            ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    default:
        return -1;
    }
}

static zip_source_t *source_of(zip_t *archive, struct entry *entry)
{
    if (entry->read != NULL)
        return zip_source_function(archive, lazy, entry);
    if (entry->path != NULL)
        return zip_source_file(archive, entry->path, 0, -1);
    return zip_source_buffer(archive, entry->bytes.at, entry->bytes.len, 0);
}

static int put_folder(zip_t *archive, const struct entry *entry)
{
    zip_int64_t at = zip_dir_add(archive, entry->name, ZIP_FL_ENC_UTF_8);

    return at < 0 ? -1
                  : zip_file_set_dostime(archive, (zip_uint64_t)at, DOS_TIME,
                                         DOS_DATE, 0);
}

static int put_entry(zip_t *archive, struct entry *entry)
{
    zip_source_t *source;
    zip_int32_t method =
        entry->method == ZIP_DEFLATED ? ZIP_CM_DEFLATE : ZIP_CM_STORE;
    zip_int64_t at;

    if (slice_has_suffix(slice_from(entry->name), SLICE("/")))
        return put_folder(archive, entry);
    source = source_of(archive, entry);
    if (source == NULL)
        return -1;
    at = zip_file_add(archive, entry->name, source, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(source);
        return -1;
    }
    if (zip_set_file_compression(archive, (zip_uint64_t)at, method, LEVEL) <
        0)
        return -1;
    return zip_file_set_dostime(archive, (zip_uint64_t)at, DOS_TIME, DOS_DATE,
                                0);
}

/* What went wrong, in the words of the entry that could not be read. */
static int fail(const struct zip_out *zip, zip_t *archive, struct err *err)
{
    err_set(err, ERR_IO, "The archive can't be written: %s.",
            zip_strerror(archive));
    for (size_t i = 0; i < zip->n; i++)
        if (zip->entries[i].why.kind != ERR_NONE)
            *err = zip->entries[i].why;
    zip_discard(archive);
    return -1;
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
    return fail(zip, archive, err);
}

int zip_out_write(struct zip_out *zip, const char *path, struct err *err)
{
    return file_write_by(path, fill, zip, err);
}

/* --- in memory ---------------------------------------------------------- */

static int complain(zip_error_t *why, struct err *err)
{
    err_set(err, ERR_IO, "The archive can't be made: %s.",
            zip_error_strerror(why));
    zip_error_fini(why);
    return -1;
}

/* What an archive that was closed has left in the source. */
static int take(zip_source_t *source, struct str *out)
{
    zip_stat_t stat;
    zip_int64_t got;

    if (zip_source_stat(source, &stat) < 0 || zip_source_open(source) < 0)
        return -1;
    got = zip_source_read(source, str_reserve(out, stat.size), stat.size);
    zip_source_close(source);
    if (got < 0 || (zip_uint64_t)got != stat.size)
        return -1;
    out->len += (size_t)got;
    str_truncate(out, out->len);
    return 0;
}

int zip_out_put(struct zip_out *zip, struct str *out, struct err *err)
{
    zip_error_t why;
    zip_source_t *source;
    zip_t *archive;
    int rc = 0;

    zip_error_init(&why);
    source = zip_source_buffer_create(NULL, 0, 0, &why);
    if (source == NULL)
        return complain(&why, err);
    zip_source_keep(source); /* closing the archive lets go of it once */
    archive = zip_open_from_source(source, ZIP_TRUNCATE, &why);
    if (archive == NULL) {
        zip_source_free(source);
        zip_source_free(source);
        return complain(&why, err);
    }
    for (size_t i = 0; i < zip->n && rc == 0; i++)
        rc = put_entry(archive, &zip->entries[i]);
    if (rc == 0)
        rc = zip_close(archive);
    if (rc == 0)
        rc = take(source, out);
    else
        zip_discard(archive);
    if (rc < 0)
        err_set(err, ERR_IO, "The archive can't be made in memory.");
    zip_source_free(source);
    zip_error_fini(&why);
    return rc;
}
