#include "awkward.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "check.h"

enum { DEPTH = 6, OPEN = 3, PREFIX = 64 };

/* What a container puts in front of its later lines. */
struct holder {
    bool quote;
    int width; /* an item: columns of its content */
};

struct maker {
    struct awkward *out;
    struct rng rng;
    const char *line_end;
    uint32_t line;
    size_t line_at; /* offset where it begins */
    struct holder in[DEPTH];
    int depth;
    bool one_line; /* headings and cells: no line break */
    bool cell;
    size_t open[OPEN]; /* planted ones whose end has not come */
    int nopen;
    bool numbered[OPEN];
};

static uint64_t below(struct maker *m, uint64_t n)
{
    return rng_below(&m->rng, n);
}

static bool once_in(struct maker *m, uint64_t n)
{
    return below(m, n) == 0;
}

/* --- writing ---------------------------------------------------------------
 */

static void put(struct maker *m, const char *markdown)
{
    str_puts(&m->out->text, markdown);
}

/* Text that every open cloze gets as part of its answer. */
static void mean(struct maker *m, const char *plain)
{
    for (int i = 0; i < m->nopen; i++)
        str_puts(&m->out->at[m->open[i]].answer, plain);
}

static void both(struct maker *m, const char *text)
{
    put(m, text);
    mean(m, text);
}

static void end_line(struct maker *m)
{
    put(m, m->line_end);
    m->line++;
    m->line_at = m->out->text.len;
}

/* The start of a line inside the open containers; `upto` of them, the others
 * are left to laziness. */
static void put_prefix(struct maker *m, int upto)
{
    for (int i = 0; i < upto; i++) {
        if (m->in[i].quote)
            put(m, "> ");
        else
            str_fill(&m->out->text, ' ', (size_t)m->in[i].width);
    }
}

static void blank_line(struct maker *m)
{
    int quotes = 0;

    for (int i = 0; i < m->depth; i++)
        if (m->in[i].quote)
            quotes = i + 1;
    put_prefix(m, quotes);
    end_line(m);
}

/* A line break inside a code span, which keeps the blanks that begin a lazy
 * line. */
static void break_code(struct maker *m)
{
    end_line(m);
    put_prefix(m, once_in(m, 2) ? m->depth : 0);
}

/* A line break inside a paragraph, where laziness and indents are free. */
static void break_line(struct maker *m)
{
    int upto = m->depth;

    if (once_in(m, 3))
        upto = (int)below(m, (uint64_t)m->depth + 1);
    end_line(m);
    put_prefix(m, upto);
    if (once_in(m, 3))
        str_fill(&m->out->text, ' ', below(m, 4));
}

static const char *const words[] = {
    "page",
    "frame",
    "table",
    "Übersetzung",
    "日本語",
    "naïve",
    "π",
    "C++",
    "x86-64",
    "a_b_c",
    "isn't",
    "2^12",
    "\xf0\x9f\x98\x80",
    "e\xcc\x81tat",
    "f(x)",
    "4 KiB",
    "Δt",
    "valid?",
    "é",
    "struct",
    "\"quoted\"",
    "it's",
    "50%",
};

static void put_word(struct maker *m)
{
    both(m, words[below(m, COUNT(words))]);
}

/* A word that is safe after a line break and beside emphasis. */
static void put_plain_word(struct maker *m)
{
    static const char *const plain[] = {"page",  "frame", "日本", "table",
                                        "naïve", "walk",  "entry"};

    both(m, plain[below(m, COUNT(plain))]);
}

static void put_space(struct maker *m)
{
    switch (m->one_line ? 6 + below(m, 4) : below(m, 10)) {
    case 0:
    case 1:
        mean(m, " ");
        break_line(m);
        put_plain_word(m);
        both(m, " ");
        break;
    case 2:
        put(m, "\\");
        mean(m, "\n");
        break_line(m);
        put_plain_word(m);
        both(m, " ");
        break;
    case 3:
        both(m, "\t");
        break;
    default:
        both(m, " ");
    }
}

/* --- inlines ---------------------------------------------------------------
 */

/* Markdown and what it comes out as. */
static const struct piece {
    const char *markdown, *plain;
} pieces[] = {
    {"*leaning*", "leaning"},
    {"**heavy word**", "heavy word"},
    {"~~gone~~", "gone"},
    {"`{{code}}`", "{{code}}"},
    {"`` a`b }} ``", "a`b }}"},
    {"`\\{{`", "\\{{"},
    {"[text](http://x/{{y}})", "text"},
    {"[**bold** text](<a b> \"ti{{t}}le\")", "bold text"},
    {"![alt *text*](fig.png)", "alt text"},
    {"![[fig.png|seen]]", "seen"},
    {"&amp;", "&"},
    {"&#123;&#x7b;", "{{"},
    {"&lt;b&gt;", "<b>"},
    {"\\*star\\*", "*star*"},
    {"\\{\\{no\\}\\}", "{{no}}"},
    {"\\\\", "\\"},
    {"$a_{i}*b_{j}*c$", "a_{i}*b_{j}*c"},
    {"$\\frac{{a}}{b}$", "\\frac{{a}}{b}"},
    {"$$x^{2^{n}}$$", "x^{2^{n}}"},
    {"costs $5 and", "costs $5 and"},
    {"<b>", "<b>"},
    {"<a href=\"{{z}}\">", "<a href=\"{{z}}\">"},
    {"{ brace }", "{ brace }"},
    {"<http://a.b/c>", "http://a.b/c"},
    {"!\\[no]", "![no]"},
    {"a\\:\\:b", "a::b"},
};

