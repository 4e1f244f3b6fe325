#include "child.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

/* Ends a child at once: what is to happen at the end of the tests is for the
 * parent to do. Coverage is written out, where it is taken. */
void __gcov_dump(void) __attribute__((weak));

static _Noreturn void leave(int status)
{
    if (__gcov_dump != NULL)
        __gcov_dump();
    _exit(status);
}

int in_a_child(void (*story)(const void *arg), const void *arg)
{
    pid_t child = fork();
    int status;

    assert_true(child >= 0);
    if (child == 0) {
        story(arg);
        leave(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

void must(bool yes)
{
    if (!yes)
        leave(1);
}

void forbid(long call, int why)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0), /* the call's number */
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t)why),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {COUNT(code), code};

    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
    must(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0);
}
