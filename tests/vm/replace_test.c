#include "vm/replace.h"

#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "base/str.h"
#include "check.h"

enum { REFS_MAX = 64 };

/* A reference string; "3w" is a write to page 3. */
struct string {
    struct page_ref at[REFS_MAX];
    size_t n;
};

static struct string read_string(const char *text)
{
    struct string s = {0};
    unsigned page;
    int length;

    for (; sscanf(text, "%u%n", &page, &length) == 1; s.n++) {
        assert_true(s.n < REFS_MAX);
        s.at[s.n].page = page;
        text += length;
        s.at[s.n].write = *text == 'w';
        text += *text == 'w';
    }
    return s;
}

static const struct replace_policy *policy_of(const char *name)
{
    const struct replace_policy *p = replace_find(slice_from(name));

    if (p == NULL)
        fail_msg("no policy %s", name);
    return p;
}

static size_t faults_of(const char *policy, size_t frames,
                        const struct string *s)
{
    return replace_faults(policy_of(policy), frames, s->at, s->n);
}

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
    struct string s = read_string(k->refs);

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

/* --- the same policies, written another way ----------------------------- */

/* Memory as a queue: the head goes first. Frames have no numbers here, and
 * no time is kept. */
struct queue {
    struct queued {
        uint64_t page;
        bool referenced, dirty;
    } at[REPLACE_FRAMES_MAX];
    size_t n;
};

static struct queued queue_take(struct queue *q, size_t i)
{
    struct queued taken = q->at[i];

    memmove(&q->at[i], &q->at[i + 1], (--q->n - i) * sizeof q->at[i]);
    return taken;
}

static void queue_add(struct queue *q, struct queued page)
{
    q->at[q->n++] = page;
}

static size_t queue_find(const struct queue *q, uint64_t page)
{
    for (size_t i = 0; i < q->n; i++)
        if (q->at[i].page == page)
            return i;
    return q->n;
}

/* Each policy says where in the queue its victim is and may rearrange the
 * queue; lru and mru also move a page that is hit. */
static size_t model_head(struct queue *q, const struct page_ref *rest,
                         size_t n)
{
    (void)q, (void)rest, (void)n;
    return 0;
}

static size_t model_tail(struct queue *q, const struct page_ref *rest,
                         size_t n)
{
    (void)rest, (void)n;
    return q->n - 1;
}

/* Strikes out pages as they come in the future until one is left. */
static size_t model_opt(struct queue *q, const struct page_ref *rest,
                        size_t n)
{
    bool struck[REPLACE_FRAMES_MAX] = {false};
    size_t left = q->n, last = 0;

    for (size_t t = 0; t < n && left > 1; t++) {
        size_t i = queue_find(q, rest[t].page);

        if (i < q->n && !struck[i]) {
            struck[i] = true;
            left--;
        }
    }
    while (struck[last])
        last++;
    return last;
}

/* Second chance as a queue: a page that was referenced goes to the tail as if
 * it had just come. */
static size_t model_clock(struct queue *q, const struct page_ref *rest,
                          size_t n)
{
    (void)rest, (void)n;
    while (q->at[0].referenced) {
        struct queued spared = queue_take(q, 0);

        spared.referenced = false;
        queue_add(q, spared);
    }
    return 0;
}

/* By class alone, without turns: the first of the lowest class, then what
 * the search leaves of the reference bits. Pages before the victim have been
 * passed and go to the tail. */
static size_t model_enhanced(struct queue *q, const struct page_ref *rest,
                             size_t n)
{
    int lowest = 4;
    size_t victim = 0;

    (void)rest, (void)n;
    for (size_t i = 0; i < q->n; i++) {
        int class = 2 * q->at[i].referenced + q->at[i].dirty;

        if (class < lowest) {
            lowest = class;
            victim = i;
        }
    }
    for (size_t i = 0; i < q->n; i++)
        if (lowest >= 2 || (lowest == 1 && i < victim))
            q->at[i].referenced = false;
    for (; victim > 0; victim--)
        queue_add(q, queue_take(q, 0));
    return 0;
}

static const struct model {
    const char *name;
    size_t (*victim)(struct queue *q, const struct page_ref *rest, size_t n);
    bool moves_on_hit, loads_unreferenced;
} models[] = {
    {"fifo", model_head, false, false},
    {"opt", model_opt, false, false},
    {"lru", model_head, true, false},
    {"mru", model_tail, true, false},
    {"clock", model_clock, false, false},
    {"clock-0", model_clock, false, true},
    {"enhanced", model_enhanced, false, false},
};

struct outcome {
    bool hit, evicted, dirty;
    uint64_t victim;
};

