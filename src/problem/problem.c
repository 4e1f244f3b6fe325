#include "problem/problem.h"

#include <string.h>

enum { DRAWS_MAX = 10000 };

/* What the generator of a draw begins with. Kind and seed are mixed before
 * the draw comes in: else the second draw of one seed would often be the
 * first of the next. */
static struct rng generator(const struct kind *k, int level, uint64_t seed,
                            unsigned draw)
{
    uint64_t state = (uint64_t)k->number << 16 | (uint64_t)k->version << 8 |
                     (uint64_t)level;

    state = rng_mix(&state) ^ seed;
    state = rng_mix(&state) + draw;
    return rng_new(rng_mix(&state));
}

static struct answers none(struct arena *arena)
{
    return (struct answers){.arena = arena};
}

static bool is_new(const struct problem *p, const struct answers *a)
{
    if (answers_eq(a, &p->key))
        return false;
    for (size_t i = 0; i < p->nwrongs; i++)
        if (answers_eq(a, &p->wrongs[i].answers))
            return false;
    return true;
}

/* Any part that could be answered by something that works is no mistake. */
static bool is_wrong(const struct problem *p, const struct answers *a)
{
    if (p->kind->works == NULL)
        return true;
    for (unsigned i = 0; i < a->n; i++)
        if (!value_eq(&a->at[i], &p->key.at[i]) &&
            !p->kind->works(p->params, i, &a->at[i]))
            return true;
    return false;
}

/* Where the solution and the mistake part. */
static unsigned step(const struct problem *p, const struct wrong_row *row,
                     const struct answers *a)
{
    unsigned part = 0;

    if (row->step > 0)
        return row->step;
    while (value_eq(&a->at[part], &p->key.at[part]))
        part++;
    return p->kind->step_of_part != NULL
               ? p->kind->step_of_part(p->params, part)
               : part + 1;
}

static bool answer(const struct problem *p, const struct wrong_row *row,
                   struct answers *out)
{
    return row->answer != NULL
               ? row->answer(p->params, out)
               : p->kind->believe(p->params, row->beliefs, out);
}

static void list_wrongs(struct problem *p, struct arena *arena)
{
    const struct kind *k = p->kind;

    p->nwrongs = 0;
    for (size_t i = 0; i < k->nwrongs && p->nwrongs < WRONGS_MAX; i++) {
        const struct wrong_row *row = &k->wrongs[i];
        struct wrong *w = &p->wrongs[p->nwrongs];
        if (row->levels != 0 && !(row->levels & LEVEL(p->level)))
            continue;
        w->answers = none(arena);
        if (!answer(p, row, &w->answers) || !is_new(p, &w->answers) ||
            !is_wrong(p, &w->answers))
            continue;
        w->mistake = row->mistake;
        w->step = step(p, row, &w->answers);
        p->nwrongs++;
    }
}

/* Whether enough mistakes can be told apart and both ways agree. The engine is
 * the slower one, and need not run where mistakes are too few. */
static bool is_good(struct problem *p, struct arena *arena)
{
    const struct kind *k = p->kind;
    struct answers by_engine = none(arena);

    p->key = none(arena);
    kind_solve_again(k, p->params, &p->key);
    list_wrongs(p, arena);
    if (p->nwrongs < (k->wrongs_needed > 0 ? k->wrongs_needed : 2u))
        return false;
    k->solve(p->params, &by_engine);
    if (!answers_eq(&p->key, &by_engine))
        return false;
    p->key = by_engine;
    return true;
}

const struct problem *problem_make(struct arena *arena,
                                   const struct kind *kind, int level,
                                   uint64_t seed)
{
    struct problem *p = arena_new(arena, sizeof *p);
    void *params = arena_new(arena, kind->params_bytes);

    if (!kind_has_level(kind, level))
        return NULL;
    p->kind = kind;
    p->level = level;
    p->seed = seed & ((UINT64_C(1) << SEED_BITS) - 1);
    p->params = params;
    p->wrongs = arena_new_array(arena, WRONGS_MAX, sizeof *p->wrongs);
    while (p->draws < DRAWS_MAX) {
        struct rng rng = generator(kind, level, p->seed, p->draws++);
        memset(params, 0, kind->params_bytes);
        if (kind->sample(&rng, level, params) && is_good(p, arena))
            return p;
    }
    return NULL;
}

bool problem_same(const struct problem *a, const struct problem *b)
{
    if (a->kind != b->kind || a->level != b->level)
        return false;
    if (a->kind->same != NULL)
        return a->kind->same(a->params, b->params);
    return memcmp(a->params, b->params, a->kind->params_bytes) == 0;
}

void problem_ask(const struct problem *p, struct arena *arena,
                 struct prompt *out)
{
    prompt_init(out, arena);
    p->kind->ask(p->params, out);
}

void problem_explain(const struct problem *p, struct arena *arena,
                     struct solution *out)
{
    solution_init(out, arena);
    p->kind->explain(p->params, out);
}
