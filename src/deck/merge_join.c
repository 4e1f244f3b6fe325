#include "deck/merging.h"
#include "deck/store.h"

/* Runs a statement whose parameters are these rows. */
static int run(struct merge *m, const char *sql, int64_t a, int64_t b,
               struct err *err)
{
    struct stmt *q = db_query(m->ours->db, sql);

    bind_int(q, 1, a);
    bind_int(q, 2, b);
    return stmt_run(q, err);
}

int merge_put_aside(struct merge *m, int64_t note, struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db, "UPDATE card SET gone = 1, left = (SELECT page FROM note"
                     "  WHERE id = ?1) WHERE note = ?1 AND gone <> 1");

    bind_int(q, 1, note);
    return stmt_run(q, err);
}

int merge_pile(struct merge *m, int64_t note, struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db, "UPDATE card SET pile = CASE WHEN gone OR suspended"
                     " THEN 2 ELSE interval > 0 END WHERE note = ?1"
                     " AND pile <> CASE WHEN gone OR suspended"
                     " THEN 2 ELSE interval > 0 END");

    bind_int(q, 1, note);
    return stmt_run(q, err);
}

/* --- ord ---------------------------------------------------------------- */

/* Who has a number in a note. */
struct holder {
    int64_t id, born;
    uint64_t uid;
};

static int find_holder(struct merge *m, int64_t note, int ord,
                       struct holder *out, struct err *err)
{
    struct stmt *q = db_query(m->ours->db, "SELECT id, born, uid FROM card"
                                           " WHERE note = ?1 AND ord = ?2");
    int rc;

    bind_int(q, 1, note);
    bind_int(q, 2, ord);
    rc = stmt_next(q, err);
    if (rc == 1)
        *out = (struct holder){row_int(q, 0), row_int(q, 1), row_uid(q, 2)};
    stmt_end(q);
    return rc;
}

static int next_ord(struct merge *m, int64_t note, int *out, struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "SELECT coalesce(max(ord), 0) + 1 FROM card"
                              " WHERE note = ?1");
    int rc;

    bind_int(q, 1, note);
    rc = stmt_next(q, err);
    if (rc == 1)
        *out = (int)row_between(q, 0, 1, INT32_MAX);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static bool is_later(const struct merge *m, const struct holder *a,
                     int64_t born, uint64_t uid)
{
    struct version_key x = merge_key(m, a->born), y = merge_key(m, born);
    int order = version_compare(&x, &y);

    return order != 0 ? order > 0 : a->uid > uid;
}

int merge_give_ord(struct merge *m, int64_t note, int ord, int64_t born,
                   uint64_t uid, int *out, struct err *err)
{
    struct holder holder = {0};
    int next = 1, rc = find_holder(m, note, ord, &holder, err);

    *out = ord;
    if (rc <= 0)
        return rc;
    if (next_ord(m, note, &next, err) < 0)
        return -1;
    if (is_later(m, &holder, born, uid))
        return run(m, "UPDATE card SET ord = ?2 WHERE id = ?1", holder.id,
                   next, err);
    *out = next;
    return 0;
}

/* --- notes -------------------------------------------------------------- */

struct note_row {
    int64_t id, import, file;
    uint64_t uid;
};

static int load_note(struct merge *m, int64_t id, struct note_row *out,
                     struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db, "SELECT import, file, uid FROM note WHERE id = ?1");
    int rc;

    bind_int(q, 1, id);
    rc = stmt_next(q, err);
    if (rc == 1)
        *out = (struct note_row){id, row_int(q, 0), row_int(q, 1),
                                 row_uid(q, 2)};
    stmt_end(q);
    if (rc == 0)
        return err_set(err, ERR_UNSAFE, "%s is damaged.", m->ours->path);
    return rc < 0 ? -1 : 0;
}

static bool is_fresh(const struct merge *m, int64_t note)
{
    return numbers_have(&m->fresh, note);
}

