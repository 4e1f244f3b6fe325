/* steps.h - scenarios at random, and the least of one that went wrong. */
#ifndef TESTS_ORACLE_STEPS_H
#define TESTS_ORACLE_STEPS_H

#include "both.h"

enum { SCENARIO_STEPS = 80 };

/* What happened in all. */
struct tally {
    unsigned long scenarios, steps, refused;
    unsigned long by_kind[STEP_KINDS];
    unsigned long faults, segv, bus, crossing;
};

/* How scenarios are made and looked into. */
struct scenario_kind {
    unsigned swap_pages; /* of the engine's swap area; 0: nothing is paged
                            out */
    bool least; /* of one that differs, leave out steps until none can be */
};

/* Runs the scenario of that seed. Adds to *tally. 0 when the two agreed; -1
 * with what the difference is and the steps that lead to it. */
int scenario_run(uint64_t seed, struct scenario_kind kind,
                 struct tally *tally, struct str *what);

#endif
