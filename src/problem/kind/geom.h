/* geom.h - the parts of GEOM: widths (geom.c, in words geom_say.c), and a
 * memory that is no power of two (geom_memory.c, level 4). */
#ifndef PROBLEM_KIND_GEOM_H
#define PROBLEM_KIND_GEOM_H

#include "problem/kind/kinds.h"

enum { BLANKS = 5 };

/* What can be given or asked. The first are bits; PAGE is among them for its
 * width, the offset's. */
enum measure { VA, PA, OFF, VPN, PPN, PAGE, PAGES, LAST, MEASURES };

struct geom {
    uint8_t level;
    uint8_t form;        /* row of geom.c's forms */
    uint8_t va, pa, off; /* bits; of an address, of an offset */
    uint8_t odd, shift;  /* level 4: the memory has odd * 2^shift bytes */
};

/* What is given and what is blank, so that the first gives the second. */
struct geom_form {
    uint8_t level;
    enum measure given[3], blank[BLANKS];
    uint8_t nblanks;
};

extern const struct geom_form geom_forms[];

/* What the instance has, given or not; whether it is asked for. */
uint64_t geom_measure(const struct geom *g, enum measure m);
bool geom_is_blank(const struct geom *g, enum measure m);

/* How it is said, geom_say.c. */
void geom_ask(const void *params, struct prompt *p);
void geom_explain(const void *params, struct solution *out);

/* Level 4: asks for the number of physical pages, the largest page number
 * that names memory, the bits of a page number and of an address, and how
 * many page numbers of that width name nothing. */
bool geom_memory_sample(struct rng *rng, struct geom *g);
void geom_memory_solve(const struct geom *g, struct answers *out);
void geom_memory_solve_again(const struct geom *g, struct answers *out);
void geom_memory_ask(const struct geom *g, struct prompt *p);
void geom_memory_explain(const struct geom *g, struct solution *out);
bool geom_memory_follow(const void *params, unsigned part,
                        const struct answers *given, struct answers *out);

/* Its mistakes. */
bool geom_memory_count_for_last(const void *params, struct answers *out);
bool geom_memory_rounded(const void *params, struct answers *out);
bool geom_memory_bit_too_few(const void *params, struct answers *out);
bool geom_memory_thousands(const void *params, struct answers *out);
bool geom_memory_keeps_offset(const void *params, struct answers *out);

#endif
