#include "note/tag.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

/* A number in base 16, low digits first: U+FDD0..U+FDDF when more follow,
 * U+FDE0..U+FDEF for the last. In UTF-8 EF B7 90.. and EF B7 A0.. */
enum { DIGIT_BYTES = 3, MORE = 0x90, LAST = 0xa0, TAG_BYTES_MAX = 24 };

void tags_release(struct tags *t)
{
    str_release(&t->text);
    free(t->at);
    *t = (struct tags){.text = STR_EMPTY};
}

/* --- reading ------------------------------------------------------------ */

size_t tag_next(struct slice text, size_t from, size_t *index, size_t *len)
{
    const char *at, *end, *start;
    unsigned char digit = MORE;
    unsigned shift = 0;

    if (from >= text.len)
        return text.len;
    at = text.at + from;
    end = text.at + text.len;
    for (;;) {
        at = at < end ? memchr(at, 0xef, (size_t)(end - at)) : NULL;
        if (at == NULL || end - at < DIGIT_BYTES)
            return text.len;
        digit = (unsigned char)at[2];
        if ((unsigned char)at[1] == 0xb7 && digit >= MORE &&
            digit < LAST + 16)
            break;
        at += DIGIT_BYTES;
    }
    *index = 0;
    for (start = at; end - at >= DIGIT_BYTES; shift += 4) {
        digit = (unsigned char)at[2];
        *index |= (size_t)(digit & 0xf) << shift;
        at += DIGIT_BYTES;
        if (digit >= LAST)
            break;
    }
    *len = (size_t)(at - start);
    return (size_t)(start - text.at);
}

/* --- writing ------------------------------------------------------------ */

struct tagger {
    struct tags *out;
    struct slice text;
    size_t at;     /* what is being looked at */
    size_t copied; /* the source up to here is in the output */
};

/* Brings the output up to offset `to` of the source. */
static void copy(struct tagger *t, size_t to)
{
    str_put(&t->out->text, slice_sub(t->text, t->copied, to - t->copied));
    t->copied = to;
}

/* Writes the tag of what stands at offset `at` of the source. */
static void put_tag(struct tagger *t, enum tag_kind kind, size_t at)
{
    struct tags *tags = t->out;
    char bytes[TAG_BYTES_MAX];
    size_t n = tags->n, len = 0;

    do {
        bytes[len++] = (char)0xef;
        bytes[len++] = (char)0xb7;
        bytes[len++] = (char)((n > 0xf ? MORE : LAST) | (n & 0xf));
        n >>= 4;
    } while (n > 0);
    str_put(&tags->text, (struct slice){bytes, len});
    tags->at = mem_grow(tags->at, tags->n, &tags->cap, sizeof *tags->at);
    tags->at[tags->n++] = (struct tag){(uint32_t)at, kind};
}

static char peek(const struct tagger *t, size_t at)
{
    if (at >= t->text.len)
        return '\0';
    return t->text.at[at];
}

static size_t run_length(const struct tagger *t, size_t at)
{
    size_t n = 0;

    while (at + n < t->text.len && t->text.at[at + n] == t->text.at[at])
        n++;
    return n;
}

static void tag_braces(struct tagger *t)
{
    bool open = t->text.at[t->at] == '{';
    size_t run = run_length(t, t->at), at = t->at, end = at + run;

    if (!open)
        at += run % 2;
    for (; at + 1 < end; at += 2) {
        copy(t, at + 1);
        put_tag(t, open ? TAG_OPEN : TAG_CLOSE, at);
    }
    t->at = end;
}

/* A backslash and what it takes with it. */
static void tag_escape(struct tagger *t)
{
    size_t at = t->at;
    char c = peek(t, at + 1);

    t->at = at + 2 < t->text.len ? at + 2 : t->text.len;
    if (c == '{' &&
        ((peek(t, at + 2) == '\\' && peek(t, at + 3) == '{') ||
         (peek(t, at + 2) == '{' && run_length(t, at + 2) == 1))) {
        copy(t, at + 2);
        put_tag(t, TAG_LITERAL, at + 1);
        t->at = at + 2 + (peek(t, at + 2) == '\\' ? 2 : 1);
    } else if (c == ':' && peek(t, at + 2) == ':') {
        copy(t, at + 2);
        put_tag(t, TAG_COLONS, at + 1);
    } else if (c == ':' && at > 0 && t->text.at[at - 1] == ':') {
        copy(t, at);
        put_tag(t, TAG_COLONS, at - 1);
    }
}

