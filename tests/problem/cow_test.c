/* cow_test.c - forks and writes worked out by hand. */
#include <string.h>

#include "check.h"
#include "problem/kind/cow_entries.h"
#include "problem/kind/cowview_run.h"

/* "P>C Cw0 Pr1 C.": P forks C, C writes page 0, P reads page 1, C exits. */
struct story {
    const char *name;
    const char *events;
    uint8_t pages, shared; /* bits: pages that are mapped shared */
    struct cow_counts counts;
};

static uint8_t process(char name)
{
    return name == 'P' ? 0 : name == 'C' ? 1 : 2;
}

static struct cow_event event(const char *text)
{
    uint8_t who = process(text[0]);

    switch (text[1]) {
    case '>':
        return (struct cow_event){COW_FORK, who, process(text[2])};
    case '.':
        return (struct cow_event){COW_EXIT, who, 0};
    default:
        return (struct cow_event){text[1] == 'w' ? COW_WRITE : COW_READ, who,
                                  (uint8_t)(text[2] - '0')};
    }
}

static struct cow_trace trace(const struct story *s)
{
    struct cow_trace t = {.level = 4, .pages = s->pages, .shared = s->shared};
    const char *at = s->events;

    while (*at != '\0') {
        t.at[t.n++] = event(at);
        at += strcspn(at, " ");
        at += strspn(at, " ");
    }
    return t;
}

static void check_counts(struct cow_counts got, const struct cow_counts *want)
{
    assert_int_equal(got.frames, want->frames);
    assert_int_equal(got.copies, want->copies);
    for (unsigned q = 0; q < COW_PROCESSES; q++)
        assert_int_equal(got.faults[q], want->faults[q]);
}

/* clang-format off */
static const struct story stories[] = {
    {"a fork takes no frame", "P>C", 4, 0, {4, 0, {0}}},
    {"reads take none either", "P>C Cr0 Pr1 Cr1", 4, 0, {4, 0, {0}}},
    {"the first to write gets a copy", "P>C Cw1", 4, 0, {5, 1, {0, 1}}},
    {"the parent copies as the child does", "P>C Pw1", 4, 0, {5, 1, {1}}},
    {"a second write finds the copy", "P>C Cw1 Cw1 Cw1", 4, 0,
     {5, 1, {0, 1}}},
    {"who did not write keeps the page, and faults once to get it back",
     "P>C Cw0 Pw0 Pw0", 1, 0, {2, 1, {1, 1}}},
    {"four writes by the child, then by the parent: eight faults, four copies",
     "P>C Cw0 Cw1 Cw2 Cw3 Pw0 Pw1 Pw2 Pw3", 4, 0, {8, 4, {4, 4}}},
    {"after the child is gone a write still faults, without a copy",
     "P>C C. Pw0 Pw1", 2, 0, {2, 0, {2}}},
    {"an exit frees the copy", "P>C Cw0 Cw1 C.", 2, 0, {2, 2, {0, 2}}},
    {"three who share: two copies and one reuse",
     "P>C P>D Cw0 Dw0 Pw0", 1, 0, {3, 2, {1, 1, 1}}},
    {"a fork makes a page read-only again", "P>C Pw0 P>D Pw0", 1, 0,
     {3, 2, {2}}},
    {"a grandchild shares with both", "P>C C>D Dw0 Cw0", 2, 0,
     {4, 2, {0, 1, 1}}},
    {"shared pages never fault", "P>C Cw0 Pw0 Pw1", 2, 1, {3, 1, {1}}},
};
/* clang-format on */

static void check_story(void **state)
{
    const struct story *s = *state;
    struct cow_trace t = trace(s);

    check_counts(cow_trace_run(&t, NULL), &s->counts);
    check_counts(cow_trace_count(&t, 0), &s->counts);
}

struct belief {
    const char *name;
    unsigned belief;
    const char *events;
    uint8_t shared;
    struct cow_counts counts;
};

/* clang-format off */
static const struct belief beliefs[] = {
    {"fork copies all: two pages for two, no fault later",
     COW_FORK_COPIES, "P>C Cw0 Pw1", 0, {4, 2, {0}}},
    {"reads copy", COW_READ_COPIES, "P>C Cr0 Cw0 Pr1", 0, {4, 2, {1, 1}}},
    {"each write copies", COW_EVERY_WRITE, "P>C Cw0 Cw0 Cw0", 0,
     {5, 3, {0, 3}}},
    {"each fault copies", COW_EVERY_FAULT, "P>C Cw0 Pw0", 0,
     {4, 2, {1, 1}}},
    {"the last holder need not fault", COW_LAST_FREE, "P>C Cw0 Pw0", 0,
     {3, 1, {0, 1}}},
    {"the parent never copies", COW_CHILD_ONLY, "P>C Pw0 Cw1", 0,
     {3, 1, {0, 1}}},
    {"shared pages are copied too", COW_SHARED_TOO, "P>C Cw0", 1,
     {3, 1, {0, 1}}},
    {"who exits keeps its copy", COW_EXIT_KEEPS, "P>C Cw0 C.", 0,
     {3, 1, {0, 1}}},
};
/* clang-format on */

