/* anki_in_types.h - what a package's notes are made by: note types with their
 * fields and templates, decks, and how its days count. */
#ifndef PUBLISH_ANKI_IN_TYPES_H
#define PUBLISH_ANKI_IN_TYPES_H

#include "publish/anki_in_open.h"

struct anki_template {
    struct slice question, answer; /* HTML with {{fields}} */
};

struct anki_type {
    int64_t id;
    bool cloze;
    struct slice *fields; /* names */
    size_t nfields;
    struct anki_template *templates;
    size_t ntemplates;
};

struct anki_deck {
    int64_t id;
    struct slice name; /* "A::B" */
};

struct anki_types {
    struct anki_type *types; /* by id */
    struct anki_deck *decks; /* by id */
    size_t ntypes, ndecks;
    int64_t created_s;  /* of the collection: day 0 holds it */
    bool has_zone;      /* of that day; else the reader's */
    int zone;           /* minutes east of UTC */
    bool old_scheduler; /* whose three buttons mean 1, 3, 4 */
    struct arena arena;
};

/* -1: ERR_UNSAFE when the package says something else. */
int anki_in_types_read(struct anki_types *out, struct anki_package *package,
                       struct err *err);
void anki_in_types_release(struct anki_types *types);

/* NULL when there is none of that id. */
const struct anki_type *anki_type_find(const struct anki_types *types,
                                       int64_t id);
const struct anki_deck *anki_deck_find(const struct anki_types *types,
                                       int64_t id);

#endif
