#include "deck/merging.h"

#include <stdlib.h>

#include "base/mem.h"

/* --- rows --------------------------------------------------------------- */

void row_map_add(struct row_map *map, int64_t theirs, int64_t ours)
{
    map->at = mem_grow(map->at, map->n, &map->cap, sizeof *map->at);
    map->at[map->n++] = (struct row_pair){theirs, ours};
}

static int by_theirs(const void *a, const void *b)
{
    const struct row_pair *x = a, *y = b;

    return (x->theirs > y->theirs) - (x->theirs < y->theirs);
}

int64_t row_map_find(const struct row_map *map, int64_t theirs)
{
    const struct row_pair key = {theirs, 0};
    const struct row_pair *found =
        map->n == 0
            ? NULL
            : bsearch(&key, map->at, map->n, sizeof *map->at, by_theirs);

    return found != NULL ? found->ours : 0;
}

/* --- versions ----------------------------------------------------------- */

static int by_row(const void *a, const void *b)
{
    const struct version_key *x = a, *y = b;

    return (x->row > y->row) - (x->row < y->row);
}

struct version_key merge_key(const struct merge *m, int64_t import)
{
    const struct version_key want = {.row = import}, none = {0};
    const struct version_key *found =
        m->nkeys == 0
            ? NULL
            : bsearch(&want, m->keys, m->nkeys, sizeof want, by_row);

    return found != NULL ? *found : none;
}

static int compare_u64(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

int version_compare(const struct version_key *a, const struct version_key *b)
{
    if (a->stands != b->stands)
        return a->stands ? 1 : -1;
    if (a->ms != b->ms)
        return a->ms < b->ms ? -1 : 1;
    if (a->device != b->device)
        return compare_u64(a->device, b->device);
    if (a->seq != b->seq)
        return compare_u64(a->seq, b->seq);
    return compare_u64(a->hash, b->hash);
}
