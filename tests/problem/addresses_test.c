/* addresses_test.c - GEOM, PTSIZE, RANGEPG and LAYOUT, worked by hand. */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "problem/kind/geom.h"
#include "problem/kind/layout.h"
#include "problem/kind/ptsize.h"
#include "problem/kind/rangepg.h"
#include "problem/problem.h"
#include "vm/box.h"

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena = (struct arena){0};
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* Both ways give exactly these numbers. */
static void check(const struct kind *kind, const void *params,
                  const uint64_t *want, unsigned n)
{
    struct answers key = {.arena = &arena}, again = {.arena = &arena};

    kind->solve(params, &key);
    kind_solve_again(kind, params, &again);
    assert_int_equal(key.n, n);
    assert_true(answers_eq(&key, &again));
    for (unsigned i = 0; i < n; i++)
        assert_true(key.at[i].number.top == want[i]);
}

/* --- GEOM ---------------------------------------------------------------- */

static void the_notes_have_2_to_the_20_pages(void **state)
{
    struct geom g = {.level = 2, .form = 1, .va = 32, .pa = 30, .off = 12};

    (void)state;
    check(&kind_geom, &g, (uint64_t[]){12, 20, 18, 1 << 20, 0x3ffff}, 5);
}

static void a_page_size_follows_from_the_number_of_pages(void **state)
{
    struct geom g = {.level = 3, .form = 3, .va = 32, .pa = 30, .off = 12};

    (void)state;
    check(&kind_geom, &g, (uint64_t[]){4096, 12, 20, 18, 0x3ffff}, 5);
}

static void three_gibibytes_leave_a_quarter_of_the_numbers(void **state)
{
    struct geom g = {.level = 4, .odd = 3, .shift = 30, .off = 12};

    (void)state;
    check(&kind_geom, &g, (uint64_t[]){786432, 0xbffff, 20, 32, 262144}, 5);
}

/* --- PTSIZE -------------------------------------------------------------- */

static void a_classic_table_takes_four_mebibytes(void **state)
{
    struct ptsize t = {.level = 1,
                       .va = 32,
                       .pa = 30,
                       .off = 12,
                       .flags = 1,
                       .entry = 4,
                       .processes = 1};

    (void)state;
    check(&kind_ptsize, &t, (uint64_t[]){4 << 20}, 1);
}

/* 18 bits of PPN and a valid bit. */
static void an_entry_takes_what_its_rounding_says(void **state)
{
    struct ptsize t = {.level = 2,
                       .va = 32,
                       .pa = 30,
                       .off = 12,
                       .flags = 1,
                       .rounding = PACKED,
                       .processes = 1};

    (void)state;
    check(&kind_ptsize, &t, (uint64_t[]){(1 << 17) * 19}, 1);
    t.rounding = TO_BYTES;
    check(&kind_ptsize, &t, (uint64_t[]){3 << 20}, 1);
    t.rounding = TO_POWER;
    check(&kind_ptsize, &t, (uint64_t[]){4 << 20}, 1);
    t.pa = 43; /* 32 bits are four bytes already */
    check(&kind_ptsize, &t, (uint64_t[]){4 << 20}, 1);
    t.level = 3;
    t.processes = 10;
    check(&kind_ptsize, &t, (uint64_t[]){4 << 20, 40 << 20}, 2);
}

static void a_page_of_128_kib_holds_a_whole_table(void **state)
{
    struct ptsize t = {.level = 4, .va = 32, .entry = 4};

    (void)state;
    check(&kind_ptsize, &t, (uint64_t[]){128 << 10, 1 << 15}, 2);
}

/* --- RANGEPG ------------------------------------------------------------- */

static void two_bytes_can_touch_two_pages(void **state)
{
    struct rangepg r = {.level = 2,
                        .off = 12,
                        .va_bits = 24,
                        .a = {0x1fff, 0x1000},
                        .b = {0x2000, 0x1fff}};

    (void)state;
    check(&kind_rangepg, &r, (uint64_t[]){2, 1}, 2);
}

/* Borders at 0x40, 0x80, 0xc0: one of them is where a record begins. */
static void a_record_that_begins_at_a_border_is_not_cut(void **state)
{
    struct rangepg r = {.level = 3,
                        .off = 6,
                        .va_bits = 24,
                        .record = 12,
                        .count = 16,
                        .a = {0x08},
                        .b = {0x08 + 12 * 16 - 1}};

    (void)state;
    check(&kind_rangepg, &r, (uint64_t[]){4, 2}, 2);
}

/* Pages by looking at every byte. */
static uint64_t pages_of(uint64_t a, uint64_t b, unsigned off)
{
    uint64_t n = 1;

    for (uint64_t at = a; at < b; at++)
        n += at >> off != (at + 1) >> off;
    return n;
}

