/* From jansson's tree to ours. */
#include <jansson.h>

#include "base/mem.h"
#include "sys/json.h"

/* The tree below one of jansson's values; NULL when it is too deep. */
static struct json_value *copy(struct arena *arena, json_t *from, int depth);

static void add_child(struct json_value *parent, struct json_value **last,
                      struct json_value *child)
{
    *(*last != NULL ? &(*last)->next : &parent->first) = child;
    *last = child;
    parent->n++;
}

static bool copy_list(struct arena *arena, struct json_value *to,
                      json_t *from, int depth)
{
    struct json_value *last = NULL, *child;
    json_t *item;
    size_t i;

    json_array_foreach(from, i, item)
    {
        child = copy(arena, item, depth + 1);
        if (child == NULL)
            return false;
        add_child(to, &last, child);
    }
    return true;
}

static bool copy_map(struct arena *arena, struct json_value *to, json_t *from,
                     int depth)
{
    struct json_value *last = NULL, *child;
    const char *key;
    json_t *item;

    json_object_foreach(from, key, item)
    {
        child = copy(arena, item, depth + 1);
        if (child == NULL)
            return false;
        child->key = arena_copy(arena, slice_from(key));
        add_child(to, &last, child);
    }
    return true;
}

static struct json_value *copy(struct arena *arena, json_t *from, int depth)
{
    struct json_value *v = arena_new(arena, sizeof *v);
    bool ok = depth <= JSON_DEPTH_MAX;

    switch (json_typeof(from)) {
    case JSON_OBJECT:
        v->kind = JSON_MAP;
        ok = ok && copy_map(arena, v, from, depth);
        break;
    case JSON_ARRAY:
        v->kind = JSON_LIST;
        ok = ok && copy_list(arena, v, from, depth);
        break;
    case JSON_STRING:
        v->kind = JSON_TEXT;
        v->text = arena_copy(arena, (struct slice){json_string_value(from),
                                                   json_string_length(from)});
        break;
    case JSON_INTEGER:
        v->kind = JSON_INT;
        v->number = json_integer_value(from);
        break;
    case JSON_REAL:
        v->kind = JSON_FLOAT;
        v->real = json_real_value(from);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        v->kind = JSON_BOOL;
        v->yes = json_is_true(from);
        break;
    case JSON_NULL:
        v->kind = JSON_NIL;
        break;
    }
    return ok ? v : NULL;
}

/* jansson stands behind what it could not read. */
static int refuse(struct slice text, const char *file, const json_error_t *e,
                  struct err *err)
{
    size_t at = e->position > 0 ? (size_t)e->position : 0, line = 1, col = 1;

    if (json_error_code(e) == json_error_out_of_memory)
        mem_exhausted();
    for (size_t i = 0; i + 1 < at && i < text.len; i++, col++)
        if (text.at[i] == '\n') {
            line++;
            col = 0;
        }
    return err_set(err, ERR_NOTES, "%.200s:%zu:%zu: not JSON: %s.", file,
                   line, col, e->text);
}

int json_read(struct json_doc *out, struct slice text, const char *file,
              struct err *err)
{
    struct json_doc doc = {0};
    json_error_t e;
    json_t *root = json_loadb(
        text.len > 0 ? text.at : "", text.len,
        JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &e);

    if (root == NULL)
        return refuse(text, file, &e, err);
    doc.root = copy(&doc.arena, root, 0);
    json_decref(root);
    if (doc.root == NULL) {
        arena_release(&doc.arena);
        return err_set(err, ERR_NOTES,
                       "%.200s: JSON nested deeper than %d levels.", file,
                       JSON_DEPTH_MAX);
    }
    *out = doc;
    return 0;
}

void json_release(struct json_doc *doc)
{
    arena_release(&doc->arena);
    *doc = (struct json_doc){0};
}

const struct json_value *json_find(const struct json_value *v,
                                   const char *key)
{
    const struct json_value *c;

    if (v == NULL || v->kind != JSON_MAP)
        return NULL;
    for (c = v->first; c != NULL && !slice_is(c->key, key);)
        c = c->next;
    return c;
}

static const struct json_value *
find_kind(const struct json_value *v, const char *key, enum json_kind kind)
{
    const struct json_value *c = json_find(v, key);

    return c != NULL && c->kind == kind ? c : NULL;
}

bool json_find_text(const struct json_value *v, const char *key,
                    struct slice *out)
{
    const struct json_value *c = find_kind(v, key, JSON_TEXT);

    if (c != NULL)
        *out = c->text;
    return c != NULL;
}

bool json_find_int(const struct json_value *v, const char *key, int64_t lo,
                   int64_t hi, int64_t *out)
{
    const struct json_value *c = find_kind(v, key, JSON_INT);

    if (c == NULL || c->number < lo || c->number > hi)
        return false;
    *out = c->number;
    return true;
}

bool json_find_bool(const struct json_value *v, const char *key, bool *out)
{
    const struct json_value *c = find_kind(v, key, JSON_BOOL);

    if (c != NULL)
        *out = c->yes;
    return c != NULL;
}
