/* Drawing the address space of a program, and places in it. */
#include "problem/kind/mapsread.h"
#include "vm/format.h"

static uint32_t between(struct rng *rng, uint32_t lo, uint32_t hi)
{
    return (uint32_t)rng_between(rng, lo, hi);
}

/* Few pages or many. */
static uint32_t size(struct rng *rng)
{
    return rng_below(rng, 2) == 0 ? between(rng, 1, 9)
                                  : between(rng, 0x10, 0x99);
}

/* --- lines -------------------------------------------------------------- */

/* The next line begins where the last one ended; `at` is moved on. */
static struct maps_line *add(struct mapsread *m, uint64_t *at, uint32_t pages,
                             unsigned perms, enum maps_name name)
{
    struct maps_line *l = &m->line[m->nlines++];

    l->first = *at;
    l->pages = pages;
    l->perms = (uint8_t)perms;
    l->name = (uint8_t)name;
    *at += pages;
    return l;
}

/* A program or library: code, constants, data, one behind the other in the
 * file and in memory; constants may be missing. */
static void add_program(struct mapsread *m, struct rng *rng, uint64_t *at,
                        enum maps_name name, bool constants)
{
    static const uint8_t perms[] = {PERM_R | PERM_X, PERM_R, PERM_R | PERM_W};
    uint32_t file_page = 0;

    for (unsigned i = 0; i < 3; i++) {
        struct maps_line *l;
        if (i == 1 && !constants)
            continue;
        l = add(m, at, size(rng), perms[i], name);
        l->file_page = file_page;
        file_page += l->pages;
    }
}

static void add_notes(struct mapsread *m, struct rng *rng, uint64_t *at)
{
    uint32_t pages = size(rng);
    unsigned perms = rng_below(rng, 3) == 0 ? PERM_R : PERM_R | PERM_W;
    struct maps_line *l = add(m, at, pages, perms, MAPS_NOTES);

    l->shared = (uint8_t)rng_below(rng, 2);
    l->file_page = between(rng, 0, 0x20);
}

/* What the calls of level 4 leave: five pieces, of which one can't be written
 * and one is not there any more. */
static void add_pieces(struct mapsread *m, struct rng *rng, uint64_t *at)
{
    struct maps_calls *c = &m->calls;
    unsigned guarded = rng_below(rng, 2) == 0 ? 1 : 3;
    uint32_t pages = 0;

    c->shared = (uint8_t)rng_below(rng, 2);
    c->perms = rng_below(rng, 3) == 0 ? 0 : PERM_R;
    c->file_page = between(rng, 0x10, 0x39);
    for (unsigned i = 0; i < 5; i++) {
        uint32_t n = between(rng, 1, i % 2 == 0 ? 9 : 20);
        if (i == guarded) {
            c->guarded = pages;
            c->guarded_pages = n;
        }
        if (i == 4 - guarded) {
            c->cut = pages;
            c->cut_pages = n;
            *at += n;
        } else {
            struct maps_line *l =
                add(m, at, n, i == guarded ? c->perms : PERM_R | PERM_W,
                    MAPS_NOTES);
            l->shared = c->shared;
            l->file_page = c->file_page + pages;
        }
        pages += n;
    }
    c->pages = pages;
}

static void add_mappings(struct mapsread *m, struct rng *rng, uint64_t *at)
{
    if (m->level < 4 && rng_below(rng, 2) == 0) {
        add(m, at, size(rng), PERM_R | PERM_W, MAPS_ZEROS);
        *at += between(rng, 1, 0x40);
    }
    if (m->level == 4)
        add_pieces(m, rng, at);
    else
        add_notes(m, rng, at);
    *at += between(rng, 1, 0x80);
    add_program(m, rng, at, MAPS_LIBC, m->level < 4 && rng_below(rng, 2));
}

static void draw_lines(struct mapsread *m, struct rng *rng)
{
    uint64_t at = m->wide ? 0x400 : 0x8048;
    bool vdso = m->level % 2 == 1 && rng_below(rng, 2) == 0;

    add_program(m, rng, &at, MAPS_PROG, m->level == 2 && rng_below(rng, 2));
    at += between(rng, 1, 0x900);
    add(m, &at, size(rng), PERM_R | PERM_W, MAPS_HEAP);
    at = m->wide ? UINT64_C(0x7f0000000) + rng_below(rng, 0xef00000)
                 : 0xb7000 + rng_below(rng, 0xa00);
    add_mappings(m, rng, &at);
    if (vdso && !m->wide) {
        at += between(rng, 1, 0x10);
        add(m, &at, 1, PERM_R | PERM_X, MAPS_VDSO);
    }
    at = m->wide ? UINT64_C(0x7ffc00000) + rng_below(rng, 0x3f0000)
                 : 0xbf800 + rng_below(rng, 0x700);
    add(m, &at, between(rng, 0x15, 0x40), PERM_R | PERM_W, MAPS_STACK);
    at += between(rng, 1, 0x100);
    if (vdso && m->wide)
        add(m, &at, 2, PERM_R | PERM_X, MAPS_VDSO);
}

