/* bits.h - the small arithmetic of addresses.
 *
 *     | value >> n | low(value, n) |         n: how many bits, 0 .. 63 */
#ifndef PROBLEM_BITS_H
#define PROBLEM_BITS_H

#include <stdbool.h>
#include <stdint.h>

/* 2^n. */
static inline uint64_t two_to(unsigned n)
{
    return UINT64_C(1) << n;
}

/* The lowest n bits of the value. */
static inline uint64_t low(uint64_t value, unsigned n)
{
    return value & (two_to(n) - 1);
}

/* How many bits it takes to write the value: 0 for 0, 3 for 4 .. 7. */
static inline unsigned bit_width(uint64_t value)
{
    return value == 0 ? 0 : 64 - (unsigned)__builtin_clzll(value);
}

/* How many bits tell that many things apart: 0 for 1, 3 for 5 .. 8. */
static inline unsigned bits_for(uint64_t things)
{
    return bit_width(things - 1);
}

static inline bool is_power_of_two(uint64_t value)
{
    return value != 0 && (value & (value - 1)) == 0;
}

/* How many hex digits n bits fill. */
static inline unsigned hex_digits(unsigned n)
{
    return (n + 3) / 4;
}

/* How many pieces of that size hold the value: a rest takes one more. */
static inline uint64_t divide_up(uint64_t value, uint64_t size)
{
    return value / size + (value % size != 0);
}

#endif
