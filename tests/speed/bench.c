/* bench.c - how fast pagein is, against the least that the same work takes.
 *
 *     build/bench             everything
 *     build/bench 20000       imports of 20,000 notes
 *     build/bench review      one part alone: start, vm, problems, exam,
 *                             print, import, apkg, merge or review
 *
 * Everything happens in one run, turn by turn, and the best of several rounds
 * counts: other programs disturb both sides alike. */
#include <stdio.h>
#include <stdlib.h>

#include "speed/figure.h"
#include "speed/floor.h"
#include "speed/floor_apkg.h"
#include "speed/parts.h"

static bool wanted(const char *part, const char *only)
{
    return only == NULL || strcmp(only, part) == 0;
}

int main(int argc, char **argv)
{
    size_t notes = 100000;
    const char *only = NULL;

    if (argc > 1 && strcmp(argv[1], "floor") == 0)
        return floor_main(argc - 2, argv + 2);
    if (argc > 1 && strcmp(argv[1], "floor-merge") == 0)
        return floor_merge_main(argc - 2, argv + 2);
    if (argc > 1 && strcmp(argv[1], "floor-apkg") == 0)
        return floor_apkg_main(argc - 2, argv + 2);
    for (int i = 1; i < argc; i++) {
        if (atol(argv[i]) > 0)
            notes = (size_t)atol(argv[i]);
        else
            only = argv[i];
    }
    work_open(argv[0]);
    if (wanted("start", only))
        measure_start();
    if (wanted("vm", only)) {
        measure_vm();
        measure_vm_os();
    }
    if (wanted("problems", only))
        measure_problems();
    if (wanted("exam", only))
        measure_exam();
    if (wanted("print", only))
        measure_print();
    if (wanted("import", only))
        measure_import(notes);
    if (wanted("apkg", only))
        measure_apkg(notes);
    if (wanted("merge", only))
        measure_merge();
    if (wanted("review", only))
        measure_review();
    figure_sum();
    return 0;
}
