/* Tables of documents on paper: a slab a row, so that a long one may go on
 * on the next page. */
#include <stdlib.h>

#include "base/mem.h"
#include "publish/flow.h"
#include "view/table.h"

enum { PAD = 4 * POINT, COLUMNS_MAX = 64 };

static size_t columns_of(const struct block *table)
{
    size_t most = 0;

    for (const struct block *r = table->first; r != NULL; r = r->next) {
        size_t n = 0;
        for (const struct block *c = r->first; c != NULL; c = c->next)
            n++;
        most = n > most ? n : most;
    }
    return most < COLUMNS_MAX ? most : COLUMNS_MAX;
}

/* A cell set to a width, 0 for as wide as it wants to be. */
static struct set *set_cell(struct flow *f, const struct block *cell,
                            bool header, int width)
{
    struct ink ink = {.text = STR_EMPTY};
    struct press_text text;
    struct set *set;

    ink_leaf(&ink, cell);
    text = ink_text(&ink, f);
    text.size = f->size * 95 / 100;
    text.width = width;
    text.style = header ? PRESS_STRONG : 0;
    text.anchor = cell->align == ALIGN_RIGHT    ? DRAW_END
                  : cell->align == ALIGN_CENTRE ? DRAW_MIDDLE
                                                : DRAW_START;
    set = press_set(f->press, &text);
    ink_release(&ink);
    return set;
}

/* In points, which is what there is to share out. */
static void measure(struct flow *f, const struct block *table, int *widths,
                    size_t n)
{
    int room = (f->width - f->left - (int)n * 2 * PAD) / POINT;

    for (const struct block *r = table->first; r != NULL; r = r->next) {
        const struct block *c = r->first;

        for (size_t i = 0; i < n && c != NULL; i++, c = c->next) {
            struct set *set = set_cell(f, c, r->header, 0);
            int width = set_width(set) / POINT + 1;

            widths[i] = width > widths[i] ? width : widths[i];
            set_free(set);
        }
    }
    if (!table_fit(widths, n, room))
        for (size_t i = 0; i < n; i++)
            widths[i] = room / (int)n > 1 ? room / (int)n : 1;
}

static void put_row(struct flow *f, int gap, const struct block *row,
                    const int *widths, size_t n)
{
    struct slab *slab = flow_slab(f, gap);
    struct drawing *lines = slab_lines(f, slab);
    const struct block *c = row->first;
    int x = f->left, right = f->left;

    for (size_t i = 0; i < n; i++) {
        int width = widths[i] * POINT;

        if (c != NULL) {
            slab_set(slab, x + PAD, PAD / 2,
                     set_cell(f, c, row->header, width));
            c = c->next;
        }
        x += width + 2 * PAD;
    }
    slab->height += PAD / 2;
    if (slab->height > f->tallest) /* a stranger's; its rest is not shown */
        slab->height = f->tallest;
    slab->keep = row->header;
    for (size_t i = 0; i < n; i++) {
        int width = widths[i] * POINT + 2 * PAD;

        draw_box(lines, right, 0, width, slab->height, SHADE_RULE, POINT / 2,
                 row->header ? SHADE_TINT : SHADE_NONE);
        right += width;
    }
}

void flow_table(struct flow *f, int gap, const struct block *table)
{
    size_t n = columns_of(table);
    int *widths;

    if (n == 0)
        return;
    widths = mem_new_array(n, sizeof *widths);
    measure(f, table, widths, n);
    for (const struct block *r = table->first; r != NULL; r = r->next) {
        put_row(f, gap, r, widths, n);
        gap = 0;
    }
    free(widths);
}
