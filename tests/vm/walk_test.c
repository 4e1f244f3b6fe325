#include "vm/walk.h"

#include "check.h"

#define LOAD ACCESS_LOAD
#define STORE ACCESS_STORE
#define FETCH ACCESS_FETCH

/* --- by hand -------------------------------------------------------------
 */

/* An entry of a table somewhere in memory. */
struct put {
    uint64_t at, entry;
};

struct hand {
    const char *name, *format;
    uint64_t root;
    struct put put[4]; /* up to the first entry of 0 */
    uint64_t va;
    enum access access;
    struct cpu cpu;
    enum cause cause;
    uint64_t pa, bytes;
    uint32_t code;
};

#define USER                                                     \
    {                                                            \
        .user = true, .write_protect = true, .no_execute = true, \
        .large_pages = true                                      \
    }
#define KERNEL                                                         \
    {                                                                  \
        .write_protect = true, .no_execute = true, .large_pages = true \
    }

#define LECTURE                     \
    "toy", 0x40,                    \
    {                               \
        {0x40, 0x82}, {0x41, 0x8a}, \
        {                           \
            0x42, 0x05              \
        }                           \
    }
#define X86_32                                                        \
    "x86-32", 0x1000,                                                 \
    {                                                                 \
        {0x1120, 0x2007}, {0x2d14, 0xabcde007}, {0x1124, 0x00c000e7}, \
        {                                                             \
            0x1128, 0x00a02087                                        \
        }                                                             \
    }
#define X86_64                                                \
    "x86-64", 0x1000,                                         \
    {                                                         \
        {0x1000, 0x2007}, {0x2000, 0x3007}, {0x3000, 0x4007}, \
        {                                                     \
            0x4008, 0x8000000000005007                        \
        }                                                     \
    }
#define SV39                                                \
    "sv39", 0x1000,                                         \
    {                                                       \
        {0x1000, 0x801}, {0x2000, 0xc01}, {0x3008, 0x1417}, \
        {                                                   \
            0x2008, 0x8001f                                 \
        }                                                   \
    }

static const struct hand hands[] = {
    {"the lecture's page 0 lies in page 2", LECTURE, 0x024, LOAD, USER,
     CAUSE_NONE, 0x0a4, 64, 0},
    {"the lecture's page 1 lies in page 10", LECTURE, 0x07f, STORE, USER,
     CAUSE_NONE, 0x2bf, 64, 0},
    {"a number in an entry that is not valid counts for nothing", LECTURE,
     0x080, LOAD, USER, CAUSE_NOT_PRESENT, 0, 0, 4},
    {"an entry of zero is not valid", LECTURE, 0x1c0, STORE, USER,
     CAUSE_NOT_PRESENT, 0, 0, 6},
    {"ten bits are no address of nine", LECTURE, 0x224, LOAD, USER,
     CAUSE_NON_CANONICAL, 0, 0, 4},

    {"two levels: 0x12345678 lies in 0xabcde", X86_32, 0x12345678, LOAD, USER,
     CAUSE_NONE, 0xabcde678, 4096, 0},
    {"a large page of 4 MiB", X86_32, 0x127fffff, LOAD, USER, CAUSE_NONE,
     0x00ffffff, 4 << 20, 0},
    {"a large page's bit 13 is reserved", X86_32, 0x12800000, STORE, KERNEL,
     CAUSE_RESERVED, 0, 0, 11},
    {"the next large page is not there", X86_32, 0x13000000, LOAD, KERNEL,
     CAUSE_NOT_PRESENT, 0, 0, 0},

    {"four levels", X86_64, 0x1abc, STORE, USER, CAUSE_NONE, 0x5abc, 4096, 0},
    {"no-execute stops a fetch", X86_64, 0x1abc, FETCH, USER, CAUSE_EXEC, 0,
     0, 0x15},
    {"without EFER.NXE the no-execute bit is reserved",
     X86_64,
     0x1abc,
     LOAD,
     {.user = true},
     CAUSE_RESERVED,
     0,
     0,
     0xd},
    {"no table for the upper half", X86_64, 0xffff800000000000, FETCH, KERNEL,
     CAUSE_NOT_PRESENT, 0, 0, 0x10},
    {"a hole between the halves", X86_64, 0x0000800000000000, LOAD, USER,
     CAUSE_NON_CANONICAL, 0, 0, 0},

    {"three levels", SV39, 0x1abc, LOAD, USER, CAUSE_NONE, 0x5abc, 4096, 0},
    {"a page that can't be executed", SV39, 0x1abc, FETCH, USER, CAUSE_EXEC,
     0, 0, 12},
    {"the kernel keeps off the user's pages", SV39, 0x1abc, STORE, KERNEL,
     CAUSE_SUPERVISOR, 0, 0, 15},
    {"unless SUM is set",
     SV39,
     0x1abc,
     STORE,
     {.user_memory = true},
     CAUSE_NONE,
     0x5abc,
     4096,
     0},
    {"a page of 2 MiB", SV39, 0x200123, FETCH, USER, CAUSE_NONE, 0x200123,
     2 << 20, 0},
};

