/* names.h - what things are called, in words.
 *
 * A machine numbers its processes and files; people call them A and
 * notes.txt. Who tells a story or draws a figure hands in how things are to
 * be called here; what is left out gets a name by its number. */
#ifndef VM_NAMES_H
#define VM_NAMES_H

#include "base/str.h"
#include "vm/fault.h"

/* Each function appends a name to `out`; one that is NULL, or appends
 * nothing, leaves it to the default. Names are plain text, escaped by whoever
 * prints them. */
struct names {
    void *at; /* handed to the functions */

    /* "A" to "Z", then "P26" */
    void (*process)(void *at, struct str *out, unsigned process);

    /* "file 0" */
    void (*object)(void *at, struct str *out, unsigned object);

    /* The area with that start: "the buffer". By default its use, "the heap",
     * or "the area". Is not asked for where the use says it all. */
    void (*area)(void *at, struct str *out, unsigned process, uint64_t start);
};

/* The name of each; `names` may be NULL. */
void name_process(struct str *out, const struct names *names,
                  unsigned process);
void name_object(struct str *out, const struct names *names, unsigned object);
void name_area(struct str *out, const struct names *names, unsigned process,
               uint64_t start, unsigned use);

/* Hexadecimal digits of an address, of the largest page number. */
unsigned name_va_digits(const struct format *f);
unsigned name_pa_digits(const struct format *f);
unsigned name_vpn_digits(const struct format *f);
unsigned name_ppn_digits(const struct format *f);

/* "0x00010010": as wide as all addresses of that format are. */
void name_va(struct str *out, const struct format *f, uint64_t va);
void name_pa(struct str *out, const struct format *f, uint64_t pa);
void name_entry(struct str *out, const struct format *f, uint64_t entry);

/* "0x10", as short as can be. */
void name_hex(struct str *out, uint64_t number);

/* "rw-p", as in /proc/PID/maps: the fourth letter is "s" when shared. */
void name_area_flags(struct str *out, unsigned flags);

/* Single words with hyphens, good for a script: "demand-zero", "SIGSEGV",
 * "mmap", "anonymous", "store". */
const char *rule_name(enum rule rule);
const char *outcome_name(enum outcome outcome);
const char *call_name(enum call call);
const char *frame_kind_name(enum frame_kind kind);
const char *access_name(enum access access);

#endif
