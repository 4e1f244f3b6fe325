/* apply.h - the one place where the state of a machine changes. */
#ifndef VM_APPLY_H
#define VM_APPLY_H

#include "vm/machine.h"

/* Changes the state as the event says; one that only tells what was seen
 * changes nothing. The event must fit the state: it was recorded, or is made
 * by a setter just now. */
void machine_apply(struct machine *m, struct event e);

/* What every setter does: applies the event and records it. */
static inline void machine_do(struct machine *m, struct event e)
{
    machine_apply(m, e);
    trace_put(m->trace, e);
}

/* Records what was seen. */
static inline void machine_tell(struct machine *m, struct event e)
{
    trace_put(m->trace, e);
}

/* Applies a trace to a machine in the state in which its recording began;
 * files must be there as they were. A trace that lost events can't be
 * replayed: false then, and nothing is done. */
bool machine_replay(struct machine *m, const struct trace *trace);

/* Whether two machines are in the same state: memory, frames, processes,
 * objects, swap; recording and configuration aside. *what (may be NULL) gets
 * a literal that names the first difference. */
bool machine_equal(const struct machine *a, const struct machine *b,
                   const char **what);

#endif
