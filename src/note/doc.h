/* doc.h - a Markdown document as pagein sees it: blocks of flat styled text.
 *
 *   root ── list ── item ── paragraph "A page is 4096 bytes"
 *                     │                    └run: strong, cloze 0
 *                     └──── list ── item ── paragraph ...
 *
 * A leaf block (paragraph, heading, cell, code, html) holds its whole text in
 * one piece, UTF-8, without markup; runs say how parts of it look, clozes
 * which parts are hidden. So a cloze may begin inside bold and end outside,
 * and no tree of inlines is needed. Containers (root, quote, list, item,
 * table, row) hold blocks only.
 *
 * Everything lives in one arena and dies with it; blocks, runs and clozes
 * point freely into it. Positions `line` and `col` count from 1, col in bytes
 * of the source; they are 0 in a document that came out of a deck. */
#ifndef NOTE_DOC_H
#define NOTE_DOC_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

enum block_kind {
    BLOCK_ROOT,
    BLOCK_QUOTE,
    BLOCK_LIST,
    BLOCK_ITEM,
    BLOCK_TABLE,
    BLOCK_ROW,
    /* leaves: */
    BLOCK_PARAGRAPH,
    BLOCK_HEADING,
    BLOCK_CELL,
    BLOCK_CODE, /* fenced or indented; its text keeps the line ends */
    BLOCK_HTML, /* raw, shown as text */
    BLOCK_RULE, /* a thematic break; no text */
};

enum run_style {
    RUN_STRONG = 1 << 0,
    RUN_EMPH = 1 << 1,
    RUN_STRIKE = 1 << 2,
    RUN_CODE = 1 << 3,
    RUN_MATH = 1 << 4,    /* TeX between $..$, the dollars not in the text */
    RUN_DISPLAY = 1 << 5, /* with RUN_MATH: $$..$$ */
    RUN_LINK = 1 << 6,    /* `target` is where it leads */
    RUN_IMAGE = 1 << 7,   /* the text is the alt text, `target` the path */
    RUN_HTML = 1 << 8,    /* an inline tag, shown as text */
    RUN_BREAK = 1 << 9,   /* the text is "\n": a hard line break */
    RUN_ALL = (1 << 10) - 1,
};

/* A part of a leaf's text that looks the same throughout. Runs are sorted,
 * do not overlap, and need not cover plain text. */
struct run {
    uint32_t at, len;    /* bytes of the leaf's text; an image may be empty */
    uint32_t style;      /* of enum run_style, or-ed */
    struct slice target; /* of a link or image, else empty */
    uint32_t line, col;  /* of an image's `!` in the source, else 0 */
};

enum { CLOZE_DEPTH_MAX = 3, CLOZE_NUMBER_MAX = 500 };

/* A hidden part of a leaf's text, without white space at its ends. Clozes
 * are sorted by where they begin, an outer one before the inner ones it
 * holds (which may be all of it); they nest, never cross. */
struct cloze {
    uint32_t at, len;   /* the answer: bytes of the leaf's text, len > 0 */
    uint32_t number;    /* N of {{cN::...}}, 1..500; 0 when not numbered */
    uint32_t card;      /* index of its card among the leaf's, from 0 */
    struct slice hint;  /* as plain text; empty when there is none */
    uint32_t line, col; /* of the opening braces in the source */
};

enum block_task { TASK_NONE, TASK_OPEN, TASK_DONE }; /* "[ ] ", "[x] " */

enum cell_align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

struct block {
    enum block_kind kind;
    struct block *parent, *next, *first, *last; /* NULL where there is none */
    struct slice text;
    struct run *runs;
    struct cloze *clozes;
    uint32_t nruns, nclozes, ncards;
    /* ncards: how many different cards the clozes make. Every unnumbered
     * cloze is one, all clozes of one number are one, in order of first
     * appearance. */
    uint32_t level;        /* heading: 1..6 */
    uint32_t start;        /* ordered list: its first number */
    bool ordered;          /* list */
    bool header;           /* row: the table's header row */
    enum cell_align align; /* cell */
    enum block_task task; /* paragraph: how its item began; not in the text */
    struct slice info;    /* code: the word behind the fence, "c" */
    struct slice id;      /* leaf: "pg-x7k2" of a final ^pg-x7k2, or empty */
    uint32_t line, col;   /* where the block begins in the source */
    uint32_t last_line;   /* the line it ends on */
};

struct doc {
    struct block *root;
    struct arena arena;
};

void doc_release(struct doc *doc);
void doc_swap(struct doc *a, struct doc *b);

/* A new block of `kind`, last child of `parent` (NULL for none). */
struct block *doc_add(struct arena *arena, struct block *parent,
                      enum block_kind kind);

/* Fills in cloze.card of all clozes, and ncards, from their numbers. */
void block_deal_cards(struct block *leaf);

/* A leaf holds text, the others hold blocks. */
bool block_is_leaf(const struct block *b);

/* The next block of the document in reading order, parents before children;
 * NULL behind the last. Start with the root. */
struct block *block_next(const struct block *b);

/* Sorted runs and clozes inside the text and between characters, proper
 * nesting, UTF-8 without NUL, links both ways, blocks only where they belong:
 * what every reader of a document may count on. Looks at the block and all
 * below it. For asserts, fuzzing and what a stranger's deck holds. */
bool doc_ok(const struct block *root);

#endif
