/* geometry.h - formats that nobody would think of. */
#ifndef TESTS_VM_GEOMETRY_H
#define TESTS_VM_GEOMETRY_H

#include "base/rng.h"
#include "vm/walk.h"

/* A random format that format_check accepts: addresses of at most `va_max`
 * bits, pages of at most 2^page_max bytes; levels, widths, rules and the
 * place of every bit as it falls. */
struct format geometry_random(struct rng *r, unsigned va_max,
                              unsigned page_max);

/* A random state of the processor. */
struct cpu geometry_cpu(struct rng *r);

#endif
