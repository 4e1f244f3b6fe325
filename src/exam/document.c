#include "exam/document.h"

#include <stdlib.h>

#include "base/mem.h"
#include "note/build.h"

/* --- one leaf ----------------------------------------------------------- */

/* A leaf being put together anew. */
struct leaf_copy {
    const struct mask *mask;
    struct arena *arena; /* NULL: only the text is wanted */
    struct str *text;
    struct run *runs;
    size_t nruns, cap;
    const struct run *last; /* where the last run came from */
};

static void put_blank(struct leaf_copy *c, const struct piece *piece)
{
    if (mask_blanks(c->mask->note, c->mask->card) > 1)
        str_printf(c->text, "(%u) ", (unsigned)piece->blank + 1);
    str_puts(c->text, "____");
    if (piece->text.len > 0)
        str_printf(c->text, " (%.*s)", SLICE_FMT(piece->text));
}

/* Keeps how the piece looks, in one run with the piece before if it was of
 * the same. */
static void put_run(struct leaf_copy *c, const struct piece *piece)
{
    struct run run = *piece->run;

    if (c->mask != NULL) {
        run.style &= ~(uint32_t)RUN_LINK;
        if (!(run.style & RUN_IMAGE))
            run.target = (struct slice){0};
    }
    if (run.style == 0)
        return;
    if (c->last == piece->run &&
        c->runs[c->nruns - 1].at + c->runs[c->nruns - 1].len ==
            c->text->len) {
        c->runs[c->nruns - 1].len += (uint32_t)piece->text.len;
        return;
    }
    run.at = (uint32_t)c->text->len;
    run.len = (uint32_t)piece->text.len;
    run.line = run.col = 0;
    run.target = arena_copy(c->arena, run.target);
    c->runs = mem_grow(c->runs, c->nruns, &c->cap, sizeof *c->runs);
    c->runs[c->nruns++] = run;
    c->last = piece->run;
}

static void walk(struct leaf_copy *c, const struct block *leaf)
{
    struct pieces pieces = {.leaf = leaf, .mask = c->mask};
    struct piece piece;

    while (piece_next(&pieces, &piece)) {
        if (piece.kind == PIECE_BLANK) {
            put_blank(c, &piece);
        } else if (piece.kind == PIECE_HIDDEN) {
            str_puts(c->text, "[...]");
        } else {
            if (piece.run != NULL && c->arena != NULL)
                put_run(c, &piece);
            str_put(c->text, piece.text);
        }
    }
}

void document_text(struct str *out, const struct block *leaf,
                   const struct mask *mask)
{
    struct leaf_copy c = {.mask = mask, .text = out};

    walk(&c, leaf);
}

static void copy_leaf(struct block *to, const struct block *from,
                      const struct mask *mask, struct arena *arena)
{
    struct str text = STR_EMPTY;
    struct leaf_copy c = {.mask = mask, .arena = arena, .text = &text};

    walk(&c, from);
    to->text = arena_copy(arena, str_slice(&text));
    to->nruns = (uint32_t)c.nruns;
    to->runs = arena_new_array(arena, c.nruns, sizeof *to->runs);
    if (c.nruns > 0)
        memcpy(to->runs, c.runs, c.nruns * sizeof *c.runs);
    free(c.runs);
    str_release(&text);
}

/* --- trees -------------------------------------------------------------- */

struct block *document_copy(struct block *parent, const struct block *from,
                            const struct mask *mask, struct arena *arena)
{
    struct block *to = doc_add(arena, parent, from->kind);

    to->level = from->level;
    to->start = from->start;
    to->ordered = from->ordered;
    to->header = from->header;
    to->align = from->align;
    to->task = from->task;
    to->info = arena_copy(arena, from->info);
    if (block_is_leaf(from))
        copy_leaf(to, from, mask, arena);
    for (const struct block *b = from->first; b != NULL; b = b->next)
        document_copy(to, b, mask, arena);
    return to;
}

const struct block *document_read(struct slice markdown, struct arena *arena)
{
    struct diags diags = {0};
    struct doc doc = {0};
    struct source source;
    struct block *root;

    if (source_open(&source, markdown, SLICE("text"), &diags) == 0 &&
        build_doc(&doc, &source, 0) == 0) {
        root = document_copy(NULL, doc.root, NULL, arena);
    } else {
        root = doc_add(arena, NULL, BLOCK_ROOT);
        doc_add(arena, root, BLOCK_PARAGRAPH)->text =
            arena_copy(arena, markdown);
    }
    doc_release(&doc);
    source_release(&source);
    diags_release(&diags);
    return root;
}
