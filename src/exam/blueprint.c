#include "exam/blueprint.h"

#include "exam/blueprint_inside.h"
#include "sys/file.h"

enum { POINT = 100 };

int blueprint_complain(struct reading *r, const struct yaml *node,
                       const char *rule, const char *text)
{
    yaml_complain(r->doc, node, DIAG_ERROR, rule, r->diags, "%s", text);
    return -1;
}

/* --- single values ------------------------------------------------------ */

void blueprint_number(struct reading *r, const struct yaml *map,
                      const char *key, int64_t lo, int64_t hi, unsigned *out)
{
    const struct yaml *node = yaml_find(map, key);
    int64_t n;

    if (node != NULL && yaml_int(r->doc, node, lo, hi, &n, r->diags) == 0)
        *out = (unsigned)n;
}

void blueprint_bool(struct reading *r, const struct yaml *map,
                    const char *key, bool *out)
{
    const struct yaml *node = yaml_find(map, key);

    if (node != NULL)
        yaml_bool(r->doc, node, out, r->diags);
}

void blueprint_text(struct reading *r, const struct yaml *map,
                    const char *key, const char **out)
{
    const struct yaml *node = yaml_find(map, key);
    struct slice text;

    if (node != NULL && yaml_text(r->doc, node, &text, r->diags) == 0)
        *out = arena_copy(&r->out->arena, text).at;
}

/* "4", "2.5", "0.25": hundredths; false for anything else. */
static bool hundredths(struct slice s, unsigned *out)
{
    unsigned n = 0, places = 0;
    bool dot = false;

    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '.' && !dot && i > 0 && i + 1 < s.len) {
            dot = true;
            continue;
        }
        if (s.at[i] < '0' || s.at[i] > '9' || places == 2 || n > POINTS_MAX)
            return false;
        n = n * 10 + (unsigned)(s.at[i] - '0');
        places += dot;
    }
    for (; places < 2; places++)
        n *= 10;
    *out = n;
    return s.len > 0 && n > 0 && n <= POINTS_MAX;
}

void blueprint_points(struct reading *r, const struct yaml *map,
                      unsigned *out)
{
    const struct yaml *node = yaml_find(map, "points");

    if (node != NULL &&
        (node->kind != YAML_SCALAR || !hundredths(node->text, out)))
        blueprint_complain(
            r, node, "blueprint",
            "`points` must be a number up to 1000 with at most two "
            "decimals, such as 4 or 2.5");
}

static void read_page(struct reading *r, const struct yaml *root)
{
    const struct yaml *node = yaml_find(root, "page");

    r->out->page = "a4";
    blueprint_text(r, root, "page", &r->out->page);
    if (node != NULL && strcmp(r->out->page, "a4") != 0 &&
        strcmp(r->out->page, "letter") != 0)
        blueprint_complain(r, node, "blueprint",
                           "`page` must be a4 or letter");
}

/* --- codes -------------------------------------------------------------- */

int blueprint_code(struct reading *r, const struct yaml *node,
                   struct code *out)
{
    struct slice text;
    const struct kind *kind;
    struct err err;

    if (yaml_text(r->doc, node, &text, r->diags) < 0)
        return -1;
    if (code_read(text, out, &err) < 0)
        return blueprint_complain(r, node, "code", err.text);
    kind = kind_of_number(out->kind);
    if (kind == NULL || kind->version != out->version ||
        !kind_has_level(kind, out->level))
        return blueprint_complain(
            r, node, "code",
            "this code is of a kind of problem, or a version of "
            "one, that this pagein does not know");
    return 0;
}

/* One code, or a list of them. */
static void read_bans(struct reading *r, const struct yaml *root)
{
    const struct yaml *node = yaml_find(root, "ban");
    const struct yaml *one;
    struct code *bans;
    size_t n;

    if (node == NULL)
        return;
    n = node->kind == YAML_LIST ? node->n : 1;
    if (n > BANS_MAX) {
        blueprint_complain(r, node, "blueprint",
                           "`ban` names more than 1000 codes");
        return;
    }
    bans = arena_new_array(&r->out->arena, n, sizeof *bans);
    one = node->kind == YAML_LIST ? node->first : node;
    for (; one != NULL; one = node->kind == YAML_LIST ? one->next : NULL)
        if (blueprint_code(r, one, &bans[r->out->nbans]) == 0)
            r->out->nbans++;
    r->out->bans = bans;
}

static void read_root(struct reading *r)
{
    static const char *const keys[] = {
        "title", "instructions", "minutes", "graded", "page", "ban",
        "lines", "choice",       "points",  "items",  NULL};
    struct entry usual = {.count = 1, .points = POINT};
    const struct yaml *root = r->doc->root;
    struct blueprint *b = r->out;

    b->title = "Exam";
    b->instructions = "";
    if (root == NULL) {
        blueprint_complain(r, NULL, "blueprint",
                           "this is empty: an exam needs `items`");
        return;
    }
    if (yaml_want(r->doc, root, YAML_MAP, r->diags) < 0)
        return;
    yaml_check_keys(r->doc, root, keys, r->diags);
    blueprint_text(r, root, "title", &b->title);
    blueprint_text(r, root, "instructions", &b->instructions);
    blueprint_number(r, root, "minutes", 1, MINUTES_MAX, &b->minutes);
    blueprint_bool(r, root, "graded", &b->graded);
    read_page(r, root);
    read_bans(r, root);
    blueprint_number(r, root, "lines", 0, LINES_MAX, &usual.lines);
    blueprint_bool(r, root, "choice", &usual.choice);
    blueprint_points(r, root, &usual.points);
    blueprint_items(r, root, &usual);
}

int blueprint_parse(struct blueprint *out, struct slice text,
                    struct slice file, struct diags *diags)
{
    struct blueprint b = {0};
    struct yaml_doc doc = {0};
    size_t before = diags->errors;

    if (yaml_read(&doc, text, file, 1, diags) == 0) {
        struct reading r = {&b, &doc, diags};

        read_root(&r);
    }
    b.file = arena_copy(&b.arena, file);
    b.source = arena_copy(&b.arena, text);
    yaml_release(&doc);
    if (diags->errors > before)
        blueprint_release(&b);
    *out = b;
    return diags->errors > before ? -1 : 0;
}

int blueprint_read(struct blueprint *out, const char *path,
                   struct diags *diags, struct err *err)
{
    struct str text = STR_EMPTY;
    int rc = file_read(&text, path, YAML_BYTES_MAX, err);

    if (rc == 0 &&
        blueprint_parse(out, str_slice(&text), slice_from(path), diags) < 0)
        rc = err_set(err, ERR_NOTES,
                     "The blueprint %.300s has errors; nothing was made.",
                     path);
    str_release(&text);
    return rc;
}

void blueprint_release(struct blueprint *b)
{
    arena_release(&b->arena);
    *b = (struct blueprint){0};
}
