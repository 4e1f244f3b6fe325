/* sample_test.c - which pages were used lately. */
#include "box.h"
#include "check.h"
#include "vm/sample.h"

enum { AT = 0x4000, PAGES = 6 };

static void open_used(struct box *b, const char *format)
{
    box_open(b, format, "textbook");
    box_map(b, b->p, AT, PAGES, RW, NO_OBJECT);
    for (unsigned i = 0; i < 4; i++)
        box_write(b, b->p, AT + i * b->page, 1);
}

static struct sample take(struct box *b)
{
    return sample_take(&b->m, b->p, AT, PAGES * b->page);
}

static void assert_sample(struct sample s, unsigned present,
                          unsigned accessed, unsigned dirty)
{
    assert_int_equal(s.present, present);
    assert_int_equal(s.accessed, accessed);
    assert_int_equal(s.dirty, dirty);
}

static void what_was_used_since_the_last_time_is_seen_once(void **state)
{
    struct box b;

    (void)state;
    open_used(&b, "x86-64");
    assert_sample(take(&b), 4, 4, 4);
    assert_sample(take(&b), 4, 0, 0);
    box_read(&b, b.p, AT);
    box_read(&b, b.p, AT + b.page);
    box_write(&b, b.p, AT + b.page, 2);
    assert_sample(take(&b), 4, 2, 1);
    box_check(&b);
    box_close(&b);
}

static void looking_costs_no_fault(void **state)
{
    struct box b;

    (void)state;
    open_used(&b, "sv39");
    take(&b);
    assert_int_equal(box_write(&b, b.p, AT, 3), 0);
    assert_int_equal(box_read(&b, b.p, AT), 3);
    box_close(&b);
}

static void only_the_range_is_looked_at(void **state)
{
    struct sample s;
    struct box b;

    (void)state;
    open_used(&b, "x86-32");
    s = sample_take(&b.m, b.p, AT + b.page, 2 * b.page);
    assert_sample(s, 2, 2, 2);
    assert_sample(take(&b), 4, 2, 2);
    box_close(&b);
}

/* A clock hand that gives pages a second chance takes the one not used. */
static void the_page_not_used_since_is_the_one_to_go(void **state)
{
    uint64_t pages, out = 0;
    struct err err;
    struct box b;

    (void)state;
    open_used(&b, "toy-flags");
    take(&b);
    for (unsigned i = 0; i < 4; i++)
        if (i != 2)
            box_read(&b, b.p, AT + i * b.page);
    for (unsigned i = 0; i < 4; i++) {
        uint64_t va = AT + i * b.page;
        if (sample_take(&b.m, b.p, va, b.page).accessed > 0)
            continue;
        map_advise(&b.m, b.p, va, b.page, ADVICE_PAGE_OUT, &pages, &err);
        out += pages;
    }
    assert_int_equal(out, 1);
    assert_int_equal(box_frame(&b, b.p, AT + 2 * b.page), NO_FRAME);
    assert_int_equal(box_read(&b, b.p, AT + 2 * b.page), 1);
    box_check(&b);
    box_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_used_since_the_last_time_is_seen_once),
        cmocka_unit_test(looking_costs_no_fault),
        cmocka_unit_test(only_the_range_is_looked_at),
        cmocka_unit_test(the_page_not_used_since_is_the_one_to_go),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
