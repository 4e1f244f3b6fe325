#include "sys/base64.h"

#include <sodium.h>

void base64_put(struct str *out, struct slice bytes)
{
    size_t room =
        sodium_base64_encoded_len(bytes.len, sodium_base64_VARIANT_ORIGINAL);

    sodium_bin2base64(str_reserve(out, room), room,
                      (const unsigned char *)(bytes.len > 0 ? bytes.at : ""),
                      bytes.len, sodium_base64_VARIANT_ORIGINAL);
    out->len += room - 1; /* with its NUL */
}

bool base64_read(struct str *out, struct slice text)
{
    size_t room = text.len / 4 * 3 + 3, n;
    char *at = str_reserve(out, room);

    if (sodium_base642bin((unsigned char *)at, room,
                          text.len > 0 ? text.at : "", text.len, NULL, &n,
                          NULL, sodium_base64_VARIANT_ORIGINAL) != 0) {
        str_truncate(out, out->len);
        return false;
    }
    out->len += n;
    str_truncate(out, out->len);
    return true;
}
