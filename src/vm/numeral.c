#include "vm/numeral.h"

/* A number on its way in. */
struct reader {
    struct slice text;
    size_t at;
    uint64_t value;
    const char *why;
};

static const char too_large[] = "this number does not fit in 64 bits";
static const char no_number[] = "this is not a number";

int numeral_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static char peek(const struct reader *r, size_t ahead)
{
    return r->at + ahead < r->text.len ? r->text.at[r->at + ahead] : '\0';
}

static bool is_digit(char c, unsigned base)
{
    int digit = numeral_digit(c);

    return digit >= 0 && (unsigned)digit < base;
}

static bool multiply(struct reader *r, uint64_t by, uint64_t add)
{
    if (r->value > (UINT64_MAX - add) / by) {
        r->why = too_large;
        return false;
    }
    r->value = r->value * by + add;
    return true;
}

/* Digits, with at most one separator before each but the first. */
static bool digits(struct reader *r, unsigned base)
{
    if (!is_digit(peek(r, 0), base)) {
        r->why = no_number;
        return false;
    }
    for (;;) {
        char c = peek(r, 0);
        bool gap = (c == '_' || c == '\'') && is_digit(peek(r, 1), base);

        r->at += gap;
        if (!is_digit(peek(r, 0), base))
            return true;
        if (!multiply(r, base, (uint64_t)numeral_digit(peek(r, 0))))
            return false;
        r->at++;
    }
}

static bool is_name(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

/* Whether a blank and three binary digits or more follow, and no others. */
static bool is_group(const struct reader *r)
{
    size_t n = 0;

    if (peek(r, 0) != ' ')
        return false;
    while (is_digit(peek(r, 1 + n), 2))
        n++;
    return n >= 3 && !is_name(peek(r, 1 + n));
}

static bool binary(struct reader *r)
{
    r->at += 2;
    r->at += peek(r, 0) == ' ';
    if (!digits(r, 2))
        return false;
    while (is_group(r)) {
        r->at++;
        if (!digits(r, 2))
            return false;
    }
    return true;
}

/* "^20": what was read is the base. */
static bool power(struct reader *r)
{
    uint64_t base = r->value;

    r->at++;
    r->value = 0;
    if (!digits(r, 10))
        return false;
    if (r->value > 63) {
        r->why = "a power of more than 63 does not fit in 64 bits";
        return false;
    }
    uint64_t times = r->value;
    r->value = 1;
    for (uint64_t i = 0; i < times; i++)
        if (base == 0)
            r->value = 0;
        else if (!multiply(r, base, 0))
            return false;
    return true;
}

/* K, M or G, and behind it iB or B. */
static bool unit(struct reader *r)
{
    static const char letters[] = "KMG";

    for (unsigned i = 0; i < 3; i++) {
        if (peek(r, 0) != letters[i])
            continue;
        r->at++;
        r->at += peek(r, 0) == 'i' && peek(r, 1) == 'B';
        r->at += peek(r, 0) == 'B';
        return multiply(r, UINT64_C(1) << 10 * (i + 1), 0);
    }
    return true;
}

static bool whole(struct reader *r)
{
    char second = peek(r, 0) == '0' ? (char)(peek(r, 1) | 0x20) : '\0';

    if (second == 'x') {
        r->at += 2;
        return digits(r, 16);
    }
    if (second == 'b')
        return binary(r);
    return digits(r, 10) && (peek(r, 0) != '^' || power(r)) && unit(r);
}

size_t numeral_read(struct slice text, uint64_t *out, const char **why)
{
    struct reader r = {.text = text};

    if (whole(&r) && is_name(peek(&r, 0)))
        r.why = no_number;
    if (r.why != NULL) {
        *why = r.why;
        return 0;
    }
    *out = r.value;
    return r.at;
}

bool numeral_is(struct slice text, uint64_t *out, const char **why)
{
    size_t used;

    text = slice_trim(text);
    used = numeral_read(text, out, why);
    if (used > 0 && used < text.len)
        *why = no_number;
    return used > 0 && used == text.len;
}
