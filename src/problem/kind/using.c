/* Which pages were used, by the engine and by rounds. */
#include "problem/kind/using.h"

#include <assert.h>
#include <string.h>

#include "problem/computer.h"
#include "vm/sample.h"

enum { PAGE_BITS = 8, VPN_BITS = 4, FRAMES = 16 };

bool using_draw(struct using *u, struct rng *rng, int level)
{
    static const uint8_t length[] = {8, 12, 12, 15};
    static const uint8_t every[] = {4, 4, 4, 5};
    unsigned writes = 0;

    u->level = (uint8_t)level;
    u->pages = (uint8_t)rng_between(rng, 4, USING_PAGES);
    u->n = length[level - 1];
    u->every = every[level - 1];
    if (level == 1)
        u->every = (uint8_t)rng_between(rng, 3, 5);
    if (level > 2 && rng_below(rng, 2))
        u->every = level == 3 ? 6 : 3;
    for (unsigned i = 0; i < u->n; i++) {
        u->page[i] = (uint8_t)rng_between(rng, 1, u->pages);
        u->write[i] = rng_below(rng, 5) < 2;
        writes += u->write[i];
    }
    return writes > 1 && writes + 2 < u->n &&
           (level < 4 || using_reckon(u, 0).second > 0);
}

/* --- the engine --------------------------------------------------------- */

struct run {
    struct computer c;
    struct process *p;
    const struct using *u;
    struct using_result out;
};

static bool has_bits(const struct using *u)
{
    return u->level < 3;
}

static uint64_t address(unsigned page)
{
    return (uint64_t)page << PAGE_BITS;
}

/* Looks at accessed and dirty bits, and clears them. */
static void look(struct run *r, unsigned round)
{
    for (unsigned page = 1; page <= r->u->pages; page++) {
        struct sample s = sample_take(&r->c.m, r->p, address(page),
                                      UINT64_C(1) << PAGE_BITS);
        r->out.used[round] |= (unsigned)s.accessed << page;
        r->out.dirty |= (unsigned)s.dirty << page;
    }
}

static void allow(struct run *r, unsigned page, unsigned pages,
                  unsigned perms)
{
    struct err err = {0};
    int done = map_protect(&r->c.m, r->p, address(page),
                           (uint64_t)pages << PAGE_BITS, perms, &err);

    assert(done == 0);
    (void)done;
}

static void begin(struct run *r, const struct using *u)
{
    memset(&r->out, 0, sizeof r->out);
    r->u = u;
    if (has_bits(u))
        computer_start_as(&r->c, "toy-flags", FRAMES, false);
    else
        computer_start(&r->c, PAGE_BITS, VPN_BITS, FRAMES, false);
    r->p = computer_spawn(&r->c);
    computer_map(&r->c, r->p, 1, u->pages, 0);
    for (unsigned page = 1; page <= u->pages; page++)
        computer_touch(&r->c, r->p, page, true);
    if (has_bits(u))
        look(r, 0);
    memset(&r->out, 0, sizeof r->out);
}

static enum outcome touch(struct run *r, unsigned i)
{
    uint64_t va = address(r->u->page[i]);

    return (r->u->write[i] ? machine_store(&r->c.m, r->p, va, 1)
                           : machine_load(&r->c.m, r->p, va))
        .outcome;
}

/* The handler: what it lets pass from now on. */
static void mend(struct run *r, unsigned i, unsigned round)
{
    unsigned bit = 1u << r->u->page[i];

    r->out.faults++;
    r->out.second += (r->out.used[round] & bit) != 0;
    r->out.used[round] |= bit;
    if (r->u->write[i])
        r->out.dirty |= bit;
    allow(r, r->u->page[i], 1,
          r->u->level == 3 || (r->out.dirty & bit) ? PERM_R | PERM_W
                                                   : PERM_R);
}

struct using_result using_run(const struct using *u, bool *fault)
{
    struct run r;
    unsigned round = USING_ROUNDS;

