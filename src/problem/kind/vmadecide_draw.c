/* Drawing what VMADECIDE asks about. */
#include <string.h>

#include "problem/kind/vmadecide.h"

/* --- drawing an address space ------------------------------------------- */

static unsigned between(struct rng *rng, unsigned lo, unsigned hi)
{
    return (unsigned)rng_between(rng, lo, hi);
}

/* Puts an area of so many pages at *at, which gets its end. */
static void put_area(struct decide *d, unsigned area, unsigned *at,
                     unsigned pages, unsigned perms)
{
    d->area[area].first = (uint8_t)*at;
    d->area[area].end = (uint8_t)(*at + pages);
    d->area[area].perms = (uint8_t)perms;
    *at += pages;
}

static void draw_program(struct decide *d, struct rng *rng)
{
    static const uint8_t perms[] = {PERM_R | PERM_X, PERM_R, PERM_R | PERM_W};
    unsigned at = between(rng, 0x08, 0x20), pages = 0;

    for (unsigned i = TEXT; i <= DATA; i++) {
        unsigned size = between(rng, i == TEXT ? 2 : 1, i == TEXT ? 4 : 2);
        put_area(d, i, &at, size, perms[i]);
        d->area[i].file = PROG;
        d->area[i].file_page = (uint8_t)pages;
        pages += size;
    }
    d->file_pages[PROG] = (uint8_t)pages;
    at += between(rng, 1, 8);
    put_area(d, HEAP, &at, between(rng, 3, 6), PERM_R | PERM_W);
}

/* The view of the notes goes on behind the end of the file. */
static void draw_mappings(struct decide *d, struct rng *rng)
{
    static const uint8_t perms[] = {0, PERM_R, PERM_R | PERM_W,
                                    PERM_R | PERM_W};
    unsigned at = d->area[HEAP].end + between(rng, 4, 0x20);
    unsigned skipped = between(rng, 0, 3), seen = between(rng, 2, 4);
    unsigned pages = seen + between(rng, 1, 2);
    struct decide_area *view = &d->area[VIEW];

    put_area(d, VIEW, &at, pages, perms[between(rng, 1, 3)]);
    view->file = NOTES;
    view->file_page = (uint8_t)skipped;
    view->shared = (uint8_t)rng_below(rng, 2);
    d->file_pages[NOTES] = (uint8_t)(skipped + seen);
    at += between(rng, 1, 8);
    pages = between(rng, 2, 5);
    put_area(d, ROOM, &at, pages, perms[between(rng, 0, 3)]);
    at = between(rng, 0xd8, 0xf0);
    put_area(d, STACK, &at, between(rng, 2, 4), PERM_R | PERM_W);
}

static void draw_frames(struct decide *d, struct rng *rng)
{
    d->file_frame[PROG] = (uint8_t)between(rng, 0x20, 0x27);
    d->file_frame[NOTES] = (uint8_t)between(rng, 0x30, 0x38);
    d->first_free = (uint8_t)between(rng, 0x40, 0x6f);
}

/* --- drawing faults ----------------------------------------------------- */

/* What there may be for a fault to end in that action. */
static const struct recipe {
    uint8_t action, has;
} recipes[] = {
    {WORD_NO_AREA, HAS_NOTHING}, {WORD_FORBIDDEN, HAS_NOTHING},
    {WORD_FORBIDDEN, HAS_FILE},  {WORD_FORBIDDEN, HAS_ZERO},
    {WORD_ZEROS, HAS_NOTHING},   {WORD_MAP, HAS_NOTHING},
    {WORD_SIGBUS, HAS_NOTHING},  {WORD_COPY, HAS_NOTHING},
    {WORD_COPY, HAS_COMMON},     {WORD_COPY, HAS_FILE},
    {WORD_COPY, HAS_ZERO},       {WORD_SWAP_IN, HAS_SWAPPED},
    {WORD_GROW, HAS_NOTHING},    {WORD_REUSE, HAS_LAST},
    {WORD_RETRY, HAS_OWN},       {WORD_RETRY, HAS_FILE},
    {WORD_RETRY, HAS_COMMON},
};
enum { RECIPES = sizeof recipes / sizeof *recipes };

/* Whether the area can have such a page. */
static bool can_have(const struct decide *d, const struct decide_area *a,
                     unsigned vpn, unsigned has)
{
    bool in_file = a->file != NO_FILE &&
                   decide_file_page(a, vpn) < d->file_pages[a->file];

    switch (has) {
    case HAS_NOTHING:
        return true;
    case HAS_FILE:
        return in_file;
    case HAS_ZERO:
        return a->file == NO_FILE && (a->perms & PERM_R);
    default:
        return (in_file || a->file == NO_FILE) && !a->shared &&
               (a->perms & PERM_W);
    }
}

