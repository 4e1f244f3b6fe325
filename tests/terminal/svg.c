/* A screen as an SVG picture: text as text, lines and blocks as shapes, so
 * that they join whatever font the reader has. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "terminal.h"

#define CELL_W 8.4
#define CELL_H 18.0
#define PAD 14.0
#define BASELINE 13.5

enum { INK = 0xd8dee9, PAPER = 0x16181d };

/* The sixteen colours that a terminal's owner chooses. */
static const uint32_t palette[16] = {
    0x20242c, 0xe06c75, 0x98c379, 0xe5c07b, 0x61afef, 0xc678dd,
    0x56b6c2, 0xabb2bf, 0x6b7280, 0xf07178, 0xb5d98f, 0xf2d08a,
    0x82c4ff, 0xd79bea, 0x7fd3de, 0xffffff,
};

struct picture {
    struct str *out;
    const struct terminal *t;
};

/* How a cell looks in the end. */
struct look {
    uint32_t ink, paper;
    bool bold, italic, underline, strike;
};

static uint32_t rgb(const struct picture *p, VTermColor color)
{
    if (VTERM_COLOR_IS_INDEXED(&color) && color.indexed.idx < 16)
        return palette[color.indexed.idx];
    vterm_screen_convert_color_to_rgb(p->t->screen, &color);
    return (uint32_t)(color.rgb.red << 16 | color.rgb.green << 8 |
                      color.rgb.blue);
}

static struct look look_of(const struct picture *p, const VTermScreenCell *c)
{
    uint32_t ink = VTERM_COLOR_IS_DEFAULT_FG(&c->fg) ? INK : rgb(p, c->fg);
    uint32_t paper =
        VTERM_COLOR_IS_DEFAULT_BG(&c->bg) ? PAPER : rgb(p, c->bg);
    bool reverse = c->attrs.reverse;

    return (struct look){
        .ink = reverse ? paper : ink,
        .paper = reverse ? ink : paper,
        .bold = c->attrs.bold,
        .italic = c->attrs.italic,
        .underline = c->attrs.underline != 0,
        .strike = c->attrs.strike,
    };
}

static bool same_look(struct look a, struct look b)
{
    return a.ink == b.ink && a.paper == b.paper && a.bold == b.bold &&
           a.italic == b.italic && a.underline == b.underline &&
           a.strike == b.strike;
}

static double x_of(int column)
{
    return PAD + column * CELL_W;
}

static double y_of(int row)
{
    return PAD + row * CELL_H;
}

static void put_rect(const struct picture *p, double x, double y, double w,
                     double h, uint32_t color, double opacity)
{
    str_printf(p->out,
               "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
               "fill=\"#%06x\"",
               x, y, w, h, color);
    if (opacity < 1)
        str_printf(p->out, " fill-opacity=\"%.2f\"", opacity);
    str_puts(p->out, "/>\n");
}

/* Block elements, U+2580 to U+259F, in eighths of a cell. */
struct block {
    int x, y, w, h;
};

static size_t block_shapes(uint32_t code, struct block shapes[4])
{
    /* Quadrants from U+2596: upper left 1, upper right 2, lower left 4,
     * lower right 8. */
    static const int quadrants[] = {4, 8, 1, 13, 9, 7, 11, 2, 6, 14};
    int n = (int)code - 0x2580;
    size_t count = 0;

    if (n >= 1 && n <= 8)
        shapes[count++] = (struct block){0, 8 - n, 8, n};
    else if (n >= 9 && n <= 15)
        shapes[count++] = (struct block){0, 0, 16 - n, 8};
    else if (n == 0 || n == 20)
        shapes[count++] = (struct block){0, 0, 8, n == 0 ? 4 : 1};
    else if (n == 16 || n == 21)
        shapes[count++] =
            (struct block){n == 16 ? 4 : 7, 0, n == 16 ? 4 : 1, 8};
    for (int q = 0; n >= 22 && n <= 31 && q < 4; q++)
        if ((quadrants[n - 22] >> q & 1) != 0)
            shapes[count++] = (struct block){q % 2 * 4, q / 2 * 4, 4, 4};
    return count;
}

static bool put_blocks(const struct picture *p, int row, int column,
                       uint32_t code, uint32_t color)
{
    struct block shapes[4];
    size_t n = block_shapes(code, shapes);
    double opacity = 1;

    if (code >= 0x2591 && code <= 0x2593) { /* shades */
        shapes[n++] = (struct block){0, 0, 8, 8};
        opacity = 0.25 * (code - 0x2590);
    }
    for (size_t i = 0; i < n; i++)
        put_rect(p, x_of(column) + shapes[i].x * CELL_W / 8,
                 y_of(row) + shapes[i].y * CELL_H / 8,
                 shapes[i].w * CELL_W / 8 + 0.1,
                 shapes[i].h * CELL_H / 8 + 0.1, color, opacity);
    return n > 0;
}

/* Lines of boxes: which arms reach out from the middle. */
enum { LEFT = 1, RIGHT = 2, UP = 4, DOWN = 8, HEAVY = 16 };

