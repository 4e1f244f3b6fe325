/* The walk against what processors answered, as kept in vectors/. */
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
        if (vector_agrees(&v.image.f, q, &w) && are_marks_alike(&v, q, &w))
            continue;
        if (differ++ < 5)
            vector_show(q, &w);
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
