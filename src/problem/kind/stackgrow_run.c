#include "problem/kind/stackgrow_run.h"

#include "problem/computer.h"

enum { FRAMES = 64 };

/* --- the engine --------------------------------------------------------- */

static void touch_one(const struct stackgrow *s, uint64_t va,
                      struct answers *out)
{
    struct computer c;
    struct process *p;
    struct result r;
    const struct area *stack;

    computer_start_as(&c, "x86-64", FRAMES, false);
    p = computer_spawn(&c);
    computer_map(&c, p, s->low_start, (unsigned)(s->low_end - s->low_start),
                 0);
    computer_map(&c, p, s->start, (unsigned)(s->end - s->start),
                 AREA_GROWS_DOWN);
    for (uint64_t i = 1; i <= STACK_TOUCHED; i++)
        computer_touch(&c, p, s->end - i, true);
    r = machine_store(&c.m, p, va, 1);
    stack = area_find(p, (s->end - 1) << STACK_PAGE_BITS);
    if (r.outcome != OUTCOME_DONE)
        answer_word(out, WORD_SIGSEGV);
    else if (stack->start != s->start << STACK_PAGE_BITS)
        answer_word(out, WORD_GROWS);
    else
        answer_word(out, r.faults > 0 ? WORD_FILLED : WORD_NO_FAULT);
    answer_number(out, stack->start);
    computer_stop(&c);
}

void stack_run(const struct stackgrow *s, struct answers *out)
{
    for (unsigned i = 0; i < s->asked; i++)
        touch_one(s, s->va[i], out);
    out->steps = s->asked;
}

/* --- by the rules, also as one who believes others ---------------------- */

static struct stack_verdict stays(const struct stackgrow *s, enum word word)
{
    return (struct stack_verdict){word, s->start << STACK_PAGE_BITS};
}

static struct stack_verdict inside(const struct stackgrow *s, uint64_t page,
                                   unsigned beliefs)
{
    if (page >= s->end - STACK_TOUCHED)
        return stays(s, WORD_NO_FAULT);
    if (beliefs & STACK_ALL_FATAL)
        return stays(s, WORD_SIGSEGV);
    if (beliefs & STACK_ONE_PAGE)
        return (struct stack_verdict){WORD_GROWS, (s->start - 1)
                                                      << STACK_PAGE_BITS};
    return stays(s, beliefs & STACK_EAGER ? WORD_NO_FAULT : WORD_FILLED);
}

static struct stack_verdict below(const struct stackgrow *s, uint64_t va,
                                  unsigned beliefs)
{
    uint64_t page = stack_page_of(va);
    bool too_far = s->end - page > STACK_LIMIT && !(beliefs & STACK_NO_LIMIT);
    bool too_near =
        page < s->low_end + STACK_GAP && !(beliefs & STACK_NO_GAP);

    if (beliefs & (STACK_ALL_FATAL | STACK_UPWARDS) || too_far ||
        (too_near && !(beliefs & STACK_IS_ALL)))
        return stays(s, WORD_SIGSEGV);
    if (beliefs & STACK_ONE_PAGE)
        page = s->start - 1;
    return (struct stack_verdict){
        WORD_GROWS, beliefs & STACK_TO_BYTE ? va : page << STACK_PAGE_BITS};
}

struct stack_verdict stack_decide(const struct stackgrow *s, uint64_t va,
                                  unsigned beliefs)
{
    uint64_t page = stack_page_of(va);
    bool in_low = page >= s->low_start && page < s->low_end;

    if (page >= s->end)
        return beliefs & STACK_UPWARDS && page < s->end + STACK_LIMIT
                   ? (struct stack_verdict){WORD_GROWS,
                                            s->start << STACK_PAGE_BITS}
                   : stays(s, WORD_SIGSEGV);
    if (page >= s->start)
        return inside(s, page, beliefs);
    if (in_low && !(beliefs & STACK_IS_ALL))
        return stays(s, beliefs & STACK_ALL_FATAL ? WORD_SIGSEGV
                        : beliefs & STACK_EAGER   ? WORD_NO_FAULT
                                                  : WORD_FILLED);
    if (page < s->low_start)
        return stays(s, WORD_SIGSEGV);
    return below(s, va, beliefs);
}

bool stack_believing(const void *params, unsigned beliefs,
                     struct answers *out)
{
    const struct stackgrow *s = params;

    for (unsigned i = 0; i < s->asked; i++) {
        struct stack_verdict v = stack_decide(s, s->va[i], beliefs);
        answer_word(out, v.word);
        answer_number(out, v.start);
    }
    return true;
}
