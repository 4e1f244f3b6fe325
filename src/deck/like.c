#include "deck/like.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/unicode.h"

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static uint32_t gram(uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t h = a;

    h = h * 0x9e3779b1u + b;
    h = h * 0x9e3779b1u + c;
    return h ^ h >> 15;
}

static size_t each_once(uint32_t *at, size_t n)
{
    size_t kept = 0;

    qsort(at, n, sizeof *at, by_number);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || at[i] != at[kept - 1])
            at[kept++] = at[i];
    return kept;
}

/* The text stands between two blanks, so that its ends count as well and a
 * text of one character has a trigram. */
struct grams grams_of(struct slice text)
{
    struct grams g = {mem_new_array(text.len + 1, sizeof *g.at), 0};
    uint32_t a = ' ', b = ' ';
    size_t len;

    while (text.len > 0) {
        uint32_t c = utf8_next(text, &len);

        g.at[g.n++] = gram(a, b, c);
        a = b;
        b = c;
        text = slice_skip(text, len);
    }
    g.at[g.n++] = gram(a, b, ' ');
    g.n = each_once(g.at, g.n);
    return g;
}

int grams_like(const struct grams *a, const struct grams *b)
{
    size_t i = 0, j = 0, both = 0;

    while (i < a->n && j < b->n) {
        uint32_t x = a->at[i], y = b->at[j];

        both += x == y;
        i += x <= y;
        j += y <= x;
    }
    return (int)(2000 * both / (a->n + b->n));
}

int like(struct slice a, struct slice b)
{
    struct grams x = grams_of(a), y = grams_of(b);
    int result = grams_like(&x, &y);

    free(x.at);
    free(y.at);
    return result;
}
