/* svg.h - drawings as SVG, to stand inside a page or in a file of its own.
 *
 * Black on a paper of its own, so it reads on light and dark pages; no style
 * sheet, script, link or font file; presentation attributes only, which a
 * content security policy of 'none' lets through. A figure carries the same
 * in words for those who can't see it. */
#ifndef VIEW_SVG_H
#define VIEW_SVG_H

#include "view/sketch.h"

/* What is said of a drawing; not escaped yet. */
struct svg_words {
    struct slice title; /* a short name */
    struct slice desc;  /* all that there is to see */
    unsigned id;        /* tells it from others in the page; 0: it is alone */
};

/* Appends an element <svg>. */
void svg_put(struct str *out, const struct drawing *d,
             const struct svg_words *words);

/* A figure, laid out for a page (SKETCH_PAGE) or as `sketch` says, and told
 * in words. `id` as above. */
void figure_svg(struct str *out, const struct figure *figure, unsigned id);
void figure_svg_as(struct str *out, const struct figure *figure,
                   struct sketch sketch, unsigned id);

/* Appends text for the content of an element or an attribute in quotes;
 * what XML has no character for becomes U+FFFD. */
void svg_escape(struct str *out, struct slice text);

#endif
