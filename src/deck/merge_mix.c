#include <stdlib.h>

#include "deck/passing.h"

static void bind_version(struct stmt *q, const struct version *v)
{
    if (v->import != 0)
        bind_int(q, 1, v->import);
    bind_int(q, 2, v->file);
    bind_int(q, 3, v->section);
    bind_int(q, 4, v->line);
    bind_int(q, 5, v->place);
    if (v->pin.len > 0)
        bind_text(q, 6, v->pin);
    bind_int(q, 7, v->gone);
    bind_text(q, 8, v->text);
    bind_blob(q, 9, v->page);
}

static int insert_card(struct merge *m, const struct their_card *c,
                       int64_t note, struct err *err)
{
    struct stmt *q;
    int ord;

    if (merge_give_ord(m, note, c->ord, c->born, c->uid, &ord, err) < 0)
        return -1;
    q = db_query(m->ours->db,
                 "INSERT INTO card (uid, note, ord, place, born, changed_ms,"
                 " gone, left) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    bind_uid(q, 1, c->uid);
    bind_int(q, 2, note);
    bind_int(q, 3, ord);
    bind_int(q, 4, c->place);
    if (c->born != 0)
        bind_int(q, 5, c->born);
    bind_int(q, 6, c->changed_ms);
    bind_int(q, 7, c->gone);
    if (c->left.len > 0)
        bind_blob(q, 8, c->left);
    if (stmt_run(q, err) < 0)
        return -1;
    numbers_add(&m->touched, uid_store(c->uid));
    numbers_add(&m->fresh_cards, db_last_row(m->ours->db));
    m->report.cards++;
    m->report.wrote = true;
    return 0;
}

int passing_insert(struct merge *m, struct passing *n, struct err *err)
{
    struct arena arena = {0};
    struct version v;
    struct stmt *q;
    int64_t row;
    int rc = passing_version(m, n, &v, &arena, err);

    if (rc < 0)
        goto done;
    q = db_query(m->ours->db,
                 "INSERT INTO note (import, file, section, line, place, pin,"
                 " gone, text, page, uid)"
                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    bind_version(q, &v);
    bind_uid(q, 10, n->uid);
    rc = stmt_run(q, err);
    row = db_last_row(m->ours->db);
    for (size_t i = 0; rc == 0 && i < n->ncards; i++)
        rc = insert_card(m, &n->cards[i], row, err);
    if (rc == 0)
        rc = merge_pile(m, row, err);
    numbers_add(&m->fresh, row);
    m->report.notes++;
    m->report.wrote = true;
done:
    arena_release(&arena);
    return rc;
}

/* --- a note that ours has ----------------------------------------------- */

/* Our row of it. */
struct our_note {
    int64_t id, import, line, place;
};

static int load_ours(struct merge *m, int64_t id, struct our_note *out,
                     struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "SELECT import, line, place FROM note"
                              " WHERE id = ?1");
    int rc;

    bind_int(q, 1, id);
    rc = stmt_next(q, err);
    if (rc == 1)
        *out = (struct our_note){id, row_int(q, 0), row_int(q, 1),
                                 row_int(q, 2)};
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

/* Where it stands is what theirs says, if that won. */
static int take_place(struct merge *m, const struct their_card *c,
                      struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db,
        "UPDATE card SET place = ?2, gone = ?3, left = ?4, changed_ms = ?5"
        " WHERE id = ?1 AND (place, gone, left, changed_ms)"
        " IS NOT (?2, ?3, ?4, ?5)");

    bind_int(q, 1, c->ours.id);
    bind_int(q, 2, c->place);
    bind_int(q, 3, c->gone);
    if (c->left.len > 0)
        bind_blob(q, 4, c->left);
    bind_int(q, 5, c->changed_ms);
    m->report.wrote = true;
    return stmt_run(q, err);
}

/* The answer of one and the same text changed when either says so. */
static int take_change(struct merge *m, const struct their_card *c,
                       struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db, "UPDATE card SET changed_ms = ?2 WHERE id = ?1");

    bind_int(q, 1, c->ours.id);
    bind_int(q, 2, c->changed_ms);
    m->report.wrote = true;
    return stmt_run(q, err);
}

