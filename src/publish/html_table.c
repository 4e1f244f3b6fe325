/* Tables: blocks of their own, or lines with bars between the cells. */
#include "publish/html_walk.h"

enum { COLUMNS_MAX = 64 };

static bool is_cell(const GumboNode *node)
{
    return html_is(node, GUMBO_TAG_TD) || html_is(node, GUMBO_TAG_TH);
}

static void cell(const struct walk *w, const GumboNode *node,
                 struct block *row)
{
    struct draft text = draft_new(w->html->arena, w->html->left);
    struct walk inner = {
        .html = w->html,
        .draft = &text,
        .depth = w->depth + 1,
    };

    html_walk(&inner, node);
    draft_end(&text, row, BLOCK_CELL);
    draft_release(&text);
}

static void tree_row(const struct walk *w, const GumboNode *node,
                     struct block *table)
{
    const GumboVector *cells = &node->v.element.children;
    struct block *row = doc_add(w->html->arena, table, BLOCK_ROW);
    int n = 0;

    row->header = table->first == row;
    for (unsigned i = 0; i < cells->length && n < COLUMNS_MAX; i++)
        if (is_cell(cells->data[i])) {
            row->header &= html_is(cells->data[i], GUMBO_TAG_TH);
            cell(w, cells->data[i], row);
            n++;
        }
    row->header &= n > 0;
}

static void draft_row(struct walk *w, const GumboNode *node)
{
    const GumboVector *cells = &node->v.element.children;
    bool first = true;

    draft_line(w->draft);
    for (unsigned i = 0; i < cells->length; i++) {
        if (!is_cell(cells->data[i]))
            continue;
        if (!first)
            draft_text(w->draft, SLICE(" | "));
        first = false;
        html_walk(w, cells->data[i]);
    }
    draft_line(w->draft);
}

/* The rows below an element, in whatever parts of the table. */
static void rows(struct walk *w, const GumboNode *node, struct block *table)
{
    const GumboVector *children = &node->v.element.children;

    if (w->depth >= HTML_DEPTH_MAX)
        return;
    w->depth++;
    for (unsigned i = 0; i < children->length; i++) {
        const GumboNode *child = children->data[i];

        if (html_is(child, GUMBO_TAG_TR) && table != NULL)
            tree_row(w, child, table);
        else if (html_is(child, GUMBO_TAG_TR))
            draft_row(w, child);
        else if (html_is(child, GUMBO_TAG_CAPTION))
            html_walk(w, child);
        else if (child->type == GUMBO_NODE_ELEMENT)
            rows(w, child, table);
    }
    w->depth--;
}

static size_t count_cells(const struct block *row)
{
    size_t n = 0;

    for (const struct block *c = row->first; c != NULL; c = c->next)
        n++;
    return n;
}

/* Every row gets as many cells as the longest has. */
static void even_out(struct walk *w, struct block *table)
{
    size_t most = 1;

    for (const struct block *r = table->first; r != NULL; r = r->next)
        most = count_cells(r) > most ? count_cells(r) : most;
    for (struct block *r = table->first; r != NULL; r = r->next)
        for (size_t n = count_cells(r); n < most; n++)
            doc_add(w->html->arena, r, BLOCK_CELL);
}

static void attach(struct block *parent, struct block *block)
{
    block->parent = parent;
    if (parent->last != NULL)
        parent->last->next = block;
    else
        parent->first = block;
    parent->last = block;
}

void html_table(struct walk *w, const GumboNode *node, uint32_t arg)
{
    struct block *table = NULL;

    (void)arg;
    html_end_paragraph(w);
    if (w->at != NULL)
        table = doc_add(w->html->arena, NULL, BLOCK_TABLE);
    rows(w, node, table);
    html_end_paragraph(w); /* a caption comes first */
    if (table != NULL && table->first != NULL) {
        even_out(w, table);
        attach(w->at, table);
    }
}
