#include "cli/cards.h"

#include "cli/scratch.h"
#include "deck/merge.h"
#include "publish/cards.h"
#include "sys/file.h"
#include "sys/json.h"

bool cards_is_name(const char *path)
{
    return slice_has_suffix(slice_from(path), SLICE(".json")) ||
           slice_has_suffix(slice_from(path), SLICE(".csv"));
}

static enum cards_format format_of(const char *path)
{
    return slice_has_suffix(slice_from(path), SLICE(".csv")) ? CARDS_CSV
                                                             : CARDS_JSON;
}

/* The file as a deck of its own, closed again. */
static int make_deck(struct cli *cli, struct scratch *scratch,
                     const char *path, struct err *err)
{
    struct str bytes = STR_EMPTY;
    struct deck *deck = NULL;
    int rc = file_read(&bytes, path, CARDS_BYTES_MAX, err);

    if (rc == 0)
        rc = scratch_open(scratch, &deck, cli->now, err);
    if (rc == 0)
        rc = cards_read(deck, str_slice(&bytes), path, format_of(path), err);
    deck_close(deck);
    str_release(&bytes);
    return rc;
}

static void tell(struct cli *cli, const struct merge_report *r)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    if (cli->args->json) {
        json_open_object(&w, NULL);
        json_put_int(&w, "notes", (int64_t)r->notes);
        json_put_int(&w, "cards", (int64_t)r->cards);
        json_put_int(&w, "events", (int64_t)r->events);
        json_put_int(&w, "changed", (int64_t)r->changed);
        json_put_bool(&w, "wrote", r->wrote);
        json_close(&w);
        out_json(cli->out, &text);
    }
    str_release(&text);
    if (cli->args->quiet)
        return;
    out_flush(cli->out);
    if (cli->args->dry_run)
        out_puts(cli->say, "Nothing is changed yet. ");
    if (!r->wrote) {
        out_puts(cli->say, "There was nothing new.\n");
        return;
    }
    out_count(cli->say, r->notes, "note");
    out_puts(cli->say, ", ");
    out_count(cli->say, r->cards, "card");
    out_puts(cli->say, " and ");
    out_count(cli->say, r->events, "event");
    out_puts(cli->say, " of the log are new.\n");
}

int cards_import(struct cli *cli, struct deck *deck, const char *path,
                 struct err *err)
{
    const struct merge_options options = {
        .dry_run = cli->args->dry_run,
        .force = cli->args->force,
        .carried = true,
    };
    struct scratch scratch = {STR_EMPTY, STR_EMPTY};
    struct merge_report report = {0};
    int rc = make_deck(cli, &scratch, path, err);

    if (rc == 0)
        rc = deck_merge(deck, scratch.path.at, &options, cli->now, &report,
                        err);
    if (rc == 0)
        tell(cli, &report);
    scratch_remove(&scratch);
    return rc;
}
