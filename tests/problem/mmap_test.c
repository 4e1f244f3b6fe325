/* mmap_test.c - mappings worked out by hand. */
#include <string.h>

#include "check.h"
#include "problem/kind/kinds.h"
#include "problem/kind/mmapoff.h"
#include "problem/kind/mmapview.h"
#include "problem/kind/mprotect.h"
#include "problem/kind/shframes.h"
#include "vm/format.h"

/* Both ways give so many answers; each is handed to `each`. */
static void check_both(const struct kind *k, const void *params, unsigned n,
                       void (*each)(const struct value *got, unsigned part,
                                    const void *want),
                       const void *want)
{
    for (unsigned way = 0; way < 2; way++) {
        struct arena arena = {0};
        struct answers got = {.arena = &arena};
        if (way == 0)
            k->solve(params, &got);
        else
            kind_solve_again(k, params, &got);
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

/* --- MPROTECT ----------------------------------------------------------- */

/* Eight pages rw-; "2-4=0": mprotect of pages 2 to 4, permissions 0, r or w;
 * "x" unmaps, "m" maps. The access is a load or store of one byte. */
struct cut {
    const char *name;
    const char *calls;
    uint32_t at;
    bool store;
    unsigned areas; /* after the last call */
    bool faults;
    unsigned frames;
    uint32_t less; /* than whole pages, the last call's length */
};

static struct cut_call cut_call(const char *text)
{
    struct cut_call c = {.first = (uint8_t)(text[0] - '0'),
                         .bytes = (uint32_t)(text[2] - text[0] + 1) * 4096,
                         .perms = PERM_R | PERM_W};

    c.what = text[4] == 'x'   ? CUT_UNMAP
             : text[4] == 'm' ? CUT_MAP
                              : CUT_PROTECT;
    if (text[4] == '0' || text[4] == 'x')
        c.perms = 0;
    else if (text[4] == 'r')
        c.perms = PERM_R;
    return c;
}

static void is_cut(const struct value *got, unsigned part, const void *want)
{
    const struct cut *c = want;
    unsigned calls = (unsigned)(strlen(c->calls) + 1) / 6;

    if (part + 1 == calls)
        assert_int_equal(got->number.top, c->areas);
    else if (part == calls)
        assert_int_equal(got->n, c->faults);
    else if (part > calls)
        assert_int_equal(got->number.top, c->frames);
}

/* clang-format off */
static const struct cut cuts[] = {
    {"the middle makes three", "2-4=r", 5000, true, 3, false, 8, 0},
    {"and back makes one", "2-4=r 2-4=w", 10000, true, 1, false, 8, 0},
    {"half of it back moves a border", "2-4=r 2-3=w", 10000, true, 3, false,
     8, 0},
    {"the end makes two", "6-7=r", 30000, false, 2, false, 8, 0},
    {"a store needs w", "2-4=r", 10000, true, 3, true, 8, 0},
    {"a load does not", "2-4=r", 10000, false, 3, false, 8, 0},
    {"PROT_NONE forbids loads, and keeps frames", "2-4=0", 10000, false, 3,
     true, 8, 0},
    {"what is unmapped has no frames", "2-4=x", 10000, false, 2, true, 5, 0},
    {"mapped again it is one area, without them", "2-4=x 2-4=m", 10000, true,
     1, false, 5, 0},
    {"a length is rounded up", "2-4=r", 20479, true, 3, true, 8, 4095},
};
/* clang-format on */

static void check_cut(void **state)
{
    const struct cut *c = *state;
    struct mprotect m = {.level = 2, .pages = 8, .accesses = 1};

    m.access[0] = (struct cut_access){c->at, c->store};
    for (const char *at = c->calls; m.calls == 0 || at[-1] == ' '; at += 6)
        m.call[m.calls++] = cut_call(at);
    m.call[m.calls - 1].bytes -= c->less;
    check_both(&kind_mprotect, &m, m.calls + 2u, is_cut, c);
}

/* --- SHFRAMES ----------------------------------------------------------- */

struct crowd {
    const char *name;
    struct shframes share;
    uint64_t frames[2]; /* in all, saved */
};

/* clang-format off */
static const struct crowd crowds[] = {
    {"ten shells share their text: 100 pages once, not a thousand",
     {2, 1, 0, 0, {{10, 100, 0, 1, 0, 0}}}, {101, 909}},
    {"what each writes each has", {2, 1, 0, 0, {{4, 1, 0, 3, 2, 0}}},
     {12, 4}},
    {"heaps are not shared", {2, 1, 0, 0, {{4, 1, 0, 1, 0, 5}}}, {22, 6}},
    {"a buffer is there once", {2, 1, 0, 7, {{3, 1, 0, 1, 0, 1}}}, {12, 18}},
    {"a library is one for two programs",
     {2, 2, 20, 0, {{2, 3, 1, 1, 0, 0}, {1, 2, 1, 1, 0, 0}}}, {29, 45}},
};
/* clang-format on */

static void check_crowd(void **state)
{
    const struct crowd *c = *state;

    check_both(&kind_shframes, &c->share, 2, is_number, c->frames);
}

int main(void)
{
    return RUN_CASES(seen, check_seen) + RUN_CASES(places, check_place) +
           RUN_CASES(cuts, check_cut) + RUN_CASES(crowds, check_crowd);
}
