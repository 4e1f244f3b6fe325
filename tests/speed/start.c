/* start.c - what a start costs: the program against one that does nothing. */
#include <stdio.h>

#include "speed/figure.h"
#include "speed/parts.h"
#include "speed/run.h"

enum { ROUNDS = 100 };

static const char *make_empty(void)
{
    const char *source = "int main(void)\n{\n    return 0;\n}\n";
    const char *const argv[] = {
        "cc", "-O2", "-o", work_path("empty"), work_path("empty.c"), NULL};

    work_write(".", "empty.c", slice_from(source));
    run(NULL, argv);
    return argv[3];
}

void measure_start(void)
{
    const char *const empty[] = {make_empty(), NULL};
    const char *const version[] = {program, "--version", NULL};
    double least = 1e9, took = 1e9;

    figure_part("Start");
    for (int i = 0; i < ROUNDS; i++) {
        double a = run(NULL, empty).wall_ms, b = run(NULL, version).wall_ms;

        least = a < least ? a : least;
        took = b < took ? b : took;
    }
    figure_print((struct measured){
        .name = "an empty C program",
        .value = least,
        .unit = "ms",
    });
    figure_print((struct measured){
        .name = "pagein --version",
        .value = took,
        .unit = "ms",
        .bar = 3,
    });
}
