/* One form for texts that look or mean the same. */
#include <errno.h>
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "base/mem.h"
#include "text/plain.h"
#include "text/unicode.h"

/* What libunistring allocated, or NULL for text that is not UTF-8. */
static uint8_t *checked(uint8_t *made)
{
    if (made == NULL && errno == ENOMEM)
        mem_exhausted();
    return made;
}

void text_nfc(struct str *out, struct slice text)
{
    uint8_t *nfc;
    size_t len;

    if (plain_run(text) == text.len || utf8_check(text) < text.len) {
        str_put(out, text);
        return;
    }
    nfc = checked(u8_normalize(UNINORM_NFC, (const uint8_t *)text.at,
                               text.len, NULL, &len));
    str_put(out, (struct slice){(const char *)nfc, len});
    free(nfc);
}

void text_nfc_fold(struct str *out, struct slice text)
{
    uint8_t *folded;
    size_t len;

    if (text.len == 0 || utf8_check(text) < text.len) {
        str_put(out, text);
        return;
    }
    folded = checked(u8_casefold((const uint8_t *)text.at, text.len, NULL,
                                 UNINORM_NFC, NULL, &len));
    str_put(out, (struct slice){(const char *)folded, len});
    free(folded);
}

static void put_with_single_blanks(struct str *out, struct slice text)
{
    bool blank = false, was_blank = false;
    size_t len;

    for (; text.len > 0; text = slice_skip(text, len)) {
        blank = uc_is_property_white_space(utf8_next(text, &len));
        if (!blank)
            str_put(out, slice_sub(text, 0, len));
        else if (!was_blank)
            str_putc(out, ' ');
        was_blank = blank;
    }
}

/* NFKC first: it turns styled letters into plain capitals, which then fold.
 */
void text_fold(struct str *out, struct slice text)
{
    uint8_t *nfkc, *folded;
    size_t len;

    if (text.len == 0 || utf8_check(text) < text.len) {
        str_put(out, text);
        return;
    }
    nfkc = checked(u8_normalize(UNINORM_NFKC, (const uint8_t *)text.at,
                                text.len, NULL, &len));
    folded = checked(u8_casefold(nfkc, len, NULL, UNINORM_NFKC, NULL, &len));
    put_with_single_blanks(out, (struct slice){(const char *)folded, len});
    free(nfkc);
    free(folded);
}
