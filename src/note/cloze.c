#include "note/cloze.h"

#include "note/blank.h"
#include "note/cut.h"

/* A cloze whose end has not come yet. */
struct opened {
    uint32_t cloze; /* which one, in order of opening */
    uint32_t seek;  /* the :: of its hint may stand from here on */
    uint32_t hint;  /* where it stands, or NO_HINT */
    bool numbered;
};

static const uint32_t NO_HINT = UINT32_MAX;

struct finder {
    const struct raw_leaf *raw;
    const struct tags *tags;
    struct source *source;
    struct arena *arena;
    struct block *leaf;
    struct opened open[CLOZE_DEPTH_MAX];
    unsigned depth;
    unsigned literals; /* \{{ whose }} has not come */
    bool gave_up;      /* what follows would only confuse */
    struct cuts cuts;  /* markup that does not reach the leaf */
};

/* --- what stands around a delimiter ------------------------------------- */

static size_t tag_at(const struct finder *f, const struct mark *m)
{
    return f->tags->at[m->tag].at;
}

/* "c7::" behind the braces at `at` of the source: its length, or 0. *number
 * gets 7, or CLOZE_NUMBER_MAX + 1 when it is larger than any. */
static uint32_t read_number(struct slice source, size_t at, uint32_t *number)
{
    size_t i = at + 3;
    uint32_t n = 0;

    if (i >= source.len || source.at[at + 2] != 'c')
        return 0;
    for (; i < source.len && source.at[i] >= '0' && source.at[i] <= '9'; i++)
        if (n <= CLOZE_NUMBER_MAX)
            n = n * 10 + (uint32_t)(source.at[i] - '0');
    if (i == at + 3 || !slice_has_prefix(slice_skip(source, i), SLICE("::")))
        return 0;
    *number = n;
    return (uint32_t)(i + 2 - (at + 2));
}

