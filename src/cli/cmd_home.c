#include "cli/command.h"
#include "cli/help.h"

static int run(struct cli *cli, struct err *err)
{
    (void)err;
    help_program(cli->out);
    return STATUS_DONE;
}

const struct command cmd_home = {
    .name = "",
    .operands = "",
    .blurb = "what is due, and what to type next",
    .about =
        "pagein makes cards of Markdown notes with {{hidden}} spans, and "
        "brings each card back just before it is forgotten. The notes stay "
        "clean; edit them freely, the history follows.",
    .fill = FILL_COMMAND,
    .run = run,
};
