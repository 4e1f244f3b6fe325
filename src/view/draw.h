/* draw.h - a drawing: boxes, lines, arrows and runs of text on paper.
 *
 * Figures are laid out once into such a list (sketch.h); a renderer walks it
 * and needs to know these four things only: svg.h writes text, print_cairo.c
 * draws on pages and pictures.
 *
 * Lengths are whole hundredths of a point, 1/7200 inch, so that a drawing is
 * the same on every machine; x grows to the right, y down. Things are drawn
 * in their order. Everything a drawing says survives a black-and-white
 * printer: shades are greys, and what stands out has a frame or a letter. */
#ifndef VIEW_DRAW_H
#define VIEW_DRAW_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

enum { POINT = 100 };

enum shade {
    SHADE_NONE,
    SHADE_PAPER, /* white */
    SHADE_INK,   /* black */
    SHADE_DIM,   /* small print: 5.7 to 1 against paper */
    SHADE_RULE,  /* lines of tables */
    SHADE_TINT,  /* behind what stands out */
};

/* 0xrrggbb. Here and not in draw.c: renderers in objects of their own have
 * nothing else of it. */
static inline uint32_t shade_rgb(enum shade shade)
{
    static const uint32_t rgb[] = {
        [SHADE_NONE] = 0xffffff, [SHADE_PAPER] = 0xffffff,
        [SHADE_INK] = 0x000000,  [SHADE_DIM] = 0x555555,
        [SHADE_RULE] = 0x808080, [SHADE_TINT] = 0xe4e4e4,
    };

    return rgb[shade];
}

enum draw_kind {
    DRAW_BOX,   /* a rectangle, filled and stroked */
    DRAW_LINE,  /* from x, y to x + width, y + height */
    DRAW_ARROW, /* a filled head that fills the box and points right */
    DRAW_TEXT,  /* one line; x is its anchor, y its base line */
};

enum draw_font { DRAW_MONO, DRAW_SANS };
enum draw_anchor { DRAW_START, DRAW_MIDDLE, DRAW_END };

struct draw_item {
    enum draw_kind kind;
    int x, y, width, height; /* of a text: width of its room, height unused */
    enum shade ink, fill;    /* ink: of strokes and text */
    int stroke;              /* width of the pen; 0: none */
    bool dashed;

    struct slice text; /* escaped: valid UTF-8 without controls */
    enum draw_font font;
    enum draw_anchor anchor;
    int size; /* of the font */
    bool bold;
};

struct drawing {
    struct arena *arena; /* owns items and texts */
    int width, height;
    struct draw_item *item;
    size_t n, cap;
};

/* What one column of DRAW_MONO takes at that size: DejaVu Sans Mono's. */
int draw_column(int size);

/* Columns that fit into `room`. */
int draw_columns(int room, int size);

void draw_box(struct drawing *d, int x, int y, int width, int height,
              enum shade ink, int stroke, enum shade fill);
void draw_dashed_box(struct drawing *d, int x, int y, int width, int height);
void draw_line(struct drawing *d, int x, int y, int dx, int dy);
void draw_arrow(struct drawing *d, int x, int y, int width, int height);

/* How a run of text looks. */
struct draw_pen {
    enum draw_font font;
    enum draw_anchor anchor;
    enum shade ink;
    int size;
    bool bold;
};

/* What a column of text takes with that pen: exact for DRAW_MONO, about the
 * average for DRAW_SANS. */
int draw_advance(struct draw_pen pen);

/* The text is escaped here and copied. */
void draw_text(struct drawing *d, int x, int y, struct draw_pen pen,
               struct slice text);

#endif
