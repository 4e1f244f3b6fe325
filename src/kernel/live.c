#include "kernel/live.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "kernel/memory_file.h"
#include "kernel/settle.h"
#include "kernel/worker.h"

/* Where the arena is in a worker: above what sanitizers keep for themselves,
 * below programs and libraries. A multiple of 512 GiB away from the engine's
 * addresses, what one entry of the highest table covers. */
#define LOW_BASE UINT64_C(0x110000000000)
#define HIGH_BASE UINT64_C(0x420000000000)
#define HIGH_END (UINT64_C(1) << 47)

/* The one page above the user's half that programs may call. */
#define VSYSCALL UINT64_C(0xffffffffff600000)

/* A process, seen from here; pid 0: none. */
struct hand {
    pid_t pid;
    int pidfd;
    int socket;
    bool ours; /* a child of this process, to be reaped */
};

struct live {
    struct worker_setup setup;
    struct hand hand[MACHINE_PROCESSES];
    struct memory_file file[MACHINE_OBJECTS];
};

uint64_t live_address(uint64_t va)
{
    if (va < LIVE_LOW_END)
        return va + LOW_BASE;
    if (va >= LIVE_HIGH_START && va < HIGH_END)
        return va - LIVE_HIGH_START + HIGH_BASE;
    return va;
}

uint64_t live_engine_address(uint64_t address)
{
    if (address - LOW_BASE < LIVE_LOW_END)
        return address - LOW_BASE;
    if (address - HIGH_BASE < HIGH_END - LIVE_HIGH_START)
        return address - HIGH_BASE + LIVE_HIGH_START;
    return address;
}

bool live_inside(uint64_t va)
{
    return live_address(va) != va;
}

bool live_inside_worker(uint64_t address)
{
    return live_engine_address(address) != address;
}

static int outside(uint64_t va, struct err *err)
{
    return err_set(err, ERR_USAGE,
                   "Address 0x%" PRIx64
                   " can't be tried on this kernel: workers keep [0x%" PRIx64
                   ", 0x%" PRIx64 ") for themselves.",
                   va, LIVE_LOW_END, LIVE_HIGH_START);
}

/* Whether all of a range is in one part of the arena. */
static int check_range(uint64_t va, uint64_t bytes, struct err *err)
{
    uint64_t last = va + bytes - 1;

    if (bytes == 0)
        return err_set(err, ERR_USAGE, "A length of 0 is nothing.");
    if (last < va || !live_inside(va) || !live_inside(last) ||
        last - va != live_address(last) - live_address(va))
        return outside(live_inside(va) ? last : va, err);
    return 0;
}

/* What can be touched: the arena, and what is the kernel's or no address at
 * all, which ends in a signal. */
static int check_touch(const struct request *q, struct err *err)
{
    if (q->kernel)
        return err_set(err, ERR_USAGE,
                       "A worker can't touch memory as the kernel.");
    if (q->bytes < 1 || q->bytes > ACCESS_BYTES)
        return err_set(err, ERR_USAGE, "An access has 1 to %d bytes.",
                       ACCESS_BYTES);
    if (q->va >= HIGH_END && q->va + q->bytes - 1 >= HIGH_END &&
        (q->va & ~UINT64_C(4095)) != VSYSCALL &&
        ((q->va + q->bytes - 1) & ~UINT64_C(4095)) != VSYSCALL)
        return 0;
    return check_range(q->va, q->bytes, err);
}

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

static int say(struct live *live, unsigned id, const struct order *order,
               int file, struct reply *reply, struct err *err)
{
    if (hand_of(live, id, err) == NULL)
        return -1;
    if (!worker_send(live->hand[id].socket, order, sizeof *order, file))
        return lost(id, "has ended", err);
    return hear(live, id, reply, err);
}

/* An order that is done or refused. */
static int command(struct live *live, unsigned id, const char *name,
                   struct order order, int file, struct err *err)
{
    struct reply reply;

    order.address = live_address(order.address);
    if (say(live, id, &order, file, &reply, err) < 0)
        return -1;
    if (reply.error != 0)
        return err_set(err, ERR_USAGE, "The kernel refuses %s: %s.", name,
                       strerror(reply.error));
    return 0;
}

static int on_range(struct live *live, unsigned id, const char *name,
                    struct order order, struct err *err)
{
    if (check_range(order.address, order.bytes, err) < 0)
        return -1;
    return command(live, id, name, order, -1, err);
}

static int nothing_in_arena(struct err *err)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    unsigned long from, to;
    char line[512];
    bool clear = maps != NULL;

    while (clear && fgets(line, sizeof line, maps) != NULL)
        if (sscanf(line, "%lx-%lx", &from, &to) == 2 &&
            (live_inside_worker(from) || live_inside_worker(to - 1)))
            clear = false;
    if (maps != NULL)
        fclose(maps);
    return clear ? 0
                 : err_set(err, ERR_USAGE,
                           "No room for the arena: this program's own memory "
                           "lies in it, or /proc/self/maps can't be read.");
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
    if (nothing_in_arena(err) < 0)
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

int live_file(struct live *live, const struct machine *m, int object,
              struct err *err)
{
    struct memory_file file;

