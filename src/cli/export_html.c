#include "cli/export.h"
#include "publish/notes_html.h"
#include "sys/file.h"
#include "sys/json.h"

static void put_json(struct cli *cli, const char *path,
                     const struct notes_report *r)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_object(&w, NULL);
    json_put_text(&w, "file", slice_from(path));
    json_put_bool(&w, "written", !cli->args->dry_run);
    json_put_int(&w, "notes", r->notes);
    json_put_int(&w, "media", (int64_t)r->pictures);
    json_put_int(&w, "missing_media", (int64_t)r->missing);
    json_close(&w);
    out_json(cli->out, &text);
    str_release(&text);
}

static void say(struct cli *cli, const char *path,
                const struct notes_report *r)
{
    out_put(cli->say, slice_from(path));
    out_puts(cli->say, cli->args->dry_run ? " would hold " : " holds ");
    out_count(cli->say, (size_t)r->notes, "note");
    out_puts(cli->say, " and ");
    out_count(cli->say, r->pictures, "picture");
    out_puts(cli->say, ".\n");
    if (r->missing == 0)
        return;
    out_count(cli->say, r->missing, "picture");
    out_puts(cli->say, r->missing == 1 ? " is" : " are");
    out_puts(cli->say, " not in the deck, or nothing that a browser draws: "
                       "its words stand there.\n");
}

static int run(struct cli *cli, struct deck *deck, const char *path,
               struct err *err)
{
    struct str title = STR_EMPTY, page = STR_EMPTY;
    struct notes_options options = {.blanks = cli->args->blanks,
                                    .large = cli->args->large};
    struct notes_report report;
    int rc;

    export_deck_name(&title, deck);
    options.title = str_slice(&title);
    rc = notes_html(&page, deck, &options, &report, err);
    if (rc == 0 && !cli->args->dry_run)
        rc = file_write(path, str_slice(&page), false, err);
    if (rc == 0 && cli->args->json)
        put_json(cli, path, &report);
    if (rc == 0 && !cli->args->quiet) {
        out_flush(cli->out);
        say(cli, path, &report);
    }
    str_release(&title);
    str_release(&page);
    return rc;
}

const struct export_format export_html = {
    .suffix = ".html",
    .blurb = "a page of all notes, to read and to print",
    .run = run,
};