/* The run that covers a byte of the raw text, or NULL. */
static const struct run *run_at(const struct raw_leaf *raw, uint32_t at)
{
    uint32_t lo = 0, hi = raw->nruns;

    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;

        if (raw->runs[mid].at + raw->runs[mid].len <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < raw->nruns && raw->runs[lo].at <= at ? &raw->runs[lo] : NULL;
}

/* Text of its own kind, in which no mark of ours means anything. */
static const struct run *opaque_at(const struct raw_leaf *raw, uint32_t at)
{
    const struct run *run = run_at(raw, at);
    uint32_t opaque = RUN_CODE | RUN_MATH | RUN_HTML | RUN_IMAGE;

    return run != NULL && (run->style & opaque) != 0 ? run : NULL;
}

/* Looks for the :: of a hint in [o->seek, to). */
static void seek_hint(const struct finder *f, struct opened *o, uint32_t to)
{
    struct slice text = slice_sub(f->raw->text, 0, to);
    const struct run *opaque;
    size_t at = o->seek;

    o->seek = to > o->seek ? to : o->seek;
    if (!o->numbered || o->hint != NO_HINT)
        return;
    while ((at = slice_find(text, at, SLICE("::"))) < to) {
        opaque = opaque_at(f->raw, (uint32_t)at);
        if (opaque == NULL) {
            o->hint = (uint32_t)at;
            return;
        }
        at = opaque->at + opaque->len;
    }
}

/* The end of "{(" "{hint})" "}" that begins at `at`, or 0; it stands before
 * `limit`, where the next delimiter is. */
static uint32_t find_tail_hint(const struct finder *f, uint32_t at,
                               uint32_t limit)
{
    struct slice text = slice_sub(f->raw->text, 0, limit);
    size_t end;

    if (at >= limit ||
        !slice_has_prefix(slice_skip(text, at), SLICE("{({")) ||
        opaque_at(f->raw, at) != NULL)
        return 0;
    end = slice_find(text, at + 3, SLICE("})}"));
    return end < limit ? (uint32_t)end + 3 : 0;
}

static struct slice hint_text(struct finder *f, uint32_t at, uint32_t end)
{
    struct slice hint = slice_trim(slice_sub(f->raw->text, at, end - at));
    char *text;

    if (hint.len == 0)
        return (struct slice){0};
    hint = arena_copy(f->arena, hint);
    text = (char *)hint.at;
    for (size_t i = 0; i < hint.len; i++)
        if (text[i] == '\n')
            text[i] = ' ';
    return hint;
}

/* --- matching ----------------------------------------------------------- */

static void open_cloze(struct finder *f, const struct mark *m)
{
    struct opened *o = f->depth > 0 ? &f->open[f->depth - 1] : NULL;
    struct cloze *c = &f->leaf->clozes[f->leaf->nclozes];
    size_t at = tag_at(f, m);
    struct place place = source_place(f->source, at);
    uint32_t number = 0, width;

    if (o != NULL)
        seek_hint(f, o, m->at);
    if (o != NULL && o->hint != NO_HINT) {
        f->gave_up = true;
        source_find(f->source, DIAG_ERROR, "cloze-hint", place,
                    "a hint can't hold a cloze");
        return;
    }
    if (f->depth == CLOZE_DEPTH_MAX) {
        f->gave_up = true;
        source_find(f->source, DIAG_ERROR, "cloze-deep", place,
                    "clozes nest at most %d deep", CLOZE_DEPTH_MAX);
        return;
    }
    width = read_number(f->source->text, at, &number);
    if (width > 0 && (number < 1 || number > CLOZE_NUMBER_MAX)) {
        source_find(f->source, DIAG_ERROR, "cloze-number", place,
                    "the number of a cloze is from c1 to c500");
        number = 0;
    }
    cuts_add(&f->cuts, m->at, m->at + 2 + width);
    *c = (struct cloze){.at = m->at + 2 + width,
                        .number = number,
                        .line = place.line,
                        .col = place.col};
    f->open[f->depth++] = (struct opened){.cloze = f->leaf->nclozes++,
                                          .seek = c->at,
                                          .hint = NO_HINT,
                                          .numbered = width > 0};
}

static void close_cloze(struct finder *f, const struct mark *m,
                        uint32_t limit)
{
    struct opened *o = &f->open[--f->depth];
    struct cloze *c = &f->leaf->clozes[o->cloze];
    uint32_t end = m->at + 2, tail;

    seek_hint(f, o, m->at);
    c->len = (o->hint != NO_HINT ? o->hint : m->at) - c->at;
    if (o->hint != NO_HINT) {
        c->hint = hint_text(f, o->hint + 2, m->at);
        cuts_add(&f->cuts, o->hint, end);
    } else if ((tail = find_tail_hint(f, end, limit)) > 0) {
        c->hint = hint_text(f, end + 3, tail - 3);
        end = tail;
        cuts_add(&f->cuts, m->at, end);
    } else {
        cuts_add(&f->cuts, m->at, end);
    }
    if (f->depth > 0)
        f->open[f->depth - 1].seek = end;
}

static void stray(struct finder *f, const struct mark *m)
{
    if (f->literals > 0)
        f->literals--;
    else
        source_find_at(f->source, DIAG_WARNING, "cloze-stray", tag_at(f, m),
                       "this }} closes nothing and is text: "
                       "write \\}} if it is meant so");
}

static void match(struct finder *f)
{
    const struct raw_leaf *raw = f->raw;

    for (uint32_t i = 0; i < raw->nmarks && !f->gave_up; i++) {
        const struct mark *m = &raw->marks[i];
        uint32_t limit = i + 1 < raw->nmarks ? raw->marks[i + 1].at
                                             : (uint32_t)raw->text.len;

        switch (f->tags->at[m->tag].kind) {
        case TAG_OPEN:
            open_cloze(f, m);
            break;
        case TAG_CLOSE:
            if (f->depth > 0)
                close_cloze(f, m, limit);
            else
                stray(f, m);
            break;
        case TAG_LITERAL:
            f->literals++;
            break;
        default: /* TAG_COLONS */
            if (f->depth > 0) {
                struct opened *o = &f->open[f->depth - 1];

                seek_hint(f, o, m->at);
                o->seek = m->at + 2;
            }
        }
    }
}

static void refuse_unclosed(struct finder *f)
{
    const char *what = f->leaf->kind == BLOCK_CELL      ? "table cell"
                       : f->leaf->kind == BLOCK_HEADING ? "heading"
                                                        : "paragraph";
    const char *more = f->leaf->kind == BLOCK_CELL
                           ? "; a | inside a cell is written \\|"
                           : "";

    for (unsigned i = 0; i < f->depth; i++) {
        struct cloze *c = &f->leaf->clozes[f->open[i].cloze];

        source_find(f->source, DIAG_ERROR, "cloze-open",
                    (struct place){c->line, c->col},
                    "this {{ is not closed before the end of its %s%s", what,
                    more);
    }
}

/* --- what is no cloze --------------------------------------------------- */

/* "[ ] " or "[x] " at the start of an item. */
static void take_task(struct finder *f)
{
    struct slice text = f->raw->text;
    const struct block *b = f->leaf;

    if (b->kind != BLOCK_PARAGRAPH || b->parent == NULL ||
        b->parent->kind != BLOCK_ITEM || b->parent->first != b ||
        text.len < 4 || text.at[0] != '[' || text.at[2] != ']' ||
        text.at[3] != ' ' || strchr(" xX", text.at[1]) == NULL)
        return;
    f->leaf->task = text.at[1] == ' ' ? TASK_OPEN : TASK_DONE;
    cuts_add(&f->cuts, 0, 4);
}

static bool id_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/* " ^pg-x7k2" at the end. */
static void take_id(struct finder *f)
{
    struct slice text = f->raw->text;
    uint32_t done = cuts_end(&f->cuts);
    size_t end = text.len, at;

    while (end > 0 && text.at[end - 1] == ' ')
        end--;
    for (at = end; at > 0 && id_digit(text.at[at - 1]);)
        at--;
    if (at == end || at < done + 5 || text.at[at - 5] != ' ' ||
        !slice_has_prefix(slice_skip(text, at - 4), SLICE("^pg-")) ||
        opaque_at(f->raw, (uint32_t)at) != NULL)
        return;
    f->leaf->id =
        arena_copy(f->arena, slice_range(text.at + at - 3, text.at + end));
    cuts_add(&f->cuts, (uint32_t)at - 5, (uint32_t)text.len);
}

/* --- the leaf without its markup ---------------------------------------- */

static void copy_runs(struct finder *f)
{
    const struct raw_leaf *raw = f->raw;
    struct block *b = f->leaf;

    if (raw->nruns == 0)
        return;
    b->runs = arena_new_array(f->arena, raw->nruns, sizeof *b->runs);
    for (uint32_t i = 0; i < raw->nruns; i++) {
        struct run run = raw->runs[i];
        uint32_t end = cuts_moved(&f->cuts, run.at + run.len);

        run.at = cuts_moved(&f->cuts, run.at);
        if (end == run.at && raw->runs[i].len > 0)
            continue;
        run.len = end - run.at;
        b->runs[b->nruns++] = run;
    }
}

/* Makes the cloze as short as it can be without losing a letter. */
static void trim(struct slice text, struct cloze *c)
{
    struct slice rest = blank_trim(slice_sub(text, c->at, c->len));

    c->at = (uint32_t)(rest.at - text.at);
    c->len = (uint32_t)rest.len;
}

static void move_clozes(struct finder *f)
{
    for (uint32_t i = 0; i < f->leaf->nclozes; i++) {
        struct cloze *c = &f->leaf->clozes[i];
        uint32_t end = cuts_moved(&f->cuts, c->at + c->len);

        c->at = cuts_moved(&f->cuts, c->at);
        c->len = end - c->at;
        trim(f->leaf->text, c);
        if (c->len == 0)
            source_find(f->source, DIAG_ERROR, "cloze-empty",
                        (struct place){c->line, c->col},
                        "this cloze hides nothing");
    }
}

void cloze_find(struct block *leaf, const struct raw_leaf *raw,
                const struct tags *tags, struct source *source,
                struct arena *arena)
{
    struct finder f = {.raw = raw,
                       .tags = tags,
                       .source = source,
                       .arena = arena,
                       .leaf = leaf};
    uint32_t opens = 0;

    for (uint32_t i = 0; i < raw->nmarks; i++)
        opens += tags->at[raw->marks[i].tag].kind == TAG_OPEN;
    if (opens > 0)
        leaf->clozes = arena_new_array(arena, opens, sizeof *leaf->clozes);
    take_task(&f);
    match(&f);
    if (!f.gave_up)
        refuse_unclosed(&f);
    if (f.gave_up || f.depth > 0)
        leaf->nclozes = 0; /* the file is refused */
    take_id(&f);
    leaf->text = cuts_apply(&f.cuts, raw->text, arena);
    copy_runs(&f);
    move_clozes(&f);
    block_deal_cards(leaf);
    cuts_release(&f.cuts);
}
