#include "deck/verify.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/mem.h"
#include "deck/fold.h"

void verify_report_release(struct verify_report *report)
{
    free(report->findings);
    arena_release(&report->arena);
    *report = (struct verify_report){0};
}

static void __attribute__((format(printf, 3, 4)))
find(struct verify_report *r, int64_t card, const char *fmt, ...)
{
    struct str text = STR_EMPTY;
    va_list ap;

    va_start(ap, fmt);
    str_vprintf(&text, fmt, ap);
    va_end(ap);
    r->findings =
        mem_grow(r->findings, r->nfindings, &r->cap, sizeof *r->findings);
    r->findings[r->nfindings++] = (struct verify_finding){
        card, arena_copy(&r->arena, str_slice(&text))};
    str_release(&text);
}

/* --- the file ----------------------------------------------------------- */

static int check_pages(struct deck *deck, struct verify_report *r,
                       struct err *err)
{
    struct stmt *q = db_query(deck->db, "PRAGMA integrity_check(20)");
    int rc;

    while ((rc = stmt_next(q, err)) == 1 &&
           (rc = db_check_line(deck->db, row_text(q, 0), err)) == 0)
        if (!slice_is(row_text(q, 0), "ok"))
            find(r, 0, "The file is damaged: %.*s.",
                 SLICE_FMT(row_text(q, 0)));
    stmt_end(q);
    return rc;
}

static int check_links(struct deck *deck, struct verify_report *r,
                       struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT \"table\", rowid, parent"
                           " FROM pragma_foreign_key_check LIMIT 20");
    int rc;

    while ((rc = stmt_next(q, err)) == 1)
        find(r, 0, "Row %lld of table %.*s belongs to no %.*s.",
             (long long)row_int(q, 1), SLICE_FMT(row_text(q, 0)),
             SLICE_FMT(row_text(q, 2)));
    stmt_end(q);
    return rc;
}

/* --- events ------------------------------------------------------------- */

static int check_events(struct deck *deck, struct verify_report *r,
                        struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT " EVENT_COLUMNS
                           " FROM event e JOIN device d ON d.id = e.device"
                           " ORDER BY e.id");
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        struct arena arena = {0};
        struct event e = event_row(q, &arena);

        r->events++;
        if (e.kind < EVENT_KINDS && event_hash(&e) != e.hash)
            find(r, 0, "Event %016llx-%llu was changed after it was written.",
                 (unsigned long long)e.device, (unsigned long long)e.seq);
        arena_release(&arena);
    }
    stmt_end(q);
    return rc;
}

/* Two events of one name: a device id was used twice. Both count. */
static int check_names(struct deck *deck, struct verify_report *r,
                       struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT d.uid, e.seq, count(*) FROM event e"
                  " JOIN device d ON d.id = e.device"
                  " GROUP BY e.device, e.seq HAVING count(*) > 1 LIMIT 20");
    int rc;

    while ((rc = stmt_next(q, err)) == 1)
        find(r, 0,
             "%lld different events are called %016llx-%lld; all of them "
             "count.",
             (long long)row_int(q, 2), (unsigned long long)row_uid(q, 0),
             (long long)row_int(q, 1));
    stmt_end(q);
    return rc;
}

/* "device first last" says which events are undone, and nothing else does. */
static int check_undone(struct deck *deck, struct verify_report *r,
                        struct err *err)
{
    struct stmt *q = db_query(
        deck->db,
        "WITH target AS MATERIALIZED"
        " (SELECT substr(value, 1, 16) AS device,"
        "   CAST(substr(value, 18) AS INTEGER) AS first,"
        "   CAST(substr(value, 18 + instr(substr(value, 18), ' '))"
        "     AS INTEGER) AS last"
        "  FROM event WHERE kind = 'undo')"
        " SELECT printf('%016x', d.uid), e.seq, e.undone FROM event e"
        " JOIN device d ON d.id = e.device"
        " WHERE e.undone <> EXISTS (SELECT 1 FROM target t"
        "   WHERE t.device = printf('%016x', d.uid)"
        "   AND e.seq BETWEEN t.first AND t.last) LIMIT 20");
    int rc;

