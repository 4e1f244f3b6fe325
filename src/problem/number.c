#include "problem/number.h"

enum { DEPTH = 16, EXPONENT = 64 };

/* --- digits ------------------------------------------------------------- */

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return 99;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Digits of that base, blanks and underscores between them aside. */
static bool digits(struct slice s, unsigned base, uint64_t *out)
{
    uint64_t value = 0;
    bool any = false;

    for (size_t i = 0; i < s.len; i++) {
        unsigned d = (unsigned)digit(s.at[i]);
        if (s.at[i] == ' ' || s.at[i] == '_')
            continue;
        if (d >= base || value > (UINT64_MAX - d) / base)
            return false;
        value = value * base + d;
        any = true;
    }
    *out = value;
    return any;
}

static bool give(struct number_reading *out, uint64_t value, const char *how)
{
    *out = (struct number_reading){.value = num_of(value), .how = how};
    return true;
}

/* With its base written: 0x, 0b, a final h, or _2, _8, _10, _16. */
static bool with_base(struct slice s, struct number_reading *out)
{
    static const struct {
        const char *suffix;
        unsigned base;
    } suffixes[] = {{"_16", 16}, {"_10", 10}, {"_8", 8}, {"_2", 2}};
    uint64_t value;

    if (s.len > 2 && s.at[0] == '0' && lower(s.at[1]) == 'x')
        return digits(slice_skip(s, 2), 16, &value) &&
               give(out, value, "hex");
    if (s.len > 2 && s.at[0] == '0' && lower(s.at[1]) == 'b' &&
        digits(slice_skip(s, 2), 2, &value))
        return give(out, value, "binary");
    if (s.len > 1 && lower(s.at[s.len - 1]) == 'h' &&
        digits(slice_sub(s, 0, s.len - 1), 16, &value))
        return give(out, value, "hex");
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        struct slice suffix = slice_from(suffixes[i].suffix);
        if (s.len > suffix.len && slice_has_suffix(s, suffix) &&
            digits(slice_sub(s, 0, s.len - suffix.len), suffixes[i].base,
                   &value))
            return give(out, value, "with its base");
    }
    return false;
}

/* Groups of that many digits behind a first one that may be shorter, with
 * this separator: 4,096. */
static bool grouped(struct slice s, char separator, size_t size)
{
    size_t group = 0, groups = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == separator) {
            if (group == 0 || group > size || (groups > 0 && group != size))
                return false;
            groups++;
            group = 0;
        } else if (digit(s.at[i]) < 10) {
            group++;
        } else {
            return false;
        }
    }
    return groups > 0 && group == size;
}

static bool only(struct slice s, const char *allowed)
{
    struct slice set = slice_from(allowed);

    for (size_t i = 0; i < s.len; i++)
        if (slice_find(set, 0, slice_sub(s, i, 1)) == set.len)
            return false;
    return true;
}

/* The digits of 4,096 without what stands between. */
static bool ungroup(struct slice s, char separator, uint64_t *out)
{
    uint64_t value = 0;

    for (size_t i = 0; i < s.len; i++) {
        unsigned d = (unsigned)digit(s.at[i]);
        if (s.at[i] == separator)
            continue;
        if (value > (UINT64_MAX - d) / 10)
            return false;
        value = value * 10 + d;
    }
    *out = value;
    return true;
}

static bool decimal_groups(struct slice s, struct number_reading *out)
{
    static const char separators[] = {',', ' ', '_'};
    uint64_t value;

    if (grouped(s, ' ', 4) && only(s, "01 ") && digits(s, 2, &value))
        return give(out, value, "binary, in groups of four");
    for (size_t i = 0; i < sizeof separators; i++)
        if (grouped(s, separators[i], 3) && ungroup(s, separators[i], &value))
            return give(out, value, "decimal");
    return false;
}

/* --- reckoning ---------------------------------------------------------- */

struct parser {
    struct slice rest;
    const struct number_question *question;
    struct number_reading *out;
    const char *why; /* NULL while all is well */
    unsigned depth;
};

static struct num expression(struct parser *p);

static void fail(struct parser *p, const char *why)
{
    if (p->why == NULL)
        p->why = why;
}

static void blanks(struct parser *p)
{
    while (p->rest.len > 0 && p->rest.at[0] == ' ')
        p->rest = slice_skip(p->rest, 1);
}

static bool take(struct parser *p, const char *text)
{
    blanks(p);
    if (!slice_has_prefix(p->rest, slice_from(text)))
        return false;
    p->rest = slice_skip(p->rest, slice_from(text).len);
    return true;
}

static struct num checked(struct parser *p, bool fits, struct num n)
{
    if (!fits)
        fail(p, "that is more than fits in 64 bits");
    return n;
}

