#include "deck/unimport.h"

#include "deck/store.h"

/* Runs a statement whose ?1 is the import. */
static int run(struct deck *deck, const char *sql, int64_t import,
               struct err *err)
{
    struct stmt *q = db_query(deck->db, sql);

    bind_int(q, 1, import);
    return stmt_run(q, err);
}

#define PILE \
    " pile = CASE WHEN gone OR suspended THEN 2 ELSE interval > 0 END"

/* The import that stands on ?1 for the note of a card_was row. */
#define ABOVE                                        \
    " (SELECT n.import FROM note_was n JOIN card c"  \
    " ON c.note = n.note WHERE c.id = card_was.card" \
    " AND n.was_import = ?1)"

int unimport(struct deck *deck, int64_t import, struct err *err)
{
    static const char *const steps[] = {
        /* Notes it brought have no card that is older. They and their cards
         * leave as a note leaves; a cloze it added to an older note leaves
         * alone. */
        "UPDATE note SET gone = 1 WHERE import = ?1 AND NOT EXISTS"
        " (SELECT 1 FROM card c WHERE c.note = note.id"
        "   AND c.born IS NOT ?1)",
        "UPDATE card SET gone = CASE"
        " (SELECT n.gone FROM note n WHERE n.id = card.note)"
        " WHEN 1 THEN 2 ELSE 1 END,"
        " left = (SELECT n.page FROM note n WHERE n.id = card.note"
        "   AND n.gone = 0)"
        " WHERE born = ?1 AND gone = 0"
        " AND note IN (SELECT id FROM note WHERE import = ?1)",
        "UPDATE card SET (place, changed_ms, gone, left) ="
        " (SELECT w.place, w.changed_ms, w.gone, w.left FROM card_was w"
        "   WHERE w.import = ?1 AND w.card = card.id)"
        " WHERE id IN (SELECT card FROM card_was WHERE import = ?1)"
        " AND note IN (SELECT id FROM note WHERE import = ?1)",
        "UPDATE card SET" PILE
        " WHERE note IN (SELECT id FROM note WHERE import = ?1)",
        "UPDATE note SET (import, file, section, line, place, pin, gone,"
        " text, page) = (SELECT w.was_import, w.file, w.section, w.line,"
        " w.place, w.pin, w.gone, w.text, w.page FROM note_was w"
        " WHERE w.import = ?1 AND w.note = note.id)"
        " WHERE import = ?1"
        " AND id IN (SELECT note FROM note_was WHERE import = ?1)",
        /* Where a later version stands on what it brought, as after a merge,
         * that stays, and what was before it lies below from now on. */
        "UPDATE card_was SET gone = 1,"
        " left = (SELECT n.page FROM note_was n JOIN card c"
        "   ON c.note = n.note WHERE c.id = card_was.card"
        "   AND n.import = card_was.import)"
        " WHERE gone = 0 AND card IN (SELECT id FROM card WHERE born = ?1)"
        " AND import IN" ABOVE,
        "UPDATE card_was SET (place, changed_ms, gone, left) ="
        " (SELECT w.place, w.changed_ms, w.gone, w.left FROM card_was w"
        "   WHERE w.import = ?1 AND w.card = card_was.card)"
        " WHERE card IN (SELECT card FROM card_was WHERE import = ?1)"
        " AND import IN" ABOVE,
        "UPDATE note_was SET gone = 1 WHERE was_import = ?1"
        " AND NOT EXISTS (SELECT 1 FROM card c WHERE c.note = note_was.note"
        "   AND c.born IS NOT ?1)",
        "UPDATE note_was SET (was_import, file, section, line, place, pin,"
        " gone, text, page) = (SELECT w.was_import, w.file, w.section,"
        " w.line, w.place, w.pin, w.gone, w.text, w.page FROM note_was w"
        " WHERE w.import = ?1 AND w.note = note_was.note)"
        " WHERE was_import = ?1"
        " AND note IN (SELECT note FROM note_was WHERE import = ?1)",
        "UPDATE file SET taken = 0 WHERE import = ?1",
        "DELETE FROM note_was WHERE import = ?1",
        "DELETE FROM card_was WHERE import = ?1",
    };

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (run(deck, steps[i], import, err) < 0)
            return -1;
    return store_touch(deck, err);
}

int unimport_prune(struct deck *deck, struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT DISTINCT import FROM note_was"
                           " ORDER BY import DESC LIMIT 1 OFFSET ?1");
    int64_t last = 0;
    int rc;

    bind_int(q, 1, UNIMPORT_KEPT - 1);
    rc = stmt_next(q, err);
    if (rc == 1)
        last = row_int(q, 0);
    stmt_end(q);
    if (rc <= 0)
        return rc;
    if (run(deck, "DELETE FROM note_was WHERE import < ?1", last, err) < 0)
        return -1;
    return run(deck, "DELETE FROM card_was WHERE import < ?1", last, err);
}
