/* str.h - a growable string that owns its bytes.
 *
 * Invariants: `at` is never NULL and at[len] is always NUL, so a str can be
 * handed to C functions as it is, even an empty one. A str starts as
 * STR_EMPTY (or str_init) and ends with str_release, after which it is empty
 * again. Bytes of any value may be stored. Memory comes from base/mem.h:
 * nothing here fails. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stddef.h>

#include "base/slice.h"

struct str {
    char *at;   /* owned while cap > 0, else a shared empty string */
    size_t len; /* bytes in use, the NUL not counted */
    size_t cap; /* bytes allocated, the NUL counted; 0 when shared */
};

extern char str_empty[1];
#define STR_EMPTY ((struct str){str_empty, 0, 0})

static inline struct slice str_slice(const struct str *s)
{
    return (struct slice){s->at, s->len};
}

void str_release(struct str *s);

/* Length 0; the memory is kept for the next use. */
void str_clear(struct str *s);

/* Cuts to `len` bytes, which may not exceed the length. */
void str_truncate(struct str *s, size_t len);

void str_put(struct str *s, struct slice bytes);
void str_puts(struct str *s, const char *text);
void str_putc(struct str *s, char c);
void str_fill(struct str *s, char c, size_t n);
void str_printf(struct str *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void str_vprintf(struct str *s, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* Room for `more` bytes behind the end; returns where they go. The caller
 * then adds to `len` what it wrote and puts the NUL by str_truncate. */
static inline char *str_reserve(struct str *s, size_t more);

char *str_grow(struct str *s, size_t more); /* str_reserve's own */

static inline char *str_reserve(struct str *s, size_t more)
{
    return more < s->cap - s->len ? s->at + s->len : str_grow(s, more);
}

/* Gives the bytes away (free() them) and leaves *s empty. */
char *str_detach(struct str *s);

void str_swap(struct str *a, struct str *b);

#endif
