#include "deck/sync.h"

#include <stdlib.h>

#include "base/mem.h"
#include "deck/backup.h"
#include "deck/import.h"
#include "deck/picture.h"
#include "deck/settings.h"
#include "deck/unimport.h"
#include "sched/day.h"

int import_event(struct import *im, int64_t *row, struct err *err)
{
    struct event e = event_of_deck(EVENT_IMPORT);

    e.name = slice_from(im->name);
    if (im->event == 0 && (command_log(im->deck, &e, &im->event, err) < 0 ||
                           store_touch(im->deck, err) < 0))
        return -1;
    im->ledger->wrote = true;
    *row = im->event;
    return 0;
}

static int read_all(struct import *im, struct err *err)
{
    progress_begin(im);
    for (size_t i = 0; i < im->sources.n; i++) {
        if (im->sources.at[i].state != SOURCE_CHANGED)
            continue;
        if (import_read(im, i, err) < 0)
            return -1;
        if (im->sources.at[i].state == SOURCE_UNCHANGED) {
            int rc = store_file_time(im->deck, &im->sources.at[i], err);

            if (rc < 0)
                return -1;
            im->timed |= rc == 1;
        }
        progress_read(im, i);
        /* with a bad file there may be nothing to write after all, but the
         * findings of the others are wanted */
        if (im->streaming && !im->bad[i] && import_flush(im, i, err) < 0)
            return -1;
    }
    return 0;
}

static void count_files(struct import *im)
{
    struct ledger *l = im->ledger;

    l->skipped_files = im->sources.skipped;
    for (size_t i = 0; i < im->sources.n; i++) {
        const struct source *s = &im->sources.at[i];

        if (s->state == SOURCE_VANISHED || s->state == SOURCE_DONOR)
            continue;
        l->files++;
        l->bad_files += im->bad[i];
        l->notes += s->notes;
        l->cards += s->cards;
        if (s->state == SOURCE_UNCHANGED) {
            l->unchanged_files++;
            l->kept += s->notes;
        }
    }
}

static int check_bad(struct import *im, struct err *err)
{
    size_t bad = 0;

    for (size_t i = 0; i < im->sources.n; i++)
        bad += im->bad[i];
    if (bad == 0 || im->options->keep_going)
        return 0;
    return err_set(err, ERR_NOTES,
                   "%zu of %zu files %s errors; nothing was imported. Mend "
                   "%s, or take the good files with --keep-going.",
                   bad, im->sources.n, bad == 1 ? "has" : "have",
                   bad == 1 ? "it" : "them");
}

static int import_all(struct import *im, struct err *err)
{
    if (import_all_new(im, &im->streaming, err) < 0 ||
        read_all(im, err) < 0 || check_bad(im, err) < 0)
        return -1;
    if (im->streaming)
        return 0;
    return import_load_known(im, err) < 0 ? -1 : import_apply(im, err);
}

static int log_settings(struct import *im,
                        const struct definition_setting *settings, size_t n,
                        struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        int rc =
            settings_log(im->deck, settings[i].name, settings[i].value, err);

        if (rc < 0)
            return -1;
        im->ledger->wrote |= rc == 1;
    }
    return 0;
}

static bool nothing_to_do(const struct import *im)
{
    for (size_t i = 0; i < im->sources.n; i++)
        if (im->sources.at[i].state != SOURCE_UNCHANGED)
            return false;
    return true;
}

/* 1 when there is a copy from this day's review already. */
static int backed_up_today(struct deck *deck, struct moment now,
                           struct err *err)
{
    struct arena arena = {0};
    struct backup *list = NULL;
    size_t n = 0;
    int rc = backup_list(deck->path, &list, &n, &arena, err);

    if (rc == 0)
        rc = n > 0 && list[0].utc_ms <= now.utc_ms &&
             day_of(list[0].utc_ms, now.offset_minutes, DAY_ROLLOVER_HOURS) ==
                 day_of(now.utc_ms, now.offset_minutes, DAY_ROLLOVER_HOURS);
    arena_release(&arena);
    return rc;
}

int import_back_up(struct deck *deck, bool asked, struct moment now,
                   struct err *err)
{
    int64_t history = 0;
    int done = 0;

    if (db_int(deck->db,
               "SELECT 1 FROM event WHERE subject IS NOT NULL LIMIT 1",
               &history, err) < 0)
        return -1;
    if (history != 0 && !asked)
        done = backed_up_today(deck, now, err);
    if (history == 0 || done != 0)
        return done < 0 ? -1 : 0;
    return backup_make(deck->path, BACKUP_IMPORT, now, NULL, err);
}

/* Carries out the command: everything in one transaction. */
static int carry_out(struct import *im,
                     const struct definition_setting *settings,
                     size_t nsettings, struct moment now, struct err *err)
{
    if (command_begin(im->deck, now, err) < 0)
        return -1;
    if (import_all(im, err) < 0 ||
        log_settings(im, settings, nsettings, err) < 0)
        goto failed;
    if (im->options->dry_run || (!im->ledger->wrote && !im->timed)) {
        command_abort(im->deck);
        return 0;
    }
    if (im->event != 0 &&
        (unimport_prune(im->deck, err) < 0 ||
         import_back_up(im->deck, im->asked, now, err) < 0))
        goto failed;
    if (im->sources.new_roots && roots_save(&im->sources.roots, err) < 0)
        goto failed;
    return command_commit(im->deck, err);
failed:
    command_abort(im->deck);
    return -1;
}

