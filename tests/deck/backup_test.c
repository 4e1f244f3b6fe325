/* backup_test.c - copies of a deck: made, listed, thinned out, put back. */
#include "deck/backup.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "deck/desk.h"
#include "deck/inside.h"
#include "deck/thin.h"
#include "sched/day.h"
#include "sys/file.h"

/* --- which ones are kept ------------------------------------------------ */

/* One backup every `step_hours`, `n` of them, the latest `age_hours` ago. */
static const struct thin_case {
    const char *name;
    int n, step_hours, age_hours, kept;
} thin_cases[] = {
    {"none", 0, 1, 0, 0},
    {"ten of one hour are all kept", 10, 0, 0, 10},
    {"the eleventh of a day goes", 11, 0, 0, 10},
    {"ten, however old they are", 10, 24, 24 * 1000, 10},
    {"the last of each of fourteen days", 24 * 30, 1, 0, 10 + 13 + 2},
    {"one a day for a year: days, then weeks", 365, 24, 0, 14 + 23},
    {"one a week for a year", 52, 24 * 7, 0, 26},
    {"made in the future by a clock that was ahead", 12, 1, -48, 10},
};

static void so_many_are_kept(void **state)
{
    const struct thin_case *c = *state;
    const int64_t hour_ms = 3600000, now = INT64_C(20779) * DAY_MS - 1;
    int64_t made[1000];
    bool keep[1000];
    int kept = 0;

    for (int i = 0; i < c->n; i++)
        made[i] = now - (c->age_hours + i * c->step_hours) * hour_ms;
    thin(made, (size_t)c->n, now, keep);
    for (int i = 0; i < c->n; i++)
        kept += keep[i];
    assert_int_equal(kept, c->kept);
}

/* What is kept today must not depend on whether one looked yesterday. */
static void thinning_every_day_keeps_what_thinning_once_keeps(void **state)
{
    enum { DAYS = 400, A_DAY = 3 };
    static int64_t all[DAYS * A_DAY], left[DAYS * A_DAY];
    static bool keep[DAYS * A_DAY];
    size_t nall = 0, nleft = 0;
    int64_t now = 0;

    (void)state;
    for (int day = 0; day < DAYS; day++)
        for (int i = 0; i < A_DAY; i++) {
            size_t n = 0;

            now = (int64_t)(20000 + day) * DAY_MS + i * 3600000;
            memmove(all + 1, all, nall++ * sizeof *all);
            memmove(left + 1, left, nleft++ * sizeof *left);
            all[0] = left[0] = now;
            thin(left, nleft, now, keep);
            for (size_t j = 0; j < nleft; j++)
                if (keep[j])
                    left[n++] = left[j];
            nleft = n;
        }
    thin(all, nall, now, keep);
    for (size_t i = 0, j = 0; i < nall; i++)
        if (keep[i])
            assert_int_equal(all[i], left[j++]);
}

/* --- making them -------------------------------------------------------- */

static const char *deck_file(struct desk *d)
{
    return desk_path(d, "deck.sqlite");
}

static size_t list(struct desk *d, struct backup **out)
{
    size_t n;

    assert_int_equal(backup_list(deck_file(d), out, &n, &d->arena, &d->err),
                     0);
    return n;
}

static const char *make(struct desk *d, enum backup_why why)
{
    struct str path = STR_EMPTY;
    const char *copy;

    if (backup_make(deck_file(d), why, d->now, &path, &d->err) < 0)
        fail_msg("%s", d->err.text);
    copy = arena_copy(&d->arena, str_slice(&path)).at;
    str_release(&path);
    return copy;
}

static void restore(struct desk *d, const char *from)
{
    struct str kept = STR_EMPTY;

    deck_close(d->deck);
    d->deck = NULL;
    if (backup_restore(deck_file(d), from, d->now, &kept, &d->err) < 0)
        fail_msg("%s", d->err.text);
    desk_reopen(d);
    assert_non_null(strstr(kept.at, "-restore.sqlite"));
    assert_true(file_stat_of(kept.at).exists);
    str_release(&kept);
}

