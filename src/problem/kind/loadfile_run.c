#include "problem/kind/loadfile_run.h"

#include <string.h>

#include "problem/computer.h"
#include "vm/exec.h"

enum { BASE = 16, PAGE_BITS = 8, FRAMES = 128 };

unsigned load_file_pages(const struct loadfile *l)
{
    return l->pages[TEXT] + (unsigned)l->pages[DATA];
}

unsigned load_all_pages(const struct loadfile *l)
{
    return load_file_pages(l) + l->pages[BSS];
}

enum section load_section_of(const struct loadfile *l, unsigned page)
{
    return page < l->pages[TEXT]       ? TEXT
           : page < load_file_pages(l) ? DATA
                                       : BSS;
}

bool load_asks_more(const struct loadfile *l)
{
    return l->level >= 3;
}

/* --- the engine --------------------------------------------------------- */

struct run {
    struct computer c;
    struct process *process[LOAD_PROCESSES];
    int file;
};

static unsigned use(struct run *r, unsigned who, unsigned page, bool write)
{
    return computer_touch(&r->c, r->process[who], BASE + page, write);
}

static void begin(struct run *r, const struct loadfile *l)
{
    struct err err = {0};

    computer_start(&r->c, PAGE_BITS, 8, FRAMES, true);
    r->file = object_new(&r->c.m, OBJECT_FILE, "program", load_file_pages(l));
    for (unsigned q = 0; q < LOAD_PROCESSES; q++) {
        r->process[q] = computer_spawn(&r->c);
        exec_image(&r->c.m, r->process[q],
                   &(struct image){.object = r->file,
                                   .base = (uint64_t)BASE << PAGE_BITS,
                                   .text = l->pages[TEXT],
                                   .data = l->pages[DATA],
                                   .bss = l->pages[BSS],
                                   .stack = 1},
                   &err);
    }
    for (unsigned page = 0; page < load_all_pages(l); page++)
        if (l->before[page] != NEVER)
            use(r, A, page, l->before[page] == WRITES);
}

/* Frames that both processes have, but for the page of zeros. */
static unsigned shared(struct run *r, const struct loadfile *l)
{
    unsigned n = 0;

    for (unsigned page = 0; page < load_all_pages(l); page++) {
        uint32_t f = computer_frame(&r->c, r->process[A], BASE + page);
        n += f != NO_FRAME && f != r->c.m.zero &&
             f == computer_frame(&r->c, r->process[B], BASE + page);
    }
    return n;
}

void load_run(const struct loadfile *l, struct answers *out)
{
    struct run r;

    begin(&r, l);
    for (unsigned i = 0; i < l->n; i++) {
        bool absent =
            l->page[i] < load_file_pages(l) &&
            object_frame(&r.c.m, r.file, l->page[i], false) == NO_FRAME;
        unsigned faults = use(&r, l->who[i], l->page[i], l->write[i]);
        answer_word(out, faults == 0 ? WORD_NO_FAULT
                         : absent    ? WORD_MAJOR
                                     : WORD_MINOR);
    }
    if (load_asks_more(l))
        answer_number(out, shared(&r, l));
    computer_stop(&r.c);
    out->steps = l->n;
}

/* --- by hand, also as one who believes something else ------------------- */

static void cache(struct load_hand *h, unsigned who, unsigned page)
{
    h->cached[who][page] = true;
    if (!(h->beliefs & LOAD_OWN_DISK))
        h->cached[1 - who][page] = true;
}

enum word load_touch(struct load_hand *h, unsigned who, unsigned page,
                     bool write)
{
    enum section section = load_section_of(h->l, page);
    uint8_t *has = &h->has[who][page], was = *has;
    bool in_file = section != BSS || (h->beliefs & LOAD_BSS_DISK) != 0;
    bool major = was == NOTHING && in_file && !h->cached[who][page];

    if (write && !(h->beliefs & LOAD_DATA_SHARED))
        *has = OWN;
    else if (was == NOTHING)
        *has = COMMON;
    cache(h, who, page);
    if (h->beliefs & LOAD_SECTIONS_IN && was == NOTHING)
        for (unsigned i = 0; i < load_all_pages(h->l); i++)
            if (load_section_of(h->l, i) == section &&
                h->has[who][i] == NOTHING) {
                h->has[who][i] = COMMON;
                cache(h, who, i);
            }
    if (was == OWN ||
        (was == COMMON && (!write || h->beliefs & LOAD_WRITE_FREE)))
        return h->beliefs & LOAD_REFAULTS ? WORD_MINOR : WORD_NO_FAULT;
    return major ? WORD_MAJOR : WORD_MINOR;
}

/* As it is when the accesses begin. */
struct load_hand load_start(const struct loadfile *l, unsigned beliefs)
{
    struct load_hand h = {.l = l, .beliefs = beliefs};

    if (beliefs & LOAD_AT_EXEC)
        memset(h.has, COMMON, sizeof h.has);
    for (unsigned page = 0; page < load_all_pages(l); page++)
        if (l->before[page] != NEVER)
            load_touch(&h, A, page, l->before[page] == WRITES);
    return h;
}

bool load_believing(const void *params, unsigned beliefs, struct answers *out)
{
    const struct loadfile *l = params;
    struct load_hand h = load_start(l, beliefs);
    unsigned n = 0;

    for (unsigned i = 0; i < l->n; i++)
        answer_word(out, load_touch(&h, l->who[i], l->page[i], l->write[i]));
    for (unsigned page = 0; page < load_file_pages(l); page++)
        n += h.has[A][page] == COMMON && h.has[B][page] == COMMON;
    if (load_asks_more(l))
        answer_number(out, n);
    return true;
}
