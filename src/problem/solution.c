#include "problem/solution.h"

#include <stdlib.h>

#include "base/mem.h"

void solution_init(struct solution *s, struct arena *arena)
{
    *s = (struct solution){.arena = arena};
}

void solution_release(struct solution *s)
{
    free(s->steps);
    *s = (struct solution){.arena = s->arena};
}

void solution_step(struct solution *s, const char *fmt, ...)
{
    const char *text;
    va_list ap;

    va_start(ap, fmt);
    text = arena_vprintf(s->arena, fmt, ap);
    va_end(ap);
    s->steps = mem_grow(s->steps, s->nsteps, &s->cap, sizeof *s->steps);
    s->steps[s->nsteps++] = (struct solution_step){.text = text};
}

void solution_show(struct solution *s, const struct figure *figure)
{
    s->steps[s->nsteps - 1].figure = figure;
}
