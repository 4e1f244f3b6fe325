/* tricks_test.c - page tricks worked out by hand. */
#include <string.h>

#include "check.h"
#include "problem/kind/watching.h"

/* --- watchpoints -------------------------------------------------------- */

/* Four bytes at 0x5104 are watched; they hold 1. */
struct watched {
    const char *name;
    struct watching_access at;
    unsigned beliefs;
    bool changes, fault, stop;
};

/* clang-format off */
static const struct watched watched[] = {
    {"a write to the variable stops", {1, 4, 0x5104, 9}, 0, 0, 1, 1},
    {"one to its last byte does", {1, 1, 0x5107, 9}, 0, 0, 1, 1},
    {"one just behind it is a false alarm", {1, 4, 0x5108, 9}, 0, 0, 1, 0},
    {"one just before it as well", {1, 4, 0x5100, 9}, 0, 0, 1, 0},
    {"one that only ends in it stops", {1, 8, 0x50fd, 9}, 0, 0, 1, 1},
    {"a read does nothing", {0, 4, 0x5104, 0}, 0, 0, 0, 0},
    {"the same place in another page is no matter", {1, 4, 0x6104, 9}, 0, 0,
     0, 0},
    {"a write that ends in the page faults", {1, 4, 0x4ffe, 9}, 0, 0, 1, 0},
    {"one that ends before it does not", {1, 2, 0x4ffe, 9}, 0, 0, 0, 0},
    {"the same value is no change, but a fault", {1, 4, 0x5104, 1}, 0, 1,
     1, 0},
    {"another byte is a change", {1, 1, 0x5105, 1}, 0, 1, 1, 1},
    {"only hits fault", {1, 4, 0x5108, 9}, WATCHING_TRUE_HITS, 0, 0, 0},
    {"reads fault", {0, 4, 0x5108, 0}, WATCHING_READS, 0, 1, 0},
    {"all pages fault", {1, 4, 0x6108, 9}, WATCHING_EVERYWHERE, 0, 1, 0},
    {"first bytes count", {1, 8, 0x50fd, 9}, WATCHING_FIRST_BYTE, 0, 1, 0},
    {"the same value changes", {1, 4, 0x5104, 1}, WATCHING_SAME_VALUE, 1,
     1, 1},
    {"the same value is free", {1, 4, 0x5104, 1}, WATCHING_NO_SILENT, 1,
     0, 0},
};
/* clang-format on */

static void check_watched(void **state)
{
    const struct watched *row = *state;
    struct watching w = {.changes = row->changes,
                         .vars = 1,
                         .n = 1,
                         .var = {{0x5104, 4, 1}},
                         .at = {row->at}};
    struct watching_effect e;

    watching_reckon(&w, row->beliefs, &e);
    assert_int_equal(e.fault, row->fault);
    assert_int_equal(e.stop, row->stop);
    if (row->beliefs == 0) {
        watching_run(&w, &e);
        assert_int_equal(e.fault, row->fault);
        assert_int_equal(e.stop, row->stop);
    }
}

static void a_watch_goes_on_after_it_fired(void **state)
{
    struct watching w = {
        .vars = 1,
        .n = 3,
        .var = {{0x5104, 4, 1}},
        .at = {{1, 4, 0x5104, 2}, {1, 4, 0x5200, 2}, {1, 4, 0x5104, 2}}};
    struct watching_effect e[3], once[3];

    (void)state;
    watching_run(&w, e);
    watching_reckon(&w, WATCHING_ONCE, once);
    assert_true(e[0].stop && e[1].fault && e[2].stop);
    assert_true(once[0].stop && !once[1].fault && !once[2].stop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_watch_goes_on_after_it_fired),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           RUN_CASES(watched, check_watched);
}
