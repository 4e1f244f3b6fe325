/* idle.h - has a process nothing to do until a key comes? */
#ifndef TESTS_IDLE_H
#define TESTS_IDLE_H

#include <stdbool.h>
#include <sys/types.h>

/* How often the process went to sleep so far; 0 when it is not there. */
unsigned long sleeps_of(pid_t pid);

/* True when it sleeps in a system call that waits for input (or for any
 * descriptor) without a time limit. Linux tells by /proc/PID/syscall. */
bool waits_for_input(pid_t pid);

#endif
