#include "publish/cards.h"

#include <stdlib.h>

#include "base/diag.h"
#include "deck/dump.h"
#include "sys/base64.h"
#include "sys/csv.h"
#include "sys/json.h"
#include "text/unicode.h"

#define TABLE "table:"

/* --- the cards, for people ---------------------------------------------- */

struct listing {
    struct str *out;
    struct json *json; /* or CSV when it is NULL */
    size_t n;
};

static const char *const columns[] = {
    "card",     "path", "line", "question", "answer",    "due",
    "interval", "ease", "reps", "lapses",   "suspended",
};

static void put_number(struct str *out, int64_t n)
{
    struct str text = STR_EMPTY;

    str_printf(&text, "%lld", (long long)n);
    csv_put(out, str_slice(&text));
    str_release(&text);
}

static void card_csv(struct str *out, const struct card *card)
{
    csv_put(out, card->uid);
    csv_put_safe(out, card->path);
    put_number(out, card->line);
    csv_put_safe(out, card->text);
    csv_put_safe(out, card->answer);
    if (card->sched.interval > 0)
        put_number(out, card->sched.due);
    else
        csv_put(out, SLICE(""));
    put_number(out, card->sched.interval);
    put_number(out, card->sched.ease);
    put_number(out, card->sched.reps);
    put_number(out, card->sched.lapses);
    put_number(out, (card->flags & CARD_SUSPENDED) != 0);
    csv_end(out);
}

static void card_json(struct json *w, const struct card *card)
{
    json_open_object(w, NULL);
    json_put_text(w, "card", card->uid);
    json_put_text(w, "path", card->path);
    json_put_int(w, "line", card->line);
    json_put_text(w, "question", card->text);
    json_put_text(w, "answer", card->answer);
    if (card->sched.interval > 0)
        json_put_int(w, "due", card->sched.due);
    else
        json_put_null(w, "due");
    json_put_int(w, "interval", card->sched.interval);
    json_put_int(w, "ease", card->sched.ease);
    json_put_int(w, "reps", card->sched.reps);
    json_put_int(w, "lapses", card->sched.lapses);
    json_put_bool(w, "suspended", (card->flags & CARD_SUSPENDED) != 0);
    json_close(w);
}

static int list_card(const struct card *card, void *arg)
{
    struct listing *l = arg;

    if ((card->flags & CARD_ORPHAN) != 0)
        return 0;
    if (l->json != NULL)
        card_json(l->json, card);
    else
        card_csv(l->out, card);
    l->n++;
    return 0;
}

/* --- rows out ----------------------------------------------------------- */

static void value_json(struct json *w, const struct dump_value *v)
{
    struct str text = STR_EMPTY;

    if (v->kind == DUMP_INT) {
        json_put_int(w, NULL, v->number);
    } else if (v->kind == DUMP_TEXT && utf8_check(v->bytes) == v->bytes.len) {
        json_put_text(w, NULL, v->bytes);
    } else if (v->kind == DUMP_NULL) {
        json_put_null(w, NULL);
    } else {
        base64_put(&text, v->bytes);
        json_open_object(w, NULL);
        json_put_text(w, v->kind == DUMP_TEXT ? "text" : "base64",
                      str_slice(&text));
        json_close(w);
    }
    str_release(&text);
}

static void value_csv(struct str *out, const struct dump_value *v)
{
    struct str text = STR_EMPTY;

    if (v->kind == DUMP_INT) {
        str_printf(&text, "i%lld", (long long)v->number);
    } else if (v->kind == DUMP_TEXT && utf8_check(v->bytes) == v->bytes.len &&
               memchr(v->bytes.at, '\0', v->bytes.len) == NULL) {
        str_putc(&text, 't');
        str_put(&text, v->bytes);
    } else if (v->kind != DUMP_NULL) {
        str_putc(&text, v->kind == DUMP_TEXT ? 'T' : 'b');
        base64_put(&text, v->bytes);
    }
    csv_put(out, str_slice(&text));
    str_release(&text);
}

