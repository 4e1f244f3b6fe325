/* vmadecide_test.c - what the fault handler does: single faults worked out by
 * hand, and the table of rules against the engine, for every entry that a
 * page of each area can have and every access. */
#include <string.h>

#include "check.h"
#include "problem/kind/kinds.h"
#include "problem/kind/vmadecide.h"

enum { RWX = PERM_R | PERM_W | PERM_X, RW = PERM_R | PERM_W };

/* An address space with some of everything. The notes have 4 pages, of which
 * pages 1 to 3 are in view at 0x31 to 0x33, and one page behind their end. */
static const struct decide space = {
    .level = 3,
    .file_pages = {0, 4, 4},
    .file_frame = {0, 0x20, 0x30},
    .first_free = 0x40,
    .area = {[TEXT] = {0x10, 0x12, PERM_R | PERM_X, 0, PROG, 0},
             [CONSTANTS] = {0x12, 0x13, PERM_R, 0, PROG, 2},
             [DATA] = {0x13, 0x14, RW, 0, PROG, 3},
             [HEAP] = {0x18, 0x1c, RW, 0, NO_FILE, 0},
             [VIEW] = {0x31, 0x35, RW, 1, NOTES, 1},
             [ROOM] = {0x40, 0x44, PERM_R, 0, NO_FILE, 0},
             [STACK] = {0xe0, 0xe2, RW, 0, NO_FILE, 0}},
    .nfaults = 1,
};

/* --- by hand ------------------------------------------------------------ */

struct one {
    const char *name;
    uint32_t va;
    enum access access;
    enum has has; /* the page's entry */
    enum word does;
    unsigned frame; /* then; NONE_NAMED */
    bool writable;
};
enum { NONE_NAMED = 256 };

/* clang-format off */
static const struct one ones[] = {
    {"nothing is at 0", 0x0, ACCESS_LOAD, HAS_NOTHING, WORD_NO_AREA,
     NONE_NAMED, false},
    {"an area's end is not in it", 0x1c000, ACCESS_STORE, HAS_NOTHING,
     WORD_NO_AREA, NONE_NAMED, false},
    {"its last byte is", 0x1bfff, ACCESS_STORE, HAS_NOTHING, WORD_ZEROS,
     0x40, true},
    {"code may not be written", 0x10000, ACCESS_STORE, HAS_NOTHING,
     WORD_FORBIDDEN, NONE_NAMED, false},
    {"nor where it is mapped; its entry stays", 0x11000, ACCESS_STORE,
     HAS_FILE, WORD_FORBIDDEN, 0x21, false},
    {"data may not be executed", 0x18000, ACCESS_FETCH, HAS_NOTHING,
     WORD_FORBIDDEN, NONE_NAMED, false},
    {"the first fetch maps the program's page", 0x11abc, ACCESS_FETCH,
     HAS_NOTHING, WORD_MAP, 0x21, false},
    {"a read of zeros maps the page of zeros", 0x18000, ACCESS_LOAD,
     HAS_NOTHING, WORD_ZEROS, 0x00, false},
    {"a write gets a frame", 0x18000, ACCESS_STORE, HAS_NOTHING, WORD_ZEROS,
     0x40, true},
    {"a write to the page of zeros copies it", 0x18000, ACCESS_STORE,
     HAS_ZERO, WORD_COPY, 0x40, true},
    {"a private read maps the file's page, read-only", 0x13000, ACCESS_LOAD,
     HAS_NOTHING, WORD_MAP, 0x23, false},
    {"a private write copies it at once", 0x13000, ACCESS_STORE, HAS_NOTHING,
     WORD_COPY, 0x40, true},
    {"or later", 0x13000, ACCESS_STORE, HAS_FILE, WORD_COPY, 0x40, true},
    {"a shared write is to the file's page", 0x32000, ACCESS_STORE,
     HAS_NOTHING, WORD_MAP, 0x32, true},
    {"a shared read maps it writable", 0x31000, ACCESS_LOAD, HAS_NOTHING,
     WORD_MAP, 0x31, true},
    {"a page behind the end of the file is SIGBUS", 0x34000, ACCESS_LOAD,
     HAS_NOTHING, WORD_SIGBUS, NONE_NAMED, false},
    {"a page that the child has too is copied", 0x18000, ACCESS_STORE,
     HAS_COMMON, WORD_COPY, 0x40, true},
    {"its last holder just gets it back", 0x18000, ACCESS_STORE, HAS_LAST,
     WORD_REUSE, 0x0a, true},
    {"what is on disk comes back", 0x18000, ACCESS_LOAD, HAS_SWAPPED,
     WORD_SWAP_IN, 0x40, true},
    {"the stack grows", 0xdd123, ACCESS_STORE, HAS_NOTHING, WORD_GROW, 0x40,
     true},
    {"for a read as well", 0xdf000, ACCESS_LOAD, HAS_NOTHING, WORD_GROW,
     0x00, false},
    {"but may not be executed, and is longer for all that", 0xdf000,
     ACCESS_FETCH, HAS_NOTHING, WORD_FORBIDDEN, NONE_NAMED, false},
    {"it has its pages when they are touched", 0xe0000, ACCESS_STORE,
     HAS_NOTHING, WORD_ZEROS, 0x40, true},
    {"where the entry allows it nothing is to be done", 0x18000, ACCESS_STORE,
     HAS_OWN, WORD_RETRY, 0x0a, true},
    {"a read of a common page does not copy", 0x18000, ACCESS_LOAD,
     HAS_COMMON, WORD_RETRY, 0x0a, false},
};
/* clang-format on */

