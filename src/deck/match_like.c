#include <stdlib.h>

#include "base/mem.h"
#include "deck/matching.h"
#include "deck/nearest.h"

enum {
    LIKE_BELOW = 700, /* under the same parent */
    LIKE_ANYWHERE = 850,
    LIKE_MARGIN = 100, /* that the next best must be behind */
    ROUNDS = 8,
};

struct likeness {
    struct matching *m;
    struct grams *olds, *news; /* made when first needed */
    /* where a parent was matched with another text: its line now and then */
    struct renamed {
        uint64_t new, old;
    } * renamed;
    size_t nrenamed;
};

/* --- pools -------------------------------------------------------------- */

static struct grams make_grams(const struct match_note *n)
{
    struct str plain = STR_EMPTY;
    struct grams g;

    keys_put_plain(&plain, n->line);
    g = grams_of(str_slice(&plain));
    str_release(&plain);
    return g;
}

/* What is still open on one side, or a part of it. */
struct pool {
    size_t *index; /* in the matching */
    struct grams *grams;
    struct nearest *nearest;
    size_t n;
};

static struct pool pool_new(const struct keyed *list, size_t n,
                            struct grams *grams,
                            const struct match_note *notes)
{
    struct pool p = {
        mem_new_array(n, sizeof *p.index),
        mem_new_array(n, sizeof *p.grams),
        mem_new_array(n, sizeof *p.nearest),
        n,
    };

    for (size_t i = 0; i < n; i++) {
        size_t at = list[i].index;

        if (grams[at].at == NULL)
            grams[at] = make_grams(&notes[at]);
        p.index[i] = at;
        p.grams[i] = grams[at];
    }
    return p;
}

static void pool_release(struct pool *p)
{
    free(p->index);
    free(p->grams);
    free(p->nearest);
}

static bool clear_of_others(const struct nearest *n)
{
    return n->like - n->second >= LIKE_MARGIN;
}

/* Pairs those that are each other's nearest. */
static bool pair_pools(struct matching *m, struct pool *olds,
                       struct pool *news, int least)
{
    bool any = false;

    nearest_find(olds->grams, olds->n, news->grams, news->n,
                 least - LIKE_MARGIN, olds->nearest, news->nearest);
    for (size_t j = 0; j < news->n; j++) {
        const struct nearest *n = &news->nearest[j];

        if (n->like < least)
            continue;
        if (olds->nearest[n->index].index == j && clear_of_others(n) &&
            clear_of_others(&olds->nearest[n->index])) {
            matching_pair(m, olds->index[n->index], news->index[j],
                          MATCH_LIKE);
            any = true;
        } else {
            m->out[news->index[j]].how = MATCH_AMBIGUOUS;
        }
    }
    return any;
}

static bool like_pools(struct likeness *l, const struct keyed *olds,
                       size_t nolds, const struct keyed *news, size_t nnews,
                       int least)
{
    struct pool a = pool_new(olds, nolds, l->olds, l->m->olds);
    struct pool b = pool_new(news, nnews, l->news, l->m->news);
    bool any = pair_pools(l->m, &a, &b, least);

    pool_release(&a);
    pool_release(&b);
    return any;
}

/* --- parents ------------------------------------------------------------ */

static int by_new(const void *a, const void *b)
{
    const struct renamed *x = a, *y = b;

    return (x->new > y->new) - (x->new < y->new);
}

/* Parents that were edited are the same parents all the same. */
static void find_renamed(struct likeness *l)
{
    const struct matching *m = l->m;

    l->nrenamed = 0;
    for (size_t j = 0; j < m->nnews; j++) {
        const struct match_note *old;

        if (matching_open(m, j))
            continue;
        old = &m->olds[m->out[j].old];
        if (!slice_eq(old->line, m->news[j].line))
            l->renamed[l->nrenamed++] = (struct renamed){
                keys_line(m->news[j].line), keys_line(old->line)};
    }
    if (l->nrenamed > 1)
        qsort(l->renamed, l->nrenamed, sizeof *l->renamed, by_new);
}

