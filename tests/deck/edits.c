#include "deck/edits.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { TRIES = 40, PAST_MAX = 60 };

/* --- what an edit touches ----------------------------------------------- */

void edit_release(struct edit *edit)
{
    free(edit->at);
    *edit = (struct edit){0};
}

void edit_touch(struct edit *edit, uint32_t cloze, enum want want)
{
    for (size_t i = 0; i < edit->n; i++)
        if (edit->at[i].cloze == cloze)
            return;
    edit->at = mem_grow(edit->at, edit->n, &edit->cap, sizeof *edit->at);
    edit->at[edit->n++] = (struct touched){cloze, want};
}

void edit_touch_line(struct edit *edit, const struct line *line,
                     enum want want)
{
    for (int i = 0; i < line->n; i++)
        if (line->words[i].cloze != 0)
            edit_touch(edit, line->words[i].cloze, want);
}

void edit_touch_lines(struct edit *edit, const struct file *file, size_t at,
                      size_t n)
{
    for (size_t i = at; i < at + n; i++)
        edit_touch_line(edit, &file->lines[i], WANT_KEPT);
}

/* --- lines of the notebook ---------------------------------------------- */

struct line *spot_line(struct spot spot)
{
    return &spot.file->lines[spot.at];
}

struct spot spot_any(struct notebook *b)
{
    struct file *f = &b->files[notebook_below(b, (int)b->nfiles)];

    return (struct spot){f, (size_t)notebook_below(b, (int)f->n)};
}

bool spot_any_note(struct notebook *b, struct spot *out)
{
    for (int i = 0; i < TRIES; i++) {
        *out = spot_any(b);
        if (line_is_note(spot_line(*out)))
            return true;
    }
    return false;
}

static int rank(const struct line *line)
{
    return line->heading > 0 ? line->heading : 3 + line->depth;
}

const struct line *spot_parent(struct spot spot)
{
    int below = rank(spot_line(spot));

    while (spot.at-- > 0)
        if (rank(spot_line(spot)) < below)
            return spot_line(spot);
    return NULL;
}

static bool same_parent(const struct line *a, const struct line *b)
{
    return a == b || (a != NULL && b != NULL && line_says(a, b));
}

bool spot_has_twin(const struct notebook *b, const struct line *line,
                   const struct line *parent)
{
    for (size_t i = 0; i < b->nfiles; i++)
        for (size_t j = 0; j < b->files[i].n; j++) {
            struct spot other = {(struct file *)&b->files[i], j};

            if (spot_line(other)->id != line->id &&
                line_says(spot_line(other), line) &&
                same_parent(spot_parent(other), parent))
                return true;
        }
    return false;
}

/* --- taking edits back -------------------------------------------------- */

struct past {
    uint32_t parent;    /* line below which they were; 0 for an edited line */
    struct line *lines; /* as they were */
    size_t n;
};

void edits_release(struct edits *edits)
{
    for (size_t i = 0; i < edits->npast; i++)
        free(edits->past[i].lines);
    free(edits->past);
    *edits = (struct edits){0};
}

static void forget(struct edits *edits, size_t i)
{
    free(edits->past[i].lines);
    edits->npast--;
    memmove(&edits->past[i], &edits->past[i + 1],
            (edits->npast - i) * sizeof *edits->past);
}

void edits_remember(struct edits *edits, struct spot spot, size_t removed)
{
    const struct line *parent = spot_parent(spot);
    size_t n = removed > 0 ? removed : 1;
    struct past past = {
        .parent = removed > 0 && parent != NULL ? parent->id : 0,
        .lines = mem_new_array(n, sizeof *past.lines),
        .n = n,
    };

    memcpy(past.lines, spot_line(spot), n * sizeof *past.lines);
    if (edits->npast == PAST_MAX)
        forget(edits, 0);
    edits->past =
        mem_grow(edits->past, edits->npast, &edits->cap, sizeof *edits->past);
    edits->past[edits->npast++] = past;
}

static bool find_line(struct notebook *b, uint32_t id, struct spot *out)
{
    for (size_t i = 0; i < b->nfiles; i++)
        for (size_t j = 0; j < b->files[i].n; j++)
            if (b->files[i].lines[j].id == id) {
                *out = (struct spot){&b->files[i], j};
                return true;
            }
    return false;
}