static void import_release(struct import *im)
{
    sources_release(&im->sources);
    new_notes_release(&im->new);
    free(im->bad);
    free(im->tags);
    free(im->ntags);
    free(im->decks);
    free(im->fresh);
    free(im->known);
    free(im->images);
    free(im->fresh_parents);
    free(im->known_parents);
    arena_release(&im->arena);
}

/* Takes over im->sources. On failure the ledger is empty. */
static int import_run(struct import *im,
                      const struct definition_setting *settings,
                      size_t nsettings, struct moment now, struct err *err)
{
    size_t n = im->sources.n;
    struct err ignored;
    int rc = 0;

    im->bad = mem_new_array(n, sizeof *im->bad);
    im->tags = mem_new_array(n, sizeof *im->tags);
    im->ntags = mem_new_array(n, sizeof *im->ntags);
    im->decks = mem_new_array(n, sizeof *im->decks);
    if (!nothing_to_do(im) || nsettings > 0) {
        rc = db_bulk(im->deck->db, true, err);
        if (rc == 0)
            rc = carry_out(im, settings, nsettings, now, err);
        db_bulk(im->deck->db, false, &ignored);
    }
    if (rc == 0)
        count_files(im);
    else
        ledger_release(im->ledger);
    import_release(im);
    return rc;
}

static struct import import_new(struct deck *deck, const char *name,
                                const struct import_options *options,
                                struct ledger *ledger, struct diags *diags)
{
    *ledger = (struct ledger){0};
    return (struct import){
        .deck = deck,
        .options = options,
        .ledger = ledger,
        .diags = diags,
        .name = name,
    };
}

/* A file whose pictures have come or changed is read again, though it did not
 * change itself. */
static int look_at_pictures(struct import *im, struct err *err)
{
    for (size_t i = 0; i < im->sources.n; i++) {
        struct source *s = &im->sources.at[i];
        int rc = 0;

        if (s->row != 0 &&
            (s->state == SOURCE_UNCHANGED || s->state == SOURCE_CHANGED))
            rc = picture_differs(im, i, err);
        if (rc < 0)
            return -1;
        if (rc == 1) {
            s->state = SOURCE_CHANGED;
            s->again = true;
        }
    }
    return 0;
}

/* An import that somebody asked for; import_run releases it. */
static int import_asked(struct import *im,
                        const struct definition_setting *settings,
                        size_t nsettings, struct moment now, struct err *err)
{
    if (look_at_pictures(im, err) < 0) {
        import_release(im);
        return -1;
    }
    return import_run(im, settings, nsettings, now, err);
}

int deck_import(struct deck *deck, const char *const *paths, size_t npaths,
                const struct import_options *options, struct moment now,
                struct ledger *ledger, struct diags *diags, struct err *err)
{
    struct str name = STR_EMPTY;
    struct import im;
    int rc;

    str_puts(&name, npaths > 0 ? paths[0] : "nothing");
    if (npaths > 1)
        str_printf(&name, " and %zu more", npaths - 1);
    im = import_new(deck, name.at, options, ledger, diags);
    im.asked = true;
    rc = sources_gather(deck, paths, npaths, &im.sources, err);
    if (rc == 0)
        rc = import_asked(&im, NULL, 0, now, err);
    str_release(&name);
    return rc;
}

int deck_import_definition(struct deck *deck, const char *path,
                           const struct import_options *options,
                           struct moment now, struct ledger *ledger,
                           struct diags *diags, struct err *err)
{
    struct import im = import_new(deck, path, options, ledger, diags);
    struct definition d;
    int rc;

    im.asked = true;
    if (definition_read(&d, path, options->kinds, diags, err) < 0)
        return -1;
    rc = sources_gather(deck, d.notes, d.nnotes, &im.sources, err);
    if (rc == 0)
        rc = import_asked(&im, d.settings, d.nsettings, now, err);
    definition_release(&d);
    return rc;
}

int deck_refresh(struct deck *deck, struct moment now, struct ledger *ledger,
                 struct diags *diags, struct err *err)
{
    const struct import_options options = {.keep_going = true};
    struct import im =
        import_new(deck, "changed notes", &options, ledger, diags);
    int rc;

    if (sources_known(deck, &im.sources, err) < 0)
        return -1;
    rc = import_run(&im, NULL, 0, now, err);
    if (rc < 0 && err->kind == ERR_NOTES) {
        /* so much has gone that a person should look first */
        diags_add(diags, DIAG_WARNING, "orphans", slice_from(deck->path), 1,
                  1, SLICE(""), "%s", err->text);
        rc = 0;
    }
    return rc;
}

int deck_source_path(struct deck *deck, int64_t card, struct str *out,
                     struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT r.uid, f.path FROM card c"
                  " JOIN note n ON n.id = c.note JOIN file f ON f.id = n.file"
                  " JOIN root r ON r.id = f.root WHERE c.id = ?1");
    struct roots roots = {0};
    int rc = roots_load(&roots, err);

    bind_int(q, 1, card);
    if (rc == 0)
        rc = stmt_next(q, err);
    if (rc == 1) {
        const char *root = roots_find(&roots, deck->uid, row_uid(q, 0));

        if (root != NULL && source_stays_below(row_text(q, 1)))
            path_join(out, root, row_text(q, 1));
    }
    stmt_end(q);
    roots_release(&roots);
    return rc < 0 ? -1 : 0;
}
