/* VMADECIDE by the engine: the address space is put together as a program
 * would have done it, then the accesses are made. */
#include "problem/bits.h"
#include "problem/computer.h"
#include "problem/kind/vmadecide.h"

enum { FRAMES = 128, SWAP_PAGES = 16 };

struct run {
    const struct decide *d;
    struct computer c;
    struct process *process[DECIDE_PROCESSES];
    int object[DECIDE_FILES];
    struct trace trace; /* of one access */
};

/* One level, with a bit for each permission. */
static const struct format format = {
    .name = "linear",
    .blurb = "a table of one level",
    .va_bits = DECIDE_PAGE_BITS + DECIDE_VPN_BITS,
    .pa_bits = DECIDE_PAGE_BITS + 8,
    .page_bits = DECIDE_PAGE_BITS,
    .levels = 1,
    .index_bits = {DECIDE_VPN_BITS},
    .entry_bytes = 8,
    .valid = UINT64_C(1) << 63,
    .read = UINT64_C(1) << 62,
    .write = UINT64_C(1) << 61,
    .exec = UINT64_C(1) << 60,
    .ppn_bits = 8,
};

static uint64_t address(unsigned vpn)
{
    return (uint64_t)vpn << DECIDE_PAGE_BITS;
}

static void map(struct run *r, unsigned area)
{
    const struct decide_area *a = &r->d->area[area];
    struct mapping map = {.va = address(a->first),
                          .bytes = address(a->end - (unsigned)a->first),
                          .flags = a->perms,
                          .object = r->object[a->file],
                          .page_offset = a->file_page};
    struct err err = {0};
    int done;

    map.flags |= a->shared ? AREA_SHARED : 0;
    map.flags |= area == STACK ? AREA_GROWS_DOWN : 0;
    done = map_area(&r->c.m, r->process[A], &map, NULL, &err);
    assert(done == 0);
    (void)done;
}

static void touch(struct run *r, unsigned who, unsigned vpn, unsigned frame,
                  bool write)
{
    r->c.m.next_frame = frame;
    computer_touch(&r->c, r->process[who], vpn, write);
}

/* A touched what it and its child have now. */
static void before_fork(struct run *r)
{
    for (unsigned i = 0; i < r->d->npages; i++) {
        const struct decide_page *page = &r->d->page[i];
        if (page->has == HAS_ZERO || page->has == HAS_FILE)
            touch(r, A, page->vpn, DECIDE_SWAPPED, false);
        else if (page->has == HAS_COMMON || page->has == HAS_LAST)
            touch(r, A, page->vpn, page->frame, true);
    }
}

static void after_fork(struct run *r)
{
    for (unsigned i = 0; i < r->d->npages; i++) {
        const struct decide_page *page = &r->d->page[i];
        if (page->has == HAS_LAST)
            touch(r, B, page->vpn, DECIDE_SWAPPED, true);
        else if (page->has == HAS_OWN)
            touch(r, A, page->vpn, page->frame, true);
        if (page->has != HAS_SWAPPED)
            continue;
        touch(r, A, page->vpn, DECIDE_SWAPPED, true);
        r->c.m.swap.next_slot = page->frame;
        swap_out(&r->c.m, r->process[A], address(page->vpn));
    }
}

static void begin(struct run *r, const struct decide *d)
{
    static const char *const names[] = {"", "prog", "notes"};

    r->d = d;
    trace_init(&r->trace, TRACE_LIMIT);
    computer_start_with(&r->c, &format, FRAMES, SWAP_PAGES, true);
    r->c.profile.gap = 0;
    r->c.m.next_frame = DECIDE_SWAPPED;
    r->process[A] = computer_spawn(&r->c);
    r->object[NO_FILE] = NO_OBJECT;
    for (unsigned i = PROG; i <= NOTES; i++) {
        r->object[i] =
            object_new(&r->c.m, OBJECT_FILE, names[i], d->file_pages[i]);
        r->c.m.next_frame = d->file_frame[i];
        object_warm(&r->c.m, r->object[i]);
    }
    for (unsigned i = 0; i < DECIDE_AREAS; i++)
        map(r, i);
    before_fork(r);
    r->c.m.next_frame = DECIDE_SWAPPED;
    r->process[B] = computer_fork(&r->c, r->process[A]);
    after_fork(r);
    r->c.m.next_frame = d->first_free;
}

/* The first rule that was applied. */
static enum word by_rule(const struct trace *trace)
{
    size_t i = 0;

    while (trace->at[i].kind != EVENT_RULE)
        i++;
    switch (trace->at[i].level) {
    case RULE_GROW:
        return WORD_GROW;
    case RULE_ZERO_PAGE:
    case RULE_DEMAND_ZERO:
        return WORD_ZEROS;
    case RULE_MAP:
        return WORD_MAP;
    case RULE_SWAP_IN:
        return WORD_SWAP_IN;
    case RULE_REUSE:
        return WORD_REUSE;
    default:
        return WORD_COPY;
    }
}

static enum word act(struct run *r, const struct decide_fault *f)
{
    struct request request = {
        .access = (enum access)f->access, .bytes = 1, .va = f->va};
    struct result result;

    trace_clear(&r->trace);
    r->c.m.trace = &r->trace;
    result = machine_access(&r->c.m, r->process[f->who], request);
    r->c.m.trace = NULL;
    switch (result.outcome) {
    case OUTCOME_SEGV_MAPERR:
        return WORD_NO_AREA;
    case OUTCOME_SEGV_ACCERR:
        return WORD_FORBIDDEN;
    case OUTCOME_BUS:
        return WORD_SIGBUS;
    default:
        break;
    }
    if (result.faults == 0)
        return r->d->level == 4 ? WORD_NO_FAULT : WORD_RETRY;
    return by_rule(&r->trace);
}

/* What is looked at to decide: areas, then what they allow, then the entry,
 * then what it becomes. */
static unsigned steps_of(const struct decide *d, enum word word)
{
    unsigned looks = word == WORD_NO_AREA     ? 1
                     : word == WORD_FORBIDDEN ? 2
                                              : 3;

    return looks + decide_parts(d) - 1;
}

void decide_run(const struct decide *d, struct answers *out)
{
    struct run r;

    begin(&r, d);
    for (unsigned i = 0; i < d->nfaults; i++) {
        const struct decide_fault *f = &d->fault[i];
        enum word word = act(&r, f);
        uint64_t entry = table_look(&r.c.m, r.process[f->who], f->va);
        uint32_t frame = page_frame(&r.c.m, entry);
        answer_word(out, word);
        out->steps += steps_of(d, word);
        if (decide_parts(d) < 2)
            continue;
        if (frame == NO_FRAME)
            answer_word(out, WORD_NONE);
        else
            answer_number(out, frame);
        if (decide_parts(d) > 2)
            answer_yes(out, frame != NO_FRAME && (entry & format.write) != 0);
    }
    computer_stop(&r.c);
    trace_release(&r.trace);
}