/* True when the cloze hides the same words in both lines. */
static bool hides_the_same(const struct line *a, const struct line *b,
                           uint32_t cloze)
{
    int i = 0, j = 0;

    for (;; i++, j++) {
        while (i < a->n && a->words[i].cloze != cloze)
            i++;
        while (j < b->n && b->words[j].cloze != cloze)
            j++;
        if (i == a->n || j == b->n)
            return i == a->n && j == b->n;
        if (strcmp(a->words[i].text, b->words[j].text) != 0)
            return false;
    }
}

/* The clozes of a line that says again what it said: those that were hidden
 * in between, and hid other words, may be new ones. */
static void touch_again(struct edit *edit, const struct line *was,
                        const struct line *now)
{
    for (int i = 0; i < now->n; i++)
        if (now->words[i].cloze != 0 &&
            !hides_the_same(was, now, now->words[i].cloze))
            edit_touch(edit, now->words[i].cloze, WANT_EITHER);
    edit_touch_line(edit, was, WANT_HISTORY);
}

/* The line says again what it said; it stays where it is by now. */
static bool say_again(struct edits *edits, const struct past *past,
                      struct edit *edit)
{
    struct line was = past->lines[0], *now;
    struct spot spot;

    if (!find_line(edits->notebook, was.id, &spot) ||
        spot_has_twin(edits->notebook, &was, spot_parent(spot)))
        return false;
    now = spot_line(spot);
    was.depth = now->depth;
    touch_again(edit, &was, now);
    *now = was;
    return true;
}

static bool put_back(struct edits *edits, const struct past *past,
                     struct edit *edit)
{
    struct spot below;
    int deeper;

    if (!find_line(edits->notebook, past->parent, &below))
        return false;
    deeper =
        (spot_line(below)->heading > 0 ? 0 : spot_line(below)->depth + 1);
    deeper -= past->lines[0].depth;
    if (spot_has_twin(edits->notebook, &past->lines[0], spot_line(below)))
        return false;
    for (size_t i = 0; i < past->n; i++) {
        struct line line = past->lines[i];

        line.depth += deeper;
        notebook_insert(edits->notebook, below.file, below.at + 1 + i, &line);
        edit_touch_line(edit, &line, WANT_HISTORY);
    }
    return true;
}

bool edits_take_back(struct edits *edits, struct edit *edit)
{
    size_t i;
    bool done;

    if (edits->npast == 0)
        return false;
    i = (size_t)notebook_below(edits->notebook, (int)edits->npast);
    done = edits->past[i].parent != 0
               ? put_back(edits, &edits->past[i], edit)
               : say_again(edits, &edits->past[i], edit);
    forget(edits, i);
    return done;
}

/* --- making one --------------------------------------------------------- */

static bool make_line(struct edits *edits, const struct edit_kind *kind,
                      struct edit *edit)
{
    struct spot spot;
    struct line now;

    if (!spot_any_note(edits->notebook, &spot))
        return false;
    now = *spot_line(spot);
    if (!kind->line(edits->notebook, &now, edit) ||
        spot_has_twin(edits->notebook, &now, spot_parent(spot)))
        return false;
    edits_remember(edits, spot, 0);
    *spot_line(spot) = now;
    edit_touch_line(edit, &now, WANT_KEPT);
    return true;
}

bool edits_make_kind(struct edits *edits, int kind, struct edit *edit)
{
    const struct edit_kind *k = &edit_kinds[kind];

    for (int i = 0; i < TRIES; i++) {
        edit->n = 0;
        edit->kind = kind;
        if (k->line != NULL ? make_line(edits, k, edit)
                            : k->whole(edits, edit))
            return true;
    }
    return false;
}

static int any_kind(struct notebook *b)
{
    int sum = 0, left, kind;

    for (int i = 0; i < edit_nkinds; i++)
        sum += edit_kinds[i].weight;
    left = notebook_below(b, sum);
    for (kind = 0; left >= edit_kinds[kind].weight; kind++)
        left -= edit_kinds[kind].weight;
    return kind;
}

void edits_make(struct edits *edits, struct edit *edit)
{
    while (!edits_make_kind(edits, any_kind(edits->notebook), edit))
        ;
}
