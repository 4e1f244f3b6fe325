/* anki_model.h - the two note types that pagein brings into a collection.
 *
 * Their ids, and the ids and the order of their fields, are for ever: a
 * collection knows them by these, and a field more or less would make every
 * note there one of another type. A new need is a new note type. Templates
 * and style sheet may change; ANKI_MODEL_MOD rises with each change, so that
 * collections take over the new ones, and only then. */
#ifndef PUBLISH_ANKI_MODEL_H
#define PUBLISH_ANKI_MODEL_H

#include "base/str.h"

/* Seconds, as Anki keeps such times. */
#define ANKI_MODEL_MOD INT64_C(1763800001)

#define ANKI_CLOZE INT64_C(1761923641207)
#define ANKI_PROBLEM INT64_C(1761923641311)

/* The fields of `pagein Cloze`.
 *
 *   Text      the block, its clozes as Anki's
 *   Context   what stands above it: lead-in and outline
 *   Extra     what only the answer shows
 *   Source    file and headings                                           */
enum { CLOZE_TEXT, CLOZE_CONTEXT, CLOZE_EXTRA, CLOZE_SOURCE, CLOZE_FIELDS };

/* Those of `pagein Problem`; the answer is typed and compared. */
enum { PROBLEM_FRONT, PROBLEM_ANSWER, PROBLEM_SOLUTION, PROBLEM_FIELDS };

/* How deep the outline is drawn; what lies deeper stands there too. */
enum { ANKI_OUTLINE_MAX = 7 };

/* Appends the JSON of both, as a collection of schema 11 has it. */
void anki_models(struct str *out);

#endif
