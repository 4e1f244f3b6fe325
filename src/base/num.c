#include "base/num.h"

static uint64_t divisor(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static struct num lowest(uint64_t top, uint64_t bottom, bool negative)
{
    uint64_t common = divisor(top, bottom);

    return (struct num){top / common, bottom / common, negative && top > 0};
}

struct num num_ratio(uint64_t top, uint64_t bottom)
{
    return lowest(top, bottom, false);
}

struct num num_negate(struct num n)
{
    n.negative = !n.negative && n.top > 0;
    return n;
}

bool num_multiply(struct num a, struct num b, struct num *out)
{
    /* Shortened crosswise first, so that nothing overflows that fits. */
    uint64_t one = divisor(a.top, b.bottom), two = divisor(b.top, a.bottom);
    uint64_t top, bottom;

    if (__builtin_mul_overflow(a.top / one, b.top / two, &top) ||
        __builtin_mul_overflow(a.bottom / two, b.bottom / one, &bottom))
        return false;
    *out = lowest(top, bottom, a.negative != b.negative);
    return true;
}

bool num_divide(struct num a, struct num b, struct num *out)
{
    return num_multiply(a, (struct num){b.bottom, b.top, b.negative}, out);
}

/* a.top/a.bottom + b.top/b.bottom of one sign, or the difference of the two
 * sizes. */
bool num_add(struct num a, struct num b, struct num *out)
{
    uint64_t common = divisor(a.bottom, b.bottom), bottom, left, right, top;

    if (__builtin_mul_overflow(a.bottom, b.bottom / common, &bottom) ||
        __builtin_mul_overflow(a.top, b.bottom / common, &left) ||
        __builtin_mul_overflow(b.top, a.bottom / common, &right))
        return false;
    if (a.negative != b.negative) {
        bool a_is_larger = left >= right;
        top = a_is_larger ? left - right : right - left;
        *out = lowest(top, bottom, a_is_larger ? a.negative : b.negative);
        return true;
    }
    if (__builtin_add_overflow(left, right, &top))
        return false;
    *out = lowest(top, bottom, a.negative);
    return true;
}

bool num_subtract(struct num a, struct num b, struct num *out)
{
    return num_add(a, num_negate(b), out);
}

bool num_power(struct num a, unsigned exponent, struct num *out)
{
    struct num result = num_of(1);

    for (unsigned i = 0; i < exponent; i++) {
        if (!num_multiply(result, a, &result))
            return false;
        if (result.top <= 1 && result.bottom == 1 && i > 64)
            break; /* 0, 1 and -1 stay what they are */
    }
    if (a.negative && a.top == 1 && a.bottom == 1)
        result.negative = exponent % 2 == 1;
    *out = result;
    return true;
}

/* The product of two, 128 bits in two halves. */
static void product(uint64_t a, uint64_t b, uint64_t *high, uint64_t *low)
{
    uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
    uint64_t mid = a1 * b0 + (a0 * b0 >> 32);
    uint64_t other = a0 * b1 + (uint32_t)mid;

    *high = a1 * b1 + (mid >> 32) + (other >> 32);
    *low = a * b;
}

int num_compare(struct num a, struct num b)
{
    uint64_t left[2], right[2];
    int sign = a.negative ? -1 : 1;

    if (a.negative != b.negative)
        return sign;
    product(a.top, b.bottom, &left[0], &left[1]);
    product(b.top, a.bottom, &right[0], &right[1]);
    for (int i = 0; i < 2; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -sign : sign;
    return 0;
}

bool num_is_whole(struct num n, uint64_t *out)
{
    if (n.negative || n.bottom != 1)
        return false;
    *out = n.top;
    return true;
}

/* How many decimals it has; -1: they do not end, or only after 12 places. */
static int decimals(uint64_t bottom)
{
    uint64_t power = 1;

    for (int n = 0; n <= 12; n++, power *= 10)
        if (power % bottom == 0)
            return n;
    return -1;
}

void num_put(struct str *out, struct num n)
{
    int places = decimals(n.bottom);
    uint64_t rest = n.top % n.bottom;

    if (n.negative)
        str_putc(out, '-');
    if (places < 0) {
        str_printf(out, "%llu/%llu", (unsigned long long)n.top,
                   (unsigned long long)n.bottom);
        return;
    }
    str_printf(out, "%llu", (unsigned long long)(n.top / n.bottom));
    if (places == 0)
        return;
    str_putc(out, '.');
    for (int i = 0; i < places; i++) { /* bottom divides 10^12: no overflow */
        rest *= 10;
        str_putc(out, (char)('0' + rest / n.bottom));
        rest %= n.bottom;
    }
}
