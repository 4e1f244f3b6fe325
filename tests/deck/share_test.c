/* share_test.c - one deck on several machines, by way of a folder that is
 * carried between them. */
#include "deck/share.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "deck/backup.h"
#include "deck/device.h"
#include "deck/inside.h"
#include "deck/student.h"
#include "deck/view.h"
#include "sys/file.h"

static const char pages[] = "- The page size is {{4 KiB}}.\n"
                            "- The heap grows {{up}}.\n";

/* A machine's folder; in most tests all use the one of the first desk. */
static const char *folder_of(struct desk *d)
{
    const char *path = desk_path(d, "shared");

    assert_int_equal(file_make_folder(path, &d->err), 0);
    return path;
}

static struct share_report share_with(struct desk *d, const char *folder,
                                      const struct share_options *options)
{
    struct share_report report = {0};

    desk_sit(d);
    if (deck_share(d->deck, folder, options, d->now, &report, &d->arena,
                   &d->err) < 0)
        fail_msg("%s", d->err.text);
    return report;
}

static struct share_report share(struct desk *d, const char *folder)
{
    const struct share_options options = {0};

    return share_with(d, folder, &options);
}

static const char *in_folder(struct desk *d, const char *folder,
                             const char *name)
{
    struct str path = STR_EMPTY;
    const char *kept;

    str_printf(&path, "%s/deck/%s", folder, name);
    kept = arena_copy(&d->arena, str_slice(&path)).at;
    str_release(&path);
    return kept;
}

/* The path of the machine's own file. */
static const char *own_file(struct desk *d, const char *folder)
{
    char name[32];

    snprintf(name, sizeof name, "%016llx.sqlite",
             (unsigned long long)d->deck->device_uid);
    return in_folder(d, folder, name);
}

static void read_file(const char *path, struct str *out)
{
    struct err err;

    str_clear(out);
    if (file_read(out, path, SIZE_MAX, &err) < 0)
        fail_msg("%s", err.text);
}

static void write_file(const char *path, struct slice bytes)
{
    struct err err;

    if (file_write(path, bytes, false, &err) < 0)
        fail_msg("%s", err.text);
}

static void copy_file(const char *from, const char *to)
{
    struct str bytes = STR_EMPTY;

    read_file(from, &bytes);
    write_file(to, str_slice(&bytes));
    str_release(&bytes);
}

static size_t nbackups(struct desk *d)
{
    struct backup *list;
    size_t n;

    desk_sit(d);
    assert_int_equal(backup_list(desk_path(d, "deck.sqlite"), &list, &n,
                                 &d->arena, &d->err),
                     0);
    return n;
}

/* A machine on which the notes were imported. */
static void begin(struct desk *d, const char *text)
{
    desk_init(d);
    desk_notes(d, text);
}

static void release(struct desk *d, size_t n)
{
    for (size_t i = 0; i < n; i++)
        desk_release(&d[i]);
}

/* --- stories ------------------------------------------------------------ */

static void decks_made_apart_find_each_other_by_name(void **state)
{
    struct desk d[3];
    const char *folder;

    (void)state;
    for (int i = 0; i < 3; i++)
        begin(&d[i], pages);
    folder = folder_of(&d[0]);
    desk_answer(&d[0], desk_find(&d[0], "4 KiB"), 4);
    desk_flag(&d[1], VERB_MARK, desk_find(&d[1], "up"));

    assert_true(share(&d[0], folder).wrote);
    assert_int_equal(share(&d[1], folder).nmerged, 1);
    assert_int_equal(share(&d[2], folder).nfiles, 2);
    share(&d[0], folder);
    share(&d[1], folder);
    view_same("the first two", &d[0], &d[1]);
    view_same("the last two", &d[1], &d[2]);
    assert_int_equal(desk_card(&d[2], desk_find(&d[2], "4 KiB")).sched.reps,
                     1);
    release(d, 3);
}