static struct str bytes_of(const char *path)
{
    struct str bytes = STR_EMPTY;
    struct err err;

    assert_int_equal(file_read(&bytes, path, 64 << 20, &err), 0);
    return bytes;
}

static void a_backup_is_one_file_that_says_so(void **state)
{
    struct desk d;
    struct str bytes;
    char beside[200];

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    const char *path = make(&d, BACKUP_MERGE);

    /* bytes 18 and 19 of the header: 1 for no write-ahead log, 2 for one */
    bytes = bytes_of(path);
    assert_int_equal(bytes.at[18], 1);
    assert_int_equal(bytes.at[19], 1);
    snprintf(beside, sizeof beside, "%s-wal", path);
    assert_false(file_stat_of(beside).exists);
    str_release(&bytes);
    desk_release(&d);
}

static void backups_are_listed_latest_first(void **state)
{
    struct backup *backups;
    struct desk d;

    (void)state;
    desk_init(&d);
    assert_int_equal(list(&d, &backups), 0);
    make(&d, BACKUP_MERGE);
    make(&d, BACKUP_ASKED); /* of the same second */
    desk_day(&d, DESK_DAY + 3);
    make(&d, BACKUP_IMPORT);
    desk_write(&d, "data/pagein/backups/notes.txt", "no backup\n");

    assert_int_equal(list(&d, &backups), 3);
    assert_int_equal(backups[0].why, BACKUP_IMPORT);
    assert_int_equal(backups[0].utc_ms, d.now.utc_ms);
    assert_int_equal(backups[1].why, BACKUP_ASKED);
    assert_int_equal(backups[2].why, BACKUP_MERGE);
    assert_true(backups[2].bytes > 4096);
    desk_release(&d);
}

static void names_that_are_no_backups_are_passed_over(void **state)
{
    static const char *const names[] = {
        "2026-11-22-080000-lunch.sqlite",  "2026-11-31-080000-import.sqlite",
        "2026-11-22-086000-import.sqlite", "2026-11-22-080000-import.sqlite2",
        "2026-11-22 080000 import.sqlite", ".sqlite",
    };
    struct backup *backups;
    struct desk d;

    (void)state;
    desk_init(&d);
    struct slice folder = path_folder(
        slice_from(make(&d, BACKUP_ASKED) + strlen(d.folder) + 1));
    for (size_t i = 0; i < COUNT(names); i++) {
        char name[300];

        snprintf(name, sizeof name, "%.*s/%s", SLICE_FMT(folder), names[i]);
        desk_write(&d, name, "");
    }
    assert_int_equal(list(&d, &backups), 1);
    desk_release(&d);
}

static void old_ones_go_but_never_those_that_were_asked_for(void **state)
{
    struct backup *backups;
    struct desk d;
    size_t asked = 0;

    (void)state;
    desk_init(&d);
    make(&d, BACKUP_ASKED);
    for (int day = 1; day <= 60; day++) {
        desk_day(&d, DESK_DAY + day);
        make(&d, BACKUP_IMPORT);
        make(&d, BACKUP_MERGE);
    }
    size_t n = list(&d, &backups);
    for (size_t i = 0; i < n; i++)
        asked += backups[i].why == BACKUP_ASKED;
    assert_int_equal(asked, 1);
    /* ten of the last five days, nine more days, then weeks */
    assert_int_equal(n, 1 + 10 + 9 + 7);
    desk_release(&d);
}

static void
the_one_made_just_now_stays_after_the_clock_was_set_back(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    for (int i = 0; i < 12; i++)
        make(&d, BACKUP_IMPORT);
    desk_day(&d, DESK_DAY - 1000);
    assert_true(file_stat_of(make(&d, BACKUP_IMPORT)).exists);
    desk_release(&d);
}

