/* flow.h - what is to be printed, cut into slabs that stay whole.
 *
 *     ┌ slab ─────────────────────────────┐   a paragraph
 *     │ • Each entry has a valid bit ...  │   with the bullet beside it
 *     └───────────────────────────────────┘
 *       gap                                   falls away on top of a page
 *     ┌ slab ─────────────────────────────┐   a figure, a row of a table,
 *     │ 1. frames      2. faults          │   boxes to answer in, ...
 *     └───────────────────────────────────┘
 *
 * Who lays out pages looks at heights and gaps only. Lengths are hundredths
 * of a point. */
#ifndef PUBLISH_FLOW_H
#define PUBLISH_FLOW_H

#include "note/doc.h"
#include "view/press.h"
#include "view/sketch.h"

/* A text or a drawing at its place in a slab. */
struct placed {
    int x, y;
    struct set *set;               /* lines [from, to) of it, or ... */
    const struct drawing *drawing; /* ... this */
    size_t from, to;
    int permille; /* of the drawing */
    bool owner;   /* the set is freed with this */
};

struct slab {
    int gap, height; /* gap: above */
    bool keep;       /* stays with the one below */
    struct placed *at;
    size_t n, cap;
};

struct flow {
    struct press *press;
    struct arena *arena; /* for drawings */
    int size;            /* of text */
    int width;           /* of the page's column */
    int tallest;         /* no slab grows beyond that */
    int left;            /* where the column begins now: it is indented */
    struct slab *slab;
    size_t n, cap;
};

void flow_release(struct flow *f);

/* All slabs and the gaps between, without the first. */
int flow_height(const struct flow *f);

/* Puts slabs [from, to) on the page, the first at y; returns their height. */
int flow_put(const struct flow *f, size_t from, size_t to, int x, int y);

/* A new slab, empty. Good until the next one. */
struct slab *flow_slab(struct flow *f, int gap);

/* Puts a text into the slab, which grows around it; returns its height. The
 * other does the same with a text that was set before. */
int slab_text(struct flow *f, struct slab *slab, int x, int y,
              const struct press_text *text);
int slab_set(struct slab *slab, int x, int y, struct set *set);

/* Puts a drawing, scaled down to `width` and the tallest that may be. */
void slab_drawing(const struct flow *f, struct slab *slab, int x, int y,
                  const struct drawing *d, int width);

/* Lines and boxes of a slab: a drawing to draw into, at its corner. */
struct drawing *slab_lines(struct flow *f, struct slab *slab);

/* A paragraph in slabs of its own: one, unless it is too tall. */
void flow_text(struct flow *f, int gap, const struct press_text *text);

/* A plain one; `style` of enum press_style. */
void flow_say(struct flow *f, int gap, unsigned style, const char *text);

void flow_figure(struct flow *f, int gap, const struct figure *figure);

/* A document: the blocks below a root. */
void flow_doc(struct flow *f, int gap, const struct block *root);

/* Text that looks different here and there; a stranger's is escaped. */
struct ink {
    struct str text;
    struct press_run *run;
    size_t n, cap;
};

void ink_release(struct ink *ink);
void ink_put(struct ink *ink, unsigned style, struct slice text);
void ink_puts(struct ink *ink, unsigned style, const char *text);
/* The program's own words, where `code` between backticks is code. */
void ink_said(struct ink *ink, unsigned style, const char *text);
void ink_leaf(struct ink *ink, const struct block *leaf);

/* As a text of the flow, from `left` to the right. It borrows. */
struct press_text ink_text(const struct ink *ink, const struct flow *f);

/* flow_doc's own: a table. */
void flow_table(struct flow *f, int gap, const struct block *table);

#endif