static void one_backup_is_made_for_all_files(void **state)
{
    struct desk d[3];
    const char *folder;

    (void)state;
    for (int i = 0; i < 3; i++)
        begin(&d[i], pages);
    folder = folder_of(&d[0]);
    share(&d[0], folder);
    share(&d[1], folder_of(&d[1])); /* it doesn't know the first one's */
    copy_file(own_file(&d[1], folder_of(&d[1])), own_file(&d[1], folder));
    assert_int_equal(nbackups(&d[2]), 0);
    assert_int_equal(share(&d[2], folder).nmerged, 2);
    assert_int_equal(nbackups(&d[2]), 1);
    share(&d[2], folder);
    assert_int_equal(nbackups(&d[2]), 1);
    release(d, 3);
}

/* What a file is to those who look whether it changed. */
static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void without_news_nothing_is_written(void **state)
{
    struct desk d[2];
    const char *folder, *paths[4];
    struct stat before[4], after;

    (void)state;
    begin(&d[0], pages);
    begin(&d[1], pages);
    folder = folder_of(&d[0]);
    for (int i = 0; i < 4; i++)
        share(&d[i % 2], folder);
    for (int i = 0; i < 2; i++) {
        paths[i] = desk_path(&d[i], "deck.sqlite");
        paths[2 + i] = own_file(&d[i], folder);
        desk_reopen(&d[i]);
    }
    for (int i = 0; i < 4; i++)
        assert_int_equal(stat(paths[i], &before[i]), 0);
    usleep(20000);
    for (int i = 0; i < 4; i++) {
        struct share_report report = share(&d[i % 2], folder);

        assert_false(report.wrote);
        assert_int_equal(report.nmerged, 0);
        assert_int_equal(report.nfiles, 1);
        desk_reopen(&d[i % 2]);
    }
    for (int i = 0; i < 4; i++) {
        assert_int_equal(stat(paths[i], &after), 0);
        assert_true(same_file(&before[i], &after));
    }
    release(d, 2);
}

static void a_dry_run_changes_nothing(void **state)
{
    const struct share_options dry = {.dry_run = true};
    struct desk d[2];
    const char *folder;
    struct share_report report;

    (void)state;
    begin(&d[0], pages);
    begin(&d[1], pages);
    folder = folder_of(&d[0]);
    desk_answer(&d[0], desk_find(&d[0], "up"), 4);
    share(&d[0], folder);

    report = share_with(&d[1], folder, &dry);
    assert_true(report.wrote);
    assert_int_equal(report.nmerged, 1);
    assert_int_equal(report.files[0].merged.events, 2);
    assert_int_equal(desk_card(&d[1], desk_find(&d[1], "up")).sched.reps, 0);
    assert_int_equal(nbackups(&d[1]), 0);
    assert_int_equal(access(own_file(&d[1], folder), F_OK), -1);
    release(d, 2);
}

static void what_a_machine_lost_of_its_file_is_written_again(void **state)
{
    struct desk d;
    const char *folder, *own;
    struct str good = STR_EMPTY, now = STR_EMPTY;

    (void)state;
    begin(&d, pages);
    folder = folder_of(&d);
    share(&d, folder);
    own = own_file(&d, folder);
    read_file(own, &good);

    write_file(own, slice_sub(str_slice(&good), 0, 5000));
    assert_true(share(&d, folder).wrote);
    read_file(own, &now);
    assert_true(slice_eq(str_slice(&good), str_slice(&now)));

    good.at[good.len - 1] ^= 1; /* of the same length */
    write_file(own, str_slice(&good));
    assert_true(share(&d, folder).wrote);
    assert_int_equal(unlink(own), 0);
    assert_true(share(&d, folder).wrote);
    assert_false(share(&d, folder).wrote);
    str_release(&good);
    str_release(&now);
    desk_release(&d);
}

