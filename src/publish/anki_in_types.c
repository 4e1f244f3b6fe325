#include "publish/anki_in_types.h"

#include <stdlib.h>

#include "base/mem.h"
#include "publish/anki_in_json.h"
#include "publish/protobuf.h"

void anki_in_types_release(struct anki_types *t)
{
    arena_release(&t->arena);
    *t = (struct anki_types){0};
}

/* --- growing lists in an arena ------------------------------------------ */

/* Room for one more of n elements that fill powers of two. */
static void *grow(struct arena *arena, void *at, size_t n, size_t size)
{
    void *more;

    if (n > 0 && (n & (n - 1)) != 0)
        return at;
    more = arena_new_array(arena, n > 0 ? 2 * n : 1, size);
    if (n > 0)
        memcpy(more, at, n * size);
    return more;
}

struct anki_type *anki_add_type(struct anki_types *t, int64_t id)
{
    t->types = grow(&t->arena, t->types, t->ntypes, sizeof *t->types);
    t->types[t->ntypes] = (struct anki_type){.id = id};
    return &t->types[t->ntypes++];
}

void anki_add_field(struct anki_types *t, struct anki_type *type,
                    struct slice name)
{
    type->fields =
        grow(&t->arena, type->fields, type->nfields, sizeof *type->fields);
    type->fields[type->nfields++] = arena_copy(&t->arena, name);
}

void anki_add_template(struct anki_types *t, struct anki_type *type,
                       struct slice question, struct slice answer)
{
    type->templates = grow(&t->arena, type->templates, type->ntemplates,
                           sizeof *type->templates);
    type->templates[type->ntemplates++] = (struct anki_template){
        arena_copy(&t->arena, question),
        arena_copy(&t->arena, answer),
    };
}

void anki_add_deck(struct anki_types *t, int64_t id, struct slice name)
{
    t->decks = grow(&t->arena, t->decks, t->ndecks, sizeof *t->decks);
    t->decks[t->ndecks++] =
        (struct anki_deck){id, arena_copy(&t->arena, name)};
}

/* --- schema 15 and later: tables of protobuf ---------------------------- */

/* The last field of that number, as bytes. */
static struct slice field_of(struct slice message, uint32_t number,
                             uint64_t *value)
{
    struct protobuf in = {.rest = message};
    struct protobuf_field f;
    struct slice bytes = {0};

    while (protobuf_next(&in, &f))
        if (f.number == number) {
            bytes = f.bytes;
            *value = f.value;
        }
    return bytes;
}

static int read_fields(struct anki_types *t, struct db *db, struct err *err)
{
    struct stmt *q =
        db_query(db, "SELECT ntid, name FROM fields ORDER BY ntid, ord");
    size_t i = 0;
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        while (i < t->ntypes && t->types[i].id < row_int(q, 0))
            i++;
        if (i < t->ntypes && t->types[i].id == row_int(q, 0))
            anki_add_field(t, &t->types[i], row_text(q, 1));
    }
    stmt_end(q);
    return rc;
}

static int read_templates(struct anki_types *t, struct db *db,
                          struct err *err)
{
    struct stmt *q =
        db_query(db, "SELECT ntid, config FROM templates ORDER BY ntid, ord");
    size_t i = 0;
    uint64_t ignored;
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        while (i < t->ntypes && t->types[i].id < row_int(q, 0))
            i++;
        if (i < t->ntypes && t->types[i].id == row_int(q, 0))
            anki_add_template(t, &t->types[i],
                              field_of(row_blob(q, 1), 1, &ignored),
                              field_of(row_blob(q, 1), 2, &ignored));
    }
    stmt_end(q);
    return rc;
}

static int read_types(struct anki_types *t, struct db *db, struct err *err)
{
    struct stmt *q =
        db_query(db, "SELECT id, config FROM notetypes ORDER BY id");
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        uint64_t kind = 0;

        field_of(row_blob(q, 1), 1, &kind);
        anki_add_type(t, row_int(q, 0))->cloze = kind == 1;
    }
    stmt_end(q);
    if (rc < 0)
        return rc;
    return read_fields(t, db, err) < 0 ? -1 : read_templates(t, db, err);
}

