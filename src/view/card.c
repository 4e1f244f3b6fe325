#include "view/card.h"

#include "base/mem.h"
#include "text/escape.h"
#include "text/unicode.h"
#include "view/block.h"

enum { FOLDED_ANCESTORS = 3 };

/* --- the path ---------------------------------------------------------- */

/* A heading of the path as escaped text on one line. */
static void put_heading(struct str *out, const struct mask *mask,
                        const struct block *heading)
{
    struct pieces walk = {.leaf = heading, .mask = mask};
    struct piece piece;

    while (piece_next(&walk, &piece)) {
        if (piece.kind == PIECE_HIDDEN)
            str_puts(out, "[·]");
        else if (piece.kind == PIECE_BLANK)
            str_puts(out, "[...]");
        else
            escape_line(out, piece.text);
    }
}

static struct slice file_name(struct slice path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.at[i - 1] == '/')
            return slice_skip(path, i);
    return path;
}

static struct slice copy(struct lines *out, struct str *text)
{
    struct slice copied = arena_copy(out->arena, str_slice(text));

    str_release(text);
    return copied;
}

/* File name and headings, each escaped; returns how many. */
static size_t path_parts(struct lines *out, const struct card_face *face,
                         struct slice *parts)
{
    const struct note *note = face->note;
    struct mask mask = mask_of(note, face->card, face->revealed, out->arena);
    struct str text = STR_EMPTY;
    size_t n = 0;

    escape_line(&text, file_name(face->file));
    if (text.len > 0)
        parts[n++] = copy(out, &text);
    for (size_t i = 0; i < note->npath; i++) {
        put_heading(&text, &mask, note->path[i]);
        parts[n++] = copy(out, &text);
    }
    mask_release(&mask);
    return n;
}

/* The end of the text that is at most `columns` wide. */
static struct slice tail(struct slice text, int columns)
{
    struct grapheme g;

    while (text_width(text) > columns && grapheme_next(&text, &g))
        ;
    return text;
}

/* The parts from the first-th on, "… ›" standing for those before. */
static void join_parts(struct str *path, const struct slice *parts, size_t n,
                       size_t first)
{
    str_clear(path);
    str_puts(path, first > 0 ? "… › " : "");
    for (size_t i = first; i < n; i++) {
        str_puts(path, i > first ? " › " : "");
        str_put(path, parts[i]);
    }
}

void card_path(struct lines *out, const struct card_face *face)
{
    struct slice *parts =
        arena_new_array(out->arena, face->note->npath + 1, sizeof *parts);
    size_t n = path_parts(out, face, parts), first = 0;
    struct style style = style_of(ROLE_PATH);
    struct str path = STR_EMPTY;
    int room = lines_room(out);

    join_parts(&path, parts, n, first);
    while (text_width(str_slice(&path)) > room && first + 1 < n)
        join_parts(&path, parts, n, ++first);
    if (text_width(str_slice(&path)) > room) {
        lines_puts(out, style, "…");
        lines_text(out, style, tail(parts[n - 1], room - 1));
    } else {
        lines_text(out, style, str_slice(&path));
    }
    lines_end_cut(out);
    str_release(&path);
}

/* --- what stands around the card --------------------------------------- */

static void lead_in(struct lines *out, const struct note *note,
                    const struct brush *brush)
{
    for (size_t i = 0; i < note->nleadin; i++) {
        brush_block(out, brush, note->leadin[i]);
        lines_blank(out);
    }
}

static void extra(struct lines *out, const struct note *note,
                  const struct brush *brush)
{
    for (size_t i = 0; i < note->nextra; i++) {
        lines_blank(out);
        brush_block(out, brush, note->extra[i]);
    }
}

static void bullet(struct lines *out, enum role role)
{
    lines_indent(out, span_of(role, "• "), span_of(role, "  "));
}

/* Draws the items above and leaves their margins in force; returns how many
 * these are. */
static size_t ancestors(struct lines *out, const struct card_face *face,
                        const struct brush *brush)
{
    const struct note *note = face->note;
    size_t first = 0;

    if (face->folded && note->nancestors > FOLDED_ANCESTORS)
        first = note->nancestors - FOLDED_ANCESTORS;
    if (first > 0) {
        lines_printf(out, style_of(ROLE_DIM), "⋯ %zu more above", first);
        lines_end(out);
    }
    for (size_t i = first; i < note->nancestors; i++) {
        bullet(out, ROLE_RULE);
        brush_block(out, brush, note->ancestors[i]);
    }
    return note->nancestors - first;
}

/* --- the card itself --------------------------------------------------- */

static void own_line(struct lines *out, const struct note *note,
                     const struct brush *brush)
{
    const struct block *rows[2] = {note->header, note->row};

    if (note->row == NULL)
        brush_block(out, brush, note->leaf);
    else if (note->header == NULL || note->header == note->row)
        brush_table(out, brush, &rows[1], 1, note->header != NULL);
    else
        brush_table(out, brush, rows, 2, true);
}

void card_draw(struct lines *out, const struct card_face *face)
{
    struct mask mask =
        mask_of(face->note, face->card, face->revealed, out->arena);
    struct brush context = {&mask, ROLE_DIM, face->pictures};
    struct brush own = {&mask, ROLE_PLAIN, face->pictures};
    size_t depth;

    lead_in(out, face->note, &own);
    depth = ancestors(out, face, &context);
    if (depth > 0)
        bullet(out, ROLE_KEY);
    own_line(out, face->note, &own);
    for (size_t i = 0; i < depth + (depth > 0); i++)
        lines_outdent(out);
    if (face->revealed)
        extra(out, face->note, &own);
    mask_release(&mask);
}
