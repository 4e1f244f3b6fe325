#include "publish/prose_tex.h"

#include "note/mask.h"
#include "publish/prose.h"

enum {
    LISTS_MAX = 3,   /* LaTeX has four of a kind; one is the question's */
    TABLE_WIDE = 70, /* letters, beyond which cells are broken */
};

/* --- leaves ------------------------------------------------------------- */

static void put_piece(struct str *out, const struct piece *piece)
{
    uint32_t style = piece->run != NULL ? piece->run->style : 0;
    struct str text = STR_EMPTY;

    if (style & RUN_BREAK) {
        str_puts(out, "\\newline\n");
        return;
    }
    prose_piece(&text, piece);
    str_puts(out, style & RUN_STRONG ? "\\textbf{" : "");
    str_puts(out, style & RUN_EMPH ? "\\emph{" : "");
    if (prose_is_code(piece))
        tex_code(out, str_slice(&text));
    else
        tex_text(out, str_slice(&text));
    str_puts(out, style & RUN_EMPH ? "}" : "");
    str_puts(out, style & RUN_STRONG ? "}" : "");
    str_release(&text);
}

static void put_leaf(struct str *out, const struct block *leaf)
{
    struct pieces walk = {.leaf = leaf};
    struct piece piece;

    while (piece_next(&walk, &piece))
        put_piece(out, &piece);
}

/* --- tables ------------------------------------------------------------- */

static unsigned columns_of(const struct block *row)
{
    unsigned n = 0;

    for (const struct block *c = row->first; c != NULL; c = c->next)
        n++;
    return n;
}

/* The letters of the longest row. */
static size_t width_of(const struct block *table)
{
    size_t most = 0;

    for (const struct block *r = table->first; r != NULL; r = r->next) {
        size_t n = 0;
        for (const struct block *c = r->first; c != NULL; c = c->next)
            n += c->text.len + 2;
        most = n > most ? n : most;
    }
    return most;
}

static void put_table(struct str *out, const struct block *table)
{
    unsigned n = table->first != NULL ? columns_of(table->first) : 0;
    bool wide = width_of(table) > TABLE_WIDE;

    if (n == 0)
        return;
    str_puts(out, "\\begin{flushleft}\\small\\begin{tabular}{|");
    for (const struct block *c = table->first->first; c != NULL; c = c->next)
        if (wide)
            str_printf(out, "p{%.3f\\linewidth}|", 0.9 / n);
        else
            str_puts(out, c->align == ALIGN_RIGHT ? "r|" : "l|");
    str_puts(out, "}\\hline\n");
    for (const struct block *r = table->first; r != NULL; r = r->next) {
        unsigned k = 0;
        for (const struct block *c = r->first; c != NULL && k++ < n;
             c = c->next) {
            str_puts(out, k > 1 ? " & " : "");
            put_leaf(out, c);
        }
        str_puts(out, "\\\\\\hline\n");
    }
    str_puts(out, "\\end{tabular}\\end{flushleft}\n");
}

/* --- blocks ------------------------------------------------------------- */

static void put_blocks(struct str *out, const struct block *parent,
                       unsigned lists);

/* A list, or where it would be too deep for LaTeX, paragraphs. */
static void put_list(struct str *out, const struct block *list,
                     unsigned lists)
{
    const char *kind = list->ordered ? "enumerate" : "itemize";
    bool deep = lists >= LISTS_MAX;
    uint32_t number = list->start;

    if (!deep)
        str_printf(out, "\\begin{%s}\n", kind);
    for (const struct block *b = list->first; b != NULL; b = b->next) {
        if (list->ordered)
            str_printf(out, deep ? "%u. " : "\\item[%u.] ",
                       number++ % 1000000000);
        else
            str_puts(out, deep ? "\\textbullet{} " : "\\item{} ");
        put_blocks(out, b, lists + 1);
    }
    if (!deep)
        str_printf(out, "\\end{%s}\n", kind);
}

