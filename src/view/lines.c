#include "view/lines.h"

#include <assert.h>

#include "base/mem.h"
#include "text/escape.h"
#include "text/unicode.h"

struct lines lines_new(struct arena *arena, int width)
{
    return (struct lines){
        .arena = arena, .width = width < 1 ? 1 : width, .para = STR_EMPTY};
}

void lines_release(struct lines *l)
{
    str_release(&l->para);
}

/* --- arrays in the arena ----------------------------------------------- */

/* Room for one more element; what was there is copied to the larger place
 * and the old one dies with the arena. */
static void *grow(struct arena *arena, void *at, size_t n, size_t *cap,
                  size_t size)
{
    void *larger;

    if (n < *cap)
        return at;
    *cap = *cap < 8 ? 8 : *cap * 2;
    larger = arena_new_array(arena, *cap, size);
    if (n > 0)
        memcpy(larger, at, n * size);
    return larger;
}

static struct line *add_line(struct lines *l, size_t max_spans)
{
    struct line *line;

    l->at = grow(l->arena, l->at, l->n, &l->cap, sizeof *l->at);
    line = &l->at[l->n++];
    *line = (struct line){
        .spans = arena_new_array(l->arena, max_spans, sizeof *line->spans)};
    return line;
}

static void add_span(struct line *line, struct span span)
{
    if (span.text.len == 0)
        return;
    line->spans[line->nspans++] = span;
    line->width += text_width(span.text);
}

/* --- margins ----------------------------------------------------------- */

static int margins_width(const struct lines *l)
{
    int width = 0;

    for (size_t i = 0; i < l->nmargins; i++)
        width += l->margins[i].width;
    return width;
}

int lines_room(const struct lines *l)
{
    return l->width - margins_width(l);
}

void lines_indent(struct lines *l, struct span first, struct span rest)
{
    int width = text_width(first.text), room = lines_room(l) - width;
    int least = l->width < LINES_TEXT_MIN ? l->width : LINES_TEXT_MIN;

    assert(text_width(rest.text) == width);
    l->margins = grow(l->arena, l->margins, l->nmargins, &l->margins_cap,
                      sizeof *l->margins);
    l->margins[l->nmargins++] =
        room < least ? (struct margin){.used = true}
                     : (struct margin){first, rest, width, false};
}

void lines_outdent(struct lines *l)
{
    assert(l->nmargins > 0);
    l->nmargins--;
}

static struct line *begin_line(struct lines *l, size_t max_spans)
{
    struct line *line = add_line(l, max_spans + l->nmargins);

    for (size_t i = 0; i < l->nmargins; i++) {
        struct margin *m = &l->margins[i];

        add_span(line, m->used ? m->rest : m->first);
        m->used = true;
    }
    return line;
}

/* --- the paragraph ----------------------------------------------------- */

void lines_text(struct lines *l, struct style style, struct slice text)
{
    size_t before = l->para.len;

    escape_text(&l->para, text);
    if (l->para.len == before)
        return;
    if (l->nparts > 0 && style_eq(l->parts[l->nparts - 1].style, style)) {
        l->ends[l->nparts - 1] = l->para.len;
        return;
    }
    l->parts =
        grow(l->arena, l->parts, l->nparts, &l->parts_cap, sizeof *l->parts);
    l->ends =
        grow(l->arena, l->ends, l->nparts, &l->ends_cap, sizeof *l->ends);
    l->parts[l->nparts] = (struct span){.style = style};
    l->ends[l->nparts++] = l->para.len;
}

void lines_puts(struct lines *l, struct style style, const char *text)
{
    lines_text(l, style, slice_from(text));
}

void lines_printf(struct lines *l, struct style style, const char *fmt, ...)
{
    struct str text = STR_EMPTY;
    va_list ap;

    va_start(ap, fmt);
    str_vprintf(&text, fmt, ap);
    va_end(ap);
    lines_text(l, style, str_slice(&text));
    str_release(&text);
}

/* Gives the paragraph's bytes a place in the arena. */
static struct slice settle(struct lines *l)
{
    struct slice text = arena_copy(l->arena, str_slice(&l->para));
    size_t from = 0;

    for (size_t i = 0; i < l->nparts; i++) {
        l->parts[i].text = slice_sub(text, from, l->ends[i] - from);
        from = l->ends[i];
    }
    return text;
}

static void forget(struct lines *l)
{
    str_clear(&l->para);
    l->nparts = 0;
}

