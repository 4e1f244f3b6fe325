#include "problem/word.h"

const struct word_row word_rows[WORDS] = {
    [WORD_NONE_OF] = {"", ""},
#define WORD(name, says, also) [WORD_##name] = {says, also},
#include "problem/words.def"
#undef WORD
};

static char letter(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                   c == '?'
               ? c
               : '\0';
}

/* The next letter that counts, '\0' at the end. */
static char next(struct slice *s)
{
    while (s->len > 0) {
        char c = letter(s->at[0]);
        *s = slice_skip(*s, 1);
        if (c != '\0')
            return c;
    }
    return '\0';
}

static bool same(struct slice a, struct slice b)
{
    char c, d;

    do {
        c = next(&a);
        d = next(&b);
    } while (c == d && c != '\0');
    return c == d;
}

static bool is_blank(struct slice s)
{
    return next(&s) == '\0';
}

static bool says(struct slice text, const struct word_row *row)
{
    struct slice rest = slice_from(row->also);

    if (same(text, slice_from(row->says)))
        return true;
    while (rest.len > 0) {
        size_t end = slice_find(rest, 0, SLICE("|"));
        if (same(text, slice_sub(rest, 0, end)))
            return true;
        rest = slice_skip(rest, end < rest.len ? end + 1 : end);
    }
    return false;
}

enum word word_find(struct slice text, const enum word *among, size_t n)
{
    enum word found = WORD_NONE_OF;

    if (is_blank(text))
        return WORD_NONE_OF;
    for (size_t i = 0; i < n; i++) {
        if (!says(text, &word_rows[among[i]]))
            continue;
        if (found != WORD_NONE_OF)
            return WORD_NONE_OF;
        found = among[i];
    }
    return found;
}
