#include "cli/rows.h"
#include "cli/use.h"

struct listing {
    struct rows rows;
    size_t limit; /* 0: none */
};

static int put(const struct card *card, void *arg)
{
    struct listing *l = arg;

    rows_card(&l->rows, card);
    return !out_ok(l->rows.out) || l->rows.n == l->limit;
}

static int list(struct cli *cli, struct deck *deck, struct arena *arena,
                struct err *err)
{
    struct selection selection;
    struct listing l = {.limit = (size_t)cli->args->limit};
    int rc;

    if (use_selection(cli, deck, &selection, arena, err) < 0)
        return -1;
    rows_begin(&l.rows, cli->out, deck_today(deck, cli->now),
               cli->args->json);
    rc = deck_each(deck, &selection, put, &l, err);
    rows_end(&l.rows);
    if (rc < 0)
        return -1;
    if (l.rows.n == 0 && !cli->args->quiet)
        out_puts(cli->say, "No cards here yet. Notes bring some: pagein "
                           "import NOTES.md\n");
    return STATUS_DONE;
}

static int run(struct cli *cli, struct err *err)
{
    struct deck *deck = NULL;
    struct arena arena = {0};
    int rc = use_deck_kindly(cli, DECK_READ, &deck, err);

    if (rc == 0)
        rc = list(cli, deck, &arena, err);
    deck_close(deck);
    arena_release(&arena);
    return rc > 0 ? STATUS_DONE : rc;
}

const struct command cmd_list = {
    .name = "list",
    .operands = "[SELECTION]",
    .blurb = "the cards of a deck",
    .about =
        "Prints the cards in the order of the notes: line, id, when it is "
        "due, and the text with the answer as [...]. Where the output is no "
        "terminal it is one line a card, with tabs between id, state, due "
        "day, FILE:LINE and text.\n\n"
        "A SELECTION is a tag, a file or folder that was imported, or a "
        "heading; the first of these that fits.",
    .examples =
        (const struct example[]){
            {"pagein list", "all cards"},
            {"pagein list paging", "those with the tag paging"},
            {"pagein list 'Copy on write'", "those below that heading"},
            {"pagein list --json content/vm.md", "those of a file, as JSON"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_LIMIT) | OPTION_BIT(OPTION_JSON),
    .max = 1,
    .fill = FILL_FILE,
    .group = "Cards",
    .run = run,
};
