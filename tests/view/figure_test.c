/* figure_test.c - drawings of memory, as they are seen and as they are told.
 */
#include "check.h"
#include "shown.h"
#include "view/drawings.h"
#include "view/figure.h"

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
    const struct drawing_case *d = *state;
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
    for (size_t i = 0; i < ndrawings; i++) {
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
    struct figure_place place = {0, DRAWINGS_AT};
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
    int failed = run_cases("drawings", drawings, sizeof *drawings, ndrawings,
                           offsetof(struct drawing_case, name),
                           a_figure_looks_and_reads_like_this);

    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
