/* number_inside.h - what the files behind number.h share: number.c knows bases
 * and groups of digits, number_reckon.c expressions, number_unit.c units. */
#ifndef PROBLEM_NUMBER_INSIDE_H
#define PROBLEM_NUMBER_INSIDE_H

#include "problem/number.h"

/* What a digit counts, 99 for other characters; a letter as a small one. */
int number_digit(char c);
char number_lower(char c);

/* Digits of that base, blanks and underscores between them aside. */
bool number_digits(struct slice s, unsigned base, uint64_t *out);

/* 2^20 * 4, 1<<12, 4 KiB: false with why not. */
bool number_reckon(struct slice s, const struct number_question *question,
                   struct number_reading *out, const char **why);

/* Where an expression is being read. */
struct parser {
    struct slice rest;
    const struct number_question *question;
    struct number_reading *out;
    const char *why; /* NULL while all is well */
    unsigned depth;
};

/* The first reason to fail stands. */
void parser_fail(struct parser *p, const char *why);

void parser_blanks(struct parser *p);

/* Blanks and then that text, if it comes next. */
bool parser_take(struct parser *p, const char *text);

/* The number, if it fits in what numbers are kept in. */
struct num parser_checked(struct parser *p, bool fits, struct num n);
struct num parser_scaled(struct parser *p, struct num n, unsigned shift);

/* The number in the unit that comes next, if one does. */
struct num parser_unit(struct parser *p, struct num n);

#endif
