/* Tags and flags that came with a package, against those that a person set. */
#include "deck/packing.h"

/* What the latest event of this kind and name on the card said: 1 on, 0 off,
 * -1 when there is none. *person: no package said it. The sign before the kind
 * keeps SQLite from planning anew for each value, to look at indexes that are
 * for one kind only. */
static int latest(struct package *p, uint64_t uid, enum event_kind kind,
                  struct slice name, int *said, bool *person, struct err *err)
{
    struct stmt *q = db_query(
        p->deck->db, "SELECT e.value = '1', NOT EXISTS (SELECT 1 FROM event i"
                     "   WHERE i.device = e.device AND i.seq = e.batch"
                     "   AND i.kind = 'import')"
                     " FROM event e WHERE e.subject = ?1 AND +e.kind = ?2"
                     " AND coalesce(e.name, '') = ?3 AND e.undone = 0"
                     " ORDER BY e.ms DESC, e.seq DESC LIMIT 1");
    int rc;

    *said = -1;
    *person = false;
    bind_uid(q, 1, uid);
    bind_text(q, 2, slice_from(event_kind_name(kind)));
    bind_text(q, 3, name);
    rc = stmt_next(q, err);
    if (rc == 1) {
        *said = row_int(q, 0) != 0;
        *person = row_int(q, 1) != 0;
    }
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

int packing_flag(struct package *p, int64_t card, uint64_t uid,
                 enum event_kind kind, struct slice name, bool want,
                 struct err *err)
{
    struct event e = event_of(kind, uid);
    int64_t event;
    bool person;
    int said;

    if (latest(p, uid, kind, name, &said, &person, err) < 0)
        return -1;
    if (person || want == (said == 1))
        return 0;
    e.name = name;
    e.value = want ? SLICE("1") : SLICE("0");
    if (packing_event(p, &event, err) < 0 ||
        command_log(p->deck, &e, NULL, err) < 0)
        return -1;
    numbers_add(&p->cards, card);
    return 0;
}

static bool is_in(const struct package_note *note, struct slice tag)
{
    for (size_t i = 0; i < note->ntags; i++)
        if (slice_eq(note->tags[i], tag))
            return true;
    return false;
}

int packing_tags(struct package *p, int64_t card, uint64_t uid,
                 const struct package_note *note, struct err *err)
{
    struct stmt *q = db_query(
        p->deck->db, "SELECT name FROM tag WHERE card = ?1 AND has = 1");
    struct arena arena = {0};
    struct slice gone[64];
    size_t ngone = 0;
    int rc;

    bind_int(q, 1, card);
    while ((rc = stmt_next(q, err)) == 1)
        if (ngone < 64 && !is_in(note, row_text(q, 0)))
            gone[ngone++] = arena_copy(&arena, row_text(q, 0));
    stmt_end(q);
    for (size_t i = 0; rc == 0 && i < ngone; i++)
        rc = packing_flag(p, card, uid, EVENT_TAG, gone[i], false, err);
    for (size_t i = 0; rc == 0 && i < note->ntags; i++)
        rc = packing_flag(p, card, uid, EVENT_TAG, note->tags[i], true, err);
    arena_release(&arena);
    return rc;
}
