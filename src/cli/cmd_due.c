#include "cli/decks.h"
#include "cli/use.h"

#include "deck/queue.h"
#include "sys/json.h"

static void put_line(struct out *out, const struct queue_counts *c)
{
    int now = c->due + c->drill;

    if (now + c->fresh == 0) {
        out_puts(out, "nothing due\n");
        return;
    }
    out_printf(out, "%d due, %d new, about %d min\n", now, c->fresh,
               c->minutes);
}

static void put_json(struct out *out, const struct queue_counts *c,
                     int problems)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_object(&w, NULL);
    json_put_int(&w, "due", c->due);
    json_put_int(&w, "again", c->drill);
    json_put_int(&w, "new", c->fresh);
    json_put_int(&w, "problems", problems); /* of those due and new */
    json_put_int(&w, "backlog", c->backlog);
    json_put_int(&w, "minutes", c->minutes);
    json_put_int(&w, "done", c->done_today);
    json_close(&w);
    out_json(out, &text);
    str_release(&text);
}

static int run(struct cli *cli, struct err *err)
{
    struct queue_options options = {.mode = QUEUE_TODAY};
    struct queue_counts counts = {0};
    struct deck *deck = NULL;
    struct arena arena = {0};
    bool quiet = cli->args->quiet;
    int problems = 0;
    int rc = -1;

    if (use_deck_or_none(cli, DECK_READ, &deck, err) < 0)
        goto done;
    if (deck != NULL &&
        (use_selection(cli, deck, &options.selection, &arena, err) < 0 ||
         deck_queue_counts(deck, &options, cli->now, &counts, err) < 0))
        goto done;
    if (deck != NULL && cli->args->noperands == 0) {
        problems = decks_add_problems(cli, deck, &counts, err);
        if (problems < 0)
            goto done;
    }
    if (cli->args->json)
        put_json(cli->out, &counts, problems);
    else if (!quiet)
        put_line(cli->out, &counts);
    rc = quiet && counts.due + counts.drill + counts.fresh == 0 ? STATUS_FOUND
                                                                : STATUS_DONE;
done:
    deck_close(deck);
    arena_release(&arena);
    return rc;
}

const struct command cmd_due = {
    .name = "due",
    .operands = "[SELECTION]",
    .blurb = "what is due, in a line for a prompt",
    .about = "Prints one line: how many cards and problems are due, how many "
             "new ones the day still holds, and about how long that takes. "
             "A selection holds cards alone. With -q it prints nothing: the "
             "exit status is 0 when something is due, 1 when nothing is.",
    .examples =
        (const struct example[]){
            {"pagein due", "12 due, 20 new, about 6 min"},
            {"pagein due -q && pagein review", "review if there is a need"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_JSON),
    .max = 1,
    .fill = FILL_FILE,
    .group = "Study",
    .run = run,
};
