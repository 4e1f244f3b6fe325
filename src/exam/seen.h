/* seen.h - which instances have been asked already: a set of 64-bit hashes,
 * eight bytes an instance and as much again of room. */
#ifndef EXAM_SEEN_H
#define EXAM_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Starts as {0}. */
struct seen {
    uint64_t *slot; /* 0: free */
    size_t n, size; /* size: a power of two, or 0 */
};

bool seen_has(const struct seen *s, uint64_t hash);

/* False when it was in there before. */
bool seen_add(struct seen *s, uint64_t hash);

void seen_clear(struct seen *s);
void seen_release(struct seen *s);

#endif
