#include "publish/homes.h"

#include <stdlib.h>

#include "base/mem.h"
#include "deck/package.h"
#include "publish/anki_text.h"
#include "sys/hash.h"

/* --- guids -------------------------------------------------------------- */

struct home {
    uint64_t guid; /* its hash */
    uint64_t uid;
};

struct homes {
    struct home *at; /* by guid */
    size_t n, cap;
};

static uint64_t key_of(struct slice guid)
{
    struct hash h = hash_of(guid);

    return hash_u64(&h);
}

static int add(uint64_t uid, void *arg)
{
    struct homes *homes = arg;
    struct str guid = STR_EMPTY;

    anki_note_guid(&guid, uid);
    homes->at = mem_grow(homes->at, homes->n, &homes->cap, sizeof *homes->at);
    homes->at[homes->n++] = (struct home){key_of(str_slice(&guid)), uid};
    str_release(&guid);
    return 0;
}

static int by_guid(const void *a, const void *b)
{
    const struct home *x = a, *y = b;

    return (x->guid > y->guid) - (x->guid < y->guid);
}

int homes_read(struct homes **out, struct deck *deck, struct err *err)
{
    struct homes *homes = mem_new(sizeof *homes);

    if (package_each_note(deck, add, homes, err) < 0) {
        homes_free(homes);
        return -1;
    }
    if (homes->n > 1)
        qsort(homes->at, homes->n, sizeof *homes->at, by_guid);
    *out = homes;
    return 0;
}

void homes_free(struct homes *homes)
{
    if (homes == NULL)
        return;
    free(homes->at);
    free(homes);
}

bool homes_find(const struct homes *homes, struct slice guid, uint64_t *uid)
{
    struct home key = {.guid = key_of(guid)}, *found = NULL;

    if (homes->n > 0)
        found =
            bsearch(&key, homes->at, homes->n, sizeof *homes->at, by_guid);
    if (found != NULL)
        *uid = found->uid;
    return found != NULL;
}

/* --- seen --------------------------------------------------------------- */

/* Open addressing, at most half full; 0 is an empty slot. */
struct pairs {
    uint64_t *slots;
    size_t size, n;
};

struct pairs *pairs_new(void)
{
    struct pairs *s = mem_new(sizeof *s);

    s->size = 64;
    s->slots = mem_new_array(s->size, sizeof *s->slots);
    return s;
}

void pairs_free(struct pairs *s)
{
    if (s == NULL)
        return;
    free(s->slots);
    free(s);
}

static bool insert(uint64_t *slots, size_t size, uint64_t key)
{
    size_t i = (size_t)key & (size - 1);

    while (slots[i] != 0 && slots[i] != key)
        i = (i + 1) & (size - 1);
    if (slots[i] == key)
        return false;
    slots[i] = key;
    return true;
}

static void grow(struct pairs *s)
{
    size_t size = 2 * s->size;
    uint64_t *slots = mem_new_array(size, sizeof *slots);

    for (size_t i = 0; i < s->size; i++)
        if (s->slots[i] != 0)
            insert(slots, size, s->slots[i]);
    free(s->slots);
    s->slots = slots;
    s->size = size;
}

bool pairs_add(struct pairs *s, struct slice a, struct slice b)
{
    const struct slice parts[] = {a, b};
    struct hash h = hash_of_parts(parts, 2);
    uint64_t key = hash_u64(&h) | 1;

    if (2 * s->n >= s->size)
        grow(s);
    if (!insert(s->slots, s->size, key))
        return false;
    s->n++;
    return true;
}
