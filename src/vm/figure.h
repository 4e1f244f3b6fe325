/* figure.h - drawings of memory, as data.
 *
 * What there is to draw comes in three shapes; a drawer that knows these (as
 * text: view/figure.h) knows all figures.
 *
 *     grid    page table, frames, areas, timeline
 *             │ VPN  │ valid │ PPN  │
 *             │ 0x10 │ 1     │ 0x09 │  ◀ marked
 *             │ ⋮ 239 rows, not valid │
 *
 *     bits    address split, entry layout
 *             │ VPN[1] │ VPN[0] │ offset │
 *
 *     bytes   memory dump
 *             0x0040  00 11 22 33 44 55 66 77
 *
 * All memory is the arena's. Texts are what people see, in ASCII but for
 * names that a caller handed in; whoever draws escapes them. */
#ifndef VM_FIGURE_H
#define VM_FIGURE_H

#include "base/arena.h"
#include "vm/machine.h"
#include "vm/names.h"

/* Why something stands out. */
enum figure_mark {
    FIGURE_PLAIN,
    FIGURE_HERE,    /* it is what the figure is about */
    FIGURE_CHANGED, /* it is new */
    FIGURE_ASKED,   /* a question: its text is not shown, "?" is */
    FIGURE_DIM,     /* of no weight: an entry that is not valid */
};

/* --- shapes --------------------------------------------------------------
 */

struct figure_cell {
    struct slice text;
    enum figure_mark mark;
};

struct figure_row {
    uint64_t elided; /* so many rows are left out here, and ... */
    const char *why; /* ... what they have in common: "not valid" */
    enum figure_mark mark;
    struct figure_cell *cell; /* one a column; NULL when rows are elided */
};

struct figure_grid {
    size_t columns, rows, rows_cap;
    struct figure_cell *head;
    bool *right; /* a column of numbers: aligned at the right */
    struct figure_row *row;
};

struct figure_field {
    struct slice name;  /* "VPN[1]", "PPN", "V"; may be empty */
    struct slice value; /* "0x1f"; empty: is not shown */
    uint8_t hi, lo;     /* bits, both included */
    enum figure_mark mark;
};

struct figure_bits {
    unsigned width;  /* bits in all */
    uint64_t number; /* whose bits they are, if shown */
    bool shown;
    size_t n; /* fields, the highest bits first and without a gap */
    struct figure_field *field;
};

struct figure_span {
    uint64_t from, len; /* addresses */
    enum figure_mark mark;
};

struct figure_bytes {
    uint64_t base; /* address of the first byte */
    size_t n;
    const uint8_t *at;
    unsigned digits; /* of an address */
    size_t nmarks;
    const struct figure_span *mark; /* the first that covers a byte counts */
};

/* The mark of byte number i. */
enum figure_mark figure_byte_mark(const struct figure_bytes *b, size_t i);

enum figure_shape { FIGURE_GRID, FIGURE_BITS, FIGURE_BYTES };

struct figure {
    enum figure_shape shape;
    struct slice title; /* a caption without a full stop */
    union {
        struct figure_grid grid;
        struct figure_bits bits;
        struct figure_bytes bytes;
    };
};

/* The figure in words: for screen readers, as alternative text. Lines; a row
 * is "VPN: 0x10; valid: 1; PPN: 0x09". Not escaped. */
void figure_words(struct str *out, const struct figure *figure);

/* --- what can be drawn ---------------------------------------------------
 */

/* A page table: from memory at a physical address, one row an entry, with a
 * column for each bit that the format has. Runs of entries that are 0 are
 * left out, but for those that are marked. */
struct figure_table {
    const struct format *format;
    const struct phys *mem;
    uint64_t at;       /* physical address of the table */
    unsigned level;    /* 0: its entries name pages */
    bool by_index;     /* rows are named by index; else by page number (level
                          0) or first address, counted from ... */
    uint64_t first_va; /* ... the first address that the table stands for */
    uint64_t from, to; /* entries [from, to); 0, 0: all */
    bool all;          /* nothing is left out; at most 4096 rows are shown */
    size_t nmarks;
    const uint64_t *marks; /* indices of rows to mark */
};

struct figure figure_table(struct arena *a, const struct figure_table *t);

/* Who has which frame: kind, references, and every page, cache page or table
 * that it holds; free frames are left out. */
struct figure figure_frames(struct arena *a, struct machine *m,
                            const struct names *names);

/* The areas of a process, like /proc/PID/maps, and how many pages of each are
 * in memory, swapped out, or nowhere yet. */
struct figure figure_areas(struct arena *a, struct machine *m,
                           struct process *p, const struct names *names);

/* An address cut into indices and offset. `as_bits`: the values of the fields
 * are bits and not hexadecimal. */
struct figure figure_split(struct arena *a, const struct format *f,
                           uint64_t va, bool as_bits);

/* A physical address: page number and offset. */
struct figure figure_split_pa(struct arena *a, const struct format *f,
                              uint64_t pa, bool as_bits);

/* The picture of an entry: names of fields, and their values in `entry` when
 * it is not NULL. */
struct figure figure_entry(struct arena *a, const struct format *f,
                           unsigned level, bool leaf, const uint64_t *entry);

/* [pa, pa + bytes) of memory; the marks are copied. */
struct figure figure_dump(struct arena *a, const struct format *f,
                          const struct phys *mem, uint64_t pa, size_t bytes,
                          const struct figure_span *marks, size_t nmarks);

/* Where some pages are while things happen: a row a step, a column a page.
 *
 *     step        A:0x10    B:0x10
 *     A forks     9 r--     9 r--
 *     B writes    9 r--     12 rw-   *
 *
 * Cells that differ from the row above are FIGURE_CHANGED. */
struct figure_place {
    uint16_t process;
    uint64_t va;
};

struct figure figure_timeline(struct arena *a, const struct format *f,
                              const struct figure_place *places, size_t n,
                              const struct names *names);

/* Adds a row: how it is now, after the step that `text` names. */
void figure_timeline_step(struct arena *a, struct figure *timeline,
                          struct machine *m,
                          const struct figure_place *places,
                          struct slice text);

#endif
