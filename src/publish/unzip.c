#include "publish/unzip.h"

#include <errno.h>
#include <stdlib.h>
#include <zip.h>

#include "base/mem.h"
#include "sys/file.h"

struct unzip {
    zip_t *zip;
    char *path;
    int64_t entries;
};

/* --- opening ------------------------------------------------------------ */

static int refuse(const char *path, const char *why, struct err *err)
{
    return err_set(err, ERR_UNSAFE,
                   "%s is not taken: %s. Nothing was "
                   "changed.",
                   path, why);
}

static int fail_open(const char *path, int code, struct err *err)
{
    zip_error_t error;
    int kind =
        code == ZIP_ER_OPEN || code == ZIP_ER_READ || code == ZIP_ER_SEEK
            ? ERR_IO
            : ERR_UNSAFE;

    zip_error_init_with_code(&error, code);
    err_set(err, (enum err_kind)kind,
            "%s can't be read as a package: %s. Nothing was changed.", path,
            zip_error_strerror(&error));
    zip_error_fini(&error);
    return -1;
}

static bool too_much(uint64_t unpacked, uint64_t stored)
{
    return unpacked > (uint64_t)UNZIP_BYTES_MAX ||
           (unpacked > UNZIP_LITTLE && unpacked / UNZIP_RATIO_MAX > stored);
}

/* Why an entry is not to be unpacked, or NULL. */
static const char *fault_of(const zip_stat_t *st)
{
    const zip_uint64_t all = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                             ZIP_STAT_COMP_METHOD |
                             ZIP_STAT_ENCRYPTION_METHOD;

    if ((st->valid & all) != all)
        return "it does not say how large its parts are";
    if (st->encryption_method != ZIP_EM_NONE)
        return "parts of it are encrypted";
    if (st->comp_method != ZIP_CM_STORE && st->comp_method != ZIP_CM_DEFLATE)
        return "parts of it are packed in a way that packages are not";
    if (too_much(st->size, st->comp_size))
        return "a part of it would unpack to far too much";
    return NULL;
}

static int check_entries(struct unzip *z, struct err *err)
{
    uint64_t stored = file_stat_of(z->path).bytes, sum = 0;

    if (z->entries > UNZIP_ENTRIES_MAX)
        return refuse(z->path, "it has too many parts", err);
    for (int64_t i = 0; i < z->entries; i++) {
        zip_stat_t st;
        const char *fault;

        if (zip_stat_index(z->zip, (zip_uint64_t)i, 0, &st) < 0)
            return refuse(z->path, "its list of parts is damaged", err);
        fault = fault_of(&st);
        if (fault != NULL)
            return refuse(z->path, fault, err);
        sum += st.size;
        if (too_much(sum, stored))
            return refuse(z->path, "it would unpack to far too much", err);
    }
    return 0;
}

int unzip_open(struct unzip **out, const char *path, struct err *err)
{
    struct file_stat st = file_stat_of(path);
    struct unzip *z;
    int code = 0;
    zip_t *zip;

    if (!st.exists)
        return err_set(err, ERR_NO_INPUT, "%s does not exist.", path);
    if (!st.is_regular)
        return err_set(err, ERR_NOTES, "%s is not a file.", path);
    zip = zip_open(path, ZIP_RDONLY, &code);
    if (zip == NULL)
        return fail_open(path, code, err);
    z = mem_new(sizeof *z);
    z->zip = zip;
    z->path = mem_copy(path, strlen(path));
    z->entries = zip_get_num_entries(zip, 0);
    if (check_entries(z, err) < 0) {
        unzip_close(z);
        return -1;
    }
    *out = z;
    return 0;
}

void unzip_close(struct unzip *z)
{
    if (z == NULL)
        return;
    zip_discard(z->zip);
    free(z->path);
    free(z);
}

size_t unzip_entries(const struct unzip *z)
{
    return (size_t)z->entries;
}

int64_t unzip_find(struct unzip *z, const char *name)
{
    return zip_name_locate(z->zip, name, ZIP_FL_ENC_RAW);
}

int64_t unzip_bytes(struct unzip *z, int64_t index)
{
    zip_stat_t st;

    return zip_stat_index(z->zip, (zip_uint64_t)index, 0, &st) < 0
               ? 0
               : (int64_t)st.size;
}

/* --- reading ------------------------------------------------------------ */

static int damaged(const struct unzip *z, struct err *err)
{
    return err_set(err, ERR_UNSAFE,
                   "%s is damaged: a part of it is not what was stored. "
                   "Get it again. Nothing was changed.",
                   z->path);
}

static int each_piece(struct unzip *z, zip_file_t *file, int64_t bytes,
                      int (*each)(struct slice piece, void *arg,
                                  struct err *err),
                      void *arg, struct err *err)
{
    enum { PIECE = 1 << 16 };
    char *piece = mem_new(PIECE);
    int64_t left = bytes, n;
    int rc = 0;

    while (rc == 0 && (n = zip_fread(file, piece, PIECE)) != 0) {
        left -= n;
        rc = n < 0 || left < 0
                 ? damaged(z, err)
                 : each((struct slice){piece, (size_t)n}, arg, err);
    }
    if (rc == 0 && left != 0)
        rc = damaged(z, err);
    free(piece);
    return rc;
}

int unzip_each(struct unzip *z, int64_t index,
               int (*each)(struct slice piece, void *arg, struct err *err),
               void *arg, struct err *err)
{
    zip_file_t *file = zip_fopen_index(z->zip, (zip_uint64_t)index, 0);
    int rc;

    if (file == NULL)
        return damaged(z, err);
    rc = each_piece(z, file, unzip_bytes(z, index), each, arg, err);
    if (zip_fclose(file) != 0 && rc == 0)
        rc = damaged(z, err);
    return rc;
}

static int append(struct slice piece, void *arg, struct err *err)
{
    (void)err;
    str_put(arg, piece);
    return 0;
}

int unzip_read(struct unzip *z, int64_t index, int64_t limit, struct str *out,
               struct err *err)
{
    if (unzip_bytes(z, index) > limit)
        return refuse(z->path, "a part of it is too large", err);
    return unzip_each(z, index, append, out, err);
}
