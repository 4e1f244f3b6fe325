#include <assert.h>
#include <unistr.h>

#include "text/plain.h"
#include "text/unicode.h"

size_t utf8_check(struct slice text)
{
    size_t plain = plain_run(text);
    const uint8_t *at, *bad;

    text = slice_skip(text, plain);
    at = (const uint8_t *)text.at;
    bad = text.len > 0 ? u8_check(at, text.len) : NULL;
    return plain + (bad != NULL ? (size_t)(bad - at) : text.len);
}

uint32_t utf8_next(struct slice text, size_t *len)
{
    ucs4_t code;
    int n;

    assert(text.len > 0);
    n = u8_mbtoucr(&code, (const uint8_t *)text.at, text.len);
    *len = n > 0 ? (size_t)n : 1;
    return n > 0 ? code : 0xfffd;
}

void utf8_put(struct str *out, uint32_t code)
{
    uint8_t bytes[4];
    int n = u8_uctomb(bytes, code, sizeof bytes);

    assert(n > 0);
    str_put(out, (struct slice){(const char *)bytes, (size_t)n});
}
