#include <math.h>

#include "cli/command.h"
#include "cli/grade.h"
#include "cli/report.h"
#include "exam/paper.h"
#include "exam/regrade.h"
#include "publish/asking.h"
#include "publish/results.h"
#include "sys/file.h"

/* One marking, from the answers to the files. */
struct marking {
    struct cli *cli;
    struct arena arena;
    struct exam exam; /* with all of its forms */
    struct attempts attempts;
    struct ruling *rulings;
    size_t nrulings;
    struct earlier earlier;
    struct results results;
    struct str folder; /* where results go */
};

/* --- what comes in ------------------------------------------------------ */

static int load_forms(struct marking *m, struct paper *paper, struct err *err)
{
    size_t n = paper_nforms(paper);
    struct form *forms = arena_new_array(&m->arena, n, sizeof *forms);

    for (size_t i = 0; i < n; i++)
        if (paper_form(paper, i, &m->arena, &forms[i], err) < 0)
            return -1;
    m->exam.forms = forms;
    m->exam.nforms = n;
    return 0;
}

/* Copies what outlives the paper. */
static void keep_items(struct marking *m)
{
    struct item *items =
        arena_new_array(&m->arena, m->exam.nitems, sizeof *items);

    for (size_t i = 0; i < m->exam.nitems; i++) {
        items[i] = m->exam.items[i];
        items[i].title = arena_copy(&m->arena, slice_from(items[i].title)).at;
    }
    m->exam.items = items;
    m->exam.title = arena_copy(&m->arena, slice_from(m->exam.title)).at;
    m->exam.page = arena_copy(&m->arena, slice_from(m->exam.page)).at;
}

static int load_exam(struct marking *m, struct err *err)
{
    struct paper *paper;
    int failed;

    if (paper_open(&paper, m->cli->args->exam, err) < 0)
        return -1;
    m->exam = *paper_exam(paper);
    keep_items(m);
    failed = load_forms(m, paper, err);
    paper_close(paper);
    return failed;
}

/* 0, -1, or STATUS_NOTES after printing what is wrong with the table. */
static int load_answers(struct marking *m, struct err *err)
{
    const char *path = m->cli->args->operands[0];
    struct str text = STR_EMPTY;
    struct diags found = {0};
    struct csv table;
    int status = 0;

    if (file_read(&text, path, CSV_BYTES_MAX, err) < 0) {
        str_release(&text);
        return -1;
    }
    if (csv_read(&table, str_slice(&text), slice_from(path), &found) < 0 ||
        attempts_read(&m->attempts, &table, &m->exam, &found) < 0)
        status = STATUS_NOTES;
    report_findings(m->cli->say, &found);
    csv_release(&table);
    diags_release(&found);
    str_release(&text);
    return status;
}

/* --- rules and what was before ------------------------------------------ */

static void results_path(const struct marking *m, const char *name,
                         struct str *out)
{
    str_clear(out);
    path_join(out, m->folder.at, slice_from(name));
}

static int load_earlier(struct marking *m, struct err *err)
{
    struct str path = STR_EMPTY, text = STR_EMPTY;
    int failed = 0;

    results_path(m, "results.json", &path);
    if (file_stat_of(path.at).exists)
        failed =
            file_read(&text, path.at, CSV_BYTES_MAX, err) < 0 ||
            earlier_read(&m->earlier, str_slice(&text), path.at, err) < 0;
    str_release(&path);
    str_release(&text);
    return failed ? -1 : 0;
}

/* Adds a ruling, unless the same stands there already. One that is new is for
 * something in the exam. */
static int add_ruling(struct marking *m, struct slice text, bool new,
                      struct err *err)
{
    for (size_t i = 0; i < m->nrulings; i++)
        if (slice_eq(m->rulings[i].text, text))
            return 0;
    if (ruling_read(text, &m->rulings[m->nrulings], err) < 0 ||
        (new && ruling_check(&m->rulings[m->nrulings], &m->exam, err) < 0))
        return err_prefix(err, "--rule \"%.*s\": ", SLICE_FMT(text));
    m->nrulings++;
    return 0;
}

