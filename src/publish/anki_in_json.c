#include "publish/anki_in_json.h"

#include <stdlib.h>

#include "sys/json.h"

static int bad(const char *what, struct err *err)
{
    return err_set(err, ERR_UNSAFE,
                   "The package is damaged: its %s can't be read. Nothing "
                   "was changed.",
                   what);
}

/* An id, which some programs wrote as text. */
static bool find_id(const struct json_value *v, int64_t *id)
{
    struct slice text;
    char copy[24], *end;

    if (json_find_int(v, "id", INT64_MIN, INT64_MAX, id))
        return true;
    if (!json_find_text(v, "id", &text) || text.len == 0 || text.len > 20)
        return false;
    memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    *id = strtoll(copy, &end, 10);
    return *end == '\0';
}

static bool add_fields(struct anki_types *t, struct anki_type *type,
                       const struct json_value *list)
{
    if (list == NULL || list->kind != JSON_LIST)
        return false;
    for (const struct json_value *v = list->first; v != NULL; v = v->next) {
        struct slice name;

        if (!json_find_text(v, "name", &name))
            return false;
        anki_add_field(t, type, name);
    }
    return true;
}

static bool add_templates(struct anki_types *t, struct anki_type *type,
                          const struct json_value *list)
{
    if (list == NULL || list->kind != JSON_LIST)
        return false;
    for (const struct json_value *v = list->first; v != NULL; v = v->next) {
        struct slice question, answer = SLICE("");

        if (!json_find_text(v, "qfmt", &question))
            return false;
        json_find_text(v, "afmt", &answer);
        anki_add_template(t, type, question, answer);
    }
    return true;
}

static int add_type(struct anki_types *t, const struct json_value *v,
                    struct err *err)
{
    struct anki_type *type;
    int64_t id, kind = 0;

    if (!find_id(v, &id))
        return bad("note types", err);
    json_find_int(v, "type", 0, 1, &kind);
    type = anki_add_type(t, id);
    type->cloze = kind == 1;
    if (!add_fields(t, type, json_find(v, "flds")) ||
        !add_templates(t, type, json_find(v, "tmpls")))
        return bad("note types", err);
    return 0;
}

static int add_deck(struct anki_types *t, const struct json_value *v,
                    struct err *err)
{
    struct slice name;
    int64_t id;

    if (!find_id(v, &id) || !json_find_text(v, "name", &name))
        return bad("decks", err);
    anki_add_deck(t, id, name);
    return 0;
}

static int each(struct anki_types *t, struct slice text, const char *what,
                int (*add)(struct anki_types *, const struct json_value *,
                           struct err *),
                struct err *err)
{
    struct json_doc doc;
    struct err why;
    int rc = 0;

    if (json_read(&doc, text, what, &why) < 0)
        return bad(what, err);
    if (doc.root->kind != JSON_MAP)
        rc = bad(what, err);
    for (const struct json_value *v = doc.root->first; rc == 0 && v != NULL;
         v = v->next)
        rc = add(t, v, err);
    json_release(&doc);
    return rc;
}

/* Settings that can't be read are those of an old collection. */
static void read_conf(struct anki_types *t, struct slice text)
{
    struct json_doc doc;
    struct err ignored;
    int64_t west = 0, scheduler = 1;

    t->old_scheduler = true;
    if (json_read(&doc, text, "conf", &ignored) < 0)
        return;
    t->has_zone =
        json_find_int(doc.root, "creationOffset", -1440, 1440, &west);
    anki_set_zone(t, west);
    json_find_int(doc.root, "schedVer", 1, 99, &scheduler);
    t->old_scheduler = scheduler < 2;
    json_release(&doc);
}

int anki_json_read(struct anki_types *t, struct db *db, struct err *err)
{
    struct stmt *q =
        db_query(db, "SELECT models, decks, conf FROM col LIMIT 1");
    int rc = stmt_next(q, err);

    if (rc == 0)
        rc = bad("settings", err);
    if (rc == 1) {
        read_conf(t, row_text(q, 2));
        rc = each(t, row_text(q, 0), "note types", add_type, err);
        if (rc == 0)
            rc = each(t, row_text(q, 1), "decks", add_deck, err);
    }
    stmt_end(q);
    return rc;
}
