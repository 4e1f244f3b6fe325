/* read.h - a person's answer as an exact value.
 *
 * Generous: 0x0a4, a4h, 1010 0100, 4 KiB, 2^20 * 4, 3*4096, 50%, "page
 * fault". What a number without a prefix means says the part: hex where an
 * address is asked for, decimal where a count is. Whatever was read is said
 * back ("I read 0x0a4"), and what can't be read is not wrong: it is asked
 * again. */
#ifndef PROBLEM_READ_H
#define PROBLEM_READ_H

#include "base/str.h"
#include "problem/prompt.h"
#include "problem/value.h"

enum { READ_BYTES = 512 }; /* of an answer, at most */

enum read_result {
    READ_OK,
    READ_BLANK,
    READ_UNREADABLE,
};

/* Reads the answer to a part. `page_bytes` is what "3 pages" counts in; 0
 * where pages mean nothing. *note (may be NULL) gets how it was understood
 * ("hex", "1 KB is 1024 bytes") or, when it can't be read, why and what to
 * write, as a sentence. Lists go to the arena. */
enum read_result answer_read(struct slice text, const struct part *part,
                             uint64_t page_bytes, struct arena *arena,
                             struct value *out, struct str *note);

/* A value as we would write it in answer to the part: "0x0a4", "page fault",
 * "{1, 2}". What it gives can be read again and is the same value. */
void answer_put(struct str *out, const struct part *part,
                const struct value *value);

#endif
