#include "problem/say.h"

const char *say_hex(struct arena *a, uint64_t value, unsigned bits)
{
    return arena_printf(a, "0x%0*llx", (int)(bits > 0 ? (bits + 3) / 4 : 1),
                        (unsigned long long)value);
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

const char *say_size(struct arena *a, uint64_t bytes)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB",
                                        "TiB",   "PiB", "EiB"};
    size_t unit = 0;

    while (bytes >= 1024 && bytes % 1024 == 0) {
        bytes /= 1024;
        unit++;
    }
    return arena_printf(a, "%llu %s", (unsigned long long)bytes,
                        bytes == 1 && unit == 0 ? "byte" : units[unit]);
}

const char *say_count(struct arena *a, uint64_t n, const char *thing)
{
    return arena_printf(a, "%llu %s%s", (unsigned long long)n, thing,
                        n == 1 ? "" : "s");
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
