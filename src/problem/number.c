#include "problem/number_inside.h"

#include "problem/bits.h"

/* --- digits ------------------------------------------------------------- */

int number_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return 99;
}

char number_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Digits of that base, blanks and underscores between them aside. */
bool number_digits(struct slice s, unsigned base, uint64_t *out)
{
    uint64_t value = 0;
    bool any = false;

    for (size_t i = 0; i < s.len; i++) {
        unsigned d = (unsigned)number_digit(s.at[i]);
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

    if (s.len > 2 && s.at[0] == '0' && number_lower(s.at[1]) == 'x')
        return number_digits(slice_skip(s, 2), 16, &value) &&
               give(out, value, "hex");
    if (s.len > 2 && s.at[0] == '0' && number_lower(s.at[1]) == 'b' &&
        number_digits(slice_skip(s, 2), 2, &value))
        return give(out, value, "binary");
    if (s.len > 1 && number_lower(s.at[s.len - 1]) == 'h' &&
        number_digits(slice_sub(s, 0, s.len - 1), 16, &value))
        return give(out, value, "hex");
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        struct slice suffix = slice_from(suffixes[i].suffix);
        if (s.len > suffix.len && slice_has_suffix(s, suffix) &&
            number_digits(slice_sub(s, 0, s.len - suffix.len),
                          suffixes[i].base, &value))
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
        } else if (number_digit(s.at[i]) < 10) {
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
        unsigned d = (unsigned)number_digit(s.at[i]);
        if (s.at[i] == separator)
            continue;
        if (value > (UINT64_MAX - d) / 10)
            return false;
        value = value * 10 + d;
    }
    *out = value;
    return true;
}

/* As many zeros and ones as the value has bits, and more than it has digits in
 * hex. */
static bool shown_bits(struct slice s, unsigned bits,
                       struct number_reading *out)
{
    uint64_t value;
    unsigned n = 0;

    if (bits == 0 || !only(s, "01 _") || !number_digits(s, 2, &value))
        return false;
    for (size_t i = 0; i < s.len; i++)
        n += s.at[i] == '0' || s.at[i] == '1';
    return n > hex_digits(bits) && n <= bits &&
           give(out, value, "binary: more digits than it has in hex");
}

static bool decimal_groups(struct slice s, struct number_reading *out)
{
    static const char separators[] = {',', ' ', '_'};
    uint64_t value;

    if (grouped(s, ' ', 4) && only(s, "01 ") && number_digits(s, 2, &value))
        return give(out, value, "binary, in groups of four");
    for (size_t i = 0; i < sizeof separators; i++)
        if (grouped(s, separators[i], 3) && ungroup(s, separators[i], &value))
            return give(out, value, "decimal");
    return false;
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
        (question->base == 16 && shown_bits(size, question->bits, out)) ||
        (question->base != 10 &&
         number_digits(size, question->base, &value) &&
         give(out, value,
              question->base == 16 ? "hex, as asked" : "binary, as asked")) ||
        decimal_groups(size, out)) {
        if (negative)
            out->value = num_negate(out->value);
        return true;
    }
    if (number_reckon(s, question, out, why))
        return true;
    if (number_digits(size, 16, &value) &&
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