static struct outcome model_step(struct queue *q, const struct model *m,
                                 size_t frames, const struct string *s,
                                 size_t t)
{
    struct page_ref ref = s->at[t];
    struct queued page = {ref.page, !m->loads_unreferenced, ref.write};
    struct outcome o = {.hit = false};
    size_t i = queue_find(q, ref.page);

    if (i < q->n) {
        o.hit = true;
        q->at[i].referenced = true;
        q->at[i].dirty |= ref.write;
        if (m->moves_on_hit)
            queue_add(q, queue_take(q, i));
        return o;
    }
    if (q->n == frames) {
        struct queued gone = queue_take(q, m->victim(q, s->at + t, s->n - t));

        o.evicted = true;
        o.victim = gone.page;
        o.dirty = gone.dirty;
    }
    queue_add(q, page);
    return o;
}

static void expect_same_memory(const struct queue *q, const struct replace *r)
{
    size_t used = 0;

    for (size_t i = 0; i < r->nframes; i++) {
        const struct replace_frame *f = &r->frame[i];
        size_t at;

        if (!f->used)
            continue;
        used++;
        at = queue_find(q, f->page);
        assert_true(at < q->n);
        assert_int_equal(f->referenced, q->at[at].referenced);
        assert_int_equal(f->dirty, q->at[at].dirty);
    }
    assert_int_equal(used, q->n);
}

/* Drawn with runs of nearby pages, so that hits and misses both happen. */
static struct string random_string(struct rng *rng, size_t most,
                                   uint64_t pages)
{
    struct string s = {.n = rng_below(rng, most + 1)};

    for (size_t i = 0; i < s.n; i++) {
        bool again = i > 0 && rng_below(rng, 4) == 0;

        s.at[i].page =
            again ? s.at[rng_below(rng, i)].page : rng_below(rng, pages);
        s.at[i].write = rng_below(rng, 3) == 0;
    }
    return s;
}

static void expect_as_model(const struct model *m, size_t frames,
                            const struct string *s)
{
    struct queue q = {.n = 0};
    struct replace r;
    struct replace_step step;

    replace_init(&r, policy_of(m->name), frames, s->at, s->n);
    for (size_t t = 0; t < s->n; t++) {
        struct outcome o = model_step(&q, m, frames, s, t);
        size_t hand = r.hand;

        assert_true(replace_next(&r, &step));
        assert_int_equal(step.hand_from, hand);
        if (step.evicted && r.policy->turn != NULL)
            assert_int_equal((hand + step.passed) % frames, step.frame);
        if (o.hit != step.hit || o.evicted != step.evicted ||
            o.victim != step.victim.page || o.dirty != step.victim.dirty)
            fail_msg("%s, %zu frames, at %zu of %zu: hit %d %d, victim "
                     "%ju %ju, dirty %d %d",
                     m->name, frames, t, s->n, o.hit, step.hit,
                     (uintmax_t)o.victim, (uintmax_t)step.victim.page,
                     o.dirty, step.victim.dirty);
        expect_same_memory(&q, &r);
    }
    assert_false(replace_next(&r, &step));
}

static void every_policy_does_as_its_queue(void **state)
{
    struct rng rng = rng_new(1);

    (void)state;
    assert_int_equal(COUNT(models), nreplace_policies);
    for (int i = often(4000); i > 0; i--) {
        size_t frames = 1 + rng_below(&rng, 8);
        struct string s =
            random_string(&rng, REFS_MAX, 1 + rng_below(&rng, 14));

        for (size_t m = 0; m < COUNT(models); m++)
            expect_as_model(&models[m], frames, &s);
    }
}

/* --- what is true of every string --------------------------------------- */

/* The fewest faults that any choice of victims gives: all are tried.
 * `memory` is a mask of the pages present. */
static size_t fewest(const struct string *s, size_t t, unsigned memory,
                     size_t frames)
{
    size_t best = SIZE_MAX;

    while (t < s->n && memory >> s->at[t].page & 1)
        t++;
    if (t == s->n)
        return 0;
    if ((size_t)__builtin_popcount(memory) < frames)
        return 1 + fewest(s, t + 1, memory | 1u << s->at[t].page, frames);
    for (unsigned page = 0; page < 32; page++)
        if (memory >> page & 1) {
            unsigned without = memory & ~(1u << page);
            size_t faults =
                1 + fewest(s, t + 1, without | 1u << s->at[t].page, frames);

            if (faults < best)
                best = faults;
        }
    return best;
}

static void no_choice_of_victims_beats_opt(void **state)
{
    struct rng rng = rng_new(2);

    (void)state;
    for (int i = often(1500); i > 0; i--) {
        size_t frames = 1 + rng_below(&rng, 3);
        struct string s = random_string(&rng, 13, 6);

        assert_int_equal(faults_of("opt", frames, &s),
                         fewest(&s, 0, 0, frames));
    }
}

/* How many different pages were used since the last use of the page that
 * comes at t, that page too; SIZE_MAX at its first use. */
static size_t stack_distance(const struct string *s, size_t t)
{
    uint64_t seen = 0;

    for (size_t i = t; i-- > 0;) {
        seen |= UINT64_C(1) << s->at[i].page;
        if (s->at[i].page == s->at[t].page)
            return (size_t)__builtin_popcountll(seen);
    }
    return SIZE_MAX;
}

