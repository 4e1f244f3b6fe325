/* The buffer in front of the walk, as a processor has them: pages of 4 KiB
 * and 4 MiB of the 32-bit x86, whose tables change while programs run. */
#include "base/rng.h"
#include "check.h"
#include "vm/tlb.h"
#include "vm/walk.h"

enum {
    TABLES = 4, /* each in the frame behind its number; the root in frame 0 */
    PAGES = 8,  /* used in each table */
    ENTRIES = 8,
    STEPS = 400,
};

struct computer {
    struct rng rng;
    const struct format *format;
    struct phys ram;
    struct tlb tlb;
    struct tlb_entry entries[ENTRIES];
    int hits, stale;
};

static void switch_on(struct computer *c, uint64_t seed)
{
    static const struct tlb_shape shape = {
        .sets = 4, .ways = 2, .va_bits = 32, .page_bits = {12, 22}};

    *c = (struct computer){
        .rng = rng_new(seed),
        .format = format_find(SLICE("x86-32")),
    };
    phys_init(&c->ram, UINT64_C(1) << 32);
    tlb_init(&c->tlb, &shape, c->entries);
}

static uint64_t random_va(struct computer *c)
{
    return rng_below(&c->rng, TABLES) << 22 |
           rng_below(&c->rng, PAGES) << 12 | rng_below(&c->rng, 4096);
}

static unsigned random_perms(struct computer *c)
{
    return PERM_R | PERM_U | (rng_below(&c->rng, 2) ? PERM_W : 0);
}

/* Sets what the last level, or once in a while the root, says of `va`. */
static void change(struct computer *c, uint64_t va, bool flush)
{
    const struct format *f = c->format;
    uint64_t number = va >> 22, page = rng_below(&c->rng, 1000);
    uint64_t table = (number + 1) << 12;

    if (rng_below(&c->rng, 4) > 0) {
        uint64_t entry = rng_below(&c->rng, 5) > 0
                             ? format_leaf(f, page, random_perms(c))
                             : 0;

        phys_store(&c->ram, table + 4 * (va >> 12 & 1023), 4, entry);
        if (flush)
            tlb_flush_page(&c->tlb, va, 0);
    } else {
        uint64_t entry =
            rng_below(&c->rng, 2)
                ? format_table(f, number + 1)
                : format_leaf(f, page << 10, random_perms(c)) | f->large;

        phys_store(&c->ram, 4 * number, 4, entry);
        if (flush) /* up to 1024 pages say something else now */
            tlb_flush(&c->tlb);
    }
}

static unsigned log2_of(uint64_t bytes)
{
    return (unsigned)__builtin_ctzll(bytes);
}

static void fill(struct computer *c, const struct walk *w)
{
    tlb_insert(&c->tlb, w->va,
               (struct tlb_entry){
                   .page_bits = (uint8_t)log2_of(w->bytes),
                   .perms = w->perms,
                   .ppn = w->pa >> log2_of(w->bytes),
               });
}

/* Looks an address up in the buffer and walks as well; counts what the buffer
 * got wrong, and fills it after a miss. */
static void translate(struct computer *c, uint64_t va)
{
    struct tlb_lookup found = tlb_lookup(&c->tlb, va, 0);
    struct walk w;

    walk_translate(c->format, &c->ram, 0, va, ACCESS_LOAD, cpu_user, &w);
    if (found.hit) {
        c->hits++;
        c->stale += w.cause != CAUSE_NONE || found.pa != w.pa ||
                    found.entry.perms != w.perms;
    } else if (w.cause == CAUSE_NONE) {
        fill(c, &w);
    }
}

static void run(struct computer *c, bool flush)
{
    for (int step = 0; step < STEPS; step++) {
        if (rng_below(&c->rng, 8) == 0)
            change(c, random_va(c), flush);
        else
            translate(c, random_va(c));
    }
    phys_release(&c->ram);
}

static void with_flushes_the_buffer_says_what_the_walk_says(void **state)
{
    struct computer c;
    int hits = 0;

    (void)state;
    for (int i = often(200); i > 0; i--) {
        switch_on(&c, (uint64_t)i);
        run(&c, true);
        assert_int_equal(c.stale, 0);
        hits += c.hits;
    }
    assert_true(hits > 10000);
}

static void without_them_it_says_what_was_true_once(void **state)
{
    struct computer c;
    int stale = 0;

    (void)state;
    for (int i = often(200); i > 0; i--) {
        switch_on(&c, (uint64_t)i);
        run(&c, false);
        stale += c.stale;
    }
    assert_true(stale > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_flushes_the_buffer_says_what_the_walk_says),
        cmocka_unit_test(without_them_it_says_what_was_true_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
