#include <string.h>

#include "cli/use.h"
#include "deck/backup.h"
#include "deck/merge.h"
#include "deck/verify.h"
#include "sys/file.h"
#include "sys/json.h"
#include "sys/place.h"

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

/* --- merge -------------------------------------------------------------- */

static void put_merge_json(struct out *out, const struct merge_report *r)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_object(&w, NULL);
    json_put_int(&w, "events", (int64_t)r->events);
    json_put_int(&w, "notes", (int64_t)r->notes);
    json_put_int(&w, "cards", (int64_t)r->cards);
    json_put_int(&w, "changed", (int64_t)r->changed);
    json_put_int(&w, "joined", (int64_t)r->joined);
    json_put_int(&w, "clashes", (int64_t)r->clashes);
    json_close(&w);
    out_json(out, &text);
    str_release(&text);
}

static void put_merge(struct cli *cli, const struct merge_report *r)
{
    struct out *say = cli->say;

    if (!r->wrote) {
        out_puts(say, "There was nothing new.\n");
        return;
    }
    out_puts(say, cli->args->dry_run ? "Would take over " : "Took over ");
    out_count(say, r->events, "event");
    out_puts(say, ", ");
    out_count(say, r->cards, "new card");
    out_puts(say, " and ");
    out_count(say, r->changed, "later text");
    out_puts(say, ".\n");
    if (r->joined > 0) {
        out_count(say, r->joined, "note");
        out_puts(say, " that both decks had imported apart became one.\n");
    }
    if (r->clashes > 0) {
        out_count(say, r->clashes, "event");
        out_puts(say, " had a name that was taken: a deck was once copied "
                      "unseen. Both are kept.\n");
    }
}

static int merge(struct cli *cli, struct err *err)
{
    const struct merge_options options = {
        .dry_run = cli->args->dry_run,
        .force = cli->args->force,
    };
    struct merge_report report = {0};
    struct deck *deck = NULL;
    int rc = -1;

    if (cli->args->noperands < 2)
        return err_set(err, ERR_USAGE,
                       "Which deck is to be merged into this one? pagein "
                       "deck merge OTHER.sqlite");
    if (use_deck(cli, DECK_WRITE, &deck, err) < 0 ||
        deck_merge(deck, cli->args->operands[1], &options, cli->now, &report,
                   err) < 0)
        goto done;
    if (cli->args->json)
        put_merge_json(cli->out, &report);
    else if (!cli->args->quiet)
        put_merge(cli, &report);
    rc = STATUS_DONE;
done:
    deck_close(deck);
    return rc;
}

/* --- backup and restore ------------------------------------------------- */

static int deck_place(struct cli *cli, struct str *path, struct err *err)
{
    const char *name = cli->args->deck;

    return place_deck(path, slice_from(name != NULL ? name : ""), err);
}

/* "2026-11-22 09:00" */
static void put_when(struct str *out, struct cli *cli, const struct backup *b)
{
    use_moment(out, b->utc_ms, cli->now.offset_minutes);
}

static int list_backups(struct cli *cli, const char *path, struct err *err)
{
    struct arena arena = {0};
    struct backup *list = NULL;
    struct str when = STR_EMPTY;
    size_t n = 0;
    int rc = backup_list(path, &list, &n, &arena, err);

    for (size_t i = 0; rc == 0 && i < n; i++) {
        str_clear(&when);
        put_when(&when, cli, &list[i]);
        out_put(cli->out, str_slice(&when));
        out_printf(cli->out, "  %-9s  %8.1f MB\n",
                   backup_why_name(list[i].why), (double)list[i].bytes / 1e6);
    }
    if (rc == 0 && n == 0 && !cli->args->quiet)
        out_puts(cli->say, "There are no backups of this deck yet.\n");
    str_release(&when);
    arena_release(&arena);
    return rc;
}

static int make_backup(struct cli *cli, const char *path, struct err *err)
{
    struct str made = STR_EMPTY;
    int rc;

    if (cli->args->noperands > 1) {
        str_puts(&made, cli->args->operands[1]);
        rc = backup_write(path, made.at, err);
    } else {
        rc = backup_make(path, BACKUP_ASKED, cli->now, &made, err);
    }
    if (rc == 0 && !cli->args->quiet) {
        out_puts(cli->say, "The backup is ");
        out_put(cli->say, str_slice(&made));
        out_puts(cli->say, "\n");
    }
    str_release(&made);
    return rc;
}