/* The same over two lines. */
static void put_long_piece(struct maker *m)
{
    switch (below(m, 3)) {
    case 0:
        put(m, "`");
        both(m, "{{code");
        break_code(m);
        mean(m, " ");
        both(m, "goes}} on");
        put(m, "`");
        break;
    case 1:
        put(m, "[");
        both(m, "long");
        break_line(m);
        mean(m, " ");
        both(m, "link");
        put(m, "](http://example.org/{{u}}");
        break_line(m);
        put(m, "\"a title\")");
        break;
    default:
        put(m, "$");
        both(m, "a_{1} *");
        break_line(m);
        mean(m, " ");
        both(m, "b* \\}");
        put(m, "$");
    }
}

static void put_inlines(struct maker *m, int n);

static void open_cloze(struct maker *m)
{
    struct awkward *a = m->out;
    struct planted p = {.line = m->line,
                        .col = (uint32_t)(a->text.len - m->line_at) + 1,
                        .answer = STR_EMPTY,
                        .hint = STR_EMPTY};
    char number[16];

    m->numbered[m->nopen] = once_in(m, 3);
    if (m->numbered[m->nopen])
        p.number = 1 + (uint32_t)below(m, 500);
    a->at = mem_grow(a->at, a->n, &a->cap, sizeof *a->at);
    a->at[a->n] = p;
    m->open[m->nopen++] = a->n++;
    put(m, "{{");
    snprintf(number, sizeof number, "c%u::", p.number);
    if (p.number > 0)
        put(m, number);
}

static void close_cloze(struct maker *m)
{
    struct planted *p = &m->out->at[m->open[m->nopen - 1]];
    uint64_t kind = below(m, 6);

    if (m->numbered[m->nopen - 1] && kind == 0) {
        put(m, "::the *hint*::so");
        str_puts(&p->hint, "the hint::so");
    }
    put(m, "}}");
    m->nopen--;
    if (!m->numbered[m->nopen] && kind == 0) {
        put(m, "{({a `hint`})}");
        str_puts(&p->hint, "a hint");
    }
}

/* Bold begins outside and ends inside, or the other way round. */
static void put_crossing(struct maker *m)
{
    bool inward = once_in(m, 2);

    if (!inward)
        open_cloze(m);
    put(m, "**");
    put_plain_word(m);
    both(m, " ");
    if (inward)
        open_cloze(m);
    put_plain_word(m);
    if (inward)
        put(m, "**");
    else
        close_cloze(m);
    both(m, " ");
    put_plain_word(m);
    if (inward)
        close_cloze(m);
    else
        put(m, "**");
}

static void put_cloze(struct maker *m)
{
    open_cloze(m);
    if (once_in(m, 8))
        both(m, "{1,2}"); /* runs of three braces */
    else
        put_inlines(m, 1 + (int)below(m, 3));
    close_cloze(m);
}

static void put_inline(struct maker *m)
{
    uint64_t what = below(m, 12);

    if (what < 4 && m->nopen < OPEN) {
        if (once_in(m, 6))
            put_plain_word(m); /* it begins inside a word */
        put_cloze(m);
    } else if (what == 4 && m->nopen < OPEN) {
        put_crossing(m);
    } else if (what < 8) {
        const struct piece *p = &pieces[below(m, COUNT(pieces))];

        if (m->cell && strchr(p->markdown, '|') != NULL)
            p = pieces;
        put(m, p->markdown);
        mean(m, p->plain);
    } else if (what == 8 && !m->one_line) {
        put_long_piece(m);
    } else if (what == 9 && m->cell) {
        put(m, "a\\|b");
        mean(m, "a|b");
    } else {
        put_word(m);
    }
}

static void put_inlines(struct maker *m, int n)
{
    put_plain_word(m);
    for (int i = 0; i < n; i++) {
        put_space(m);
        put_inline(m);
    }
    both(m, " ");
    put_plain_word(m);
}

/* --- blocks ----------------------------------------------------------------
 */

static void put_paragraph(struct maker *m)
{
    put_inlines(m, 2 + (int)below(m, 8));
    end_line(m);
}

static void put_heading(struct maker *m)
{
    bool setext = once_in(m, 3);

    m->one_line = true;
    if (!setext)
        put(m, once_in(m, 2) ? "## " : "#  ");
    put_inlines(m, 1 + (int)below(m, 4));
    if (!setext && once_in(m, 2))
        put(m, " ##");
    end_line(m);
    m->one_line = false;
    if (setext) {
        put_prefix(m, m->depth);
        put(m, "-----");
        end_line(m);
    }
}

