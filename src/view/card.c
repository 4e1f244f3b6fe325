#include "view/card.h"

#include "base/mem.h"
#include "text/escape.h"
#include "text/unicode.h"
#include "view/block.h"

enum { FOLDED_ANCESTORS = 3 };

/* --- the path
 * ----------------------------------------------------------------- */

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

/* The end of the text that is at most `columns` wide. */
static struct slice tail(struct slice text, int columns)
{
    struct grapheme g;

    while (text_width(text) > columns && grapheme_next(&text, &g))
        ;
    return text;
}

void card_path(struct lines *out, const struct card_face *face)
{
    const struct note *note = face->note;
    struct mask mask = mask_of(note, face->card, face->revealed, out->arena);
    struct str path = STR_EMPTY;
    struct slice text;

    escape_line(&path, file_name(face->file));
    for (size_t i = 0; i < note->npath; i++) {
        if (path.len > 0)
            str_puts(&path, " › ");
        put_heading(&path, &mask, note->path[i]);
    }
    text = str_slice(&path);
    if (text_width(text) > lines_room(out)) {
        lines_puts(out, style_of(ROLE_PATH), "…");
        text = tail(text, lines_room(out) - 1);
    }
    lines_text(out, style_of(ROLE_PATH), text);
    lines_end_cut(out);
    str_release(&path);
    mask_release(&mask);
}

/* --- what stands around the card
 * ------------------------------------------------ */

static void lead_in(struct lines *out, const struct note *note,
                    const struct brush *brush)
{
    for (size_t i = 0; i < note->nleadin; i++) {
        brush_block(out, brush, note->leadin[i]);
        lines_blank(out);
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

/* --- the card itself
 * ---------------------------------------------------------------- */

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
    mask_release(&mask);
}
