#include "deck/notebook.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "check.h"

/* --- lines -------------------------------------------------------------- */

bool line_insert(struct line *line, int at, const struct word *word)
{
    if (line->n == LINE_WORDS)
        return false;
    memmove(&line->words[at + 1], &line->words[at],
            (size_t)(line->n - at) * sizeof *word);
    line->words[at] = *word;
    line->n++;
    return true;
}

void line_remove(struct line *line, int at)
{
    line->n--;
    memmove(&line->words[at], &line->words[at + 1],
            (size_t)(line->n - at) * sizeof line->words[at]);
}

bool line_is_note(const struct line *line)
{
    for (int i = 0; i < line->n; i++)
        if (line->words[i].cloze != 0)
            return true;
    return false;
}

void notebook_insert(struct notebook *b, struct file *f, size_t at,
                     const struct line *line)
{
    struct line copy = *line; /* it may be one of the file's */

    if (copy.id == 0)
        copy.id = ++b->nlines;
    f->lines = mem_grow(f->lines, f->n, &f->cap, sizeof *f->lines);
    memmove(&f->lines[at + 1], &f->lines[at], (f->n - at) * sizeof *f->lines);
    f->lines[at] = copy;
    f->n++;
}

void notebook_remove(struct file *f, size_t at, size_t n)
{
    f->n -= n;
    memmove(&f->lines[at], &f->lines[at + n], (f->n - at) * sizeof *f->lines);
}

/* A heading of the second level is above all bullets, one of the first above
 * all. */
static int rank(const struct line *line)
{
    return line->heading > 0 ? line->heading : 3 + line->depth;
}

size_t notebook_below_line(const struct file *f, size_t at)
{
    size_t n = 1;

    while (at + n < f->n && rank(&f->lines[at + n]) > rank(&f->lines[at]))
        n++;
    return n;
}

/* --- making one --------------------------------------------------------- */

static void add(struct notebook *b, struct file *f, const struct line *line)
{
    notebook_insert(b, f, f->n, line);
}

bool line_says(const struct line *line, const struct line *other)
{
    if (line->n != other->n)
        return false;
    for (int i = 0; i < line->n; i++)
        if (strcmp(line->words[i].text, other->words[i].text) != 0)
            return false;
    return true;
}

/* Nobody could tell two bullets apart that say the same below one parent. */
static bool has_twin(const struct file *f, size_t from,
                     const struct line *line)
{
    for (size_t i = from; i < f->n; i++)
        if (f->lines[i].depth == line->depth && line_says(&f->lines[i], line))
            return true;
    return false;
}

/* Bullets of one depth below what was added last: a family that differs in a
 * word or two, or sentences of their own. */
static size_t add_bullets(struct notebook *b, struct file *f, int depth)
{
    size_t notes = 0, from = f->n;
    int n = 2 + notebook_below(b, 4);
    bool family = notebook_chance(b, 3);
    struct line line = {.depth = depth};

    for (int i = 0; i < n; i++) {
        do {
            line.id = 0;
            if (i > 0 && family)
                notebook_vary(b, &line);
            else if (depth < 2 && notebook_chance(b, 3))
                notebook_say_parent(b, &line);
            else
                notebook_say(b, &line);
        } while (has_twin(f, from, &line));
        add(b, f, &line);
        notes += line_is_note(&line);
        if (depth < 2 && notebook_chance(b, depth == 0 ? 2 : 4))
            notes += add_bullets(b, f, depth + 1);
    }
    return notes;
}

static void add_file(struct notebook *b, struct file *f, size_t notes)
{
    struct line line = {.heading = 1};
    size_t have = 0;

    notebook_say_parent(b, &line);
    add(b, f, &line);
    while (have < notes) {
        line = (struct line){.heading = 2};
        notebook_say_parent(b, &line);
        add(b, f, &line);
        have += add_bullets(b, f, 0);
    }
}

void notebook_init(struct notebook *b, uint64_t seed, size_t notes)
{
    static const char *const names[] = {"memory.md", "files.md",
                                        "weeks/one.md", "weeks/two.md"};

    *b = (struct notebook){.rng = rng_new(seed), .nfiles = COUNT(names)};
    for (size_t i = 0; i < b->nfiles; i++) {
        b->files[i].bullet = '-';
        snprintf(b->files[i].name, NAME_BYTES, "%s", names[i]);
        add_file(b, &b->files[i], notes / b->nfiles);
    }
}

void notebook_release(struct notebook *b)
{
    for (size_t i = 0; i < b->nfiles; i++)
        free(b->files[i].lines);
    *b = (struct notebook){0};
}

/* --- writing ------------------------------------------------------------ */

struct pen {
    struct str *out;
    const struct file *file;
    const struct line *line;
    int lines;     /* written so far */
    size_t column; /* bytes of this one */
};

static void put(struct pen *p, const char *text)
{
    str_puts(p->out, text);
    p->column += strlen(text);
}

static void end_line(struct pen *p)
{
    str_puts(p->out, p->file->crlf ? "\r\n" : "\n");
    p->lines++;
    p->column = 0;
}

static void indent(struct pen *p, int depth)
{
    for (int i = 0; i < depth; i++)
        put(p, p->file->tabs ? "\t" : "  ");
}

static void open_cloze(struct pen *p, int number)
{
    char mark[16];

    snprintf(mark, sizeof mark, "{{c%d::", number);
    put(p, p->line->numbered ? mark : "{{");
}

static void close_cloze(struct pen *p, int number)
{
    bool hint = p->line->hinted && number == 1;

    if (p->line->numbered)
        put(p, hint ? "::which?}}" : "}}");
    else
        put(p, hint ? "}}{({which?})}" : "}}");
}

static void put_word(struct pen *p, int i)
{
    const struct word *w = &p->line->words[i];
    char text[WORD_BYTES + 1];

    snprintf(text, sizeof text, "%s", w->text);
    if (i == 0)
        text[0] = (char)toupper((unsigned char)text[0]);
    if (w->strong)
        put(p, "**");
    put(p, text);
    if (w->strong)
        put(p, "**");
}

static void put_words(struct pen *p)
{
    const struct line *l = p->line;
    int number = 0;

    for (int i = 0; i < l->n; i++) {
        uint32_t cloze = l->words[i].cloze;
        bool letter = isalpha((unsigned char)l->words[i].text[0]) != 0;

        if (i > 0 && p->file->width > 0 && letter && l->heading == 0 &&
            p->column + strlen(l->words[i].text) >= (size_t)p->file->width) {
            end_line(p);
            indent(p, l->depth + 1);
        } else if (i > 0) {
            put(p, " ");
        }
        if (cloze != 0 && (i == 0 || l->words[i - 1].cloze != cloze))
            open_cloze(p, ++number);
        put_word(p, i);
        if (cloze != 0 && (i + 1 == l->n || l->words[i + 1].cloze != cloze))
            close_cloze(p, number);
        if (l->words[i].tail != 0)
            put(p, (char[]){l->words[i].tail, '\0'});
    }
    end_line(p);
}

void notebook_put(struct str *out, struct file *f)
{
    struct pen p = {.out = out, .file = f};

    for (size_t i = 0; i < f->n; i++) {
        struct line *l = &f->lines[i];

        p.line = l;
        if (l->heading > 0 && i > 0)
            end_line(&p);
        l->at = p.lines + 1;
        if (l->heading > 0) {
            put(&p, l->heading == 1 ? "# " : "## ");
            put_words(&p);
            end_line(&p);
            continue;
        }
        indent(&p, l->depth);
        put(&p, (char[]){f->bullet, ' ', '\0'});
        put_words(&p);
    }
}
