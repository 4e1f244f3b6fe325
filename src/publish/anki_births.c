#include "publish/anki_births.h"

#include "publish/anki_db.h"

int anki_births_read(struct deck *deck, struct anki_births *out,
                     struct arena *arena, struct err *err)
{
    const int64_t unknown = ANKI_CREATED * 1000;
    struct anki_births births;
    int64_t free_from = 0;

    if (deck_export_births(deck, &births.at, &births.n, arena, err) < 0)
        return -1;
    for (size_t i = 0; i < births.n; i++) {
        struct export_birth *b = &births.at[i];

        b->next = b->ms > unknown ? b->ms : unknown;
        if (b->next < free_from)
            b->next = free_from;
        free_from = b->next + b->cards;
    }
    *out = births;
    return 0;
}

int64_t anki_births_next(struct anki_births *births, int64_t born_ms)
{
    size_t lo = 0, hi = births->n;

    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;

        if (births->at[mid].ms <= born_ms)
            lo = mid;
        else
            hi = mid;
    }
    return births->at[lo].next++;
}
