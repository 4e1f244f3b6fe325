#include "note/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "note/leaf.h"
#include "note/preflight.h"

/* The library exports these, its headers do not declare them. */
extern cmark_node_type CMARK_NODE_TABLE, CMARK_NODE_TABLE_ROW,
    CMARK_NODE_TABLE_CELL, CMARK_NODE_STRIKETHROUGH;

/* Fed before the source, so that the guard sees the root of the tree at
 * once; the paragraph it makes is taken away again. */
static const char opening[] = "x\n\n";
enum { OPENING_LINES = 2, PIECE_BYTES = 16384 };

/* --- memory: ours, so that none of it ends in an abort
 * ----------------------- */

static void *hook_calloc(size_t n, size_t size)
{
    return mem_new_array(n, size);
}

static cmark_mem *memory(void)
{
    cmark_mem *mem = cmark_get_default_mem_allocator();

    *mem = (cmark_mem){hook_calloc, mem_resize, free};
    return mem;
}

/* --- limits that only the parser can measure
 * ---------------------------------- */

/* A syntax extension that opens no block: it is asked about the lines that
 * could open one, before the table extension is, and looks what that would
 * cost. */
struct guard {
    struct budget budget;
    size_t first_line; /* of the source: the parser's line 1 */
    cmark_node *root;
    bool refused;
};

/* A place of the parser's in the source. */
static struct place place_of(size_t first_line, int line, int col)
{
    size_t at = (size_t)line + first_line - 1 - OPENING_LINES;

    return (struct place){(uint32_t)at, col > 0 ? (uint32_t)col : 1};
}

static int nesting(cmark_node *node)
{
    int n = 0;

    for (; node != NULL; node = cmark_node_parent(node))
        n += cmark_node_get_type(node) == CMARK_NODE_ITEM ||
             cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE;
    return n;
}

static int measure_line(struct guard *g, cmark_node *parent, struct place at,
                        const char *line)
{
    cmark_node_type type = cmark_node_get_type(parent);

    if (budget_nesting(&g->budget, at, nesting(parent)) < 0)
        return -1;
    if (type == CMARK_NODE_TABLE)
        return budget_row(&g->budget, at, line,
                          cmark_gfm_extensions_get_table_columns(parent));
    if (type == CMARK_NODE_PARAGRAPH && is_delimiter_row(line))
        return budget_header(&g->budget, at,
                             strlen(cmark_node_get_string_content(parent)),
                             line);
    return 0;
}

/* Returning the parent keeps the table extension from trying the line. */
static cmark_node *look(cmark_syntax_extension *self, int indented,
                        cmark_parser *parser, cmark_node *parent,
                        unsigned char *input, int len)
{
    struct guard *g = cmark_syntax_extension_get_private(self);
    int line = cmark_parser_get_line_number(parser);
    const char *text =
        (const char *)input + cmark_parser_get_first_nonspace(parser);

    (void)len, (void)indented;
    if (g->root == NULL)
        g->root = parent;
    else if (!g->refused)
        g->refused = measure_line(g, parent, place_of(g->first_line, line, 1),
                                  text) < 0;
    return g->refused && cmark_node_get_type(parent) == CMARK_NODE_PARAGRAPH
               ? parent
               : NULL;
}

static bool holds_text(cmark_node_type type)
{
    return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING ||
           type == CMARK_NODE_TABLE_CELL;
}

