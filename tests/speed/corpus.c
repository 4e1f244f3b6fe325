#include "corpus.h"

static const char *const words[] = {
    "page",      "frame",  "table",     "entry",    "fault",  "swap",
    "dirty",     "walk",   "kernel",    "address",  "offset", "mapping",
    "anonymous", "region", "stack",     "heap",     "thread", "signal",
    "inode",     "block",  "latency",   "the",      "a",      "of",
    "to",        "in",     "is",        "when",     "every",  "before",
    "only",      "must",   "which",     "for",      "or",     "not",
    "points",    "holds",  "two-level", "inverted", "hashed", "4 KiB",
    "64-bit",    "LRU",    "FIFO",      "café",     "naïve",  "Δt",
    "π",         "→",      "日本",      "évite",    "Größe",  "память",
};

struct corpus {
    struct str *out;
    struct rng rng;
    size_t notes;
};

static int below(struct corpus *c, uint64_t n)
{
    return (int)rng_below(&c->rng, n);
}

static void put_word(struct corpus *c)
{
    str_puts(c->out, words[below(c, sizeof words / sizeof *words)]);
}

/* One word in ten is dressed up. */
static void put_words(struct corpus *c, int n)
{
    static const char *const dress[][2] = {{"**", "**"},
                                           {"*", "*"},
                                           {"`", "`"},
                                           {"[", "](https://a.example/b)"}};

    for (int i = 0; i < n; i++) {
        int d = below(c, 40);
        str_puts(c->out, i > 0 ? " " : "");
        str_puts(c->out, d < 4 ? dress[d][0] : "");
        put_word(c);
        str_puts(c->out, d < 4 ? dress[d][1] : "");
    }
}

static void put_note(struct corpus *c)
{
    int clozes = 1 + below(c, 10) / 6 + below(c, 10) / 9;

    put_words(c, 3 + below(c, 6));
    for (int i = 0; i < clozes; i++) {
        str_puts(c->out, " {{");
        put_words(c, 1 + below(c, 3));
        str_puts(c->out, below(c, 12) == 0 ? "}}{({a hint})} " : "}} ");
        put_words(c, 2 + below(c, 6));
    }
    str_puts(c->out, ".\n");
    c->notes++;
}

static void put_list(struct corpus *c, size_t depth)
{
    for (int i = 2 + below(c, 4); i > 0; i--) {
        str_fill(c->out, ' ', 2 * depth);
        str_puts(c->out, "- ");
        put_note(c);
        if (depth < 4 && below(c, 3) == 0)
            put_list(c, depth + 1);
    }
}

static void put_table(struct corpus *c)
{
    str_puts(c->out, "| term | size |\n|---|---:|\n");
    for (int i = 3 + below(c, 5); i > 0; i--) {
        str_puts(c->out, "| ");
        put_word(c);
        str_printf(c->out, " | {{%d}} KiB |\n", below(c, 4096));
        c->notes++;
    }
}

static void put_code(struct corpus *c)
{
    str_puts(c->out, "```c\n");
    for (int i = 2 + below(c, 6); i > 0; i--)
        str_printf(c->out, "    table[%d].frame = %#x;\n", below(c, 512),
                   (unsigned)below(c, 65536));
    str_puts(c->out, "```\n");
}

static void put_section(struct corpus *c)
{
    str_puts(c->out, "## ");
    put_words(c, 3);
    str_puts(c->out, "\n\n");
    for (int i = 2 + below(c, 4); i > 0; i--) {
        switch (below(c, 8)) {
        case 0:
            put_table(c);
            break;
        case 1:
            put_code(c);
            break;
        case 2:
            str_puts(c->out, "> ");
            put_note(c);
            break;
        case 3:
            put_note(c);
            break;
        default:
            put_list(c, 0);
        }
        str_putc(c->out, '\n');
    }
}

size_t corpus_put(struct str *out, size_t notes, uint64_t seed)
{
    struct corpus c = {.out = out, .rng = rng_new(seed)};

    str_puts(out, "# Notes made up\n\n");
    while (c.notes < notes)
        put_section(&c);
    return c.notes;
}
