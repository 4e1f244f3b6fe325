/* Rows of clozes: the cards of a selection, and wrong answers from those that
 * stand near. */
#include <stdlib.h>

#include "base/mem.h"
#include "exam/maker_inside.h"
#include "text/unicode.h"

enum {
    NEAR = 8,     /* siblings to choose from */
    FAR = 200,    /* how far they may stand, in cards */
    SIBLINGS = 3, /* wrong answers of a choice */
    TRIES = 5000, /* for a form that stands alone */
};

/* --- the cards of a selection ------------------------------------------- */

struct collecting {
    struct pool_of_blanks *pool;
    size_t cap;
    struct arena *arena;
};

static struct slice folded(struct slice text, struct arena *arena)
{
    struct str fold = STR_EMPTY;
    struct slice copy;

    text_fold(&fold, slice_trim(text));
    copy = arena_copy(arena, str_slice(&fold));
    str_release(&fold);
    return copy;
}

/* Blanks in the masked line of a card. */
static size_t blanks_in(struct slice text)
{
    size_t n = 0, at = 0;

    while ((at = slice_find(text, at, SLICE("[...]"))) < text.len) {
        n++;
        at += 5;
    }
    return n;
}

/* Cards of several blanks are left out: item k has one answer in every
 * form. */
static int collect(const struct card *card, void *arg)
{
    struct collecting *c = arg;
    struct pool_of_blanks *pool = c->pool;

    if ((card->flags & (CARD_ORPHAN | CARD_SUSPENDED)) != 0 ||
        blanks_in(card->text) != 1)
        return 0;
    pool->at = mem_grow(pool->at, pool->n, &c->cap, sizeof *pool->at);
    pool->at[pool->n++] = (struct blank){
        .card = card->id,
        .note = card->note,
        .uid = arena_copy(c->arena, card->uid),
        .path = arena_copy(c->arena, card->path),
        .line = card->line,
        .answer = arena_copy(c->arena, card->answer),
        .folded = folded(card->answer, c->arena),
        .text = folded(card->text, c->arena),
    };
    return 0;
}

/* As they stand in the notes, wherever these were imported from. */
static int by_place(const void *a, const void *b)
{
    const struct blank *x = a, *y = b;
    int order = slice_compare(x->path, y->path);

    if (order == 0)
        order = (x->line > y->line) - (x->line < y->line);
    return order != 0 ? order : slice_compare(x->uid, y->uid);
}

static void shuffle(struct pool_of_blanks *pool, uint64_t seed,
                    struct arena *arena)
{
    struct rng rng = rng_new(seed);

    pool->order = arena_new_array(arena, pool->n, sizeof *pool->order);
    for (size_t i = 0; i < pool->n; i++) {
        size_t k = (size_t)rng_below(&rng, i + 1);
        pool->order[i] = pool->order[k];
        pool->order[k] = i;
    }
}

static int select_pool(struct maker *m, const struct entry *entry,
                       struct pool_of_blanks *pool, struct err *err)
{
    struct collecting c = {.pool = pool, .arena = &m->arena};
    struct selection selection = {0};
    struct blank *at;
    int rc = 0;

    if (entry->selection.len > 0)
        rc = deck_select(m->options.deck, entry->selection, &selection,
                         &m->arena, err);
    if (rc == 0)
        rc = deck_each(m->options.deck, &selection, collect, &c, err);
    if (rc == 0 && pool->n == 0)
        rc = err_set(err, ERR_NO_INPUT,
                     "The deck has no cards for the items of `cloze`.");
    if (rc == 0) {
        qsort(pool->at, pool->n, sizeof *pool->at, by_place);
        at = arena_new_array(&m->arena, pool->n, sizeof *at);
        memcpy(at, pool->at, pool->n * sizeof *at);
        free(pool->at);
        pool->at = at;
    } else {
        free(pool->at);
    }
    return rc;
}

int maker_plan_cloze(struct maker *m, size_t row, struct err *err)
{
    struct row *r = &m->rows[row];
    struct pool_of_blanks *pool;

    r->plan.outcome = r->entry->choice ? "a choice" : "words";
    if (row > 0 && m->rows[row - 1].entry == r->entry) {
        r->pool = m->rows[row - 1].pool;
        return 0;
    }
    if (m->options.deck == NULL)
        return err_set(err, ERR_NO_INPUT,
                       "The blueprint asks blanks of the notes, and there is "
                       "no deck: pagein import, or --deck.");
    pool = arena_new(&m->arena, sizeof *pool);
    if (select_pool(m, r->entry, pool, err) < 0)
        return -1;
    shuffle(pool, maker_seed(m, "order", "", row), &m->arena);
    r->pool = pool;
    return 0;
}

