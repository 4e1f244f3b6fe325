#include "cli/practice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "problem/number.h"
#include "problem/read.h"

enum { COLUMNS = 80 };

/* One problem being asked. */
struct asking {
    struct practice *practice;
    const struct problem *problem;
    struct prompt prompt;
    struct choice choice;
    bool choosing;
    unsigned hints;
    struct answers given;
    struct arena arena;
};

static struct lines page(struct cli *cli, struct arena *arena)
{
    int columns = cli->out->columns;

    return lines_new(arena,
                     columns > 0 && columns < COLUMNS ? columns : COLUMNS);
}

static enum face face_of(const struct cli *cli)
{
    return cli->out->moves ? FACE_DRAWN : FACE_WORDS;
}

static void print(struct cli *cli, struct lines *lines)
{
    out_drawing(cli->out, lines);
    lines_release(lines);
    out_flush(cli->out);
}

void practice_begin(struct practice *p, struct cli *cli, bool choice)
{
    *p = (struct practice){
        .cli = cli, .choice = choice, .began_ms = clock_stopwatch_ms()};
}

/* --- lines -------------------------------------------------------------- */

/* The next line typed, without its end; false at the end of the input. */
static bool read_line(struct str *line)
{
    int c;

    str_clear(line);
    while ((c = getchar()) != EOF && c != '\n')
        if (line->len < READ_BYTES * 2)
            str_putc(line, (char)c);
    return c != EOF || line->len > 0;
}

static void reckon(struct cli *cli, struct slice text)
{
    struct number_question question = {.base = 10};
    struct number_reading reading;
    struct str line = STR_EMPTY;
    const char *why;

    if (number_read(text, &question, &reading, &why))
        number_put_all(&line, reading.value);
    else
        str_printf(&line, "That can't be reckoned: %s.", why);
    out_printf(cli->out, "  %s\n", line.at);
    str_release(&line);
}

static void hint(struct asking *a)
{
    const char *const *hints = a->problem->kind->hints;

    out_printf(a->practice->cli->out, "  Hint: %s\n",
               hints[a->hints < 2 ? a->hints : 1]);
    a->hints++;
}

/* What a line asks for beside an answer. */
enum wish { WISH_ANSWER, WISH_AGAIN, WISH_SKIP, WISH_QUIT };

static enum wish wish_of(struct asking *a, struct slice line)
{
    if (slice_is(line, "quit") || slice_is(line, "q") || slice_is(line, ":q"))
        return WISH_QUIT;
    if (slice_is(line, "skip"))
        return WISH_SKIP;
    if (slice_is(line, "?") || slice_is(line, "hint")) {
        hint(a);
        return WISH_AGAIN;
    }
    if (slice_has_prefix(line, SLICE("calc "))) {
        reckon(a->practice->cli, slice_skip(line, 5));
        return WISH_AGAIN;
    }
    return WISH_ANSWER;
}

/* --- asking ------------------------------------------------------------- */

static const struct part *part_at(const struct asking *a, unsigned i)
{
    return a->choosing ? &a->choice.part : &a->prompt.parts[i];
}

static void put_question(struct asking *a, unsigned i)
{
    struct cli *cli = a->practice->cli;
    struct lines lines = page(cli, &a->arena);
    struct prompt one = a->prompt;

    if (a->choosing) {
        one.parts = &a->choice.part;
        one.nparts = 1;
    }
    problem_question(&lines, &one, i);
    print(cli, &lines);
    out_puts(cli->out, "> ");
    out_flush(cli->out);
}

/* Reads the answer to one part; what can't be read is asked again. */
static enum wish ask_part(struct asking *a, unsigned i, struct value *out)
{
    struct cli *cli = a->practice->cli;
    struct str line = STR_EMPTY, note = STR_EMPTY, echo = STR_EMPTY;
    enum wish wish = WISH_AGAIN;

    *out = (struct value){.kind = VALUE_NONE};
    while (wish == WISH_AGAIN) {
        put_question(a, i);
        if (!read_line(&line)) {
            wish = WISH_QUIT;
            break;
        }
        wish = wish_of(a, slice_trim(str_slice(&line)));
        if (wish != WISH_ANSWER)
            continue;
        str_clear(&note);
        switch (answer_read(str_slice(&line), part_at(a, i), 0, &a->arena,
                            out, &note)) {
        case READ_OK:
            answer_put(&echo, part_at(a, i), out);
            out_puts(cli->out, "  I read ");
            out_put(cli->out, str_slice(&echo));
            out_puts(cli->out, ".\n");
            break;
        case READ_BLANK:
            break;
        case READ_UNREADABLE:
            out_puts(cli->out, "  ");
            out_put(cli->out, str_slice(&note));
            out_puts(cli->out, "\n");
            wish = WISH_AGAIN;
            break;
        }
    }
    str_release(&line);
    str_release(&note);
    str_release(&echo);
    return wish;
}

