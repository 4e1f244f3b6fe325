/* Elements that stand by themselves. */
#include "publish/html_walk.h"

enum { BLOCKS_DEEP = 3 }; /* lists and quotes in each other */

static bool in_tree(const struct walk *w)
{
    return w->at != NULL;
}

void html_end_paragraph(struct walk *w)
{
    if (!in_tree(w))
        draft_line(w->draft);
    else if (!draft_empty(w->draft))
        draft_end(w->draft, w->at, BLOCK_PARAGRAPH);
}

void html_paragraph(struct walk *w, const GumboNode *node, uint32_t style)
{
    html_end_paragraph(w);
    html_styled(w, node, style);
    html_end_paragraph(w);
}

/* The children of `node` into a block of their own. */
static void inside(struct walk *w, const GumboNode *node, struct block *block)
{
    struct block *before = w->at;

    w->at = block;
    html_walk(w, node);
    html_end_paragraph(w);
    w->at = before;
}

/* --- lists and quotes --------------------------------------------------- */

static void put_bullet(struct walk *w, bool ordered, unsigned number)
{
    struct str sign = STR_EMPTY;

    if (ordered)
        str_printf(&sign, "%u. ", number);
    else
        str_puts(&sign, "• ");
    draft_text(w->draft, str_slice(&sign));
    str_release(&sign);
}

static void draft_items(struct walk *w, const GumboNode *node, bool ordered)
{
    const GumboVector *items = &node->v.element.children;
    size_t margin = w->draft->margin.len;
    unsigned number = 0;

    if (w->indent++ > 0)
        str_puts(&w->draft->margin, "  ");
    for (unsigned i = 0; i < items->length; i++) {
        const GumboNode *item = items->data[i];

        if (html_is_text(item))
            html_text(w, item, false);
        if (item->type != GUMBO_NODE_ELEMENT)
            continue;
        draft_line(w->draft);
        if (html_is(item, GUMBO_TAG_LI))
            put_bullet(w, ordered, ++number);
        html_walk(w, item);
        draft_line(w->draft);
    }
    w->indent--;
    str_truncate(&w->draft->margin, margin);
}

static void tree_items(struct walk *w, const GumboNode *node, bool ordered)
{
    const GumboVector *items = &node->v.element.children;
    struct block *list = doc_add(w->html->arena, w->at, BLOCK_LIST);

    list->ordered = ordered;
    list->start = ordered ? 1 : 0;
    w->deep++;
    for (unsigned i = 0; i < items->length; i++)
        if (html_is(items->data[i], GUMBO_TAG_LI))
            inside(w, items->data[i],
                   doc_add(w->html->arena, list, BLOCK_ITEM));
    w->deep--;
}

void html_list(struct walk *w, const GumboNode *node, uint32_t arg)
{
    bool ordered = node->v.element.tag == GUMBO_TAG_OL;

    (void)arg;
    html_end_paragraph(w);
    if (in_tree(w) && w->deep < BLOCKS_DEEP)
        tree_items(w, node, ordered);
    else
        draft_items(w, node, ordered);
    html_end_paragraph(w);
}

void html_quote(struct walk *w, const GumboNode *node, uint32_t arg)
{
    (void)arg;
    html_end_paragraph(w);
    if (in_tree(w) && w->deep < BLOCKS_DEEP) {
        w->deep++;
        inside(w, node, doc_add(w->html->arena, w->at, BLOCK_QUOTE));
        w->deep--;
    } else {
        html_paragraph(w, node, 0);
    }
}

/* --- code and rules ----------------------------------------------------- */

static void code_block(struct walk *w, const GumboNode *node)
{
    struct block *block = doc_add(w->html->arena, w->at, BLOCK_CODE);
    struct str text = STR_EMPTY;

    html_raw(&text, node);
    block->text = arena_copy(w->html->arena, str_slice(&text));
    str_release(&text);
}

void html_code(struct walk *w, const GumboNode *node, uint32_t arg)
{
    uint32_t before = w->draft->style;

    (void)arg;
    html_end_paragraph(w);
    if (in_tree(w)) {
        code_block(w, node);
        return;
    }
    w->draft->style |= RUN_CODE;
    html_text(w, node, true);
    w->draft->style = before;
    html_end_paragraph(w);
}

void html_rule(struct walk *w, const GumboNode *node, uint32_t arg)
{
    (void)node;
    (void)arg;
    html_end_paragraph(w);
    if (in_tree(w))
        doc_add(w->html->arena, w->at, BLOCK_RULE);
}
