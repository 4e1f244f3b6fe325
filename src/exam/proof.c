#include "exam/proof.h"

#include "problem/read.h"

static bool reads_as(const struct question_part *part,
                     const struct value *want, struct arena *arena)
{
    struct value value;

    return answer_read(slice_from(part->key), part->reader, 0, arena, &value,
                       NULL) == READ_OK &&
           value_eq(&value, want);
}

bool question_holds(const struct question *q, struct arena *arena)
{
    const struct problem *p = q->problem;
    struct answers again = {.arena = arena};

    if (p == NULL)
        return true;
    kind_solve_again(p->kind, p->params, &again);
    if (again.n != q->nparts || !answers_eq(&again, &p->key))
        return false;
    for (unsigned i = 0; i < q->nparts; i++)
        if (!reads_as(&q->parts[i], &again.at[i], arena))
            return false;
    return true;
}