static int would_back_up(struct cli *cli, const char *path, struct err *err)
{
    struct str place = STR_EMPTY;
    int rc = 0;

    if (cli->args->noperands > 1) {
        str_puts(&place, cli->args->operands[1]);
        rc = backup_can_write(place.at, err);
    } else {
        backup_place(&place, path, BACKUP_ASKED, cli->now);
    }
    if (rc == 0 && !cli->args->quiet) {
        out_puts(cli->say, "Would copy the deck to ");
        out_put(cli->say, str_slice(&place));
        out_puts(cli->say, "\n");
    }
    str_release(&place);
    return rc;
}

static int backup(struct cli *cli, struct err *err)
{
    struct str path = STR_EMPTY;
    struct deck *deck = NULL;
    int rc = deck_place(cli, &path, err);

    if (rc == 0 && cli->args->list)
        rc = list_backups(cli, path.at, err);
    else if (rc == 0 && (rc = use_deck(cli, DECK_READ, &deck, err)) == 0)
        rc = cli->args->dry_run ? would_back_up(cli, path.at, err)
                                : make_backup(cli, path.at, err);
    deck_close(deck);
    str_release(&path);
    return rc;
}

/* A file as it is; else the latest backup whose time begins so. */
static int find_backup(struct cli *cli, const char *deck, const char *word,
                       struct str *out, struct err *err)
{
    struct arena arena = {0};
    struct str when = STR_EMPTY;
    struct backup *list = NULL;
    size_t n = 0;
    int rc = 0;

    if (file_stat_of(word).exists)
        str_puts(out, word);
    else
        rc = backup_list(deck, &list, &n, &arena, err);
    for (size_t i = 0; i < n && out->len == 0; i++) {
        str_clear(&when);
        put_when(&when, cli, &list[i]);
        if (slice_has_prefix(str_slice(&when), slice_from(word)))
            str_puts(out, list[i].path);
    }
    if (rc == 0 && out->len == 0)
        rc = err_set(err, ERR_NO_INPUT,
                     "There is no backup %.200s. pagein deck backup --list "
                     "shows those there are.",
                     word);
    str_release(&when);
    arena_release(&arena);
    return rc;
}

static int restore(struct cli *cli, struct err *err)
{
    struct str path = STR_EMPTY, from = STR_EMPTY;
    int rc = -1;

    if (cli->args->noperands < 2)
        return err_set(err, ERR_USAGE,
                       "Which backup? pagein deck restore FILE, or a date "
                       "as pagein deck backup --list shows it.");
    if (deck_place(cli, &path, err) < 0 ||
        find_backup(cli, path.at, cli->args->operands[1], &from, err) < 0)
        goto done;
    if (cli->args->dry_run) {
        out_puts(cli->say, "Would restore ");
        out_put(cli->say, str_slice(&from));
        out_puts(cli->say, "\n");
        rc = STATUS_DONE;
        goto done;
    }
    if (backup_restore(path.at, from.at, cli->now, err) < 0)
        goto done;
    if (!cli->args->quiet) {
        out_puts(cli->say, "The deck is again as in ");
        out_put(cli->say, str_slice(&from));
        out_puts(cli->say, "\nWhat it was before is among its backups.\n");
    }
    rc = STATUS_DONE;
done:
    str_release(&path);
    str_release(&from);
    return rc;
}

/* --- the command -------------------------------------------------------- */

static const struct work {
    const char *name;
    int (*run)(struct cli *cli, struct err *err);
} works[] = {
    {"backup", backup},
    {"restore", restore},
    {"merge", merge},
    {"verify", verify},
};

static int run(struct cli *cli, struct err *err)
{
    for (size_t i = 0; i < sizeof works / sizeof *works; i++)
        if (strcmp(cli->args->operands[0], works[i].name) == 0)
            return works[i].run(cli, err);
    return err_set(err, ERR_USAGE,
                   "deck can backup, restore, merge and verify, not \"%s\".",
                   cli->args->operands[0]);
}

const struct command cmd_deck = {
    .name = "deck",
    .operands = "backup|restore|merge|verify [FILE]",
    .blurb = "back up, restore, merge or check a deck",
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
            {"pagein deck verify", "check the deck"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_DRY_RUN) |
               OPTION_BIT(OPTION_FORCE) | OPTION_BIT(OPTION_LIST),
    .min = 1,
    .max = 2,
    .fill = FILL_WORDS,
    .words = "backup|restore|merge|verify",
    .group = "Deck",
    .run = run,
};
