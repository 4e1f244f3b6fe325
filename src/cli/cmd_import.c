#include "cli/cards.h"
#include "cli/ledger.h"
#include "cli/package.h"
#include "cli/report.h"
#include "cli/scratch.h"
#include "cli/use.h"
#include "problem/kind.h"
#include "sys/file.h"

/* A deck definition stands alone, and names the deck when --deck does not:
 * decks/NAME.yaml goes into NAME. */
static int choose_deck(struct args *args, struct str *name, struct err *err)
{
    struct slice file;

    for (size_t i = 0; i < args->noperands; i++) {
        if (!use_is_definition(args->operands[i]))
            continue;
        if (args->noperands > 1)
            return err_set(err, ERR_USAGE,
                           "A deck definition is imported on its own: pagein "
                           "import %s",
                           args->operands[i]);
        file = path_name(slice_from(args->operands[i]));
        while (file.len > 0 && file.at[file.len - 1] != '.')
            file.len--;
        str_put(name, slice_sub(file, 0, file.len - 1));
        if (args->deck == NULL)
            args->deck = name->at;
    }
    return 0;
}

static void progress(size_t done, size_t total, void *arg)
{
    out_progress(arg, "Importing", done, total);
}

static void next_step(struct cli *cli)
{
    struct str option = STR_EMPTY;

    use_deck_option(&option, cli->args);
    out_puts(cli->say, "To review them: pagein review");
    out_put(cli->say, str_slice(&option));
    out_puts(cli->say, "\n");
    str_release(&option);
}

static void tell(struct cli *cli, const struct ledger *ledger)
{
    if (cli->args->json)
        ledger_json(cli->out, ledger);
    else if (cli->args->dry_run)
        ledger_rows(cli->out, ledger);
    if (cli->args->quiet)
        return;
    out_flush(cli->out);
    if (cli->args->dry_run)
        out_puts(cli->say, "Nothing is changed yet. ");
    ledger_sum(cli->say, ledger);
    if (ledger->cards == 0)
        out_puts(cli->say, "A span becomes a card when it is written "
                           "{{like this}}.\n");
    else if (ledger->fresh > 0 && !cli->args->dry_run)
        next_step(cli);
}

/* What other programs or decks gave. */
static bool is_foreign(const char *path)
{
    return use_is_package(path) || cards_is_name(path);
}

static int check_alone(const struct args *args, struct err *err)
{
    for (size_t i = 0; i < args->noperands; i++)
        if (is_foreign(args->operands[i]) && args->noperands > 1)
            return err_set(err, ERR_USAGE,
                           "%s is imported on its own: pagein import %s",
                           args->operands[i], args->operands[i]);
    return 0;
}

/* Tells what came of it, too. */
static int import_foreign(struct cli *cli, struct deck *deck,
                          struct ledger *ledger, struct err *err)
{
    const char *path = cli->args->operands[0];

    return use_is_package(path) ? package_import(cli, deck, path, ledger, err)
                                : cards_import(cli, deck, path, err);
}

static int import(struct cli *cli, struct deck *deck, struct ledger *ledger,
                  struct diags *found, struct err *err)
{
    const struct args *args = cli->args;
    struct arena arena = {0};
    const struct import_options options = {
        .dry_run = args->dry_run,
        .keep_going = args->keep_going,
        .force = args->force,
        .media = args->media,
        .progress = args->quiet ? NULL : progress,
        .progress_arg = cli->say,
        .kinds = kind_words(&arena),
    };
    int rc;

    if (use_is_definition(args->operands[0]))
        rc = deck_import_definition(deck, args->operands[0], &options,
                                    cli->now, ledger, found, err);
    else
        rc = deck_import(deck, (const char *const *)args->operands,
                         args->noperands, &options, cli->now, ledger, found,
                         err);
    arena_release(&arena);
    out_progress(cli->say, "", 1, 1);
    return rc;
}

