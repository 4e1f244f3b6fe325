#include "publish/prose.h"

#include <stdio.h>

#include "note/mask.h"
#include "text/escape.h"

/* --- characters --------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether the character would begin a block where a line begins. */
static bool opens_line(struct slice line)
{
    size_t digits = 0;

    while (digits < line.len && is_digit(line.at[digits]))
        digits++;
    if (digits > 0)
        return digits < line.len &&
               (line.at[digits] == '.' || line.at[digits] == ')');
    return slice_find(SLICE("#+-=>:"), 0, slice_sub(line, 0, 1)) < 6;
}

/* One character of plain text, the rest of its line behind it. */
static void put_char(struct str *out, struct slice rest, bool *line_start)
{
    static const char marks[] = "\\`*_[]<>&~$|{}!";
    struct slice one = slice_sub(rest, 0, 1);

    if (*line_start && opens_line(rest)) {
        while (is_digit(rest.at[0])) {
            str_putc(out, rest.at[0]);
            rest = slice_skip(rest, 1);
        }
        str_putc(out, '\\');
        str_putc(out, rest.at[0]);
        *line_start = false;
        return;
    }
    if (slice_find(slice_from(marks), 0, one) < sizeof marks - 1)
        str_putc(out, '\\');
    if (one.at[0] == '\n')
        str_putc(out, '\\');
    if (!(*line_start && one.at[0] == ' ')) /* four would begin code */
        str_put(out, one);
    *line_start = one.at[0] == '\n' || (*line_start && one.at[0] == ' ');
}

/* How much of it put_char has put. */
static size_t taken(struct slice rest, bool line_start)
{
    size_t digits = 0;

    if (!line_start || !opens_line(rest))
        return 1;
    while (is_digit(rest.at[digits]))
        digits++;
    return digits + 1;
}

static void put_plain(struct str *out, struct slice text, bool *line_start)
{
    struct str seen = STR_EMPTY;
    struct slice rest;

    escape_text(&seen, text);
    rest = str_slice(&seen);
    while (rest.len > 0) {
        size_t n = taken(rest, *line_start);
        put_char(out, rest, line_start);
        rest = slice_skip(rest, n);
    }
    str_release(&seen);
}

void markdown_text(struct str *out, struct slice text)
{
    struct str line = STR_EMPTY;
    bool line_start = true;

    for (size_t i = 0; i < text.len; i++)
        str_putc(&line, text.at[i] == '\t' || text.at[i] == '\r' ||
                                text.at[i] == '\n'
                            ? ' '
                            : text.at[i]);
    put_plain(out, str_slice(&line), &line_start);
    str_release(&line);
}

/* --- leaves ------------------------------------------------------------- */

/* The longest run of backticks. */
static size_t ticks(struct slice s)
{
    size_t most = 0, run = 0;

    for (size_t i = 0; i < s.len; i++) {
        run = s.at[i] == '`' ? run + 1 : 0;
        most = run > most ? run : most;
    }
    return most;
}

/* Code that is blank all over has no form as a span of code. */
static void put_code(struct str *out, struct slice text, bool *line_start)
{
    struct str seen = STR_EMPTY;
    struct slice code;
    size_t fence;

    escape_line(&seen, text);
    code = str_slice(&seen);
    fence = ticks(code) + 1;
    if (slice_trim(code).len == 0) {
        put_plain(out, code, line_start);
    } else {
        bool apart = code.at[0] == '`' || code.at[code.len - 1] == '`' ||
                     (code.at[0] == ' ' && code.at[code.len - 1] == ' ');
        str_fill(out, '`', fence);
        str_puts(out, apart ? " " : "");
        str_put(out, code);
        str_puts(out, apart ? " " : "");
        str_fill(out, '`', fence);
        *line_start = false;
    }
    str_release(&seen);
}

/* Marks hold only around text without blanks at its ends. */
static const char *mark_of(struct slice text, uint32_t style)
{
    struct slice inside = slice_trim(text);

    if (inside.len != text.len || text.len == 0)
        return "";
    switch (style & (RUN_STRONG | RUN_EMPH)) {
    case RUN_STRONG:
        return "**";
    case RUN_EMPH:
        return "*";
    case RUN_STRONG | RUN_EMPH:
        return "***";
    default:
        return "";
    }
}

static void put_piece(struct str *out, const struct piece *piece,
                      bool *line_start)
{
    uint32_t style = piece->run != NULL ? piece->run->style : 0;
    const char *mark = mark_of(piece->text, style);
    struct str text = STR_EMPTY;

    prose_piece(&text, piece);
    if (prose_is_code(piece)) {
        put_code(out, str_slice(&text), line_start);
    } else {
        bool inside = mark[0] == '\0' && *line_start;
        str_puts(out, mark);
        put_plain(out, str_slice(&text), &inside);
        str_puts(out, mark);
        *line_start = inside;
    }
    str_release(&text);
}

