#include "note/piece.h"

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_blank(struct slice line)
{
    while (line.len > 0 && blank(line.at[0]))
        line = slice_skip(line, 1);
    return line.len == 0;
}

/* # to ###### and a blank, at the very start. */
static bool is_heading(struct slice line)
{
    size_t n = 0;

    while (n < line.len && line.at[n] == '#')
        n++;
    return n >= 1 && n <= 6 && n < line.len && blank(line.at[n]);
}

static bool is_letter(struct slice line)
{
    return line.len > 0 && (line.at[0] | 0x20) >= 'a' &&
           (line.at[0] | 0x20) <= 'z';
}

/* The start of the line that `at` is in. */
static size_t line_start(struct slice text, size_t at)
{
    while (at > 0 && text.at[at - 1] != '\n' && text.at[at - 1] != '\r')
        at--;
    return at;
}

size_t piece_end(struct slice text, size_t from)
{
    size_t start = from < text.len ? line_start(text, from) : text.len;
    struct slice rest = slice_skip(text, start), line;
    bool after_blank = false;

    while (start < text.len && slice_line(&rest, &line)) {
        if (start >= from &&
            (is_heading(line) || (after_blank && is_letter(line))))
            return start;
        after_blank = is_blank(line);
        start = (size_t)(rest.at - text.at);
    }
    return text.len;
}

/* The line behind the marks of quotes and items. */
static struct slice without_marks(struct slice line)
{
    while (line.len > 0 &&
           (blank(line.at[0]) || line.at[0] == '>' || line.at[0] == '-' ||
            line.at[0] == '*' || line.at[0] == '+' || line.at[0] == '.' ||
            line.at[0] == ')' || (line.at[0] >= '0' && line.at[0] <= '9')))
        line = slice_skip(line, 1);
    return line;
}

static bool has_close(struct slice text)
{
    const char *at = text.at, *end = text.at + text.len;

    while (at < end && (at = memchr(at, ']', (size_t)(end - at))) != NULL) {
        at++;
        if (at < end && *at == ':')
            return true;
    }
    return false;
}

bool piece_defines_links(struct slice text)
{
    struct slice rest = text, line;
    bool bracket = false; /* a paragraph that began with [ goes on */

    if (!has_close(text))
        return false;
    while (slice_line(&rest, &line)) {
        struct slice body = without_marks(line);

        bracket =
            (bracket && body.len > 0) || (body.len > 0 && body.at[0] == '[');
        if (bracket && has_close(body))
            return true;
    }
    return false;
}

/* The usual case, without CR, is quick. */
size_t piece_lines(struct slice text)
{
    const char *at = text.at, *end = text.at + text.len;
    struct slice line;
    size_t n = 0;

    if (memchr(at, '\r', text.len) != NULL) {
        while (slice_line(&text, &line))
            n++;
        return n;
    }
    for (; at < end; n++) {
        at = memchr(at, '\n', (size_t)(end - at));
        at = at != NULL ? at + 1 : end;
    }
    return n;
}
