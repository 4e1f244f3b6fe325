#include "cli/package.h"

#include "cli/ledger.h"
#include "publish/anki_in.h"
#include "sys/json.h"

static void progress(size_t done, size_t total, void *arg)
{
    out_progress(arg, "Importing", done, total);
}

/* The text of a field without its tags, short. */
static void put_where(struct out *out, struct slice field)
{
    struct str text = STR_EMPTY;
    bool inside = false;

    for (size_t i = 0; i < field.len && text.len < 60; i++) {
        inside |= field.at[i] == '<';
        if (!inside)
            str_putc(&text, field.at[i]);
        inside &= field.at[i] != '>';
    }
    out_cell(out, slice_trim(str_slice(&text)), 40, false);
    str_release(&text);
}

static void tell_left(struct out *out, const struct left_list *left)
{
    if (!left_any(left))
        return;
    out_puts(out, "Not brought along:\n");
    for (int i = 0; i < LEFT_KINDS; i++) {
        const struct left_words *words = &left_words[i];

        if (left->n[i] == 0)
            continue;
        out_printf(out, "  %zu %s: %s", left->n[i],
                   left->n[i] == 1 ? words->one : words->many, words->why);
        if (left->first[i].len > 0) {
            out_puts(out, left->n[i] == 1 ? " (" : " (first: ");
            put_where(out, left->first[i]);
            out_puts(out, ")");
        }
        out_puts(out, "\n");
    }
}

static void tell_words(struct cli *cli, const struct ledger *ledger,
                       const struct anki_in_report *report)
{
    if (cli->args->dry_run)
        out_puts(cli->say, "Nothing is changed yet. ");
    ledger_sum(cli->say, ledger);
    if (report->home > 0) {
        out_count(cli->say, report->home, "note");
        out_puts(cli->say, report->home == 1 ? " of this deck has"
                                             : " of this deck have");
        out_puts(cli->say, " come home.\n");
    }
    if (report->answers > 0) {
        out_count(cli->say, report->answers, "answer");
        out_puts(cli->say, " from Anki joined the history.\n");
    }
    tell_left(cli->say, &report->left);
}

static void put_left(struct json *w, const struct left_list *left)
{
    json_open_array(w, "left");
    for (int i = 0; i < LEFT_KINDS; i++) {
        if (left->n[i] == 0)
            continue;
        json_open_object(w, NULL);
        json_put_text(w, "what", slice_from(left_words[i].many));
        json_put_text(w, "why", slice_from(left_words[i].why));
        json_put_int(w, "count", (int64_t)left->n[i]);
        json_put_text(w, "first", left->first[i]);
        json_close(w);
    }
    json_close(w);
}

static void tell_json(struct cli *cli, const struct ledger *ledger,
                      const struct anki_in_report *report)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_object(&w, NULL);
    ledger_put_json(&w, ledger);
    json_put_int(&w, "home", (int64_t)report->home);
    json_put_int(&w, "answers", (int64_t)report->answers);
    put_left(&w, &report->left);
    json_close(&w);
    out_json(cli->out, &text);
    str_release(&text);
}

int package_import(struct cli *cli, struct deck *deck, const char *path,
                   struct ledger *ledger, struct err *err)
{
    const struct anki_in_options options = {
        .dry_run = cli->args->dry_run,
        .progress = cli->args->quiet ? NULL : progress,
        .progress_arg = cli->say,
    };
    struct anki_in_report report = {0};
    int rc = anki_in(deck, path, &options, cli->now, ledger, &report, err);

    out_progress(cli->say, "", 1, 1);
    if (rc == 0 && cli->args->json)
        tell_json(cli, ledger, &report);
    else if (rc == 0 && cli->args->dry_run)
        ledger_rows(cli->out, ledger);
    if (rc == 0 && !cli->args->quiet) {
        out_flush(cli->out);
        tell_words(cli, ledger, &report);
    }
    anki_in_report_release(&report);
    return rc;
}
