#include "note/lint.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { MANY = 100 }; /* clozes; a block of more is not looked at */

/* --- braces where they mean nothing ------------------------------------- */

static const char *const wheres[] = {
    [LINT_CODE] = "code",
    [LINT_FENCED] = "a block of code",
    [LINT_INDENTED] = "code made by an indent of four",
    [LINT_HTML] = "raw HTML",
    [LINT_LINK] = "the address of a link",
    [LINT_IMAGE] = "the name of an image",
};

/* "c1::" behind the braces. */
static bool is_numbered(struct slice inside)
{
    size_t n = 1;

    while (n < inside.len && inside.at[n] >= '0' && inside.at[n] <= '9')
        n++;
    return n > 1 && inside.at[0] == 'c' &&
           slice_has_prefix(slice_skip(inside, n), SLICE("::"));
}

static void warn_lost(struct source *source, size_t open, const char *where)
{
    source_find_at(source, DIAG_WARNING, "cloze-lost", open,
                   "this looks like a cloze, but stands in %s and is text",
                   where);
}

void lint_lost_cloze(struct source *source, const struct tags *tags,
                     size_t open, size_t close, enum lint_where where)
{
    const struct tag *a, *b = &tags->at[close];
    struct slice inside;

    if (open == SIZE_MAX)
        return;
    a = &tags->at[open];
    if (a->kind != TAG_OPEN || b->kind != TAG_CLOSE || a->at + 2 >= b->at)
        return;
    inside = slice_sub(source->text, a->at + 2, b->at - a->at - 2);
    if (memchr(inside.at, '\n', inside.len) != NULL ||
        memchr(inside.at, '{', inside.len) != NULL ||
        memchr(inside.at, '}', inside.len) != NULL)
        return;
    if (where != LINT_FENCED || is_numbered(inside))
        warn_lost(source, a->at, wheres[where]);
}

void lint_math(struct source *source, struct span math)
{
    struct slice text = slice_sub(source->text, 0, math.end);
    size_t open = slice_find(text, math.at, SLICE("{{")), close;

    while (open < text.len) {
        close = slice_find(text, open + 2, SLICE("}"));
        if (close + 1 < text.len && text.at[close + 1] == '}' &&
            close > open + 2 &&
            memchr(text.at + open + 2, '{', close - open - 2) == NULL)
            warn_lost(source, open, "math");
        open = slice_find(text, open + 2, SLICE("{{"));
    }
}

/* --- answers spelt out -------------------------------------------------- */

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

/* Does the word stand in the text outside the span? */
static bool stands_elsewhere(struct slice text, struct slice word,
                             const struct cloze *c)
{
    size_t at = slice_find(text, 0, word);

    for (; at < text.len; at = slice_find(text, at + 1, word)) {
        size_t end = at + word.len;
        bool whole =
            (at == 0 || !is_word(text.at[at - 1]) || !is_word(word.at[0])) &&
            (end == text.len || !is_word(text.at[end]) ||
             !is_word(word.at[word.len - 1]));

        if (whole && (end <= c->at || at >= c->at + c->len))
            return true;
    }
    return false;
}

static void lint_answers(struct source *source, const struct block *leaf)
{
    for (uint32_t i = 0; i < leaf->nclozes && leaf->nclozes <= MANY; i++) {
        const struct cloze *c = &leaf->clozes[i];
        struct slice answer = slice_sub(leaf->text, c->at, c->len);

        if (c->len > 0 && stands_elsewhere(leaf->text, answer, c))
            source_find(source, DIAG_WARNING, "answer-shown",
                        (struct place){c->line, c->col},
                        "this answer is spelt out elsewhere in its block");
    }
}

/* --- the same block twice ----------------------------------------------- */

/* Where a note stands, for telling twins from namesakes. */
struct spot {
    const struct block *under, *heading; /* what holds it; above it */
    struct slice text;
    size_t note;
};

static int by_spot(const void *a, const void *b)
{
    const struct spot *s = a, *t = b;
    int order = slice_compare(s->text, t->text);

    if (order == 0)
        order = (s->under > t->under) - (s->under < t->under);
    if (order == 0)
        order = (s->heading > t->heading) - (s->heading < t->heading);
    return order != 0 ? order : (s->note > t->note) - (s->note < t->note);
}

static bool same_spot(const struct spot *s, const struct spot *t)
{
    return s->under == t->under && s->heading == t->heading &&
           slice_eq(s->text, t->text);
}

static struct spot spot_of(const struct note *note, size_t i)
{
    const struct block *under = note->leaf->parent;

    if (under != NULL && under->kind == BLOCK_ITEM)
        under = under->parent->parent;
    return (struct spot){
        .under = under,
        .heading = note->npath > 0 ? note->path[note->npath - 1] : NULL,
        .text = note->leaf->text,
        .note = i,
    };
}

static void lint_twins(struct source *source, const struct note *notes,
                       size_t n)
{
    struct spot *spots = mem_new_array(n, sizeof *spots);
    size_t nspots = 0;

    for (size_t i = 0; i < n; i++)
        if (notes[i].leaf->kind != BLOCK_CELL)
            spots[nspots++] = spot_of(&notes[i], i);
    qsort(spots, nspots, sizeof *spots, by_spot);
    for (size_t i = 1; i < nspots; i++) {
        const struct block *b = notes[spots[i].note].leaf;
        const struct block *twin = notes[spots[i - 1].note].leaf;

        if (same_spot(&spots[i - 1], &spots[i]))
            source_find(source, DIAG_WARNING, "twice",
                        (struct place){b->line, b->col},
                        "the same block stands in line %u already",
                        (unsigned)twin->line);
    }
    free(spots);
}

void lint_notes(struct source *source, const struct note *notes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        lint_answers(source, notes[i].leaf);
    lint_twins(source, notes, n);
}
