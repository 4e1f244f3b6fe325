#include "speed/floor_os.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { FREE, TABLE, ANON };

static void note(struct floor_os *os, struct event e)
{
    trace_put(os->trace, e);
}

/* --- memory --------------------------------------------------------------
 */

static uint64_t load(const struct floor_os *os, uint64_t at)
{
    uint64_t value = 0;

    memcpy(&value, os->ram + at, os->f->entry_bytes);
    return value;
}

static void store(struct floor_os *os, uint64_t at, uint64_t value)
{
    memcpy(os->ram + at, &value, os->f->entry_bytes);
    note(os, (struct event){.kind = EVENT_ENTRY, .a = at, .b = value});
}

static uint8_t *bytes(const struct floor_os *os, uint32_t frame)
{
    return os->ram + ((size_t)frame << os->f->page_bits);
}

static uint32_t take(struct floor_os *os, uint8_t kind)
{
    for (;; os->next++) {
        uint32_t i = os->next % os->nframes;

        if (os->frame[i].kind != FREE)
            continue;
        os->frame[i] = (struct floor_frame){.kind = kind, .exclusive = true};
        memset(bytes(os, i), 0, format_page_bytes(os->f));
        note(os, (struct event){.kind = EVENT_ALLOC, .level = kind, .x = i});
        os->next++;
        return i;
    }
}

static void count(struct floor_os *os, uint32_t frame, int by)
{
    struct floor_frame *f = &os->frame[frame];

    note(os, (struct event){.kind = EVENT_REF,
                            .x = frame,
                            .a = f->refs,
                            .b = f->refs + (uint32_t)by});
    f->refs += (uint32_t)by;
    if (f->refs == 0) {
        f->kind = FREE;
        note(os, (struct event){.kind = EVENT_FREE, .x = frame});
    }
}

/* --- tables --------------------------------------------------------------
 */

static uint32_t number(const struct floor_os *os, uint64_t entry)
{
    return (uint32_t)format_ppn(os->f, entry);
}

/* The address of the page's entry; tables are made on the way, or 0. */
static uint64_t slot(struct floor_os *os, const struct floor_process *p,
                     uint64_t va, bool make)
{
    const struct format *f = os->f;
    unsigned shift = format_shift(f, f->levels);
    uint64_t table = p->root, at, entry;

    for (unsigned level = f->levels;;
         table = format_ppn(f, entry) << f->page_bits) {
        level--;
        shift -= f->index_bits[level];
        at = table +
             format_cut(va, shift, f->index_bits[level]) * f->entry_bytes;
        if (level == 0)
            return at;
        entry = load(os, at);
        if (entry & f->valid)
            continue;
        if (!make)
            return 0;
        entry = format_table(f, take(os, TABLE));
        store(os, at, entry);
    }
}

static void set(struct floor_os *os, const struct floor_process *p,
                uint64_t va, uint64_t entry)
{
    uint64_t at = slot(os, p, va, entry != 0), old;

    if (at == 0)
        return;
    old = load(os, at);
    if (entry != 0 && (old == 0 || number(os, old) != number(os, entry)))
        count(os, number(os, entry), 1);
    store(os, at, entry);
    if (old != 0 && (entry == 0 || number(os, old) != number(os, entry)))
        count(os, number(os, old), -1);
}

/* Frees the tables below and this one, looking at every entry. */
static void free_table(struct floor_os *os, uint64_t table, unsigned level)
{
    const struct format *f = os->f;
    uint64_t n = UINT64_C(1) << f->index_bits[level];
    uint32_t frame = (uint32_t)(table >> f->page_bits);

    for (uint64_t i = 0; level > 0 && i < n; i++) {
        uint64_t entry = load(os, table + i * f->entry_bytes);
        if (entry & f->valid)
            free_table(os, format_ppn(f, entry) << f->page_bits, level - 1);
    }
    os->frame[frame].kind = FREE;
    note(os, (struct event){.kind = EVENT_FREE, .x = frame});
}

/* --- accesses ------------------------------------------------------------
 */

struct found {
    uint64_t pa, at[FORMAT_LEVELS], entry[FORMAT_LEVELS];
    unsigned n;
    bool ok;
};

static struct found walk(struct floor_os *os, const struct floor_process *p,
                         uint64_t va, bool writes)
{
    const struct format *f = os->f;
    unsigned shift = format_shift(f, f->levels);
    uint64_t table = p->root;
    struct found w = {0};

    for (unsigned level = f->levels; level-- > 0;) {
        uint64_t entry;

        shift -= f->index_bits[level];
        w.at[w.n] = table + format_cut(va, shift, f->index_bits[level]) *
                                f->entry_bytes;
        entry = w.entry[w.n] = load(os, w.at[w.n]);
        note(os,
             (struct event){.kind = EVENT_STEP, .a = w.at[w.n], .b = entry});
        w.n++;
        if (!(entry & f->valid))
            return w;
        table = format_ppn(f, entry) << f->page_bits;
    }
    w.ok = !writes || w.entry[w.n - 1] & f->write;
    w.pa = table | format_offset(f, va);
    return w;
}

