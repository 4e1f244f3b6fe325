#include "deck/merge.h"

#include <stdlib.h>

#include "base/mem.h"
#include "deck/backup.h"
#include "deck/fold.h"
#include "deck/merging.h"
#include "deck/store.h"
#include "sys/file.h"

enum { CACHE_OURS_KB = 16000, CACHE_THEIRS_KB = 4000 };

/* --- skills ------------------------------------------------------------- */

/* A problem kind has the same uid everywhere and no text of its own. */
static int merge_skills(struct merge *m, struct err *err)
{
    struct stmt *from =
        db_query(m->theirs->db, "SELECT uid, skill, ord, place FROM card"
                                " WHERE skill IS NOT NULL");
    int rc;

    while ((rc = stmt_next(from, err)) == 1) {
        struct stmt *q = db_query(
            m->ours->db, "INSERT OR IGNORE INTO card (uid, skill, ord, place,"
                         " gone, pile) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

        bind_uid(q, 1, row_uid(from, 0));
        bind_text(q, 2, row_text(from, 1));
        bind_int(q, 3, row_between(from, 2, 0, INT32_MAX));
        bind_int(q, 4, row_between(from, 3, 0, INT32_MAX));
        bind_int(q, 5, GONE_CLOZE);
        bind_int(q, 6, PILE_AWAY);
        if (stmt_run(q, err) < 0) {
            rc = -1;
            break;
        }
        if (db_changes(m->ours->db) == 1) {
            numbers_add(&m->touched, row_int(from, 0));
            m->report.cards++;
            m->report.wrote = true;
        }
    }
    stmt_end(from);
    return rc;
}

/* --- schedules ---------------------------------------------------------- */

/* Every card whose events are others now, or more. */
static int fold_touched(struct merge *m, struct err *err)
{
    struct numbers cards = {0};
    int rc = 0;

    if (m->new_profile)
        return fold_all(m->ours, err);
    numbers_sort(&m->touched);
    for (size_t i = 0; i < m->touched.n && rc == 0; i++) {
        int64_t card;

        rc = merge_find_card(m, uid_load(m->touched.at[i]), &card, err);
        if (rc == 0 && card != 0)
            numbers_add(&cards, card);
    }
    numbers_sort(&cards);
    if (rc == 0)
        rc = fold_cards(m->ours, cards.at, cards.n, err);
    free(cards.at);
    return rc;
}

/* --- the merge ---------------------------------------------------------- */

static int merge_all(struct merge *m, struct err *err)
{
    if (roots_load(&m->places, err) < 0 || merge_log(m, err) < 0 ||
        merge_roots(m, err) < 0 || merge_files(m, err) < 0 ||
        merge_notes(m, err) < 0 || merge_skills(m, err) < 0 ||
        merge_apart(m, err) < 0 || merge_aliases(m, err) < 0 ||
        fold_touched(m, err) < 0)
        return -1;
    return m->report.wrote ? store_touch(m->ours, err) : 0;
}

/* The deck as last saved is backed up while the merge is not saved yet: so
 * nothing is written where there was nothing to merge. */
static int save(struct merge *m, struct err *err)
{
    if (!m->options->no_backup &&
        backup_make(m->ours->path, BACKUP_MERGE, m->now, NULL, err) < 0)
        return -1;
    if (m->new_places && roots_save(&m->places, err) < 0)
        return -1;
    return command_commit(m->ours, err);
}

static int carry_out(struct merge *m, struct err *err)
{
    if (command_begin(m->ours, m->now, err) < 0)
        return -1;
    if (merge_all(m, err) < 0)
        goto failed;
    if (m->options->dry_run || !m->report.wrote) {
        command_abort(m->ours);
        return 0;
    }
    if (save(m, err) == 0)
        return 0;
failed:
    command_abort(m->ours);
    return -1;
}

static void merge_release(struct merge *m)
{
    free(m->imports.at);
    free(m->roots.at);
    free(m->files.at);
    free(m->their_imports.at);
    free(m->keys);
    free(m->notes.at);
    free(m->met.at);
    free(m->fresh.at);
    free(m->fresh_cards.at);
    free(m->touched.at);
    roots_release(&m->places);
    deck_close(m->theirs);
}

static bool is_itself(const struct deck *deck, const char *other)
{
    struct file_stat a = file_stat_of(deck->path), b = file_stat_of(other);

    return a.exists && b.exists && a.device == b.device && a.inode == b.inode;
}

int deck_merge(struct deck *deck, const char *other,
               const struct merge_options *options, struct moment now,
               struct merge_report *report, struct err *err)
{
    struct merge m = {.ours = deck, .options = options, .now = now};
    int rc;

    if (is_itself(deck, other))
        return err_set(err, ERR_USAGE,
                       "%s is the deck itself. Merge another one into it.",
                       other);
    if (deck_open(&m.theirs, other,
                  options->carried ? DECK_CARRIED : DECK_STRANGER, now,
                  err) < 0)
        return -1;
    if (db_cache(m.ours->db, CACHE_OURS_KB, err) < 0 ||
        db_cache(m.theirs->db, CACHE_THEIRS_KB, err) < 0)
        return -1;
    rc = options->akin && !options->force ? merge_akin(&m, err) : 0;
    if (rc == 0)
        rc = carry_out(&m, err);
    if (rc == 0)
        *report = m.report;
    merge_release(&m);
    return rc;
}