static void put_block(struct str *out, const struct block *b, unsigned lists)
{
    switch (b->kind) {
    case BLOCK_LIST:
        put_list(out, b, lists);
        break;
    case BLOCK_TABLE:
        put_table(out, b);
        break;
    case BLOCK_CODE:
    case BLOCK_HTML:
        tex_listing(out, b->text);
        break;
    case BLOCK_RULE:
        str_puts(out, "\\par\\noindent\\hrulefill\\par\n");
        break;
    case BLOCK_HEADING:
        str_puts(out, "\\par\\noindent\\textbf{");
        put_leaf(out, b);
        str_puts(out, "}\\par\n");
        break;
    case BLOCK_PARAGRAPH:
    case BLOCK_CELL:
        put_leaf(out, b);
        str_puts(out, "\\par\n");
        break;
    default:
        put_blocks(out, b, lists);
        break;
    }
}

static void put_blocks(struct str *out, const struct block *parent,
                       unsigned lists)
{
    for (const struct block *b = parent->first; b != NULL; b = b->next)
        put_block(out, b, lists);
}

void tex_doc(struct str *out, const struct block *root)
{
    if (root != NULL)
        put_blocks(out, root, 0);
}

/* --- figures ------------------------------------------------------------ */

static size_t grid_width(const struct figure_grid *g)
{
    size_t sum = 0;

    for (size_t k = 0; k < g->columns; k++) {
        size_t most = g->head[k].text.len;
        for (size_t i = 0; i < g->rows; i++)
            if (g->row[i].cell != NULL && g->row[i].cell[k].text.len > most)
                most = g->row[i].cell[k].text.len;
        sum += most + 2;
    }
    return sum;
}

static void put_cell(struct str *out, const struct figure_cell *cell,
                     enum figure_mark row)
{
    bool marked = cell->mark == FIGURE_HERE || cell->mark == FIGURE_CHANGED ||
                  row == FIGURE_HERE || row == FIGURE_CHANGED;

    str_puts(out, marked ? "\\textbf{" : "");
    tex_text(out, cell->mark == FIGURE_ASKED ? SLICE("?") : cell->text);
    str_puts(out, marked ? "}" : "");
}

static void put_grid(struct str *out, const struct figure_grid *g)
{
    str_puts(out, "\\begin{tabular}{|");
    for (size_t k = 0; k < g->columns; k++)
        str_puts(out, g->right[k] ? "r|" : "l|");
    str_puts(out, "}\\hline\n");
    for (size_t k = 0; k < g->columns; k++) {
        str_puts(out, k > 0 ? " & " : "");
        put_cell(out, &g->head[k], FIGURE_PLAIN);
    }
    str_puts(out, "\\\\\\hline\n");
    for (size_t i = 0; i < g->rows; i++) {
        const struct figure_row *row = &g->row[i];
        if (row->cell == NULL)
            str_printf(out, "\\multicolumn{%zu}{|l|}{\\dots\\ %llu rows, ",
                       g->columns, (unsigned long long)row->elided);
        for (size_t k = 0; row->cell != NULL && k < g->columns; k++) {
            str_puts(out, k > 0 ? " & " : "");
            put_cell(out, &row->cell[k], row->mark);
        }
        if (row->cell == NULL) {
            tex_text(out, slice_from(row->why));
            str_putc(out, '}');
        }
        str_puts(out, "\\\\\n");
    }
    str_puts(out, "\\hline\\end{tabular}");
}

void tex_figure(struct str *out, const struct figure *figure)
{
    struct str drawn = STR_EMPTY;

    if (figure->shape == FIGURE_GRID &&
        grid_width(&figure->grid) <= TABLE_WIDE) {
        str_puts(out, "\\begin{flushleft}\\small\n");
        tex_text(out, figure->title);
        str_puts(out, "\\\\*[2pt]\n");
        put_grid(out, &figure->grid);
        str_puts(out, "\\end{flushleft}\n");
        return;
    }
    figure_drawn(&drawn, figure, true);
    tex_listing(out, str_slice(&drawn));
    str_release(&drawn);
}
