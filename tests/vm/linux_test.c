/* linux_test.c - small print of Linux that surprised us: each was measured in
 * real processes (tests/oracle) and holds in the linux profile. */
#include "box.h"
#include "check.h"

enum { PAGE = 0x1000 };

static struct process *forked(struct box *b)
{
    struct process *child = process_fork(&b->m, b->p);

    assert_non_null(child);
    return child;
}

static void the_window_begins_with_the_area_and_keeps_its_length(void **state)
{
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, 0x1100e000, 18, PERM_R, box_file(&b, "file", 18));
    box_read(&b, b.p, 0x1100e000);
    assert_int_not_equal(box_frame(&b, b.p, 0x11010000), NO_FRAME);
    assert_int_not_equal(box_frame(&b, b.p, 0x1101d000), NO_FRAME);
    assert_int_equal(box_frame(&b, b.p, 0x1101e000), NO_FRAME);
    box_check(&b);
    box_close(&b);
}

static void the_window_ends_with_the_page_table(void **state)
{
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, 0x1fe000, 4, PERM_R, box_file(&b, "file", 4));
    box_read(&b, b.p, 0x1fe000);
    assert_int_not_equal(box_frame(&b, b.p, 0x1ff000), NO_FRAME);
    assert_int_equal(box_frame(&b, b.p, 0x200000), NO_FRAME);
    box_read(&b, b.p, 0x201000);
    assert_int_not_equal(box_frame(&b, b.p, 0x200000), NO_FRAME);
    box_check(&b);
    box_close(&b);
}

static void a_stack_that_grew_is_copied_by_fork(void **state)
{
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, 0x7fff0000, 1, RW | AREA_GROWS_DOWN, NO_OBJECT);
    box_read(&b, b.p, 0x7fff0000);
    assert_int_equal(box_frame(&b, forked(&b), 0x7fff0000), NO_FRAME);
    box_read(&b, b.p, 0x7fff0000 - PAGE);
    assert_int_equal(box_frame(&b, forked(&b), 0x7fff0000), b.m.zero);
    box_check(&b);
    box_close(&b);
}

static void even_when_the_limit_stopped_it(void **state)
{
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, 0x7fff0000, 1, RW | AREA_GROWS_DOWN, NO_OBJECT);
    box_read(&b, b.p, 0x7fff0000);
    assert_int_equal(machine_load(&b.m, b.p, 0x7fff0000 - (9 << 20)).outcome,
                     OUTCOME_SEGV_MAPERR);
    assert_int_equal(b.p->areas[0].start, 0x7fff0000);
    assert_int_equal(box_frame(&b, forked(&b), 0x7fff0000), b.m.zero);
    box_check(&b);
    box_close(&b);
}

static void a_stack_keeps_away_from_all_but_stacks(void **state)
{
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, 0x7fff0000, 1, RW | AREA_GROWS_DOWN, NO_OBJECT);
    box_map(&b, b.p, 0x7ff00000, 1, RW, NO_OBJECT);
    assert_int_equal(machine_load(&b.m, b.p, 0x7ff01000).outcome,
                     OUTCOME_SEGV_MAPERR);
    box_map(&b, b.p, 0x7ff80000, 1, RW | AREA_GROWS_DOWN, NO_OBJECT);
    box_read(&b, b.p, 0x7ff81000);
    box_check(&b);
    box_close(&b);
}

static void stacks_that_touch_are_not_joined_by_a_call_elsewhere(void **state)
{
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, 0x7ff80000, 1, RW | AREA_GROWS_DOWN, NO_OBJECT);
    box_map(&b, b.p, 0x7ff82000, 1, RW | AREA_GROWS_DOWN, NO_OBJECT);
    box_read(&b, b.p, 0x7ff81000);
    box_map(&b, b.p, 0x10000000, 1, RW, NO_OBJECT);
    assert_int_equal(b.p->nareas, 3);
    box_check(&b);
    box_close(&b);
}

static void mprotect_to_the_same_cuts_nothing(void **state)
{
    struct err err;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, 0x10000000, 3, RW, NO_OBJECT);
    assert_int_equal(
        map_protect(&b.m, b.p, 0x10000000 + PAGE, PAGE, RW, &err), 0);
    assert_int_equal(b.p->nareas, 1);
    assert_int_equal(
        map_protect(&b.m, b.p, 0x10000000 + PAGE, PAGE, PERM_R, &err), 0);
    assert_int_equal(b.p->nareas, 3);
    assert_int_equal(
        map_protect(&b.m, b.p, 0x10000000 + PAGE, PAGE, RW, &err), 0);
    assert_int_equal(b.p->nareas, 1);
    box_check(&b);
    box_close(&b);
}

