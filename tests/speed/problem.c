/* problem.c - how long a problem takes: drawn, solved in two ways, its
 * mistakes told apart, asked and explained. */
#include <stdio.h>
#include <time.h>

#include "problem/problem.h"
#include "speed/figure.h"
#include "speed/parts.h"

/* Microseconds that a problem may take, on one core: kinds that only reckon,
 * kinds that run processes, and the one that tries every interleaving. */
enum { SIMPLE_US = 10, PROCESS_US = 100, INTERLEAVED_US = 1000 };

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void make_one(const struct kind *kind, int level, uint64_t seed)
{
    struct arena arena = {0};
    const struct problem *p = problem_make(&arena, kind, level, seed);
    struct prompt prompt;
    struct solution solution;

    if (p != NULL) {
        problem_ask(p, &arena, &prompt);
        problem_explain(p, &arena, &solution);
        prompt_release(&prompt);
        solution_release(&solution);
    }
    arena_release(&arena);
}

/* So many problems of all levels in turn, always the same ones. */
static double microseconds_once(const struct kind *kind, uint64_t n)
{
    double began = seconds();
    uint64_t made = 0;

    for (uint64_t i = 0; i < n; i++) {
        int level = 1 + (int)(i % LEVELS);
        if (!kind_has_level(kind, level))
            continue;
        make_one(kind, level, i);
        made++;
    }
    return (seconds() - began) * 1e6 / (double)made;
}

/* The best of ten times: what else the machine does slows some of them. */
static double microseconds(const struct kind *kind)
{
    double first = microseconds_once(kind, 100), best = first;

    for (int i = 0; i < 10; i++) {
        double t = microseconds_once(kind, 400 + (uint64_t)(1e4 / first));
        best = t < best ? t : best;
    }
    return best;
}

static double bar(const struct kind *kind)
{
    static const char *const reckon[] = {"addresses", "lookup", "hardware"};

    if (kind == kind_find(SLICE("COWVIEW")))
        return INTERLEAVED_US;
    for (size_t i = 0; i < sizeof reckon / sizeof *reckon; i++)
        if (slice_is(slice_from(kind->topic), reckon[i]))
            return SIMPLE_US;
    return PROCESS_US;
}

void measure_problems(void)
{
    figure_part("problems: drawn, solved twice, asked and explained");
    for (size_t i = 0; i < nkinds; i++)
        figure_print((struct measured){.name = kinds[i]->id,
                                     .value = microseconds(kinds[i]),
                                     .unit = "us",
                                     .bar = bar(kinds[i])});
}
