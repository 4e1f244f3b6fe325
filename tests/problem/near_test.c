/* near_test.c - what is nearly the answer, in many ways of writing it: it is
 * never judged right. */
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "check.h"
#include "problem/judge.h"
#include "problem/read.h"

/* --- other values -------------------------------------------------------- */

static struct value number(struct num n)
{
    return (struct value){.kind = VALUE_NUMBER, .number = n};
}

/* A number that people come to by one slip. */
static struct value other_number(struct rng *rng, struct num n)
{
    struct num by = num_of(1), out = n;
    uint64_t whole;

    switch (rng_below(rng, 7)) {
    case 0:
        num_add(n, by, &out);
        break;
    case 1:
        num_subtract(n, by, &out);
        break;
    case 2:
        num_multiply(n, num_of(2), &out);
        break;
    case 3:
        num_divide(n, num_of(2), &out);
        break;
    case 4:
        num_multiply(n, num_of(1024), &out);
        break;
    case 5:
        num_add(n, num_of(rng_below(rng, 4096)), &out);
        break;
    default:
        if (num_is_whole(n, &whole))
            out = num_of(whole ^ UINT64_C(1) << rng_below(rng, 64));
        break;
    }
    return number(out);
}

static struct value other_word(struct rng *rng, const struct part *part)
{
    return (struct value){
        .kind = VALUE_WORD,
        .word = (uint8_t)part->words[rng_below(rng, part->nwords)]};
}

/* One member more, one less, another one, or two that change places; how
 * many there are then. */
static unsigned change_list(struct rng *rng, uint64_t *at, unsigned n,
                            uint64_t member)
{
    unsigned k = n > 0 ? (unsigned)rng_below(rng, n) : 0;
    uint64_t first = at[0];

    switch (rng_below(rng, 4)) {
    case 0:
        if (n < MEMBERS_MAX)
            at[n++] = member;
        break;
    case 1:
        at[k] = member;
        break;
    case 2:
        at[0] = at[k];
        at[k] = first;
        break;
    default:
        if (n > 0)
            at[k] = at[--n];
        break;
    }
    return n;
}

static struct value other_list(struct rng *rng, const struct part *part,
                               const struct value *v, struct arena *arena)
{
    struct answers out = {.arena = arena};
    uint64_t at[MEMBERS_MAX] = {0}, member = rng_below(rng, 40);
    unsigned n;

    if (part->kind == ASK_CHOICES)
        member %= part->noptions;
    else if (part->kind == ASK_WORDS || part->kind == ASK_ORDER)
        member = part->words[member % part->nwords];
    if (v->n > 0)
        memcpy(at, v->at, v->n * sizeof *at);
    n = change_list(rng, at, v->n, member);
    if (part->kind == ASK_LIST || part->kind == ASK_ORDER)
        answer_list(&out, at, n);
    else
        answer_set(&out, at, n);
    out.at[0].words = v->words;
    return out.at[0];
}

static struct value other(struct rng *rng, const struct part *part,
                          const struct value *v, struct arena *arena)
{
    if (v->kind == VALUE_LIST)
        return other_list(rng, part, v, arena);
    if (part->kind == ASK_CHOICE)
        return number(num_of(rng_below(rng, part->noptions)));
    if (part->nwords > 0 && (v->kind == VALUE_WORD || rng_below(rng, 8) == 0))
        return other_word(rng, part);
    if (v->kind == VALUE_WORD)
        return number(num_of(rng_below(rng, 3)));
    return other_number(rng, v->number);
}

/* --- ways of writing it -------------------------------------------------- */

