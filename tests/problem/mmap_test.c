/* mmap_test.c - mappings worked out by hand. */
#include <string.h>

#include "check.h"
#include "problem/kind/kinds.h"
#include "problem/kind/mmapview.h"

/* Both ways give these whole numbers. */
static void check_numbers(const struct kind *k, const void *params,
                          const uint64_t *want, unsigned n)
{
    void (*const ways[])(const void *, struct answers *) = {k->solve,
                                                            k->solve_again};

    for (unsigned way = 0; way < 2; way++) {
        struct arena arena = {0};
        struct answers got = {.arena = &arena};
        ways[way](params, &got);
        assert_int_equal(got.n, n);
        for (unsigned i = 0; i < n; i++) {
            assert_int_equal(got.at[i].kind, VALUE_NUMBER);
            assert_int_equal(got.at[i].number.top, want[i]);
        }
        arena_release(&arena);
    }
}

/* --- MMAPVIEW ----------------------------------------------------------- */

/* "A0=5 B0 f1 f0=7": A stores 5 at place 0, B loads place 0, the file's byte
 * 1 is read, byte 0 written. Places 0 and 1 are on one page, 2 on the next;
 * the file is all 1. */
struct seen {
    const char *name;
    const char *steps;
    uint8_t shared; /* bit 0: A's mapping is shared, bit 1: B's */
    unsigned n;
    uint64_t values[4]; /* of the loads and reads */
};

static struct view view(const struct seen *s)
{
    struct view v = {.level = 4,
                     .maps = 2,
                     .shared = s->shared,
                     .pages = 2,
                     .places = 3,
                     .initial = 1,
                     .vpn = {0x20, 0x60},
                     .at = {10, 20, 5000}};

    for (const char *at = s->steps; *at != '\0'; v.n++) {
        struct view_step *step = &v.step[v.n];
        bool sets = at[2] == '=';
        step->who = at[0] == 'B';
        step->place = (uint8_t)(at[1] - '0');
        step->value = sets ? (uint8_t)(at[3] - '0') : 0;
        if (at[0] == 'f')
            step->what = sets ? VIEW_PWRITE : VIEW_PREAD;
        else
            step->what = sets ? VIEW_STORE : VIEW_LOAD;
        at += strcspn(at, " ");
        at += strspn(at, " ");
    }
    return v;
}

/* clang-format off */
static const struct seen seen[] = {
    {"a shared store is in the file at once", "A0=5 f0 B0", 3, 2, {5, 5}},
    {"a private store is not in the file", "A0=5 f0 B0 A0", 0, 3, {1, 1, 5}},
    {"an untouched private page shows a shared store", "A0=5 B0", 1, 1, {5}},
    {"and what was written by a call", "f0=7 B0 A0", 1, 2, {7, 7}},
    {"a copied page does not", "B0=3 A0=5 B0 A0", 1, 2, {3, 5}},
    {"a copy is of the whole page", "B1=3 A0=5 B0", 1, 1, {1}},
    {"and of that page only", "B1=3 A2=5 B2", 1, 1, {5}},
    {"the copy is made at the store, with what was there then",
     "A0=5 B1=3 A0=6 B0", 1, 1, {5}},
    {"a load does not copy", "B0 A0=5 B0", 1, 2, {1, 5}},
    {"two private mappings know nothing of each other", "A0=5 B0=6 A0 B0 f0",
     0, 3, {5, 6, 1}},
};
/* clang-format on */

static void check_seen(void **state)
{
    const struct seen *s = *state;
    struct view v = view(s);

    check_numbers(&kind_mmapview, &v, s->values, s->n);
}

int main(void)
{
    return RUN_CASES(seen, check_seen);
}
