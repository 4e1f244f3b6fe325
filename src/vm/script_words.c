/* Operands, made of tokens. */
#include "base/str.h"
#include "vm/numeral.h"
#include "vm/script_inside.h"

bool words_word(struct parser *p, const char *what, struct slice *out)
{
    if (p->now.kind != TOKEN_WORD)
        return words_expected(p, what);
    *out = p->now.text;
    words_next(p);
    return true;
}

bool words_bare(struct parser *p, const char *what, struct slice *out)
{
    struct slice rest = words_rest(p);
    size_t n = 0;

    if (p->now.kind == TOKEN_BAD)
        return false;
    while (n < rest.len && !words_blank(rest.at[n]))
        n++;
    if (n == 0)
        return words_expected(p, what);
    *out = slice_sub(rest, 0, n);
    words_go(p, p->now.at + n);
    return true;
}

bool words_number(struct parser *p, const char *what, uint64_t lo,
                  uint64_t hi, uint64_t *out)
{
    if (p->now.kind != TOKEN_NUMBER)
        return words_expected(p, what);
    if (p->now.number < lo || p->now.number > hi)
        return words_fail(p, p->now.at, "range",
                          "%s can be %llu to %llu here", what,
                          (unsigned long long)lo, (unsigned long long)hi);
    *out = p->now.number;
    words_next(p);
    return true;
}

/* Takes "page" or "pages" behind the number. */
static bool in_pages(struct parser *p, size_t at, uint64_t *n)
{
    if (words_take(p, "byte") || words_take(p, "bytes") ||
        (!words_take(p, "page") && !words_take(p, "pages")))
        return p->now.kind != TOKEN_BAD;
    if (*n > UINT64_MAX / p->page_bytes)
        return words_fail(p, at, "range", "so many pages are no address");
    *n *= p->page_bytes;
    return p->now.kind != TOKEN_BAD;
}

bool words_size(struct parser *p, uint64_t *out)
{
    size_t at = p->now.at;

    if (!words_number(p, "a size, such as 4 pages or 32K,", 0, UINT64_MAX,
                      out))
        return false;
    return in_pages(p, at, out);
}

/* "[2]" or "[1..3]" behind a region's name. */
static bool pages_of(struct parser *p, struct place *out)
{
    bool below = words_take(p, "-");
    uint64_t most = (UINT64_C(1) << 40) / p->page_bytes, from, to;

    if (!words_number(p, "a page's number", 0, most, &from))
        return false;
    to = from;
    if (!below && words_take(p, "..") &&
        !words_number(p, "a page's number", from, most, &to))
        return false;
    out->offset = (below ? 0 - from : from) * p->page_bytes;
    out->bytes = (to - from + 1) * p->page_bytes;
    return words_need(p, "]");
}

static bool region(struct parser *p, struct place *out)
{
    if (!names_use(p, NAME_REGION, &out->region))
        return false;
    out->whole = true;
    if (!words_take(p, "["))
        return true;
    out->whole = false;
    return pages_of(p, out);
}

bool words_place(struct parser *p, struct place *out)
{
    *out = (struct place){.region = NO_NAME};
    if (p->now.kind == TOKEN_WORD) {
        if (!region(p, out))
            return false;
    } else if (!words_number(p, "an address or a region", 0, UINT64_MAX,
                             &out->offset)) {
        return false;
    }
    for (;;) {
        bool minus = words_take(p, "-");
        uint64_t more;
        if (!minus && !words_take(p, "+"))
            return p->now.kind != TOKEN_BAD;
        if (!words_size(p, &more))
            return false;
        out->offset += minus ? 0 - more : more;
        out->whole = false;
        out->bytes = 0;
    }
}

bool words_range(struct parser *p, struct place *out, uint64_t *bytes)
{
    if (!words_place(p, out))
        return false;
    *bytes = out->bytes;
    if (p->now.kind == TOKEN_NUMBER)
        return words_size(p, bytes);
    if (*bytes == 0 && !out->whole)
        return words_expected(p, "how much of it, such as 1 page,");
    return true;
}

bool words_perms(struct parser *p, unsigned *out)
{
    static const char letters[] = "rwx-";
    static const unsigned perms[] = {PERM_R, PERM_W, PERM_X, 0};
    struct slice rest = words_rest(p);
    unsigned got = 0;
    size_t n = 0;

    if (p->now.kind != TOKEN_WORD && p->now.kind != TOKEN_SIGN)
        return false;
    if (words_take(p, "none")) {
        *out = 0;
        return true;
    }
    for (; n < rest.len && !words_blank(rest.at[n]); n++) {
        const char *hit = memchr(letters, rest.at[n], 4);
        if (hit == NULL)
            return false;
        got |= perms[hit - letters];
    }
    words_go(p, p->now.at + n);
    *out = got;
    return true;
}

/* The digits of one value of at most `most` bytes, from p->line.at[*at] on.
 */
static bool hex_value(struct parser *p, unsigned most, size_t *at,
                      struct slice *out)
{
    size_t from = *at, end = from;

    while (end < p->line.len && !words_blank(p->line.at[end]))
        end++;
    *at = end;
    if (slice_has_prefix(slice_sub(p->line, from, end - from), SLICE("0x")))
        from += 2;
    *out = slice_sub(p->line, from, end - from);
    for (size_t i = 0; i < out->len; i++)
        if (numeral_digit(out->at[i]) < 0)
            return words_fail(p, from + i, "hex",
                              "a value in hexadecimal was expected here");
    if (out->len == 0)
        return words_fail(p, from, "hex", "digits are missing behind 0x");
    if (out->len > (size_t)2 * most)
        return words_fail(p, from, "hex",
                          "a value here has at most %u digits: %u byte%s",
                          2 * most, most, most == 1 ? "" : "s");
    return true;
}

bool words_hexes(struct parser *p, unsigned most)
{
    struct statement *st = &p->st;
    struct slice value;
    size_t at = p->now.at + 1;

    if (p->now.kind != TOKEN_SIGN || !slice_is(p->now.text, ":"))
        return words_expected(p, "\":\"");
    st->data = arena_new_array(&p->script->arena, (p->line.len - at) / 2 + 1,
                               sizeof *st->data);
    for (;;) {
        while (at < p->line.len && words_blank(p->line.at[at]))
            at++;
        if (at >= p->line.len)
            break;
        if (!hex_value(p, most, &at, &value))
            return false;
        st->data[st->ndata++] = value;
    }
    words_go(p, p->line.len);
    return st->ndata > 0 || words_expected(p, "a value in hexadecimal");
}
