/* out.h - the one way to print.
 *
 * Bytes gather in memory and go out in large writes. Whatever is printed is
 * escaped on its way (text/escape.h): no function here lets a control byte
 * through, except the colours that out_style adds itself. The first write
 * that fails is remembered and ends all printing; the program asks once, at
 * its end, by out_close. */
#ifndef CLI_OUT_H
#define CLI_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "view/lines.h"

struct out {
    int fd;
    struct str text; /* not yet written */
    bool terminal;
    bool moves;       /* the cursor may be moved: a terminal, not plain */
    enum depth depth; /* which colours it can show */
    int columns;      /* of the terminal; 0 when it is none: nothing is cut */
    int failed;       /* errno of the first failed write, else 0 */
    int bar_mille;    /* thousandths of the progress bar drawn, or -1 */
    int64_t bar_since_ms; /* when its work began, by clock_ticks_ms */
};

/* `color` is one of COLOR_* of options.h; unset means auto: on a terminal,
 * unless `plain`, NO_COLOR is set or TERM is dumb. */
void out_init(struct out *out, int fd, int color, bool plain);

/* Writes what has gathered. */
void out_flush(struct out *out);

/* Writes, frees, and returns the errno of the first failure or 0. */
int out_close(struct out *out);

/* True while writing makes sense: for loops that print a lot. */
bool out_ok(const struct out *out);

/* Text of our own, any number of lines. */
void out_puts(struct out *out, const char *text);
void out_printf(struct out *out, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A stranger's text: on one line, or as many as it has. */
void out_put(struct out *out, struct slice text);
void out_lines(struct out *out, struct slice text);

/* The same as out_put, cut to `columns` with an ellipsis (0: whole), and
 * filled with blanks when `fill`. Returns the columns it took. */
int out_cell(struct out *out, struct slice text, int columns, bool fill);

/* A tab, between the columns of a list that a program reads. */
void out_tab(struct out *out);

/* What follows looks like `role`, until the next call. */
void out_style(struct out *out, enum role role);
void out_styled(struct out *out, enum role role, const char *text);
void out_strong(struct out *out, const char *text);

/* Lines that view/ drew. */
void out_drawing(struct out *out, const struct lines *lines);

/* What sys/json.h wrote: that is safe as it is. */
void out_json(struct out *out, const struct str *json);

/* "1 card", "2 cards": a number and its noun, which takes an s. */
void out_count(struct out *out, size_t n, const char *noun);

/* How far a long work is: a bar on a terminal, nothing elsewhere, nor for
 * work that is soon done. Called as often as one likes; `done` == `total`
 * wipes it away. */
void out_progress(struct out *out, const char *what, size_t done,
                  size_t total);

#endif
