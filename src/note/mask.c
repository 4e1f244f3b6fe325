#include "note/mask.h"

#include <assert.h>

#include "text/unicode.h"

enum sight { SEEN, ASKED, HIDDEN };

/* A card of more blanks than that looks for the first ones only in what
 * stands around it. */
enum { ANSWERS_MAX = 64 };

/* --- the card's blanks ------------------------------------------------- */

const struct cloze *mask_blank(const struct note *note, uint32_t card,
                               uint32_t i)
{
    const struct block *leaf = note->leaf;

    for (uint32_t k = 0; k < leaf->nclozes; k++)
        if (leaf->clozes[k].card == card && i-- == 0)
            return &leaf->clozes[k];
    return NULL;
}

uint32_t mask_blanks(const struct note *note, uint32_t card)
{
    uint32_t n = 0;

    while (mask_blank(note, card, n) != NULL)
        n++;
    return n;
}

static struct slice cloze_text(const struct block *leaf,
                               const struct cloze *cloze)
{
    return slice_sub(leaf->text, cloze->at, cloze->len);
}

struct mask mask_of(const struct note *note, uint32_t card, bool revealed,
                    struct arena *arena)
{
    uint32_t n = revealed ? 0 : mask_blanks(note, card);
    struct str *answers;

    n = n < ANSWERS_MAX ? n : ANSWERS_MAX;
    answers = arena_new_array(arena, n, sizeof *answers);
    for (uint32_t i = 0; i < n; i++) {
        answers[i] = STR_EMPTY;
        text_fold(&answers[i], slice_trim(cloze_text(
                                   note->leaf, mask_blank(note, card, i))));
    }
    return (struct mask){note, card, revealed, answers, n};
}

void mask_release(struct mask *m)
{
    for (size_t i = 0; i < m->nanswers; i++)
        str_release(&m->answers[i]);
    m->nanswers = 0;
}

/* --- what gives the answer away ---------------------------------------- */

static bool word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

/* True when `word` stands in `text` and is no part of a longer ASCII word. */
static bool holds_word(struct slice text, struct slice word)
{
    size_t at = 0;

    if (word.len == 0)
        return false;
    while ((at = slice_find(text, at, word)) < text.len) {
        size_t end = at + word.len;
        bool starts =
            at == 0 || !word_byte(text.at[at - 1]) || !word_byte(word.at[0]);
        bool ends = end == text.len || !word_byte(text.at[end]) ||
                    !word_byte(word.at[word.len - 1]);

        if (starts && ends)
            return true;
        at++;
    }
    return false;
}

bool mask_gives_away(const struct mask *m, struct slice text)
{
    struct str folded = STR_EMPTY;
    bool hit = false;

    text_fold(&folded, text);
    for (size_t i = 0; i < m->nanswers && !hit; i++)
        hit = holds_word(str_slice(&folded), str_slice(&m->answers[i]));
    str_release(&folded);
    return hit;
}

/* --- what is seen of one cloze ----------------------------------------- */

static bool within(const struct cloze *inner, const struct cloze *outer)
{
    return inner->at >= outer->at &&
           inner->at + inner->len <= outer->at + outer->len;
}

static bool holds_asked(const struct mask *m, const struct cloze *cloze)
{
    const struct block *leaf = m->note->leaf;

    for (uint32_t i = 0; i < leaf->nclozes; i++)
        if (leaf->clozes[i].card == m->card &&
            within(&leaf->clozes[i], cloze))
            return true;
    return false;
}

static enum sight own_sight(const struct mask *m, const struct cloze *cloze)
{
    const struct cloze *first = mask_blank(m->note, m->card, 0);

    assert(first != NULL);
    if (m->revealed)
        return SEEN;
    if (cloze->card == m->card)
        return ASKED;
    if (m->note->others == OTHERS_SHOW || holds_asked(m, cloze))
        return SEEN;
    if (m->note->others == OTHERS_LATER && cloze->at < first->at)
        return SEEN;
    return HIDDEN;
}

