#include "problem/say.h"

#include <string.h>

#include "problem/bits.h"

/* Every problem writes a hundred numbers: they are put together here, which
 * takes a tenth of printf's time. */
enum { NUMBER_BYTES = 20 }; /* decimal digits of 2^64 - 1 */

static char *put_text(char *to, const char *text)
{
    size_t n = strlen(text);

    memcpy(to, text, n + 1);
    return to + n;
}

static char *put_number(char *to, uint64_t n)
{
    char digits[NUMBER_BYTES], *at = digits + NUMBER_BYTES;
    size_t len;

    do
        *--at = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    len = (size_t)(digits + NUMBER_BYTES - at);
    memcpy(to, at, len);
    return to + len;
}

const char *say_hex(struct arena *a, uint64_t value, unsigned bits)
{
    unsigned least = value == 0 ? 1 : hex_digits(bit_width(value));
    unsigned digits = hex_digits(bits) > least ? hex_digits(bits) : least;
    char *at = arena_new(a, digits + 3);

    put_text(at, "0x");
    for (unsigned i = 0; i < digits; i++)
        at[2 + i] = "0123456789abcdef"[value >> 4 * (digits - 1 - i) & 15];
    return at;
}

const char *say_binary(struct arena *a, uint64_t value, unsigned bits)
{
    char *at = arena_new(a, bits + bits / 4 + 2), *to = at;

    for (unsigned i = bits; i-- > 0;) {
        *to++ = value >> i & 1 ? '1' : '0';
        if (i > 0 && i % 4 == 0)
            *to++ = ' ';
    }
    return at;
}

const char *say_number(struct arena *a, uint64_t n)
{
    char *at = arena_new(a, NUMBER_BYTES + 1);

    put_number(at, n);
    return at;
}

/* "3 pages": the number, the thing and what ends it. */
static const char *number_of(struct arena *a, uint64_t n, const char *thing,
                             const char *end)
{
    char *at =
        arena_new(a, NUMBER_BYTES + 1 + strlen(thing) + strlen(end) + 1);
    char *to = put_number(at, n);

    *to++ = ' ';
    put_text(put_text(to, thing), end);
    return at;
}

const char *say_size(struct arena *a, uint64_t bytes)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB",
                                        "TiB",   "PiB", "EiB"};
    size_t unit = 0;

    while (bytes >= 1024 && bytes % 1024 == 0) {
        bytes /= 1024;
        unit++;
    }
    return number_of(a, bytes, bytes == 1 && unit == 0 ? "byte" : units[unit],
                     "");
}

const char *say_count(struct arena *a, uint64_t n, const char *thing)
{
    return number_of(a, n, thing, n == 1 ? "" : "s");
}

struct format say_linear(unsigned va_bits, unsigned pa_bits,
                         unsigned page_bits)
{
    return (struct format){.name = "linear",
                           .blurb = "a table of one level",
                           .va_bits = (uint8_t)va_bits,
                           .pa_bits = (uint8_t)pa_bits,
                           .page_bits = (uint8_t)page_bits,
                           .levels = 1,
                           .index_bits = {(uint8_t)(va_bits - page_bits)},
                           .entry_bytes = 8,
                           .valid = UINT64_C(1) << 63,
                           .ppn_bits = (uint8_t)(pa_bits - page_bits)};
}