/* The answers that an option stands for. */
static void take_option(struct asking *a, const struct value *v)
{
    const struct wrong *wrong =
        v->kind == VALUE_NUMBER ? a->choice.wrong[v->number.top] : NULL;

    if (v->kind == VALUE_NUMBER)
        a->given = wrong != NULL ? wrong->answers : a->problem->key;
}

static enum wish ask_parts(struct asking *a)
{
    unsigned n = a->choosing ? 1 : (unsigned)a->prompt.nparts;
    enum wish wish = WISH_ANSWER;

    a->given = (struct answers){.arena = &a->arena};
    for (unsigned i = 0; i < n && wish == WISH_ANSWER; i++) {
        struct value v;
        wish = ask_part(a, i, &v);
        if (a->choosing)
            take_option(a, &v);
        else
            answer_value(&a->given, v);
    }
    return wish;
}

/* --- afterwards --------------------------------------------------------- */

static void put_solution(struct cli *cli, const struct problem *p,
                         unsigned marked, struct arena *arena)
{
    struct lines lines = page(cli, arena);
    struct solution solution;

    problem_explain(p, arena, &solution);
    lines_blank(&lines);
    problem_solution(&lines, &solution, marked, face_of(cli));
    print(cli, &lines);
    solution_release(&solution);
}

static bool tell(struct asking *a)
{
    struct cli *cli = a->practice->cli;
    struct judgement j = judge(a->problem, &a->given);
    struct lines lines = page(cli, &a->arena);

    problem_feedback(&lines, a->problem, &a->prompt, &a->given, &j);
    print(cli, &lines);
    if (j.wrong != NULL)
        a->practice->mistakes[j.wrong->mistake]++;
    if (!j.all_right) {
        out_puts(cli->out, "\n");
        put_solution(cli, a->problem, j.wrong != NULL ? j.wrong->step : 0,
                     &a->arena);
    }
    out_puts(cli->out, "\n");
    return j.all_right;
}

static void put_problem(struct cli *cli, const struct problem *p,
                        const struct prompt *prompt, struct arena *arena)
{
    struct lines lines = page(cli, arena);

    problem_title(&lines, p);
    lines_blank(&lines);
    problem_statement(&lines, prompt, face_of(cli));
    lines_blank(&lines);
    print(cli, &lines);
}

/* Whether a question is one of choosing as it is: letters among letters could
 * not be told apart. */
static bool has_options(const struct prompt *prompt)
{
    for (size_t i = 0; i < prompt->nparts; i++)
        if (prompt->parts[i].noptions > 0)
            return true;
    return false;
}

bool practice_ask(struct practice *p, const struct problem *problem)
{
    struct asking a = {.practice = p, .problem = problem};
    enum wish wish;
    bool right = false;

    problem_ask(problem, &a.arena, &a.prompt);
    a.choosing = p->choice && !has_options(&a.prompt) &&
                 choice_make(problem, &a.prompt, &a.arena, &a.choice);
    put_problem(p->cli, problem, &a.prompt, &a.arena);
    wish = ask_parts(&a);
    if (wish == WISH_ANSWER) {
        p->asked++;
        right = tell(&a);
        p->right += right;
    }
    p->over = wish == WISH_QUIT;
    prompt_release(&a.prompt);
    arena_release(&a.arena);
    return right;
}

static enum mistake worst(const struct practice *p)
{
    int found = MISTAKE_NONE;

    for (int i = 1; i < MISTAKES; i++)
        if (p->mistakes[i] > p->mistakes[found])
            found = i;
    return (enum mistake)found;
}

void practice_end(struct practice *p)
{
    int64_t seconds = (clock_stopwatch_ms() - p->began_ms + 500) / 1000;
    enum mistake mistake = worst(p);

    out_printf(p->cli->out, "%u of %u right in %d:%02d.", p->right, p->asked,
               (int)(seconds / 60), (int)(seconds % 60));
    if (mistake != MISTAKE_NONE)
        out_printf(p->cli->out, " Most often: %s (%s).",
                   mistake_rows[mistake].does, mistake_rows[mistake].code);
    out_puts(p->cli->out, "\n");
}

/* --- one problem -------------------------------------------------------- */

void practice_show(struct cli *cli, const struct problem *problem)
{
    struct arena arena = {0};
    struct prompt prompt;
    struct lines lines = page(cli, &arena);

    problem_ask(problem, &arena, &prompt);
    put_problem(cli, problem, &prompt, &arena);
    problem_questions(&lines, &prompt);
    print(cli, &lines);
    prompt_release(&prompt);
    arena_release(&arena);
}

void practice_key(struct cli *cli, const struct problem *problem)
{
    struct arena arena = {0};
    struct prompt prompt;
    struct lines lines = page(cli, &arena);

    problem_ask(problem, &arena, &prompt);
    problem_title(&lines, problem);
    lines_blank(&lines);
    problem_key(&lines, problem, &prompt);
    print(cli, &lines);
    put_solution(cli, problem, 0, &arena);
    lines = page(cli, &arena);
    lines_blank(&lines);
    problem_mistakes(&lines, problem, &prompt);
    print(cli, &lines);
    prompt_release(&prompt);
    arena_release(&arena);
}
