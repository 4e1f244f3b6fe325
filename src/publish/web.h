/* web.h - a question in pieces of HTML that are well-formed as XML, for the
 * formats of learning platforms. No style sheet, script or link is in it;
 * figures are pictures with the same in words beside them, and where the
 * bytes of a picture go says the format. */
#ifndef PUBLISH_WEB_H
#define PUBLISH_WEB_H

#include "exam/question.h"
#include "view/figure.h"

struct web {
    struct str *out;
    /* Appends the address of a picture: figure number `n` of the question,
     * from 1, those of its steps last. Not escaped. NULL: figures are drawn
     * with characters. */
    void (*address)(struct web *w, const struct figure *figure, unsigned n);
    void *arg;
    unsigned figures; /* put so far */
};

/* Body, figures and assumptions. */
void web_statement(struct web *w, const struct question *q);

/* "virtual page number (hex)" of a part; nothing when there is nothing to
 * say. `answered` reads from a list of texts: the form is strict. */
void web_ask(struct web *w, const struct question_part *part, bool answered);

/* The key, the worked way, then what the known mistakes answer. */
void web_solution(struct web *w, const struct question *q);

/* Plain text, where `code` between backticks is code. */
void web_text(struct str *out, const char *text);

/* HTML in which nothing is read by a platform's filters: braces, brackets,
 * dollars and backslashes are entities. Attributes may hold them as well. */
void web_inert(struct str *out, struct slice html);

/* The same of what `put` writes. */
void web_put_inert(struct web *w, const struct question *q,
                   void (*put)(struct web *w, const struct question *q));

#endif