static void put_page(struct decide *d, unsigned vpn, enum has has)
{
    const struct decide_area *a = d->area;
    struct decide_page *page = &d->page[d->npages++];

    while (vpn >= a->end)
        a++;
    page->vpn = (uint8_t)vpn;
    page->has = (uint8_t)has;
    page->frame =
        has == HAS_ZERO ? 0
        : has == HAS_FILE
            ? (uint8_t)(d->file_frame[a->file] + decide_file_page(a, vpn))
            : 0x0a;
}

static void solve(unsigned way, const struct decide *d, struct answers *out)
{
    if (way == 0)
        kind_vmadecide.solve(d, out);
    else
        kind_solve_again(&kind_vmadecide, d, out);
}

static void check_one(void **state)
{
    const struct one *one = *state;
    struct decide d = space;

    d.fault[0].va = one->va;
    d.fault[0].access = (uint8_t)one->access;
    if (one->has != HAS_NOTHING)
        put_page(&d, one->va >> DECIDE_PAGE_BITS, one->has);
    for (unsigned way = 0; way < 2; way++) {
        struct arena arena = {0};
        struct answers got = {.arena = &arena};
        solve(way, &d, &got);
        assert_int_equal(got.n, 3);
        assert_int_equal(got.at[0].word, one->does);
        if (one->frame == NONE_NAMED)
            assert_int_equal(got.at[1].word, WORD_NONE);
        else
            assert_int_equal(got.at[1].number.top, one->frame);
        assert_int_equal(got.at[2].word, one->writable ? WORD_YES : WORD_NO);
        arena_release(&arena);
    }
}

/* --- everything --------------------------------------------------------- */

/* Whether a page of the area can have such an entry. */
static bool can_be(const struct decide *d, const struct decide_area *a,
                   unsigned vpn, unsigned has)
{
    bool in_file = a->file != NO_FILE &&
                   decide_file_page(a, vpn) < d->file_pages[a->file];

    if (has == HAS_NOTHING)
        return true;
    if (has == HAS_FILE)
        return in_file && a->perms != 0;
    if (has == HAS_ZERO)
        return a->file == NO_FILE && a->perms != 0;
    return (a->perms & PERM_W) && !a->shared &&
           (in_file || a->file == NO_FILE);
}

static void both_say_the_same(const struct decide *d, bool *seen)
{
    struct arena arena = {0};
    struct answers engine = {.arena = &arena}, table = {.arena = &arena};

    kind_vmadecide.solve(d, &engine);
    kind_solve_again(&kind_vmadecide, d, &table);
    if (!answers_eq(&engine, &table))
        fail_msg("access %u to 0x%05x: the engine says %s, the table %s",
                 d->fault[0].access, d->fault[0].va,
                 word_rows[engine.at[0].word].says,
                 word_rows[table.at[0].word].says);
    seen[engine.at[0].word] = true;
    arena_release(&arena);
}

static void every_page(struct decide *d, bool *seen, unsigned *n)
{
    for (unsigned i = 0; i < DECIDE_AREAS; i++) {
        const struct decide_area *a = &d->area[i];
        for (unsigned vpn = a->first; vpn < a->end; vpn++)
            for (unsigned has = HAS_NOTHING; has <= HAS_SWAPPED; has++) {
                if (!can_be(d, a, vpn, has))
                    continue;
                d->npages = 0;
                if (has != HAS_NOTHING)
                    put_page(d, vpn, (enum has)has);
                d->fault[0].va = (uint32_t)vpn << DECIDE_PAGE_BITS;
                both_say_the_same(d, seen);
                ++*n;
            }
    }
    d->npages = 0;
    for (unsigned vpn = 0; vpn < DECIDE_SPACE; vpn++, ++*n) {
        d->fault[0].va = (uint32_t)vpn << DECIDE_PAGE_BITS;
        both_say_the_same(d, seen);
    }
}

/* The view and the room behind it with all permissions, shared and private,
 * every entry, every access. */