    begin(&r, u);
    for (unsigned i = 0; i < u->n; i++) {
        bool faults;
        if (using_round(u, i) != round && !has_bits(u))
            allow(&r, 1, u->pages, 0);
        else if (using_round(u, i) != round && round < USING_ROUNDS)
            look(&r, round);
        round = using_round(u, i);
        faults = touch(&r, i) != OUTCOME_DONE;
        if (faults) {
            mend(&r, i, round);
            touch(&r, i);
        }
        if (fault != NULL)
            fault[i] = faults;
    }
    if (has_bits(u))
        look(&r, round);
    r.out.rounds = round + 1;
    if (u->level == 3)
        r.out.dirty = 0;
    computer_stop(&r.c);
    return r.out;
}

/* --- rounds ------------------------------------------------------------- */

/* What one page goes through in one round. */
struct uses {
    unsigned reads, writes;
    bool read_first;
};

static struct uses uses_of(const struct using *u, unsigned round,
                           unsigned page)
{
    struct uses s = {0, 0, false};

    for (unsigned i = 0; i < u->n; i++) {
        if (using_round(u, i) != round || u->page[i] != page)
            continue;
        if (u->write[i])
            s.writes++;
        else
            s.reads++;
        if (s.writes == 0)
            s.read_first = true;
    }
    return s;
}

struct reckoning {
    const struct using *u;
    unsigned beliefs;
    unsigned before; /* pages used in earlier rounds */
    unsigned known;  /* to be dirty when the round began */
    struct using_result out;
};

static bool believes(const struct reckoning *r, unsigned belief)
{
    return (r->beliefs & belief) != 0;
}

/* The faults by which one page's uses in a round are learned. */
static void count_faults(struct reckoning *r, struct uses s, unsigned bit)
{
    unsigned uses = s.writes + (believes(r, USING_BY_WRITES) ? 0 : s.reads);
    bool valid = believes(r, USING_NEVER_CLEAR) && (r->before & bit);

    if (believes(r, USING_PER_ACCESS))
        r->out.faults += uses;
    else
        r->out.faults += (uses > 0 && !valid) || believes(r, USING_ALL_PAGES);
    if (r->u->level < 4 || s.writes == 0 || (r->known & bit) ||
        !(s.read_first || valid) || believes(r, USING_ALL_AT_ONCE) ||
        believes(r, USING_BY_WRITES))
        return;
    r->out.second++;
    r->out.faults += !believes(r, USING_PER_ACCESS);
}

static void count_page(struct reckoning *r, unsigned round, unsigned page)
{
    struct uses s = uses_of(r->u, round, page);
    unsigned bit = 1u << page;
    bool used =
        s.writes > 0 || (s.reads > 0 && !believes(r, USING_BY_WRITES));

    if (used && !(believes(r, USING_NOT_AGAIN) && (r->before & bit)))
        r->out.used[round] |= bit;
    if (believes(r, USING_NEVER_CLEAR))
        r->out.used[round] |= r->before & bit;
    if (s.writes > 0 || (s.reads > 0 && believes(r, USING_READS_DIRTY)))
        r->out.dirty |= bit;
    if (!has_bits(r->u))
        count_faults(r, s, bit);
}

struct using_result using_reckon(const struct using *u, unsigned beliefs)
{
    struct reckoning r = {.u = u, .beliefs = beliefs};

    r.out.rounds = using_round(u, u->n - 1u) + 1;
    for (unsigned round = 0; round < r.out.rounds; round++) {
        if (believes(&r, USING_CLEAR_DIRTY))
            r.out.dirty = 0;
        r.known = r.out.dirty;
        for (unsigned page = 1; page <= u->pages; page++)
            count_page(&r, round, page);
        r.before |= r.out.used[round];
    }
    if (u->level == 3)
        r.out.dirty = 0;
    return r.out;
}
