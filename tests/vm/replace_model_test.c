/* Replacement against the same policies written another way: memory is a
 * queue, frames have no numbers and nothing has a time. */
#include <string.h>

#include "base/rng.h"
#include "check.h"
#include "vm/reference.h"

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
            string_random(&rng, REFS_MAX, 1 + rng_below(&rng, 14));

        for (size_t m = 0; m < COUNT(models); m++)
            expect_as_model(&models[m], frames, &s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_policy_does_as_its_queue),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
