#include "cli/decks.h"
#include "cli/use.h"
#include "sys/json.h"

static void put_json(struct out *out, const struct deck_row *rows, size_t n)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_array(&w, NULL);
    for (size_t i = 0; i < n; i++) {
        const struct queue_counts *c = &rows[i].counts;
        json_open_object(&w, NULL);
        json_put_text(&w, "name", rows[i].name);
        json_put_int(&w, "due", c->due + c->drill);
        json_put_int(&w, "new", c->fresh);
        json_put_int(&w, "minutes", c->minutes);
        if (rows[i].trouble != NULL)
            json_put_text(&w, "trouble", slice_from(rows[i].trouble));
        json_close(&w);
    }
    json_close(&w);
    out_json(out, &text);
    str_release(&text);
}

static int run(struct cli *cli, struct err *err)
{
    struct arena arena = {0};
    struct deck_row *rows = NULL;
    size_t n = 0;
    int rc = decks_read(cli, &rows, &n, &arena, err);

    if (rc == 0 && cli->args->json)
        put_json(cli->out, rows, n);
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
