#include "speed/sitting.h"

#include <stdlib.h>

#include "base/mem.h"
#include "speed/tty.h"

enum { ARGS_MAX = 24 };

void sitting_release(struct sitting *s)
{
    free(s->answer_ms);
    free(s->reveal_ms);
    *s = (struct sitting){0};
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void start(struct tty *t, const char *const *wrapper, const char *deck)
{
    const char *const review[] = {program, "review", "--deck",
                                  work_path(deck), NULL};
    const char *argv[ARGS_MAX];
    size_t n = 0;

    for (size_t i = 0; wrapper != NULL && wrapper[i] != NULL; i++)
        argv[n++] = wrapper[i];
    for (size_t i = 0; i < sizeof review / sizeof *review; i++)
        argv[n++] = review[i];
    tty_start(t, argv);
}

struct sitting sitting_run(const char *const *wrapper, const char *deck,
                           size_t answers)
{
    struct sitting s = {
        .answer_ms = mem_new_array(answers, sizeof(double)),
        .reveal_ms = mem_new_array(answers, sizeof(double)),
        .nanswers = answers,
    };
    struct tty t;

    start(&t, wrapper, deck);
    if (!tty_frame(&t))
        bench_fail("the review of %s shows nothing", deck);
    s.start_ms = now_ms() - t.started;
    for (size_t i = 0; i < answers; i++) {
        s.reveal_ms[i] = tty_press(&t, ' ');
        s.answer_ms[i] = tty_press(&t, '3');
    }
    s.resident_mb = tty_resident_mb(&t);
    s.cpu_ms = tty_leave(&t, 'q').cpu_ms;
    qsort(s.answer_ms, answers, sizeof(double), by_size);
    qsort(s.reveal_ms, answers, sizeof(double), by_size);
    return s;
}

double sitting_percentile(const double *sorted, size_t n, double share)
{
    return n > 0 ? sorted[(size_t)((double)(n - 1) * share)] : 0;
}
