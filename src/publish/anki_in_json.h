/* anki_in_json.h - anki_in_types.c's own: note types and decks as JSON in the table
 * `col`, as schema 11 has them (and 14, but for its settings). */
#ifndef PUBLISH_ANKI_IN_JSON_H
#define PUBLISH_ANKI_IN_JSON_H

#include "publish/anki_in_types.h"

int anki_json_read(struct anki_types *types, struct db *db, struct err *err);

/* What both readers fill in. */
struct anki_type *anki_add_type(struct anki_types *types, int64_t id);
void anki_add_field(struct anki_types *types, struct anki_type *type,
                    struct slice name);
void anki_add_template(struct anki_types *types, struct anki_type *type,
                       struct slice question, struct slice answer);
void anki_add_deck(struct anki_types *types, int64_t id, struct slice name);

/* The zone in which the collection came to be, in minutes west of UTC. */
void anki_set_zone(struct anki_types *types, int64_t west);

#endif
