#include "note/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "note/piece.h"
#include "note/preflight.h"

/* The library exports these, its headers do not declare them. */
extern cmark_node_type CMARK_NODE_TABLE, CMARK_NODE_TABLE_ROW,
    CMARK_NODE_TABLE_CELL, CMARK_NODE_STRIKETHROUGH;

/* Fed before the text, so that the guard sees the root of the tree at once;
 * the paragraph it makes is taken away again. */
static const char opening[] = "x\n\n";
enum { OPENING_LINES = 2, FEED_BYTES = 16384 };

/* --- memory: ours, so that none of it ends in an abort ------------------ */

static void *hook_calloc(size_t n, size_t size)
{
    return mem_new_array(n, size);
}

/* Zeroed when it is new: a block without text has a buffer that nobody has
 * written to, and we read it up to its NUL. */
static void *hook_realloc(void *old, size_t size)
{
    return old != NULL ? mem_resize(old, size) : mem_new(size);
}

static cmark_mem *memory(void)
{
    cmark_mem *mem = cmark_get_default_mem_allocator();

    *mem = (cmark_mem){hook_calloc, hook_realloc, free};
    return mem;
}

/* --- limits that only the parser can measure ---------------------------- */

/* A syntax extension that opens no block: it is asked about the lines that
 * could open one, before the table extension is, and looks what that would
 * cost. */
struct guard {
    struct budget budget;
    size_t first_line; /* of the source: the parser's line 1 */
    cmark_node *root;
    cmark_node *measured; /* its nesting is known to be fine */
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

    if (parent != g->measured &&
        budget_nesting(&g->budget, at, nesting(parent)) < 0)
        return -1;
    g->measured = parent;
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

/* --- parsing ------------------------------------------------------------ */

/* A reading of tagged text, piece by piece. */
struct reading {
    struct guard guard;
    struct slice text;
    bool whole; /* in one piece */
    size_t at;  /* the next piece begins here */
};

static void feed(struct reading *r, cmark_parser *parser, size_t end)
{
    while (r->at < end && !r->guard.refused) {
        size_t n = end - r->at < FEED_BYTES ? end - r->at : FEED_BYTES;

        cmark_parser_feed(parser, r->text.at + r->at, n);
        r->at += n;
    }
}

/* Is the end of what was fed inside a block that may go on? */
static bool is_open(const struct guard *g)
{
    cmark_node *last = cmark_node_last_child(g->root);
    cmark_node_type type = cmark_node_get_type(last);

    return type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK;
}

static void feed_piece(struct reading *r, cmark_parser *parser)
{
    struct guard *g = &r->guard;
    size_t end = r->at + PIECE_BYTES;

    g->root = g->measured = NULL;
    cmark_parser_feed(parser, opening, strlen(opening));
    cmark_node_free(cmark_node_first_child(g->root));
    do {
        end = r->whole ? r->text.len : piece_end(r->text, end);
        feed(r, parser, end++);
    } while (r->at < r->text.len && !g->refused && is_open(g));
    if (!g->refused)
        measure_all(g);
}

/* The tree of the next piece, or NULL after a finding. */
static cmark_node *parse(struct reading *r)
{
    static const char *const names[] = {"table", "strikethrough"};
    cmark_mem *mem = memory();
    cmark_syntax_extension *watch;
    cmark_parser *parser;
    cmark_node *root = NULL;

    cmark_gfm_core_extensions_ensure_registered();
    watch = cmark_syntax_extension_new("guard");
    cmark_syntax_extension_set_private(watch, &r->guard, NULL);
    cmark_syntax_extension_set_open_block_func(watch, look);
    parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(parser, watch);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cmark_parser_attach_syntax_extension(
            parser, cmark_find_syntax_extension(names[i]));
    feed_piece(r, parser);
    if (!r->guard.refused)
        root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    cmark_syntax_extension_free(mem, watch);
    return root;
}

/* --- handing it over ---------------------------------------------------- */

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

static void place_block(struct block *b, cmark_node *node, size_t first_line)
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
    at = place_of(first_line, line, cmark_node_get_start_column(node));
    b->line = at.line;
    b->col = at.col;
    b->last_line = place_of(first_line, last > line ? last : line, 1).line;
}

