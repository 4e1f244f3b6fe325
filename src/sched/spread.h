/* spread.h - things of one group kept apart in a row. */
#ifndef SCHED_SPREAD_H
#define SCHED_SPREAD_H

#include <stddef.h>
#include <stdint.h>

/* Numbers the groups from 0: number[i] belongs to group[i]. Returns how many
 * groups there are. */
size_t spread_number(const int64_t *group, size_t n, size_t *number);

/* Fills order[n] with the positions 0..n-1 rearranged so that no two
 * neighbours are of one group. Things stay in order except where one has to
 * let others pass, and always inside their group. When one group is more than
 * half of the whole, its surplus ends up together at the end. */
void spread_apart(const int64_t *group, size_t n, size_t *order);

#endif
