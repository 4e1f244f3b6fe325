/* count_test.c - what a trace adds up to, and how its events look. */
#include "box.h"
#include "check.h"
#include "vm/count.h"
#include "vm/event_line.h"

enum { AT = 0x4000 };

static uint64_t counted(const struct box *b, enum counter_id id)
{
    struct counts c = {0};

    count_events(&c, b->trace.at, b->trace.n);
    return c.of[id];
}

static void faults_are_counted_by_what_the_handler_did(void **state)
{
    struct process *child;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 2, RW, NO_OBJECT);
    trace_clear(&b.trace);
    box_write(&b, b.p, AT, 1);
    box_read(&b, b.p, AT + 0x1000);
    child = process_fork(&b.m, b.p);
    box_write(&b, child, AT, 2);
    box_write(&b, b.p, AT, 3);
    assert_int_equal(counted(&b, COUNT_ACCESSES), 4);
    assert_int_equal(counted(&b, COUNT_STORES), 3);
    assert_int_equal(counted(&b, COUNT_FAULTS), 4);
    assert_int_equal(counted(&b, COUNT_DEMAND_ZERO), 1);
    assert_int_equal(counted(&b, COUNT_ZERO_PAGE), 1);
    assert_int_equal(counted(&b, COUNT_COPIED), 1);
    assert_int_equal(counted(&b, COUNT_REUSED), 1);
    assert_int_equal(counted(&b, COUNT_FORKS), 1);
    box_close(&b);
}

static void what_was_taken_is_given_back(void **state)
{
    struct box b;

    (void)state;
    box_open(&b, "sv39", "textbook");
    box_map(&b, b.p, AT, 3, RW, NO_OBJECT);
    for (unsigned i = 0; i < 3; i++)
        box_write(&b, b.p, AT + i * b.page, 1);
    process_exit(&b.m, b.p);
    assert_int_equal(counted(&b, COUNT_FRAMES_TAKEN),
                     counted(&b, COUNT_FRAMES_FREED));
    assert_int_equal(counted(&b, COUNT_TABLE_FRAMES),
                     counted(&b, COUNT_FRAMES_TAKEN) - 3);
    box_close(&b);
}

static void disk_and_swap_traffic_is_told_apart(void **state)
{
    struct err err;
    uint64_t pages;
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 1, RW | AREA_SHARED, box_file(&b, "notes", 1));
    box_map(&b, b.p, AT + 0x1000, 2, RW, NO_OBJECT);
    box_write(&b, b.p, AT, 1);
    box_write(&b, b.p, AT + 0x1000, 1);
    box_write(&b, b.p, AT + 0x2000, 1);
    map_sync(&b.m, b.p, AT, b.page, &err);
    map_advise(&b.m, b.p, AT + 0x1000, 2 * b.page, ADVICE_PAGE_OUT, &pages,
               &err);
    box_read(&b, b.p, AT + 0x1000);
    assert_int_equal(counted(&b, COUNT_DISK_READS), 1);
    assert_int_equal(counted(&b, COUNT_DISK_WRITES), 1);
    assert_int_equal(counted(&b, COUNT_SWAP_WRITES), 2);
    assert_int_equal(counted(&b, COUNT_SWAP_READS), 1);
    assert_int_equal(counted(&b, COUNT_SWAPPED_IN), 1);
    box_close(&b);
}

static void every_access_costs_one_more_memory_access_a_level(void **state)
{
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 1, RW, NO_OBJECT);
    box_write(&b, b.p, AT, 1);
    trace_clear(&b.trace);
    for (int i = 0; i < 5; i++)
        box_read(&b, b.p, AT);
    assert_int_equal(counted(&b, COUNT_ENTRIES_READ), 5 * 4);
    box_close(&b);
}

static void counts_between_are_those_of_the_part_between(void **state)
{
    struct counts first = {0}, all = {0};
    struct box b;

    (void)state;
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 2, RW, NO_OBJECT);
    box_write(&b, b.p, AT, 1);
    count_events(&first, b.trace.at, b.trace.n);
    box_write(&b, b.p, AT + 0x1000, 1);
    count_events(&all, b.trace.at, b.trace.n);
    assert_int_equal(first.of[COUNT_FAULTS], 1);
    assert_int_equal(counts_between(&first, &first).of[COUNT_FAULTS], 0);
    first = counts_between(&first, &all);
    assert_int_equal(first.of[COUNT_DEMAND_ZERO], 1);
    box_close(&b);
}

static void counters_have_names_of_their_own(void **state)
{
    (void)state;
    for (int i = 0; i < COUNTERS; i++) {
        assert_non_null(counters[i].name);
        assert_non_null(counters[i].unit);
        assert_non_null(counters[i].words);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(counters[i].name, counters[k].name);
    }
}

static void events_look_like_this(void **state)
{
    struct str out = STR_EMPTY;
    struct err err;
    uint64_t pages;
    struct box b;

    (void)state;
    box_open(&b, "toy-flags", "linux");
    box_map(&b, b.p, 0x1000, 2, RW, NO_OBJECT);
    machine_load(&b.m, b.p, 0x1002);
    box_write(&b, process_fork(&b.m, b.p), 0x1004, 0x2a);
    machine_fetch(&b.m, b.p, 0x3000);
    map_advise(&b.m, &b.m.process[1], 0x1000, 0x100, ADVICE_PAGE_OUT, &pages,
               &err);
    process_exit(&b.m, &b.m.process[1]);
    for (size_t i = 0; i < b.trace.n; i++) {
        event_line(&out, b.trace.at[i]);
        str_putc(&out, '\n');
    }
    assert_golden("vm/events.txt", out.at);
    str_release(&out);
    box_close(&b);
}

static void every_kind_of_event_has_a_name(void **state)
{
    (void)state;
    for (int i = 0; i < EVENT_KINDS; i++)
        assert_non_null(event_name((enum event_kind)i));
    assert_false(event_changes(EVENT_MESSAGE));
    assert_true(event_changes(EVENT_SWITCH));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_are_counted_by_what_the_handler_did),
        cmocka_unit_test(what_was_taken_is_given_back),
        cmocka_unit_test(disk_and_swap_traffic_is_told_apart),
        cmocka_unit_test(every_access_costs_one_more_memory_access_a_level),
        cmocka_unit_test(counts_between_are_those_of_the_part_between),
        cmocka_unit_test(counters_have_names_of_their_own),
        cmocka_unit_test(events_look_like_this),
        cmocka_unit_test(every_kind_of_event_has_a_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
