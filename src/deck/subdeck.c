#include "deck/subdeck.h"

#include "deck/event.h"

/* A config event of this name has "root path", a line end and the name. */
#define SUBDECK "subdeck"

static void put_file(struct str *out, uint64_t root, struct slice path)
{
    str_printf(out, "%016llx ", (unsigned long long)root);
    str_put(out, path);
    str_putc(out, '\n');
}

int subdeck_find(struct deck *deck, uint64_t root, struct slice path,
                 struct slice *out, struct arena *arena, struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT value FROM event WHERE kind = 'config'"
                           " AND name = '" SUBDECK "' AND undone = 0"
                           " ORDER BY ms DESC, id DESC");
    struct str file = STR_EMPTY;
    struct slice found = {NULL, 0};
    int rc;

    put_file(&file, root, path);
    while ((rc = stmt_next(q, err)) == 1)
        if (slice_has_prefix(row_text(q, 0), str_slice(&file))) {
            found = arena_copy(arena, slice_skip(row_text(q, 0), file.len));
            break;
        }
    stmt_end(q);
    str_release(&file);
    if (rc < 0)
        return -1;
    *out = found;
    return 0;
}

int subdeck_log(struct deck *deck, uint64_t root, struct slice path,
                struct slice name, struct err *err)
{
    struct event e = event_of_deck(EVENT_CONFIG);
    struct arena arena = {0};
    struct str value = STR_EMPTY;
    struct slice old;
    int rc = subdeck_find(deck, root, path, &old, &arena, err);

    if (rc == 0 && !slice_eq(old, name)) {
        put_file(&value, root, path);
        str_put(&value, name);
        e.name = SLICE(SUBDECK);
        e.value = str_slice(&value);
        rc = command_log(deck, &e, NULL, err);
    }
    str_release(&value);
    arena_release(&arena);
    return rc;
}
