#include "vm/replace.h"

#include <string.h>

#include "base/str.h"
#include "check.h"
#include "vm/reference.h"

/* --- what textbooks print ----------------------------------------------- */

#define BELADY "1 2 3 4 1 2 5 1 2 3 4 5"
#define SILBERSCHATZ "7 0 1 2 0 3 0 4 2 3 0 3 2 1 2 0 1 7 0 1"
#define STALLINGS "2 3 2 1 5 2 4 5 3 2 5 2"

static const struct known {
    const char *name, *policy;
    size_t frames;
    const char *refs;
    size_t faults;
} known[] = {
    {"Belady, FIFO, three frames", "fifo", 3, BELADY, 9},
    {"Belady, FIFO, a fourth frame costs a fault", "fifo", 4, BELADY, 10},
    {"Belady, LRU, three frames", "lru", 3, BELADY, 10},
    {"Belady, LRU, a fourth frame saves two", "lru", 4, BELADY, 8},
    {"Belady, OPT, three frames", "opt", 3, BELADY, 7},
    {"Belady, OPT, four frames", "opt", 4, BELADY, 6},
    {"Belady, OPT, five frames: each page once", "opt", 5, BELADY, 5},
    {"Belady, OPT, one frame never hits", "opt", 1, BELADY, 12},
    {"Belady, Clock does as FIFO, three frames", "clock", 3, BELADY, 9},
    {"Belady, Clock does as FIFO, four frames", "clock", 4, BELADY, 10},
    {"Silberschatz, FIFO", "fifo", 3, SILBERSCHATZ, 15},
    {"Silberschatz, OPT", "opt", 3, SILBERSCHATZ, 9},
    {"Silberschatz, LRU", "lru", 3, SILBERSCHATZ, 12},
    {"Stallings, OPT", "opt", 3, STALLINGS, 6},
    {"Stallings, LRU", "lru", 3, STALLINGS, 7},
    {"Stallings, FIFO", "fifo", 3, STALLINGS, 9},
    {"Stallings, Clock", "clock", 3, STALLINGS, 8},
    {"a loop one page too long, LRU never hits", "lru", 3, "1 2 3 4 1 2 3 4",
     8},
    {"a loop one page too long, MRU", "mru", 3, "1 2 3 4 1 2 3 4", 5},
    {"a loop one page too long, OPT", "opt", 3, "1 2 3 4 1 2 3 4", 5},
    {"nothing is referenced", "clock", 3, "", 0},
};

static void a_known_string_has_its_known_faults(void **state)
{
    const struct known *k = *state;
    struct string s = string_read(k->refs);

    assert_int_equal(faults_of(k->policy, k->frames, &s), k->faults);
}

/* Tanenbaum's four pages, in the order in which they were loaded. */
static const struct replace_frame four_pages[] = {
    {true, true, true, 3, 110, 285, REPLACE_NEVER},
    {true, true, false, 0, 126, 280, REPLACE_NEVER},
    {true, false, false, 2, 140, 270, REPLACE_NEVER},
    {true, false, true, 1, 230, 265, REPLACE_NEVER},
};

static const struct choice {
    const char *name, *policy;
    uint64_t page;
    size_t passed;
    uint64_t cleared;
} choices[] = {
    {"of four pages FIFO takes 3", "fifo", 3, 0, 0},
    {"of four pages LRU takes 1", "lru", 1, 0, 0},
    {"of four pages MRU takes 3", "mru", 3, 0, 0},
    {"of four pages, none used again, OPT takes the oldest", "opt", 3, 0, 0},
    {"of four pages Clock takes 2 and clears the bits of two", "clock", 2, 2,
     3},
    {"of four pages Enhanced takes 2 and clears none", "enhanced", 2, 2, 0},
};

