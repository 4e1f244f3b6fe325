#include "base/str.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { FIRST_CAP = 128 }; /* bytes: most strings never grow again */

/* Never written to: every writer reserves first. */
char str_empty[1] = "";

void str_release(struct str *s)
{
    if (s->cap > 0)
        free(s->at);
    *s = STR_EMPTY;
}

void str_clear(struct str *s)
{
    if (s->cap > 0)
        str_truncate(s, 0);
}

void str_truncate(struct str *s, size_t len)
{
    assert(len <= s->len);
    s->len = len;
    if (s->cap > 0)
        s->at[len] = '\0';
}

char *str_grow(struct str *s, size_t more)
{
    size_t need, cap;

    if (more > SIZE_MAX / 2 - s->len)
        mem_exhausted();
    need = s->len + more + 1;
    cap = s->cap + s->cap / 2;
    cap = cap < need ? need : cap;
    cap = cap < FIRST_CAP ? FIRST_CAP : cap;
    s->at = mem_resize(s->cap > 0 ? s->at : NULL, cap);
    s->cap = cap;
    s->at[s->len] = '\0';
    return s->at + s->len;
}

void str_put(struct str *s, struct slice bytes)
{
    if (bytes.len == 0)
        return;
    memcpy(str_reserve(s, bytes.len), bytes.at, bytes.len);
    s->len += bytes.len;
    s->at[s->len] = '\0';
}

void str_puts(struct str *s, const char *text)
{
    str_put(s, slice_from(text));
}

void str_putc(struct str *s, char c)
{
    str_put(s, (struct slice){&c, 1});
}

void str_fill(struct str *s, char c, size_t n)
{
    memset(str_reserve(s, n), c, n);
    s->len += n;
    s->at[s->len] = '\0';
}

void str_vprintf(struct str *s, const char *fmt, va_list ap)
{
    /* Most texts are about as long as what they are made by. */
    char *at = str_reserve(s, strlen(fmt));
    size_t room = s->cap - s->len;
    va_list again;
    int n;

    va_copy(again, ap);
    n = vsnprintf(at, room, fmt, ap);
    if (n > 0 && (size_t)n >= room)
        vsnprintf(str_reserve(s, (size_t)n), (size_t)n + 1, fmt, again);
    va_end(again);
    s->len += n > 0 ? (size_t)n : 0;
    s->at[s->len] = '\0';
}

void str_printf(struct str *s, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    str_vprintf(s, fmt, ap);
    va_end(ap);
}

char *str_detach(struct str *s)
{
    char *at = s->cap > 0 ? s->at : mem_copy("", 0);

    *s = STR_EMPTY;
    return at;
}

void str_swap(struct str *a, struct str *b)
{
    struct str t = *a;

    *a = *b;
    *b = t;
}
