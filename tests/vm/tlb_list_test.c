/* The buffer against a list in order of use: random lookups, inserts and
 * flushes, with several page sizes and address spaces. */
#include <string.h>

#include "base/rng.h"
#include "check.h"
#include "vm/tlb.h"

enum { ENTRIES = 64 };

static void start(struct tlb *tlb, const struct tlb_shape *shape)
{
    static struct tlb_entry entries[ENTRIES];
    struct err err;

    assert_int_equal(tlb_shape_check(shape, &err), 0);
    assert_true(tlb_entries(shape) <= ENTRIES);
    tlb_init(tlb, shape, entries);
}

/* All that the buffer should hold, the latest used first, by byte ranges;
 * sets exist only in telling who is in whose way. */
struct list {
    struct remembered {
        uint64_t start, bytes, pa;
        uint32_t asid;
        bool global;
    } at[ENTRIES + 1];
    size_t n;
};

static struct remembered list_take(struct list *l, size_t i)
{
    struct remembered taken = l->at[i];

    memmove(&l->at[i], &l->at[i + 1], (--l->n - i) * sizeof l->at[i]);
    return taken;
}

static void list_add(struct list *l, struct remembered r)
{
    memmove(&l->at[1], &l->at[0], l->n++ * sizeof l->at[0]);
    l->at[0] = r;
}

static bool covers(const struct remembered *r, uint64_t va, uint32_t asid)
{
    return r->start <= va && va - r->start < r->bytes &&
           (r->global || r->asid == asid);
}

/* The smallest that covers va, or n. */
static size_t list_find(const struct list *l, uint64_t va, uint32_t asid)
{
    size_t best = l->n;

    for (size_t i = 0; i < l->n; i++)
        if (covers(&l->at[i], va, asid) &&
            (best == l->n || l->at[i].bytes < l->at[best].bytes))
            best = i;
    return best;
}

static uint64_t set_of(const struct remembered *r, uint32_t sets)
{
    return r->start / r->bytes & (sets - 1);
}

/* Adds; what had to go, or else bytes = 0. */
static struct remembered list_insert(struct list *l, struct remembered r,
                                     const struct tlb_shape *shape)
{
    struct remembered gone = {0};
    size_t in_set = 0, last = 0;

    for (size_t i = 0; i < l->n; i++)
        if (l->at[i].bytes == r.bytes && covers(&l->at[i], r.start, r.asid)) {
            list_take(l, i);
            list_add(l, r);
            return gone;
        }
    for (size_t i = 0; i < l->n; i++)
        if (set_of(&l->at[i], shape->sets) == set_of(&r, shape->sets)) {
            in_set++;
            last = i;
        }
    if (in_set == shape->ways)
        gone = list_take(l, last);
    list_add(l, r);
    return gone;
}

static size_t list_drop(struct list *l, bool by_page, uint64_t va,
                        uint32_t asid)
{
    size_t before = l->n;

    for (size_t i = l->n; i-- > 0;)
        if (by_page ? covers(&l->at[i], va, asid)
                    : !l->at[i].global && l->at[i].asid == asid)
            list_take(l, i);
    return before - l->n;
}

static const struct tlb_shape shapes[] = {
    {1, 4, 16, {8}},       {4, 1, 16, {8}},        {2, 2, 16, {8}},
    {8, 4, 16, {4}},       {1, 8, 16, {6, 8, 10}}, {4, 2, 16, {6, 8, 10}},
    {2, 3, 16, {4, 6, 9}}, {1, 1, 16, {8, 12}},
};

struct world {
    struct rng rng;
    struct tlb tlb;
    struct list list;
};

static unsigned random_page_bits(struct world *w)
{
    size_t n = 0;

    while (n < TLB_SIZES_MAX && w->tlb.shape.page_bits[n] != 0)
        n++;
    return w->tlb.shape.page_bits[rng_below(&w->rng, n)];
}

/* Random translations. A page above 0x800 is global, the same for all: so no
 * two entries of one size answer for one address. */
static void insert_one(struct world *w, uint64_t va, uint32_t asid)
{
    unsigned page_bits = random_page_bits(w);
    uint64_t bytes = UINT64_C(1) << page_bits;
    uint64_t ppn = rng_below(&w->rng, 1000);
    bool global = va / bytes * bytes >= 0x800;
    struct remembered gone =
        list_insert(&w->list,
                    (struct remembered){va / bytes * bytes, bytes,
                                        ppn * bytes, asid, global},
                    &w->tlb.shape);
    struct tlb_insert done = tlb_insert(&w->tlb, va,
                                        (struct tlb_entry){
                                            .page_bits = (uint8_t)page_bits,
                                            .ppn = ppn,
                                            .asid = asid,
                                            .global = global,
                                        });

    assert_int_equal(done.evicted, gone.bytes != 0);
    if (done.evicted) {
        assert_int_equal(done.old.vpn << done.old.page_bits, gone.start);
        assert_int_equal(done.old.asid, gone.asid);
    }
}

static void look_up_one(struct world *w, uint64_t va, uint32_t asid)
{
    size_t i = list_find(&w->list, va, asid);
    struct tlb_lookup found =
        tlb_lookup(&w->tlb, va | rng_below(&w->rng, 2) << 20, asid);

    assert_int_equal(found.hit, i < w->list.n);
    if (found.hit) {
        struct remembered r = list_take(&w->list, i);

        assert_int_equal(found.pa, r.pa + (va - r.start));
        assert_int_equal(found.entry.asid, r.asid);
        list_add(&w->list, r);
        assert_int_equal(tlb_age(&w->tlb, found.cut.set, found.way), 0);
    }
}

static void flush_some(struct world *w, uint64_t va, uint32_t asid)
{
    switch (rng_below(&w->rng, 5)) {
    case 0:
        assert_int_equal(tlb_flush_asid(&w->tlb, asid),
                         list_drop(&w->list, false, 0, asid));
        break;
    case 1:
        assert_int_equal(tlb_flush(&w->tlb), w->list.n);
        w->list.n = 0;
        break;
    default:
        assert_int_equal(tlb_flush_page(&w->tlb, va, asid),
                         list_drop(&w->list, true, va, asid));
    }
}

static void the_buffer_does_as_a_list_of_ranges(void **state)
{
    struct world w = {.rng = rng_new(11)};

    (void)state;
    for (int i = often(2000); i > 0; i--) {
        start(&w.tlb, &shapes[rng_below(&w.rng, COUNT(shapes))]);
        w.list.n = 0;
        for (int step = 0; step < 200; step++) {
            uint64_t va = rng_below(&w.rng, 0x1000);
            uint32_t asid = (uint32_t)rng_below(&w.rng, 3);
            uint64_t what = rng_below(&w.rng, 100);

            if (what < 60)
                look_up_one(&w, va, asid);
            else if (what < 95)
                insert_one(&w, va, asid);
            else
                flush_some(&w, va, asid);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_buffer_does_as_a_list_of_ranges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