static void put_row(struct maker *m, int columns)
{
    m->one_line = m->cell = true;
    for (int i = 0; i < columns; i++) {
        put(m, i == 0 ? "| " : " | ");
        put_inlines(m, (int)below(m, 3));
    }
    put(m, " |");
    end_line(m);
    m->one_line = m->cell = false;
}

static void put_table(struct maker *m)
{
    int columns = 1 + (int)below(m, 4), rows = (int)below(m, 4);

    if (once_in(m, 3)) { /* text directly above the header */
        put_plain_word(m);
        both(m, " ");
        put_cloze(m);
        end_line(m);
        put_prefix(m, m->depth);
    }
    put_row(m, columns);
    put_prefix(m, m->depth);
    for (int i = 0; i < columns; i++)
        put(m, once_in(m, 2) ? "|---" : "|:-:");
    put(m, "|");
    end_line(m);
    for (int i = 0; i < rows; i++) {
        put_prefix(m, m->depth);
        put_row(m, columns);
    }
}

static void put_code(struct maker *m)
{
    put(m, "```c {{info}}");
    end_line(m);
    for (uint64_t n = below(m, 3); n > 0; n--) {
        put_prefix(m, m->depth);
        put(m, "int a[] = {{1}}; // $x$ ![i](j)");
        end_line(m);
    }
    put_prefix(m, m->depth);
    put(m, "```");
    end_line(m);
}

static void put_html(struct maker *m)
{
    put(m, "<div class=\"{{x}}\">");
    end_line(m);
    put_prefix(m, m->depth);
    put(m, "{{c1::no}}</div>");
    end_line(m);
}

static void put_blocks(struct maker *m);

static void put_quote(struct maker *m)
{
    m->in[m->depth++] = (struct holder){.quote = true};
    put(m, "> ");
    put_blocks(m);
    m->depth--;
}

/* Marks whose content begins after so many columns. The tab is only right
 * where tab stops are. */
static const struct {
    const char *mark;
    int width;
} marks[] = {{"- ", 2},   {"*   ", 4}, {"+  ", 3},
             {"12. ", 4}, {"1) ", 3},  {"-\t", 4}};

static bool at_tab_stop(const struct maker *m)
{
    int width = 0;

    for (int i = 0; i < m->depth; i++)
        width += m->in[i].quote ? 2 : m->in[i].width;
    return width % 4 == 0;
}

static void put_list(struct maker *m)
{
    uint64_t mark = below(m, COUNT(marks) - !at_tab_stop(m));
    bool tight = once_in(m, 2);

    for (uint64_t n = 1 + below(m, 3), i = 0; i < n; i++) {
        if (i > 0) {
            if (!tight)
                blank_line(m);
            put_prefix(m, m->depth);
        }
        put(m, marks[mark].mark);
        m->in[m->depth++] = (struct holder){.width = marks[mark].width};
        if (tight && once_in(m, 2))
            put_paragraph(m);
        else
            put_blocks(m);
        m->depth--;
    }
}

static void put_block(struct maker *m)
{
    bool room = m->depth < DEPTH;

    switch (below(m, 12)) {
    case 0:
        put_heading(m);
        break;
    case 1:
        put_table(m);
        break;
    case 2:
        put_code(m);
        break;
    case 3:
        put_html(m);
        break;
    case 4:
    case 5:
        if (room) {
            put_quote(m);
            break;
        }
        /* fall through */
    case 6:
    case 7:
    case 8:
        if (room) {
            put_list(m);
            break;
        }
        /* fall through */
    default:
        put_paragraph(m);
    }
}

/* Some blocks, where the first line's prefix has been put. */
static void put_blocks(struct maker *m)
{
    for (uint64_t n = 1 + below(m, 3), i = 0; i < n; i++) {
        if (i > 0) {
            blank_line(m);
            put_prefix(m, m->depth);
        }
        put_block(m);
    }
}

void awkward_make(struct awkward *out, uint64_t seed)
{
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    struct maker m = {.out = out, .rng = rng_new(seed), .line = 1};

    *out = (struct awkward){.text = STR_EMPTY};
    m.line_end = ends[below(&m, 4) % COUNT(ends)];
    if (once_in(&m, 5)) {
        put(&m, "---");
        end_line(&m);
        put(&m, "note: \"{{c1::x}} is no cloze\"");
        end_line(&m);
        put(&m, "---");
        end_line(&m);
    }
    for (uint64_t n = 4 + below(&m, 8); n > 0; n--) {
        put_block(&m);
        blank_line(&m);
        put(&m, "<!-- -->"); /* keeps lists apart */
        end_line(&m);
        blank_line(&m);
    }
}

void awkward_release(struct awkward *a)
{
    for (size_t i = 0; i < a->n; i++) {
        str_release(&a->at[i].answer);
        str_release(&a->at[i].hint);
    }
    free(a->at);
    str_release(&a->text);
}
