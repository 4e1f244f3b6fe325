/* figure_test.c - drawings of memory, as they are seen and as they are told.
 */
#include "check.h"
#include "shown.h"
#include "view/figure.h"
#include "vm/box.h"

enum { AT = 0x4000 };

/* A process with two areas, its child, a file, and a page in swap. */
struct scene {
    struct box b;
    struct process *child;
    struct arena arena;
};

static void scene_open(struct scene *s, const char *format)
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

static void scene_close(struct scene *s)
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

static const struct drawing {
    const char *name; /* of the golden file */
    const char *format;
    struct figure (*make)(struct scene *s);
} drawings[] = {
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

/* Every line keeps to the width. */
static void draw(struct str *out, struct arena *arena, const struct figure *f,
                 int width, bool ascii)
{
    struct lines l = lines_new(arena, width);

    figure_draw(&l, f, ascii);
    for (size_t i = 0; i < l.n; i++)
        assert_true(l.at[i].width <= width);
    str_printf(out, "--- %d columns%s\n", width, ascii ? ", ASCII" : "");
    lines_print(out, &l, DEPTH_NONE);
    lines_release(&l);
}

static void a_figure_looks_and_reads_like_this(void **state)
{
    const struct drawing *d = *state;
    struct str out = STR_EMPTY, file = STR_EMPTY;
    struct scene s;
    struct figure f;

    scene_open(&s, d->format);
    f = d->make(&s);
    draw(&out, &s.arena, &f, 76, false);
    draw(&out, &s.arena, &f, 40, false);
    assert_harmless(str_slice(&out));
    draw(&out, &s.arena, &f, 60, true);
    str_puts(&out, "--- in words\n");
    figure_words(&out, &f);
    str_printf(&file, "view/figure-%s.txt", d->name);
    assert_golden(file.at, out.at);
    str_release(&file);
    str_release(&out);
    scene_close(&s);
}

static void ascii_is_ascii_and_no_wider(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(drawings); i++) {
        struct str out = STR_EMPTY;
        struct scene s;
        struct figure f;

        scene_open(&s, drawings[i].format);
        f = drawings[i].make(&s);
        for (int width = 40; width < 100; width += 7)
            draw(&out, &s.arena, &f, width, true);
        for (size_t k = 0; k < out.len; k++)
            assert_true((unsigned char)out.at[k] < 0x80);
        str_release(&out);
        scene_close(&s);
    }
}

static void names_from_outside_are_escaped(void **state)
{
    struct figure_place place = {0, AT};
    struct str out = STR_EMPTY;
    struct scene s;
    struct figure f;

    (void)state;
    scene_open(&s, "toy-flags");
    f = figure_timeline(&s.arena, s.b.m.format, &place, 1, NULL);
    figure_timeline_step(&s.arena, &f, &s.b.m, &place, SLICE("\033[31mred"));
    draw(&out, &s.arena, &f, 60, false);
    assert_harmless(str_slice(&out));
    str_release(&out);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii_is_ascii_and_no_wider),
        cmocka_unit_test(names_from_outside_are_escaped),
    };
    int failed = RUN_CASES(drawings, a_figure_looks_and_reads_like_this);

    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