static void
an_import_into_a_deck_with_history_is_backed_up_before(void **state)
{
    struct backup *backups;
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    desk_notes(&d, "- The usual page size is {{4 KiB}}.\n");
    assert_int_equal(list(&d, &backups), 0); /* nothing was learnt yet */
    desk_answer(&d, desk_find(&d, "4 KiB"), 4);
    desk_import(&d, "notes.md");
    assert_int_equal(list(&d, &backups), 0); /* nothing was written */

    desk_notes(&d, "- The heap grows {{up}}.\n");
    assert_int_equal(list(&d, &backups), 1);
    assert_int_equal(backups[0].why, BACKUP_IMPORT);
    restore(&d, backups[0].path);
    assert_int_equal(desk_card(&d, desk_find(&d, "4 KiB")).sched.reps, 1);
    desk_verify(&d);
    desk_release(&d);
}

static void a_backup_never_overwrites_a_file(void **state)
{
    struct desk d;
    struct str bytes;

    (void)state;
    desk_init(&d);
    desk_write(&d, "thesis.md", "years of work\n");
    assert_int_equal(
        backup_write(deck_file(&d), desk_path(&d, "thesis.md"), &d.err), -1);
    assert_int_equal(d.err.kind, ERR_CREATE);
    bytes = bytes_of(desk_path(&d, "thesis.md"));
    assert_string_equal(bytes.at, "years of work\n");
    str_release(&bytes);
    desk_release(&d);
}

static void decks_of_one_name_in_two_places_keep_apart(void **state)
{
    struct backup *backups;
    struct desk d;
    size_t n;

    (void)state;
    desk_init(&d);
    make(&d, BACKUP_ASKED);
    assert_int_equal(backup_list(desk_path(&d, "elsewhere/deck.sqlite"),
                                 &backups, &n, &d.arena, &d.err),
                     0);
    assert_int_equal(n, 0);
    desk_release(&d);
}

/* --- putting them back -------------------------------------------------- */

static void a_restored_deck_is_as_it_was(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    desk_answer(&d, desk_find(&d, "4 KiB"), 4);
    struct sm2 before = desk_card(&d, desk_find(&d, "4 KiB")).sched;
    const char *path = make(&d, BACKUP_ASKED);
    desk_day(&d, DESK_DAY + 1);
    desk_answer(&d, desk_find(&d, "4 KiB"), 1);
    desk_notes(&d, "- Something {{else}}.\n");

    restore(&d, path);
    struct sm2 after = desk_card(&d, desk_find(&d, "4 KiB")).sched;
    assert_int_equal(after.reps, before.reps);
    assert_int_equal(after.due, before.due);
    assert_int_equal(desk_find_any(&d, "else"), 0);
    desk_verify(&d);
    desk_release(&d);
}

static void a_restore_can_be_taken_back_by_another(void **state)
{
    struct backup *backups;
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    const char *path = make(&d, BACKUP_ASKED);
    desk_answer(&d, desk_find(&d, "4 KiB"), 4);
    restore(&d, path);
    assert_int_equal(desk_card(&d, desk_find(&d, "4 KiB")).sched.reps, 0);

    assert_int_equal(list(&d, &backups), 2);
    assert_int_equal(backups[0].why, BACKUP_RESTORE);
    restore(&d, backups[0].path);
    assert_int_equal(desk_card(&d, desk_find(&d, "4 KiB")).sched.reps, 1);
    desk_verify(&d);
    desk_release(&d);
}

/* The same events may have been logged again elsewhere: whoever goes on from
 * a backup must not give them the same names. */