static void what_a_power_cut_left_is_cleared_away(void **state)
{
    const struct timespec old[2] = {{1, 0}, {1, 0}};
    struct desk d;
    const char *folder, *own, *left, *other;
    struct str name = STR_EMPTY;

    (void)state;
    begin(&d, pages);
    folder = folder_of(&d);
    share(&d, folder);
    own = own_file(&d, folder);
    str_printf(&name, "%s.new-a1B2c3", own);
    left = name.at;
    other = in_folder(&d, folder, "0123456789abcdef.sqlite.new-a1B2c3");
    write_file(left, SLICE("half"));
    write_file(other, SLICE("half"));
    assert_int_equal(utimensat(AT_FDCWD, left, old, 0), 0);
    assert_int_equal(utimensat(AT_FDCWD, other, old, 0), 0);

    desk_answer(&d, desk_find(&d, "up"), 4);
    assert_true(share(&d, folder).wrote);
    assert_int_equal(access(left, F_OK), -1);
    assert_int_equal(access(other, F_OK), 0); /* another machine's */
    str_release(&name);
    desk_release(&d);
}

/* --- devices ------------------------------------------------------------ */

static void a_copied_deck_writes_a_file_of_its_own(void **state)
{
    struct desk d[2];
    const char *folder, *first;
    struct stat before, after;

    (void)state;
    begin(&d[0], pages);
    folder = folder_of(&d[0]);
    desk_answer(&d[0], desk_find(&d[0], "up"), 4);
    share(&d[0], folder);
    first = own_file(&d[0], folder);
    assert_int_equal(stat(first, &before), 0);
    desk_copy(&d[1], &d[0]);

    assert_true(share(&d[1], folder).wrote);
    assert_true(d[0].deck->device_uid != d[1].deck->device_uid);
    assert_int_equal(access(own_file(&d[1], folder), F_OK), 0);
    assert_int_equal(stat(first, &after), 0);
    assert_true(same_file(&before, &after));
    assert_int_equal(share(&d[0], folder).nfiles, 1);
    release(d, 2);
}

static void a_restored_deck_gets_back_what_it_had_shared(void **state)
{
    struct desk d;
    const char *folder, *deck, *old;

    (void)state;
    begin(&d, pages);
    folder = folder_of(&d);
    deck = desk_path(&d, "deck.sqlite");
    old = desk_path(&d, "old.sqlite");
    assert_int_equal(backup_write(deck, old, &d.err), 0);
    desk_answer(&d, desk_find(&d, "up"), 4);
    share(&d, folder);
    deck_close(d.deck);
    d.deck = NULL;
    assert_int_equal(backup_restore(deck, old, d.now, NULL, &d.err), 0);
    desk_reopen(&d);
    assert_int_equal(desk_card(&d, desk_find(&d, "up")).sched.reps, 0);

    assert_int_equal(share(&d, folder).nmerged, 1);
    assert_int_equal(desk_card(&d, desk_find(&d, "up")).sched.reps, 1);
    assert_int_equal(share(&d, folder).nfiles, 1); /* under its old name */
    desk_release(&d);
}

/* As a snapshot of the disk does: the same file on the same machine, and what
 * it counted on to is forgotten. */
static void set_back(struct desk *d, const char *old)
{
    deck_close(d->deck);
    d->deck = NULL;
    copy_file(old, desk_path(d, "deck.sqlite"));
    desk_reopen(d);
    if (db_begin(d->deck->db, &d->err) < 0 ||
        device_renew(d->deck->db, d->deck->path, &d->err) < 0 ||
        db_run(d->deck->db,
               "UPDATE deck SET device = (SELECT min(id) FROM device)",
               &d->err) < 0 ||
        db_commit(d->deck->db, &d->err) < 0)
        fail_msg("%s", d->err.text);
    desk_reopen(d);
}

