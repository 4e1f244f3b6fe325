/* itemstat_test.c - statistics of items, against values reckoned apart. */
#include "exam/itemstat.h"

#include <math.h>

#include "check.h"
#include "exam/marking.h"

enum { STUDENTS = 7, ITEMS = 3 };

static const unsigned full[ITEMS] = {100, 200, 300};

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena = (struct arena){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* Marks of these points; each item has one part. */
static struct marks *marks_of(const unsigned (*points)[ITEMS], size_t n,
                              const struct exam *exam)
{
    struct marks *m = arena_new_array(&arena, n, sizeof *m);

    for (size_t s = 0; s < n; s++) {
        struct item_mark *item = arena_new_array(&arena, ITEMS, sizeof *item);
        for (size_t i = 0; i < ITEMS; i++) {
            const struct question *q = exam->forms[0].questions[i];
            struct part_mark *part =
                arena_new_array(&arena, q->nparts, sizeof *part);
            part[0].points = points[s][i];
            part[0].full = full[i];
            part[0].given = points[s][i] > 0 ? SLICE("x") : SLICE("");
            part[0].mistake = points[s][i] == 0 ? M_LVSWAP : MISTAKE_NONE;
            item[i] = (struct item_mark){q, part, points[s][i], full[i]};
            m[s].points += points[s][i];
            m[s].full += full[i];
        }
        m[s].item = item;
    }
    return m;
}

static const struct exam *three_items(void)
{
    struct exam *exam = arena_new(&arena, sizeof *exam);

    *exam = *marking_exam(&arena);
    exam->nitems = ITEMS;
    return exam;
}

static void near(double got, double want)
{
    if (!(fabs(got - want) < 1e-9))
        fail_msg("%.12f, not %.12f", got, want);
}

static const unsigned points[STUDENTS][ITEMS] = {
    {100, 200, 300}, {100, 100, 300}, {100, 200, 0},  {0, 100, 300},
    {100, 0, 0},     {0, 0, 0},       {100, 200, 150}};

static void items_are_rated(void **state)
{
    const struct exam *exam = three_items();
    struct exam_stat s = exam_stat_of(exam, marks_of(points, STUDENTS, exam),
                                      STUDENTS, &arena);

    (void)state;
    near(s.items[0].difficulty, 5 / 7.0);
    near(s.items[1].difficulty, 4 / 7.0);
    near(s.items[0].discrimination, 0.2179617658634172);
    near(s.items[1].discrimination, 0.5032961995212911);
    near(s.items[2].discrimination, 0.2743516305843671);
    near(s.items[2].upper, 1);
    near(s.items[2].lower, 0);
    assert_int_equal(s.items[0].answered, 5);
    assert_int_equal(s.items[0].mistakes[M_LVSWAP], 2);
}

static void the_whole_is_rated(void **state)
{
    const struct exam *exam = three_items();
    struct exam_stat s = exam_stat_of(exam, marks_of(points, STUDENTS, exam),
                                      STUDENTS, &arena);
    unsigned students = 0;

    (void)state;
    near(s.mean, 0.5595238095238095);
    near(s.deviation, 0.3623300550369356);
    near(s.median, 2 / 3.0);
    near(s.alpha, 0.45340050377833757);
    assert_int_equal(s.histogram[0], 1);
    assert_int_equal(s.histogram[9], 1); /* all points are in the last */
    for (size_t i = 0; i < COUNT(s.histogram); i++)
        students += s.histogram[i];
    assert_int_equal(students, STUDENTS);
}

static void what_can_not_be_reckoned_is_said(void **state)
{
    const struct exam *exam = three_items();
    struct exam_stat one =
        exam_stat_of(exam, marks_of(points, 1, exam), 1, &arena);
    struct exam_stat none = exam_stat_of(exam, NULL, 0, &arena);

    (void)state;
    assert_true(isnan(one.items[0].discrimination));
    assert_true(isnan(one.alpha));
    assert_true(isnan(one.deviation));
    near(one.mean, 1);
    assert_true(isnan(none.mean));
    assert_int_equal(none.students, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(items_are_rated, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_whole_is_rated, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_can_not_be_reckoned_is_said,
                                        set_up, tear_down),
    };

    return cmocka_run_group_tests_name("statistics", tests, NULL, NULL);
}
