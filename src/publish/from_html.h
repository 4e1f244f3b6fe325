/* from_html.h - HTML of a stranger's note as parts of our document tree.
 * libgumbo stays inside.
 *
 * What has a counterpart here becomes that: paragraphs, lists, tables, code,
 * quotes, bold, italic, struck and code text, links to http, https and
 * mailto, pictures, math between \( \), \[ \], [$] [/$]. The rest is its
 * text; what is neither is counted (left.h). Nothing is run or fetched.
 *
 * With `clozes`, {{c1::answer::hint}} is read as Anki reads it, across
 * elements if need be. */
#ifndef PUBLISH_FROM_HTML_H
#define PUBLISH_FROM_HTML_H

#include "publish/draft.h"

enum { HTML_BYTES_MAX = 1 << 20 }; /* of one field; more is cut off */

struct html {
    struct arena *arena; /* what comes out lives here */
    struct left_list *left;
    bool clozes;
};

/* The whole fragment as text of one leaf: elements that stand by themselves
 * begin a new line, bullets and cells are told by signs. */
void html_draft(const struct html *html, struct slice text,
                struct draft *draft);

/* The fragment as blocks below `parent`, but for its end, which goes into the
 * draft: all from the first cloze on; without any, the last paragraph. The
 * draft may stay empty. */
void html_blocks(const struct html *html, struct slice text,
                 struct block *parent, struct draft *draft);

/* The other way round: what stands before the first table or code goes into
 * the draft, the rest becomes blocks below `parent`. With nothing before it all
 * is draft. */
void html_split(const struct html *html, struct slice text,
                struct draft *draft, struct block *parent);

/* The fragment as blocks, all of it. */
void html_all(const struct html *html, struct slice text,
              struct block *parent);

#endif
