#include <stdlib.h>

#include "base/mem.h"
#include "deck/merging.h"

void pool_release(struct pool *pool)
{
    free(pool->at);
    *pool = (struct pool){0};
}

static int read_note(struct pool_note *n, struct stmt *q, struct arena *arena,
                     struct err *err)
{
    struct arena scratch = {0};
    struct note note;
    int rc;

    *n = (struct pool_note){
        .id = row_int(q, 0),
        .uid = row_uid(q, 1),
        .import = row_int(q, 2),
        .match =
            {
                /* the same in every deck, unlike the file's row */
                .file = (int64_t)(keys_line(row_text(q, 3)) >> 1),
                .place = (int)row_between(q, 4, 0, INT32_MAX),
                .pin = arena_copy(arena, row_text(q, 5)),
                .gone = row_bool(q, 6),
                .line = arena_copy(arena, row_text(q, 7)),
            },
        .page = arena_copy(arena, row_blob(q, 8)),
    };
    rc = row_ok(q, err);
    if (rc == 0)
        rc = note_unpack(&note, n->page, &scratch, err);
    if (rc == 0) {
        n->match.keys = keys_of(&note);
        n->match.kin = keys_kin(&note);
    }
    arena_release(&scratch);
    return rc;
}

int pool_load(struct pool *out, struct deck *deck, int64_t root,
              struct arena *arena, struct err *err)
{
    struct stmt *q = db_query(
        deck->db,
        "SELECT n.id, n.uid, n.import, f.path, n.place, n.pin, n.gone,"
        " n.text, n.page FROM file f JOIN note n ON n.file = f.id"
        " WHERE f.root = ?1 ORDER BY n.uid");
    struct pool pool = {0};
    int rc;

    bind_int(q, 1, root);
    while ((rc = stmt_next(q, err)) == 1) {
        pool.at = mem_grow(pool.at, pool.n, &pool.cap, sizeof *pool.at);
        if (read_note(&pool.at[pool.n++], q, arena, err) < 0) {
            rc = -1;
            break;
        }
    }
    stmt_end(q);
    if (rc == 0)
        *out = pool;
    else
        pool_release(&pool);
    return rc;
}

/* --- matching ----------------------------------------------------------- */

static struct match_note *notes_of(const struct pool *pool)
{
    struct match_note *notes = mem_new_array(pool->n, sizeof *notes);

    for (size_t i = 0; i < pool->n; i++)
        notes[i] = pool->at[i].match;
    return notes;
}

/* The cascade tells old from new. Here nobody is: the pool that has the
 * smallest uid counts as old. */
static bool in_order(const struct pool *a, const struct pool *b)
{
    return uid_store(a->at[0].uid) < uid_store(b->at[0].uid);
}

void pool_match(const struct pool *a, const struct pool *b, struct match *out)
{
    const struct pool *olds = a, *news = b;
    struct match_note *x, *y;
    struct match *found;
    bool turned;

    for (size_t j = 0; j < b->n; j++)
        out[j] = (struct match){0, MATCH_NONE};
    if (a->n == 0 || b->n == 0)
        return;
    turned = !in_order(a, b);
    if (turned) {
        olds = b;
        news = a;
    }
    x = notes_of(olds);
    y = notes_of(news);
    found = mem_new_array(news->n, sizeof *found);
    match_notes(x, olds->n, y, news->n, found);
    for (size_t i = 0; i < news->n; i++) {
        if (!turned)
            out[i] = found[i];
        else if (found[i].how > MATCH_AMBIGUOUS)
            out[found[i].old] = (struct match){i, found[i].how};
    }
    free(found);
    free(x);
    free(y);
}
