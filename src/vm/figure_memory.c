/* Figures of all memory: who has which frame, what is in which area. */
#include "vm/figure_make.h"
#include "vm/table.h"

/* --- frames --------------------------------------------------------------
 */

enum { HOLDERS = 4 }; /* that are named, of one frame */

/* A page that a frame holds, of some process. */
struct holder {
    struct holder *next;
    uint16_t process;
    uint64_t va;
};

struct holders {
    struct holder **of;  /* a list a frame, in order of process and address */
    struct holder **end; /* where each list goes on */
    uint32_t *table;     /* 1 + the process whose table it is part of */
};

static void add_holder(struct arena *a, struct holders *h, uint32_t frame,
                       const struct process *p, uint64_t va)
{
    struct holder *new = arena_new(a, sizeof *new);

    *new = (struct holder){.process = p->id, .va = va};
    if (h->end[frame] == NULL)
        h->of[frame] = new;
    else
        h->end[frame]->next = new;
    h->end[frame] = new;
}

static void find_holders(struct arena *a, struct machine *m,
                         struct process *p, struct holders *h)
{
    struct cursor c = table_cursor(m, p);
    uint64_t va = 0, entry;

    for (; table_next(&c, &va, m->va_top, &entry); va += m->page_bytes)
        if (page_frame(m, entry) != NO_FRAME)
            add_holder(a, h, page_frame(m, entry), p, va);
    for (uint32_t t = p->tables; t != NO_FRAME; t = m->frame[t].next)
        for (uint32_t i = 0; i < m->frame[t].page; i++)
            h->table[t + i] = p->id + 1u;
}

static struct holders all_holders(struct arena *a, struct machine *m)
{
    struct holders h = {
        .of = arena_new_array(a, m->nframes, sizeof *h.of),
        .end = arena_new_array(a, m->nframes, sizeof *h.end),
        .table = arena_new_array(a, m->nframes, sizeof *h.table),
    };

    for (unsigned i = 0; i < MACHINE_PROCESSES; i++)
        if (process_at(m, i) != NULL)
            find_holders(a, m, process_at(m, i), &h);
    return h;
}

static void put_holders(struct str *out, const struct machine *m,
                        const struct holder *h, const struct names *names)
{
    unsigned n = 0;

    for (; h != NULL; h = h->next, n++) {
        if (n >= HOLDERS)
            continue;
        str_puts(out, out->len > 0 ? ", " : "");
        name_process(out, names, h->process);
        str_printf(out, ":0x%llx",
                   (unsigned long long)(h->va >> m->format->page_bits));
    }
    if (n > HOLDERS)
        str_printf(out, " and %u more", n - HOLDERS);
}

static void put_owner(struct str *out, const struct machine *m,
                      uint32_t frame, const struct holders *h,
                      const struct names *names)
{
    const struct frame *f = &m->frame[frame];

    if (f->kind == FRAME_TABLE && h->table[frame] > 0) {
        str_puts(out, "page table of ");
        name_process(out, names, h->table[frame] - 1);
    } else if (f->kind == FRAME_CACHE) {
        str_printf(out, "page %u of ", f->page);
        if (m->object[f->object].kind == OBJECT_SHARED)
            str_puts(out, "shared memory");
        else
            name_object(out, names, f->object);
    }
    put_holders(out, m, h->of[frame], names);
}

static void frame_row(struct arena *a, struct figure *figure,
                      const struct machine *m, uint32_t frame,
                      const struct holders *h, const struct names *names)
{
    const struct frame *f = &m->frame[frame];
    struct figure_cell *cell = figure_row(a, figure);
    struct str text = STR_EMPTY;

    str_printf(&text, "%u", frame);
    cell[0].text = figure_text(a, &text);
    cell[1].text = slice_from(frame_kind_name((enum frame_kind)f->kind));
    if (f->refs > 0)
        str_printf(&text, "%u", f->refs);
    cell[2].text = figure_text(a, &text);
    put_owner(&text, m, frame, h, names);
    cell[3].text = figure_text(a, &text);
    str_release(&text);
}