/* A heading stands in its own path line too, there as a copy. */
static bool is_own(const struct mask *m, const struct block *leaf)
{
    const struct block *own = m->note->leaf;

    return leaf == own ||
           (leaf->kind == BLOCK_HEADING && own->kind == BLOCK_HEADING &&
            leaf->level == own->level && leaf->nclozes == own->nclozes &&
            slice_eq(leaf->text, own->text));
}

static enum sight sight_of(const struct pieces *walk,
                           const struct cloze *cloze)
{
    const struct mask *m = walk->mask;

    if (m == NULL)
        return SEEN;
    if (walk->own)
        return own_sight(m, cloze);
    return m->nanswers > 0 && mask_gives_away(m, cloze_text(walk->leaf, cloze))
               ? HIDDEN
               : SEEN;
}

/* --- the walk ---------------------------------------------------------- */

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* True when the byte `at` lies in an answer that is revealed. */
static bool in_answer(const struct pieces *walk, uint32_t at)
{
    const struct block *leaf = walk->leaf;

    if (walk->mask == NULL || !walk->own || !walk->mask->revealed)
        return false;
    for (uint32_t i = 0; i < leaf->nclozes; i++)
        if (leaf->clozes[i].card == walk->mask->card &&
            at >= leaf->clozes[i].at &&
            at < leaf->clozes[i].at + leaf->clozes[i].len)
            return true;
    return false;
}

static uint32_t blank_index(const struct pieces *walk,
                            const struct cloze *cloze)
{
    uint32_t n = 0;

    for (const struct cloze *c = walk->leaf->clozes; c < cloze; c++)
        n += c->card == cloze->card;
    return n;
}

/* A hidden cloze that begins at walk->at, the outermost. */
static bool covered(struct pieces *walk, struct piece *out)
{
    const struct block *leaf = walk->leaf;

    for (uint32_t i = 0; i < leaf->nclozes; i++) {
        const struct cloze *c = &leaf->clozes[i];
        enum sight sight;

        if (c->at != walk->at || (sight = sight_of(walk, c)) == SEEN)
            continue;
        *out = (struct piece){
            .kind = sight == ASKED ? PIECE_BLANK : PIECE_HIDDEN,
            .text = sight == ASKED ? c->hint : (struct slice){NULL, 0},
            .blank = sight == ASKED ? blank_index(walk, c) : 0,
        };
        walk->at = c->at + c->len;
        return true;
    }
    return false;
}

/* The first place behind `at` where a cloze begins or ends. */
static uint32_t border(const struct block *leaf, uint32_t at)
{
    uint32_t next = (uint32_t)leaf->text.len;

    for (uint32_t i = 0; i < leaf->nclozes; i++) {
        uint32_t begin = leaf->clozes[i].at;
        uint32_t end = begin + leaf->clozes[i].len;

        if (begin > at)
            next = least(next, begin);
        else if (end > at)
            next = least(next, end);
    }
    return next;
}

bool piece_next(struct pieces *walk, struct piece *out)
{
    const struct block *leaf = walk->leaf;
    const struct run *run = NULL;
    uint32_t end;

    walk->own = walk->mask != NULL && is_own(walk->mask, leaf);
    if (covered(walk, out))
        return true;
    while (walk->run < leaf->nruns &&
           leaf->runs[walk->run].at + leaf->runs[walk->run].len <= walk->at &&
           !(leaf->runs[walk->run].len == 0 &&
             leaf->runs[walk->run].at == walk->at))
        walk->run++;
    end = border(leaf, walk->at);
    if (walk->run < leaf->nruns) {
        const struct run *r = &leaf->runs[walk->run];

        if (r->at <= walk->at)
            run = r;
        end = least(end, r->at > walk->at ? r->at : r->at + r->len);
    }
    if (walk->at >= leaf->text.len && run == NULL)
        return false;
    *out = (struct piece){
        .text = slice_sub(leaf->text, walk->at, end - walk->at),
        .run = run,
        .answer = in_answer(walk, walk->at),
    };
    walk->at = end;
    if (run != NULL && run->len == 0)
        walk->run++;
    return true;
}
