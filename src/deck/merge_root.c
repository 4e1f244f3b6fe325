#include <stdlib.h>

#include "base/mem.h"
#include "deck/merging.h"

enum { ROOTS_MAX = 1000 };

/* A folder of notes as one of the two decks knows it. */
struct root {
    int64_t id;
    uint64_t uid;
    struct slice name;
    struct root *other; /* what it is in the other deck, or NULL */
};

struct root_list {
    struct root *at;
    size_t n, cap;
};

struct pairing {
    struct merge *m;
    struct root_list ours, theirs;
    size_t *shared; /* [ours.n * theirs.n] notes that both have */
    struct arena arena;
};

static int load_roots(struct pairing *p, struct deck *deck,
                      struct root_list *out, struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT id, uid, name FROM root ORDER BY uid");
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        if (out->n == ROOTS_MAX) {
            rc = err_set(err, ERR_UNSAFE,
                         "%s has notes from more folders than can be.",
                         deck->path);
            break;
        }
        out->at = mem_grow(out->at, out->n, &out->cap, sizeof *out->at);
        out->at[out->n++] = (struct root){
            .id = row_int(q, 0),
            .uid = row_uid(q, 1),
            .name = arena_copy(&p->arena, row_text(q, 2)),
        };
    }
    stmt_end(q);
    return rc;
}

static void pair(struct root *ours, struct root *theirs)
{
    ours->other = theirs;
    theirs->other = ours;
}

static void pair_by_uid(struct pairing *p)
{
    for (size_t i = 0; i < p->ours.n; i++)
        for (size_t j = 0; j < p->theirs.n; j++)
            if (p->ours.at[i].uid == p->theirs.at[j].uid)
                pair(&p->ours.at[i], &p->theirs.at[j]);
}

static bool all_paired(const struct root_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->at[i].other == NULL)
            return false;
    return true;
}

static struct root *find_row(struct root_list *list, int64_t id)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->at[i].id == id)
            return &list->at[i];
    return NULL;
}

/* --- by notes that both have -------------------------------------------- */

static int root_of_note(struct merge *m, uint64_t uid, int64_t *root,
                        struct err *err)
{
    struct stmt *q = db_query(m->ours->db, "SELECT f.root FROM note n"
                                           " JOIN file f ON f.id = n.file"
                                           " WHERE n.uid = ?1");
    int rc;

    *root = 0;
    bind_uid(q, 1, uid);
    rc = stmt_next(q, err);
    if (rc == 1)
        *root = row_int(q, 0);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static int count_shared(struct pairing *p, struct err *err)
{
    struct stmt *q =
        db_query(p->m->theirs->db, "SELECT f.root, n.uid FROM note n"
                                   " JOIN file f ON f.id = n.file");
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        struct root *theirs = find_row(&p->theirs, row_int(q, 0)), *ours;
        int64_t row;

        if (theirs == NULL || theirs->other != NULL)
            continue;
        if (root_of_note(p->m, row_uid(q, 1), &row, err) < 0) {
            rc = -1;
            break;
        }
        ours = find_row(&p->ours, row);
        if (ours != NULL && ours->other == NULL)
            p->shared[(ours - p->ours.at) * (ptrdiff_t)p->theirs.n +
                      (theirs - p->theirs.at)]++;
    }
    stmt_end(q);
    return rc;
}

/* The two that share most, then the next two. */
static void pair_by_shared(struct pairing *p)
{
    size_t most;

    do {
        struct root *a = NULL, *b = NULL;

        most = 0;
        for (size_t i = 0; i < p->ours.n; i++)
            for (size_t j = 0; j < p->theirs.n; j++) {
                size_t shared = p->shared[i * p->theirs.n + j];

                if (p->ours.at[i].other != NULL ||
                    p->theirs.at[j].other != NULL || shared <= most)
                    continue;
                most = shared;
                a = &p->ours.at[i];
                b = &p->theirs.at[j];
            }
        if (most > 0)
            pair(a, b);
    } while (most > 0);
}

/* --- by notes that are alike -------------------------------------------- */

/* They are one folder when more than half of what the smaller one holds is in
 * the other, if in other words. */
static bool alike(const struct pool *a, const struct pool *b)
{
    size_t least = a->n < b->n ? a->n : b->n, found = 0;
    struct match *match = mem_new_array(b->n, sizeof *match);

    pool_match(a, b, match);
    for (size_t j = 0; j < b->n; j++)
        found += match[j].how > MATCH_AMBIGUOUS;
    free(match);
    return least > 0 && found * 2 > least;
}

