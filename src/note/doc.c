#include "note/doc.h"

#include <string.h>

#include "text/unicode.h"

void doc_release(struct doc *doc)
{
    arena_release(&doc->arena);
    doc->root = NULL;
}

void doc_swap(struct doc *a, struct doc *b)
{
    struct doc t = *a;

    *a = *b;
    *b = t;
}

struct block *doc_add(struct arena *arena, struct block *parent,
                      enum block_kind kind)
{
    struct block *b = arena_new(arena, sizeof *b);

    b->kind = kind;
    b->parent = parent;
    if (parent == NULL)
        return b;
    if (parent->last != NULL)
        parent->last->next = b;
    else
        parent->first = b;
    parent->last = b;
    return b;
}

bool block_is_leaf(const struct block *b)
{
    return b->kind >= BLOCK_PARAGRAPH;
}

struct block *block_next(const struct block *b)
{
    if (b->first != NULL)
        return b->first;
    while (b != NULL && b->next == NULL)
        b = b->parent;
    return b != NULL ? b->next : NULL;
}

void block_deal_cards(struct block *leaf)
{
    uint32_t of[CLOZE_NUMBER_MAX + 1]; /* card of a number, plus 1 */
    bool clean = false;

    leaf->ncards = 0;
    for (uint32_t i = 0; i < leaf->nclozes; i++) {
        struct cloze *c = &leaf->clozes[i];

        if (c->number == 0) {
            c->card = leaf->ncards++;
            continue;
        }
        if (!clean)
            memset(of, 0, sizeof of);
        clean = true;
        if (of[c->number] == 0)
            of[c->number] = ++leaf->ncards;
        c->card = of[c->number] - 1;
    }
}

/* --- doc_ok ------------------------------------------------------------- */

/* Does [at, at + len) lie in the text, both ends between characters? */
static bool span_ok(struct slice text, uint32_t at, uint32_t len)
{
    if (at > text.len || len > text.len - at)
        return false;
    return (at == text.len || (text.at[at] & 0xc0) != 0x80) &&
           (at + len == text.len || (text.at[at + len] & 0xc0) != 0x80);
}

static bool text_ok(struct slice text)
{
    return text.len <= UINT32_MAX && utf8_check(text) == text.len &&
           (text.len == 0 || memchr(text.at, '\0', text.len) == NULL);
}

static bool runs_ok(const struct block *b)
{
    uint32_t end = 0;

    for (uint32_t i = 0; i < b->nruns; i++) {
        const struct run *r = &b->runs[i];

        if (r->at < end || !span_ok(b->text, r->at, r->len) ||
            !text_ok(r->target))
            return false;
        if ((r->style & ~(uint32_t)RUN_ALL) != 0 || r->style == 0 ||
            (r->len == 0 && !(r->style & RUN_IMAGE)))
            return false;
        end = r->at + r->len;
    }
    return true;
}

static bool clozes_ok(const struct block *b)
{
    uint32_t ends[CLOZE_DEPTH_MAX], depth = 0, at = 0;

    for (uint32_t i = 0; i < b->nclozes; i++) {
        const struct cloze *c = &b->clozes[i];

        if (c->at < at || c->len == 0 || !span_ok(b->text, c->at, c->len) ||
            !text_ok(c->hint))
            return false;
        while (depth > 0 && ends[depth - 1] <= c->at)
            depth--;
        if (depth == CLOZE_DEPTH_MAX ||
            (depth > 0 && c->at + c->len > ends[depth - 1]))
            return false;
        if (c->number > CLOZE_NUMBER_MAX || c->card >= b->ncards)
            return false;
        ends[depth++] = c->at + c->len;
        at = c->at;
    }
    return b->ncards <= b->nclozes && (b->nclozes == 0) == (b->ncards == 0);
}

/* Which kind of block holds it, when only one does. */
static bool belongs(const struct block *b)
{
    enum block_kind in = b->parent->kind;

    switch (b->kind) {
    case BLOCK_ROOT:
        return false;
    case BLOCK_ITEM:
        return in == BLOCK_LIST;
    case BLOCK_ROW:
        return in == BLOCK_TABLE;
    case BLOCK_CELL:
        return in == BLOCK_ROW;
    default:
        return in == BLOCK_ROOT || in == BLOCK_QUOTE || in == BLOCK_ITEM;
    }
}

static bool links_ok(const struct block *b)
{
    const struct block *last = NULL;

    for (const struct block *c = b->first; c != NULL; c = c->next) {
        if (c->parent != b || !belongs(c))
            return false;
        last = c;
    }
    return last == b->last && (b->first == NULL || !block_is_leaf(b));
}

static bool block_ok(const struct block *b)
{
    if (b->kind > BLOCK_RULE || b->align > ALIGN_RIGHT || b->task > TASK_DONE)
        return false;
    if (!block_is_leaf(b) &&
        (b->text.len > 0 || b->nruns > 0 || b->nclozes > 0))
        return false;
    if (b->kind == BLOCK_HEADING && (b->level < 1 || b->level > 6))
        return false;
    return links_ok(b) && text_ok(b->text) && text_ok(b->info) &&
           text_ok(b->id) && runs_ok(b) && clozes_ok(b);
}

/* The next one that is below `root`. */
static const struct block *next_below(const struct block *b,
                                      const struct block *root)
{
    if (b->first != NULL)
        return b->first;
    while (b != root && b->next == NULL)
        b = b->parent;
    return b != root ? b->next : NULL;
}

bool doc_ok(const struct block *root)
{
    for (const struct block *b = root; b != NULL; b = next_below(b, root))
        if (!block_ok(b))
            return false;
    return true;
}
