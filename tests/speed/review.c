/* review.c - a review of a million cards. */
#include "speed/count.h"
#include "speed/figure.h"
#include "speed/million.h"
#include "speed/parts.h"
#include "speed/run.h"
#include "speed/sitting.h"

enum { STARTS = 15, SITTINGS = 3, ANSWERS = 500 };

static const char deck[] = "sitting.sqlite";

static void set_limit(const char *reviews)
{
    const char *const argv[] = {program,  "config",        "reviews", reviews,
                                "--deck", work_path(deck), NULL};

    run(NULL, argv);
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

static void starts(void)
{
    double best = 1e9, cpu = 1e9;

    for (int i = 0; i < STARTS; i++) {
        struct sitting s = sitting_run(NULL, deck, 0);

        best = least(best, s.start_ms);
        cpu = least(cpu, s.cpu_ms);
        sitting_release(&s);
    }
    figure_print(
        (struct measured){"start to first card", best, "ms", 0, NULL, 10});
    figure_print((struct measured){"start and leave, the processor's time", cpu,
                                 "ms", 0, NULL, 0});
}

static void answers(void)
{
    double p50 = 1e9, p99 = 1e9, reveal = 1e9, resident = 0;

    for (int i = 0; i < SITTINGS; i++) {
        struct sitting s = sitting_run(NULL, deck, ANSWERS);

        p50 = least(p50, sitting_percentile(s.answer_ms, ANSWERS, 0.5));
        p99 = least(p99, sitting_percentile(s.answer_ms, ANSWERS, 0.99));
        reveal =
            least(reveal, sitting_percentile(s.reveal_ms, ANSWERS, 0.99));
        resident = s.resident_mb > resident ? s.resident_mb : resident;
        sitting_release(&s);
    }
    figure_print(
        (struct measured){"answer to next card, p50", p50, "ms", 0, NULL, 0});
    figure_print(
        (struct measured){"answer to next card, p99", p99, "ms", 0, NULL, 10});
    figure_print((struct measured){"question to answer, p99", reveal, "ms", 0,
                                 NULL, 10});
    figure_print(
        (struct measured){"resident memory", resident, "MB", 0, NULL, 16});
}

void measure_review(void)
{
    million_make();
    million_copy(deck);
    figure_part("Review of 1,000,000 cards");
    starts();
    set_limit("9999");
    answers();
    if (can_run("strace"))
        figure_print((struct measured){
            "syncs an answer", count_answer_syncs(deck), "", 0, NULL, 1.02});
    else
        figure_skip("syncs an answer", "strace is not here");
    if (can_run("valgrind"))
        figure_print((struct measured){"instructions an answer",
                                     count_answer_instructions(deck), "M", 0,
                                     NULL, 0});
    else
        figure_skip("instructions an answer", "valgrind is not here");
    work_remove(deck);
}
