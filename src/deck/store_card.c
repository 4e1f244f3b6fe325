#include <stdlib.h>

#include "base/mem.h"
#include "deck/store.h"

int store_cards(struct deck *deck, int64_t note, struct card_row **cards,
                size_t *n, struct arena *arena, struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT id, uid, ord, place, gone, left FROM card"
                           " WHERE note = ?1 ORDER BY ord");
    struct card_row *list = NULL;
    size_t count = 0, cap = 0;
    int rc;

    bind_int(q, 1, note);
    while ((rc = stmt_next(q, err)) == 1) {
        list = mem_grow(list, count, &cap, sizeof *list);
        list[count++] = (struct card_row){
            .id = row_int(q, 0),
            .uid = row_uid(q, 1),
            .ord = (int)row_between(q, 2, 0, INT32_MAX),
            .place = (int)row_between(q, 3, 0, INT32_MAX),
            .gone = (int)row_between(q, 4, 0, GONE_VALUES - 1),
            .left = arena_copy(arena, row_blob(q, 5)),
        };
    }
    stmt_end(q);
    if (rc == 0) {
        *cards = arena_new_array(arena, count, sizeof *list);
        if (count > 0)
            memcpy(*cards, list, count * sizeof *list);
        *n = count;
    }
    free(list);
    return rc;
}

static int keep_card(struct deck *deck, int64_t card, int64_t import,
                     struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "INSERT OR IGNORE INTO card_was (import, card, place,"
                  " changed_ms, gone, left) SELECT ?1, id, place, changed_ms,"
                  " gone, left FROM card WHERE id = ?2");

    bind_int(q, 1, import);
    bind_int(q, 2, card);
    return stmt_run(q, err);
}

int store_card(struct deck *deck, const struct card_row *card, int place,
               int gone, int64_t changed_ms, int64_t import, struct err *err)
{
    struct stmt *q;

    if (place == card->place && gone == card->gone && changed_ms == 0)
        return 0;
    if (keep_card(deck, card->id, import, err) < 0)
        return -1;
    q = db_query(deck->db, "UPDATE card SET place = ?2, gone = ?3,"
                           " left = CASE ?3 WHEN ?5 THEN (SELECT n.page"
                           "   FROM note n WHERE n.id = card.note) END,"
                           " changed_ms = max(changed_ms, ?4),"
                           " pile = CASE WHEN ?3 OR suspended THEN 2"
                           " ELSE interval > 0 END WHERE id = ?1");
    bind_int(q, 1, card->id);
    bind_int(q, 2, place);
    bind_int(q, 3, gone);
    bind_int(q, 4, changed_ms);
    bind_int(q, 5, GONE_CLOZE);
    return stmt_run(q, err);
}

int store_find_alias(struct deck *deck, uint64_t uid, int64_t *card,
                     struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT card FROM alias WHERE uid = ?1");
    int rc;

    *card = 0;
    bind_uid(q, 1, uid);
    rc = stmt_next(q, err);
    if (rc == 1)
        *card = row_int(q, 0);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

/* False when another card has that uid, or goes by it. */
static int insert_card(struct deck *deck, int64_t note, uint64_t uid, int ord,
                       int place, int64_t import, bool *done, struct err *err)
{
    struct stmt *q;
    int64_t alias;
    int rc;

    *done = false;
    if (store_find_alias(deck, uid, &alias, err) < 0)
        return -1;
    if (alias != 0)
        return 0;
    q = db_query(deck->db,
                 "INSERT INTO card (uid, note, ord, place, born)"
                 " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (uid) DO NOTHING");
    bind_uid(q, 1, uid);
    bind_int(q, 2, note);
    bind_int(q, 3, ord);
    bind_int(q, 4, place);
    bind_int(q, 5, import);
    rc = stmt_run(q, err);
    *done = rc == 0 && db_changes(deck->db) == 1;
    return rc;
}

/* Its cN while no card of the note has it, else the next above all. */
static int free_ord(const struct card_row *cards, size_t n, uint32_t number)
{
    int next = 1;
    bool taken = number == 0 || number > 500;

    for (size_t i = 0; i < n; i++) {
        if (cards[i].ord >= next)
            next = cards[i].ord + 1;
        taken |= cards[i].ord == (int)number;
    }
    return taken ? next : (int)number;
}

/* The card of that uid, or that goes by it; NULL when the note has none. */
static int find_uid(struct deck *deck, const struct card_row *cards, size_t n,
                    uint64_t uid, const struct card_row **out,
                    struct err *err)
{
    int64_t alias;
    int rc = store_find_alias(deck, uid, &alias, err);

    *out = NULL;
    for (size_t i = 0; i < n; i++)
        if (cards[i].uid == uid || cards[i].id == alias)
            *out = &cards[i];
    return rc;
}

int store_new_card(struct deck *deck, int64_t note, uint64_t note_uid,
                   const struct stored_card *card, int place, int64_t import,
                   struct err *err)
{
    struct arena arena = {0};
    struct card_row *cards = NULL;
    size_t n = 0;
    int rc = -1, ord;
    bool done = false;

    if (store_cards(deck, note, &cards, &n, &arena, err) < 0)
        goto done;
    ord = free_ord(cards, n, card->number);
    for (uint32_t occurrence = 0; !done; occurrence++) {
        uint64_t uid = keys_card_uid(note_uid, card->answer, occurrence);
        const struct card_row *was;

        if (find_uid(deck, cards, n, uid, &was, err) < 0)
            goto done;
        if (was != NULL && was->gone == GONE_CLOZE && was->left.len == 0) {
            rc = store_card(deck, was, place, GONE_NOT, 0, import, err);
            goto done;
        }
        if (insert_card(deck, note, uid, ord, place, import, &done, err) < 0)
            goto done;
    }
    rc = 0;
done:
    arena_release(&arena);
    return rc;
}

int store_numbered_card(struct deck *deck, int64_t note, uint64_t note_uid,
                        int ord, int place, int64_t import, struct err *err)
{
    uint64_t uid = keys_numbered_uid(note_uid, (uint32_t)ord);
    bool done = false;

    if (insert_card(deck, note, uid, ord, place, import, &done, err) < 0)
        return -1;
    if (done)
        return 0;
    return err_set(err, ERR_UNSAFE,
                   "The deck %s has a card twice; look at it with pagein "
                   "deck verify. Nothing was changed.",
                   deck->path);
}
