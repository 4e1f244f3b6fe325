#include "show.h"

#include "problem/code.h"
#include "problem/read.h"

static void put_answers(struct str *out, const struct prompt *prompt,
                        const struct answers *a)
{
    for (unsigned i = 0; i < a->n; i++) {
        str_puts(out, i > 0 ? "; " : "");
        answer_put(out, &prompt->parts[i], &a->at[i]);
    }
    str_putc(out, '\n');
}

static void put_statement(struct str *out, const struct prompt *prompt)
{
    for (size_t i = 0; i < prompt->nassumptions; i++)
        str_printf(out, "Assume: %s.\n", prompt->assumptions[i]);
    str_put(out, str_slice(&prompt->text));
    str_putc(out, '\n');
    for (size_t i = 0; i < prompt->nfigures; i++)
        figure_words(out, prompt->figures[i]);
    for (size_t i = 0; i < prompt->nparts; i++)
        str_printf(out, "? %s\n", prompt->parts[i].ask);
}

static void put_solution(struct str *out, const struct problem *p,
                         struct arena *arena)
{
    struct solution s;

    problem_explain(p, arena, &s);
    for (size_t i = 0; i < s.nsteps; i++) {
        str_printf(out, "%zu. %s\n", i + 1, s.steps[i].text);
        if (s.steps[i].figure != NULL)
            figure_words(out, s.steps[i].figure);
    }
    solution_release(&s);
}

void show_problem(struct str *out, const struct problem *p)
{
    struct arena arena = {0};
    struct prompt prompt;
    char code[CODE_BYTES];

    code_put(code, (struct code){p->kind->number, p->kind->version,
                                 (uint8_t)p->level, p->seed});
    str_printf(out, "== %s level %d, %s, %u steps\n", p->kind->id, p->level,
               code, p->key.steps);
    problem_ask(p, &arena, &prompt);
    put_statement(out, &prompt);
    str_puts(out, "= ");
    put_answers(out, &prompt, &p->key);
    for (size_t i = 0; i < p->nwrongs; i++) {
        str_printf(out,
                   "%s at step %u: ", mistake_rows[p->wrongs[i].mistake].code,
                   p->wrongs[i].step);
        put_answers(out, &prompt, &p->wrongs[i].answers);
    }
    put_solution(out, p, &arena);
    prompt_release(&prompt);
    arena_release(&arena);
}
