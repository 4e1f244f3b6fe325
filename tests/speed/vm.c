/* vm.c - what a translation costs that tells every step, against a walk that
 * is as short as can be (floor_walk.h). */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"
#include "speed/figure.h"
#include "speed/floor_walk.h"
#include "speed/parts.h"
#include "speed/run.h"

enum {
    RAM = 64 << 20,
    ROUNDS = 1000,
    TURNS = 4096, /* translations in a round: short, to find quiet moments */
    ADDRESSES = TURNS,
};

/* A process: some pages mapped, and addresses in them. */
struct process {
    const struct format *f;
    struct phys mem;
    uint8_t *ram;        /* the same memory as an array */
    uint64_t root, next; /* the root table; where the next one goes */
    uint64_t va[ADDRESSES];
};

/* --- the process ---------------------------------------------------------
 */

static uint64_t new_table(struct process *p, unsigned level)
{
    uint64_t page = format_page_bytes(p->f), at = p->next;
    uint64_t bytes = format_table_bytes(p->f, level);

    p->next += (bytes + page - 1) / page * page;
    return at;
}

static void map(struct process *p, uint64_t va, uint64_t ppn)
{
    const struct format *f = p->f;
    uint64_t table = p->root, at, entry;

    for (unsigned l = f->levels - 1u; l > 0; l--) {
        at = table + format_index(f, l, va) * f->entry_bytes;
        entry = phys_load(&p->mem, at, f->entry_bytes);
        if (entry == 0)
            entry = format_table(f, new_table(p, l - 1) >> f->page_bits);
        phys_store(&p->mem, at, f->entry_bytes, entry);
        table = format_ppn(f, entry) << f->page_bits;
    }
    at = table + format_index(f, 0, va) * f->entry_bytes;
    phys_store(&p->mem, at, f->entry_bytes,
               format_leaf(f, ppn, PERM_R | PERM_W | PERM_X | PERM_U));
}

/* Like a small program: a run of pages low in its memory, one far up. */
static uint64_t page_of(const struct format *f, unsigned i)
{
    uint64_t top = (UINT64_C(1) << (f->va_bits - 1)) >> f->page_bits;

    return (i % 2 ? top - 1 - i : 16u + i) << f->page_bits;
}

static void start(struct process *p, const struct format *f, unsigned pages)
{
    struct rng r = rng_new(1);

    *p = (struct process){.f = f, .next = 4096};
    phys_init(&p->mem, RAM);
    p->root = new_table(p, f->levels - 1u);
    for (unsigned i = 0; i < pages; i++)
        map(p, page_of(f, i), (RAM >> f->page_bits) - pages + i);
    for (size_t i = 0; i < ADDRESSES; i++)
        p->va[i] = page_of(f, (unsigned)rng_below(&r, pages)) |
                   rng_below(&r, format_page_bytes(f));
    p->ram = mem_new(RAM);
    for (uint64_t at = 0; (at = phys_skip_zero(&p->mem, at, RAM)) < RAM;
         at += 8)
        for (unsigned k = 0; k < 8; k++)
            p->ram[at + k] = (uint8_t)phys_load(&p->mem, at + k, 1);
}

static void stop(struct process *p)
{
    phys_release(&p->mem);
    free(p->ram);
}

/* --- three walks ---------------------------------------------------------
 */

static enum access access_of(size_t i)
{
    return i & 1 ? ACCESS_STORE : ACCESS_LOAD;
}

static uint64_t by_hand(const struct process *p)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < TURNS; i++)
        sum += floor_walk_x86_64(p->ram, p->root, p->va[i % ADDRESSES],
                                 access_of(i), true);
    return sum;
}

static uint64_t by_floor(const struct process *p)
{
    struct floor_step step[FORMAT_LEVELS];
    uint64_t sum = 0;

    for (size_t i = 0; i < TURNS; i++)
        sum += floor_walk_any(p->f, p->ram, p->root, p->va[i % ADDRESSES],
                              access_of(i), true, step);
    return sum;
}

static uint64_t by_us(const struct process *p)
{
    struct walk w;
    uint64_t sum = 0;

    for (size_t i = 0; i < TURNS; i++) {
        walk_translate(p->f, &p->mem, p->root, p->va[i % ADDRESSES],
                       access_of(i), cpu_user, &w);
        sum += w.pa;
    }
    return sum;
}

/* --- figures -------------------------------------------------------------
 */

struct contest {
    double hand, any, ours; /* ns a translation */
};

static double timed(uint64_t (*walk)(const struct process *),
                    const struct process *p, uint64_t *sum, double best)
{
    double from = now_ms(), ns;

    *sum = walk(p);
    ns = (now_ms() - from) * 1e6 / TURNS;
    return ns < best ? ns : best;
}

static struct contest compete(const struct format *f, unsigned pages)
{
    struct contest c = {1e9, 1e9, 1e9};
    bool x86_64 = slice_is(SLICE("x86-64"), f->name);
    uint64_t hand, any, ours;
    struct process p;

    start(&p, f, pages);
    for (int i = 0; i < ROUNDS; i++) {
        c.any = timed(by_floor, &p, &any, c.any);
        c.ours = timed(by_us, &p, &ours, c.ours);
        c.hand = timed(x86_64 ? by_hand : by_floor, &p, &hand, c.hand);
        if (any != ours || any != hand)
            bench_fail("the walks of %s do not agree", f->name);
    }
    stop(&p);
    return c;
}

static void print_contest(const char *name, unsigned pages)
{
    const struct format *f = format_find(slice_from(name));
    struct contest c = compete(f, pages);
    char line[64];

    if (slice_is(SLICE("x86-64"), name)) {
        snprintf(line, sizeof line, "%s by hand, no steps", name);
        figure_print(
            (struct measured){.name = line, .value = c.hand, .unit = "ns"});
    }
    snprintf(line, sizeof line, "%s, the floor with its steps", name);
    figure_print((struct measured){.name = line, .value = c.any, .unit = "ns"});
    snprintf(line, sizeof line, "%s, walk_translate", name);
    figure_print((struct measured){.name = line,
                                 .value = c.ours,
                                 .unit = "ns",
                                 .ratio = c.ours / c.any,
                                 .of = "the floor",
                                 .bar = 1.3});
}

void measure_vm(void)
{
    static const char *const names[] = {"linear-32", "x86-32", "sv39",
                                        "x86-64"};

    figure_part("A translation that tells every step, 64 pages");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        print_contest(names[i], 64);
}