/* What both sides brought by imports of their own is taken back with
 * neither. */
static int forget_birth(struct merge *m, const struct their_card *c,
                        struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "UPDATE card SET born = NULL WHERE id = ?1");

    bind_int(q, 1, c->ours.id);
    m->report.wrote = true;
    return stmt_run(q, err);
}

/* `order` says whose text won. */
static int mix_card(struct merge *m, const struct their_card *c, int order,
                    struct err *err)
{
    if (order > 0 && take_place(m, c, err) < 0)
        return -1;
    if (order == 0 && c->changed_ms > c->ours.changed_ms &&
        take_change(m, c, err) < 0)
        return -1;
    if (c->born != c->ours.born && c->ours.born != 0)
        return forget_birth(m, c, err);
    return 0;
}

/* In the order of GONE_CLOZE, GONE_NOTE, GONE_NOT: where two of theirs are
 * one of ours, the one that is shown has the last word. */
static int by_shown(const void *a, const void *b)
{
    static const int rank[GONE_VALUES] = {
        [GONE_NOT] = 2, [GONE_NOTE] = 1, [GONE_CLOZE] = 0};
    const struct their_card *x = a, *y = b;

    if (x->gone != y->gone)
        return rank[x->gone] - rank[y->gone];
    return (x->uid > y->uid) - (x->uid < y->uid);
}

/* Cards that ours doesn't have and the winning text neither: they are kept
 * aside. */
static int put_aside(struct merge *m, struct passing *n, struct version *v,
                     struct arena *arena, struct err *err)
{
    bool any = false;

    for (size_t i = 0; i < n->ncards; i++)
        any |= n->cards[i].ours.id == 0;
    if (!any)
        return 0;
    if (v->page.len == 0 && passing_version(m, n, v, arena, err) < 0)
        return -1;
    for (size_t i = 0; i < n->ncards; i++)
        if (n->cards[i].ours.id == 0)
            passing_put_aside(&n->cards[i], v);
    return 0;
}

static int mix_cards(struct merge *m, int64_t note, struct passing *n,
                     int order, struct err *err)
{
    if (n->ncards > 1)
        qsort(n->cards, n->ncards, sizeof *n->cards, by_shown);
    for (size_t i = 0; i < n->ncards; i++) {
        const struct their_card *c = &n->cards[i];
        int rc = c->ours.id != 0 ? mix_card(m, c, order, err)
                                 : insert_card(m, c, note, err);

        if (rc < 0)
            return -1;
    }
    return 0;
}

/* As before an import: what the cards were stays below. */
static int keep_cards(struct merge *m, int64_t note, int64_t import,
                      struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db,
        "INSERT OR IGNORE INTO card_was (import, card, place, changed_ms,"
        " gone, left) SELECT ?2, id, place, changed_ms, gone, left FROM card"
        " WHERE note = ?1");

    bind_int(q, 1, note);
    bind_int(q, 2, import);
    return stmt_run(q, err);
}

static bool knows(const struct passing *n, int64_t card)
{
    for (size_t i = 0; i < n->ncards; i++)
        if (n->cards[i].ours.id == card)
            return true;
    return false;
}

/* Whether a card that theirs does not know stands in our text of the note:
 * what becomes of the others, theirs says. */
static int has_others(struct merge *m, int64_t note, const struct passing *n,
                      bool *has, struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db, "SELECT id FROM card WHERE note = ?1 AND gone <> 1");
    int rc;

    *has = false;
    bind_int(q, 1, note);
    while ((rc = stmt_next(q, err)) == 1)
        *has |= !knows(n, row_int(q, 0));
    stmt_end(q);
    return rc;
}

