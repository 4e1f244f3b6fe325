/* demand_run.h - the program that DEMAND is about, run and reckoned. */
#ifndef PROBLEM_KIND_DEMAND_RUN_H
#define PROBLEM_KIND_DEMAND_RUN_H

#include "problem/kind.h"

enum { DEMAND_INSTRUCTION = 4, DEMAND_VALUE = 8, DEMAND_TABLE_BITS = 10 };

struct demand {
    uint8_t level;
    uint8_t page_bits, va_bits;
    uint8_t every;         /* each so many-th instruction pushes */
    uint16_t instructions; /* a multiple of `every` */
    uint64_t code, sp;     /* the first instruction; before the first push */
    uint64_t array, bytes; /* on level 4: written from end to end */
};

/* Bytes [first, last]. */
struct range {
    uint64_t first, last;
};

unsigned demand_pushes(const struct demand *d);
bool demand_has_code(const struct demand *d);

/* What the instructions, the pushes and the array take. */
struct range demand_code(const struct demand *d);
struct range demand_stack(const struct demand *d);
struct range demand_array(const struct demand *d);

/* The answers, by the engine; and by reckoning. */
void demand_run(const struct demand *d, struct answers *out);
void demand_reckon(const struct demand *d, struct answers *out);

/* Pages of a range, of all ranges; tables of the last level. */
unsigned demand_pages(const struct demand *d, struct range r);
unsigned demand_all_pages(const struct demand *d);
unsigned demand_tables(const struct demand *d);

/* The addresses of faults in order; how many. With `stack_only` code costs
 * nothing. */
unsigned demand_list(const struct demand *d, bool stack_only,
                     uint64_t out[MEMBERS_MAX]);

/* The mistakes. */
enum { DEMAND_WRONGS = 13 };
extern const struct wrong_row demand_wrongs[DEMAND_WRONGS];

#endif
