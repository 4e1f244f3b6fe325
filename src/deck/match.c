#include "deck/match.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"

struct matching {
    const struct match_note *olds, *news;
    size_t nolds, nnews;
    bool *taken;       /* [nolds] */
    struct match *out; /* [nnews] */
};

static void pair(struct matching *m, size_t old, size_t new,
                 enum match_how how)
{
    m->taken[old] = true;
    m->out[new] = (struct match){old, how};
}

static bool open_new(const struct matching *m, size_t new)
{
    return m->out[new].how <= MATCH_AMBIGUOUS;
}

/* --- the same key on both sides
 * ------------------------------------------------- */

/* What has to be equal besides the text, strictest first. */
enum tie {
    TIE_FILE_CONTEXT,
    TIE_CONTEXT,
    TIE_FILE_PARENT,
    TIE_PARENT,
    TIE_FILE,
    TIE_NOTHING,
    NTIES
};

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t state = a ^ (b * 0x9e3779b97f4a7c15u);

    return rng_mix(&state);
}

static uint64_t tie_key(const struct match_note *n, enum tie tie)
{
    uint64_t file = (uint64_t)n->file;

    switch (tie) {
    case TIE_FILE_CONTEXT:
        return mix(n->keys.context, file);
    case TIE_CONTEXT:
        return n->keys.context;
    case TIE_FILE_PARENT:
        return mix(n->keys.parent, file);
    case TIE_PARENT:
        return n->keys.parent;
    case TIE_FILE:
        return file;
    default:
        return 0;
    }
}

struct keyed {
    uint64_t key;
    bool gone;
    int64_t file;
    int place;
    size_t index;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->gone != y->gone)
        return x->gone ? 1 : -1;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static struct keyed keyed_of(const struct match_note *n, size_t index,
                             enum match_how how, enum tie tie)
{
    uint64_t text = how == MATCH_EXACT ? n->keys.exact : n->keys.plain;

    return (struct keyed){mix(text, tie_key(n, tie)), n->gone, n->file,
                          n->place, index};
}

static size_t list_olds(const struct matching *m, enum match_how how,
                        enum tie tie, struct keyed *list)
{
    size_t n = 0;

    for (size_t i = 0; i < m->nolds; i++)
        if (!m->taken[i])
            list[n++] = keyed_of(&m->olds[i], i, how, tie);
    qsort(list, n, sizeof *list, by_key);
    return n;
}

static size_t list_news(const struct matching *m, enum match_how how,
                        enum tie tie, struct keyed *list)
{
    size_t n = 0;

    for (size_t i = 0; i < m->nnews; i++)
        if (open_new(m, i))
            list[n++] = keyed_of(&m->news[i], i, how, tie);
    qsort(list, n, sizeof *list, by_key);
    return n;
}

/* Both lists are sorted by key, then by order: equal keys are paired first
 * with first, second with second. */
static void join(struct matching *m, enum match_how how, enum tie tie,
                 struct keyed *olds, struct keyed *news)
{
    size_t nolds = list_olds(m, how, tie, olds), i = 0;
    size_t nnews = list_news(m, how, tie, news), j = 0;

    while (i < nolds && j < nnews) {
        if (olds[i].key == news[j].key)
            pair(m, olds[i++].index, news[j++].index, how);
        else if (olds[i].key < news[j].key)
            i++;
        else
            j++;
    }
}

static void match_text(struct matching *m)
{
    struct keyed *olds = mem_new_array(m->nolds, sizeof *olds);
    struct keyed *news = mem_new_array(m->nnews, sizeof *news);

    for (int tie = 0; tie < NTIES; tie++)
        join(m, MATCH_EXACT, (enum tie)tie, olds, news);
    for (int tie = 0; tie < NTIES; tie++)
        join(m, MATCH_PLAIN, (enum tie)tie, olds, news);
    free(olds);
    free(news);
}

/* --- ids
 * -------------------------------------------------------------------------
 */

/* Few notes bear an id, so a plain search will do. */
static void match_pins(struct matching *m)
{
    for (size_t j = 0; j < m->nnews; j++) {
        if (m->news[j].pin.len == 0)
            continue;
        for (size_t i = 0; i < m->nolds && open_new(m, j); i++)
            if (!m->taken[i] && slice_eq(m->olds[i].pin, m->news[j].pin))
                pair(m, i, j, MATCH_PIN);
    }
}

void match_notes(const struct match_note *olds, size_t nolds,
                 const struct match_note *news, size_t nnews,
                 struct match *out)
{
    struct matching m = {olds, news, nolds, nnews, NULL, out};

    memset(out, 0, nnews * sizeof *out);
    if (nolds == 0 || nnews == 0)
        return;
    m.taken = mem_new_array(nolds, sizeof *m.taken);
    match_pins(&m);
    match_text(&m);
    free(m.taken);
}
