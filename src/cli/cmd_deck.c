#include <string.h>

#include "cli/deck_work.h"
#include "cli/use.h"
#include "deck/verify.h"
#include "sys/json.h"

/* --- verify ------------------------------------------------------------- */

static void put_json(struct out *out, const struct verify_report *report)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_object(&w, NULL);
    json_put_int(&w, "cards", report->cards);
    json_put_int(&w, "events", report->events);
    json_open_array(&w, "findings");
    for (size_t i = 0; i < report->nfindings; i++)
        json_put_text(&w, NULL, report->findings[i].text);
    json_close(&w);
    json_close(&w);
    out_json(out, &text);
    str_release(&text);
}

static void put_text(struct cli *cli, const struct verify_report *report)
{
    for (size_t i = 0; i < report->nfindings; i++) {
        out_put(cli->out, report->findings[i].text);
        out_puts(cli->out, "\n");
    }
    if (cli->args->quiet)
        return;
    out_printf(cli->say, "Looked at %lld cards and %lld events: ",
               (long long)report->cards, (long long)report->events);
    if (report->nfindings == 0)
        out_puts(cli->say, "all is well.\n");
    else
        out_printf(cli->say, "%zu found wrong.\n", report->nfindings);
}

static int verify(struct cli *cli, struct err *err)
{
    struct verify_report report = {0};
    struct deck *deck = NULL;
    int rc = -1;

    if (use_deck(cli, DECK_READ, &deck, err) < 0 ||
        deck_verify(deck, &report, err) < 0)
        goto done;
    if (cli->args->json)
        put_json(cli->out, &report);
    else
        put_text(cli, &report);
    rc = report.nfindings > 0 ? STATUS_FOUND : STATUS_DONE;
done:
    verify_report_release(&report);
    deck_close(deck);
    return rc;
}

/* --- the command -------------------------------------------------------- */

static const struct work {
    const char *name;
    int (*run)(struct cli *cli, struct err *err);
} works[] = {
    {"backup", deck_work_backup}, {"restore", deck_work_restore},
    {"merge", deck_work_merge},   {"sync", deck_work_sync},
    {"verify", verify},
};

static int run(struct cli *cli, struct err *err)
{
    for (size_t i = 0; i < sizeof works / sizeof *works; i++)
        if (strcmp(cli->args->operands[0], works[i].name) == 0)
            return works[i].run(cli, err);
    return err_set(err, ERR_USAGE,
                   "deck can backup, restore, merge, sync and verify, not "
                   "\"%s\".",
                   cli->args->operands[0]);
}

const struct command cmd_deck = {
    .name = "deck",
    .operands = "backup|restore|merge|sync|verify [FILE|FOLDER]",
    .blurb = "back up, restore, join, sync or check a deck",
    .about =
        "backup copies the deck to FILE, or to the folder of its backups; "
        "--list shows those. restore puts FILE, or the latest backup of a "
        "DATE as --list shows it, in the deck's place; what was there is "
        "backed up before.\n\n"
        "merge FILE takes over what another deck knows: answers, flags and "
        "cards of both are kept, the later text of a note wins, and notes "
        "that both had imported become one. It may be done in any order and "
        "as often as one likes. A deck whose clock was a day and more ahead "
        "wants --force.\n\n"
        "sync FOLDER keeps the decks of one name on several machines alike "
        "by way of a folder that something else carries between them: git, "
        "Syncthing, a mounted disk. Each machine writes one file there, "
        "FOLDER/NAME/ID.sqlite, and merges those of the others. Where there "
        "is no deck yet, theirs makes one. A file that can't be merged is "
        "told and passed over. Nothing is written when there is nothing "
        "new. The exit status is 0 when all was read and written, 1 when a "
        "file was passed over, 73 when the own file could not be written "
        "though the others were read.\n\n"
        "verify reads the whole history again, works out every card from it "
        "and compares: one line for each thing that differs, and exit status "
        "1 when there is one. Nothing is changed.",
    .examples =
        (const struct example[]){
            {"pagein deck backup", "keep a copy of the deck as it is"},
            {"pagein deck backup --list", "which copies there are"},
            {"pagein deck restore 2026-11-22", "go back to that day's last"},
            {"pagein deck merge /media/usb/vm.sqlite",
             "join what was learnt on another machine"},
            {"pagein deck sync ~/Sync/pagein",
             "take over what the others wrote, and write for them"},
            {"pagein deck verify", "check the deck"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_DRY_RUN) |
               OPTION_BIT(OPTION_FORCE) | OPTION_BIT(OPTION_LIST),
    .min = 1,
    .max = 2,
    .fill = FILL_WORDS,
    .words = "backup|restore|merge|sync|verify",
    .group = "Deck",
    .run = run,
};
