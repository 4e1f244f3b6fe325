#include "vm/share.h"

#include "vm/apply.h"
#include "vm/map.h"
#include "vm/table.h"

static uint64_t at(const struct share *s, unsigned page)
{
    return s->va + page * s->page_bytes;
}

static void tell(const struct share *s, unsigned who, enum message message,
                 unsigned from, unsigned to, unsigned page,
                 enum share_state state)
{
    machine_tell(s->node[who].m, (struct event){.kind = EVENT_MESSAGE,
                                                .level = (uint8_t)message,
                                                .process = s->node[who].p->id,
                                                .x = from << 16 | to,
                                                .a = page,
                                                .b = state});
}

/* --- one machine's page table --------------------------------------------
 */

/* What a page may be used for in that state. */
static unsigned perms(enum share_state state)
{
    return state == SHARE_W ? PERM_R | PERM_W : state == SHARE_R ? PERM_R : 0;
}

/* False when the list of areas is full. A page that becomes invalid goes. */
static bool set_state(struct share *s, unsigned machine, unsigned page,
                      enum share_state state)
{
    const struct share_node *node = &s->node[machine];
    struct err err;

    if (map_protect(node->m, node->p, at(s, page), s->page_bytes,
                    perms(state), &err) < 0)
        return false;
    if (state == SHARE_I)
        map_advise(node->m, node->p, at(s, page), s->page_bytes,
                   ADVICE_DISCARD, NULL, &err);
    s->state[machine][page] = (uint8_t)state;
    return true;
}

/* The page's first byte in RAM, brought there if need be; false when no frame
 * is left. */
static bool reach(const struct share *s, unsigned machine, unsigned page,
                  enum access access, uint64_t *pa)
{
    const struct share_node *node = &s->node[machine];
    struct result r = machine_access(
        node->m, node->p,
        (struct request){
            .access = access, .kernel = true, .bytes = 1, .va = at(s, page)});

    *pa = r.pa;
    return r.outcome == OUTCOME_DONE;
}

/* Stores into a page of zeros what another machine has there. */
static void fill(const struct share *s, unsigned to, uint64_t dst,
                 const struct phys *from, uint64_t src)
{
    uint64_t end = src + s->page_bytes;
    unsigned unit = s->page_bytes < 8 ? (unsigned)s->page_bytes : 8;

    for (uint64_t i = src; i < end; i += unit) {
        uint64_t value;
        i = phys_skip_zero(from, i, end);
        i -= (i - src) % unit;
        if (i >= end)
            break;
        value = phys_load(from, i, unit);
        if (value != 0)
            machine_do(s->node[to].m,
                       (struct event){.kind = EVENT_STORE,
                                      .process = s->node[to].p->id,
                                      .x = unit,
                                      .a = dst + (i - src),
                                      .b = value});
    }
}

/* Gives a machine that has none a copy of the page. */
static bool send(struct share *s, unsigned from, unsigned to, unsigned page)
{
    uint64_t src, dst;

    if (!reach(s, from, page, ACCESS_LOAD, &src) ||
        !set_state(s, to, page, SHARE_W))
        return false;
    if (!reach(s, to, page, ACCESS_STORE, &dst)) {
        set_state(s, to, page, SHARE_I);
        return false;
    }
    fill(s, to, dst, &s->node[from].m->ram, src);
    return true;
}

/* --- the protocol --------------------------------------------------------
 */

/* Asks the owner for the page, whose state there is `left` from then on. */
static bool fetch(struct share *s, unsigned machine, unsigned page,
                  enum share_state want, enum share_state left)
{
    unsigned owner = s->owner[page];

    tell(s, machine, MESSAGE_REQ, machine, owner, page, left);
    if (!send(s, owner, machine, page) || !set_state(s, owner, page, left))
        return false;
    tell(s, machine, MESSAGE_DATA, owner, machine, page, want);
    return true;
}

static bool read_fault(struct share *s, unsigned machine, unsigned page)
{
    return fetch(s, machine, page, SHARE_R, SHARE_R) &&
           set_state(s, machine, page, SHARE_R);
}

static bool write_fault(struct share *s, unsigned machine, unsigned page)
{
    if (s->state[machine][page] == SHARE_I &&
        !fetch(s, machine, page, SHARE_W, SHARE_I))
        return false;
    for (unsigned i = 0; i < s->n; i++) {
        if (i == machine || s->state[i][page] == SHARE_I)
            continue;
        tell(s, machine, MESSAGE_INVAL, machine, i, page, SHARE_I);
        if (!set_state(s, i, page, SHARE_I))
            return false;
        tell(s, machine, MESSAGE_ACK, i, machine, page, SHARE_W);
    }
    s->owner[page] = (uint8_t)machine;
    return set_state(s, machine, page, SHARE_W);
}

/* Whether the signal comes from the sharing, and could be mended. */
static bool mend(struct share *s, unsigned machine, struct request q,
                 const struct result *r)
{
    uint64_t page = (r->fault_va - s->va) / s->page_bytes;

    if (r->outcome != OUTCOME_SEGV_ACCERR || r->fault_va < s->va ||
        page >= s->pages)
        return false;
    if (q.access == ACCESS_STORE)
        return s->state[machine][page] != SHARE_W &&
               write_fault(s, machine, (unsigned)page);
    return s->state[machine][page] == SHARE_I &&
           read_fault(s, machine, (unsigned)page);
}

struct result share_access(struct share *s, unsigned machine,
                           struct request request)
{
    const struct share_node *node = &s->node[machine];
    uint32_t faults = 0;

