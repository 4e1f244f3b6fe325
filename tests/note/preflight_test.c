/* What is refused, and that nothing else is. */
#include <stdio.h>

#include "check.h"
#include "reader.h"

/* A text made of parts, each so many times. */
static const struct limit {
    const char *name;
    struct {
        const char *text;
        int times;
    } parts[4];
    const char *want; /* "LINE:COL rule" of the first error, "" for none */
} limits[] = {
    {"an outline of any length, without a blank line",
     {{"- The {{page}} table of the process maps its pages\n", 5000}},
     ""},
    {"numbered items, headings and quotes side by side",
     {{"12. {{a}}\n# {{b}}\n> {{c}}\n", 5000}},
     ""},
    {"a block of code of any length",
     {{"```\n", 1}, {"x = y[1] + <z> * 2;\n", 50000}, {"```\n", 1}},
     ""},
    {"a line of code of any length",
     {{"```\n", 1}, {"0123456789abcdef", 20000}, {"\n```\n", 1}},
     ""},
    {"an indented block and raw HTML",
     {{"    [[[[\n", 5000}, {"\n<div>\n", 1}, {"<<<<\n", 5000}},
     ""},
    {"a paragraph of 60,000 bytes", {{"{{a}} is not much\n", 3500}}, ""},
    {"a table of 10,000 rows",
     {{"|a|b|\n|-|-|\n", 1}, {"|x|{{y}}|\n", 10000}},
     ""},
    {"a table of dashes", {{"|a|b|\n|-|-|\n", 1}, {"| - | - |\n", 5000}}, ""},
    {"a rule of many marks", {{"- ", 500}, {"\n", 1}}, ""},
    {"64 quotes", {{"> ", 64}, {"a\n", 1}}, ""},
    {"many short links", {{"[a]: /u\n\n", 1}, {"[a] [b](c)\n\n", 20000}}, ""},
    {"a data address in HTML",
     {{"<img src=\"", 1}, {"AAAA", 5000}, {"\">", 1}},
     ""},

    {"65 quotes", {{"> ", 65}, {"a\n", 1}}, "1:1 limit-nesting"},
    {"65 items on a line", {{"- + ", 33}, {"a\n", 1}}, "1:1 limit-nesting"},
    {"a paragraph of 70,000 bytes",
     {{"\n- ", 1}, {"{{a}} is not much\n", 4000}},
     "2:3 limit-text"},
    {"a paragraph of markup",
     {{"x\n\n", 1}, {"*a _b ", 5000}},
     "3:1 limit-text"},
    {"brackets", {{"x\n\n> ", 1}, {"[a ", 1001}}, "3:3 limit-text"},
    {"angles", {{"# ", 1}, {"a<b ", 1001}}, "1:1 limit-text"},
    {"brackets in a cell",
     {{"|a|\n|-|\n|", 1}, {"[a ", 1001}, {"|\n", 1}},
     "3:2 limit-text"},
    {"a file of markup",
     {{"*a* *b* *c* *d*\n\n", 100000}},
     "178125:1 limit-text"},
    {"a file of tiny items",
     {{"- a\n+ b\n", 300000}},
     "537501:1 limit-blocks"},
    {"bars in a line", {{"x\n", 1}, {"|", 2001}}, "2:1 limit-line"},
    {"a table of 1,001 columns",
     {{"a|", 1001}, {"\n", 1}, {"-|", 1001}},
     "2:1 limit-table"},
    {"rows that leave cells out",
     {{"a|", 900}, {"\n", 1}, {"-|", 900}, {"\n|x\n|x\n|x\n|x", 100}},
     "113:1 limit-table"},
    {"a table below a long paragraph",
     {{"a\n", 15000}, {"|-|-|\n", 2}},
     "15001:1 limit-table"},
    {"lines that could end a header, over and over",
     {{"-|-\n-|-|-\n", 2000}},
     "405:1 limit-table"},
    {"a long address used often",
     {{"[a]: <", 1}, {"x", 50000}, {">\n\n", 1}, {"[a]\n\n", 20000}},
     "1:3 limit-link"},
    {"a long title used often",
     {{"[a]: x\n  '", 1}, {"y ", 25000}, {"'\n\n", 1}, {"[a]\n\n", 20000}},
     "1:3 limit-link"},
};

static void is_as_stated(void **state)
{
    const struct limit *limit = *state;
    struct str text = STR_EMPTY;
    struct reader r;
    char got[64] = "";

    for (size_t i = 0; i < COUNT(limit->parts); i++)
        for (int n = 0; n < limit->parts[i].times; n++)
            str_puts(&text, limit->parts[i].text);
    reader_read(&r, str_slice(&text), true);
    for (size_t i = 0; i < r.diags.n && got[0] == '\0'; i++)
        if (r.diags.at[i].level == DIAG_ERROR)
            snprintf(got, sizeof got, "%zu:%zu %s", r.diags.at[i].line,
                     r.diags.at[i].col, r.diags.at[i].rule);
    assert_string_equal(got, limit->want);
    str_release(&text);
    reader_release(&r);
}

int main(void)
{
    return RUN_CASES(limits, is_as_stated);
}
