#include "kernel/live.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "kernel/live_inside.h"

static struct hand *hand_of(struct live *live, unsigned id, struct err *err)
{
    if (id < MACHINE_PROCESSES && live->hand[id].pid != 0)
        return &live->hand[id];
    err_set(err, ERR_USAGE, "There is no process %u.", id);
    return NULL;
}

/* Waits until there is something to be read; false when the time is over. */
static bool wait_for(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    int n;

    do
        n = poll(&p, 1, LIVE_SECONDS * 1000);
    while (n < 0 && errno == EINTR);
    return n > 0;
}

static int lost(unsigned id, const char *how, struct err *err)
{
    return err_set(err, ERR_IO,
                   "The worker that is process %u %s. The scenario can't go "
                   "on.",
                   id, how);
}

static int hear(struct live *live, unsigned id, struct reply *reply,
                struct err *err)
{
    int socket = live->hand[id].socket, file;

    if (!wait_for(socket))
        return lost(id, "does not answer", err);
    if (worker_receive(socket, reply, sizeof *reply, &file) !=
        (ssize_t)sizeof *reply)
        return lost(id, "has ended", err);
    if (file >= 0 || reply->result.outcome > OUTCOME_NO_MEMORY)
        return lost(id, "talks nonsense", err);
    return 0;
}

int live_order(struct live *live, unsigned id, const struct order *order,
               int file, struct reply *reply, struct err *err)
{
    if (hand_of(live, id, err) == NULL)
        return -1;
    if (!worker_send(live->hand[id].socket, order, sizeof *order, file))
        return lost(id, "has ended", err);
    return hear(live, id, reply, err);
}

struct live *live_open(const struct machine *m, struct err *err)
{
    struct live *live;

#ifndef __x86_64__
    err_set(err, ERR_USAGE, "Workers need an x86-64 processor.");
    return NULL;
#endif
    if (m->page_bytes != LIVE_PAGE || sysconf(_SC_PAGESIZE) != LIVE_PAGE) {
        err_set(err, ERR_USAGE,
                "Pages have %" PRIu64 " bytes in the engine and %ld on this "
                "kernel; both must have %d.",
                m->page_bytes, sysconf(_SC_PAGESIZE), LIVE_PAGE);
        return NULL;
    }
    if (arena_check_free(err) < 0)
        return NULL;
    live = mem_new(sizeof *live);
    live->setup =
        (struct worker_setup){.cpu = sched_getcpu(),
                              .stack_bytes = m->profile->stack_bytes,
                              .parent = getpid()};
    return live;
}

/* Lets go of a process that has ended or is to end now. */
static void release(struct hand *h)
{
    if (h->pid == 0)
        return;
    close(h->socket);
    if (h->pidfd >= 0) {
        pidfd_send_signal(h->pidfd, SIGKILL, NULL, 0);
        wait_for(h->pidfd);
        close(h->pidfd);
    }
    if (h->ours)
        while (waitpid(h->pid, NULL, 0) < 0 && errno == EINTR)
            continue;
    *h = (struct hand){0};
}

void live_close(struct live *live)
{
    if (live == NULL)
        return;
    for (int ours = 0; ours < 2; ours++) /* those who reap last */
        for (int i = 0; i < MACHINE_PROCESSES; i++)
            if (live->hand[i].ours == (ours == 1))
                release(&live->hand[i]);
    for (int i = 0; i < MACHINE_OBJECTS; i++)
        memory_file_close(&live->file[i]);
    free(live);
}

/* The two ends of the line to a new process. */
static int line(struct live *live, unsigned id, int end[2], struct err *err)
{
    if (id >= MACHINE_PROCESSES || live->hand[id].pid != 0)
        return err_set(err, ERR_USAGE, "There can be no new process %u.", id);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, end) < 0)
        return err_set(err, ERR_IO, "No socket for a worker: %s.",
                       strerror(errno));
    return 0;
}

/* A process that has just been made, and waits for its first order. */
static int take_on(struct live *live, unsigned id, struct hand hand,
                   struct err *err)
{
    struct reply ready;

    hand.pidfd = pidfd_open(hand.pid, 0);
    live->hand[id] = hand;
    if (hand.pidfd < 0)
        err_set(err, ERR_IO, "No handle for a worker: %s.", strerror(errno));
    else if (hear(live, id, &ready, err) == 0) {
        if (ready.error == 0)
            return 0;
        err_set(err, ERR_IO, "A worker can't be set up: %s.",
                strerror(ready.error));
    }
    release(&live->hand[id]);
    return -1;
}

int live_spawn(struct live *live, unsigned id, struct err *err)
{
    int end[2];
    pid_t pid;

    if (line(live, id, end, err) < 0)
        return -1;
    pid = fork();
    if (pid == 0)
        worker_run(end[1], &live->setup);
    close(end[1]);
    if (pid < 0) {
        close(end[0]);
        return err_set(err, ERR_IO, "No process for a worker: %s.",
                       strerror(errno));
    }
    return take_on(live, id,
                   (struct hand){.pid = pid, .socket = end[0], .ours = true},
                   err);
}

int live_fork(struct live *live, unsigned parent, unsigned child,
              struct err *err)
{
    struct order order = {.kind = ORDER_FORK};
    struct reply reply = {0};
    int end[2], rc;

    if (line(live, child, end, err) < 0)
        return -1;
    rc = live_order(live, parent, &order, end[1], &reply, err);
    close(end[1]);
    if (rc == 0 && reply.error != 0)
        rc = err_set(err, ERR_USAGE, "The kernel refuses fork: %s.",
                     strerror(reply.error));
    if (rc < 0) {
        close(end[0]);
        return -1;
    }
    return take_on(live, child,
                   (struct hand){.pid = reply.pid, .socket = end[0]}, err);
}

int live_exit(struct live *live, unsigned id, struct err *err)
{
    struct order order = {.kind = ORDER_EXIT};

    if (hand_of(live, id, err) == NULL)
        return -1;
    if (!worker_send(live->hand[id].socket, &order, sizeof order, -1))
        return lost(id, "has ended", err);
    if (!wait_for(live->hand[id].pidfd))
        return lost(id, "does not end", err);
    release(&live->hand[id]);
    return 0;
}

pid_t live_pid(const struct live *live, unsigned id)
{
    return id < MACHINE_PROCESSES ? live->hand[id].pid : 0;
}
