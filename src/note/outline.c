#include "note/outline.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "note/preflight.h"

enum {
    LEADIN_BLOCKS = 4,       /* a list takes at most so many in front of it */
    LEADIN_BYTES = 16 << 10, /* and so much */
};

/* A list of blocks that notes share. */
struct chain {
    const struct block *const *at;
    const size_t *sums; /* what the first 1, 2, ... of them cost a note */
    size_t n;
};

/* What an open container gives to the notes in it. */
struct level {
    const struct block *block;
    struct chain path, leadin, ancestors;
    const struct block *own; /* an item's first leaf, until it is among the
                              * ancestors of what follows it */
    struct chain before;     /* a list: the lead-in of its first item */
    const struct block *recent[LEADIN_BLOCKS]; /* the last blocks, as long as
                                                * they could lead in a list */
    size_t nrecent;
};

struct outline {
    struct notes *out;
    struct source *source;
    struct arena *arena;
    enum note_others others;
    struct level *levels;
    size_t depth, cap;
    size_t context; /* bytes that all notes show around them */
};

/* --- blocks and what they cost ------------------------------------------ */

static size_t leaf_bytes(const struct block *b)
{
    size_t n = b->text.len + b->info.len + 24;

    for (uint32_t i = 0; i < b->nruns; i++)
        n += b->runs[i].target.len + 12;
    for (uint32_t i = 0; i < b->nclozes; i++)
        n += b->clozes[i].hint.len + 12;
    return n;
}

/* Of a leaf, a row or a table: about what it takes, packed. */
static size_t block_bytes(const struct block *b)
{
    size_t n = leaf_bytes(b);

    for (const struct block *c = b->first; c != NULL; c = c->next)
        n += block_bytes(c);
    return n;
}

static size_t chain_bytes(const struct chain *c, size_t n)
{
    return n > 0 ? c->sums[n - 1] : 0;
}

static bool is_empty(const struct block *b)
{
    return slice_trim(b->text).len == 0;
}

/* The first `keep` of a chain and `n` blocks more. */
static struct chain extend(struct outline *o, struct chain chain, size_t keep,
                           const struct block *const *more, size_t n)
{
    const struct block **at = arena_new_array(o->arena, keep + n, sizeof *at);
    size_t *sums = arena_new_array(o->arena, keep + n, sizeof *sums);

    if (keep > 0) {
        memcpy(at, chain.at, keep * sizeof *at);
        memcpy(sums, chain.sums, keep * sizeof *sums);
    }
    for (size_t i = keep; i < keep + n; i++) {
        at[i] = more[i - keep];
        sums[i] = (i > 0 ? sums[i - 1] : 0) + block_bytes(at[i]);
    }
    return (struct chain){at, sums, keep + n};
}

/* --- headings, lead-ins, ancestors -------------------------------------- */

static bool in_item(const struct level *l)
{
    const struct block *b = l->block;

    while (b != NULL && b->kind != BLOCK_ITEM)
        b = b->parent;
    return b != NULL;
}

/* How many headings of the path stand above one of this level. */
static size_t above(const struct chain *path, uint32_t level)
{
    size_t n = 0;

    while (n < path->n && path->at[n]->level < level)
        n++;
    return n;
}

static void remember(struct level *l, const struct block *b)
{
    if (l->nrecent == LEADIN_BLOCKS)
        memmove(l->recent, l->recent + 1, --l->nrecent * sizeof *l->recent);
    l->recent[l->nrecent++] = b;
}

/* The blocks directly before a list, the nearest first choice. */
static struct chain before_list(struct outline *o, struct level *l)
{
    size_t from = l->nrecent, bytes = 0;

    while (from > 0 &&
           (bytes += block_bytes(l->recent[from - 1])) <= LEADIN_BYTES)
        from--;
    if (from == l->nrecent || l->leadin.n >= NOTE_LEADIN_MAX - LEADIN_BLOCKS)
        return l->leadin;
    return extend(o, l->leadin, l->leadin.n, l->recent + from,
                  l->nrecent - from);
}

static void settle_own(struct outline *o, struct level *l)
{
    if (l->own != NULL && l->ancestors.n < NOTE_ANCESTORS_MAX)
        l->ancestors = extend(o, l->ancestors, l->ancestors.n, &l->own, 1);
    l->own = NULL;
}

/* --- notes -------------------------------------------------------------- */

