/* Patterns. A number has one alternative a base, each of its digits with
 * what may stand between them; all that is not a number or a word is the
 * list of its spellings. What a pattern takes, problem/read.h reads as the
 * value: the traps are noted where they are avoided. */
#include <string.h>

#include "publish/spell_inside.h"

/* --- letters ------------------------------------------------------------ */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void put_letter(struct str *out, char c)
{
    char low = (char)(c | 0x20);

    if (is_letter(c))
        str_printf(out, "[%c%c]", low, low & ~0x20);
    else if ((c >= '0' && c <= '9') || (c & 0x80) != 0)
        str_putc(out, c);
    else
        str_printf(out, "\\x%02x", (unsigned char)c);
}

static void put_literal(struct str *out, const char *text)
{
    for (; *text != '\0'; text++)
        if (*text == ' ')
            str_puts(out, "[ ]+");
        else
            put_letter(out, *text);
}

/* --- numbers ------------------------------------------------------------ */

/* Whether its hex digits are zeros and ones only. */
static bool like_bits(uint64_t n)
{
    while (n > 0 && (n & 0xf) < 2)
        n >>= 4;
    return n == 0;
}

static void put_or(struct str *out, size_t from)
{
    if (out->len > from)
        str_putc(out, '|');
}

/* The digits of `n`, the highest first, `between` each two of them. */
static void put_digits(struct str *out, uint64_t n, unsigned base,
                       const char *between)
{
    char digits[65];
    unsigned len = 0;

    do {
        digits[len++] = "0123456789abcdef"[n % base];
        n /= base;
    } while (n > 0);
    while (len > 0) {
        put_letter(out, digits[--len]);
        str_puts(out, len > 0 ? between : "");
    }
}

/* Whether hex digits without a prefix, behind one zero, would be "0b101". */
static bool like_binary(uint64_t n)
{
    bool only = n != 0;

    while (n > 0xf) {
        only = only && (n & 0xf) < 2;
        n >>= 4;
    }
    return only && n == 0xb;
}

static void put_hex(struct str *out, uint64_t n, bool bare, size_t from)
{
    put_or(out, from);
    str_puts(out, "0[xX][ _]*(?:0[ _]*)*");
    put_digits(out, n, 16, "[ _]*");
    str_puts(out, "|0*");
    put_digits(out, n, 16, "");
    str_puts(out, "(?:[hH]|_16)");
    if (!bare)
        return;
    /* Not with "_" between: the end of "a4_16" would be a base. */
    str_puts(out, like_binary(n) ? "|(?:0[ ]*0[ 0]*)?" : "|(?:0[ ]*)*");
    put_digits(out, n, 16, "[ ]*");
}

static void put_binary(struct str *out, uint64_t n, bool bare, size_t from)
{
    put_or(out, from);
    str_puts(out, "0[bB][ _]*(?:0[ _]*)*");
    put_digits(out, n, 2, "[ _]*");
    str_puts(out, "|0*");
    put_digits(out, n, 2, "");
    str_puts(out, "_2");
    if (!bare)
        return;
    str_puts(out, "|(?:0[ ]*)*");
    put_digits(out, n, 2, "[ ]*");
}

/* Groups of three that stand between separators are in the list. */
static void put_decimal(struct str *out, uint64_t n, bool bare, size_t from)
{
    put_or(out, from);
    str_puts(out, "0*");
    put_digits(out, n, 10, "");
    str_puts(out, bare ? "(?:_10)?" : "_10");
}

static void put_number(struct str *out, const struct spelling *s)
{
    size_t from = out->len;
    unsigned base = s->part->reader->base;
    uint64_t n;

    if (!num_is_whole(s->value.number, &n))
        return;
    /* More of them than it has digits would be binary where bits are shown. */
    put_hex(out, n,
            base == 16 && !(s->part->reader->bits > 0 && like_bits(n)), from);
    put_binary(out, n, base == 2, from);
    put_decimal(out, n, base == 10, from);
}

/* Whether put_number's alternatives hold the text already. */
static bool is_plain(const char *text)
{
    return text[0] == '0' && text[1] == 'x' && strchr(text, ' ') == NULL;
}

/* --- all ---------------------------------------------------------------- */

void spell_pattern(struct str *out, const struct question_part *part,
                   const char *answer)
{
    struct arena arena = {0};
    struct spelling s = {.part = part};
    struct spellings list = spell(part, answer, SPELL_KEY, &arena);
    size_t from;

    str_puts(out, "^\\s*(?:[A-Za-z ]*=\\s*)?(?:");
    from = out->len;
    if (part->reader != NULL && spell_read(part, answer, &arena, &s.value) &&
        s.value.kind == VALUE_NUMBER)
        put_number(out, &s);
    for (unsigned i = 0; i < list.n; i++) {
        if (s.value.kind == VALUE_NUMBER && is_plain(list.at[i]))
            continue;
        put_or(out, from);
        put_literal(out, list.at[i]);
    }
    str_puts(out, ")\\s*$");
    arena_release(&arena);
}
