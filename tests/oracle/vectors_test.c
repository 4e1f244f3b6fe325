/* The walk against what processors answered, as kept in vectors/. */
#include <inttypes.h>
#include <stdio.h>

#include "check.h"
#include "oracle/vectors.h"

static struct vectors load(const char *name)
{
    struct str bytes = STR_EMPTY;
    struct vectors v;
    char command[128];
    FILE *f;
    size_t got;

    snprintf(command, sizeof command, "gzip -dc tests/oracle/vectors/%s.gz",
             name);
    f = popen(command, "r");
    assert_non_null(f);
    do {
        got = fread(str_reserve(&bytes, 65536), 1, 65536, f);
        bytes.len += got;
        str_truncate(&bytes, bytes.len);
    } while (got > 0);
    assert_int_equal(pclose(f), 0);
    if (!vectors_read(&v, str_slice(&bytes)))
        fail_msg("tests/oracle/vectors/%s.gz is not what it should be", name);
    str_release(&bytes);
    return v;
}

/* --- one query -----------------------------------------------------------
 */

static bool is_fault_alike(const struct vectors *v, const struct vector *q,
                           const struct walk *w)
{
    const struct format *f = &v->image.f;
    uint32_t code = walk_error_code(f, w, q->access, vectors_cpu(q->state));

    if (w->cause == CAUSE_NONE || q->vector == ANSWER_DONE)
        return w->cause == CAUSE_NONE && q->vector == ANSWER_DONE &&
               w->pa == q->pa;
    if (f->rules == RULES_RISCV)
        return code == q->vector;
    return q->vector == (w->cause == CAUSE_NON_CANONICAL ? 13 : 14) &&
           code == q->code;
}

/* The bits that differ from before in the entry of that step. */
static uint64_t marked(const struct vectors *v, const struct vector *q,
                       const struct walk_step *step)
{
    for (size_t i = 0; i < q->nmarks; i++)
        if (v->image.root + q->mark[i].at == step->at)
            return q->mark[i].bits;
    return 0;
}

/* After a fault a processor may or may not have marked the entries it went
 * through as accessed; RISC-V marks nothing. */
static bool are_marks_of_fault_allowed(const struct vectors *v,
                                       const struct vector *q,
                                       const struct walk *w)
{
    size_t found = 0;

    for (unsigned i = 0; i < w->nsteps; i++)
        found += marked(v, q, &w->step[i]) == v->image.f.accessed;
    return found == q->nmarks &&
           (found == 0 || v->image.f.rules == RULES_X86);
}

static bool are_marks_alike(const struct vectors *v, const struct vector *q,
                            struct walk *w)
{
    struct walk old = *w;
    unsigned changed;
    size_t n = 0;

    if (w->cause != CAUSE_NONE)
        return are_marks_of_fault_allowed(v, q, w);
    changed = walk_mark(&v->image.f, w, q->access);
    for (unsigned i = 0; i < w->nsteps; i++) {
        if (marked(v, q, &w->step[i]) !=
            (old.step[i].entry ^ w->step[i].entry))
            return false;
        n += changed >> i & 1;
    }
    return n == q->nmarks;
}

static void show(const struct vector *q, const struct walk *w)
{
    print_error("va %#" PRIx64 " access %d state %#x: %s, pa %#" PRIx64
                "; the processor: vector %u code %#x pa %#x, %u marks\n",
                q->va, (int)q->access, q->state, cause_name(w->cause), w->pa,
                q->vector, q->code, q->pa, q->nmarks);
    for (unsigned i = 0; i < w->nsteps; i++)
        print_error("    step %u: %#" PRIx64 " at %#" PRIx64 "\n", i,
                    w->step[i].entry, w->step[i].at);
}

/* --- all of them ---------------------------------------------------------
 */

static void answers_as_the_processor_did(void **state)
{
    const char *const *name = *state;
    struct vectors v = load(*name);
    size_t differ = 0;

    assert_true(v.n >= 20000);
    for (size_t i = 0; i < v.n; i++) {
        const struct vector *q = &v.at[i];
        struct walk w;

        walk_translate(&v.image.f, &v.image.mem, v.image.root, q->va,
                       q->access, vectors_cpu(q->state), &w);
        if (is_fault_alike(&v, q, &w) && are_marks_alike(&v, q, &w))
            continue;
        if (differ++ < 5)
            show(q, &w);
    }
    if (differ > 0)
        fail_msg("%zu of %zu answers differ from those of %s", differ, v.n,
                 v.from);
    vectors_release(&v);
}

struct file {
    const char *name;
};

int main(void)
{
    static const struct file files[] = {
        {"x86-32"}, {"x86-64"}, {"sv32"}, {"sv39"}, {"sv48"},
    };
    return RUN_CASES(files, answers_as_the_processor_did);
}
