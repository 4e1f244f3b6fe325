#include "vm/phys.h"

#include <string.h>

#include "base/rng.h"
#include "check.h"

static void memory_is_zero_and_costs_nothing_at_first(void **state)
{
    struct phys p;

    (void)state;
    phys_init(&p, UINT64_C(1) << 63);
    assert_true(phys_load(&p, 0, 8) == 0);
    assert_true(phys_load(&p, (UINT64_C(1) << 63) - 8, 8) == 0);
    assert_int_equal(p.chunks, 0);
    phys_release(&p);
}

static void a_value_is_kept_with_its_lowest_byte_first(void **state)
{
    struct phys p;

    (void)state;
    phys_init(&p, 64);
    phys_store(&p, 5, 3, 0xffa1b2c3);
    assert_int_equal(phys_load(&p, 5, 1), 0xc3);
    assert_int_equal(phys_load(&p, 6, 1), 0xb2);
    assert_int_equal(phys_load(&p, 7, 1), 0xa1);
    assert_int_equal(phys_load(&p, 8, 1), 0);
    assert_int_equal(phys_load(&p, 4, 4), 0xa1b2c300);
    phys_release(&p);
}

static void a_value_may_lie_across_two_chunks(void **state)
{
    struct phys p;

    (void)state;
    phys_init(&p, 3 * 4096);
    phys_store(&p, 4093, 8, 0x1122334455667788);
    assert_true(phys_load(&p, 4093, 8) == 0x1122334455667788);
    assert_int_equal(phys_load(&p, 4096, 4), 0x22334455);
    assert_int_equal(p.chunks, 2);
    phys_release(&p);
}

static void low_and_high_addresses_live_together(void **state)
{
    static const uint64_t at[] = {
        0,       4096,       64 * 4096 - 8,     64 * 4096,
        1 << 30, 1ull << 40, (1ull << 52) + 16, (1ull << 62) - 8,
        8,       1ull << 62, (1ull << 63) - 8,
    };
    struct phys p;

    (void)state;
    phys_init(&p, UINT64_C(1) << 63);
    for (size_t i = 0; i < COUNT(at); i++)
        phys_store(&p, at[i], 8, i + 1);
    for (size_t i = 0; i < COUNT(at); i++)
        assert_int_equal(phys_load(&p, at[i], 8), i + 1);
    assert_int_equal(phys_load(&p, 1ull << 41, 8), 0);
    phys_release(&p);
}

static void only_what_fits_is_memory(void **state)
{
    struct phys p;

    (void)state;
    phys_init(&p, 64);
    assert_true(phys_has(&p, 0, 64));
    assert_true(phys_has(&p, 60, 4));
    assert_true(phys_has(&p, 64, 0));
    assert_false(phys_has(&p, 61, 4));
    assert_false(phys_has(&p, 64, 1));
    assert_false(phys_has(&p, UINT64_MAX, 8));
    phys_release(&p);
}

static void zero_is_skipped_line_by_line(void **state)
{
    const uint64_t end = UINT64_C(1) << 63;
    struct phys p;

    (void)state;
    phys_init(&p, end);
    assert_true(phys_skip_zero(&p, 0, end) == end);
    phys_store(&p, 4096 + 70, 1, 1);
    phys_store(&p, UINT64_C(1) << 50, 1, 1);
    assert_true(phys_skip_zero(&p, 0, end) == 4096 + 64);
    assert_true(phys_skip_zero(&p, 4096 + 70, end) == 4096 + 70);
    assert_true(phys_skip_zero(&p, 4096 + 128, end) == UINT64_C(1) << 50);
    assert_true(phys_skip_zero(&p, (UINT64_C(1) << 50) + 64, end) == end);
    assert_true(phys_skip_zero(&p, 0, 4096) == 4096);
    assert_true(phys_skip_zero(&p, 9, 9) == 9);
    phys_release(&p);
}

static void a_page_that_was_zeroed_holds_nothing_to_copy(void **state)
{
    struct phys p;

    (void)state;
    phys_init(&p, 4 * 4096);
    phys_store(&p, 4096, 8, UINT64_MAX);
    phys_store(&p, 8184, 8, UINT64_MAX);
    phys_zero(&p, 4096, 4096);
    assert_true(phys_skip_zero(&p, 0, p.bytes) == p.bytes);
    phys_copy(&p, 8192, &p, 4096, 4096);
    assert_int_equal(p.chunks, 1);
    phys_release(&p);
}

/* --- against a plain array -----------------------------------------------
 */

enum { SMALL = 3 * 4096 + 100 };

struct pair {
    struct phys p[2];
    uint8_t plain[2][SMALL];
};

static void assert_equal_to_plain(const struct pair *m)
{
    for (int k = 0; k < 2; k++) {
        for (size_t i = 0; i < SMALL; i++)
            assert_int_equal(phys_load(&m->p[k], i, 1), m->plain[k][i]);
        for (uint64_t at = 0; at < SMALL; at++) {
            uint64_t next = phys_skip_zero(&m->p[k], at, SMALL);

            for (; at < next; at++)
                assert_int_equal(m->plain[k][at], 0);
        }
    }
}

static void do_something(struct pair *m, struct rng *r)
{
    size_t k = rng_below(r, 2), j = rng_below(r, 2);
    uint64_t n = rng_below(r, 2) ? rng_below(r, 200) : rng_below(r, 9000);
    uint64_t to = rng_below(r, SMALL - n), from = rng_below(r, SMALL - n);
    unsigned few = 1 + (unsigned)rng_below(r, 8);
    uint64_t value = rng_next(r), at = rng_below(r, SMALL - few + 1), got = 0;

    switch (rng_below(r, 8)) {
    case 0:
        phys_zero(&m->p[k], to, n);
        memset(m->plain[k] + to, 0, n);
        break;
    case 1:
        if (k == j && to < from + n && from < to + n)
            break;
        phys_copy(&m->p[k], to, &m->p[j], from, n);
        memmove(m->plain[k] + to, m->plain[j] + from, n);
        break;
    case 2:
        for (unsigned i = few; i-- > 0;)
            got = got << 8 | m->plain[k][at + i];
        assert_true(phys_load(&m->p[k], at, few) == got);
        break;
    default:
        phys_store(&m->p[k], at, few, value);
        for (unsigned i = 0; i < few; i++)
            m->plain[k][at + i] = (uint8_t)(value >> 8 * i);
    }
}

static void random_work_leaves_what_it_leaves_in_an_array(void **state)
{
    (void)state;
    for (int seed = 1; seed <= often(20); seed++) {
        struct pair *m = test_calloc(1, sizeof *m);
        struct rng r = rng_new((uint64_t)seed);

        phys_init(&m->p[0], SMALL);
        phys_init(&m->p[1], SMALL);
        for (int i = 0; i < 400; i++)
            do_something(m, &r);
        assert_equal_to_plain(m);
        phys_release(&m->p[0]);
        phys_release(&m->p[1]);
        test_free(m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zero_and_costs_nothing_at_first),
        cmocka_unit_test(a_value_is_kept_with_its_lowest_byte_first),
        cmocka_unit_test(a_value_may_lie_across_two_chunks),
        cmocka_unit_test(low_and_high_addresses_live_together),
        cmocka_unit_test(only_what_fits_is_memory),
        cmocka_unit_test(zero_is_skipped_line_by_line),
        cmocka_unit_test(a_page_that_was_zeroed_holds_nothing_to_copy),
        cmocka_unit_test(random_work_leaves_what_it_leaves_in_an_array),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
