/* MMAPOFF solved: by the engine, and by arithmetic as one who believes this
 * or that. */
#include "problem/kind/mmapoff.h"

/* --- the engine --------------------------------------------------------- */

struct process *off_start(struct computer *c, const struct mmapoff *m)
{
    struct mapping map = {.va = (uint64_t)m->vpn << m->page_bits,
                          .bytes = m->length,
                          .flags = PERM_R | PERM_W | AREA_SHARED,
                          .page_offset = m->offset >> m->page_bits};
    struct process *p;
    struct err err = {0};
    int done;

    computer_start(c, m->page_bits, OFF_VPN_BITS, 48, false);
    map.object =
        object_new(&c->m, OBJECT_FILE, "file", off_pages_of(m, m->size));
    p = computer_spawn(c);
    done = map_area(&c->m, p, &map, NULL, &err);
    assert(done == 0);
    (void)done;
    return p;
}

/* Loads p[i]: *byte gets which byte of the file is there, counted on behind
 * its end. */
enum word off_load(struct computer *c, struct process *p,
                   const struct mmapoff *m, uint32_t i, uint64_t *byte)
{
    struct result r =
        machine_load(&c->m, p, ((uint64_t)m->vpn << m->page_bits) + i);

    if (r.outcome == OUTCOME_BUS)
        return WORD_SIGBUS;
    if (r.outcome != OUTCOME_DONE)
        return WORD_SIGSEGV;
    *byte =
        ((uint64_t)c->m.frame[r.pa >> m->page_bits].page << m->page_bits) +
        low(r.pa, m->page_bits);
    return *byte < m->size ? WORD_FILE_DATA : WORD_ZERO;
}

/* How many pages the process has mapped. */
static uint64_t mapped_pages(const struct mmapoff *m, const struct process *p)
{
    return (p->areas[0].end - p->areas[0].start) >> m->page_bits;
}

void mmapoff_solve(const void *params, struct answers *out)
{
    const struct mmapoff *m = params;
    struct computer c;
    struct process *p = off_start(&c, m);
    uint64_t byte = 0;

    if (m->level == 4) {
        answer_number(out, m->offset);
        answer_number(out, m->length);
        answer_number(out, m->lead);
    }
    if (m->level == 2 || m->level == 4)
        answer_number(out, mapped_pages(m, p));
    off_load(&c, p, m, m->at[0], &byte);
    if (m->level < 4)
        answer_number(out, byte);
    for (unsigned i = 1; i < m->places; i++)
        answer_word(out, off_load(&c, p, m, m->at[i], &byte));
    if (m->level == 3) {
        answer_number(out, m->size);
        answer_yes(out, low(m->trial, m->page_bits) == 0);
    }
    out->steps = out->n;
    computer_stop(&c);
}

/* --- by arithmetic ------------------------------------------------------ */

/* The call as somebody would make it. */
struct asked_call {
    uint64_t offset, length, lead, pages;
};

static struct asked_call call(const struct mmapoff *m, unsigned beliefs)
{
    uint64_t first = (uint64_t)m->offset + m->lead;
    uint64_t last = (uint64_t)m->offset + m->length - 1;
    struct asked_call c = {.lead = first % off_page_bytes(m)};

    if (m->level == 4 && (beliefs & OFF_ANY_OFFSET))
        c.lead = 0;
    c.offset = first - c.lead;
    c.length = last - c.offset + (beliefs & OFF_LAST_OUT ? 0 : 1);
    c.pages = c.length / off_page_bytes(m);
    if (c.length % off_page_bytes(m) != 0 && !(beliefs & OFF_ENDS_EARLY))
        c.pages++;
    return c;
}

static uint64_t byte_of(const struct mmapoff *m, const struct asked_call *c,
                        uint32_t i, unsigned beliefs)
{
    if (beliefs & OFF_NO_OFFSET)
        return i;
    return (beliefs & OFF_IN_PAGES ? c->offset / off_page_bytes(m)
                                   : c->offset) +
           i;
}

static enum word class_of(const struct mmapoff *m, const struct asked_call *c,
                          uint32_t i, unsigned beliefs)
{
    uint64_t byte = byte_of(m, c, i, beliefs);
    uint64_t end = c->pages * off_page_bytes(m);

    if (i >= (beliefs & OFF_ENDS_AT_LENGTH ? c->length : end))
        return WORD_SIGSEGV;
    if (byte < m->size)
        return WORD_FILE_DATA;
    if (beliefs & OFF_EOF_SEGV)
        return WORD_SIGSEGV;
    if (beliefs & OFF_EOF_BUS)
        return WORD_SIGBUS;
    if (beliefs & OFF_EOF_ZERO)
        return WORD_ZERO;
    return byte / off_page_bytes(m) > (m->size - 1) / off_page_bytes(m)
               ? WORD_SIGBUS
               : WORD_ZERO;
}

bool mmapoff_believe(const void *params, unsigned beliefs,
                     struct answers *out)
{
    const struct mmapoff *m = params;
    struct asked_call c = call(m, beliefs);

    if (m->level == 4) {
        answer_number(out, beliefs & OFF_IN_PAGES
                               ? c.offset / off_page_bytes(m)
                               : c.offset);
        answer_number(out, c.length);
        answer_number(out, c.lead);
    }
    if (m->level == 2 || m->level == 4)
        answer_number(out, c.pages);
    if (m->level < 4)
        answer_number(out, byte_of(m, &c, m->at[0], beliefs));
    for (unsigned i = 1; i < m->places; i++)
        answer_word(out, class_of(m, &c, m->at[i], beliefs));
    if (m->level == 3) {
        answer_number(out, beliefs & OFF_GROWS
                               ? byte_of(m, &c, m->at[1], 0) + 1
                               : m->size);
        answer_yes(out, m->trial % off_page_bytes(m) == 0 ||
                            (beliefs & OFF_ANY_OFFSET) != 0);
    }
    return true;
}

/* Length, index and pages follow from the offset and length before them. */
bool mmapoff_follow(const void *params, unsigned part,
                    const struct answers *given, struct answers *out)
{
    const struct mmapoff *m = params;
    uint64_t first = (uint64_t)m->offset + m->lead, from;
    uint64_t behind = (uint64_t)m->offset + m->length;

    if (m->level != 4 || part < 1 || part > 3 ||
        given->at[part == 3].kind != VALUE_NUMBER ||
        !num_is_whole(given->at[part == 3].number, &from))
        return false;
    if (part == 3)
        answer_number(out, divide_up(from, off_page_bytes(m)));
    else if (from > first)
        return false;
    else
        answer_number(out, part == 1 ? behind - from : first - from);
    return true;
}
