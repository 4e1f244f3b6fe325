/* machine_test.c - stories of processes and their memory. */
#include "box.h"
#include "check.h"

enum { AT = 0x100000 };

static uint64_t nth(const struct box *b, unsigned page)
{
    return AT + page * b->page;
}

static void reading_untouched_zeros_maps_one_page_of_zeros(void **state)
{
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 3, RW, NO_OBJECT);
    assert_int_equal(box_read(&b, b.p, nth(&b, 0)), 0);
    assert_int_equal(box_read(&b, b.p, nth(&b, 1)), 0);
    assert_int_equal(box_frame(&b, b.p, nth(&b, 0)), b.m.zero);
    assert_int_equal(box_frame(&b, b.p, nth(&b, 1)), b.m.zero);
    assert_int_equal(box_write(&b, b.p, nth(&b, 0), 1), 1);
    assert_int_equal(box_last_rule(&b), RULE_COPY);
    assert_int_equal(box_write(&b, b.p, nth(&b, 2), 1), 1);
    assert_int_equal(box_last_rule(&b), RULE_DEMAND_ZERO);
    assert_int_equal(box_frame(&b, b.p, nth(&b, 1)), b.m.zero);
    box_check(&b);
    box_close(&b);
}

static void in_a_textbook_each_page_gets_a_frame_at_once(void **state)
{
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "textbook");
    box_map(&b, b.p, AT, 3, RW, NO_OBJECT);
    assert_int_equal(box_read(&b, b.p, nth(&b, 0)), 0);
    assert_int_equal(box_last_rule(&b), RULE_DEMAND_ZERO);
    assert_int_equal(box_write(&b, b.p, nth(&b, 0), 1), 0);
    box_check(&b);
    box_close(&b);
}

static void the_first_writer_copies_and_the_other_keeps_the_page(void **state)
{
    struct process *child;
    uint32_t frame;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 2, RW, NO_OBJECT);
    box_write(&b, b.p, nth(&b, 0), 7);
    frame = box_frame(&b, b.p, nth(&b, 0));
    child = process_fork(&b.m, b.p);
    assert_int_equal(box_frame(&b, child, nth(&b, 0)), frame);
    assert_int_equal(b.m.frame[frame].refs, 2);
    assert_int_equal(box_write(&b, child, nth(&b, 0), 9), 1);
    assert_int_equal(box_last_rule(&b), RULE_COPY);
    assert_int_equal(box_frame(&b, b.p, nth(&b, 0)), frame);
    assert_int_equal(box_read(&b, b.p, nth(&b, 0)), 7);
    assert_int_equal(box_write(&b, b.p, nth(&b, 0), 8), 1);
    assert_int_equal(box_last_rule(&b), RULE_REUSE);
    assert_int_equal(box_frame(&b, b.p, nth(&b, 0)), frame);
    assert_int_equal(box_read(&b, child, nth(&b, 0)), 9);
    box_check(&b);
    box_close(&b);
}

static void of_three_sharers_two_copy_and_the_last_reuses(void **state)
{
    struct process *one, *two;
    struct box b;

    (void)state;
    box_open(&b, "sv39", "linux");
    box_map(&b, b.p, AT, 1, RW, NO_OBJECT);
    box_write(&b, b.p, AT, 7);
    one = process_fork(&b.m, b.p);
    two = process_fork(&b.m, b.p);
    trace_clear(&b.trace);
    box_write(&b, b.p, AT, 1);
    box_write(&b, one, AT, 2);
    box_write(&b, two, AT, 3);
    assert_int_equal(box_count(&b, EVENT_RULE, RULE_COPY), 2);
    assert_int_equal(box_count(&b, EVENT_RULE, RULE_REUSE), 1);
    assert_int_equal(box_last_rule(&b), RULE_REUSE);
    box_close(&b);
}

static void in_a_textbook_the_last_holder_copies_again(void **state)
{
    struct process *child;
    struct box b;

    (void)state;
    box_open(&b, "x86-32", "textbook");
    box_map(&b, b.p, AT, 1, RW, NO_OBJECT);
    box_write(&b, b.p, AT, 7);
    child = process_fork(&b.m, b.p);
    box_write(&b, child, AT, 9);
    box_write(&b, b.p, AT, 8);
    assert_int_equal(box_last_rule(&b), RULE_COPY);
    box_check(&b);
    box_close(&b);
}

