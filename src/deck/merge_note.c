#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "deck/merging.h"
#include "deck/store.h"

enum { ORD_LAST = 1000000 };

/* A card of theirs; born is a row of ours. */
struct their_card {
    int64_t id, note, born, changed_ms;
    uint64_t uid;
    int ord, place, gone;
};

/* Another uid of a card of theirs. */
struct their_alias {
    int64_t card;
    uint64_t uid;
};

/* All cards and aliases of theirs; notes pass by one at a time. */
struct passage {
    struct merge *m;
    struct their_card *cards;    /* by note */
    struct their_alias *aliases; /* by card */
    size_t ncards, naliases, at; /* at: the first card of the note passing */
};

/* The note passing; import is a row of ours. */
struct passing {
    int64_t id, import, line, place;
    uint64_t uid;
    struct their_card *cards;
    size_t ncards;
};

/* What a note says, as theirs has it; rows are of ours. */
struct version {
    int64_t import, file, section;
    int line, place;
    bool gone;
    struct slice pin, text, page;
};

/* --- loading ------------------------------------------------------------ */

static int load_cards(struct passage *p, struct err *err)
{
    struct stmt *q = db_query(
        p->m->theirs->db,
        "SELECT id, note, born, changed_ms, uid, ord, place, gone FROM card"
        " WHERE note IS NOT NULL ORDER BY note, ord");
    size_t cap = 0;
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        p->cards = mem_grow(p->cards, p->ncards, &cap, sizeof *p->cards);
        p->cards[p->ncards++] = (struct their_card){
            .id = row_int(q, 0),
            .note = row_int(q, 1),
            .born = row_map_find(&p->m->imports, row_int(q, 2)),
            .changed_ms = row_between(q, 3, 0, MS_LAST),
            .uid = row_uid(q, 4),
            .ord = (int)row_between(q, 5, 0, ORD_LAST),
            .place = (int)row_between(q, 6, 0, INT32_MAX),
            .gone = (int)row_between(q, 7, 0, GONE_VALUES - 1),
        };
    }
    stmt_end(q);
    return rc;
}

static int load_aliases(struct passage *p, struct err *err)
{
    struct stmt *q = db_query(p->m->theirs->db,
                              "SELECT card, uid FROM alias ORDER BY card");
    size_t cap = 0;
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        p->aliases =
            mem_grow(p->aliases, p->naliases, &cap, sizeof *p->aliases);
        p->aliases[p->naliases++] =
            (struct their_alias){row_int(q, 0), row_uid(q, 1)};
    }
    stmt_end(q);
    return rc;
}