static void tag_image(struct tagger *t)
{
    size_t at = t->at++;
    bool cdata = at > 0 && t->text.at[at - 1] == '<' &&
                 slice_has_prefix(slice_skip(t->text, at), SLICE("![CDATA["));

    if (peek(t, at + 1) != '[' || cdata)
        return;
    copy(t, at + 1);
    put_tag(t, TAG_IMAGE, at);
    str_putc(&t->out->text, '!');
}

/* Writes x for every character of [from, to), but keeps its line structure:
 * white space, and the > that may begin a line in a quote. */
static void blot_out(struct tagger *t, size_t from, size_t to)
{
    struct str *out = &t->out->text;
    bool fresh = false; /* nothing but prefix on this line yet */

    str_put(out, slice_sub(t->text, from, to - from));
    for (char *c = out->at + out->len - (to - from); *c != '\0'; c++) {
        if (*c == '\n' || *c == '\r') {
            fresh = true;
        } else if (*c != ' ' && *c != '\t' && !(fresh && *c == '>')) {
            *c = 'x';
            fresh = false;
        }
    }
}

static void tag_math(struct tagger *t, const struct span *math)
{
    size_t width = math->display ? 2 : 1;
    size_t ends[2] = {math->at, math->end - width};

    copy(t, math->at);
    for (int i = 0; i < 2; i++) {
        str_putc(&t->out->text, '$');
        put_tag(t, i == 0 ? TAG_MATH : TAG_MATH_END, ends[i]);
        str_putc(&t->out->text, '$');
        if (i == 0)
            blot_out(t, ends[0] + width, ends[1]);
    }
    t->at = t->copied = math->end;
}

/* What may need a tag; all else is skipped quickly. */
static const bool special[256] = {
    ['\\'] = true, ['{'] = true, ['}'] = true, ['!'] = true, ['$'] = true,
};

static void begin(struct tagger *t, struct tags *out, struct slice source,
                  size_t from)
{
    out->n = 0;
    str_clear(&out->text);
    str_reserve(&out->text, source.len - from + source.len / 4);
    *t = (struct tagger){out, source, from, from};
}

/* Stops at the next byte that may need a tag; false at the end. */
static bool advance(struct tagger *t)
{
    const char *at = t->text.at + t->at, *end = t->text.at + t->text.len;

    while (at < end && !special[(unsigned char)*at])
        at++;
    t->at = (size_t)(at - t->text.at);
    return at < end;
}

static void finish(struct tagger *t)
{
    struct str *out = &t->out->text;

    copy(t, t->text.len);
    if (out->len == 0 || out->at[out->len - 1] != '\n')
        str_putc(out, '\n');
}

void tag_dollars(struct tags *out, struct slice source, size_t from)
{
    struct tagger t;

    begin(&t, out, source, from);
    while (advance(&t)) {
        size_t at = t.at++;

        if (source.at[at] == '\\' && t.at < source.len)
            t.at++;
        if (source.at[at] != '$')
            continue;
        copy(&t, at + 1);
        put_tag(&t, TAG_DOLLAR, at);
        str_putc(&out->text, '$');
    }
    finish(&t);
}

void tag_source(struct tags *out, struct slice source, size_t from,
                const struct span *math, size_t nmath)
{
    struct tagger t;

    begin(&t, out, source, from);
    while (advance(&t)) {
        if (nmath > 0 && t.at == math->at) {
            tag_math(&t, math++);
            nmath--;
            continue;
        }
        switch (source.at[t.at]) {
        case '\\':
            tag_escape(&t);
            break;
        case '!':
            tag_image(&t);
            break;
        case '$':
            t.at++;
            break;
        default:
            tag_braces(&t);
        }
    }
    assert(nmath == 0);
    finish(&t);
}
