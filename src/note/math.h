/* math.h - which dollars are math.
 *
 * $..$ is math when no white space stands inside beside a dollar and no digit
 * behind the last (so "$5 and $6" is not), $$..$$ whatever stands beside. In
 * both the braces inside must balance, as TeX wants: "{{$HOME}} or
 * {{$PATH}}" is two clozes and no math. Code, raw HTML and addresses come
 * first: their dollars are not looked at. */
#ifndef NOTE_MATH_H
#define NOTE_MATH_H

#include "note/tag.h"

struct math {
    struct span *spans; /* in order of the source */
    size_t nspans, spans_cap;
    uint32_t *dollars; /* of the leaf being read: offsets */
    size_t ndollars, dollars_cap;
};

void math_release(struct math *m);

/* The next dollar of a leaf's running text. */
void math_dollar(struct math *m, uint32_t at);

/* The leaf is at its end: pairs its dollars. */
void math_pair(struct math *m, struct slice source);

/* Appends the TeX of a span as one line. `quotes` is how many > may begin a
 * line there; in a table cell \| stands for |. */
void math_text(struct str *out, struct slice source, struct span span,
               unsigned quotes, bool in_cell);

#endif
