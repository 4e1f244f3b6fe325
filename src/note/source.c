#include "note/source.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "sys/file.h"
#include "text/unicode.h"

enum { SHOWN_LINE_MAX = 16384 }; /* a longer line is not put into findings */

/* --- lines -------------------------------------------------------------- */

/* The line end at or after `at`: its first byte, or `end`. */
static const char *line_stop(const char *at, const char *end, bool returns)
{
    const char *stop;

    if (!returns) { /* the usual case is quick */
        stop = memchr(at, '\n', (size_t)(end - at));
        return stop != NULL ? stop : end;
    }
    while (at < end && *at != '\n' && *at != '\r')
        at++;
    return at;
}

static void index_lines(struct source *s)
{
    const char *at = s->text.at, *end = at + s->text.len;
    bool returns = memchr(at, '\r', s->text.len) != NULL;
    size_t cap = 0;

    while (at < end) {
        s->lines = mem_grow(s->lines, s->nlines, &cap, sizeof *s->lines);
        s->lines[s->nlines++] = (uint32_t)(at - s->text.at);
        at = line_stop(at, end, returns);
        if (at < end && *at++ == '\r' && at < end && *at == '\n')
            at++;
    }
    if (s->nlines == 0)
        s->lines = mem_new(sizeof *s->lines);
}

struct place source_place(const struct source *s, size_t at)
{
    size_t lo = 0, hi = s->nlines; /* the line is in [lo, hi) */

    assert(at <= s->text.len);
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;

        if (s->lines[mid] <= at)
            lo = mid;
        else
            hi = mid;
    }
    return (struct place){(uint32_t)lo + 1, (uint32_t)at - s->lines[lo] + 1};
}

struct slice source_line(const struct source *s, size_t line)
{
    size_t from, to;

    if (line < 1 || line > s->nlines)
        return (struct slice){0};
    from = s->lines[line - 1];
    to = line < s->nlines ? s->lines[line] : s->text.len;
    if (to > from && s->text.at[to - 1] == '\n')
        to--;
    if (to > from && s->text.at[to - 1] == '\r')
        to--;
    return slice_sub(s->text, from, to - from);
}

/* --- findings ----------------------------------------------------------- */

static void add(struct source *s, enum diag_level level, const char *rule,
                struct place at, const char *text)
{
    struct slice line = source_line(s, at.line);

    if (line.len > SHOWN_LINE_MAX)
        line.len = 0;
    s->failed |= level == DIAG_ERROR;
    if (s->found[level] < SOURCE_FINDINGS_MAX)
        diags_add(s->diags, level, rule, s->name, at.line, at.col, line, "%s",
                  text);
    else if (s->found[level] == SOURCE_FINDINGS_MAX)
        diags_add(s->diags, level, "too-many", s->name, at.line, at.col, line,
                  "more than %d %s: mend the first ones and see",
                  SOURCE_FINDINGS_MAX,
                  level == DIAG_ERROR ? "errors" : "warnings");
    s->found[level]++;
}

int source_find(struct source *s, enum diag_level level, const char *rule,
                struct place at, const char *fmt, ...)
{
    struct str text = STR_EMPTY;
    va_list ap;

    va_start(ap, fmt);
    str_vprintf(&text, fmt, ap);
    va_end(ap);
    add(s, level, rule, at, text.at);
    str_release(&text);
    return -1;
}

int source_find_at(struct source *s, enum diag_level level, const char *rule,
                   size_t at, const char *fmt, ...)
{
    struct str text = STR_EMPTY;
    va_list ap;

    va_start(ap, fmt);
    str_vprintf(&text, fmt, ap);
    va_end(ap);
    add(s, level, rule, source_place(s, at), text.at);
    str_release(&text);
    return -1;
}

/* --- opening ------------------------------------------------------------ */

static bool is_utf16(struct slice bytes)
{
    return slice_has_prefix(bytes, SLICE("\xff\xfe")) ||
           slice_has_prefix(bytes, SLICE("\xfe\xff"));
}

