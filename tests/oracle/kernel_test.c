/* kernel_test.c - the engine against this machine's kernel: random scenarios
 * that both run, with everything that can be seen compared after each step.
 *
 *     SCENARIOS=10000 FIRST=1     how many, from which seed
 *     SWAPS=1000                  how many with swap
 *     LEAST=0                     no search for the least that differs
 */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "steps.h"
#include "swap_file.h"

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
           "%lu accesses over a page end, %lu page-outs\n",
           t->scenarios, t->steps, t->refused, t->faults, t->segv, t->bus,
           t->by_kind[STEP_FORK], t->by_kind[STEP_EXIT], t->crossing,
           t->by_kind[STEP_PAGE_OUT]);
}

/* 300 as a rule, 10000 for a soak; a sanitized program is slow. */
static unsigned long how_many(void)
{
    unsigned long n = often(1) > 1 ? 10000 : 300;

#ifdef __SANITIZE_ADDRESS__
    n /= 10;
#endif
    return number("SCENARIOS", n);
}

static void run(unsigned long n, unsigned swap_pages)
{
    struct scenario_kind kind = {.swap_pages = swap_pages,
                                 .least = number("LEAST", 1) != 0};
    unsigned long first = number("FIRST", 1);
    struct tally tally = {0};
    struct str what = STR_EMPTY;
    int rc = 0;

    for (unsigned long i = 0; i < n && rc == 0; i++)
        rc = scenario_run(first + i, kind, &tally, &what);
    report(&tally);
    swap_file_off();
    if (rc < 0)
        fail_msg("%s", what.at);
    str_release(&what);
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
    (void)state;
    look_or_skip();
    run(how_many(), 0);
}

static void and_with_pages_swapped_out(void **state)
{
    struct err err;

    (void)state;
    look_or_skip();
    if (swap_file_on(&err) < 0) {
        printf("# %s\n", err.text);
        skip();
    }
    run(number("SWAPS", how_many() / 10), 512);
}

static void same(struct both *b, struct step step)
{
    struct str what = STR_EMPTY;

    if (both_do(b, &step, &what) != 1)
        fail_msg("%s", what.at);
    str_release(&what);
}

static struct step touch(enum access access, uint64_t va)
{
    return (struct step){
        .kind = STEP_ACCESS,
        .request = {.access = access, .bytes = 1, .va = va, .value = 7}};
}

/* A read leaves the page read-only, the first write is one more fault, and
 * again after each msync: for the process that wrote and any other. */
static void a_disk_hears_of_the_first_write_to_a_clean_page(void **state)
{
    const uint64_t va = 0x10000000;
    struct step map = {.kind = STEP_MAP,
                       .va = va,
                       .pages = 4,
                       .flags = PERM_R | PERM_W | AREA_SHARED},
                sync = {.kind = STEP_SYNC, .va = va, .pages = 4};
    struct err err;
    struct both b;

    (void)state;
    look_or_skip();
    assert_int_equal(both_open(&b, 0, &err), 0);
    map.object = both_disk_file(&b, &err);
    if (map.object == NO_OBJECT) {
        printf("# %s\n", err.text);
        both_close(&b);
        skip();
    }
    same(&b, map);
    same(&b, touch(ACCESS_LOAD, va));
    assert_int_equal(b.kernel.faults, 1);
    for (int i = 0; i < 3; i++) {
        same(&b, touch(ACCESS_STORE, va));
        assert_int_equal(b.kernel.faults, 1);
        same(&b, touch(ACCESS_STORE, va + 1));
        assert_int_equal(b.kernel.faults, 0);
        same(&b, sync);
    }
    same(&b, (struct step){.kind = STEP_FORK});
    same(&b, touch(ACCESS_STORE, va + LIVE_PAGE));
    assert_int_equal(b.kernel.faults, 1);
    same(&b, touch(ACCESS_STORE, va + 3 * LIVE_PAGE));
    both_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenarios_run_alike_on_the_kernel),
        cmocka_unit_test(and_with_pages_swapped_out),
        cmocka_unit_test(a_disk_hears_of_the_first_write_to_a_clean_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
