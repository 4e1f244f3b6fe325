#include <stdlib.h>

#include "base/mem.h"
#include "deck/merging.h"

/* --- finding ------------------------------------------------------------ */

int merge_find_note(struct merge *m, uint64_t uid, int64_t *note,
                    struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db,
                 "SELECT id FROM note WHERE uid = ?1 UNION ALL"
                 " SELECT note FROM card WHERE uid = ?1"
                 " AND note IS NOT NULL UNION ALL"
                 " SELECT c.note FROM alias a JOIN card c ON c.id = a.card"
                 " WHERE a.uid = ?1 AND c.note IS NOT NULL LIMIT 1");
    int rc;

    *note = 0;
    bind_uid(q, 1, uid);
    rc = stmt_next(q, err);
    if (rc == 1)
        *note = row_int(q, 0);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

int merge_find_card(struct merge *m, uint64_t uid, int64_t *card,
                    struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "SELECT id FROM card WHERE uid = ?1 UNION ALL"
                              " SELECT card FROM alias WHERE uid = ?1"
                              " LIMIT 1");
    int rc;

    *card = 0;
    bind_uid(q, 1, uid);
    rc = stmt_next(q, err);
    if (rc == 1)
        *card = row_int(q, 0);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

/* --- what alias events say ---------------------------------------------- */

/* One row has a uid of its own, the smallest of all it goes by; the others
 * lead to one of its cards. `table` holds that row. */
struct named {
    const char *get, *set;
};

static const struct named note_names = {
    "SELECT uid FROM note WHERE id = ?1",
    "UPDATE note SET uid = ?2 WHERE id = ?1",
};
static const struct named card_names = {
    "SELECT uid FROM card WHERE id = ?1",
    "UPDATE card SET uid = ?2 WHERE id = ?1",
};

/* Gives the row this uid, if it is smaller; *uid becomes the one that is
 * left over. */
static int give_smaller(struct merge *m, const struct named *names,
                        int64_t row, uint64_t *uid, struct err *err)
{
    struct stmt *q = db_query(m->ours->db, names->get);
    uint64_t has = *uid;
    int rc;

    bind_int(q, 1, row);
    rc = stmt_next(q, err);
    if (rc == 1)
        has = row_uid(q, 0);
    stmt_end(q);
    if (rc < 0 || *uid >= has)
        return rc < 0 ? -1 : 0;
    q = db_query(m->ours->db, names->set);
    bind_int(q, 1, row);
    bind_uid(q, 2, *uid);
    *uid = has;
    return stmt_run(q, err);
}

static int add_alias(struct merge *m, uint64_t uid, int64_t card,
                     struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "INSERT OR REPLACE INTO alias (uid, card)"
                              " VALUES (?1, ?2)");

    bind_uid(q, 1, uid);
    bind_int(q, 2, card);
    numbers_add(&m->touched, uid_store(uid));
    m->report.wrote = true;
    return stmt_run(q, err);
}

int merge_alias_card(struct merge *m, uint64_t uid, int64_t card,
                     struct err *err)
{
    return give_smaller(m, &card_names, card, &uid, err) < 0
               ? -1
               : add_alias(m, uid, card, err);
}

static int first_card(struct merge *m, int64_t note, int64_t *card,
                      struct err *err)
{
    struct stmt *q = db_query(m->ours->db, "SELECT id FROM card"
                                           " WHERE note = ?1 ORDER BY ord"
                                           " LIMIT 1");
    int rc;

    *card = 0;
    bind_int(q, 1, note);
    rc = stmt_next(q, err);
    if (rc == 1)
        *card = row_int(q, 0);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

int merge_alias_note(struct merge *m, uint64_t uid, int64_t note,
                     struct err *err)
{
    int64_t card;

    if (first_card(m, note, &card, err) < 0 ||
        give_smaller(m, &note_names, note, &uid, err) < 0)
        return -1;
    return card == 0 ? 0 : add_alias(m, uid, card, err);
}

static bool read_uid(struct slice text, uint64_t *out)
{
    uint64_t uid = 0;

    if (text.len != 16)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = memchr(digits, text.at[i], sizeof digits - 1);

        if (digit == NULL)
            return false;
        uid = uid << 4 | (uint64_t)(digit - digits);
    }
    *out = uid;
    return true;
}

static int same_cards(struct merge *m, uint64_t x, uint64_t y,
                      struct err *err)
{
    int64_t a, b;

    if (merge_find_card(m, x, &a, err) < 0 ||
        merge_find_card(m, y, &b, err) < 0)
        return -1;
    if (a != 0 && b != 0)
        return merge_join_cards(m, a, b, err);
    if (a == 0 && b == 0)
        return 0;
    return a != 0 ? merge_alias_card(m, y, a, err)
                  : merge_alias_card(m, x, b, err);
}

static int same_notes(struct merge *m, uint64_t x, uint64_t y,
                      struct err *err)
{
    int64_t a, b;

    if (merge_find_note(m, x, &a, err) < 0 ||
        merge_find_note(m, y, &b, err) < 0)
        return -1;
    if (a != 0 && b != 0)
        return merge_join_notes(m, a, b, NULL, err);
    if (a == 0 && b == 0)
        return 0;
    return a != 0 ? merge_alias_note(m, y, a, err)
                  : merge_alias_note(m, x, b, err);
}

struct same {
    uint64_t x, y;
    bool notes;
};

static int list_aliases(struct merge *m, struct same **out, size_t *n,
                        struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db, "SELECT subject, value, name FROM event"
                     " WHERE id > ?1 AND kind = 'alias' AND undone = 0"
                     " AND subject IS NOT NULL ORDER BY id");
    struct same *list = NULL;
    size_t count = 0, cap = 0;
    int rc;

    bind_int(q, 1, m->last_event);
    while ((rc = stmt_next(q, err)) == 1) {
        list = mem_grow(list, count, &cap, sizeof *list);
        list[count].x = row_uid(q, 0);
        list[count].notes = slice_is(row_text(q, 2), "note");
        count += read_uid(row_text(q, 1), &list[count].y);
    }
    stmt_end(q);
    *out = list;
    *n = count;
    return rc;
}

int merge_aliases(struct merge *m, struct err *err)
{
    struct same *list = NULL;
    size_t n = 0;
    int rc = list_aliases(m, &list, &n, err);

    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = list[i].notes ? same_notes(m, list[i].x, list[i].y, err)
                           : same_cards(m, list[i].x, list[i].y, err);
    free(list);
    return rc;
}
