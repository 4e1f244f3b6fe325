#include "publish/zstd.h"

#include <zstd.h>

#include "base/mem.h"

enum { LEVEL = 3 };

void zstd_put(struct str *out, struct slice bytes)
{
    size_t room = ZSTD_compressBound(bytes.len);
    char *to = str_reserve(out, room);
    size_t n = ZSTD_compress(to, room, bytes.at, bytes.len, LEVEL);

    if (ZSTD_isError(n)) /* with this room there is no other reason */
        mem_exhausted();
    out->len += n;
    str_truncate(out, out->len);
}
