/* The walk against the second one (second.h), on machines of every shape. */
#include <inttypes.h>

#include "check.h"
#include "vm/geometry.h"
#include "vm/second.h"

struct machine {
    struct format f;
    struct phys mem;
    uint64_t root;
    int found[CAUSE_NO_MEMORY + 1]; /* how often each cause came up */
};

static void print_format(const struct format *f)
{
    print_message("levels %u, page 2^%u, va %u, entry %u bytes, rules %d, "
                  "valid %#" PRIx64 ", page number %u from %u\n",
                  f->levels, f->page_bits, f->va_bits, f->entry_bytes,
                  (int)f->rules, f->valid, f->ppn_bits, f->ppn_at);
}

static void assert_alike(struct machine *m, uint64_t va, enum access access,
                         struct cpu cpu, struct walk *w)
{
    const struct format *f = &m->f;
    struct second s = second_translate(f, &m->mem, m->root, va, access, cpu);

    walk_translate(f, &m->mem, m->root, va, access, cpu, w);
    m->found[w->cause]++;
    if (w->cause != s.cause || w->nsteps != s.entries ||
        (w->cause == CAUSE_NONE && (w->pa != s.pa || w->bytes != s.bytes))) {
        print_format(f);
        for (unsigned i = 0; i < w->nsteps; i++)
            print_message("  step %u: entry %#" PRIx64 " at %#" PRIx64 "\n",
                          i, w->step[i].entry, w->step[i].at);
        fail_msg("va %#" PRIx64 ": %s at %#" PRIx64 " after %u entries; the "
                 "second walk says %s at %#" PRIx64 " after %u",
                 va, cause_name(w->cause), w->pa, w->nsteps,
                 cause_name(s.cause), s.pa, s.entries);
    }
    assert_int_equal(walk_error_code(f, w, access, cpu),
                     second_error_code(f, s.cause, access, cpu));
    if (w->nsteps > 0)
        assert_int_equal(w->level, f->levels - w->nsteps);
}

static void assert_marked_alike(const struct machine *m, struct walk *w,
                                enum access access)
{
    struct walk old = *w;
    unsigned changed = walk_mark(&m->f, w, access);

    for (unsigned i = 0; i < w->nsteps; i++) {
        uint64_t want = second_mark(&m->f, old.step[i].entry,
                                    i + 1u == w->nsteps, access);

        assert_true(w->step[i].entry == want);
        assert_int_equal(changed >> i & 1, want != old.step[i].entry);
    }
    assert_int_equal(changed >> w->nsteps, 0);
}

/* --- small machines, every address ---------------------------------------
 */

enum { SMALL_BYTES = 1 << 14 };

static void fill_with_anything(struct phys *mem, struct rng *r)
{
    for (uint64_t at = 0; at + 8 <= mem->bytes; at += 8)
        phys_store(mem, at, 8, rng_next(r));
}

static struct machine small_machine(struct rng *r)
{
    struct machine m = {.f = geometry_random(r, 10, 6)};
    uint64_t bytes = UINT64_C(1) << m.f.pa_bits;

    if (bytes > SMALL_BYTES)
        bytes = SMALL_BYTES;
    phys_init(&m.mem, rng_below(r, 3) ? bytes : 1 + rng_below(r, bytes));
    fill_with_anything(&m.mem, r);
    m.root = rng_below(r, m.mem.bytes) >> m.f.page_bits << m.f.page_bits;
    return m;
}

static void every_address_of_small_machines_is_translated_alike(void **state)
{
    int found[CAUSE_NO_MEMORY + 1] = {0};

    (void)state;
    for (int seed = 1; seed <= often(1000); seed++) {
        struct rng r = rng_new((uint64_t)seed);
        struct machine m = small_machine(&r);
        uint64_t end = UINT64_C(1) << m.f.va_bits;

        for (uint64_t va = 0; va < end + 2; va++) {
            enum access access = (enum access)rng_below(&r, 3);
            struct walk w;

            assert_alike(&m, va, access, geometry_cpu(&r), &w);
            if (w.cause == CAUSE_NONE)
                assert_marked_alike(&m, &w, access);
        }
        for (size_t i = 0; i < COUNT(found); i++)
            found[i] += m.found[i];
        phys_release(&m.mem);
    }
    for (size_t i = 0; i < COUNT(found); i++)
        assert_in_range(found[i], 100, INT32_MAX);
}

/* --- machines of any size ------------------------------------------------
 */

static uint64_t any_address(struct rng *r, const struct format *f)
{
    uint64_t va = rng_next(r), sign = UINT64_C(1) << (f->va_bits - 1);

    if (rng_below(r, 50) == 0)
        return va;
    va &= sign | (sign - 1);
    return f->high == HIGH_SIGN && va & sign ? va | ~(sign | (sign - 1)) : va;
}

/* Where the walk stopped stands another entry from now on: mostly valid, and
 * naming memory that is there. */
static void mend(struct machine *m, const struct walk *w, struct rng *r)
{
    const struct format *f = &m->f;
    uint64_t entry = rng_next(r);

    if (w->nsteps == 0)
        return;
    if (rng_below(r, 20) > 0)
        entry |= f->valid;
    if (rng_below(r, 20) > 0) {
        uint64_t field = (UINT64_C(1) << f->ppn_bits) - 1;
        uint64_t ppn = rng_below(r, m->mem.bytes) >> f->page_bits;

        entry = (entry & ~(field << f->ppn_at)) | (ppn & field) << f->ppn_at;
    }
    if (rng_below(r, 4) > 0)
        entry &= ~(f->reserved_leaf[w->level] | f->reserved_table[w->level]);
    phys_store(&m->mem, w->step[w->nsteps - 1].at, f->entry_bytes, entry);
}

static void machines_of_any_size_translate_alike(void **state)
{
    int reached = 0;

    (void)state;
    for (int seed = 1; seed <= often(4000); seed++) {
        struct rng r = rng_new((uint64_t)seed * 77);
        struct machine m = {.f = geometry_random(&r, 64, 30)};
        uint64_t limit = UINT64_C(1) << m.f.pa_bits;

        phys_init(&m.mem,
                  rng_below(&r, 4) ? limit : 1 + rng_below(&r, limit));
        m.root = rng_below(&r, m.mem.bytes) >> m.f.page_bits << m.f.page_bits;
        for (int i = 0; i < 10; i++) {
            uint64_t va = any_address(&r, &m.f);
            enum access access = (enum access)rng_below(&r, 3);
            struct cpu cpu = geometry_cpu(&r);
            struct walk w;

            for (int turn = 0; turn < 12; turn++) {
                assert_alike(&m, va, access, cpu, &w);
                if (w.cause == CAUSE_NONE)
                    break;
                mend(&m, &w, &r);
            }
        }
        reached += m.found[CAUSE_NONE];
        phys_release(&m.mem);
    }
    assert_in_range(reached, 2000, INT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_address_of_small_machines_is_translated_alike),
        cmocka_unit_test(machines_of_any_size_translate_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
