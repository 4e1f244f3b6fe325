#include "note/preflight.h"

#include "note/tag.h"

/* --- nesting ------------------------------------------------------------ */

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The length of a list marker or > at `at` of the line, or 0. */
static size_t marker(struct slice line, size_t at)
{
    size_t end = at;

    if (line.at[at] == '>')
        return 1;
    while (end < line.len && line.at[end] >= '0' && line.at[end] <= '9')
        end++;
    if (end == line.len || memchr(end > at ? ".)" : "-+*", line.at[end],
                                  end > at ? 2 : 3) == NULL)
        return 0;
    end++;
    return end == line.len || blank(line.at[end]) ? end - at : 0;
}

/* Nothing but one of - * and blanks: a rule, however many there are. */
static bool is_rule(struct slice line, size_t at)
{
    for (size_t i = at; i < line.len; i++)
        if (!blank(line.at[i]) && line.at[i] != line.at[at])
            return false;
    return true;
}

/* How many containers the line opens at its start. */
static unsigned containers(struct slice line)
{
    unsigned n = 0;
    size_t at = 0, len;

    for (;;) {
        while (at < line.len && blank(line.at[at]))
            at++;
        if (at == line.len || (len = marker(line, at)) == 0)
            return n;
        if (n == 0 && line.at[at] != '>' && is_rule(line, at))
            return 0;
        at += len;
        n++;
    }
}

/* --- link definitions --------------------------------------------------- */

/* Each use of a reference copies its address and title, so a long one that
 * is used often fills the memory. The ends found last are kept, so that a
 * text is not searched twice. */
struct links {
    size_t uses;      /* at most: how many [ there are */
    size_t longest;   /* bytes of address and title */
    size_t at;        /* where that is */
    size_t word;      /* an address ends here, */
    size_t angle;     /* one in <> here, */
    size_t closes[3]; /* a title of each kind here */
};

static bool blank_or_end(char c)
{
    return blank(c) || c == '\n' || c == '\r';
}

static size_t skip_blanks(struct slice text, size_t at)
{
    while (at < text.len && blank_or_end(text.at[at]))
        at++;
    return at;
}

static size_t find_close(struct slice text, size_t at, char close)
{
    for (; at < text.len && text.at[at] != close; at++)
        if (text.at[at] == '\\')
            at++;
    return at < text.len ? at : text.len;
}

static bool ends_its_line(struct slice text, size_t at)
{
    while (at < text.len && blank(text.at[at]))
        at++;
    return at == text.len || text.at[at] == '\n' || text.at[at] == '\r';
}

/* Bytes of a title that begins at `at`, or 0. It may span lines, but no more
 * than a paragraph. */
static size_t title_length(struct links *l, struct slice text, size_t at)
{
    static const char opens[] = "\"'(", closes[] = "\"')";
    const char *kind = at < text.len ? strchr(opens, text.at[at]) : NULL;
    size_t *close;

    if (kind == NULL)
        return 0;
    close = &l->closes[kind - opens];
    if (*close <= at)
        *close = find_close(text, at + 1, closes[kind - opens]);
    if (*close - at > TEXT_MAX_BYTES || *close == text.len ||
        !ends_its_line(text, *close + 1))
        return 0;
    return *close - at;
}

/* `]:` stands at `at`: perhaps a definition. */
static void look_at_definition(struct links *l, struct slice text, size_t at)
{
    size_t from = skip_blanks(text, at + 2), end = from, bytes;
    bool angle = from < text.len && text.at[from] == '<';
    size_t *known = angle ? &l->angle : &l->word;

    if (from < *known)
        return; /* an earlier one ends there too, and is longer */
    if (angle)
        while (end < text.len && text.at[end] != '>' && text.at[end] != '\n')
            end++;
    while (end < text.len && !blank_or_end(text.at[end]))
        end++;
    *known = end;
    bytes = end - from + title_length(l, text, skip_blanks(text, end));
    if (bytes > l->longest) {
        l->longest = bytes;
        l->at = at;
    }
}

static int check_links(struct source *s, const struct links *l)
{
    size_t limit = LINK_MAX_BYTES + 4 * s->text.len;

    if (l->longest <= limit / (l->uses + 1))
        return 0;
    return source_find_at(s, DIAG_ERROR, "limit-link", l->at,
                          "this link is %zu bytes long and the file has %zu "
                          "[: shorten it",
                          l->longest, l->uses);
}

/* --- all of it ---------------------------------------------------------- */

/* Looks at each byte once. */
static size_t count_bars(struct links *l, struct slice text, size_t from,
                         size_t end)
{
    static const bool marks[256] = {['|'] = 1, ['['] = 1, [']'] = 1};
    size_t bars = 0;

    for (size_t at = from; at < end; at++) {
        if (!marks[(unsigned char)text.at[at]])
            continue;
        bars += text.at[at] == '|';
        l->uses += text.at[at] == '[';
        if (text.at[at] == ']' && at + 1 < end && text.at[at + 1] == ':')
            look_at_definition(l, text, at);
    }
    return bars;
}

struct census {
    struct links links;
    size_t blocks; /* at most so many begin up to here */
};

