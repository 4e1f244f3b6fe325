/* roll.h - which number a name stands for: students, forms, codes, in their
 * tens of thousands. Start from {0}. */
#ifndef EXAM_ROLL_H
#define EXAM_ROLL_H

#include <stdint.h>

#include "base/slice.h"

struct roll {
    struct name *slot; /* by hash, the next free one after it */
    size_t n, cap;     /* cap is a power of two, at least twice n */
};

/* The slice is borrowed and must outlive the table. The first one put under
 * a name stays. */
void roll_put(struct roll *roll, struct slice name, size_t number);

/* False when there is none. */
bool roll_find(const struct roll *roll, struct slice name, size_t *number);

void roll_release(struct roll *roll);

#endif
