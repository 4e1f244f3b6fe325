#include "review/pile.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void pile_release(struct pile *p)
{
    free(p->cards);
    *p = (struct pile){0};
}

void pile_fill(struct pile *p, const int64_t *cards, size_t n)
{
    pile_release(p);
    p->cards = mem_new_array(n, sizeof *cards);
    p->n = p->cap = n;
    if (n > 0)
        memcpy(p->cards, cards, n * sizeof *cards);
}

static void put(struct pile *p, size_t at, int64_t card)
{
    p->cards = mem_grow(p->cards, p->n, &p->cap, sizeof *p->cards);
    memmove(p->cards + at + 1, p->cards + at, (p->n - at) * sizeof *p->cards);
    p->cards[at] = card;
    p->n++;
}

size_t pile_again(struct pile *p, int64_t card)
{
    size_t at = p->next + 1 + PILE_APART;

    at = at < p->n ? at : p->n;
    put(p, at, card);
    return at;
}

void pile_put_next(struct pile *p, int64_t card)
{
    size_t to = p->next < p->n ? p->next + 1 : p->n, was = to;

    while (was < p->n && p->cards[was] != card)
        was++;
    if (was < p->n)
        pile_take(p, was);
    put(p, to, card);
}

void pile_take(struct pile *p, size_t at)
{
    assert(at < p->n);
    p->n--;
    memmove(p->cards + at, p->cards + at + 1, (p->n - at) * sizeof *p->cards);
}

size_t pile_left(const struct pile *p)
{
    return p->n - p->next;
}
