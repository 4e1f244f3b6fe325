/* kernel_test.c - the engine against this machine's kernel: random scenarios
 * that both run, with everything that can be seen compared after each step.
 *
 *     SCENARIOS=10000 FIRST=1     how many, from which seed
 *     LEAST=0                     no search for the least that differs
 */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "steps.h"

static unsigned long number(const char *name, unsigned long otherwise)
{
    const char *text = getenv(name);

    return text != NULL && *text != '\0' ? strtoul(text, NULL, 10)
                                         : otherwise;
}

static void report(const struct tally *t)
{
    printf("# %lu scenarios, %lu steps (%lu refused by the engine): "
           "%lu faults, %lu SIGSEGV, %lu SIGBUS, %lu forks, %lu exits, "
           "%lu accesses over a page end\n",
           t->scenarios, t->steps, t->refused, t->faults, t->segv, t->bus,
           t->by_kind[STEP_FORK], t->by_kind[STEP_EXIT], t->crossing);
}

/* What this system does not let us do or see is said; if it is too much,
 * there is nothing to test. */
static void look_or_skip(void)
{
    struct err err = {0};
    struct both b;
    const char *blind;

    if (both_open(&b, 0, &err) < 0) {
        printf("# %s\n", err.text);
        skip();
    }
    blind = compare_blind(b.compare);
    both_close(&b);
    if (blind != NULL)
        printf("# %s\n", blind);
}

static void scenarios_run_alike_on_the_kernel(void **state)
{
    unsigned long n = number("SCENARIOS", (unsigned long)often(300));
    unsigned long first = number("FIRST", 1);
    struct tally tally = {0};
    struct str what = STR_EMPTY;

    (void)state;
    look_or_skip();
    for (unsigned long i = 0; i < n; i++)
        if (scenario_run(first + i, number("LEAST", 1), &tally, &what) < 0)
            break;
    report(&tally);
    if (what.len > 0)
        fail_msg("%s", what.at);
    str_release(&what);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenarios_run_alike_on_the_kernel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
