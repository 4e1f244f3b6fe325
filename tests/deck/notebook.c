#include "deck/notebook.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "check.h"

/* --- words -------------------------------------------------------------- */

static const char *const nouns[] = {
    "kernel",     "process",    "page",       "frame",       "table",
    "entry",      "cache",      "index",      "set",         "line",
    "buffer",     "pipe",       "socket",     "signal",      "thread",
    "lock",       "queue",      "scheduler",  "handler",     "register",
    "pointer",    "stack",      "heap",       "segment",     "address",
    "offset",     "mapping",    "file",       "inode",       "directory",
    "block",      "sector",     "journal",    "driver",      "device",
    "controller", "bus",        "channel",    "interrupt",   "timer",
    "clock",      "counter",    "compiler",   "linker",      "loader",
    "symbol",     "section",    "relocation", "packet",      "router",
    "checksum",   "window",     "session",    "certificate", "cipher",
    "key",        "hash",       "tree",       "node",        "leaf",
    "graph",      "edge",       "path",       "heuristic",   "proof",
    "lemma",      "matrix",     "vector",     "kernel",      "basis",
    "field",      "polynomial", "enzyme",     "membrane",    "neuron",
    "synapse",    "protein",    "ribosome",   "treaty",      "parliament",
    "harvest",    "dynasty",    "colony",     "charter",
};

static const char *const plurals[] = {
    "pages",   "frames",    "entries",   "bits",    "bytes",    "ways",
    "levels",  "threads",   "processes", "locks",   "requests", "interrupts",
    "cycles",  "registers", "sectors",   "blocks",  "packets",  "symbols",
    "keys",    "nodes",     "leaves",    "edges",   "cells",    "proteins",
    "enzymes", "terms",     "factors",   "columns", "rows",     "treaties",
    "cities",  "harvests",  "samples",   "layers",  "weights",  "messages",
};

static const char *const verbs[] = {
    "chooses",  "picks",    "holds",    "keeps",   "maps",     "copies",
    "checks",   "flushes",  "evicts",   "loads",   "stores",   "walks",
    "locks",    "releases", "wakes",    "blocks",  "sends",    "receives",
    "counts",   "sorts",    "splits",   "merges",  "compares", "signs",
    "encrypts", "hashes",   "rotates",  "shifts",  "doubles",  "halves",
    "builds",   "removes",  "replaces", "updates", "finds",    "owns",
    "shares",   "reaches",  "crosses",  "binds",   "divides",  "founds",
};

static const char *const adjectives[] = {
    "valid",   "dirty",    "shared",   "private", "virtual", "physical",
    "large",   "small",    "empty",    "full",    "free",    "busy",
    "first",   "last",     "next",     "old",     "new",     "recent",
    "sorted",  "balanced", "linear",   "prime",   "finite",  "compact",
    "secret",  "public",   "signed",   "atomic",  "lazy",    "eager",
    "upper",   "lower",    "hot",      "cold",    "remote",  "local",
    "ancient", "northern", "volatile", "stable",
};

static const char *const adverbs[] = {
    "often",   "always",   "usually",  "rarely",  "then",
    "quickly", "slowly",   "silently", "first",   "later",
    "at once", "directly", "briefly",  "exactly",
};

static const char *const units[] = {
    "KiB", "MiB", "GiB", "bytes", "bits", "ms", "ns", "GHz", "km", "years",
};

static const char *const determiners[] = {"the",  "a",     "each",
                                          "this", "every", "its"};

static const char *const operators[] = {"+", "/", "<", ">", "="};

static const int numbers[] = {
    0,   1,   2,   3,   4,   5,    6,    7,    8,    9,    10,   12,   16,
    20,  24,  32,  39,  48,  52,   57,   64,   80,   96,   100,  120,  128,
    192, 256, 300, 512, 640, 1000, 1024, 2048, 4096, 8192, 1648, 1789, 65536,
};

static const struct {
    char kind;
    const char *const *words;
    size_t n;
} kinds[] = {
    {WORD_THE, determiners, COUNT(determiners)},
    {WORD_NOUN, nouns, COUNT(nouns)},
    {WORD_PLURAL, plurals, COUNT(plurals)},
    {WORD_VERB, verbs, COUNT(verbs)},
    {WORD_ADJECTIVE, adjectives, COUNT(adjectives)},
    {WORD_ADVERB, adverbs, COUNT(adverbs)},
    {WORD_UNIT, units, COUNT(units)},
    {WORD_OPERATOR, operators, COUNT(operators)},
};

/* --- sentences ---------------------------------------------------------- */

/* %n is a noun and so on; %w an adverbial; braces hold a cloze. Short ones
 * are there in force: they are the hard ones to know again. */
