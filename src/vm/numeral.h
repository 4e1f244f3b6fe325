/* numeral.h - numbers as people write them.
 *
 *     0x24  0b100100  36          with _ or ' between digits where one likes
 *     0b 0 0010 0100              after 0b, and then before each group of
 *                                 three digits or more, a blank
 *     2^20                        a power
 *     4K  2MiB  1G                times 2^10, 2^20, 2^30
 */
#ifndef VM_NUMERAL_H
#define VM_NUMERAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* Reads the number at the start of the text; returns how many bytes it took.
 * 0 when there is none, and *why gets a literal: what is wrong with it,
 * without a full stop. */
size_t numeral_read(struct slice text, uint64_t *out, const char **why);

/* The whole text is one number, blanks around it aside. */
bool numeral_is(struct slice text, uint64_t *out, const char **why);

/* The value of a digit in bases up to 16, or -1. */
int numeral_digit(char c);

#endif
