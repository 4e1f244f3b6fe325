#include "note/preflight.h"

#include "note/tag.h"

/* --- nesting
 * ---------------------------------------------------------------- */

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

/* --- link definitions
 * ----------------------------------------------------------- */

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
    const char *kind = at < text.len ? memchr(opens, text.at[at], 3) : NULL;
    size_t *close;

    if (kind == NULL)
        return 0;
    close = &l->closes[kind - opens];
    if (*close <= at)
        *close = find_close(text, at + 1, closes[kind - opens]);
    if (*close - at > PARAGRAPH_MAX_BYTES || *close == text.len ||
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

static int check_links(struct source *s, size_t from)
{
    struct slice text = s->text;
    struct links l = {0};

    for (size_t at = slice_find(text, from, SLICE("[")); at < text.len;
         at = slice_find(text, at + 1, SLICE("[")))
        l.uses++;
    for (size_t at = slice_find(text, from, SLICE("]:")); at < text.len;
         at = slice_find(text, at + 2, SLICE("]:")))
        look_at_definition(&l, text, at);
    if (l.longest <= (LINK_MAX_BYTES + 4 * text.len) / (l.uses + 1))
        return 0;
    source_find_at(s, DIAG_ERROR, "limit-link", l.at,
                   "this link is %zu bytes long and the file has %zu [: "
                   "shorten it",
                   l.longest, l.uses);
    return -1;
}

/* --- all of it
 * -------------------------------------------------------------------- */

static int check_line(struct source *s, size_t line)
{
    struct slice text = source_line(s, line);
    struct place at = {(uint32_t)line, 1};

    if (text.len > LINE_MAX_BYTES)
        return source_find(s, DIAG_ERROR, "limit-line", at,
                           "a line of more than %d bytes: break it up",
                           LINE_MAX_BYTES);
    if (containers(text) > NESTING_MAX)
        return source_find(s, DIAG_ERROR, "limit-nesting", at,
                           "more than %d lists and quotes in one another",
                           NESTING_MAX);
    return 0;
}

int preflight(struct source *source, size_t from)
{
    size_t line = source_place(source, from).line;

    for (; line <= source->nlines; line++)
        if (check_line(source, line) < 0)
            return -1;
    return check_links(source, from);
}

/* --- what the parser measures
 * --------------------------------------------------- */

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
    size_t bytes = 0, brackets = 0, angles = 0;

    for (; *text != '\0'; text++) {
        if (tag_begins(text))
            text += 2;
        else
            bytes++;
        brackets += *text == '[';
        angles += *text == '<';
    }
    if (bytes > PARAGRAPH_MAX_BYTES)
        return source_find(b->source, DIAG_ERROR, "limit-paragraph", at,
                           "a paragraph of more than %d bytes: break it up",
                           PARAGRAPH_MAX_BYTES);
    if (brackets > PARAGRAPH_MAX_SPECIALS)
        return source_find(b->source, DIAG_ERROR, "limit-paragraph", at,
                           "more than %d [ in one paragraph",
                           PARAGRAPH_MAX_SPECIALS);
    if (angles > PARAGRAPH_MAX_SPECIALS)
        return source_find(b->source, DIAG_ERROR, "limit-paragraph", at,
                           "more than %d < in one paragraph",
                           PARAGRAPH_MAX_SPECIALS);
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
