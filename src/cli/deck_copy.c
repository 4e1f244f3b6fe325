#include "cli/deck_work.h"

#include "cli/use.h"
#include "deck/backup.h"
#include "sys/file.h"
#include "sys/place.h"

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

int deck_work_backup(struct cli *cli, struct err *err)
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

static void put_restored(struct out *say, const struct str *from,
                         const struct str *kept)
{
    out_puts(say, "The deck is again as in ");
    out_put(say, str_slice(from));
    out_puts(say, "\n");
    if (kept->len > 0) {
        out_puts(say, "What it was before is ");
        out_put(say, str_slice(kept));
        out_puts(say, "\n");
    }
}

int deck_work_restore(struct cli *cli, struct err *err)
{
    struct str path = STR_EMPTY, from = STR_EMPTY, kept = STR_EMPTY;
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
    if (backup_restore(path.at, from.at, cli->now, &kept, err) < 0)
        goto done;
    if (!cli->args->quiet)
        put_restored(cli->say, &from, &kept);
    rc = STATUS_DONE;
done:
    str_release(&path);
    str_release(&from);
    str_release(&kept);
    return rc;
}
