#include "view/svg.h"

#include "text/unicode.h"

enum { EDGE = 2 * POINT }; /* of paper around the drawing */

/* --- text --------------------------------------------------------------- */

/* Control characters are none of XML's, nor are surrogates, U+FFFE, U+FFFF.
 */
static bool is_xml(uint32_t code)
{
    return code == '\t' || code == '\n' ||
           (code >= ' ' && code != 0x7f && (code < 0xd800 || code > 0xdfff) &&
            (code & 0xfffe) != 0xfffe);
}

void svg_escape(struct str *out, struct slice text)
{
    size_t len;

    for (; text.len > 0; text = slice_skip(text, len)) {
        uint32_t code = utf8_next(text, &len);

        switch (code) {
        case '&':
            str_puts(out, "&amp;");
            break;
        case '<':
            str_puts(out, "&lt;");
            break;
        case '>':
            str_puts(out, "&gt;");
            break;
        case '"':
            str_puts(out, "&quot;");
            break;
        case '\'':
            str_puts(out, "&#39;");
            break;
        default:
            utf8_put(out, is_xml(code) ? code : 0xfffd);
        }
    }
}

/* Points, as short as can be: 12, 12.5, -0.25. */
static void put_length(struct str *out, int length)
{
    int whole = length / POINT, part = length % POINT;

    if (length < 0)
        str_putc(out, '-');
    whole = whole < 0 ? -whole : whole;
    part = part < 0 ? -part : part;
    str_printf(out, "%d", whole);
    if (part > 0)
        str_printf(out, part % 10 > 0 ? ".%02d" : ".%d",
                   part % 10 > 0 ? part : part / 10);
}

static void put_attribute(struct str *out, const char *name, int length)
{
    str_printf(out, " %s=\"", name);
    put_length(out, length);
    str_putc(out, '"');
}

static void put_shade(struct str *out, const char *name, enum shade shade)
{
    uint32_t rgb = shade_rgb(shade);

    if (shade == SHADE_NONE)
        str_printf(out, " %s=\"none\"", name);
    else
        str_printf(out, " %s=\"#%06x\"", name, (unsigned)rgb);
}

/* --- items -------------------------------------------------------------- */

static void put_stroke(struct str *out, const struct draw_item *i)
{
    if (i->stroke == 0)
        return;
    put_shade(out, "stroke", i->ink);
    put_attribute(out, "stroke-width", i->stroke);
    if (i->dashed)
        str_puts(out, " stroke-dasharray=\"3 2\"");
}

static void put_box(struct str *out, const struct draw_item *i)
{
    str_puts(out, "<rect");
    put_attribute(out, "x", i->x);
    put_attribute(out, "y", i->y);
    put_attribute(out, "width", i->width);
    put_attribute(out, "height", i->height);
    put_shade(out, "fill", i->fill);
    put_stroke(out, i);
    str_puts(out, "/>");
}

static void put_line(struct str *out, const struct draw_item *i)
{
    str_puts(out, "<line");
    put_attribute(out, "x1", i->x);
    put_attribute(out, "y1", i->y);
    put_attribute(out, "x2", i->x + i->width);
    put_attribute(out, "y2", i->y + i->height);
    put_stroke(out, i);
    str_puts(out, "/>");
}

static void put_point(struct str *out, int x, int y)
{
    put_length(out, x);
    str_putc(out, ',');
    put_length(out, y);
}

static void put_arrow(struct str *out, const struct draw_item *i)
{
    str_puts(out, "<polygon points=\"");
    put_point(out, i->x, i->y);
    str_putc(out, ' ');
    put_point(out, i->x + i->width, i->y + i->height / 2);
    str_putc(out, ' ');
    put_point(out, i->x, i->y + i->height);
    str_putc(out, '"');
    put_shade(out, "fill", i->fill);
    str_puts(out, "/>");
}

