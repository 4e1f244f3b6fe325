/* Rows of problems: how much work they are, and drawing what fits. */
#include "exam/maker_inside.h"

enum {
    SAMPLES = 64,  /* looked at to see what is usual */
    USUAL = 8,     /* so many of them alike are */
    DRAWS = 20000, /* for one item */
};

/* --- what is usual ------------------------------------------------------ */

struct sample {
    unsigned effort;
    const char *outcome;
};

static bool fits(const struct row_plan *plan, const struct problem *p,
                 struct arena *arena)
{
    return (p->key.steps == plan->effort ||
            p->key.steps == plan->effort + 1) &&
           strcmp(question_outcome(&p->key, arena), plan->outcome) == 0;
}

static unsigned alike(const struct sample *samples, const struct sample *one)
{
    unsigned n = 0;

    for (int i = 0; i < SAMPLES; i++)
        n += strcmp(samples[i].outcome, one->outcome) == 0 &&
             (samples[i].effort == one->effort ||
              samples[i].effort == one->effort + 1);
    return n;
}

static int take_samples(struct maker *m, size_t row, struct sample *out,
                        struct arena *arena, struct err *err)
{
    const struct row_plan *plan = &m->rows[row].plan;
    struct rng rng = rng_new(maker_seed(m, "usual", "", row));

    for (int i = 0; i < SAMPLES; i++) {
        const struct problem *p =
            problem_make(arena, plan->kind, plan->level, rng_next(&rng));
        if (p == NULL)
            return err_set(err, ERR_NOTES,
                           "No problem of %s level %d can be made.",
                           plan->kind->id, plan->level);
        out[i] =
            (struct sample){p->key.steps, question_outcome(&p->key, arena)};
    }
    return 0;
}

/* One at random among those that are usual; without any, the one that is the
 * most so. */
static const struct sample *choose(const struct sample *samples,
                                   uint64_t seed)
{
    const struct sample *usual[SAMPLES], *best = samples;
    struct rng rng = rng_new(seed);
    unsigned n = 0, most = 0;

    for (int i = 0; i < SAMPLES; i++) {
        unsigned like = alike(samples, &samples[i]);
        if (like >= USUAL)
            usual[n++] = &samples[i];
        if (like > most) {
            most = like;
            best = &samples[i];
        }
    }
    return n > 0 ? usual[rng_below(&rng, n)] : best;
}

static int plan_pin(struct maker *m, size_t row, struct err *err)
{
    struct row *r = &m->rows[row];

    r->pin = problem_make(&m->arena, r->plan.kind, r->plan.level,
                          r->entry->pin.seed);
    if (r->pin == NULL)
        return err_set(err, ERR_NOTES,
                       "The pinned problem of item %zu can't be made.",
                       row + 1);
    r->plan.effort = r->pin->key.steps;
    r->plan.outcome = question_outcome(&r->pin->key, &m->arena);
    r->plan.pinned = true;
    seen_add(&m->fixed, maker_instance(r->pin));
    return 0;
}

int maker_plan_problem(struct maker *m, size_t row, struct err *err)
{
    struct row_plan *plan = &m->rows[row].plan;
    struct sample samples[SAMPLES];
    const struct sample *like;
    struct arena arena = {0};
    int rc;

    if (m->rows[row].entry->what == ENTRY_PIN)
        return plan_pin(m, row, err);
    rc = take_samples(m, row, samples, &arena, err);
    if (rc == 0) {
        like = choose(samples, maker_seed(m, "like", "", row));
        plan->effort = like->effort;
        plan->outcome = arena_copy(&m->arena, slice_from(like->outcome)).at;
    }
    arena_release(&arena);
    return rc;
}

/* --- drawing ------------------------------------------------------------ */

uint64_t maker_instance(const struct problem *p)
{
    const char head[2] = {(char)p->kind->number, (char)p->level};
    struct slice parts[] = {{head, sizeof head},
                            {p->params, p->kind->params_bytes}};
    struct arena arena = {0};
    struct prompt prompt;
    struct hash h;

    if (p->kind->same == NULL) {
        h = hash_of_parts(parts, 2);
        return hash_u64(&h);
    }
    problem_ask(p, &arena, &prompt); /* what a person sees of it */
    for (size_t i = 0; i < prompt.nfigures; i++)
        figure_words(&prompt.text, prompt.figures[i]);
    for (size_t i = 0; i < prompt.nparts; i++)
        str_puts(&prompt.text, prompt.parts[i].ask);
    parts[1] = str_slice(&prompt.text);
    h = hash_of_parts(parts, 2);
    prompt_release(&prompt);
    arena_release(&arena);
    return hash_u64(&h);
}

/* Whether the seed's problem fits the row and is new. */
static bool is_good(struct maker *m, const struct row_plan *plan,
                    uint64_t seed, bool *known)
{
    struct arena arena = {0};
    const struct problem *p =
        problem_make(&arena, plan->kind, plan->level, seed);
    bool good = p != NULL && fits(plan, p, &arena);
    uint64_t instance = good ? maker_instance(p) : 0;

    *known = *known || good;
    good = good && !seen_has(&m->fixed, instance) &&
           seen_add(&m->taken, instance);
    arena_release(&arena);
    return good;
}

static int too_few(const struct row_plan *plan, size_t row, const char *name,
                   bool known, struct err *err)
{
    uint32_t few = plan->kind->few[plan->level - 1];
    struct str about = STR_EMPTY;

    if (few > 0)
        str_printf(&about,
                   " (there are about %u, easier and harder ones too)", few);
    err_set(err, ERR_NOTES,
            known ? "Item %zu (%s, level %d) has no problem left for form "
                    "\"%.60s\" that no other form has%s. Make fewer forms, "
                    "or choose another level."
                  : "Item %zu (%s, level %d) found no problem like those of "
                    "other forms for form \"%.60s\"%s. Try another --seed.",
            row + 1, plan->kind->id, plan->level, name, about.at);
    str_release(&about);
    return -1;
}

int maker_draw_problem(struct maker *m, size_t row, const char *name,
                       struct arena *arena, const struct question **out,
                       struct err *err)
{
    const struct row *r = &m->rows[row];
    struct rng rng = rng_new(maker_seed(m, "form", name, row));
    bool known = false;

    if (r->pin != NULL) {
        *out = question_of_problem(r->pin, r->entry->choice, r->entry->points,
                                   arena);
        return 0;
    }
    for (int i = 0; i < DRAWS; i++) {
        uint64_t seed = rng_next(&rng);
        if (!is_good(m, &r->plan, seed, &known))
            continue;
        *out = question_of_problem(
            problem_make(arena, r->plan.kind, r->plan.level, seed),
            r->entry->choice, r->entry->points, arena);
        return 0;
    }
    return too_few(&r->plan, row, name, known, err);
}
