/* Accesses to watch, some of each sort that matters. */
#include "problem/bits.h"
#include "problem/kind/watching.h"

/* What an access is there for. */
enum role {
    HIT,       /* writes to the variable */
    WIDE,      /* writes to some of its bytes, and beside it */
    SILENT,    /* writes the value that is there */
    NEAR,      /* writes to its page */
    CROSSING,  /* writes from the page before into its page */
    FAR,       /* writes to another page */
    READ,      /* reads the variable */
    READ_NEAR, /* reads in its page */
};

static unsigned below(struct rng *rng, unsigned n)
{
    return (unsigned)rng_below(rng, n);
}

static unsigned between(struct rng *rng, unsigned lo, unsigned hi)
{
    return (unsigned)rng_between(rng, lo, hi);
}

static uint64_t value_of(struct rng *rng, unsigned bytes)
{
    uint64_t value = rng_next(rng);

    return bytes == 8 ? value : low(value, 8 * bytes);
}

static unsigned page_of(unsigned va)
{
    return va >> WATCHING_PAGE_BITS;
}

/* A variable of so many bytes somewhere inside of page 1 to 14. */
static struct watching_var draw_var(struct rng *rng, unsigned page,
                                    unsigned bytes)
{
    unsigned slots = (1u << WATCHING_PAGE_BITS) / bytes;

    return (struct watching_var){
        .va = (uint16_t)(page << WATCHING_PAGE_BITS |
                         between(rng, 8, slots - 9) * bytes),
        .bytes = (uint8_t)bytes};
}

/* Two pages have room for a page that is no variable's between them. */
static bool draw_vars(struct watching *w, struct rng *rng)
{
    static const uint8_t sizes[] = {4, 4, 8, 2};
    unsigned page = between(rng, 2, 13), other = page;

    w->vars = w->level == 3 ? 2 : 1;
    w->var[0] = draw_var(rng, page, sizes[below(rng, w->level == 1 ? 3 : 4)]);
    if (w->changes)
        w->var[0].value = value_of(rng, w->var[0].bytes);
    if (w->vars == 1)
        return true;
    if (below(rng, 3) > 0)
        other = between(rng, 2, 13);
    w->var[1] = draw_var(rng, other, sizes[below(rng, 4)]);
    return (other == page || other > page + 1 || page > other + 1) &&
           (w->var[0].va > w->var[1].va + 16 ||
            w->var[1].va > w->var[0].va + 16);
}

/* In the variable's page, but beside it. */
static unsigned beside(struct rng *rng, const struct watching_var *v,
                       unsigned bytes)
{
    switch (below(rng, 3)) {
    case 0:
        return v->va + v->bytes;
    case 1:
        return v->va - bytes;
    default:
        return page_of(v->va) << WATCHING_PAGE_BITS |
               below(rng, (1u << WATCHING_PAGE_BITS) / bytes) * bytes;
    }
}

/* Where one that is to reach the variable begins: at its start, or with bytes
 * enough at some other place in it. */
static void put_hit(struct watching_access *a, struct rng *rng,
                    const struct watching_var *v)
{
    a->va = v->va;
    a->bytes = v->bytes;
    if (below(rng, 2) == 0) {
        a->bytes = 1;
        a->va = (uint16_t)(a->va + below(rng, v->bytes));
    }
}

static void put_wide(struct watching_access *a, struct rng *rng,
                     const struct watching_var *v)
{
    a->bytes = v->bytes < 8 && below(rng, 2) ? 4 : 8;
    a->va = (uint16_t)(v->va - between(rng, 1, a->bytes - 1u));
}

static void put_far(struct watching_access *a, struct rng *rng,
                    const struct watching *w, const struct watching_var *v)
{
    unsigned page;

    do
        page = between(rng, 1, 14);
    while (page == page_of(w->var[0].va) || page == page_of(w->var[1].va));
    a->va = (uint16_t)(page << WATCHING_PAGE_BITS |
                       low(v->va, WATCHING_PAGE_BITS));
    if (below(rng, 2))
        a->va ^= 0x100;
}

