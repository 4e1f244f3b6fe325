/* child.h - stories that need a process of their own, since they cut what it
 * may do. */
#ifndef TESTS_SYS_CHILD_H
#define TESTS_SYS_CHILD_H

#include <stdbool.h>

/* Runs the story in a child process; 0 when it came to its end. A story says
 * what must hold by `must`, not by asserts, which would carry on with the
 * parent's tests. */
int in_a_child(void (*story)(const void *arg), const void *arg);
void must(bool yes);

/* From now on this process's system call of that number fails with that
 * errno; for good. */
void forbid(long call, int why);

#endif
