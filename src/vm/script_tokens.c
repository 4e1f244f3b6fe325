/* A line cut into tokens. */
#include <stdarg.h>
#include <stdio.h>

#include "base/str.h"
#include "vm/numeral.h"
#include "vm/script_inside.h"

bool words_fail(struct parser *p, size_t at, const char *rule,
                const char *fmt, ...)
{
    char text[512];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    diags_add(p->found, DIAG_ERROR, rule, p->file, p->number, at + 1,
              p->source, "%s", text);
    p->now = (struct token){.kind = TOKEN_BAD, .at = at};
    return false;
}

static bool is_letter(char c)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_decimal(char c)
{
    return c >= '0' && c <= '9';
}

/* One inside of a word; heap-8 is a difference. */
static bool is_hyphen(struct slice line, size_t at)
{
    return line.at[at] == '-' && at + 1 < line.len &&
           is_letter(line.at[at + 1]);
}

static void read_word(struct parser *p, size_t at)
{
    size_t end = at;

    while (end < p->line.len &&
           (is_letter(p->line.at[end]) || is_decimal(p->line.at[end]) ||
            is_hyphen(p->line, end)))
        end++;
    p->now = (struct token){.kind = TOKEN_WORD,
                            .at = at,
                            .text = slice_sub(p->line, at, end - at)};
}

static void read_number(struct parser *p, size_t at)
{
    const char *why = NULL;
    uint64_t value = 0;
    size_t used = numeral_read(slice_skip(p->line, at), &value, &why);

    if (used == 0) {
        words_fail(p, at, "number", "%s", why);
        return;
    }
    p->now = (struct token){.kind = TOKEN_NUMBER,
                            .at = at,
                            .text = slice_sub(p->line, at, used),
                            .number = value};
}

/* The byte that \n, \t, \0, \\, \" or \x41 stands for; -1 for others. */
static int escaped(struct slice text, size_t *at)
{
    static const char letters[] = "nt0\\\"", bytes[] = "\n\t\0\\\"";
    const char *hit;

    if (*at >= text.len)
        return -1;
    if (text.at[*at] == 'x' && *at + 2 < text.len &&
        numeral_digit(text.at[*at + 1]) >= 0 &&
        numeral_digit(text.at[*at + 2]) >= 0) {
        *at += 3;
        return numeral_digit(text.at[*at - 2]) << 4 |
               numeral_digit(text.at[*at - 1]);
    }
    hit = memchr(letters, text.at[*at], sizeof letters - 1);
    if (hit == NULL)
        return -1;
    ++*at;
    return (unsigned char)bytes[hit - letters];
}

/* From the quote on to the next. */
static void read_text(struct parser *p, size_t from)
{
    struct str text = STR_EMPTY;
    size_t at = from + 1;
    bool good = true;

    while (good && at < p->line.len && p->line.at[at] != '"') {
        int c = (unsigned char)p->line.at[at++];
        if (c == '\\' && (c = escaped(p->line, &at)) < 0)
            good = words_fail(p, at - 1, "text",
                              "in a text a \\ stands before n, t, 0, x41, "
                              "\\ or \"");
        else
            str_putc(&text, (char)c);
    }
    if (good && at >= p->line.len)
        good = words_fail(p, from, "text", "this text is never closed by \"");
    if (good)
        p->now = (struct token){
            .kind = TOKEN_TEXT,
            .at = from,
            .text = arena_copy(&p->script->arena, str_slice(&text)),
            .number = at + 1};
    str_release(&text);
}

static void read_sign(struct parser *p, size_t at)
{
    static const char *const signs[] = {
        "..", "==", "!=", "<=", ">=", "+", "-",
        "[",  "]",  ":",  ",",  "=",  "<", ">"};
    struct slice rest = slice_skip(p->line, at);

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (slice_has_prefix(rest, slice_from(signs[i]))) {
            p->now =
                (struct token){.kind = TOKEN_SIGN,
                               .at = at,
                               .text = slice_sub(rest, 0, strlen(signs[i]))};
            return;
        }
    words_fail(
        p, at, "character", "\"%.*s\" can't stand here",
        SLICE_FMT(slice_sub(rest, 0, slice_find(rest, 0, SLICE(" ")))));
}

void words_go(struct parser *p, size_t at)
{
    while (at < p->line.len && words_blank(p->line.at[at]))
        at++;
    if (at >= p->line.len)
        p->now = (struct token){.kind = TOKEN_END, .at = p->line.len};
    else if (is_letter(p->line.at[at]))
        read_word(p, at);
    else if (is_decimal(p->line.at[at]))
        read_number(p, at);
    else if (p->line.at[at] == '"')
        read_text(p, at);
    else
        read_sign(p, at);
}

void words_begin(struct parser *p)
{
    words_go(p, 0);
}

void words_next(struct parser *p)
{
    if (p->now.kind == TOKEN_TEXT)
        words_go(p, (size_t)p->now.number);
    else if (p->now.kind != TOKEN_END && p->now.kind != TOKEN_BAD)
        words_go(p, p->now.at + p->now.text.len);
}

struct slice words_rest(const struct parser *p)
{
    return slice_skip(p->line, p->now.at);
}

bool words_expected(struct parser *p, const char *what)
{
    if (p->now.kind == TOKEN_BAD)
        return false;
    if (p->now.kind == TOKEN_END)
        return words_fail(p, p->line.len, "missing",
                          "the line ends where %s was expected", what);
    return words_fail(p, p->now.at, "word", "here %s was expected", what);
}

bool words_take(struct parser *p, const char *word)
{
    if ((p->now.kind != TOKEN_WORD && p->now.kind != TOKEN_SIGN) ||
        !slice_is(p->now.text, word))
        return false;
    words_next(p);
    return true;
}

bool words_need(struct parser *p, const char *word)
{
    char what[64];

    if (words_take(p, word))
        return true;
    snprintf(what, sizeof what, "\"%s\"", word);
    return words_expected(p, what);
}

bool words_are_over(const struct parser *p)
{
    return p->now.kind == TOKEN_END;
}

bool words_end(struct parser *p)
{
    if (p->now.kind == TOKEN_BAD)
        return false;
    if (words_are_over(p))
        return true;
    return words_fail(p, p->now.at, "more",
                      "nothing more was expected in this statement");
}

int words_row(struct parser *p, const void *words, size_t n, size_t stride)
{
    if (p->now.kind != TOKEN_WORD && p->now.kind != TOKEN_SIGN)
        return -1;
    for (size_t i = 0; i < n; i++) {
        const char *const *word =
            (const void *)((const char *)words + i * stride);
        if (*word != NULL && **word != '\0' && words_take(p, *word))
            return (int)i;
    }
    return -1;
}

void words_list(struct str *out, const void *words, size_t n, size_t stride)
{
    for (size_t i = 0; i < n; i++) {
        const char *const *word =
            (const void *)((const char *)words + i * stride);
        if (i > 0)
            str_puts(out, i + 1 < n ? ", " : " or ");
        str_puts(out, *word);
    }
}
