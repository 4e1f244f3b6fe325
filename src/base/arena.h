/* arena.h - many small things that die together.
 *
 * An arena hands out zeroed memory and takes all of it back at once. What it
 * gave stays where it is until then, so trees built in an arena may hold
 * plain pointers and slices into it. Start from {0}; nothing here fails. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/slice.h"

struct arena {
    struct arena_block *blocks; /* newest first */
    size_t used, size;          /* of the newest block, in bytes */
    size_t total;               /* bytes of all blocks, for limits */
};

void arena_release(struct arena *a);

/* `size` zeroed bytes, aligned for any type. */
void *arena_new(struct arena *a, size_t size);

/* `n` elements of `size` bytes each. */
void *arena_new_array(struct arena *a, size_t n, size_t size);

/* A copy of the bytes with a NUL behind, as a slice into the arena. */
struct slice arena_copy(struct arena *a, struct slice bytes);

/* Text put together by printf. */
const char *arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
const char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

#endif
