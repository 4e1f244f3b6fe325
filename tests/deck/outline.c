#include "deck/outline.h"

#include <stdio.h>
#include <string.h>

static const char *const words[] = {
    "page",     "table",    "entry",   "frame",   "fault",   "kernel",
    "process",  "address",  "virtual", "memory",  "mapping", "region",
    "valid",    "bit",      "write",   "read",    "copy",    "fork",
    "child",    "parent",   "stack",   "heap",    "grows",   "down",
    "loads",    "from",     "disk",    "file",    "swap",    "cache",
    "lookup",   "walks",    "levels",  "four",    "offset",  "number",
    "physical", "protect",  "user",    "mode",    "trap",    "handler",
    "retries",  "returns",  "updates", "shared",  "private", "anonymous",
    "zero",     "filled",   "lazily",  "demand",  "evicts",  "dirty",
    "clean",    "modified", "clock",   "hand",    "recent",  "access",
    "hardware", "software", "sets",    "clears",  "checks",  "before",
    "after",    "during",   "every",   "single",  "large",   "small",
    "aligned",  "bytes",    "cost",    "cycles",  "latency", "hit",
    "miss",     "flush",    "tagged",  "context", "switch",  "space",
};

static const char *random_word(struct rng *rng)
{
    return words[rng_below(rng, sizeof words / sizeof *words)];
}

static struct piece random_piece(struct rng *rng)
{
    struct piece p = {"", 0};

    if (rng_below(rng, 12) == 0)
        snprintf(p.word, sizeof p.word, "%d", 1 << (int)rng_below(rng, 16));
    else
        snprintf(p.word, sizeof p.word, "%s", random_word(rng));
    return p;
}

static struct bullet random_bullet(struct outline *o, int depth,
                                   struct rng *rng)
{
    struct bullet b = {.depth = depth, .npieces = 6};
    int clozes = 1 + (rng_below(rng, 3) == 0);

    b.npieces += (int)rng_below(rng, 8);
    for (int i = 0; i < b.npieces; i++)
        b.pieces[i] = random_piece(rng);
    for (int i = 0; i < clozes; i++) {
        int at = (int)rng_below(rng, (uint64_t)b.npieces);

        if (b.pieces[at].cloze == 0)
            b.pieces[at].cloze = o->next_cloze++;
    }
    return b;
}

void outline_init(struct outline *o, int bullets, struct rng *rng)
{
    int depth = 0;

    *o = (struct outline){.next_cloze = 1, .marker = "-"};
    for (int i = 0; i < bullets; i++) {
        o->bullets[o->nbullets++] = random_bullet(o, depth, rng);
        depth = (int)rng_below(rng, (uint64_t)(depth < 3 ? depth + 2 : 4));
    }
}

/* --- edits -------------------------------------------------------------- */

static struct bullet *any_bullet(struct outline *o, struct rng *rng)
{
    return &o->bullets[rng_below(rng, (uint64_t)o->nbullets)];
}

/* A position of a bullet whose cloze-ness is as asked, or -1. */
static int any_piece(const struct bullet *b, bool cloze, struct rng *rng)
{
    int from = (int)rng_below(rng, (uint64_t)b->npieces);

    for (int i = 0; i < b->npieces; i++) {
        int at = (from + i) % b->npieces;

        if ((b->pieces[at].cloze != 0) == cloze)
            return at;
    }
    return -1;
}

static void typo(char *word, struct rng *rng)
{
    size_t len = strlen(word);
    size_t at = (size_t)rng_below(rng, len);

    if (len < 3 || (word[0] >= '0' && word[0] <= '9'))
        return;
    if (at + 1 < len && rng_below(rng, 2) == 0) {
        char c = word[at];

        word[at] = word[at + 1];
        word[at + 1] = c;
    } else {
        word[at] = (char)('a' + rng_below(rng, 26));
    }
}

static void typo_in_prompt(struct outline *o, struct rng *rng)
{
    struct bullet *b = any_bullet(o, rng);
    int at = any_piece(b, false, rng);

    if (at >= 0)
        typo(b->pieces[at].word, rng);
}

static void typo_in_answer(struct outline *o, struct rng *rng)
{
    struct bullet *b = any_bullet(o, rng);
    int at = any_piece(b, true, rng);

    if (at >= 0)
        typo(b->pieces[at].word, rng);
}

static void other_word(struct outline *o, struct rng *rng)
{
    struct bullet *b = any_bullet(o, rng);
    int at = any_piece(b, false, rng);

    if (at >= 0)
        snprintf(b->pieces[at].word, OUTLINE_WORD, "%s", random_word(rng));
}

static void insert_word(struct outline *o, struct rng *rng)
{
    struct bullet *b = any_bullet(o, rng);
    int at = (int)rng_below(rng, (uint64_t)b->npieces);

    if (b->npieces == OUTLINE_PIECES)
        return;
    memmove(&b->pieces[at + 1], &b->pieces[at],
            (size_t)(b->npieces - at) * sizeof *b->pieces);
    b->pieces[at] = random_piece(rng);
    b->npieces++;
}