static void after_the_other_has_gone_no_copy_is_made(void **state)
{
    struct process *child;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 1, RW, NO_OBJECT);
    box_write(&b, b.p, AT, 7);
    child = process_fork(&b.m, b.p);
    process_exit(&b.m, child);
    box_write(&b, b.p, AT, 8);
    assert_int_equal(box_last_rule(&b), RULE_REUSE);
    box_check(&b);
    box_close(&b);
}

static void fork_leaves_out_what_faults_can_rebuild(void **state)
{
    struct process *child;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 2, RW, NO_OBJECT);
    box_read(&b, b.p, nth(&b, 0));
    child = process_fork(&b.m, b.p);
    assert_int_equal(box_frame(&b, child, nth(&b, 0)), NO_FRAME);
    box_write(&b, b.p, nth(&b, 1), 1);
    child = process_fork(&b.m, b.p);
    assert_int_equal(box_frame(&b, child, nth(&b, 0)), b.m.zero);
    assert_int_not_equal(box_frame(&b, child, nth(&b, 1)), NO_FRAME);
    box_check(&b);
    box_close(&b);
}

static void shared_memory_is_one_frame_for_all(void **state)
{
    struct process *child;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 2, RW | AREA_SHARED, NO_OBJECT);
    assert_int_equal(box_read(&b, b.p, AT), 0);
    assert_int_equal(box_write(&b, b.p, AT, 5), 0);
    child = process_fork(&b.m, b.p);
    assert_int_equal(box_read(&b, child, AT), 5);
    box_write(&b, child, AT, 6);
    assert_int_equal(box_read(&b, b.p, AT), 6);
    box_check(&b);
    process_exit(&b.m, child);
    process_exit(&b.m, b.p);
    assert_int_equal(box_count(&b, EVENT_OBJECT, OBJECT_NONE), 1);
    assert_int_equal(b.m.nfree, b.m.nframes - 1 - b.m.kernel_pages);
    box_check(&b);
    box_close(&b);
}

static void a_private_view_of_a_file_sees_writes_until_it_writes(void **state)
{
    struct box b;
    int file;

    (void)state;
    box_open(&b, "x86-64", "linux");
    file = box_file(&b, "notes", 4);
    box_map(&b, b.p, nth(&b, 0), 4, RW, file);
    box_map(&b, b.p, nth(&b, 8), 4, RW | AREA_SHARED, file);
    assert_int_equal(box_read(&b, b.p, nth(&b, 1)), 0x81);
    assert_int_equal(box_frame(&b, b.p, nth(&b, 3)),
                     b.m.object[file].cache[3]); /* mapped around */
    box_write(&b, b.p, nth(&b, 9), 0x33);
    assert_int_equal(box_read(&b, b.p, nth(&b, 1)), 0x33);
    assert_int_equal(box_write(&b, b.p, nth(&b, 1), 0x44), 1);
    assert_int_equal(box_last_rule(&b), RULE_COPY);
    box_write(&b, b.p, nth(&b, 9), 0x55);
    assert_int_equal(box_read(&b, b.p, nth(&b, 1)), 0x44);
    box_check(&b);
    box_close(&b);
}

static void a_store_that_fails_leaves_its_watched_page_read_only(void **state)
{
    struct request q = {.access = ACCESS_STORE, .bytes = 8};
    struct err err;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 1, RW, NO_OBJECT);
    box_write(&b, b.p, AT, 1);
    assert_int_equal(watch_add(&b.m, b.p, AT, 4, &err), 0);
    q.va = AT + b.page - 4;
    assert_int_equal(machine_access(&b.m, b.p, q).outcome,
                     OUTCOME_SEGV_MAPERR);
    assert_int_equal(box_write(&b, b.p, AT, 2), 1);
    box_check(&b);
    box_close(&b);
}

