#include "note/build.h"

#include "note/leaf.h"
#include "note/markdown.h"
#include "note/row.h"

/* --- which dollars are math --------------------------------------------- */

struct dollars {
    struct math math;
    struct tags tags;
    struct slice source;
    int images; /* open ones: their text is not looked at */
};

static void collect(void *arg, const struct part *part)
{
    struct dollars *d = arg;
    size_t at = 0, index, len;

    if (part->kind == PART_IMAGE)
        d->images += part->enter ? 1 : -1;
    if (part->kind == PART_BLOCK)
        math_pair(&d->math, d->source);
    if (part->kind != PART_TEXT || d->images > 0)
        return;
    while ((at = tag_next(part->text, at, &index, &len)) < part->text.len) {
        if (index < d->tags.n)
            math_dollar(&d->math, d->tags.at[index].at);
        at += len;
    }
}

/* A first reading, only of a source that holds two dollars or more. */
static int find_math(struct math *out, struct source *source, size_t from)
{
    struct slice text = source->text;
    struct dollars d = {.source = text, .tags.text = STR_EMPTY};
    size_t one = slice_find(text, from, SLICE("$"));
    int rc = 0;

    if (slice_find(text, one + 1, SLICE("$")) < text.len) {
        tag_dollars(&d.tags, text, from);
        rc =
            markdown_read(source, from, str_slice(&d.tags.text), collect, &d);
    }
    tags_release(&d.tags);
    *out = d.math;
    return rc;
}

/* --- the parts put together --------------------------------------------- */

struct builder {
    struct source *source;
    struct arena *arena;
    struct leaf leaf;
    struct block *root, *at; /* the container or leaf we are in */
    struct row row;
};

static void adopt(struct builder *w, const struct block *like)
{
    struct block *b = doc_add(w->arena, w->at, like->kind);

    b->line = like->line;
    b->col = like->col;
    b->last_line = like->last_line;
    b->level = like->level;
    b->start = like->start;
    b->ordered = like->ordered;
    b->header = like->header;
    b->align = like->align;
    w->at = b;
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

/* A block that is not left: all of it is here. */
static void fill(struct builder *w, struct block *b, const struct part *part)
{
    enum lint_where where = b->kind == BLOCK_HTML ? LINT_HTML
                            : part->fenced        ? LINT_FENCED
                                                  : LINT_INDENTED;

    b->text = leaf_stripped(&w->leaf, part->block->text, where);
    b->info =
        leaf_stripped(&w->leaf, first_word(part->block->info), LINT_FENCED);
    w->at = b->parent;
}

static void enter(struct builder *w, const struct part *part)
{
    const struct block *like = part->block;
    struct place at;
    struct block *b;

    if (like->kind == BLOCK_ROOT && w->root != NULL) {
        w->at = w->root;
        return;
    }
    adopt(w, like);
    b = w->at;
    switch (b->kind) {
    case BLOCK_ROOT:
        w->root = b;
        break;
    case BLOCK_ROW:
        row_begin(&w->row, w->source, b->line, b->header ? b->col : 1);
        break;
    case BLOCK_CELL:
        at = row_cell(&w->row);
        b->line = b->last_line = at.line;
        b->col = at.col;
        leaf_begin(&w->leaf, b);
        break;
    case BLOCK_PARAGRAPH:
    case BLOCK_HEADING:
        leaf_begin(&w->leaf, b);
        break;
    case BLOCK_CODE:
    case BLOCK_HTML:
    case BLOCK_RULE:
        fill(w, b, part);
        break;
    default:
        break;
    }
}

static void leave(struct builder *w)
{
    if (block_is_leaf(w->at))
        leaf_end(&w->leaf);
    w->at = w->at->parent;
}

static void add(void *arg, const struct part *part)
{
    struct builder *w = arg;

    switch (part->kind) {
    case PART_TEXT:
        leaf_text(&w->leaf, part->text);
        break;
    case PART_CODE:
        leaf_code(&w->leaf, part->text);
        break;
    case PART_HTML:
        leaf_html(&w->leaf, part->text);
        break;
    case PART_SOFT_BREAK:
        leaf_soft_break(&w->leaf);
        break;
    case PART_HARD_BREAK:
        leaf_hard_break(&w->leaf);
        break;
    case PART_STRONG:
        leaf_style(&w->leaf, RUN_STRONG, part->enter);
        break;
    case PART_EMPH:
        leaf_style(&w->leaf, RUN_EMPH, part->enter);
        break;
    case PART_STRIKE:
        leaf_style(&w->leaf, RUN_STRIKE, part->enter);
        break;
    case PART_LINK:
        leaf_link(&w->leaf, part->text, part->enter);
        break;
    case PART_IMAGE:
        leaf_image(&w->leaf, part->text, part->enter);
        break;
    case PART_BLOCK:
        if (part->enter)
            enter(w, part);
        else
            leave(w);
    }
}

int build_doc(struct doc *out, struct source *source, size_t from)
{
    struct tags tags = {.text = STR_EMPTY};
    struct math math = {0};
    struct doc doc = {0};
    struct builder w = {.source = source, .arena = &doc.arena};
    int rc = -1;

    leaf_init(&w.leaf, source, &tags, &math, &doc.arena);
    if (find_math(&math, source, from) < 0)
        goto done;
    tag_source(&tags, source->text, from, math.spans, math.nspans);
    if (markdown_read(source, from, str_slice(&tags.text), add, &w) < 0)
        goto done;
    doc.root = w.root;
    doc_swap(out, &doc);
    rc = 0;
done:
    leaf_release(&w.leaf);
    doc_release(&doc);
    tags_release(&tags);
    math_release(&math);
    return rc;
}
