/* html_walk.h - what the files behind from_html.h share: a fragment as gumbo
 * parsed it, walked from its first node to its last. */
#ifndef PUBLISH_HTML_WALK_H
#define PUBLISH_HTML_WALK_H

#include <gumbo.h>

#include "publish/from_html.h"

enum { HTML_DEPTH_MAX = 200 }; /* of elements that are looked into */

struct walk {
    const struct html *html;
    struct draft *draft;
    struct block *at; /* blocks are added here; NULL: all is one draft */
    int depth;        /* of elements */
    int deep;         /* of lists and quotes that are blocks */
    int indent;       /* of lists in a draft */
};

static inline bool html_is_text(const GumboNode *node)
{
    return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA ||
           node->type == GUMBO_NODE_WHITESPACE;
}

static inline bool html_is(const GumboNode *node, GumboTag tag)
{
    return node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == tag;
}

/* All children of an element. (html_element.c) */
void html_walk(struct walk *w, const GumboNode *node);

/* A node, and all below it. */
void html_node(struct walk *w, const GumboNode *node);

/* Does the element begin a block of its own? */
bool html_stands_alone(const GumboNode *node);

/* The text of a node and those below it, marks obeyed; `literal`: with its
 * white space. (html_text.c) */
void html_text(struct walk *w, const GumboNode *node, bool literal);

/* Appends the same as it is, without marks. */
void html_raw(struct str *out, const GumboNode *node);

/* What elements do. `style` is of enum run_style; `sign` a character. */
void html_styled(struct walk *w, const GumboNode *node, uint32_t style);
void html_raised(struct walk *w, const GumboNode *node, uint32_t sign);
void html_link(struct walk *w, const GumboNode *node, uint32_t arg);
void html_image(struct walk *w, const GumboNode *node, uint32_t arg);
void html_reading(struct walk *w, const GumboNode *node, uint32_t arg);
void html_break(struct walk *w, const GumboNode *node, uint32_t arg);

/* Likewise. (html_block.c, html_table.c) */
void html_paragraph(struct walk *w, const GumboNode *node, uint32_t style);
void html_list(struct walk *w, const GumboNode *node, uint32_t arg);
void html_quote(struct walk *w, const GumboNode *node, uint32_t arg);
void html_code(struct walk *w, const GumboNode *node, uint32_t arg);
void html_rule(struct walk *w, const GumboNode *node, uint32_t arg);
void html_table(struct walk *w, const GumboNode *node, uint32_t arg);

/* What was written so far becomes a paragraph, or ends its line. */
void html_end_paragraph(struct walk *w);

#endif
