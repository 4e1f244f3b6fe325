#include "vm/workset.h"

#include "base/rng.h"
#include "base/str.h"
#include "check.h"
#include "vm/reference.h"

enum { PAGES = 16 };

static const struct workset_rule *rule_of(const char *name)
{
    const struct workset_rule *rule = workset_find(slice_from(name));

    if (rule == NULL)
        fail_msg("no rule %s", name);
    return rule;
}

/* "1 2 5": the pages in memory after a step. */
static void put_pages(struct str *out, const struct string *s, size_t from,
                      size_t to)
{
    uint64_t pages[REFS_MAX];
    size_t n = workset_pages(s->at, from, to, pages);

    for (size_t i = 0; i < n; i++)
        str_printf(out, "%s%ju", i > 0 ? " " : "", (uintmax_t)pages[i]);
}

/* --- what textbooks print ----------------------------------------------- */

#define SILBERSCHATZ                           \
    "2 6 1 5 7 7 7 7 5 1 6 2 3 4 1 2 3 4 4 4 " \
    "3 4 3 4 4 4 1 3 2 3 4 4 4 3 4 4 4"

/* Memory after the reference at time `at`, from a run to its end. */
static const struct known {
    const char *name, *rule;
    size_t limit;
    const char *refs;
    size_t at;
    const char *pages;
    size_t faults; /* up to then, that one included */
} known[] = {
    {"Silberschatz, the first window of 10", "ws", 10, SILBERSCHATZ, 9,
     "1 2 5 6 7", 5},
    {"Silberschatz, the second", "ws", 10, SILBERSCHATZ, 25, "3 4", 8},
    {"a window not yet full", "ws", 4, "3 1 3 2 5", 1, "1 3", 2},
    {"a window just full", "ws", 4, "3 1 3 2 5", 3, "1 2 3", 3},
    {"the window counts references, not pages", "ws", 4, "1 2 3 3 3 3 1", 5,
     "3", 3},
    {"used as many references ago as the window is long: a hit", "ws", 3,
     "1 2 3 1 4", 3, "1 2 3", 3},
    {"used one reference more ago: a fault", "ws", 3, "1 2 3 4 1", 4, "1 3 4",
     5},
    {"a window of one holds one page", "ws", 1, "1 1 2 1", 3, "1", 3},
    {"PFF, faults in a row only add", "pff", 2, "1 2 3 4", 3, "1 2 3 4", 4},
    {"PFF, nothing goes at a hit", "pff", 2, "1 2 3 3 3 3 3", 6, "1 2 3", 3},
    {"PFF, on the threshold nothing goes", "pff", 2, "1 2 3 3 4", 4,
     "1 2 3 4", 4},
    {"PFF, beyond it what was not used goes", "pff", 2, "1 2 3 3 3 4", 5,
     "3 4", 4},
    {"PFF, what was used since the last fault stays", "pff", 2,
     "1 2 3 1 3 1 4", 6, "1 3 4", 4},
    {"PFF, the page of the last fault stays unused", "pff", 2,
     "1 2 3 1 1 1 4", 6, "1 3 4", 4},
};

static void memory_holds_known_pages(void **state)
{
    const struct known *k = *state;
    struct string s = string_read(k->refs);
    struct str pages = STR_EMPTY;
    struct workset w;
    struct workset_step step;
    size_t faults = 0;

    workset_init(&w, rule_of(k->rule), k->limit, s.at, s.n);
    do {
        assert_true(workset_next(&w, &step));
        faults += step.fault;
    } while (step.at < k->at);
    put_pages(&pages, &s, step.since, step.at + 1);
    assert_string_equal(pages.at, k->pages);
    assert_int_equal(faults, k->faults);
    str_release(&pages);
}

/* --- the same, written another way ---------------------------------------
 */

static struct string local_string(struct rng *rng)
{
    struct string s = {.n = rng_below(rng, REFS_MAX + 1)};
    uint64_t home = 0, spread = 1 + rng_below(rng, 6);

    for (size_t i = 0; i < s.n; i++) {
        if (rng_below(rng, 12) == 0)
            home = rng_below(rng, PAGES);
        s.at[i].page = (home + rng_below(rng, spread)) % PAGES;
    }
    return s;
}

/* Memory as times of last use and marks of the operating system. */
struct model {
    bool present[PAGES], used[PAGES]; /* used: since the last fault */
    size_t last_use[PAGES];           /* from 1; 0 is never */
    size_t last_fault;                /* from 1; 0 is none */
};

/* By the age of each page's last use. */
static void model_ws(struct model *m, size_t now, bool fault, size_t limit)
{
    (void)fault;
    for (size_t p = 0; p < PAGES; p++)
        m->present[p] = m->last_use[p] > 0 && now - m->last_use[p] < limit;
}

/* By reference bits that are cleared at each fault. */
static void model_pff(struct model *m, size_t now, bool fault, size_t limit)
{
    if (!fault)
        return;
    for (size_t p = 0; p < PAGES; p++) {
        if (m->last_fault > 0 && now - m->last_fault > limit && !m->used[p])
            m->present[p] = false;
        m->used[p] = false;
    }
    m->last_fault = now;
}

static const struct {
    const char *name;
    void (*forget)(struct model *m, size_t now, bool fault, size_t limit);
} models[] = {{"ws", model_ws}, {"pff", model_pff}};

