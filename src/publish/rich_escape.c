/* Text that must not be taken for anything else: by HTML, by XML, and in a
 * field of an Anki note by Anki. */
#include "publish/rich_escape.h"

#include "text/plain.h"
#include "text/unicode.h"

/* A control character as its picture; what XML forbids as U+FFFD. Other
 * characters as they are. */
static size_t put_character(struct str *out, struct slice text)
{
    size_t len;
    uint32_t code = utf8_next(text, &len);

    if (code == '\n' || code == '\t')
        str_putc(out, (char)code);
    else if (code < 0x20)
        utf8_put(out, 0x2400 + code);
    else if (code == 0x7f)
        utf8_put(out, 0x2421);
    else if (code == 0xfffe || code == 0xffff)
        utf8_put(out, 0xfffd);
    else
        utf8_put(out, code);
    return len;
}

static const char *html_entity(char c)
{
    return c == '&'   ? "&amp;"
           : c == '<' ? "&lt;"
           : c == '>' ? "&gt;"
           : c == '"' ? "&quot;"
                      : NULL;
}

/* What somebody would obey. */
static const bool html_special[128] = {
    ['&'] = true,
    ['<'] = true,
    ['>'] = true,
    ['"'] = true,
};
static const bool anki_special[128] = {
    ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true,  ['{'] = true,
    ['}'] = true, [':'] = true, ['['] = true, ['\\'] = true,
};

/* How many bytes from the start are nothing special. */
static size_t harmless(struct slice text, const bool special[128])
{
    size_t n = 0;

    while (n < text.len && plain_byte(text.at[n]) &&
           !special[(unsigned char)text.at[n]])
        n++;
    return n;
}

void rich_escape(struct str *out, struct slice text)
{
    while (text.len > 0) {
        size_t n = harmless(text, html_special);
        const char *entity;

        str_put(out, slice_sub(text, 0, n));
        text = slice_skip(text, n);
        if (text.len == 0)
            break;
        entity = html_entity(text.at[0]);
        if (entity != NULL)
            str_puts(out, entity);
        text =
            slice_skip(text, entity != NULL ? 1 : put_character(out, text));
    }
}

/* --- what Anki would obey ---------------------------------------------- */

/* [sound:, [latex], [$], [$$], [[type:, [anki: and their kin. */
static bool begins_directive(char next)
{
    return next == '\0' || strchr("slat$[", next) != NULL;
}

static bool is_bracket(char c)
{
    return c == '(' || c == ')' || c == '[' || c == ']';
}

/* The entity that a character must be in Anki's eyes, or NULL. Anki looks for
 * marks in the text before entities are decoded, so one character of each
 * pair is enough. At the end of a piece nobody knows what follows: there the
 * worst is taken to come. */
static const char *anki_entity(struct slice text, enum rich_within within,
                               int depth, char before)
{
    char next = text.len > 1 ? text.at[1] : '\0';

    switch (text.at[0]) {
    case '{': /* {{c1:: */
        return next == '{' || next == '\0' ? "&#123;" : NULL;
    case '}':
        return depth > 0 && (next == '}' || next == '\0') ? "&#125;" : NULL;
    case ':': /* :: before a hint; image-occlusion: at the beginning */
        return depth > 0 && (before == ':' || before == '\0' ||
                             before == 'n' || next == '\0')
                   ? "&#58;"
                   : NULL;
    case '[':
        return begins_directive(next) ? "&#91;" : NULL;
    case '\\': /* \( in code, up to a \) behind it, would lose its tags */
        return within == RICH_WITHIN_CODE ? "&#92;" : NULL;
    default:
        return NULL;
    }
}

/* What stands between backslash and bracket would become a formula. */
static size_t put_backslash(struct str *out, struct slice text)
{
    str_puts(out, "<span class=\"mathjax_ignore tex2jax_ignore\">&#92;");
    str_puts(out, text.at[1] == '[' ? "&#91;" : (char[]){text.at[1], '\0'});
    str_puts(out, "</span>");
    return 2;
}

static size_t put_special(struct str *out, struct slice text,
                          enum rich_within within, int depth, char before)
{
    const char *entity = html_entity(text.at[0]);

    if (text.at[0] == '\\' && within == RICH_WITHIN_TEXT && text.len > 1 &&
        is_bracket(text.at[1]))
        return put_backslash(out, text);
    if (entity == NULL)
        entity = anki_entity(text, within, depth, before);
    if (entity == NULL)
        return put_character(out, text);
    str_puts(out, entity);
    return 1;
}

void rich_escape_anki(struct str *out, struct slice text,
                      enum rich_within within, int depth)
{
    struct slice rest = text;

    while (rest.len > 0) {
        size_t n = harmless(rest, anki_special);

        str_put(out, slice_sub(rest, 0, n));
        rest = slice_skip(rest, n);
        if (rest.len > 0) {
            char before = rest.at > text.at ? rest.at[-1] : '\0';

            rest = slice_skip(rest,
                              put_special(out, rest, within, depth, before));
        }
    }
}
