#include "cli/practice.h"
#include "problem/code.h"
#include "problem/read.h"
#include "sys/json.h"

static void put_json_answers(struct json *w, const char *key,
                             const struct prompt *prompt,
                             const struct answers *a)
{
    struct str text = STR_EMPTY;

    json_open_array(w, key);
    for (unsigned i = 0; i < a->n; i++) {
        str_clear(&text);
        answer_put(&text, &prompt->parts[i], &a->at[i]);
        json_put_text(w, NULL, str_slice(&text));
    }
    json_close(w);
    str_release(&text);
}

/* How each question is answered, and what there is to choose from. */
static void put_json_forms(struct json *w, const struct prompt *prompt)
{
    struct str form = STR_EMPTY;

    json_open_array(w, "forms");
    for (size_t i = 0; i < prompt->nparts; i++) {
        str_clear(&form);
        problem_form(&form, &prompt->parts[i]);
        json_put_text(w, NULL, str_slice(&form));
    }
    json_close(w);
    json_open_array(w, "options");
    for (size_t i = 0; i < prompt->nparts; i++) {
        const struct part *part = &prompt->parts[i];
        json_open_array(w, NULL);
        for (unsigned k = 0; k < part->noptions; k++)
            json_put_text(w, NULL, slice_from(part->options[k]));
        json_close(w);
    }
    json_close(w);
    str_release(&form);
}

static void put_json_statement(struct json *w, const struct prompt *prompt)
{
    struct str words = STR_EMPTY;

    json_put_text(w, "statement", str_slice(&prompt->text));
    json_open_array(w, "assumptions");
    for (size_t i = 0; i < prompt->nassumptions; i++)
        json_put_text(w, NULL, slice_from(prompt->assumptions[i]));
    json_close(w);
    json_open_array(w, "figures");
    for (size_t i = 0; i < prompt->nfigures; i++) {
        str_clear(&words);
        figure_words(&words, prompt->figures[i]);
        json_put_text(w, NULL, str_slice(&words));
    }
    json_close(w);
    json_open_array(w, "questions");
    for (size_t i = 0; i < prompt->nparts; i++)
        json_put_text(w, NULL, slice_from(prompt->parts[i].ask));
    json_close(w);
    put_json_forms(w, prompt);
    str_release(&words);
}

/* A step, and behind it the figure that belongs to it, in words. */
static void put_json_step(struct json *w, const struct solution_step *step)
{
    struct str words = STR_EMPTY;

    str_puts(&words, step->text);
    if (step->figure != NULL) {
        str_puts(&words, "\n\n");
        figure_words(&words, step->figure);
    }
    json_put_text(w, NULL, str_slice(&words));
    str_release(&words);
}

static void put_json_problem(struct json *w, const struct problem *p)
{
    struct arena arena = {0};
    struct prompt prompt;
    struct solution solution;
    char code[CODE_BYTES];

    code_put(code, (struct code){p->kind->number, p->kind->version,
                                 (uint8_t)p->level, p->seed});
    problem_ask(p, &arena, &prompt);
    problem_explain(p, &arena, &solution);
    json_open_object(w, NULL);
    json_put_text(w, "code", slice_from(code));
    json_put_text(w, "kind", slice_from(p->kind->id));
    json_put_int(w, "level", p->level);
    put_json_statement(w, &prompt);
    put_json_answers(w, "key", &prompt, &p->key);
    json_open_array(w, "mistakes");
    for (size_t i = 0; i < p->nwrongs; i++) {
        json_open_object(w, NULL);
        json_put_text(w, "code",
                      slice_from(mistake_rows[p->wrongs[i].mistake].code));
        json_put_int(w, "step", p->wrongs[i].step);
        put_json_answers(w, "answers", &prompt, &p->wrongs[i].answers);
        json_close(w);
    }
    json_close(w);
    json_open_array(w, "solution");
    for (size_t i = 0; i < solution.nsteps; i++)
        put_json_step(w, &solution.steps[i]);
    json_close(w);
    json_close(w);
    solution_release(&solution);
    prompt_release(&prompt);
    arena_release(&arena);
}

void practice_json(struct cli *cli, const struct problem *const *problems,
                   size_t n)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_array(&w, NULL);
    for (size_t i = 0; i < n; i++)
        put_json_problem(&w, problems[i]);
    json_close(&w);
    out_json(cli->out, &text);
    str_release(&text);
}
