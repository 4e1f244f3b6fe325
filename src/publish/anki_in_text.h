/* anki_in_text.h - the texts of a package's rows. */
#ifndef PUBLISH_ANKI_IN_TEXT_H
#define PUBLISH_ANKI_IN_TEXT_H

#include "base/arena.h"

/* A stranger's text as UTF-8 without NUL. */
struct slice anki_in_clean(struct arena *arena, struct slice text);

/* Fills in at most `max` fields, which have U+001F between; how many. */
size_t anki_in_fields(struct arena *arena, struct slice text,
                      struct slice *fields, size_t max);

/* The same of tags, with blanks between, also ideographic ones; "marked" is
 * none, but makes *marked true. */
size_t anki_in_tags(struct arena *arena, struct slice text,
                    struct slice *tags, size_t max, bool *marked);

#endif