static void what_any_process_wrote_to_a_file_reaches_its_disk(void **state)
{
    struct process *child;
    struct err err;
    struct box b;
    int file;

    (void)state;
    box_open(&b, "x86-64", "linux");
    file = box_file(&b, "notes", 2);
    box_map(&b, b.p, AT, 2, RW | AREA_SHARED, file);
    child = process_fork(&b.m, b.p);
    box_write(&b, child, nth(&b, 0), 0x11);
    box_write(&b, child, nth(&b, 1), 0x22);
    assert_int_equal(
        map_advise(&b.m, child, AT, b.page, ADVICE_DISCARD, NULL, &err), 0);
    assert_int_equal(phys_load(&b.m.object[file].disk, 0, 1), 0x80);
    assert_int_equal(map_sync(&b.m, b.p, AT, 2 * b.page, &err), 0);
    assert_int_equal(phys_load(&b.m.object[file].disk, 0, 1), 0x11);
    assert_int_equal(phys_load(&b.m.object[file].disk, b.page, 1), 0x22);
    trace_clear(&b.trace);
    assert_int_equal(map_sync(&b.m, b.p, AT, 2 * b.page, &err), 0);
    assert_int_equal(box_count(&b, EVENT_WRITE, -1), 0);
    box_close(&b);
}

static void a_watched_page_is_never_left_writable(void **state)
{
    struct err err;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "textbook");
    box_map(&b, b.p, AT, 1, RW, NO_OBJECT);
    assert_int_equal(watch_add(&b.m, b.p, AT, 4, &err), 0);
    box_read(&b, b.p, AT);
    assert_true(machine_ok(&b.m, &err));
    assert_int_equal(box_write(&b, b.p, AT, 1), 1);
    assert_int_equal(box_last_rule(&b), RULE_WATCH);
    assert_int_equal(map_protect(&b.m, b.p, AT, b.page, PERM_R, &err), 0);
    assert_int_equal(map_protect(&b.m, b.p, AT, b.page, RW, &err), 0);
    assert_int_equal(box_write(&b, b.p, AT, 1), 1);
    assert_int_equal(
        map_advise(&b.m, b.p, AT, b.page, ADVICE_PAGE_OUT, NULL, &err), 0);
    box_read(&b, b.p, AT);
    box_check(&b);
    assert_int_equal(map_remove(&b.m, b.p, AT, b.page, &err), 0);
    box_map(&b, b.p, AT, 1, RW, NO_OBJECT);
    box_write(&b, b.p, AT, 1);
    assert_int_equal(box_write(&b, b.p, AT, 1), 0);
    box_check(&b);
    box_close(&b);
}

static void impossible_requests_change_nothing(void **state)
{
    struct image image = {.base = 0x400000, .text = 1, .stack = 1};
    struct err err;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    image.object = box_file(&b, "program", 1);
    assert_int_equal(exec_image(&b.m, b.p, &image, &err), 0);
    assert_int_equal(map_brk(&b.m, b.p, UINT64_MAX, &err), -1);
    for (unsigned i = 0; b.p->nareas < MACHINE_AREAS; i += 2)
        box_map(&b, b.p, 0x10000000 + i * b.page, 1, RW, NO_OBJECT);
    assert_int_equal(map_remove(&b.m, b.p, 0x10000000, b.page, &err), 0);
    assert_int_equal(exec_image(&b.m, b.p, &image, &err), 0);
    assert_int_equal(b.p->nareas, 2);
    box_check(&b);
    box_close(&b);
}

static void behind_the_end_of_a_file_is_a_bus_error(void **state)
{
    struct result r;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 4, RW, box_file(&b, "short", 2));
    r = machine_load(&b.m, b.p, nth(&b, 2));
    assert_int_equal(r.outcome, OUTCOME_BUS);
    assert_int_equal(r.signal_va, nth(&b, 2));
    assert_int_equal(r.error_code, 4);
    assert_int_not_equal(box_frame(&b, b.p, nth(&b, 1)), NO_FRAME);
    box_check(&b);
    box_close(&b);
}

static void a_store_over_a_page_end_is_whole_or_nothing(void **state)
{
    struct request q = {.access = ACCESS_STORE,
                        .bytes = 8,
                        .va = AT + 0xffc,
                        .value = UINT64_C(0x8877665544332211)};
    struct result r;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 1, RW, NO_OBJECT);
    r = machine_access(&b.m, b.p, q);
    assert_int_equal(r.outcome, OUTCOME_SEGV_MAPERR);
    assert_int_equal(r.faults, 1);
    assert_int_equal(r.fault_va, AT + 0x1000);
    assert_int_equal(box_read(&b, b.p, AT + 0xffc), 0);
    box_map(&b, b.p, AT + 0x1000, 1, RW, NO_OBJECT);
    r = machine_access(&b.m, b.p, q);
    assert_int_equal(r.outcome, OUTCOME_DONE);
    assert_int_equal(box_read(&b, b.p, AT + 0xfff), 0x44);
    assert_int_equal(box_read(&b, b.p, AT + 0x1000), 0x55);
    box_check(&b);
    box_close(&b);
}

