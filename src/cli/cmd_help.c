#include "base/near.h"
#include "cli/command.h"
#include "cli/help.h"

static int unknown(const char *word, struct err *err)
{
    struct near near = {.word = slice_from(word)};

    for (size_t i = 0; i < ncommands; i++)
        if (commands[i]->group != NULL)
            near_try(&near, commands[i]->name);
    if (near.best != NULL)
        return err_set(err, ERR_USAGE,
                       "There is no command \"%s\". Did you mean: pagein "
                       "help %s",
                       word, near.best);
    return err_set(err, ERR_USAGE,
                   "There is no command \"%s\". They are listed by: pagein "
                   "help",
                   word);
}

static int run(struct cli *cli, struct err *err)
{
    const struct command *about;

    if (cli->args->noperands == 0) {
        help_program(cli->out);
        return STATUS_DONE;
    }
    about = command_find(cli->args->operands[0]);
    if (about == NULL || *about->name == '\0')
        return unknown(cli->args->operands[0], err);
    help_command(cli->out, about);
    return STATUS_DONE;
}

const struct command cmd_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .blurb = "what a command does, with examples",
    .about = "Lists the commands, or tells all about one of them.",
    .examples =
        (const struct example[]){
            {"pagein help", "the list of commands"},
            {"pagein help review", "all about the review"},
            {"pagein review --help", "the same"},
            {NULL, NULL},
        },
    .max = 1,
    .fill = FILL_COMMAND,
    .group = "Help",
    .run = run,
};
