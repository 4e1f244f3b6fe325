/* num.h - exact numbers: signed fractions of whole numbers of 64 bits.
 *
 * Always in lowest terms, with a denominator above 0; zero is never
 * negative. So two numbers are equal exactly when their fields are. A result
 * that does not fit is refused (false, *out untouched), never rounded. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct num {
    uint64_t top, bottom;
    bool negative;
};

static inline struct num num_of(uint64_t whole)
{
    return (struct num){whole, 1, false};
}

/* The fraction in lowest terms; bottom > 0. */
struct num num_ratio(uint64_t top, uint64_t bottom);
struct num num_negate(struct num n);

bool num_add(struct num a, struct num b, struct num *out);
bool num_subtract(struct num a, struct num b, struct num *out);
bool num_multiply(struct num a, struct num b, struct num *out);
bool num_divide(struct num a, struct num b, struct num *out); /* b not 0 */
bool num_power(struct num a, unsigned exponent, struct num *out);

static inline bool num_eq(struct num a, struct num b)
{
    return a.top == b.top && a.bottom == b.bottom && a.negative == b.negative;
}

/* <0, 0 or >0. */
int num_compare(struct num a, struct num b);

/* Whether it is a whole number from 0 to 2^64 - 1. */
bool num_is_whole(struct num n, uint64_t *out);

/* "12", "-0.5"; "1/3" where the decimals would not end within 12 places. */
void num_put(struct str *out, struct num n);

#endif