static void check_belief(void **state)
{
    const struct belief *b = *state;
    struct cow_trace t = trace(&(struct story){
        .events = b->events, .pages = 2, .shared = b->shared});

    check_counts(cow_trace_count(&t, b->belief), &b->counts);
}

/* P forks C, C writes, P writes. */
static const struct cow_entries both_write = {.level = 2,
                                              .processes = 2,
                                              .n = 2,
                                              .who = {1, 0},
                                              .write = {1, 1},
                                              .page = 0x40,
                                              .ppn = 0x10,
                                              .code_ppn = 0x11,
                                              .free = {0x20, 0x21, 0x22}};

static void the_writer_moves_and_the_other_stays(void **state)
{
    static const uint64_t want[] = {0, 0x10, 0, 0x10, 0, 0x10,
                                    1, 0x20, 1, 0x10, 1, 0x20};
    struct arena arena = {0};
    struct answers a = {.arena = &arena}, again = {.arena = &arena};

    (void)state;
    entries_run(&both_write, &a);
    entries_believing(&both_write, 0, &again);
    assert_int_equal(a.n, COUNT(want));
    assert_true(answers_eq(&a, &again));
    for (unsigned i = 0; i < a.n; i++)
        assert_int_equal(a.at[i].number.top, want[i]);
    arena_release(&arena);
}

/* Who gave the child a page of its own at the fork is marked by that. */
static void a_row_follows_from_the_row_that_was_given(void **state)
{
    static const uint64_t given[] = {0, 0x10, 0, 0x20};
    static const uint64_t want[] = {0, 0x10, 1, 0x20};
    struct arena arena = {0};
    struct answers a = {.arena = &arena}, out;

    (void)state;
    for (unsigned i = 0; i < COUNT(given); i++)
        answer_number(&a, given[i]);
    for (unsigned i = 0; i < COUNT(want); i++) {
        out = (struct answers){.arena = &arena};
        assert_true(entries_follow(&both_write, 4 + i, &a, &out));
        assert_int_equal(out.at[0].number.top, want[i]);
    }
    assert_false(entries_follow(&both_write, 0, &a, &out));
    assert_false(entries_follow(&both_write, 8, &a, &out));
    arena_release(&arena);
}

/* g = 3 and *s = 5; the child adds 2 to g and doubles *s, the parent adds 1
 * to both. */
static struct view two_variables(int level)
{
    return (struct view){
        .level = (uint8_t)level,
        .first = {[G] = 3, [S] = 5},
        .change = {[CHILD] = {[G] = {'+', 2}, [S] = {'*', 2}},
                   [PARENT] = {[G] = {'+', 1}, [S] = {'+', 1}}}};
}

static void a_private_write_is_not_seen_a_shared_one_is(void **state)
{
    static const uint64_t want[] = {5, 10, 4, 11};
    struct view v = two_variables(2);
    struct arena arena = {0};
    struct answers ran = {.arena = &arena}, by_hand = {.arena = &arena};

    (void)state;
    view_solve(&v, &ran);
    view_believing(&v, 0, &by_hand);
    assert_true(answers_eq(&ran, &by_hand));
    assert_int_equal(ran.n, COUNT(want));
    for (unsigned i = 0; i < ran.n; i++)
        assert_int_equal(ran.at[i].number.top, want[i]);
    arena_release(&arena);
}

/* 5 * 2 = 10, then 11; 5 + 1 = 6, then 12. */
static void without_a_wait_every_order_counts(void **state)
{
    static const uint64_t child[] = {10, 11, 12}, parent[] = {6, 11, 12};
    struct view v = two_variables(4);
    struct arena arena = {0};
    struct answers a = {.arena = &arena};

    (void)state;
    view_solve(&v, &a);
    assert_int_equal(a.at[1].n, COUNT(child));
    assert_memory_equal(a.at[1].at, child, sizeof child);
    assert_int_equal(a.at[3].n, COUNT(parent));
    assert_memory_equal(a.at[3].at, parent, sizeof parent);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_private_write_is_not_seen_a_shared_one_is),
        cmocka_unit_test(without_a_wait_every_order_counts),
        cmocka_unit_test(the_writer_moves_and_the_other_stays),
        cmocka_unit_test(a_row_follows_from_the_row_that_was_given),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           RUN_CASES(stories, check_story) + RUN_CASES(beliefs, check_belief);
}
