/* The items of a blueprint. */
#include "base/near.h"
#include "exam/blueprint_inside.h"
#include "exam/exam.h"

/* --- what an item is of ------------------------------------------------- */

static void near_words(struct reading *r, const struct yaml *node,
                       const char *what, const struct near *near)
{
    yaml_complain(r->doc, node, DIAG_ERROR, "blueprint", r->diags,
                  "no %s is called \"%.*s\"%s%s%s; pagein quiz --list shows "
                  "them",
                  what, SLICE_FMT(slice_sub(node->text, 0, 60)),
                  near->best != NULL ? " (\"" : "",
                  near->best != NULL ? near->best : "",
                  near->best != NULL ? "\"?)" : "");
}

static int read_kind(struct reading *r, const struct yaml *node,
                     struct entry *entry)
{
    struct near near = {.word = node->text};

    entry->what = ENTRY_KIND;
    if (yaml_want(r->doc, node, YAML_SCALAR, r->diags) < 0)
        return -1;
    entry->kind = kind_find(node->text);
    if (entry->kind != NULL)
        return 0;
    for (size_t i = 0; i < nkinds; i++)
        near_try(&near, kinds[i]->id);
    near_words(r, node, "kind of problem", &near);
    return -1;
}

static int read_topic(struct reading *r, const struct yaml *node,
                      struct entry *entry)
{
    struct near near = {.word = node->text};

    entry->what = ENTRY_TOPIC;
    if (yaml_want(r->doc, node, YAML_SCALAR, r->diags) < 0)
        return -1;
    if (slice_is(node->text, "all")) {
        entry->topic = "all";
        return 0;
    }
    for (size_t i = 0; i < nkinds; i++) {
        near_try(&near, kinds[i]->topic);
        if (slice_is(node->text, kinds[i]->topic)) {
            entry->topic = kinds[i]->topic;
            return 0;
        }
    }
    near_words(r, node, "topic", &near);
    return -1;
}

static int read_cloze(struct reading *r, const struct yaml *node,
                      struct entry *entry)
{
    entry->what = ENTRY_CLOZE;
    if (yaml_text(r->doc, node, &entry->selection, r->diags) < 0)
        return -1;
    entry->selection = slice_is(entry->selection, "all")
                           ? (struct slice){0}
                           : arena_copy(&r->out->arena, entry->selection);
    return 0;
}

static int read_pin(struct reading *r, const struct yaml *node,
                    struct entry *entry)
{
    entry->what = ENTRY_PIN;
    if (blueprint_code(r, node, &entry->pin) < 0)
        return -1;
    entry->kind = kind_of_number(entry->pin.kind);
    entry->level = entry->pin.level;
    return 0;
}

static const struct {
    const char *key;
    int (*read)(struct reading *r, const struct yaml *node,
                struct entry *entry);
} sources[] = {
    {"kind", read_kind},
    {"topic", read_topic},
    {"cloze", read_cloze},
    {"pin", read_pin},
};

/* Exactly one of them. */
static int read_source(struct reading *r, const struct yaml *node,
                       struct entry *entry)
{
    const struct yaml *at = NULL;
    int rc = -1, n = 0;

    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if ((at = yaml_find(node, sources[i].key)) != NULL && n++ == 0)
            rc = sources[i].read(r, at, entry);
    return n == 1 ? rc
                  : blueprint_complain(
                        r, node, "blueprint",
                        "an item has one of `kind`, `topic`, `cloze` "
                        "and `pin`");
}

/* --- items -------------------------------------------------------------- */

static bool topic_has_level(const struct entry *entry)
{
    for (size_t i = 0; i < nkinds; i++)
        if ((strcmp(entry->topic, "all") == 0 ||
             strcmp(entry->topic, kinds[i]->topic) == 0) &&
            kind_has_level(kinds[i], entry->level))
            return true;
    return false;
}

static void check_level(struct reading *r, const struct yaml *node,
                        const struct entry *entry)
{
    bool has = true;

    if (entry->what == ENTRY_CLOZE || entry->what == ENTRY_PIN)
        blueprint_complain(r, node, "blueprint",
                           "`level` is for items of a kind or a topic");
    else if (entry->what == ENTRY_KIND)
        has = kind_has_level(entry->kind, entry->level);
    else
        has = topic_has_level(entry);
    if (!has)
        yaml_complain(r->doc, node, DIAG_ERROR, "blueprint", r->diags,
                      "%s has no level %d",
                      entry->kind != NULL ? entry->kind->id : entry->topic,
                      entry->level);
}

static void read_level(struct reading *r, const struct yaml *node,
                       struct entry *entry)
{
    const struct yaml *level = yaml_find(node, "level");
    int64_t n;

    if (level == NULL || yaml_int(r->doc, level, 1, LEVELS, &n, r->diags) < 0)
        return;
    if (entry->what != ENTRY_PIN)
        entry->level = (int)n;
    check_level(r, level, entry);
}

static void read_item(struct reading *r, const struct yaml *node,
                      const struct entry *usual, struct entry *entry)
{
    static const char *const keys[] = {
        "kind",   "topic", "cloze",  "pin",        "level", "count",
        "points", "lines", "choice", "page break", NULL};

    *entry = *usual;
    entry->line = node->line;
    entry->col = node->col;
    if (yaml_want(r->doc, node, YAML_MAP, r->diags) < 0)
        return;
    yaml_check_keys(r->doc, node, keys, r->diags);
    if (read_source(r, node, entry) == 0)
        read_level(r, node, entry);
    blueprint_number(r, node, "count", 1, ITEMS_MAX, &entry->count);
    if (entry->what == ENTRY_PIN && entry->count > 1)
        blueprint_complain(r, yaml_find(node, "count"), "blueprint",
                           "a pinned problem is asked once");
    blueprint_points(r, node, &entry->points);
    blueprint_number(r, node, "lines", 0, LINES_MAX, &entry->lines);
    blueprint_bool(r, node, "choice", &entry->choice);
    blueprint_bool(r, node, "page break", &entry->page_break);
    r->out->nitems += entry->count;
}

void blueprint_items(struct reading *r, const struct yaml *root,
                     const struct entry *usual)
{
    const struct yaml *items = yaml_find(root, "items");
    struct entry *entries;

    if (items == NULL || items->kind != YAML_LIST || items->n == 0) {
        blueprint_complain(r, items != NULL ? items : root, "blueprint",
                           "an exam needs `items`, a list of what it asks");
        return;
    }
    entries = arena_new_array(&r->out->arena, items->n, sizeof *entries);
    for (const struct yaml *one = items->first; one != NULL; one = one->next)
        read_item(r, one, usual, &entries[r->out->nentries++]);
    r->out->entries = entries;
    if (r->out->nitems > ITEMS_MAX)
        blueprint_complain(
            r, items, "blueprint",
            "that is more than 200 items: make two exams of it");
}
