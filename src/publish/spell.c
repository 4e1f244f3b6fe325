#include "publish/spell.h"

#include <string.h>

#include "problem/judge.h"
#include "problem/read.h"
#include "publish/spell_inside.h"
#include "text/unicode.h"

/* --- one list ----------------------------------------------------------- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_text(const char *a, const char *b)
{
    while (*a != '\0' && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return lower(*a) == lower(*b);
}

/* Whether it would be read as the letter of an option, "b" or "(b)". */
static bool names_option(const struct question_part *part, const char *text)
{
    size_t at = text[0] == '(';
    char c = lower(text[at]);

    return part->noptions > 0 && part->reader->noptions == 0 && c >= 'a' &&
           c < (char)('a' + part->noptions) &&
           (text[at + 1] == '\0' ||
            (strchr(").:", text[at + 1]) != NULL && text[at + 2] == '\0'));
}

static void add(struct spellings *s, const char *text)
{
    for (unsigned i = 0; i < s->n; i++)
        if (same_text(s->at[i], text))
            return;
    if (s->n < s->most)
        s->at[s->n++] = text;
}

/* --- what is read as it ------------------------------------------------- */

/* Text that is no number: letter case and blanks aside. */
static bool same_words(const char *a, const char *b)
{
    struct str one = STR_EMPTY, two = STR_EMPTY;
    bool same;

    text_fold(&one, slice_trim(slice_from(a)));
    text_fold(&two, slice_trim(slice_from(b)));
    same = slice_eq(str_slice(&one), str_slice(&two));
    str_release(&one);
    str_release(&two);
    return same;
}

bool spell_read(const struct question_part *part, const char *text,
                struct arena *arena, struct value *out)
{
    return answer_read(slice_from(text), part->reader, 0, arena, out, NULL) ==
           READ_OK;
}

bool spell_same(const struct question_part *part, const char *a,
                const char *b)
{
    struct arena arena = {0};
    struct value one, two;
    bool same;

    if (part->reader == NULL)
        return same_words(a, b);
    same = spell_read(part, a, &arena, &one) &&
           spell_read(part, b, &arena, &two) && value_eq(&one, &two);
    arena_release(&arena);
    return same;
}

bool spell_is_right(const struct question *q, unsigned i, const char *text)
{
    struct arena arena = {0};
    struct value value;
    bool right;

    if (q->parts[i].reader == NULL || q->problem == NULL)
        return spell_same(&q->parts[i], text, q->parts[i].key);
    right = spell_read(&q->parts[i], text, &arena, &value) &&
            judge_part(q->problem, i, &value);
    arena_release(&arena);
    return right;
}

void spell_try(struct spelling *s, const char *fmt, ...)
{
    struct arena scratch = {0};
    struct value read;
    const char *text;
    va_list ap;

    if (s->list.n == s->list.most)
        return;
    va_start(ap, fmt);
    text = arena_vprintf(s->list.arena, fmt, ap);
    va_end(ap);
    if (!names_option(s->part, text) &&
        spell_read(s->part, text, &scratch, &read) &&
        value_eq(&read, &s->value))
        add(&s->list, text);
    arena_release(&scratch);
}

/* --- words -------------------------------------------------------------- */

static void without_blanks(struct spelling *s, const char *text)
{
    struct str joined = STR_EMPTY;

    for (; *text != '\0'; text++)
        if (*text != ' ')
            str_putc(&joined, *text);
    spell_try(s, "%s", joined.at);
    str_release(&joined);
}

static void spell_word(struct spelling *s)
{
    const struct word_row *row = &word_rows[s->value.word];
    struct slice rest = slice_from(row->also);

    spell_try(s, "%s", row->says);
    while (rest.len > 0) {
        size_t end = slice_find(rest, 0, SLICE("|"));
        spell_try(s, "%.*s", (int)end, rest.at);
        rest = slice_skip(rest, end < rest.len ? end + 1 : end);
    }
    for (unsigned i = 0, n = s->list.n; i < n; i++)
        without_blanks(s, s->list.at[i]);
    for (unsigned i = 0, n = s->list.n; i < n; i++)
        spell_try(s, "%s!", s->list.at[i]);
}

/* --- all ---------------------------------------------------------------- */

static void spell_value(struct spelling *s)
{
    switch (s->value.kind) {
    case VALUE_NUMBER:
        spell_number(s, s->value.number);
        break;
    case VALUE_WORD:
        spell_word(s);
        break;
    case VALUE_LIST:
        spell_members(s);
        break;
    default:
        break;
    }
}

static struct spellings no_spellings(unsigned most, struct arena *arena)
{
    return (struct spellings){
        arena, arena_new_array(arena, most, sizeof(const char *)), 0, most};
}

/* A cloze's answer: platforms fold letter case, and here blanks. */
static void spell_text(struct spellings *list, const char *answer)
{
    struct str one = STR_EMPTY;
    bool blank = false;

    for (const char *c = answer; *c != '\0'; c++) {
        bool is_blank = *c == ' ' || *c == '\t' || *c == '\n';
        if (!(is_blank && blank))
            str_putc(&one, is_blank ? ' ' : *c);
        blank = is_blank;
    }
    add(list, arena_copy(list->arena, slice_trim(str_slice(&one))).at);
    str_release(&one);
}

struct spellings spell(const struct question_part *part, const char *answer,
                       unsigned most, struct arena *arena)
{
    struct spelling s = {.part = part, .list = no_spellings(most, arena)};

    if (part->reader == NULL) {
        spell_text(&s.list, answer);
        return s.list;
    }
    add(&s.list, arena_copy(arena, slice_from(answer)).at);
    if (spell_read(part, answer, arena, &s.value))
        spell_value(&s);
    return s.list;
}

/* --- parts where any value that works is right -------------------------- */

enum { TRIED = 1 << 16 };

/* How many values may be tried: all that have so many digits. */
static uint64_t tried(const struct part *reader)
{
    uint64_t n = 1;

    for (unsigned i = 0; i < reader->digits && n < TRIED; i++)
        n *= reader->base;
    return reader->digits == 0 || n > TRIED ? TRIED : n;
}

struct spellings spell_key(const struct question *q, unsigned i,
                           struct arena *arena, bool *whole)
{
    const struct question_part *part = &q->parts[i];
    struct spellings list, one;
    const struct kind *kind;
    unsigned found = 0;

    *whole = part->reader == NULL || !part->reader->property;
    list = spell(part, part->key, *whole ? SPELL_KEY : SPELL_OPEN, arena);
    if (*whole || q->problem == NULL || q->problem->kind->works == NULL)
        return list;
    kind = q->problem->kind;
    for (uint64_t n = 0; n < tried(part->reader) && found < SPELL_OPEN; n++) {
        struct value v = {.kind = VALUE_NUMBER, .number = num_of(n)};
        struct str text = STR_EMPTY;

        if (!kind->works(q->problem->params, i, &v))
            continue;
        found++;
        answer_put(&text, part->reader, &v);
        one = spell(part, text.at, 4, arena);
        for (unsigned k = 0; k < one.n; k++)
            add(&list, one.at[k]);
        str_release(&text);
    }
    *whole = found > 0 && list.n < list.most;
    return list;
}
