#include "text/escape.h"

#include <unictype.h>

#include "text/plain.h"
#include "text/unicode.h"

enum {
    TAB_COLUMNS = 4,
    MARKS_MAX = 8, /* on one character */
    JOINER = 0x200d,
    TEXT_STYLE = 0xfe0e,
    EMOJI_STYLE = 0xfe0f,
};

struct escaper {
    struct str *out;
    struct slice rest; /* what is still to come */
    bool lines;        /* LF ends a line, tabs become blanks */
    uint32_t before;   /* the character before, as it was put; else 0 */
    int marks;         /* so far on one character */
    bool picture;      /* an emoji came before, perhaps with modifiers */
    size_t measured;   /* `out` up to here is `column` columns wide, */
    int column;        /* counted from the start of its last line */
};

static bool is_mark(uint32_t code)
{
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_M);
}

static bool is_picture(uint32_t code)
{
    return uc_is_property(code, UC_PROPERTY_EXTENDED_PICTOGRAPHIC);
}

/* A skin tone, or the sign that asks for colour or for none. */
static bool is_picture_modifier(uint32_t code)
{
    return (code >= 0x1f3fb && code <= 0x1f3ff) || code == EMOJI_STYLE ||
           code == TEXT_STYLE;
}

/* Invisible, or obeyed by somebody. */
static bool is_hidden(uint32_t code)
{
    return uc_is_general_category_withtable(
               code, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf |
                         UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp) ||
           uc_is_property_default_ignorable_code_point(code) ||
           uc_is_property_not_a_character(code);
}

static void put_raw(struct escaper *e, uint32_t code)
{
    utf8_put(e->out, code);
    e->before = code;
}

static void put_code(struct escaper *e, uint32_t code)
{
    str_printf(e->out, "\\u{%x}", (unsigned)code);
}

/* What comes next stands on its own. */
static void forget(struct escaper *e)
{
    e->before = 0;
    e->marks = 0;
    e->picture = false;
}

static void put_tab(struct escaper *e)
{
    struct slice whole = str_slice(e->out), line;

    if (e->measured == SIZE_MAX) { /* find where this line began */
        for (e->measured = whole.len;
             e->measured > 0 && whole.at[e->measured - 1] != '\n';)
            e->measured--;
    }
    line = slice_skip(whole, e->measured);
    e->column += text_width(line);
    str_fill(e->out, ' ', (size_t)(TAB_COLUMNS - e->column % TAB_COLUMNS));
    e->column += TAB_COLUMNS - e->column % TAB_COLUMNS;
    e->measured = e->out->len;
}

static void put_line_end(struct escaper *e, uint32_t code)
{
    if (code == '\r' && e->rest.len > 0 && e->rest.at[0] == '\n')
        return; /* the LF that comes speaks for both */
    str_putc(e->out, '\n');
    e->measured = e->out->len;
    e->column = 0;
}

/* C0 controls and DEL, by the pictures that Unicode has of them. */
static void put_control(struct escaper *e, uint32_t code)
{
    forget(e);
    if (e->lines && code == '\t')
        put_tab(e);
    else if (e->lines && (code == '\n' || code == '\r'))
        put_line_end(e, code);
    else
        put_raw(e, code == 0x7f ? 0x2421 : 0x2400 + code);
}

/* Parts of an emoji are left side by side: no terminal agrees with another
 * on what the joined ones look like. */
static bool joins_pictures(const struct escaper *e)
{
    size_t len;

    return e->picture && e->rest.len > 0 &&
           is_picture(utf8_next(e->rest, &len));
}

static bool styles_emoji(const struct escaper *e, uint32_t code)
{
    return (code == EMOJI_STYLE || code == TEXT_STYLE) && e->before != 0 &&
           uc_is_property(e->before, UC_PROPERTY_EMOJI);
}

static void put_other(struct escaper *e, uint32_t code)
{
    bool mark = is_mark(code);

    if (code == JOINER && joins_pictures(e))
        return;
    if (is_hidden(code) && !styles_emoji(e, code)) {
        put_code(e, code);
        forget(e);
        return;
    }
    if (mark && e->marks >= MARKS_MAX) {
        put_code(e, code);
        return;
    }
    e->marks = mark ? e->marks + 1 : 0;
    e->picture =
        is_picture(code) || (e->picture && is_picture_modifier(code));
    put_raw(e, code);
}

static void put_broken(struct escaper *e, unsigned char byte)
{
    str_printf(e->out, "\\x%02x", byte);
    forget(e);
}

static void put_plain(struct escaper *e, size_t run)
{
    str_put(e->out, slice_sub(e->rest, 0, run));
    forget(e);
    e->before = (unsigned char)e->rest.at[run - 1];
    e->rest = slice_skip(e->rest, run);
}

static void escape(struct str *out, struct slice text, bool lines)
{
    struct escaper e = {
        .out = out, .rest = text, .lines = lines, .measured = SIZE_MAX};

    while (e.rest.len > 0) {
        size_t run = plain_run(e.rest), len;
        struct slice at;
        uint32_t code;

        if (run > 0) {
            put_plain(&e, run);
            continue;
        }
        at = e.rest;
        code = utf8_next(at, &len);
        e.rest = slice_skip(at, len);
        if (code == 0xfffd && len == 1)
            put_broken(&e, (unsigned char)at.at[0]);
        else if (code < 0x80)
            put_control(&e, code);
        else
            put_other(&e, code);
    }
}

void escape_line(struct str *out, struct slice text)
{
    escape(out, text, false);
}

void escape_text(struct str *out, struct slice text)
{
    escape(out, text, true);
}