static void lru_hits_exactly_within_the_stack_distance(void **state)
{
    struct rng rng = rng_new(3);

    (void)state;
    for (int i = often(2000); i > 0; i--) {
        size_t frames = 1 + rng_below(&rng, 8);
        struct string s = random_string(&rng, REFS_MAX, 12);
        struct replace r;
        struct replace_step step;

        replace_init(&r, policy_of("lru"), frames, s.at, s.n);
        while (replace_next(&r, &step))
            assert_int_equal(step.hit, stack_distance(&s, step.at) <= frames);
    }
}

static bool holds(const struct replace *r, uint64_t page)
{
    for (size_t i = 0; i < r->nframes; i++)
        if (r->frame[i].used && r->frame[i].page == page)
            return true;
    return false;
}

/* Runs with n and n + 1 frames side by side: does the larger memory hold all
 * that the smaller one holds, at each of the first `steps`? */
static bool included(const char *policy, size_t frames,
                     const struct string *s, size_t steps)
{
    struct replace small, large;
    struct replace_step step;

    replace_init(&small, policy_of(policy), frames, s->at, s->n);
    replace_init(&large, policy_of(policy), frames + 1, s->at, s->n);
    while (steps-- > 0) {
        assert_true(replace_next(&small, &step));
        assert_true(replace_next(&large, &step));
        for (size_t i = 0; i < frames; i++)
            if (small.frame[i].used && !holds(&large, small.frame[i].page))
                return false;
    }
    return true;
}

static void lru_and_mru_are_stack_algorithms(void **state)
{
    struct rng rng = rng_new(4);

    (void)state;
    for (int i = often(1000); i > 0; i--) {
        struct string s = random_string(&rng, REFS_MAX, 10);

        for (size_t frames = 1; frames < 9; frames++) {
            assert_true(included("lru", frames, &s, s.n));
            assert_true(included("mru", frames, &s, s.n));
        }
    }
}

/* As long as there are no ties: behind the string every page comes once
 * more, so that each has a next use. */
static void opt_is_a_stack_algorithm(void **state)
{
    struct rng rng = rng_new(5);

    (void)state;
    for (int i = often(1000); i > 0; i--) {
        struct string s = random_string(&rng, REFS_MAX - 10, 10);
        size_t steps = s.n;

        for (uint64_t page = 0; page < 10; page++)
            s.at[s.n++].page = page;
        for (size_t frames = 1; frames < 9; frames++)
            assert_true(included("opt", frames, &s, steps));
    }
}

static void a_frame_more_never_costs_opt_or_lru_a_fault(void **state)
{
    struct rng rng = rng_new(7);

    (void)state;
    for (int i = often(1000); i > 0; i--) {
        struct string s = random_string(&rng, REFS_MAX, 12);

        for (size_t n = 1; n < 12; n++) {
            assert_true(faults_of("opt", n + 1, &s) <=
                        faults_of("opt", n, &s));
            assert_true(faults_of("lru", n + 1, &s) <=
                        faults_of("lru", n, &s));
        }
    }
}

static void fifo_is_no_stack_algorithm(void **state)
{
    struct string s = read_string(BELADY);

    (void)state;
    assert_false(included("fifo", 3, &s, s.n));
    assert_false(included("clock", 3, &s, s.n));
}

static void with_a_frame_for_each_page_only_first_uses_fault(void **state)
{
    struct rng rng = rng_new(6);

    (void)state;
    for (int i = often(300); i > 0; i--) {
        struct string s = random_string(&rng, REFS_MAX, 40);

        for (size_t p = 0; p < nreplace_policies; p++) {
            struct replace r;
            struct replace_step step;

            replace_init(&r, &replace_policies[p], REPLACE_FRAMES_MAX, s.at,
                         s.n);
            while (replace_next(&r, &step)) {
                assert_int_equal(step.cold, !step.hit);
                assert_int_equal(step.cold,
                                 stack_distance(&s, step.at) == SIZE_MAX);
            }
        }
    }
}

/* --- the rest ----------------------------------------------------------- */

static void only_a_page_that_was_written_leaves_dirty(void **state)
{
    struct string s = read_string("1 2w 3 1 4 2");
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
    struct string s = read_string("1w 2");
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
    struct string s = read_string("1w 2 3 1 4 2w 5 1 2 3w 4 5");
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
        cmocka_unit_test(every_policy_does_as_its_queue),
        cmocka_unit_test(no_choice_of_victims_beats_opt),
        cmocka_unit_test(lru_hits_exactly_within_the_stack_distance),
        cmocka_unit_test(lru_and_mru_are_stack_algorithms),
        cmocka_unit_test(opt_is_a_stack_algorithm),
        cmocka_unit_test(a_frame_more_never_costs_opt_or_lru_a_fault),
        cmocka_unit_test(fifo_is_no_stack_algorithm),
        cmocka_unit_test(with_a_frame_for_each_page_only_first_uses_fault),
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
