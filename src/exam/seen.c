#include "exam/seen.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { SIZE_FIRST = 256 };

/* Where it is, or would be. 0 stands for a free slot, so it counts as 1. */
static uint64_t *find(const struct seen *s, uint64_t hash)
{
    size_t i = (size_t)hash & (s->size - 1);

    while (s->slot[i] != 0 && s->slot[i] != hash)
        i = (i + 1) & (s->size - 1);
    return &s->slot[i];
}

static uint64_t not_free(uint64_t hash)
{
    return hash != 0 ? hash : 1;
}

static void grow(struct seen *s)
{
    struct seen larger = {.size = s->size > 0 ? 2 * s->size : SIZE_FIRST};

    larger.n = s->n;
    larger.slot = mem_new_array(larger.size, sizeof *larger.slot);
    for (size_t i = 0; i < s->size; i++)
        if (s->slot[i] != 0)
            *find(&larger, s->slot[i]) = s->slot[i];
    free(s->slot);
    *s = larger;
}

bool seen_has(const struct seen *s, uint64_t hash)
{
    return s->size > 0 && *find(s, not_free(hash)) != 0;
}

bool seen_add(struct seen *s, uint64_t hash)
{
    uint64_t *slot;

    if (2 * s->n >= s->size)
        grow(s);
    slot = find(s, not_free(hash));
    if (*slot != 0)
        return false;
    *slot = not_free(hash);
    s->n++;
    return true;
}

void seen_clear(struct seen *s)
{
    if (s->n > 0)
        memset(s->slot, 0, s->size * sizeof *s->slot);
    s->n = 0;
}

void seen_release(struct seen *s)
{
    free(s->slot);
    *s = (struct seen){0};
}