/* --- wrong answers ------------------------------------------------------ */

struct siblings {
    struct slice answer[NEAR], folded[NEAR];
    size_t n;
};

static bool holds(struct slice text, struct slice part)
{
    return slice_find(text, 0, part) < text.len;
}

/* Numbers among numbers, words among words, phrases among phrases. */
static int shape(struct slice text)
{
    bool digit = text.at[0] >= '0' && text.at[0] <= '9';

    return digit ? 0 : slice_find(text, 0, SLICE(" ")) < text.len ? 2 : 1;
}

/* Takes the answer of another card, unless it is an answer that we have, or
 * stands in the question. */
static void consider(struct siblings *s, const struct blank *own,
                     const struct blank *other, bool alike)
{
    if (s->n == NEAR || other->folded.len == 0 || own->folded.len == 0 ||
        (alike && shape(own->folded) != shape(other->folded)) ||
        slice_eq(own->folded, other->folded) ||
        holds(own->text, other->folded))
        return;
    for (size_t i = 0; i < s->n; i++)
        if (slice_eq(s->folded[i], other->folded))
            return;
    s->answer[s->n] = other->answer;
    s->folded[s->n++] = other->folded;
}

/* The nearest first; far away they are of other things. */
static void look_around(struct siblings *s, const struct pool_of_blanks *pool,
                        size_t own, bool alike)
{
    for (size_t far = 1; far < FAR && s->n < NEAR; far++) {
        if (own >= far)
            consider(s, &pool->at[own], &pool->at[own - far], alike);
        if (own + far < pool->n)
            consider(s, &pool->at[own], &pool->at[own + far], alike);
    }
}

static size_t siblings_of(const struct pool_of_blanks *pool, size_t own,
                          uint64_t seed, struct slice out[SIBLINGS])
{
    struct rng rng = rng_new(seed);
    struct siblings s = {.n = 0};
    size_t n;

    look_around(&s, pool, own, true);
    if (s.n < SIBLINGS)
        look_around(&s, pool, own, false);
    for (n = 0; n < SIBLINGS && n < s.n; n++) {
        size_t k = n + (size_t)rng_below(&rng, s.n - n);
        out[n] = s.answer[k];
        s.answer[k] = s.answer[n];
    }
    return n > 1 ? n : 0; /* one alone is no choice */
}

/* --- drawing ------------------------------------------------------------ */

static uint64_t number_of(struct slice text)
{
    struct hash h = hash_of(text);

    return hash_u64(&h);
}

/* Two blanks of one note would tell each other. */
static bool take(struct maker *m, const struct blank *blank)
{
    uint64_t uid = number_of(blank->uid);

    if (seen_has(&m->taken, uid) ||
        !seen_add(&m->notes, (uint64_t)blank->note))
        return false;
    seen_add(&m->taken, uid);
    return true;
}

static bool find_alone(struct maker *m, const struct pool_of_blanks *pool,
                       uint64_t seed, size_t *out)
{
    struct rng rng = rng_new(seed);

    for (int i = 0; i < TRIES; i++) {
        *out = (size_t)rng_below(&rng, pool->n);
        if (take(m, &pool->at[*out]))
            return true;
    }
    return false;
}

static bool find_next(struct maker *m, const struct pool_of_blanks *pool,
                      size_t *out)
{
    for (size_t i = 0; i < pool->n; i++) {
        *out = pool->order[i];
        if (take(m, &pool->at[*out]))
            return true;
    }
    return false;
}

int maker_draw_cloze(struct maker *m, size_t row, const char *name,
                     struct arena *arena, const struct question **out,
                     struct err *err)
{
    const struct row *r = &m->rows[row];
    uint64_t seed = maker_seed(m, "form", name, row);
    struct slice siblings[SIBLINGS];
    size_t own, n = 0;
    struct card_page page;

    if (!(m->options.alone ? find_alone(m, r->pool, seed, &own)
                           : find_next(m, r->pool, &own)))
        return err_set(err, ERR_NOTES,
                       "Item %zu has no card left for form \"%.60s\": its "
                       "selection has %zu, no two forms share one, and no "
                       "form has two of one sentence.",
                       row + 1, name, r->pool->n);
    if (deck_card(m->options.deck, r->pool->at[own].card, &page, arena, err) <
        0)
        return -1;
    if (r->entry->choice)
        n = siblings_of(r->pool, own, seed, siblings);
    *out = question_of_cloze(&page.note, page.card.index, page.card.uid,
                             siblings, n, r->entry->points, arena);
    return 0;
}
