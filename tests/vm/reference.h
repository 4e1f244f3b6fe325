/* reference.h - reference strings for the tests of replacement and working
 * sets. */
#ifndef TESTS_VM_REFERENCE_H
#define TESTS_VM_REFERENCE_H

#include "base/rng.h"
#include "vm/replace.h"

enum { REFS_MAX = 80 };

struct string {
    struct page_ref at[REFS_MAX];
    size_t n;
};

/* "1 2 3w": the last one is a write. */
struct string string_read(const char *text);

/* At most so many references, REFS_MAX or less, to pages from 0 on; a quarter
 * of them go back to a page used before, so that hits and misses both happen.
 */
struct string string_random(struct rng *rng, size_t most, uint64_t pages);

/* The policy of that name; fails the test if there is none. */
const struct replace_policy *policy_of(const char *name);

/* Faults of a whole run. */
size_t faults_of(const char *policy, size_t frames, const struct string *s);

#endif
