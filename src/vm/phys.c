/*  A tree of chunks, 64 ways at every node, no taller than the highest chunk
 *  in it needs:
 *
 *      address   ... | 6 bits | 6 bits |  6 bits  |  6 bits   |
 *                    | node   | chunk  | line of  | byte of   |
 *                    |        |        | the chunk| the line  |
 *
 *  A chunk keeps one bit per line: was it ever stored to? The bytes of a line
 *  whose bit is clear are zero, so loads need not ask, and zeroing or copying
 *  looks at lines with a set bit only. */
#include "vm/phys.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
    LINE = 64,         /* bytes */
    CHUNK = 64 * LINE, /* bytes: 64 lines, as there are bits in `written` */
    FAN_BITS = 6,
    FAN = 1 << FAN_BITS,
};

struct chunk {
    uint64_t written; /* bit i: line i was stored to */
    uint8_t bytes[];  /* CHUNK of them, or all of a smaller memory */
};

struct node {
    void *below[FAN]; /* nodes, or chunks from a node of height 1; or NULL */
};

void phys_init(struct phys *p, uint64_t bytes)
{
    assert(bytes <= UINT64_C(1) << 63);
    *p = (struct phys){.bytes = bytes};
}

static void release(void *at, unsigned height)
{
    struct node *node = at;

    if (at != NULL && height > 0)
        for (size_t i = 0; i < FAN; i++)
            release(node->below[i], height - 1);
    free(at);
}

void phys_release(struct phys *p)
{
    release(p->root, p->height);
    *p = (struct phys){0};
}

/* --- finding the chunk ---------------------------------------------------
 */

/* Which way to take at a node of that height. */
static size_t way(uint64_t pa, unsigned height)
{
    return (pa / CHUNK >> FAN_BITS * (height - 1)) % FAN;
}

/* Whether a tree of that height reaches up to the address. */
static bool reaches(unsigned height, uint64_t pa)
{
    return pa / CHUNK >> FAN_BITS * height == 0;
}

static struct chunk *find(const struct phys *p, uint64_t pa)
{
    void *at = reaches(p->height, pa) ? p->root : NULL;

    for (unsigned h = p->height; h > 0 && at != NULL; h--)
        at = ((struct node *)at)->below[way(pa, h)];
    return at;
}

/* A new root above the old one until the tree is tall enough. */
static void grow(struct phys *p, uint64_t pa)
{
    for (; !reaches(p->height, pa); p->height++) {
        struct node *root;

        if (p->root == NULL)
            continue;
        root = mem_new(sizeof *root);
        root->below[0] = p->root;
        p->root = root;
    }
}

static struct chunk *find_or_make(struct phys *p, uint64_t pa)
{
    size_t bytes = p->bytes < CHUNK ? (size_t)p->bytes : CHUNK;
    void **at = &p->root;

    grow(p, pa);
    for (unsigned h = p->height; h > 0; h--) {
        if (*at == NULL)
            *at = mem_new(sizeof(struct node));
        at = &((struct node *)*at)->below[way(pa, h)];
    }
    if (*at == NULL) {
        *at = mem_new(sizeof(struct chunk) + bytes);
        p->chunks++;
    }
    return *at;
}

/* --- values --------------------------------------------------------------
 */

/* Compilers see one load in each of these. */
static uint64_t get16(const uint8_t *b)
{
    return b[0] | (uint64_t)b[1] << 8;
}

static uint64_t get32(const uint8_t *b)
{
    return get16(b) | get16(b + 2) << 16;
}

static uint64_t get(const uint8_t *b, unsigned bytes)
{
    uint64_t value = 0;

    switch (bytes) {
    case 8:
        return get32(b) | get32(b + 4) << 32;
    case 4:
        return get32(b);
    case 2:
        return get16(b);
    default:
        while (bytes-- > 0)
            value = value << 8 | b[bytes];
        return value;
    }
}

/* How many of `bytes` lie in front of the next multiple of `unit`. */
static unsigned up_to(uint64_t pa, unsigned unit, uint64_t bytes)
{
    unsigned room = unit - (unsigned)(pa % unit);

    return bytes < room ? (unsigned)bytes : room;
}