static void mark(struct floor_os *os, const struct found *w, bool writes)
{
    for (unsigned i = os->f->rules == RULES_X86 ? 0 : w->n - 1; i < w->n;
         i++) {
        uint64_t entry = w->entry[i] | os->f->accessed;

        if (writes && i + 1 == w->n)
            entry |= os->f->dirty;
        if (entry != w->entry[i])
            store(os, w->at[i], entry);
    }
}

static void map(struct floor_os *os, const struct floor_process *p,
                uint64_t va, uint32_t frame)
{
    set(os, p, va, format_leaf(os->f, frame, PERM_R | PERM_W | PERM_U));
}

static void mend(struct floor_os *os, const struct floor_process *p,
                 uint64_t va)
{
    uint64_t at = slot(os, p, va, false);
    uint64_t entry = at == 0 ? 0 : load(os, at);
    uint32_t frame = number(os, entry), copy;

    note(os, (struct event){.kind = EVENT_FAULT, .a = va, .b = entry});
    note(os, (struct event){
                 .kind = EVENT_AREA_FOUND, .a = p->start, .b = p->end});
    if (entry == 0) {
        map(os, p, va, take(os, ANON));
    } else if (os->frame[frame].exclusive || os->frame[frame].refs == 1) {
        os->frame[frame].exclusive = true;
        map(os, p, va, frame);
    } else {
        copy = take(os, ANON);
        memcpy(bytes(os, copy), bytes(os, frame), format_page_bytes(os->f));
        note(os, (struct event){.kind = EVENT_COPY, .x = copy, .a = frame});
        map(os, p, va, copy);
    }
    note(os, (struct event){.kind = EVENT_RULE, .x = frame, .a = va});
}

uint64_t floor_os_access(struct floor_os *os, struct floor_process *p,
                         uint64_t va, bool writes, uint8_t value)
{
    struct found w;

    note(os, (struct event){.kind = EVENT_ACCESS, .a = va, .b = value});
    for (;;) {
        w = walk(os, p, va, writes);
        if (w.ok)
            break;
        if (va < p->start || va >= p->end)
            abort();
        mend(os, p, va);
        note(os, (struct event){.kind = EVENT_RETRY, .a = va});
    }
    mark(os, &w, writes);
    if (writes)
        os->ram[w.pa] = value;
    note(os,
         (struct event){.kind = EVENT_DONE, .a = w.pa, .b = os->ram[w.pa]});
    return w.pa;
}

/* --- processes -----------------------------------------------------------
 */

void floor_os_init(struct floor_os *os, const struct format *f,
                   uint32_t frames, struct trace *trace)
{
    *os = (struct floor_os){.f = f, .nframes = frames, .trace = trace};
    os->ram = mem_new((size_t)frames << f->page_bits);
    os->frame = mem_new_array(frames, sizeof *os->frame);
    os->frame[0].kind = TABLE; /* address 0 means that there is no table */
}

void floor_os_release(struct floor_os *os)
{
    free(os->ram);
    free(os->frame);
}

struct floor_process *floor_os_spawn(struct floor_os *os, uint64_t start,
                                     uint64_t end)
{
    struct floor_process *p = os->process;

    while (p->alive)
        p++;
    *p = (struct floor_process){true, 0, start, end};
    p->root = (uint64_t)take(os, TABLE) << os->f->page_bits;
    return p;
}

struct floor_process *floor_os_fork(struct floor_os *os,
                                    struct floor_process *parent)
{
    struct floor_process *child =
        floor_os_spawn(os, parent->start, parent->end);
    uint64_t page = format_page_bytes(os->f);

    for (uint64_t va = parent->start; va < parent->end; va += page) {
        uint64_t at = slot(os, parent, va, false);
        uint64_t entry = at == 0 ? 0 : load(os, at) & ~os->f->write;

        if (entry == 0)
            continue;
        set(os, parent, va, entry);
        os->frame[number(os, entry)].exclusive = false;
        set(os, child, va, entry);
    }
    return child;
}

void floor_os_discard(struct floor_os *os, struct floor_process *p,
                      uint64_t va)
{
    set(os, p, va, 0);
}

void floor_os_exit(struct floor_os *os, struct floor_process *p)
{
    uint64_t page = format_page_bytes(os->f);

    for (uint64_t va = p->start; va < p->end; va += page)
        set(os, p, va, 0);
    free_table(os, p->root, os->f->levels - 1u);
    p->alive = false;
}
