/*  A tree of chunks, 64 ways at every node, no taller than the highest chunk
 *  in it needs. For chunks below 16 MiB two nodes do:
 *
 *      address   |  6 bits  |  6 bits  |     6 bits     |   6 bits   |
 *                     |          |             |               |
 *      root ---> node[ ] --> node[ ] --> chunk, line     byte of the line
 *
 *  A chunk keeps one bit per line: was it ever stored to? The bytes of a line
 *  whose bit is clear are zero, so loads need not ask, and zeroing or copying
 *  looks at lines with a set bit only. */
#include "vm/phys.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { LINE = PHYS_LINE, CHUNK = PHYS_CHUNK };

void phys_init(struct phys *p, uint64_t bytes)
{
    assert(bytes <= UINT64_C(1) << 63);
    *p = (struct phys){.bytes = bytes};
}

static void release(void *at, unsigned height)
{
    struct phys_node *node = at;

    if (at != NULL && height > 0)
        for (size_t i = 0; i < PHYS_FAN; i++)
            release(node->below[i], height - 1);
    free(at);
}

void phys_release(struct phys *p)
{
    release(p->root, p->height);
    *p = (struct phys){0};
}

/* --- the tree ------------------------------------------------------------
 */

/* Which way to take at a node of that height. */
static size_t way(uint64_t pa, unsigned height)
{
    return (pa / CHUNK >> PHYS_FAN_BITS * (height - 1)) % PHYS_FAN;
}

/* Whether a tree of that height reaches up to the address. */
static bool reaches(unsigned height, uint64_t pa)
{
    return pa / CHUNK >> PHYS_FAN_BITS * height == 0;
}

/* A new root above the old one until the tree is tall enough. */
static void grow(struct phys *p, uint64_t pa)
{
    for (; !reaches(p->height, pa); p->height++) {
        struct phys_node *root;

        if (p->root == NULL)
            continue;
        root = mem_new(sizeof *root);
        root->below[0] = p->root;
        p->root = root;
    }
}

static struct phys_chunk *find_or_make(struct phys *p, uint64_t pa)
{
    size_t bytes = p->bytes < CHUNK ? (size_t)p->bytes : CHUNK;
    struct phys_chunk *found = phys_chunk(p, pa);
    void **at = &p->root;

    if (found != NULL)
        return found;
    grow(p, pa);
    for (unsigned h = p->height; h > 0; h--) {
        if (*at == NULL)
            *at = mem_new(sizeof(struct phys_node));
        at = &((struct phys_node *)*at)->below[way(pa, h)];
    }
    if (*at == NULL) {
        *at = mem_new(sizeof(struct phys_chunk) + bytes);
        p->chunks++;
    }
    return *at;
}

/* --- values --------------------------------------------------------------
 */

/* How many of `bytes` lie in front of the next multiple of `unit`. */
static unsigned up_to(uint64_t pa, unsigned unit, uint64_t bytes)
{
    unsigned room = unit - (unsigned)(pa % unit);

    return bytes < room ? (unsigned)bytes : room;
}

uint64_t phys_load_bytes(const struct phys *p, uint64_t pa, unsigned bytes)
{
    uint64_t value = 0;

    assert(bytes >= 1 && bytes <= 8);
    while (bytes-- > 0) {
        const struct phys_chunk *c = phys_chunk(p, pa + bytes);

        value =
            value << 8 | (c == NULL ? 0u : c->bytes[(pa + bytes) % CHUNK]);
    }
    return value;
}

/* Where the line of `pa` keeps that byte; the line counts as written. */
static uint8_t *touch(struct phys *p, uint64_t pa)
{
    struct phys_chunk *c = find_or_make(p, pa);

    c->written |= UINT64_C(1) << pa % CHUNK / LINE;
    return c->bytes + pa % CHUNK;
}

/* Compilers make one store of it where the number of bytes is a constant. */
static inline void put(uint8_t *b, unsigned bytes, uint64_t value)
{
    for (unsigned i = 0; i < bytes; i++)
        b[i] = (uint8_t)(value >> 8 * i);
}

void phys_store(struct phys *p, uint64_t pa, unsigned bytes, uint64_t value)
{
    assert(bytes >= 1 && bytes <= 8 && phys_has(p, pa, bytes));
    while (bytes > 0) {
        unsigned here = up_to(pa, LINE, bytes);
        uint8_t *b = touch(p, pa);

        if (here == 8)
            put(b, 8, value);
        else if (here == 4)
            put(b, 4, value);
        else
            put(b, here, value);
        pa += here;
        bytes -= here;
        value = here < 8 ? value >> 8 * here : 0;
    }
}

/* --- ranges --------------------------------------------------------------
 */

/* Where the part of memory ends that is missing at `pa`: the whole of what
 * hangs below an empty way. */
static uint64_t missing_end(const struct phys *p, uint64_t pa)
{
    void *at = p->root;
    unsigned h = p->height;

    if (at == NULL || !reaches(h, pa))
        return p->bytes;
    for (; h > 0 && at != NULL; h--)
        at = ((struct phys_node *)at)->below[way(pa, h)];
    return (pa | (((uint64_t)CHUNK << PHYS_FAN_BITS * h) - 1)) + 1;
}

/* Moves *pa on to the next byte of a line that was stored to, below `end`;
 * returns its chunk, or NULL if there is none. */
static struct phys_chunk *next_written(const struct phys *p, uint64_t *pa,
                                       uint64_t end)
{
    while (*pa < end) {
        struct phys_chunk *c = phys_chunk(p, *pa);
        uint64_t lines = c == NULL ? 0 : c->written >> *pa % CHUNK / LINE;

        if (lines & 1)
            return c;
        if (c == NULL)
            *pa = missing_end(p, *pa);
        else if (lines == 0)
            *pa += CHUNK - *pa % CHUNK;
        else
            *pa += (uint64_t)__builtin_ctzll(lines) * LINE - *pa % LINE;
    }
    return NULL;
}

uint64_t phys_skip_zero(const struct phys *p, uint64_t pa, uint64_t end)
{
    return next_written(p, &pa, end) != NULL ? pa : end;
}

void phys_zero(struct phys *p, uint64_t pa, uint64_t bytes)
{
    uint64_t end = pa + bytes;
    struct phys_chunk *c;

    assert(phys_has(p, pa, bytes));
    while ((c = next_written(p, &pa, end)) != NULL) {
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
    const struct phys_chunk *c;

    assert(phys_has(p, pa, bytes) && phys_has(src, from, bytes));
    phys_zero(p, pa, bytes);
    while ((c = next_written(src, &at, end)) != NULL) {
        uint64_t to = pa + (at - from);
        unsigned here = up_to(to, LINE, up_to(at, LINE, end - at));

        memcpy(touch(p, to), c->bytes + at % CHUNK, here);
        at += here;
    }
}
