#include "publish/anki_in_template.h"

enum { NEST_MAX = 32 };

/* --- fields ------------------------------------------------------------- */

bool anki_field_blank(struct slice field)
{
    static const char *const nothing[] = {
        "<br>", "<br/>", "<br />", "<div>", "</div>",
        " ",    "\n",    "\t",     "\r",    "&nbsp;",
    };
    bool more = true;

    while (field.len > 0 && more) {
        more = false;
        for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
            struct slice word = slice_from(nothing[i]);

            if (slice_has_prefix(field, word)) {
                field = slice_skip(field, word.len);
                more = true;
            }
        }
    }
    return field.len == 0;
}

/* The index of a field, nfields when there is none of that name. */
static size_t find(const struct anki_type *type, struct slice name)
{
    size_t i = 0;

    while (i < type->nfields && !slice_eq(type->fields[i], name))
        i++;
    return i;
}

static bool is_special(struct slice name)
{
    static const char *const names[] = {
        "FrontSide", "Tags", "Type",     "Deck",
        "Subdeck",   "Card", "CardFlag", "CardID",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_is(name, names[i]))
            return true;
    return false;
}

/* "{{#c1}}" asks whether the card at hand is that of cloze 1: it may be. */
static bool is_filled(const struct anki_render *r, struct slice name)
{
    size_t i = find(r->type, name);

    if (i < r->type->nfields)
        return !anki_field_blank(r->fields[i]);
    return r->type->cloze && name.len > 1 && name.at[0] == 'c' &&
           name.at[1] >= '0' && name.at[1] <= '9';
}

/* "type:cloze:Text": filters, the last first, and the field. */
static void put_field(struct str *out, struct anki_render *r,
                      struct slice tag)
{
    bool cloze = false, later = false;
    struct slice rest = tag;
    size_t colon, i;

    while ((colon = slice_find(rest, 0, SLICE(":"))) < rest.len &&
           find(r->type, rest) == r->type->nfields) {
        struct slice filter = slice_trim(slice_sub(rest, 0, colon));

        cloze |= slice_is(filter, "cloze");
        later |= slice_is(filter, "type") || slice_is(filter, "hint");
        rest = slice_trim(slice_skip(rest, colon + 1));
    }
    i = find(r->type, rest);
    if (i == r->type->nfields || is_special(rest))
        return;
    if (later && !cloze && r->question)
        return;
    if (r->used != NULL && !anki_field_blank(r->fields[i]))
        r->used[i] = true;
    if (r->cloze != NULL && cloze)
        r->cloze[i] = true;
    if (r->leave == NULL || !r->leave[i])
        str_put(out, r->fields[i]);
}

/* --- the template ------------------------------------------------------- */

/* What of a template counts: conditions that are open, and how many of them
 * do not hold. */
struct state {
    bool holds[NEST_MAX];
    int depth, failed, over;
};

static void open_condition(struct state *s, bool holds)
{
    if (s->depth == NEST_MAX) {
        s->over++;
        return;
    }
    s->holds[s->depth++] = holds;
    s->failed += !holds;
}

static void close_condition(struct state *s)
{
    if (s->over > 0)
        s->over--;
    else if (s->depth > 0)
        s->failed -= !s->holds[--s->depth];
}

static void put_tag(struct str *out, struct anki_render *r, struct state *s,
                    struct slice tag)
{
    struct slice name;

    tag = slice_trim(tag);
    name = tag.len > 0 ? slice_trim(slice_skip(tag, 1)) : tag;
    if (tag.len == 0)
        return;
    if (tag.at[0] == '#')
        open_condition(s, is_filled(r, name));
    else if (tag.at[0] == '^')
        open_condition(s, !is_filled(r, name));
    else if (tag.at[0] == '/')
        close_condition(s);
    else if (s->failed == 0)
        put_field(out, r, tag);
}

/* Are there words between the tags? */
static bool has_words(struct slice text)
{
    bool inside = false;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (c == '<')
            inside = true;
        else if (!inside && ((c >= 'a' && c <= 'z') ||
                             (c >= 'A' && c <= 'Z') || (c & 0x80) != 0))
            return true;
        if (c == '>')
            inside = false;
    }
    return false;
}

void anki_render(struct str *out, struct anki_render *r, struct slice text)
{
    struct state state = {.depth = 0};
    size_t at = 0;

    while (at < text.len) {
        size_t tag = slice_find(text, at, SLICE("{{"));
        size_t end = slice_find(text, tag, SLICE("}}"));
        struct slice words;

        if (end == text.len)
            tag = text.len;
        words = slice_sub(text, at, tag - at);
        if (state.failed == 0) {
            str_put(out, words);
            r->words |= has_words(words);
        }
        if (tag == text.len)
            return;
        put_tag(out, r, &state, slice_sub(text, tag + 2, end - tag - 2));
        at = end + 2;
    }
}
