#include "vm/tlb.h"

#include <string.h>

#include "check.h"

enum { ENTRIES = 64 };

static void start(struct tlb *tlb, struct tlb_shape shape)
{
    static struct tlb_entry entries[ENTRIES];
    struct err err;

    assert_int_equal(tlb_shape_check(&shape, &err), 0);
    assert_true(tlb_entries(&shape) <= ENTRIES);
    memset(entries, 0xff, sizeof entries); /* what was there is not seen */
    tlb_init(tlb, &shape, entries);
}

/* The translation of a page of 2^page_bits bytes. */
static struct tlb_insert put(struct tlb *tlb, unsigned page_bits, uint64_t va,
                             uint64_t ppn, uint32_t asid)
{
    return tlb_insert(tlb, va,
                      (struct tlb_entry){
                          .page_bits = (uint8_t)page_bits,
                          .ppn = ppn,
                          .asid = asid,
                      });
}

static struct tlb_insert put_global(struct tlb *tlb, unsigned page_bits,
                                    uint64_t va, uint64_t ppn, uint32_t asid)
{
    return tlb_insert(tlb, va,
                      (struct tlb_entry){
                          .page_bits = (uint8_t)page_bits,
                          .ppn = ppn,
                          .asid = asid,
                          .global = true,
                      });
}

static bool has(struct tlb *tlb, uint64_t va, uint32_t asid)
{
    return tlb_lookup(tlb, va, asid).hit;
}

/* --- cutting an address ------------------------------------------------- */

/* The small machine is Bryant and O'Hallaron's: addresses of 14 bits, pages
 * of 64 bytes, 16 entries. */
static const struct cut_case {
    const char *name;
    unsigned sets, va_bits, page_bits;
    uint64_t va, vpn, tag, set, offset;
} cut_cases[] = {
    {"small machine, 0x3d4", 4, 14, 6, 0x3d4, 0xf, 3, 3, 0x14},
    {"small machine, 0x27c", 4, 14, 6, 0x27c, 0x9, 2, 1, 0x3c},
    {"small machine, 0x3a9", 4, 14, 6, 0x3a9, 0xe, 3, 2, 0x29},
    {"small machine, 0x040", 4, 14, 6, 0x040, 0x1, 0, 1, 0},
    {"fully associative: no index", 1, 14, 6, 0x3d4, 0xf, 0xf, 0, 0x14},
    {"the upper half of 48 bits", 16, 48, 12, 0xffffffff81234567, 0xffff81234,
     0xffff8123, 4, 0x567},
    {"a large page has more offset", 16, 48, 21, 0xffffffff81234567,
     0x7fffc09, 0x7fffc0, 9, 0x34567},
    {"all of 64 bits", 2, 64, 1, UINT64_MAX, UINT64_MAX >> 1, UINT64_MAX >> 2,
     1, 1},
};

static void an_address_is_cut(void **state)
{
    const struct cut_case *c = *state;
    struct tlb_shape shape = {
        .sets = c->sets,
        .ways = 4,
        .va_bits = (uint8_t)c->va_bits,
        .page_bits = {(uint8_t)c->page_bits},
    };
    struct tlb_cut cut = tlb_cut(&shape, c->page_bits, c->va);

    assert_int_equal(cut.vpn, c->vpn);
    assert_int_equal(cut.tag, c->tag);
    assert_int_equal(cut.set, c->set);
    assert_int_equal(cut.offset, c->offset);
}

/* --- shapes ------------------------------------------------------------- */