    for (;;) {
        struct result r = machine_access(node->m, node->p, request);
        if (!mend(s, machine, request, &r)) {
            r.faults += faults;
            return r;
        }
        faults += r.faults + 1;
    }
}

/* --- beginning and end ---------------------------------------------------
 */

static int check(const struct share_node *nodes, unsigned n, unsigned pages,
                 struct err *err)
{
    if (n < 1 || n > SHARE_MACHINES || pages < 1 || pages > SHARE_PAGES)
        return err_set(err, ERR_USAGE,
                       "1 to %d machines can share 1 to %d pages.",
                       SHARE_MACHINES, SHARE_PAGES);
    for (unsigned i = 1; i < n; i++)
        if (nodes[i].m->page_bytes != nodes[0].m->page_bytes)
            return err_set(err, ERR_USAGE,
                           "Machines with pages of %llu and of %llu bytes "
                           "can't share memory.",
                           (unsigned long long)nodes[0].m->page_bytes,
                           (unsigned long long)nodes[i].m->page_bytes);
    return 0;
}

static void unmap(const struct share *s, unsigned n)
{
    struct err ignored;

    for (unsigned i = 0; i < n; i++)
        map_remove(s->node[i].m, s->node[i].p, s->va,
                   s->pages * s->page_bytes, &ignored);
}

int share_init(struct share *s, const struct share_node *nodes, unsigned n,
               uint64_t va, unsigned pages, struct err *err)
{
    struct mapping map = {.va = va, .object = NO_OBJECT};

    if (check(nodes, n, pages, err) < 0)
        return -1;
    *s = (struct share){.n = n,
                        .va = va,
                        .pages = pages,
                        .page_bytes = nodes[0].m->page_bytes};
    map.bytes = pages * s->page_bytes;
    for (unsigned i = 0; i < n; i++) {
        s->node[i] = nodes[i];
        map.flags = perms(i == 0 ? SHARE_W : SHARE_I);
        if (map_area(nodes[i].m, nodes[i].p, &map, NULL, err) < 0) {
            unmap(s, i);
            return -1;
        }
    }
    for (unsigned page = 0; page < pages; page++)
        s->state[0][page] = SHARE_W;
    return 0;
}

void share_release(struct share *s)
{
    unmap(s, s->n);
    *s = (struct share){0};
}

/* --- the invariant -------------------------------------------------------
 */

static bool wrong(struct err *err, unsigned page, const char *what)
{
    err_set(err, ERR_IO, "Shared page %u: %s.", page, what);
    return false;
}

static bool states_ok(const struct share *s, unsigned page, struct err *err)
{
    unsigned n[SHARE_W + 1] = {0};

    for (unsigned i = 0; i < s->n; i++)
        n[s->state[i][page]]++;
    if (n[SHARE_W] > 1 || (n[SHARE_W] == 1 && n[SHARE_R] > 0))
        return wrong(err, page, "there is a writer beside others");
    if (n[SHARE_W] + n[SHARE_R] == 0)
        return wrong(err, page, "nobody has it");
    if (s->state[s->owner[page]][page] == SHARE_I)
        return wrong(err, page, "its owner has no copy");
    return true;
}

static bool entry_ok(const struct share *s, unsigned machine, unsigned page,
                     struct err *err)
{
    const struct share_node *node = &s->node[machine];
    const struct area *a = area_find(node->p, at(s, page));
    enum share_state state = s->state[machine][page];
    uint64_t entry = table_look(node->m, node->p, at(s, page));

    if (a == NULL || (a->flags & (unsigned)AREA_PERMS) != perms(state))
        return wrong(err, page, "its area has other permissions");
    if (state == SHARE_I && entry != 0)
        return wrong(err, page, "an invalid copy is still mapped");
    if (state == SHARE_R && entry & node->m->format->valid &&
        entry & node->m->format->write)
        return wrong(err, page, "a copy to read may be written");
    return true;
}

/* The byte that a copy holds, wherever the page is; one that was never
 * touched is zeros. */
static unsigned byte_of(const struct share *s, unsigned machine,
                        unsigned page, uint64_t offset)
{
    struct machine *m = s->node[machine].m;
    uint64_t entry = table_look(m, s->node[machine].p, at(s, page));
    uint32_t frame = page_frame(m, entry), slot = page_slot(m, entry);

    if (frame != NO_FRAME)
        return (unsigned)phys_load(&m->ram, frame * s->page_bytes + offset,
                                   1);
    if (slot != NO_SLOT)
        return (unsigned)phys_load(&m->swap.disk,
                                   slot * s->page_bytes + offset, 1);
    return 0;
}

static bool copies_ok(const struct share *s, unsigned page, struct err *err)
{
    unsigned owner = s->owner[page];

    for (unsigned i = 0; i < s->n; i++) {
        if (s->state[i][page] != SHARE_R)
            continue;
        for (uint64_t k = 0; k < s->page_bytes; k++)
            if (byte_of(s, i, page, k) != byte_of(s, owner, page, k))
                return wrong(err, page, "two copies differ");
    }
    return true;
}

bool share_ok(const struct share *s, struct err *err)
{
    for (unsigned page = 0; page < s->pages; page++) {
        if (!states_ok(s, page, err) || !copies_ok(s, page, err))
            return false;
        for (unsigned i = 0; i < s->n; i++)
            if (!entry_ok(s, i, page, err))
                return false;
    }
    return true;
}

const char *share_state_name(enum share_state state)
{
    static const char *const names[] = {"I", "R", "W"};

    return names[state];
}

const char *message_name(enum message message)
{
    static const char *const names[] = {"req", "data", "inval", "ack"};

    return names[message];
}