static enum cell_align alignment(cmark_node *table, size_t column)
{
    const uint8_t *of = cmark_gfm_extensions_get_table_alignments(table);

    return of[column] == 'l'   ? ALIGN_LEFT
           : of[column] == 'c' ? ALIGN_CENTRE
           : of[column] == 'r' ? ALIGN_RIGHT
                               : ALIGN_NONE;
}

static struct slice text_of(const char *text)
{
    return text != NULL ? slice_from(text) : (struct slice){0};
}

/* A block as the parser has it. *column is the next cell of a row. */
static struct block describe(cmark_node *node, size_t first_line,
                             size_t *column)
{
    struct block b = {.kind = kind_of(cmark_node_get_type(node))};

    place_block(&b, node, first_line);
    switch (b.kind) {
    case BLOCK_LIST:
        b.ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
        b.start = (uint32_t)cmark_node_get_list_start(node);
        break;
    case BLOCK_ROW:
        b.header = cmark_node_previous(node) == NULL;
        *column = 0;
        break;
    case BLOCK_CELL:
        b.align = alignment(cmark_node_parent(cmark_node_parent(node)),
                            (*column)++);
        break;
    case BLOCK_HEADING:
        b.level = (uint32_t)cmark_node_get_heading_level(node);
        break;
    case BLOCK_CODE:
        b.info = text_of(cmark_node_get_fence_info(node));
        b.text = text_of(cmark_node_get_literal(node));
        break;
    case BLOCK_HTML:
        b.text = text_of(cmark_node_get_literal(node));
        break;
    default:
        break;
    }
    return b;
}

static bool is_fenced(cmark_node *node)
{
    int length, offset;
    char character;

    return cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK &&
           cmark_node_get_fenced(node, &length, &offset, &character) != 0;
}

static enum part_kind part_kind(cmark_node_type type)
{
    switch (type) {
    case CMARK_NODE_TEXT:
        return PART_TEXT;
    case CMARK_NODE_SOFTBREAK:
        return PART_SOFT_BREAK;
    case CMARK_NODE_LINEBREAK:
        return PART_HARD_BREAK;
    case CMARK_NODE_CODE:
        return PART_CODE;
    case CMARK_NODE_HTML_INLINE:
        return PART_HTML;
    case CMARK_NODE_STRONG:
        return PART_STRONG;
    case CMARK_NODE_EMPH:
        return PART_EMPH;
    case CMARK_NODE_LINK:
        return PART_LINK;
    case CMARK_NODE_IMAGE:
        return PART_IMAGE;
    default:
        return type == CMARK_NODE_STRIKETHROUGH ? PART_STRIKE : PART_BLOCK;
    }
}

static void hand_over(cmark_node *root, size_t first_line,
                      void (*use)(void *arg, const struct part *part),
                      void *arg)
{
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    struct block block;
    size_t column = 0;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        struct part part = {.kind = part_kind(cmark_node_get_type(node)),
                            .enter = event == CMARK_EVENT_ENTER};

        if (part.kind == PART_LINK || part.kind == PART_IMAGE)
            part.text = text_of(cmark_node_get_url(node));
        else if (part.kind <= PART_HTML)
            part.text = text_of(cmark_node_get_literal(node));
        else if (part.kind == PART_BLOCK && part.enter) {
            block = describe(node, first_line, &column);
            part.block = &block;
            part.fenced = is_fenced(node);
        }
        use(arg, &part);
    }
    cmark_iter_free(iter);
}

int markdown_read(struct source *source, size_t from, struct slice tagged,
                  void (*use)(void *arg, const struct part *part), void *arg)
{
    struct reading r = {
        .guard.budget.source = source,
        .text = tagged,
        .whole = piece_defines_links(slice_skip(source->text, from)),
    };
    size_t line = source_place(source, from).line;
    cmark_node *root;

    while (r.at < tagged.len) {
        size_t at = r.at;

        r.guard.first_line = line;
        root = parse(&r);
        if (root == NULL)
            return -1;
        hand_over(root, line, use, arg);
        cmark_node_free(root);
        line += piece_lines(slice_sub(tagged, at, r.at - at));
    }
    return 0;
}
