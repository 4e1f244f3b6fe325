/* touch.h - one load, store or fetch at an address, and what came of it.
 *
 * For workers (worker.h). A load or store of 1, 2, 4 or 8 bytes is one
 * instruction. Of other lengths a load is several; a store first writes to
 * each of its pages without changing it, so that it too is whole or not at
 * all.
 *
 * A fetch lets the processor run the one instruction that is there, whatever
 * it is, and stops it behind that by the trap flag. Every register holds a
 * number that is no address and no system call, and the stack pointer leads
 * to zeros: the instruction can't get at anything of the worker's. Whether
 * the fetch itself faulted shows in the error code.
 *
 * Faults are counted by getrusage. So that the worker's own do not count,
 * everything is tried on memory of its own before. */
#ifndef KERNEL_TOUCH_H
#define KERNEL_TOUCH_H

#include "kernel/live.h"

/* Takes over the signals of faults. -1 when the system doesn't let it. */
int touch_init(void);

/* To be called after a fork, in both: their memory has become read-only. */
void touch_cold(void);

/* request->va is an address of this process. */
void touch(const struct request *request, struct live_result *result);

#endif
