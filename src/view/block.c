#include "view/block.h"

#include "text/unicode.h"
#include "view/table.h"

/* --- the text of a leaf ------------------------------------------------ */

static struct style run_style(enum role role, const struct run *run)
{
    static const struct {
        unsigned run, mark;
    } pairs[] = {
        {RUN_STRONG, MARK_STRONG}, {RUN_EMPH, MARK_EMPH},
        {RUN_STRIKE, MARK_STRIKE}, {RUN_CODE, MARK_CODE},
        {RUN_HTML, MARK_CODE},     {RUN_MATH, MARK_MATH},
        {RUN_LINK, MARK_LINK},
    };
    unsigned marks = 0;

    for (size_t i = 0; run != NULL && i < sizeof pairs / sizeof *pairs; i++)
        if ((run->style & pairs[i].run) != 0)
            marks |= pairs[i].mark;
    return style_marked(role, marks);
}

static void put_blank(struct lines *out, const struct piece *piece)
{
    struct style style = style_of(ROLE_BLANK);

    lines_puts(out, style, "[");
    if (piece->text.len > 0)
        lines_text(out, style_marked(ROLE_BLANK, MARK_EMPH), piece->text);
    else
        lines_puts(out, style, "...");
    lines_puts(out, style, "]");
}

static void put_image(struct lines *out, struct slice alt)
{
    lines_puts(out, style_of(ROLE_DIM), alt.len > 0 ? "[image: " : "[image");
    lines_text(out, style_of(ROLE_DIM), alt);
    lines_puts(out, style_of(ROLE_DIM), "]");
}

/* A displayed formula stands on a line of its own. */
static void put_display(struct lines *out, struct style style,
                        const struct piece *piece, const struct block *leaf)
{
    size_t end = (size_t)(piece->text.at - leaf->text.at) + piece->text.len;

    if (out->para.len > 0)
        lines_puts(out, style, "\n");
    lines_puts(out, style, "  ");
    lines_text(out, style, slice_trim(piece->text));
    if (end < leaf->text.len)
        lines_puts(out, style, "\n");
}

/* No line begins with a blank because a forced break came before it. */
static void put_text(struct lines *out, struct style style, struct slice text)
{
    if (out->para.len > 0 && out->para.at[out->para.len - 1] == '\n')
        while (text.len > 0 && text.at[0] == ' ')
            text = slice_skip(text, 1);
    lines_text(out, style, text);
}

static void put_piece(struct lines *out, const struct brush *brush,
                      const struct piece *piece, const struct block *leaf)
{
    struct style style =
        run_style(piece->answer ? ROLE_ANSWER : brush->role, piece->run);
    unsigned kind = piece->run != NULL ? piece->run->style : 0;

    if (piece->kind == PIECE_BLANK)
        put_blank(out, piece);
    else if (piece->kind == PIECE_HIDDEN)
        lines_puts(out, style_of(ROLE_HIDDEN), "[·]");
    else if ((kind & RUN_IMAGE) != 0)
        put_image(out, piece->text);
    else if ((kind & RUN_DISPLAY) != 0)
        put_display(out, style, piece, leaf);
    else
        put_text(out, style, piece->text);
}

/* The box of a task list's item. */
static void put_task(struct lines *out, const struct block *leaf)
{
    if (leaf->task != TASK_NONE)
        lines_puts(out, style_of(ROLE_DIM),
                   leaf->task == TASK_DONE ? "☑ " : "☐ ");
}

void brush_text(struct lines *out, const struct brush *brush,
                const struct block *leaf)
{
    struct pieces walk = {.leaf = leaf, .mask = brush->mask};
    struct brush heading = *brush;
    struct piece piece;

    if (leaf->kind == BLOCK_HEADING && brush->role == ROLE_PLAIN)
        heading.role = ROLE_TITLE;
    put_task(out, leaf);
    while (piece_next(&walk, &piece))
        put_piece(out, &heading, &piece, leaf);
}

/* --- pictures ---------------------------------------------------------- */

/* True when nothing but images is to be seen in the leaf. */
static bool only_images(const struct brush *brush, const struct block *leaf)
{
    struct pieces walk = {.leaf = leaf, .mask = brush->mask};
    struct piece piece;
    bool images = false;

    while (piece_next(&walk, &piece)) {
        if (piece.run != NULL && (piece.run->style & RUN_IMAGE) != 0)
            images = true;
        else if (piece.kind != PIECE_TEXT || slice_trim(piece.text).len > 0)
            return false;
    }
    return images;
}

void brush_pictures(struct lines *out, const struct brush *brush,
                    const struct block *leaf)
{
    struct pieces walk = {.leaf = leaf, .mask = brush->mask};
    struct piece piece;

    while (brush->pictures != NULL && piece_next(&walk, &piece))
        if (piece.run != NULL && (piece.run->style & RUN_IMAGE) != 0)
            picture_draw(out, brush->pictures, piece.run->target);
}

/* A leaf that is nothing but images: each drawn, or its alt text. */
static void image_leaf(struct lines *out, const struct brush *brush,
                       const struct block *leaf)
{
    struct pieces walk = {.leaf = leaf, .mask = brush->mask};
    struct piece piece;

    while (piece_next(&walk, &piece)) {
        if (piece.run == NULL || (piece.run->style & RUN_IMAGE) == 0)
            continue;
        if (brush->pictures == NULL ||
            !picture_draw(out, brush->pictures, piece.run->target)) {
            put_image(out, piece.text);
            lines_end(out);
        }
    }
}

/* --- leaves ------------------------------------------------------------ */

