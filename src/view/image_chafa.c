/* image_chafa.c - the shared object behind image.c: decode, scale, draw with
 * block characters. Not part of the program itself. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <chafa.h>
#include <jpeglib.h>
#include <png.h>

#include "view/image_backend.h"

enum {
    SCANS_MAX = 64,   /* of a JPEG: each costs as much as the whole picture */
    CELL_PIXELS = 16, /* more than that a column would only be thrown away */
};

/* Three bytes a pixel, rows without gaps. */
struct pixels {
    unsigned char *at;
    unsigned width, height;
};

static unsigned char *room_for(unsigned width, unsigned height,
                               uint64_t pixels_max)
{
    if (width == 0 || height == 0 || (uint64_t)width * height > pixels_max)
        return NULL;
    return malloc((size_t)width * height * 3);
}

/* --- PNG --------------------------------------------------------------- */

/* What is transparent becomes white: drawings are made for paper. */
static int decode_png(struct pixels *out, const struct image_request *request)
{
    png_image png = {.version = PNG_IMAGE_VERSION};
    const png_color white = {255, 255, 255};
    unsigned char *at = NULL;
    int rc = -1;

    if (!png_image_begin_read_from_memory(&png, request->bytes, request->len))
        goto done;
    png.format = PNG_FORMAT_RGB;
    at = room_for(png.width, png.height, request->pixels_max);
    if (at == NULL || !png_image_finish_read(&png, &white, at, 0, NULL))
        goto done;
    *out = (struct pixels){at, png.width, png.height};
    at = NULL;
    rc = 0;
done:
    png_image_free(&png);
    free(at);
    return rc;
}

/* --- JPEG -------------------------------------------------------------- */

struct jpeg {
    struct jpeg_decompress_struct d;
    struct jpeg_error_mgr err;
    struct jpeg_progress_mgr progress;
    jmp_buf bad;
    unsigned char *volatile at; /* set between setjmp and longjmp */
};

static void on_error(j_common_ptr d)
{
    struct jpeg *jpeg = (struct jpeg *)d->client_data;

    longjmp(jpeg->bad, 1);
}

static void on_message(j_common_ptr d, int level)
{
    (void)d;
    (void)level;
}

static void on_progress(j_common_ptr d)
{
    if (((j_decompress_ptr)d)->input_scan_number > SCANS_MAX)
        on_error(d);
}

/* The decoder itself can halve a picture three times, which is quick. */
static void choose_scale(struct jpeg_decompress_struct *d,
                         const struct image_request *request)
{
    unsigned enough = (unsigned)request->columns * CELL_PIXELS;

    d->scale_num = 1;
    for (d->scale_denom = 1;
         d->scale_denom < 8 && d->image_width / d->scale_denom > 2 * enough;)
        d->scale_denom *= 2;
}

static int read_jpeg(struct jpeg *jpeg, const struct image_request *request)
{
    struct jpeg_decompress_struct *d = &jpeg->d;

    if (setjmp(jpeg->bad) != 0)
        return -1;
    jpeg_create_decompress(d);
    d->progress = &jpeg->progress;
    jpeg_mem_src(d, request->bytes, request->len);
    jpeg_read_header(d, TRUE);
    if ((uint64_t)d->image_width * d->image_height > request->pixels_max)
        return -1;
    choose_scale(d, request);
    d->out_color_space = JCS_RGB;
    jpeg_start_decompress(d);
    jpeg->at =
        room_for(d->output_width, d->output_height, request->pixels_max);
    if (jpeg->at == NULL)
        return -1;
    while (d->output_scanline < d->output_height) {
        JSAMPROW row =
            jpeg->at + (size_t)d->output_scanline * d->output_width * 3;

        jpeg_read_scanlines(d, &row, 1);
    }
    return 0;
}

static int decode_jpeg(struct pixels *out,
                       const struct image_request *request)
{
    struct jpeg *jpeg = calloc(1, sizeof *jpeg);
    int rc = -1;

    if (jpeg == NULL)
        return -1;
    jpeg->d.err = jpeg_std_error(&jpeg->err);
    jpeg->d.client_data = jpeg;
    jpeg->err.error_exit = on_error;
    jpeg->err.emit_message = on_message;
    jpeg->progress.progress_monitor = on_progress;
    rc = read_jpeg(jpeg, request);
    if (rc == 0)
        *out = (struct pixels){jpeg->at, jpeg->d.output_width,
                               jpeg->d.output_height};
    else
        free(jpeg->at);
    jpeg_destroy_decompress(&jpeg->d);
    free(jpeg);
    return rc;
}

/* --- drawing ----------------------------------------------------------- */

static ChafaCanvas *canvas_of(int columns, int rows)
{
    ChafaSymbolMap *symbols = chafa_symbol_map_new();
    ChafaCanvasConfig *config = chafa_canvas_config_new();
    ChafaCanvas *canvas;

    chafa_symbol_map_add_by_tags(symbols, CHAFA_SYMBOL_TAG_BLOCK |
                                              CHAFA_SYMBOL_TAG_BORDER |
                                              CHAFA_SYMBOL_TAG_SPACE);
    chafa_canvas_config_set_symbol_map(config, symbols);
    chafa_canvas_config_set_canvas_mode(config, CHAFA_CANVAS_MODE_TRUECOLOR);
    chafa_canvas_config_set_geometry(config, columns, rows);
    canvas = chafa_canvas_new(config);
    chafa_canvas_config_unref(config);
    chafa_symbol_map_unref(symbols);
    return canvas;
}

static void draw(const struct pixels *pixels,
                 const struct image_request *request, image_cell *put,
                 void *arg)
{
    gint columns = request->columns, rows = request->rows;
    ChafaCanvas *canvas;

    chafa_calc_canvas_geometry((gint)pixels->width, (gint)pixels->height,
                               &columns, &rows, 0.5f, FALSE, FALSE);
    columns = columns < 1 ? 1 : columns;
    rows = rows < 1 ? 1 : rows;
    canvas = canvas_of(columns, rows);
    chafa_canvas_draw_all_pixels(canvas, CHAFA_PIXEL_RGB8, pixels->at,
                                 (gint)pixels->width, (gint)pixels->height,
                                 (gint)pixels->width * 3);
    for (gint y = 0; y < rows; y++) {
        for (gint x = 0; x < columns; x++) {
            gint ink, paper;

            chafa_canvas_get_raw_colors_at(canvas, x, y, &ink, &paper);
            put(arg, y, x, chafa_canvas_get_char_at(canvas, x, y),
                (uint32_t)ink & 0xffffff, (uint32_t)paper & 0xffffff);
        }
    }
    chafa_canvas_unref(canvas);
}

image_backend pagein_image_1;

int pagein_image_1(const struct image_request *request, image_cell *put,
                   void *arg)
{
    struct pixels pixels = {0};

    if (decode_png(&pixels, request) < 0 && decode_jpeg(&pixels, request) < 0)
        return -1;
    draw(&pixels, request, put, arg);
    free(pixels.at);
    return 0;
}
