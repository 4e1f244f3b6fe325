/* How the parts of a form are called: 2.2. */
#include "exam/attempt_inside.h"

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool number(struct slice *text, unsigned *out)
{
    unsigned n = 0;
    size_t i = 0;

    while (i < text->len && i < 4 && digit(text->at[i]))
        n = 10 * n + (unsigned)(text->at[i++] - '0');
    *text = slice_skip(*text, i);
    *out = n;
    return i > 0 && n > 0;
}

bool attempt_part(struct slice text, int *part)
{
    unsigned n;

    text = slice_trim(text);
    if (text.len > 0 && text.at[0] == '.')
        text = slice_skip(text, 1);
    if (text.len > 2 && text.at[0] == '(' && text.at[text.len - 1] == ')')
        text = slice_sub(text, 1, text.len - 2);
    if (text.len == 1 && (text.at[0] | 0x20) >= 'a' &&
        (text.at[0] | 0x20) < 'a' + PARTS_MAX) {
        *part = (text.at[0] | 0x20) - 'a';
        return true;
    }
    if (!number(&text, &n) || text.len > 0 || n > PARTS_MAX)
        return false;
    *part = (int)n - 1;
    return true;
}

bool attempt_place(struct slice text, unsigned *item, int *part)
{
    unsigned n;

    text = slice_trim(text);
    if (text.len > 0 && (text.at[0] == 'Q' || text.at[0] == 'q'))
        text = slice_skip(text, 1);
    if (!number(&text, &n))
        return false;
    *part = -1;
    if (text.len > 0 && !attempt_part(text, part))
        return false;
    *item = n - 1;
    return true;
}

void attempt_place_put(struct str *out, const struct question *q,
                       unsigned part)
{
    str_printf(out, "%u", q->number);
    if (q->nparts > 1)
        str_printf(out, ".%u", part + 1);
}
