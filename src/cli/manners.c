#include "cli/manners.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sys/file.h"
#include "sys/place.h"
#include "sys/yaml.h"

void manners_release(struct manners *manners)
{
    str_release(&manners->editor);
    str_release(&manners->deck);
    arena_release(&manners->arena);
    free(manners->keys);
}

static void take_color(struct manners *out, const struct yaml_doc *doc,
                       const struct yaml *node, struct diags *found)
{
    struct slice words = slice_from(option_rows[OPTION_COLOR].value), word;

    for (int i = 1; option_word(&words, &word); i++)
        if (node->kind == YAML_SCALAR && slice_eq(node->text, word)) {
            out->color = i;
            return;
        }
    yaml_complain(doc, node, DIAG_ERROR, "config", found,
                  "`color` is auto, always or never");
}

static void take_text(struct str *out, const struct yaml_doc *doc,
                      const struct yaml *node, struct diags *found)
{
    struct slice text;

    if (yaml_text(doc, node, &text, found) < 0)
        return;
    str_clear(out);
    str_put(out, text);
}

/* Keys that terminals and multiplexers live by can't be given away. */
static bool is_free(struct key key)
{
    return key.code != KEY_CTRL || strchr("abcsz", (int)key.text) == NULL;
}

/* Cuts the next key off; false when it is none, or none to give. */
static bool take_key(struct manners *out, struct slice *keys,
                     const char *action)
{
    struct slice rest = *keys, spelling;
    struct key key;

    key_next(&rest, &key);
    spelling = slice_range(keys->at, rest.at);
    if (slice_is(spelling, "<") || !is_free(key))
        return false;
    *keys = rest;
    out->keys =
        mem_grow(out->keys, out->nkeys, &out->keys_cap, sizeof *out->keys);
    out->keys[out->nkeys++] =
        (struct own_key){key, arena_copy(&out->arena, spelling).at, action};
    return true;
}

static void take_keys(struct manners *out, const struct yaml_doc *doc,
                      const struct yaml *map, struct diags *found)
{
    const char *actions[32] = {NULL};
    const struct yaml *node;
    struct slice keys;

    if (yaml_want(doc, map, YAML_MAP, found) < 0)
        return;
    for (size_t i = 0; i + 1 < sizeof actions / sizeof *actions; i++)
        if ((actions[i] = review_action(i)) == NULL)
            break;
    yaml_check_keys(doc, map, actions, found);
    for (size_t i = 0; actions[i] != NULL; i++) {
        node = yaml_find(map, actions[i]);
        if (node == NULL || yaml_text(doc, node, &keys, found) < 0)
            continue;
        while (keys.len > 0 && take_key(out, &keys, actions[i]))
            ;
        if (keys.len > 0)
            yaml_complain(doc, node, DIAG_ERROR, "config", found,
                          "%.*s is no key to choose; keys are letters and "
                          "signs, <Enter>, <Left>, <C-r> and so on",
                          SLICE_FMT(keys));
    }
}

static void take(struct manners *out, const struct yaml_doc *doc,
                 struct diags *found)
{
    static const char *const known[] = {"color", "plain", "editor",
                                        "deck",  "keys",  NULL};
    const struct yaml *node, *map = doc->root;

    if (map == NULL || yaml_want(doc, map, YAML_MAP, found) < 0)
        return;
    yaml_check_keys(doc, map, known, found);
    if ((node = yaml_find(map, "color")) != NULL)
        take_color(out, doc, node, found);
    if ((node = yaml_find(map, "plain")) != NULL)
        yaml_bool(doc, node, &out->plain, found);
    if ((node = yaml_find(map, "editor")) != NULL)
        take_text(&out->editor, doc, node, found);
    if ((node = yaml_find(map, "deck")) != NULL)
        take_text(&out->deck, doc, node, found);
    if ((node = yaml_find(map, "keys")) != NULL)
        take_keys(out, doc, node, found);
}

int manners_read(struct manners *out, struct diags *found, struct err *err)
{
    struct str path = STR_EMPTY, text = STR_EMPTY;
    struct yaml_doc doc;
    int rc = 0;

    *out = (struct manners){.editor = STR_EMPTY, .deck = STR_EMPTY};
    place_config(&path);
    str_puts(&path, "/config.yaml");
    if (!file_stat_of(path.at).exists)
        goto done;
    rc = file_read(&text, path.at, YAML_BYTES_MAX, err);
    if (rc < 0)
        goto done;
    if (yaml_read(&doc, str_slice(&text), str_slice(&path), 1, found) == 0) {
        take(out, &doc, found);
        yaml_release(&doc);
    }
done:
    str_release(&text);
    str_release(&path);
    return rc;
}

void manners_apply(const struct manners *manners, struct args *args)
{
    const char *plain = getenv("PAGEIN_PLAIN");

    if (args->color == COLOR_UNSET)
        args->color = manners->color;
    if (manners->plain || (plain != NULL && *plain != '\0'))
        args->plain = true;
    if (args->deck == NULL && manners->deck.len > 0)
        args->deck = manners->deck.at;
    if (manners->editor.len > 0 && getenv("VISUAL") == NULL)
        setenv("EDITOR", manners->editor.at, false);
}