/* The first alias of the card, or of one behind it. */
static size_t first_alias(const struct passage *p, int64_t card)
{
    size_t lo = 0, hi = p->naliases;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (p->aliases[mid].card < card)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* --- which note of ours it is ------------------------------------------- */

/* Two that theirs knows to be one are made one here too. */
static int meet(struct merge *m, uint64_t uid, int64_t *note, struct err *err)
{
    int64_t found;

    if (merge_find_note(m, uid, &found, err) < 0)
        return -1;
    if (found == 0 || found == *note)
        return 0;
    if (*note == 0) {
        *note = found;
        return 0;
    }
    return merge_join_notes(m, *note, found, note, err);
}

static int find_note(struct passage *p, const struct passing *n,
                     int64_t *note, struct err *err)
{
    *note = 0;
    if (meet(p->m, n->uid, note, err) < 0)
        return -1;
    for (size_t i = 0; i < n->ncards; i++) {
        int64_t card = n->cards[i].id;

        if (meet(p->m, n->cards[i].uid, note, err) < 0)
            return -1;
        for (size_t k = first_alias(p, card);
             k < p->naliases && p->aliases[k].card == card; k++)
            if (meet(p->m, p->aliases[k].uid, note, err) < 0)
                return -1;
    }
    return 0;
}

/* --- what it says ------------------------------------------------------- */

static int read_version(struct merge *m, struct stmt *q, struct version *out,
                        struct arena *arena, struct err *err)
{
    struct arena scratch = {0};
    struct note note;
    struct version v = {
        .import = row_map_find(&m->imports, row_int(q, 0)),
        .file = row_map_find(&m->files, row_int(q, 1)),
        .line = (int)row_between(q, 3, 0, INT32_MAX),
        .place = (int)row_between(q, 4, 0, INT32_MAX),
        .pin = arena_copy(arena, row_text(q, 5)),
        .gone = row_bool(q, 6),
        .text = arena_copy(arena, row_text(q, 7)),
        .page = arena_copy(arena, row_blob(q, 8)),
    };
    int rc = row_ok(q, err);

    if (rc == 0)
        rc = store_section(m->ours, row_text(q, 2), &v.section, err);
    if (rc == 0)
        rc = note_unpack(&note, v.page, &scratch, err);
    arena_release(&scratch);
    if (rc == 0)
        *out = v;
    return rc;
}

/* Of a note whose import was taken back (and theirs has not heard of it) the
 * version before it counts, of which there may be none: then it is gone. */
static int version_before(struct merge *m, const struct passing *n,
                          int64_t their_import, struct version *out,
                          int64_t *before, struct arena *arena,
                          struct err *err)
{
    struct stmt *q = db_query(
        m->theirs->db,
        "SELECT w.was_import, w.file, s.path, w.line, w.place, w.pin,"
        " w.gone, w.text, w.page FROM note_was w"
        " JOIN section s ON s.id = w.section"
        " WHERE w.import = ?1 AND w.note = ?2");
    int rc;

    bind_int(q, 1, their_import);
    bind_int(q, 2, n->id);
    rc = stmt_next(q, err);
    if (rc == 1) {
        *before = row_int(q, 0);
        rc = read_version(m, q, out, arena, err) < 0 ? -1 : 1;
    }
    stmt_end(q);
    return rc;
}

static int card_before(struct merge *m, struct their_card *c,
                       int64_t their_import, bool note_gone, struct err *err)
{
    struct stmt *q =
        db_query(m->theirs->db, "SELECT place, changed_ms, gone FROM card_was"
                                " WHERE import = ?1 AND card = ?2");
    int rc;

    bind_int(q, 1, their_import);
    bind_int(q, 2, c->id);
    rc = stmt_next(q, err);
    if (rc == 1) {
        c->place = (int)row_between(q, 0, 0, INT32_MAX);
        c->changed_ms = row_between(q, 1, 0, MS_LAST);
        c->gone = (int)row_between(q, 2, 0, GONE_VALUES - 1);
        rc = row_ok(q, err);
    } else if (rc == 0 && c->gone == GONE_NOT &&
               c->born == row_map_find(&m->imports, their_import)) {
        c->gone = note_gone ? GONE_NOTE : GONE_CLOZE;
    }
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static int cards_before(struct merge *m, struct passing *n,
                        int64_t their_import, bool note_gone, struct err *err)
{
    for (size_t i = 0; i < n->ncards; i++)
        if (card_before(m, &n->cards[i], their_import, note_gone, err) < 0)
            return -1;
    return 0;
}

static int load_version(struct merge *m, const struct passing *n,
                        int64_t *their_import, struct version *out,
                        struct arena *arena, struct err *err)
{
    struct stmt *q = db_query(
        m->theirs->db,
        "SELECT n.import, n.file, s.path, n.line, n.place, n.pin, n.gone,"
        " n.text, n.page FROM note n JOIN section s ON s.id = n.section"
        " WHERE n.id = ?1");
    int rc;

    bind_int(q, 1, n->id);
    rc = stmt_next(q, err);
    if (rc == 1) {
        *their_import = row_int(q, 0);
        rc = read_version(m, q, out, arena, err);
    } else if (rc == 0) {
        rc = err_set(err, ERR_UNSAFE, "%s is damaged.", m->theirs->path);
    }
    stmt_end(q);
    return rc;
}

/* Goes back from what theirs has to what stands. */
static int standing_version(struct merge *m, struct passing *n,
                            struct version *out, struct arena *arena,
                            struct err *err)
{
    int64_t their_import = 0, before = 0;

    if (load_version(m, n, &their_import, out, arena, err) < 0)
        return -1;
    while (out->import != 0 && !merge_key(m, out->import).stands) {
        int rc = version_before(m, n, their_import, out, &before, arena, err);

        if (rc == 0)
            out->gone = true;
        if (rc < 0 || cards_before(m, n, their_import, out->gone, err) < 0)
            return -1;
        if (rc == 0)
            break;
        their_import = before;
    }
    n->import = out->import;
    return 0;
}

/* --- writing ------------------------------------------------------------ */

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
                       int64_t note, int gone, struct err *err)
{
    struct stmt *q;
    int ord;

    if (merge_give_ord(m, note, c->ord, c->born, c->uid, &ord, err) < 0)
        return -1;
    q = db_query(m->ours->db,
                 "INSERT INTO card (uid, note, ord, place, born, changed_ms,"
                 " gone) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    bind_uid(q, 1, c->uid);
    bind_int(q, 2, note);
    bind_int(q, 3, ord);
    bind_int(q, 4, c->place);
    if (c->born != 0)
        bind_int(q, 5, c->born);
    bind_int(q, 6, c->changed_ms);
    bind_int(q, 7, gone);
    numbers_add(&m->touched, uid_store(c->uid));
    m->report.cards++;
    m->report.wrote = true;
    return stmt_run(q, err);
}

static int insert_note(struct merge *m, struct passing *n, struct err *err)
{
    struct arena arena = {0};
    struct version v;
    struct stmt *q;
    int64_t row;
    int rc = standing_version(m, n, &v, &arena, err);

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
        rc = insert_card(m, &n->cards[i], row, n->cards[i].gone, err);
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

struct our_card {
    int64_t place, gone, changed_ms, born;
};

static int load_our_card(struct merge *m, int64_t id, struct our_card *out,
                         struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "SELECT place, gone, changed_ms, born"
                              " FROM card WHERE id = ?1");
    int rc;

    bind_int(q, 1, id);
    rc = stmt_next(q, err);
    if (rc == 1)
        *out = (struct our_card){row_int(q, 0), row_int(q, 1), row_int(q, 2),
                                 row_int(q, 3)};
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static int write_our_card(struct merge *m, int64_t id,
                          const struct our_card *c, struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "UPDATE card SET place = ?2, gone = ?3,"
                              " changed_ms = ?4, born = ?5 WHERE id = ?1");

    bind_int(q, 1, id);
    bind_int(q, 2, c->place);
    bind_int(q, 3, c->gone);
    bind_int(q, 4, c->changed_ms);
    if (c->born != 0)
        bind_int(q, 5, c->born);
    m->report.wrote = true;
    return stmt_run(q, err);
}

/* `order` says whose text won. A card that both sides brought by imports of
 * their own is taken back with neither. */
static int mix_card(struct merge *m, int64_t id,
                    const struct their_card *theirs, int order,
                    struct err *err)
{
    struct our_card was = {0}, is;

    if (load_our_card(m, id, &was, err) < 0)
        return -1;
    is = was;
    if (order > 0) {
        is.place = theirs->place;
        is.gone = theirs->gone;
        is.changed_ms = theirs->changed_ms;
    } else if (order == 0 && theirs->changed_ms > was.changed_ms) {
        is.changed_ms = theirs->changed_ms;
    }
    if (theirs->born != was.born)
        is.born = 0;
    return memcmp(&was, &is, sizeof is) == 0
               ? 0
               : write_our_card(m, id, &is, err);
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

/* By its uid, or another one that theirs knows it by. */
static int find_card(struct passage *p, const struct their_card *c,
                     int64_t *card, struct err *err)
{
    if (merge_find_card(p->m, c->uid, card, err) < 0)
        return -1;
    for (size_t k = first_alias(p, c->id);
         *card == 0 && k < p->naliases && p->aliases[k].card == c->id; k++)
        if (merge_find_card(p->m, p->aliases[k].uid, card, err) < 0)
            return -1;
    return 0;
}

/* A card the winning text doesn't have is kept aside. */
static int mix_cards(struct passage *p, int64_t note, struct passing *n,
                     int order, struct err *err)
{
    if (n->ncards > 1)
        qsort(n->cards, n->ncards, sizeof *n->cards, by_shown);
    for (size_t i = 0; i < n->ncards; i++) {
        const struct their_card *c = &n->cards[i];
        int64_t card;
        int rc;

        if (find_card(p, c, &card, err) < 0)
            return -1;
        if (card != 0)
            rc = mix_card(p->m, card, c, order, err);
        else
            rc = insert_card(p->m, c, note, order > 0 ? c->gone : GONE_CLOZE,
                             err);
        if (rc < 0)
            return -1;
    }
    return merge_pile(p->m, note, err);
}

static int keep_cards(struct merge *m, int64_t note, int64_t import,
                      struct err *err)
{
    static const char *const steps[] = {
        "INSERT OR IGNORE INTO card_was (import, card, place, changed_ms,"
        " gone) SELECT ?2, id, place, changed_ms, gone FROM card"
        " WHERE note = ?1",
        "UPDATE card SET gone = 1 WHERE note = ?1 AND ?2 > 0",
    };

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct stmt *q = db_query(m->ours->db, steps[i]);

        bind_int(q, 1, note);
        bind_int(q, 2, import);
        if (stmt_run(q, err) < 0)
            return -1;
    }
    return 0;
}

/* Ours is the earlier version: it stays below, as before an import, and its
 * file is to be read again where it lies. */
static int overwrite(struct merge *m, const struct our_note *ours,
                     const struct version *v, struct err *err)
{
    struct stmt *q;

    if (store_keep_note(m->ours, ours->id, v->import, err) < 0 ||
        keep_cards(m, ours->id, v->import, err) < 0)
        return -1;
    q = db_query(m->ours->db,
                 "UPDATE file SET reader = 0 WHERE id ="
                 " (SELECT file FROM note WHERE id = ?1 AND gone = 0"
                 "  AND (gone <> ?2 OR page <> ?3))");
    bind_int(q, 1, ours->id);
    bind_int(q, 2, v->gone);
    bind_blob(q, 3, v->page);
    if (stmt_run(q, err) < 0)
        return -1;
    q = db_query(m->ours->db,
                 "UPDATE note SET import = ?1, file = ?2, section = ?3,"
                 " line = ?4, place = ?5, pin = ?6, gone = ?7, text = ?8,"
                 " page = ?9 WHERE id = ?10");
    bind_version(q, v);
    bind_int(q, 10, ours->id);
    m->report.changed++;
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

static int mix_note(struct passage *p, int64_t id, struct passing *n,
                    struct err *err)
{
    struct merge *m = p->m;
    struct arena arena = {0};
    struct our_note ours = {0};
    struct version v;
    int rc = -1, order;

    if (load_ours(m, id, &ours, err) < 0)
        goto done;
    order = compare(m, &ours, n);
    /* behind one that was taken back may stand a later one than ours */
    if (order > 0 || (order < 0 && !merge_key(m, n->import).stands)) {
        if (standing_version(m, n, &v, &arena, err) < 0)
            goto done;
        order = compare(m, &ours, n);
    }
    if (order > 0 && overwrite(m, &ours, &v, err) < 0)
        goto done;
    rc = order == 0 ? move_line(m, &ours, n, err) : 0;
    /* of one import both have the same cards, but for those that joined */
    if (rc == 0 && (order != 0 || p->naliases > 0))
        rc = mix_cards(p, id, n, order, err);
done:
    arena_release(&arena);
    return rc;
}

/* --- all of them -------------------------------------------------------- */

static int pass(struct passage *p, struct passing *n, struct err *err)
{
    int64_t note;

    if (n->ncards == 0) /* a note without a card is no note */
        return 0;
    if (find_note(p, n, &note, err) < 0)
        return -1;
    if (note == 0)
        return insert_note(p->m, n, err);
    numbers_add(&p->m->met, note);
    return mix_note(p, note, n, err);
}

static int pass_all(struct passage *p, struct err *err)
{
    struct stmt *q =
        db_query(p->m->theirs->db,
                 "SELECT id, uid, import, line, place FROM note ORDER BY id");
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        struct passing n = {
            .id = row_int(q, 0),
            .uid = row_uid(q, 1),
            .import = row_map_find(&p->m->imports, row_int(q, 2)),
            .line = row_int(q, 3),
            .place = row_int(q, 4),
            .cards = p->cards + p->at,
        };

        while (p->at < p->ncards && p->cards[p->at].note == n.id) {
            p->at++;
            n.ncards++;
        }
        if (pass(p, &n, err) < 0) {
            rc = -1;
            break;
        }
    }
    stmt_end(q);
    return rc;
}

int merge_notes(struct merge *m, struct err *err)
{
    struct passage p = {.m = m};
    int rc = -1;

    if (load_cards(&p, err) < 0 || load_aliases(&p, err) < 0 ||
        pass_all(&p, err) < 0)
        goto done;
    numbers_sort(&m->met);
    rc = 0;
done:
    free(p.cards);
    free(p.aliases);
    return rc;
}
