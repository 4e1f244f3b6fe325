/* Whether what a script expects is the case. */
#include "vm/script_run_inside.h"
#include "vm/table.h"

static uint64_t counted(struct run *run, unsigned counter)
{
    if (!run->counted) {
        run->counts = (struct counts){0};
        for (unsigned k = 0; k < SHARE_MACHINES; k++)
            count_events(&run->counts, run->trace[k].at, run->trace[k].n);
        run->counted = true;
    }
    return run->counts.of[counter];
}

/* --- how an access ended -------------------------------------------------
 */

static bool faulted(const struct action *a)
{
    return a->result.faults > 0 ||
           (a->accessed && a->result.outcome != OUTCOME_DONE) ||
           (a->translated && a->walk.cause != CAUSE_NONE);
}

static bool is_segv(enum outcome o)
{
    return o == OUTCOME_SEGV_MAPERR || o == OUTCOME_SEGV_ACCERR ||
           o == OUTCOME_SEGV_GP;
}

static bool outcome_is(const struct action *a, unsigned what)
{
    enum outcome o = a->result.outcome;

    switch (what) {
    case OUTCOMES_FAULT:
        return faulted(a);
    case OUTCOMES_DONE:
        return a->translated ? a->walk.cause == CAUSE_NONE
                             : o == OUTCOME_DONE;
    case OUTCOMES_SEGV:
        return is_segv(o);
    case OUTCOMES_MAPERR:
        return o == OUTCOME_SEGV_MAPERR;
    case OUTCOMES_ACCERR:
        return o == OUTCOME_SEGV_ACCERR;
    case OUTCOMES_BUS:
        return o == OUTCOME_BUS;
    default:
        return o == OUTCOME_NO_MEMORY;
    }
}

static int judge_outcome(const struct run *run, const struct check *c,
                         struct err *err)
{
    const struct action *a = &run->action;

    if (!a->accessed && !a->translated)
        return err_set(err, ERR_NOTES, "the last statement accessed nothing");
    if (outcome_is(a, c->what) != c->not )
        return 1;
    if (a->translated)
        err_set(err, ERR_NOTES, "%s",
                a->walk.cause == CAUSE_NONE ? "it was translated"
                                            : cause_name(a->walk.cause));
    else
        err_set(err, ERR_NOTES, "it ended as %s after %u fault%s mended",
                outcome_name(a->result.outcome), a->result.faults,
                a->result.faults == 1 ? "" : "s");
    return 0;
}

static int judge_count(struct run *run, const struct check *c,
                       struct err *err)
{
    uint64_t n = counted(run, c->what);

    if ((n > 0) != c->not )
        return 1;
    err_set(err, ERR_NOTES, "%s: %llu", counters[c->what].name,
            (unsigned long long)n);
    return 0;
}

/* --- pages ---------------------------------------------------------------
 */

struct page {
    struct machine *m;
    struct process *p;
    uint64_t va, entry;
    uint32_t frame;
};

static int page_at(struct run *run, uint16_t process,
                   const struct place *place, struct page *out,
                   struct err *err)
{
    uint64_t bytes;

    if (run_find(run, process, &out->p, &out->m, err) < 0 ||
        run_locate(run, process, place, &out->va, &bytes, err) < 0)
        return -1;
    out->entry = format_canonical(out->m->format, out->va)
                     ? table_look(out->m, out->p, out->va)
                     : 0;
    out->frame = page_frame(out->m, out->entry);
    return 0;
}

static bool page_is(const struct page *g, unsigned what)
{
    const struct format *f = g->m->format;
    enum page_state state = page_state(g->m, g->entry);
    bool present = state == PAGE_PRESENT;

    switch (what) {
    case PAGES_PRESENT:
        return present;
    case PAGES_ABSENT:
        return g->frame == NO_FRAME;
    case PAGES_SWAPPED:
        return state == PAGE_SWAPPED;
    case PAGES_WRITABLE:
        return present && (g->entry & f->write);
    case PAGES_ACCESSED:
        return present && (g->entry & f->accessed);
    case PAGES_DIRTY:
        return present && (g->entry & f->dirty);
    case PAGES_SHARED:
        return g->frame != NO_FRAME && g->m->frame[g->frame].refs > 1;
    case PAGES_ZERO:
        return g->frame != NO_FRAME && g->frame == g->m->zero;
    default:
        return area_find(g->p, g->va) != NULL;
    }
}

static int judge_page(struct run *run, const struct check *c, struct err *err)
{
    struct page g;

    if (page_at(run, c->left.process, &c->left.place, &g, err) < 0)
        return -1;
    if (page_is(&g, c->what) != c->not )
        return 1;
    err_set(err, ERR_NOTES, "the page's entry is 0x%llx",
            (unsigned long long)g.entry);
    return 0;
}

/* --- numbers -------------------------------------------------------------
 */

/* A number that may be missing: the frame of a page that is not in memory. */
struct number {
    bool there;
    uint64_t value;
};

static const struct area *area_of(struct run *run, const struct term *t,
                                  struct err *err)
{
    struct page g;
    const struct area *a;

