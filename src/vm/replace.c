/*  A fault when no frame is free:
 *
 *      by an order     fifo  opt  lru  mru     the first of all frames
 *
 *      by a hand        R=1   R=1   R=0        the first that will do; bits
 *                         --->  --->           that it passes become 0
 */
#include "vm/replace.h"

#include <assert.h>

/* --- the policies ------------------------------------------------------- */

static bool older(const struct replace_frame *a,
                  const struct replace_frame *b)
{
    return a->loaded_at < b->loaded_at;
}

static bool farther(const struct replace_frame *a,
                    const struct replace_frame *b)
{
    return a->next_at != b->next_at ? a->next_at > b->next_at : older(a, b);
}

static bool staler(const struct replace_frame *a,
                   const struct replace_frame *b)
{
    return a->used_at < b->used_at;
}

static bool fresher(const struct replace_frame *a,
                    const struct replace_frame *b)
{
    return a->used_at > b->used_at;
}

static size_t second_chance(struct replace *r, struct replace_step *step)
{
    while (r->frame[r->hand].referenced)
        replace_pass(r, step, true);
    return r->hand;
}

/* Ends by the fourth turn: the second one leaves no reference bit at 1. */
static size_t enhanced(struct replace *r, struct replace_step *step)
{
    for (bool dirty = false;; dirty = !dirty)
        for (size_t i = 0; i < r->nframes; i++) {
            const struct replace_frame *f = &r->frame[r->hand];

            if (!f->referenced && f->dirty == dirty)
                return r->hand;
            replace_pass(r, step, dirty);
        }
}

const struct replace_policy replace_policies[] = {
    {"fifo", "FIFO", "the page that has been in memory longest", older, NULL,
     false},
    {"opt", "OPT", "the page whose next use is farthest away", farther, NULL,
     false},
    {"lru", "LRU", "the page not used for the longest time", staler, NULL,
     false},
    {"mru", "MRU", "the page used last", fresher, NULL, false},
    {"clock", "Clock",
     "from the hand on, the first page with reference bit 0", NULL,
     second_chance, false},
    {"clock-0", "Clock, bit 0 on load",
     "as Clock, but a page comes with reference bit 0", NULL, second_chance,
     true},
    {"enhanced", "Enhanced second chance",
     "from the hand on, the first page of the lowest class (R,D)", NULL,
     enhanced, false},
};
const size_t nreplace_policies =
    sizeof replace_policies / sizeof *replace_policies;

const struct replace_policy *replace_find(struct slice name)
{
    for (size_t i = 0; i < nreplace_policies; i++)
        if (slice_is(name, replace_policies[i].name))
            return &replace_policies[i];
    return NULL;
}

void replace_pass(struct replace *r, struct replace_step *step, bool clear)
{
    struct replace_frame *f = &r->frame[r->hand];

    if (clear && f->referenced) {
        f->referenced = false;
        step->cleared |= UINT64_C(1) << r->hand;
    }
    r->hand = (r->hand + 1) % r->nframes;
    step->passed++;
}

size_t replace_victim(struct replace *r, struct replace_step *step)
{
    size_t best = 0;

    if (r->policy->turn != NULL)
        return r->policy->turn(r, step);
    for (size_t i = 1; i < r->nframes; i++)
        if (r->policy->sooner(&r->frame[i], &r->frame[best]))
            best = i;
    return best;
}

/* --- a run -------------------------------------------------------------- */

void replace_init(struct replace *r, const struct replace_policy *policy,
                  size_t nframes, const struct page_ref *refs, size_t nrefs)
{
    assert(nframes >= 1 && nframes <= REPLACE_FRAMES_MAX);
    assert(nrefs <= REPLACE_REFS_MAX);
    *r = (struct replace){
        .policy = policy,
        .refs = refs,
        .nrefs = nrefs,
        .nframes = nframes,
    };
}

/* Time of the first reference to a page in [from, to), or `none`. */
static size_t first_use(const struct replace *r, uint64_t page, size_t from,
                        size_t to, size_t none)
{
    for (size_t t = from; t < to; t++)
        if (r->refs[t].page == page)
            return t;
    return none;
}

/* The frame that holds the page, or nframes. */
static size_t frame_of(const struct replace *r, uint64_t page)
{
    size_t i = 0;

    while (i < r->nframes && (!r->frame[i].used || r->frame[i].page != page))
        i++;
    return i;
}

static size_t free_frame(const struct replace *r)
{
    size_t i = 0;

    while (i < r->nframes && r->frame[i].used)
        i++;
    return i;
}

static void load(struct replace *r, struct replace_step *step)
{
    uint64_t page = step->ref.page;

    step->cold = first_use(r, page, 0, r->at, r->at) == r->at;
    step->frame = free_frame(r);
    if (step->frame == r->nframes) {
        step->frame = replace_victim(r, step);
        step->evicted = true;
        step->victim = r->frame[step->frame];
    }
    r->frame[step->frame] = (struct replace_frame){
        .used = true,
        .page = page,
        .loaded_at = r->at,
    };
    r->hand = (step->frame + 1) % r->nframes;
}

bool replace_next(struct replace *r, struct replace_step *step)
{
    struct replace_frame *f;

    if (r->at == r->nrefs)
        return false;
    *step = (struct replace_step){
        .at = r->at,
        .ref = r->refs[r->at],
        .hand_from = r->hand,
    };
    step->frame = frame_of(r, step->ref.page);
    step->hit = step->frame < r->nframes;
    if (!step->hit)
        load(r, step);

    f = &r->frame[step->frame];
    f->referenced = step->hit || !r->policy->loads_unreferenced;
    f->dirty |= step->ref.write;
    f->used_at = r->at;
    f->next_at = first_use(r, f->page, r->at + 1, r->nrefs, REPLACE_NEVER);
    r->at++;
    return true;
}

void replace_tick(struct replace *r)
{
    for (size_t i = 0; i < r->nframes; i++)
        r->frame[i].referenced = false;
}

size_t replace_faults(const struct replace_policy *policy, size_t nframes,
                      const struct page_ref *refs, size_t nrefs)
{
    struct replace r;
    struct replace_step step;
    size_t faults = 0;

    replace_init(&r, policy, nframes, refs, nrefs);
    while (replace_next(&r, &step))
        faults += !step.hit;
    return faults;
}
