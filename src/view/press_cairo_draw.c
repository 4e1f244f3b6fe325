/* A drawing on a Cairo surface. Texts are shown glyph by glyph where the font
 * has them all, which is much quicker than Pango's way. */
#include "view/press_cairo.h"

enum { FONTS = 4 }; /* mono or sans, plain or bold */

static void set_shade(cairo_t *cairo, enum shade shade)
{
    uint32_t rgb = shade_rgb(shade);

    cairo_set_source_rgb(cairo, (double)(rgb >> 16 & 255) / 255,
                         (double)(rgb >> 8 & 255) / 255,
                         (double)(rgb & 255) / 255);
}

/* A brush for one drawing: the scaled font of each kind, found when it is
 * first used at some size. */
struct brush {
    cairo_t *cairo;
    PangoContext *context;
    cairo_scaled_font_t *font[FONTS];
    PangoFont *holds[FONTS];
    int size[FONTS];
};

static PangoFontDescription *describe(const struct draw_item *i)
{
    PangoFontDescription *d = pango_font_description_new();

    pango_font_description_set_family_static(
        d, i->font == DRAW_MONO ? PRESS_FIXED : PRESS_SANS);
    pango_font_description_set_absolute_size(d, to_pango(i->size));
    if (i->bold)
        pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
    return d;
}

static cairo_scaled_font_t *font_of(struct brush *b,
                                    const struct draw_item *i)
{
    int k = (i->font == DRAW_SANS ? 2 : 0) + i->bold;
    PangoFontDescription *d;

    if (b->size[k] == i->size)
        return b->font[k];
    d = describe(i);
    g_clear_object(&b->holds[k]);
    b->holds[k] = pango_context_load_font(b->context, d);
    b->font[k] =
        pango_cairo_font_get_scaled_font((PangoCairoFont *)b->holds[k]);
    b->size[k] = i->size;
    pango_font_description_free(d);
    return b->font[k];
}

static double shift(const struct draw_item *i, double width)
{
    return i->anchor == DRAW_END      ? -width
           : i->anchor == DRAW_MIDDLE ? -width / 2
                                      : 0;
}

/* The slow way, for letters that the font does not have. */
static void draw_any_text(struct brush *b, const struct draw_item *i)
{
    PangoLayout *layout = pango_layout_new(b->context);
    PangoFontDescription *d = describe(i);
    PangoRectangle box;

    pango_layout_set_font_description(layout, d);
    pango_font_description_free(d);
    pango_layout_set_text(layout, i->text.at, (int)i->text.len);
    pango_layout_get_extents(layout, NULL, &box);
    cairo_move_to(b->cairo,
                  points(i->x) + shift(i, (double)box.width / PANGO_SCALE),
                  points(i->y) - (double)pango_layout_get_baseline(layout) /
                                     PANGO_SCALE);
    pango_cairo_show_layout(b->cairo, layout);
    g_object_unref(layout);
}

static bool is_ascii(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] >= 0x80)
            return false;
    return true;
}

static void draw_text_item(struct brush *b, const struct draw_item *i)
{
    cairo_scaled_font_t *font = font_of(b, i);
    cairo_text_extents_t box;
    cairo_glyph_t *glyphs = NULL;
    cairo_text_cluster_t *clusters = NULL;
    cairo_text_cluster_flags_t flags;
    int n = 0, nclusters = 0;
    double x;

    set_shade(b->cairo, i->ink);
    if (!is_ascii(i->text) || font == NULL) {
        draw_any_text(b, i);
        return;
    }
    cairo_scaled_font_text_to_glyphs(font, 0, points(i->y), i->text.at,
                                     (int)i->text.len, &glyphs, &n, &clusters,
                                     &nclusters, &flags);
    cairo_scaled_font_glyph_extents(font, glyphs, n, &box);
    x = points(i->x) + shift(i, box.x_advance);
    for (int k = 0; k < n; k++)
        glyphs[k].x += x;
    cairo_set_scaled_font(b->cairo, font);
    cairo_show_text_glyphs(b->cairo, i->text.at, (int)i->text.len, glyphs, n,
                           clusters, nclusters, flags);
    cairo_glyph_free(glyphs);
    cairo_text_cluster_free(clusters);
}

static void stroke(struct brush *b, const struct draw_item *i)
{
    static const double dashes[] = {3, 2};

    if (i->stroke == 0) {
        cairo_new_path(b->cairo);
        return;
    }
    set_shade(b->cairo, i->ink);
    cairo_set_line_width(b->cairo, points(i->stroke));
    cairo_set_dash(b->cairo, dashes, i->dashed ? 2 : 0, 0);
    cairo_stroke(b->cairo);
}

static void draw_shape(struct brush *b, const struct draw_item *i)
{
    double x = points(i->x), y = points(i->y);
    double width = points(i->width), height = points(i->height);

    if (i->kind == DRAW_LINE) {
        cairo_move_to(b->cairo, x, y);
        cairo_line_to(b->cairo, x + width, y + height);
    } else if (i->kind == DRAW_ARROW) {
        cairo_move_to(b->cairo, x, y);
        cairo_line_to(b->cairo, x + width, y + height / 2);
        cairo_line_to(b->cairo, x, y + height);
        cairo_close_path(b->cairo);
    } else {
        cairo_rectangle(b->cairo, x, y, width, height);
    }
    if (i->fill != SHADE_NONE) {
        set_shade(b->cairo, i->fill);
        cairo_fill_preserve(b->cairo);
    }
    stroke(b, i);
}

void press_cairo_draw(cairo_t *cairo, PangoContext *context,
                      const struct drawing *d)
{
    struct brush b = {.cairo = cairo, .context = context};

    for (size_t i = 0; i < d->n; i++)
        if (d->item[i].kind == DRAW_TEXT)
            draw_text_item(&b, &d->item[i]);
        else
            draw_shape(&b, &d->item[i]);
    for (int k = 0; k < FONTS; k++)
        g_clear_object(&b.holds[k]);
}
