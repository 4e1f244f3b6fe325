/* Figures of a machine in a scenario. */
#include "cli/vm_tell.h"
#include "view/figure.h"

/* As many tables of one process are drawn at most. */
enum { TABLES = 16 };

/* Figures may be wider than text, where nobody looks for the edge. */
enum { FIGURE_COLUMNS = 100 };

void vm_draw_on(struct out *out, const struct figure *figure, bool ascii)
{
    struct span blanks = span_of(ROLE_PLAIN, "    ");
    struct arena arena = {0};
    struct lines l =
        lines_new(&arena, out->columns > 0 ? out->columns : FIGURE_COLUMNS);

    lines_indent(&l, blanks, blanks);
    figure_draw(&l, figure, ascii);
    lines_outdent(&l);
    out_drawing(out, &l);
    lines_release(&l);
    arena_release(&arena);
}

void vm_draw(struct vm_teller *t, const struct figure *figure)
{
    vm_draw_on(t->cli->out, figure, t->cli->args->plain);
}

/* --- page tables, the root's first ---------------------------------------
 */

struct tables {
    struct vm_teller *t;
    struct machine *m;
    struct arena arena;
    int left; /* that may be drawn */
};

static void draw_table(struct tables *t, uint64_t at, unsigned level,
                       uint64_t prefix)
{
    const struct format *f = t->m->format;
    struct figure_table table = {.format = f,
                                 .mem = &t->m->ram,
                                 .at = at,
                                 .level = level,
                                 .first_va = prefix};
    struct figure figure;

    if (t->left-- <= 0)
        return;
    figure = figure_table(&t->arena, &table);
    vm_draw(t->t, &figure);
}

/* The tables that this one names. Its entries are looked at where something
 * is stored. */
static void draw_tables(struct tables *t, uint64_t at, unsigned level,
                        uint64_t prefix)
{
    const struct format *f = t->m->format;
    uint64_t bytes = format_table_bytes(f, level), end = at + bytes;

    draw_table(t, at, level, prefix);
    for (uint64_t pa = at; level > 0 && t->left > 0;) {
        uint64_t entry, index;
        pa = phys_skip_zero(&t->m->ram, pa, end);
        if (pa >= end)
            break;
        index = (pa - at) / f->entry_bytes;
        pa = at + index * f->entry_bytes;
        entry = phys_load(&t->m->ram, pa, f->entry_bytes);
        if (entry & f->valid && !format_is_leaf(f, level, entry))
            draw_tables(t, format_ppn(f, entry) << f->page_bits, level - 1,
                        prefix + (index << format_shift(f, level)));
        pa += f->entry_bytes;
    }
}

/* --- what a script asks for ----------------------------------------------
 */

static void show_frames(struct vm_teller *t)
{
    struct run *run = t->scene->run;
    struct arena arena = {0};

    for (unsigned k = 0; k < run->machines; k++) {
        struct figure figure =
            figure_frames(&arena, &run->m[k], &t->names[k]);
        if (run->machines > 1)
            out_printf(t->cli->out, "    On machine %u:\n", k);
        vm_draw(t, &figure);
    }
    arena_release(&arena);
}

void vm_show(struct vm_teller *t, enum show what, uint16_t process)
{
    struct run *run = t->scene->run;
    const struct run_process *rp =
        &run->process[process == NO_NAME ? 0 : process];
    struct machine *m = &run->m[rp->machine];
    struct tables tables = {.t = t, .m = m, .left = TABLES};
    struct figure figure;

    if (what == SHOW_FRAMES) {
        show_frames(t);
    } else if (!rp->alive) {
        out_puts(t->cli->out, "    It does not run now.\n");
    } else if (what == SHOW_TABLE) {
        draw_tables(&tables, process_at(m, rp->id)->root,
                    m->format->levels - 1u, 0);
    } else {
        figure = figure_areas(&tables.arena, m, process_at(m, rp->id),
                              &t->names[rp->machine]);
        vm_draw(t, &figure);
    }
    arena_release(&tables.arena);
}