static void by_hand(void **state)
{
    const struct hand *h = *state;
    const struct format *f = format_find(slice_from(h->format));
    struct phys mem;
    struct walk w;

    phys_init(&mem, UINT64_C(1) << f->pa_bits);
    for (size_t i = 0; i < COUNT(h->put) && h->put[i].entry != 0; i++)
        phys_store(&mem, h->put[i].at, f->entry_bytes, h->put[i].entry);
    walk_translate(f, &mem, h->root, h->va, h->access, h->cpu, &w);
    assert_string_equal(cause_name(w.cause), cause_name(h->cause));
    assert_true(w.pa == h->pa);
    assert_true(w.bytes == h->bytes);
    if (h->cause != CAUSE_NONE)
        assert_int_equal(walk_error_code(f, &w, h->access, h->cpu), h->code);
    phys_release(&mem);
}

static void a_walk_tells_every_entry_it_read(void **state)
{
    const struct format *f = format_find(SLICE("sv32"));
    struct phys mem;
    struct walk w;

    (void)state;
    phys_init(&mem, 1 << 16);
    phys_store(&mem, 0x1120, 4, 0x801);
    phys_store(&mem, 0x2d14, 4, 0x3c13);
    assert_int_equal(walk_translate(f, &mem, 0x1000, 0x12345678, ACCESS_LOAD,
                                    cpu_user, &w),
                     CAUSE_NONE);
    assert_int_equal(w.nsteps, 2);
    assert_int_equal(w.level, 0);
    assert_int_equal(w.perms, PERM_R | PERM_U);
    assert_int_equal(w.step[0].at, 0x1120);
    assert_int_equal(w.step[0].index, 0x48);
    assert_int_equal(w.step[0].entry, 0x801);
    assert_int_equal(w.step[1].at, 0x2d14);
    assert_int_equal(w.step[1].index, 0x345);
    assert_int_equal(w.step[1].entry, 0x3c13);
    assert_int_equal(w.pa, 0xf678);
    phys_release(&mem);
}

static void a_table_where_there_is_no_memory_ends_the_walk(void **state)
{
    const struct format *f = format_find(SLICE("x86-32"));
    struct phys mem;
    struct walk w;

    (void)state;
    phys_init(&mem, 0x2000);
    phys_store(&mem, 0x1120, 4, 0x00fff007);
    phys_store(&mem, 0x1124, 4, 0x00c00087);
    assert_int_equal(walk_translate(f, &mem, 0x1000, 0x12345678, ACCESS_LOAD,
                                    cpu_kernel, &w),
                     CAUSE_NO_MEMORY);
    assert_int_equal(w.nsteps, 1);
    assert_int_equal(w.pa, 0x00fffd14);
    assert_int_equal(walk_translate(f, &mem, 0x1000, 0x12400000, ACCESS_LOAD,
                                    cpu_kernel, &w),
                     CAUSE_NO_MEMORY);
    assert_int_equal(w.pa, 0x00c00000);
    assert_int_equal(walk_translate(f, &mem, UINT64_MAX - 4095, UINT32_MAX,
                                    ACCESS_LOAD, cpu_kernel, &w),
                     CAUSE_NO_MEMORY);
    assert_int_equal(w.nsteps, 0);
    phys_release(&mem);
}

/* --- accessed and dirty --------------------------------------------------
 */

struct mark {
    const char *name, *format;
    uint64_t entry;
    enum access access;
    unsigned changed;
    uint64_t upper, leaf;
};

static const struct mark marks[] = {
    {"x86: a load is seen on both levels", "x86-32", 0x2007, ACCESS_LOAD, 3,
     0x2027, 0x2027},
    {"x86: a store makes the leaf dirty", "x86-32", 0x2007, ACCESS_STORE, 3,
     0x2027, 0x2067},
    {"x86: nothing new", "x86-32", 0x2067, ACCESS_STORE, 0, 0x2067, 0x2067},
    {"x86: dirty only now", "x86-32", 0x2027, ACCESS_STORE, 2, 0x2027,
     0x2067},
    {"RISC-V: a load is seen in the leaf", "sv32", 0x2007, ACCESS_LOAD, 2,
     0x2007, 0x2047},
    {"RISC-V: a store", "sv32", 0x2007, ACCESS_STORE, 2, 0x2007, 0x20c7},
    {"a format without such bits", "toy-2", 0x82, ACCESS_STORE, 0, 0x82,
     0x82},
};

static void mark(void **state)
{
    const struct mark *m = *state;
    struct walk w = {.nsteps = 2,
                     .step = {{.entry = m->entry}, {.entry = m->entry}}};

    assert_int_equal(
        walk_mark(format_find(slice_from(m->format)), &w, m->access),
        m->changed);
    assert_int_equal(w.step[0].entry, m->upper);
    assert_int_equal(w.step[1].entry, m->leaf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_walk_tells_every_entry_it_read),
        cmocka_unit_test(a_table_where_there_is_no_memory_ends_the_walk),
    };
    return RUN_CASES(hands, by_hand) + RUN_CASES(marks, mark) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