static bool is_used(const struct decide *d, unsigned vpn)
{
    for (unsigned i = 0; i < d->npages; i++)
        if (d->page[i].vpn == vpn)
            return true;
    for (unsigned i = 0; i < d->nfaults; i++)
        if (decide_page_of(&d->fault[i]) == vpn)
            return true;
    return false;
}

/* The number that the page's frame or slot has: of each page its own. */
static unsigned number_of(const struct decide *d, const struct decide_area *a,
                          unsigned vpn, unsigned has, struct rng *rng)
{
    if (has == HAS_FILE)
        return d->file_frame[a->file] + decide_file_page(a, vpn);
    if (has == HAS_ZERO)
        return 0;
    return (has == HAS_SWAPPED ? 1u : 8u) + 2u * d->npages +
           (unsigned)rng_below(rng, 2);
}

/* Adds a page, keeping them in order. */
static void add_page(struct decide *d, const struct decide_area *a,
                     unsigned vpn, unsigned has, struct rng *rng)
{
    struct decide_page page = {.vpn = (uint8_t)vpn, .has = (uint8_t)has};
    unsigned at = d->npages;

    page.frame = (uint8_t)number_of(d, a, vpn, has, rng);
    for (; at > 0 && d->page[at - 1].vpn > vpn; at--)
        d->page[at] = d->page[at - 1];
    d->page[at] = page;
    d->npages++;
}

static enum word action_of(const struct decide *d,
                           const struct decide_fault *f)
{
    struct decide_mind mind;

    decide_begin(&mind, d, 0);
    return decide_act(&mind, f);
}

/* An address in no area: often the first one behind an area. */
static uint32_t draw_nowhere(const struct decide *d, struct rng *rng)
{
    static const uint8_t before_hole[] = {DATA, HEAP, VIEW, STACK};
    const struct decide_area *a = &d->area[before_hole[rng_below(rng, 4)]];

    if (rng_below(rng, 3) > 0)
        return (uint32_t)a->end << DECIDE_PAGE_BITS;
    return ((uint32_t)a->end << DECIDE_PAGE_BITS) + between(rng, 1, 0xffe);
}

static uint32_t draw_below_stack(const struct decide *d, struct rng *rng)
{
    uint32_t vpn = d->area[STACK].first - (uint32_t)between(rng, 1, 3);

    return (vpn << DECIDE_PAGE_BITS) + between(rng, 1, 0xffe);
}

/* An access that ends in the action, to a page of which that is true. Else
 * nothing changes. */
static bool try_fault(struct decide *d, struct rng *rng,
                      const struct recipe *recipe)
{
    const struct decide_area *a = &d->area[rng_below(rng, DECIDE_AREAS)];
    unsigned vpn = between(rng, a->first, a->end - 1u);
    struct decide_fault *f = &d->fault[d->nfaults];
    struct decide before;

    memcpy(&before, d, sizeof before);
    f->access = (uint8_t)rng_below(rng, 5);
    f->access = f->access > ACCESS_FETCH ? ACCESS_STORE : f->access;
    f->va = ((uint32_t)vpn << DECIDE_PAGE_BITS) + between(rng, 1, 0xffe);
    if (recipe->action == WORD_NO_AREA)
        f->va = draw_nowhere(d, rng);
    if (recipe->action == WORD_GROW)
        f->va = draw_below_stack(d, rng);
    if (!is_used(d, decide_page_of(f)) && can_have(d, a, vpn, recipe->has)) {
        if (recipe->has != HAS_NOTHING)
            add_page(d, a, vpn, recipe->has, rng);
        if (action_of(d, f) == recipe->action) {
            d->nfaults++;
            return true;
        }
    }
    memcpy(d, &before, sizeof before);
    return false;
}

/* At level 1 nothing has been touched yet. */
static bool draw_fault(struct decide *d, struct rng *rng, enum word action)
{
    for (unsigned tries = 0; tries < 400; tries++) {
        const struct recipe *recipe = &recipes[rng_below(rng, RECIPES)];
        if (recipe->action == action &&
            (d->level > 1 || recipe->has == HAS_NOTHING) &&
            try_fault(d, rng, recipe))
            return true;
    }
    return false;
}

/* What may be asked for, by level. */
static const enum word actions[] = {
    WORD_NO_AREA, WORD_FORBIDDEN, WORD_ZEROS, WORD_MAP,   WORD_SIGBUS,
    WORD_COPY,    WORD_SWAP_IN,   WORD_GROW,  WORD_REUSE, WORD_RETRY,
};
enum { ACTIONS = sizeof actions / sizeof *actions };

static const struct shape {
    uint8_t actions, faults;
} shapes[] = {{0}, {4, 4}, {8, 4}, {ACTIONS, 3}, {0, DECIDE_FAULTS}};

/* Faults of A, each with another action; at level 1, where there are few,
 * one may come twice. */