/* Before the inlines are parsed: the tree holds blocks only. */
static void measure_all(struct guard *g)
{
    cmark_iter *iter = cmark_iter_new(g->root);
    cmark_event_type event;

    while (!g->refused &&
           (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        struct place at =
            place_of(g->first_line, cmark_node_get_start_line(node),
                     cmark_node_get_start_column(node));

        if (event == CMARK_EVENT_ENTER &&
            holds_text(cmark_node_get_type(node)))
            g->refused = budget_text(&g->budget, at,
                                     cmark_node_get_string_content(node)) < 0;
    }
    cmark_iter_free(iter);
}

/* --- parsing
 * ---------------------------------------------------------------- */

static void feed(cmark_parser *parser, struct guard *g, struct slice text)
{
    cmark_parser_feed(parser, opening, strlen(opening));
    cmark_node_free(cmark_node_first_child(g->root));
    for (size_t at = 0; at < text.len && !g->refused; at += PIECE_BYTES) {
        struct slice piece = slice_sub(text, at, PIECE_BYTES);

        cmark_parser_feed(parser, piece.at, piece.len);
    }
    if (!g->refused)
        measure_all(g);
}

/* The tree of tagged text, or NULL after a finding. */
static cmark_node *parse(struct source *source, size_t first_line,
                         struct slice text)
{
    static const char *const names[] = {"table", "strikethrough"};
    struct guard g = {.budget.source = source, .first_line = first_line};
    cmark_mem *mem = memory();
    cmark_syntax_extension *watch;
    cmark_parser *parser;
    cmark_node *root = NULL;

    cmark_gfm_core_extensions_ensure_registered();
    watch = cmark_syntax_extension_new("guard");
    cmark_syntax_extension_set_private(watch, &g, NULL);
    cmark_syntax_extension_set_open_block_func(watch, look);
    parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(parser, watch);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cmark_parser_attach_syntax_extension(
            parser, cmark_find_syntax_extension(names[i]));
    feed(parser, &g, text);
    if (!g.refused)
        root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    cmark_syntax_extension_free(mem, watch);
    return root;
}

/* --- which dollars are math
 * --------------------------------------------------- */

static struct slice literal(cmark_node *node)
{
    const char *text = cmark_node_get_literal(node);

    return text != NULL ? slice_from(text) : (struct slice){0};
}

static void collect_dollars(struct math *math, const struct tags *tags,
                            struct slice text)
{
    size_t at = 0, index, len;

    while ((at = tag_next(text, at, &index, &len)) < text.len) {
        if (index < tags->n)
            math_dollar(math, tags->at[index].at);
        at += len;
    }
}

static void collect_math(struct math *math, const struct tags *tags,
                         struct slice source, cmark_node *root)
{
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    int images = 0;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);

        if (type == CMARK_NODE_IMAGE)
            images += event == CMARK_EVENT_ENTER ? 1 : -1;
        else if (type == CMARK_NODE_TEXT && images == 0)
            collect_dollars(math, tags, literal(node));
        else if (event == CMARK_EVENT_EXIT && holds_text(type))
            math_pair(math, source);
    }
    cmark_iter_free(iter);
}

/* A first reading, only of a source that holds two dollars or more. */
static int find_math(struct math *math, struct source *source, size_t from,
                     size_t first_line)
{
    struct slice text = source->text;
    size_t one = slice_find(text, from, SLICE("$"));
    struct tags tags = {.text = STR_EMPTY};
    cmark_node *root;

    if (slice_find(text, one + 1, SLICE("$")) == text.len)
        return 0;
    tag_dollars(&tags, text, from);
    root = parse(source, first_line, str_slice(&tags.text));
    if (root != NULL) {
        collect_math(math, &tags, text, root);
        cmark_node_free(root);
    }
    tags_release(&tags);
    return root != NULL ? 0 : -1;
}

/* --- the parser's tree to ours
 * ------------------------------------------------- */

struct walk {
    struct source *source;
    size_t first_line;
    struct arena *arena;
    struct leaf leaf;
    struct block *at; /* the container or leaf we are in */
    struct slice row; /* what is left of the line of a table's row */
    uint32_t row_col; /* the column of its first byte */
    size_t column;    /* the cell that comes next */
};

