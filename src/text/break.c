/* Where a line of text may end. */
#include <stdlib.h>
#include <unilbrk.h>

#include "base/mem.h"
#include "text/unicode.h"

enum { LOOK_AHEAD = 8 }; /* bytes: one character and more */

static size_t skip_blanks(struct slice text, size_t i)
{
    while (i < text.len && text.at[i] == ' ')
        i++;
    return i;
}

static size_t drop_blanks(struct slice text, size_t i)
{
    while (i > 0 && text.at[i - 1] == ' ')
        i--;
    return i;
}

/* The last place at or before `limit` where the line may break with
 * something in front of it, or 0. */
static size_t last_break(struct slice text, size_t limit)
{
    struct slice seen = slice_sub(text, 0, limit + LOOK_AHEAD);
    char *may = mem_new(seen.len);
    size_t i;

    while (seen.len < text.len && seen.len > limit + 1 &&
           ((unsigned char)text.at[seen.len] & 0xc0) == 0x80)
        seen.len--; /* no half characters */
    u8_possible_linebreaks((const uint8_t *)seen.at, seen.len, "UTF-8", may);
    for (i = limit; i > 0; i--)
        if ((may[i] == UC_BREAK_POSSIBLE || may[i] == UC_BREAK_MANDATORY) &&
            drop_blanks(text, i) > 0)
            break;
    free(may);
    return i;
}

size_t text_break(struct slice text, int columns, size_t *next)
{
    struct slice rest = text, fit = text_fit(text, columns, NULL);
    struct grapheme g;
    size_t end, blanks;

    if (fit.len == 0 && text.len > 0) {
        grapheme_next(&rest, &g);
        fit = g.bytes;
    }
    blanks = skip_blanks(text, fit.len);
    end = slice_find(slice_sub(text, 0, blanks + 1), 0, SLICE("\n"));
    if (end <= blanks && end < text.len) {
        *next = end + 1;
        return drop_blanks(text, end < fit.len ? end : fit.len);
    }
    if (blanks == text.len) {
        *next = text.len;
        return fit.len;
    }
    *next = last_break(text, blanks);
    if (*next > 0)
        return drop_blanks(text, *next);
    *next = fit.len;
    return fit.len;
}