/* --- places ------------------------------------------------------------- */

static uint64_t inside(const struct maps_line *l, struct rng *rng)
{
    uint64_t page = l->first + rng_below(rng, l->pages);

    return (page << MAPS_PAGE_BITS) + between(rng, 1, MAPS_PAGE - 2);
}

/* A line, but not the one below the stack: nobody asks what lies between. */
static const struct maps_line *any_line(const struct mapsread *m,
                                        struct rng *rng)
{
    const struct maps_line *l;

    do
        l = &m->line[rng_below(rng, m->nlines)];
    while (l->name == MAPS_VDSO ||
           (l + 1 < m->line + m->nlines && l[1].name == MAPS_STACK));
    return l;
}

/* A line that shows a file, from its second page on if `later`. */
static const struct maps_line *file_line(const struct mapsread *m,
                                         struct rng *rng, bool later)
{
    const struct maps_line *l;

    do
        l = &m->line[rng_below(rng, m->nlines)];
    while (l->name >= MAPS_FILES || (later && l->file_page == 0));
    return l;
}

/* Right behind a line, or a bit further on. */
static uint64_t behind(const struct mapsread *m, struct rng *rng)
{
    uint64_t end = maps_end(any_line(m, rng));

    return rng_below(rng, 3) > 0 ? end : end + between(rng, 1, MAPS_PAGE - 2);
}

static void draw_places(struct mapsread *m, struct rng *rng)
{
    unsigned turn = (unsigned)rng_below(rng, MAPS_PLACES);
    const struct maps_line *l;

    m->at[turn] = behind(m, rng);
    l = file_line(m, rng, false);
    if (rng_below(rng, 2) == 0)
        while (l->name != MAPS_NOTES)
            l = file_line(m, rng, false);
    m->at[(turn + 1) % MAPS_PLACES] = inside(l, rng);
    m->at[(turn + 2) % MAPS_PLACES] = inside(any_line(m, rng), rng);
}

/* Whether there are three ways to go wrong: the end of a line, or an address
 * in no line; a store to a private page of a file, to a shared page, to one
 * that may not be written. */
static bool is_rich(const struct mapsread *m)
{
    bool end = false, forbidden = false, shared = false, private = false;

    for (unsigned i = 0; i < MAPS_PLACES; i++) {
        int line = maps_line_of(m, m->at[i]);
        const struct maps_line *l = &m->line[line < 0 ? 0 : line];
        bool writable = line >= 0 && (l->perms & PERM_W);
        end |= line < 0 || m->at[i] % MAPS_PAGE == 0;
        forbidden |= line >= 0 && !writable;
        shared |= writable && l->shared;
        private |= writable && !l->shared && l->name < MAPS_FILES;
    }
    return end + forbidden + shared + private >= 3;
}

/* Both sizes can be read wrongly. */
static bool draw_picks(struct mapsread *m, struct rng *rng)
{
    for (unsigned i = 0; i < 2; i++) {
        unsigned pick = (unsigned)rng_below(rng, m->nlines);
        uint32_t pages = m->line[pick].pages;
        m->pick[i] = (uint8_t)pick;
        if (pages < 0x10 || pages % 16 > 9 || pages / 16 > 9)
            return false;
    }
    return m->pick[0] != m->pick[1];
}

static void draw_bytes(struct mapsread *m, struct rng *rng)
{
    const struct maps_line *l = file_line(m, rng, true);

    m->at[0] = inside(l, rng);
    m->at[1] = behind(m, rng);
    l = file_line(m, rng, true);
    m->file = l->name;
    m->byte = inside(l, rng) - maps_start(l) +
              ((uint64_t)l->file_page << MAPS_PAGE_BITS);
}

bool maps_sample(struct rng *rng, int level, void *params)
{
    struct mapsread *m = params;

    m->level = (uint8_t)level;
    m->wide = level > 2;
    m->bank = (uint8_t)rng_below(rng, 4);
    m->device = (uint8_t)between(rng, 1, 9);
    for (unsigned i = 0; i < MAPS_FILES; i++)
        m->inode[i] = between(rng, 131072, 999999);
    draw_lines(m, rng);
    switch (level) {
    case 1:
        draw_places(m, rng);
        return is_rich(m);
    case 2:
        return draw_picks(m, rng);
    case 3:
        draw_bytes(m, rng);
        return true;
    default:
        return true;
    }
}

int maps_line_of(const struct mapsread *m, uint64_t va)
{
    for (unsigned i = 0; i < m->nlines; i++)
        if (va >= maps_start(&m->line[i]) && va < maps_end(&m->line[i]))
            return (int)i;
    return -1;
}