    while ((rc = stmt_next(q, err)) == 1)
        find(r, 0, "Event %.*s-%lld counts as %s, but %s.",
             SLICE_FMT(row_text(q, 0)), (long long)row_int(q, 1),
             row_int(q, 2) ? "undone" : "standing",
             row_int(q, 2) ? "no undo names it" : "an undo names it");
    stmt_end(q);
    return rc;
}

/* --- cards -------------------------------------------------------------- */

/* A card's row next to what its events say. */
struct checked {
    int64_t id;
    uint64_t uid;
    bool away;
    int pile;
    struct fold fold;
};

static int pile_of(const struct checked *c, const struct fold *fold)
{
    if (c->away || fold->suspended)
        return PILE_AWAY;
    return sm2_seen(fold->sched) ? PILE_SEEN : PILE_FRESH;
}

static void compare(struct verify_report *r, const struct checked *c,
                    const struct fold *fold)
{
    const struct sm2 *a = &c->fold.sched, *b = &fold->sched;

    if (!fold_eq(&c->fold, fold))
        find(r, c->id,
             "Card %016llx isn't what its history says: n %d, ease %d, "
             "interval %d, due %d in the deck; n %d, ease %d, interval %d, "
             "due %d by its events.",
             (unsigned long long)c->uid, a->n, a->ease, a->interval, a->due,
             b->n, b->ease, b->interval, b->due);
    else if (c->pile != pile_of(c, fold))
        find(r, c->id, "Card %016llx is kept in the wrong pile.",
             (unsigned long long)c->uid);
}

static int check_tags(struct deck *deck, struct verify_report *r,
                      const struct checked *c, const struct fold_tag *tags,
                      size_t n, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT name, has FROM tag WHERE card = ?1 ORDER BY name");
    size_t i = 0;
    bool same = true;
    int rc;

    bind_int(q, 1, c->id);
    while ((rc = stmt_next(q, err)) == 1) {
        same &= i < n && slice_eq(row_text(q, 0), tags[i].name) &&
                row_bool(q, 1) == tags[i].has;
        i++;
    }
    stmt_end(q);
    if (rc == 0 && (!same || i != n))
        find(r, c->id,
             "The tags of card %016llx aren't what its history "
             "says.",
             (unsigned long long)c->uid);
    return rc;
}

static int check_card(struct deck *deck, struct verify_report *r,
                      const struct checked *c,
                      const struct sm2_profile *profile, struct err *err)
{
    struct arena arena = {0};
    struct fold_tag *tags;
    struct fold fold;
    size_t ntags;
    int rc = fold_card(deck, c->id, c->uid, profile, &fold, &tags, &ntags,
                       &arena, err);

    if (rc == 0) {
        compare(r, c, &fold);
        rc = check_tags(deck, r, c, tags, ntags, err);
    }
    arena_release(&arena);
    return rc;
}

static int check_cards(struct deck *deck, struct verify_report *r,
                       struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT id, uid, gone, pile, " FOLD_COLUMNS
                           " FROM card ORDER BY id");
    struct deck_settings settings;
    int rc = deck_settings(deck, &settings, err);

    while (rc == 0 && (rc = stmt_next(q, err)) == 1) {
        struct checked c = {
            .id = row_int(q, 0),
            .uid = row_uid(q, 1),
            .away = row_int(q, 2) != 0,
            .pile = (int)row_between(q, 3, PILE_FRESH, PILE_AWAY),
            .fold = fold_row(q, 4),
        };

        r->cards++;
        rc = check_card(deck, r, &c, settings.profile, err);
    }
    stmt_end(q);
    return rc;
}

int deck_verify(struct deck *deck, struct verify_report *report,
                struct err *err)
{
    struct verify_report r = {0};

    if (check_pages(deck, &r, err) < 0 || check_links(deck, &r, err) < 0 ||
        check_events(deck, &r, err) < 0 || check_names(deck, &r, err) < 0 ||
        check_undone(deck, &r, err) < 0 || check_cards(deck, &r, err) < 0) {
        verify_report_release(&r);
        return -1;
    }
    *report = r;
    return 0;
}

int deck_rebuild(struct deck *deck, struct err *err)
{
    if (!deck->writable)
        return err_set(err, ERR_IO,
                       "The deck %s was opened for reading only.",
                       deck->path);
    if (db_begin(deck->db, err) < 0)
        return -1;
    if (fold_all(deck, err) < 0) {
        db_rollback(deck->db);
        return -1;
    }
    return db_commit(deck->db, err);
}
