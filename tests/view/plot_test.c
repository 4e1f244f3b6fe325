#include "view/plot.h"

#include "check.h"
#include "shown.h"
#include "view/cells.h"

struct figure {
    struct arena arena;
    struct lines l;
    struct str out;
};

static void figure_open(struct figure *f, int width)
{
    *f = (struct figure){.out = STR_EMPTY};
    f->l = lines_new(&f->arena, width);
}

static void figure_close(struct figure *f)
{
    str_release(&f->out);
    lines_release(&f->l);
    arena_release(&f->arena);
}

static const struct plot_bar week[] = {
    {{"Mon", 3}, 40, ROLE_DONE},   {{"Tue", 3}, 17, ROLE_DONE},
    {{"Wed", 3}, 0, ROLE_DONE},    {{"Thu", 3}, 1, ROLE_WARN},
    {{"日曜", 6}, 400, ROLE_DONE},
};

static void bars_share_one_scale_and_none_vanishes(void **state)
{
    struct figure f;

    (void)state;
    figure_open(&f, 30);
    plot_bars(&f.l, week, COUNT(week), false);
    shown_text(&f.out, &f.l);
    assert_string_equal(f.out.at, "Mon  ██▏ 40|\n"
                                  "Tue  ▉ 17|\n"
                                  "Wed  0|\n"
                                  "Thu  ▏ 1|\n"
                                  "日曜 █████████████████████ 400|\n");
    figure_close(&f);
}

static void plain_bars_are_ascii(void **state)
{
    struct figure f;

    (void)state;
    figure_open(&f, 30);
    plot_bars(&f.l, week, 4, true);
    shown_text(&f.out, &f.l);
    assert_string_equal(f.out.at, "Mon ####################### 40|\n"
                                  "Tue ########## 17|\n"
                                  "Wed 0|\n"
                                  "Thu # 1|\n");
    figure_close(&f);
}

static void labels_are_escaped_and_cut(void **state)
{
    const struct plot_bar bar = {SLICE("a\033[2J very long label"), 3,
                                 ROLE_DONE};
    struct figure f;

    (void)state;
    figure_open(&f, 16);
    plot_bars(&f.l, &bar, 1, false);
    shown_text(&f.out, &f.l);
    assert_string_equal(f.out.at, "a␛[2J ve █████ 3|\n");
    figure_close(&f);
}

/* 2026 in the shape of a student's year: from 2025-11-17, a Monday, to
 * 2026-11-22, a Sunday. */
enum { YEAR = 371 };

static void make_year(struct plot_day *days)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    int year = 2025, month = 11, mday = 17;

    for (int i = 0; i < YEAR; i++) {
        int busy = i % 7 < 5 && month != 7 && month != 8;

        days[i] = (struct plot_day){busy ? (i * 37 + i / 11) % 60 : 0, year,
                                    month, i % 7};
        if (++mday > lengths[month - 1]) {
            mday = 1;
            month = month % 12 + 1;
            year += month == 1;
        }
    }
}

static void a_year_fits_eighty_columns(void **state)
{
    struct plot_day days[YEAR];
    struct figure f;

    (void)state;
    make_year(days);
    figure_open(&f, 80);
    plot_year(&f.l, days, YEAR, false);
    shown_text(&f.out, &f.l);
    assert_golden("plot-year.txt", f.out.at);
    figure_close(&f);
}

static void a_narrow_screen_shows_the_latest_weeks(void **state)
{
    struct plot_day days[YEAR];
    struct figure f;

    (void)state;
    make_year(days);
    figure_open(&f, 30);
    plot_year(&f.l, days + 3, YEAR - 5, false);
    shown_text(&f.out, &f.l);
    assert_golden("plot-year-narrow.txt", f.out.at);
    figure_close(&f);
}

static void the_year_in_words_is_a_line_a_month(void **state)
{
    struct plot_day days[YEAR];
    struct figure f;

    (void)state;
    make_year(days);
    figure_open(&f, 80);
    plot_year(&f.l, days, YEAR, true);
    shown_text(&f.out, &f.l);
    assert_golden("plot-year-plain.txt", f.out.at);
    figure_close(&f);
}

static void a_year_without_answers_is_all_dots(void **state)
{
    struct plot_day days[14];
    struct figure f;

    (void)state;
    for (int i = 0; i < 14; i++)
        days[i] = (struct plot_day){0, 2026, 3, i % 7};
    figure_open(&f, 40);
    plot_year(&f.l, days, COUNT(days), false);
    plot_year(&f.l, days, 0, false);
    shown_text(&f.out, &f.l);
    assert_string_equal(f.out.at,
                        "      |\n"
                        "Mon ··|\n"
                        "    ··|\n"
                        "Wed ··|\n"
                        "    ··|\n"
                        "Fri ··|\n"
                        "    ··|\n"
                        "Sun ··|\n"
                        "    none ·  ░ 1+  ▒ 2+  ▓ 3+  █ 4+  ans…|\n");
    figure_close(&f);
}

static void progress_is_a_bar_of_fixed_length(void **state)
{
    struct figure f;

    (void)state;
    figure_open(&f, 40);
    plot_progress(&f.l, 0, 3, 6);
    plot_progress(&f.l, 1, 3, 6);
    plot_progress(&f.l, 3, 3, 6);
    plot_progress(&f.l, 0, 0, 6);
    shown_text(&f.out, &f.l);
    assert_string_equal(f.out.at, "──────|\n━━────|\n━━━━━━|\n━━━━━━|\n");
    figure_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_share_one_scale_and_none_vanishes),
        cmocka_unit_test(plain_bars_are_ascii),
        cmocka_unit_test(labels_are_escaped_and_cut),
        cmocka_unit_test(a_year_fits_eighty_columns),
        cmocka_unit_test(a_narrow_screen_shows_the_latest_weeks),
        cmocka_unit_test(the_year_in_words_is_a_line_a_month),
        cmocka_unit_test(a_year_without_answers_is_all_dots),
        cmocka_unit_test(progress_is_a_bar_of_fixed_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
