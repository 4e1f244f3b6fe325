#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "deck/event.h"
#include "deck/fold.h"
#include "deck/numbers.h"
#include "deck/unimport.h"

/* A command that can be taken back. */
struct batch {
    struct event first; /* its import, if it has one, or its first event */
    int64_t from, to;   /* seq */
    size_t events;
    bool many; /* about more than one card */
};

/* Reads this device's standing events, latest first, and calls `each` with
 * the batches they make, until `max` were given. Undos are no part of it, nor
 * what a merge found to be the same. */
static int each_batch(struct deck *deck, size_t max,
                      void (*each)(const struct batch *batch, void *arg),
                      void *arg, struct arena *arena, struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT " EVENT_COLUMNS
                           " FROM event e JOIN device d ON d.id = e.device"
                           " WHERE e.device = ?1 AND e.undone = 0"
                           " AND e.kind NOT IN ('undo', 'alias')"
                           " ORDER BY e.seq DESC");
    struct batch b = {0};
    size_t given = 0;
    int rc = 0;

    bind_int(q, 1, deck->device);
    while (given < max && (rc = stmt_next(q, err)) >= 0) {
        struct event e = {0};

        if (rc == 1)
            e = event_row(q, arena);
        if (b.events > 0 && (rc == 0 || (int64_t)e.batch != b.from)) {
            each(&b, arg);
            given++;
            b = (struct batch){0};
        }
        if (rc == 0)
            break;
        if (b.events++ == 0)
            b.to = (int64_t)e.seq;
        b.many |=
            b.events > 1 && e.has_subject && e.subject != b.first.subject;
        if (b.first.kind != EVENT_IMPORT || b.events == 1)
            b.first = e;
        b.from = (int64_t)e.batch;
    }
    stmt_end(q);
    return given < max && rc < 0 ? -1 : 0;
}

/* --- in words ----------------------------------------------------------- */

static const char *grade_name(int grade)
{
    static const char *const names[] = {"0",    "1",    "Again",
                                        "Hard", "Good", "Easy"};

    return grade >= 0 && grade <= 5 ? names[grade] : "?";
}

static void put_what(struct str *out, const struct batch *b)
{
    const struct event *e = &b->first;
    bool off = slice_is(e->value, "0");

    switch (e->kind) {
    case EVENT_REVIEW:
    case EVENT_DRILL:
    case EVENT_CRAM:
        str_printf(out, "answer %s", grade_name(e->grade));
        break;
    case EVENT_SUSPEND:
    case EVENT_BURY:
    case EVENT_MARK:
    case EVENT_TAG:
        str_printf(out, "%s%s", off ? "un" : "", event_kind_name(e->kind));
        break;
    case EVENT_CONFIG:
        str_printf(out, "setting %.*s", SLICE_FMT(e->name));
        break;
    case EVENT_IMPORT:
        str_printf(out, "import of %.*s", SLICE_FMT(e->name));
        break;
    case EVENT_KINDS:
        str_puts(out, "something newer");
        break;
    default:
        str_puts(out, event_kind_name(e->kind));
    }
    if (e->kind == EVENT_TAG)
        str_printf(out, " %.*s", SLICE_FMT(e->name));
    if (b->many && e->kind != EVENT_IMPORT)
        str_printf(out, " of %zu cards", b->events);
}

static int card_of(struct deck *deck, uint64_t uid, int64_t *card,
                   struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT id FROM card WHERE uid = ?1 UNION ALL"
                           " SELECT card FROM alias WHERE uid = ?1 LIMIT 1");
    int rc;

    bind_uid(q, 1, uid);
    rc = stmt_next(q, err);
    if (rc == 1)
        *card = row_int(q, 0);
    stmt_end(q);
    return rc;
}

static int describe(struct deck *deck, const struct batch *b,
                    struct undone *out, struct arena *arena, struct err *err)
{
    struct undone u = {.utc_ms = b->first.ms};
    struct str what = STR_EMPTY;

    put_what(&what, b);
    if (b->first.has_subject && !b->many &&
        card_of(deck, b->first.subject, &u.card, err) < 0) {
        str_release(&what);
        return -1;
    }
    if (u.card != 0) {
        struct card_page page;

        if (deck_card(deck, u.card, &page, arena, err) == 0)
            str_printf(&what, " on %.*s", SLICE_FMT(page.card.text));
    }
    u.what = arena_copy(arena, str_slice(&what));
    str_release(&what);
    *out = u;
    return 0;
}

/* --- taking back -------------------------------------------------------- */

static int log_undo(struct deck *deck, const struct batch *b, struct err *err)
{
    struct event e = event_of_deck(EVENT_UNDO);
    struct str value = STR_EMPTY;
    struct stmt *q;
    int rc;

    str_printf(&value, "%016llx %lld %lld",
               (unsigned long long)deck->device_uid, (long long)b->from,
               (long long)b->to);
    e.value = str_slice(&value);
    rc = command_log(deck, &e, NULL, err);
    str_release(&value);
    if (rc < 0)
        return -1;
    q = db_query(deck->db, "UPDATE event SET undone = 1 WHERE device = ?1"
                           " AND seq BETWEEN ?2 AND ?3");
    bind_int(q, 1, deck->device);
    bind_int(q, 2, b->from);
    bind_int(q, 3, b->to);
    return stmt_run(q, err);
}

/* What else came with an import: events under another device. */
static int undo_brought(struct deck *deck, struct slice range,
                        struct numbers *cards, struct err *err)
{
    struct event e = event_of_deck(EVENT_UNDO);
    unsigned long long device;
    long long first, last;
    char text[80];
    struct stmt *q;
    int rc;

