#include "note/front.h"

#include <stdlib.h>

#include "base/str.h"
#include "sys/yaml.h"

/* A line of front matter: a word and a colon. */
static bool is_key(struct slice line)
{
    size_t n = 0;

    while (n < line.len && line.at[n] > ' ' && line.at[n] != ':')
        n++;
    return n > 0 && n < line.len && line.at[n] == ':' &&
           (n + 1 == line.len || line.at[n + 1] == ' ' ||
            line.at[n + 1] == '\t');
}

static bool is_fence(struct slice line, bool first)
{
    while (line.len > 0 &&
           (line.at[line.len - 1] == ' ' || line.at[line.len - 1] == '\t'))
        line.len--;
    return slice_is(line, "---") || (!first && slice_is(line, "..."));
}

/* Does the text begin with front matter? *yaml gets what stands in it, *end
 * where it ends; *end is 0 when it does not end. */
static bool find_front(struct slice text, struct slice *yaml, size_t *end)
{
    struct slice rest = text, line, at;

    if (!slice_line(&rest, &line) || !is_fence(line, true))
        return false;
    yaml->at = rest.at;
    at = rest;
    while (slice_line(&at, &line) &&
           (slice_trim(line).len == 0 || line.at[0] == '#'))
        ;
    if (!is_key(line) && !is_fence(line, false))
        return false;
    *end = 0;
    while (at = rest, slice_line(&rest, &line))
        if (is_fence(line, false)) {
            *yaml = slice_range(yaml->at, at.at);
            *end = (size_t)(rest.at - text.at);
            return true;
        }
    return true;
}

/* --- what it says ------------------------------------------------------- */

struct reader {
    struct front *front;
    struct source *source;
    struct arena *arena;
    struct yaml_doc doc;
    size_t tags_cap;
};

static void complain(struct reader *r, const struct yaml *at,
                     const char *rule, const char *what)
{
    r->source->failed = true;
    yaml_complain(&r->doc, at, DIAG_ERROR, rule, r->source->diags, "%s",
                  what);
}

static bool has_control(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f)
            return true;
    return false;
}

static void add_tag(struct reader *r, const struct yaml *at, struct slice tag)
{
    struct front *f = r->front;
    char *text;

    tag = slice_trim(tag);
    if (tag.len > 0 && tag.at[0] == '#')
        tag = slice_skip(tag, 1);
    if (tag.len == 0)
        return;
    if (tag.len > FRONT_TAG_MAX || has_control(tag)) {
        complain(r, at, "front-tags",
                 tag.len > FRONT_TAG_MAX ? "a tag of more than 100 bytes"
                                         : "a tag with a control character");
        return;
    }
    if (f->ntags == FRONT_TAGS_MAX) {
        complain(r, at, "front-tags", "more than 100 tags");
        return;
    }
    tag = arena_copy(r->arena, tag);
    text = (char *)tag.at;
    for (size_t i = 0; i < tag.len; i++)
        if (text[i] == ' ')
            text[i] = '-';
    f->tags[f->ntags++] = tag;
}

/* "a, b c" or, without a comma, "a b". */
static void split_tags(struct reader *r, const struct yaml *at)
{
    struct slice rest = at->text;
    bool commas = rest.len > 0 && memchr(rest.at, ',', rest.len) != NULL;

    for (size_t end; rest.len > 0; rest = slice_skip(rest, end)) {
        end = slice_find(rest, 0, commas ? SLICE(",") : SLICE(" "));
        add_tag(r, at, slice_sub(rest, 0, end));
        end += end < rest.len;
    }
}

static int by_bytes(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static void read_tags(struct reader *r, const struct yaml *node)
{
    struct front *f = r->front;
    size_t kept = 0;

    f->tags = arena_new_array(r->arena, FRONT_TAGS_MAX, sizeof *f->tags);
    if (node->kind == YAML_MAP)
        complain(r, node, "front-tags", "`tags` is a list of words");
    if (node->kind == YAML_SCALAR && !yaml_is_null(node))
        split_tags(r, node);
    if (node->kind == YAML_LIST)
        for (const struct yaml *c = node->first; c != NULL; c = c->next) {
            if (c->kind == YAML_SCALAR)
                add_tag(r, c, c->text);
            else
                complain(r, c, "front-tags", "a tag is one word");
        }
    if (f->ntags > 0)
        qsort(f->tags, f->ntags, sizeof *f->tags, by_bytes);
    for (size_t i = 0; i < f->ntags; i++)
        if (kept == 0 || !slice_eq(f->tags[kept - 1], f->tags[i]))
            f->tags[kept++] = f->tags[i];
    f->ntags = kept;
}

static void read_deck(struct reader *r, const struct yaml *node)
{
    if (yaml_is_null(node))
        return;
    if (node->kind != YAML_SCALAR || has_control(node->text) ||
        node->text.len > FRONT_DECK_MAX)
        complain(r, node, "front-deck",
                 "`deck` is a name of at most 200 bytes on one line");
    else
        r->front->deck = arena_copy(r->arena, slice_trim(node->text));
}

static void read_others(struct reader *r, const struct yaml *node)
{
    static const struct {
        const char *word;
        enum note_others others;
    } words[] = {{"show", OTHERS_SHOW},
                 {"hide", OTHERS_LATER},
                 {"hide-all", OTHERS_ALL}};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (node->kind == YAML_SCALAR &&
            slice_is(node->text, words[i].word)) {
            r->front->others = words[i].others;
            return;
        }
    complain(r, node, "front-others",
             "`others` is show, hide (those that come later) or hide-all");
}

static const struct key {
    const char *name;
    void (*read)(struct reader *r, const struct yaml *node);
} keys[] = {
    {"tags", read_tags}, {"deck", read_deck}, {"others", read_others}};

static void read_keys(struct reader *r)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct yaml *node = yaml_find(r->doc.root, keys[i].name);

        if (node != NULL)
            keys[i].read(r, node);
    }
}

void front_read(struct front *out, struct source *source, struct arena *arena)
{
    struct reader r = {.front = out, .source = source, .arena = arena};
    struct slice yaml = {0};

    *out = (struct front){0};
    if (!find_front(source->text, &yaml, &out->end))
        return;
    if (out->end == 0) {
        source_find_at(source, DIAG_ERROR, "front-open", 0,
                       "this front matter is not closed: write --- on a "
                       "line of its own behind it");
    } else if (yaml_read(&r.doc, yaml, source->name, 2, source->diags) < 0) {
        source->failed = true;
    } else {
        read_keys(&r);
        yaml_release(&r.doc);
    }
}
