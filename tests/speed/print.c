/* print.c - how long it takes to print a roster: every student's form as a
 * PDF of its own, on one core. */
#include <stdio.h>
#include <time.h>

#include "publish/papers.h"
#include "publish/print.h"
#include "speed/figure.h"
#include "speed/parts.h"
#include "speed/run.h"

enum { STUDENTS = 300, BATCH = 30, PRINT_SECONDS = 20 };

/* Milliseconds of the processor. */
static double print_batch(struct print *p, const struct exam *exam,
                          size_t *bytes)
{
    double began = cpu_ms();

    for (size_t i = 0; i < exam->nforms; i++) {
        struct str out = STR_EMPTY;
        struct err err;

        if (print_form(&out, p, &exam->forms[i], SHEET_QUESTIONS, &err) < 0)
            bench_fail("%s", err.text);
        *bytes += out.len;
        str_release(&out);
    }
    return cpu_ms() - began;
}

void measure_print(void)
{
    struct arena arena = {0};
    struct exam exam = paper_make(&arena, BATCH);
    struct str object = STR_EMPTY;
    struct err err;
    struct print *p;
    double began, took;
    size_t bytes = 0;

    figure_part("Print");
    str_printf(&object, "%s-print.so", program);
    press_object(object.at);
    began = cpu_ms();
    p = print_new(&exam, &err);
    if (p == NULL) {
        figure_skip("300 forms of 20 items as PDF", err.text);
        return;
    }
    took = cpu_ms() - began;
    figure_print((struct measured){
        .name = "boxes of 30 forms measured", .value = took, .unit = "ms"});
    for (int i = 0; i < STUDENTS / BATCH; i++)
        took += print_batch(p, &exam, &bytes);
    figure_print((struct measured){.name = "300 forms of 20 items as PDF",
                                   .value = took / 1e3,
                                   .unit = "s",
                                   .bar = PRINT_SECONDS});
    figure_print((struct measured){.name = "a form, so many pages",
                                   .value = print_pages(p),
                                   .unit = "pages"});
    figure_print((struct measured){.name = "a form, so large",
                                   .value = (double)bytes / STUDENTS / 1e3,
                                   .unit = "kB"});
    print_free(p);
    press_object(NULL);
    str_release(&object);
    arena_release(&arena);
}