static void a_machine_that_was_set_back_loses_nothing(void **state)
{
    struct desk d;
    const char *folder, *old;
    uint64_t device;
    struct share_report report;

    (void)state;
    begin(&d, pages);
    folder = folder_of(&d);
    old = desk_path(&d, "old.sqlite");
    assert_int_equal(backup_write(desk_path(&d, "deck.sqlite"), old, &d.err),
                     0);
    desk_answer(&d, desk_find(&d, "up"), 4);
    share(&d, folder);
    device = d.deck->device_uid;
    set_back(&d, old);
    assert_true(d.deck->device_uid == device);
    desk_answer(&d, desk_find(&d, "4 KiB"), 4);

    report = share(&d, folder);
    assert_int_equal(report.regained.events, 1);
    assert_true(report.wrote);
    assert_int_equal(desk_card(&d, desk_find(&d, "up")).sched.reps, 1);
    assert_int_equal(desk_card(&d, desk_find(&d, "4 KiB")).sched.reps, 1);
    assert_true(d.deck->device_uid != device);
    assert_int_equal(nbackups(&d), 1);
    report = share(&d, folder);
    assert_false(report.wrote || report.regained.wrote);
    desk_release(&d);
}

/* --- what lies in the folder -------------------------------------------- */

static void copies_that_a_carrier_made_are_read_too(void **state)
{
    /* behind the 16 digits, or instead of all */
    static const struct {
        bool kept;
        const char *end;
    } names[] = {
        {true, ".sync-conflict-20261122-090000-ABCDEFG.sqlite"},
        {true, " (conflicted copy 2026-11-22).sqlite"},
        {true, " (1).sqlite"},
        {false, "old laptop.sqlite"},
        {false, "\xc3\xa4\n\x1b[31m.sqlite"},
    };
    char name[100];

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        struct desk d[2];
        const char *folder, *own;

        begin(&d[0], pages);
        begin(&d[1], pages);
        folder = folder_of(&d[0]);
        desk_answer(&d[0], desk_find(&d[0], "up"), 4);
        share(&d[0], folder);
        own = own_file(&d[0], folder);
        snprintf(name, sizeof name, "%.*s%s", names[i].kept ? 16 : 0,
                 strrchr(own, '/') + 1, names[i].end);
        assert_int_equal(rename(own, in_folder(&d[0], folder, name)), 0);

        assert_int_equal(share(&d[1], folder).nmerged, 1);
        assert_int_equal(desk_card(&d[1], desk_find(&d[1], "up")).sched.reps,
                         1);
        release(d, 2);
    }
}

/* Makes the file at `path`, a good deck, into what is told. */
static void cut_short(const char *path)
{
    assert_int_equal(truncate(path, 20000), 0);
}

static void write_bytes(const char *path, off_t at, const char *bytes,
                        size_t n)
{
    int fd = open(path, O_WRONLY);

    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, bytes, n, at), n);
    close(fd);
}

static void make_newer(const char *path)
{
    write_bytes(path, 60, "\0\0\0\2", 4);
}

static void make_foreign(const char *path)
{
    write_bytes(path, 68, "none", 4);
}

static void empty(const char *path)
{
    assert_int_equal(truncate(path, 0), 0);
}

static void make_link(const char *path)
{
    struct str away = STR_EMPTY;

    str_printf(&away, "%s-away", path);
    assert_int_equal(rename(path, away.at), 0);
    assert_int_equal(symlink(away.at, path), 0);
    str_release(&away);
}

