/* FAULTREG solved: the engine walks to every byte, and by hand page by page. */
#include "problem/kind/faultreg.h"

#include "problem/bits.h"
#include "problem/say.h"

/* --- the engine --------------------------------------------------------- */

static struct format machine(const struct faultreg *f)
{
    struct format format = say_linear(INSN_VA_BITS, OFF + PPN_BITS, OFF);

    format.read = two_to(62);
    format.write = two_to(61);
    format.exec = two_to(60);
    format.user = two_to(59);
    if (f->level == 3)
        format.rules = RULES_RISCV;
    if (f->level == 2) {
        format.rules = RULES_X86;
        format.read = format.exec = 0;
        format.no_exec = two_to(58);
    }
    return format;
}

static uint64_t entry_of(const struct format *f, const struct row *row)
{
    return (row->valid ? f->valid : 0) | (row->r ? f->read : 0) |
           (row->w ? f->write : 0) | (row->x ? f->exec : f->no_exec) |
           (row->u ? f->user : 0) | row->ppn;
}

/* The table of pages begins at the bottom of memory. */
enum { ROOT = 0 };

/* The first byte that the walk can't reach; false when it reaches all. */
static bool first_fault(const struct faultreg *f, const struct format *format,
                        const struct phys *mem, struct walk *walk,
                        enum access *access)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = faultreg_ranges(f, range);

    for (unsigned r = 0; r < n; r++)
        for (uint64_t i = 0; i < range[r].bytes; i++) {
            *access = range[r].access;
            if (walk_translate(format, mem, ROOT, range[r].from + i, *access,
                               f->user ? cpu_user : cpu_kernel,
                               walk) != CAUSE_NONE)
                return true;
        }
    return false;
}

enum word faultreg_word(enum access access)
{
    static const enum word words[] = {WORD_READ, WORD_WRITE, WORD_FETCH};
    return words[access];
}

static void give_words(uint64_t address, enum access access, bool protection,
                       struct answers *out)
{
    answer_number(out, address);
    answer_word(out, faultreg_word(access));
    answer_word(out, protection ? WORD_PROTECTION : WORD_NOT_PRESENT);
}

void faultreg_solve(const void *params, struct answers *out)
{
    static const uint8_t steps[] = {0, 3, 5, 4, 8};
    const struct faultreg *f = params;
    struct format format = machine(f);
    enum access access;
    struct walk walk;
    struct phys mem;

    phys_init(&mem, two_to(30));
    for (unsigned i = 0; i < f->rows; i++)
        phys_store(&mem, ROOT + (uint64_t)f->row[i].vpn * 8, 8,
                   entry_of(&format, &f->row[i]));
    if (first_fault(f, &format, &mem, &walk, &access)) {
        if (f->level == 1 || f->level == 4) {
            give_words(walk.va, access, walk.cause != CAUSE_NOT_PRESENT, out);
        } else {
            answer_number(out, walk.va);
            answer_number(out,
                          walk_error_code(&format, &walk, access,
                                          f->user ? cpu_user : cpu_kernel));
        }
    }
    phys_release(&mem);
    out->steps = steps[f->level];
}

/* --- by hand ------------------------------------------------------------ */

/* Why the page refuses; NULL: it allows it. */
const char *faultreg_refusal(const struct faultreg *f, const struct row *row,
                             enum access access)
{
    if (!row->valid)
        return "its valid bit is 0";
    if (f->user && !row->u)
        return "U is 0, and it is user code";
    if (f->level == 3 && !f->user && row->u)
        return "U is 1, and it is the kernel";
    if (access == ACCESS_LOAD)
        return row->r || f->level == 2 ? NULL : "R is 0";
    if (access == ACCESS_STORE)
        return row->w ? NULL : "W is 0";
    return row->x ? NULL : f->level == 2 ? "NX is 1" : "X is 0";
}

struct report faultreg_report(const struct faultreg *f)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = faultreg_ranges(f, range);

    for (unsigned r = 0; r < n; r++) {
        uint64_t end = range[r].from + range[r].bytes, at = range[r].from;
        for (; at < end; at = (at / 4096 + 1) * 4096) {
            const struct row *row = faultreg_row(f, at);
            if (faultreg_refusal(f, row, range[r].access) != NULL)
                return (struct report){at, range[r].access, f->user,
                                       row->valid};
        }
    }
    return (struct report){0};
}

unsigned faultreg_x86_code(struct report r)
{
    return (r.protection ? 1u : 0) + (r.access == ACCESS_STORE ? 2u : 0) +
           (r.user ? 4u : 0) + (r.access == ACCESS_FETCH ? 16u : 0);
}

unsigned faultreg_riscv_code(struct report r)
{
    return r.access == ACCESS_FETCH ? 12 : r.access == ACCESS_LOAD ? 13 : 15;
}

void faultreg_give(const struct faultreg *f, struct report r,
                   struct answers *out)
{
    if (f->level == 1 || f->level == 4) {
        give_words(r.address, r.access, r.protection, out);
    } else {
        answer_number(out, r.address);
        answer_number(out, f->level == 2 ? faultreg_x86_code(r)
                                         : faultreg_riscv_code(r));
    }
}

void faultreg_solve_again(const void *params, struct answers *out)
{
    faultreg_give(params, faultreg_report(params), out);
}