static bool model_step(struct model *m, size_t i, uint64_t page, size_t now,
                       size_t limit)
{
    bool fault = !m->present[page];

    m->last_use[page] = now;
    m->used[page] = true;
    models[i].forget(m, now, fault, limit);
    m->present[page] = true;
    m->used[page] = true;
    return fault;
}

static void expect_as_model(size_t i, size_t limit, const struct string *s)
{
    struct model m = {.last_fault = 0};
    struct workset w;
    struct workset_step step;
    size_t size_before = 0;

    workset_init(&w, rule_of(models[i].name), limit, s->at, s->n);
    for (size_t t = 0; t < s->n; t++) {
        uint64_t pages[REFS_MAX];
        size_t n = 0;
        bool fault = model_step(&m, i, s->at[t].page, t + 1, limit);

        assert_true(workset_next(&w, &step));
        assert_int_equal(step.at, t);
        assert_int_equal(step.ref.page, s->at[t].page);
        assert_int_equal(step.fault, fault);
        assert_int_equal(workset_pages(s->at, step.since, t + 1, pages),
                         step.size);
        for (size_t p = 0; p < PAGES; p++)
            if (m.present[p]) {
                assert_true(n < step.size);
                assert_int_equal(pages[n++], p);
            }
        assert_int_equal(n, step.size);
        assert_int_equal(step.size, size_before + fault - step.gone);
        size_before = step.size;
    }
    assert_false(workset_next(&w, &step));
}

static void each_rule_does_as_its_model(void **state)
{
    struct rng rng = rng_new(21);

    (void)state;
    assert_int_equal(COUNT(models), nworkset_rules);
    for (int i = often(4000); i > 0; i--) {
        struct string s = local_string(&rng);
        size_t limit = 1 + rng_below(&rng, 12);

        for (size_t m = 0; m < COUNT(models); m++)
            expect_as_model(m, limit, &s);
    }
}

/* --- what is true of every string ----------------------------------------
 */

static void a_longer_window_holds_no_less_and_faults_no_more(void **state)
{
    struct rng rng = rng_new(22);

    (void)state;
    for (int i = often(1000); i > 0; i--) {
        struct string s = local_string(&rng);
        size_t limit = 1 + rng_below(&rng, 20);
        struct workset a, b;
        struct workset_step shorter, longer;

        workset_init(&a, rule_of("ws"), limit, s.at, s.n);
        workset_init(&b, rule_of("ws"), limit + 1, s.at, s.n);
        while (workset_next(&a, &shorter) && workset_next(&b, &longer)) {
            assert_true(shorter.size <= longer.size);
            assert_true(shorter.fault || !longer.fault);
            assert_true(shorter.size >= 1 && shorter.size <= limit);
        }
    }
}

/* A working set of n pages is what LRU keeps in n frames. */
static void a_working_set_is_the_top_of_the_lru_stack(void **state)
{
    struct rng rng = rng_new(23);

    (void)state;
    for (int i = often(300); i > 0; i--) {
        struct string s = local_string(&rng);
        struct workset w;
        struct workset_step step;

        workset_init(&w, rule_of("ws"), 1 + rng_below(&rng, 12), s.at, s.n);
        while (workset_next(&w, &step)) {
            uint64_t pages[REFS_MAX];
            struct replace lru;
            struct replace_step unused;

            workset_pages(s.at, step.since, step.at + 1, pages);
            replace_init(&lru, replace_find(SLICE("lru")), step.size, s.at,
                         step.at + 1);
            while (replace_next(&lru, &unused))
                ;
            for (size_t f = 0; f < step.size; f++) {
                bool found = false;

                for (size_t p = 0; p < step.size; p++)
                    found |= lru.frame[f].page == pages[p];
                assert_true(lru.frame[f].used && found);
            }
        }
    }
}

/* --- the dial ------------------------------------------------------------
 */

static const struct dial {
    const char *name;
    size_t faults, refs;
    enum workset_advice advice;
} dials[] = {
    {"between the bounds: keep", 15, 100, WORKSET_KEEP},
    {"on the upper bound: keep", 20, 100, WORKSET_KEEP},
    {"above it: give", 201, 1000, WORKSET_GIVE},
    {"on the lower bound: keep", 10, 100, WORKSET_KEEP},
    {"below it: take", 99, 1000, WORKSET_TAKE},
    {"nothing happened: keep", 0, 0, WORKSET_KEEP},
};

static void the_dial_keeps_the_rate_between_bounds(void **state)
{
    const struct dial *d = *state;

    assert_int_equal(workset_advise(d->faults, d->refs, 100, 200), d->advice);
}

static void an_unknown_rule_is_none(void **state)
{
    (void)state;
    assert_null(workset_find(SLICE("vsws")));
    assert_ptr_equal(workset_find(SLICE("ws")), &workset_rules[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_does_as_its_model),
        cmocka_unit_test(a_longer_window_holds_no_less_and_faults_no_more),
        cmocka_unit_test(a_working_set_is_the_top_of_the_lru_stack),
        cmocka_unit_test(an_unknown_rule_is_none),
    };

    return RUN_CASES(known, memory_holds_known_pages) +
           RUN_CASES(dials, the_dial_keeps_the_rate_between_bounds) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
