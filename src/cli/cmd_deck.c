#include "cli/use.h"
#include "deck/verify.h"
#include "sys/json.h"

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

static const struct work {
    const char *name;
    int (*run)(struct cli *cli, struct err *err);
} works[] = {
    {"verify", verify},
};

static int run(struct cli *cli, struct err *err)
{
    for (size_t i = 0; i < sizeof works / sizeof *works; i++)
        if (strcmp(cli->args->operands[0], works[i].name) == 0)
            return works[i].run(cli, err);
    return err_set(err, ERR_USAGE,
                   "deck can verify, not \"%s\": pagein deck verify",
                   cli->args->operands[0]);
}

const struct command cmd_deck = {
    .name = "deck",
    .operands = "verify",
    .blurb = "check that a deck says what its history says",
    .about = "verify reads the whole history again, works out every card "
             "from it and compares: one line for each thing that differs, "
             "and exit status 1 when there is one. Nothing is changed.",
    .examples =
        (const struct example[]){
            {"pagein deck verify", "check the deck"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_JSON),
    .min = 1,
    .max = 1,
    .fill = FILL_WORDS,
    .words = "verify",
    .group = "Deck",
    .run = run,
};