static void a_stack_grows_to_the_page_that_is_touched(void **state)
{
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, 0x7fff0000, 1, RW | AREA_GROWS_DOWN, NO_OBJECT);
    box_write(&b, b.p, 0x7fff0000 - 0x5000, 1);
    assert_int_equal(b.p->areas[0].start, 0x7ffeb000);
    assert_int_equal(box_frame(&b, b.p, 0x7ffee000), NO_FRAME);
    assert_int_equal(
        machine_store(&b.m, b.p, 0x7fff1000 - (9 << 20), 1).outcome,
        OUTCOME_SEGV_MAPERR);
    box_check(&b);
    box_close(&b);
}

static void a_kept_page_comes_back_with_its_bytes(void **state)
{
    struct result r;
    struct err err;
    uint32_t frame;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 1, RW, NO_OBJECT);
    box_write(&b, b.p, AT, 7);
    frame = box_frame(&b, b.p, AT);
    assert_int_equal(map_protect(&b.m, b.p, AT, b.page, 0, &err), 0);
    assert_int_equal(box_frame(&b, b.p, AT), frame);
    r = machine_load(&b.m, b.p, AT);
    assert_int_equal(r.outcome, OUTCOME_SEGV_ACCERR);
    assert_int_equal(r.error_code, 4);
    assert_int_equal(map_protect(&b.m, b.p, AT, b.page, RW, &err), 0);
    assert_int_equal(box_write(&b, b.p, AT, 8), 0);
    box_check(&b);
    box_close(&b);
}

static void a_page_that_was_swapped_out_is_shared_again(void **state)
{
    struct process *child;
    struct err err;
    uint64_t pages;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 1, RW, NO_OBJECT);
    box_write(&b, b.p, AT, 7);
    assert_int_equal(
        map_advise(&b.m, b.p, AT, b.page, ADVICE_PAGE_OUT, &pages, &err), 0);
    assert_int_equal(pages, 1);
    assert_int_equal(box_frame(&b, b.p, AT), NO_FRAME);
    child = process_fork(&b.m, b.p);
    assert_int_equal(b.m.swap.slot[0].refs, 2);
    assert_int_equal(box_read(&b, child, AT), 7);
    assert_int_equal(box_read(&b, b.p, AT), 7);
    assert_int_equal(box_frame(&b, b.p, AT), box_frame(&b, child, AT));
    assert_int_equal(b.m.swap.slot[0].refs, 0);
    assert_int_equal(box_write(&b, b.p, AT, 8), 1);
    assert_int_equal(box_last_rule(&b), RULE_COPY);
    box_check(&b);
    box_close(&b);
}

static void a_watched_variable_stops_each_write_to_it(void **state)
{
    struct err err;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 1, RW, NO_OBJECT);
    box_write(&b, b.p, AT, 7);
    assert_int_equal(watch_add(&b.m, b.p, AT + 8, 4, &err), 0);
    for (uint8_t i = 0; i < 16; i++)
        assert_int_equal(box_write(&b, b.p, AT + i, i), 1);
    assert_int_equal(box_last_rule(&b), RULE_WATCH);
    assert_int_equal(box_count(&b, EVENT_WATCH_HIT, -1), 4);
    assert_int_equal(watch_remove(&b.m, b.p, AT + 8, &err), 0);
    assert_int_equal(box_write(&b, b.p, AT, 1), 1);
    assert_int_equal(box_last_rule(&b), RULE_REUSE);
    assert_int_equal(box_write(&b, b.p, AT, 1), 0);
    box_check(&b);
    box_close(&b);
}

