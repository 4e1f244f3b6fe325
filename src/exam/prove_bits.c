/* Entries of one page in processes that share it, event by event: COWBITS.
 *
 * Which frame an entry names is in /proc/PID/pagemap. Whether it allows
 * writing shows when somebody writes: if that faults it did not. Since a
 * write changes what comes after it, everything is done anew up to each
 * entry that is tried. */
#include "exam/prove_inside.h"
#include "problem/kind/cow_entries.h"

enum { KNOWN = 1 + ENTRIES_FREE };

struct again {
    struct stage *s;
    const struct cow_entries *b;
    unsigned id[COW_PROCESSES];
    uint64_t pfn[KNOWN]; /* frames in the order in which they turned up */
    unsigned npfn;
};

static uint64_t va_of(unsigned vpn)
{
    return (uint64_t)vpn * LIVE_PAGE;
}

/* The number that the problem gives to the process' frame. */
static uint64_t ppn_of(struct again *a, unsigned who)
{
    uint64_t pfn = stage_look(a->s, a->id[who], va_of(a->b->page)).pfn;

    for (unsigned i = 0; i < a->npfn; i++)
        if (a->pfn[i] == pfn)
            return i == 0 ? a->b->ppn : a->b->free[i - 1];
    if (a->npfn < KNOWN)
        a->pfn[a->npfn++] = pfn;
    return a->npfn == 1 ? a->b->ppn : a->b->free[a->npfn - 2];
}

static void begin(struct again *a)
{
    a->id[0] = stage_spawn(a->s);
    stage_map(a->s, a->id[0], va_of(a->b->page), LIVE_PAGE, 0);
    stage_map(a->s, a->id[0], va_of(a->b->code), LIVE_PAGE, PERM_R | PERM_X);
    stage_touch(a->s, a->id[0], a->b->page, a->b->page, true);
    stage_touch(a->s, a->id[0], a->b->code, a->b->code, false);
    ppn_of(a, 0);
    a->id[1] = stage_fork(a->s, a->id[0]);
    if (a->b->processes == 3)
        a->id[2] = stage_fork(a->s, a->id[a->b->parent]);
}

/* From the start to behind so many events. */
static void play(struct again *a, struct stage *s,
                 const struct cow_entries *b, unsigned events)
{
    *a = (struct again){.s = s, .b = b};
    begin(a);
    for (unsigned i = 0; i < events; i++) {
        stage_touch(s, a->id[b->who[i]], b->page, b->page, b->write[i]);
        ppn_of(a, b->who[i]);
    }
}

static void end(struct again *a)
{
    for (unsigned q = a->b->processes; q-- > 0;)
        stage_exit(a->s, a->id[q]);
}

/* Whether a write goes through at once. */
static bool is_writable(struct again *a, unsigned who, unsigned vpn)
{
    struct live_result r =
        stage_access(a->s, a->id[who],
                     (struct request){.access = ACCESS_STORE,
                                      .bytes = 1,
                                      .va = va_of(vpn),
                                      .value = 1});

    return r.signal == 0 && r.faults == 0;
}

void witness_cowbits(struct stage *s, const void *params, struct answers *out)
{
    const struct cow_entries *b = params;
    struct again a;

    for (unsigned events = 0; events <= b->n; events++)
        for (unsigned q = 0; q < b->processes; q++) {
            uint64_t ppn;
            play(&a, s, b, events);
            ppn = ppn_of(&a, q);
            answer_number(out, is_writable(&a, q, b->page));
            answer_number(out, ppn);
            end(&a);
        }
    for (unsigned q = 0; entries_have_code(b) && q < b->processes; q++) {
        play(&a, s, b, b->n);
        answer_number(out, is_writable(&a, q, b->code));
        end(&a);
    }
}