static void the_table_says_what_the_engine_does(void **state)
{
    static const uint8_t perms[] = {0, PERM_R, RW, PERM_R | PERM_X, RWX};
    bool seen[WORDS] = {false};
    unsigned n = 0, words = 0;

    (void)state;
    for (unsigned i = 0; i < sizeof perms; i++)
        for (unsigned shared = 0; shared < 2; shared++)
            for (unsigned access = 0; access < 3; access++) {
                struct decide d = space;
                d.area[VIEW].perms = d.area[ROOM].perms = perms[i];
                d.area[VIEW].shared = (uint8_t)shared;
                d.fault[0].access = (uint8_t)access;
                every_page(&d, seen, &n);
            }
    for (unsigned i = 0; i < WORDS; i++)
        words += seen[i];
    assert_int_equal(words, 10);
    assert_true(n > 9000);
}

/* --- two processes ------------------------------------------------------ */

/* "A>19": A stores to page 0x19; "B<19": B loads. */
struct story {
    const char *name;
    const char *accesses;
    enum word does[DECIDE_FAULTS];
    unsigned frame[DECIDE_FAULTS];
};

/* clang-format off */
static const struct story stories[] = {
    {"the first writer copies, the last holder does not", "A>18 B>18 A>18",
     {WORD_COPY, WORD_REUSE, WORD_NO_FAULT}, {0x40, 0x0a, 0x40}},
    {"whoever is first", "B>18 B>18 A>18",
     {WORD_COPY, WORD_NO_FAULT, WORD_REUSE}, {0x40, 0x40, 0x0a}},
    {"a stack grows for one of them", "B>de A>df B>df",
     {WORD_GROW, WORD_GROW, WORD_ZEROS}, {0x40, 0x41, 0x42}},
    {"what is new after fork is not common", "A>1a B>1a",
     {WORD_ZEROS, WORD_ZEROS}, {0x40, 0x41}},
    {"zeros that were read are copied by each", "A<1a A>1a B<1a B>1a",
     {WORD_ZEROS, WORD_COPY, WORD_ZEROS, WORD_COPY}, {0, 0x40, 0, 0x41}},
    {"shared pages stay shared", "A>31 B>31 B<32",
     {WORD_MAP, WORD_MAP, WORD_MAP}, {0x31, 0x31, 0x32}},
    {"the file keeps its page", "A<13 B>13 A>13",
     {WORD_MAP, WORD_COPY, WORD_COPY}, {0x23, 0x40, 0x41}},
};
/* clang-format on */

static unsigned digit(char c)
{
    return (unsigned)(c >= 'a' ? c - 'a' + 10 : c - '0');
}

static void check_story(void **state)
{
    const struct story *s = *state;
    struct decide d = space;

    d.level = 4;
    d.nfaults = 0;
    put_page(&d, 0x18, HAS_COMMON);
    for (const char *at = s->accesses; d.nfaults == 0 || at[-1] == ' ';
         at += 5) {
        struct decide_fault *f = &d.fault[d.nfaults++];
        f->who = at[0] == 'B';
        f->access = at[1] == '>' ? ACCESS_STORE : ACCESS_LOAD;
        f->va = (digit(at[2]) * 16 + digit(at[3])) << DECIDE_PAGE_BITS;
    }
    for (unsigned way = 0; way < 2; way++) {
        struct arena arena = {0};
        struct answers got = {.arena = &arena};
        solve(way, &d, &got);
        assert_int_equal(got.n, 2 * d.nfaults);
        for (unsigned i = 0; i < d.nfaults; i++) {
            assert_int_equal(got.at[2 * i].word, s->does[i]);
            assert_int_equal(got.at[2 * i + 1].number.top, s->frame[i]);
        }
        arena_release(&arena);
    }
}

/* --- marks -------------------------------------------------------------- */

/* Who takes a frame too many is right about the next frames, counted on. */
static void frames_follow_those_taken_before(void **state)
{
    struct arena arena = {0};
    struct answers given = {.arena = &arena}, want = {.arena = &arena};
    struct decide d = space;

    (void)state;
    d.nfaults = 2;
    put_page(&d, 0x18, HAS_LAST);
    d.fault[0] = (struct decide_fault){A, ACCESS_STORE, 0x18000};
    d.fault[1] = (struct decide_fault){A, ACCESS_STORE, 0x19000};
    answer_word(&given, WORD_COPY); /* and not reuse */
    answer_number(&given, 0x40);
    answer_yes(&given, true);
    answer_word(&given, WORD_ZEROS);
    answer_number(&given, 0x41);
    assert_true(kind_vmadecide.follow(&d, 4, &given, &want));
    assert_int_equal(want.at[0].number.top, 0x41);
    assert_false(kind_vmadecide.follow(&d, 1, &given, &want));
    assert_false(kind_vmadecide.follow(&d, 3, &given, &want));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_says_what_the_engine_does),
        cmocka_unit_test(frames_follow_those_taken_before),
    };

    return RUN_CASES(ones, check_one) + RUN_CASES(stories, check_story) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
