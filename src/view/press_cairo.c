/* The shared object behind press.h: text by Pango, pages by Cairo.
 *
 * Hinting and rounding to pixels are off, so a layout depends on the fonts
 * only. The map of fonts is made once and kept. */
#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <stdlib.h>
#include <string.h>

#include "view/press_backend.h"
#include "view/press_cairo.h"

extern const struct press_backend pagein_print_1;

struct file {
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoContext *context;
    press_write *write;
    void *arg;
    int pages;
    bool failed;
};

/* --- fonts -------------------------------------------------------------- */

static PangoFontMap *map; /* made once */

/* Nothing needs that but those who look for leaks: the libraries hide their
 * pointers from them. */
static void forget_fonts(void)
{
    g_object_unref(map);
    cairo_debug_reset_static_data();
    FcFini();
}

static PangoFontMap *fonts(void)
{
    if (map == NULL) {
        atexit(forget_fonts);
        map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
        if (map == NULL)
            map = pango_cairo_font_map_new();
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
    }
    return map;
}

static PangoContext *context_new(void)
{
    PangoContext *context = pango_font_map_create_context(fonts());
    cairo_font_options_t *options = cairo_font_options_create();

    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string("en"));
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
    return context;
}

/* --- the file ----------------------------------------------------------- */

static cairo_status_t take(void *arg, const unsigned char *bytes,
                           unsigned int n)
{
    struct file *f = arg;

    if (f->failed || f->write(f->arg, (const char *)bytes, n) < 0)
        f->failed = true;
    return f->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static int file_close(void *arg)
{
    struct file *f = arg;
    bool good;

    if (f->pages > 0)
        cairo_show_page(f->cairo);
    cairo_destroy(f->cairo);
    cairo_surface_finish(f->surface);
    good = cairo_surface_status(f->surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(f->surface);
    g_object_unref(f->context);
    good = good && !f->failed;
    free(f);
    return good ? 0 : -1;
}

/* A moment is named, or Cairo would take the present one. */
static void *file_open(const struct press_file *file)
{
    struct file *f = calloc(1, sizeof *f);

    if (f == NULL)
        return NULL;
    f->write = file->write;
    f->arg = file->arg;
    f->surface = cairo_pdf_surface_create_for_stream(
        take, f, points(file->width), points(file->height));
    cairo_pdf_surface_restrict_to_version(f->surface, CAIRO_PDF_VERSION_1_5);
    cairo_pdf_surface_set_metadata(f->surface, CAIRO_PDF_METADATA_TITLE,
                                   file->title);
    cairo_pdf_surface_set_metadata(f->surface, CAIRO_PDF_METADATA_CREATOR,
                                   "pagein");
    cairo_pdf_surface_set_metadata(f->surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   "2000-01-01T00:00:00Z");
    f->cairo = cairo_create(f->surface);
    f->context = context_new();
    if (cairo_status(f->cairo) != CAIRO_STATUS_SUCCESS) {
        file_close(f);
        return NULL;
    }
    return f;
}

static void file_page(void *arg)
{
    struct file *f = arg;

    if (f->pages++ > 0)
        cairo_show_page(f->cairo);
}

static void file_outline(void *arg, const char *title)
{
    struct file *f = arg;
    char where[40];

    snprintf(where, sizeof where, "page=%d pos=[0 0]", f->pages);
    cairo_pdf_surface_add_outline(f->surface, CAIRO_PDF_OUTLINE_ROOT, title,
                                  where, 0);
}

/* --- text --------------------------------------------------------------- */

static void add(PangoAttrList *list, PangoAttribute *a, size_t from,
                size_t to)
{
    a->start_index = (guint)from;
    a->end_index = (guint)to;
    pango_attr_list_insert(list, a);
}

static void style(PangoAttrList *list, unsigned s, size_t from, size_t to)
{
    if ((s & PRESS_MONO) != 0) {
        add(list, pango_attr_family_new(PRESS_FIXED), from, to);
        add(list, pango_attr_scale_new(0.95), from, to);
    }
    if ((s & PRESS_STRONG) != 0)
        add(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, to);
    if ((s & PRESS_EMPH) != 0)
        add(list, pango_attr_style_new(PANGO_STYLE_OBLIQUE), from, to);
    if ((s & PRESS_STRIKE) != 0)
        add(list, pango_attr_strikethrough_new(TRUE), from, to);
    if ((s & PRESS_UNDER) != 0)
        add(list, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), from, to);
    if ((s & PRESS_DIM) != 0) {
        guint16 grey = (guint16)((shade_rgb(SHADE_DIM) & 255) * 257);
        add(list, pango_attr_foreground_new(grey, grey, grey), from, to);
    }
    if ((s & PRESS_TINT) != 0) {
        guint16 grey = (guint16)((shade_rgb(SHADE_TINT) & 255) * 257);
        add(list, pango_attr_background_new(grey, grey, grey), from, to);
    }
}

static void *text_set(void *arg, const struct press_text *t,
                      struct press_size *size)
{
    static const PangoAlignment aligned[] = {[DRAW_START] = PANGO_ALIGN_LEFT,
                                             [DRAW_MIDDLE] =
                                                 PANGO_ALIGN_CENTER,
                                             [DRAW_END] = PANGO_ALIGN_RIGHT};
    struct file *f = arg;
    PangoLayout *layout = pango_layout_new(f->context);
    PangoFontDescription *font = pango_font_description_new();
    PangoAttrList *list = pango_attr_list_new();
    PangoRectangle box;

    pango_font_description_set_family_static(font, PRESS_SANS);
    pango_font_description_set_absolute_size(font, to_pango(t->size));
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    style(list, t->style, 0, t->text.len);
    for (size_t i = 0; i < t->nruns; i++)
        style(list, t->runs[i].style, t->runs[i].at,
              t->runs[i].at + t->runs[i].len);
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
    pango_layout_set_text(layout, t->text.len > 0 ? t->text.at : "",
                          (int)t->text.len);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_alignment(layout, aligned[t->anchor]);
    if (t->width > 0)
        pango_layout_set_width(layout, to_pango(t->width));
    pango_layout_set_line_spacing(layout, 1.12F);
    pango_layout_get_extents(layout, NULL, &box);
    size->width = from_pango(box.width);
    size->height = from_pango(box.height);
    size->lines = (size_t)pango_layout_get_line_count(layout);
    return layout;
}

static int text_bottom(void *set, size_t line)
{
    PangoLayoutIter *i = pango_layout_get_iter(set);
    PangoRectangle box;

    while (line-- > 0)
        pango_layout_iter_next_line(i);
    pango_layout_iter_get_line_extents(i, NULL, &box);
    pango_layout_iter_free(i);
    return from_pango(box.y + box.height);
}

static void text_put(void *arg, void *set, int x, int y, size_t from,
                     size_t to)
{
    struct file *f = arg;
    PangoLayoutIter *i = pango_layout_get_iter(set);
    int top = 0;

    cairo_set_source_rgb(f->cairo, 0, 0, 0);
    for (size_t line = 0; line < to; line++) {
        PangoRectangle box;

        pango_layout_iter_get_line_extents(i, NULL, &box);
        if (line == from)
            top = box.y;
        if (line >= from) {
            cairo_move_to(
                f->cairo, points(x) + (double)box.x / PANGO_SCALE,
                points(y) +
                    (double)(pango_layout_iter_get_baseline(i) - top) /
                        PANGO_SCALE);
            pango_cairo_show_layout_line(
                f->cairo, pango_layout_iter_get_line_readonly(i));
        }
        if (!pango_layout_iter_next_line(i))
            break;
    }
    pango_layout_iter_free(i);
}

static void text_drop(void *set)
{
    g_object_unref(set);
}

/* --- drawings ---------------------------------------------------------- */

static void draw_on_page(void *arg, const struct drawing *d, int x, int y,
                         int permille)
{
    struct file *f = arg;

    cairo_save(f->cairo);
    cairo_translate(f->cairo, points(x), points(y));
    cairo_scale(f->cairo, permille / 1000.0, permille / 1000.0);
    press_cairo_draw(f->cairo, f->context, d);
    cairo_restore(f->cairo);
}

/* --- pictures ----------------------------------------------------------- */

static int draw_png(const struct drawing *d, int dpi, press_write *write,
                    void *arg)
{
    struct file f = {.write = write, .arg = arg};
    double scale = dpi / 72.0;
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)(points(d->width) * scale) + 1,
        (int)(points(d->height) * scale) + 1);
    PangoContext *context = context_new();
    cairo_t *cairo = cairo_create(surface);
    cairo_status_t status;

    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, scale, scale);
    press_cairo_draw(cairo, context, d);
    status = cairo_status(cairo);
    cairo_destroy(cairo);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(surface, take, &f);
    cairo_surface_destroy(surface);
    g_object_unref(context);
    return status == CAIRO_STATUS_SUCCESS ? 0 : -1;
}

const struct press_backend pagein_print_1 = {
    .open = file_open,
    .close = file_close,
    .page = file_page,
    .outline = file_outline,
    .set = text_set,
    .bottom = text_bottom,
    .put = text_put,
    .drop = text_drop,
    .draw = draw_on_page,
    .png = draw_png,
};