static void hide_word(struct outline *o, struct rng *rng)
{
    struct bullet *b = any_bullet(o, rng);
    int at = any_piece(b, false, rng);

    if (at >= 0)
        b->pieces[at].cloze = o->next_cloze++;
}

static void show_word(struct outline *o, struct rng *rng)
{
    struct bullet *b = any_bullet(o, rng);
    int at = any_piece(b, true, rng);

    if (at >= 0)
        b->pieces[at].cloze = 0;
}

static void swap_clozes(struct outline *o, struct rng *rng)
{
    struct bullet *b = any_bullet(o, rng);
    int x = any_piece(b, true, rng), y = any_piece(b, true, rng);

    if (x >= 0 && y >= 0) {
        struct piece p = b->pieces[x];

        b->pieces[x] = b->pieces[y];
        b->pieces[y] = p;
    }
}

static void insert_at(struct outline *o, int at, struct bullet b)
{
    if (o->nbullets == OUTLINE_BULLETS)
        return;
    memmove(&o->bullets[at + 1], &o->bullets[at],
            (size_t)(o->nbullets - at) * sizeof *o->bullets);
    o->bullets[at] = b;
    o->nbullets++;
}

static struct bullet remove_at(struct outline *o, int at)
{
    struct bullet b = o->bullets[at];

    o->nbullets--;
    memmove(&o->bullets[at], &o->bullets[at + 1],
            (size_t)(o->nbullets - at) * sizeof *o->bullets);
    return b;
}

static void new_bullet(struct outline *o, struct rng *rng)
{
    int at = (int)rng_below(rng, (uint64_t)o->nbullets);

    insert_at(o, at, random_bullet(o, o->bullets[at].depth, rng));
}

static void drop_bullet(struct outline *o, struct rng *rng)
{
    if (o->nbullets > 10)
        remove_at(o, (int)rng_below(rng, (uint64_t)o->nbullets));
}

static void move_bullet(struct outline *o, struct rng *rng)
{
    int from = (int)rng_below(rng, (uint64_t)o->nbullets);
    struct bullet b = remove_at(o, from);
    int at = (int)rng_below(rng, (uint64_t)o->nbullets);

    b.depth = o->bullets[at].depth;
    insert_at(o, at, b);
}

static void copy_bullet(struct outline *o, struct rng *rng)
{
    struct bullet b = *any_bullet(o, rng);

    for (int i = 0; i < b.npieces; i++)
        if (b.pieces[i].cloze != 0)
            b.pieces[i].cloze = o->next_cloze++;
    insert_at(o, o->nbullets, b);
}

static void indent(struct outline *o, struct rng *rng)
{
    struct bullet *b = any_bullet(o, rng);

    b->depth = (b->depth + 1) % 4;
}

static void change_number(struct outline *o, struct rng *rng)
{
    struct bullet *b = any_bullet(o, rng);

    for (int i = 0; i < b->npieces; i++)
        if (b->pieces[i].word[0] >= '0' && b->pieces[i].word[0] <= '9')
            snprintf(b->pieces[i].word, OUTLINE_WORD, "%d",
                     (int)rng_below(rng, 100000));
}

static void other_marker(struct outline *o, struct rng *rng)
{
    (void)rng;
    o->marker = o->marker[0] == '-' ? "*" : "-";
}

const char *outline_edit(struct outline *o, struct rng *rng)
{
    static const struct {
        const char *name;
        void (*edit)(struct outline *o, struct rng *rng);
    } edits[] = {
        {"a typo in a prompt", typo_in_prompt},
        {"a typo in an answer", typo_in_answer},
        {"another word", other_word},
        {"a word more", insert_word},
        {"a word hidden", hide_word},
        {"a word shown", show_word},
        {"clozes swapped", swap_clozes},
        {"a new bullet", new_bullet},
        {"a bullet gone", drop_bullet},
        {"a bullet moved", move_bullet},
        {"a bullet copied", copy_bullet},
        {"a bullet indented", indent},
        {"a number changed", change_number},
        {"other markers", other_marker},
    };
    size_t which = (size_t)rng_below(rng, sizeof edits / sizeof *edits);

    edits[which].edit(o, rng);
    return edits[which].name;
}

/* --- out ---------------------------------------------------------------- */

/* A bullet may go one deeper than the one before, not more: it would become a
 * part of its paragraph. */
void outline_put(struct str *out, const struct outline *o)
{
    int depth = -1;

    for (int i = 0; i < o->nbullets; i++) {
        const struct bullet *b = &o->bullets[i];

        depth = b->depth <= depth + 1 ? b->depth : depth + 1;
        str_fill(out, ' ', (size_t)depth * 2);
        str_puts(out, o->marker);
        for (int j = 0; j < b->npieces; j++)
            str_printf(out, b->pieces[j].cloze != 0 ? " {{%s}}" : " %s",
                       b->pieces[j].word);
        str_putc(out, '\n');
    }
}

int outline_clozes(const struct outline *o, int *ids, int max)
{
    int n = 0;

    for (int i = 0; i < o->nbullets; i++)
        for (int j = 0; j < o->bullets[i].npieces; j++)
            if (o->bullets[i].pieces[j].cloze != 0 && n < max)
                ids[n++] = o->bullets[i].pieces[j].cloze;
    return n;
}
