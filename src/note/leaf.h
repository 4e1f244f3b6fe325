/* leaf.h - collects the text of one leaf block, piece by piece, as a parser
 * hands it over, and makes a block of it. */
#ifndef NOTE_LEAF_H
#define NOTE_LEAF_H

#include "base/str.h"
#include "note/cloze.h"
#include "note/lint.h"
#include "note/math.h"

/* Scratch, used again for every leaf; start from leaf_init. */
struct leaf {
    struct source *source;
    const struct tags *tags;
    const struct math *math;
    struct arena *arena;

    struct block *block; /* being filled */
    struct str text;
    struct run *runs;
    size_t nruns, runs_cap;
    struct mark *marks;
    size_t nmarks, marks_cap;
    unsigned depth[3];   /* how many STRONG, EMPH, STRIKE are open */
    uint32_t style;      /* the open ones, RUN_LINK too */
    struct slice target; /* of the open link */
    unsigned images;     /* open ones: inside, all text is alt text */
    struct run image;    /* the outermost of them */
    struct place bang;   /* of the latest `![` */
    bool in_math;        /* until its end tag */
    size_t next_span;    /* of the math */
};

void leaf_init(struct leaf *l, struct source *source, const struct tags *tags,
               const struct math *math, struct arena *arena);
void leaf_release(struct leaf *l);

/* Everything until leaf_end goes into `block`. */
void leaf_begin(struct leaf *l, struct block *block);
void leaf_end(struct leaf *l);

/* Pieces. Literals hold tags. */
void leaf_text(struct leaf *l, struct slice literal);
void leaf_code(struct leaf *l, struct slice literal);
void leaf_html(struct leaf *l, struct slice literal);
void leaf_soft_break(struct leaf *l);
void leaf_hard_break(struct leaf *l);

/* RUN_STRONG, RUN_EMPH or RUN_STRIKE begins or ends here. */
void leaf_style(struct leaf *l, uint32_t style, bool on);
void leaf_link(struct leaf *l, struct slice target, bool on);
void leaf_image(struct leaf *l, struct slice target, bool on);

/* A copy of a literal in the arena, without its tags: the text of a block of
 * code or HTML. */
struct slice leaf_stripped(struct leaf *l, struct slice literal,
                           enum lint_where where);

#endif
