#include "speed/floor_walk.h"

#include <string.h>

enum { X86_P = 1, X86_W = 2, X86_U = 4, X86_PS = 128 };

static const uint64_t x86_ppn = 0xffffffffff000;

uint64_t floor_walk_x86_64(const uint8_t *ram, uint64_t root, uint64_t va,
                           enum access access, bool user)
{
    uint64_t table = root, all = X86_W | X86_U, any = 0, entry;

    if (va >> 47 != 0 && va >> 47 != 0x1ffff)
        return UINT64_MAX;
    for (unsigned shift = 39;; shift -= 9) {
        memcpy(&entry, ram + table + (va >> shift & 511) * 8, 8);
        if (!(entry & X86_P))
            return UINT64_MAX;
        all &= entry;
        any |= entry;
        if (shift == 12 || (entry & X86_PS && shift < 39)) {
            uint64_t offset = (UINT64_C(1) << shift) - 1;

            if ((user && !(all & X86_U)) ||
                (access == ACCESS_STORE && !(all & X86_W)) ||
                (access == ACCESS_FETCH && any >> 63))
                return UINT64_MAX;
            return (entry & x86_ppn & ~offset) | (va & offset);
        }
        table = entry & x86_ppn;
    }
}

static uint64_t load(const uint8_t *at, unsigned bytes)
{
    uint64_t wide;
    uint32_t narrow;

    if (bytes == 8) {
        memcpy(&wide, at, 8);
        return wide;
    }
    memcpy(&narrow, at, 4);
    return narrow;
}

static bool is_leaf(const struct format *f, unsigned level, uint64_t entry)
{
    if (f->rules == RULES_RISCV)
        return entry & (f->read | f->exec);
    return level == 0 || entry & f->large;
}

uint64_t floor_walk_any(const struct format *f, const uint8_t *ram,
                        uint64_t root, uint64_t va, enum access access,
                        bool user, struct floor_step step[FORMAT_LEVELS])
{
    uint64_t table = root, all = UINT64_MAX, any = 0;
    unsigned shift = f->va_bits;

    if (f->high == HIGH_SIGN &&
        (uint64_t)((int64_t)(va << (64 - f->va_bits)) >> (64 - f->va_bits)) !=
            va)
        return UINT64_MAX;
    for (unsigned level = f->levels; level-- > 0; step++) {
        uint64_t entry, page, offset;

        shift -= f->index_bits[level];
        step->at = table + (va >> shift &
                            ((UINT64_C(1) << f->index_bits[level]) - 1)) *
                               f->entry_bytes;
        step->entry = entry = load(ram + step->at, f->entry_bytes);
        if (!(entry & f->valid))
            return UINT64_MAX;
        if (f->rules == RULES_X86) {
            all &= entry;
            any |= entry;
        } else {
            all = any = entry;
        }
        page = (entry >> f->ppn_at & ((UINT64_C(1) << f->ppn_bits) - 1))
               << f->page_bits;
        if (!is_leaf(f, level, entry)) {
            table = page;
            continue;
        }
        offset = (UINT64_C(1) << shift) - 1;
        if ((user && f->user && !(all & f->user)) ||
            (access == ACCESS_STORE && f->write && !(all & f->write)) ||
            (access == ACCESS_LOAD && f->read && !(all & f->read)) ||
            (access == ACCESS_FETCH &&
             (any & f->no_exec || (f->exec && !(all & f->exec)))))
            return UINT64_MAX;
        return (page & ~offset) | (va & offset);
    }
    return UINT64_MAX;
}