/* Offset of the byte `a` with `b` behind it, at or after `from`, or text.len.
 * For an `a` that is rare. */
static size_t find_pair(struct slice text, size_t from, char a, char b)
{
    const char *end = text.at + text.len, *at = text.at + from;

    while (at < end && (at = memchr(at, a, (size_t)(end - at))) != NULL) {
        if (at + 1 < end && at[1] == b)
            return (size_t)(at - text.at);
        at++;
    }
    return text.len;
}

/* Offset of the first of our own characters, or text.len. In UTF-8 they are
 * EF B7 90 .. EF B7 AF. */
static size_t find_reserved(struct slice text)
{
    size_t at = find_pair(text, 0, '\xef', '\xb7');

    while (at + 2 < text.len) {
        unsigned char last = (unsigned char)text.at[at + 2];

        if (last >= 0x90 && last <= 0xaf)
            return at;
        at = find_pair(text, at + 2, '\xef', '\xb7');
    }
    return text.len;
}

/* The number behind "&#", as Markdown reads it, cut at 0x110000. */
static uint32_t entity_number(struct slice digits)
{
    bool hex = digits.len > 0 && (digits.at[0] | 0x20) == 'x';
    uint32_t n = 0;

    for (size_t i = hex; i < digits.len && n < 0x110000; i++) {
        char c = digits.at[i], low = (char)(c | 0x20);

        if (c >= '0' && c <= '9')
            n = n * (hex ? 16 : 10) + (uint32_t)(c - '0');
        else if (hex && low >= 'a' && low <= 'f')
            n = n * 16 + (uint32_t)(low - 'a' + 10);
        else
            break;
    }
    return n;
}

/* The same characters written as entities: "&#xFDD0;". */
static size_t find_reserved_entity(struct slice text)
{
    size_t at = find_pair(text, 0, '&', '#');

    while (at < text.len) {
        uint32_t n = entity_number(slice_skip(text, at + 2));

        if (n >= 0xfdd0 && n <= 0xfdef)
            return at;
        at = find_pair(text, at + 2, '&', '#');
    }
    return text.len;
}

static int refuse(struct source *s, size_t at, const char *why)
{
    source_find_at(s, DIAG_ERROR, "encoding", at, "%s", why);
    return -1;
}

static int check_bytes(struct source *s)
{
    struct slice text = s->text;
    const char *nul = text.len > 0 ? memchr(text.at, '\0', text.len) : NULL;
    size_t zero = nul != NULL ? (size_t)(nul - text.at) : text.len;
    size_t broken = utf8_check(text), ours;

    if (is_utf16(text))
        return refuse(s, 0, "this is UTF-16: save the file as UTF-8");
    if (broken < text.len && broken < zero)
        return refuse(s, broken,
                      "this byte is not UTF-8: save the file as UTF-8");
    if (zero < text.len)
        return refuse(s, zero, "a NUL byte: this is no text");
    ours = find_reserved(text);
    if (ours == text.len)
        ours = find_reserved_entity(text);
    if (ours < text.len)
        return refuse(s, ours,
                      "a noncharacter (U+FDD0 to U+FDEF): take it out");
    return 0;
}

int source_open(struct source *s, struct slice bytes, struct slice name,
                struct diags *diags)
{
    *s = (struct source){.name = name, .diags = diags};
    if (slice_has_prefix(bytes, SLICE("\xef\xbb\xbf")))
        bytes = slice_skip(bytes, 3);
    s->text = bytes.len > 0 ? bytes : SLICE("");
    if (bytes.len > FILE_NOTES_MAX) {
        source_find(s, DIAG_ERROR, "size", (struct place){1, 1},
                    "notes of more than %d MB: split the file",
                    FILE_NOTES_MAX >> 20);
        return -1;
    }
    index_lines(s);
    return check_bytes(s);
}

void source_release(struct source *s)
{
    free(s->lines);
    s->lines = NULL;
    s->nlines = 0;
}
