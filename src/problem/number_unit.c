/* Units: K, M, ... of bytes or bits, and pages. */
#include "problem/number_inside.h"

/* A run of letters that a unit may be. */
static struct slice letters(struct slice s)
{
    size_t n = 0;

    while (n < s.len && number_lower(s.at[n]) >= 'a' &&
           number_lower(s.at[n]) <= 'z')
        n++;
    return slice_sub(s, 0, n);
}

static bool is(struct slice s, const char *text)
{
    struct slice other = slice_from(text);

    if (s.len != other.len)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (number_lower(s.at[i]) != other.at[i])
            return false;
    return true;
}

/* Bytes behind an optional K, M, ...: "", B, bytes, bit, bits, iB, ... */
static bool is_unit(struct slice s, bool *bits)
{
    *bits = is(s, "bit") || is(s, "bits") || is(s, "ibit") || is(s, "ibits");
    return *bits || s.len == 0 || is(s, "b") || is(s, "ib") ||
           is(s, "byte") || is(s, "bytes") || is(s, "ibyte") ||
           is(s, "ibytes") || is(s, "i");
}

struct num parser_unit(struct parser *p, struct num n)
{
    static const char prefixes[] = "kmgtpe";
    struct slice word;
    bool bits = false;

    parser_blanks(p);
    word = letters(p->rest);
    if (word.len == 0)
        return n;
    p->rest = slice_skip(p->rest, word.len);
    if (is(word, "page") || is(word, "pages")) {
        struct num result = n;
        uint64_t bytes = p->question->page_bytes;
        p->out->pages = true;
        return parser_checked(
            p, num_multiply(n, num_of(bytes > 0 ? bytes : 1), &result),
            result);
    }
    for (unsigned i = 0; i < sizeof prefixes - 1; i++) {
        struct slice after = slice_skip(word, 1);
        parser_blanks(p);
        if (after.len == 0) { /* 4 K bytes */
            struct slice next = letters(p->rest);
            if (next.len > 0 && is_unit(next, &bits)) {
                after = next;
                if (number_lower(word.at[0]) == prefixes[i])
                    p->rest = slice_skip(p->rest, next.len);
            }
        }
        if (number_lower(word.at[0]) == prefixes[i] &&
            is_unit(after, &bits)) {
            p->out->bits = bits;
            p->out->how = "decimal; 1 K is 1024";
            return parser_scaled(p, n, 10 * (i + 1));
        }
    }
    if (!is_unit(word, &bits))
        parser_fail(p, "that unit is not known here");
    p->out->bits = bits;
    return n;
}