static const struct {
    uint32_t code;
    int arms;
} lines[] = {
    {0x2500, LEFT | RIGHT},      {0x2501, LEFT | RIGHT | HEAVY},
    {0x2502, UP | DOWN},         {0x250c, RIGHT | DOWN},
    {0x2510, LEFT | DOWN},       {0x2514, RIGHT | UP},
    {0x2518, LEFT | UP},         {0x251c, RIGHT | UP | DOWN},
    {0x2524, LEFT | UP | DOWN},  {0x252c, LEFT | RIGHT | DOWN},
    {0x2534, LEFT | RIGHT | UP}, {0x253c, LEFT | RIGHT | UP | DOWN},
    {0x256d, RIGHT | DOWN},      {0x256e, LEFT | DOWN},
    {0x2570, RIGHT | UP},        {0x256f, LEFT | UP},
};

static bool put_lines(const struct picture *p, int row, int column,
                      uint32_t code, uint32_t color)
{
    double x = x_of(column), y = y_of(row);
    int arms = 0;

    for (size_t i = 0; i < COUNT(lines); i++)
        if (lines[i].code == code)
            arms = lines[i].arms;
    if (arms == 0)
        return false;
    str_puts(p->out, "<path d=\"");
    static const struct {
        int arm;
        double dx, dy;
    } ends[] = {
        {LEFT, 0, 0.5}, {RIGHT, 1, 0.5}, {UP, 0.5, 0}, {DOWN, 0.5, 1}};
    for (size_t i = 0; i < COUNT(ends); i++)
        if ((arms & ends[i].arm) != 0)
            str_printf(p->out, "M%.1f %.1fL%.1f %.1f", x + CELL_W / 2,
                       y + CELL_H / 2, x + ends[i].dx * CELL_W,
                       y + ends[i].dy * CELL_H);
    str_printf(p->out,
               "\" stroke=\"#%06x\" stroke-width=\"%d\" "
               "stroke-linecap=\"square\"/>\n",
               color, (arms & HEAVY) != 0 ? 3 : 1);
    return true;
}

static void put_escaped(struct str *out, struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        switch (text.at[i]) {
        case '<':
            str_puts(out, "&lt;");
            break;
        case '>':
            str_puts(out, "&gt;");
            break;
        case '&':
            str_puts(out, "&amp;");
            break;
        default:
            str_putc(out, text.at[i]);
        }
}

static void put_words(const struct picture *p, int row, int column, int cells,
                      struct look look, struct slice text)
{
    while (!look.underline && !look.strike &&
           slice_has_suffix(text, SLICE(" "))) {
        text.len--;
        cells--;
    }
    if (text.len == 0)
        return;
    str_printf(p->out, "<text x=\"%.1f\" y=\"%.1f\" fill=\"#%06x\"",
               x_of(column), y_of(row) + BASELINE, look.ink);
    if (cells > 1)
        str_printf(p->out, " textLength=\"%.1f\"", cells * CELL_W);
    str_puts(p->out, look.bold ? " font-weight=\"bold\"" : "");
    str_puts(p->out, look.italic ? " font-style=\"italic\"" : "");
    if (look.underline || look.strike)
        str_printf(p->out, " text-decoration=\"%s\"",
                   look.underline ? "underline" : "line-through");
    str_putc(p->out, '>');
    put_escaped(p->out, text);
    str_puts(p->out, "</text>\n");
}

static bool is_plain_letter(const VTermScreenCell *c)
{
    return c->chars[0] < 0x7f && c->chars[1] == 0 && c->width == 1;
}

/* Draws the cells that go together from `column` on; returns where the next
 * ones begin. A run is ASCII of one look, or a single cell of anything. */
static int put_run(const struct picture *p, int row, int column)
{
    VTermScreenCell first = terminal_cell(p->t, row, column), cell = first;
    struct look look = look_of(p, &first);
    struct str text = STR_EMPTY;
    int end = column;

    do {
        cell_put(&text, &cell);
        end += cell.width;
        if (end < p->t->columns)
            cell = terminal_cell(p->t, row, end);
    } while (end < p->t->columns && is_plain_letter(&first) &&
             is_plain_letter(&cell) && same_look(look, look_of(p, &cell)));
    if (look.paper != PAPER)
        put_rect(p, x_of(column), y_of(row), (end - column) * CELL_W + 0.1,
                 CELL_H + 0.1, look.paper, 1);
    if (!put_blocks(p, row, column, first.chars[0], look.ink) &&
        !put_lines(p, row, column, first.chars[0], look.ink))
        put_words(p, row, column, end - column, look, str_slice(&text));
    str_release(&text);
    return end;
}

void terminal_put_svg(struct str *out, const struct terminal *t,
                      const char *title)
{
    struct picture p = {out, t};
    double width = t->columns * CELL_W + 2 * PAD;
    double height = t->rows * CELL_H + 2 * PAD;

    str_printf(out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" "
               "viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" "
               "font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,"
               "Consolas,monospace\" font-size=\"14\" xml:space=\"preserve\" "
               "shape-rendering=\"crispEdges\">"
               "\n<title>",
               width, height, width, height);
    put_escaped(out, slice_from(title));
    str_printf(out,
               "</title>\n<rect width=\"100%%\" height=\"100%%\" rx=\"8\" "
               "fill=\"#%06x\"/>\n",
               PAPER);
    for (int row = 0; row < t->rows; row++)
        for (int column = 0; column < t->columns;)
            column = put_run(&p, row, column);
    str_puts(out, "</svg>\n");
}
