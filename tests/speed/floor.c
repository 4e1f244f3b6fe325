#include "speed/floor.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/mem.h"
#include "deck/deck.h"
#include "speed/count.h"
#include "sys/file.h"

/* --- SQLite, in short ----------------------------------------------------
 */

static sqlite3 *open_db(const char *path, int flags)
{
    sqlite3 *db;

    if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK)
        bench_fail("%s can't be opened: %s", path, sqlite3_errmsg(db));
    return db;
}

static void run_sql(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        bench_fail("%s: %s", sql, sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s;

    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        bench_fail("%s: %s", sql, sqlite3_errmsg(db));
    return s;
}

/* --- the rows, held in memory --------------------------------------------
 */

struct value {
    int type; /* SQLite's */
    int64_t number;
    struct slice bytes;
};

/* Columns that have a default are left to it. */
struct table {
    const char *name;
    struct str columns; /* "id, uid, ..." */
    int ncolumns;
    struct value *values; /* [nrows][ncolumns] */
    size_t nrows, cap;
};

/* Those that an import fills, parents first. */
static const char *const table_names[] = {
    "event", "root", "file", "file_tag", "section", "note", "card",
};

enum { NTABLES = sizeof table_names / sizeof *table_names };

static void read_columns(struct table *t, sqlite3 *db)
{
    sqlite3_stmt *s = prepare(db, "SELECT name FROM pragma_table_info(?1)"
                                  " WHERE dflt_value IS NULL ORDER BY cid");

    sqlite3_bind_text(s, 1, t->name, -1, SQLITE_STATIC);
    while (sqlite3_step(s) == SQLITE_ROW)
        str_printf(&t->columns, "%s%s", t->ncolumns++ > 0 ? ", " : "",
                   (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
}

static struct value value_of(sqlite3_stmt *s, int at, struct arena *arena)
{
    struct value v = {.type = sqlite3_column_type(s, at)};

    if (v.type == SQLITE_INTEGER)
        v.number = sqlite3_column_int64(s, at);
    else if (v.type != SQLITE_NULL)
        v.bytes = arena_copy(
            arena, (struct slice){sqlite3_column_blob(s, at),
                                  (size_t)sqlite3_column_bytes(s, at)});
    return v;
}

static void read_table(struct table *t, sqlite3 *db, struct arena *arena)
{
    struct str sql = STR_EMPTY;
    sqlite3_stmt *s;

    read_columns(t, db);
    str_printf(&sql, "SELECT %s FROM %s", t->columns.at, t->name);
    s = prepare(db, sql.at);
    while (sqlite3_step(s) == SQLITE_ROW) {
        t->values = mem_grow(t->values, t->nrows, &t->cap,
                             (size_t)t->ncolumns * sizeof *t->values);
        for (int i = 0; i < t->ncolumns; i++)
            t->values[t->nrows * (size_t)t->ncolumns + (size_t)i] =
                value_of(s, i, arena);
        t->nrows++;
    }
    sqlite3_finalize(s);
    str_release(&sql);
}

static void read_model(const char *path, struct table *tables,
                       struct arena *arena)
{
    sqlite3 *db = open_db(path, SQLITE_OPEN_READWRITE);

    for (size_t i = 0; i < NTABLES; i++) {
        tables[i] =
            (struct table){.name = table_names[i], .columns = STR_EMPTY};
        read_table(&tables[i], db, arena);
    }
    sqlite3_close(db);
}

static void bind(sqlite3_stmt *s, int at, const struct value *v)
{
    const char *bytes = v->bytes.len > 0 ? v->bytes.at : "";

    if (v->type == SQLITE_INTEGER)
        sqlite3_bind_int64(s, at, v->number);
    else if (v->type == SQLITE_TEXT)
        sqlite3_bind_text(s, at, bytes, (int)v->bytes.len, SQLITE_STATIC);
    else if (v->type == SQLITE_BLOB)
        sqlite3_bind_blob(s, at, bytes, (int)v->bytes.len, SQLITE_STATIC);
}

static void write_table(const struct table *t, sqlite3 *db)
{
    struct str sql = STR_EMPTY;
    sqlite3_stmt *s;

    str_printf(&sql, "INSERT INTO %s (%s) VALUES (?", t->name, t->columns.at);
    for (int i = 1; i < t->ncolumns; i++)
        str_puts(&sql, ", ?");
    str_puts(&sql, ")");
    s = prepare(db, sql.at);
    for (size_t row = 0; row < t->nrows; row++) {
        for (int i = 0; i < t->ncolumns; i++)
            bind(s, i + 1, &t->values[row * (size_t)t->ncolumns + (size_t)i]);
        if (sqlite3_step(s) != SQLITE_DONE)
            bench_fail("%s: %s", sql.at, sqlite3_errmsg(db));
        sqlite3_reset(s);
        sqlite3_clear_bindings(s);
    }
    sqlite3_finalize(s);
    str_release(&sql);
}

/* --- the files -----------------------------------------------------------
 */

static void put_text(struct str *out, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    const char *literal = cmark_node_get_literal(node);

    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
        str_putc(out, '\n');
    else if (literal != NULL)
        str_puts(out, literal);
}

/* The text of each block, one after the other; nothing is done with it. */
static void walk(cmark_node *root)
{
    cmark_iter *iter = cmark_iter_new(root);
    struct str text = STR_EMPTY;
    cmark_event_type event;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);

        if (event != CMARK_EVENT_ENTER)
            continue;
        if ((cmark_node_get_type(node) & CMARK_NODE_TYPE_MASK) ==
            CMARK_NODE_TYPE_BLOCK)
            str_clear(&text);
        else
            put_text(&text, node);
    }
    str_release(&text);
    cmark_iter_free(iter);
}

static int parse_file(const char *path, void *arg)
{
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    struct str bytes = STR_EMPTY;
    cmark_node *root;
    struct err err;

    (void)arg;
    if (file_read(&bytes, path, FILE_NOTES_MAX, &err) < 0)
        bench_fail("%s", err.text);
    cmark_parser_attach_syntax_extension(
        parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, bytes.at, bytes.len);
    root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    walk(root);
    cmark_node_free(root);
    str_release(&bytes);
    return 0;
}

static void parse_all(const char *folder)
{
    const char *const suffixes[] = {".md", NULL};
    size_t skipped = 0;
    struct err err;

    cmark_gfm_core_extensions_ensure_registered();
    if (file_walk(folder, suffixes, parse_file, NULL, &skipped, &err) < 0)
        bench_fail("%s", err.text);
}

/* --- the import ----------------------------------------------------------
 */

static void write_deck(const char *path, const struct table *tables)
{
    struct deck *deck;
    struct err err;
    sqlite3 *db;

    if (deck_open(&deck, path, DECK_CREATE, clock_now(), &err) < 0)
        bench_fail("%s", err.text);
    deck_close(deck);
    db = open_db(path, SQLITE_OPEN_READWRITE);
    run_sql(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                "PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000;"
                "BEGIN IMMEDIATE");
    for (size_t i = 0; i < NTABLES; i++)
        write_table(&tables[i], db);
    run_sql(db, "COMMIT");
    sqlite3_close(db);
}

/* As words.c has it. */
static void write_words(const char *path, const char *deck)
{
    sqlite3 *db = open_db(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    struct str attach = STR_EMPTY;

    str_printf(&attach, "ATTACH '%s' AS deck", deck);
    run_sql(db, attach.at);
    run_sql(db, "PRAGMA main.journal_mode = TRUNCATE;"
                "PRAGMA main.synchronous = OFF; BEGIN;"
                "CREATE VIRTUAL TABLE words USING fts5 (line, section,"
                " tokenize = 'unicode61 remove_diacritics 2');"
                "INSERT INTO words (rowid, line, section)"
                " SELECT n.id, n.text, s.path FROM deck.note n"
                " JOIN deck.section s ON s.id = n.section;"
                "COMMIT");
    sqlite3_close(db);
    str_release(&attach);
}

/* Not static: callgrind counts what happens in here. */
void floor_work(const char *folder, const char *path,
                const struct table *tables, const char *words);

__attribute__((noinline)) void floor_work(const char *folder,
                                          const char *path,
                                          const struct table *tables,
                                          const char *words)
{
    parse_all(folder);
    write_deck(path, tables);
    if (words != NULL)
        write_words(words, path);
}

/* FOLDER MODEL DECK [WORDS] */
int floor_main(int argc, char **argv)
{
    struct table tables[NTABLES];
    struct arena arena = {0};
    double wall, cpu;

    if (argc < 3)
        return 1;
    read_model(argv[1], tables, &arena);
    wall = now_ms();
    cpu = cpu_ms();
    floor_work(argv[0], argv[2], tables, argc > 3 ? argv[3] : NULL);
    printf("%f %f\n", now_ms() - wall, cpu_ms() - cpu);
    return 0;
}

struct took floor_import(const char *folder, const char *model, bool words)
{
    const char *const argv[] = {
        self,
        "floor",
        work_path(folder),
        work_path(model),
        work_path("floor.sqlite"),
        words ? work_path("floor-words.sqlite") : NULL,
        NULL,
    };
    struct str said = STR_EMPTY;
    struct took took;

    work_remove("floor.sqlite");
    work_remove("floor-words.sqlite");
    took = run(&said, argv);
    if (sscanf(said.at, "%lf %lf", &took.wall_ms, &took.cpu_ms) != 2)
        bench_fail("the floor said: %s", said.at);
    str_release(&said);
    return took;
}

double floor_count(const char *folder, const char *model)
{
    const char *const argv[] = {
        self,
        "floor",
        work_path(folder),
        work_path(model),
        work_path("floor.sqlite"),
        NULL,
    };

    work_remove("floor.sqlite");
    return count_instructions(argv, "floor_work");
}
