#include "problem/plain.h"

/* Characters that people paste or a keyboard makes of what they mean. */
static const struct {
    const char *utf8, *ascii;
} plain[] = {
    {"\xe2\x88\x92", "-"}, {"\xe2\x80\x93", "-"}, {"\xc3\x97", "*"},
    {"\xc2\xb7", "*"},     {"\xc2\xa0", " "},     {"\xe2\x80\xaf", " "},
    {"\xe2\x86\x92", ","}, {"\xe2\x80\x99", "'"}, {"\t", " "},
};

/* Superscripts, which are digits of an exponent. */
static const char *const superscripts[] = {
    "\xe2\x81\xb0", "\xc2\xb9",     "\xc2\xb2",     "\xc2\xb3",
    "\xe2\x81\xb4", "\xe2\x81\xb5", "\xe2\x81\xb6", "\xe2\x81\xb7",
    "\xe2\x81\xb8", "\xe2\x81\xb9"};

/* The digit that a superscript at the start of `s` is, or -1. */
static int superscript(struct slice s)
{
    for (int i = 0; i < 10; i++)
        if (slice_has_prefix(s, slice_from(superscripts[i])))
            return i;
    return -1;
}

/* Full-width ASCII, U+FF01 to U+FF5E, as the character it is; or 0. */
static char full_width(struct slice s)
{
    unsigned second, third;

    if (s.len < 3 || (unsigned char)s.at[0] != 0xef)
        return 0;
    second = (unsigned char)s.at[1];
    third = (unsigned char)s.at[2];
    if (second == 0xbc && third >= 0x81 && third <= 0xbf)
        return (char)(third - 0x81 + '!');
    if (second == 0xbd && third >= 0x80 && third <= 0x9e)
        return (char)(third - 0x80 + '`');
    return 0;
}

/* One character of the text to *out; how many bytes it was. */
static size_t put_plain(struct str *out, struct slice s, bool *raised)
{
    int power;
    char wide;

    if ((unsigned char)s.at[0] < 0x80 && s.at[0] != '\t') { /* nearly all */
        *raised = false;
        str_putc(out, s.at[0]);
        return 1;
    }
    power = superscript(s);
    wide = full_width(s);
    if (power >= 0) {
        str_puts(out, *raised ? "" : "^");
        str_putc(out, (char)('0' + power));
        *raised = true;
        return slice_from(superscripts[power]).len;
    }
    *raised = false;
    if (wide != 0) {
        str_putc(out, wide);
        return 3;
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (slice_has_prefix(s, slice_from(plain[i].utf8))) {
            str_puts(out, plain[i].ascii);
            return slice_from(plain[i].utf8).len;
        }
    }
    str_putc(out, s.at[0]);
    return 1;
}

void plain_put(struct str *out, struct slice text)
{
    bool raised = false;

    while (text.len > 0)
        text = slice_skip(text, put_plain(out, text, &raised));
}
