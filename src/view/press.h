/* press.h - pages of paper: lines of text and drawings, written as PDF.
 *
 * Cairo and Pango do the work, in a shared object of their own
 * (pagein-print.so) that is opened when the first page is asked for; where it
 * is missing press_open says what to install. Text is DejaVu Sans and its
 * fixed-pitch sister; letters that these lack come from what else there is.
 *
 *     press_open                      p = press_open(&file, &err)
 *       press_set                     t = press_set(p, &text)
 *       press_page                    press_page(p)
 *         press_put, press_draw       press_put(p, t, x, y)
 *     press_close                     press_close(p, &err)
 *
 * Lengths are hundredths of a point (draw.h), y grows downwards. The same
 * calls give the same bytes: no clock, no locale and no screen is asked. */
#ifndef VIEW_PRESS_H
#define VIEW_PRESS_H

#include "base/err.h"
#include "base/str.h"
#include "view/draw.h"

enum press_style {
    PRESS_STRONG = 1 << 0,
    PRESS_EMPH = 1 << 1,
    PRESS_MONO = 1 << 2,
    PRESS_STRIKE = 1 << 3,
    PRESS_UNDER = 1 << 4, /* underlined */
    PRESS_DIM = 1 << 5,
    PRESS_TINT = 1 << 6, /* on a grey ground */
};

/* A part of a text that looks different; bytes. */
struct press_run {
    size_t at, len;
    unsigned style;
};

struct press_text {
    struct slice text; /* escaped; an LF ends a line */
    const struct press_run *runs;
    size_t nruns;
    unsigned style; /* of all of it */
    int size;
    int width;               /* where lines break; 0: only at an LF */
    enum draw_anchor anchor; /* within the width */
};

/* Takes bytes of the file as they come; -1: it can't. */
typedef int press_write(void *arg, const char *bytes, size_t n);

struct press_file {
    const char *title; /* of the document, UTF-8 */
    int width, height; /* of a page */
    press_write *write;
    void *arg;
};

struct press; /* a file being written */
struct set;   /* text set in lines */

/* NULL: the shared object or its libraries are missing, or broken. */
struct press *press_open(const struct press_file *file, struct err *err);

/* Ends the file and frees it; -1 (ERR_IO) when some of it could not be
 * written. */
int press_close(struct press *p, struct err *err);

/* The next page begins; until then nothing can be put. */
void press_page(struct press *p);

/* An entry of the document's table of contents that leads to this page. */
void press_outline(struct press *p, const char *title);

/* Sets a text; free it before the press is closed. */
struct set *press_set(struct press *p, const struct press_text *text);
void set_free(struct set *s);
int set_width(const struct set *s);
int set_height(const struct set *s);
size_t set_lines(const struct set *s);

/* Where line `line` ends, from the top of the text. */
int set_bottom(const struct set *s, size_t line);

/* Puts it so that its top left corner is there; only its lines [from, to),
 * the first of them at y. */
void press_put(struct press *p, const struct set *s, int x, int y);
void press_put_lines(struct press *p, const struct set *s, int x, int y,
                     size_t from, size_t to);

/* Puts a drawing, scaled to so many thousandths. */
void press_draw(struct press *p, const struct drawing *d, int x, int y,
                int permille);

/* Appends a drawing as a PNG picture with so many pixels an inch, black on
 * white. -1: as press_open. */
int drawing_png(struct str *out, const struct drawing *d, int dpi,
                struct err *err);

/* Where programs that are not installed (tests) find the shared object; NULL:
 * beside the program or in ../lib/pagein. */
void press_object(const char *path);

#endif