static int move_card(struct merge *m, int64_t card, int ord, int64_t note,
                     struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db, "UPDATE card SET note = ?2, ord = ?3 WHERE id = ?1");

    bind_int(q, 1, card);
    bind_int(q, 2, note);
    bind_int(q, 3, ord);
    return stmt_run(q, err);
}

static int move_cards(struct merge *m, int64_t from, int64_t to,
                      struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "SELECT id, ord, born, uid FROM card"
                              " WHERE note = ?1 ORDER BY ord LIMIT 1");
    int rc;

    bind_int(q, 1, from);
    while ((rc = stmt_next(q, err)) == 1) {
        int64_t card = row_int(q, 0), born = row_int(q, 2);
        int ord = (int)row_between(q, 1, 0, INT32_MAX);
        uint64_t uid = row_uid(q, 3);

        stmt_end(q);
        if (merge_give_ord(m, to, ord, born, uid, &ord, err) < 0 ||
            move_card(m, card, ord, to, err) < 0)
            return -1;
        q = db_query(m->ours->db, "SELECT id, ord, born, uid FROM card"
                                  " WHERE note = ?1 ORDER BY ord LIMIT 1");
        bind_int(q, 1, from);
    }
    stmt_end(q);
    return rc;
}

/* The version of `from` becomes that of `to`, which keeps its own as an
 * earlier one, should the import be taken back. */
static int take_version(struct merge *m, const struct note_row *from,
                        const struct note_row *to, struct err *err)
{
    if (from->import != 0 &&
        store_keep_note(m->ours, to->id, from->import, err) < 0)
        return -1;
    return run(m,
               "UPDATE note SET (import, file, section, line, place, pin,"
               " gone, text, page) = (SELECT import, file, section, line,"
               " place, pin, gone, text, page FROM note WHERE id = ?2)"
               " WHERE id = ?1",
               to->id, from->id, err);
}

static int join_rows(struct merge *m, const struct note_row *keep,
                     const struct note_row *drop, struct err *err)
{
    struct version_key k = merge_key(m, keep->import);
    struct version_key d = merge_key(m, drop->import);
    bool drop_wins = version_compare(&d, &k) > 0;

    if (merge_put_aside(m, drop_wins ? keep->id : drop->id, err) < 0 ||
        (drop_wins && take_version(m, drop, keep, err) < 0) ||
        run(m, "UPDATE OR IGNORE note_was SET note = ?1 WHERE note = ?2",
            keep->id, drop->id, err) < 0 ||
        run(m, "DELETE FROM note_was WHERE note = ?2 AND ?1 <> ?2", keep->id,
            drop->id, err) < 0 ||
        move_cards(m, drop->id, keep->id, err) < 0 ||
        run(m, "DELETE FROM note WHERE id = ?2 AND ?1 <> ?2", keep->id,
            drop->id, err) < 0 ||
        merge_alias_note(m, drop->uid, keep->id, err) < 0)
        return -1;
    return merge_pile(m, keep->id, err);
}

int merge_join_notes(struct merge *m, int64_t a, int64_t b, int64_t *kept,
                     struct err *err)
{
    struct note_row keep = {0}, drop = {0};

    if (load_note(m, a, &keep, err) < 0 || load_note(m, b, &drop, err) < 0)
        return -1;
    if (drop.uid < keep.uid) {
        struct note_row swap = keep;

        keep = drop;
        drop = swap;
    }
    if (kept != NULL)
        *kept = keep.id;
    if (a == b)
        return 0;
    m->report.wrote = true;
    m->report.joined++;
    if (is_fresh(m, keep.id) || is_fresh(m, drop.id))
        m->report.notes--;
    if (join_rows(m, &keep, &drop, err) < 0 ||
        merge_forget_file(m, keep.file, err) < 0)
        return -1;
    return merge_forget_file(m, drop.file, err);
}

/* --- cards -------------------------------------------------------------- */

struct full_card {
    struct card_row row;
    int64_t note, born, changed_ms;
};