static int check_line(struct source *s, struct census *c, size_t line)
{
    struct slice text = source_line(s, line);
    struct place at = {(uint32_t)line, 1};
    size_t from = (size_t)(text.at - s->text.at);
    size_t bars = count_bars(&c->links, s->text, from, from + text.len);
    unsigned depth = containers(text);

    c->blocks += bars + depth + (text.len > 0);
    if (bars > LINE_MAX_BARS)
        return source_find(s, DIAG_ERROR, "limit-line", at,
                           "more than %d | in one line", LINE_MAX_BARS);
    if (depth > NESTING_MAX)
        return source_find(s, DIAG_ERROR, "limit-nesting", at,
                           "more than %d lists and quotes in one another",
                           NESTING_MAX);
    if (c->blocks > BLOCKS_MAX + s->text.len / 32)
        return source_find(s, DIAG_ERROR, "limit-blocks", at,
                           "more than %zu items, cells and paragraphs: split "
                           "the file",
                           c->blocks - 1);
    return 0;
}

int preflight(struct source *source, size_t from)
{
    size_t line = source_place(source, from).line;
    struct census census = {0};

    for (; line <= source->nlines; line++)
        if (check_line(source, &census, line) < 0)
            return -1;
    return check_links(source, &census.links);
}

/* --- what the parser measures ------------------------------------------- */

int budget_nesting(struct budget *b, struct place at, int depth)
{
    if (depth <= NESTING_MAX)
        return 0;
    return source_find(b->source, DIAG_ERROR, "limit-nesting", at,
                       "more than %d lists and quotes in one another",
                       NESTING_MAX);
}

int budget_text(struct budget *b, struct place at, const char *text)
{
    enum { PLAIN, MARKUP, TAG, END };
    static const unsigned char kind[256] = {
        ['['] = MARKUP, [']'] = MARKUP, ['<'] = MARKUP,  ['!'] = MARKUP,
        ['*'] = MARKUP, ['_'] = MARKUP, ['~'] = MARKUP,  ['`'] = MARKUP,
        ['&'] = MARKUP, ['('] = MARKUP, ['\\'] = MARKUP, [')'] = MARKUP,
        [0xef] = TAG,   ['\0'] = END,
    };
    size_t bytes, brackets = 0, angles = 0, all = 0, tags = 0;
    const char *c = text;

    for (;; c++) {
        while (kind[(unsigned char)*c] == PLAIN)
            c++;
        if (*c == '\0')
            break;
        tags += tag_begins(c);
        brackets += *c == '[';
        angles += *c == '<';
        all += kind[(unsigned char)*c] == MARKUP;
    }
    bytes = (size_t)(c - text) - 3 * tags;
    if (brackets > TEXT_MAX_SPECIALS || angles > TEXT_MAX_SPECIALS)
        return source_find(b->source, DIAG_ERROR, "limit-text", at,
                           "more than %d %c in one paragraph: break it up",
                           TEXT_MAX_SPECIALS,
                           brackets > TEXT_MAX_SPECIALS ? '[' : '<');
    if (bytes > TEXT_MAX_BYTES)
        return source_find(b->source, DIAG_ERROR, "limit-text", at,
                           "a paragraph of %zu bytes, and %d are allowed: "
                           "break it up",
                           bytes, TEXT_MAX_BYTES);
    if (bytes * all > TEXT_MAX_WORK)
        return source_find(b->source, DIAG_ERROR, "limit-text", at,
                           "a paragraph of %zu bytes, %zu of them markup: "
                           "break it up",
                           bytes, all);
    b->markup += all;
    if (b->markup > MARKUP_MAX + b->source->text.len / 8)
        return source_find(b->source, DIAG_ERROR, "limit-text", at,
                           "too much markup for one file");
    return 0;
}

bool is_delimiter_row(const char *line)
{
    return line[strspn(line, "|:- \t\v\f\r\n")] == '\0' &&
           strchr(line, '-') != NULL;
}

static size_t count_columns(const char *line)
{
    size_t n = line[0] != '|';

    for (; *line != '\0'; line++) {
        if (*line == '\\' && line[1] != '\0')
            line++;
        else if (*line == '|')
            n += line[1 + strspn(line + 1, " \t\r\n")] != '\0';
    }
    return n;
}

static int check_columns(struct budget *b, struct place at, size_t columns)
{
    if (columns <= TABLE_MAX_COLUMNS)
        return 0;
    return source_find(b->source, DIAG_ERROR, "limit-table", at,
                       "a table of more than %d columns", TABLE_MAX_COLUMNS);
}

/* All that stands before the line is read as a header, over and over: once
 * for each line that could end one, and quadratic each time. */
int budget_header(struct budget *b, struct place at, size_t above,
                  const char *line)
{
    if (check_columns(b, at, count_columns(line)) < 0)
        return -1;
    b->work += above * above / 2;
    if (b->work <= TABLE_MAX_WORK + 256 * b->source->text.len)
        return 0;
    return source_find(b->source, DIAG_ERROR, "limit-table", at,
                       "too much text directly above this line, which could "
                       "begin a table: put a blank line between them");
}

int budget_row(struct budget *b, struct place at, const char *line,
               size_t columns)
{
    size_t n = count_columns(line);

    if (check_columns(b, at, n) < 0)
        return -1;
    b->padding += n < columns ? columns - n : 0;
    if (b->padding <= TABLE_MAX_PADDING + b->source->text.len / 16)
        return 0;
    return source_find(
        b->source, DIAG_ERROR, "limit-table", at,
        "rows that leave out more than %d cells of their tables",
        TABLE_MAX_PADDING);
}
