#include "publish/prose_tex.h"
#include "text/escape.h"
#include "text/unicode.h"

/* What ASCII means something to TeX, alone or as part of a ligature. */
static const char *const ascii[128] = {
    ['\\'] = "\\textbackslash{}",
    ['{'] = "\\{",
    ['}'] = "\\}",
    ['$'] = "\\$",
    ['&'] = "\\&",
    ['#'] = "\\#",
    ['%'] = "\\%",
    ['_'] = "\\_",
    ['~'] = "\\textasciitilde{}",
    ['^'] = "\\textasciicircum{}",
    ['<'] = "\\textless{}",
    ['>'] = "\\textgreater{}",
    ['|'] = "\\textbar{}",
    ['"'] = "\\textquotedbl{}",
    ['\''] = "\\textquotesingle{}",
    ['`'] = "\\textasciigrave{}",
    ['-'] = "{-}",
    [','] = "{,}",
    ['['] = "{[}",
    [']'] = "{]}",
    ['*'] = "{*}",
};

static const struct {
    uint32_t code;
    const char *tex;
} others[] = {
    {0x00a0, "~"},
    {0x00b0, "\\textdegree{}"},
    {0x00b1, "\\textpm{}"},
    {0x00b2, "\\texttwosuperior{}"},
    {0x00b5, "\\textmu{}"},
    {0x00b7, "\\textperiodcentered{}"},
    {0x00d7, "\\texttimes{}"},
    {0x00f7, "\\textdiv{}"},
    {0x2013, "\\textendash{}"},
    {0x2014, "\\textemdash{}"},
    {0x2018, "\\textquoteleft{}"},
    {0x2019, "\\textquoteright{}"},
    {0x201c, "\\textquotedblleft{}"},
    {0x201d, "\\textquotedblright{}"},
    {0x201e, "\\quotedblbase{}"},
    {0x2022, "\\textbullet{}"},
    {0x2026, "\\textellipsis{}"},
    {0x203a, "\\guilsinglright{}"},
    {0x20ac, "\\texteuro{}"},
    {0x2190, "\\textleftarrow{}"},
    {0x2192, "\\textrightarrow{}"},
    {0x2212, "\\ensuremath{-}"},
    {0x2260, "\\ensuremath{\\neq}"},
    {0x2264, "\\ensuremath{\\leq}"},
    {0x2265, "\\ensuremath{\\geq}"},
};

/* Letters of Western and Central Europe, which T1 has. */
static bool is_letter(uint32_t c)
{
    return (c >= 0xc0 && c <= 0xff && c != 0xd7 && c != 0xf7) ||
           (c >= 0x102 && c <= 0x107) || (c >= 0x10c && c <= 0x111) ||
           (c >= 0x118 && c <= 0x11b) || (c >= 0x139 && c <= 0x144) ||
           (c >= 0x147 && c <= 0x148) || (c >= 0x150 && c <= 0x155) ||
           (c >= 0x158 && c <= 0x15b) || (c >= 0x15e && c <= 0x165) ||
           (c >= 0x16e && c <= 0x171) || (c >= 0x178 && c <= 0x17e);
}

static void put_wide(struct str *out, uint32_t c)
{
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].code == c) {
            str_puts(out, others[i].tex);
            return;
        }
    if (is_letter(c))
        utf8_put(out, c);
    else
        str_printf(out, "{\\scriptsize U+%04X}", (unsigned)c);
}

static void put(struct str *out, struct slice rest, const char *blank)
{
    while (rest.len > 0) {
        size_t len;
        uint32_t c = utf8_next(rest, &len);

        if (c == ' ' || c == '\n')
            str_puts(out, blank);
        else if (c >= 128)
            put_wide(out, c);
        else if (ascii[c] != NULL)
            str_puts(out, ascii[c]);
        else
            str_putc(out, (char)c);
        rest = slice_skip(rest, len);
    }
}

static void put_escaped(struct str *out, struct slice text, const char *blank)
{
    struct str seen = STR_EMPTY;

    escape_text(&seen, text);
    put(out, str_slice(&seen), blank);
    str_release(&seen);
}

void tex_text(struct str *out, struct slice text)
{
    put_escaped(out, text, " ");
}

/* A line may end at a blank, which is as wide as any letter. */
void tex_code(struct str *out, struct slice text)
{
    str_puts(out, "\\texttt{");
    put_escaped(out, text, "\\ ");
    str_putc(out, '}');
}

void tex_listing(struct str *out, struct slice lines)
{
    struct slice line;
    bool first = true;

    str_puts(out, "\\begin{flushleft}\\ttfamily\\small\n");
    while (slice_line(&lines, &line)) {
        str_puts(out, first ? "" : "\\\\\n");
        str_puts(out, "\\mbox{}");
        put_escaped(out, line, "\\ ");
        first = false;
    }
    str_puts(out, "\n\\end{flushleft}\n");
}