static struct watching_access draw(struct rng *rng, const struct watching *w,
                                   enum role role)
{
    static const uint8_t sizes[] = {1, 2, 4, 8};
    const struct watching_var *v = &w->var[below(rng, w->vars)];
    struct watching_access a = {.write = role < READ,
                                .bytes = sizes[below(rng, 4)]};

    switch (role) {
    case HIT:
    case SILENT:
    case READ:
        put_hit(&a, rng, v);
        break;
    case WIDE:
        put_wide(&a, rng, v);
        break;
    case CROSSING:
        a.bytes = below(rng, 2) ? 8 : 4;
        a.va = (uint16_t)((page_of(v->va) << WATCHING_PAGE_BITS) -
                          between(rng, 1, a.bytes - 1u));
        break;
    case FAR:
        put_far(&a, rng, w, v);
        break;
    default:
        a.va = (uint16_t)beside(rng, v, a.bytes);
        break;
    }
    return a;
}

/* Whether an access that is to miss the variables hits one. */
static bool strays(const struct watching *w, const struct watching_access *a,
                   enum role role)
{
    bool hits = false;

    for (unsigned i = 0; i < w->vars; i++)
        hits |= watching_overlap(a, &w->var[i]);
    return hits && role != HIT && role != WIDE && role != SILENT &&
           role != READ;
}

/* The bytes of the only variable from `at` on, after all that was written up
 * to access n. */
static uint64_t value_there(const struct watching *w, unsigned n, unsigned at,
                            unsigned bytes)
{
    uint64_t value = 0;

    for (unsigned k = 0; k < bytes; k++) {
        unsigned va = at + k;
        uint64_t byte = w->var[0].value >> 8 * (va - w->var[0].va);
        for (unsigned i = 0; i < n; i++)
            if (w->at[i].write && va >= w->at[i].va &&
                va < (unsigned)w->at[i].va + w->at[i].bytes)
                byte = w->at[i].value >> 8 * (va - w->at[i].va);
        value |= (byte & 0xff) << 8 * k;
    }
    return value;
}

static void shuffle(uint8_t *role, unsigned n, struct rng *rng)
{
    for (unsigned i = n - 1; i > 0; i--) {
        unsigned k = below(rng, i + 1);
        uint8_t kept = role[i];
        role[i] = role[k];
        role[k] = kept;
    }
}

/* What every level has; the rest are any of the first five columns. */
static const struct {
    uint8_t n, given;
    uint8_t role[7];
} mixes[] = {
    {6, 4, {HIT, NEAR, FAR, READ}},
    {7, 5, {HIT, NEAR, FAR, READ, WIDE}},
    {8, 6, {HIT, NEAR, FAR, READ, WIDE, CROSSING}},
    {9, 7, {HIT, NEAR, FAR, READ, WIDE, SILENT, SILENT}},
};

bool watching_draw(struct watching *w, struct rng *rng, int level)
{
    static const uint8_t more[] = {HIT, HIT, NEAR, FAR, READ, READ_NEAR};
    uint8_t role[WATCHING_ACCESSES];

    w->level = (uint8_t)level;
    w->changes = level == 4;
    if (!draw_vars(w, rng))
        return false;
    w->n = mixes[level - 1].n;
    for (unsigned i = 0; i < w->n; i++)
        role[i] = i < mixes[level - 1].given ? mixes[level - 1].role[i]
                                             : more[below(rng, 6)];
    shuffle(role, w->n, rng);
    for (unsigned i = 0; i < w->n; i++) {
        struct watching_access *a = &w->at[i];
        *a = draw(rng, w, role[i]);
        if (strays(w, a, role[i]))
            return false;
        if (w->changes && a->write)
            a->value = role[i] == SILENT ? value_there(w, i, a->va, a->bytes)
                                         : value_of(rng, a->bytes);
    }
    return true;
}
