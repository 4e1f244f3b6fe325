/* Numbers that are reckoned.
 *
 *     expression   sum << sum ...
 *     sum          product + product - ...
 *     product      factor * factor / ...
 *     factor       power %   power unit
 *     power        primary ** power
 *     primary      ( expression )   - primary   literal                   */
#include "problem/number_inside.h"

enum { DEPTH = 16, EXPONENT = 64 };

void parser_fail(struct parser *p, const char *why)
{
    if (p->why == NULL)
        p->why = why;
}

void parser_blanks(struct parser *p)
{
    while (p->rest.len > 0 && p->rest.at[0] == ' ')
        p->rest = slice_skip(p->rest, 1);
}

bool parser_take(struct parser *p, const char *text)
{
    parser_blanks(p);
    if (!slice_has_prefix(p->rest, slice_from(text)))
        return false;
    p->rest = slice_skip(p->rest, slice_from(text).len);
    return true;
}

struct num parser_checked(struct parser *p, bool fits, struct num n)
{
    if (!fits)
        parser_fail(p, "that is more than fits in 64 bits");
    return n;
}

struct num parser_scaled(struct parser *p, struct num n, unsigned shift)
{
    struct num result = n;

    return parser_checked(
        p, num_multiply(n, num_of(UINT64_C(1) << shift), &result), result);
}

static struct num expression(struct parser *p);

/* The fraction behind a point, and an exponent of ten. */
static struct num fraction(struct parser *p, struct num n)
{
    struct num place = num_ratio(1, 10), step;

    while (p->rest.len > 0 && number_digit(p->rest.at[0]) < 10) {
        uint64_t d = (uint64_t)number_digit(p->rest.at[0]);
        bool fits = num_multiply(num_of(d), place, &step) &&
                    num_add(n, step, &n) &&
                    num_multiply(place, num_ratio(1, 10), &place);
        parser_checked(p, fits, n);
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

    if (p->rest.len <= at || number_lower(p->rest.at[0]) != 'e' ||
        number_digit(p->rest.at[at]) > 9)
        return n;
    p->rest = slice_skip(p->rest, at);
    while (p->rest.len > 0 && number_digit(p->rest.at[0]) < 10) {
        if (exponent < 1000)
            exponent = exponent * 10 + (uint64_t)number_digit(p->rest.at[0]);
        p->rest = slice_skip(p->rest, 1);
    }
    if (!num_power(ten, (unsigned)exponent, &ten))
        return parser_checked(p, false, n);
    return parser_checked(
        p, down ? num_divide(n, ten, &n) : num_multiply(n, ten, &n), n);
}

static struct num literal(struct parser *p)
{
    size_t n = 0;
    unsigned base = 10;
    uint64_t value = 0;
    struct num number;

    if (parser_take(p, "0x") || parser_take(p, "0X"))
        base = 16;
    else if (parser_take(p, "0b") || parser_take(p, "0B"))
        base = 2;
    while (n < p->rest.len && (unsigned)number_digit(p->rest.at[n]) < base)
        n++;
    if (n == 0)
        parser_fail(p, "a number is missing");
    else if (!number_digits(slice_sub(p->rest, 0, n), base, &value))
        parser_fail(p, "that is more than fits in 64 bits");
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
        parser_fail(p, "that is nested too deeply");
        return num_of(0);
    }
    if (parser_take(p, "(")) {
        n = expression(p);
        if (!parser_take(p, ")"))
            parser_fail(p, "a bracket is not closed");
    } else if (parser_take(p, "-")) {
        n = num_negate(primary(p));
    } else {
        parser_blanks(p);
        n = literal(p);
    }
    p->depth--;
    return n;
}

static struct num power(struct parser *p)
{
    struct num n = primary(p), exponent;
    uint64_t e;

    if (p->why != NULL || !(parser_take(p, "**") || parser_take(p, "^")))
        return n;
    if (++p->depth > DEPTH)
        parser_fail(p, "that is nested too deeply");
    exponent = power(p);
    p->depth--;
    if (p->why != NULL)
        return n;
    if (!num_is_whole(exponent, &e) || e > EXPONENT) {
        parser_fail(p,
                    "the exponent can't be read: whole numbers up to 64 can");
        return n;
    }
    return parser_checked(p, num_power(n, (unsigned)e, &n), n);
}

static struct num factor(struct parser *p)
{
    struct num n = power(p);

    if (p->why != NULL)
        return n;
    if (parser_take(p, "%"))
        return parser_checked(p, num_divide(n, num_of(100), &n), n);
    return parser_unit(p, n);
}

static struct num product(struct parser *p)
{
    struct num n = factor(p), right;

    while (p->why == NULL) {
        if (parser_take(p, "*")) {
            right = factor(p);
            parser_checked(p, num_multiply(n, right, &n), n);
        } else if (parser_take(p, "/")) {
            right = factor(p);
            if (right.top == 0)
                parser_fail(p, "nothing can be divided by 0");
            else
                parser_checked(p, num_divide(n, right, &n), n);
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
        if (parser_take(p, "+")) {
            right = product(p);
            parser_checked(p, num_add(n, right, &n), n);
        } else if (parser_take(p, "-")) {
            right = product(p);
            parser_checked(p, num_subtract(n, right, &n), n);
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

    while (p->why == NULL && parser_take(p, "<<")) {
        right = sum(p);
        if (!num_is_whole(right, &by) || by > 63)
            parser_fail(
                p, "the shift can't be read: whole numbers up to 63 can");
        else
            n = parser_scaled(p, n, (unsigned)by);
    }
    return n;
}

bool number_reckon(struct slice s, const struct number_question *question,
                   struct number_reading *out, const char **why)
{
    struct number_reading reading = {.how = "decimal"};
    struct parser p = {.rest = s, .question = question, .out = &reading};
    struct num n = expression(&p);

    parser_blanks(&p);
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