static void text_leaf(struct lines *out, const struct brush *brush,
                      const struct block *leaf)
{
    if (only_images(brush, leaf)) {
        image_leaf(out, brush, leaf);
        return;
    }
    brush_text(out, brush, leaf);
    lines_end(out);
    brush_pictures(out, brush, leaf);
}

static void code_leaf(struct lines *out, const struct brush *brush,
                      const struct block *leaf)
{
    struct span bar = span_of(ROLE_RULE, "│ ");

    lines_indent(out, bar, bar);
    lines_text(out, style_marked(brush->role, MARK_CODE), leaf->text);
    lines_end_code(out);
    lines_outdent(out);
}

static void rule_leaf(struct lines *out, const struct brush *brush,
                      const struct block *leaf)
{
    int columns = lines_room(out);

    (void)brush;
    (void)leaf;
    for (int i = 0; i < columns && i < 24; i++)
        lines_puts(out, style_of(ROLE_RULE), "─");
    lines_end_code(out);
}

/* --- containers -------------------------------------------------------- */

/* Blocks keep a distance, but for an item's text and the list below it. */
static void children(struct lines *out, const struct brush *brush,
                     const struct block *block)
{
    for (const struct block *b = block->first; b != NULL; b = b->next) {
        brush_block(out, brush, b);
        if (b->next != NULL &&
            (block->kind != BLOCK_ITEM || b->next->kind != BLOCK_LIST))
            lines_blank(out);
    }
}

static void quote(struct lines *out, const struct brush *brush,
                  const struct block *block)
{
    struct span bar = span_of(ROLE_RULE, "▎ ");

    lines_indent(out, bar, bar);
    children(out, brush, block);
    lines_outdent(out);
}

static void list(struct lines *out, const struct brush *brush,
                 const struct block *block)
{
    static const char blanks[] = "                ";
    unsigned number = block->start;

    for (const struct block *b = block->first; b != NULL; b = b->next) {
        struct span first = span_of(ROLE_DIM, "• "), rest = first;
        struct str label = STR_EMPTY;

        if (block->ordered) {
            str_printf(&label, "%u. ", number++);
            first.text = arena_copy(out->arena, str_slice(&label));
        }
        rest.text =
            slice_sub(SLICE(blanks), 0, (size_t)text_width(first.text));
        lines_indent(out, first, rest);
        brush_block(out, brush, b);
        lines_outdent(out);
        str_release(&label);
    }
}

static void table(struct lines *out, const struct brush *brush,
                  const struct block *block)
{
    const struct block **rows;
    size_t n = 0;

    for (const struct block *b = block->first; b != NULL; b = b->next)
        n++;
    rows = arena_new_array(out->arena, n, sizeof(struct block *));
    n = 0;
    for (const struct block *b = block->first; b != NULL; b = b->next)
        rows[n++] = b;
    brush_table(out, brush, rows, n, n > 0 && rows[0]->header);
}

static void row(struct lines *out, const struct brush *brush,
                const struct block *block)
{
    brush_table(out, brush, &block, 1, false);
}

void brush_block(struct lines *out, const struct brush *brush,
                 const struct block *block)
{
    static void (*const draw[])(struct lines *, const struct brush *,
                                const struct block *) = {
        [BLOCK_ROOT] = children,       [BLOCK_QUOTE] = quote,
        [BLOCK_LIST] = list,           [BLOCK_ITEM] = children,
        [BLOCK_TABLE] = table,         [BLOCK_ROW] = row,
        [BLOCK_PARAGRAPH] = text_leaf, [BLOCK_HEADING] = text_leaf,
        [BLOCK_CELL] = text_leaf,      [BLOCK_CODE] = code_leaf,
        [BLOCK_HTML] = code_leaf,      [BLOCK_RULE] = rule_leaf,
    };

    draw[block->kind](out, brush, block);
}

/* --- tables ------------------------------------------------------------ */

/* A cell as one line, however long: table.h wraps it. */
static struct line cell_line(struct lines *out, const struct brush *brush,
                             const struct block *cell, bool header)
{
    struct brush own = *brush;
    struct lines one = lines_new(out->arena, 1 << 20);
    struct line line = {0};

    if (header && own.role == ROLE_PLAIN)
        own.role = ROLE_TITLE;
    brush_text(&one, &own, cell);
    lines_end_code(&one);
    if (one.n > 0)
        line = one.at[0];
    lines_release(&one);
    return line;
}

static size_t count_cells(const struct block *row_block)
{
    size_t n = 0;

    for (const struct block *b = row_block->first; b != NULL; b = b->next)
        n++;
    return n;
}

void brush_table(struct lines *out, const struct brush *brush,
                 const struct block *const *rows, size_t nrows, bool header)
{
    struct table t = {.rows = nrows, .header = header};
    enum cell_align *align;

    for (size_t r = 0; r < nrows; r++)
        if (count_cells(rows[r]) > t.columns)
            t.columns = count_cells(rows[r]);
    t.cells = arena_new_array(out->arena, t.columns * nrows, sizeof *t.cells);
    t.align = align = arena_new_array(out->arena, t.columns, sizeof *align);
    for (size_t r = 0; r < nrows; r++) {
        size_t c = 0;

        for (const struct block *b = rows[r]->first; b != NULL; b = b->next) {
            align[c] = b->align;
            t.cells[r * t.columns + c++] =
                cell_line(out, brush, b, header && r == 0);
        }
    }
    table_draw(out, &t);
    for (size_t r = 0; r < nrows; r++)
        for (const struct block *b = rows[r]->first; b != NULL; b = b->next)
            brush_pictures(out, brush, b);
}
