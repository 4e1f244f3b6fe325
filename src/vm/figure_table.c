/* Figures of page tables, of memory in bytes, and of pages over time. */
#include "vm/figure_make.h"
#include "vm/table.h"

enum { ROWS_MAX = 4096, COLUMNS_MAX = 12 };

/* --- page tables ---------------------------------------------------------
 */

/* The flags that get a column, if the format has them. */
struct column {
    const char *head;
    uint64_t bit;
};

static size_t flag_columns(const struct format *f,
                           struct column out[COLUMNS_MAX])
{
    const struct column flags[] = {
        {"R", f->read},     {"W", f->write}, {"X", f->exec},
        {"NX", f->no_exec}, {"U", f->user},  {"A", f->accessed},
        {"D", f->dirty},
    };
    size_t n = 0;

    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].bit != 0)
            out[n++] = flags[i];
    return n;
}

static const char *label_head(const struct figure_table *t)
{
    return t->by_index ? "index" : t->level == 0 ? "VPN" : "from address";
}

static void put_label(struct str *out, const struct figure_table *t,
                      uint64_t i)
{
    const struct format *f = t->format;
    uint64_t va = t->first_va + (i << format_shift(f, t->level));
    int digits = (f->index_bits[t->level] + 3) / 4;

    if (t->by_index)
        str_printf(out, "0x%0*llx", digits, (unsigned long long)i);
    else if (t->level > 0)
        name_va(out, f, va);
    else
        str_printf(out, "0x%0*llx", (int)name_vpn_digits(f),
                   (unsigned long long)(va >> f->page_bits));
}

static struct slice bit_text(uint64_t entry, uint64_t bit)
{
    return entry & bit ? SLICE("1") : SLICE("0");
}

static bool is_marked(const struct figure_table *t, uint64_t i)
{
    for (size_t k = 0; k < t->nmarks; k++)
        if (t->marks[k] == i)
            return true;
    return false;
}

static void entry_row(struct arena *a, struct figure *figure,
                      const struct figure_table *t, uint64_t i,
                      const struct column *flag, size_t nflags)
{
    const struct format *f = t->format;
    uint64_t entry =
        phys_load(t->mem, t->at + i * f->entry_bytes, f->entry_bytes);
    struct figure_cell *cell = figure_row(a, figure);
    struct str text = STR_EMPTY;
    size_t c = 0;

    put_label(&text, t, i);
    cell[c++].text = figure_text(a, &text);
    cell[c++].text = bit_text(entry, f->valid);
    str_printf(&text, "0x%0*llx", (int)name_ppn_digits(f),
               (unsigned long long)format_ppn(f, entry));
    cell[c++].text = figure_text(a, &text);
    for (size_t k = 0; k < nflags; k++)
        cell[c++].text = bit_text(entry, flag[k].bit);
    if (t->level > 0 && entry & f->valid)
        cell[c].text = format_is_leaf(f, t->level, entry) ? SLICE("page")
                                                          : SLICE("table");
    for (size_t k = 0; !(entry & f->valid) && k < figure->grid.columns; k++)
        cell[k].mark = FIGURE_DIM;
    if (is_marked(t, i))
        figure_last_row(figure)->mark = FIGURE_HERE;
    str_release(&text);
}

/* The next entry to be shown: it is marked, or not 0; or the end. */
static uint64_t next_shown(const struct figure_table *t, uint64_t i,
                           uint64_t to)
{
    unsigned bytes = t->format->entry_bytes;
    uint64_t next =
        (phys_skip_zero(t->mem, t->at + i * bytes, t->at + to * bytes) -
         t->at) /
        bytes;

    if (t->all)
        return i;
    while (next < to && phys_load(t->mem, t->at + next * bytes, bytes) == 0)
        next++;
    for (size_t k = 0; k < t->nmarks; k++)
        if (t->marks[k] >= i && t->marks[k] < next)
            next = t->marks[k];
    return next;
}

struct figure figure_table(struct arena *a, const struct figure_table *t)
{
    const char *heads[COLUMNS_MAX] = {label_head(t), "valid", "PPN"};
    struct column flag[COLUMNS_MAX];
    size_t nflags = flag_columns(t->format, flag), n = 3;
    uint64_t entries = UINT64_C(1) << t->format->index_bits[t->level];
    uint64_t to = t->to > 0 && t->to < entries ? t->to : entries;
    struct str title = STR_EMPTY;
    struct figure figure;

