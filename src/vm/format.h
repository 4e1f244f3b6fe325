/* format.h - how a machine writes its page tables, as data.
 *
 * One descriptor says everything that the walker (walk.h) must know: how an
 * address is cut, how many levels there are, how wide an entry is and what
 * each of its bits means. A table begins at the start of a page; it may be
 * smaller than a page or go on over the pages behind.
 *
 *      va_bits                                              page_bits      0
 *     | index of level 2 | index of level 1 | index of level 0 |  offset   |
 *
 * Level 0 is the last table, whose entries name pages; level levels - 1 is
 * the root, to which the page table base register points. A linear table has
 * one level. An entry on a higher level that is a leaf maps a large page.
 *
 * Fields that a format does not have are zero, and stand for the weakest
 * reading: without a write bit every page may be written, without a user bit
 * user code may use every page, without accessed and dirty bits nothing is
 * recorded. */
#ifndef VM_FORMAT_H
#define VM_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"
#include "base/str.h"

enum { FORMAT_LEVELS = 6 };

/* What a process may do with a page, and what an entry allows. */
enum perms { PERM_R = 1, PERM_W = 2, PERM_X = 4, PERM_U = 8 };

/* How the permissions of several levels combine. */
enum format_rules {
    RULES_PLAIN, /* the leaf's bits count */
    RULES_X86,   /* W and U must be set, NX clear, on every level */
    RULES_RISCV, /* the leaf's bits count; R or X is what makes a leaf, and
                    W without R is reserved */
};

/* What the bits above va_bits must be. */
enum format_high {
    HIGH_NONE, /* zero: such an address does not exist */
    HIGH_SIGN, /* copies of bit va_bits - 1: canonical addresses */
};

struct format {
    const char *name;  /* "sv39" */
    const char *blurb; /* one line, without a final full stop */
    uint8_t va_bits;   /* 1 .. 64 */
    uint8_t pa_bits;   /* 1 .. 63 */
    uint8_t page_bits; /* 0 .. 30 */
    uint8_t levels;    /* 1 .. FORMAT_LEVELS */
    uint8_t index_bits[FORMAT_LEVELS]; /* by level; 1 .. 60 */
    uint8_t entry_bytes;               /* 1 .. 8 */
    enum format_rules rules;
    enum format_high high;

    /* Masks of one bit in an entry; 0: there is no such bit. Every format
     * has a valid bit. */
    uint64_t valid, read, write, exec, no_exec, user, accessed, dirty;
    uint64_t large;    /* on a level above 0: this is a leaf */
    uint64_t global;   /* drawn only */
    uint8_t large_at;  /* bit L: level L may hold a leaf */
    bool large_switch; /* 32-bit x86: only while CR4.PSE is set */

    uint8_t ppn_at, ppn_bits; /* the physical page number */
    /* Bits that must be 0, by level, in an entry that names a table and in
     * a leaf. */
    uint64_t reserved_table[FORMAT_LEVELS], reserved_leaf[FORMAT_LEVELS];
};

extern const struct format formats[];
extern const size_t nformats;

/* The format of that name, or NULL. */
const struct format *format_find(struct slice name);

/* -1 with a sentence when the numbers do not fit together: the cut of the
 * address, fields that overlap or stick out of the entry, too many levels. */
int format_check(const struct format *f, struct err *err);

/* The format on a processor whose physical addresses have only that many
 * bits: page numbers beyond them become reserved. */
void format_narrow(struct format *f, unsigned pa_bits);

/* --- an address ----------------------------------------------------------
 */

/* `bits` bits of a number from bit `at` on; bits < 64. */
static inline uint64_t format_cut(uint64_t number, unsigned at, unsigned bits)
{
    return number >> at & ((UINT64_C(1) << bits) - 1);
}

static inline uint64_t format_page_bytes(const struct format *f)
{
    return UINT64_C(1) << f->page_bits;
}

static inline uint64_t format_offset(const struct format *f, uint64_t va)
{
    return format_cut(va, 0, f->page_bits);
}

/* How many low bits of an address an entry of this level leaves as offset:
 * page_bits on level 0. */
static inline unsigned format_shift(const struct format *f, unsigned level)
{
    unsigned shift = f->page_bits;

    for (unsigned l = 0; l < level; l++)
        shift += f->index_bits[l];
    return shift;
}

static inline uint64_t format_index(const struct format *f, unsigned level,
                                    uint64_t va)
{
    return format_cut(va, format_shift(f, level), f->index_bits[level]);
}

uint64_t format_table_bytes(const struct format *f, unsigned level);

/* Whether the bits above va_bits are what they must be. */
static inline bool format_canonical(const struct format *f, uint64_t va)
{
    uint64_t high = va >> (f->va_bits - 1); /* with the highest bit below */
    uint64_t all = UINT64_MAX >> (f->va_bits - 1);

    return high == 0 || high == (f->high == HIGH_SIGN ? all : 1);
}

/* --- an entry ------------------------------------------------------------
 */

/* A valid entry of the last level for that physical page number; perms as
 * far as the format can say them. On RISC-V a page that may be written, or
 * neither read nor executed, may be read as well. */
uint64_t format_leaf(const struct format *f, uint64_t ppn, unsigned perms);

/* A valid entry that names a table, as permissive as can be. */
uint64_t format_table(const struct format *f, uint64_t ppn);

static inline uint64_t format_ppn(const struct format *f, uint64_t entry)
{
    return format_cut(entry, f->ppn_at, f->ppn_bits);
}

/* Whether the bit is set, or there is none to be set. */
static inline bool format_has(uint64_t entry, uint64_t bit)
{
    return (entry & bit) == bit;
}

/* What one entry allows by itself, PERM_... */
static inline unsigned format_perms(const struct format *f, uint64_t entry)
{
    bool r = format_has(entry, f->read), w = format_has(entry, f->write);
    bool x = format_has(entry, f->exec) && !(entry & f->no_exec);
    bool u = format_has(entry, f->user);

    return (unsigned)(r * PERM_R | w * PERM_W | x * PERM_X | u * PERM_U);
}

/* Whether a valid entry on this level names a page, not a table. */
static inline bool format_is_leaf(const struct format *f, unsigned level,
                                  uint64_t entry)
{
    if (f->rules == RULES_RISCV)
        return entry & (f->read | f->exec);
    return level == 0 || (f->large_at >> level & 1 && entry & f->large);
}

/* --- the picture of an entry ---------------------------------------------
 */

enum format_field_kind {
    FIELD_FLAG,     /* one bit with a meaning */
    FIELD_PPN,      /* the physical page number */
    FIELD_RESERVED, /* must be zero */
    FIELD_IGNORED,  /* free for the operating system */
};

struct format_field {
    const char *name; /* "NX", "PPN"; "0" if reserved, "" if ignored */
    enum format_field_kind kind;
    uint8_t hi, lo; /* bits of the entry, both included */
};

/* The fields of a leaf, or of an entry that names a table, on that level,
 * the highest bits first and without a gap; returns how many. */
size_t format_fields(const struct format *f, unsigned level, bool leaf,
                     struct format_field out[64]);

#endif
