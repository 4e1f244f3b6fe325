#include "cli/practice.h"
#include "problem/read.h"

static const struct problem *problem_of(struct cli *cli, struct arena *arena,
                                        struct err *err)
{
    return practice_find(slice_from(cli->args->operands[0]), arena, err);
}

static int key(struct cli *cli, struct err *err)
{
    struct arena arena = {0};
    const struct problem *p = problem_of(cli, &arena, err);

    if (p != NULL)
        practice_key(cli, p);
    arena_release(&arena);
    return p != NULL ? STATUS_DONE : -1;
}

const struct command cmd_key = {
    .name = "key",
    .operands = "CODE",
    .blurb = "the answer to a problem, its worked way, known mistakes",
    .about = "The code stands with every problem that pagein asks or prints. "
             "Beside the answer it shows what those answer who make a known "
             "mistake, and at which step they leave the right way.",
    .examples =
        (const struct example[]){
            {"pagein key 0G4K-7Q2M-T9XW", "the key of that problem"},
            {NULL, NULL},
        },
    .min = 1,
    .max = 1,
    .group = "Study",
    .run = key,
};

/* Both ways of reckoning, anew, side by side. */
static bool prove_parts(struct cli *cli, const struct problem *p,
                        struct arena *arena)
{
    struct answers one = {.arena = arena}, two = {.arena = arena};
    struct prompt prompt;
    struct str text = STR_EMPTY;
    bool same;

    p->kind->solve(p->params, &one);
    p->kind->solve_again(p->params, &two);
    problem_ask(p, arena, &prompt);
    same = answers_eq(&one, &two);
    for (unsigned i = 0; i < one.n; i++) {
        bool equal = value_eq(&one.at[i], &two.at[i]);
        str_clear(&text);
        answer_put(&text, &prompt.parts[i], &one.at[i]);
        out_printf(cli->out, "%s\n  the engine     ", prompt.parts[i].ask);
        out_put(cli->out, str_slice(&text));
        str_clear(&text);
        answer_put(&text, &prompt.parts[i], &two.at[i]);
        out_printf(cli->out, "\n  the other way  ");
        out_put(cli->out, str_slice(&text));
        out_puts(cli->out, equal ? "  =\n" : "  DIFFERENT\n");
    }
    str_release(&text);
    prompt_release(&prompt);
    return same;
}

static int prove(struct cli *cli, struct err *err)
{
    struct arena arena = {0};
    const struct problem *p = problem_of(cli, &arena, err);
    int rc = -1;

    if (p != NULL)
        rc = prove_parts(cli, p, &arena) ? STATUS_DONE : STATUS_FOUND;
    arena_release(&arena);
    return rc;
}

const struct command cmd_prove = {
    .name = "prove",
    .operands = "CODE",
    .blurb = "solve a problem again in two ways that share nothing",
    .about = "Prints for each question what the engine finds and what the "
             "second solver finds. Exit status 1 when they differ.",
    .examples =
        (const struct example[]){
            {"pagein prove 0G4K-7Q2M-T9XW", "is its key right?"},
            {NULL, NULL},
        },
    .min = 1,
    .max = 1,
    .group = "Study",
    .run = prove,
};