static int put_row(const struct dump_table *table,
                   const struct dump_value *values, void *arg,
                   struct err *err)
{
    struct listing *l = arg;
    struct str name = STR_EMPTY;

    (void)err;
    str_printf(&name, TABLE "%s", table->name);
    if (l->json != NULL) {
        json_open_array(l->json, NULL);
        json_put_text(l->json, NULL, slice_from(table->name));
        for (size_t i = 0; i < table->ncolumns; i++)
            value_json(l->json, &values[i]);
        json_close(l->json);
    } else {
        csv_put(l->out, str_slice(&name));
        for (size_t i = 0; i < table->ncolumns; i++)
            value_csv(l->out, &values[i]);
        csv_end(l->out);
    }
    str_release(&name);
    return 0;
}

int cards_put(struct str *out, struct deck *deck, enum cards_format format,
              size_t *ncards, struct err *err)
{
    const struct selection all = {0};
    struct json w = json_to(out);
    struct listing l = {.out = out, .json = format == CARDS_JSON ? &w : NULL};
    int rc;

    if (l.json != NULL) {
        json_open_object(&w, NULL);
        json_put_int(&w, "pagein", 1);
        json_open_array(&w, "cards");
    } else {
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
            csv_put(out, slice_from(columns[i]));
        csv_end(out);
    }
    rc = deck_each(deck, &all, list_card, &l, err);
    if (l.json != NULL) {
        json_close(&w);
        json_open_array(&w, "rows");
    }
    if (rc == 0)
        rc = deck_dump(deck, put_row, &l, err);
    if (l.json != NULL) {
        json_close(&w);
        json_close(&w);
    }
    *ncards = l.n;
    return rc;
}

/* --- rows in ------------------------------------------------------------ */

static int bad(const char *name, size_t line, struct err *err)
{
    return err_set(err, ERR_NOTES,
                   "%s:%zu: this row is none that pagein wrote. Nothing was "
                   "changed.",
                   name, line);
}

static bool from_base64(struct slice text, struct arena *arena,
                        struct slice *out)
{
    struct str bytes = STR_EMPTY;
    bool good = base64_read(&bytes, text);

    if (good)
        *out = arena_copy(arena, str_slice(&bytes));
    str_release(&bytes);
    return good;
}

static bool read_csv_value(struct slice cell, struct arena *arena,
                           struct dump_value *out)
{
    struct slice rest = cell.len > 0 ? slice_skip(cell, 1) : cell;
    char *end;

    *out = (struct dump_value){.kind = DUMP_NULL, .bytes = rest};
    if (cell.len == 0)
        return true;
    switch (cell.at[0]) {
    case 'i':
        out->kind = DUMP_INT;
        out->number = strtoll(arena_copy(arena, rest).at, &end, 10);
        return rest.len > 0 && *end == '\0';
    case 't':
        out->kind = DUMP_TEXT;
        return true;
    case 'T':
    case 'b':
        out->kind = cell.at[0] == 'b' ? DUMP_BLOB : DUMP_TEXT;
        return from_base64(rest, arena, &out->bytes);
    default:
        return false;
    }
}

static int read_csv_row(struct deck *deck, const struct csv_row *row,
                        const char *name, struct err *err)
{
    struct slice first = row->n > 0 ? row->cell[0].text : SLICE("");
    struct dump_value values[DUMP_COLUMNS_MAX];
    const struct dump_table *table;
    struct arena arena = {0};
    bool good = true;
    int rc;

    if (!slice_has_prefix(first, SLICE(TABLE)))
        return 0;
    table = dump_find(slice_skip(first, strlen(TABLE)));
    if (table == NULL)
        return bad(name, row->cell[0].line, err);
    for (size_t i = 0; i < table->ncolumns; i++)
        good &=
            read_csv_value(i + 1 < row->n ? row->cell[i + 1].text : SLICE(""),
                           &arena, &values[i]);
    rc = good ? dump_load_row(deck, table, values, err)
              : bad(name, row->cell[0].line, err);
    arena_release(&arena);
    return rc;
}