/* The text of a file that ours had differs: it is to be read again. */
static int forget_file(struct merge *m, const struct our_note *ours,
                       struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "UPDATE file SET reader = 0 WHERE id ="
                              " (SELECT file FROM note WHERE id = ?1"
                              "  AND gone = 0)");

    bind_int(q, 1, ours->id);
    m->report.changed++;
    return stmt_run(q, err);
}

/* Whether the two say the same. */
static int compare_text(struct merge *m, const struct our_note *ours,
                        const struct version *v, bool *same, struct err *err)
{
    struct stmt *q = db_query(m->ours->db, "SELECT gone = ?2 AND page = ?3"
                                           " FROM note WHERE id = ?1");
    int rc;

    bind_int(q, 1, ours->id);
    bind_int(q, 2, v->gone);
    bind_blob(q, 3, v->page);
    rc = stmt_next(q, err);
    *same = rc == 1 && row_bool(q, 0);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

/* Ours is the earlier version: it stays below, as before an import, and its
 * file is to be read again where it lies. */
static int overwrite(struct merge *m, const struct our_note *ours,
                     const struct passing *n, const struct version *v,
                     struct err *err)
{
    struct stmt *q;
    bool same, others;

    if (store_keep_note(m->ours, ours->id, v->import, err) < 0 ||
        keep_cards(m, ours->id, v->import, err) < 0 ||
        has_others(m, ours->id, n, &others, err) < 0 ||
        (others && merge_put_aside(m, ours->id, err) < 0) ||
        compare_text(m, ours, v, &same, err) < 0 ||
        (!same && forget_file(m, ours, err) < 0))
        return -1;
    q = db_query(m->ours->db,
                 "UPDATE note SET import = ?1, file = ?2, section = ?3,"
                 " line = ?4, place = ?5, pin = ?6, gone = ?7, text = ?8,"
                 " page = ?9 WHERE id = ?10");
    bind_version(q, v);
    bind_int(q, 10, ours->id);
    m->report.wrote = true;
    return stmt_run(q, err);
}

/* One import, and lines were put in or taken out around the note since. */
static int move_line(struct merge *m, const struct our_note *ours,
                     const struct passing *n, struct err *err)
{
    struct stmt *q;

    if (n->line < ours->line ||
        (n->line == ours->line && n->place <= ours->place))
        return 0;
    q = db_query(m->ours->db,
                 "UPDATE note SET line = ?2, place = ?3 WHERE id = ?1");
    bind_int(q, 1, ours->id);
    bind_int(q, 2, n->line);
    bind_int(q, 3, n->place);
    m->report.wrote = true;
    return stmt_run(q, err);
}

static int compare(const struct merge *m, const struct our_note *ours,
                   const struct passing *n)
{
    struct version_key a = merge_key(m, ours->import);
    struct version_key b = merge_key(m, n->import);

    return version_compare(&b, &a);
}

int passing_mix(struct merge *m, struct passing *n, int64_t note,
                struct err *err)
{
    struct arena arena = {0};
    struct our_note ours = {0};
    struct version v = {0};
    int rc = -1, order;

    if (load_ours(m, note, &ours, err) < 0)
        goto done;
    order = compare(m, &ours, n);
    /* behind one that was taken back may stand a later one than ours */
    if (order > 0 || (order < 0 && !merge_key(m, n->import).stands)) {
        if (passing_version(m, n, &v, &arena, err) < 0)
            goto done;
        order = compare(m, &ours, n);
    }
    if (order > 0 && overwrite(m, &ours, n, &v, err) < 0)
        goto done;
    if ((order == 0 && move_line(m, &ours, n, err) < 0) ||
        (order <= 0 && put_aside(m, n, &v, &arena, err) < 0) ||
        mix_cards(m, note, n, order, err) < 0)
        goto done;
    rc = order > 0 ? merge_pile(m, note, err) : 0;
done:
    arena_release(&arena);
    return rc;
}
