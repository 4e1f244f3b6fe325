#include "cli/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/options.h"
#include "sys/clock.h"
#include "text/escape.h"
#include "text/unicode.h"

enum {
    FULL_BYTES = 1 << 16,
    COLUMNS = 80,   /* of a terminal that won't say */
    BAR_CELLS = 30, /* of a progress bar */
    SOON_MS = 300,
};

static bool dumb(void)
{
    const char *term = getenv("TERM");

    return term == NULL || strcmp(term, "dumb") == 0;
}

static enum depth depth_of(const struct out *out, int color)
{
    bool always = color == COLOR_ALWAYS;
    enum depth depth = style_depth(getenv("TERM"), getenv("COLORTERM"),
                                   always ? NULL : getenv("NO_COLOR"));

    if (color == COLOR_NEVER || (!always && !out->moves))
        return DEPTH_NONE;
    return always && depth < DEPTH_16 ? DEPTH_16 : depth;
}

static int columns_of(int fd)
{
    struct winsize size;

    if (ioctl(fd, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
        return COLUMNS;
    return size.ws_col;
}

void out_init(struct out *out, int fd, int color, bool plain)
{
    *out = (struct out){.fd = fd, .text = STR_EMPTY, .bar_mille = -1};
    out->terminal = isatty(fd) == 1;
    out->moves = out->terminal && !plain && !dumb();
    out->depth = depth_of(out, color);
    out->columns = out->terminal ? columns_of(fd) : 0;
}

void out_flush(struct out *out)
{
    size_t done = 0;

    while (done < out->text.len && out->failed == 0) {
        ssize_t n = write(out->fd, out->text.at + done, out->text.len - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            out->failed = errno;
    }
    str_clear(&out->text);
}

int out_close(struct out *out)
{
    out_flush(out);
    str_release(&out->text);
    return out->failed;
}

bool out_ok(const struct out *out)
{
    return out->failed == 0;
}

static void relieve(struct out *out)
{
    if (out->text.len >= FULL_BYTES)
        out_flush(out);
}

void out_put(struct out *out, struct slice text)
{
    escape_line(&out->text, text);
    relieve(out);
}

void out_lines(struct out *out, struct slice text)
{
    escape_text(&out->text, text);
    relieve(out);
}

void out_puts(struct out *out, const char *text)
{
    out_lines(out, slice_from(text));
}

void out_printf(struct out *out, const char *fmt, ...)
{
    struct str text = STR_EMPTY;
    va_list ap;

    va_start(ap, fmt);
    str_vprintf(&text, fmt, ap);
    va_end(ap);
    out_lines(out, str_slice(&text));
    str_release(&text);
}

int out_cell(struct out *out, struct slice text, int columns, bool fill)
{
    struct str clean = STR_EMPTY;
    struct slice shown;
    int width;

    escape_line(&clean, text);
    shown = str_slice(&clean);
    width = text_width(shown);
    if (columns > 0 && width > columns) {
        shown = text_fit(shown, columns - 1, &width);
        str_put(&out->text, shown);
        str_puts(&out->text, "…");
        width++;
    } else {
        str_put(&out->text, shown);
    }
    if (fill && width < columns) {
        str_fill(&out->text, ' ', (size_t)(columns - width));
        width = columns;
    }
    str_release(&clean);
    relieve(out);
    return width;
}

void out_tab(struct out *out)
{
    str_putc(&out->text, '\t');
}

void out_style(struct out *out, enum role role)
{
    style_put(&out->text, style_of(role), out->depth);
}

void out_styled(struct out *out, enum role role, const char *text)
{
    out_style(out, role);
    out_puts(out, text);
    out_style(out, ROLE_PLAIN);
}

void out_strong(struct out *out, const char *text)
{
    style_put(&out->text, style_marked(ROLE_PLAIN, MARK_STRONG), out->depth);
    out_puts(out, text);
    out_style(out, ROLE_PLAIN);
}

void out_drawing(struct out *out, const struct lines *lines)
{
    lines_print(&out->text, lines, out->depth);
    relieve(out);
}

void out_json(struct out *out, const struct str *json)
{
    str_put(&out->text, str_slice(json));
    relieve(out);
}

void out_count(struct out *out, size_t n, const char *noun)
{
    out_printf(out, "%zu %s%s", n, noun, n == 1 ? "" : "s");
}

static void wipe(struct out *out)
{
    if (out->bar_mille >= 0)
        str_puts(&out->text, "\r\x1b[K");
    out->bar_mille = -1;
    out->bar_since_ms = 0;
    out_flush(out);
}

/* Nothing is drawn of work that is done soon, and nothing twice. */
void out_progress(struct out *out, const char *what, size_t done,
                  size_t total)
{
    int64_t now = clock_ticks_ms();
    size_t full;
    int mille;

    if (!out->moves)
        return;
    if (done >= total) {
        wipe(out);
        return;
    }
    if (out->bar_since_ms == 0)
        out->bar_since_ms = now;
    mille = (int)(1000.0 * (double)done / (double)total);
    if (now - out->bar_since_ms < SOON_MS || mille == out->bar_mille)
        return;
    out->bar_mille = mille;
    full = (size_t)mille * BAR_CELLS / 1000;
    str_printf(&out->text, "\r\x1b[K%s [", what);
    str_fill(&out->text, '#', full);
    str_fill(&out->text, '.', BAR_CELLS - full);
    str_printf(&out->text, "] %d %%", mille / 10);
    out_flush(out);
}