static void make_folder(const char *path)
{
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void make_pipe(const char *path)
{
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
}

static const struct unfit {
    const char *name;
    void (*make)(const char *path);
    const char *why;
} unfit[] = {
    {"a file that is still being written", cut_short, "is damaged"},
    {"a file of a newer program", make_newer, "written by a newer pagein"},
    {"a file of another program", make_foreign, "is not a deck of pagein"},
    {"an empty file", empty, "is not a deck of pagein"},
    {"a symbolic link", make_link, "is a symbolic link"},
    {"a folder", make_folder, "is not a file"},
    {"a pipe", make_pipe, "is not a file"},
};

static void is_told_and_passed_over(void **state)
{
    const struct unfit *row = *state;
    struct desk d[3];
    const char *folder;
    struct share_report report;
    size_t at;

    for (int i = 0; i < 3; i++)
        begin(&d[i], pages);
    folder = folder_of(&d[0]);
    desk_answer(&d[1], desk_find(&d[1], "up"), 4);
    share(&d[0], folder);
    share(&d[1], folder);
    row->make(own_file(&d[0], folder));

    report = share(&d[2], folder);
    assert_int_equal(report.nfiles, 2);
    assert_int_equal(report.nskipped, 1);
    assert_int_equal(report.nmerged, 1);
    at = report.files[0].fate == SHARE_SKIPPED ? 0 : 1;
    if (strstr(report.files[at].why.at, row->why) == NULL)
        fail_msg("%s", report.files[at].why.at);
    assert_true(report.wrote);
    assert_int_equal(desk_card(&d[2], desk_find(&d[2], "up")).sched.reps, 1);
    desk_verify(&d[2]);
    release(d, 3);
}

/* A rollback journal that names a file would have SQLite delete it; a deck
 * in write-ahead mode would have it make files beside. */
static void nothing_beside_a_file_is_read_or_made(void **state)
{
    struct desk d[2];
    const char *folder, *own, *log;
    struct str name = STR_EMPTY, deck = STR_EMPTY;
    struct stat before, after;

    (void)state;
    begin(&d[0], pages);
    begin(&d[1], pages);
    folder = folder_of(&d[0]);
    share(&d[0], folder);
    own = own_file(&d[0], folder);
    write_bytes(own, 18, "\2\2", 2); /* as the deck itself says */
    str_printf(&name, "%s-wal", own);
    log = name.at;
    write_file(log, SLICE("a log of another deck"));
    assert_int_equal(stat(in_folder(&d[0], folder, "."), &before), 0);
    usleep(20000);

    const struct share_options dry = {.dry_run = true};
    assert_int_equal(share_with(&d[1], folder, &dry).nmerged, 1);
    assert_int_equal(stat(in_folder(&d[0], folder, "."), &after), 0);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    read_file(log, &deck);
    assert_string_equal(deck.at, "a log of another deck");
    str_release(&name);
    str_release(&deck);
    release(d, 2);
}

static void another_deck_of_the_name_is_not_mixed_in_unasked(void **state)
{
    const struct share_options force = {.force = true};
    struct desk d[2];
    const char *folder;
    struct share_report report;

    (void)state;
    begin(&d[0], pages);
    begin(&d[1], "- Latin is {{dead}}.\n");
    folder = folder_of(&d[0]);
    share(&d[0], folder);
    report = share(&d[1], folder);
    assert_int_equal(report.nskipped, 1);
    assert_non_null(strstr(report.files[0].why.at, "--force"));
    assert_int_equal(desk_ncards(&d[1]), 1);

    /* asked for, it is; and the other needs not be asked */
    assert_int_equal(share_with(&d[1], folder, &force).nmerged, 1);
    assert_int_equal(desk_ncards(&d[1]), 3);
    assert_int_equal(share(&d[0], folder).nmerged, 1);
    view_same("joined", &d[0], &d[1]);
    release(d, 2);
}

static void a_new_machine_gets_the_deck(void **state)
{
    struct desk d[2];
    const char *folder;

    (void)state;
    begin(&d[0], pages);
    desk_init(&d[1]);
    folder = folder_of(&d[0]);
    assert_false(share_waits(desk_path(&d[1], "deck.sqlite"), folder));
    share(&d[0], folder);
    assert_true(share_waits(desk_path(&d[1], "deck.sqlite"), folder));
    assert_int_equal(share(&d[1], folder).nmerged, 1);
    assert_int_equal(desk_ncards(&d[1]), 2);
    release(d, 2);
}

static void a_clock_that_is_ahead_is_told(void **state)
{
    struct desk d[2];
    const char *folder;
    struct share_report report;

    (void)state;
    begin(&d[0], pages);
    begin(&d[1], pages);
    folder = folder_of(&d[0]);
    desk_day(&d[0], DESK_DAY + 400);
    desk_answer(&d[0], desk_find(&d[0], "up"), 4);
    share(&d[0], folder);
    report = share(&d[1], folder);
    assert_int_equal(report.nskipped, 1);
    assert_non_null(strstr(report.files[0].why.at, "clock"));
    assert_int_equal(nbackups(&d[1]), 0);
    release(d, 2);
}

/* --- where it can't be -------------------------------------------------- */

static void a_file_that_cant_be_written_is_told(void **state)
{
    struct desk d[2];
    const char *folder;
    struct share_report report;

    (void)state;
    begin(&d[0], pages);
    begin(&d[1], pages);
    folder = folder_of(&d[0]);
    share(&d[0], folder);
    assert_int_equal(mkdir(own_file(&d[1], folder), 0700), 0);
    report = share(&d[1], folder);
    assert_int_equal(report.nmerged, 1);
    assert_false(report.wrote);
    assert_true(report.unwritten.len > 0);
    release(d, 2);
}

static void the_folder_must_be_there_and_no_link(void **state)
{
    const struct share_options options = {0};
    struct share_report report;
    struct desk d;
    const char *folder;

    (void)state;
    begin(&d, pages);
    assert_int_equal(deck_share(d.deck, desk_path(&d, "none"), &options,
                                d.now, &report, &d.arena, &d.err),
                     -1);
    assert_int_equal(d.err.kind, ERR_NO_INPUT);
    folder = folder_of(&d);
    assert_int_equal(symlink(d.folder, desk_path(&d, "shared/deck")), 0);
    assert_int_equal(deck_share(d.deck, folder, &options, d.now, &report,
                                &d.arena, &d.err),
                     -1);
    assert_int_equal(d.err.kind, ERR_UNSAFE);
    desk_release(&d);
}

static void a_deck_without_a_name_for_a_folder_is_refused(void **state)
{
    const struct share_options options = {0};
    struct share_report report;
    struct desk d;

    (void)state;
    begin(&d, pages);
    deck_close(d.deck);
    assert_int_equal(
        rename(desk_path(&d, "deck.sqlite"), desk_path(&d, "...sqlite")), 0);
    assert_int_equal(deck_open(&d.deck, desk_path(&d, "...sqlite"),
                               DECK_WRITE, d.now, &d.err),
                     0);
    assert_int_equal(deck_share(d.deck, folder_of(&d), &options, d.now,
                                &report, &d.arena, &d.err),
                     -1);
    assert_int_equal(d.err.kind, ERR_USAGE);
    desk_release(&d);
}

/* --- machines that sync as it happens ----------------------------------- */

enum { MACHINES = 3, MOMENTS = 30, ON_THE_WAY = 12 };

/* What carries files from one machine's folder to another's: each whole, but
 * as late as it likes and in any order, so that an older one may arrive last.
 */
struct carrier {
    struct parcel {
        int to;
        char name[64];
        struct str bytes;
    } at[ON_THE_WAY];
    int n;
};

static void deliver(struct carrier *c, int at, const char *const *folders)
{
    struct parcel *p = &c->at[at];
    struct str path = STR_EMPTY;

    str_printf(&path, "%s/deck/%s", folders[p->to], p->name);
    write_file(path.at, str_slice(&p->bytes));
    str_release(&path);
    str_release(&p->bytes);
    *p = c->at[--c->n];
}

static void collect(struct carrier *c, struct desk *d, int to,
                    const char *folder)
{
    const char *own = own_file(d, folder);
    struct parcel *p = &c->at[c->n];

    if (c->n == ON_THE_WAY || access(own, F_OK) < 0)
        return;
    *p = (struct parcel){.to = to, .bytes = STR_EMPTY};
    snprintf(p->name, sizeof p->name, "%s", strrchr(own, '/') + 1);
    read_file(own, &p->bytes);
    c->n++;
}

static void settle(struct desk *d, const char *const *folders)
{
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < MACHINES; i++) {
            share(&d[i], folders[i]);
            for (int k = 0; k < MACHINES; k++)
                if (k != i)
                    copy_file(
                        own_file(&d[i], folders[i]),
                        in_folder(&d[i], folders[k],
                                  strrchr(own_file(&d[i], folders[i]), '/') +
                                      1));
        }
}

