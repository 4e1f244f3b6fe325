/* One form for texts that look or mean the same. */
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "base/mem.h"
#include "text/plain.h"
#include "text/unicode.h"

/* What libunistring allocated for text that is UTF-8. */
static uint8_t *checked(uint8_t *made)
{
    if (made == NULL)
        mem_exhausted();
    return made;
}

/* Cuts off the next piece that can be looked at on its own: plain ASCII, or
 * from the last ASCII before others to the next ASCII. Marks join what is
 * before them, and no ASCII is a mark. */
static struct slice next_piece(struct slice *rest)
{
    struct slice text = *rest;
    size_t n = plain_run(text);

    if (n == text.len || n > 1) {
        n -= n < text.len && (unsigned char)text.at[n] >= 0x80;
    } else {
        for (n = 1; n < text.len && (unsigned char)text.at[n] >= 0x80;)
            n++;
    }
    *rest = slice_skip(text, n);
    return slice_sub(text, 0, n);
}

static bool is_ascii(struct slice piece)
{
    return (unsigned char)piece.at[piece.len - 1] < 0x80;
}

static void put_nfc(struct str *out, struct slice piece)
{
    uint8_t *made;
    size_t len;

    made = checked(u8_normalize(UNINORM_NFC, (const uint8_t *)piece.at,
                                piece.len, NULL, &len));
    str_put(out, (struct slice){(const char *)made, len});
    free(made);
}

void text_nfc(struct str *out, struct slice text)
{
    struct slice piece;

    if (utf8_check(text) < text.len) {
        str_put(out, text);
        return;
    }
    while (text.len > 0) {
        piece = next_piece(&text);
        (is_ascii(piece) ? str_put : put_nfc)(out, piece);
    }
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

static void put_lower(struct str *out, struct slice ascii)
{
    char *to = str_reserve(out, ascii.len);

    for (size_t i = 0; i < ascii.len; i++) {
        to[i] = ascii.at[i];
        if (to[i] >= 'A' && to[i] <= 'Z')
            to[i] = (char)(to[i] + ('a' - 'A'));
    }
    out->len += ascii.len;
    str_truncate(out, out->len);
}

/* NFKC first: it turns styled letters into plain capitals, which then fold.
 */
static void put_folded(struct str *out, struct slice piece)
{
    uint8_t *nfkc, *folded;
    size_t len;

    nfkc = checked(u8_normalize(UNINORM_NFKC, (const uint8_t *)piece.at,
                                piece.len, NULL, &len));
    folded = checked(u8_casefold(nfkc, len, NULL, UNINORM_NFKC, NULL, &len));
    str_put(out, (struct slice){(const char *)folded, len});
    free(nfkc);
    free(folded);
}

static bool is_blank(struct slice text, size_t *len)
{
    uint32_t code = utf8_next(text, len);

    return code == ' ' || (code >= '\t' && code <= '\r') ||
           (code >= 0x80 && uc_is_property_white_space(code));
}

/* Makes runs of white space one blank, in place, from `from` on. */
static void single_blanks(struct str *s, size_t from)
{
    bool was_blank = false;
    size_t to = from, len;

    for (size_t i = from; i < s->len; i += len) {
        bool blank = is_blank(slice_skip(str_slice(s), i), &len);

        if (blank && !was_blank)
            s->at[to++] = ' ';
        for (size_t b = 0; !blank && b < len; b++)
            s->at[to++] = s->at[i + b];
        was_blank = blank;
    }
    str_truncate(s, to);
}

void text_fold(struct str *out, struct slice text)
{
    size_t from = out->len;
    struct slice piece;

    if (utf8_check(text) < text.len) {
        str_put(out, text);
        return;
    }
    while (text.len > 0) {
        piece = next_piece(&text);
        (is_ascii(piece) ? put_lower : put_folded)(out, piece);
    }
    single_blanks(out, from);
}