static void the_neighbour_above_is_asked_first_for_an_owner(void **state)
{
    struct err err;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, 0x10000000, 3, RW, NO_OBJECT);
    assert_int_equal(
        map_protect(&b.m, b.p, 0x10000000 + PAGE, PAGE, RW | PERM_X, &err),
        0);
    box_write(&b, b.p, 0x10000000, 1);
    box_write(&b, b.p, 0x10000000 + 2 * PAGE, 1);
    assert_int_not_equal(b.p->areas[0].owner, b.p->areas[2].owner);
    box_write(&b, b.p, 0x10000000 + PAGE, 1);
    assert_int_equal(b.p->areas[1].owner, b.p->areas[2].owner);
    box_check(&b);
    box_close(&b);
}

static void a_fetch_brings_in_a_page_that_it_may_not_execute(void **state)
{
    struct result r;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, 0x10000000, 1, RW, NO_OBJECT);
    r = machine_fetch(&b.m, b.p, 0x10000000);
    assert_int_equal(r.outcome, OUTCOME_SEGV_ACCERR);
    assert_int_equal(r.faults, 1);
    assert_int_equal(r.error_code, 0x15);
    assert_int_equal(box_frame(&b, b.p, 0x10000000), b.m.zero);
    box_check(&b);
    box_close(&b);
}

static void parts_of_a_program_join_when_they_agree(void **state)
{
    struct image image = {
        .base = 0x400000, .text = 1, .rodata = 1, .bss = 1, .stack = 1};
    struct err err;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    image.object = box_file(&b, "program", 2);
    assert_int_equal(exec_image(&b.m, b.p, &image, &err), 0);
    assert_int_equal(map_protect(&b.m, b.p, 0x400000, PAGE, PERM_R, &err), 0);
    assert_int_equal(b.p->areas[0].end, 0x402000);
    assert_int_equal(b.p->heap_start, 0x404000);
    box_check(&b);
    box_close(&b);
}

static void page_out(struct box *b, struct process *p, uint64_t va)
{
    struct err err;
    uint64_t pages;

    assert_int_equal(
        map_advise(&b->m, p, va, PAGE, ADVICE_PAGE_OUT, &pages, &err), 0);
    assert_int_equal(pages, 1);
}

static void a_page_that_was_shared_comes_back_read_only(void **state)
{
    struct process *child;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, 0x10000000, 2, RW, NO_OBJECT);
    box_write(&b, b.p, 0x10000000, 1);
    box_write(&b, b.p, 0x10000000 + PAGE, 1);
    child = forked(&b);
    process_exit(&b.m, b.p);
    page_out(&b, child, 0x10000000);
    page_out(&b, child, 0x10000000 + PAGE);
    box_read(&b, child, 0x10000000);
    assert_int_equal(box_write(&b, child, 0x10000000, 2), 1);
    assert_int_equal(box_last_rule(&b), RULE_REUSE);
    assert_int_equal(box_write(&b, child, 0x10000000 + PAGE, 2), 1);
    page_out(&b, child, 0x10000000); /* exclusive by now */
    box_read(&b, child, 0x10000000);
    assert_int_equal(box_write(&b, child, 0x10000000, 3), 0);
    box_check(&b);
    box_close(&b);
}

static void a_page_that_may_not_be_touched_can_be_swapped_out(void **state)
{
    struct err err;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, 0x10000000, 1, RW, NO_OBJECT);
    box_write(&b, b.p, 0x10000000, 7);
    assert_int_equal(map_protect(&b.m, b.p, 0x10000000, PAGE, 0, &err), 0);
    page_out(&b, b.p, 0x10000000);
    assert_int_equal(map_protect(&b.m, b.p, 0x10000000, PAGE, RW, &err), 0);
    assert_int_equal(box_read(&b, b.p, 0x10000000), 7);
    box_check(&b);
    box_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_window_begins_with_the_area_and_keeps_its_length),
        cmocka_unit_test(the_window_ends_with_the_page_table),
        cmocka_unit_test(a_stack_that_grew_is_copied_by_fork),
        cmocka_unit_test(even_when_the_limit_stopped_it),
        cmocka_unit_test(a_stack_keeps_away_from_all_but_stacks),
        cmocka_unit_test(
            stacks_that_touch_are_not_joined_by_a_call_elsewhere),
        cmocka_unit_test(mprotect_to_the_same_cuts_nothing),
        cmocka_unit_test(the_neighbour_above_is_asked_first_for_an_owner),
        cmocka_unit_test(a_fetch_brings_in_a_page_that_it_may_not_execute),
        cmocka_unit_test(parts_of_a_program_join_when_they_agree),
        cmocka_unit_test(a_page_that_was_shared_comes_back_read_only),
        cmocka_unit_test(a_page_that_may_not_be_touched_can_be_swapped_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