static const struct shape_case {
    const char *name;
    struct tlb_shape shape;
    const char *complaint; /* NULL: it is a shape */
} shape_cases[] = {
    {"one entry", {1, 1, 2, {1}}, NULL},
    {"as many entries as can be", {1 << 15, 2, 48, {12, 21}}, NULL},
    {"six page sizes", {4, 4, 64, {1, 2, 3, 4, 5, 6}}, NULL},
    {"no set", {0, 4, 14, {6}}, "A TLB has a power of two of sets, not 0."},
    {"six sets", {6, 4, 14, {6}}, "A TLB has a power of two of sets, not 6."},
    {"no way",
     {4, 0, 14, {6}},
     "4 sets of 0 ways are no TLB of 1 to 65536 entries."},
    {"too many entries",
     {1u << 31, 2, 48, {12}},
     "2147483648 sets of 2 ways are no TLB of 1 to 65536 entries."},
    {"one entry too many",
     {1, 65537, 48, {12}},
     "1 sets of 65537 ways are no TLB of 1 to 65536 entries."},
    {"no page size", {4, 4, 14, {0}}, "A TLB needs a page size."},
    {"a size twice",
     {4, 4, 48, {12, 12}},
     "Page sizes of a TLB must rise; 2^12 does not after 2^12."},
    {"too wide", {4, 4, 65, {12}}, "An address has at most 64 bits."},
    {"no tag",
     {4, 4, 14, {6, 12}},
     "A set index of 2 bits and an offset of 12 leave no tag in an address "
     "of 14."},
};

static void a_shape_is_checked(void **state)
{
    const struct shape_case *c = *state;
    struct err err;
    int rc = tlb_shape_check(&c->shape, &err);

    assert_int_equal(rc, c->complaint == NULL ? 0 : -1);
    if (c->complaint != NULL)
        assert_string_equal(err.text, c->complaint);
}

/* --- stories ------------------------------------------------------------ */

static const struct tlb_shape two_by_two = {
    .sets = 2, .ways = 2, .va_bits = 16, .page_bits = {8}};

static void a_hit_gives_the_physical_address(void **state)
{
    struct tlb tlb;
    struct tlb_lookup found;

    (void)state;
    start(&tlb, (struct tlb_shape){4, 4, 14, {6}});
    assert_false(has(&tlb, 0x3d7, 0));
    put(&tlb, 6, 0x3c0, 0x0d, 0);
    found = tlb_lookup(&tlb, 0x3d7, 0);
    assert_true(found.hit);
    assert_int_equal(found.pa, 0x357);
    assert_int_equal(found.entry.vpn, 0xf);
    assert_false(has(&tlb, 0x2d7, 0)); /* the same set, another tag */
}

static void a_miss_says_where_it_looked(void **state)
{
    struct tlb tlb;
    struct tlb_lookup found;

    (void)state;
    start(&tlb, (struct tlb_shape){4, 4, 32, {6, 12}});
    found = tlb_lookup(&tlb, 0x3d7, 0);
    assert_false(found.hit);
    assert_int_equal(found.cut.set, 3);
    assert_int_equal(found.cut.tag, 3);
}

static void a_full_set_loses_the_entry_used_longest_ago(void **state)
{
    struct tlb tlb;
    struct tlb_insert done;

    (void)state;
    start(&tlb, two_by_two);
    assert_int_equal(put(&tlb, 8, 0x000, 10, 0).way, 0);
    assert_int_equal(put(&tlb, 8, 0x200, 12, 0).way, 1);
    assert_int_equal(put(&tlb, 8, 0x100, 11, 0).way, 0); /* the other set */
    assert_true(has(&tlb, 0x0ff, 0)); /* now 0x200 is the older one */
    assert_int_equal(tlb_age(&tlb, 0, 0), 0);
    assert_int_equal(tlb_age(&tlb, 0, 1), 1);

    done = put(&tlb, 8, 0x400, 14, 0);
    assert_true(done.evicted && !done.renewed);
    assert_int_equal(done.way, 1);
    assert_int_equal(done.cut.set, 0);
    assert_int_equal(done.cut.tag, 2);
    assert_int_equal(done.old.vpn, 2);
    assert_int_equal(done.old.ppn, 12);
    assert_true(has(&tlb, 0x000, 0) && has(&tlb, 0x100, 0));
    assert_false(has(&tlb, 0x200, 0));
}