/* A run of letters that a unit may be. */
static struct slice letters(struct slice s)
{
    size_t n = 0;

    while (n < s.len && lower(s.at[n]) >= 'a' && lower(s.at[n]) <= 'z')
        n++;
    return slice_sub(s, 0, n);
}

static bool is(struct slice s, const char *text)
{
    struct slice other = slice_from(text);

    if (s.len != other.len)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (lower(s.at[i]) != other.at[i])
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

static struct num scaled(struct parser *p, struct num n, unsigned shift)
{
    struct num result = n;

    return checked(p, num_multiply(n, num_of(UINT64_C(1) << shift), &result),
                   result);
}

static struct num unit(struct parser *p, struct num n)
{
    static const char prefixes[] = "kmgtpe";
    struct slice word;
    bool bits = false;

    blanks(p);
    word = letters(p->rest);
    if (word.len == 0)
        return n;
    p->rest = slice_skip(p->rest, word.len);
    if (is(word, "page") || is(word, "pages")) {
        struct num result = n;
        uint64_t bytes = p->question->page_bytes;
        p->out->pages = true;
        return checked(
            p, num_multiply(n, num_of(bytes > 0 ? bytes : 1), &result),
            result);
    }
    for (unsigned i = 0; i < sizeof prefixes - 1; i++) {
        struct slice after = slice_skip(word, 1);
        blanks(p);
        if (after.len == 0) { /* 4 K bytes */
            struct slice next = letters(p->rest);
            if (next.len > 0 && is_unit(next, &bits)) {
                after = next;
                if (lower(word.at[0]) == prefixes[i])
                    p->rest = slice_skip(p->rest, next.len);
            }
        }
        if (lower(word.at[0]) == prefixes[i] && is_unit(after, &bits)) {
            p->out->bits = bits;
            p->out->how = "decimal; 1 K is 1024";
            return scaled(p, n, 10 * (i + 1));
        }
    }
    if (!is_unit(word, &bits))
        fail(p, "that unit is not known here");
    p->out->bits = bits;
    return n;
}

/* The fraction behind a point, and an exponent of ten. */
static struct num fraction(struct parser *p, struct num n)
{
    struct num place = num_ratio(1, 10), step;

    while (p->rest.len > 0 && digit(p->rest.at[0]) < 10) {
        uint64_t d = (uint64_t)digit(p->rest.at[0]);
        bool fits = num_multiply(num_of(d), place, &step) &&
                    num_add(n, step, &n) &&
                    num_multiply(place, num_ratio(1, 10), &place);
        checked(p, fits, n);
        p->rest = slice_skip(p->rest, 1);
    }
    return n;
}

static struct num power_of_ten(struct parser *p, struct num n)
{
    uint64_t exponent = 0;
    struct num ten = num_of(10);
    bool down = p->rest.len > 1 && p->rest.at[1] == '-';
    size_t at = down ? 2 : 1;

    if (p->rest.len <= at || lower(p->rest.at[0]) != 'e' ||
        digit(p->rest.at[at]) > 9)
        return n;
    p->rest = slice_skip(p->rest, at);
    while (p->rest.len > 0 && digit(p->rest.at[0]) < 10) {
        if (exponent < 1000)
            exponent = exponent * 10 + (uint64_t)digit(p->rest.at[0]);
        p->rest = slice_skip(p->rest, 1);
    }
    if (!num_power(ten, (unsigned)exponent, &ten))
        return checked(p, false, n);
    return checked(
        p, down ? num_divide(n, ten, &n) : num_multiply(n, ten, &n), n);
}

static struct num literal(struct parser *p)
{
    size_t n = 0;
    unsigned base = 10;
    uint64_t value = 0;
    struct num number;

    if (take(p, "0x") || take(p, "0X"))
        base = 16;
    else if (take(p, "0b") || take(p, "0B"))
        base = 2;
    while (n < p->rest.len && (unsigned)digit(p->rest.at[n]) < base)
        n++;
    if (n == 0)
        fail(p, "a number is missing");
    else if (!digits(slice_sub(p->rest, 0, n), base, &value))
        fail(p, "that is more than fits in 64 bits");
    p->rest = slice_skip(p->rest, n);
    number = num_of(value);
    if (base == 10 && p->rest.len > 1 && p->rest.at[0] == '.') {
        p->rest = slice_skip(p->rest, 1);
        number = fraction(p, number);
    }
    return base == 10 ? power_of_ten(p, number) : number;
}

static struct num primary(struct parser *p)
{
    struct num n;

    if (++p->depth > DEPTH) {
        fail(p, "that is nested too deeply");
        return num_of(0);
    }
    if (take(p, "(")) {
        n = expression(p);
        if (!take(p, ")"))
            fail(p, "a bracket is not closed");
    } else if (take(p, "-")) {
        n = num_negate(primary(p));
    } else {
        blanks(p);
        n = literal(p);
    }
    p->depth--;
    return n;
}

static struct num power(struct parser *p)
{
    struct num n = primary(p), exponent;
    uint64_t e;

    if (p->why != NULL || !(take(p, "**") || take(p, "^")))
        return n;
    if (++p->depth > DEPTH)
        fail(p, "that is nested too deeply");
    exponent = power(p);
    p->depth--;
    if (p->why != NULL)
        return n;
    if (!num_is_whole(exponent, &e) || e > EXPONENT) {
        fail(p, "the exponent can't be read: whole numbers up to 64 can");
        return n;
    }
    return checked(p, num_power(n, (unsigned)e, &n), n);
}

static struct num factor(struct parser *p)
{
    struct num n = power(p);

    if (p->why != NULL)
        return n;
    if (take(p, "%"))
        return checked(p, num_divide(n, num_of(100), &n), n);
    return unit(p, n);
}

static struct num product(struct parser *p)
{
    struct num n = factor(p), right;

    while (p->why == NULL) {
        if (take(p, "*")) {
            right = factor(p);
            checked(p, num_multiply(n, right, &n), n);
        } else if (take(p, "/")) {
            right = factor(p);
            if (right.top == 0)
                fail(p, "nothing can be divided by 0");
            else
                checked(p, num_divide(n, right, &n), n);
        } else {
            break;
        }
    }
    return n;
}

static struct num sum(struct parser *p)
{
    struct num n = product(p), right;

    while (p->why == NULL) {
        if (take(p, "+")) {
            right = product(p);
            checked(p, num_add(n, right, &n), n);
        } else if (take(p, "-")) {
            right = product(p);
            checked(p, num_subtract(n, right, &n), n);
        } else {
            break;
        }
    }
    return n;
}

static struct num expression(struct parser *p)
{
    struct num n = sum(p), right;
    uint64_t by;

    while (p->why == NULL && take(p, "<<")) {
        right = sum(p);
        if (!num_is_whole(right, &by) || by > 63)
            fail(p, "the shift can't be read: whole numbers up to 63 can");
        else
            n = scaled(p, n, (unsigned)by);
    }
    return n;
}

static bool reckon(struct slice s, const struct number_question *question,
                   struct number_reading *out, const char **why)
{
    struct number_reading reading = {.how = "decimal"};
    struct parser p = {.rest = s, .question = question, .out = &reading};
    struct num n = expression(&p);

    blanks(&p);
    if (p.why == NULL && p.rest.len > 0)
        p.why = "it is no number";
    if (p.why != NULL) {
        *why = p.why;
        return false;
    }
    reading.value = n;
    *out = reading;
    return true;
}

/* --- all of it ---------------------------------------------------------- */

bool number_read(struct slice text, const struct number_question *question,
                 struct number_reading *out, const char **why)
{
    struct slice s = slice_trim(text);
    bool negative = s.len > 1 && s.at[0] == '-';
    struct slice size = slice_trim(slice_skip(s, negative ? 1 : 0));
    uint64_t value;

    *why = "it is no number";
    if (with_base(size, out) ||
        (question->base != 10 && digits(size, question->base, &value) &&
         give(out, value,
              question->base == 16 ? "hex, as asked" : "binary, as asked")) ||
        decimal_groups(size, out)) {
        if (negative)
            out->value = num_negate(out->value);
        return true;
    }
    if (reckon(s, question, out, why))
        return true;
    if (digits(size, 16, &value) &&
        slice_find(size, 0, SLICE(" ")) == size.len)
        return give(out, value, "hex: it has digits that decimal has not");
    return false;
}

/* --- scratch paper ------------------------------------------------------ */

enum { BINARY_BELOW = 1 << 20 };

static void put_binary(struct str *out, uint64_t n)
{
    int top = 63;

    while (top > 0 && !(n >> top & 1))
        top--;
    for (int i = top; i >= 0; i--) {
        str_putc(out, n >> i & 1 ? '1' : '0');
        if (i > 0 && i % 4 == 0)
            str_putc(out, ' ');
    }
}

void number_put_all(struct str *out, struct num value)
{
    uint64_t n;
    int power = 0;

    num_put(out, value);
    if (!num_is_whole(value, &n))
        return;
    str_printf(out, " = 0x%llx", (unsigned long long)n);
    if (n > 0 && (n & (n - 1)) == 0) {
        while (n >> power != 1)
            power++;
        str_printf(out, " = 2^%d", power);
    }
    if (n < BINARY_BELOW) {
        str_puts(out, " = 0b");
        put_binary(out, n);
    }
}
