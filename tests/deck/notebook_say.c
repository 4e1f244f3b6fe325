/* What a notebook says: a stock of words, and sentences made of them. */
#include "deck/notebook.h"

#include <stdio.h>
#include <string.h>

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
