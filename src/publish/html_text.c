/* Elements that are part of a line. */
#include "base/mem.h"
#include "publish/html_walk.h"
#include "publish/marks.h"

/* --- text --------------------------------------------------------------- */

static void obey(struct walk *w, const struct mark *mark)
{
    switch (mark->kind) {
    case MARK_OPEN:
        draft_open(w->draft, mark->numbers, mark->n);
        break;
    case MARK_HINT:
        draft_hint(w->draft);
        break;
    case MARK_CLOSE:
        draft_close(w->draft);
        break;
    case MARK_MATH:
        w->draft->style |= RUN_MATH;
        break;
    case MARK_DISPLAY:
        w->draft->style |= RUN_MATH | RUN_DISPLAY;
        break;
    case MARK_MATH_END:
        w->draft->style &= ~(uint32_t)(RUN_MATH | RUN_DISPLAY);
        break;
    }
}

static void put_text(struct walk *w, struct slice text, bool literal)
{
    struct slice plain;
    struct mark mark;

    while (text.len > 0) {
        bool marked = marks_next(&text, &plain, &mark);

        if (literal)
            draft_literal(w->draft, plain);
        else
            draft_text(w->draft, plain);
        if (marked)
            obey(w, &mark);
    }
}

void html_text(struct walk *w, const GumboNode *node, bool literal)
{
    if (html_is_text(node))
        put_text(w, slice_from(node->v.text.text), literal);
    if (node->type != GUMBO_NODE_ELEMENT || w->depth >= HTML_DEPTH_MAX)
        return;
    if (node->v.element.tag == GUMBO_TAG_BR)
        put_text(w, SLICE("\n"), true);
    w->depth++;
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        html_text(w, node->v.element.children.data[i], literal);
    w->depth--;
}

static void put_raw(struct str *out, const GumboNode *node, int depth)
{
    if (html_is_text(node))
        marks_strip(out, slice_from(node->v.text.text));
    if (node->type != GUMBO_NODE_ELEMENT || depth >= HTML_DEPTH_MAX)
        return;
    if (node->v.element.tag == GUMBO_TAG_BR)
        str_putc(out, '\n');
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        put_raw(out, node->v.element.children.data[i], depth + 1);
}

void html_raw(struct str *out, const GumboNode *node)
{
    put_raw(out, node, 0);
}

/* --- how it looks ------------------------------------------------------- */

void html_styled(struct walk *w, const GumboNode *node, uint32_t style)
{
    uint32_t before = w->draft->style;

    w->draft->style |= style;
    html_walk(w, node);
    /* math may have begun or ended in it */
    w->draft->style = (w->draft->style & ~style) | (before & style);
}

static bool is_word(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!((text.at[i] >= '0' && text.at[i] <= '9') ||
              (text.at[i] >= 'a' && text.at[i] <= 'z') ||
              (text.at[i] >= 'A' && text.at[i] <= 'Z')))
            return false;
    return true;
}

/* x^2 and a_n for <sup> and <sub>; in brackets when it is more than a word.
 */
void html_raised(struct walk *w, const GumboNode *node, uint32_t sign)
{
    const char mark = (char)sign;
    struct str text = STR_EMPTY;
    bool simple;

    html_raw(&text, node);
    simple = is_word(str_slice(&text));
    w->draft->blank = false;
    if (text.len > 0)
        draft_text(w->draft, (struct slice){&mark, 1});
    draft_text(w->draft, simple ? SLICE("") : SLICE("("));
    html_walk(w, node);
    draft_text(w->draft, simple ? SLICE("") : SLICE(")"));
    str_release(&text);
}

/* How a word is read, above it in a browser. */
void html_reading(struct walk *w, const GumboNode *node, uint32_t arg)
{
    (void)arg;
    draft_text(w->draft, SLICE("("));
    html_walk(w, node);
    draft_text(w->draft, SLICE(")"));
}

void html_break(struct walk *w, const GumboNode *node, uint32_t arg)
{
    (void)node;
    (void)arg;
    draft_line(w->draft);
}

/* --- links and pictures ------------------------------------------------- */

static struct slice attribute(const GumboNode *node, const char *name)
{
    const GumboAttribute *a =
        gumbo_get_attribute(&node->v.element.attributes, name);

    return a != NULL ? slice_trim(slice_from(a->value)) : SLICE("");
}

static bool leads_out(struct slice address)
{
    return slice_has_prefix(address, SLICE("http://")) ||
           slice_has_prefix(address, SLICE("https://")) ||
           slice_has_prefix(address, SLICE("mailto:"));
}

void html_link(struct walk *w, const GumboNode *node, uint32_t arg)
{
    struct slice target = attribute(node, "href"), before = w->draft->target;

    (void)arg;
    if (!leads_out(target)) {
        html_walk(w, node);
        return;
    }
    w->draft->target = arena_copy(w->html->arena, target);
    html_styled(w, node, RUN_LINK);
    w->draft->target = before;
}

static void put_image(struct walk *w, struct slice target, struct slice alt)
{
    if (slice_has_prefix(target, SLICE("data:"))) {
        left_add(w->html->left, LEFT_EMBED);
        target = SLICE("");
    }
    if (leads_out(target) || slice_has_prefix(target, SLICE("//")))
        left_add(w->html->left, LEFT_REMOTE);
    if (target.len > 0)
        draft_image(w->draft, target, alt.len > 0 ? alt : target);
    else
        draft_text(w->draft, alt);
}

void html_image(struct walk *w, const GumboNode *node, uint32_t arg)
{
    struct str target = STR_EMPTY, alt = STR_EMPTY;

    (void)arg;
    marks_strip(&target, attribute(node, "src"));
    marks_strip(&alt, attribute(node, "alt"));
    put_image(w, str_slice(&target), slice_trim(str_slice(&alt)));
    str_release(&target);
    str_release(&alt);
}