static void a_restored_deck_logs_as_a_new_device(void **state)
{
    struct desk d;
    uint64_t seen[4];

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    const char *path = make(&d, BACKUP_ASKED);
    for (size_t i = 0; i < COUNT(seen); i++) {
        desk_answer(&d, desk_find(&d, "4 KiB"), 4);
        seen[i] = d.deck->device_uid;
        for (size_t j = 0; j < i; j++)
            assert_true(seen[i] != seen[j]);
        restore(&d, path);
    }
    desk_release(&d);
}

static void a_program_that_has_the_deck_open_notices_a_restore(void **state)
{
    struct desk d;
    struct deck *other;
    uint64_t before;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    const char *path = make(&d, BACKUP_ASKED);
    desk_answer(&d, desk_find(&d, "4 KiB"), 4);
    other = d.deck;
    before = other->device_uid;
    assert_int_equal(backup_restore(deck_file(&d), path, d.now, NULL, &d.err),
                     0);

    desk_answer(&d, desk_find(&d, "4 KiB"), 3);
    assert_ptr_equal(d.deck, other);
    assert_true(other->device_uid != before);
    desk_verify(&d);
    desk_release(&d);
}

static void a_deck_that_is_lost_comes_back(void **state)
{
    struct desk d;
    struct str kept = STR_EMPTY;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    const char *path = make(&d, BACKUP_ASKED);
    uint64_t before = d.deck->device_uid;
    deck_close(d.deck);
    d.deck = NULL;
    desk_remove(&d, "deck.sqlite");

    assert_int_equal(
        backup_restore(deck_file(&d), path, d.now, &kept, &d.err), 0);
    assert_int_equal(kept.len, 0);
    desk_reopen(&d);
    assert_true(desk_find(&d, "4 KiB") != 0);
    desk_answer(&d, desk_find(&d, "4 KiB"), 4);
    assert_true(d.deck->device_uid != before);
    assert_false(d.deck->moved);
    desk_verify(&d);
    desk_release(&d);
}

static void a_broken_deck_is_moved_aside(void **state)
{
    struct desk d;
    struct str aside = STR_EMPTY, kept = STR_EMPTY, bytes;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    const char *path = make(&d, BACKUP_ASKED);
    deck_close(d.deck);
    d.deck = NULL;
    desk_write(&d, "deck.sqlite", "no longer a deck");
    desk_write(&d, "deck.sqlite-wal", "of the broken deck");

    assert_int_equal(
        backup_restore(deck_file(&d), path, d.now, &kept, &d.err), 0);
    desk_reopen(&d);
    assert_true(desk_find(&d, "4 KiB") != 0);
    desk_verify(&d);
    str_printf(&aside, "%s.broken-%lld", deck_file(&d),
               (long long)(d.now.utc_ms / 1000));
    assert_string_equal(kept.at, aside.at);
    bytes = bytes_of(aside.at);
    assert_string_equal(bytes.at, "no longer a deck");
    str_puts(&aside, "-wal");
    assert_true(file_stat_of(aside.at).exists);
    str_release(&bytes);
    str_release(&aside);
    str_release(&kept);
    desk_release(&d);
}

static void what_is_no_deck_restores_nothing(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    desk_write(&d, "notes.sqlite", "These are notes, not a deck.\n");
    assert_int_equal(backup_restore(deck_file(&d),
                                    desk_path(&d, "notes.sqlite"), d.now,
                                    NULL, &d.err),
                     -1);
    assert_int_equal(d.err.kind, ERR_UNSAFE);
    assert_int_equal(backup_restore(deck_file(&d),
                                    desk_path(&d, "missing.sqlite"), d.now,
                                    NULL, &d.err),
                     -1);
    assert_int_equal(d.err.kind, ERR_NO_INPUT);
    assert_true(desk_find(&d, "4 KiB") != 0);
    desk_release(&d);
}

/* A file put back by hand may be given the inode number of the one that was
 * removed: it is another file all the same. */
