/* What every element does: a row each. */
#include "publish/html_walk.h"

static void drop(struct walk *w, const GumboNode *node, uint32_t arg)
{
    (void)w;
    (void)node;
    (void)arg;
}

static void leave(struct walk *w, const GumboNode *node, uint32_t what)
{
    (void)node;
    left_add(w->html->left, (enum left)what);
}

/* A drawing that tells itself in words is those words. */
static void drawing(struct walk *w, const GumboNode *node, uint32_t what)
{
    const GumboVector *children = &node->v.element.children;

    for (unsigned i = 0; i < children->length; i++)
        if (html_is(children->data[i], GUMBO_TAG_DESC)) {
            html_walk(w, children->data[i]);
            return;
        }
    leave(w, node, what);
}

/* Elements without a row are their children. */
static const struct rule {
    GumboTag tag;
    void (*act)(struct walk *w, const GumboNode *node, uint32_t arg);
    uint32_t arg;
    bool alone; /* begins a block of its own */
} rules[] = {
    {GUMBO_TAG_B, html_styled, RUN_STRONG, false},
    {GUMBO_TAG_STRONG, html_styled, RUN_STRONG, false},
    {GUMBO_TAG_I, html_styled, RUN_EMPH, false},
    {GUMBO_TAG_EM, html_styled, RUN_EMPH, false},
    {GUMBO_TAG_CITE, html_styled, RUN_EMPH, false},
    {GUMBO_TAG_VAR, html_styled, RUN_EMPH, false},
    {GUMBO_TAG_S, html_styled, RUN_STRIKE, false},
    {GUMBO_TAG_STRIKE, html_styled, RUN_STRIKE, false},
    {GUMBO_TAG_DEL, html_styled, RUN_STRIKE, false},
    {GUMBO_TAG_CODE, html_styled, RUN_CODE, false},
    {GUMBO_TAG_TT, html_styled, RUN_CODE, false},
    {GUMBO_TAG_KBD, html_styled, RUN_CODE, false},
    {GUMBO_TAG_SAMP, html_styled, RUN_CODE, false},
    {GUMBO_TAG_SUP, html_raised, '^', false},
    {GUMBO_TAG_SUB, html_raised, '_', false},
    {GUMBO_TAG_A, html_link, 0, false},
    {GUMBO_TAG_IMG, html_image, 0, false},
    {GUMBO_TAG_BR, html_break, 0, false},
    {GUMBO_TAG_RT, html_reading, 0, false},
    {GUMBO_TAG_RP, drop, 0, false},
    {GUMBO_TAG_STYLE, drop, 0, false},
    {GUMBO_TAG_TITLE, drop, 0, false},
    {GUMBO_TAG_TEMPLATE, drop, 0, false},
    {GUMBO_TAG_SCRIPT, leave, LEFT_SCRIPT, false},
    {GUMBO_TAG_VIDEO, leave, LEFT_EMBED, false},
    {GUMBO_TAG_AUDIO, leave, LEFT_EMBED, false},
    {GUMBO_TAG_OBJECT, leave, LEFT_EMBED, false},
    {GUMBO_TAG_EMBED, leave, LEFT_EMBED, false},
    {GUMBO_TAG_IFRAME, leave, LEFT_EMBED, false},
    {GUMBO_TAG_SVG, drawing, LEFT_EMBED, false},
    {GUMBO_TAG_CANVAS, leave, LEFT_EMBED, false},
    {GUMBO_TAG_UL, html_list, 0, true},
    {GUMBO_TAG_OL, html_list, 0, true},
    {GUMBO_TAG_BLOCKQUOTE, html_quote, 0, true},
    {GUMBO_TAG_PRE, html_code, 0, true},
    {GUMBO_TAG_TABLE, html_table, 0, true},
    {GUMBO_TAG_HR, html_rule, 0, true},
    {GUMBO_TAG_H1, html_paragraph, RUN_STRONG, true},
    {GUMBO_TAG_H2, html_paragraph, RUN_STRONG, true},
    {GUMBO_TAG_H3, html_paragraph, RUN_STRONG, true},
    {GUMBO_TAG_H4, html_paragraph, RUN_STRONG, true},
    {GUMBO_TAG_H5, html_paragraph, RUN_STRONG, true},
    {GUMBO_TAG_H6, html_paragraph, RUN_STRONG, true},
    {GUMBO_TAG_P, html_paragraph, 0, true},
    {GUMBO_TAG_DIV, html_paragraph, 0, true},
    {GUMBO_TAG_SECTION, html_paragraph, 0, true},
    {GUMBO_TAG_ARTICLE, html_paragraph, 0, true},
    {GUMBO_TAG_CENTER, html_paragraph, 0, true},
    {GUMBO_TAG_DL, html_paragraph, 0, true},
    {GUMBO_TAG_DT, html_paragraph, 0, true},
    {GUMBO_TAG_DD, html_paragraph, 0, true},
    {GUMBO_TAG_LI, html_paragraph, 0, true},
    {GUMBO_TAG_FIGURE, html_paragraph, 0, true},
    {GUMBO_TAG_FIGCAPTION, html_paragraph, 0, true},
    {GUMBO_TAG_DETAILS, html_paragraph, 0, true},
    {GUMBO_TAG_SUMMARY, html_paragraph, 0, true},
};

static const struct rule *find(const GumboNode *node)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (html_is(node, rules[i].tag))
            return &rules[i];
    return NULL;
}

bool html_stands_alone(const GumboNode *node)
{
    const struct rule *rule = find(node);

    return rule != NULL && rule->alone;
}

void html_node(struct walk *w, const GumboNode *node)
{
    const struct rule *rule = find(node);

    if (html_is_text(node))
        html_text(w, node, false);
    else if (rule != NULL)
        rule->act(w, node, rule->arg);
    else if (node->type == GUMBO_NODE_ELEMENT)
        html_walk(w, node);
}

void html_walk(struct walk *w, const GumboNode *node)
{
    const GumboVector *children = &node->v.element.children;

    if (w->depth >= HTML_DEPTH_MAX) {
        left_add(w->html->left, LEFT_DEEP);
        return;
    }
    w->depth++;
    for (unsigned i = 0; i < children->length; i++)
        html_node(w, children->data[i]);
    w->depth--;
}
