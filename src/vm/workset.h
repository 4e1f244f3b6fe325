/* workset.h - working sets: how much memory a process needs just now.
 *
 *     reference    2  6  1  5  7  7  7  5  1  6
 *                              |<--- 5 --->|
 *                                {1, 5, 7}
 *
 * The working set W(t, D) holds the pages of the D references up to time t,
 * the one at t included; near the start there are fewer (Denning 1968). D
 * counts references, not different pages. As in replace.h, time is the number
 * of the reference, from 0, so
 *
 *     W(t, D) = { page of reference i : max(0, t - D + 1) <= i <= t }
 *
 * Memory that holds exactly the working set has a fault at t when the page of
 * reference t is not in W(t - 1, D).
 *
 * Page-fault frequency does without a window of fixed length (Chu and
 * Opderbeck 1972). At a fault at t, let t' be the time of the fault before
 * it. When t - t' <= T, faults are frequent: the page is added and none goes.
 * Otherwise only those stay that were used since t', the page that came at t'
 * and the one at t included. Nothing goes at a hit, and nothing at the first
 * fault.
 *
 * Either way the memory holds the pages of the references from some time on,
 * `since`, up to now. A rule is a row that says how that time moves. */
#ifndef VM_WORKSET_H
#define VM_WORKSET_H

#include "vm/replace.h" /* struct page_ref */

struct workset_rule;

struct workset {
    const struct workset_rule *rule;
    size_t limit;                /* D or T */
    const struct page_ref *refs; /* borrowed */
    size_t nrefs;
    size_t at;         /* time of the reference that comes next */
    size_t since;      /* memory holds the pages of references from here */
    size_t size;       /* how many they are */
    size_t last_fault; /* its time; the first reference is one */
};

struct workset_rule {
    const char *name;  /* "ws", for scripts */
    const char *title; /* "Working set", for people */
    const char *limit; /* what the limit is called: "window" */
    /* The new `since` at reference w->at; not before w->since. */
    size_t (*since)(const struct workset *w, bool fault);
};

/* What happened at one reference. */
struct workset_step {
    size_t at;
    struct page_ref ref;
    bool fault;
    size_t since; /* as it is afterwards */
    size_t size;  /* pages in memory afterwards: |W(at, D)| */
    size_t gone;  /* pages that went */
};

/* "ws" and "pff". */
extern const struct workset_rule workset_rules[];
extern const size_t nworkset_rules;

/* The rule of that name, or NULL. */
const struct workset_rule *workset_find(struct slice name);

/* Memory empty; the limit is at least 1. A run takes time as its length times
 * the longest window. */
void workset_init(struct workset *w, const struct workset_rule *rule,
                  size_t limit, const struct page_ref *refs, size_t nrefs);

/* The next reference; false, and *step untouched, behind the last one. */
bool workset_next(struct workset *w, struct workset_step *step);

/* The different pages of references from .. to - 1 in rising order, into
 * pages[], which has room for to - from; returns how many. The set that a
 * step left in memory is that from step->since to step->at + 1. */
size_t workset_pages(const struct page_ref *refs, size_t from, size_t to,
                     uint64_t *pages);

/* Page-fault frequency as a dial: the share of references that faulted is
 * kept between two bounds, in thousandths, by giving and taking frames
 * (Silberschatz, Galvin and Gagne). On a bound is still between them. */
enum workset_advice { WORKSET_TAKE, WORKSET_KEEP, WORKSET_GIVE };

enum workset_advice workset_advise(size_t faults, size_t refs,
                                   unsigned low_permille,
                                   unsigned high_permille);

#endif
