#include <stdlib.h>

#include "base/mem.h"
#include "deck/matching.h"

/* Somebody says that what has this name now had that one before. */
struct vote {
    uint64_t new, old;
    size_t n;
};

static int by_names(const void *a, const void *b)
{
    const struct vote *x = a, *y = b;

    if (x->new != y->new)
        return x->new < y->new ? -1 : 1;
    return (x->old > y->old) - (x->old < y->old);
}

static int by_new(const void *a, const void *b)
{
    const struct vote *x = a, *y = b;

    return (x->new > y->new) - (x->new < y->new);
}

/* Adds up equal votes, and keeps of each new name the old one that most say
 * it had; in doubt it had the same. */
static size_t count_votes(struct vote *list, size_t n)
{
    size_t kept = 0;

    if (n > 1)
        qsort(list, n, sizeof *list, by_names);
    for (size_t i = 0, next; i < n; i = next) {
        struct vote sum = list[i];
        struct vote *last = kept > 0 ? &list[kept - 1] : NULL;

        for (next = i + 1; next < n && by_names(&list[i], &list[next]) == 0;)
            sum.n += list[next++].n;
        if (last == NULL || last->new != sum.new)
            list[kept++] = sum;
        else if (sum.n > last->n || (sum.n == last->n && sum.old == sum.new))
            *last = sum;
    }
    return kept;
}

static uint64_t old_name(const struct vote *list, size_t n, uint64_t new)
{
    const struct vote key = {.new = new};
    const struct vote *v =
        n > 0 ? bsearch(&key, list, n, sizeof *list, by_new) : NULL;

    return v != NULL ? v->old : new;
}

/* --- files -------------------------------------------------------------- */

static void find_files(struct matching *m, struct vote *votes)
{
    size_t n = 0;

    for (size_t j = 0; j < m->nnews; j++)
        if (!matching_open(m, j))
            votes[n++] =
                (struct vote){(uint64_t)m->news[j].file,
                              (uint64_t)m->olds[m->out[j].old].file, 1};
    n = count_votes(votes, n);
    for (size_t j = 0; j < m->nnews; j++)
        m->file_news[j] = old_name(votes, n, (uint64_t)m->news[j].file);
}

/* --- families ----------------------------------------------------------- */

/* A note without a parent has its file for one. */
static uint64_t family(const struct match_note *n, uint64_t file)
{
    return n->kin.parent != 0 ? n->kin.parent : matching_mix(1, file);
}

/* The children say what their parent was called; and when it is a note that
 * was matched itself, that settles it. */
static size_t vote_families(const struct matching *m, struct vote *votes)
{
    size_t n = 0;

    for (size_t j = 0; j < m->nnews; j++) {
        const struct match_note *old, *new = &m->news[j];

        if (matching_open(m, j))
            continue;
        old = &m->olds[m->out[j].old];
        votes[n++] = (struct vote){family(new, m->file_news[j]),
                                   m->family_olds[m->out[j].old], 1};
        if (!slice_eq(old->line, new->line))
            votes[n++] = (struct vote){keys_line(new->line),
                                       keys_line(old->line), m->nnews};
    }
    return n;
}

static void find_families(struct matching *m, struct vote *votes)
{
    size_t n;

    for (size_t i = 0; i < m->nolds; i++)
        m->family_olds[i] = family(&m->olds[i], (uint64_t)m->olds[i].file);
    n = count_votes(votes, vote_families(m, votes));
    for (size_t j = 0; j < m->nnews; j++)
        m->family_news[j] =
            old_name(votes, n, family(&m->news[j], m->file_news[j]));
}

void matching_find_renamed(struct matching *m)
{
    struct vote *votes = mem_new_array(2 * m->nnews, sizeof *votes);

    find_files(m, votes);
    find_families(m, votes);
    free(votes);
}