static struct moment latest(const struct desk *d)
{
    struct moment now = d[0].now;

    for (int i = 1; i < MACHINES; i++)
        if (d[i].now.utc_ms > now.utc_ms)
            now = d[i].now;
    return now;
}

static void happen(struct desk *d, const char *const *folders,
                   struct rng *rng)
{
    struct carrier carrier = {0};
    struct facts facts[MACHINES];

    for (int i = 0; i < MACHINES; i++)
        facts[i] = facts_all();
    for (int moment = 0; moment < MOMENTS; moment++) {
        int i = (int)rng_below(rng, MACHINES);

        d[i].now = latest(d);
        switch (rng_below(rng, 4)) {
        case 0:
            share(&d[i], folders[i]);
            break;
        case 1:
            collect(&carrier, &d[i],
                    (i + 1 + (int)rng_below(rng, MACHINES - 1)) % MACHINES,
                    folders[i]);
            break;
        case 2:
            if (carrier.n > 0)
                deliver(&carrier, (int)rng_below(rng, (uint64_t)carrier.n),
                        folders);
            break;
        default:
            student_step(&d[i], &facts[i], rng);
        }
    }
    while (carrier.n > 0)
        deliver(&carrier, 0, folders);
}

/* Made apart, copied, or copied with a history of its own by then. */
static void make_machines(struct desk *d, struct rng *rng)
{
    struct facts facts = facts_all();

    desk_init(&d[0]);
    student_import(&d[0], &facts);
    for (int i = 1; i < MACHINES; i++) {
        if (rng_below(rng, 3) == 0) {
            desk_copy(&d[i], &d[0]);
            continue;
        }
        desk_init(&d[i]);
        student_import(&d[i], &facts);
    }
}

