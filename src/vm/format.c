/*  An address and an entry, taken apart by the numbers of a descriptor:
 *
 *      va      | index of level 1 | index of level 0 |  offset  |
 *                                 ^ shift of level 1  ^ shift of level 0
 *
 *      entry   | ... |    PPN     | ... flags ... |
 *                                 ^ ppn_at                        */
#include "vm/format.h"

#include <assert.h>

const struct format *format_find(struct slice name)
{
    for (size_t i = 0; i < nformats; i++)
        if (slice_is(name, formats[i].name))
            return &formats[i];
    return NULL;
}

void format_narrow(struct format *f, unsigned pa_bits)
{
    uint64_t ppn = (UINT64_C(1) << f->ppn_bits) - 1;
    uint64_t within = (UINT64_C(1) << (pa_bits - f->page_bits)) - 1;

    assert(pa_bits > f->page_bits && pa_bits <= f->pa_bits);
    f->pa_bits = (uint8_t)pa_bits;
    for (unsigned l = 0; l < f->levels; l++) {
        f->reserved_table[l] |= (ppn & ~within) << f->ppn_at;
        f->reserved_leaf[l] |= (ppn & ~within) << f->ppn_at;
    }
}

/* --- addresses -----------------------------------------------------------
 */

uint64_t format_table_bytes(const struct format *f, unsigned level)
{
    return (UINT64_C(1) << f->index_bits[level]) * f->entry_bytes;
}

/* --- entries -------------------------------------------------------------
 */

static uint64_t permit(const struct format *f, unsigned perms)
{
    return (perms & PERM_R ? f->read : 0) | (perms & PERM_W ? f->write : 0) |
           (perms & PERM_X ? f->exec : f->no_exec) |
           (perms & PERM_U ? f->user : 0);
}

uint64_t format_leaf(const struct format *f, uint64_t ppn, unsigned perms)
{
    if (f->rules == RULES_RISCV && (perms & PERM_W || !(perms & PERM_X)))
        perms |= PERM_R;
    return f->valid | ppn << f->ppn_at | permit(f, perms);
}

uint64_t format_table(const struct format *f, uint64_t ppn)
{
    uint64_t entry = f->valid | ppn << f->ppn_at;

    if (f->rules == RULES_X86)
        entry |= permit(f, PERM_R | PERM_W | PERM_X | PERM_U);
    return entry;
}
