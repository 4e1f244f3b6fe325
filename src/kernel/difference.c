#include <inttypes.h>

#include "kernel/compare.h"
#include "vm/table.h"

static void number(uint64_t value, struct str *out)
{
    str_printf(out, "%" PRIu64, value);
}

static void hex(uint64_t value, struct str *out)
{
    str_printf(out, "0x%" PRIx64, value);
}

static void outcome(uint64_t value, struct str *out)
{
    static const char *const names[] = {
        [OUTCOME_DONE] = "done",
        [OUTCOME_SEGV_MAPERR] = "SIGSEGV, nothing is mapped",
        [OUTCOME_SEGV_ACCERR] = "SIGSEGV, not allowed",
        [OUTCOME_SEGV_GP] = "SIGSEGV, general protection",
        [OUTCOME_BUS] = "SIGBUS",
        [OUTCOME_NO_MEMORY] = "out of memory",
    };
    str_puts(out, names[value]);
}

static void state(uint64_t value, struct str *out)
{
    static const char *const names[] = {
        [PAGE_NONE] = "nothing",
        [PAGE_PRESENT] = "in memory",
        [PAGE_KEPT] = "in memory",
        [PAGE_SWAPPED] = "swapped out",
    };
    str_puts(out, names[value]);
}

static void kind(uint64_t value, struct str *out)
{
    static const char *const names[] = {
        [FRAME_FREE] = "free",          [FRAME_TABLE] = "a table's",
        [FRAME_ANON] = "private",       [FRAME_CACHE] = "a file's",
        [FRAME_ZERO] = "that of zeros", [FRAME_KERNEL] = "the kernel's",
    };
    str_puts(out, names[value]);
}

static void copied(uint64_t value, struct str *out)
{
    str_puts(out, value ? "another one" : "as before");
}

static void yes_no(uint64_t value, struct str *out)
{
    str_puts(out, value ? "yes" : "no");
}

static void area(const struct seen_area *a, struct str *out)
{
    if (a->start == a->end) {
        str_puts(out, "no area");
        return;
    }
    str_printf(out, "%" PRIx64 "-%" PRIx64 " %c%c%c%c %" PRIx64, a->start,
               a->end, a->flags & PERM_R ? 'r' : '-',
               a->flags & PERM_W ? 'w' : '-', a->flags & PERM_X ? 'x' : '-',
               a->flags & AREA_SHARED ? 's' : 'p',
               a->page_offset * LIVE_PAGE);
}

static const struct {
    const char *what;
    void (*say)(uint64_t value, struct str *out);
} words[DIFFERENCE_KINDS] = {
    [DIFFERENT_OUTCOME] = {"outcome", outcome},
    [DIFFERENT_SIGNAL_VA] = {"address of the signal", hex},
    [DIFFERENT_FAULT_VA] = {"address of the fault", hex},
    [DIFFERENT_ERROR_CODE] = {"error code", hex},
    [DIFFERENT_FAULTS] = {"faults", number},
    [DIFFERENT_VALUE] = {"value", hex},
    [DIFFERENT_AREA] = {"area", NULL},
    [DIFFERENT_STATE] = {"page", state},
    [DIFFERENT_KIND] = {"frame", kind},
    [DIFFERENT_COPIED] = {"frame", copied},
    [DIFFERENT_SAME] = {"the same frame as", yes_no},
    [DIFFERENT_MAPCOUNT] = {"entries that name the frame", number},
    [DIFFERENT_EXCLUSIVE] = {"the frame is nobody else's", yes_no},
};

void difference_say(const struct difference *d, struct str *out)
{
    str_printf(out, "process %u, 0x%" PRIx64 ": %s", d->process, d->va,
               words[d->kind].what);
    if (d->kind == DIFFERENT_SAME)
        str_printf(out, " process %u, 0x%" PRIx64, d->other_process,
                   d->other_va);
    str_puts(out, ": engine ");
    if (d->kind == DIFFERENT_AREA)
        area(&d->engine_area, out);
    else
        words[d->kind].say(d->engine, out);
    str_puts(out, ", kernel ");
    if (d->kind == DIFFERENT_AREA)
        area(&d->kernel_area, out);
    else
        words[d->kind].say(d->kernel, out);
}
