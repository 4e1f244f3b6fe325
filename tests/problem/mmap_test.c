/* mmap_test.c - mappings worked out by hand. */
#include <string.h>

#include "check.h"
#include "problem/kind/kinds.h"
#include "problem/kind/mmapoff.h"
#include "problem/kind/mmapview.h"

/* Both ways give so many answers; each is handed to `each`. */
static void check_both(const struct kind *k, const void *params, unsigned n,
                       void (*each)(const struct value *got, unsigned part,
                                    const void *want),
                       const void *want)
{
    void (*const ways[])(const void *, struct answers *) = {k->solve,
                                                            k->solve_again};

    for (unsigned way = 0; way < 2; way++) {
        struct arena arena = {0};
        struct answers got = {.arena = &arena};
        ways[way](params, &got);
        assert_int_equal(got.n, n);
        for (unsigned i = 0; i < n; i++)
            each(&got.at[i], i, want);
        arena_release(&arena);
    }
}

static void is_number(const struct value *got, unsigned part,
                      const void *want)
{
    const uint64_t *numbers = want;

    assert_int_equal(got->kind, VALUE_NUMBER);
    assert_int_equal(got->number.top, numbers[part]);
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

    check_both(&kind_mmapview, &v, s->n, is_number, s->values);
}

/* --- MMAPOFF ------------------------------------------------------------ */

/* Pages of 4096 bytes: p[i] of a mapping. */
struct place {
    const char *name;
    uint32_t size, offset, length, i;
    uint64_t byte; /* that p[1] is */
    enum word finds;
};

static void is_place(const struct value *got, unsigned part, const void *want)
{
    const struct place *p = want;

    if (part == 0)
        is_number(got, 0, &p->byte);
    else
        assert_int_equal(got->word, p->finds);
}

/* clang-format off */
static const struct place places[] = {
    {"the first byte behind the file's end is zero", 5000, 0, 5000, 5000, 1,
     WORD_ZERO},
    {"the last byte of the file is data", 5000, 0, 5000, 4999, 1,
     WORD_FILE_DATA},
    {"behind the length the page goes on", 9000, 0, 100, 4095, 1,
     WORD_FILE_DATA},
    {"and ends where it ends", 9000, 0, 100, 4096, 1, WORD_SIGSEGV},
    {"a whole page behind the end is SIGBUS", 5000, 0, 12000, 8192, 1,
     WORD_SIGBUS},
    {"its last byte too", 5000, 0, 12000, 12287, 1, WORD_SIGBUS},
    {"then nothing is mapped", 5000, 0, 12000, 12288, 1, WORD_SIGSEGV},
    {"p[0] is the byte at the offset", 5000, 4096, 4096, 903, 4097,
     WORD_FILE_DATA},
    {"so the end comes earlier", 5000, 4096, 4096, 904, 4097, WORD_ZERO},
    {"a file of whole pages has no zeros behind it", 4096, 0, 8192, 4096, 1,
     WORD_SIGBUS},
};
/* clang-format on */

static void check_place(void **state)
{
    const struct place *p = *state;
    struct mmapoff m = {.level = 1,
                        .page_bits = 12,
                        .vpn = 0x10,
                        .places = 2,
                        .size = p->size,
                        .offset = p->offset,
                        .length = p->length,
                        .at = {1, p->i}};

    check_both(&kind_mmapoff, &m, 2, is_place, p);
}

int main(void)
{
    return RUN_CASES(seen, check_seen) + RUN_CASES(places, check_place);
}
