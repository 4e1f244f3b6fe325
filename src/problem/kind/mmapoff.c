/* MMAPOFF - which byte of the file an address is, and what is behind its end.
 *
 *     file    |....page....|....page....|..__________|
 *                          ^ offset        ^ size
 *     mapping              |....page....|..0000000000|!!!!!!!!!!!!|
 *                          ^ p           file  zeros    SIGBUS     SIGSEGV
 *
 * Level 4 asks for the call: which offset and length show these bytes? */
#include "problem/kind/mmapoff.h"

/* A number strictly between two, 0 when there is none. */
static uint32_t between(struct rng *rng, uint32_t low, uint32_t high)
{
    return low + 1 < high
               ? (uint32_t)rng_between(rng, (int64_t)low + 1, high - 1)
               : 0;
}

/* Some bytes of a page, not all and not none. */
static uint32_t some(struct rng *rng, const struct mmapoff *m)
{
    return (uint32_t)rng_between(rng, 2, off_page_bytes(m) - 2);
}

static void draw_call(struct mmapoff *m, struct rng *rng)
{
    uint32_t file = (uint32_t)rng_between(rng, 2, m->level == 1 ? 3 : 6);
    uint32_t first = (uint32_t)rng_between(rng, 1, file - 1);
    uint32_t mapped = file - first + (uint32_t)rng_below(rng, 3);

    m->size = (file - 1) * off_page_bytes(m) + some(rng, m);
    m->offset = first * off_page_bytes(m);
    m->length = (mapped - 1) * off_page_bytes(m) + some(rng, m);
    if (m->level == 4)
        m->length = m->size - m->offset - (uint32_t)rng_between(rng, 1, 999);
}

/* A place in one of the four parts: file, zeros, SIGBUS, SIGSEGV. 0 when the
 * mapping has no such part. */
static uint32_t draw_place(const struct mmapoff *m, struct rng *rng,
                           unsigned part)
{
    uint32_t mapped = off_pages_of(m, m->length) * off_page_bytes(m);
    uint32_t file = m->size - m->offset;
    uint32_t filled =
        off_pages_of(m, m->size) * off_page_bytes(m) - m->offset;

    switch (part) {
    case 0:
        return between(rng, 0, file);
    case 1:
        return between(rng, file, filled);
    case 2:
        return mapped > filled ? between(rng, filled, mapped) : 0;
    default:
        return between(rng, mapped, mapped + 2 * off_page_bytes(m));
    }
}

/* The second place is in another part at each level; on level 3 behind the
 * end of the file, to be stored to. */
static bool draw_places(struct mmapoff *m, struct rng *rng)
{
    unsigned part = 1 + (unsigned)rng_below(rng, 3);

    m->places = m->level == 1 || m->level == 4 ? 3 : 4;
    m->at[0] = draw_place(m, rng, 0);
    if (m->level == 3)
        part = 1;
    for (unsigned i = 1; i < m->places; i++) {
        m->at[i] = draw_place(m, rng, part);
        if (m->at[i] == 0)
            return false;
        part = part % 3 + 1;
    }
    return true;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct mmapoff *m = params;

    m->level = (uint8_t)level;
    m->page_bits = level == 1 ? (uint8_t)rng_between(rng, 6, 10) : 12;
    m->vpn = (uint8_t)rng_between(rng, 0x8, 0x2f);
    draw_call(m, rng);
    if (level == 3)
        m->trial = rng_below(rng, 3) == 0
                       ? (uint32_t)rng_below(rng, 4) * off_page_bytes(m)
                       : (uint32_t)rng_between(rng, 1, 127) * 128;
    if (level == 4) {
        m->lead = some(rng, m);
        if (m->size - m->offset < 1000 || low(m->length, m->page_bits) == 0 ||
            m->lead >= m->length - 1)
            return false;
    }
    return m->trial != m->offset && draw_places(m, rng);
}

#define L123 (LEVEL(1) | LEVEL(2) | LEVEL(3))

static const struct wrong_row wrongs[] = {
    {M_OFFUNIT, 1, 0, .beliefs = OFF_IN_PAGES},
    {M_NOFILEOFF, 1, L123, .beliefs = OFF_NO_OFFSET},
    {M_BYTELEN, 2, L123, .beliefs = OFF_ENDS_AT_LENGTH},
    {M_BYTELEN, 3, LEVEL(4), .beliefs = OFF_ENDS_AT_LENGTH},
    {M_FLOOR, 2, L123, .beliefs = OFF_ENDS_EARLY},
    {M_FLOOR, 3, LEVEL(4), .beliefs = OFF_ENDS_EARLY},
    {M_EOFSEGV, 3, L123, .beliefs = OFF_EOF_SEGV},
    {M_EOFSEGV, 3, L123, .beliefs = OFF_EOF_BUS},
    {M_EOFSEGV, 3, L123, .beliefs = OFF_EOF_ZERO},
    {M_EOFSEGV, 4, LEVEL(4), .beliefs = OFF_EOF_BUS},
    {M_EOFGROWS, 5, LEVEL(3), .beliefs = OFF_GROWS},
    {M_OFFALIGN, 6, LEVEL(3), .beliefs = OFF_ANY_OFFSET},
    {M_OFFALIGN, 1, LEVEL(4), .beliefs = OFF_ANY_OFFSET},
    {M_ENDINCL, 2, LEVEL(4), .beliefs = OFF_LAST_OUT},
};

const struct kind kind_mmapoff = {
    .id = "MMAPOFF",
    .number = 34,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Find a byte of a mapped file",
    .topic = "mmap",
    .blurb = "file offsets of a mapping, and what is behind the file's end",
    .needs = {"SPLIT"},
    .hints = {"Three ends count: of the file, of its last page, of the "
              "mapping.",
              "p[i] is byte offset + i of the file. Round the mapping's "
              "length and the file's size up to whole pages."},
    .on_kernel = true,
    .params_bytes = sizeof(struct mmapoff),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = mmapoff_solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = mmapoff_believe,
    .ask = mmapoff_ask,
    .explain = mmapoff_explain,
    .follow = mmapoff_follow,
};
