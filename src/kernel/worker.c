#include "kernel/worker.h"

#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kernel/touch.h"

enum { NOBODY = 65534, WARM_STACK = 1 << 16 };

/* Room for one file in a control message. */
union control {
    struct cmsghdr head;
    char room[CMSG_SPACE(sizeof(int))];
};

bool worker_send(int socket, const void *message, size_t size, int file)
{
    union control control = {0};
    struct iovec io = {.iov_base = (void *)(uintptr_t)message,
                       .iov_len = size};
    struct msghdr m = {.msg_iov = &io, .msg_iovlen = 1};

    if (file >= 0) {
        m.msg_control = &control;
        m.msg_controllen = sizeof control;
        control.head = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof file),
                                        .cmsg_level = SOL_SOCKET,
                                        .cmsg_type = SCM_RIGHTS};
        memcpy(CMSG_DATA(&control.head), &file, sizeof file);
    }
    return sendmsg(socket, &m, MSG_NOSIGNAL) == (ssize_t)size;
}

ssize_t worker_receive(int socket, void *message, size_t size, int *file)
{
    union control control = {0};
    struct iovec io = {.iov_base = message, .iov_len = size};
    struct msghdr m = {.msg_iov = &io,
                       .msg_iovlen = 1,
                       .msg_control = &control,
                       .msg_controllen = sizeof control};
    ssize_t got = recvmsg(socket, &m, MSG_CMSG_CLOEXEC);

    *file = -1;
    if (got > 0 && m.msg_controllen >= CMSG_LEN(sizeof *file) &&
        control.head.cmsg_type == SCM_RIGHTS)
        memcpy(file, CMSG_DATA(&control.head), sizeof *file);
    return got;
}

/* Everything that was open in the parent but the socket, which becomes
 * number 0; and where sanitizers speak. */
static int close_files(int socket)
{
    if (dup2(socket, STDIN_FILENO) < 0)
        return -1;
    close(STDOUT_FILENO);
    return close_range(STDERR_FILENO + 1, ~0U, 0);
}

/* Root's workers are nobody's. */
static int give_up_rights(void)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return -1;
    if (geteuid() != 0)
        return 0;
    return setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
                   setresuid(NOBODY, NOBODY, NOBODY) < 0
               ? -1
               : 0;
}

/* The stack's pages, before it may not grow any more. */
static void warm_stack(void)
{
    volatile char room[WARM_STACK];

    for (size_t i = 0; i < sizeof room; i += LIVE_PAGE)
        room[i] = 0;
}

static int limit(int resource, rlim_t to)
{
    struct rlimit r;

    if (getrlimit((__rlimit_resource_t)resource, &r) < 0)
        return -1;
    r.rlim_cur = to < r.rlim_max ? to : r.rlim_max;
    return setrlimit((__rlimit_resource_t)resource, &r);
}

/* What could make two runs differ: other CPUs have pages of ours on their
 * lists for a while, huge pages come when they like. */
static int be_steady(const struct worker_setup *setup)
{
    cpu_set_t cpu;

    CPU_ZERO(&cpu);
    CPU_SET((size_t)setup->cpu, &cpu);
    if (sched_setaffinity(0, sizeof cpu, &cpu) < 0 ||
        prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) < 0)
        return -1;
    warm_stack();
    return limit(RLIMIT_CORE, 0) < 0
               ? -1
               : limit(RLIMIT_STACK, setup->stack_bytes > 0
                                         ? setup->stack_bytes
                                         : RLIM_INFINITY);
}

/* Keys that end a program are for the one at the keyboard, who then closes
 * the socket. That SIGCHLD is ignored reaps children as they end. */
static void ignore_signals(void)
{
    static const int ignored[] = {SIGINT,  SIGQUIT, SIGHUP, SIGTSTP,
                                  SIGTERM, SIGCHLD, SIGPIPE};

    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
}

static int set_up(int socket, const struct worker_setup *setup)
{
    sigset_t none;

    sigemptyset(&none);
    ignore_signals();
    if (close_files(socket) < 0 || be_steady(setup) < 0 ||
        give_up_rights() < 0)
        return -1;
    /* Only now: giving up rights takes the first and the last back. The
     * children of children that end come to this one. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 ||
        prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0 ||
        prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) < 0)
        return -1;
    if (getppid() != setup->parent)
        _exit(0);
    return touch_init() < 0 ? -1 : sigprocmask(SIG_SETMASK, &none, NULL);
}

static int map(const struct order *o, int file)
{
    void *want = (void *)(uintptr_t)o->address;

    return mmap(want, o->bytes, o->perms, o->flags, file, (off_t)o->offset) ==
                   MAP_FAILED
               ? -1
               : 0;
}

/* The child goes on with the socket that came with the order. Unlike the
 * first of all it may outlive its parent. */
static pid_t copy(int socket)
{
    pid_t pid = fork();

    if (pid == 0 && dup2(socket, STDIN_FILENO) < 0)
        _exit(1);
    touch_cold();
    return pid;
}

static int obey(const struct order *o, int file, struct reply *r)
{
    void *at = (void *)(uintptr_t)o->address;

    switch (o->kind) {
    case ORDER_MAP:
        return map(o, file);
    case ORDER_UNMAP:
        return munmap(at, o->bytes);
    case ORDER_PROTECT:
        return mprotect(at, o->bytes, o->perms);
    case ORDER_ADVISE:
        return madvise(at, o->bytes, o->flags);
    case ORDER_SYNC:
        return msync(at, o->bytes, MS_SYNC);
    case ORDER_TOUCH:
        touch(&o->request, &r->result);
        return 0;
    case ORDER_FORK:
        r->pid = copy(file);
        return r->pid;
    case ORDER_EXIT:
        break;
    }
    return 0;
}

_Noreturn void worker_run(int socket, const struct worker_setup *setup)
{
    struct reply reply = {0};
    struct order order;
    int file;

    if (set_up(socket, setup) < 0)
        reply.error = errno;
    for (;;) {
        worker_send(STDIN_FILENO, &reply, sizeof reply, -1);
        if (worker_receive(STDIN_FILENO, &order, sizeof order, &file) !=
            (ssize_t)sizeof order)
            _exit(0);
        if (order.kind == ORDER_EXIT)
            _exit(0);
        reply = (struct reply){0};
        if (obey(&order, file, &reply) < 0)
            reply.error = errno;
        if (file >= 0)
            close(file);
    }
}
