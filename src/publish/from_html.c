#include "publish/from_html.h"

#include <setjmp.h>
#include <stdlib.h>

#include "base/mem.h"
#include "publish/html_walk.h"
#include "publish/marks.h"

enum {
    TREE_BYTES_MAX = 64 << 20, /* of a parsed field */
    TAGS_MAX =
        10000, /* in it; elements in each other take the square of it */
};

/* --- parsing ------------------------------------------------------------ */

/* gumbo asks for memory as if there was always some: it is given up to so
 * much, and left in the middle when that is gone. */
struct parser {
    struct arena arena;
    jmp_buf enough;
};

static void *give(void *arg, size_t size)
{
    struct parser *p = arg;

    if (size > TREE_BYTES_MAX || p->arena.total > TREE_BYTES_MAX)
        longjmp(p->enough, 1);
    return arena_new(&p->arena, size);
}

static void keep(void *arg, void *at)
{
    (void)arg;
    (void)at;
}

static size_t count_tags(struct slice text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += text.at[i] == '<';
    return n;
}

/* The children of the fragment; NULL when it is too tangled. */
static const GumboVector *parse(struct parser *p, struct slice text)
{
    GumboOptions options = kGumboDefaultOptions;
    const GumboOutput *out;

    options.allocator = give;
    options.deallocator = keep;
    options.userdata = p;
    options.max_errors = 0;
    options.fragment_context = GUMBO_TAG_BODY;
    if (count_tags(text) > TAGS_MAX || setjmp(p->enough) != 0)
        return NULL;
    out = gumbo_parse_with_options(&options, text.at, text.len);
    return &out->root->v.element.children;
}

/* Everything between tags. */
static void put_bare(struct draft *draft, struct slice text)
{
    size_t at = 0;

    while (at < text.len) {
        size_t tag = slice_find(text, at, SLICE("<"));

        draft_text(draft, slice_sub(text, at, tag - at));
        draft_text(draft, SLICE(" "));
        at = slice_find(text, tag, SLICE(">")) + 1;
    }
}

/* --- what goes where ---------------------------------------------------- */

static bool has_cloze(const GumboNode *node, int depth)
{
    if (html_is_text(node))
        return marks_open(slice_from(node->v.text.text));
    if (node->type != GUMBO_NODE_ELEMENT || depth >= HTML_DEPTH_MAX)
        return false;
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        if (has_cloze(node->v.element.children.data[i], depth + 1))
            return true;
    return false;
}

/* Only a paragraph may become part of a line. */
static bool is_line(const GumboNode *node, int depth)
{
    if (html_stands_alone(node) && !html_is(node, GUMBO_TAG_P) &&
        !html_is(node, GUMBO_TAG_DIV))
        return false;
    if (node->type != GUMBO_NODE_ELEMENT)
        return true;
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        if (depth >= HTML_DEPTH_MAX ||
            !is_line(node->v.element.children.data[i], depth + 1))
            return false;
    return true;
}

static bool is_rich(const GumboNode *node, int depth)
{
    if (html_is(node, GUMBO_TAG_TABLE) || html_is(node, GUMBO_TAG_PRE))
        return true;
    if (node->type != GUMBO_NODE_ELEMENT || depth >= HTML_DEPTH_MAX)
        return false;
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        if (is_rich(node->v.element.children.data[i], depth + 1))
            return true;
    return false;
}

static bool is_space(const GumboNode *node)
{
    return node->type == GUMBO_NODE_WHITESPACE ||
           node->type == GUMBO_NODE_COMMENT;
}

/* The first node that belongs to the end of the fragment (from_html.h). */
static unsigned end_of(const GumboVector *nodes)
{
    unsigned first = 0;

    while (first < nodes->length && !has_cloze(nodes->data[first], 0))
        first++;
    if (first == nodes->length) {
        while (first > 0 && is_space(nodes->data[first - 1]))
            first--;
        if (first == 0 || !is_line(nodes->data[first - 1], 0))
            return nodes->length;
        first--;
    }
    if (!html_stands_alone(nodes->data[first]))
        while (first > 0 && !html_stands_alone(nodes->data[first - 1]))
            first--;
    return first;
}

enum way { WAY_DRAFT, WAY_END, WAY_START, WAY_BLOCKS };

static void walk_all(struct walk *w, const GumboVector *nodes, enum way way,
                     struct block *parent)
{
    unsigned end = way == WAY_DRAFT ? 0
                   : way == WAY_END ? end_of(nodes)
                                    : nodes->length;

    w->at = parent;
    for (unsigned i = 0; i < end; i++)
        html_node(w, nodes->data[i]);
    if (parent != NULL)
        html_end_paragraph(w);
    w->at = NULL;
    for (unsigned i = end; i < nodes->length; i++)
        html_node(w, nodes->data[i]);
}

/* Nodes up to the first table or code into the draft, the others into another
 * one, for blocks. */
static void walk_start(struct walk *w, const GumboVector *nodes,
                       struct block *parent)
{
    struct draft after = draft_new(w->html->arena, w->html->left);
    size_t from = w->draft->text.len;
    unsigned i = 0;

    while (i < nodes->length && !is_rich(nodes->data[i], 0))
        html_node(w, nodes->data[i++]);
    if (w->draft->text.len > from) {
        w->draft = &after;
        w->at = parent;
    }
    while (i < nodes->length)
        html_node(w, nodes->data[i++]);
    if (w->at != NULL)
        html_end_paragraph(w);
    draft_release(&after);
}

static void read_html(const struct html *html, struct slice text,
                      enum way way, struct block *parent, struct draft *draft)
{
    struct walk w = {.html = html, .draft = draft};
    struct parser *p = mem_new(sizeof *p);
    struct str marked = STR_EMPTY;
    const GumboVector *nodes;

    if (text.len > HTML_BYTES_MAX) {
        left_add(html->left, LEFT_TANGLE);
        text.len = HTML_BYTES_MAX;
    }
    marks_put(&marked, text, html->clozes, html->left);
    nodes = parse(p, str_slice(&marked));
    if (nodes != NULL && way == WAY_START) {
        walk_start(&w, nodes, parent);
    } else if (nodes != NULL) {
        walk_all(&w, nodes, way, parent);
    } else {
        left_add(html->left, LEFT_TANGLE);
        put_bare(draft, text);
    }
    arena_release(&p->arena);
    free(p);
    str_release(&marked);
}

void html_draft(const struct html *html, struct slice text,
                struct draft *draft)
{
    read_html(html, text, WAY_DRAFT, NULL, draft);
}

void html_blocks(const struct html *html, struct slice text,
                 struct block *parent, struct draft *draft)
{
    read_html(html, text, WAY_END, parent, draft);
}

void html_split(const struct html *html, struct slice text,
                struct draft *draft, struct block *parent)
{
    read_html(html, text, WAY_START, parent, draft);
}

void html_all(const struct html *html, struct slice text,
              struct block *parent)
{
    struct draft draft = draft_new(html->arena, html->left);

    read_html(html, text, WAY_BLOCKS, parent, &draft);
    if (!draft_empty(&draft))
        draft_end(&draft, parent, BLOCK_PARAGRAPH);
    draft_release(&draft);
}
