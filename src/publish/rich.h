/* rich.h - a document tree as HTML.
 *
 * What comes out is a fragment that is well-formed as XML too: elements are
 * closed, empty ones written <br />, everything of the document escaped.
 * Control characters become their pictures (U+2400..), what XML forbids
 * U+FFFD. Links keep only addresses of http, https and mailto. Raw HTML is
 * shown as text, as everywhere.
 *
 * Who writes HTML fills in a `struct rich`, {0} with `out` being the plain
 * case, and says by its callbacks what a cloze becomes and what a picture is
 * called:
 *
 *     RICH_PLAIN    answer                    as any other text
 *     RICH_ANSWER   <mark>answer</mark>       shown and marked
 *     RICH_BLANK    <span class="blank">[hint]</span>, or [...]
 *     RICH_HIDDEN   <span class="hidden"><span>answer</span></span>: a style
 *                   sheet hides it on one side and not on the other
 *     RICH_ANKI     {{c3::answer::hint}} */
#ifndef PUBLISH_RICH_H
#define PUBLISH_RICH_H

#include "base/str.h"
#include "note/doc.h"

enum rich_how {
    RICH_PLAIN,
    RICH_ANSWER,
    RICH_BLANK,
    RICH_HIDDEN,
    RICH_ANKI,
};

struct rich_cloze {
    enum rich_how how;
    int number; /* of RICH_ANKI, from 1 */
};

enum rich_math {
    RICH_MATH_CODE, /* <code class="math">, with dollars */
    RICH_MATHJAX,   /* \( \) and \[ \] */
};

struct rich {
    struct str *out;
    enum rich_math math;
    bool anki;   /* the text goes into a field of an Anki note: nothing of it
                  * may be taken for a cloze, a formula or a directive */
    bool classes; /* alignment by class and not by style: for pages whose
                   * policy lets no style through */
    bool cover;  /* RICH_ANKI: the answer stands in a <span class="o">, which
                  * a style sheet can hide */
    int heading; /* added to the level of headings */

    /* What a cloze becomes; NULL: RICH_PLAIN, all of them. */
    struct rich_cloze (*cloze)(const struct block *leaf,
                               const struct cloze *cloze, void *arg);
    /* Appends where the picture is, unescaped, and returns true; false or
     * NULL: its alt text stands for it. */
    bool (*image)(struct str *out, struct slice target, void *arg);
    void *arg; /* for both */

    int depth; /* of clozes of Anki that are open: rich.c's own */
};

/* The block and all below it. */
void rich_block(struct rich *r, const struct block *block);

/* A leaf's text alone, without the element around it. */
void rich_leaf(struct rich *r, const struct block *leaf);

/* Any text, escaped as the text of this document is. */
void rich_text(struct rich *r, struct slice text);

/* Any text escaped for HTML and XML, between tags or between quotes: for who
 * writes tags of their own. */
void rich_escape(struct str *out, struct slice text);

/* True for a link that may be followed from a document of a stranger. */
bool rich_link_ok(struct slice target);

#endif
