#include "vm/trace.h"

#include <stdlib.h>

#include "base/mem.h"

void trace_init(struct trace *t, size_t limit)
{
    *t = (struct trace){.limit = limit};
}

void trace_release(struct trace *t)
{
    free(t->at);
    *t = (struct trace){.limit = t->limit};
}

void trace_clear(struct trace *t)
{
    t->n = 0;
    t->lost = 0;
}

void trace_grow(struct trace *t, struct event e)
{
    size_t more = t->cap < 64 ? 64 : t->cap * 2;

    if (more > t->limit)
        more = t->limit;
    if (t->n >= more) {
        t->lost++;
        return;
    }
    t->at = mem_resize(t->at, more * sizeof *t->at);
    t->cap = more;
    t->at[t->n++] = e;
}
