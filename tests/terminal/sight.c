/* What a person sees, as text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "terminal.h"
#include "text/unicode.h"

VTermScreenCell terminal_cell(const struct terminal *t, int row, int column)
{
    VTermScreenCell cell = {0}; /* what is blank is not filled in */

    vterm_screen_get_cell(t->screen, (VTermPos){row, column}, &cell);
    if (cell.width < 1)
        cell.width = 1;
    return cell;
}

void cell_put(struct str *out, const VTermScreenCell *cell)
{
    if (cell->chars[0] == 0)
        str_putc(out, ' ');
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i] != 0; i++)
        utf8_put(out, cell->chars[i]);
}

static void put_row(struct str *out, const struct terminal *t, int row)
{
    size_t end = out->len;

    for (int col = 0; col < t->columns;) {
        VTermScreenCell cell = terminal_cell(t, row, col);
        cell_put(out, &cell);
        if (cell.chars[0] != 0 && cell.chars[0] != ' ')
            end = out->len;
        col += cell.width;
    }
    str_truncate(out, end);
}

bool terminal_shows(const struct terminal *t, const char *text)
{
    struct str row = STR_EMPTY;
    bool found = false;

    for (int r = 0; r < t->rows && !found; r++) {
        str_clear(&row);
        put_row(&row, t, r);
        found = strstr(row.at, text) != NULL;
    }
    str_release(&row);
    return found;
}

void terminal_put_text(struct str *out, const struct terminal *t)
{
    for (int r = 0; r < t->rows; r++) {
        put_row(out, t, r);
        str_putc(out, '\n');
    }
    if (t->cursor_visible)
        str_printf(out, "[cursor at %d:%d]\n", t->cursor.row + 1,
                   t->cursor.col + 1);
    else
        str_puts(out, "[no cursor]\n");
}

void assert_screen(const struct terminal *t, const char *text, bool shown,
                   const char *file, int line)
{
    struct str all = STR_EMPTY;

    if (terminal_shows(t, text) == shown)
        return;
    terminal_put_text(&all, t);
    print_error("\"%s\" is %s the screen:\n%s", text, shown ? "not on" : "on",
                all.at);
    str_release(&all);
    _fail(file, line);
}

/* Which modes stand otherwise than a terminal has them at first: all are off
 * but autowrap, 7, and the cursor, 25, which the emulator knows better. */
static void put_modes_left(struct str *out, struct slice bytes)
{
    const struct slice intro = SLICE("\033[?");
    bool changed[10000] = {false};
    char *end;

    for (struct slice rest = bytes; rest.len > 0;) {
        rest = slice_skip(rest, slice_find(rest, 0, intro));
        if (rest.len <= intro.len)
            break;
        rest = slice_skip(rest, intro.len);
        unsigned long mode = strtoul(rest.at, &end, 10);
        if (mode < COUNT(changed) && (*end == 'h' || *end == 'l'))
            changed[mode] = (*end == 'h') != (mode == 7);
    }
    for (size_t mode = 0; mode < COUNT(changed); mode++)
        if (changed[mode] && mode != 25)
            str_printf(out, "mode %zu is not as it was\n", mode);
}

static void put_pen_left(struct str *out, const struct terminal *t)
{
    static const struct {
        VTermAttr attr;
        const char *name;
    } flags[] = {
        {VTERM_ATTR_BOLD, "bold"},     {VTERM_ATTR_UNDERLINE, "underline"},
        {VTERM_ATTR_ITALIC, "italic"}, {VTERM_ATTR_REVERSE, "reverse"},
        {VTERM_ATTR_STRIKE, "struck"},
    };
    VTermState *state = vterm_obtain_state(t->vt);
    VTermValue value;

    for (size_t i = 0; i < COUNT(flags); i++)
        if (vterm_state_get_penattr(state, flags[i].attr, &value) &&
            value.number != 0)
            str_printf(out, "the pen is still %s\n", flags[i].name);
    if (vterm_state_get_penattr(state, VTERM_ATTR_FOREGROUND, &value) &&
        !VTERM_COLOR_IS_DEFAULT_FG(&value.color))
        str_puts(out, "the pen still has a colour\n");
    if (vterm_state_get_penattr(state, VTERM_ATTR_BACKGROUND, &value) &&
        !VTERM_COLOR_IS_DEFAULT_BG(&value.color))
        str_puts(out, "the ground still has a colour\n");
}

/* Field by field: there is padding between them. */
static bool same_settings(const struct termios *a, const struct termios *b)
{
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag &&
           a->c_cflag == b->c_cflag && a->c_lflag == b->c_lflag &&
           memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0;
}

void terminal_put_left_behind(struct str *out, const struct terminal *t)
{
    struct termios now;

    if (tcgetattr(t->line, &now) < 0 || !same_settings(&now, &t->before))
        str_puts(out, "the settings of the line changed\n");
    if (t->alternate)
        str_puts(out, "the alternate screen is still shown\n");
    if (!t->cursor_visible)
        str_puts(out, "the cursor is still hidden\n");
    put_modes_left(out, str_slice(&t->bytes));
    put_pen_left(out, t);
}

static void put_color(struct str *out, const char *where,
                      const VTermColor *color, bool is_default)
{
    if (is_default)
        return;
    if (VTERM_COLOR_IS_INDEXED(color))
        str_printf(out, " %s%d", where, color->indexed.idx);
    else
        str_printf(out, " %s#%02x%02x%02x", where, color->rgb.red,
                   color->rgb.green, color->rgb.blue);
}

static void put_style(struct str *out, const VTermScreenCell *c)
{
    str_puts(out, c->attrs.bold ? " bold" : "");
    str_puts(out, c->attrs.italic ? " italic" : "");
    str_puts(out, c->attrs.underline ? " underline" : "");
    str_puts(out, c->attrs.reverse ? " reverse" : "");
    str_puts(out, c->attrs.strike ? " struck" : "");
    put_color(out, "color", &c->fg, VTERM_COLOR_IS_DEFAULT_FG(&c->fg));
    put_color(out, "ground", &c->bg, VTERM_COLOR_IS_DEFAULT_BG(&c->bg));
}

/* One line for the run of equal cells that begins at `column`, unless it is
 * plain; returns where the next run begins. */
static int put_run(struct str *out, const struct terminal *t, int row,
                   int column)
{
    struct str style = STR_EMPTY, next = STR_EMPTY, text = STR_EMPTY;
    int end = column;

    while (end < t->columns) {
        VTermScreenCell cell = terminal_cell(t, row, end);
        str_clear(&next);
        put_style(&next, &cell);
        if (end == column)
            str_put(&style, str_slice(&next));
        else if (!slice_eq(str_slice(&style), str_slice(&next)))
            break;
        cell_put(&text, &cell);
        end += cell.width;
    }
    if (style.len > 0)
        str_printf(out, "%d:%d-%d%s |%s|\n", row + 1, column + 1, end,
                   style.at, text.at);
    str_release(&style);
    str_release(&next);
    str_release(&text);
    return end;
}

void terminal_put_styles(struct str *out, const struct terminal *t)
{
    for (int row = 0; row < t->rows; row++)
        for (int column = 0; column < t->columns;)
            column = put_run(out, t, row, column);
}
