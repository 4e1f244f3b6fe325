#include "vm/names.h"

/* --- by number, or as the caller says ------------------------------------
 */

void name_process(struct str *out, const struct names *names,
                  unsigned process)
{
    size_t before = out->len;

    if (names != NULL && names->process != NULL)
        names->process(names->at, out, process);
    if (out->len > before)
        return;
    if (process < 26)
        str_putc(out, (char)('A' + process));
    else
        str_printf(out, "P%u", process);
}

void name_object(struct str *out, const struct names *names, unsigned object)
{
    size_t before = out->len;

    if (names != NULL && names->object != NULL)
        names->object(names->at, out, object);
    if (out->len == before)
        str_printf(out, "file %u", object);
}

void name_area(struct str *out, const struct names *names, unsigned process,
               uint64_t start, unsigned use)
{
    static const char *const uses[] = {
        [USE_NONE] = "the area",
        [USE_TEXT] = "the program's code",
        [USE_RODATA] = "the program's constants",
        [USE_DATA] = "the program's data",
        [USE_BSS] = "the program's zeros (bss)",
        [USE_HEAP] = "the heap",
        [USE_STACK] = "the stack",
    };
    size_t before = out->len;

    if (use == USE_NONE && names != NULL && names->area != NULL)
        names->area(names->at, out, process, start);
    if (out->len == before)
        str_puts(out, uses[use]);
}

/* --- numbers -------------------------------------------------------------
 */

static unsigned digits(unsigned bits)
{
    return bits == 0 ? 1 : (bits + 3) / 4;
}

static void hex(struct str *out, unsigned width, uint64_t number)
{
    str_printf(out, "0x%0*llx", (int)width, (unsigned long long)number);
}

unsigned name_va_digits(const struct format *f)
{
    return digits(f->va_bits);
}

unsigned name_pa_digits(const struct format *f)
{
    return digits(f->pa_bits);
}

unsigned name_vpn_digits(const struct format *f)
{
    return digits((unsigned)f->va_bits - f->page_bits);
}

unsigned name_ppn_digits(const struct format *f)
{
    unsigned bits =
        f->pa_bits > f->page_bits ? (unsigned)f->pa_bits - f->page_bits : 0;

    return digits(bits < f->ppn_bits ? bits : f->ppn_bits);
}

void name_va(struct str *out, const struct format *f, uint64_t va)
{
    hex(out, name_va_digits(f), va);
}

void name_pa(struct str *out, const struct format *f, uint64_t pa)
{
    hex(out, name_pa_digits(f), pa);
}

void name_entry(struct str *out, const struct format *f, uint64_t entry)
{
    hex(out, 2u * f->entry_bytes, entry);
}

void name_hex(struct str *out, uint64_t number)
{
    hex(out, 1, number);
}

void name_area_flags(struct str *out, unsigned flags)
{
    str_putc(out, flags & PERM_R ? 'r' : '-');
    str_putc(out, flags & PERM_W ? 'w' : '-');
    str_putc(out, flags & PERM_X ? 'x' : '-');
    str_putc(out, flags & AREA_SHARED ? 's' : 'p');
}

/* --- words ---------------------------------------------------------------
 */

const char *rule_name(enum rule rule)
{
    static const char *const words[RULE_KINDS] = {
        [RULE_NONE] = "none",
        [RULE_GROW] = "grow",
        [RULE_ZERO_PAGE] = "zero-page",
        [RULE_DEMAND_ZERO] = "demand-zero",
        [RULE_MAP] = "map",
        [RULE_COPY_IN] = "copy-in",
        [RULE_SWAP_IN] = "swap-in",
        [RULE_MAKE_WRITABLE] = "make-writable",
        [RULE_COPY] = "copy",
        [RULE_REUSE] = "reuse",
        [RULE_WATCH] = "watch",
    };
    return words[rule];
}

const char *outcome_name(enum outcome outcome)
{
    static const char *const words[] = {
        [OUTCOME_DONE] = "done",
        [OUTCOME_SEGV_MAPERR] = "SIGSEGV-not-mapped",
        [OUTCOME_SEGV_ACCERR] = "SIGSEGV-not-allowed",
        [OUTCOME_SEGV_GP] = "SIGSEGV-not-canonical",
        [OUTCOME_BUS] = "SIGBUS",
        [OUTCOME_NO_MEMORY] = "out-of-memory",
    };
    return words[outcome];
}

const char *call_name(enum call call)
{
    static const char *const words[] = {
        [CALL_SPAWN] = "spawn",       [CALL_FORK] = "fork",
        [CALL_EXIT] = "exit",         [CALL_EXEC] = "exec",
        [CALL_MMAP] = "mmap",         [CALL_MUNMAP] = "munmap",
        [CALL_MPROTECT] = "mprotect", [CALL_DISCARD] = "discard",
        [CALL_PAGE_OUT] = "page-out", [CALL_SYNC] = "msync",
        [CALL_BRK] = "brk",           [CALL_SWITCH] = "switch",
        [CALL_WATCH] = "watch",       [CALL_SAMPLE] = "sample",
    };
    return words[call];
}

const char *frame_kind_name(enum frame_kind kind)
{
    static const char *const words[] = {
        [FRAME_FREE] = "free", [FRAME_TABLE] = "table",
        [FRAME_ANON] = "anon", [FRAME_CACHE] = "cache",
        [FRAME_ZERO] = "zero", [FRAME_KERNEL] = "kernel",
    };
    return words[kind];
}

const char *access_name(enum access access)
{
    static const char *const words[] = {"load", "store", "fetch"};

    return words[access];
}
