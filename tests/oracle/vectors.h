/* vectors.h - what a real walker answered, kept in a file.
 *
 * A file is a few lines of text, an empty line, the page tables, and then the
 * queries in columns, numbers with their lowest byte first:
 *
 *      pagein vectors 1
 *      format sv39
 *      from QEMU emulator version 7.2
 *      pa_bits 56
 *      root 0x80200000 49            where the tables lie; how many pages
 *      frames 0x82000000 0x83000000  where the answers lie
 *      queries 20000 31234           how many; how many marks in all
 *
 *      8 va   1 access   1 state   1 vector   1 code   4 pa   1 marks
 *      and of all marks: 4 at   1 bits
 *
 * The state and the answer are those of guest.h; a mark is an entry that the
 * processor changed, as an offset from the root, and the bits in which it
 * differs from before. Every query found the tables as they are in the file.
 */
#ifndef TESTS_ORACLE_VECTORS_H
#define TESTS_ORACLE_VECTORS_H

#include "base/str.h"
#include "oracle/image.h"
#include "oracle/qemu/guest.h"

struct vector {
    uint64_t va;
    enum access access;
    uint8_t state;  /* STATE_... */
    uint8_t vector; /* of the exception, or ANSWER_DONE */
    uint8_t code;   /* x86: its error code */
    uint8_t nmarks;
    uint32_t pa; /* where the access went */
    struct guest_mark mark[GUEST_MARKS];
};

struct vectors {
    struct image image;
    char from[64]; /* who answered */
    struct vector *at;
    size_t n;
};

/* The processor's state, as the walk takes it. */
struct cpu vectors_cpu(unsigned state);

/* Whether the walk came to the same end: the same physical address, or an
 * exception that says the same. */
bool vector_agrees(const struct format *f, const struct vector *q,
                   const struct walk *w);

/* Prints both, for whoever looks into a difference. */
void vector_show(const struct vector *q, const struct walk *w);

/* Appends the file's bytes. */
void vectors_write(const struct vectors *v, struct str *out);

/* Takes a file apart; false when it is none. `out` is released after use. */
bool vectors_read(struct vectors *out, struct slice bytes);
void vectors_release(struct vectors *v);

#endif
