/* watch.h - stopping when a variable is written, with nothing but a page's
 * write bit: the debugger's trick.
 *
 * The page is made read-only. Each store to it faults; the handler makes it
 * writable for that one instruction, tells whether it hit the watched bytes,
 * and makes it read-only again (on a real CPU: by the single-step trap). */
#ifndef VM_WATCH_H
#define VM_WATCH_H

#include "vm/machine.h"

/* Watches so many bytes, which must be in one page of a writable, private
 * area. -1 with a sentence when they are not, or too many are watched. */
int watch_add(struct machine *m, struct process *p, uint64_t va,
              uint32_t bytes, struct err *err);
int watch_remove(struct machine *m, struct process *p, uint64_t va,
                 struct err *err);

/* Whether any byte of the page is watched. */
bool watch_covers(const struct machine *m, const struct process *p,
                  uint64_t va);

/* What is watched in [va, end) is not mapped any more, and so not watched. */
void watch_forget(struct machine *m, struct process *p, uint64_t va,
                  uint64_t end);

/* After a store: tells of a hit and makes watched pages read-only again. */
void watch_after_store(struct machine *m, struct process *p, uint64_t va,
                       uint32_t bytes, uint64_t value);

/* The last of these alone: after a store that ended in a signal when one of
 * its pages was writable already. */
void watch_restore(struct machine *m, struct process *p, uint64_t va,
                   uint32_t bytes);

#endif
