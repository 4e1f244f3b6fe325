/* suspend, unsuspend, bury, unbury, mark, unmark, reset: one verb, some
 * cards. */
#include "cli/use.h"

static const struct verb {
    const char *name;
    enum deck_verb verb;
    const char *done, *would; /* "Suspended 2 cards." */
    const char *already;      /* "1 card was suspended already." */
} verbs[] = {
    {"suspend", VERB_SUSPEND, "Suspended ", "Would suspend ",
     "suspended already"},
    {"unsuspend", VERB_UNSUSPEND, "Took up again ", "Would take up again ",
     "not suspended"},
    {"bury", VERB_BURY, "Buried until tomorrow: ",
     "Would bury until tomorrow: ", "buried already"},
    {"unbury", VERB_UNBURY, "Dug out ", "Would dig out ", "not buried"},
    {"mark", VERB_MARK, "Marked ", "Would mark ", "marked already"},
    {"unmark", VERB_UNMARK, "Unmarked ", "Would unmark ", "not marked"},
    {"reset", VERB_RESET,
     "Made new again: ", "Would make new again: ", "new already"},
};

static const struct verb *verb_of(const struct command *command)
{
    size_t i = 0;

    while (strcmp(verbs[i].name, command->name) != 0)
        i++;
    return &verbs[i];
}

static void tell_changed(struct cli *cli, const struct verb *verb, size_t n)
{
    struct str option = STR_EMPTY;

    out_puts(cli->say, cli->args->dry_run ? verb->would : verb->done);
    out_count(cli->say, n, "card");
    out_puts(cli->say, ".");
    if (!cli->args->dry_run) {
        use_deck_option(&option, cli->args);
        out_puts(cli->say, " To take that back: pagein undo");
        out_put(cli->say, str_slice(&option));
    }
    out_puts(cli->say, "\n");
    str_release(&option);
}

static void tell(struct cli *cli, const struct verb *verb, size_t n,
                 size_t changed)
{
    if (cli->args->quiet)
        return;
    if (changed > 0)
        tell_changed(cli, verb, changed);
    if (changed < n) {
        out_count(cli->say, n - changed, "card");
        out_printf(cli->say, " %s %s.\n", n - changed == 1 ? "was" : "were",
                   verb->already);
    }
}

static int run(struct cli *cli, struct err *err)
{
    const struct verb *verb = verb_of(cli->args->command);
    bool dry = cli->args->dry_run;
    struct deck *deck = NULL;
    struct arena arena = {0};
    struct card_ids cards;
    int changed, rc = -1;

    if (use_deck(cli, dry ? DECK_READ : DECK_WRITE, &deck, err) < 0)
        goto done;
    if (use_cards(cli, deck, 0, &cards, &arena, err) < 0)
        goto done;
    changed =
        dry ? deck_would_flag(deck, verb->verb, cards.at, cards.n, err)
            : deck_flag(deck, verb->verb, cards.at, cards.n, cli->now, err);
    if (changed < 0)
        goto done;
    tell(cli, verb, cards.n, (size_t)changed);
    rc = STATUS_DONE;
done:
    deck_close(deck);
    arena_release(&arena);
    return rc;
}

#define WHAT_A_CARD_IS                                                      \
    "A CARD is named by the first digits of its id, as pagein list and "    \
    "pagein search show it, or by FILE:LINE, which means all cards of the " \
    "note there."

#define FLAG_COMMAND                                                        \
    .operands = "CARD...", .options = OPTION_BIT(OPTION_DRY_RUN), .min = 1, \
    .max = SIZE_MAX, .fill = FILL_FILE, .group = "Cards", .run = run

const struct command cmd_suspend = {
    .name = "suspend",
    .blurb = "put cards aside until they are taken up again",
    .about =
        "A suspended card is not shown in reviews until it is "
        "unsuspended. Its history and its schedule stay.\n\n" WHAT_A_CARD_IS,
    .examples =
        (const struct example[]){
            {"pagein suspend 3f2a", "one card"},
            {"pagein suspend vm.md:12", "the cards of the note at that line"},
            {NULL, NULL},
        },
    FLAG_COMMAND,
};

const struct command cmd_unsuspend = {
    .name = "unsuspend",
    .blurb = "take suspended cards up again",
    .about = "Suspended cards come back to the reviews.\n\n" WHAT_A_CARD_IS,
    .examples =
        (const struct example[]){
            {"pagein unsuspend 3f2a", "one card"},
            {NULL, NULL},
        },
    FLAG_COMMAND,
};

const struct command cmd_bury = {
    .name = "bury",
    .blurb = "leave cards for tomorrow",
    .about = "A buried card is not shown again today; tomorrow it comes back "
             "by itself. Its schedule stays.\n\n" WHAT_A_CARD_IS,
    .examples =
        (const struct example[]){
            {"pagein bury 3f2a", "not today"},
            {NULL, NULL},
        },
    FLAG_COMMAND,
};

const struct command cmd_unbury = {
    .name = "unbury",
    .blurb = "show buried cards today after all",
    .about = "Buried cards come back today.\n\n" WHAT_A_CARD_IS,
    .examples =
        (const struct example[]){
            {"pagein unbury 3f2a", "today after all"},
            {NULL, NULL},
        },
    FLAG_COMMAND,
};

const struct command cmd_mark = {
    .name = "mark",
    .blurb = "mark cards to find them again",
    .about = "A mark changes nothing but that pagein list shows "
             "it.\n\n" WHAT_A_CARD_IS,
    .examples =
        (const struct example[]){
            {"pagein mark 3f2a 77c0", "two cards"},
            {NULL, NULL},
        },
    FLAG_COMMAND,
};

const struct command cmd_unmark = {
    .name = "unmark",
    .blurb = "take the mark away",
    .about = "Takes the mark of pagein mark away.\n\n" WHAT_A_CARD_IS,
    .examples =
        (const struct example[]){
            {"pagein unmark 3f2a", "one card"},
            {NULL, NULL},
        },
    FLAG_COMMAND,
};

const struct command cmd_reset = {
    .name = "reset",
    .blurb = "make cards new again",
    .about = "The card's schedule begins anew, as if it had never been seen. "
             "What was answered stays in its history, and pagein undo brings "
             "the schedule back.\n\n" WHAT_A_CARD_IS,
    .examples =
        (const struct example[]){
            {"pagein reset vm.md:12", "learn it afresh"},
            {NULL, NULL},
        },
    FLAG_COMMAND,
};
