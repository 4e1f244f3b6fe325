/*  One reference: the window's end goes on by one, its start as the rule has
 *  it.
 *
 *          since               at
 *      1  2  3 [2  1  5  2  1] 4        before: {1, 2, 5}, so 4 is a fault
 *      1  2  3  2 [1  5  2  1  4]       after:  {1, 2, 4, 5}
 */
#include "vm/workset.h"

#include <assert.h>
#include <string.h>

/* --- rules -------------------------------------------------------------- */

static size_t since_window(const struct workset *w, bool fault)
{
    (void)fault;
    return w->at >= w->limit ? w->at - w->limit + 1 : 0;
}

static size_t since_rare_fault(const struct workset *w, bool fault)
{
    bool rare = w->at - w->last_fault > w->limit;

    return fault && rare ? w->last_fault : w->since;
}

const struct workset_rule workset_rules[] = {
    {"ws", "Working set", "window", since_window},
    {"pff", "Page-fault frequency", "threshold", since_rare_fault},
};
const size_t nworkset_rules = sizeof workset_rules / sizeof *workset_rules;

const struct workset_rule *workset_find(struct slice name)
{
    for (size_t i = 0; i < nworkset_rules; i++)
        if (slice_is(name, workset_rules[i].name))
            return &workset_rules[i];
    return NULL;
}

/* --- a run -------------------------------------------------------------- */

void workset_init(struct workset *w, const struct workset_rule *rule,
                  size_t limit, const struct page_ref *refs, size_t nrefs)
{
    assert(limit >= 1);
    *w = (struct workset){
        .rule = rule,
        .limit = limit,
        .refs = refs,
        .nrefs = nrefs,
    };
}

/* Whether one of references from .. to - 1 is to the page. */
static bool used_in(const struct workset *w, uint64_t page, size_t from,
                    size_t to)
{
    while (from < to && w->refs[from].page != page)
        from++;
    return from < to;
}

/* Moves the start of the window; returns how many pages fall out, those not
 * used again within it. */
static size_t shorten(struct workset *w, size_t since)
{
    size_t gone = 0;

    for (; w->since < since; w->since++)
        gone += !used_in(w, w->refs[w->since].page, w->since + 1, w->at + 1);
    return gone;
}

bool workset_next(struct workset *w, struct workset_step *step)
{
    struct page_ref ref;
    bool fault;
    size_t gone;

    if (w->at == w->nrefs)
        return false;
    ref = w->refs[w->at];
    fault = !used_in(w, ref.page, w->since, w->at);
    gone = shorten(w, w->rule->since(w, fault));
    w->size += fault;
    w->size -= gone;
    if (fault)
        w->last_fault = w->at;
    *step = (struct workset_step){
        .at = w->at,
        .ref = ref,
        .fault = fault,
        .since = w->since,
        .size = w->size,
        .gone = gone,
    };
    w->at++;
    return true;
}

size_t workset_pages(const struct page_ref *refs, size_t from, size_t to,
                     uint64_t *pages)
{
    size_t n = 0;

    for (; from < to; from++) {
        uint64_t page = refs[from].page;
        size_t place = 0;

        while (place < n && pages[place] < page)
            place++;
        if (place < n && pages[place] == page)
            continue;
        memmove(&pages[place + 1], &pages[place],
                (n++ - place) * sizeof *pages);
        pages[place] = page;
    }
    return n;
}

enum workset_advice workset_advise(size_t faults, size_t refs,
                                   unsigned low_permille,
                                   unsigned high_permille)
{
    uint64_t rate = (uint64_t)faults * 1000;

    if (rate > (uint64_t)refs * high_permille)
        return WORKSET_GIVE;
    if (rate < (uint64_t)refs * low_permille)
        return WORKSET_TAKE;
    return WORKSET_KEEP;
}
