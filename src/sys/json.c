#include "sys/json.h"

#include <assert.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

enum { INDENT = 2, CHAR_BYTES_MAX = 4 };

struct json json_to(struct str *out)
{
    return (struct json){.out = out};
}

struct json json_to_line(struct str *out)
{
    return (struct json){.out = out, .compact = true};
}

/* jansson hands its text over in pieces. It leaves DEL as it is. */
static int put_piece(const char *bytes, size_t len, void *out)
{
    struct slice piece = {bytes, len};

    while (piece.len > 0) {
        size_t del = slice_find(piece, 0, SLICE("\x7f"));

        str_put(out, slice_sub(piece, 0, del));
        if (del < piece.len)
            str_puts(out, "\\u007F");
        piece = slice_skip(piece, del < piece.len ? del + 1 : del);
    }
    return 0;
}

/* Appends a value and lets go of it. */
static void put_value(struct json *w, json_t *value)
{
    if (value == NULL ||
        json_dump_callback(value, put_piece, w->out,
                           JSON_ENCODE_ANY | JSON_ENSURE_ASCII) < 0)
        mem_exhausted();
    json_decref(value);
}

/* Bytes of the character that the text begins with, 0 when it is broken. */
static size_t first_char(struct slice text)
{
    for (size_t n = 1; n <= CHAR_BYTES_MAX && n <= text.len; n++) {
        json_t *one = json_stringn(text.at, n);

        json_decref(one);
        if (one != NULL)
            return n;
    }
    return 0;
}

/* jansson takes UTF-8 only, so broken bytes become U+FFFD first. */
static void put_broken(struct json *w, struct slice text)
{
    struct str mended = STR_EMPTY;

    while (text.len > 0) {
        size_t n = first_char(text);

        str_put(&mended,
                n > 0 ? slice_sub(text, 0, n) : SLICE("\xef\xbf\xbd"));
        text = slice_skip(text, n > 0 ? n : 1);
    }
    put_value(w, json_stringn(mended.at, mended.len));
    str_release(&mended);
}

static void put_string(struct json *w, struct slice text)
{
    json_t *value = json_stringn(text.len > 0 ? text.at : "", text.len);

    if (value != NULL)
        put_value(w, value);
    else
        put_broken(w, text);
}

static void new_line(struct json *w)
{
    if (w->compact)
        return;
    str_putc(w->out, '\n');
    str_fill(w->out, ' ', (size_t)INDENT * (size_t)w->depth);
}

/* What stands before an item: a comma, a new line, the key. */
static void begin_item(struct json *w, const char *key)
{
    uint32_t bit = (uint32_t)1 << w->depth;

    assert((key != NULL) == ((w->object & bit) != 0));
    if (w->depth == 0)
        return;
    if (w->filled & bit)
        str_puts(w->out, w->compact ? ", " : ",");
    w->filled |= bit;
    new_line(w);
    if (key != NULL) {
        put_string(w, slice_from(key));
        str_puts(w->out, ": ");
    }
}

static void end_item(struct json *w)
{
    if (w->depth == 0)
        str_putc(w->out, '\n');
}

static void open_level(struct json *w, const char *key, bool object)
{
    uint32_t bit;

    begin_item(w, key);
    str_putc(w->out, object ? '{' : '[');
    w->depth++;
    assert(w->depth < JSON_DEPTH_MAX);
    bit = (uint32_t)1 << w->depth;
    w->filled &= ~bit;
    w->object = object ? w->object | bit : w->object & ~bit;
}

void json_open_object(struct json *w, const char *key)
{
    open_level(w, key, true);
}

void json_open_array(struct json *w, const char *key)
{
    open_level(w, key, false);
}

void json_close(struct json *w)
{
    uint32_t bit = (uint32_t)1 << w->depth;

    assert(w->depth > 0);
    w->depth--;
    if (w->filled & bit)
        new_line(w);
    str_putc(w->out, w->object & bit ? '}' : ']');
    end_item(w);
}

void json_put_text(struct json *w, const char *key, struct slice text)
{
    begin_item(w, key);
    put_string(w, text);
    end_item(w);
}

void json_put_int(struct json *w, const char *key, int64_t n)
{
    begin_item(w, key);
    put_value(w, json_integer(n));
    end_item(w);
}

/* By whole numbers: printf would ask the locale for its decimal point. */
void json_put_real(struct json *w, const char *key, double n, int decimals)
{
    long long scale = 1, whole;

    if (!isfinite(n) || fabs(n) > 1e9) {
        json_put_null(w, key);
        return;
    }
    for (int i = 0; i < decimals; i++)
        scale *= 10;
    whole = llround(n * (double)scale);
    begin_item(w, key);
    str_printf(w->out, "%s%lld", whole < 0 ? "-" : "", llabs(whole) / scale);
    if (decimals > 0)
        str_printf(w->out, ".%0*lld", decimals, llabs(whole) % scale);
    end_item(w);
}

void json_put_bool(struct json *w, const char *key, bool yes)
{
    begin_item(w, key);
    put_value(w, json_boolean(yes));
    end_item(w);
}

void json_put_null(struct json *w, const char *key)
{
    begin_item(w, key);
    put_value(w, json_null());
    end_item(w);
}
