/* The engine, and the same by hand. */
#include "problem/kind/cow_entries.h"
#include "problem/computer.h"

/* The entries of the page, by process. */
struct entries {
    uint64_t w[COW_PROCESSES], ppn[COW_PROCESSES];
};

/* --- the engine --------------------------------------------------------- */

enum {
    PAGE_BITS = 8,
    FRAMES = 256,
    TABLES = ENTRIES_PPNS /* the frames behind */
};

static bool is_writable(struct computer *c, struct process *p, uint64_t vpn)
{
    return table_look(&c->m, p, vpn << PAGE_BITS) & c->format.write;
}

static void put_entries(struct computer *c, struct process *const *process,
                        const struct cow_entries *b, struct answers *out)
{
    for (unsigned q = 0; q < b->processes; q++) {
        answer_number(out, is_writable(c, process[q], b->page));
        answer_number(out, computer_frame(c, process[q], b->page));
    }
}

/* P with the page in its frame, and the code, then the forks. */
static void begin(struct computer *c, struct process **process,
                  const struct cow_entries *b)
{
    struct err err = {0};

    computer_start(c, PAGE_BITS, ENTRIES_VPN_BITS, FRAMES, false);
    c->m.next_frame = TABLES;
    process[0] = computer_spawn(c);
    computer_map(c, process[0], b->page, 1, 0);
    computer_map(c, process[0], b->code, 1, 0);
    c->m.next_frame = b->ppn;
    computer_touch(c, process[0], b->page, true);
    c->m.next_frame = b->code_ppn;
    computer_touch(c, process[0], b->code, true);
    map_protect(&c->m, process[0], (uint64_t)b->code << PAGE_BITS,
                UINT64_C(1) << PAGE_BITS, PERM_R | PERM_X, &err);
    c->m.next_frame = TABLES;
    process[1] = computer_fork(c, process[0]);
    if (b->processes > 2)
        process[2] = computer_fork(c, process[b->parent]);
}

void entries_run(const struct cow_entries *b, struct answers *out)
{
    struct process *process[COW_PROCESSES];
    struct computer c;
    unsigned used = 0;

    begin(&c, process, b);
    put_entries(&c, process, b, out);
    for (unsigned i = 0; i < b->n; i++) {
        struct process *p = process[b->who[i]];
        uint32_t before = computer_frame(&c, p, b->page);
        c.m.next_frame = b->free[used];
        computer_touch(&c, p, b->page, b->write[i]);
        used += computer_frame(&c, p, b->page) != before;
        put_entries(&c, process, b, out);
    }
    if (entries_have_code(b))
        for (unsigned q = 0; q < b->processes; q++)
            answer_number(out, is_writable(&c, process[q], b->code));
    computer_stop(&c);
    out->steps = (b->n + 1u) * b->processes;
}

/* --- by hand, also as one who believes something else ------------------- */

static unsigned other_holder(const struct cow_entries *b,
                             const struct entries *e, unsigned who)
{
    for (unsigned q = 0; q < b->processes; q++)
        if (q != who && e->ppn[q] == e->ppn[who])
            return q;
    return who;
}

/* A read or write; false when no free page was taken. */
static bool touch(const struct cow_entries *b, unsigned event, uint64_t free,
                  unsigned beliefs, struct entries *e)
{
    unsigned who = b->who[event], other = other_holder(b, e, who);
    bool copy = other != who;

    if (!b->write[event] && !(beliefs & ENTRIES_READ_COPIES))
        return false;
    if (e->w[who] && !(beliefs & ENTRIES_EVERY_WRITE))
        return false;
    copy = copy || beliefs & ENTRIES_EVERY_FAULT || e->w[who];
    e->w[who] = 1;
    if (!copy)
        return false;
    if (beliefs & ENTRIES_BOTH_WRITE && other != who)
        e->w[other] = 1;
    e->ppn[beliefs & ENTRIES_OTHER_MOVES ? other : who] = free;
    return true;
}

static void put(const struct cow_entries *b, const struct entries *e,
                struct answers *out)
{
    for (unsigned q = 0; q < b->processes; q++) {
        answer_number(out, e->w[q]);
        answer_number(out, e->ppn[q]);
    }
}

bool entries_believing(const void *params, unsigned beliefs,
                       struct answers *out)
{
    const struct cow_entries *b = params;
    struct entries e = {{0}, {0}};
    unsigned used = 0;

    for (unsigned q = 0; q < b->processes; q++) {
        e.w[q] = (beliefs & ENTRIES_FORK_COPIES) != 0;
        e.ppn[q] = q > 0 && e.w[q] ? b->free[used++] : b->ppn;
    }
    e.w[0] |= (beliefs & ENTRIES_PARENT_STAYS) != 0;
    put(b, &e, out);
    for (unsigned i = 0; i < b->n; i++) {
        used += touch(b, i, b->free[used], beliefs, &e);
        put(b, &e, out);
    }
    if (entries_have_code(b))
        for (unsigned q = 0; q < b->processes; q++)
            answer_number(out, (beliefs & ENTRIES_CODE_WRITES) != 0);
    return true;
}

/* --- what follows from a wrong row -------------------------------------- */

static bool given_number(const struct answers *given, unsigned part,
                         uint64_t most, uint64_t *out)
{
    return part < given->n && given->at[part].kind == VALUE_NUMBER &&
           num_is_whole(given->at[part].number, out) && *out <= most;
}

/* The row above as it was answered. */
static bool given_row(const struct cow_entries *b,
                      const struct answers *given, unsigned row,
                      struct entries *out)
{
    unsigned part = row * 2u * b->processes;

    for (unsigned q = 0; q < b->processes; q++)
        if (!given_number(given, part + 2 * q, 1, &out->w[q]) ||
            !given_number(given, part + 2 * q + 1, UINT8_MAX, &out->ppn[q]))
            return false;
    return true;
}

/* The first of the free pages that no row up to this one has. */
static uint64_t next_free(const struct cow_entries *b,
                          const struct answers *given, unsigned row)
{
    for (unsigned i = 0; i < ENTRIES_FREE; i++) {
        bool used = false;
        for (unsigned r = 0; r <= row; r++) {
            struct entries e;
            if (!given_row(b, given, r, &e))
                continue;
            for (unsigned q = 0; q < b->processes; q++)
                used |= e.ppn[q] == b->free[i];
        }
        if (!used)
            return b->free[i];
    }
    return b->free[ENTRIES_FREE - 1];
}

bool entries_follow(const struct cow_entries *b, unsigned part,
                    const struct answers *given, struct answers *out)
{
    unsigned row = part / (2u * b->processes),
             at = part % (2u * b->processes);
    struct entries e;

    if (row == 0 || row > b->n || !given_row(b, given, row - 1, &e))
        return false;
    touch(b, row - 1, next_free(b, given, row - 1), 0, &e);
    answer_number(out, at % 2 == 0 ? e.w[at / 2] : e.ppn[at / 2]);
    return true;
}
