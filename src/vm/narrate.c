/*  The shape of a story, as events follow each other:
 *
 *      CALL    what it is for, then a summary of all that it did
 *      ACCESS  { STEP... FAULT AREA { changes RULE }... RETRY }... STEP...
 * DONE
 *
 *  A rule's event comes behind the changes that it is about; it is told in
 *  front of them. */
#include "vm/narrating.h"

/* --- an access -----------------------------------------------------------
 */

static void put_cut(struct str *out, const struct format *f, uint64_t va)
{
    int digits = (f->page_bits + 3) / 4;
    unsigned long long offset = format_offset(f, va);

    if (f->levels == 1) {
        str_puts(out, " Its page number is ");
        name_hex(out, format_index(f, 0, va));
    } else {
        str_puts(out, " From the root down its indices are ");
        for (unsigned level = f->levels; level-- > 0;) {
            name_hex(out, format_index(f, level, va));
            if (level > 0)
                str_puts(out, level > 1 ? ", " : " and ");
        }
    }
    str_printf(out, ", the offset 0x%0*llx.", digits, offset);
}

static void tell_access(struct reading *r)
{
    const struct format *f = r->n->format;
    const struct event *e = r->at;
    struct phrase p = reading_about(r, e);
    struct str *out = reading_begin(r, STEP_ACCESS, true);

    phrase_put(out, phrase_access[e->level], &p);
    str_putc(out, '.');
    if (format_canonical(f, e->a))
        put_cut(out, f, e->a);
    if (format_offset(f, e->a) + e->x > format_page_bytes(f))
        str_puts(out, " Its bytes lie in two pages or more: each must be "
                      "there before the first byte is touched.");
    reading_end(r);
}

/* What an entry allows, where the format can say so. */
static void put_allowed(struct str *out, const struct format *f,
                        uint64_t entry)
{
    unsigned perms = format_perms(f, entry);

    if ((f->exec | f->no_exec) == 0)
        perms &= ~(unsigned)PERM_X;
    if ((f->read | f->write | f->exec | f->no_exec) != 0) {
        str_puts(out, ", ");
        name_area_flags(out, perms & AREA_PERMS);
        str_truncate(out, out->len - 1);
    }
    if (f->user != 0)
        str_puts(out, perms & PERM_U ? ", for user code"
                                     : ", for the kernel only");
}

static void put_meaning(struct str *out, const struct format *f,
                        const struct event *e)
{
    if (!(e->b & f->valid)) {
        str_puts(out, "valid is 0");
    } else if (format_is_leaf(f, e->level, e->b)) {
        str_puts(out, "valid is 1, the physical page number ");
        name_hex(out, format_ppn(f, e->b));
        put_allowed(out, f, e->b);
    } else {
        str_puts(out, "valid is 1, and the next table is at ");
        name_pa(out, f, format_ppn(f, e->b) << f->page_bits);
    }
    str_putc(out, '.');
}

/* After a fault only the entry that was missing is told again. */
static void tell_entry(struct reading *r)
{
    const struct format *f = r->n->format;
    const struct event *e = r->at;
    struct phrase p = reading_about(r, e);
    struct str *out;

    if (r->n->turn > 0 && e->b & f->valid &&
        !format_is_leaf(f, e->level, e->b))
        return;
    out = reading_begin(r, STEP_WALK, false);
    if (f->levels > 1)
        str_printf(out, "Level %u: ", e->level);
    phrase_put(out,
               f->levels > 1 ? "the entry at {pa} is {entry}"
                             : "The entry at {pa} is {entry}",
               &p);
    str_puts(out, r->n->turn > 0 ? " now: " : ": ");
    put_meaning(out, f, e);
    reading_end(r);
}

static void tell_fault(struct reading *r)
{
    static const char *const by[] = {"a read", "a write", "a fetch"};
    const struct format *f = r->n->format;
    const struct event *e = r->at;
    struct str *out = reading_begin(r, STEP_FAULT, false);
    bool riscv = f->rules == RULES_RISCV;

    if (e->level == CAUSE_NON_CANONICAL && f->rules == RULES_X86) {
        str_puts(out, "There is no such address: its high bits are not all "
                      "equal. So the CPU raises a general protection fault.");
    } else {
        str_printf(out, "So the CPU raises a page fault (%s ",
                   riscv ? "exception code" : "error code");
        str_printf(out, riscv || e->x < 10 ? "%u: " : "0x%x: ", e->x);
        str_puts(out, by[e->b]);
        if (!riscv)
            str_puts(out, e->x & 4 ? " by user code" : " by the kernel");
        str_printf(out, " %s %s).", e->b == ACCESS_LOAD ? "of" : "to",
                   phrase_cause[e->level]);
    }
    reading_end(r);
}

static bool is_signal(const struct reading *r, enum outcome outcome)
{
    return r->left > 1 && r->at[1].kind == EVENT_SIGNAL &&
           r->at[1].level == outcome;
}

static void tell_area(struct reading *r)
{
    const struct narrated_area *a =
        narrator_area(r->n, r->at->process, r->at->a);
    const struct event *e = r->at;
    struct phrase p = reading_about(r, e);
    struct str *out = reading_begin(r, STEP_AREA, false);

    name_va(out, r->n->format, r->n->fault_va);
    str_puts(out, " is in ");
    name_area(out, r->n->names, e->process, e->a,
              a != NULL ? a->use : USE_NONE);
    str_puts(out, " [");
    name_va(out, r->n->format, e->a);
    str_puts(out, ", ");
    name_va(out, r->n->format, e->b);
    str_puts(out, "), ");
    phrase_put(out, "{perms}", &p);
    str_puts(out, is_signal(r, OUTCOME_SEGV_ACCERR)
                      ? ", which does not allow the access."
                      : ", which allows the access.");
    reading_end(r);
}