static void inserting_a_page_again_renews_its_entry(void **state)
{
    struct tlb tlb;
    struct tlb_insert done;

    (void)state;
    start(&tlb, two_by_two);
    put(&tlb, 8, 0x000, 10, 0);
    put(&tlb, 8, 0x200, 12, 0);
    done = put(&tlb, 8, 0x000, 20, 0);
    assert_true(done.renewed && !done.evicted);
    assert_int_equal(done.way, 0);
    assert_int_equal(done.old.ppn, 10);
    assert_int_equal(tlb_lookup(&tlb, 0x007, 0).pa, 20 << 8 | 7);
    assert_true(has(&tlb, 0x200, 0));
}

static void a_changed_table_is_not_seen_until_the_page_is_flushed(void **s)
{
    uint64_t table[4] = {10, 11, 12, 13}; /* PPN by VPN */
    struct tlb mine, others;
    struct tlb_entry memory[4];

    (void)s;
    start(&mine, two_by_two);
    tlb_init(&others, &two_by_two, memory); /* another processor's */
    put(&mine, 8, 0x100, table[1], 0);
    put(&others, 8, 0x100, table[1], 0);

    table[1] = 20;
    assert_int_equal(tlb_lookup(&mine, 0x100, 0).entry.ppn, 11);
    assert_int_equal(tlb_flush_page(&mine, 0x1ff, 0), 1);
    assert_false(has(&mine, 0x100, 0));
    put(&mine, 8, 0x100, table[1], 0);
    assert_int_equal(tlb_lookup(&mine, 0x100, 0).entry.ppn, 20);

    /* Without a shootdown the other processor goes on as before. */
    assert_int_equal(tlb_lookup(&others, 0x100, 0).entry.ppn, 11);
}

static void a_freed_place_is_filled_before_another_is_taken(void **state)
{
    struct tlb tlb;

    (void)state;
    start(&tlb, (struct tlb_shape){1, 3, 16, {8}});
    for (uint64_t page = 0; page < 3; page++)
        put(&tlb, 8, page << 8, page, 0);
    assert_int_equal(tlb_flush_page(&tlb, 0x100, 0), 1);
    assert_int_equal(put(&tlb, 8, 0x500, 5, 0).way, 1);
    assert_true(has(&tlb, 0x000, 0) && has(&tlb, 0x200, 0));
}

static void without_asids_a_switch_flushes_all_but_global_entries(void **s)
{
    struct tlb tlb;

    (void)s;
    start(&tlb, two_by_two);
    put(&tlb, 8, 0x000, 1, 0);
    put(&tlb, 8, 0x200, 1, 0);
    put_global(&tlb, 8, 0x100, 2, 0);
    assert_int_equal(tlb_flush_asid(&tlb, 0), 2);
    assert_false(has(&tlb, 0x000, 0));
    assert_true(has(&tlb, 0x100, 0));
    assert_int_equal(tlb_flush(&tlb), 1);
    assert_false(has(&tlb, 0x100, 0));
}

static void with_asids_two_processes_share_the_buffer(void **state)
{
    struct tlb tlb;

    (void)state;
    start(&tlb, two_by_two);
    put(&tlb, 8, 0x000, 1, 7);
    assert_false(has(&tlb, 0x000, 8));
    put(&tlb, 8, 0x000, 2, 8);
    put_global(&tlb, 8, 0x100, 3, 8);
    assert_int_equal(tlb_lookup(&tlb, 0x000, 7).entry.ppn, 1);
    assert_int_equal(tlb_lookup(&tlb, 0x000, 8).entry.ppn, 2);
    assert_int_equal(tlb_lookup(&tlb, 0x100, 9).entry.ppn, 3);

    assert_int_equal(tlb_flush_page(&tlb, 0x000, 9), 0);
    assert_int_equal(tlb_flush_page(&tlb, 0x100, 9), 1);
    assert_int_equal(tlb_flush_asid(&tlb, 7), 1);
    assert_false(has(&tlb, 0x000, 7));
    assert_true(has(&tlb, 0x000, 8));
}