static uint64_t old_parent(const struct likeness *l, uint64_t parent)
{
    struct renamed key = {parent, 0};
    const struct renamed *r = l->nrenamed > 0
                                  ? bsearch(&key, l->renamed, l->nrenamed,
                                            sizeof *l->renamed, by_new)
                                  : NULL;

    return r != NULL ? r->old : parent;
}

/* A note without a parent has its file for one. */
static uint64_t family(uint64_t parent, int64_t file)
{
    return parent != 0 ? parent : matching_mix(1, (uint64_t)file);
}

static size_t list_olds(const struct likeness *l, struct keyed *list)
{
    const struct matching *m = l->m;
    size_t n = 0;

    for (size_t i = 0; i < m->nolds; i++) {
        const struct match_note *o = &m->olds[i];

        if (!m->taken[i])
            list[n++] = (struct keyed){family(o->parent, o->file), o->gone,
                                       o->file, o->place, i};
    }
    matching_sort(list, n);
    return n;
}

static size_t list_news(const struct likeness *l, struct keyed *list)
{
    const struct matching *m = l->m;
    size_t n = 0;

    for (size_t j = 0; j < m->nnews; j++) {
        const struct match_note *o = &m->news[j];
        uint64_t parent = old_parent(l, o->parent);

        if (matching_open(m, j))
            list[n++] = (struct keyed){family(parent, o->file), false,
                                       o->file, o->place, j};
    }
    matching_sort(list, n);
    return n;
}

/* How many of a sorted list begin with one key. */
static size_t run_length(const struct keyed *list, size_t n)
{
    size_t i = 1;

    while (i < n && list[i].key == list[0].key)
        i++;
    return i;
}

/* --- the steps ---------------------------------------------------------- */

/* One pool a parent. */
static bool like_below(struct likeness *l, struct keyed *olds,
                       struct keyed *news)
{
    size_t nolds, nnews, i = 0, j = 0;
    bool any = false;

    find_renamed(l);
    nolds = list_olds(l, olds);
    nnews = list_news(l, news);
    while (i < nolds && j < nnews) {
        size_t a = run_length(olds + i, nolds - i);
        size_t b = run_length(news + j, nnews - j);
        uint64_t x = olds[i].key, y = news[j].key;

        if (x == y)
            any |= like_pools(l, olds + i, a, news + j, b, LIKE_BELOW);
        i += x <= y ? a : 0;
        j += y <= x ? b : 0;
    }
    return any;
}

/* All of them are one pool. */
static bool like_anywhere(struct likeness *l, struct keyed *olds,
                          struct keyed *news)
{
    size_t nolds = list_olds(l, olds), nnews = list_news(l, news);

    return nolds > 0 && nnews > 0 &&
           like_pools(l, olds, nolds, news, nnews, LIKE_ANYWHERE);
}

static void release_grams(struct grams *grams, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(grams[i].at);
    free(grams);
}

void match_like(struct matching *m)
{
    struct likeness l = {
        .m = m,
        .olds = mem_new_array(m->nolds, sizeof *l.olds),
        .news = mem_new_array(m->nnews, sizeof *l.news),
        .renamed = mem_new_array(m->nnews, sizeof *l.renamed),
    };
    struct keyed *olds = mem_new_array(m->nolds, sizeof *olds);
    struct keyed *news = mem_new_array(m->nnews, sizeof *news);
    int round = 0;

    /* what was paired leaves others without a rival, and children with a
     * parent that is known */
    while (round < ROUNDS && like_below(&l, olds, news))
        round++;
    while (round < 2 * ROUNDS && like_anywhere(&l, olds, news))
        round++;
    release_grams(l.olds, m->nolds);
    release_grams(l.news, m->nnews);
    free(l.renamed);
    free(olds);
    free(news);
}
