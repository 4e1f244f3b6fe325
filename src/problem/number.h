/* number.h - a number as a person types it.
 *
 *     0x0a4  a4h  a4_16  0b1010 0100  1010_2     with a base
 *     4,096  4 096  4_096  4.5  1e3  50%  1/2    decimal
 *     4 KiB  32 Kbit  3 pages  2^20 * 4  1<<12   with units, reckoned
 *
 * Digits without a base mean what the question asks for; in what is reckoned
 * (2^12, 3*4096) and before units they are decimal. K, M, G are powers of
 * 1024. */
#ifndef PROBLEM_NUMBER_H
#define PROBLEM_NUMBER_H

#include "base/num.h"
#include "base/slice.h"

struct number_question {
    unsigned base;       /* of digits without one: 2, 10 or 16 */
    uint64_t page_bytes; /* what a page counts; 0: one */
    unsigned bits;       /* of a value that was shown in binary, or 0: zeros
                            and ones are binary then, when they are more than
                            so many bits fill in hex */
};

struct number_reading {
    struct num value;
    const char *how; /* "hex", "binary", "1 K is 1024"; a literal */
    bool bits;       /* a unit of bits was written */
    bool pages;      /* a number of pages was */
};

/* ASCII in; see read.c for what becomes of other characters. False when it
 * is no number, or one too large: *why says so, a literal without a full
 * stop. */
bool number_read(struct slice text, const struct number_question *question,
                 struct number_reading *out, const char **why);

/* A value in every form that helps on scratch paper: "12288 = 0x3000 = 0b11
 * 0000 0000 0000", powers of two as such. */
void number_put_all(struct str *out, struct num value);

#endif