static void machines_that_sync_at_random_come_to_know_the_same(void **state)
{
    (void)state;
    for (int seed = 0; seed < often(20); seed++) {
        struct rng rng = rng_new(7000 + (uint64_t)seed);
        struct desk d[MACHINES];
        const char *folders[MACHINES];
        char what[40];

        snprintf(what, sizeof what, "machines of seed %d", seed);
        make_machines(d, &rng);
        for (int i = 0; i < MACHINES; i++) {
            folders[i] = folder_of(&d[i]);
            share(&d[i], folders[i]);
        }
        happen(d, folders, &rng);
        for (int i = 0; i < MACHINES; i++)
            d[i].now = latest(d);
        settle(d, folders);
        for (int i = 0; i < MACHINES; i++) {
            struct share_report report = share(&d[i], folders[i]);

            assert_false(report.wrote);
            assert_int_equal(report.nmerged, 0);
            view_same(what, &d[0], &d[i]);
            desk_verify(&d[i]);
        }
        release(d, MACHINES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decks_made_apart_find_each_other_by_name),
        cmocka_unit_test(one_backup_is_made_for_all_files),
        cmocka_unit_test(without_news_nothing_is_written),
        cmocka_unit_test(a_dry_run_changes_nothing),
        cmocka_unit_test(what_a_machine_lost_of_its_file_is_written_again),
        cmocka_unit_test(what_a_power_cut_left_is_cleared_away),
        cmocka_unit_test(a_copied_deck_writes_a_file_of_its_own),
        cmocka_unit_test(a_restored_deck_gets_back_what_it_had_shared),
        cmocka_unit_test(a_machine_that_was_set_back_loses_nothing),
        cmocka_unit_test(copies_that_a_carrier_made_are_read_too),
        cmocka_unit_test(nothing_beside_a_file_is_read_or_made),
        cmocka_unit_test(another_deck_of_the_name_is_not_mixed_in_unasked),
        cmocka_unit_test(a_new_machine_gets_the_deck),
        cmocka_unit_test(a_clock_that_is_ahead_is_told),
        cmocka_unit_test(a_file_that_cant_be_written_is_told),
        cmocka_unit_test(the_folder_must_be_there_and_no_link),
        cmocka_unit_test(a_deck_without_a_name_for_a_folder_is_refused),
        cmocka_unit_test(machines_that_sync_at_random_come_to_know_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) |
           RUN_CASES(unfit, is_told_and_passed_over);
}
