#include "problem/code.h"

enum { DIGITS = 12, CHECK_BITS = 6 };

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* A 6-bit remainder of the 54 bits that the code stands for, by the primitive
 * polynomial x^6 + x + 1: it changes with any one digit. */
static uint64_t check(uint64_t bits)
{
    uint64_t rest = bits << CHECK_BITS;

    for (int i = 59; i >= CHECK_BITS; i--)
        if (rest >> i & 1)
            rest ^= UINT64_C(0x43) << (i - CHECK_BITS);
    return rest;
}

void code_put(char out[CODE_BYTES], struct code code)
{
    uint64_t bits = (uint64_t)code.kind << 46 | (uint64_t)code.version << 42 |
                    (uint64_t)(code.level - 1) << 40 | code.seed;
    size_t at = 0;

    bits = bits << CHECK_BITS | check(bits);
    for (int i = 0; i < DIGITS; i++) {
        if (i > 0 && i % 4 == 0)
            out[at++] = '-';
        out[at++] = digits[bits >> 5 * (DIGITS - 1 - i) & 31];
    }
    out[at] = '\0';
}

char code_digit(uint64_t value)
{
    return digits[value];
}

int code_digit_value(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    if (c == 'O')
        c = '0';
    if (c == 'I' || c == 'L')
        c = '1';
    for (int i = 0; i < 32; i++)
        if (digits[i] == c)
            return i;
    return -1;
}

int code_read(struct slice text, struct code *out, struct err *err)
{
    uint64_t bits = 0;
    int n = 0;

    text = slice_trim(text);
    for (size_t i = 0; i < text.len; i++) {
        int digit = code_digit_value(text.at[i]);
        if (text.at[i] == '-' || text.at[i] == ' ')
            continue;
        if (digit < 0 || ++n > DIGITS)
            n = DIGITS + 1;
        else
            bits = bits << 5 | (uint64_t)digit;
    }
    if (n != DIGITS)
        return err_set(err, ERR_USAGE,
                       "\"%.*s\" is not a problem's code, which has twelve "
                       "letters and digits: 0RK5-J76S-6ENC.",
                       SLICE_FMT(slice_sub(text, 0, 64)));
    if (check(bits >> CHECK_BITS) != (bits & 63))
        return err_set(err, ERR_USAGE,
                       "The code \"%.*s\" has a wrong character in it: "
                       "compare it with the paper.",
                       SLICE_FMT(slice_sub(text, 0, 64)));
    bits >>= CHECK_BITS;
    *out = (struct code){.kind = (uint8_t)(bits >> 46),
                         .version = bits >> 42 & 15,
                         .level = (uint8_t)((bits >> 40 & 3) + 1),
                         .seed = bits & ((UINT64_C(1) << 40) - 1)};
    return 0;
}
