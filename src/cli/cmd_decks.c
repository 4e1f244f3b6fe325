#include "cli/decks.h"
#include "cli/use.h"

static int run(struct cli *cli, struct err *err)
{
    struct arena arena = {0};
    struct deck_row *rows = NULL;
    size_t n = 0;
    int rc = decks_read(cli, &rows, &n, &arena, err);

    if (rc == 0 && cli->args->json)
        decks_json(cli->out, rows, n);
    else if (rc == 0 && n > 0)
        decks_put(cli->out, rows, n);
    else if (rc == 0 && !cli->args->quiet)
        use_greeting(cli, cli->say);
    arena_release(&arena);
    return rc;
}

const struct command cmd_decks = {
    .name = "decks",
    .operands = "",
    .blurb = "all decks, and what is due in each",
    .about =
        "Lists the decks of the data folder with the cards that are due, "
        "the new ones the day still holds, and about how many minutes "
        "they take. A deck that can't be opened is listed with the "
        "reason.",
    .examples =
        (const struct example[]){
            {"pagein decks", "what is due where"},
            {"pagein review --deck NAME", "and review one of them"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_JSON),
    .group = "Study",
    .run = run,
};
