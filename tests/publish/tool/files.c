/* files.c - exams in every format, for programs of others to look at.
 *
 *     files write DIR SEEDS [FORMAT]
 *                              DIR/EXAM/FORMAT/FORM.suffix, FORM-key.suffix
 *                              and bank.suffix, for three exams (exams.h)
 *     files mark SEEDS         reads EXAM FORM ITEM PART FRACTION TEXT, with
 *                              tabs between, a line each, and says of every
 *                              line that is not marked so how it is */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "exam/grade.h"
#include "exams.h"
#include "view/press.h"

static const char *const names[] = {"free", "choice", "hostile"};
enum { EXAMS = sizeof names / sizeof *names };

/* --- write -------------------------------------------------------------- */

static void save(const char *path, const struct str *text)
{
    FILE *f = fopen(path, "w");

    if (f == NULL || fwrite(text->at, 1, text->len, f) != text->len ||
        fclose(f) != 0) {
        perror(path);
        exit(1);
    }
}

static void written(int rc, const struct err *err)
{
    if (rc == 0)
        return;
    fprintf(stderr, "%s\n", err->text);
    exit(1);
}

static void write_form(const struct file_format *format, const char *dir,
                       const struct exam *exam, const struct form *form,
                       enum sheet sheet)
{
    struct str text = STR_EMPTY;
    struct err err = {0};
    char path[512];

    written(format->form(&text, exam, form, sheet, &err), &err);
    snprintf(path, sizeof path, "%s/%s%s%s", dir, form->name,
             sheet == SHEET_KEY ? "-key" : "", format->suffix);
    save(path, &text);
    str_release(&text);
}

static void write_bank(const struct file_format *format, const char *dir,
                       const struct made *m)
{
    struct str text = STR_EMPTY;
    struct err err = {0};
    char path[512];

    written(format->bank(&text, &m->exam, m->pools, m->exam.nitems, &err),
            &err);
    snprintf(path, sizeof path, "%s/bank%s", dir, format->suffix);
    save(path, &text);
    str_release(&text);
}

/* In one format, or with NULL in all. */
static void write_exam(const char *dir, const char *name, unsigned seeds,
                       const char *only)
{
    struct made m;
    char path[256];

    make_exam(&m, name, seeds);
    snprintf(path, sizeof path, "%s/%s", dir, name);
    mkdir(path, 0777);
    for (size_t i = 0; i < nfile_formats; i++) {
        const struct file_format *format = &file_formats[i];

        if (only != NULL ? strcmp(only, format->name) != 0
                         : strcmp(format->name, "pdf") == 0)
            continue; /* pages are slow to draw: papers_main.c has some */
        snprintf(path, sizeof path, "%s/%s/%s", dir, name, format->name);
        mkdir(path, 0777);
        for (size_t f = 0; f < m.exam.nforms; f++) {
            write_form(format, path, &m.exam, &m.exam.forms[f],
                       SHEET_QUESTIONS);
            if (format->has_key)
                write_form(format, path, &m.exam, &m.exam.forms[f],
                           SHEET_KEY);
        }
        if (format->bank != NULL)
            write_bank(format, path, &m);
    }
    arena_release(&m.arena);
}

/* --- mark --------------------------------------------------------------- */

/* Whether the text gets all points of the part, as pagein grade marks. */
static bool is_right(const struct question *asked, unsigned part,
                     const char *text)
{
    struct arena arena = {0};
    struct question one = *asked;
    const struct question *q = &one;
    struct slice answer[PARTS_MAX] = {0};
    const struct form form = {.name = "", .room = "", .questions = &q};
    const struct attempt attempt = {
        .form = &form, .answer = answer, .nanswers = 1};
    struct marks marks;
    bool right;

    one.number = 1;
    answer[part] = slice_from(text);
    marks = grade(&attempt, 1, NULL, 0, &arena);
    right = marks.item[0].part[part].why == MARK_RIGHT;
    arena_release(&arena);
    return right;
}

/* The line's fields; false when there are fewer. */
static bool fields(char *line, char *out[6])
{
    line[strcspn(line, "\n")] = '\0';
    for (int i = 0; i < 6; i++) {
        out[i] = line;
        if (i < 5) {
            line = strchr(line, '\t');
            if (line == NULL)
                return false;
            *line++ = '\0';
        }
    }
    return true;
}

static bool mark_line(struct made made[EXAMS], char *line)
{
    char *at[6];
    const struct question *q;
    size_t form, item, part;
    bool right;

    if (!fields(line, at))
        return false;
    form = strtoul(at[1], NULL, 10);
    item = strtoul(at[2], NULL, 10) - 1;
    part = strtoul(at[3], NULL, 10) - 1;
    for (size_t i = 0; i < EXAMS; i++) {
        const struct exam *exam = &made[i].exam;
        if (strcmp(at[0], names[i]) != 0 || form >= exam->nforms ||
            item >= exam->nitems)
            continue;
        q = exam->forms[form].questions[item];
        if (part >= q->nparts)
            return false;
        right = is_right(q, (unsigned)part, at[5]);
        if (right == (strcmp(at[4], "1") == 0))
            return true;
        printf("%s form %zu item %zu (%s level %d) part %zu: \"%s\" is %s\n",
               at[0], form, item + 1, q->id, q->level, part + 1, at[5],
               right ? "right" : "wrong");
        return false;
    }
    return false;
}

static int mark(unsigned seeds)
{
    struct made made[EXAMS];
    char *line = NULL;
    size_t size = 0, lines = 0, bad = 0;

    for (size_t i = 0; i < EXAMS; i++)
        make_exam(&made[i], names[i], seeds);
    while (getline(&line, &size, stdin) > 0) {
        lines++;
        bad += !mark_line(made, line);
    }
    free(line);
    for (size_t i = 0; i < EXAMS; i++)
        arena_release(&made[i].arena);
    printf("%zu answers, %zu not marked as they should be\n", lines, bad);
    return bad > 0 || lines == 0;
}

int main(int argc, char **argv)
{
    press_object(PAGEIN "-print.so");
    if ((argc == 4 || argc == 5) && strcmp(argv[1], "write") == 0) {
        mkdir(argv[2], 0777);
        for (size_t i = 0; i < EXAMS; i++)
            write_exam(argv[2], names[i], (unsigned)atoi(argv[3]),
                       argc == 5 ? argv[4] : NULL);
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "mark") == 0)
        return mark((unsigned)atoi(argv[2]));
    fprintf(stderr,
            "usage: files write DIR SEEDS [FORMAT] | files mark SEEDS\n");
    return 64;
}
