/* Documents on paper: paragraphs, lists, listings, quotes. */
#include <stdio.h>

#include "publish/flow.h"
#include "text/escape.h"

/* A list item begins, and its first paragraph shall have this in front. */
struct bullet {
    char text[24];
    int at; /* where it stands */
};

struct teller {
    struct flow *f;
    struct bullet *bullet; /* waits for a paragraph, or NULL */
};

static int half(const struct teller *t)
{
    return t->f->size / 2;
}

static void tell(struct teller *t, int gap, const struct block *b);

static void put_bullet(struct teller *t, size_t slab)
{
    struct press_text text = {.size = t->f->size};

    if (t->bullet == NULL)
        return;
    text.text = slice_from(t->bullet->text);
    slab_text(t->f, &t->f->slab[slab], t->bullet->at, 0, &text);
    t->bullet = NULL;
}

static void tell_leaf(struct teller *t, int gap, const struct block *leaf)
{
    struct ink ink = {.text = STR_EMPTY};
    size_t slab = t->f->n;
    struct press_text text;

    ink_leaf(&ink, leaf);
    text = ink_text(&ink, t->f);
    if (leaf->kind == BLOCK_HEADING)
        text.style = PRESS_STRONG;
    flow_text(t->f, gap, &text);
    t->f->slab[slab].keep = leaf->kind == BLOCK_HEADING;
    put_bullet(t, slab);
    ink_release(&ink);
}

/* A bar at the left of slabs from `slab` on. */
static void bar(struct teller *t, size_t slab, int x)
{
    for (size_t i = slab; i < t->f->n; i++) {
        struct slab *s = &t->f->slab[i];
        int gap = i > slab ? s->gap : 0;

        draw_box(slab_lines(t->f, s), x, -gap, 2 * POINT, s->height + gap,
                 SHADE_NONE, 0, SHADE_RULE);
    }
}

/* A listing whose lines are too long is set smaller before they are broken.
 */
static void fit_code(struct teller *t, struct press_text *text)
{
    int room = text->width, wide;
    struct set *set;

    text->width = 0;
    set = press_set(t->f->press, text);
    wide = set_width(set);
    set_free(set);
    if (wide > room)
        text->size = wide * 7 / 10 > room
                         ? text->size * 7 / 10
                         : (int)((int64_t)text->size * room / wide);
    text->width = room;
}

static void tell_code(struct teller *t, int gap, const struct block *code)
{
    struct str escaped = STR_EMPTY;
    struct slice source = code->text;
    size_t slab = t->f->n;
    int inset = t->f->size;
    struct press_text text = {.style = PRESS_MONO};

    while (source.len > 0 && source.at[0] == '\n')
        source = slice_skip(source, 1);
    escape_text(&escaped, source);
    while (escaped.len > 0 && escaped.at[escaped.len - 1] == '\n')
        str_truncate(&escaped, escaped.len - 1);
    t->f->left += inset;
    text.text = str_slice(&escaped);
    text.size = t->f->size * 95 / 100;
    text.width = t->f->width - t->f->left;
    fit_code(t, &text);
    flow_text(t->f, gap, &text);
    t->f->left -= inset;
    bar(t, slab, t->f->left + inset / 4);
    put_bullet(t, slab);
    str_release(&escaped);
}

static void tell_children(struct teller *t, int gap, const struct block *b)
{
    for (const struct block *c = b->first; c != NULL; c = c->next) {
        tell(t, gap, c);
        gap = half(t);
    }
}

static void tell_quote(struct teller *t, int gap, const struct block *quote)
{
    size_t slab = t->f->n;

    t->f->left += t->f->size;
    tell_children(t, gap, quote);
    t->f->left -= t->f->size;
    bar(t, slab, t->f->left + t->f->size / 4);
}

/* Items are closer to each other than paragraphs. */
static void tell_list(struct teller *t, int gap, const struct block *list)
{
    int indent = list->ordered ? 2 * t->f->size : 3 * half(t);
    unsigned number = list->start;

    for (const struct block *i = list->first; i != NULL; i = i->next) {
        struct bullet bullet = {.text = "•", .at = t->f->left + half(t)};
        size_t slab = t->f->n;

        if (list->ordered) {
            snprintf(bullet.text, sizeof bullet.text, "%u.", number++);
            bullet.at = t->f->left;
        }
        t->bullet = &bullet;
        t->f->left += indent;
        tell_children(t, i == list->first ? gap : t->f->size / 4, i);
        if (t->bullet != NULL) { /* nothing took it */
            flow_slab(t->f, gap);
            put_bullet(t, slab);
        }
        t->f->left -= indent;
    }
}

static void tell_rule(struct teller *t, int gap)
{
    struct slab *slab = flow_slab(t->f, gap);

    slab->height = POINT;
    draw_line(slab_lines(t->f, slab), t->f->left, 0, t->f->width - t->f->left,
              0);
}

/* So deeply that no room is left is indented no more. */
static void tell(struct teller *t, int gap, const struct block *b)
{
    int left = t->f->left;

    if (left > t->f->width * 2 / 3)
        t->f->left = t->f->width * 2 / 3;
    switch (b->kind) {
    case BLOCK_ROOT:
    case BLOCK_ITEM:
    case BLOCK_ROW:
        tell_children(t, gap, b);
        break;
    case BLOCK_QUOTE:
        tell_quote(t, gap, b);
        break;
    case BLOCK_LIST:
        tell_list(t, gap, b);
        break;
    case BLOCK_TABLE:
        flow_table(t->f, gap, b);
        break;
    case BLOCK_CODE:
    case BLOCK_HTML:
        tell_code(t, gap, b);
        break;
    case BLOCK_RULE:
        tell_rule(t, gap);
        break;
    case BLOCK_PARAGRAPH:
    case BLOCK_HEADING:
    case BLOCK_CELL:
        tell_leaf(t, gap, b);
        break;
    }
    t->f->left = left;
}

void flow_doc(struct flow *f, int gap, const struct block *root)
{
    struct teller t = {.f = f};

    tell_children(&t, gap, root);
}
