#include "publish/unzstd.h"

#include <stdlib.h>
#include <zstd.h>

#include "base/mem.h"
#include "publish/unzip.h"

enum { WINDOW_LOG_MAX = 27 };

struct unzstd {
    ZSTD_DCtx *context;
    char *buffer;
    size_t size;
    int64_t limit, in, out;
    size_t open; /* 0 between frames */
    int (*sink)(struct slice piece, void *arg, struct err *err);
    void *arg;
};

struct unzstd *unzstd_new(int64_t limit,
                          int (*sink)(struct slice piece, void *arg,
                                      struct err *err),
                          void *arg)
{
    struct unzstd *z = mem_new(sizeof *z);

    z->context = ZSTD_createDCtx();
    if (z->context == NULL)
        mem_exhausted();
    ZSTD_DCtx_setParameter(z->context, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
    z->size = ZSTD_DStreamOutSize();
    z->buffer = mem_new(z->size);
    z->limit = limit;
    z->sink = sink;
    z->arg = arg;
    z->open = 1; /* nothing at all is no frame */
    return z;
}

static int take(struct unzstd *z, size_t n, struct err *err)
{
    z->out += (int64_t)n;
    if (z->out > z->limit ||
        (z->out > UNZIP_LITTLE && z->out / UNZIP_RATIO_MAX > z->in))
        return err_set(err, ERR_UNSAFE,
                       "The package is not taken: a part of it would unpack "
                       "to far too much. Nothing was changed.");
    return n > 0 ? z->sink((struct slice){z->buffer, n}, z->arg, err) : 0;
}

int unzstd_put(struct unzstd *z, struct slice piece, struct err *err)
{
    ZSTD_inBuffer in = {piece.at, piece.len, 0};
    bool full = false;

    z->in += (int64_t)piece.len;
    while (in.pos < in.size || full) {
        ZSTD_outBuffer out = {z->buffer, z->size, 0};
        size_t hint = ZSTD_decompressStream(z->context, &out, &in);
        int rc;

        if (ZSTD_isError(hint))
            return err_set(err, ERR_UNSAFE,
                           "The package is damaged: %s. Nothing was changed.",
                           ZSTD_getErrorName(hint));
        z->open = hint;
        full = out.pos == out.size;
        rc = take(z, out.pos, err);
        if (rc != 0)
            return rc;
        if (hint == 0)
            full = false;
    }
    return 0;
}

int unzstd_end(struct unzstd *z, struct err *err)
{
    if (z->open == 0)
        return 0;
    return err_set(err, ERR_UNSAFE,
                   "The package is damaged: a part of it was cut off. "
                   "Nothing was changed.");
}

void unzstd_free(struct unzstd *z)
{
    if (z == NULL)
        return;
    ZSTD_freeDCtx(z->context);
    free(z->buffer);
    free(z);
}