static bool draw_faults(struct decide *d, struct rng *rng)
{
    unsigned most = d->level == 1 ? 2 : 1, used[ACTIONS] = {0};

    for (unsigned i = 0; i < shapes[d->level].faults; i++) {
        unsigned pick = (unsigned)rng_below(rng, shapes[d->level].actions);
        while (used[pick] == most)
            pick = (unsigned)rng_below(rng, shapes[d->level].actions);
        used[pick]++;
        if (!draw_fault(d, rng, actions[pick]))
            return false;
    }
    return true;
}

/* --- level 4 ------------------------------------------------------------ */

/* Pages that both processes have and pages that nobody has touched, two of
 * them of files; the last place is below the stack. */
enum { HAD = 4, VIEWED = 6, PLACES = 8 };

static bool draw_place(struct decide *d, struct rng *rng, unsigned place,
                       uint32_t *va)
{
    static const uint8_t has[HAD] = {HAS_COMMON, HAS_COMMON, HAS_FILE,
                                     HAS_ZERO};
    const struct decide_area *a = &d->area[between(rng, DATA, STACK)];
    unsigned vpn = between(rng, a->first, a->end - 1u);

    if (is_used(d, vpn) ||
        (place < HAD ? !can_have(d, a, vpn, has[place])
                     : place < VIEWED && a->file == NO_FILE))
        return false;
    if (place < HAD)
        add_page(d, a, vpn, has[place], rng);
    *va = ((uint32_t)vpn << DECIDE_PAGE_BITS) + between(rng, 1, 0xffe);
    return true;
}

static bool draw_places(struct decide *d, struct rng *rng, uint32_t *va)
{
    unsigned place = 0;

    for (unsigned tries = 0; tries < 200 && place < PLACES - 1; tries++)
        place += draw_place(d, rng, place, &va[place]);
    va[PLACES - 1] = draw_below_stack(d, rng);
    return place == PLACES - 1;
}

/* Accesses of both. Mostly each writes to the first place: the one who is
 * second to do so is the last holder of that page. */
static void draw_accesses(struct decide *d, struct rng *rng,
                          const uint32_t *va)
{
    unsigned first = between(rng, 0, 1), second = between(rng, 2, 4);
    unsigned who = (unsigned)rng_below(rng, 2);
    bool both = rng_below(rng, 4) > 0;

    d->nfaults = shapes[4].faults;
    for (unsigned i = 0; i < d->nfaults; i++) {
        struct decide_fault *f = &d->fault[i];
        f->who = (uint8_t)rng_below(rng, 2);
        f->access = rng_below(rng, 3) > 0 ? ACCESS_STORE : ACCESS_LOAD;
        f->va = va[rng_below(rng, PLACES)];
        if (i > 0 && rng_below(rng, 4) == 0)
            f->va = d->fault[i - 1].va;
        if (!both || (i != first && i != second))
            continue;
        f->who = (uint8_t)(i == first ? who : 1 - who);
        f->access = ACCESS_STORE;
        f->va = va[0];
    }
}

/* At most one does not fault, at most one ends in a signal, and they need
 * not all the same. */
static bool is_story(const struct decide *d)
{
    unsigned calm = 0, signals = 0, different = 0;
    bool seen[WORDS] = {false};
    struct decide_mind mind;

    decide_begin(&mind, d, 0);
    for (unsigned i = 0; i < d->nfaults; i++) {
        enum word word = decide_act(&mind, &d->fault[i]);
        calm += word == WORD_NO_FAULT;
        signals += word == WORD_NO_AREA || word == WORD_FORBIDDEN ||
                   word == WORD_SIGBUS;
        different += !seen[word];
        seen[word] = true;
    }
    return calm <= 1 && signals <= 1 && different >= 3 && seen[WORD_COPY];
}

static bool draw_story(struct decide *d, struct rng *rng)
{
    uint32_t va[PLACES];

    if (!draw_places(d, rng, va))
        return false;
    for (unsigned tries = 0; tries < 20; tries++) {
        draw_accesses(d, rng, va);
        if (is_story(d))
            return true;
    }
    return false;
}

/* Whether a store goes to a page of a private file, which is copied at once:
 * level 1 has no word for that. */
static bool copies(const struct decide *d)
{
    struct decide_mind mind;

    decide_begin(&mind, d, 0);
    for (unsigned i = 0; i < d->nfaults; i++) {
        const struct decide_fault *f = &d->fault[i];
        const struct decide_area *a = decide_find(&mind, f);
        if (decide_act(&mind, f) == WORD_MAP && f->access == ACCESS_STORE &&
            !a->shared)
            return true;
    }
    return false;
}

bool decide_sample(struct rng *rng, int level, void *params)
{
    struct decide *d = params;

    d->level = (uint8_t)level;
    draw_program(d, rng);
    draw_mappings(d, rng);
    draw_frames(d, rng);
    if (level == 4)
        return draw_story(d, rng);
    return draw_faults(d, rng) && !(level == 1 && copies(d));
}
