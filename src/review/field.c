#include "review/field.h"

#include "text/unicode.h"

void field_clear(struct field *f)
{
    str_clear(&f->text);
    f->at = 0;
}

void field_release(struct field *f)
{
    str_release(&f->text);
    f->at = 0;
}

/* The borders of graphemes around the cursor. */
static size_t border_after(const struct field *f, size_t at)
{
    struct slice rest = slice_skip(str_slice(&f->text), at);
    struct grapheme g;

    return grapheme_next(&rest, &g) ? at + g.bytes.len : at;
}

static size_t border_before(const struct field *f, size_t at)
{
    size_t from = 0, next;

    while (from < at && (next = border_after(f, from)) < at)
        from = next;
    return from;
}

static size_t word_before(const struct field *f, size_t at)
{
    while (at > 0 && f->text.at[at - 1] == ' ')
        at--;
    while (at > 0 && f->text.at[at - 1] != ' ')
        at--;
    return at;
}

/* Puts `bytes` in place of [from, to). */
static void replace(struct field *f, size_t from, size_t to,
                    struct slice bytes)
{
    struct str text = STR_EMPTY;

    str_put(&text, slice_sub(str_slice(&f->text), 0, from));
    str_put(&text, bytes);
    str_put(&text, slice_skip(str_slice(&f->text), to));
    str_swap(&f->text, &text);
    str_release(&text);
    f->at = from + bytes.len;
}

static void insert(struct field *f, uint32_t code)
{
    struct str bytes = STR_EMPTY;

    utf8_put(&bytes, code < ' ' || code == 0x7f ? ' ' : code);
    if (f->text.len + bytes.len <= FIELD_BYTES_MAX)
        replace(f, f->at, f->at, str_slice(&bytes));
    str_release(&bytes);
}

static bool control(struct field *f, uint32_t letter)
{
    if (letter == 'u')
        replace(f, 0, f->at, SLICE(""));
    else if (letter == 'w')
        replace(f, word_before(f, f->at), f->at, SLICE(""));
    else
        return false;
    return true;
}

bool field_key(struct field *f, struct key key)
{
    switch (key.code) {
    case KEY_TEXT:
        insert(f, key.text);
        return true;
    case KEY_CTRL:
        return control(f, key.text);
    case KEY_BACKSPACE:
        replace(f, border_before(f, f->at), f->at, SLICE(""));
        return true;
    case KEY_DELETE:
        replace(f, f->at, border_after(f, f->at), SLICE(""));
        return true;
    case KEY_LEFT:
        f->at = border_before(f, f->at);
        return true;
    case KEY_RIGHT:
        f->at = border_after(f, f->at);
        return true;
    case KEY_HOME:
        f->at = 0;
        return true;
    case KEY_END:
        f->at = f->text.len;
        return true;
    case KEY_ENTER:
    case KEY_TAB:
        if (key.pasted)
            insert(f, ' ');
        return key.pasted;
    default:
        return false;
    }
}
