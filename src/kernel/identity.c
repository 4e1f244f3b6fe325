#include "kernel/identity.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void identity_release(struct identity *i)
{
    free(i->pfn);
    free(i->now.at);
    free(i->before.at);
    *i = (struct identity){0};
}

void identity_turn(struct identity *i)
{
    struct pages_seen old = i->before;

    i->before = i->now;
    i->now = old;
    i->now.n = 0;
}

static int by_place(const void *a, const void *b)
{
    const struct page_seen *x = a, *y = b;

    if (x->process != y->process)
        return x->process < y->process ? -1 : 1;
    return (x->va > y->va) - (x->va < y->va);
}

static int by_pfn(const void *a, const void *b)
{
    const struct page_seen *x = a, *y = b;

    return (x->pfn > y->pfn) - (x->pfn < y->pfn);
}

/* Where the serial number's PFN is kept. */
static uint64_t *known(struct identity *i, uint32_t serial)
{
    if (serial >= i->cap) {
        size_t cap = (size_t)serial * 2 + 64;
        i->pfn = mem_resize(i->pfn, cap * sizeof *i->pfn);
        memset(i->pfn + i->cap, 0, (cap - i->cap) * sizeof *i->pfn);
        i->cap = cap;
    }
    return &i->pfn[serial];
}

static struct frame_change change(const struct page_seen *was,
                                  const struct page_seen *is, uint64_t before)
{
    if (before != 0)
        return (struct frame_change){.kernel = before != is->pfn};
    if (was == NULL)
        return (struct frame_change){0};
    return (struct frame_change){.engine = was->serial != is->serial,
                                 .kernel = was->pfn != is->pfn};
}

struct frame_change identity_tell(struct identity *i, struct page_seen page)
{
    struct pages_seen *now = &i->now;
    uint64_t *pfn = known(i, page.serial);
    const struct page_seen *was = NULL;
    struct frame_change c;

    if (i->before.n > 0)
        was =
            bsearch(&page, i->before.at, i->before.n, sizeof page, by_place);
    c = change(was, &page, *pfn);
    *pfn = page.pfn;
    now->at = mem_grow(now->at, now->n, &now->cap, sizeof page);
    now->at[now->n++] = page;
    return c;
}

bool identity_clash(const struct identity *i, struct page_seen *a,
                    struct page_seen *b)
{
    size_t n = i->now.n;
    struct page_seen *all;
    bool found = false;

    if (n < 2)
        return false;
    all = mem_new_array(n, sizeof *all);
    memcpy(all, i->now.at, n * sizeof *all);
    qsort(all, n, sizeof *all, by_pfn);
    for (size_t k = 1; k < n && !found; k++)
        if (all[k - 1].pfn == all[k].pfn &&
            all[k - 1].serial != all[k].serial) {
            *a = all[k - 1];
            *b = all[k];
            found = true;
        }
    free(all);
    return found;
}
