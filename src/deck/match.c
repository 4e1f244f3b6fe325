#include "deck/matching.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"

void matching_pair(struct matching *m, size_t old, size_t new,
                   enum match_how how)
{
    m->taken[old] = true;
    m->out[new] = (struct match){old, how};
}

bool matching_open(const struct matching *m, size_t new)
{
    return m->out[new].how <= MATCH_AMBIGUOUS;
}

/* --- the same key on both sides ----------------------------------------- */

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

uint64_t matching_mix(uint64_t a, uint64_t b)
{
    uint64_t state = a ^ (b * 0x9e3779b97f4a7c15u);

    return rng_mix(&state);
}

static uint64_t tie_key(const struct match_note *n, enum tie tie)
{
    uint64_t file = (uint64_t)n->file;

    switch (tie) {
    case TIE_FILE_CONTEXT:
        return matching_mix(n->keys.context, file);
    case TIE_CONTEXT:
        return n->keys.context;
    case TIE_FILE_PARENT:
        return matching_mix(n->parent, file);
    case TIE_PARENT:
        return n->parent;
    case TIE_FILE:
        return file;
    default:
        return 0;
    }
}

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

void matching_sort(struct keyed *list, size_t n)
{
    if (n > 1)
        qsort(list, n, sizeof *list, by_key);
}

static struct keyed keyed_of(const struct match_note *n, size_t index,
                             enum match_how how, uint64_t plain, enum tie tie)
{
    uint64_t text = how == MATCH_PIN     ? keys_line(n->pin)
                    : how == MATCH_PLAIN ? plain
                                         : n->keys.exact;

    return (struct keyed){matching_mix(text, tie_key(n, tie)), n->gone,
                          n->file, n->place, index};
}

static bool has_key(const struct match_note *n, enum match_how how)
{
    return how != MATCH_PIN || n->pin.len > 0;
}

static size_t list_olds(const struct matching *m, enum match_how how,
                        enum tie tie, struct keyed *list)
{
    size_t n = 0;

    for (size_t i = 0; i < m->nolds; i++)
        if (!m->taken[i] && has_key(&m->olds[i], how))
            list[n++] = keyed_of(&m->olds[i], i, how, m->plain_olds[i], tie);
    matching_sort(list, n);
    return n;
}

static size_t list_news(const struct matching *m, enum match_how how,
                        enum tie tie, struct keyed *list)
{
    size_t n = 0;

    for (size_t i = 0; i < m->nnews; i++)
        if (matching_open(m, i) && has_key(&m->news[i], how))
            list[n++] = keyed_of(&m->news[i], i, how, m->plain_news[i], tie);
    matching_sort(list, n);
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
            matching_pair(m, olds[i++].index, news[j++].index, how);
        else if (olds[i].key < news[j].key)
            i++;
        else
            j++;
    }
}

/* Of those that need one: it costs more than all else. */
static void find_plain(struct matching *m)
{
    for (size_t i = 0; i < m->nolds; i++)
        if (!m->taken[i])
            m->plain_olds[i] = keys_plain(m->olds[i].line);
    for (size_t j = 0; j < m->nnews; j++)
        if (matching_open(m, j))
            m->plain_news[j] = keys_plain(m->news[j].line);
}

static void match_text(struct matching *m)
{
    struct keyed *olds = mem_new_array(m->nolds, sizeof *olds);
    struct keyed *news = mem_new_array(m->nnews, sizeof *news);

    join(m, MATCH_PIN, TIE_NOTHING, olds, news);
    for (int tie = 0; tie < NTIES; tie++)
        join(m, MATCH_EXACT, (enum tie)tie, olds, news);
    find_plain(m);
    for (int tie = 0; tie < NTIES; tie++)
        join(m, MATCH_PLAIN, (enum tie)tie, olds, news);
    free(olds);
    free(news);
}

void match_notes(const struct match_note *olds, size_t nolds,
                 const struct match_note *news, size_t nnews,
                 struct match *out)
{
    struct matching m = {
        .olds = olds,
        .news = news,
        .nolds = nolds,
        .nnews = nnews,
        .out = out,
    };

    memset(out, 0, nnews * sizeof *out);
    if (nolds == 0 || nnews == 0)
        return;
    m.taken = mem_new_array(nolds, sizeof *m.taken);
    m.plain_olds = mem_new_array(nolds, sizeof *m.plain_olds);
    m.plain_news = mem_new_array(nnews, sizeof *m.plain_news);
    match_text(&m);
    match_like(&m);
    free(m.taken);
    free(m.plain_olds);
    free(m.plain_news);
}
