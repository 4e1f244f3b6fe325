#include "cli/ledger.h"
#include "cli/report.h"
#include "cli/use.h"
#include "publish/anki_text.h"
#include "review/editor.h"

/* The note of the first card that was named: its file and line. */
static int find_source(struct cli *cli, struct deck *deck, struct str *path,
                       int *line, struct arena *arena, struct err *err)
{
    struct card_ids cards;
    struct card_page page;

    if (use_cards(cli, deck, 0, &cards, arena, err) < 0 ||
        deck_card(deck, cards.at[0], &page, arena, err) < 0 ||
        deck_source_path(deck, cards.at[0], path, err) < 0)
        return -1;
    if (path->len == 0 &&
        slice_has_prefix(page.note.leaf->id, SLICE(ANKI_ID)))
        return err_set(err, ERR_NO_INPUT,
                       "This note came from Anki and stands in no file: edit "
                       "it there, export its deck, and import that again.");
    if (path->len == 0)
        return err_set(err, ERR_NO_INPUT,
                       "Where %.*s lies on this machine is not known. Import "
                       "it here once: pagein import FILE",
                       SLICE_FMT(page.card.path));
    *line = page.card.line;
    return 0;
}

static int import_again(struct cli *cli, struct deck *deck, struct err *err)
{
    struct ledger ledger = {0};
    struct diags found = {0};
    int rc = deck_refresh(deck, cli->now, &ledger, &found, err);

    report_findings(cli->say, &found);
    if (rc == 0 && found.errors > 0)
        rc = err_set(err, ERR_NOTES,
                     "The note has mistakes now; its cards stay as they were "
                     "until it is mended.");
    if (rc == 0 && ledger.wrote && !cli->args->quiet)
        ledger_sum(cli->say, &ledger);
    ledger_release(&ledger);
    diags_release(&found);
    return rc;
}

static int run(struct cli *cli, struct err *err)
{
    struct deck *deck = NULL;
    struct arena arena = {0};
    struct str path = STR_EMPTY;
    int line = 0, rc = -1;

    if (use_deck(cli, DECK_WRITE, &deck, err) < 0)
        goto done;
    if (find_source(cli, deck, &path, &line, &arena, err) < 0)
        goto done;
    out_flush(cli->out);
    out_flush(cli->say);
    if (editor_run(path.at, line, err) < 0)
        goto done;
    cli->now = clock_now();
    rc = import_again(cli, deck, err);
done:
    str_release(&path);
    deck_close(deck);
    arena_release(&arena);
    return rc;
}

const struct command cmd_edit = {
    .name = "edit",
    .operands = "CARD",
    .blurb = "open a card's note in your editor",
    .about =
        "Opens the file of the card's note at its line and, when the editor "
        "ends, imports what changed. The editor is $VISUAL, else $EDITOR, "
        "else the config file's, else the system's; \"code --wait\" is "
        "fine.\n\n"
        "A CARD is named by the first digits of its id, or by FILE:LINE.",
    .examples =
        (const struct example[]){
            {"pagein edit 3f2a", "mend a note"},
            {"EDITOR='code --wait' pagein edit 3f2a", "in another editor"},
            {NULL, NULL},
        },
    .min = 1,
    .max = 1,
    .fill = FILL_FILE,
    .group = "Cards",
    .run = run,
};
