#include "sched/simulate.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

/* --- reading grades ----------------------------------------------------- */

/* A place in a line that holds something else than a grade. */
struct misfit {
    struct slice word;
    size_t col; /* from 1 */
};

void grades_release(struct grades *g)
{
    free(g->at);
    *g = (struct grades){NULL, 0, 0};
}

static void push(struct grades *g, int grade)
{
    g->at = mem_grow(g->at, g->n, &g->cap, sizeof *g->at);
    g->at[g->n++] = (uint8_t)grade;
}

static bool is_grade(struct slice word)
{
    return word.len == 1 && word.at[0] >= '0' && word.at[0] <= '5';
}

/* Reads the grades between commas in line[from..]. */
static bool read_grades(struct grades *out, struct slice line, size_t from,
                        struct misfit *misfit)
{
    while (from <= line.len) {
        size_t end = slice_find(line, from, SLICE(","));
        struct slice word = slice_trim(slice_sub(line, from, end - from));

        if (!is_grade(word)) {
            *misfit = (struct misfit){word, from + 1};
            if (word.len > 0)
                misfit->col = (size_t)(word.at - line.at) + 1;
            return false;
        }
        push(out, word.at[0] - '0');
        from = end + 1;
    }
    return true;
}

/* "6" at column 3 is ..., or what else is wrong with it. */
static int refuse(struct err *err, enum err_kind kind, struct misfit misfit)
{
    struct slice shown = slice_sub(misfit.word, 0, 20);

    if (shown.len == 0)
        return err_set(err, kind,
                       "column %zu: a grade is missing here. Grades are 0 "
                       "to 5, with commas between them.",
                       misfit.col);
    return err_set(err, kind,
                   "column %zu: \"%.*s\" is no grade. Grades are 0 to 5, "
                   "with commas between them.",
                   misfit.col, SLICE_FMT(shown));
}

int grades_parse(struct grades *out, struct slice text, struct err *err)
{
    struct grades read = {NULL, 0, 0};
    struct misfit misfit;

    if (!read_grades(&read, text, 0, &misfit)) {
        grades_release(&read);
        return refuse(err, ERR_USAGE, misfit);
    }
    grades_release(out);
    *out = read;
    return 0;
}

/* --- playing them ------------------------------------------------------- */

void simulate_run(const struct grades *grades, int first_day,
                  const struct sm2_profile *profile,
                  struct simulate_step *steps)
{
    struct sm2 card = sm2_new();
    int day = first_day;

    for (size_t i = 0; i < grades->n; i++) {
        card = sm2_repeat(card, grades->at[i], day, profile);
        steps[i] = (struct simulate_step){.step = (int)i,
                                          .grade = grades->at[i],
                                          .day = day,
                                          .after = card};
        day = card.due;
    }
}

/* --- many runs, as CSV -------------------------------------------------- */

/* The id at the start of a line, quotes included; false when a quote is open
 * at the end or followed by something else than a comma. */
static bool read_id(struct slice line, struct slice *id)
{
    size_t end = 0;

    if (!slice_has_prefix(line, SLICE("\""))) {
        *id = slice_sub(line, 0, slice_find(line, 0, SLICE(",")));
        return true;
    }
    do {
        end = slice_find(line, end + 1, SLICE("\"")) + 1;
        if (end > line.len)
            return false;
    } while (end < line.len && line.at[end] == '"');
    *id = slice_sub(line, 0, end);
    return end == line.len || line.at[end] == ',';
}

static void put_run(struct str *out, struct slice id,
                    const struct grades *grades,
                    const struct sm2_profile *profile)
{
    struct sm2 card = sm2_new();

    for (size_t i = 0; i < grades->n; i++) {
        card = sm2_repeat(card, grades->at[i], 0, profile);
        str_put(out, id);
        str_printf(out, ",%zu,%d,%d,%d,%d\n", i, grades->at[i], card.n,
                   card.ease, card.interval);
    }
}

int simulate_csv_line(struct str *out, struct slice line, size_t number,
                      const struct sm2_profile *profile, struct err *err)
{
    struct grades grades = {NULL, 0, 0};
    struct misfit misfit;
    struct slice id;
    int rc = -1;

    if (number == 1 && slice_has_prefix(line, SLICE("\xef\xbb\xbf")))
        line = slice_skip(line, 3);
    if (slice_trim(line).len == 0)
        return 0;
    if (!read_id(line, &id))
        return err_set(err, ERR_NOTES,
                       "line %zu, column 1: this id has an opening quote "
                       "and none that closes it before a comma.",
                       number);
    if (!read_grades(&grades, line, id.len + 1, &misfit)) {
        refuse(err, ERR_NOTES, misfit);
        err_prefix(err, "line %zu, ", number);
        goto done;
    }
    put_run(out, id, &grades, profile);
    rc = 0;
done:
    grades_release(&grades);
    return rc;
}
