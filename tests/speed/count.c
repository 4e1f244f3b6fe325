#include "speed/count.h"

#include <stdio.h>

#include "speed/run.h"
#include "speed/sitting.h"
#include "sys/file.h"

enum { FILE_MAX = 64 << 20, FEW = 10, MANY = 110 };

static void read_result(struct str *out, const char *name)
{
    struct err err;

    if (file_read(out, work_path(name), FILE_MAX, &err) < 0)
        bench_fail("%s", err.text);
}

/* --- instructions --------------------------------------------------------
 */

#define CALLGRIND "valgrind", "-q", "--tool=callgrind"

/* The last line "summary: 123" of the file that callgrind wrote. */
static double read_summary(void)
{
    struct str text = STR_EMPTY;
    struct slice rest, line;
    double count = 0;

    read_result(&text, "callgrind.out");
    rest = str_slice(&text);
    while (slice_line(&rest, &line))
        if (slice_has_prefix(line, SLICE("summary: ")))
            sscanf(line.at, "summary: %lf", &count);
    str_release(&text);
    work_remove("callgrind.out");
    return count / 1e6;
}

static void put_file(struct str *out)
{
    str_printf(out, "--callgrind-out-file=%s", work_path("callgrind.out"));
}

double count_instructions(const char *const *argv, const char *inside)
{
    struct str file = STR_EMPTY, toggle = STR_EMPTY;
    const char *args[24] = {CALLGRIND};
    size_t n = 3;

    put_file(&file);
    args[n++] = file.at;
    if (inside != NULL) {
        str_printf(&toggle, "--toggle-collect=%s", inside);
        args[n++] = toggle.at;
    }
    for (size_t i = 0; argv[i] != NULL; i++)
        args[n++] = argv[i];
    run(NULL, args);
    str_release(&file);
    str_release(&toggle);
    return read_summary();
}

static double review_instructions(const char *deck, size_t answers)
{
    struct str file = STR_EMPTY;
    const char *wrapper[] = {CALLGRIND, NULL, NULL};
    struct sitting s;

    put_file(&file);
    wrapper[3] = file.at;
    s = sitting_run(wrapper, deck, answers);
    sitting_release(&s);
    str_release(&file);
    return read_summary();
}

double count_answer_instructions(const char *deck)
{
    double few = review_instructions(deck, FEW);

    return (review_instructions(deck, MANY) - few) / (MANY - FEW);
}

/* --- syncs ---------------------------------------------------------------
 */

static double review_syncs(const char *deck, size_t answers)
{
    const char *const wrapper[] = {
        "strace", "-f",          "-e", "trace=fsync,fdatasync",
        "-e",     "signal=none", "-o", work_path("strace.out"),
        NULL,
    };
    struct sitting s = sitting_run(wrapper, deck, answers);
    struct str text = STR_EMPTY;
    struct slice rest, line;
    double count = 0;

    sitting_release(&s);
    read_result(&text, "strace.out");
    rest = str_slice(&text);
    while (slice_line(&rest, &line))
        count += slice_find(line, 0, SLICE("sync(")) < line.len;
    str_release(&text);
    work_remove("strace.out");
    return count;
}

double count_answer_syncs(const char *deck)
{
    double few = review_syncs(deck, FEW);

    return (review_syncs(deck, MANY) - few) / (MANY - FEW);
}
