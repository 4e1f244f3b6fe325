#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "sched/day.h"
#include "sched/simulate.h"
#include "sys/file.h"
#include "sys/json.h"

static const struct sm2_profile *profile(const struct args *args)
{
    return &sm2_profiles[args->profile > 0 ? args->profile - 1 : 0];
}

static void put_table(struct out *out, const struct simulate_step *steps,
                      size_t n)
{
    struct str due = STR_EMPTY;

    out_strong(out, "step  grade   n    EF  interval  due\n");
    for (size_t i = 0; i < n; i++) {
        const struct sm2 *s = &steps[i].after;
        str_clear(&due);
        day_put(&due, s->due);
        out_printf(out, "%4d  %5d  %2d  %d.%02d  %8d  %s\n", steps[i].step,
                   steps[i].grade, s->n, s->ease / 100, s->ease % 100,
                   s->interval, due.at);
    }
    str_release(&due);
}

static void put_json(struct out *out, const struct simulate_step *steps,
                     size_t n)
{
    struct str text = STR_EMPTY, day = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_array(&w, NULL);
    for (size_t i = 0; i < n; i++) {
        str_clear(&day);
        day_put(&day, steps[i].after.due);
        json_open_object(&w, NULL);
        json_put_int(&w, "step", steps[i].step);
        json_put_int(&w, "grade", steps[i].grade);
        json_put_int(&w, "n", steps[i].after.n);
        json_put_int(&w, "ef100", steps[i].after.ease);
        json_put_int(&w, "interval", steps[i].after.interval);
        json_put_text(&w, "due", str_slice(&day));
        json_close(&w);
    }
    json_close(&w);
    out_json(out, &text);
    str_release(&day);
    str_release(&text);
}

static int one_run(struct cli *cli, struct err *err)
{
    struct grades grades = {0};
    struct simulate_step *steps;
    int today =
        day_of(cli->now.utc_ms, cli->now.offset_minutes, DAY_ROLLOVER_HOURS);

    if (grades_parse(&grades, slice_from(cli->args->grades), err) < 0)
        return err_prefix(err, "--grades: ");
    steps = mem_new_array(grades.n, sizeof *steps);
    simulate_run(&grades, today, profile(cli->args), steps);
    if (cli->args->json)
        put_json(cli->out, steps, grades.n);
    else
        put_table(cli->out, steps, grades.n);
    free(steps);
    grades_release(&grades);
    return STATUS_DONE;
}

/* Ids are a stranger's: each line is escaped on its own. */
static void put_lines(struct out *out, struct slice text)
{
    struct slice line;

    while (slice_line(&text, &line)) {
        out_put(out, line);
        out_puts(out, "\n");
    }
}

/* What getline calls a line may be several: those of old Macs end with CR. */
static int some_runs(struct cli *cli, struct slice text, size_t *number,
                     struct err *err)
{
    struct str result = STR_EMPTY;
    struct slice line;
    int rc = 0;

    while (rc == 0 && slice_line(&text, &line))
        rc = simulate_csv_line(&result, line, ++*number, profile(cli->args),
                               err);
    put_lines(cli->out, str_slice(&result));
    str_release(&result);
    return rc;
}

/* A line at a time, so that any number of runs takes little memory. */
static int many_runs(struct cli *cli, struct err *err)
{
    char *line = NULL;
    size_t cap = 0, number = 0;
    ssize_t len;
    int rc = 0;

    while (rc == 0 && out_ok(cli->out) &&
           (len = file_next_line(&line, &cap)) >= 0)
        rc = some_runs(cli, (struct slice){line, (size_t)len}, &number, err);
    if (rc == 0 && ferror(stdin))
        rc = err_set(err, ERR_IO, "Standard input can't be read.");
    free(line);
    return rc;
}

static int run(struct cli *cli, struct err *err)
{
    if (cli->args->grades != NULL)
        return one_run(cli, err);
    if (cli->args->json)
        return err_set(err, ERR_USAGE, "--json needs --grades.");
    if (isatty(STDIN_FILENO))
        return err_set(err, ERR_USAGE,
                       "Give it grades: pagein simulate --grades 4,5,3; or "
                       "runs, one a line, on standard input.");
    return many_runs(cli, err);
}

const struct command cmd_simulate = {
    .name = "simulate",
    .operands = "",
    .blurb = "how a run of grades plays out",
    .about =
        "Shows what a run of grades does to a card: each is given on the day "
        "the card is due, the first one today. Grades are SM-2's: 0 blackout "
        "to 5 perfect; Again, Hard, Good and Easy are 2, 3, 4 and 5.\n\n"
        "Without --grades it reads many runs as CSV on standard input, one a "
        "line: id,grade,grade,... and prints CSV, one line a grade: "
        "id,step,grade,n,ef100,interval, steps counted from 0. Control "
        "characters in an id come out visible.",
    .examples =
        (const struct example[]){
            {"pagein simulate --grades 4,5,3,2,4", "one run as a table"},
            {"pagein simulate -g 4,4,4 --profile sm2-delphi",
             "by the other rule"},
            {"pagein simulate <runs.csv >steps.csv", "many runs at once"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_GRADES) | OPTION_BIT(OPTION_PROFILE) |
               OPTION_BIT(OPTION_JSON),
    .group = "Schedule",
    .run = run,
};
