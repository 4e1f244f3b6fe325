/* count.h - figures that no other program on the machine disturbs:
 * instructions, by callgrind, and syncs to the disk, by strace. */
#ifndef TESTS_SPEED_COUNT_H
#define TESTS_SPEED_COUNT_H

#include <stddef.h>

/* Million instructions of a whole run, or only of what happens inside the
 * function `inside` when that is not NULL. */
double count_instructions(const char *const *argv, const char *inside);

/* Of one answer in a review of the deck: its million instructions, its calls
 * of fsync and fdatasync. What start and end take is not in it. */
double count_answer_instructions(const char *deck);
double count_answer_syncs(const char *deck);

#endif