/* Fonts and the common size are the element's above. */
static void put_text(struct str *out, const struct draw_item *i)
{
    static const char *const anchors[] = {
        [DRAW_START] = "", [DRAW_MIDDLE] = "middle", [DRAW_END] = "end"};

    str_puts(out, "<text");
    put_attribute(out, "x", i->x);
    put_attribute(out, "y", i->y);
    put_attribute(out, "font-size", i->size);
    if (i->font == DRAW_SANS)
        str_puts(out, " font-family=\"DejaVu Sans,Verdana,sans-serif\"");
    if (i->bold)
        str_puts(out, " font-weight=\"bold\"");
    if (i->anchor != DRAW_START)
        str_printf(out, " text-anchor=\"%s\"", anchors[i->anchor]);
    if (i->ink != SHADE_INK)
        put_shade(out, "fill", i->ink);
    str_putc(out, '>');
    svg_escape(out, i->text);
    str_puts(out, "</text>");
}

static void put_item(struct str *out, const struct draw_item *i)
{
    static void (*const puts[])(struct str *, const struct draw_item *) = {
        [DRAW_BOX] = put_box,
        [DRAW_LINE] = put_line,
        [DRAW_ARROW] = put_arrow,
        [DRAW_TEXT] = put_text,
    };

    puts[i->kind](out, i);
    str_putc(out, '\n');
}

/* --- the element -------------------------------------------------------- */

/* <title id="t3">...</title>, or without an id. */
static void put_words(struct str *out, const char *tag, unsigned id,
                      struct slice text)
{
    str_printf(out, "<%s", tag);
    if (id > 0)
        str_printf(out, " id=\"%c%u\"", tag[0], id);
    str_putc(out, '>');
    svg_escape(out, text);
    str_printf(out, "</%s>\n", tag);
}

static void put_size(struct str *out, const char *name, int length)
{
    str_printf(out, " %s=\"", name);
    put_length(out, length);
    str_puts(out, "pt\"");
}

void svg_put(struct str *out, const struct drawing *d,
             const struct svg_words *words)
{
    int width = d->width + 2 * EDGE, height = d->height + 2 * EDGE;

    str_puts(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
    if (words->id > 0)
        str_printf(out, " aria-labelledby=\"t%u\" aria-describedby=\"d%u\"",
                   words->id, words->id);
    put_size(out, "width", width);
    put_size(out, "height", height);
    str_puts(out, " viewBox=\"");
    put_length(out, -EDGE);
    str_putc(out, ' ');
    put_length(out, -EDGE);
    str_putc(out, ' ');
    put_length(out, width);
    str_putc(out, ' ');
    put_length(out, height);
    str_puts(out, "\">\n");
    put_words(out, "title", words->id, words->title);
    put_words(out, "desc", words->id, words->desc);
    put_item(out, &(struct draw_item){.kind = DRAW_BOX,
                                      .x = -EDGE,
                                      .y = -EDGE,
                                      .width = width,
                                      .height = height,
                                      .fill = SHADE_PAPER});
    str_puts(out, "<g font-family=\"DejaVu Sans Mono,Menlo,Consolas,"
                  "monospace\" xml:space=\"preserve\">\n");
    for (size_t i = 0; i < d->n; i++)
        put_item(out, &d->item[i]);
    str_puts(out, "</g>\n</svg>\n");
}

void figure_svg_as(struct str *out, const struct figure *figure,
                   struct sketch sketch, unsigned id)
{
    struct arena arena = {0};
    struct str words = STR_EMPTY;
    struct drawing d = sketch_figure(&arena, figure, sketch);

    figure_words(&words, figure);
    svg_put(out, &d,
            &(struct svg_words){.title = figure->title.len > 0
                                             ? figure->title
                                             : SLICE("Figure"),
                                .desc = slice_trim(str_slice(&words)),
                                .id = id});
    str_release(&words);
    arena_release(&arena);
}

void figure_svg(struct str *out, const struct figure *figure, unsigned id)
{
    figure_svg_as(out, figure, SKETCH_PAGE, id);
}
