/* spell_inside.h - what the files of spell.h share. */
#ifndef PUBLISH_SPELL_INSIDE_H
#define PUBLISH_SPELL_INSIDE_H

#include "problem/value.h"
#include "publish/spell.h"

/* A list in the making. */
struct spelling {
    const struct question_part *part; /* with a reader */
    struct value value;
    struct spellings list;
};

/* Reads a text as an answer to the part; false when it is none. */
bool spell_read(const struct question_part *part, const char *text,
                struct arena *arena, struct value *out);

/* Adds the text if it is read as the value and there is room. */
void spell_try(struct spelling *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds the ways to write a number, which is the value or its only member; to
 * write a list. */
void spell_number(struct spelling *s, struct num number);
void spell_members(struct spelling *s);

#endif
