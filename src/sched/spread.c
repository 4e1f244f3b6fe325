#include "sched/spread.h"

#include <stdlib.h>

#include "base/mem.h"

#define NONE SIZE_MAX

struct member {
    int64_t group;
    size_t at;
};

static int by_group(const void *a, const void *b)
{
    const struct member *x = a, *y = b;

    return (x->group > y->group) - (x->group < y->group);
}

size_t spread_number(const int64_t *group, size_t n, size_t *number)
{
    struct member *members = mem_new_array(n, sizeof *members);
    size_t groups = 0;

    for (size_t i = 0; i < n; i++)
        members[i] = (struct member){group[i], i};
    qsort(members, n, sizeof *members, by_group);
    for (size_t i = 0; i < n; i++) {
        groups += i == 0 || members[i].group != members[i - 1].group;
        number[members[i].at] = groups - 1;
    }
    free(members);
    return groups;
}

/* What waits to be placed: a list of all in order, and one for each group.
 * `count` is by group, `with` by count: how many groups have that many. */
struct waiting {
    size_t *group;       /* of each position */
    size_t *next, *prev; /* position n is both ends of the list */
    size_t *mate;        /* the next of the same group */
    size_t *first;       /* of each group */
    size_t *count, *with;
    size_t n, left, most; /* most: the largest count */
    size_t heavy;         /* a group with that count, once looked for */
};

static size_t *numbers(size_t n)
{
    return mem_new_array(n, sizeof(size_t));
}

static void waiting_link(struct waiting *w)
{
    for (size_t i = w->n; i-- > 0;) {
        size_t g = w->group[i];

        w->mate[i] = w->first[g];
        w->first[g] = i;
        w->count[g]++;
    }
    for (size_t i = 0; i <= w->n; i++) {
        w->next[i] = i < w->n ? i + 1 : 0;
        w->prev[i] = i > 0 ? i - 1 : w->n;
    }
}

static struct waiting waiting_new(const int64_t *group, size_t n)
{
    struct waiting w = {.group = numbers(n),
                        .next = numbers(n + 1),
                        .prev = numbers(n + 1),
                        .mate = numbers(n),
                        .first = numbers(n),
                        .count = numbers(n),
                        .with = numbers(n + 1),
                        .n = n,
                        .left = n,
                        .heavy = 0};
    size_t groups = spread_number(group, n, w.group);

    for (size_t g = 0; g < groups; g++)
        w.first[g] = NONE;
    waiting_link(&w);
    for (size_t g = 0; g < groups; g++) {
        w.with[w.count[g]]++;
        if (w.count[g] > w.most)
            w.most = w.count[g];
    }
    return w;
}

static void waiting_release(struct waiting *w)
{
    size_t *all[] = {w->group, w->next,  w->prev, w->mate,
                     w->first, w->count, w->with};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

static size_t take(struct waiting *w, size_t i)
{
    size_t g = w->group[i];

    w->next[w->prev[i]] = w->next[i];
    w->prev[w->next[i]] = w->prev[i];
    w->first[g] = w->mate[i];
    w->with[w->count[g]--]--;
    w->with[w->count[g]]++;
    while (w->most > 0 && w->with[w->most] == 0)
        w->most--;
    w->left--;
    return i;
}

/* The group that has to be placed now, since it is more than half of what is
 * left; NONE when there is no such. */
static size_t pressing(struct waiting *w)
{
    if (w->most * 2 <= w->left)
        return NONE;
    for (size_t g = w->heavy; w->count[g] != w->most; g = w->heavy)
        w->heavy = (g + 1) % w->n;
    return w->heavy;
}

static size_t pick(struct waiting *w, size_t last)
{
    size_t g = pressing(w), i = w->next[w->n];

    if (g != NONE && g != last)
        return w->first[g];
    while (i != w->n && w->group[i] == last)
        i = w->next[i];
    return i != w->n ? i : w->next[w->n];
}

void spread_apart(const int64_t *group, size_t n, size_t *order)
{
    struct waiting w = waiting_new(group, n);
    size_t last = NONE;

    for (size_t k = 0; k < n; k++) {
        order[k] = take(&w, pick(&w, last));
        last = w.group[order[k]];
    }
    waiting_release(&w);
}
