/* secret.h - the key of a graded exam, and what is sealed with it.
 *
 * A practice code tells its problem to whoever types it. In an exam that
 * counts, seeds come from a keyed hash and codes are sealed: an 80-bit number
 *
 *     what 2 | what it names 58 | zeros 20
 *
 * put through a keyed permutation (a Feistel network of eight rounds with
 * BLAKE2b for its function) and written like a code of four groups,
 * "8K2M-0Q7R-W4TX-91ZC". Who has not the key can neither open one nor make
 * one that opens. */
#ifndef EXAM_SECRET_H
#define EXAM_SECRET_H

#include "base/err.h"
#include "problem/code.h"
#include "sys/hash.h"

enum { SEAL_BYTES = 20 }; /* with hyphens and the NUL */

struct secret {
    struct hash key;
};

/* The secret of a file that secret_make wrote. -1: ERR_NO_INPUT, ERR_NOTES
 * when it is none. */
int secret_read(struct secret *out, const char *path, struct err *err);

/* Makes a new one in a new file that only its owner may read. -1 with
 * ERR_CREATE when the file is there already: it is never written over. */
int secret_make(struct secret *out, const char *path, struct err *err);

/* What a sealed code stands for. */
enum sealed_what { SEALED_PROBLEM, SEALED_CLOZE };

struct sealed {
    enum sealed_what what;
    struct code code; /* of a problem */
    char uid[13];     /* of a cloze: its first twelve digits */
};

void seal_put(char out[SEAL_BYTES], const struct secret *secret,
              const struct sealed *sealed);

/* Whether it looks like a sealed code: sixteen of a code's digits. */
bool seal_is(struct slice text);

/* -1 with ERR_USAGE when the code is not of this secret. */
int seal_open(struct sealed *out, struct slice text,
              const struct secret *secret, struct err *err);

#endif
