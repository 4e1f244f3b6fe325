/* Grapheme clusters and the columns they take. */
#include <unictype.h>
#include <unigbrk.h>
#include <uniwidth.h>

#include "text/plain.h"
#include "text/unicode.h"

enum {
    FIRST_WINDOW = 16, /* bytes looked at for one cluster */
    LAST_WINDOW = 1024,
    EMOJI_STYLE = 0xfe0f, /* variation selector 16 */
};

/* Characters whose width depends on the terminal, or that change the width
 * of their cluster. */
static const struct {
    uint32_t from, to;
} risky[] = {
    {0x200d, 0x200d},   /* joiner */
    {0x3248, 0x324f},   /* circled numbers: 1 or 2 columns */
    {0x4dc0, 0x4dff},   /* hexagrams: 1 or 2 columns */
    {0xe000, 0xf8ff},   /* private use: the font's affair */
    {0xfe0e, 0xfe0f},   /* text or emoji style */
    {0x1f000, 0x1ffff}, /* emoji: tables differ by age */
    {0xf0000, 0x10ffff},
};

static bool is_risky(uint32_t code)
{
    for (size_t i = 0; i < sizeof risky / sizeof *risky; i++)
        if (code >= risky[i].from && code <= risky[i].to)
            return true;
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Cn);
}

static bool is_flag_half(uint32_t code)
{
    return code >= 0x1f1e6 && code <= 0x1f1ff;
}

/* The well-formed characters `text` begins with, at most `max` bytes. */
static struct slice window(struct slice text, size_t max)
{
    size_t i = 0, len;

    while (i < text.len && i < max) {
        uint32_t code = utf8_next(slice_skip(text, i), &len);

        if ((code == 0xfffd && len == 1) || i + len > max)
            break;
        i += len;
    }
    return slice_sub(text, 0, i);
}

/* The offset of the second cluster in `w`, or its length. */
static size_t first_break(struct slice w)
{
    char breaks[LAST_WINDOW];

    u8_grapheme_breaks((const uint8_t *)w.at, w.len, breaks);
    for (size_t i = 1; i < w.len; i++)
        if (breaks[i])
            return i;
    return w.len;
}

/* Does nothing join what follows to the first character, which joins nothing
 * itself? So it is with most, and there is no need of a window. */
static bool stands_alone(struct slice text, size_t *len)
{
    uint32_t code = utf8_next(text, len);
    int next;

    if (uc_graphemeclusterbreak_property(code) != GBP_OTHER)
        return false;
    if (*len == text.len)
        return true;
    code = utf8_next(slice_skip(text, *len), &(size_t){0});
    next = uc_graphemeclusterbreak_property(code);
    return next != GBP_EXTEND && next != GBP_ZWJ && next != GBP_SPACINGMARK;
}

/* Bytes of the first cluster. The answer is certain when a break comes before
 * the window ends, or when the window ended for another reason than its
 * size. */
static size_t cluster(struct slice text)
{
    size_t len;

    if (stands_alone(text, &len))
        return len;
    for (size_t max = FIRST_WINDOW;; max *= 2) {
        struct slice w = window(text, max);
        size_t end;

        if (w.len == 0)
            return 1; /* a broken byte */
        end = first_break(w);
        if (end < w.len || w.len + 4 <= max || max >= LAST_WINDOW)
            return end;
    }
}

static void measure(struct grapheme *g)
{
    size_t len, flags = 0;
    int sum = 0;

    for (struct slice s = g->bytes; s.len > 0; s = slice_skip(s, len)) {
        uint32_t code = utf8_next(s, &len);
        int width = uc_width(code, "UTF-8");

        width = width < 0 ? 0 : width;
        flags += is_flag_half(code);
        if (code == EMOJI_STYLE || flags == 2)
            width = 2;
        if (is_risky(code))
            g->risky = true;
        if (width > g->width)
            g->width = width;
        sum += width;
    }
    /* Spacing marks: some terminals give each a column of its own. */
    if (sum != g->width)
        g->risky = true;
}

bool grapheme_next(struct slice *rest, struct grapheme *out)
{
    bool plain;

    if (rest->len == 0)
        return false;
    plain = plain_byte(rest->at[0]) &&
            (rest->len == 1 || (unsigned char)rest->at[1] < 0x80);
    *out = (struct grapheme){slice_sub(*rest, 0, 1), 1, false};
    if (!plain) {
        *out =
            (struct grapheme){slice_sub(*rest, 0, cluster(*rest)), 0, false};
        measure(out);
    }
    *rest = slice_skip(*rest, out->bytes.len);
    return true;
}

struct slice text_fit(struct slice text, int columns, int *width)
{
    struct slice rest = text;
    struct grapheme g;
    size_t end = 0;
    int used = 0;

    while (rest.len > 0) {
        size_t left = columns > used ? (size_t)(columns - used) : 0;
        size_t run = plain_run(slice_sub(rest, 0, left));

        if (run > 1) { /* the last may have marks behind it */
            used += (int)(run - 1);
            rest = slice_skip(rest, run - 1);
        }
        end = text.len - rest.len;
        if (!grapheme_next(&rest, &g) || g.width > columns - used)
            break;
        used += g.width;
        end = text.len - rest.len;
    }
    if (width != NULL)
        *width = used;
    return slice_sub(text, 0, end);
}

int text_width(struct slice text)
{
    int width;

    text_fit(text, INT32_MAX, &width);
    return width;
}