static void put_leaf(struct str *out, const struct block *leaf)
{
    struct pieces walk = {.leaf = leaf};
    struct piece piece;
    bool line_start = leaf->kind != BLOCK_CELL;

    while (piece_next(&walk, &piece))
        put_piece(out, &piece, &line_start);
}

/* --- blocks ------------------------------------------------------------- */

static void put_blocks(struct str *out, const struct block *parent);

static void put_listing(struct str *out, const struct block *b)
{
    struct str code = STR_EMPTY;
    size_t fence = ticks(b->text) + 1;

    escape_text(&code, b->text);
    str_fill(out, '`', fence < 3 ? 3 : fence);
    for (size_t i = 0; i < b->info.len && i < 20; i++)
        if ((b->info.at[i] >= 'a' && b->info.at[i] <= 'z') ||
            is_digit(b->info.at[i]))
            str_putc(out, b->info.at[i]);
    str_putc(out, '\n');
    str_put(out, str_slice(&code));
    if (code.len > 0 && code.at[code.len - 1] != '\n')
        str_putc(out, '\n');
    str_fill(out, '`', fence < 3 ? 3 : fence);
    str_putc(out, '\n');
    str_release(&code);
}

/* Text with `first` before its first line and `rest` before the others. */
static void put_behind(struct str *out, const char *first, const char *rest,
                       struct slice text)
{
    struct slice line;

    while (slice_line(&text, &line)) {
        if (line.len > 0 || first != rest || rest[0] == '>')
            str_puts(out, first);
        str_put(out, line);
        str_putc(out, '\n');
        first = rest;
    }
}

static void put_item(struct str *out, const struct block *item,
                     const char *bullet)
{
    struct str inside = STR_EMPTY;
    char rest[24];
    size_t width = strlen(bullet);

    memset(rest, ' ', sizeof rest);
    rest[width < sizeof rest ? width : sizeof rest - 1] = '\0';
    put_blocks(&inside, item);
    if (inside.len == 0)
        str_putc(&inside, '\n');
    put_behind(out, bullet, rest, str_slice(&inside));
    str_release(&inside);
}

static void put_list(struct str *out, const struct block *list)
{
    uint32_t number = list->start;
    char bullet[16];

    for (const struct block *b = list->first; b != NULL; b = b->next) {
        snprintf(bullet, sizeof bullet, "%u. ", number++ % 1000000000);
        put_item(out, b, list->ordered ? bullet : "- ");
    }
}

static void put_row(struct str *out, const struct block *row)
{
    str_putc(out, '|');
    for (const struct block *c = row->first; c != NULL; c = c->next) {
        str_putc(out, ' ');
        put_leaf(out, c);
        str_puts(out, " |");
    }
    str_putc(out, '\n');
    if (!row->header)
        return;
    str_putc(out, '|');
    for (const struct block *c = row->first; c != NULL; c = c->next)
        str_puts(out, c->align == ALIGN_RIGHT ? " --: |" : " --- |");
    str_putc(out, '\n');
}

static void put_block(struct str *out, const struct block *b)
{
    struct str inside = STR_EMPTY;

    switch (b->kind) {
    case BLOCK_QUOTE:
        put_blocks(&inside, b);
        put_behind(out, "> ", "> ", str_slice(&inside));
        break;
    case BLOCK_LIST:
        put_list(out, b);
        break;
    case BLOCK_TABLE:
        for (const struct block *r = b->first; r != NULL; r = r->next)
            put_row(out, r);
        break;
    case BLOCK_CODE:
    case BLOCK_HTML:
        put_listing(out, b);
        break;
    case BLOCK_RULE:
        str_puts(out, "---\n");
        break;
    case BLOCK_HEADING:
        str_puts(out, "**");
        put_leaf(out, b);
        str_puts(out, "**\n");
        break;
    case BLOCK_PARAGRAPH:
    case BLOCK_CELL:
        put_leaf(out, b);
        str_putc(out, '\n');
        break;
    default:
        put_blocks(out, b);
        break;
    }
    str_release(&inside);
}

static void put_blocks(struct str *out, const struct block *parent)
{
    for (const struct block *b = parent->first; b != NULL; b = b->next) {
        put_block(out, b);
        if (b->next != NULL)
            str_putc(out, '\n');
    }
}

void markdown_doc(struct str *out, const struct block *root)
{
    if (root != NULL)
        put_blocks(out, root);
}
