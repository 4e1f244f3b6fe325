#include "deck/definition.h"

#include <string.h>

#include "base/near.h"
#include "deck/config.h"
#include "deck/sync.h"
#include "sys/file.h"
#include "sys/yaml.h"

/* One definition on its way from the tree. */
struct reading {
    struct definition *out;
    const struct yaml_doc *doc;
    struct slice folder;      /* of the definition */
    const char *const *kinds; /* words that name some; NULL: any */
    struct diags *diags;
};

static const char *copy(struct arena *arena, struct str *text)
{
    const char *at = arena_copy(arena, str_slice(text)).at;

    str_release(text);
    return at;
}

static void add_notes(struct reading *r, const struct yaml *node)
{
    struct arena *arena = &r->out->arena;
    const char *folder = arena_copy(arena, r->folder).at;
    struct str path = STR_EMPTY;
    struct slice name;

    if (yaml_text(r->doc, node, &name, r->diags) < 0)
        return;
    path_join(&path, folder, name);
    r->out->notes[r->out->nnotes++] = copy(arena, &path);
}

/* One path, or a list of them. */
static void read_notes(struct reading *r, const struct yaml *node)
{
    size_t n = node->kind == YAML_LIST ? node->n : 1;

    r->out->notes = arena_new_array(&r->out->arena, n, sizeof *r->out->notes);
    if (node->kind != YAML_LIST)
        add_notes(r, node);
    else
        for (const struct yaml *one = node->first; one != NULL;
             one = one->next)
            add_notes(r, one);
}

/* --- settings ------------------------------------------------------------ */

static bool is_among(const char *const *words, struct slice word)
{
    for (; *words != NULL; words++)
        if (slice_is(word, *words))
            return true;
    return false;
}

static struct slice in_capitals(struct arena *arena, struct slice word)
{
    char *out = arena_new(arena, word.len + 1);

    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        out[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return (struct slice){out, word.len};
}

/* One word of `kinds`, which stands at the node. */
static int check_kind(struct reading *r, const struct yaml *node,
                      struct slice word)
{
    struct slice id = in_capitals(&r->out->arena, word);
    struct near near = {.word = word}, near_id = {.word = id};

    if (r->kinds == NULL || word.len == 0 || is_among(r->kinds, word) ||
        is_among(r->kinds, id))
        return 0;
    for (const char *const *known = r->kinds; *known != NULL; known++) {
        near_try(&near, *known);
        near_try(&near_id, *known);
    }
    if (near.best == NULL)
        near = near_id;
    yaml_complain(r->doc, node, DIAG_ERROR, "setting", r->diags,
                  "`%.*s` is no kind or topic of problems; %s%s",
                  SLICE_FMT(slice_sub(word, 0, 40)),
                  near.best != NULL ? "did you mean " : "pagein quiz --list",
                  near.best != NULL ? near.best : " shows them");
    return -1;
}

static int check_kinds(struct reading *r, const struct yaml *node)
{
    struct slice text, word;
    int rc = 0;

    if (yaml_text(r->doc, node, &text, r->diags) < 0)
        return -1;
    while (rc == 0 && slice_line(&text, &word))
        rc = check_kind(r, node, slice_trim(word));
    return rc;
}

/* A list of words becomes one text, a word a line. */
static int list_text(struct reading *r, const struct yaml *node,
                     struct slice *out)
{
    struct str text = STR_EMPTY;
    struct slice word;
    int rc = 0;

    for (const struct yaml *n = node->first; n != NULL; n = n->next) {
        if (yaml_text(r->doc, n, &word, r->diags) < 0 ||
            check_kinds(r, n) < 0) {
            rc = -1;
            continue;
        }
        if (text.len > 0)
            str_putc(&text, '\n');
        str_put(&text, word);
    }
    if (rc == 0)
        *out = arena_copy(&r->out->arena, str_slice(&text));
    str_release(&text);
    return rc;
}

static int setting_text(struct reading *r, const char *name,
                        const struct yaml *node, struct slice *out)
{
    if (strcmp(name, "kinds") == 0 && node->kind == YAML_LIST)
        return list_text(r, node, out);
    if (strcmp(name, "kinds") == 0 && check_kinds(r, node) < 0)
        return -1;
    if (yaml_is_null(node) && strcmp(name, "exam") == 0) {
        *out = SLICE("none");
        return 0;
    }
    if (yaml_text(r->doc, node, out, r->diags) < 0)
        return -1;
    *out = arena_copy(&r->out->arena, *out);
    return 0;
}

static void read_setting(struct reading *r, const char *name,
                         const struct yaml *node)
{
    struct definition_setting s = {.name = name};
    struct err err;

    if (setting_text(r, name, node, &s.value) < 0)
        return;
    if (config_check(name, s.value, &err) < 0)
        yaml_complain(r->doc, node, DIAG_ERROR, "setting", r->diags, "%s",
                      err.text);
    else
        r->out->settings[r->out->nsettings++] = s;
}

static void read_root(struct reading *r)
{
    const char **keys =
        arena_new_array(&r->out->arena, config_nrows + 2, sizeof *keys);
    const struct yaml *root = r->doc->root, *node;

    if (root != NULL && yaml_want(r->doc, root, YAML_MAP, r->diags) < 0)
        return;
    keys[0] = "notes";
    for (size_t i = 0; i < config_nrows; i++)
        keys[i + 1] = config_rows[i].name;
    yaml_check_keys(r->doc, root, keys, r->diags);
    r->out->settings = arena_new_array(&r->out->arena, config_nrows,
                                       sizeof *r->out->settings);
    if ((node = yaml_find(root, "notes")) != NULL)
        read_notes(r, node);
    for (size_t i = 0; i < config_nrows; i++)
        if ((node = yaml_find(root, config_rows[i].name)) != NULL)
            read_setting(r, config_rows[i].name, node);
}

int definition_read(struct definition *out, const char *path,
                    const char *const *kinds, struct diags *diags,
                    struct err *err)
{
    struct definition d = {0};
    struct str text = STR_EMPTY;
    struct yaml_doc doc = {0};
    size_t before = diags->errors;
    int rc = -1;

    if (file_read(&text, path, YAML_BYTES_MAX, err) < 0)
        goto done;
    if (yaml_read(&doc, str_slice(&text), slice_from(path), 1, diags) == 0) {
        struct reading r = {&d, &doc, path_folder(slice_from(path)), kinds,
                            diags};

        read_root(&r);
    }
    if (diags->errors > before) {
        err_set(err, ERR_NOTES,
                "The deck definition %s has errors; nothing was imported.",
                path);
        goto done;
    }
    *out = d;
    d = (struct definition){0};
    rc = 0;
done:
    definition_release(&d);
    yaml_release(&doc);
    str_release(&text);
    return rc;
}

void definition_release(struct definition *definition)
{
    arena_release(&definition->arena);
    *definition = (struct definition){0};
}