    if (page_at(run, t->process, &t->place, &g, err) < 0)
        return NULL;
    a = area_at_or_above(g.p, g.va);
    if (a == NULL)
        err_set(err, ERR_NOTES, "no area is there");
    return a;
}

/* A byte as the process would read it, wherever it is now. */
static struct number byte_of(const struct page *g)
{
    uint64_t offset = format_offset(g->m->format, g->va);
    uint64_t at = ((uint64_t)g->frame << g->m->format->page_bits) + offset;

    if (g->frame == NO_FRAME)
        return (struct number){0};
    return (struct number){true, phys_load(&g->m->ram, at, 1)};
}

static int page_number(struct run *run, const struct term *t,
                       struct number *out, struct err *err)
{
    struct page g;

    if (page_at(run, t->process, &t->place, &g, err) < 0)
        return -1;
    *out = (struct number){g.frame != NO_FRAME, g.frame};
    if (t->kind == TERM_REFS && out->there)
        out->value = g.m->frame[g.frame].refs;
    if (t->kind == TERM_BYTE)
        *out = byte_of(&g);
    return 0;
}

static int area_number(struct run *run, const struct term *t,
                       struct number *out, struct err *err)
{
    const struct area *a = area_of(run, t, err);

    if (a == NULL)
        return -1;
    *out = (struct number){true, t->kind == TERM_START ? a->start
                                                       : a->end - a->start};
    return 0;
}

static int areas_number(struct run *run, const struct term *t,
                        struct number *out, struct err *err)
{
    struct process *p;
    struct machine *m;

    if (run_find(run, t->process, &p, &m, err) < 0)
        return -1;
    *out = (struct number){true, p->nareas};
    return 0;
}

/* What the last access or translation gave. */
static struct number last_number(const struct run *run, enum term_kind kind)
{
    const struct action *a = &run->action;
    const struct result *r = &a->result;
    bool done = a->translated ? a->walk.cause == CAUSE_NONE
                              : a->accessed && r->outcome == OUTCOME_DONE;

    switch (kind) {
    case TERM_VALUE:
        return (struct number){done && a->accessed, r->value};
    case TERM_PA:
        return (struct number){done, a->translated ? a->walk.pa : r->pa};
    case TERM_FAULT_ADDRESS:
        return (struct number){faulted(a),
                               a->translated ? a->walk.va : r->fault_va};
    case TERM_ERROR_CODE:
        return (struct number){faulted(a), r->error_code};
    case TERM_PAGES:
        return (struct number){true, a->sample.accessed};
    default:
        return (struct number){run->machines > 0, run->m[0].nfree};
    }
}

static int number_of(struct run *run, const struct term *t,
                     struct number *out, struct err *err)
{
    switch (t->kind) {
    case TERM_NUMBER:
        *out = (struct number){true, t->number};
        return 0;
    case TERM_COUNT:
        *out = (struct number){true, counted(run, (unsigned)t->number)};
        return 0;
    case TERM_AREAS:
        return areas_number(run, t, out, err);
    case TERM_FRAME:
    case TERM_REFS:
    case TERM_BYTE:
        return page_number(run, t, out, err);
    case TERM_START:
    case TERM_SIZE:
        return area_number(run, t, out, err);
    default:
        *out = last_number(run, (enum term_kind)t->kind);
        return 0;
    }
}

/* Numbers that are missing are equal to nothing, not even to each other. */
static bool holds(struct number l, enum comparison c, struct number r)
{
    if (!l.there || !r.there)
        return false;
    switch (c) {
    case CMP_EQ:
        return l.value == r.value;
    case CMP_NE:
        return l.value != r.value;
    case CMP_LT:
        return l.value < r.value;
    case CMP_LE:
        return l.value <= r.value;
    case CMP_GT:
        return l.value > r.value;
    default:
        return l.value >= r.value;
    }
}

static void put_number(struct str *out, struct number n)
{
    if (!n.there)
        str_puts(out, "nothing");
    else if (n.value < 10)
        str_printf(out, "%u", (unsigned)n.value);
    else
        str_printf(out, "%llu (0x%llx)", (unsigned long long)n.value,
                   (unsigned long long)n.value);
}

static int judge_numbers(struct run *run, const struct check *c,
                         struct err *err)
{
    struct str text = STR_EMPTY;
    struct number l, r;

    if (number_of(run, &c->left, &l, err) < 0 ||
        number_of(run, &c->right, &r, err) < 0)
        return -1;
    if (holds(l, (enum comparison)c->comparison, r))
        return 1;
    put_number(&text, l);
    str_puts(&text, " is on the left");
    if (c->right.kind != TERM_NUMBER) {
        str_puts(&text, ", ");
        put_number(&text, r);
        str_puts(&text, " on the right");
    }
    err_set(err, ERR_NOTES, "%s", text.at);
    str_release(&text);
    return 0;
}

int run_judge(struct run *run, const struct check *check, struct err *err)
{
    switch (check->kind) {
    case CHECK_OUTCOME:
        return judge_outcome(run, check, err);
    case CHECK_COUNT:
        return judge_count(run, check, err);
    case CHECK_PAGE:
        return judge_page(run, check, err);
    default:
        return judge_numbers(run, check, err);
    }
}
