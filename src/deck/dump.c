#include "deck/dump.h"

#include "deck/event.h"
#include "deck/fold.h"

#define NOTE "file, section, line, place, pin, gone, text, page"
#define FILE_COLUMNS \
    "root, path, hash, bytes, mtime_ns, reader, taken, notes, cards, import"
#define EVENT_ROW                                                       \
    "device, seq, batch, ms, zone, day, kind, subject, grade, took_ms," \
    " name, value, fault, hash, undone"
#define CARD_ROW "uid, note, skill, ord, place, born, changed_ms, gone, left"

/* `n` parameters */
#define P1 "?"
#define P2 P1 ", ?"
#define P3 P2 ", ?"
#define P4 P3 ", ?"
#define P8 P4 ", " P4
#define P9 P8 ", ?"
#define P10 P9 ", ?"
#define P11 P10 ", ?"
#define P12 P11 ", ?"
#define P16 P12 ", " P4

#define TABLE(table, columns, n, params)                                  \
    {                                                                     \
#table, "SELECT " columns " FROM " #table " ORDER BY 1, 2",       \
            "INSERT INTO " #table " (" columns ") VALUES (" params ")", n \
    }

/* Those that others point to come first. What is folded from events is not
 * among them. */
static const struct dump_table tables[] = {
    TABLE(device, "id, uid", 2, P2),
    {"deck", "SELECT uid, device FROM deck",
     "INSERT INTO deck (id, uid, device, machine, file_device, file_inode,"
     " notes_version) VALUES (1, ?, ?, '', 0, 0, 0)",
     2},
    TABLE(event, "id, " EVENT_ROW, 16, P16),
    TABLE(root, "id, uid, name", 3, P3),
    TABLE(file, "id, " FILE_COLUMNS, 11, P11),
    TABLE(file_tag, "file, name", 2, P2),
    TABLE(section, "id, path", 2, P2),
    TABLE(note, "id, uid, import, " NOTE, 11, P11),
    TABLE(media, "id, hash, bytes", 3, P3),
    TABLE(image, "file, target, media", 3, P3),
    TABLE(card, "id, " CARD_ROW, 10, P10),
    TABLE(alias, "uid, card", 2, P2),
    TABLE(note_was, "import, note, was_import, " NOTE, 11, P11),
    TABLE(card_was, "import, card, place, changed_ms, gone, left", 6,
          P4 ", ?, ?"),
};
enum { NTABLES = sizeof tables / sizeof *tables };

const struct dump_table *dump_find(struct slice name)
{
    for (size_t i = 0; i < NTABLES; i++)
        if (slice_is(name, tables[i].name))
            return &tables[i];
    return NULL;
}

/* --- out ---------------------------------------------------------------- */

static struct dump_value value(struct stmt *q, int at)
{
    struct dump_value v = {.kind = DUMP_NULL};

    switch (row_kind(q, at)) {
    case ROW_INT:
        v.kind = DUMP_INT;
        v.number = row_int(q, at);
        break;
    case ROW_TEXT:
        v.kind = DUMP_TEXT;
        v.bytes = row_text(q, at);
        break;
    case ROW_BLOB:
        v.kind = DUMP_BLOB;
        v.bytes = row_blob(q, at);
        break;
    default:
        break;
    }
    return v;
}

static void read_row(struct stmt *q, size_t n, struct dump_value *values)
{
    for (size_t i = 0; i < n; i++)
        values[i] = value(q, (int)i);
}

static int dump_table(struct deck *deck, const struct dump_table *table,
                      int (*each)(const struct dump_table *,
                                  const struct dump_value *, void *,
                                  struct err *),
                      void *arg, struct err *err)
{
    struct stmt *q = db_query(deck->db, table->select);
    struct dump_value values[DUMP_COLUMNS_MAX];
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        read_row(q, table->ncolumns, values);
        if ((rc = each(table, values, arg, err)) != 0)
            break;
    }
    stmt_end(q);
    return rc;
}

int deck_dump(struct deck *deck,
              int (*each)(const struct dump_table *table,
                          const struct dump_value *values, void *arg,
                          struct err *err),
              void *arg, struct err *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < NTABLES; i++)
        rc = dump_table(deck, &tables[i], each, arg, err);
    return rc;
}

/* --- in ----------------------------------------------------------------- */

static int no_deck(struct err *err)
{
    return err_set(err, ERR_UNSAFE,
                   "Its rows make no deck: it was changed, or not written by "
                   "pagein. Nothing was changed.");
}

int dump_load_begin(struct deck *deck, struct err *err)
{
    if (db_bulk(deck->db, true, err) < 0 || db_begin(deck->db, err) < 0)
        return -1;
    if (db_run(deck->db, "DELETE FROM deck; DELETE FROM device", err) < 0) {
        dump_load_abort(deck);
        return -1;
    }
    return 0;
}

int dump_load_row(struct deck *deck, const struct dump_table *table,
                  const struct dump_value *values, struct err *err)
{
    struct stmt *q = db_query(deck->db, table->insert);

    for (size_t i = 0; i < table->ncolumns; i++) {
        const struct dump_value *v = &values[i];
        int at = (int)i + 1;

        if (v->kind == DUMP_INT)
            bind_int(q, at, v->number);
        else if (v->kind == DUMP_TEXT)
            bind_text(q, at, v->bytes);
        else if (v->kind == DUMP_BLOB)
            bind_blob(q, at, v->bytes);
        else
            bind_null(q, at);
    }
    return stmt_run(q, err) < 0 ? no_deck(err) : 0;
}

/* Does every row belong to one that is there? */
static int check_links(struct deck *deck, struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT 1 FROM pragma_foreign_key_check"
                           " UNION ALL SELECT 1 WHERE NOT EXISTS"
                           " (SELECT 1 FROM deck) LIMIT 1");
    int rc = stmt_next(q, err);

    stmt_end(q);
    return rc == 1 ? no_deck(err) : rc;
}

int dump_load_end(struct deck *deck, struct err *err)
{
    struct err ignored;
    int rc = -1;

    if (check_links(deck, err) == 0 && fold_all(deck, err) == 0)
        rc = db_commit(deck->db, err);
    if (rc < 0)
        db_rollback(deck->db);
    db_bulk(deck->db, false, &ignored);
    return rc;
}

void dump_load_abort(struct deck *deck)
{
    struct err ignored;

    db_rollback(deck->db);
    db_bulk(deck->db, false, &ignored);
}