/* What it shows around itself. */
static size_t context_bytes(const struct level *l, const struct note *note)
{
    size_t n = chain_bytes(&l->path, note->npath) +
               chain_bytes(&l->leadin, note->nleadin) +
               chain_bytes(&l->ancestors, note->nancestors);

    if (note->table != NULL)
        n += block_bytes(note->row) + block_bytes(note->header);
    return n;
}

static int add_note(struct outline *o, const struct level *l,
                    const struct block *leaf)
{
    struct note *note = &o->out->at[o->out->n++];
    bool title = leaf->kind == BLOCK_HEADING && !in_item(l);
    size_t bytes;

    *note = (struct note){
        .leaf = leaf,
        .path = l->path.at,
        .npath = title ? above(&l->path, leaf->level) : l->path.n,
        .leadin = l->leadin.at,
        .nleadin = l->leadin.n,
        .ancestors = l->ancestors.at,
        .nancestors = l->ancestors.n,
        .others = o->others,
        .ncards = leaf->ncards,
    };
    if (leaf->kind == BLOCK_CELL) {
        note->row = leaf->parent;
        note->table = leaf->parent->parent;
        note->header = note->table->first;
    }
    bytes = context_bytes(l, note);
    o->context += bytes;
    o->out->ncards += leaf->ncards;
    if (bytes <= CONTEXT_MAX_NOTE &&
        o->context <= CONTEXT_MAX_BYTES + 16 * o->source->text.len)
        return 0;
    return source_find(o->source, DIAG_ERROR, "limit-context",
                       (struct place){leaf->line, leaf->col},
                       "this note, or all up to it, have too much around "
                       "them for a deck: long texts above long lists, or "
                       "wide tables of clozes");
}

/* What the leaf means for the blocks that follow it. */
static void pass_leaf(struct outline *o, struct level *l,
                      const struct block *leaf)
{
    size_t keep;

    if (l->block->kind == BLOCK_ITEM && l->block->first == leaf) {
        l->own = is_empty(leaf) ? NULL : leaf;
    } else if (leaf->kind == BLOCK_HEADING && !in_item(l)) {
        keep = above(&l->path, leaf->level);
        l->path = extend(o, l->path, keep, &leaf, 1);
        l->nrecent = 0;
    } else if (leaf->kind == BLOCK_PARAGRAPH || leaf->kind == BLOCK_CODE) {
        remember(l, leaf);
    } else if (leaf->kind != BLOCK_HTML) {
        l->nrecent = 0;
    }
}

static void enter(struct outline *o, struct level *l, const struct block *b)
{
    struct level new = {.block = b,
                        .path = l->path,
                        .leadin = l->leadin,
                        .ancestors = l->ancestors};

    if (b->kind == BLOCK_LIST)
        new.before = before_list(o, l);
    if (b->kind == BLOCK_ITEM && b->parent->first == b)
        new.leadin = l->before;
    if (b->kind == BLOCK_TABLE)
        remember(l, b);
    else
        l->nrecent = 0;
    o->levels = mem_grow(o->levels, o->depth, &o->cap, sizeof *o->levels);
    o->levels[o->depth++] = new;
}

static int visit(struct outline *o, const struct block *b)
{
    struct level *l;

    while (o->levels[o->depth - 1].block != b->parent)
        o->depth--;
    l = &o->levels[o->depth - 1];
    settle_own(o, l);
    if (!block_is_leaf(b)) {
        enter(o, l, b);
        return 0;
    }
    if (b->nclozes > 0 && add_note(o, l, b) < 0)
        return -1;
    pass_leaf(o, l, b);
    return 0;
}

int outline_read(struct notes *out, const struct block *root,
                 enum note_others others, struct source *source,
                 struct arena *arena)
{
    struct notes notes = {0};
    struct outline o = {
        .out = &notes, .source = source, .arena = arena, .others = others};
    size_t n = 0;
    int rc = 0;

    assert(root != NULL);
    for (const struct block *b = root; b != NULL; b = block_next(b))
        n += b->nclozes > 0;
    notes.at = arena_new_array(arena, n, sizeof *notes.at);
    o.levels = mem_grow(o.levels, 0, &o.cap, sizeof *o.levels);
    o.levels[o.depth++] = (struct level){.block = root};
    for (const struct block *b = root->first; b != NULL && rc == 0;
         b = block_next(b))
        rc = visit(&o, b);
    free(o.levels);
    if (rc == 0)
        *out = notes;
    return rc;
}
