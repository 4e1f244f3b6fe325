#include "cli/export.h"
#include "publish/anki.h"
#include "sys/file.h"
#include "sys/json.h"

void export_deck_name(struct str *out, struct deck *deck)
{
    struct slice name = path_name(slice_from(deck_path(deck)));

    if (slice_has_suffix(name, SLICE(".sqlite")))
        name.len -= strlen(".sqlite");
    str_put(out, name);
}

static void progress(size_t done, size_t total, void *arg)
{
    out_progress(arg, "Writing", done, total);
}

static void put_json(struct cli *cli, const char *path,
                     const struct anki_report *r)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_object(&w, NULL);
    json_put_text(&w, "file", slice_from(path));
    json_put_bool(&w, "written", !cli->args->dry_run);
    json_put_int(&w, "notes", (int64_t)r->notes);
    json_put_int(&w, "cards", (int64_t)r->cards);
    json_put_int(&w, "problems", (int64_t)r->problems);
    json_put_int(&w, "media", (int64_t)r->media);
    json_put_int(&w, "missing_media", (int64_t)r->missing);
    json_put_int(&w, "cards_left_out", (int64_t)r->left_out);
    json_close(&w);
    out_json(cli->out, &text);
    str_release(&text);
}

static void say_left(struct cli *cli, const struct anki_report *r)
{
    if (r->missing > 0) {
        out_count(cli->say, r->missing, "picture");
        out_puts(cli->say, r->missing == 1 ? " is" : " are");
        out_puts(cli->say, " not in the deck: its words stand there.\n");
    }
    if (r->left_out > 0) {
        out_count(cli->say, r->left_out, "card");
        out_puts(cli->say, r->left_out == 1 ? " was" : " were");
        out_puts(cli->say, " left out: Anki has room for 500 clozes of a "
                           "note, and this one had more so far.\n");
    }
}

static void say(struct cli *cli, const char *path,
                const struct anki_report *r)
{
    out_put(cli->say, slice_from(path));
    out_puts(cli->say, cli->args->dry_run ? " would hold " : " holds ");
    out_count(cli->say, r->notes, "note");
    out_puts(cli->say, ", ");
    out_count(cli->say, r->cards, "card");
    out_puts(cli->say, " and ");
    out_count(cli->say, r->media, "picture");
    if (r->problems > 0) {
        out_puts(cli->say, "; ");
        out_count(cli->say, r->problems, "problem");
        out_puts(cli->say, r->problems == 1 ? " is" : " are");
        out_puts(cli->say, " among them");
    }
    out_puts(cli->say, ".\n");
    say_left(cli, r);
    if (r->cards > 0 && !cli->args->dry_run)
        out_puts(cli->say, "In Anki: File, Import. On a telephone: open the "
                           "file.\n");
}

static int run(struct cli *cli, struct deck *deck, const char *path,
               struct err *err)
{
    struct str name = STR_EMPTY;
    struct anki_options options = {
        .dry_run = cli->args->dry_run,
        .latest = cli->args->anki_latest,
        .problems = cli->args->problems,
        .progress = cli->args->with_progress,
        .tell = progress,
        .arg = cli->say,
    };
    struct anki_report report;
    int rc = -1;

    if (anki_is_collection_name(slice_from(path)))
        return err_set(err, ERR_USAGE,
                       "Anki takes a file called %s for a whole collection "
                       "and offers to replace yours by it. Give it another "
                       "name.",
                       path);
    if (cli->args->problems > ANKI_PROBLEMS_MAX)
        return err_set(err, ERR_USAGE,
                       "--problems takes 1 to %d: more of one kind are "
                       "better asked anew, by pagein quiz.",
                       ANKI_PROBLEMS_MAX);
    export_deck_name(&name, deck);
    options.name = str_slice(&name);
    rc = anki_export(deck, path, &options, &report, err);
    str_release(&name);
    if (rc < 0)
        return -1;
    if (cli->args->json)
        put_json(cli, path, &report);
    if (!cli->args->quiet) {
        out_flush(cli->out);
        say(cli, path, &report);
    }
    return 0;
}

const struct export_format export_apkg = {
    .suffix = ".apkg",
    .blurb = "a package for Anki",
    .run = run,
};
