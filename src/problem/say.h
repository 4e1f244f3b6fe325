/* say.h - numbers as problems write them; all in the arena. */
#ifndef PROBLEM_SAY_H
#define PROBLEM_SAY_H

#include "base/arena.h"
#include "vm/format.h"

/* "0x0a4": as many digits as that many bits fill, at least one. */
const char *say_hex(struct arena *a, uint64_t value, unsigned bits);

/* "0 1010 0100": exactly that many bits, in groups of four. */
const char *say_binary(struct arena *a, uint64_t value, unsigned bits);

/* "64 bytes", "4 KiB", "1 byte": the largest unit that leaves a whole
 * number. */
const char *say_size(struct arena *a, uint64_t bytes);

/* "12288": decimal. */
const char *say_number(struct arena *a, uint64_t n);

/* "3 pages", "1 page": with an s for all numbers but one. */
const char *say_count(struct arena *a, uint64_t n, const char *thing);

/* A linear table's format of these measures, for solving by the engine:
 * entries of 8 bytes with the valid bit at 63 and the physical page number
 * below it. */
struct format say_linear(unsigned va_bits, unsigned pa_bits,
                         unsigned page_bits);

#endif