static const char *const sentences[] = {
    "%t %n %v the {%n}.",
    "%s %d {%s}.",
    "Size of %t %n: {%# %u}",
    "Default: {%# %u}",
    "%a %s %v the {%n}.",
    "It costs {%# %u} at most.",
    "The %n is {%a}.",
    "%t %n %v {%t %a %n} %w.",
    "How many %s does the %n hold? {%#}",
    "Each %n of the %n has {%#} %s of %# %u.",
    "Level %# has {%#} %s of %# %u.",
    "If the %n is %a, the %n %v {the %n}.",
    "The %n is {%a}, the %n is {%a}.",
    "The %n and the %n share {one %n} %w.",
    "A %a %n needs {n %o %#} %s of %n.",
    "The %a %n %v %s {%w}.",
    "When the %n %v the %n, the %n first %v {a %a %n} and then %v {the %n}.",
    "The %n %v {%#} %s for each %n, so that the %n %v {no %n} %w.",
    "In contrast to the %a %n, which %v the %n, the %n %d %v {its %a %s} %w.",
    "A %n consists of {the %n}, {the %n} and {the %a %n}, in that order.",
    "What does the %n do %w? {It %v the %a %n and %v the %n}",
    "Only {the %a %n} %v %s %w; the %n %v them %d.",
};

static const char *const parents[] = {
    "%a %s",     "The %n and its %s",     "What the %n %v",  "%s of the %n",
    "The %a %n", "Why the %n %v a %n %w", "Two kinds of %n",
};

static const char *const adverbials[] = {
    "on every %n",
    "when the %n is %a",
    "before the %n %v it",
    "after %# %u",
    "on most machines",
    "without %t %n",
    "for as long as the %n %v %s",
    "in %a %s",
    "by way of %t %n",
    "unless the %n is %a",
};

int notebook_below(struct notebook *b, int n)
{
    return (int)rng_below(&b->rng, (uint64_t)n);
}

bool notebook_chance(struct notebook *b, int n)
{
    return notebook_below(b, n) == 0;
}

static const char *pick(struct notebook *b, const char *const *list, size_t n)
{
    return list[notebook_below(b, (int)n)];
}

void notebook_number(struct notebook *b, struct word *word)
{
    char was[WORD_BYTES];

    memcpy(was, word->text, sizeof was);
    do
        snprintf(word->text, WORD_BYTES, "%d",
                 numbers[notebook_below(b, (int)COUNT(numbers))]);
    while (strcmp(was, word->text) == 0);
}

bool notebook_reword(struct notebook *b, struct word *word)
{
    char was[WORD_BYTES];

    word->past = 0;
    memcpy(was, word->text, sizeof was);
    if (word->kind == WORD_NUMBER) {
        notebook_number(b, word);
        return true;
    }
    for (size_t k = 0; k < COUNT(kinds); k++) {
        if (kinds[k].kind != word->kind)
            continue;
        while (strcmp(was, word->text) == 0)
            snprintf(word->text, WORD_BYTES, "%s",
                     pick(b, kinds[k].words, kinds[k].n));
        return true;
    }
    return false;
}

/* Appends the words of a pattern; *cloze is the one that is open, or 0. */
static void say(struct notebook *b, struct line *line, const char *pattern,
                uint32_t *cloze)
{
    while (*pattern != '\0') {
        struct word word = {.kind = WORD_PLAIN};
        size_t len;

        if (*pattern == '{') {
            *cloze = ++b->nclozes;
            pattern++;
        }
        word.cloze = *cloze;
        if (pattern[0] == '%' && pattern[1] == 'w') {
            say(b, line, pick(b, adverbials, COUNT(adverbials)), cloze);
            pattern += 2;
        } else {
            if (pattern[0] == '%') {
                word.kind = pattern[1];
                notebook_reword(b, &word);
                pattern += 2;
            } else {
                len = strcspn(pattern, " }.,:;?");
                snprintf(word.text, WORD_BYTES, "%.*s", (int)len, pattern);
                pattern += len;
            }
            assert_true(line->n < LINE_WORDS);
            line->words[line->n++] = word;
        }
        if (*pattern == '}') {
            *cloze = 0;
            pattern++;
        }
        if (*pattern != ' ' && *pattern != '\0' && *pattern != '}')
            line->words[line->n - 1].tail = *pattern++;
        if (*pattern == '}') {
            *cloze = 0;
            pattern++;
        }
        while (*pattern == ' ')
            pattern++;
    }
}

void notebook_say(struct notebook *b, struct line *line)
{
    uint32_t cloze = 0;

    line->n = 0;
    line->numbered = line->hinted = false;
    say(b, line, pick(b, sentences, COUNT(sentences)), &cloze);
}

void notebook_say_parent(struct notebook *b, struct line *line)
{
    uint32_t cloze = 0;

    line->n = 0;
    say(b, line, pick(b, parents, COUNT(parents)), &cloze);
}

void notebook_say_more(struct notebook *b, struct line *line)
{
    struct word *last = &line->words[line->n - 1];
    char tail = last->tail;
    uint32_t cloze = 0;

    last->tail = 0;
    say(b, line, pick(b, adverbials, COUNT(adverbials)), &cloze);
    line->words[line->n - 1].tail = tail;
}

void notebook_renew(struct notebook *b, struct line *line)
{
    uint32_t was = 0, now = 0;

    for (int i = 0; i < line->n; i++) {
        uint32_t *cloze = &line->words[i].cloze;

        if (*cloze != was) {
            was = *cloze;
            now = was != 0 ? ++b->nclozes : 0;
        }
        *cloze = now;
        line->words[i].past = 0;
    }
    line->id = ++b->nlines;
}

void notebook_vary(struct notebook *b, struct line *line)
{
    int left = 1 + notebook_below(b, 2);

    while (left > 0)
        left -= notebook_reword(b, &line->words[notebook_below(b, line->n)]);
    notebook_renew(b, line);
}

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
