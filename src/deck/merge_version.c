#include "deck/passing.h"

int passing_page_ok(struct slice page, struct err *err)
{
    struct arena arena = {0};
    struct note note;
    int rc = page.len == 0 ? 0 : note_unpack(&note, page, &arena, err);

    arena_release(&arena);
    return rc;
}

void passing_put_aside(struct their_card *card, const struct version *v)
{
    if (card->gone != GONE_CLOZE)
        card->left = v->page;
    card->gone = GONE_CLOZE;
}

static int read_version(struct merge *m, struct stmt *q, struct version *out,
                        struct arena *arena, struct err *err)
{
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
        rc = passing_page_ok(v.page, err);
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
                       int64_t their_import, const struct version *v,
                       struct arena *arena, struct err *err)
{
    struct stmt *q = db_query(
        m->theirs->db, "SELECT place, changed_ms, gone, left FROM card_was"
                       " WHERE import = ?1 AND card = ?2");
    int rc;

    bind_int(q, 1, their_import);
    bind_int(q, 2, c->id);
    rc = stmt_next(q, err);
    if (rc == 1) {
        c->place = (int)row_between(q, 0, 0, INT32_MAX);
        c->changed_ms = row_between(q, 1, 0, MS_LAST);
        c->gone = (int)row_between(q, 2, 0, GONE_VALUES - 1);
        c->left = arena_copy(arena, row_blob(q, 3));
        rc = row_ok(q, err) < 0 ? -1 : passing_page_ok(c->left, err);
    } else if (rc == 0 && c->gone == GONE_NOT &&
               c->born == row_map_find(&m->imports, their_import)) {
        if (v->gone)
            c->gone = GONE_NOTE;
        else
            passing_put_aside(c, v);
    }
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static int cards_before(struct merge *m, struct passing *n,
                        int64_t their_import, const struct version *v,
                        struct arena *arena, struct err *err)
{
    for (size_t i = 0; i < n->ncards; i++)
        if (card_before(m, &n->cards[i], their_import, v, arena, err) < 0)
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

int passing_version(struct merge *m, struct passing *n, struct version *out,
                    struct arena *arena, struct err *err)
{
    int64_t their_import = 0, before = 0;

    if (load_version(m, n, &their_import, out, arena, err) < 0)
        return -1;
    while (out->import != 0 && !merge_key(m, out->import).stands) {
        int rc = version_before(m, n, their_import, out, &before, arena, err);

        if (rc == 0)
            out->gone = true;
        if (rc < 0 || cards_before(m, n, their_import, out, arena, err) < 0)
            return -1;
        if (rc == 0)
            break;
        their_import = before;
    }
    n->import = out->import;
    return 0;
}