static void a_kernel_address_is_mapped_but_not_for_us(void **state)
{
    struct result r;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    r = machine_load(&b.m, b.p, b.m.kernel_va);
    assert_int_equal(r.outcome, OUTCOME_SEGV_MAPERR);
    assert_int_equal(r.error_code, 5);
    r = machine_load(&b.m, b.p, UINT64_C(1) << 60);
    assert_int_equal(r.outcome, OUTCOME_SEGV_GP);
    assert_int_equal(r.signal_va, 0);
    box_check(&b);
    box_close(&b);
}

static void programs_share_their_text_and_copy_their_data(void **state)
{
    struct image image = {.base = 0x400000,
                          .text = 2,
                          .rodata = 1,
                          .data = 1,
                          .bss = 1,
                          .stack = 2};
    struct process *other;
    struct err err;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    image.object = box_file(&b, "sleep", 4);
    other = process_spawn(&b.m);
    assert_int_equal(exec_image(&b.m, b.p, &image, &err), 0);
    assert_int_equal(exec_image(&b.m, other, &image, &err), 0);
    assert_int_equal(machine_fetch(&b.m, b.p, 0x401000).value, 0x81);
    machine_fetch(&b.m, other, 0x401000);
    assert_int_equal(box_frame(&b, b.p, 0x401000),
                     box_frame(&b, other, 0x401000));
    box_write(&b, b.p, 0x403000, 1);
    assert_int_equal(box_read(&b, other, 0x403000), 0x83);
    box_write(&b, b.p, b.m.va_top - 8, 1);
    assert_int_equal(map_brk(&b.m, b.p, b.p->heap_start + 100, &err), 0);
    box_write(&b, b.p, b.p->heap_start + 99, 1);
    box_check(&b);
    box_close(&b);
}

static void when_frames_run_out_nothing_is_half_done(void **state)
{
    struct process *child = NULL;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 490, RW, NO_OBJECT);
    for (unsigned i = 0; i < 490; i++)
        box_write(&b, b.p, nth(&b, i), (uint8_t)i);
    for (int i = 0; i < 10 && (child = process_fork(&b.m, b.p)) != NULL; i++)
        box_check(&b);
    assert_null(child);
    box_check(&b);
    box_map(&b, b.p, 0x10000000, 100, RW, NO_OBJECT);
    for (unsigned i = 0; b.m.nfree > 0; i++)
        machine_store(&b.m, b.p, 0x10000000 + i * b.page, 1);
    assert_int_equal(machine_store(&b.m, b.p, 0x10063000, 1).outcome,
                     OUTCOME_NO_MEMORY);
    box_check(&b);
    box_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_untouched_zeros_maps_one_page_of_zeros),
        cmocka_unit_test(in_a_textbook_each_page_gets_a_frame_at_once),
        cmocka_unit_test(
            the_first_writer_copies_and_the_other_keeps_the_page),
        cmocka_unit_test(of_three_sharers_two_copy_and_the_last_reuses),
        cmocka_unit_test(in_a_textbook_the_last_holder_copies_again),
        cmocka_unit_test(after_the_other_has_gone_no_copy_is_made),
        cmocka_unit_test(fork_leaves_out_what_faults_can_rebuild),
        cmocka_unit_test(shared_memory_is_one_frame_for_all),
        cmocka_unit_test(
            a_private_view_of_a_file_sees_writes_until_it_writes),
        cmocka_unit_test(what_any_process_wrote_to_a_file_reaches_its_disk),
        cmocka_unit_test(a_watched_page_is_never_left_writable),
        cmocka_unit_test(
            a_store_that_fails_leaves_its_watched_page_read_only),
        cmocka_unit_test(impossible_requests_change_nothing),
        cmocka_unit_test(behind_the_end_of_a_file_is_a_bus_error),
        cmocka_unit_test(a_store_over_a_page_end_is_whole_or_nothing),
        cmocka_unit_test(a_stack_grows_to_the_page_that_is_touched),
        cmocka_unit_test(a_kept_page_comes_back_with_its_bytes),
        cmocka_unit_test(a_page_that_was_swapped_out_is_shared_again),
        cmocka_unit_test(a_watched_variable_stops_each_write_to_it),
        cmocka_unit_test(a_kernel_address_is_mapped_but_not_for_us),
        cmocka_unit_test(programs_share_their_text_and_copy_their_data),
        cmocka_unit_test(when_frames_run_out_nothing_is_half_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
