#include <inttypes.h>
#include <stdio.h>

#include "kernel/live_inside.h"

/* Where the arena is in a worker: above what sanitizers keep for themselves,
 * below programs and libraries. A multiple of 512 GiB away from the engine's
 * addresses, what one entry of the highest table covers. */
#define LOW_BASE UINT64_C(0x110000000000)
#define HIGH_BASE UINT64_C(0x420000000000)

/* The one page above the user's half that programs may call. */
#define VSYSCALL UINT64_C(0xffffffffff600000)

uint64_t live_address(uint64_t va)
{
    if (va < LIVE_LOW_END)
        return va + LOW_BASE;
    if (va >= LIVE_HIGH_START && va < LIVE_HIGH_END)
        return va - LIVE_HIGH_START + HIGH_BASE;
    return va;
}

uint64_t live_engine_address(uint64_t address)
{
    if (address - LOW_BASE < LIVE_LOW_END)
        return address - LOW_BASE;
    if (address - HIGH_BASE < LIVE_HIGH_END - LIVE_HIGH_START)
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

int arena_check_range(uint64_t va, uint64_t bytes, struct err *err)
{
    uint64_t last = va + bytes - 1;

    if (bytes == 0)
        return err_set(err, ERR_USAGE, "A length of 0 is nothing.");
    if (last < va || !live_inside(va) || !live_inside(last) ||
        last - va != live_address(last) - live_address(va))
        return outside(live_inside(va) ? last : va, err);
    return 0;
}

int arena_check_touch(const struct request *q, struct err *err)
{
    if (q->kernel)
        return err_set(err, ERR_USAGE,
                       "A worker can't touch memory as the kernel.");
    if (q->bytes < 1 || q->bytes > ACCESS_BYTES)
        return err_set(err, ERR_USAGE, "An access has 1 to %d bytes.",
                       ACCESS_BYTES);
    if (q->va >= LIVE_HIGH_END && q->va + q->bytes - 1 >= LIVE_HIGH_END &&
        (q->va & ~UINT64_C(4095)) != VSYSCALL &&
        ((q->va + q->bytes - 1) & ~UINT64_C(4095)) != VSYSCALL)
        return 0;
    return arena_check_range(q->va, q->bytes, err);
}

int arena_check_free(struct err *err)
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
