/* demand_test.c - memory that comes when it is touched, worked out by hand. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "problem/kind/anon_trace.h"
#include "problem/kind/demand_run.h"
#include "problem/kind/loadfile_run.h"
#include "problem/kind/stackgrow_run.h"

static uint64_t number(const struct answers *a, unsigned part)
{
    assert_true(part < a->n);
    assert_int_equal(a->at[part].kind, VALUE_NUMBER);
    return a->at[part].number.top;
}

/* --- DEMAND ------------------------------------------------------------- */

struct program {
    const char *name;
    struct demand d;
    unsigned faults, frames;
};

static const struct program programs[] = {
    {"pushes within a page",
     {.level = 1,
      .page_bits = 8,
      .va_bits = 16,
      .every = 1,
      .instructions = 20,
      .code = 0x1000,
      .sp = 0xc0f8},
     1,
     0},
    {"pushes over a border",
     {.level = 1,
      .page_bits = 8,
      .va_bits = 16,
      .every = 1,
      .instructions = 20,
      .code = 0x1000,
      .sp = 0xc008},
     2,
     0},
    {"a stack pointer at a border is not in the page above it",
     {.level = 1,
      .page_bits = 8,
      .va_bits = 16,
      .every = 1,
      .instructions = 32,
      .code = 0x1000,
      .sp = 0xc000},
     1,
     0},
    {"code counts too",
     {.level = 2,
      .page_bits = 8,
      .va_bits = 16,
      .every = 2,
      .instructions = 40,
      .code = 0x10fc,
      .sp = 0xc008},
     4,
     0},
    {"three regions, two tables and the root",
     {.level = 4,
      .page_bits = 12,
      .va_bits = 32,
      .every = 1,
      .instructions = 20,
      .code = 0x08048000,
      .sp = 0xbfffe800,
      .array = 0x0804a000,
      .bytes = 8192},
     4,
     7},
    {"code over a border of 4 MiB needs a table more",
     {.level = 4,
      .page_bits = 12,
      .va_bits = 32,
      .every = 1,
      .instructions = 20,
      .code = 0x083fffe0,
      .sp = 0xbfffe800,
      .array = 0x08402000,
      .bytes = 800},
     4,
     8},
};

static void check_program(void **state)
{
    const struct program *p = *state;
    struct arena arena = {0};
    struct answers ran = {.arena = &arena}, reckoned = {.arena = &arena};

    demand_run(&p->d, &ran);
    demand_reckon(&p->d, &reckoned);
    assert_true(answers_eq(&ran, &reckoned));
    assert_int_equal(number(&ran, 0), p->faults);
    if (p->frames > 0)
        assert_int_equal(number(&ran, 1), p->frames);
    arena_release(&arena);
}

/* Instructions at 0xfc, 0x100, ...; the second pushes to 0xc000, the fourth
 * to 0xbff8. */
static void faults_come_in_the_order_of_the_instructions(void **state)
{
    static const uint64_t want[] = {0x10fc, 0x1100, 0xc000, 0xbff8};
    const struct demand d = {.level = 3,
                             .page_bits = 8,
                             .va_bits = 16,
                             .every = 2,
                             .instructions = 20,
                             .code = 0x10fc,
                             .sp = 0xc008};
    struct arena arena = {0};
    struct answers a = {.arena = &arena};

    (void)state;
    demand_run(&d, &a);
    assert_int_equal(a.at[1].n, COUNT(want));
    assert_memory_equal(a.at[1].at, want, sizeof want);
    arena_release(&arena);
}

/* --- memory of zeros ---------------------------------------------------- */

struct memory {
    const char *name;
    const char *events; /* "m0-15 r0-7 w4-11 u8-15 f W0-3": capitals are the
                           child's */
    unsigned faults, frames, mapped, resident, zeros;
};

static const struct memory memories[] = {
    {"nothing comes with mmap", "m0-15", 0, 0, 16, 0, 0},
    {"reads fault and take no frame", "m0-15 r0-15", 16, 0, 16, 0, 16},
    {"sixteen reads, then sixteen writes: thirty-two faults",
     "m0-15 r0-15 w0-15", 32, 16, 16, 16, 0},
    {"a write first faults once", "m0-15 w0-15", 16, 16, 16, 16, 0},
    {"a second touch is free", "m0-15 w0-3 w0-3 r0-3", 4, 4, 16, 4, 0},
    {"some read, some written, some both", "m0-9 r0-5 w4-7", 10, 4, 10, 4, 4},
    {"munmap takes only what is there", "m0-9 w0-3 u2-9", 4, 2, 2, 2, 0},
    {"what two share is there once", "m0-9 w0-3 f", 4, 4, 10, 4, 0},
    {"the child's write takes a frame", "m0-9 w0-3 f W0-1", 6, 6, 10, 4, 0},
    {"then the parent's write takes none", "m0-9 w0-3 f W0-1 w0-1", 8, 6, 10,
     4, 0},
};

static struct anon_trace trace(const char *at)
{
    static const char letters[] = "mrwuf";
    struct anon_trace t = {.level = 4};

    while (*at != '\0') {
        unsigned who = *at == 'W' || *at == 'R', first = 0, last = 0;
        const char *what = strchr(letters, who ? *at + ('a' - 'A') : *at);
        sscanf(at + 1, "%u-%u", &first, &last);
        assert_non_null(what);
        anon_add(&t, (enum anon_what)(what - letters), who, first, last);
        at += strcspn(at, " ");
        at += strspn(at, " ");
    }
    return t;
}

