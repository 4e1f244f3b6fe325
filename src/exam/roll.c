#include "exam/roll.h"

#include <stdlib.h>

#include "base/mem.h"

struct name {
    struct slice text; /* at NULL: a free slot */
    size_t number;
};

/* FNV-1a. A stranger who makes ids collide slows their own marking down. */
static uint64_t hash(struct slice text)
{
    uint64_t h = 0xcbf29ce484222325;

    for (size_t i = 0; i < text.len; i++)
        h = (h ^ (unsigned char)text.at[i]) * 0x100000001b3;
    return h ^ h >> 32;
}

/* Where the name is, or where it would go. */
static struct name *slot_of(const struct roll *roll, struct slice text)
{
    size_t i = hash(text) & (roll->cap - 1);

    while (roll->slot[i].text.at != NULL &&
           !slice_eq(roll->slot[i].text, text))
        i = (i + 1) & (roll->cap - 1);
    return &roll->slot[i];
}

static void grow(struct roll *roll)
{
    struct roll larger = {.cap = roll->cap ? 2 * roll->cap : 64,
                          .n = roll->n};

    larger.slot = mem_new_array(larger.cap, sizeof *larger.slot);
    for (size_t i = 0; i < roll->cap; i++)
        if (roll->slot[i].text.at != NULL)
            *slot_of(&larger, roll->slot[i].text) = roll->slot[i];
    free(roll->slot);
    *roll = larger;
}

void roll_put(struct roll *roll, struct slice name, size_t number)
{
    struct name *slot;

    if (2 * (roll->n + 1) > roll->cap)
        grow(roll);
    slot = slot_of(roll, name);
    if (slot->text.at != NULL)
        return;
    *slot = (struct name){name.at != NULL ? name : SLICE(""), number};
    roll->n++;
}

bool roll_find(const struct roll *roll, struct slice name, size_t *number)
{
    const struct name *slot;

    if (roll->n == 0)
        return false;
    slot = slot_of(roll, name);
    if (slot->text.at == NULL)
        return false;
    *number = slot->number;
    return true;
}

void roll_release(struct roll *roll)
{
    free(roll->slot);
    *roll = (struct roll){0};
}
