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

/* What has to be equal besides the text, as bits; the strictest first. */
enum {
    SAME_FILE = 1,
    SAME_CONTEXT = 2,
    SAME_PARENT = 4,
    SAME_BEFORE = 8,
    SAME_AFTER = 16,
};

static const unsigned ties[] = {
    SAME_FILE | SAME_CONTEXT | SAME_BEFORE | SAME_AFTER,
    SAME_FILE | SAME_CONTEXT | SAME_BEFORE,
    SAME_FILE | SAME_CONTEXT | SAME_AFTER,
    SAME_FILE | SAME_CONTEXT,
    SAME_CONTEXT,
    SAME_FILE | SAME_PARENT,
    SAME_PARENT,
    SAME_FILE | SAME_BEFORE | SAME_AFTER,
    SAME_FILE | SAME_BEFORE,
    SAME_FILE | SAME_AFTER,
    SAME_FILE,
    0,
};

enum { NTIES = sizeof ties / sizeof *ties };

uint64_t matching_mix(uint64_t a, uint64_t b)
{
    uint64_t state = a ^ (b * 0x9e3779b97f4a7c15u);

    return rng_mix(&state);
}

static uint64_t tie_key(const struct match_note *n,
                        const struct beside *beside, unsigned tie)
{
    const struct {
        unsigned bit;
        uint64_t value;
    } parts[] = {
        {SAME_FILE, (uint64_t)n->file}, {SAME_CONTEXT, n->keys.context},
        {SAME_PARENT, n->parent},       {SAME_BEFORE, beside->before},
        {SAME_AFTER, beside->after},
    };
    uint64_t key = tie;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if ((tie & parts[i].bit) != 0)
            key = matching_mix(key, parts[i].value);
    return key;
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

static uint64_t text_key(const struct match_note *n, enum match_how how,
                         uint64_t plain)
{
    switch (how) {
    case MATCH_PIN:
        return keys_line(n->pin);
    case MATCH_PLAIN:
        return plain;
    default:
        return n->keys.exact;
    }
}

static bool has_key(const struct match_note *n, enum match_how how)
{
    return how != MATCH_PIN || n->pin.len > 0;
}

static struct keyed keyed_of(const struct match_note *n, size_t index,
                             uint64_t text, uint64_t tie)
{
    return (struct keyed){matching_mix(text, tie), n->gone, n->file, n->place,
                          index};
}

static struct keyed old_keyed(const struct matching *m, size_t i,
                              enum match_how how, unsigned tie)
{
    const struct match_note *n = &m->olds[i];

    return keyed_of(n, i, text_key(n, how, m->plain_olds[i]),
                    tie_key(n, &m->beside_olds[i], tie));
}

static struct keyed new_keyed(const struct matching *m, size_t i,
                              enum match_how how, unsigned tie)
{
    const struct match_note *n = &m->news[i];

    return keyed_of(n, i, text_key(n, how, m->plain_news[i]),
                    tie_key(n, &m->beside_news[i], tie));
}

static size_t list_olds(const struct matching *m, enum match_how how,
                        unsigned tie, struct keyed *list)
{
    size_t n = 0;

    for (size_t i = 0; i < m->nolds; i++)
        if (!m->taken[i] && has_key(&m->olds[i], how))
            list[n++] = old_keyed(m, i, how, tie);
    matching_sort(list, n);
    return n;
}

static size_t list_news(const struct matching *m, enum match_how how,
                        unsigned tie, struct keyed *list)
{
    size_t n = 0;

    for (size_t i = 0; i < m->nnews; i++)
        if (matching_open(m, i) && has_key(&m->news[i], how))
            list[n++] = new_keyed(m, i, how, tie);
    matching_sort(list, n);
    return n;
}

/* Both lists are sorted by key, then by order: equal keys are paired first
 * with first, second with second. */
static void join(struct matching *m, enum match_how how, unsigned tie,
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

    join(m, MATCH_PIN, 0, olds, news);
    for (size_t tie = 0; tie < NTIES; tie++)
        join(m, MATCH_EXACT, ties[tie], olds, news);
    find_plain(m);
    for (size_t tie = 0; tie < NTIES; tie++)
        join(m, MATCH_PLAIN, ties[tie], olds, news);
    free(olds);
    free(news);
}

/* Lists the notes of each file in their order and looks to both sides. */
static struct beside *find_beside(const struct match_note *notes, size_t n)
{
    struct beside *beside = mem_new_array(n, sizeof *beside);
    struct keyed *list = mem_new_array(n, sizeof *list);

    for (size_t i = 0; i < n; i++)
        list[i] = keyed_of(&notes[i], i, 0, 0);
    matching_sort(list, n);
    for (size_t i = 1; i < n; i++) {
        size_t a = list[i - 1].index, b = list[i].index;

        if (list[i - 1].gone != list[i].gone ||
            list[i - 1].file != list[i].file)
            continue;
        beside[a].after = notes[b].keys.exact;
        beside[b].before = notes[a].keys.exact;
    }
    free(list);
    return beside;
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
    m.beside_olds = find_beside(olds, nolds);
    m.beside_news = find_beside(news, nnews);
    m.plain_olds = mem_new_array(nolds, sizeof *m.plain_olds);
    m.plain_news = mem_new_array(nnews, sizeof *m.plain_news);
    match_text(&m);
    match_like(&m);
    free(m.taken);
    free(m.beside_olds);
    free(m.beside_news);
    free(m.plain_olds);
    free(m.plain_news);
}