static void a_policy_chooses(void **state)
{
    const struct choice *c = *state;
    struct replace r;
    struct replace_step step = {0};
    size_t frame;

    replace_init(&r, policy_of(c->policy), COUNT(four_pages), NULL, 0);
    memcpy(r.frame, four_pages, sizeof four_pages);
    frame = replace_victim(&r, &step);
    assert_int_equal(r.frame[frame].page, c->page);
    assert_int_equal(step.passed, c->passed);
    assert_int_equal(step.cleared, c->cleared);
}

/* The four classes of Enhanced, a row each: bits of three frames from the
 * hand on, the frame taken, what the hand does. */
static const struct class_case {
    const char *name;
    const char *bits; /* RD RD RD */
    size_t frame, passed;
    uint64_t cleared;
} class_cases[] = {
    {"(0,0) before (0,1), and nothing is cleared", "11 01 00", 2, 2, 0},
    {"(0,1) before (1,0), pages passed lose their bits", "11 10 01", 2, 5, 3},
    {"(0,1) at the hand: the second turn clears nothing", "01 10 11", 0, 3,
     0},
    {"(1,0) before (1,1), in the third turn", "11 10 11", 1, 7, 7},
    {"(1,1), in the fourth turn", "11 11 11", 0, 9, 7},
};

static void enhanced_takes_the_lowest_class(void **state)
{
    const struct class_case *c = *state;
    struct replace r;
    struct replace_step step = {0};

    replace_init(&r, policy_of("enhanced"), 3, NULL, 0);
    for (size_t i = 0; i < 3; i++) {
        r.frame[i].used = true;
        r.frame[i].referenced = c->bits[3 * i] == '1';
        r.frame[i].dirty = c->bits[3 * i + 1] == '1';
    }
    assert_int_equal(replace_victim(&r, &step), c->frame);
    assert_int_equal(r.hand, c->frame);
    assert_int_equal(step.passed, c->passed);
    assert_int_equal(step.cleared, c->cleared);
}

/* --- steps ------------------------------------------------------------- */

static void only_a_page_that_was_written_leaves_dirty(void **state)
{
    struct string s = string_read("1 2w 3 1 4 2");
    struct replace r;
    struct replace_step step;

    (void)state;
    replace_init(&r, policy_of("fifo"), 1, s.at, s.n);
    for (size_t i = 0; i < 5; i++)
        assert_true(replace_next(&r, &step) && !step.hit);
    assert_int_equal(step.victim.page, 1);
    assert_false(step.victim.dirty);

    replace_init(&r, policy_of("fifo"), 2, s.at, s.n);
    for (size_t i = 0; i < 4; i++)
        assert_true(replace_next(&r, &step));
    assert_int_equal(step.victim.page, 2);
    assert_true(step.victim.dirty);
    while (replace_next(&r, &step))
        ;
    assert_int_equal(step.ref.page, 2);
    assert_false(step.cold);
    assert_false(r.frame[step.frame].dirty);
}

static void a_tick_forgets_uses_but_not_writes(void **state)
{
    struct string s = string_read("1w 2");
    struct replace r;
    struct replace_step step;

    (void)state;
    replace_init(&r, policy_of("enhanced"), 2, s.at, s.n);
    while (replace_next(&r, &step))
        ;
    assert_true(r.frame[0].referenced && r.frame[1].referenced);
    replace_tick(&r);
    assert_false(r.frame[0].referenced || r.frame[1].referenced);
    assert_true(r.frame[0].dirty);
    assert_int_equal(replace_victim(&r, &step), 1);
}

static void an_unknown_policy_is_none(void **state)
{
    (void)state;
    assert_null(replace_find(SLICE("FIFO")));
    assert_null(replace_find(SLICE("fif")));
    assert_ptr_equal(replace_find(SLICE("fifo")), &replace_policies[0]);
}