static enum block_kind kind_of(cmark_node_type type)
{
    switch (type) {
    case CMARK_NODE_DOCUMENT:
        return BLOCK_ROOT;
    case CMARK_NODE_BLOCK_QUOTE:
        return BLOCK_QUOTE;
    case CMARK_NODE_LIST:
        return BLOCK_LIST;
    case CMARK_NODE_ITEM:
        return BLOCK_ITEM;
    case CMARK_NODE_HEADING:
        return BLOCK_HEADING;
    case CMARK_NODE_CODE_BLOCK:
        return BLOCK_CODE;
    case CMARK_NODE_HTML_BLOCK:
        return BLOCK_HTML;
    case CMARK_NODE_THEMATIC_BREAK:
        return BLOCK_RULE;
    default:
        return type == CMARK_NODE_TABLE        ? BLOCK_TABLE
               : type == CMARK_NODE_TABLE_ROW  ? BLOCK_ROW
               : type == CMARK_NODE_TABLE_CELL ? BLOCK_CELL
                                               : BLOCK_PARAGRAPH;
    }
}

/* The parser puts a table where the paragraph before it began, if that ends
 * in the header, and the paragraph nowhere. The header stands two lines above
 * the first row, or one above the end. */
static int header_line(cmark_node *table)
{
    cmark_node *header = cmark_node_first_child(table);
    cmark_node *row = cmark_node_next(header);

    return row != NULL ? cmark_node_get_start_line(row) - 2
                       : cmark_node_get_end_line(table) - 1;
}

static void place_block(struct walk *w, struct block *b, cmark_node *node)
{
    cmark_node *table = cmark_node_next(node);
    int line = cmark_node_get_start_line(node);
    int last = cmark_node_get_end_line(node);
    struct place at;

    if (line == 0 && table != NULL) {
        line = cmark_node_get_start_line(table);
        last = header_line(table) - 1;
    }
    if (b->kind == BLOCK_TABLE)
        line = header_line(node);
    if (b->kind == BLOCK_ROW && cmark_node_previous(node) == NULL)
        line = last = header_line(cmark_node_parent(node));
    at = place_of(w->first_line, line, cmark_node_get_start_column(node));
    b->line = at.line;
    b->col = at.col;
    b->last_line = place_of(w->first_line, last, 1).line;
    if (b->last_line < b->line)
        b->last_line = b->line;
}

static void begin_row(struct walk *w, struct block *b)
{
    size_t at = 0;

    w->row = source_line(w->source, b->line);
    if (b->header && b->col <= w->row.len)
        at = b->col - 1;
    while (at < w->row.len && strchr(" \t>", w->row.at[at]) != NULL)
        at++;
    at += at < w->row.len && w->row.at[at] == '|';
    w->row = slice_skip(w->row, at);
    w->row_col = (uint32_t)at + 1;
    w->column = 0;
}

/* Cuts the next cell off the row's line. */
static void place_cell(struct walk *w, struct block *b)
{
    size_t at = 0;

    while (at < w->row.len && (w->row.at[at] == ' ' || w->row.at[at] == '\t'))
        at++;
    b->line = b->last_line = b->parent->line;
    b->col = w->row_col + (uint32_t)at;
    while (at < w->row.len && w->row.at[at] != '|')
        at += w->row.at[at] == '\\' && at + 1 < w->row.len ? 2 : 1;
    at += at < w->row.len;
    w->row = slice_skip(w->row, at);
    w->row_col += (uint32_t)at;
}

static enum cell_align alignment(cmark_node *cell, size_t column)
{
    cmark_node *table = cmark_node_parent(cmark_node_parent(cell));
    const uint8_t *of = cmark_gfm_extensions_get_table_alignments(table);

    return of[column] == 'l'   ? ALIGN_LEFT
           : of[column] == 'c' ? ALIGN_CENTRE
           : of[column] == 'r' ? ALIGN_RIGHT
                               : ALIGN_NONE;
}

/* The word behind a fence. */
static struct slice first_word(struct slice info)
{
    size_t end = 0;

    info = slice_trim(info);
    while (end < info.len && (unsigned char)info.at[end] > ' ')
        end++;
    return slice_sub(info, 0, end);
}