/* Those of earlier times come first. */
static int load_rulings(struct marking *m, struct err *err)
{
    const struct args *args = m->cli->args;
    size_t before = args->forget ? 0 : m->earlier.nrules;

    m->rulings = arena_new_array(&m->arena, before + args->rules.n,
                                 sizeof *m->rulings);
    for (size_t i = 0; i < before; i++)
        if (add_ruling(m, m->earlier.rule[i], false, err) < 0)
            return -1;
    for (size_t i = 0; i < args->rules.n; i++)
        if (add_ruling(m, slice_from(args->rules.at[i]), true, err) < 0)
            return -1;
    return 0;
}

/* --- marking ------------------------------------------------------------ */

static void mark_all(struct marking *m)
{
    size_t n = m->attempts.n;
    struct marks *marks = arena_new_array(&m->arena, n, sizeof *marks);

    for (size_t i = 0; i < n; i++) {
        out_progress(m->cli->say, "Marking", i, n);
        marks[i] = grade(&m->attempts.at[i], m->exam.nitems, m->rulings,
                         m->nrulings, &m->arena);
    }
    out_progress(m->cli->say, "Marking", n, n);
    m->results = (struct results){
        .exam = &m->exam,
        .marks = marks,
        .n = n,
        .stat = exam_stat_of(&m->exam, marks, n, &m->arena),
        .rulings = m->rulings,
        .nrulings = m->nrulings,
    };
}

/* --- what goes out ------------------------------------------------------ */

static const struct file {
    const char *name;
    void (*write)(struct str *out, const struct results *r);
} files[] = {
    /* The last one is what the next marking compares with. */
    {"students.csv", results_students}, {"marks.csv", results_marks},
    {"items.csv", results_items},       {"results.html", results_page},
    {"results.json", results_json},
};

/* They tell keys, and marks of people: nobody else may read them. */
static int write_files(struct marking *m, struct err *err)
{
    struct str text = STR_EMPTY, path = STR_EMPTY;
    int failed = file_make_folder(m->folder.at, err);

    for (size_t i = 0; failed == 0 && i < sizeof files / sizeof *files; i++) {
        str_clear(&text);
        files[i].write(&text, &m->results);
        results_path(m, files[i].name, &path);
        failed = file_write(path.at, str_slice(&text), true, err);
    }
    if (failed == 0) {
        out_puts(m->cli->say, "Wrote ");
        out_put(m->cli->say, str_slice(&m->folder));
        out_puts(m->cli->say, ":");
        for (size_t i = 0; i < sizeof files / sizeof *files; i++)
            out_printf(m->cli->say, "%s %s", i > 0 ? "," : "", files[i].name);
        out_puts(m->cli->say, ".\n");
    }
    str_release(&text);
    str_release(&path);
    return failed;
}

static void put_share(struct out *out, const char *what, double x)
{
    if (isfinite(x))
        out_printf(out, "%s %d%%", what, (int)lround(100 * x));
}

/* " 3  Walk a page table             62%   0.41   M-NOPTESZ 12 x". */
static void put_item(struct out *out, const struct item_stat *s)
{
    int most = 0;

    for (int i = 1; i < MISTAKES; i++)
        if (s->mistakes[i] > s->mistakes[most])
            most = i;
    out_printf(out, "%3u  ", s->number);
    out_cell(out, slice_from(s->title), 34, true);
    if (s->full == 0)
        out_puts(out, "  dropped");
    else if (isfinite(s->difficulty))
        out_printf(out, "  %3d%%", (int)lround(100 * s->difficulty));
    if (isfinite(s->discrimination))
        out_printf(out, "  %5.2f", s->discrimination);
    else
        out_puts(out, "      -");
    if (most > 0)
        out_printf(out, "  %s %u x", mistake_rows[most].code,
                   s->mistakes[most]);
    out_puts(out, "\n");
}

static void put_summary(struct marking *m)
{
    struct out *out = m->cli->out;
    const struct exam_stat *s = &m->results.stat;
    unsigned unreadable = 0;

    for (size_t i = 0; i < s->nitems; i++)
        put_item(out, &s->items[i]);
    for (size_t i = 0; i < m->results.n; i++)
        unreadable += m->results.marks[i].unreadable;
    out_count(out, s->students, "student");
    put_share(out, ", mean", s->mean);
    put_share(out, ", median", s->median);
    if (isfinite(s->alpha))
        out_printf(out, ", Cronbach's alpha %.2f", s->alpha);
    out_puts(out, ".\n");
    if (unreadable > 0) {
        out_count(m->cli->say, unreadable, "answer");
        out_puts(m->cli->say, " can't be read and got no points; "
                              "results.html lists them.\n");
    }
}

