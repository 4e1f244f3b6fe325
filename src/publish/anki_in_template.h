/* anki_in_template.h - {{fields}} of a card template put in, as Anki does.
 *
 *   {{Name}} {{cloze:Name}} {{type:Name}}   the field; what is to be typed
 *                                           shows on the answer only
 *   {{#Name}}...{{/Name}} {{^Name}}...      when it is filled in, when not
 *   {{FrontSide}}, {{Tags}} and such        nothing */
#ifndef PUBLISH_ANKI_IN_TEMPLATE_H
#define PUBLISH_ANKI_IN_TEMPLATE_H

#include "base/str.h"
#include "publish/anki_in_types.h"

struct anki_render {
    const struct anki_type *type;
    const struct slice *fields; /* [type->nfields], HTML */
    bool question;              /* of this side */
    const bool *leave;          /* [nfields] shown as nothing; may be NULL */
    bool *used;                 /* [nfields] gets true; may be NULL */
    bool *cloze;                /* likewise those by {{cloze:..}} */
    bool words;                 /* gets true for text besides fields */
};

/* Appends the HTML. */
void anki_render(struct str *out, struct anki_render *render,
                 struct slice text);

/* Nothing but blanks and line ends? */
bool anki_field_blank(struct slice field);

#endif