static void a_copy_in_the_place_of_the_deck_is_another_file(void **state)
{
    struct desk d;
    struct str bytes;
    struct file_stat was, is = {0};

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    const char *path = make(&d, BACKUP_ASKED);
    uint64_t before = d.deck->device_uid;
    if (file_born_ns(deck_file(&d)) == 0) {
        desk_release(&d);
        skip(); /* this file system doesn't say when a file came to be */
    }
    was = file_stat_of(deck_file(&d));
    bytes = bytes_of(path);
    deck_close(d.deck);
    d.deck = NULL;
    for (int i = 0; i < 20 && is.inode != was.inode; i++) {
        unlink(deck_file(&d));
        assert_int_equal(
            file_write(deck_file(&d), str_slice(&bytes), true, &d.err), 0);
        is = file_stat_of(deck_file(&d));
    }
    desk_reopen(&d);
    desk_answer(&d, desk_find(&d, "4 KiB"), 4);
    assert_true(d.deck->device_uid != before);
    str_release(&bytes);
    desk_release(&d);
}

/* --- before imports ----------------------------------------------------- */

static size_t count_backups(struct desk *d)
{
    struct backup *backups;

    return list(d, &backups);
}

/* Notes that were edited in a review, read again by it. */
static void edit(struct desk *d, const char *text)
{
    desk_write(d, "notes.md", text);
    desk_refresh(d);
    assert_true(d->ledger.wrote);
}

static void a_review_backs_up_once_a_day(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    edit(&d, "- The usual page size is {{4 KiB}}.\n");
    assert_int_equal(count_backups(&d), 0); /* nothing to lose yet */
    desk_answer(&d, 1, 4);
    edit(&d, "- The most usual page size is {{4 KiB}}.\n");
    assert_int_equal(count_backups(&d), 1);
    desk_wait(&d, 3600000);
    edit(&d, "- The very most usual page size is {{4 KiB}}.\n");
    assert_int_equal(count_backups(&d), 1);
    desk_refresh(&d); /* nor when there is nothing new */
    desk_day(&d, DESK_DAY + 1);
    desk_refresh(&d);
    assert_int_equal(count_backups(&d), 1);
    edit(&d, "- The most usual page size of all is {{4 KiB}}.\n");
    assert_int_equal(count_backups(&d), 2);

    /* what a person asks for is backed up each time */
    desk_wait(&d, 3600000);
    desk_notes(&d, "- The page size of all is {{4 KiB}}.\n");
    assert_int_equal(count_backups(&d), 3);
    desk_release(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_review_backs_up_once_a_day),
        cmocka_unit_test(thinning_every_day_keeps_what_thinning_once_keeps),
        cmocka_unit_test(a_backup_is_one_file_that_says_so),
        cmocka_unit_test(backups_are_listed_latest_first),
        cmocka_unit_test(names_that_are_no_backups_are_passed_over),
        cmocka_unit_test(old_ones_go_but_never_those_that_were_asked_for),
        cmocka_unit_test(
            the_one_made_just_now_stays_after_the_clock_was_set_back),
        cmocka_unit_test(
            an_import_into_a_deck_with_history_is_backed_up_before),
        cmocka_unit_test(a_backup_never_overwrites_a_file),
        cmocka_unit_test(decks_of_one_name_in_two_places_keep_apart),
        cmocka_unit_test(a_restored_deck_is_as_it_was),
        cmocka_unit_test(a_restore_can_be_taken_back_by_another),
        cmocka_unit_test(a_restored_deck_logs_as_a_new_device),
        cmocka_unit_test(a_program_that_has_the_deck_open_notices_a_restore),
        cmocka_unit_test(a_deck_that_is_lost_comes_back),
        cmocka_unit_test(a_broken_deck_is_moved_aside),
        cmocka_unit_test(what_is_no_deck_restores_nothing),
        cmocka_unit_test(a_copy_in_the_place_of_the_deck_is_another_file),
    };
    int failed = RUN_CASES(thin_cases, so_many_are_kept);

    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