/* Looked at before a deck is made for them. */
static int paths_exist(const struct args *args, struct err *err)
{
    for (size_t i = 0; i < args->noperands; i++)
        if (!file_stat_of(args->operands[i]).exists)
            return err_set(err, ERR_NO_INPUT, "%s does not exist.",
                           args->operands[i]);
    return 0;
}

/* A dry run makes no deck: where there is none yet it uses a scratch one. */
static int open_deck(struct cli *cli, struct deck **deck,
                     struct scratch *scratch, struct err *err)
{
    if (!cli->args->dry_run)
        return use_deck(cli, DECK_CREATE, deck, err);
    if (use_deck_or_none(cli, DECK_WRITE, deck, err) < 0)
        return -1;
    return *deck != NULL ? 0 : scratch_open(scratch, deck, cli->now, err);
}

static int run(struct cli *cli, struct err *err)
{
    struct args args = *cli->args;
    struct cli inner = *cli;
    struct str name = STR_EMPTY;
    struct scratch scratch = {STR_EMPTY, STR_EMPTY};
    struct deck *deck = NULL;
    struct ledger ledger = {0};
    struct diags found = {0};
    int rc = -1;

    inner.args = &args;
    if (choose_deck(&args, &name, err) < 0 || check_alone(&args, err) < 0 ||
        paths_exist(&args, err) < 0 || use_media(&args, err) < 0 ||
        open_deck(&inner, &deck, &scratch, err) < 0)
        goto done;
    rc = is_foreign(args.operands[0])
             ? import_foreign(&inner, deck, &ledger, err)
             : import(&inner, deck, &ledger, &found, err);
    report_findings(cli->say, &found);
    if (rc == 0 && !is_foreign(args.operands[0]))
        tell(&inner, &ledger);
    if (rc == 0 && found.errors > 0)
        rc = STATUS_NOTES;
done:
    ledger_release(&ledger);
    diags_release(&found);
    if (rc < 0)
        deck_close_unused(deck);
    else
        deck_close(deck);
    scratch_remove(&scratch);
    str_release(&name);
    return rc;
}

const struct command cmd_import = {
    .name = "import",
    .operands = "PATH...|DECK.yaml|FILE",
    .blurb = "make cards of notes, or of a package of Anki's",
    .about =
        "Reads Markdown notes and makes a card of every {{hidden}} span. "
        "Imported again, a note that was edited or moved keeps its history; "
        "what left the notes is kept aside and comes back with its text. A "
        "folder means the .md, .markdown and .txt files below it.\n\n"
        "Either all files come in or none: with an error in one of them "
        "nothing changes and the exit status is 65. --keep-going takes the "
        "good ones all the same. An import that would orphan more than 25 "
        "cards, and a fifth of what it is about, wants --force.\n\n"
        "A deck definition, DECK.yaml, names its notes and settings; without "
        "--deck it goes into the deck called after the file.\n\n"
        "FILE.apkg or FILE.colpkg is a package that Anki exported, of "
        "whatever note types. Its notes become notes of this deck, with "
        "their tags, pictures and review history; what could not be brought "
        "along is listed with the reason. Imported again, notes that were "
        "edited over there are edited here and keep their history; none is "
        "taken away. Notes that this deck once exported keep the text of "
        "their own files, and only the answers given in Anki come home: "
        "export them there with their scheduling, and study in one place "
        "between two exchanges.\n\n"
        "FILE.json or FILE.csv is a deck that pagein export wrote: it is "
        "joined with this one, as pagein deck merge would.",
    .examples =
        (const struct example[]){
            {"pagein import notes", "all notes below a folder"},
            {"pagein import --dry-run vm.md", "what would become of them"},
            {"pagein import words.apkg", "a deck of Anki's"},
            {"pagein import decks/virtual-memory.yaml",
             "the deck that comes with pagein"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_DRY_RUN) | OPTION_BIT(OPTION_KEEP_GOING) |
               OPTION_BIT(OPTION_FORCE) | OPTION_BIT(OPTION_MEDIA) |
               OPTION_BIT(OPTION_JSON),
    .min = 1,
    .max = SIZE_MAX,
    .fill = FILL_FILE,
    .group = "Notes",
    .run = run,
};
