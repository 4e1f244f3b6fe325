/* live.h - what the engine does, done by real processes on this machine's
 * kernel.
 *
 *     the engine                    here
 *     machine, process number       struct live, the same number
 *     map_area, machine_access ..   live_map, live_access ..
 *     a file                        a memory file with the same bytes
 *
 * Each process of a scenario is a worker: a child that waits for commands and
 * carries them out on its own address space. So that the same scenario gives
 * the same answers each time, all workers run on one CPU, without huge pages,
 * and files are whole before anything maps them.
 *
 * Addresses are those of the engine. In a worker they stand for others, where
 * nothing of the worker's own can be (LIVE_... below); the low 36 bits and
 * more stay the same, so that tables, windows and page ends fall where they
 * do in the engine. What comes back is translated back.
 *
 * A scenario may be a stranger's. A worker maps, unmaps and touches nothing
 * outside of the arena, runs one instruction at a time of what a fetch finds
 * there with registers that lead nowhere, and has no more rights than
 * `nobody` when root starts it. Each command has LIVE_SECONDS; a worker that
 * does not answer is an error. When the caller dies, however that happens,
 * its workers do too.
 *
 * Functions that can fail return 0, or -1 with a sentence: of kind ERR_USAGE
 * when the kernel said no or it can't be done here and nothing has changed,
 * of kind ERR_IO when the worker is lost and only live_close is left. */
#ifndef KERNEL_LIVE_H
#define KERNEL_LIVE_H

#include <sys/types.h>

#include "base/err.h"
#include "vm/access.h"
#include "vm/map.h"

/* The arena: addresses that a scenario may map. All others can be touched
 * but for what lies between, which live_... refuse. */
#define LIVE_LOW_END UINT64_C(0x300000000000)    /* [0, here) */
#define LIVE_HIGH_START UINT64_C(0x7f0000000000) /* [here, ... */
#define LIVE_HIGH_END UINT64_C(0x800000000000)   /* ... here) */

enum {
    LIVE_PAGE = 4096,          /* bytes; machines of other sizes can't be
                                  followed */
    LIVE_SECONDS = 10,         /* for one command */
    LIVE_MAP_PAGES = 1 << 18,  /* in one mapping: 1 GiB */
    LIVE_FILE_PAGES = 1 << 12, /* 16 MiB */
};

struct live;

/* What an access came to; compare struct result of vm/access.h. */
struct live_result {
    enum outcome outcome;
    uint32_t faults;     /* that were mended, minor and major */
    uint64_t value;      /* that was loaded, stored or, where it can be read,
                            fetched */
    int signal, code;    /* signo and si_code; 0, 0: none came */
    uint64_t signal_va;  /* si_addr */
    uint64_t fault_va;   /* CR2, when a signal came */
    uint32_t error_code; /* of the page fault, as the CPU gave it */
};

/* Takes what matters here from the machine: page size, the profile's limit of
 * stacks. NULL with a sentence when this system or machine can't do it. */
struct live *live_open(const struct machine *m, struct err *err);

/* Ends all workers. NULL is fine. */
void live_close(struct live *live);

/* A file with the bytes on the disk of the engine's object of that number;
 * to be called for each file before it is mapped. Where the object wants to
 * hear of writes, it is a file on a disk in $TMPDIR or /var/tmp. */
int live_file(struct live *live, const struct machine *m, int object,
              struct err *err);

/* A process of that number, as process_spawn and process_fork gave it. */
int live_spawn(struct live *live, unsigned id, struct err *err);
int live_fork(struct live *live, unsigned parent, unsigned child,
              struct err *err);

/* Comes back when all memory of the process has been given back. */
int live_exit(struct live *live, unsigned id, struct err *err);

/* map->va must be the address that the engine chose, never ANY_ADDRESS. */
int live_map(struct live *live, unsigned id, const struct mapping *map,
             struct err *err);
int live_remove(struct live *live, unsigned id, uint64_t va, uint64_t bytes,
                struct err *err);
int live_protect(struct live *live, unsigned id, uint64_t va, uint64_t bytes,
                 unsigned perms, struct err *err);
int live_advise(struct live *live, unsigned id, uint64_t va, uint64_t bytes,
                enum advice advice, struct err *err);
int live_sync(struct live *live, unsigned id, uint64_t va, uint64_t bytes,
              struct err *err);

/* The same from byte `offset` of the file on, which the kernel may refuse;
 * map->page_offset does not count. */
int live_map_from(struct live *live, unsigned id, const struct mapping *map,
                  uint64_t offset, struct err *err);

/* From one end of the heap to the other; by mmap and munmap, since the brk of
 * a worker is its own. */
int live_brk(struct live *live, unsigned id, uint64_t from, uint64_t to,
             struct err *err);

/* What exec_image left: removes everything and maps the areas of the engine's
 * process. */
int live_exec(struct live *live, const struct process *p, struct err *err);

/* A fetch runs the one instruction at the address, however long it is;
 * request.bytes says how many of its bytes the engine looks at. Kernel accesses
 * (request.kernel) are refused. */
int live_access(struct live *live, unsigned id, struct request request,
                struct live_result *result, struct err *err);

/* For observers. The process id on this system, 0 when there is none; and
 * where an address of the engine is in a worker, and back. live_inside:
 * whether it is in the arena, as engine's address and as worker's. */
pid_t live_pid(const struct live *live, unsigned id);
uint64_t live_address(uint64_t va);
uint64_t live_engine_address(uint64_t address);
bool live_inside(uint64_t va);
bool live_inside_worker(uint64_t address);

/* --- a file, beside those who map it --- */

/* The inode that is the file of that number; 0 when there is none. */
uint64_t live_inode(const struct live *live, int object);

/* read() and write() of bytes in it; another length, and which it has. The
 * engine hears nothing of these. */
int live_file_read(const struct live *live, int object, uint64_t at,
                   void *bytes, size_t n, struct err *err);
int live_file_write(struct live *live, int object, uint64_t at,
                    const void *bytes, size_t n, struct err *err);
int live_file_resize(struct live *live, int object, uint64_t bytes,
                     struct err *err);
int live_file_length(const struct live *live, int object, uint64_t *bytes,
                     struct err *err);

#endif
