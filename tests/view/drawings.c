#include "view/drawings.h"

#include "check.h"

enum { AT = DRAWINGS_AT };

void scene_open(struct scene *s, const char *format)
{
    uint64_t pages;
    struct err err;

    *s = (struct scene){0};
    box_open(&s->b, format, "linux");
    s->b.p->heap_start = s->b.p->heap_end = AT;
    map_brk(&s->b.m, s->b.p, AT + 4 * s->b.page, &err);
    box_map(&s->b, s->b.p, AT + 8 * s->b.page, 2, RW | AREA_SHARED,
            box_file(&s->b, "notes", 2));
    for (unsigned i = 0; i < 3; i++)
        box_write(&s->b, s->b.p, AT + i * s->b.page + i, (uint8_t)(0x41 + i));
    box_read(&s->b, s->b.p, AT + 8 * s->b.page);
    map_advise(&s->b.m, s->b.p, AT + 2 * s->b.page, s->b.page,
               ADVICE_PAGE_OUT, &pages, &err);
    s->child = process_fork(&s->b.m, s->b.p);
    box_write(&s->b, s->child, AT, 0x7a);
}

void scene_close(struct scene *s)
{
    arena_release(&s->arena);
    box_close(&s->b);
}

/* --- figures -------------------------------------------------------------
 */

static struct figure a_table(struct scene *s)
{
    static const uint64_t marks[] = {0x41, 0x4f};

    return figure_table(&s->arena,
                        &(struct figure_table){.format = s->b.m.format,
                                               .mem = &s->b.m.ram,
                                               .at = s->child->root,
                                               .nmarks = 2,
                                               .marks = marks});
}

static struct figure a_root(struct scene *s)
{
    return figure_table(
        &s->arena, &(struct figure_table){.format = s->b.m.format,
                                          .mem = &s->b.m.ram,
                                          .at = s->b.p->root,
                                          .level = s->b.m.format->levels - 1u,
                                          .by_index = true});
}

static struct figure a_part_with_a_question(struct scene *s)
{
    struct figure f = figure_table(
        &s->arena, &(struct figure_table){.format = s->b.m.format,
                                          .mem = &s->b.m.ram,
                                          .at = s->b.p->root,
                                          .from = 0x40,
                                          .to = 0x44,
                                          .all = true});

    f.grid.row[1].cell[2].mark = FIGURE_ASKED;
    f.grid.row[0].cell[0].mark = FIGURE_HERE;
    return f;
}

static struct figure the_frames(struct scene *s)
{
    return figure_frames(&s->arena, &s->b.m, NULL);
}

static struct figure the_areas(struct scene *s)
{
    return figure_areas(&s->arena, &s->b.m, s->b.p, NULL);
}

static struct figure a_split(struct scene *s)
{
    return figure_split(&s->arena, s->b.m.format, 0x12345678, false);
}

static struct figure a_split_in_bits(struct scene *s)
{
    return figure_split(&s->arena, s->b.m.format, 0x2345, true);
}

static struct figure a_kernel_address(struct scene *s)
{
    struct figure f =
        figure_split(&s->arena, s->b.m.format, s->b.m.kernel_va, true);

    f.bits.field[1].mark = FIGURE_ASKED;
    return f;
}

static struct figure a_physical_split(struct scene *s)
{
    return figure_split_pa(&s->arena, s->b.m.format, 0x3abc, false);
}

static struct figure an_entry(struct scene *s)
{
    uint64_t entry = table_look(&s->b.m, s->child, AT);

    return figure_entry(&s->arena, s->b.m.format, 0, true, &entry);
}

static struct figure a_layout(struct scene *s)
{
    return figure_entry(&s->arena, s->b.m.format, s->b.m.format->levels - 1u,
                        false, NULL);
}

static struct figure a_dump(struct scene *s)
{
    uint64_t pa = box_frame(&s->b, s->child, AT) * s->b.page;
    struct figure_span marks[] = {{pa, 1, FIGURE_HERE},
                                  {pa + 0x12, 3, FIGURE_CHANGED},
                                  {pa + 0x20, 2, FIGURE_ASKED}};

    return figure_dump(&s->arena, s->b.m.format, &s->b.m.ram, pa, 0x84, marks,
                       3);
}

static struct figure a_timeline(struct scene *s)
{
    struct figure_place places[] = {
        {0, AT}, {1, AT}, {0, AT + 2 * s->b.page}, {2, AT}};
    struct figure f =
        figure_timeline(&s->arena, s->b.m.format, places, 4, NULL);

    figure_timeline_step(&s->arena, &f, &s->b.m, places, SLICE("at first"));
    box_write(&s->b, s->b.p, AT, 1);
    figure_timeline_step(&s->arena, &f, &s->b.m, places, SLICE("A writes"));
    box_read(&s->b, s->b.p, AT + 2 * s->b.page);
    figure_timeline_step(&s->arena, &f, &s->b.m, places, SLICE("A reads"));
    process_fork(&s->b.m, s->b.p);
    figure_timeline_step(&s->arena, &f, &s->b.m, places, SLICE("A forks"));
    return f;
}

const struct drawing_case drawings[] = {
    {"table-linear", "toy-flags", a_table},
    {"table-asked", "toy-flags", a_part_with_a_question},
    {"table-root", "sv39", a_root},
    {"frames-linear", "toy-flags", the_frames},
    {"frames-sv39", "sv39", the_frames},
    {"areas", "x86-32", the_areas},
    {"split-x86-32", "x86-32", a_split},
    {"split-x86-64", "x86-64", a_split},
    {"split-bits", "toy-flags", a_split_in_bits},
    {"split-toy-2", "toy-3", a_split_in_bits},
    {"split-kernel", "sv39", a_kernel_address},
    {"split-pa", "toy-flags", a_physical_split},
    {"entry-x86-64", "x86-64", an_entry},
    {"entry-sv39", "sv39", an_entry},
    {"layout-x86-32", "x86-32", a_layout},
    {"dump", "toy-flags", a_dump},
    {"timeline", "toy-flags", a_timeline},
};

const size_t ndrawings = COUNT(drawings);