static void put_json(struct marking *m)
{
    struct str text = STR_EMPTY;

    results_json(&text, &m->results);
    out_json(m->cli->out, &text);
    str_release(&text);
}

/* --- the command -------------------------------------------------------- */

static int finish(struct marking *m, struct err *err)
{
    size_t lower;

    mark_all(m);
    lower = grade_changes(m->cli, &m->earlier, &m->results);
    if (lower > 0 && !m->cli->args->allow_lower) {
        out_printf(m->cli->say,
                   "Nothing was written: %zu would get less than before. "
                   "With --allow-lower it is done all the same.\n",
                   lower);
        return STATUS_FOUND;
    }
    if (m->cli->args->json)
        put_json(m);
    else
        put_summary(m);
    if (m->cli->args->dry_run) {
        out_puts(m->cli->say, "Nothing was written: --dry-run.\n");
        return STATUS_DONE;
    }
    return write_files(m, err) < 0 ? -1 : STATUS_DONE;
}

static int run(struct marking *m, struct err *err)
{
    int status;

    if (load_exam(m, err) < 0)
        return -1;
    status = load_answers(m, err);
    if (status != 0)
        return status;
    if (load_earlier(m, err) < 0 || load_rulings(m, err) < 0)
        return -1;
    return finish(m, err);
}

static int grade_command(struct cli *cli, struct err *err)
{
    struct marking m = {.cli = cli, .folder = STR_EMPTY};
    struct file_stat at;
    int status;

    if (cli->args->exam == NULL)
        return err_set(err, ERR_USAGE,
                       "Which exam? Say --exam DIR, the folder that `pagein "
                       "exam` wrote.");
    at = file_stat_of(cli->args->exam);
    path_join(
        &m.folder,
        at.is_folder
            ? cli->args->exam
            : arena_copy(&m.arena, path_folder(slice_from(cli->args->exam)))
                  .at,
        SLICE("results"));
    status = run(&m, err);
    attempts_release(&m.attempts);
    earlier_release(&m.earlier);
    str_release(&m.folder);
    arena_release(&m.arena);
    return status;
}

const struct command cmd_grade = {
    .name = "grade",
    .operands = "ANSWERS.csv",
    .blurb = "mark an exam, and mark it again after an appeal",
    .about =
        "The table has a row a student (id,form,1,2.1,2.2,...: the parts as "
        "they are numbered on paper) or a row an answer "
        "(id,form,item,part,answer or id,code,part,answer). Answers are read "
        "as generously as in a review; one that can't be read gets no points "
        "and is listed, so that somebody looks at it.\n\n"
        "What follows from an earlier answer is right. A known mistake keeps "
        "what it is worth, a set half for every member that lacks. Results "
        "go into DIR/results: a table of students, of marks and of items, a "
        "page with plots, and all of it as JSON.\n\n"
        "A rule marks everybody anew and prints old \u2192 new: \"accept "
        "0x1f "
        "for 3.2\" (at 50% for a part), \"accept M-NOPTESZ for LOOKUP\", "
        "\"drop 4\", \"full 7.1\"; by item, kind or code. Rules stay until "
        "--forget. Nobody gets less unless you say --allow-lower.",
    .examples =
        (const struct example[]){
            {"grade answers.csv --exam midterm", "mark"},
            {"grade answers.csv --exam midterm --rule \"accept 0x1f for "
             "3.2\"",
             "after an appeal"},
            {"grade answers.csv --exam midterm --rule \"drop 4\" --dry-run",
             "see what it would change"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_EXAM) | OPTION_BIT(OPTION_RULE) |
               OPTION_BIT(OPTION_ALLOW_LOWER) | OPTION_BIT(OPTION_FORGET) |
               OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_DRY_RUN),
    .min = 1,
    .max = 1,
    .fill = FILL_FILE,
    .group = "Teach",
    .run = grade_command,
};
