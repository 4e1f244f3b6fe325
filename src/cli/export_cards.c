#include "cli/export.h"
#include "publish/cards.h"
#include "sys/file.h"
#include "sys/json.h"

static void tell(struct cli *cli, const char *path, size_t ncards)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    if (cli->args->json) {
        json_open_object(&w, NULL);
        json_put_text(&w, "file", slice_from(path));
        json_put_bool(&w, "written", !cli->args->dry_run);
        json_put_int(&w, "cards", (int64_t)ncards);
        json_close(&w);
        out_json(cli->out, &text);
    } else if (!cli->args->quiet) {
        out_put(cli->say, slice_from(path));
        out_puts(cli->say, cli->args->dry_run ? " would list " : " lists ");
        out_count(cli->say, ncards, "card");
        out_puts(cli->say, ", and holds all the rest of the deck.\n");
    }
    str_release(&text);
}

static int write_cards(struct cli *cli, struct deck *deck, const char *path,
                       enum cards_format format, struct err *err)
{
    struct str bytes = STR_EMPTY;
    size_t ncards = 0;
    int rc = cards_put(&bytes, deck, format, &ncards, err);

    if (rc == 0 && !cli->args->dry_run)
        rc = file_write(path, str_slice(&bytes), false, err);
    if (rc == 0)
        tell(cli, path, ncards);
    str_release(&bytes);
    return rc;
}

static int run_json(struct cli *cli, struct deck *deck, const char *path,
                    struct err *err)
{
    return write_cards(cli, deck, path, CARDS_JSON, err);
}

static int run_csv(struct cli *cli, struct deck *deck, const char *path,
                   struct err *err)
{
    return write_cards(cli, deck, path, CARDS_CSV, err);
}

const struct export_format export_json = {
    .suffix = ".json",
    .blurb = "all cards as JSON, for scripts; imports again without loss",
    .run = run_json,
};

const struct export_format export_csv = {
    .suffix = ".csv",
    .blurb = "the same as a table, for spreadsheets",
    .run = run_csv,
};
