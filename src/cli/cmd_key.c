#include "cli/practice.h"

static int key(struct cli *cli, struct err *err)
{
    struct arena arena = {0};
    const struct problem *p =
        practice_find(cli, cli->args->operands[0], &arena, err);

    if (p != NULL && cli->args->json)
        practice_json(cli, &p, 1);
    else if (p != NULL)
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
            {"pagein key 0RK5-J76S-6ENC", "the key of that problem"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_SECRET) | OPTION_BIT(OPTION_JSON),
    .min = 1,
    .max = 1,
    .group = "Study",
    .run = key,
};
