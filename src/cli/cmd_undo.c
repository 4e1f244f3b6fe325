#include "cli/use.h"

#include "sys/json.h"

enum { LISTED = 20 };

static void put_what(struct cli *cli, struct out *out, const struct undone *u)
{
    struct str when = STR_EMPTY;

    use_moment(&when, u->utc_ms, cli->now.offset_minutes);
    out_put(out, str_slice(&when));
    out_puts(out, "  ");
    out_put(out, u->what);
    out_puts(out, "\n");
    str_release(&when);
}

static void put_json(struct out *out, const struct undone *all, size_t n)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_array(&w, NULL);
    for (size_t i = 0; i < n; i++) {
        json_open_object(&w, NULL);
        json_put_int(&w, "time_ms", all[i].utc_ms);
        json_put_text(&w, "what", all[i].what);
        json_close(&w);
    }
    json_close(&w);
    out_json(out, &text);
    str_release(&text);
}

/* What could be taken back: up to `max`, the latest first. */
static int list(struct cli *cli, struct deck *deck, size_t max,
                struct arena *arena, struct err *err)
{
    struct undone *all = arena_new_array(arena, max, sizeof *all);
    size_t n;

    if (deck_undo_list(deck, all, max, &n, arena, err) < 0)
        return -1;
    if (cli->args->json)
        put_json(cli->out, all, n);
    for (size_t i = 0; i < n && !cli->args->json; i++)
        put_what(cli, cli->out, &all[i]);
    if (n == 0 && !cli->args->quiet)
        out_puts(cli->say, "There is nothing to take back.\n");
    return STATUS_DONE;
}

static int undo(struct cli *cli, struct deck *deck, struct arena *arena,
                struct err *err)
{
    struct undone done = {0};
    int rc = deck_undo(deck, cli->now, &done, arena, err);

    if (rc < 0)
        return -1;
    if (cli->args->json)
        put_json(cli->out, &done, (size_t)rc);
    if (cli->args->quiet)
        return STATUS_DONE;
    if (rc == 0) {
        out_puts(cli->say, "There is nothing to take back.\n");
        return STATUS_DONE;
    }
    out_puts(cli->say, "Taken back: ");
    put_what(cli, cli->say, &done);
    return STATUS_DONE;
}

static int run(struct cli *cli, struct err *err)
{
    bool look = cli->args->list || cli->args->dry_run;
    size_t max = cli->args->limit > 0 ? (size_t)cli->args->limit : LISTED;
    struct deck *deck = NULL;
    struct arena arena = {0};
    int rc;

    rc = use_deck_kindly(cli, look ? DECK_READ : DECK_WRITE, &deck, err);
    if (rc == 0 && look)
        rc = list(cli, deck, cli->args->list ? max : 1, &arena, err);
    else if (rc == 0)
        rc = undo(cli, deck, &arena, err);
    deck_close(deck);
    arena_release(&arena);
    return rc > 0 ? STATUS_DONE : rc;
}

const struct command cmd_undo = {
    .name = "undo",
    .operands = "",
    .blurb = "take the last answer, change or import back",
    .about =
        "Takes back the last thing done on this machine: an answer, a whole "
        "command such as suspend, an import. Again, and it takes back the "
        "one "
        "before. The log keeps both, so nothing is lost by it.",
    .examples =
        (const struct example[]){
            {"pagein undo", "take back the last"},
            {"pagein undo --list", "see what could be taken back"},
            {"pagein undo --dry-run", "see what the next undo would take"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_LIST) | OPTION_BIT(OPTION_LIMIT) |
               OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_DRY_RUN),
    .group = "Cards",
    .run = run,
};