    snprintf(text, sizeof text, "%.*s", SLICE_FMT(slice_sub(range, 0, 79)));
    if (sscanf(text, "%16llx %19lld %19lld", &device, &first, &last) != 3)
        return 0;
    e.value = range;
    if (command_log(deck, &e, NULL, err) < 0)
        return -1;
    q = db_query(deck->db, "UPDATE event SET undone = 1 WHERE device ="
                           " (SELECT id FROM device WHERE uid = ?1)"
                           " AND seq BETWEEN ?2 AND ?3 AND undone = 0"
                           " RETURNING subject");
    bind_uid(q, 1, device);
    bind_int(q, 2, first);
    bind_int(q, 3, last);
    while ((rc = stmt_next(q, err)) == 1)
        numbers_add(cards, row_int(q, 0));
    stmt_end(q);
    return rc;
}

static int undo_all_brought(struct deck *deck, struct slice ranges,
                            struct err *err)
{
    struct numbers uids = {0};
    struct slice range;
    int rc = 0;

    while (rc == 0 && slice_line(&ranges, &range))
        rc = undo_brought(deck, range, &uids, err);
    numbers_sort(&uids);
    for (size_t i = 0; rc == 0 && i < uids.n; i++) {
        int64_t card = 0;

        rc = card_of(deck, uid_load(uids.at[i]), &card, err);
        if (rc == 1)
            rc = fold_again(deck, card, err);
    }
    free(uids.at);
    return rc;
}

static int check_import(struct deck *deck, const struct batch *b,
                        struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT count(*) FROM event WHERE device = ?1"
                           " AND seq > ?2 AND kind = 'import'");
    int64_t later = 0;
    int rc;

    bind_int(q, 1, deck->device);
    bind_int(q, 2, b->to);
    rc = stmt_next(q, err);
    if (rc == 1)
        later = row_int(q, 0);
    stmt_end(q);
    if (rc >= 0 && later >= UNIMPORT_KEPT)
        return err_set(err, ERR_USAGE,
                       "The import of %.*s is too long ago to be taken back.",
                       SLICE_FMT(slice_sub(b->first.name, 0, 200)));
    return rc < 0 ? -1 : 0;
}

/* What the events had done is undone by folding again without them. */
static int carry_out(struct deck *deck, const struct event *events, size_t n,
                     struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        const struct event *e = &events[i];
        int64_t card = 0;
        int rc = 0;

        if (e->kind == EVENT_IMPORT)
            rc = unimport(deck, e->id, err) < 0
                     ? -1
                     : undo_all_brought(deck, e->value, err);
        else if (e->kind == EVENT_CONFIG && slice_is(e->name, "scheduler"))
            rc = fold_all(deck, err);
        else if (e->has_subject) {
            rc = card_of(deck, e->subject, &card, err);
            if (rc == 1)
                rc = fold_again(deck, card, err);
        }
        if (rc < 0)
            return -1;
    }
    return 0;
}

static int load_events(struct deck *deck, const struct batch *b,
                       struct event **out, size_t *n, struct arena *arena,
                       struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT " EVENT_COLUMNS
                  " FROM event e JOIN device d ON d.id = e.device"
                  " WHERE e.device = ?1 AND e.seq BETWEEN ?2 AND ?3");
    struct event *list = arena_new_array(arena, b->events, sizeof *list);
    size_t count = 0;
    int rc = 0;

    bind_int(q, 1, deck->device);
    bind_int(q, 2, b->from);
    bind_int(q, 3, b->to);
    while (count < b->events && (rc = stmt_next(q, err)) == 1)
        list[count++] = event_row(q, arena);
    stmt_end(q);
    *out = list;
    *n = count;
    return count < b->events && rc < 0 ? -1 : 0;
}

static void take(const struct batch *batch, void *arg)
{
    *(struct batch *)arg = *batch;
}

/* Returns 1, 0 when there is nothing, -1. */
static int undo_latest(struct deck *deck, struct undone *out,
                       struct arena *arena, struct err *err)
{
    struct batch b = {0};
    struct event *events;
    size_t n;

    if (each_batch(deck, 1, take, &b, arena, err) < 0)
        return -1;
    if (b.events == 0)
        return 0;
    if (b.first.kind == EVENT_IMPORT && check_import(deck, &b, err) < 0)
        return -1;
    if (describe(deck, &b, out, arena, err) < 0 ||
        load_events(deck, &b, &events, &n, arena, err) < 0 ||
        log_undo(deck, &b, err) < 0 || carry_out(deck, events, n, err) < 0)
        return -1;
    return 1;
}

int deck_undo(struct deck *deck, struct moment now, struct undone *out,
              struct arena *arena, struct err *err)
{
    struct undone undone;
    int rc;

    if (command_begin(deck, now, err) < 0)
        return -1;
    rc = undo_latest(deck, &undone, arena, err);
    if (rc != 1) {
        command_abort(deck);
        return rc;
    }
    if (command_commit(deck, err) < 0)
        return -1;
    *out = undone;
    return 1;
}

/* --- the list ----------------------------------------------------------- */

struct batches {
    struct batch *at;
    size_t n;
};

static void add(const struct batch *batch, void *arg)
{
    struct batches *list = arg;

    list->at[list->n++] = *batch;
}

int deck_undo_list(struct deck *deck, struct undone *out, size_t max,
                   size_t *n, struct arena *arena, struct err *err)
{
    struct batches list = {mem_new_array(max, sizeof *list.at), 0};
    int rc = each_batch(deck, max, add, &list, arena, err);

    for (size_t i = 0; rc == 0 && i < list.n; i++)
        rc = describe(deck, &list.at[i], &out[i], arena, err);
    if (rc == 0)
        *n = list.n;
    free(list.at);
    return rc;
}
