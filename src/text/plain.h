/* plain.h - skipping printable ASCII quickly, which most text is. */
#ifndef TEXT_PLAIN_H
#define TEXT_PLAIN_H

#include <stdint.h>

#include "base/slice.h"

static inline bool plain_byte(char c)
{
    return c >= ' ' && c <= '~';
}

/* Does one of eight bytes lie outside ' '..'~'? The top bit of each byte
 * tells: it is set already, or borrowed by subtracting a blank, or carried
 * into by adding one to DEL. A borrow or carry that runs on into the next
 * byte only starts in a byte that answers yes itself. */
static inline bool plain_eight(const char *at)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t x;

    memcpy(&x, at, sizeof x);
    return ((x | (x - ones * ' ') | (x + ones)) & ones * 0x80) == 0;
}

/* How many printable ASCII bytes the text begins with. */
static inline size_t plain_run(struct slice text)
{
    size_t i = 0;

    while (i + 8 <= text.len && plain_eight(text.at + i))
        i += 8;
    while (i < text.len && plain_byte(text.at[i]))
        i++;
    return i;
}

#endif
