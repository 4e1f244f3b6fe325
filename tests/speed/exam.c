/* exam.c - how long it takes to make an exam, and that many students need no
 * more memory than a few. */
#include <stdio.h>

#include "speed/figure.h"
#include "speed/parts.h"
#include "speed/run.h"

/* Of the blueprint measured; minutes that 100,000 items may take; and how
 * much more memory ten times as many students may need. */
enum { ITEMS = 20, FEW = 250, MANY = 2500, ITEMS_A_MINUTE = 100000 };
static const double flat = 1.5;

static void write_roster(const char *name, int students)
{
    struct str text = STR_EMPTY;

    str_puts(&text, "id\n");
    for (int i = 0; i < students; i++)
        str_printf(&text, "student%d\n", i);
    work_write(".", name, str_slice(&text));
    str_release(&text);
}

/* One form of the shipped midterm for each, with these files. */
static struct took make(const char *roster, const char *format)
{
    const char *const argv[] = {
        program,
        "exam",
        "content/exams/midterm.yaml",
        "--roster",
        roster,
        "--seed",
        "1",
        "--quiet",
        "--force",
        "--format",
        format,
        "-o",
        work_path("exam"),
        NULL,
    };
    struct took took = run(NULL, argv);

    work_remove("exam");
    return took;
}

static void print_seconds(const char *name, struct took took)
{
    figure_print((struct measured){
        .name = name,
        .value = took.cpu_ms / 1e3 / (FEW * ITEMS) * ITEMS_A_MINUTE,
        .unit = "s",
        .bar = 60,
    });
}

void measure_exam(void)
{
    struct took few, many, json;

    figure_part("Exam");
    write_roster("few.csv", FEW);
    write_roster("many.csv", MANY);
    few = took_best(make(work_path("few.csv"), ""),
                    make(work_path("few.csv"), ""));
    json = took_best(make(work_path("few.csv"), "json"),
                     make(work_path("few.csv"), "json"));
    many = make(work_path("many.csv"), "");
    print_seconds("100,000 items, keys checked, exam.json", few);
    print_seconds("100,000 items, a JSON for each student", json);
    figure_print((struct measured){.name = "memory for 250 students",
                                   .value = few.peak_mb,
                                   .unit = "MB"});
    figure_print((struct measured){.name = "memory for 2,500 students",
                                   .value = many.peak_mb,
                                   .unit = "MB",
                                   .ratio = many.peak_mb / few.peak_mb,
                                   .of = "that for 250",
                                   .bar = flat});
}