static int try_pair(struct pairing *p, struct root *ours, struct root *theirs,
                    struct err *err)
{
    struct arena arena = {0};
    struct pool a = {0}, b = {0};
    int rc = -1;

    if (pool_load(&a, p->m->ours, ours->id, &arena, err) < 0 ||
        pool_load(&b, p->m->theirs, theirs->id, &arena, err) < 0)
        goto done;
    if (alike(&a, &b))
        pair(ours, theirs);
    rc = 0;
done:
    pool_release(&a);
    pool_release(&b);
    arena_release(&arena);
    return rc;
}

static int pair_by_likeness(struct pairing *p, struct err *err)
{
    for (size_t i = 0; i < p->ours.n; i++)
        for (size_t j = 0; j < p->theirs.n; j++)
            if (p->ours.at[i].other == NULL &&
                p->theirs.at[j].other == NULL &&
                try_pair(p, &p->ours.at[i], &p->theirs.at[j], err) < 0)
                return -1;
    return 0;
}

static int find_pairs(struct pairing *p, struct err *err)
{
    pair_by_uid(p);
    if (all_paired(&p->ours) || all_paired(&p->theirs))
        return 0;
    p->shared = mem_new_array(p->ours.n * p->theirs.n, sizeof *p->shared);
    if (count_shared(p, err) < 0)
        return -1;
    pair_by_shared(p);
    return pair_by_likeness(p, err);
}

/* --- writing ------------------------------------------------------------ */

/* Where it lies on this machine is known under its new uid too. */
static void move_place(struct merge *m, uint64_t from, uint64_t to)
{
    const char *path = roots_find(&m->places, m->ours->uid, from);

    if (path != NULL)
        m->new_places |= roots_set(&m->places, m->ours->uid, to, path);
}

/* The smaller uid, as of notes: both machines come to the same. */
static int rename_root(struct merge *m, const struct root *ours,
                       const struct root *theirs, struct err *err)
{
    struct stmt *q;

    if (ours->uid <= theirs->uid)
        return 0;
    q = db_query(m->ours->db,
                 "UPDATE root SET uid = ?2, name = ?3 WHERE id = ?1");
    bind_int(q, 1, ours->id);
    bind_uid(q, 2, theirs->uid);
    bind_text(q, 3, theirs->name);
    m->report.wrote = true;
    move_place(m, ours->uid, theirs->uid);
    return stmt_run(q, err);
}

static int add_root(struct merge *m, const struct root *theirs, int64_t *row,
                    struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "INSERT INTO root (uid, name) VALUES (?1, ?2)");

    bind_uid(q, 1, theirs->uid);
    bind_text(q, 2, theirs->name);
    if (stmt_run(q, err) < 0)
        return -1;
    m->report.wrote = true;
    *row = db_last_row(m->ours->db);
    return 0;
}

static int by_id(const void *a, const void *b)
{
    const struct row_pair *x = a, *y = b;

    return (x->theirs > y->theirs) - (x->theirs < y->theirs);
}

static int write_roots(struct pairing *p, struct err *err)
{
    struct merge *m = p->m;

    for (size_t j = 0; j < p->theirs.n; j++) {
        const struct root *theirs = &p->theirs.at[j];
        int64_t row = 0;
        int rc;

        if (theirs->other == NULL) {
            rc = add_root(m, theirs, &row, err);
        } else {
            row = theirs->other->id;
            rc = rename_root(m, theirs->other, theirs, err);
        }
        if (rc < 0)
            return -1;
        row_map_add(&m->roots, theirs->id, row);
    }
    if (m->roots.n > 1)
        qsort(m->roots.at, m->roots.n, sizeof *m->roots.at, by_id);
    return 0;
}

int merge_roots(struct merge *m, struct err *err)
{
    struct pairing p = {.m = m};
    int rc = -1;

    if (load_roots(&p, m->ours, &p.ours, err) < 0 ||
        load_roots(&p, m->theirs, &p.theirs, err) < 0 ||
        find_pairs(&p, err) < 0 || write_roots(&p, err) < 0)
        goto done;
    rc = 0;
done:
    free(p.ours.at);
    free(p.theirs.at);
    free(p.shared);
    arena_release(&p.arena);
    return rc;
}