static int read_csv(struct deck *deck, struct slice text, const char *name,
                    struct err *err)
{
    struct diags found = {0};
    struct csv csv;
    int rc = 0;

    if (csv_read(&csv, text, slice_from(name), &found) < 0) {
        rc = err_set(err, ERR_NOTES, "%s:%zu:%zu: %.*s. Nothing was changed.",
                     name, found.at[0].line, found.at[0].col,
                     SLICE_FMT(found.at[0].text));
        diags_release(&found);
        return rc;
    }
    for (size_t i = 0; rc == 0 && i < csv.n; i++)
        rc = read_csv_row(deck, &csv.row[i], name, err);
    csv_release(&csv);
    diags_release(&found);
    return rc;
}

static bool read_json_value(const struct json_value *v, struct arena *arena,
                            struct dump_value *out)
{
    struct slice text;

    *out = (struct dump_value){.kind = DUMP_NULL};
    if (v == NULL || v->kind == JSON_NIL)
        return true;
    if (v->kind == JSON_INT) {
        *out = (struct dump_value){.kind = DUMP_INT, .number = v->number};
        return true;
    }
    if (v->kind == JSON_TEXT) {
        *out = (struct dump_value){.kind = DUMP_TEXT, .bytes = v->text};
        return true;
    }
    out->kind = json_find(v, "base64") != NULL ? DUMP_BLOB : DUMP_TEXT;
    return json_find_text(v, out->kind == DUMP_BLOB ? "base64" : "text",
                          &text) &&
           from_base64(text, arena, &out->bytes);
}

static int read_json_row(struct deck *deck, const struct json_value *row,
                         size_t number, const char *name, struct err *err)
{
    struct dump_value values[DUMP_COLUMNS_MAX];
    const struct dump_table *table = NULL;
    const struct json_value *v;
    struct arena arena = {0};
    bool good = true;
    int rc;

    if (row->kind == JSON_LIST && row->first != NULL &&
        row->first->kind == JSON_TEXT)
        table = dump_find(row->first->text);
    if (table == NULL)
        return bad(name, number, err);
    v = row->first->next;
    for (size_t i = 0; i < table->ncolumns; i++) {
        good &= read_json_value(v, &arena, &values[i]);
        v = v != NULL ? v->next : NULL;
    }
    rc = good ? dump_load_row(deck, table, values, err)
              : bad(name, number, err);
    arena_release(&arena);
    return rc;
}

static int read_json(struct deck *deck, struct slice text, const char *name,
                     struct err *err)
{
    const struct json_value *rows;
    struct json_doc doc;
    size_t number = 0;
    int rc = 0;

    if (json_read(&doc, text, name, err) < 0)
        return -1;
    rows = json_find(doc.root, "rows");
    if (rows == NULL || rows->kind != JSON_LIST)
        rc = err_set(err, ERR_NOTES,
                     "%s is no list of cards that pagein wrote. Nothing was "
                     "changed.",
                     name);
    for (const struct json_value *v = rc == 0 ? rows->first : NULL;
         rc == 0 && v != NULL; v = v->next)
        rc = read_json_row(deck, v, ++number, name, err);
    json_release(&doc);
    return rc;
}

int cards_read(struct deck *deck, struct slice text, const char *name,
               enum cards_format format, struct err *err)
{
    int rc;

    if (dump_load_begin(deck, err) < 0)
        return -1;
    rc = format == CARDS_JSON ? read_json(deck, text, name, err)
                              : read_csv(deck, text, name, err);
    if (rc < 0) {
        dump_load_abort(deck);
        return -1;
    }
    return dump_load_end(deck, err);
}
