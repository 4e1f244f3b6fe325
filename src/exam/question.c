#include "exam/question.h"

#include "exam/credit.h"
#include "exam/document.h"
#include "problem/choice.h"
#include "problem/code.h"
#include "problem/read.h"

/* One problem on its way to a question. */
struct making {
    const struct problem *problem;
    struct prompt prompt; /* its lists are not the arena's */
    struct question *q;
    struct arena *arena;
};

static const char *written(struct making *m, unsigned part,
                           const struct value *value)
{
    struct str text = STR_EMPTY;
    const char *copy;

    answer_put(&text, &m->prompt.parts[part], value);
    copy = arena_copy(m->arena, str_slice(&text)).at;
    str_release(&text);
    return copy;
}

/* --- parts -------------------------------------------------------------- */

/* What is left over when points are split goes to the first parts. */
static unsigned share(unsigned points, unsigned nparts, unsigned part)
{
    return points / nparts + (part < points % nparts);
}

static void take_options(struct making *m, struct question_part *part,
                         const char *const *options, unsigned n)
{
    const char **copy = arena_new_array(m->arena, n, sizeof *copy);

    for (unsigned i = 0; i < n; i++)
        copy[i] = options[i];
    part->options = copy;
    part->noptions = n;
    part->right = question_chosen(part, part->key);
}

static void make_part(struct making *m, unsigned i, bool choice,
                      struct question_part *part)
{
    struct part *reader = arena_new(m->arena, sizeof *reader);
    struct choice made;

    *reader = m->prompt.parts[i];
    part->ask = reader->ask;
    part->reader = reader;
    part->key = written(m, i, &m->problem->key.at[i]);
    if (reader->noptions > 0)
        take_options(m, part, reader->options, reader->noptions);
    else if (choice &&
             choice_make_part(m->problem, &m->prompt, i, m->arena, &made))
        take_options(m, part, made.option, made.n);
}

static void make_parts(struct making *m, bool choice)
{
    unsigned n = (unsigned)m->prompt.nparts;
    struct question_part *parts = arena_new_array(m->arena, n, sizeof *parts);

    for (unsigned i = 0; i < n; i++) {
        make_part(m, i, choice, &parts[i]);
        parts[i].points = share(m->q->points, n, i);
    }
    m->q->parts = parts;
    m->q->nparts = n;
}

/* The letter of an option by itself, or among others: "b", "{a, c}". */
static unsigned letters(const char *answer)
{
    unsigned chosen = 0;

    for (; *answer != '\0'; answer++)
        if (*answer >= 'a' && *answer <= 'z')
            chosen |= 1u << (*answer - 'a');
    return chosen;
}

unsigned question_chosen(const struct question_part *part, const char *answer)
{
    bool by_letter = part->reader != NULL && part->reader->noptions > 0;

    if (by_letter)
        return strcmp(answer, "none") == 0 ? 0 : letters(answer);
    for (unsigned i = 0; i < part->noptions; i++)
        if (strcmp(part->options[i], answer) == 0)
            return 1u << i;
    return 0;
}

/* --- mistakes and the way ----------------------------------------------- */

static void make_wrongs(struct making *m)
{
    const struct problem *p = m->problem;
    struct question_wrong *wrongs =
        arena_new_array(m->arena, p->nwrongs, sizeof *wrongs);

    for (size_t i = 0; i < p->nwrongs; i++) {
        const struct wrong *w = &p->wrongs[i];
        const struct mistake_row *row = &mistake_rows[w->mistake];
        const char **answers =
            arena_new_array(m->arena, w->answers.n, sizeof *answers);
        for (unsigned k = 0; k < w->answers.n; k++)
            answers[k] = written(m, k, &w->answers.at[k]);
        wrongs[i] = (struct question_wrong){
            .mistake = w->mistake,
            .why = arena_printf(m->arena,
                                "That is what comes out when one %s. But %s.",
                                row->does, row->rule),
            .step = w->step,
            .answer = answers,
            .credit = credit_of(w->mistake),
        };
    }
    m->q->wrongs = wrongs;
    m->q->nwrongs = p->nwrongs;
}

static void make_steps(struct making *m)
{
    struct question_step *steps;
    struct solution s;

    problem_explain(m->problem, m->arena, &s);
    steps = arena_new_array(m->arena, s.nsteps, sizeof *steps);
    for (size_t i = 0; i < s.nsteps; i++)
        steps[i] = (struct question_step){
            document_read(slice_from(s.steps[i].text), m->arena),
            s.steps[i].figure};
    m->q->steps = steps;
    m->q->nsteps = s.nsteps;
    solution_release(&s);
}

/* --- the statement ------------------------------------------------------ */

static void make_statement(struct making *m)
{
    const struct prompt *from = &m->prompt;
    const struct figure **figures =
        arena_new_array(m->arena, from->nfigures, sizeof *figures);
    const char **assumptions =
        arena_new_array(m->arena, from->nassumptions, sizeof *assumptions);

    for (size_t i = 0; i < from->nfigures; i++)
        figures[i] = from->figures[i];
    for (size_t i = 0; i < from->nassumptions; i++)
        assumptions[i] = from->assumptions[i];
    m->q->body = document_read(str_slice(&from->text), m->arena);
    m->q->figures = figures;
    m->q->nfigures = from->nfigures;
    m->q->assumptions = assumptions;
    m->q->nassumptions = from->nassumptions;
}

const struct question *question_of_problem(const struct problem *p,
                                           bool choice, unsigned points,
                                           struct arena *arena)
{
    struct question *q = arena_new(arena, sizeof *q);
    struct making m = {.problem = p, .q = q, .arena = arena};
    char *code = arena_new(arena, CODE_BYTES);

    code_put(code, (struct code){p->kind->number, p->kind->version,
                                 (uint8_t)p->level, p->seed});
    *q = (struct question){
        .number = 1,
        .code = code,
        .id = p->kind->id,
        .title = p->kind->title,
        .topic = p->kind->topic,
        .level = p->level,
        .points = points,
        .effort = p->key.steps,
        .outcome = question_outcome(&p->key, arena),
        .problem = p,
    };
    problem_ask(p, arena, &m.prompt);
    make_statement(&m);
    make_parts(&m, choice);
    make_wrongs(&m);
    make_steps(&m);
    prompt_release(&m.prompt);
    return q;
}

/* --- how it ends -------------------------------------------------------- */

const char *question_outcome(const struct answers *key, struct arena *arena)
{
    unsigned count[WORDS] = {0}, values = 0;
    const char *text = "";

    for (unsigned i = 0; i < key->n; i++)
        if (key->at[i].kind == VALUE_WORD)
            count[key->at[i].word]++;
        else
            values++;
    if (values == key->n)
        return key->n == 1 ? "a value"
                           : arena_printf(arena, "%u values", values);
    for (int w = 0; w < WORDS; w++)
        if (count[w] == 1)
            text = arena_printf(arena, "%s%s%s", text, *text ? ", " : "",
                                word_rows[w].says);
        else if (count[w] > 1)
            text = arena_printf(arena, "%s%s%u %s", text, *text ? ", " : "",
                                count[w], word_rows[w].says);
    return values == 0 ? text
                       : arena_printf(arena, "%s, %u value%s", text, values,
                                      values > 1 ? "s" : "");
}
