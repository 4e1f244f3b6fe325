/* anki_births.h - ids of cards. In Anki an id is a time in milliseconds, shown
 * as the day a card was added: here when it came into the deck. Those that
 * came at once have the milliseconds behind it. */
#ifndef PUBLISH_ANKI_BIRTHS_H
#define PUBLISH_ANKI_BIRTHS_H

#include "deck/export.h"

struct anki_births {
    struct export_birth *at; /* by time; `next` is the next free id */
    size_t n;
};

/* What lives of it is in the arena. */
int anki_births_read(struct deck *deck, struct anki_births *out,
                     struct arena *arena, struct err *err);

/* An id for a card of that moment, each time another. */
int64_t anki_births_next(struct anki_births *births, int64_t born_ms);

#endif
