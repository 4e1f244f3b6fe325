#include <string.h>

#include "problem/read.h"
#include "publish/spell_inside.h"

enum { TURNED_MAX = 4 }; /* more members stand in their own order only */

/* How the members are written. */
static void put_member(struct str *out, const struct spelling *s,
                       uint64_t member, unsigned style)
{
    const struct part *reader = s->part->reader;
    struct value one = {.kind = VALUE_NUMBER, .number = num_of(member)};

    if (s->value.words)
        str_puts(out, word_rows[member].says);
    else if (style == 1 && reader->base == 16)
        str_printf(out, "0x%llx", (unsigned long long)member);
    else if (style == 2 && reader->base == 16)
        str_printf(out, "%0*llx", reader->digits, (unsigned long long)member);
    else if (style == 3 && reader->base == 16)
        str_printf(out, "%llx", (unsigned long long)member);
    else
        answer_put(out, reader, &one);
}

/* How a list is written, the usual ways first. */
static const struct way {
    const char *open, *between, *close;
    unsigned style;
} ways[] = {
    {"", ", ", "", 0},   {"", ",", "", 0},   {"", " ", "", 0},
    {"", ", ", "", 1},   {"", ", ", "", 2},  {"", ",", "", 1},
    {"", ",", "", 2},    {"", ", ", "", 3},  {"", ",", "", 3},
    {"{", ", ", "}", 0}, {"{", ",", "}", 0}, {"", "; ", "", 0},
    {"", ";", "", 0},    {"", " ", "", 1},
};

static void one_order(struct spelling *s, const struct way *way,
                      const uint64_t *at)
{
    struct str text = STR_EMPTY;

    str_puts(&text, way->open);
    for (unsigned i = 0; i < s->value.n; i++) {
        str_puts(&text, i > 0 ? way->between : "");
        put_member(&text, s, at[i], way->style);
    }
    str_puts(&text, way->close);
    spell_try(s, "%s", text.at);
    str_release(&text);
}

/* Every order of the members from `from` on. */
static void every_order(struct spelling *s, const struct way *way,
                        uint64_t *at, unsigned from)
{
    if (from + 1 >= s->value.n) {
        one_order(s, way, at);
        return;
    }
    for (unsigned i = from; i < s->value.n; i++) {
        uint64_t member = at[i];
        at[i] = at[from];
        at[from] = member;
        every_order(s, way, at, from + 1);
        at[from] = at[i];
        at[i] = member;
    }
}

void spell_members(struct spelling *s)
{
    static const char *const nothing[] = {"none", "{}", "nothing", "empty"};
    enum ask_kind kind = s->part->reader->kind;
    bool ordered = kind == ASK_LIST || kind == ASK_ORDER;
    uint64_t at[MEMBERS_MAX];

    for (size_t i = 0; s->value.n == 0 && i < 4; i++)
        spell_try(s, "%s", nothing[i]);
    if (s->value.n == 1 && !s->value.words)
        spell_number(s, num_of(s->value.at[0]));
    if (s->value.n > 0)
        memcpy(at, s->value.at, s->value.n * sizeof *at);
    for (size_t w = 0; s->value.n > 0 && w < sizeof ways / sizeof *ways; w++)
        if (ordered || s->value.n > TURNED_MAX)
            one_order(s, &ways[w], at);
        else
            every_order(s, &ways[w], at, 0);
}
