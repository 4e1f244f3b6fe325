/* linear.h - a page table of one level, as small problems show it.
 *
 *     VPN   valid   PPN
 *     00    1       0101          address  | VPN | offset |
 *     01    0       -                         |      |
 *     10    1       1100          physical | PPN | offset |
 *
 * The rows are those of the virtual pages from 0 on; pages behind them are
 * not mapped. */
#ifndef PROBLEM_LINEAR_H
#define PROBLEM_LINEAR_H

#include "base/rng.h"
#include "problem/bits.h"
#include "problem/prompt.h"
#include "vm/phys.h"

enum { LINEAR_ROWS = 16 };

struct linear {
    uint8_t off, va_bits, pa_bits; /* bits of an offset, of an address */
    uint8_t rows;
    bool binary;  /* numbers are printed in binary */
    bool stale;   /* rows that are not valid show a PPN nevertheless */
    bool guarded; /* rows have a bit W, which stores need */
    uint8_t valid[LINEAR_ROWS], writable[LINEAR_ROWS];
    uint16_t ppn[LINEAR_ROWS];
};

static inline unsigned linear_vpn_bits(const struct linear *l)
{
    return (unsigned)l->va_bits - l->off;
}

static inline unsigned linear_ppn_bits(const struct linear *l)
{
    return (unsigned)l->pa_bits - l->off;
}

/* Whether that virtual page is mapped. */
static inline bool linear_maps(const struct linear *l, uint64_t vpn)
{
    return vpn < l->rows && l->valid[vpn];
}

/* Whether a row lets the access pass. */
static inline bool linear_allows(const struct linear *l, uint64_t vpn,
                                 bool store)
{
    return linear_maps(l, vpn) && !(store && l->guarded && !l->writable[vpn]);
}

/* The address of that offset in the physical page of a row. */
static inline uint64_t linear_pa(const struct linear *l, uint64_t vpn,
                                 uint64_t offset)
{
    return (uint64_t)l->ppn[vpn] << l->off | offset;
}

/* Fills rows at random: so many of a hundred are valid. PPNs of the others
 * are 0 unless they are shown. Of guarded rows two thirds may be written. */
void linear_fill(struct linear *l, struct rng *rng, unsigned percent);

/* How many rows are valid. */
unsigned linear_count(const struct linear *l);

/* Memory for all physical addresses with the table behind it, for the engine;
 * the caller releases it. */
void linear_store(const struct linear *l, struct phys *mem);

/* The engine's walk through the table stored there, for a store or a load:
 * false when it faults. */
bool linear_walk(const struct linear *l, const struct phys *mem, uint64_t va,
                 bool store, uint64_t *pa);

/* The same reckoned by division; shares no code with the walk. */
bool linear_reckon(const struct linear *l, uint64_t va, bool store,
                   uint64_t *pa);

/* As printed: in binary or hex, with all digits. */
const char *linear_say(const struct linear *l, struct arena *a,
                       uint64_t value, unsigned bits);

/* The table drawn. */
const struct figure *linear_figure(const struct linear *l, struct arena *a,
                                   const char *title);

/* "Pages are 64 bytes, virtual addresses have 9 bits, physical ones 10. ";
 * and what is with the rows behind the last, if there could be any. */
void linear_say_measures(const struct linear *l, struct prompt *p);

/* A question for a physical address, or "fault". */
void linear_ask_pa(const struct linear *l, struct prompt *p, const char *ask);

#endif
