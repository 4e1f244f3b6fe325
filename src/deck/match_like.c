#include <stdlib.h>

#include "base/mem.h"
#include "deck/matching.h"
#include "deck/nearest.h"

enum {
    LIKE_MARGIN = 100, /* that the next best must be behind */
    ROUNDS = 8,
};

/* What has to be the same, and how alike the texts must be then. In a short
 * line one word is much: "The cache is {{finite}}" and "A set is {{finite}}"
 * are alike by half. Orphans wait until the end: there are ever more of them,
 * and some new notes are like one by chance. */
struct pass {
    bool family, answers, prompt, orphans;
    int least;
};

static const struct pass below[] = {
    {true, false, false, false, 700},
    {true, true, false, false, 400},
    {true, false, true, false, 250},
};

static const struct pass anywhere[] = {
    {false, false, false, false, 850},
    {false, true, false, false, 750},
    {true, false, false, true, 850},
    {false, true, false, true, 850},
};

struct likeness {
    struct matching *m;
    struct grams *olds, *news; /* made when first needed */
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

/* --- pairs -------------------------------------------------------------- */

static bool clear_of_others(const struct nearest *n)
{
    return n->like - n->second >= LIKE_MARGIN;
}

static struct grams *all_news(struct likeness *l)
{
    for (size_t j = 0; j < l->m->nnews; j++)
        if (l->news[j].at == NULL)
            l->news[j] = make_grams(&l->m->news[j]);
    return l->news;
}

/* A new note may be like an orphan because it is a variation of a note that
 * is still there: then it is no return. Forgets the orphans that those are
 * near to. */
static void heed_the_living(struct likeness *l, struct pool *news, int least)
{
    struct grams *some = mem_new_array(news->n, sizeof *some);
    size_t *which = mem_new_array(news->n, sizeof *which), n = 0;
    struct nearest *of_all, *of_some;

    for (size_t j = 0; j < news->n; j++)
        if (news->nearest[j].like >= least) {
            some[n] = news->grams[j];
            which[n++] = j;
        }
    of_all = mem_new_array(l->m->nnews, sizeof *of_all);
    of_some = mem_new_array(n, sizeof *of_some);
    if (n > 0)
        nearest_find(all_news(l), l->m->nnews, some, n, least - LIKE_MARGIN,
                     of_all, of_some);
    for (size_t k = 0; k < n; k++) {
        struct nearest *nearest = &news->nearest[which[k]];

        /* the nearest is the note itself */
        if (nearest->like - of_some[k].second < LIKE_MARGIN)
            nearest->like = 0;
    }
    free(some);
    free(which);
    free(of_all);
    free(of_some);
}

/* Pairs those that are each other's nearest. */
static bool pair_pools(struct matching *m, const struct pool *olds,
                       const struct pool *news, int least)
{
    bool any = false;

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
                       const struct pass *pass)
{
    struct pool a = pool_new(olds, nolds, l->olds, l->m->olds);
    struct pool b = pool_new(news, nnews, l->news, l->m->news);
    bool any;

    nearest_find(a.grams, a.n, b.grams, b.n, pass->least - LIKE_MARGIN,
                 a.nearest, b.nearest);
    if (pass->orphans)
        heed_the_living(l, &b, pass->least);
    any = pair_pools(l->m, &a, &b, pass->least);
    pool_release(&a);
    pool_release(&b);
    return any;
}

/* --- lists -------------------------------------------------------------- */

static bool takes_part(const struct match_note *n, const struct pass *pass)
{
    return (!n->gone || pass->orphans) &&
           (!pass->answers || n->kin.answers != 0) &&
           (!pass->prompt || n->kin.prompt != 0);
}

static struct keyed keyed_of(const struct match_note *n, size_t index,
                             uint64_t family, const struct pass *pass)
{
    uint64_t key = pass->family ? family : 0;

    if (pass->answers)
        key = matching_mix(key, n->kin.answers);
    if (pass->prompt)
        key = matching_mix(key, n->kin.prompt);
    return (struct keyed){key, n->gone, n->file, n->place, index};
}

static size_t list_olds(const struct matching *m, const struct pass *pass,
                        struct keyed *list)
{
    size_t n = 0;

    for (size_t i = 0; i < m->nolds; i++)
        if (!m->taken[i] && takes_part(&m->olds[i], pass))
            list[n++] = keyed_of(&m->olds[i], i, m->family_olds[i], pass);
    matching_sort(list, n);
    return n;
}

static size_t list_news(const struct matching *m, const struct pass *pass,
                        struct keyed *list)
{
    size_t n = 0;

    for (size_t j = 0; j < m->nnews; j++)
        if (matching_open(m, j) && takes_part(&m->news[j], pass))
            list[n++] = keyed_of(&m->news[j], j, m->family_news[j], pass);
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

/* One pool for all that have the same key. */
static bool like_once(struct likeness *l, const struct pass *pass,
                      struct keyed *olds, struct keyed *news)
{
    size_t nolds, nnews, i = 0, j = 0;
    bool any = false;

    matching_find_renamed(l->m);
    nolds = list_olds(l->m, pass, olds);
    nnews = list_news(l->m, pass, news);
    while (i < nolds && j < nnews) {
        size_t a = run_length(olds + i, nolds - i);
        size_t b = run_length(news + j, nnews - j);
        uint64_t x = olds[i].key, y = news[j].key;

        if (x == y)
            any |= like_pools(l, olds + i, a, news + j, b, pass);
        i += x <= y ? a : 0;
        j += y <= x ? b : 0;
    }
    return any;
}

static void release_grams(struct grams *grams, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(grams[i].at);
    free(grams);
}

/* What was paired leaves others without a rival, and children with a parent
 * that is known: so each pass is made until it finds nothing more. */
static void like_passes(struct matching *m, const struct pass *passes,
                        size_t n)
{
    struct likeness l = {
        .m = m,
        .olds = mem_new_array(m->nolds, sizeof *l.olds),
        .news = mem_new_array(m->nnews, sizeof *l.news),
    };
    struct keyed *olds = mem_new_array(m->nolds, sizeof *olds);
    struct keyed *news = mem_new_array(m->nnews, sizeof *news);

    for (size_t i = 0; i < n; i++)
        for (int round = 0; round < ROUNDS; round++)
            if (!matching_any_open(m) ||
                !like_once(&l, &passes[i], olds, news))
                break;
    release_grams(l.olds, m->nolds);
    release_grams(l.news, m->nnews);
    free(olds);
    free(news);
}

void match_like_below(struct matching *m)
{
    like_passes(m, below, sizeof below / sizeof *below);
}

void match_like_anywhere(struct matching *m)
{
    like_passes(m, anywhere, sizeof anywhere / sizeof *anywhere);
}
