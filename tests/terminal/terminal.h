/* terminal.h - the program on a real terminal line, seen and typed at.
 *
 * A `struct terminal` is a pseudo-terminal with a program on one end and, on
 * the other, an emulator (libvterm) that keeps the screen a person would see.
 * Nothing here sleeps and hopes: whatever is typed or resized, the call comes
 * back when the program has taken it in and waits for the next key without a
 * time limit, or has ended. Whatever fails here fails the test and shows the
 * screen. */
#ifndef TESTS_TERMINAL_H
#define TESTS_TERMINAL_H

#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

#include "program.h"

struct terminal {
    int rows, columns;
    int master, line; /* the person's end; the program's, kept to look at */
    pid_t pid;        /* of the program started */
    bool ended;
    int status; /* once it has ended */
    struct termios before;
    VTerm *vt;
    VTermScreen *screen;
    bool alternate, cursor_visible;
    VTermPos cursor;
    bool answered;    /* the emulator replied to a question */
    struct str bytes; /* all that the program has written */
};

/* Starts a program ("pagein", "sh") with its arguments, which end with NULL,
 * in p's home and environment. */
struct terminal *terminal_open(const struct program *p, int rows, int columns,
                               const char *file, ...)
    __attribute__((sentinel));

/* Hangs up, and ends what is still there. */
void terminal_close(struct terminal *t);

/* Sends the bytes of these keys. */
void terminal_type(struct terminal *t, const char *keys);

/* The person pulls at the window's corner. */
void terminal_resize(struct terminal *t, int rows, int columns);

/* Sends a signal to what is in the foreground. */
void terminal_signal(struct terminal *t, int signal);

/* The line drops: what was in the foreground is told so. */
void terminal_hang_up(struct terminal *t);

/* The exit status of the program started, or 128 + the signal that ended
 * it. It has to end by itself. */
int terminal_status(struct terminal *t);

/* True when one row of the screen holds the text. */
bool terminal_shows(const struct terminal *t, const char *text);
#define assert_shows(t, text) \
    assert_screen((t), (text), true, __FILE__, __LINE__)
#define assert_shows_not(t, text) \
    assert_screen((t), (text), false, __FILE__, __LINE__)
void assert_screen(const struct terminal *t, const char *text, bool shown,
                   const char *file, int line);

/* Appends the rows, blanks at their ends cut, each with a line end; then a
 * line about the cursor. */
void terminal_put_text(struct str *out, const struct terminal *t);

/* Appends a line for every run of cells that is not plain:
 * "3:5-12 bold color2 |some text|", rows and columns from 1. */
void terminal_put_styles(struct str *out, const struct terminal *t);

/* Appends a line for each thing that is not as it was at the start: settings
 * of the line, screen, cursor, pen, modes. */
void terminal_put_left_behind(struct str *out, const struct terminal *t);

/* Appends the screen as an SVG picture; `title` is what it is a picture
 * of. */
void terminal_put_svg(struct str *out, const struct terminal *t,
                      const char *title);

/* One cell; a wide character's second column has none. Its text, UTF-8. */
VTermScreenCell terminal_cell(const struct terminal *t, int row, int column);
void cell_put(struct str *out, const VTermScreenCell *cell);

#endif
