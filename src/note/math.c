#include "note/math.h"

#include <stdlib.h>

#include "base/mem.h"

void math_release(struct math *m)
{
    free(m->spans);
    free(m->dollars);
    *m = (struct math){0};
}

void math_dollar(struct math *m, uint32_t at)
{
    m->dollars = mem_grow(m->dollars, m->ndollars, &m->dollars_cap,
                          sizeof *m->dollars);
    m->dollars[m->ndollars++] = at;
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Not empty, and every brace has its partner. */
static bool is_tex(struct slice text)
{
    size_t depth = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\\')
            i++;
        else if (text.at[i] == '{')
            depth++;
        else if (text.at[i] == '}' && depth-- == 0)
            return false;
    }
    return depth == 0 && slice_trim(text).len > 0;
}

static bool try_span(struct math *m, struct slice source, struct span span)
{
    size_t width = span.display ? 2 : 1;
    struct slice tex =
        slice_sub(source, span.at + width, span.end - span.at - 2 * width);

    if (!is_tex(tex))
        return false;
    if (!span.display &&
        (blank(tex.at[0]) || blank(tex.at[tex.len - 1]) ||
         (span.end < source.len && digit(source.at[span.end]))))
        return false;
    m->spans = mem_grow(m->spans, m->nspans, &m->spans_cap, sizeof *m->spans);
    m->spans[m->nspans++] = span;
    return true;
}

/* Is the i-th dollar directly before the next one? */
static bool doubled(const struct math *m, size_t i)
{
    return i + 1 < m->ndollars && m->dollars[i] + 1 == m->dollars[i + 1];
}

void math_pair(struct math *m, struct slice source)
{
    const uint32_t *at = m->dollars;
    size_t n = m->ndollars, i = 0, close;

    while (i + 1 < n) {
        if (!doubled(m, i)) {
            bool is = try_span(m, source,
                               (struct span){at[i], at[i + 1] + 1, false});
            i += is ? 2 : 1;
            continue;
        }
        close = i + 2;
        while (close < n && !doubled(m, close))
            close++;
        if (close < n &&
            try_span(m, source, (struct span){at[i], at[close] + 2, true}))
            i = close + 2;
        else
            i += 2;
    }
    m->ndollars = 0;
}

/* Cuts the white space and the marks of quotes off the start of a line. */
static struct slice cut_prefix(struct slice line, unsigned quotes)
{
    for (;;) {
        while (line.len > 0 && blank(line.at[0]))
            line = slice_skip(line, 1);
        if (quotes == 0 || line.len == 0 || line.at[0] != '>')
            return line;
        line = slice_skip(line, 1);
        quotes--;
    }
}

void math_text(struct str *out, struct slice source, struct span span,
               unsigned quotes, bool in_cell)
{
    size_t width = span.display ? 2 : 1;
    struct slice rest =
        slice_sub(source, span.at + width, span.end - span.at - 2 * width);
    struct slice line;
    size_t from = out->len, kept;

    rest = slice_trim(rest);
    while (slice_line(&rest, &line)) {
        if (out->len > from) {
            line = cut_prefix(line, quotes);
            str_putc(out, ' ');
        }
        str_put(out, line);
    }
    if (!in_cell)
        return;
    kept = from;
    for (size_t i = from; i < out->len; i++)
        if (out->at[i] != '\\' || i + 1 == out->len || out->at[i + 1] != '|')
            out->at[kept++] = out->at[i];
    str_truncate(out, kept);
}