/* Names have their parts joined by U+001F. */
static int read_decks(struct anki_types *t, struct db *db, struct err *err)
{
    struct stmt *q = db_query(db, "SELECT id, name FROM decks ORDER BY id");
    struct str name = STR_EMPTY;
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        struct slice text = row_text(q, 1);

        str_clear(&name);
        for (size_t i = 0; i < text.len; i++)
            if (text.at[i] == '\x1f')
                str_puts(&name, "::");
            else
                str_putc(&name, text.at[i]);
        anki_add_deck(t, row_int(q, 0), str_slice(&name));
    }
    stmt_end(q);
    str_release(&name);
    return rc;
}

/* Values are JSON. */
static int read_number(struct db *db, const char *key, int64_t *out,
                       bool *found, struct err *err)
{
    struct stmt *q = db_query(db, "SELECT val FROM config WHERE KEY = ?1");
    int rc;

    *found = false;
    bind_text(q, 1, slice_from(key));
    rc = stmt_next(q, err);
    if (rc == 1) {
        struct slice val = row_blob(q, 0);
        char text[24], *end;

        memcpy(text, val.at, val.len < 23 ? val.len : 23);
        text[val.len < 23 ? val.len : 23] = '\0';
        *out = strtoll(text, &end, 10);
        *found = end != text && *end == '\0';
    }
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static int read_config(struct anki_types *t, struct db *db, struct err *err)
{
    int64_t n = 0;
    bool found;

    if (read_number(db, "creationOffset", &n, &t->has_zone, err) < 0)
        return -1;
    anki_set_zone(t, n);
    if (read_number(db, "schedVer", &n, &found, err) < 0)
        return -1;
    t->old_scheduler = !found || n < 2;
    return 0;
}

/* --- both --------------------------------------------------------------- */

/* Minutes west of UTC, as Anki keeps it. */
void anki_set_zone(struct anki_types *t, int64_t west)
{
    t->has_zone &= west >= -1440 && west <= 1440;
    t->zone = t->has_zone ? (int)-west : 0;
}

static int type_by_id(const void *a, const void *b)
{
    const struct anki_type *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

static int deck_by_id(const void *a, const void *b)
{
    const struct anki_deck *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

int anki_in_types_read(struct anki_types *out, struct anki_package *p,
                       struct err *err)
{
    struct anki_types t = {0};
    int rc = -1;

    if (db_int(p->db, "SELECT crt FROM col LIMIT 1", &t.created_s, err) < 0)
        goto done;
    if (t.created_s < 0 || t.created_s > INT32_MAX)
        t.created_s = 0;
    if (p->schema <= 14)
        rc = anki_json_read(&t, p->db, err);
    else if (read_types(&t, p->db, err) == 0)
        rc = read_decks(&t, p->db, err);
    if (rc == 0 && p->schema >= 14)
        rc = read_config(&t, p->db, err);
    if (rc < 0)
        goto done;
    if (t.ntypes > 1)
        qsort(t.types, t.ntypes, sizeof *t.types, type_by_id);
    if (t.ndecks > 1)
        qsort(t.decks, t.ndecks, sizeof *t.decks, deck_by_id);
    *out = t;
    return 0;
done:
    anki_in_types_release(&t);
    return -1;
}

const struct anki_type *anki_type_find(const struct anki_types *t, int64_t id)
{
    struct anki_type key = {.id = id};

    return t->ntypes == 0 ? NULL
                          : bsearch(&key, t->types, t->ntypes,
                                    sizeof *t->types, type_by_id);
}

const struct anki_deck *anki_deck_find(const struct anki_types *t, int64_t id)
{
    struct anki_deck key = {.id = id};

    return t->ndecks == 0 ? NULL
                          : bsearch(&key, t->decks, t->ndecks,
                                    sizeof *t->decks, deck_by_id);
}