/* --- the handler ---
 */

/* An entry that maps a page besides the one that was asked for. */
static bool is_neighbour(const struct reading *r, const struct event *e)
{
    const struct format *f = r->n->format;

    return e->kind == EVENT_ENTRY && e->level == 0 &&
           e->x != (uint32_t)format_index(f, 0, r->n->fault_va);
}

static void tell_change(struct reading *r, const struct event *e)
{
    struct phrase p = reading_about(r, e);
    const char *phrase = NULL;

    if (e->kind == EVENT_ALLOC && e->level == FRAME_TABLE)
        phrase = "For that the system needs a new table, in frame {frame}.";
    else if (e->kind == EVENT_READ)
        phrase = "The bytes come from disk: {disk} is read into frame "
                 "{frame}.";
    else if (e->kind == EVENT_ENTRY && !is_neighbour(r, e))
        phrase = "The entry at {pa} becomes {entry}.";
    if (phrase == NULL)
        return;
    phrase_put(reading_begin(r, STEP_CHANGE, false), phrase, &p);
    reading_end(r);
}

static void tell_neighbours(struct reading *r, size_t n)
{
    uint64_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += is_neighbour(r, &r->at[i]);
    if (count == 0)
        return;
    str_printf(reading_begin(r, STEP_CHANGE, false),
               "%llu neighbouring page%s in memory already and mapped too.",
               (unsigned long long)count, count == 1 ? " is" : "s are");
    reading_end(r);
}

/* A rule, then the changes before it. Returns how many events that was. */
static size_t tell_rule(struct reading *r)
{
    size_t n = reading_to_rule(r);

    if (n == 0)
        return 1;
    reading_put_rule(reading_begin(r, STEP_RULE, false), r, n, phrase_rule);
    reading_end(r);
    r->out->step[r->out->n - 1].events = n;
    for (size_t i = 0; i + 1 < n; i++)
        tell_change(r, &r->at[i]);
    tell_neighbours(r, n);
    return n;
}

/* The accessed and dirty bits that the hardware sets in a leaf. */
static void tell_marks(struct reading *r)
{
    const struct format *f = r->n->format;
    uint64_t old = r->at->b & ~(f->accessed | f->dirty), set;
    struct phrase p = reading_about(r, r->at);

    for (const struct event *e = r->at; e-- > r->first;)
        if (e->kind == EVENT_STEP && e->a == r->at->a) {
            old = e->b;
            break;
        }
    set = r->at->b & ~old;
    if (!format_is_leaf(f, r->at->level, r->at->b))
        return;
    reading_begin(r, STEP_CHANGE, false);
    phrase_put(&r->out->text, "The CPU sets the ", &p);
    str_puts(&r->out->text, set & f->accessed && set & f->dirty
                                ? "accessed and the dirty bit"
                            : set & f->dirty ? "dirty bit"
                                             : "accessed bit");
    phrase_put(&r->out->text, ": the entry is {entry}.", &p);
    reading_end(r);
}

/* --- one event after the other ---
 */

static void tell_full(struct reading *r)
{
    size_t n = 1;

    switch (r->at->kind) {
    case EVENT_ACCESS:
        reading_start(r);
        tell_access(r);
        break;
    case EVENT_STEP:
        tell_entry(r);
        break;
    case EVENT_FAULT:
        r->n->handling = true;
        r->n->fault_va = r->at->a;
        tell_fault(r);
        break;
    case EVENT_AREA_FOUND:
        tell_area(r);
        break;
    case EVENT_AREA_NONE:
        reading_tell(r, STEP_AREA, "{va} is in no area.");
        break;
    case EVENT_RETRY:
        r->n->handling = false;
        r->n->turn++;
        reading_tell(r, STEP_RETRY, "The instruction runs again.");
        break;
    case EVENT_DONE:
        r->n->accessing = false;
        reading_tell(r, STEP_DONE, phrase_done[r->at->level]);
        break;
    case EVENT_SIGNAL:
        r->n->accessing = r->n->handling = false;
        reading_tell(r, STEP_SIGNAL, phrase_signal[r->at->level]);
        break;
    default:
        if (narrate_apart(r))
            break;
        if (r->n->handling)
            n = tell_rule(r);
        else if (r->n->accessing && r->at->kind == EVENT_ENTRY)
            tell_marks(r);
    }
    reading_take(r, n);
}

/* While another machine sends a page, what the system does to find a frame
 * for it is no part of the story. */
static bool is_aside(const struct reading *r)
{
    return r->n->fetching && r->at->kind != EVENT_MESSAGE;
}

void narrate(struct narrator *n, const struct event *events, size_t count,
             struct narration *out)
{
    struct reading r = {n, events, count, events, out};

    while (r.left > 0) {
        if (out == NULL || is_aside(&r))
            reading_take(&r, 1);
        else if (n->detail == DETAIL_FULL)
            tell_full(&r);
        else
            narrate_brief(&r);
    }
}
