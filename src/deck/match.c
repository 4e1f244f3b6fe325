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

bool matching_any_open(const struct matching *m)
{
    size_t i = 0, j = 0;

    while (i < m->nolds && m->taken[i])
        i++;
    while (j < m->nnews && !matching_open(m, j))
        j++;
    return i < m->nolds && j < m->nnews;
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

/* The first so many leave no doubt; the next ask for a file or a parent, who
 * may have another name by now; the rest is for those who moved. */
enum { NCERTAIN = 5, NPLACED = 7, NTIES = sizeof ties / sizeof *ties };

uint64_t matching_mix(uint64_t a, uint64_t b)
{
    uint64_t state = a ^ (b * 0x9e3779b97f4a7c15u);

    return rng_mix(&state);
}

/* Where a note stands, by the names the deck has for its file and parent. */
struct standing {
    uint64_t file, context, family;
    struct beside beside;
};

static uint64_t tie_key(const struct standing *s, unsigned tie)
{
    const struct {
        unsigned bit;
        uint64_t value;
    } parts[] = {
        {SAME_FILE, s->file},          {SAME_CONTEXT, s->context},
        {SAME_PARENT, s->family},      {SAME_BEFORE, s->beside.before},
        {SAME_AFTER, s->beside.after},
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
    const struct standing s = {(uint64_t)n->file, n->keys.context,
                               m->family_olds[i], m->beside_olds[i]};

    return keyed_of(n, i, text_key(n, how, m->plain_olds[i]),
                    tie_key(&s, tie));
}

static struct keyed new_keyed(const struct matching *m, size_t i,
                              enum match_how how, unsigned tie)
{
    const struct match_note *n = &m->news[i];
    const struct standing s = {m->file_news[i], n->keys.context,
                               m->family_news[i], m->beside_news[i]};

    return keyed_of(n, i, text_key(n, how, m->plain_news[i]),
                    tie_key(&s, tie));
}

static size_t list_olds(const struct matching *m, enum match_how how,
                        unsigned tie, struct keyed *list)
{
    size_t n = 0;

    for (size_t i = 0; i < m->nolds; i++)
        if (!m->taken[i] && !m->wait_olds[i] && has_key(&m->olds[i], how))
            list[n++] = old_keyed(m, i, how, tie);
    matching_sort(list, n);
    return n;
}

static size_t list_news(const struct matching *m, enum match_how how,
                        unsigned tie, struct keyed *list)
{
    size_t n = 0;

    for (size_t i = 0; i < m->nnews; i++)
        if (matching_open(m, i) && !m->wait_news[i] &&
            has_key(&m->news[i], how))
            list[n++] = new_keyed(m, i, how, tie);
    matching_sort(list, n);
    return n;
}

struct lists {
    struct keyed *olds, *news;
};

/* Both lists are sorted by key, then by order: equal keys are paired first
 * with first, second with second. */
static void join(struct matching *m, enum match_how how, unsigned tie,
                 struct lists l)
{
    size_t nolds = list_olds(m, how, tie, l.olds), i = 0;
    size_t nnews = list_news(m, how, tie, l.news), j = 0;

    while (i < nolds && j < nnews) {
        if (l.olds[i].key == l.news[j].key)
            matching_pair(m, l.olds[i++].index, l.news[j++].index, how);
        else if (l.olds[i].key < l.news[j].key)
            i++;
        else
            j++;
    }
}

static size_t run_length(const struct keyed *list, size_t n, bool living)
{
    size_t i = 0;

    while (i < n && list[i].key == list[0].key && (!living || !list[i].gone))
        i++;
    return i;
}

/* When more notes said something than say it now, and nobody stands where
 * one stood, then who is left? Some may have been edited where they are: what
 * is like them is looked for first. */
static void let_wait(struct matching *m, enum match_how how, struct lists l)
{
    size_t nolds = list_olds(m, how, 0, l.olds), i = 0;
    size_t nnews = list_news(m, how, 0, l.news), j = 0;

    while (i < nolds && j < nnews) {
        size_t a = run_length(l.olds + i, nolds - i, false);
        size_t living = run_length(l.olds + i, nolds - i, true);
        size_t b = run_length(l.news + j, nnews - j, false);
        uint64_t x = l.olds[i].key, y = l.news[j].key;

        for (size_t k = 0; x == y && living > b && k < a; k++)
            m->wait_olds[l.olds[i + k].index] = true;
        for (size_t k = 0; x == y && living > b && k < b; k++)
            m->wait_news[l.news[j + k].index] = true;
        i += x <= y ? a : 0;
        j += y <= x ? b : 0;
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

static void join_all(struct matching *m, enum match_how how, size_t from,
                     size_t to, struct lists l)
{
    for (size_t tie = from; tie < to && matching_any_open(m); tie++)
        join(m, how, ties[tie], l);
}

static void match_same(struct matching *m, enum match_how how, struct lists l)
{
    join_all(m, how, 0, NCERTAIN, l);
    matching_find_renamed(m);
    join_all(m, how, NCERTAIN, NPLACED, l);
    let_wait(m, how, l);
    join_all(m, how, NPLACED, NTIES, l);
}

/* Those that waited. */
static void match_rest(struct matching *m, struct lists l)
{
    memset(m->wait_olds, 0, m->nolds * sizeof *m->wait_olds);
    memset(m->wait_news, 0, m->nnews * sizeof *m->wait_news);
    join_all(m, MATCH_EXACT, NPLACED, NTIES, l);
    join_all(m, MATCH_PLAIN, NPLACED, NTIES, l);
}

static void match_all(struct matching *m)
{
    struct lists l = {mem_new_array(m->nolds, sizeof *l.olds),
                      mem_new_array(m->nnews, sizeof *l.news)};

    matching_find_renamed(m);
    join(m, MATCH_PIN, 0, l);
    match_same(m, MATCH_EXACT, l);
    find_plain(m);
    match_same(m, MATCH_PLAIN, l);
    match_like_below(m);
    match_rest(m, l);
    match_like_anywhere(m);
    free(l.olds);
    free(l.news);
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

static void matching_release(struct matching *m)
{
    free(m->taken);
    free(m->wait_olds);
    free(m->wait_news);
    free(m->beside_olds);
    free(m->beside_news);
    free(m->plain_olds);
    free(m->plain_news);
    free(m->file_news);
    free(m->family_olds);
    free(m->family_news);
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
    m.wait_olds = mem_new_array(nolds, sizeof *m.wait_olds);
    m.wait_news = mem_new_array(nnews, sizeof *m.wait_news);
    m.beside_olds = find_beside(olds, nolds);
    m.beside_news = find_beside(news, nnews);
    m.plain_olds = mem_new_array(nolds, sizeof *m.plain_olds);
    m.plain_news = mem_new_array(nnews, sizeof *m.plain_news);
    m.file_news = mem_new_array(nnews, sizeof *m.file_news);
    m.family_olds = mem_new_array(nolds, sizeof *m.family_olds);
    m.family_news = mem_new_array(nnews, sizeof *m.family_news);
    match_all(&m);
    matching_release(&m);
}