/* Two loads, for a value that lies across the end of a chunk. */
static uint64_t load_apart(const struct phys *p, uint64_t pa, unsigned bytes)
{
    unsigned here = up_to(pa, CHUNK, bytes);

    return phys_load(p, pa, here) | phys_load(p, pa + here, bytes - here)
                                        << 8 * here;
}

uint64_t phys_load(const struct phys *p, uint64_t pa, unsigned bytes)
{
    const struct chunk *c = find(p, pa);

    assert(bytes >= 1 && bytes <= 8 && phys_has(p, pa, bytes));
    if (pa % CHUNK > CHUNK - bytes)
        return load_apart(p, pa, bytes);
    return c == NULL ? 0 : get(c->bytes + pa % CHUNK, bytes);
}

/* Where the line of `pa` keeps that byte; the line counts as written. */
static uint8_t *touch(struct phys *p, uint64_t pa)
{
    struct chunk *c = find_or_make(p, pa);

    c->written |= UINT64_C(1) << pa % CHUNK / LINE;
    return c->bytes + pa % CHUNK;
}

void phys_store(struct phys *p, uint64_t pa, unsigned bytes, uint64_t value)
{
    assert(bytes >= 1 && bytes <= 8 && phys_has(p, pa, bytes));
    while (bytes > 0) {
        unsigned here = up_to(pa, LINE, bytes);
        uint8_t *b = touch(p, pa);

        for (unsigned i = 0; i < here; i++)
            b[i] = (uint8_t)(value >> 8 * i);
        pa += here;
        bytes -= here;
        value = here < 8 ? value >> 8 * here : 0;
    }
}

/* --- ranges --------------------------------------------------------------
 */

/* Where the part of memory ends that is missing at `pa`, the whole of what
 * hangs below an empty way; or `pa` when its chunk is there. */
static uint64_t missing_end(const struct phys *p, uint64_t pa)
{
    void *at = p->root;
    unsigned h = p->height;

    if (at == NULL || !reaches(h, pa))
        return p->bytes;
    for (; h > 0 && at != NULL; h--)
        at = ((struct node *)at)->below[way(pa, h)];
    return at == NULL ? (pa | (((uint64_t)CHUNK << FAN_BITS * h) - 1)) + 1
                      : pa;
}

uint64_t phys_skip_zero(const struct phys *p, uint64_t pa, uint64_t end)
{
    while (pa < end) {
        uint64_t next = missing_end(p, pa), lines;

        if (next == pa) {
            lines = find(p, pa)->written >> pa % CHUNK / LINE;
            if (lines & 1)
                return pa;
            next = lines == 0 ? pa - pa % CHUNK + CHUNK
                              : pa - pa % LINE +
                                    (uint64_t)__builtin_ctzll(lines) * LINE;
        }
        pa = next;
    }
    return end;
}

void phys_zero(struct phys *p, uint64_t pa, uint64_t bytes)
{
    uint64_t end = pa + bytes;

    assert(phys_has(p, pa, bytes));
    while ((pa = phys_skip_zero(p, pa, end)) < end) {
        struct chunk *c = find(p, pa);
        unsigned here = up_to(pa, LINE, end - pa);

        memset(c->bytes + pa % CHUNK, 0, here);
        if (here == LINE)
            c->written &= ~(UINT64_C(1) << pa % CHUNK / LINE);
        pa += here;
    }
}

void phys_copy(struct phys *p, uint64_t pa, const struct phys *src,
               uint64_t from, uint64_t bytes)
{
    uint64_t at = from, end = from + bytes;

    assert(phys_has(p, pa, bytes) && phys_has(src, from, bytes));
    phys_zero(p, pa, bytes);
    while ((at = phys_skip_zero(src, at, end)) < end) {
        uint64_t to = pa + (at - from);
        unsigned here = up_to(to, LINE, up_to(at, LINE, end - at));

        memcpy(touch(p, to), find(src, at)->bytes + at % CHUNK, here);
        at += here;
    }
}