static void enter_block(struct walk *w, cmark_node *node)
{
    enum block_kind kind = kind_of(cmark_node_get_type(node));
    struct block *b = doc_add(w->arena, w->at, kind);

    if (kind != BLOCK_CELL)
        place_block(w, b, node);
    switch (kind) {
    case BLOCK_LIST:
        b->ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
        b->start = (uint32_t)cmark_node_get_list_start(node);
        break;
    case BLOCK_ROW:
        b->header = b->parent->first == b;
        begin_row(w, b);
        break;
    case BLOCK_CELL:
        place_cell(w, b);
        b->align = alignment(node, w->column++);
        break;
    case BLOCK_HEADING:
        b->level = (uint32_t)cmark_node_get_heading_level(node);
        break;
    case BLOCK_CODE:
        b->text = leaf_stripped(&w->leaf, literal(node));
        b->info = leaf_stripped(
            &w->leaf,
            first_word(slice_from(cmark_node_get_fence_info(node))));
        return;
    case BLOCK_HTML:
        b->text = leaf_stripped(&w->leaf, literal(node));
        return;
    case BLOCK_RULE:
        return;
    default:
        break;
    }
    w->at = b;
    if (block_is_leaf(b))
        leaf_begin(&w->leaf, b);
}

static void exit_block(struct walk *w)
{
    if (block_is_leaf(w->at))
        leaf_end(&w->leaf);
    if (w->at->parent != NULL)
        w->at = w->at->parent;
}

static struct slice address(cmark_node *node)
{
    const char *url = cmark_node_get_url(node);

    return url != NULL ? slice_from(url) : (struct slice){0};
}

/* An inline, or a block that has none. */
static void visit(struct walk *w, cmark_node *node, bool enter)
{
    cmark_node_type type = cmark_node_get_type(node);

    switch (type) {
    case CMARK_NODE_TEXT:
        leaf_text(&w->leaf, literal(node));
        break;
    case CMARK_NODE_SOFTBREAK:
        leaf_soft_break(&w->leaf);
        break;
    case CMARK_NODE_LINEBREAK:
        leaf_hard_break(&w->leaf);
        break;
    case CMARK_NODE_CODE:
        leaf_code(&w->leaf, literal(node));
        break;
    case CMARK_NODE_HTML_INLINE:
        leaf_html(&w->leaf, literal(node));
        break;
    case CMARK_NODE_STRONG:
        leaf_style(&w->leaf, RUN_STRONG, enter);
        break;
    case CMARK_NODE_EMPH:
        leaf_style(&w->leaf, RUN_EMPH, enter);
        break;
    case CMARK_NODE_LINK:
        leaf_link(&w->leaf, address(node), enter);
        break;
    case CMARK_NODE_IMAGE:
        leaf_image(&w->leaf, address(node), enter);
        break;
    default:
        if (type == CMARK_NODE_STRIKETHROUGH)
            leaf_style(&w->leaf, RUN_STRIKE, enter);
        else if (enter)
            enter_block(w, node);
        else
            exit_block(w);
    }
}

static void build(struct doc *out, struct source *source, size_t first_line,
                  const struct tags *tags, const struct math *math,
                  cmark_node *root)
{
    struct walk w = {
        .source = source, .first_line = first_line, .arena = &out->arena};
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;

    leaf_init(&w.leaf, source, tags, math, &out->arena);
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
        visit(&w, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
    out->root = w.at;
    leaf_release(&w.leaf);
    cmark_iter_free(iter);
}

int markdown_read(struct doc *out, struct source *source, size_t from)
{
    size_t first_line = source_place(source, from).line;
    struct tags tags = {.text = STR_EMPTY};
    struct math math = {0};
    struct doc doc = {0};
    cmark_node *root = NULL;
    int rc = -1;

    if (find_math(&math, source, from, first_line) < 0)
        goto done;
    tag_source(&tags, source->text, from, math.spans, math.nspans);
    root = parse(source, first_line, str_slice(&tags.text));
    if (root == NULL)
        goto done;
    build(&doc, source, first_line, &tags, &math, root);
    cmark_node_free(root);
    doc_swap(out, &doc);
    rc = 0;
done:
    doc_release(&doc);
    tags_release(&tags);
    math_release(&math);
    return rc;
}
