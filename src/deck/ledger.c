#include <stdlib.h>

#include "base/mem.h"
#include "deck/import.h"

void ledger_release(struct ledger *ledger)
{
    free(ledger->rows);
    arena_release(&ledger->arena);
    *ledger = (struct ledger){0};
}

static size_t *counter(struct ledger *l, enum ledger_fate fate)
{
    size_t *const counters[] = {
        [FATE_KEPT] = &l->kept,           [FATE_EDITED] = &l->edited,
        [FATE_MOVED] = &l->moved,         [FATE_NEW] = &l->fresh,
        [FATE_ORPHAN] = &l->orphaned,     [FATE_RETURNED] = &l->returned,
        [FATE_AMBIGUOUS] = &l->ambiguous,
    };

    return counters[fate];
}

void ledger_add(struct ledger *ledger, enum ledger_fate fate,
                struct slice path, int line, struct slice old,
                struct slice now)
{
    *counter(ledger, fate) += 1;
    if (fate == FATE_KEPT)
        return;
    ledger->rows = mem_grow(ledger->rows, ledger->nrows, &ledger->cap,
                            sizeof *ledger->rows);
    ledger->rows[ledger->nrows++] = (struct ledger_row){
        .fate = fate,
        .path = arena_copy(&ledger->arena, path),
        .line = line,
        .old = arena_copy(&ledger->arena, old),
        .now = arena_copy(&ledger->arena, now),
    };
}
