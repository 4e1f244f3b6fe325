#include "cli/command.h"
#include "cli/help.h"

#include <string.h>

extern const struct command cmd_simulate, cmd_help, cmd_generate;

/* Until the deck is there, pagein alone can only say what it is. */
static int say_help(struct cli *cli, struct err *err)
{
    (void)err;
    help_program(cli->out);
    return STATUS_DONE;
}

static const struct command cmd_home = {
    .name = "",
    .operands = "",
    .blurb = "what pagein can do",
    .about = "pagein makes cards of Markdown notes with {{hidden}} spans, "
             "and brings each card back just before it is forgotten.",
    .fill = FILL_COMMAND,
    .run = say_help,
};

const struct command *const commands[] = {&cmd_home, &cmd_simulate,
                                          &cmd_help, &cmd_generate};
const size_t ncommands = sizeof commands / sizeof *commands;

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < ncommands; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

uint64_t command_options(const struct command *command)
{
    return command->options | OPTIONS_EVERYWHERE;
}

int status_of(enum err_kind kind)
{
    static const int statuses[] = {
        [ERR_NONE] = STATUS_DONE,     [ERR_USAGE] = STATUS_USAGE,
        [ERR_NOTES] = STATUS_NOTES,   [ERR_NO_INPUT] = STATUS_NO_INPUT,
        [ERR_CREATE] = STATUS_CREATE, [ERR_IO] = STATUS_IO,
        [ERR_BUSY] = STATUS_BUSY,     [ERR_UNSAFE] = STATUS_UNSAFE,
    };

    return statuses[kind];
}