static void check_counts(const struct anon_counts *c, const struct memory *m)
{
    assert_int_equal(c->faults, m->faults);
    assert_int_equal(c->frames, m->frames);
    assert_int_equal(c->mapped[0], m->mapped);
    assert_int_equal(c->resident[0], m->resident);
    assert_int_equal(c->zeros[0], m->zeros);
}

static void check_memory(void **state)
{
    const struct memory *m = *state;
    struct anon_trace t = trace(m->events);
    struct anon_counts after[ANON_EVENTS], by_hand;

    anon_run(&t, after);
    check_counts(&after[t.n - 1], m);
    assert_true(anon_reckon(&t, 0, &by_hand));
    check_counts(&by_hand, m);
}

/* --- STACKGROW ---------------------------------------------------------- */

/* The stack is pages 0x7fff00000 to 0x7fff00020; far below is a mapping. */
struct growth {
    const char *name;
    uint64_t low_end; /* of the mapping, a page */
    uint64_t va;
    enum word word;
    uint64_t start;
};

static const struct growth growths[] = {
    {"a page in use", 0x7ffe00000, 0x7fff0001f008, WORD_NO_FAULT,
     0x7fff00000000},
    {"a page of the stack not touched yet", 0x7ffe00000, 0x7fff00000008,
     WORD_FILLED, 0x7fff00000000},
    {"just below", 0x7ffe00000, 0x7ffefffffff8, WORD_GROWS, 0x7ffefffff000},
    {"seven MiB below its end", 0x7ffe00000, 0x7ffeff920000, WORD_GROWS,
     0x7ffeff920000},
    {"the last page of the eight", 0x7ffe00000, 0x7ffeff820000, WORD_GROWS,
     0x7ffeff820000},
    {"nine MiB below its end", 0x7ffe00000, 0x7ffeff720000, WORD_SIGSEGV,
     0x7fff00000000},
    {"256 pages above a mapping", 0x7ffeffe00, 0x7ffefff00000, WORD_GROWS,
     0x7ffefff00000},
    {"255 pages above a mapping", 0x7ffeffe00, 0x7ffeffeff000, WORD_SIGSEGV,
     0x7fff00000000},
    {"in the mapping itself", 0x7ffeffe00, 0x7ffeffdff000, WORD_FILLED,
     0x7fff00000000},
    {"above the stack", 0x7ffe00000, 0x7fff00021000, WORD_SIGSEGV,
     0x7fff00000000},
};

static void check_growth(void **state)
{
    const struct growth *g = *state;
    struct arena arena = {0};
    struct answers ran = {.arena = &arena}, decided = {.arena = &arena};
    struct stackgrow s = {.asked = 1,
                          .low_start = g->low_end - 4,
                          .low_end = g->low_end,
                          .start = 0x7fff00000,
                          .end = 0x7fff00020,
                          .va = {g->va}};

    stack_run(&s, &ran);
    stack_believing(&s, 0, &decided);
    assert_true(answers_eq(&ran, &decided));
    assert_int_equal(ran.at[0].word, g->word);
    assert_int_equal(number(&ran, 1), g->start);
    arena_release(&arena);
}

/* --- LOADFILE ----------------------------------------------------------- */

/* Two pages of text, two of data, one of bss. A has read page 0 and written
 * page 2. */
struct load {
    const char *name;
    const char *accesses; /* "Br0 Aw3" */
    enum word last;
    unsigned shared;
};

static const struct load loads[] = {
    {"text that another runs is there", "Br0", WORD_MINOR, 1},
    {"text that nobody ran comes from disk", "Br1", WORD_MAJOR, 0},
    {"a second touch is free", "Br1 Br1", WORD_NO_FAULT, 0},
    {"read by one, there for the other", "Br1 Ar1", WORD_MINOR, 1},
    {"the file's page is in memory where another wrote to its copy", "Br2",
     WORD_MINOR, 0},
    {"data written at once comes from disk and is copied", "Bw3", WORD_MAJOR,
     0},
    {"data read, then written: a fault more", "Br3 Bw3", WORD_MINOR, 0},
    {"data that both only read is shared", "Br3 Ar3", WORD_MINOR, 1},
    {"bss is not in the file", "Bw4", WORD_MINOR, 0},
    {"bss read, then written", "Br4 Bw4", WORD_MINOR, 0},
};

static struct loadfile program(const char *at)
{
    struct loadfile l = {.level = 4,
                         .pages = {2, 2, 1},
                         .before = {READS, NEVER, WRITES, NEVER, NEVER}};

    for (; *at != '\0'; at += 3 + (at[3] == ' ')) {
        l.who[l.n] = at[0] == 'B';
        l.write[l.n] = at[1] == 'w';
        l.page[l.n++] = (uint8_t)(at[2] - '0');
    }
    return l;
}

static void check_load(void **state)
{
    const struct load *row = *state;
    struct loadfile l = program(row->accesses);
    struct arena arena = {0};
    struct answers ran = {.arena = &arena}, by_hand = {.arena = &arena};

    load_run(&l, &ran);
    load_believing(&l, 0, &by_hand);
    assert_true(answers_eq(&ran, &by_hand));
    assert_int_equal(ran.at[l.n - 1].word, row->last);
    assert_int_equal(number(&ran, l.n), row->shared);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_come_in_the_order_of_the_instructions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           RUN_CASES(programs, check_program) +
           RUN_CASES(memories, check_memory) +
           RUN_CASES(growths, check_growth) + RUN_CASES(loads, check_load);
}
