#include "floor.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <sqlite3.h>

#include "base/str.h"
#include "sys/file.h"
#include "sys/hash.h"

enum { NOTES_MAX = 256 << 20 };

static const char schema[] =
    "pragma journal_mode = wal; pragma synchronous = full;"
    "create table note(id integer primary key, hash int, line int,"
    " text text) strict;"
    "create table card(id integer primary key, note int, ord int, due int)"
    " strict;"
    "create unique index note_hash on note(hash, id);"
    "create unique index card_ord on card(note, ord);"
    "create index card_due on card(due);"
    "begin";

struct floor {
    sqlite3 *db;
    sqlite3_stmt *note, *card;
};

static int run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : -1;
}

static int insert(sqlite3_stmt *row)
{
    int rc = sqlite3_step(row);

    sqlite3_reset(row);
    return rc == SQLITE_DONE ? 0 : -1;
}

/* One leaf block: its note, and a card for every cloze. */
static int insert_leaf(struct floor *f, struct slice text, int line)
{
    const struct slice open = SLICE("{{");
    size_t at = slice_find(text, 0, open);
    struct hash hash;
    sqlite3_int64 id;

    if (at == text.len)
        return 0;
    hash = hash_of(text);
    sqlite3_bind_int64(f->note, 1, (sqlite3_int64)hash_u64(&hash));
    sqlite3_bind_int(f->note, 2, line);
    sqlite3_bind_text(f->note, 3, text.at, (int)text.len, SQLITE_STATIC);
    if (insert(f->note) < 0)
        return -1;
    id = sqlite3_last_insert_rowid(f->db);
    for (int ord = 1; at < text.len; ord++) {
        sqlite3_bind_int64(f->card, 1, id);
        sqlite3_bind_int(f->card, 2, ord);
        if (insert(f->card) < 0)
            return -1;
        at = slice_find(text, at + open.len, open);
    }
    return 0;
}

static bool is_leaf(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH ||
           strcmp(cmark_node_get_type_string(node), "table_cell") == 0;
}

static int insert_all(struct floor *f, cmark_node *document)
{
    cmark_iter *it = cmark_iter_new(document);
    struct str text = STR_EMPTY;
    cmark_event_type event;
    int rc = 0;

    while (rc == 0 && (event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(it);
        const char *literal = cmark_node_get_literal(node);
        if (is_leaf(node) && event == CMARK_EVENT_ENTER)
            str_clear(&text);
        else if (is_leaf(node))
            rc = insert_leaf(f, str_slice(&text),
                             cmark_node_get_start_line(node));
        else if (literal != NULL && event == CMARK_EVENT_ENTER)
            str_puts(&text, literal);
    }
    cmark_iter_free(it);
    str_release(&text);
    return rc;
}

static cmark_node *parse(struct slice text)
{
    cmark_parser *parser;
    cmark_node *document;

    cmark_gfm_core_extensions_ensure_registered();
    parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(
        parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, text.at, text.len);
    document = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return document;
}

static int prepare(sqlite3 *db, const char *sql, sqlite3_stmt **out)
{
    return sqlite3_prepare_v2(db, sql, -1, out, NULL) == SQLITE_OK ? 0 : -1;
}

static int import_into(struct floor *f, struct slice text)
{
    cmark_node *document;
    int rc;

    if (run(f->db, schema) < 0 ||
        prepare(f->db, "insert into note(hash, line, text) values (?, ?, ?)",
                &f->note) < 0 ||
        prepare(f->db, "insert into card(note, ord, due) values (?, ?, 0)",
                &f->card) < 0)
        return -1;
    document = parse(text);
    rc = insert_all(f, document);
    cmark_node_free(document);
    sqlite3_finalize(f->note);
    sqlite3_finalize(f->card);
    return rc < 0 ? -1 : run(f->db, "commit");
}

int floor_import(const char *notes, const char *deck)
{
    struct floor f = {0};
    struct str text = STR_EMPTY;
    struct err err;
    int rc = -1;

    if (file_read(&text, notes, NOTES_MAX, &err) == 0 &&
        sqlite3_open(deck, &f.db) == SQLITE_OK)
        rc = import_into(&f, str_slice(&text));
    if (sqlite3_close(f.db) != SQLITE_OK)
        rc = -1;
    str_release(&text);
    return rc;
}

int floor_again(const char *notes)
{
    struct str text = STR_EMPTY;
    struct err err;
    struct hash hash;
    int rc = file_read(&text, notes, NOTES_MAX, &err);

    hash = hash_of(str_slice(&text));
    str_release(&text);
    return rc < 0 || hash_u64(&hash) == 0 ? -1 : 0;
}
