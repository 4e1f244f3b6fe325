/* Page traffic of a process, by the engine and by a queue. */
#include "problem/kind/swapping.h"

#include <string.h>

#include "vm/grid.h"
#include "vm/replace.h"

/* --- drawing ------------------------------------------------------------ */

/* A page is written first, so that whatever is evicted has been to disk, or
 * goes there; later on it is mostly read. */
static void draw_refs(struct swapping *s, struct rng *rng, unsigned pages)
{
    bool touched[SWAPPING_PAGES + 1] = {false};

    for (unsigned i = 0; i < s->n; i++) {
        uint8_t page;
        do
            page = (uint8_t)rng_between(rng, 1, pages);
        while (i > 0 && page == s->page[i - 1]);
        s->page[i] = page;
        s->write[i] = !touched[page] || rng_below(rng, 3) == 0;
        touched[page] = true;
    }
}

bool swapping_draw(struct swapping *s, struct rng *rng, int level)
{
    struct swapping_counts c;

    s->level = (uint8_t)level;
    s->frames = level == 2 ? 3 : (uint8_t)rng_between(rng, 3, 4);
    s->lru = rng_below(rng, 2) == 1;
    s->n = (uint8_t)(level == 2   ? rng_between(rng, 10, 11)
                     : level == 3 ? rng_between(rng, 11, 13)
                                  : SWAPPING_REFS);
    draw_refs(s, rng, s->frames + 1u + (unsigned)rng_below(rng, 2));
    c = swapping_reckon(s, 0);
    if (c.clean == 0 || c.outs == 0 || c.faults == s->n)
        return false;
    if (level < 4)
        return true;
    s->read_ms = (uint8_t)rng_between(rng, 4, 9);
    s->write_ms = (uint8_t)(s->read_ms + rng_between(rng, 1, 4));
    s->other_ms =
        (uint16_t)(c.ins * s->read_ms +
                   (uint64_t)rng_below(rng, c.outs) * s->write_ms + 1);
    return true;
}

/* --- the engine --------------------------------------------------------- */

static void start(struct replace *r, const struct swapping *s,
                  struct page_ref *refs)
{
    for (unsigned i = 0; i < s->n; i++)
        refs[i] = (struct page_ref){s->page[i], s->write[i] != 0};
    replace_init(r, replace_find(slice_from(s->lru ? "lru" : "fifo")),
                 s->frames, refs, s->n);
}

struct swapping_counts swapping_run(const struct swapping *s)
{
    struct page_ref refs[SWAPPING_REFS];
    struct swapping_counts c = {0};
    struct replace_step step;
    struct replace r;

    start(&r, s, refs);
    while (replace_next(&r, &step)) {
        c.faults += !step.hit;
        c.ins += !step.hit && !step.cold;
        if (step.evicted && step.victim.dirty)
            c.out[c.outs++] = step.victim.page;
        c.clean += step.evicted && !step.victim.dirty;
    }
    return c;
}

/* --- a queue ------------------------------------------------------------ */

struct queue {
    const struct swapping *s;
    unsigned beliefs;
    unsigned n;
    uint8_t page[SWAPPING_PAGES]; /* in memory; the first goes next */
    bool seen[SWAPPING_PAGES + 1];
    bool dirty[SWAPPING_PAGES + 1];
    struct swapping_counts c;
};

static bool believes(const struct queue *q, unsigned belief)
{
    return (q->beliefs & belief) != 0;
}

static void take(struct queue *q, unsigned place)
{
    q->n--;
    memmove(&q->page[place], &q->page[place + 1], q->n - place);
}

static void evict(struct queue *q)
{
    uint8_t page = q->page[0];

    take(q, 0);
    q->c.clean += !q->dirty[page];
    if (q->dirty[page] || believes(q, SWAPPING_CLEAN_TOO))
        q->c.out[q->c.outs++] = page;
    if (!believes(q, SWAPPING_STAYS_DIRTY))
        q->dirty[page] = false;
}

static void load(struct queue *q, uint8_t page)
{
    bool cold = !q->seen[page];

    q->c.faults += !cold || !believes(q, SWAPPING_COLD_FREE);
    q->c.ins += !cold || believes(q, SWAPPING_COLD_READ);
    q->seen[page] = true;
    if (q->n == q->s->frames)
        evict(q);
    q->page[q->n++] = page;
}

static void reference(struct queue *q, uint8_t page, bool write)
{
    bool by_use = (q->s->lru != 0) != believes(q, SWAPPING_OTHER_QUEUE);
    unsigned place = 0;

    while (place < q->n && q->page[place] != page)
        place++;
    if (place == q->n) {
        load(q, page);
    } else if (by_use) {
        take(q, place);
        q->page[q->n++] = page;
    }
    if (write || believes(q, SWAPPING_READ_DIRTY))
        q->dirty[page] = true;
}

struct swapping_counts swapping_reckon(const struct swapping *s,
                                       unsigned beliefs)
{
    struct queue q = {.s = s, .beliefs = beliefs};

    for (unsigned i = 0; i < s->n; i++)
        reference(&q, s->page[i], s->write[i] != 0);
    return q.c;
}

/* --- telling ------------------------------------------------------------ */

const char *swapping_refs(const struct swapping *s, struct arena *a)
{
    const char *text = "";

    for (unsigned i = 0; i < s->n; i++)
        text = arena_printf(a, "%s%s%c%u", text, i > 0 ? " " : "",
                            s->write[i] ? 'W' : 'R', s->page[i]);
    return text;
}

/* "1* 4 2": the pages in memory by frame, dirty ones with a star. */
static const char *frames(const struct replace *r, struct arena *a)
{
    const char *text = "";

    for (size_t i = 0; i < r->nframes; i++)
        if (r->frame[i].used)
            text = arena_printf(a, "%s%s%u%s", text, i > 0 ? "  " : "",
                                (unsigned)r->frame[i].page,
                                r->frame[i].dirty ? "*" : "");
    return text;
}

static const char *victim(const struct replace_step *step, struct arena *a)
{
    if (!step->evicted)
        return "";
    return arena_printf(a, "%u, %s", (unsigned)step->victim.page,
                        step->victim.dirty ? "dirty" : "clean");
}

static const char *traffic(const struct replace_step *step, struct arena *a)
{
    bool out = step->evicted && step->victim.dirty;

    if (step->hit)
        return "";
    return arena_printf(
        a, "%s%s",
        out ? arena_printf(a, "write %u, ", (unsigned)step->victim.page) : "",
        step->cold ? "zeros"
                   : arena_printf(a, "read %u", (unsigned)step->ref.page));
}

const struct figure *swapping_figure(const struct swapping *s,
                                     struct arena *a)
{
    static const char *const heads[] = {"access", "fault", "victim", "disk",
                                        "frames, * dirty"};
    struct figure *f =
        figure_grid_new(a, "One access after the other", heads, 5);
    struct page_ref refs[SWAPPING_REFS];
    struct replace_step step;
    struct replace r;

    start(&r, s, refs);
    while (replace_next(&r, &step))
        figure_grid_row(
            a, f,
            (const char *const[]){arena_printf(a, "%c%u",
                                               step.ref.write ? 'W' : 'R',
                                               (unsigned)step.ref.page),
                                  step.hit ? "" : "yes", victim(&step, a),
                                  traffic(&step, a), frames(&r, a)});
    return f;
}