static void one_entry_covers_a_large_page(void **state)
{
    struct tlb tlb;
    struct tlb_lookup found;

    (void)state;
    start(&tlb, (struct tlb_shape){4, 1, 48, {12, 21}});
    put(&tlb, 21, 0x40345678, 5, 0);
    found = tlb_lookup(&tlb, 0x402abcde, 0);
    assert_true(found.hit);
    assert_int_equal(found.pa, 5 << 21 | 0xabcde);
    assert_int_equal(found.cut.vpn, 0x40200000 >> 21);
    assert_int_equal(found.cut.set, 1);
    assert_false(has(&tlb, 0x40400000, 0));
    assert_int_equal(tlb_flush_page(&tlb, 0x403fffff, 0), 1);
    assert_false(has(&tlb, 0x40200000, 0));
}

static void of_two_that_answer_the_smaller_page_does(void **state)
{
    struct tlb tlb;

    (void)state;
    start(&tlb, (struct tlb_shape){4, 2, 48, {12, 21}});
    put(&tlb, 21, 0x40200000, 5, 0);
    put(&tlb, 12, 0x40203000, 6, 0);
    assert_int_equal(tlb_lookup(&tlb, 0x40203004, 0).pa, 0x6004);
    assert_int_equal(tlb_lookup(&tlb, 0x40204004, 0).pa, 5 << 21 | 0x4004);
    assert_int_equal(tlb_flush_page(&tlb, 0x40203004, 0), 2);
}

static void of_two_of_one_size_the_lower_way_answers(void **state)
{
    struct tlb tlb;

    (void)state;
    start(&tlb, two_by_two);
    put(&tlb, 8, 0x000, 1, 7);
    put_global(&tlb, 8, 0x000, 2, 8);
    assert_int_equal(tlb_lookup(&tlb, 0x000, 7).entry.ppn, 1);
    assert_int_equal(tlb_lookup(&tlb, 0x000, 8).entry.ppn, 2);
}

static void what_the_caller_gave_comes_back(void **state)
{
    struct tlb tlb;
    struct tlb_entry given = {
        .valid = false,
        .global = true,
        .dirty = true,
        .perms = 5,
        .page_bits = 8,
        .asid = 3,
        .ppn = 9,
    };
    struct tlb_entry got;

    (void)state;
    start(&tlb, two_by_two);
    tlb_insert(&tlb, 0xffff0312, given);
    got = tlb_lookup(&tlb, 0x0399, 4).entry;
    assert_true(got.valid && got.global && got.dirty);
    assert_int_equal(got.perms, 5);
    assert_int_equal(got.asid, 3);
    assert_int_equal(got.vpn, 3);
    assert_int_equal(got.ppn, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hit_gives_the_physical_address),
        cmocka_unit_test(a_miss_says_where_it_looked),
        cmocka_unit_test(a_full_set_loses_the_entry_used_longest_ago),
        cmocka_unit_test(inserting_a_page_again_renews_its_entry),
        cmocka_unit_test(
            a_changed_table_is_not_seen_until_the_page_is_flushed),
        cmocka_unit_test(a_freed_place_is_filled_before_another_is_taken),
        cmocka_unit_test(
            without_asids_a_switch_flushes_all_but_global_entries),
        cmocka_unit_test(with_asids_two_processes_share_the_buffer),
        cmocka_unit_test(one_entry_covers_a_large_page),
        cmocka_unit_test(of_two_that_answer_the_smaller_page_does),
        cmocka_unit_test(of_two_of_one_size_the_lower_way_answers),
        cmocka_unit_test(what_the_caller_gave_comes_back),
    };

    return RUN_CASES(cut_cases, an_address_is_cut) +
           RUN_CASES(shape_cases, a_shape_is_checked) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
