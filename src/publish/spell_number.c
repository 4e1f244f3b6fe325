#include <string.h>

#include "publish/spell_inside.h"

/* --- digits ------------------------------------------------------------- */

enum { DIGITS = 100 }; /* of 64 bits, with all that stands between */

/* The number with at least that many digits. */
static void put_digits(char out[DIGITS], uint64_t n, unsigned base,
                       unsigned least)
{
    char back[DIGITS];
    unsigned len = 0;

    do {
        back[len++] = "0123456789abcdef"[n % base];
        n /= base;
    } while (n > 0);
    while (len < least)
        back[len++] = '0';
    for (unsigned i = 0; i < len; i++)
        out[i] = back[len - 1 - i];
    out[len] = '\0';
}

/* The digits in groups of that size, counted from the end. */
static void group(char out[DIGITS], const char *digits, unsigned size,
                  char between)
{
    size_t len = strlen(digits), at = 0;

    for (size_t i = 0; i < len && at + 2 < DIGITS; i++) {
        if (i > 0 && (len - i) % size == 0)
            out[at++] = between;
        out[at++] = digits[i];
    }
    out[at] = '\0';
}

/* --- by base ------------------------------------------------------------ */

static void hex_of_width(struct spelling *s, uint64_t n, unsigned width)
{
    char digits[DIGITS], parted[DIGITS];

    put_digits(digits, n, 16, width);
    spell_try(s, "0x%s", digits);
    spell_try(s, "%s", digits);
    spell_try(s, "%sh", digits);
    spell_try(s, "0x %s", digits);
    if (strlen(digits) > 4) {
        group(parted, digits, 4, '_');
        spell_try(s, "0x%s", parted);
        group(parted, digits, 4, ' ');
        spell_try(s, "0x%s", parted);
        spell_try(s, "%s", parted);
    } else if (strlen(digits) == 4) {
        group(parted, digits, 2, '_');
        spell_try(s, "0x%s", parted);
    }
}

static void hex(struct spelling *s, uint64_t n)
{
    char digits[DIGITS];
    unsigned least;

    put_digits(digits, n, 16, 1);
    least = (unsigned)strlen(digits);
    hex_of_width(s, n, s->part->reader->digits);
    hex_of_width(s, n, 1);
    hex_of_width(s, n, least + least % 2);
    for (unsigned width = 4; width <= 8; width *= 2)
        hex_of_width(s, n, width);
    spell_try(s, "%s_16", digits);
}

static void binary_of_width(struct spelling *s, uint64_t n, unsigned width)
{
    char digits[DIGITS], parted[DIGITS];

    put_digits(digits, n, 2, width);
    spell_try(s, "0b%s", digits);
    spell_try(s, "%s", digits);
    group(parted, digits, 4, ' ');
    spell_try(s, "%s", parted);
    spell_try(s, "0b%s", parted);
    spell_try(s, "0b %s", parted);
    group(parted, digits, 4, '_');
    spell_try(s, "%s", parted);
    spell_try(s, "0b%s", parted);
    spell_try(s, "%s_2", digits);
}

static void binary(struct spelling *s, uint64_t n)
{
    if (s->part->reader->base == 2)
        binary_of_width(s, n, s->part->reader->digits);
    binary_of_width(s, n, 1);
}

static void decimal(struct spelling *s, uint64_t n)
{
    char digits[DIGITS], parted[DIGITS];

    put_digits(digits, n, 10, 1);
    spell_try(s, "%s", digits);
    for (const char *between = ", _"; *between != '\0'; between++) {
        group(parted, digits, 3, *between);
        spell_try(s, "%s", parted);
    }
    spell_try(s, "%s_10", digits);
}

/* --- sizes and powers --------------------------------------------------- */

static void units(struct spelling *s, uint64_t n)
{
    static const char prefixes[] = "KMGTPE";
    static const char *const ends[] = {"iB", "B", "", " bytes"};
    unsigned long long many;

    spell_try(s, "%llu bytes", (unsigned long long)n);
    spell_try(s, "%llu byte", (unsigned long long)n);
    spell_try(s, "%llu B", (unsigned long long)n);
    spell_try(s, "%lluB", (unsigned long long)n);
    for (unsigned i = 0; prefixes[i] != '\0'; i++) {
        if (n == 0 || n % (UINT64_C(1) << 10 * (i + 1)) != 0)
            return;
        many = (unsigned long long)(n >> 10 * (i + 1));
        for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
            spell_try(s, "%llu %c%s", many, prefixes[i], ends[k]);
            spell_try(s, "%llu%c%s", many, prefixes[i], ends[k]);
        }
    }
}

static void power(struct spelling *s, uint64_t n)
{
    unsigned exponent = 0;

    if (n < 2 || (n & (n - 1)) != 0)
        return;
    while (n >> exponent != 1)
        exponent++;
    spell_try(s, "2^%u", exponent);
    spell_try(s, "2**%u", exponent);
    spell_try(s, "1<<%u", exponent);
}

/* --- fractions ---------------------------------------------------------- */

static void fraction(struct spelling *s, struct num n)
{
    struct str text = STR_EMPTY;
    struct num percent;
    const char *sign = n.negative ? "-" : "";

    num_put(&text, n);
    spell_try(s, "%s", text.at);
    spell_try(s, "%s0", text.at);
    spell_try(s, "%s%llu/%llu", sign, (unsigned long long)n.top,
              (unsigned long long)n.bottom);
    spell_try(s, "%s%llu / %llu", sign, (unsigned long long)n.top,
              (unsigned long long)n.bottom);
    if (num_multiply(n, num_of(100), &percent)) {
        str_clear(&text);
        num_put(&text, percent);
        spell_try(s, "%s%%", text.at);
        spell_try(s, "%s %%", text.at);
    }
    str_release(&text);
}

void spell_number(struct spelling *s, struct num number)
{
    unsigned base = s->part->reader->base;
    uint64_t n;

    if (!num_is_whole(number, &n)) {
        fraction(s, number);
        return;
    }
    if (s->part->reader->kind == ASK_SIZE)
        units(s, n);
    if (base == 16)
        hex(s, n);
    if (base == 2)
        binary(s, n);
    decimal(s, n);
    power(s, n);
    if (base != 16)
        hex(s, n);
    if (base != 2)
        binary(s, n);
    if (s->part->reader->kind == ASK_RATIO)
        fraction(s, number);
}
