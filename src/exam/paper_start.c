#include "exam/paper_start.h"

#include "exam/blueprint.h"

int paper_start_missing(const char *path, struct err *err)
{
    return err_set(err, ERR_NOTES,
                   "%.300s is not an exam that pagein exam wrote.", path);
}

static const char *text_of(struct arena *arena, const struct json_value *v,
                           const char *key)
{
    struct slice text = SLICE("");

    json_find_text(v, key, &text);
    return arena_copy(arena, text).at;
}

static unsigned number_of(const struct json_value *v, const char *key,
                          int64_t most)
{
    int64_t n = 0;

    json_find_int(v, key, 0, most, &n);
    return (unsigned)n;
}

static bool flag_of(const struct json_value *v, const char *key)
{
    bool yes = false;

    json_find_bool(v, key, &yes);
    return yes;
}

static void read_item(struct arena *arena, const struct json_value *v,
                      struct item *item, const char **kind)
{
    *item = (struct item){
        .number = number_of(v, "number", ITEMS_MAX),
        .title = text_of(arena, v, "title"),
        .points = number_of(v, "points", POINTS_MAX),
        .lines = number_of(v, "lines", LINES_MAX),
        .page_break = flag_of(v, "page break"),
        .choice = flag_of(v, "choice"),
    };
    *kind = text_of(arena, v, "kind");
}

int paper_start_read(struct paper_start *out, const struct json_value *root,
                     const char *path, struct arena *arena, struct err *err)
{
    const struct json_value *items = json_find(root, "items"), *v;
    struct item *at;
    int64_t version;
    size_t n = 0;

    if (!json_find_int(root, "pagein exam", 1, INT32_MAX, &version) ||
        items == NULL || items->kind != JSON_LIST || items->n > ITEMS_MAX)
        return paper_start_missing(path, err);
    if (version > 1)
        return err_set(err, ERR_UNSAFE,
                       "%.300s is of a newer pagein; this one can't mark it.",
                       path);
    at = arena_new_array(arena, items->n, sizeof *at);
    out->kinds = arena_new_array(arena, items->n, sizeof *out->kinds);
    for (v = items->first; v != NULL; v = v->next, n++) {
        read_item(arena, v, &at[n], &out->kinds[n]);
        /* An item is found by its number from here on. */
        if (at[n].number != n + 1)
            return err_set(err, ERR_NOTES,
                           "%.300s: item %zu is called %u.", path, n + 1,
                           at[n].number);
    }
    out->exam = (struct exam){
        .title = text_of(arena, root, "title"),
        .minutes = number_of(root, "minutes", MINUTES_MAX),
        .graded = flag_of(root, "graded"),
        .bank = flag_of(root, "bank"),
        .page = text_of(arena, root, "page"),
        .items = at,
        .nitems = n,
        .points = number_of(root, "points", INT32_MAX),
    };
    return 0;
}