/* Moves the range a byte at a time until it touches a page less. */
static uint64_t bytes_to(const struct rangepg *r, int by)
{
    uint64_t a = r->a[0], b = r->b[0], moved = 0;

    while (rangepg_pages(a, b, r->off) ==
           rangepg_pages(r->a[0], r->b[0], r->off)) {
        a += (uint64_t)by;
        b += (uint64_t)by;
        moved++;
    }
    return moved;
}

static void a_range_is_moved_no_further_than_it_must(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < (uint64_t)often(100); seed++) {
        const struct problem *p =
            problem_make(&arena, &kind_rangepg, 4, seed);
        const struct rangepg *r = p->params;
        assert_true(p->key.at[0].number.top ==
                    pages_of(r->a[0], r->b[0], r->off));
        assert_true(p->key.at[1].number.top == bytes_to(r, 1));
        assert_true(p->key.at[2].number.top == bytes_to(r, -1));
    }
}

/* --- LAYOUT -------------------------------------------------------------- */

static int data = 3, bss;

/* A call's local variable is below its caller's; *at gets where. */
__attribute__((noinline)) static void deeper(volatile char *above,
                                             uintptr_t *at)
{
    volatile char here = 0;

    *at = (uintptr_t)&here;
    assert_true(*at < (uintptr_t)above);
}

/* The process that runs this test, on a Linux kernel. */
static void this_process_has_its_regions_in_that_order(void **state)
{
    volatile char local = 0;
    uintptr_t at[] = {(uintptr_t)&deeper,
                      (uintptr_t)&data,
                      (uintptr_t)&bss,
                      (uintptr_t)&printf,
                      0,
                      (uintptr_t)getenv("PATH")};

    (void)state;
    deeper(&local, &at[4]);
    for (size_t i = 1; i < COUNT(at) - (at[5] == 0); i++)
        assert_true(at[i - 1] < at[i]);
}

static unsigned region_of(unsigned use)
{
    return use == USE_TEXT || use == USE_RODATA ? CODE
           : use == USE_DATA                    ? DATA
           : use == USE_BSS                     ? BSS
           : use == USE_HEAP                    ? HEAP
                                                : STACK;
}

static void the_engine_puts_a_program_in_that_order(void **state)
{
    struct image image = {.base = 0x10000,
                          .text = 2,
                          .rodata = 1,
                          .data = 1,
                          .bss = 1,
                          .stack = 2};
    struct err err = {0};
    struct box b;
    unsigned was = CODE, areas = 0;

    (void)state;
    box_open(&b, "x86-64", "linux");
    image.object = box_file(&b, "program", 4);
    assert_int_equal(exec_image(&b.m, b.p, &image, &err), 0);
    for (uint64_t at = 0;; areas++) {
        const struct area *a = area_at_or_above(b.p, at);
        if (a == NULL)
            break;
        assert_true(region_of(a->use) >= was);
        assert_int_equal(a->flags & PERM_X ? CODE : region_of(a->use),
                         region_of(a->use));
        was = region_of(a->use);
        at = a->end;
    }
    assert_true(areas >= 5);
    assert_int_equal(was, STACK);
    box_close(&b);
}

static void each_thing_of_the_bank_lies_where_it_says(void **state)
{
    (void)state;
    for (unsigned i = 0; i < layout_nbank; i++) {
        unsigned found = 0;
        for (unsigned k = 0; k < layout_nranges; k++) {
            const struct layout_range *r = &layout_ranges[k];
            if (layout_bank[i].at < r->start || layout_bank[i].at >= r->end)
                continue;
            assert_int_equal(r->region, layout_bank[i].region);
            assert_int_equal(r->perms, layout_bank[i].perms);
            found++;
        }
        assert_int_equal(found, 1);
    }
}

int main(void)
{
#define IN_ARENA(f) \
    cmocka_unit_test_setup_teardown(f, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        IN_ARENA(the_notes_have_2_to_the_20_pages),
        IN_ARENA(a_page_size_follows_from_the_number_of_pages),
        IN_ARENA(three_gibibytes_leave_a_quarter_of_the_numbers),
        IN_ARENA(a_classic_table_takes_four_mebibytes),
        IN_ARENA(an_entry_takes_what_its_rounding_says),
        IN_ARENA(a_page_of_128_kib_holds_a_whole_table),
        IN_ARENA(two_bytes_can_touch_two_pages),
        IN_ARENA(a_record_that_begins_at_a_border_is_not_cut),
        IN_ARENA(a_range_is_moved_no_further_than_it_must),
        cmocka_unit_test(this_process_has_its_regions_in_that_order),
        cmocka_unit_test(the_engine_puts_a_program_in_that_order),
        cmocka_unit_test(each_thing_of_the_bank_lies_where_it_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
