#include "note/cut.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

void cuts_release(struct cuts *c)
{
    free(c->at);
    *c = (struct cuts){0};
}

void cuts_add(struct cuts *c, uint32_t at, uint32_t end)
{
    assert(at >= cuts_end(c) && end >= at);
    c->at = mem_grow(c->at, c->n, &c->cap, sizeof *c->at);
    c->at[c->n++] = (struct cut){.at = at, .end = end};
}

uint32_t cuts_end(const struct cuts *c)
{
    return c->n > 0 ? c->at[c->n - 1].end : 0;
}

struct slice cuts_apply(struct cuts *c, struct slice text,
                        struct arena *arena)
{
    char *out;
    uint32_t from = 0, len = 0;

    if (c->n == 0)
        return arena_copy(arena, text);
    out = arena_new(arena, text.len + 1);
    for (size_t i = 0; i < c->n; i++) {
        struct cut *cut = &c->at[i];

        memcpy(out + len, text.at + from, cut->at - from);
        len += cut->at - from;
        from = cut->end;
        cut->before = cut->at - len;
    }
    memcpy(out + len, text.at + from, text.len - from);
    return (struct slice){out, len + text.len - from};
}

uint32_t cuts_moved(const struct cuts *c, uint32_t at)
{
    size_t lo = 0, hi = c->n;
    const struct cut *cut;

    while (lo < hi) { /* finds the first cut that begins behind `at` */
        size_t mid = lo + (hi - lo) / 2;

        if (c->at[mid].at <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == 0)
        return at;
    cut = &c->at[lo - 1];
    return (at < cut->end ? cut->at : at - (cut->end - cut->at)) -
           cut->before;
}
