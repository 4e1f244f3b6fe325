/* Where on which page: slabs stay whole, one that is marked so stays with the
 * next. */
#include <stdlib.h>

#include "base/mem.h"
#include "publish/print_inside.h"

void layout_release(struct layout *l)
{
    free(l->spot);
    *l = (struct layout){0};
}

void layout_break(struct layout *l)
{
    if (l->y > 0)
        l->page++;
    l->y = 0;
}

/* Slabs [from, end) fit into `room`; *height gets what they take. Nothing may
 * fit, at the end of a page; on top of one something is put anyway. */
static size_t fitting(const struct flow *f, size_t from, int room,
                      bool on_top, int *height)
{
    size_t to = from, end;
    int used = 0;

    *height = 0;
    for (; to < f->n; to++) {
        int more = f->slab[to].height + (to > from ? f->slab[to].gap : 0);
        if (used + more > room)
            break;
        used += more;
    }
    if (to == from && on_top)
        to++;
    end = to;
    while (end > from && end < f->n && f->slab[end - 1].keep)
        end--;
    if (end == from && on_top)
        end = to;
    if (f->n - end == 1 && end - from > 2 && !f->slab[end - 2].keep)
        end--; /* the last one is not left alone */
    for (size_t i = from; i < end; i++)
        *height += f->slab[i].height + (i > from ? f->slab[i].gap : 0);
    return end;
}

void layout_flow(struct layout *l, size_t flow, const struct flow *f, int gap)
{
    size_t from = 0;

    while (from < f->n) {
        int above = l->y > 0 ? (from == 0 ? gap : f->slab[from].gap) : 0;
        int height;
        size_t to =
            fitting(f, from, l->body - l->y - above, l->y == 0, &height);

        if (to > from) {
            l->spot = mem_grow(l->spot, l->n, &l->cap, sizeof *l->spot);
            l->spot[l->n++] =
                (struct spot){flow, from, to, l->page, l->y + above};
            l->y += above + height;
            from = to;
        }
        if (from < f->n) {
            l->page++;
            l->y = 0;
        }
    }
}

int layout_pages(const struct flow *f, int body, int *tail)
{
    struct layout l = {.body = body};
    int pages;

    layout_flow(&l, 0, f, 0);
    pages = l.page + 1;
    *tail = l.y;
    layout_release(&l);
    return pages;
}
