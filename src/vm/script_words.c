/* Tokens of a line, and the operands made of them. */
#include <stdarg.h>
#include <stdio.h>

#include "base/str.h"
#include "vm/numeral.h"
#include "vm/script_inside.h"

/* --- tokens --------------------------------------------------------------
 */

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

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
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
    while (at < p->line.len && is_blank(p->line.at[at]))
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

/* --- operands ------------------------------------------------------------
 */

bool words_word(struct parser *p, const char *what, struct slice *out)
{
    if (p->now.kind != TOKEN_WORD)
        return words_expected(p, what);
    *out = p->now.text;
    words_next(p);
    return true;
}

bool words_bare(struct parser *p, const char *what, struct slice *out)
{
    struct slice rest = words_rest(p);
    size_t n = 0;

    if (p->now.kind == TOKEN_BAD)
        return false;
    while (n < rest.len && !is_blank(rest.at[n]))
        n++;
    if (n == 0)
        return words_expected(p, what);
    *out = slice_sub(rest, 0, n);
    words_go(p, p->now.at + n);
    return true;
}

bool words_number(struct parser *p, const char *what, uint64_t lo,
                  uint64_t hi, uint64_t *out)
{
    if (p->now.kind != TOKEN_NUMBER)
        return words_expected(p, what);
    if (p->now.number < lo || p->now.number > hi)
        return words_fail(p, p->now.at, "range",
                          "%s can be %llu to %llu here", what,
                          (unsigned long long)lo, (unsigned long long)hi);
    *out = p->now.number;
    words_next(p);
    return true;
}

/* Takes "page" or "pages" behind the number. */
static bool in_pages(struct parser *p, size_t at, uint64_t *n)
{
    if (words_take(p, "byte") || words_take(p, "bytes") ||
        (!words_take(p, "page") && !words_take(p, "pages")))
        return p->now.kind != TOKEN_BAD;
    if (*n > UINT64_MAX / p->page_bytes)
        return words_fail(p, at, "range", "so many pages are no address");
    *n *= p->page_bytes;
    return p->now.kind != TOKEN_BAD;
}

bool words_size(struct parser *p, uint64_t *out)
{
    size_t at = p->now.at;

    if (!words_number(p, "a size, such as 4 pages or 32K,", 0, UINT64_MAX,
                      out))
        return false;
    return in_pages(p, at, out);
}

/* "[2]" or "[1..3]" behind a region's name. */
static bool pages_of(struct parser *p, struct place *out)
{
    bool below = words_take(p, "-");
    uint64_t most = (UINT64_C(1) << 40) / p->page_bytes, from, to;

    if (!words_number(p, "a page's number", 0, most, &from))
        return false;
    to = from;
    if (!below && words_take(p, "..") &&
        !words_number(p, "a page's number", from, most, &to))
        return false;
    out->offset = (below ? 0 - from : from) * p->page_bytes;
    out->bytes = (to - from + 1) * p->page_bytes;
    return words_need(p, "]");
}

static bool region(struct parser *p, struct place *out)
{
    if (!names_use(p, NAME_REGION, &out->region))
        return false;
    out->whole = true;
    if (!words_take(p, "["))
        return true;
    out->whole = false;
    return pages_of(p, out);
}

bool words_place(struct parser *p, struct place *out)
{
    *out = (struct place){.region = NO_NAME};
    if (p->now.kind == TOKEN_WORD) {
        if (!region(p, out))
            return false;
    } else if (!words_number(p, "an address or a region", 0, UINT64_MAX,
                             &out->offset)) {
        return false;
    }
    for (;;) {
        bool minus = words_take(p, "-");
        uint64_t more;
        if (!minus && !words_take(p, "+"))
            return p->now.kind != TOKEN_BAD;
        if (!words_size(p, &more))
            return false;
        out->offset += minus ? 0 - more : more;
        out->whole = false;
        out->bytes = 0;
    }
}

bool words_range(struct parser *p, struct place *out, uint64_t *bytes)
{
    if (!words_place(p, out))
        return false;
    *bytes = out->bytes;
    if (p->now.kind == TOKEN_NUMBER)
        return words_size(p, bytes);
    if (*bytes == 0 && !out->whole)
        return words_expected(p, "how much of it, such as 1 page,");
    return true;
}

bool words_perms(struct parser *p, unsigned *out)
{
    static const char letters[] = "rwx-";
    static const unsigned perms[] = {PERM_R, PERM_W, PERM_X, 0};
    struct slice rest = words_rest(p);
    unsigned got = 0;
    size_t n = 0;

    if (p->now.kind != TOKEN_WORD && p->now.kind != TOKEN_SIGN)
        return false;
    if (words_take(p, "none")) {
        *out = 0;
        return true;
    }
    for (; n < rest.len && !is_blank(rest.at[n]); n++) {
        const char *hit = memchr(letters, rest.at[n], 4);
        if (hit == NULL)
            return false;
        got |= perms[hit - letters];
    }
    words_go(p, p->now.at + n);
    *out = got;
    return true;
}

/* The digits of one value of at most `most` bytes, from p->line.at[*at] on.
 */
static bool hex_value(struct parser *p, unsigned most, size_t *at,
                      struct slice *out)
{
    size_t from = *at, end = from;

    while (end < p->line.len && !is_blank(p->line.at[end]))
        end++;
    *at = end;
    if (slice_has_prefix(slice_sub(p->line, from, end - from), SLICE("0x")))
        from += 2;
    *out = slice_sub(p->line, from, end - from);
    for (size_t i = 0; i < out->len; i++)
        if (numeral_digit(out->at[i]) < 0)
            return words_fail(p, from + i, "hex",
                              "a value in hexadecimal was expected here");
    if (out->len == 0)
        return words_fail(p, from, "hex", "digits are missing behind 0x");
    if (out->len > (size_t)2 * most)
        return words_fail(p, from, "hex",
                          "a value here has at most %u digits: %u byte%s",
                          2 * most, most, most == 1 ? "" : "s");
    return true;
}

bool words_hexes(struct parser *p, unsigned most)
{
    struct statement *st = &p->st;
    struct slice value;
    size_t at = p->now.at + 1;

    if (p->now.kind != TOKEN_SIGN || !slice_is(p->now.text, ":"))
        return words_expected(p, "\":\"");
    st->data = arena_new_array(&p->script->arena, (p->line.len - at) / 2 + 1,
                               sizeof *st->data);
    for (;;) {
        while (at < p->line.len && is_blank(p->line.at[at]))
            at++;
        if (at >= p->line.len)
            break;
        if (!hex_value(p, most, &at, &value))
            return false;
        st->data[st->ndata++] = value;
    }
    words_go(p, p->line.len);
    return st->ndata > 0 || words_expected(p, "a value in hexadecimal");
}