    for (size_t i = 0; i < nflags; i++)
        heads[n++] = flag[i].head;
    if (t->level > 0)
        heads[n++] = "names a";
    str_puts(&title, "Page table at ");
    name_pa(&title, t->format, t->at);
    figure = figure_grid(a, title.at, heads, n);
    str_release(&title);
    for (uint64_t i = t->from; i < to; i++) {
        bool full = figure.grid.rows >= ROWS_MAX;
        uint64_t next = full ? to : next_shown(t, i, to);

        figure_elide(a, &figure, next - i, full ? "not shown" : "valid is 0");
        i = next;
        if (i < to)
            entry_row(a, &figure, t, i, flag, nflags);
    }
    return figure;
}

/* --- bytes ---------------------------------------------------------------
 */

struct figure figure_dump(struct arena *a, const struct format *f,
                          const struct phys *mem, uint64_t pa, size_t bytes,
                          const struct figure_span *marks, size_t nmarks)
{
    struct figure figure = {.shape = FIGURE_BYTES};
    struct figure_span *copy = arena_new_array(a, nmarks, sizeof *copy);
    uint8_t *at = arena_new(a, bytes);

    for (size_t i = 0; i < bytes; i++)
        at[i] = (uint8_t)phys_load(mem, pa + i, 1);
    for (size_t i = 0; i < nmarks; i++)
        copy[i] = marks[i];
    figure.title = SLICE("Physical memory");
    figure.bytes = (struct figure_bytes){.base = pa,
                                         .n = bytes,
                                         .at = at,
                                         .digits = name_pa_digits(f),
                                         .nmarks = nmarks,
                                         .mark = copy};
    return figure;
}

/* --- pages over time -----------------------------------------------------
 */

struct figure figure_timeline(struct arena *a, const struct format *f,
                              const struct figure_place *places, size_t n,
                              const struct names *names)
{
    const char **heads = arena_new_array(a, n + 1, sizeof *heads);
    struct str head = STR_EMPTY;
    struct figure figure;

    heads[0] = "step";
    for (size_t i = 0; i < n; i++) {
        name_process(&head, names, places[i].process);
        str_printf(&head, ":0x%0*llx", (int)name_vpn_digits(f),
                   (unsigned long long)(places[i].va >> f->page_bits));
        heads[i + 1] = figure_text(a, &head).at;
    }
    str_release(&head);
    figure = figure_grid(a, "Frames of pages", heads, n + 1);
    return figure;
}

static void put_place(struct str *out, struct machine *m,
                      const struct figure_place *place)
{
    struct process *p = process_at(m, place->process);
    uint64_t entry = p == NULL ? 0 : table_look(m, p, place->va);

    switch (page_state(m, entry)) {
    case PAGE_NONE:
        str_putc(out, '-');
        break;
    case PAGE_SWAPPED:
        str_printf(out, "slot %u", page_slot(m, entry));
        break;
    case PAGE_KEPT:
        str_printf(out, "%u ---", page_frame(m, entry));
        break;
    case PAGE_PRESENT:
        str_printf(out, "%u ", page_frame(m, entry));
        name_area_flags(out, format_perms(m->format, entry));
        str_truncate(out, out->len - 1);
        break;
    }
}

void figure_timeline_step(struct arena *a, struct figure *timeline,
                          struct machine *m,
                          const struct figure_place *places,
                          struct slice text)
{
    struct figure_grid *g = &timeline->grid;
    struct figure_cell *cell = figure_row(a, timeline);
    struct str s = STR_EMPTY;

    cell[0].text = arena_copy(a, text);
    for (size_t i = 1; i < g->columns; i++) {
        put_place(&s, m, &places[i - 1]);
        cell[i].text = figure_text(a, &s);
        if (g->rows > 1 &&
            !slice_eq(cell[i].text, g->row[g->rows - 2].cell[i].text))
            cell[i].mark = FIGURE_CHANGED;
    }
    str_release(&s);
}
