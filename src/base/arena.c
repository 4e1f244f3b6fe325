#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A block is this header and `size` bytes behind it. */
struct arena_block {
    struct arena_block *older;
    max_align_t bytes[];
};

enum { FIRST_BLOCK = 4096, LARGEST_STEP = 1 << 20 };

void arena_release(struct arena *a)
{
    while (a->blocks != NULL) {
        struct arena_block *older = a->blocks->older;

        free(a->blocks);
        a->blocks = older;
    }
    *a = (struct arena){0};
}

static void add_block(struct arena *a, size_t need)
{
    size_t size = a->total < FIRST_BLOCK ? FIRST_BLOCK : a->total;
    struct arena_block *b;

    size = size > LARGEST_STEP ? LARGEST_STEP : size;
    size = size < need ? need : size;
    b = mem_resize(NULL, sizeof *b + size);
    b->older = a->blocks;
    a->blocks = b;
    a->used = 0;
    a->size = size;
    a->total += size;
}

/* What is left of the newest block; its size, and what is used of it, are
 * multiples of the alignment. */
static char *rest(const struct arena *a)
{
    return (char *)a->blocks->bytes + a->used;
}

/* Makes room for so many bytes, and says how many they are when aligned. */
static size_t reserve(struct arena *a, size_t size)
{
    const size_t align = _Alignof(max_align_t);

    if (size > SIZE_MAX / 2)
        mem_exhausted();
    size = (size + align - 1) / align * align;
    if (a->blocks == NULL || size > a->size - a->used)
        add_block(a, size);
    return size;
}

/* Bytes as they come: blocks are not zeroed as a whole, most of one is often
 * never asked for. */
static void *take(struct arena *a, size_t size)
{
    size_t aligned = reserve(a, size);
    void *p = rest(a);

    a->used += aligned;
    return p;
}

void *arena_new(struct arena *a, size_t size)
{
    return memset(take(a, size), 0, size);
}

void *arena_new_array(struct arena *a, size_t n, size_t size)
{
    if (size > 0 && n > SIZE_MAX / size)
        mem_exhausted();
    return arena_new(a, n * size);
}

struct slice arena_copy(struct arena *a, struct slice bytes)
{
    char *copy = take(a, bytes.len + 1);

    if (bytes.len > 0)
        memcpy(copy, bytes.at, bytes.len);
    copy[bytes.len] = '\0';
    return (struct slice){copy, bytes.len};
}

const char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    va_list again;
    size_t room;
    int len;
    char *at;

    reserve(a, strlen(fmt) + 1); /* most texts are about as long */
    room = a->size - a->used;
    va_copy(again, ap);
    len = vsnprintf(rest(a), room, fmt, ap);
    at = take(a, (size_t)len + 1);
    if ((size_t)len >= room)
        vsnprintf(at, (size_t)len + 1, fmt, again);
    va_end(again);
    return at;
}

const char *arena_printf(struct arena *a, const char *fmt, ...)
{
    const char *at;
    va_list ap;

    va_start(ap, fmt);
    at = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return at;
}
