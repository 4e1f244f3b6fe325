#include "deck/nearest.h"

#include <stdlib.h>

#include "base/mem.h"

enum {
    EACH_WITH_EACH = 10000, /* pairs up to which an index isn't worth it */
    PAIRS_MAX = 4000000,
};

static void offer(struct nearest *n, size_t index, int alike)
{
    if (alike > n->like) {
        n->second = n->like;
        n->like = alike;
        n->index = index;
    } else if (alike > n->second) {
        n->second = alike;
    }
}

static void clear(struct nearest *n, size_t count)
{
    for (size_t i = 0; i < count; i++)
        n[i] = (struct nearest){0};
}

/* --- by an index of trigrams -------------------------------------------- */

struct posting {
    uint32_t gram;
    uint32_t text;
};

struct index {
    struct posting *at; /* by gram */
    size_t n;
};

static int by_gram(const void *x, const void *y)
{
    const struct posting *a = x, *b = y;

    if (a->gram != b->gram)
        return a->gram < b->gram ? -1 : 1;
    return (a->text > b->text) - (a->text < b->text);
}

static struct index index_of(const struct grams *texts, size_t n)
{
    struct index index = {NULL, 0};
    size_t total = 0;

    for (size_t i = 0; i < n; i++)
        total += texts[i].n;
    index.at = mem_new_array(total, sizeof *index.at);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < texts[i].n; j++)
            index.at[index.n++] =
                (struct posting){texts[i].at[j], (uint32_t)i};
    if (index.n > 1)
        qsort(index.at, index.n, sizeof *index.at, by_gram);
    return index;
}

/* Where the postings of a gram, or of a greater one, begin. */
static size_t lower(const struct index *index, uint32_t gram)
{
    size_t lo = 0, hi = index->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (index->at[mid].gram < gram)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The postings of one gram of a text. */
struct list {
    size_t from, n;
};

static int by_length(const void *x, const void *y)
{
    const struct list *a = x, *b = y;

    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    return (a->from > b->from) - (a->from < b->from);
}

static struct list *lists_of(const struct index *index,
                             const struct grams *text)
{
    struct list *lists = mem_new_array(text->n, sizeof *lists);

    for (size_t i = 0; i < text->n; i++) {
        size_t from = lower(index, text->at[i]), to = from;

        while (to < index->n && index->at[to].gram == text->at[i])
            to++;
        lists[i] = (struct list){from, to - from};
    }
    if (text->n > 1)
        qsort(lists, text->n, sizeof *lists, by_length);
    return lists;
}

/* Texts alike by t share at least t / (2 - t) of either's trigrams. So one
 * that is alike has one of the rarest few, all but that share. */
static size_t shared_least(size_t n, int least)
{
    size_t t = (size_t)least;

    return (n * t + (2000 - t) - 1) / (2000 - t);
}

/* One search: a text of b among all of a. */
struct search {
    const struct grams *a;
    const struct index *index;
    uint32_t *seen; /* [na]: the text of b that last met it, plus one */
    int least;
    size_t *budget;
    struct nearest *of_a, *of_b;
};

static void meet(struct search *s, const struct grams *text, size_t b,
                 size_t a)
{
    size_t na = s->a[a].n;

    if (s->seen[a] == b + 1 || *s->budget == 0)
        return;
    s->seen[a] = (uint32_t)(b + 1);
    if (na < shared_least(text->n, s->least) ||
        text->n < shared_least(na, s->least))
        return;
    *s->budget -= 1;
    na = (size_t)grams_like(&s->a[a], text);
    if (na < (size_t)s->least)
        return;
    offer(&s->of_a[a], b, (int)na);
    offer(&s->of_b[b], a, (int)na);
}

static void search(struct search *s, const struct grams *text, size_t b)
{
    struct list *lists = lists_of(s->index, text);
    size_t few = text->n - shared_least(text->n, s->least) + 1;

    for (size_t i = 0; i < few && i < text->n; i++)
        for (size_t j = 0; j < lists[i].n; j++)
            meet(s, text, b, s->index->at[lists[i].from + j].text);
    free(lists);
}

void nearest_find(const struct grams *a, size_t na, const struct grams *b,
                  size_t nb, int least, struct nearest *of_a,
                  struct nearest *of_b)
{
    size_t budget = PAIRS_MAX;
    struct index index;
    struct search s;

    clear(of_a, na);
    clear(of_b, nb);
    if (na == 0 || nb == 0)
        return;
    if (nb <= EACH_WITH_EACH / na) {
        for (size_t i = 0; i < na; i++)
            for (size_t j = 0; j < nb; j++) {
                int alike = grams_like(&a[i], &b[j]);

                offer(&of_a[i], j, alike);
                offer(&of_b[j], i, alike);
            }
        return;
    }
    index = index_of(a, na);
    s = (struct search){a,     &index,  mem_new_array(na, sizeof *s.seen),
                        least, &budget, of_a,
                        of_b};
    for (size_t j = 0; j < nb; j++)
        search(&s, &b[j], j);
    free(s.seen);
    free(index.at);
}