    if (object < 0 || object >= MACHINE_OBJECTS ||
        m->object[object].kind != OBJECT_FILE)
        return err_set(err, ERR_USAGE, "There is no such file.");
    if (memory_file_open(&file, &m->object[object], err) < 0)
        return -1;
    memory_file_close(&live->file[object]);
    live->file[object] = file;
    return 0;
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
    rc = say(live, parent, &order, end[1], &reply, err);
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

static int protection(unsigned perms)
{
    return (perms & PERM_R ? PROT_READ : 0) |
           (perms & PERM_W ? PROT_WRITE : 0) |
           (perms & PERM_X ? PROT_EXEC : 0);
}

int live_map(struct live *live, unsigned id, const struct mapping *map,
             struct err *err)
{
    int file = -1;
    struct order order = {.kind = ORDER_MAP,
                          .address = map->va,
                          .bytes = map->bytes,
                          .perms = protection(map->flags),
                          .offset = map->page_offset * LIVE_PAGE,
                          .flags = MAP_FIXED_NOREPLACE};

    order.flags |= map->flags & AREA_SHARED ? MAP_SHARED : MAP_PRIVATE;
    if (map->flags & AREA_GROWS_DOWN)
        order.flags |= MAP_GROWSDOWN;
    if (map->object == NO_OBJECT)
        order.flags |= MAP_ANONYMOUS;
    else if (live_inode(live, map->object) == 0)
        return err_set(err, ERR_USAGE, "No worker has got that file.");
    else
        file = live->file[map->object].fd;
    if (map->bytes > (uint64_t)LIVE_MAP_PAGES * LIVE_PAGE)
        return err_set(err, ERR_USAGE, "A worker maps %d pages at most.",
                       LIVE_MAP_PAGES);
    if (check_range(map->va, map->bytes, err) < 0)
        return -1;
    return command(live, id, "mmap", order, file, err);
}

int live_remove(struct live *live, unsigned id, uint64_t va, uint64_t bytes,
                struct err *err)
{
    return on_range(
        live, id, "munmap",
        (struct order){.kind = ORDER_UNMAP, .address = va, .bytes = bytes},
        err);
}

int live_protect(struct live *live, unsigned id, uint64_t va, uint64_t bytes,
                 unsigned perms, struct err *err)
{
    return on_range(live, id, "mprotect",
                    (struct order){.kind = ORDER_PROTECT,
                                   .address = va,
                                   .bytes = bytes,
                                   .perms = protection(perms)},
                    err);
}

int live_advise(struct live *live, unsigned id, uint64_t va, uint64_t bytes,
                enum advice advice, struct err *err)
{
    bool out = advice == ADVICE_PAGE_OUT;
    struct order order = {.kind = ORDER_ADVISE,
                          .address = va,
                          .bytes = bytes,
                          .flags = out ? MADV_PAGEOUT : MADV_DONTNEED};

    if (on_range(live, id, "madvise", order, err) < 0)
        return -1;
    if (out)
        settle();
    return 0;
}

int live_sync(struct live *live, unsigned id, uint64_t va, uint64_t bytes,
              struct err *err)
{
    return on_range(
        live, id, "msync",
        (struct order){.kind = ORDER_SYNC, .address = va, .bytes = bytes},
        err);
}

static uint64_t round_up(uint64_t bytes)
{
    return (bytes + LIVE_PAGE - 1) & ~(uint64_t)(LIVE_PAGE - 1);
}

int live_brk(struct live *live, unsigned id, uint64_t from, uint64_t to,
             struct err *err)
{
    uint64_t old = round_up(from), new = round_up(to);
    struct mapping heap = {.va = old,
                           .bytes = new - old,
                           .flags = PERM_R | PERM_W,
                           .object = NO_OBJECT};

    if (new > old)
        return live_map(live, id, &heap, err);
    return new < old ? live_remove(live, id, new, old - new, err) : 0;
}

int live_exec(struct live *live, const struct process *p, struct err *err)
{
    if (live_remove(live, p->id, 0, LIVE_LOW_END, err) < 0 ||
        live_remove(live, p->id, LIVE_HIGH_START, HIGH_END - LIVE_HIGH_START,
                    err) < 0)
        return -1;
    for (size_t i = 0; i < p->nareas; i++) {
        const struct area *a = &p->areas[i];
        struct mapping map = {.va = a->start,
                              .bytes = a->end - a->start,
                              .flags = a->flags,
                              .object = a->object,
                              .page_offset = a->page_offset};
        if (live_map(live, p->id, &map, err) < 0) {
            err->kind = ERR_IO; /* what was there is gone */
            return -1;
        }
    }
    return 0;
}

int live_access(struct live *live, unsigned id, struct request request,
                struct live_result *result, struct err *err)
{
    struct order order = {.kind = ORDER_TOUCH, .request = request};
    struct reply reply;

    if (check_touch(&request, err) < 0)
        return -1;
    order.request.va = live_address(request.va);
    if (say(live, id, &order, -1, &reply, err) < 0)
        return -1;
    *result = reply.result;
    result->signal_va = live_engine_address(result->signal_va);
    result->fault_va = live_engine_address(result->fault_va);
    return 0;
}

pid_t live_pid(const struct live *live, unsigned id)
{
    return id < MACHINE_PROCESSES ? live->hand[id].pid : 0;
}

uint64_t live_inode(const struct live *live, int object)
{
    return object >= 0 && object < MACHINE_OBJECTS ? live->file[object].inode
                                                   : 0;
}