static int load_card(struct merge *m, int64_t id, struct full_card *out,
                     struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db, "SELECT uid, ord, place, gone, note, born, changed_ms"
                     " FROM card WHERE id = ?1");
    int rc;

    bind_int(q, 1, id);
    rc = stmt_next(q, err);
    if (rc == 1)
        *out = (struct full_card){
            .row = {.id = id,
                    .uid = row_uid(q, 0),
                    .ord = (int)row_between(q, 1, 0, INT32_MAX),
                    .place = (int)row_between(q, 2, 0, INT32_MAX),
                    .gone = (int)row_between(q, 3, 0, GONE_VALUES - 1)},
            .note = row_int(q, 4),
            .born = row_int(q, 5),
            .changed_ms = row_between(q, 6, 0, MS_LAST),
        };
    if (rc == 0)
        rc = err_set(err, ERR_UNSAFE, "%s is damaged.", m->ours->path);
    else if (rc == 1)
        rc = row_ok(q, err);
    stmt_end(q);
    return rc;
}

/* Where it stands is what the text that won says: there it is shown or,
 * with its note, away. */
static const struct full_card *of_winner(const struct full_card *a,
                                         const struct full_card *b)
{
    static const int rank[GONE_VALUES] = {
        [GONE_NOT] = 2, [GONE_NOTE] = 1, [GONE_CLOZE] = 0};

    return rank[b->row.gone] > rank[a->row.gone] ? b : a;
}

static int write_joined(struct merge *m, const struct full_card *keep,
                        const struct full_card *drop, struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db, "UPDATE card SET (place, gone, left) ="
                     " (SELECT place, gone, left FROM card WHERE id = ?2),"
                     " changed_ms = ?3, born = ?4 WHERE id = ?1");

    bind_int(q, 1, keep->row.id);
    bind_int(q, 2, of_winner(keep, drop)->row.id);
    bind_int(q, 3,
             keep->changed_ms > drop->changed_ms ? keep->changed_ms
                                                 : drop->changed_ms);
    /* brought by two imports, it goes with neither */
    if (keep->born == drop->born && keep->born != 0)
        bind_int(q, 4, keep->born);
    return stmt_run(q, err);
}

static int drop_card(struct merge *m, int64_t keep, int64_t drop,
                     struct err *err)
{
    static const char *const steps[] = {
        "UPDATE alias SET card = ?1 WHERE card = ?2",
        ("INSERT OR REPLACE INTO alias (uid, card)"
         " SELECT uid, ?1 FROM card WHERE id = ?2"),
        "DELETE FROM tag WHERE card = ?2 AND ?1 <> ?2",
        "DELETE FROM card_was WHERE card = ?2 AND ?1 <> ?2",
        "DELETE FROM card WHERE id = ?2 AND ?1 <> ?2",
    };

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (run(m, steps[i], keep, drop, err) < 0)
            return -1;
    return 0;
}

static int join_in_note(struct merge *m, int64_t a, int64_t b,
                        struct err *err)
{
    struct full_card keep = {0}, drop = {0};

    if (load_card(m, a, &keep, err) < 0 || load_card(m, b, &drop, err) < 0)
        return -1;
    if (drop.row.uid < keep.row.uid) {
        struct full_card swap = keep;

        keep = drop;
        drop = swap;
    }
    numbers_add(&m->touched, uid_store(keep.row.uid));
    m->report.wrote = true;
    if (numbers_have(&m->fresh_cards, a) || numbers_have(&m->fresh_cards, b))
        m->report.cards--;
    if (write_joined(m, &keep, &drop, err) < 0)
        return -1;
    return drop_card(m, keep.row.id, drop.row.id, err);
}

int merge_join_cards(struct merge *m, int64_t a, int64_t b, struct err *err)
{
    struct full_card x = {0}, y = {0};

    if (a == b)
        return 0;
    if (load_card(m, a, &x, err) < 0 || load_card(m, b, &y, err) < 0)
        return -1;
    if (x.note == 0 || y.note == 0) /* a skill is no cloze */
        return 0;
    if (x.note != y.note &&
        merge_join_notes(m, x.note, y.note, NULL, err) < 0)
        return -1;
    return join_in_note(m, a, b, err);
}
