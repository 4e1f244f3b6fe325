/* A sentence an access, and one a call; the latter serves a full story too.
 */
#include "vm/narrating.h"

#include "vm/share.h"

/* --- calls ---------------------------------------------------------------
 */

struct sum {
    uint64_t freed, taken, entries, swapped, written;
};

static struct sum sum_up(const struct reading *r)
{
    struct sum s = {0};

    for (size_t i = 1; i < r->left; i++) {
        const struct event *e = &r->at[i];
        if (e->kind == EVENT_CALL || e->kind == EVENT_ACCESS)
            break;
        s.freed += e->kind == EVENT_FREE ? e->b : 0;
        s.taken += e->kind == EVENT_ALLOC ? e->b : 0;
        s.entries += e->kind == EVENT_ENTRY && e->level == 0 &&
                     e->process == r->at->x && e->b != 0;
        s.swapped += e->kind == EVENT_WRITE && e->a == 0;
        s.written += e->kind == EVENT_WRITE && e->a > 0;
    }
    return s;
}

static void put_sum(struct str *out, uint64_t n, const char *thing,
                    const char *what)
{
    if (n > 0)
        str_printf(out, " %llu %s%s %s.", (unsigned long long)n, thing,
                   n == 1 ? "" : "s", what);
}

static void tell_call(struct reading *r)
{
    struct phrase p = reading_about(r, r->at);
    struct sum sum = sum_up(r);
    struct str *out = reading_begin(r, STEP_CALL, true);

    phrase_put(out, phrase_call[r->at->level], &p);
    if (r->n->detail == DETAIL_FULL) {
        if (r->at->level == CALL_MMAP)
            str_puts(out, " No page is taken for it before its first touch.");
        if (r->at->level == CALL_FORK && sum.entries > 0)
            str_puts(out, " Private pages are read-only for both from now "
                          "on: who writes first gets a copy.");
        put_sum(out, sum.taken, "frame", "taken for page tables");
    }
    put_sum(out, sum.swapped, "page", "written to the swap area");
    put_sum(out, sum.written, "page", "written to disk");
    put_sum(out, sum.freed, "frame", "given back");
    reading_end(r);
}

/* What is told in full and in brief alike. False: it is something else. */
bool narrate_apart(struct reading *r)
{
    switch (r->at->kind) {
    case EVENT_CALL:
        tell_call(r);
        return true;
    case EVENT_MESSAGE:
        r->n->fetching = r->at->level == MESSAGE_REQ;
        reading_tell(r, STEP_MESSAGE, phrase_message[r->at->level]);
        return true;
    case EVENT_WATCH_HIT:
        reading_tell(
            r, STEP_SIGNAL,
            "That hit what is watched: the debugger stops {process}, which "
            "has written {value} to {va}.");
        return true;
    default:
        return false;
    }
}

/* --- in brief ------------------------------------------------------------
 */

/* How many events an access has, from EVENT_ACCESS to its end. */
static size_t length(const struct reading *r)
{
    for (size_t i = 0; i < r->left; i++)
        if (r->at[i].kind == EVENT_DONE || r->at[i].kind == EVENT_SIGNAL)
            return i + 1;
    return r->left;
}

static void put_brief(struct reading *r, struct str *out)
{
    struct phrase p = reading_about(r, r->at);
    size_t n;

    switch (r->at->kind) {
    case EVENT_FAULT:
        str_puts(out, r->at->level == CAUSE_NON_CANONICAL ? "fault: "
                                                          : "page fault: ");
        r->n->handling = true;
        break;
    case EVENT_RETRY:
        r->n->handling = false;
        break;
    case EVENT_DONE:
        phrase_put(out, phrase_done_brief[r->at->level], &p);
        break;
    case EVENT_SIGNAL:
        phrase_put(out, phrase_signal_brief[r->at->level], &p);
        break;
    default:
        n = r->n->handling ? reading_to_rule(r) : 0;
        if (n == 0)
            break;
        reading_put_rule(out, r, n, phrase_rule_brief);
        str_puts(out, "; ");
        reading_take(r, n - 1);
    }
    reading_take(r, 1);
}

void narrate_brief(struct reading *r)
{
    struct phrase p = reading_about(r, r->at);
    size_t n = length(r), step;
    const struct event *stop = r->at + n;
    struct str *out;

    if (r->at->kind != EVENT_ACCESS) {
        narrate_apart(r);
        reading_take(r, 1);
        return;
    }
    reading_start(r);
    out = reading_begin(r, STEP_ACCESS, true);
    step = r->out->n - 1;
    r->out->step[step].events = n;
    phrase_put(out, phrase_access[r->at->level], &p);
    str_puts(out, ": ");
    while (r->at < stop)
        put_brief(r, out);
    str_putc(out, '.');
    r->n->accessing = r->n->handling = false;
    reading_end(r);
}
