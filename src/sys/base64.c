#include "sys/base64.h"

#include <sodium.h>

void base64_put(struct str *out, struct slice bytes)
{
    size_t room =
        sodium_base64_encoded_len(bytes.len, sodium_base64_VARIANT_ORIGINAL);
    char *at = str_reserve(out, room);

    sodium_bin2base64(at, room, (const unsigned char *)bytes.at, bytes.len,
                      sodium_base64_VARIANT_ORIGINAL);
    out->len += room - 1; /* its NUL is counted */
}
