#include "cli/deck_work.h"

#include "cli/use.h"
#include "deck/share.h"
#include "sys/json.h"
#include "sys/place.h"

/* --- what a merge brought ----------------------------------------------- */

static void put_counts_json(struct json *w, const struct merge_report *r)
{
    json_put_int(w, "events", (int64_t)r->events);
    json_put_int(w, "notes", (int64_t)r->notes);
    json_put_int(w, "cards", (int64_t)r->cards);
    json_put_int(w, "changed", (int64_t)r->changed);
    json_put_int(w, "joined", (int64_t)r->joined);
    json_put_int(w, "clashes", (int64_t)r->clashes);
}

static void put_counts(struct cli *cli, const struct merge_report *r,
                       struct slice from)
{
    struct out *say = cli->say;

    out_puts(say, cli->args->dry_run ? "Would take over " : "Took over ");
    out_count(say, r->events, "event");
    out_puts(say, ", ");
    out_count(say, r->cards, "new card");
    out_puts(say, " and ");
    out_count(say, r->changed, "later text");
    if (from.len > 0) {
        out_puts(say, " from ");
        out_put(say, from);
    }
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

/* --- merge -------------------------------------------------------------- */

static void put_merge_json(struct out *out, const struct merge_report *r)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_object(&w, NULL);
    put_counts_json(&w, r);
    json_close(&w);
    out_json(out, &text);
    str_release(&text);
}

static void put_merge(struct cli *cli, const struct merge_report *r)
{
    if (r->wrote)
        put_counts(cli, r, (struct slice){NULL, 0});
    else
        out_puts(cli->say, "There was nothing new.\n");
}

int deck_work_merge(struct cli *cli, struct err *err)
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

/* --- sync --------------------------------------------------------------- */

static const char *const fates[] = {
    [SHARE_KNOWN] = "known",
    [SHARE_MERGED] = "merged",
    [SHARE_SKIPPED] = "skipped",
};

static void put_text_or_null(struct json *w, const char *key,
                             struct slice text)
{
    if (text.len > 0)
        json_put_text(w, key, text);
    else
        json_put_null(w, key);
}

static void put_sync_json(struct out *out, const struct share_report *r)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_object(&w, NULL);
    json_put_text(&w, "folder", r->folder);
    put_text_or_null(&w, "own", r->own);
    json_put_bool(&w, "wrote", r->wrote);
    put_text_or_null(&w, "unwritten", r->unwritten);
    json_put_int(&w, "regained", (int64_t)r->regained.events);
    json_open_array(&w, "files");
    for (size_t i = 0; i < r->nfiles; i++) {
        const struct share_file *f = &r->files[i];

        json_open_object(&w, NULL);
        json_put_text(&w, "file", f->name);
        json_put_text(&w, "fate", slice_from(fates[f->fate]));
        put_text_or_null(&w, "why", f->why);
        put_counts_json(&w, &f->merged);
        json_close(&w);
    }
    json_close(&w);
    json_close(&w);
    out_json(out, &text);
    str_release(&text);
}

/* What went wrong is told even to those who want it quiet. */
static void put_troubles(struct cli *cli, const struct share_report *r)
{
    for (size_t i = 0; i < r->nfiles; i++) {
        if (r->files[i].fate != SHARE_SKIPPED)
            continue;
        out_styled(cli->say, ROLE_ERROR, "pagein: ");
        out_put(cli->say, r->files[i].why);
        out_puts(cli->say, " It was passed over.\n");
    }
    if (r->unwritten.len > 0) {
        out_styled(cli->say, ROLE_ERROR, "pagein: ");
        out_put(cli->say, r->unwritten);
        out_puts(cli->say, " The other machines won't learn what this deck "
                           "knows.\n");
    }
}

static void put_sync(struct cli *cli, const struct share_report *r)
{
    for (size_t i = 0; i < r->nfiles; i++)
        if (r->files[i].fate == SHARE_MERGED)
            put_counts(cli, &r->files[i].merged, r->files[i].name);
    if (r->regained.wrote)
        put_counts(cli, &r->regained, SLICE("its own earlier file"));
    if (r->wrote) {
        out_puts(cli->say, cli->args->dry_run ? "Would write " : "Wrote ");
        out_put(cli->say, r->own.len > 0 ? r->own : SLICE("a new file"));
        out_puts(cli->say, " in ");
        out_put(cli->say, r->folder);
        out_puts(cli->say, ".\n");
    } else if (r->nmerged == 0 && r->nskipped == 0 && r->unwritten.len == 0) {
        out_puts(cli->say, "There was nothing new.\n");
    }
}

/* A machine that has no deck yet gets it from the others. */
static int open_deck(struct cli *cli, const char *folder, struct deck **deck,
                     struct err *err)
{
    const char *name = cli->args->deck;
    struct str path = STR_EMPTY;
    enum deck_access access = DECK_WRITE;
    int rc = place_deck(&path, slice_from(name != NULL ? name : ""), err);

    if (rc == 0 && !cli->args->dry_run && share_waits(path.at, folder))
        access = DECK_CREATE;
    if (rc == 0)
        rc = use_deck(cli, access, deck, err);
    str_release(&path);
    return rc;
}

static int sync_status(const struct share_report *r)
{
    if (r->unwritten.len > 0)
        return STATUS_CREATE;
    return r->nskipped > 0 ? STATUS_FOUND : STATUS_DONE;
}

int deck_work_sync(struct cli *cli, struct err *err)
{
    const struct share_options options = {
        .dry_run = cli->args->dry_run,
        .force = cli->args->force,
    };
    struct share_report report = {0};
    struct arena arena = {0};
    struct deck *deck = NULL;
    int rc = -1;

    if (cli->args->noperands < 2)
        return err_set(err, ERR_USAGE,
                       "Which folder do the machines share? pagein deck sync "
                       "FOLDER");
    if (open_deck(cli, cli->args->operands[1], &deck, err) < 0 ||
        deck_share(deck, cli->args->operands[1], &options, cli->now, &report,
                   &arena, err) < 0)
        goto done;
    if (cli->args->json)
        put_sync_json(cli->out, &report);
    else if (!cli->args->quiet)
        put_sync(cli, &report);
    put_troubles(cli, &report);
    rc = sync_status(&report);
done:
    deck_close(deck);
    arena_release(&arena);
    return rc;
}
