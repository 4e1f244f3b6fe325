#include "big.h"

#include "check.h"

enum { PARTS = 4 };

/* Texts, each so many times. */
static const struct big {
    const char *name;
    struct {
        const char *text;
        int times;
    } parts[PARTS];
} bigs[] = {
    {"big-quote-30000.md", {{"> ", 30000}, {"{{c1::a}}\n", 1}}},
    {"big-dash-nest-newlines.md", {{"- ", 30000}, {"x\n", 1}, {"\n", 30000}}},
    {"big-quote-dash-newlines.md",
     {{"> ", 1}, {"- ", 20000}, {"x\n", 1}, {">\n", 20000}}},
    {"big-quote-emph.md", {{">", 100000}, {"a*", 100000}, {"\n", 1}}},
    {"big-bang-brackets.md", {{"![[]()", 30000}, {"\n", 1}}},
    {"big-brackets.md", {{"[", 50000}, {"a", 1}, {"]", 50000}, {"\n", 1}}},
    {"big-emph.md",
     {{"*a **a ", 15000}, {"b", 1}, {" a** a*", 15000}, {"\n", 1}}},
    {"big-underscores.md",
     {{"_", 100000}, {"a", 1}, {"_", 100000}, {"\n", 1}}},
    {"big-ref-bomb.md",
     {{"[a]: <", 1}, {"x", 50000}, {">\n\n", 1}, {"[a]", 20000}}},
    {"big-long-line.md", {{"- {{c1::x}} ", 1}, {"word ", 60000}, {"\n", 1}}},
    {"big-no-space-line.md", {{"- {{c1::", 1}, {"A", 200000}, {"}}\n", 1}}},
    {"big-table-columns.md",
     {{"|", 1}, {"a|", 20000}, {"\n|", 1}, {"-|", 20000}}},
    {"big-entities.md",
     {{"&#9999999999999999;&", 8000}, {" {{c1::x}}\n", 1}}},
    {"big-cdata.md", {{"x <![CDATA[", 20000}, {"\n", 1}}},
};

static void put_bullets(struct str *out)
{
    for (size_t depth = 0; depth < 400; depth++) {
        str_fill(out, ' ', 2 * depth);
        str_puts(out, "- l\n");
    }
}

static void put_backticks(struct str *out)
{
    for (size_t n = 1; n < 600; n++) {
        str_putc(out, 'e');
        str_fill(out, '`', n);
    }
}

static void put_references(struct str *out)
{
    for (int n = 0; n < 5000; n++)
        str_printf(out, "[r%d]: /u\n", n);
    str_putc(out, '\n');
    for (int n = 0; n < 5000; n++)
        str_puts(out, "[r0] ");
}

static void put_notes(struct str *out)
{
    for (int n = 0; n < 8000; n++)
        str_printf(out, "- n%d {{c1::x}}\n", n);
}

static const struct {
    const char *name;
    void (*put)(struct str *out);
} others[] = {
    {"big-bullets-400.md", put_bullets},
    {"big-backticks.md", put_backticks},
    {"big-refs.md", put_references},
    {"big-many-notes.md", put_notes},
};

bool big_note(struct str *out, const char *name)
{
    for (size_t i = 0; i < COUNT(others); i++)
        if (strcmp(others[i].name, name) == 0) {
            others[i].put(out);
            return true;
        }
    for (size_t i = 0; i < COUNT(bigs); i++) {
        if (strcmp(bigs[i].name, name) != 0)
            continue;
        for (size_t k = 0; k < PARTS; k++)
            for (int n = 0; n < bigs[i].parts[k].times; n++)
                str_puts(out, bigs[i].parts[k].text);
        return true;
    }
    return false;
}