/* How many frames from here on are alike, and better left out: they are free,
 * or go on with a table that began before them. */
static uint32_t alike(const struct machine *m, uint32_t from, bool *is_free)
{
    uint32_t i = from;

    *is_free = m->frame[from].kind == FRAME_FREE;
    if (*is_free)
        while (i < m->nframes && m->frame[i].kind == FRAME_FREE)
            i++;
    else
        while (i < m->nframes && m->frame[i].kind == FRAME_TABLE &&
               m->frame[i].page == 0)
            i++;
    return i - from;
}

struct figure figure_frames(struct arena *a, struct machine *m,
                            const struct names *names)
{
    static const char *const heads[] = {">frame", "kind", ">entries",
                                        "holds"};
    struct figure figure = figure_grid(a, "Frames", heads, 4);
    struct holders h = all_holders(a, m);

    for (uint32_t i = 0; i < m->nframes;) {
        bool is_free;
        uint32_t n = alike(m, i, &is_free);

        figure_elide(a, &figure, n, is_free ? "free" : "more of that table");
        if (n == 0)
            frame_row(a, &figure, m, i, &h, names);
        i += n > 0 ? n : 1;
    }
    return figure;
}

/* --- areas ---------------------------------------------------------------
 */

struct pages {
    uint64_t all, present, swapped;
};

static struct pages count_pages(struct machine *m, struct process *p,
                                const struct area *area)
{
    struct pages n = {(area->end - area->start) >> m->format->page_bits, 0,
                      0};
    struct cursor c = table_cursor(m, p);
    uint64_t va = area->start, entry;

    for (; table_next(&c, &va, area->end, &entry); va += m->page_bytes) {
        n.swapped += page_state(m, entry) == PAGE_SWAPPED;
        n.present += page_frame(m, entry) != NO_FRAME;
    }
    return n;
}

/* "the heap", "notes, page 3", "the program's code, hello, page 0". */
static void put_what(struct str *out, const struct machine *m,
                     const struct process *p, const struct area *area,
                     const struct names *names)
{
    if (area->use != USE_NONE || area->object == NO_OBJECT)
        name_area(out, names, p->id, area->start, area->use);
    if (area->object == NO_OBJECT)
        return;
    str_puts(out, out->len > 0 ? ", " : "");
    if (m->object[area->object].kind == OBJECT_SHARED)
        str_puts(out, "shared memory");
    else
        name_object(out, names, (unsigned)area->object);
    str_printf(out, ", page %llu", (unsigned long long)area->page_offset);
}

static struct slice number(struct arena *a, struct str *s, uint64_t n)
{
    str_printf(s, "%llu", (unsigned long long)n);
    return figure_text(a, s);
}

static void area_row(struct arena *a, struct figure *figure,
                     struct machine *m, struct process *p,
                     const struct area *area, const struct names *names)
{
    struct figure_cell *cell = figure_row(a, figure);
    struct pages n = count_pages(m, p, area);
    struct str s = STR_EMPTY;

    name_va(&s, m->format, area->start);
    cell[0].text = figure_text(a, &s);
    name_va(&s, m->format, area->end);
    cell[1].text = figure_text(a, &s);
    name_area_flags(&s, area->flags);
    cell[2].text = figure_text(a, &s);
    put_what(&s, m, p, area, names);
    cell[3].text = figure_text(a, &s);
    cell[4].text = number(a, &s, n.all);
    cell[5].text = number(a, &s, n.present);
    cell[6].text = number(a, &s, n.swapped);
    str_release(&s);
}

struct figure figure_areas(struct arena *a, struct machine *m,
                           struct process *p, const struct names *names)
{
    static const char *const heads[] = {
        "start", "end", "perms", "what", ">pages", ">present", ">swapped",
    };
    struct str title = STR_EMPTY;
    struct figure figure;

    str_puts(&title, "Areas of ");
    name_process(&title, names, p->id);
    figure = figure_grid(a, title.at, heads, 7);
    str_release(&title);
    for (size_t i = 0; i < p->nareas; i++)
        area_row(a, &figure, m, p, &p->areas[i], names);
    return figure;
}
