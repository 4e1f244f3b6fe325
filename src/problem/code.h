/* code.h - a problem's name in twelve characters, to be typed from paper.
 *
 *     kind 8 | version 4 | level 2 | seed 40 | check 6      60 bits
 *
 * in base 32 with Crockford's digits, printed as three groups of four:
 * "0RK5-J76S-6ENC". Letter case and hyphens are free, O reads as 0, I and L
 * as 1. One wrong character is always noticed, and nearly all swaps. */
#ifndef PROBLEM_CODE_H
#define PROBLEM_CODE_H

#include "base/err.h"
#include "problem/kind.h"

enum { CODE_BYTES = 15 }; /* with hyphens and the NUL */

struct code {
    uint8_t kind; /* kind->number */
    uint8_t version;
    uint8_t level; /* 1 .. 4 */
    uint64_t seed; /* SEED_BITS */
};

void code_put(char out[CODE_BYTES], struct code code);

/* -1 with a sentence when it is no code, or a character is wrong. Whether the
 * kind exists and still has that version is for the caller to see. */
int code_read(struct slice text, struct code *out, struct err *err);

/* The alphabet: the digit of 0 .. 31, and back; -1 for what is none. */
char code_digit(uint64_t value);
int code_digit_value(char c);

#endif
