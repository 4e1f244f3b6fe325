#include "speed/corpus.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#include "base/rng.h"
#include "base/str.h"
#include "speed/run.h"

enum { DEPTH_MAX = 4 };

struct writer {
    struct rng rng;
    struct str out;
    size_t notes; /* blocks with a cloze so far */
};

static const char *const vocabulary[] = {
    "page",      "frame",     "table",     "entry",
    "fault",     "swap",      "dirty",     "bit",
    "walk",      "level",     "kernel",    "address",
    "virtual",   "offset",    "cache",     "line",
    "miss",      "TLB",       "mapping",   "process",
    "region",    "stack",     "heap",      "buddy",
    "lock",      "thread",    "trap",      "syscall",
    "signal",    "inode",     "extent",    "journal",
    "block",     "sector",    "queue",     "driver",
    "latency",   "the",       "a",         "of",
    "to",        "in",        "is",        "on",
    "when",      "with",      "each",      "before",
    "after",     "if",        "then",      "only",
    "must",      "never",     "which",     "its",
    "by",        "for",       "and",       "not",
    "hit",       "evicts",    "points",    "holds",
    "marks",     "clears",    "sets",      "reads",
    "writes",    "loads",     "stores",    "flushes",
    "hashed",    "4 KiB",     "2 MiB",     "64-bit",
    "LRU",       "FIFO",      "Clock",     "café",
    "naïve",     "Δt",        "π",         "→",
    "日本",      "anonymous", "two-level", "copy-on-write",
    "interrupt",
};

static int below(struct writer *w, int n)
{
    return (int)rng_below(&w->rng, (uint64_t)n);
}

static void word(struct writer *w)
{
    const size_t n = sizeof vocabulary / sizeof *vocabulary;

    str_puts(&w->out, vocabulary[rng_below(&w->rng, n)]);
}

/* One word in forty is bold, one in italics, one code, one a link. */
static void styled_word(struct writer *w)
{
    static const char *const marks[] = {"**", "*", "`"};
    int style = below(w, 40);

    if (style < 3) {
        str_puts(&w->out, marks[style]);
        word(w);
        str_puts(&w->out, marks[style]);
    } else if (style == 3) {
        str_puts(&w->out, "[");
        word(w);
        str_printf(&w->out, "](https://example.org/%d)", below(w, 9999));
    } else {
        word(w);
    }
}

static void words(struct writer *w, int n)
{
    for (int i = 0; i < n; i++) {
        if (i > 0)
            str_putc(&w->out, ' ');
        styled_word(w);
    }
}

static void cloze(struct writer *w)
{
    str_puts(&w->out, "{{");
    words(w, 1 + below(w, 3));
    str_puts(&w->out, "}}");
    if (below(w, 12) == 0) {
        str_puts(&w->out, "{({");
        word(w);
        str_puts(&w->out, "})}");
    }
}

static void sentence(struct writer *w, int clozes)
{
    words(w, 3 + below(w, 6));
    for (int i = 0; i < clozes; i++) {
        str_putc(&w->out, ' ');
        cloze(w);
        str_putc(&w->out, ' ');
        words(w, 2 + below(w, 6));
    }
    str_putc(&w->out, '.');
    w->notes += clozes > 0;
}

static int few(struct writer *w)
{
    int r = below(w, 10);

    return r < 6 ? 1 : r < 9 ? 2 : 3;
}

static void outline(struct writer *w, int depth)
{
    int items = 2 + below(w, 4);

    for (int i = 0; i < items; i++) {
        str_fill(&w->out, ' ', 2 * (size_t)depth);
        str_puts(&w->out, "- ");
        sentence(w, below(w, 5) > 0 ? few(w) : 0);
        str_putc(&w->out, '\n');
        if (depth < DEPTH_MAX && below(w, 3) == 0)
            outline(w, depth + 1);
    }
}

static void table(struct writer *w)
{
    int rows = 3 + below(w, 5);

    str_puts(&w->out, "| term | meaning | size |\n|---|:---:|---:|\n");
    for (int i = 0; i < rows; i++) {
        str_puts(&w->out, "| ");
        word(w);
        str_puts(&w->out, " | ");
        sentence(w, 1);
        str_printf(&w->out, " | %d |\n", below(w, 4096));
    }
}

static void code(struct writer *w)
{
    int lines = 1 + below(w, 6);

    str_puts(&w->out, "```c\nfor (int i = 0; i < n; i++) {\n");
    for (int i = 0; i < lines; i++)
        str_printf(&w->out, "    pt[%d].frame = walk(va >> %d) & 0x%x;\n",
                   below(w, 512), below(w, 48), below(w, 65535));
    str_puts(&w->out, "}\n```\n");
}

static void paragraph(struct writer *w)
{
    sentence(w, few(w));
    str_putc(&w->out, '\n');
}

static void quote(struct writer *w)
{
    str_puts(&w->out, "> ");
    sentence(w, 1);
    str_putc(&w->out, '\n');
}

static void list(struct writer *w)
{
    outline(w, 0);
}

static void section(struct writer *w, int number)
{
    static void (*const kinds[])(struct writer *) = {
        list, list, list, list, table, code, paragraph, quote,
    };
    int blocks = 2 + below(w, 4);

    str_printf(&w->out, "## Topic %d: ", number);
    words(w, 3);
    str_puts(&w->out, "\n\n");
    for (int i = 0; i < blocks; i++) {
        kinds[below(w, sizeof kinds / sizeof *kinds)](w);
        str_putc(&w->out, '\n');
    }
}

/* A file written this moment is read again to be sure (deck/store.c). */
static void age(const char *folder, const char *name)
{
    const struct timespec hour_ago[2] = {{time(NULL) - 3600, 0},
                                         {time(NULL) - 3600, 0}};
    struct str path = STR_EMPTY;

    str_printf(&path, "%s/%s", work_path(folder), name);
    if (utimensat(AT_FDCWD, path.at, hour_ago, 0) < 0)
        bench_fail("%s can't be given a time", path.at);
    str_release(&path);
}

size_t corpus_write(const char *folder, size_t files, size_t notes)
{
    struct writer w = {.out = STR_EMPTY};
    size_t largest = 0;
    char name[32];

    for (size_t i = 0; i < files; i++) {
        w.rng = rng_new(i + 1);
        w.notes = 0;
        str_clear(&w.out);
        str_printf(&w.out, "---\ntags: [os, part-%zu]\n---\n\n# Part %zu\n\n",
                   i % 10, i);
        for (int n = 1; w.notes < notes / files; n++)
            section(&w, n);
        snprintf(name, sizeof name, "%03zu.md", i);
        work_write(folder, name, str_slice(&w.out));
        age(folder, name);
        largest = w.out.len > largest ? w.out.len : largest;
    }
    str_release(&w.out);
    return largest;
}
