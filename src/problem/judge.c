#include "problem/judge.h"

bool judge_part(const struct problem *p, unsigned part,
                const struct value *given)
{
    if (given->kind == VALUE_NONE)
        return false;
    if (value_eq(given, &p->key.at[part]))
        return true;
    return p->kind->works != NULL && p->kind->works(p->params, part, given);
}

/* Whether the part is right after what was answered before it. */
static bool follows(const struct problem *p, unsigned part,
                    const struct answers *given)
{
    struct answers expected = {.arena = p->key.arena};

    return p->kind->follow != NULL &&
           p->kind->follow(p->params, part, given, &expected) &&
           expected.n == 1 && value_eq(&expected.at[0], &given->at[part]);
}

static enum verdict verdict(const struct problem *p, unsigned part,
                            const struct answers *given)
{
    if (part >= given->n || given->at[part].kind == VALUE_NONE)
        return VERDICT_NONE;
    if (judge_part(p, part, &given->at[part]))
        return VERDICT_RIGHT;
    return follows(p, part, given) ? VERDICT_FOLLOWS : VERDICT_WRONG;
}

/* How many of the wrong parts are what that mistake gives. */
static unsigned explains(const struct judgement *j, const struct wrong *w,
                         const struct answers *given)
{
    unsigned n = 0;

    for (unsigned i = 0; i < given->n && i < w->answers.n; i++)
        n += j->part[i] == VERDICT_WRONG &&
             value_eq(&given->at[i], &w->answers.at[i]);
    return n;
}

/* How many parts that mistake gives as they were answered. */
static unsigned agrees(const struct wrong *w, const struct answers *given)
{
    unsigned n = 0;

    for (unsigned i = 0; i < given->n && i < w->answers.n; i++)
        n += value_eq(&given->at[i], &w->answers.at[i]);
    return n;
}

/* Of two that explain as much, the one that agrees in more of the rest: so a
 * mistake's own answers are always its own. */
static const struct wrong *best(const struct problem *p,
                                const struct judgement *j,
                                const struct answers *given)
{
    const struct wrong *found = NULL;
    unsigned most = 0, closest = 0;

    for (size_t i = 0; i < p->nwrongs; i++) {
        const struct wrong *w = &p->wrongs[i];
        unsigned n = explains(j, w, given), close = agrees(w, given);
        if (n > most || (n > 0 && n == most && close > closest)) {
            most = n;
            closest = close;
            found = w;
        }
    }
    return found;
}

struct judgement judge(const struct problem *p, const struct answers *given)
{
    struct judgement j = {.all_right = true};

    for (unsigned i = 0; i < p->key.n; i++) {
        j.part[i] = verdict(p, i, given);
        j.right += j.part[i] == VERDICT_RIGHT || j.part[i] == VERDICT_FOLLOWS;
        j.all_right = j.all_right && j.part[i] == VERDICT_RIGHT;
    }
    j.wrong = j.all_right ? NULL : best(p, &j, given);
    return j;
}
