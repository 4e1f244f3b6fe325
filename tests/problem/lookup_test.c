/* lookup_test.c - tables of one level, worked by hand. */
#include "check.h"
#include "problem/kind/loadbyte.h"
#include "problem/kind/reverse.h"

/* The table of the notes, and a third page that is not mapped but shows
 * where it once was. */
static const struct linear notes = {.off = 6,
                                    .va_bits = 9,
                                    .pa_bits = 10,
                                    .rows = 3,
                                    .stale = true,
                                    .guarded = true,
                                    .valid = {1, 1, 0},
                                    .writable = {1, 0, 1},
                                    .ppn = {2, 10, 2}};

struct row {
    const char *name;
    uint64_t va;
    bool maps;
    uint64_t pa;
    bool store;
};

static const struct row rows[] = {
    {"the notes' address goes to 0x0a4", 0x024, true, 0x0a4, false},
    {"the first byte of a page keeps offset 0", 0x040, true, 0x280, false},
    {"the last byte of a page is still in it", 0x07f, true, 0x2bf, false},
    {"a page that is not valid faults, whatever its PPN", 0x080, false, 0,
     false},
    {"not even W helps a page that is not valid", 0x080, false, 0, true},
    {"a page behind the table faults", 0x0c0, false, 0, false},
    {"a store goes where W is 1", 0x024, true, 0x0a4, true},
    {"a store faults where W is 0", 0x040, false, 0, true},
};

static void goes_there(void **state)
{
    const struct row *r = *state;
    uint64_t walked = 0, reckoned = 0;
    struct phys mem;

    linear_store(&notes, &mem);
    assert_int_equal(linear_walk(&notes, &mem, r->va, r->store, &walked),
                     r->maps);
    assert_int_equal(linear_reckon(&notes, r->va, r->store, &reckoned),
                     r->maps);
    assert_int_equal(walked, r->pa);
    assert_int_equal(reckoned, r->pa);
    phys_release(&mem);
}

/* Both ways give it; a value of kind VALUE_NONE is not looked at. */
static void check(const struct kind *kind, const void *params,
                  const struct answers *want)
{
    struct answers key = {.arena = want->arena}, again = key;

    kind->solve(params, &key);
    kind_solve_again(kind, params, &again);
    assert_true(answers_eq(&key, want));
    assert_true(answers_eq(&again, want));
}

/* --- LOADBYTE ------------------------------------------------------------ */

/* Pages of 8 bytes: 0 in frame 3, 1 in frame 6; memory holds 100 + pa. */
static struct loadbyte load_from(uint64_t va, unsigned width)
{
    struct loadbyte l = {.level = 4,
                         .width = (uint8_t)width,
                         .table = {.off = 3,
                                   .va_bits = 6,
                                   .pa_bits = 6,
                                   .rows = 8,
                                   .valid = {1, 1},
                                   .ppn = {3, 6}},
                         .va = va};

    for (unsigned i = 0; i < 64; i++)
        l.byte[i] = (uint8_t)(100 + i);
    return l;
}

struct load {
    const char *name;
    uint64_t va;
    unsigned width;
    bool faults;
    uint64_t value;
};

static const struct load loads[] = {
    {"a byte is what memory holds at the physical address", 0x05, 1, false,
     100 + 0x1d},
    {"two bytes are little-endian", 0x04, 2, false,
     (100 + 0x1d) * 256 + 100 + 0x1c},
    {"a load over two pages goes on in the other frame", 0x07, 2, false,
     (100 + 0x30) * 256 + 100 + 0x1f},
    {"each half of a load keeps its order", 0x06, 4, false,
     149u << 24 | 148u << 16 | 131u << 8 | 130u},
    {"half a load is no load", 0x0e, 4, true, 0},
    {"a page that is not mapped faults", 0x10, 1, true, 0},
};

static void loads_this(void **state)
{
    const struct load *c = *state;
    struct loadbyte l = load_from(c->va, c->width);
    struct arena arena = {0};
    struct answers want = {.arena = &arena};

    if (c->faults)
        answer_word(&want, WORD_FAULT);
    else
        answer_number(&want, c->value);
    check(&kind_loadbyte, &l, &want);
    arena_release(&arena);
}

/* --- REVERSE ------------------------------------------------------------- */

struct back {
    const char *name;
    uint64_t pa;
    unsigned n;
    uint64_t va[2];
};

static const struct back backs[] = {
    {"the notes' address comes back, without the page that is not valid",
     0x0a4,
     1,
     {0x024}},
    {"its neighbour page comes back", 0x2bf, 1, {0x07f}},
    {"nothing leads to a frame that no row names", 0x0c0, 0, {0}},
};

static void comes_from(void **state)
{
    const struct back *c = *state;
    struct reverse r = {
        .level = 2, .tables = 1, .table = {notes}, .pa = c->pa};
    struct arena arena = {0};
    struct answers want = {.arena = &arena};

    answer_set(&want, c->va, c->n);
    check(&kind_reverse, &r, &want);
    arena_release(&arena);
}

static void two_pages_may_share_a_frame(void **state)
{
    struct reverse r = {
        .level = 2, .tables = 1, .table = {notes}, .pa = 0x0a4};
    struct arena arena = {0};
    struct answers want = {.arena = &arena};

    (void)state;
    r.table[0].valid[2] = 1;
    answer_set(&want, (uint64_t[]){0x024, 0x0a4}, 2);
    check(&kind_reverse, &r, &want);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_pages_may_share_a_frame),
    };

    return RUN_CASES(rows, goes_there) + RUN_CASES(loads, loads_this) +
           RUN_CASES(backs, comes_from) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