/* One line of the bytes [from, to) of the settled paragraph, which begins at
 * `base`; `before` and `after` stand at its ends. */
static void put_range(struct lines *l, const char *base, size_t from,
                      size_t to, struct span before, struct span after)
{
    struct line *line = begin_line(l, l->nparts + 2);

    add_span(line, before);
    for (size_t i = 0; i < l->nparts; i++) {
        size_t begin = (size_t)(l->parts[i].text.at - base);
        size_t end = l->ends[i];

        begin = begin < from ? from : begin;
        end = end > to ? to : end;
        if (begin < end)
            add_span(line,
                     (struct span){slice_range(base + begin, base + end),
                                   l->parts[i].style});
    }
    add_span(line, after);
}

static const struct span nothing = {{NULL, 0}, {0, 0, 0, 0}};

static void wrapped(struct lines *l, const char *base, struct slice text)
{
    do {
        size_t from = (size_t)(text.at - base), next = text.len,
               end = text.len;

        if (text.len > 0)
            end = text_break(text, lines_room(l), &next);
        while (end > 0 && text.at[end - 1] == ' ')
            end--;
        put_range(l, base, from, from + end, nothing, nothing);
        text = slice_skip(text, next);
    } while (text.len > 0);
}

static void cut(struct lines *l, const char *base, struct slice text)
{
    size_t from = (size_t)(text.at - base);
    int room = lines_room(l);
    struct slice fits = text_fit(text, room, NULL);

    if (fits.len == text.len) {
        put_range(l, base, from, from + text.len, nothing, nothing);
        return;
    }
    fits = text_fit(text, room - 1, NULL);
    put_range(l, base, from, from + fits.len, nothing,
              span_of(ROLE_DIM, "…"));
}

static void code(struct lines *l, const char *base, struct slice text)
{
    struct span go_on = nothing;
    int room = lines_room(l);

    do {
        size_t from = (size_t)(text.at - base);
        struct slice fits = text_fit(text, room, NULL);

        if (fits.len == 0 && text.len > 0)
            fits = text; /* narrower than one character: cut by the grid */
        put_range(l, base, from, from + fits.len, go_on, nothing);
        text = slice_skip(text, fits.len);
        if (go_on.text.len == 0 && room > 4) {
            go_on = span_of(ROLE_RULE, "↪ ");
            room -= 2;
        }
    } while (text.len > 0);
}

static void end_with(struct lines *l,
                     void (*lay)(struct lines *, const char *, struct slice))
{
    struct slice text;
    size_t from = 0;

    if (l->para.len == 0)
        return;
    text = settle(l);
    while (from <= text.len) {
        size_t end = slice_find(text, from, SLICE("\n"));

        if (end == text.len && from == end && from > 0)
            break; /* a last line end opens no line */
        lay(l, text.at, slice_range(text.at + from, text.at + end));
        from = end + 1;
    }
    forget(l);
}

void lines_end(struct lines *l)
{
    end_with(l, wrapped);
}

void lines_end_cut(struct lines *l)
{
    end_with(l, cut);
}

void lines_end_code(struct lines *l)
{
    end_with(l, code);
}

/* --- ready lines ------------------------------------------------------- */

/* An empty line does not use up a bullet that waits for its text. */
void lines_blank(struct lines *l)
{
    struct line *line;

    assert(l->para.len == 0);
    if (l->n == 0 || l->at[l->n - 1].empty)
        return;
    line = add_line(l, l->nmargins);
    for (size_t i = 0; i < l->nmargins; i++)
        add_span(line, l->margins[i].rest);
    line->empty = true;
}

void lines_put_spans(struct lines *l, const struct span *spans, size_t n)
{
    struct line *line = begin_line(l, n);

    for (size_t i = 0; i < n; i++)
        add_span(line, (struct span){arena_copy(l->arena, spans[i].text),
                                     spans[i].style});
}

struct span span_of(enum role role, const char *text)
{
    return (struct span){slice_from(text), style_of(role)};
}

void lines_print(struct str *out, const struct lines *l, enum depth depth)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct line *line = &l->at[i];
        bool styled = false;

        for (size_t k = 0; k < line->nspans; k++) {
            bool plain = style_eq(line->spans[k].style, style_of(ROLE_PLAIN));

            if (!plain || styled)
                style_put(out, line->spans[k].style, depth);
            styled = !plain;
            str_put(out, line->spans[k].text);
        }
        if (styled)
            style_put(out, style_of(ROLE_PLAIN), depth);
        str_putc(out, '\n');
    }
}
