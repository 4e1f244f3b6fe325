/* slice.h - a borrowed run of bytes: never freed, never outlives its owner.
 *
 * A slice points into somebody else's buffer (a note file, an arena, a
 * literal) and is passed by value. It is not NUL-terminated; print it with
 * printf("%.*s", SLICE_FMT(s)). To keep the bytes, copy them into a str or
 * an arena. The empty slice may have at == NULL. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
    const char *at;
    size_t len;
};

#define SLICE(lit) ((struct slice){(lit), sizeof(lit) - 1})
#define SLICE_FMT(s) (int)(s).len, (s).at

static inline struct slice slice_from(const char *text)
{
    return (struct slice){text, strlen(text)};
}

static inline struct slice slice_range(const char *from, const char *to)
{
    return (struct slice){from, (size_t)(to - from)};
}

static inline bool slice_eq(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool slice_is(struct slice a, const char *text)
{
    return slice_eq(a, slice_from(text));
}

static inline bool slice_has_prefix(struct slice s, struct slice prefix)
{
    return s.len >= prefix.len &&
           slice_eq((struct slice){s.at, prefix.len}, prefix);
}

static inline bool slice_has_suffix(struct slice s, struct slice suffix)
{
    return s.len >= suffix.len &&
           slice_eq((struct slice){s.at + s.len - suffix.len, suffix.len},
                    suffix);
}

/* What is left after the first n bytes; n may not exceed the length. */
static inline struct slice slice_skip(struct slice s, size_t n)
{
    return (struct slice){n > 0 ? s.at + n : s.at, s.len - n};
}

/* The part [from, from + len), cut at the end of s. */
static inline struct slice slice_sub(struct slice s, size_t from, size_t len)
{
    if (from > s.len)
        from = s.len;
    return (struct slice){from > 0 ? s.at + from : s.at,
                          len < s.len - from ? len : s.len - from};
}

/* Byte order, a shorter prefix first: <0, 0 or >0. */
int slice_compare(struct slice a, struct slice b);

/* Index of the first `mark` at or after `from`, or s.len. */
size_t slice_find(struct slice s, size_t from, struct slice mark);

/* Without ASCII white space at both ends. */
struct slice slice_trim(struct slice s);

/* Cuts the next line off *rest, without its LF, CRLF or CR. False when
 * nothing was left. */
bool slice_line(struct slice *rest, struct slice *line);

#endif
