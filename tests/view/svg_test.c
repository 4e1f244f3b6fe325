/* svg_test.c - figures laid out once, and written as SVG. */
#include "check.h"
#include "shown.h"
#include "text/unicode.h"
#include "view/drawings.h"
#include "view/sketch.h"
#include "view/svg.h"

/* --- layout ------------------------------------------------------------- */

/* From where to where a text goes. */
static void reach(const struct draw_item *i, int *from, int *to)
{
    *from = i->anchor == DRAW_END      ? i->x - i->width
            : i->anchor == DRAW_MIDDLE ? i->x - i->width / 2
                                       : i->x;
    *to = *from + i->width;
}

static void assert_inside(const struct drawing *d)
{
    for (size_t k = 0; k < d->n; k++) {
        const struct draw_item *i = &d->item[k];
        int from = i->x, to = i->x + i->width;

        if (i->kind == DRAW_TEXT)
            reach(i, &from, &to);
        assert_in_range(from + POINT, 0, d->width + POINT);
        assert_in_range(to, 0, d->width + POINT);
        assert_in_range(i->y, 0, d->height);
        if (i->kind == DRAW_BOX)
            assert_in_range(i->y + i->height, 0, d->height);
    }
}

/* Two texts on one base line have at least some room between them. */
static void assert_apart(const struct drawing *d)
{
    for (size_t a = 0; a < d->n; a++)
        for (size_t b = a + 1; b < d->n; b++) {
            int from[2], to[2];

            if (d->item[a].kind != DRAW_TEXT ||
                d->item[b].kind != DRAW_TEXT || d->item[a].y != d->item[b].y)
                continue;
            reach(&d->item[a], &from[0], &to[0]);
            reach(&d->item[b], &from[1], &to[1]);
            assert_true(to[0] <= from[1] || to[1] <= from[0]);
        }
}

static const int widths[] = {468, 380, 300, 220};

static void a_figure_keeps_inside_its_paper(void **state)
{
    const struct drawing_case *c = *state;
    struct scene s;
    struct figure f;

    scene_open(&s, c->format);
    f = c->make(&s);
    for (size_t i = 0; i < COUNT(widths); i++)
        for (int size = 8; size <= 16; size += 4) {
            struct sketch sketch = {widths[i] * POINT, size * POINT, 0};
            struct drawing d = sketch_figure(&s.arena, &f, sketch);

            assert_inside(&d);
            assert_apart(&d);
        }
    scene_close(&s);
}

static void a_page_is_wide_enough_for_all(void **state)
{
    const struct drawing_case *c = *state;
    struct scene s;
    struct figure f;
    struct drawing d;

    scene_open(&s, c->format);
    f = c->make(&s);
    d = sketch_figure(&s.arena, &f, SKETCH_PAGE);
    assert_in_range(d.width, 1, SKETCH_PAGE.width);
    scene_close(&s);
}

/* --- SVG ---------------------------------------------------------------- */

static void a_figure_is_written_like_this(void **state)
{
    const struct drawing_case *c = *state;
    struct str out = STR_EMPTY, file = STR_EMPTY;
    struct scene s;
    struct figure f;

    scene_open(&s, c->format);
    f = c->make(&s);
    figure_svg(&out, &f, 7);
    str_printf(&file, "view/figure-%s.svg", c->name);
    assert_golden(file.at, out.at);
    str_release(&file);
    str_release(&out);
    scene_close(&s);
}

static void a_strangers_name_is_only_a_name(void **state)
{
    static const struct figure_place place = {0, DRAWINGS_AT};
    struct str out = STR_EMPTY;
    struct scene s;
    struct figure f;

    (void)state;
    scene_open(&s, "toy-flags");
    f = figure_timeline(&s.arena, s.b.m.format, &place, 1, NULL);
    figure_timeline_step(
        &s.arena, &f, &s.b.m, &place,
        SLICE("</text><script>alert('1')</script>\033\xff&"));
    figure_svg(&out, &f, 0);
    assert_null(strstr(out.at, "<script"));
    assert_non_null(
        strstr(out.at, "&lt;/text&gt;&lt;script&gt;alert(&#39;1"));
    assert_null(strchr(out.at, '\033'));
    assert_int_equal(utf8_check(str_slice(&out)), out.len);
    str_release(&out);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_strangers_name_is_only_a_name),
    };
    static const struct {
        const char *name;
        CMUnitTestFunction test;
    } of_all[] = {
        {"a figure keeps inside its paper", a_figure_keeps_inside_its_paper},
        {"a page is wide enough for all", a_page_is_wide_enough_for_all},
        {"a figure is written like this", a_figure_is_written_like_this},
    };
    int failed = 0;

    for (size_t i = 0; i < COUNT(of_all); i++)
        failed +=
            run_cases(of_all[i].name, drawings, sizeof *drawings, ndrawings,
                      offsetof(struct drawing_case, name), of_all[i].test);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