/* A whole number in a way that leaves no doubt. */
static void write_whole(struct rng *rng, struct str *out, uint64_t n,
                        const struct part *part)
{
    unsigned long long v = n;

    switch (rng_below(rng, part->base == 10 ? 9 : 6)) {
    case 0:
        str_printf(out, "0x%llx", v);
        break;
    case 1:
        str_printf(out, "0X%016llX", v);
        break;
    case 2:
        str_printf(out, "0%llxh", v);
        break;
    case 3:
        str_printf(out, "= 0%llx_16", v);
        break;
    case 4:
        str_puts(out, "0b");
        for (int i = 63; i >= 0; i--)
            if (n >> i != 0 || i == 0)
                str_putc(out, n >> i & 1 ? '1' : '0');
        break;
    case 5:
        str_printf(out, "%llu * 16 + %llu", v / 16, v % 16);
        break;
    case 6:
        str_printf(out, " %llu .", v);
        break;
    case 7:
        str_printf(out, "%llu.0", v);
        break;
    default:
        str_printf(out, "%llu - 0", v);
        break;
    }
}

static void write_value(struct rng *rng, struct str *out,
                        const struct part *part, const struct value *v)
{
    uint64_t n;

    if (v->kind == VALUE_NUMBER && num_is_whole(v->number, &n) &&
        part->kind != ASK_CHOICE && part->kind != ASK_CHOICES &&
        rng_below(rng, 2) == 0)
        write_whole(rng, out, n, part);
    else
        answer_put(out, part, v);
}

/* Nothing that the judge uses. */
static bool is_same(const struct value *a, const struct value *b)
{
    struct num rest = num_of(1);

    if (a->kind != b->kind)
        return false;
    if (a->kind == VALUE_WORD)
        return a->word == b->word;
    if (a->kind == VALUE_NUMBER)
        return num_subtract(a->number, b->number, &rest) && rest.top == 0;
    for (unsigned i = 0; i < a->n && i < b->n; i++)
        if (a->at[i] != b->at[i])
            return false;
    return a->n == b->n;
}

/* --- judged -------------------------------------------------------------- */

struct tally {
    long asked, same, unreadable;
};

static void fail_at(const struct problem *p, unsigned part, const char *typed,
                    const char *what)
{
    fail_msg("%s level %d seed %llu, part %u, \"%s\": %s", p->kind->id,
             p->level, (unsigned long long)p->seed, part + 1, typed, what);
}

static void answer_wrongly(struct rng *rng, const struct problem *p,
                           const struct prompt *prompt, unsigned i,
                           struct arena *arena, struct tally *tally)
{
    const struct part *part = &prompt->parts[i];
    struct value wrong = other(rng, part, &p->key.at[i], arena), read;
    struct str typed = STR_EMPTY;

    if (is_same(&wrong, &p->key.at[i])) {
        tally->same++;
        return;
    }
    write_value(rng, &typed, part, &wrong);
    tally->asked++;
    if (answer_read(str_slice(&typed), part, 0, arena, &read, NULL) !=
        READ_OK) {
        tally->unreadable++;
    } else {
        if (is_same(&read, &p->key.at[i]))
            fail_at(p, i, typed.at, "is read as the key");
        if (!part->property && judge_part(p, i, &read))
            fail_at(p, i, typed.at, "is judged right");
    }
    str_release(&typed);
}

enum { AT_A_TIME = 25 };

static void a_near_miss_is_never_judged_right(void **state)
{
    struct rng rng = rng_new(11);
    struct tally tally = {0};
    long wanted = in_soak(20000, 1000000);

    (void)state;
    for (uint64_t seed = 0; tally.asked < wanted; seed++) {
        const struct kind *kind = kinds[seed % nkinds];
        int level = 1 + (int)rng_below(&rng, LEVELS);
        struct arena arena = {0};
        struct prompt prompt;
        const struct problem *p;
        if (!kind_has_level(kind, level))
            continue;
        p = problem_make(&arena, kind, level, seed);
        problem_ask(p, &arena, &prompt);
        for (int i = 0; i < AT_A_TIME; i++)
            answer_wrongly(&rng, p, &prompt,
                           (unsigned)rng_below(&rng, prompt.nparts), &arena,
                           &tally);
        prompt_release(&prompt);
        arena_release(&arena);
    }
    printf("# %ld near misses, %ld of them unreadable; %ld were no miss\n",
           tally.asked, tally.unreadable, tally.same);
    assert_true(tally.unreadable * 20 < tally.asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_near_miss_is_never_judged_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
