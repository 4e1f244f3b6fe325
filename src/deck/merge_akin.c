#include "deck/merging.h"

/* Looks for one of their uids that `ours` knows too. Both statements give
 * uids, `ours` takes one as its ?1. */
static int meet(struct merge *m, const char *theirs, const char *ours,
                bool *met, struct err *err)
{
    struct stmt *from = db_query(m->theirs->db, theirs);
    int rc = 0;

    *met = false;
    while (!*met && (rc = stmt_next(from, err)) == 1) {
        struct stmt *q = db_query(m->ours->db, ours);

        bind_int(q, 1, row_int(from, 0));
        rc = stmt_next(q, err);
        *met = rc == 1;
        stmt_end(q);
        if (rc < 0)
            break;
    }
    stmt_end(from);
    return *met ? 0 : rc;
}

static int has_notes(struct deck *deck, bool *has, struct err *err)
{
    int64_t yes = 0;
    int rc =
        db_int(deck->db, "SELECT EXISTS (SELECT 1 FROM note)", &yes, err);

    *has = yes != 0;
    return rc;
}

/* Sets *akin when nothing speaks against it or something for it. */
static int look(struct merge *m, bool *akin, struct err *err)
{
    bool ours = false, theirs = false;

    *akin = m->ours->uid == m->theirs->uid;
    if (*akin)
        return 0;
    if (has_notes(m->ours, &ours, err) < 0 ||
        has_notes(m->theirs, &theirs, err) < 0)
        return -1;
    *akin = !ours || !theirs;
    if (!*akin && meet(m,
                       "SELECT uid FROM device d WHERE EXISTS"
                       " (SELECT 1 FROM event e WHERE e.device = d.id)",
                       "SELECT uid FROM device d WHERE uid = ?1 AND EXISTS"
                       " (SELECT 1 FROM event e WHERE e.device = d.id)",
                       akin, err) < 0)
        return -1;
    return *akin ? 0
                 : meet(m, "SELECT uid FROM note",
                        "SELECT uid FROM note WHERE uid = ?1", akin, err);
}

int merge_akin(struct merge *m, struct err *err)
{
    bool akin;

    if (look(m, &akin, err) < 0)
        return -1;
    if (akin)
        return 0;
    return err_set(err, ERR_UNSAFE,
                   "%s shares no note and no history with this deck, so it "
                   "may be another one of the same name. Join the two with "
                   "--force, or rename one of them.",
                   m->theirs->path);
}