static void the_last_frame_has_a_bit_in_the_mask(void **state)
{
    struct page_ref refs[REPLACE_FRAMES_MAX + 1] = {{0, false}};
    struct replace r;
    struct replace_step step = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(refs); i++)
        refs[i].page = UINT64_MAX - i;
    replace_init(&r, policy_of("clock"), REPLACE_FRAMES_MAX, refs,
                 COUNT(refs));
    while (replace_next(&r, &step))
        ;
    assert_int_equal(step.passed, REPLACE_FRAMES_MAX);
    assert_true(step.cleared == UINT64_MAX);
    assert_true(step.victim.page == UINT64_MAX);
    assert_int_equal(r.hand, 1);
}

/* --- the table of frames over time -------------------------------------- */

/* A column is six wide: '>' where the hand stands, the page, 'r' and 'd' for
 * its bits. */
static void draw_cell(struct str *out, const struct replace *r, size_t i)
{
    const struct replace_frame *f = &r->frame[i];

    str_putc(out, r->policy->turn != NULL && r->hand == i ? '>' : ' ');
    if (f->used)
        str_printf(out, "%2ju%c%c ", (uintmax_t)f->page,
                   f->referenced ? 'r' : '-', f->dirty ? 'd' : '-');
    else
        str_puts(out, " .   ");
}

static void draw_run(struct str *out, const struct replace_policy *policy,
                     size_t frames, const struct string *s)
{
    struct str row[REPLACE_FRAMES_MAX];
    struct str fault = STR_EMPTY, gone = STR_EMPTY;
    struct replace r;
    struct replace_step step;

    for (size_t i = 0; i < frames; i++)
        row[i] = STR_EMPTY;
    str_printf(out, "%s: %s\n        ", policy->title, policy->blurb);
    replace_init(&r, policy, frames, s->at, s->n);
    while (replace_next(&r, &step)) {
        str_printf(out, "%3ju%c  ", (uintmax_t)step.ref.page,
                   step.ref.write ? 'w' : ' ');
        for (size_t i = 0; i < frames; i++)
            draw_cell(&row[i], &r, i);
        str_puts(&fault, step.cold  ? "  *   "
                         : step.hit ? "      "
                                    : "  +   ");
        if (step.evicted)
            str_printf(&gone, "%3ju%c  ", (uintmax_t)step.victim.page,
                       step.victim.dirty ? '!' : ' ');
        else
            str_puts(&gone, "      ");
    }
    for (size_t i = 0; i < frames; i++) {
        str_printf(out, "\nframe %zu %s", i, row[i].at);
        str_release(&row[i]);
    }
    str_printf(out, "\nfault   %s\nevicted %s\n\n", fault.at, gone.at);
    str_release(&fault);
    str_release(&gone);
}

/* Lines end where their text ends. */
static void trim_lines(struct str *text)
{
    size_t to = 0;

    for (size_t i = 0; i < text->len; i++) {
        if (text->at[i] == '\n')
            while (to > 0 && text->at[to - 1] == ' ')
                to--;
        text->at[to++] = text->at[i];
    }
    str_truncate(text, to);
}

static void a_step_says_enough_to_draw_the_table(void **state)
{
    struct string s = string_read("1w 2 3 1 4 2w 5 1 2 3w 4 5");
    struct str out = STR_EMPTY;

    (void)state;
    for (size_t p = 0; p < nreplace_policies; p++)
        draw_run(&out, &replace_policies[p], 3, &s);
    trim_lines(&out);
    assert_golden("replace.txt", out.at);
    str_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_a_page_that_was_written_leaves_dirty),
        cmocka_unit_test(a_tick_forgets_uses_but_not_writes),
        cmocka_unit_test(an_unknown_policy_is_none),
        cmocka_unit_test(the_last_frame_has_a_bit_in_the_mask),
        cmocka_unit_test(a_step_says_enough_to_draw_the_table),
    };

    return RUN_CASES(known, a_known_string_has_its_known_faults) +
           RUN_CASES(choices, a_policy_chooses) +
           RUN_CASES(class_cases, enhanced_takes_the_lowest_class) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
