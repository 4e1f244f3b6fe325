/* The walk of x86-64 against the processor of this machine, or what stands
 * for it: on a host with its own virtualization the silicon walks the tables,
 * elsewhere the walker of the Linux kernel does. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "oracle/kvm.h"

enum {
    CHECKS = 10000,
    CHECKS_A_MACHINE = 2500, /* on the same tables */
    TABLES_BYTES = 49 * 4096,
    /* Without the last: a processor may read code ahead, into the next page,
     * and mark that as accessed. */
    CODE_SLOTS = (4096 - GUEST_CODE) / GUEST_SLOT - 1,
};

/* The tables as the model has them, and the machine that walks them too. */
struct bout {
    struct kvm kvm;
    struct image image;
    struct rng rng;
    uint8_t expected[TABLES_BYTES];
    int translated, faults[16], differ;
};

static struct format format_here(const struct kvm *k)
{
    struct format f = *format_find(SLICE("x86-64"));

    format_narrow(&f, k->pa_bits < 52 ? k->pa_bits : 52);
    if (!k->pages_of_1_gib) {
        f.large_at = 1 << 1;
        f.reserved_table[2] |= f.large;
    }
    return f;
}

static void deal_tables(struct bout *b)
{
    struct image *m = &b->image;

    phys_release(&m->mem);
    *m = (struct image){
        .f = format_here(&b->kvm),
        .root = KVM_TABLES,
        .pages = 49,
        .frames = KVM_FRAMES,
        .frames_end = KVM_RAM,
        .kept = KVM_KEPT,
    };
    phys_init(&m->mem, UINT64_C(1) << m->f.pa_bits);
    image_fill(m, &b->rng);
    for (uint64_t at = 0; at < TABLES_BYTES; at++)
        b->kvm.ram[KVM_TABLES + at] =
            (uint8_t)phys_load(&m->mem, KVM_TABLES + at, 1);
}

static void boot(struct bout *b)
{
    const char *why;

    deal_tables(b);
    if (!kvm_boot(&b->kvm, &why)) {
        print_message("skipped: %s\n", why);
        skip();
    }
    memcpy(b->expected, b->kvm.ram + KVM_TABLES, TABLES_BYTES);
}

/* What can be asked everywhere. Some hosts keep bit 11 of EFER set while user
 * code runs, so that a fetch always says it is one; and hide the first entry
 * of the upper half from it. */
static bool can_ask(const struct bout *b, const struct vector *q)
{
    bool upper = q->va >> 63;

    if (q->access == ACCESS_FETCH && !(q->state & STATE_NXE))
        return false;
    if (q->state & STATE_USER && upper)
        return false;
    return image_is_safe(&b->image, q->va, q->access, vectors_cpu(q->state));
}

static struct vector random_query(struct bout *b, unsigned state)
{
    struct rng *r = &b->rng;
    struct vector q;

    do {
        uint64_t offset;

        q = (struct vector){.access = (enum access)rng_below(r, 3)};
        offset = q.access == ACCESS_FETCH
                     ? GUEST_CODE + rng_below(r, CODE_SLOTS) * GUEST_SLOT
                     : rng_below(r, GUEST_CODE / 4) * 4;
        q.state = (uint8_t)(state | (rng_below(r, 2) ? STATE_USER : 0u));
        q.va = image_address(&b->image, r) + offset;
        if (q.state & STATE_USER)
            q.va &= UINT64_MAX >> 17;
    } while (!can_ask(b, &q));
    return q;
}

/* The hardware's marks, in the model as well. */
static void mark(struct bout *b, struct walk *w, enum access access)
{
    unsigned changed = walk_mark(&b->image.f, w, access);

    for (unsigned i = 0; i < w->nsteps; i++)
        if (changed >> i & 1) {
            phys_store(&b->image.mem, w->step[i].at, 8, w->step[i].entry);
            memcpy(b->expected + (w->step[i].at - KVM_TABLES),
                   &w->step[i].entry, 8);
        }
}

/* A processor may mark the entries of a walk that ends in a fault. */
static void accept_marks_of_fault(struct bout *b, const struct walk *w)
{
    for (unsigned i = 0; i < w->nsteps; i++) {
        uint64_t at = w->step[i].at, now;

        memcpy(&now, b->kvm.ram + at, 8);
        if ((now ^ w->step[i].entry) == b->image.f.accessed) {
            phys_store(&b->image.mem, at, 8, now);
            memcpy(b->expected + (at - KVM_TABLES), &now, 8);
        }
    }
}

/* Compares all tables; shows and accepts what differs. */
static bool tables_agree(struct bout *b)
{
    const uint8_t *now = b->kvm.ram + KVM_TABLES;
    bool agree = true;

    if (memcmp(b->expected, now, TABLES_BYTES) == 0)
        return true;
    for (size_t at = 0; at < TABLES_BYTES; at++)
        if (now[at] != b->expected[at]) {
            print_error("byte %#zx of the tables: %#x instead of %#x\n", at,
                        now[at], b->expected[at]);
            phys_store(&b->image.mem, KVM_TABLES + at, 1, now[at]);
            b->expected[at] = now[at];
            agree = false;
        }
    return agree;
}

static bool check(struct bout *b, struct vector *q)
{
    struct walk w, before;

    walk_translate(&b->image.f, &b->image.mem, KVM_TABLES, q->va, q->access,
                   vectors_cpu(q->state), &w);
    before = w;
    if (!kvm_probe(&b->kvm, q))
        fail_msg("the machine did something that was not asked");
    if (w.cause == CAUSE_NONE)
        mark(b, &w, q->access);
    else
        accept_marks_of_fault(b, &w);
    b->translated += w.cause == CAUSE_NONE;
    b->faults[w.cause]++;
    if (vector_agrees(&b->image.f, q, &before) && tables_agree(b))
        return true;
    vector_show(q, &before);
    return false;
}

static void translates_as_the_machine_below_does(void **state)
{
    struct bout *b = mem_new(sizeof *b);
    const char *why;
    unsigned fixed = 0;

    (void)state;
    b->rng = rng_new(1);
    if (!kvm_open(&b->kvm, &why)) {
        print_message("skipped: %s\n", why);
        kvm_close(&b->kvm);
        free(b);
        skip();
    }
    for (int i = 0; i < often(CHECKS); i++) {
        struct vector q;

        if (i % CHECKS_A_MACHINE == 0) {
            boot(b);
            fixed = (rng_below(&b->rng, 3) ? STATE_WP : 0u) |
                    (rng_below(&b->rng, 4) ? STATE_NXE : 0u);
        }
        q = random_query(b, fixed);
        if (!check(b, &q) && ++b->differ >= 5)
            break;
    }
    assert_int_equal(b->differ, 0);
    assert_in_range(b->translated, 1000, INT32_MAX);
    for (size_t cause = CAUSE_NOT_PRESENT; cause <= CAUSE_NON_CANONICAL;
         cause++)
        if (cause != CAUSE_READ && cause != CAUSE_SUPERVISOR)
            assert_in_range(b->faults[cause], 10, INT32_MAX);
    phys_release(&b->image.mem);
    kvm_close(&b->kvm);
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(translates_as_the_machine_below_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
