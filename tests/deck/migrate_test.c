/* migrate_test.c - what becomes of decks of older versions, by a history that
 * was made up for it (olden.h). */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "deck/backup.h"
#include "deck/desk.h"
#include "deck/inside.h"
#include "deck/olden.h"
#include "deck/raw.h"
#include "deck/schema.h"
#include "deck/verify.h"
#include "sys/file.h"
#include "sys/hash.h"

static int open_old(struct desk *d, enum deck_access access)
{
    return deck_open_by(&d->deck, desk_path(d, "deck.sqlite"), access, &olden,
                        d->now, &d->err);
}

static void must_open(struct desk *d, enum deck_access access)
{
    if (open_old(d, access) < 0)
        fail_msg("%s", d->err.text);
}

static void close_it(struct desk *d)
{
    deck_close(d->deck);
    d->deck = NULL;
}

/* Everything that was in it is there. */
static void assert_all_there(struct desk *d)
{
    struct card_page page;

    desk_verify(d);
    assert_int_equal(desk_ncards(d), 3);
    assert_int_equal(desk_card(d, 1).sched.reps, 1);
    assert_int_equal(desk_card(d, 2).flags, CARD_MARKED);
    assert_int_equal(deck_card(d->deck, 2, &page, &d->arena, &d->err), 0);
    assert_int_equal(page.ntags, 2);
    assert_true(slice_is(page.tags[0], "hard"));
    assert_int_equal(deck_card(d->deck, 1, &page, &d->arena, &d->err), 0);
    assert_int_equal(page.ntags, 0);
}

static size_t backups(struct desk *d, struct backup **list)
{
    size_t n = 0;

    assert_int_equal(backup_list(desk_path(d, "deck.sqlite"), list, &n,
                                 &d->arena, &d->err),
                     0);
    return n;
}

/* A file's bytes, and when it was written. */
struct print {
    struct hash hash;
    int64_t mtime_ns;
};

static struct print print_of(struct desk *d, const char *path)
{
    struct str bytes = STR_EMPTY;
    struct print p;

    assert_int_equal(file_read(&bytes, path, 1 << 30, &d->err), 0);
    p.hash = hash_of(str_slice(&bytes));
    p.mtime_ns = file_stat_of(path).mtime_ns;
    str_release(&bytes);
    return p;
}

static void assert_untouched(struct desk *d, const char *path,
                             struct print before)
{
    struct print after = print_of(d, path);

    assert_memory_equal(&after.hash, &before.hash, sizeof after.hash);
    assert_int_equal(after.mtime_ns, before.mtime_ns);
}

/* --- it goes well ------------------------------------------------------- */

static const struct from {
    const char *name;
    int version;
    enum deck_access access;
} froms[] = {
    {"two versions back, to write", 0, DECK_WRITE},
    {"two versions back, to read", 0, DECK_READ},
    {"one version back, to write", 1, DECK_CREATE},
    {"one version back, to read", 1, DECK_READ},
};

static void an_old_deck_is_brought_up_to_date(void **state)
{
    const struct from *row = *state;
    struct backup *list;
    struct desk d;
    const char *path = olden_deck(&d, row->version);

    must_open(&d, row->access);
    assert_all_there(&d);
    if (row->access != DECK_READ)
        desk_answer(&d, 3, 4);
    close_it(&d);
    assert_int_equal(raw_ask(path, "PRAGMA user_version"), OLDEN_LATEST);
    assert_int_equal(raw_ask(path, "SELECT count(*) FROM sqlite_schema"
                                   " WHERE name LIKE 'was%card'"),
                     0);

    /* the deck as it was is kept, and once only */
    assert_int_equal(backups(&d, &list), 1);
    assert_int_equal(list[0].why, BACKUP_MIGRATION);
    assert_int_equal(raw_ask(list[0].path, "PRAGMA user_version"),
                     row->version);
    must_open(&d, DECK_WRITE);
    close_it(&d);
    assert_int_equal(backups(&d, &list), 1);

    /* from which everything can be had again */
    assert_int_equal(rename(list[0].path, path), 0);
    must_open(&d, DECK_WRITE);
    assert_all_there(&d);
    desk_release(&d);
}

static void a_strangers_old_deck_stays_as_it_is(void **state)
{
    static const enum deck_access accesses[] = {DECK_STRANGER, DECK_CARRIED};
    struct backup *list;
    struct desk d;
    const char *path = olden_deck(&d, 0);
    struct print before = print_of(&d, path);

    (void)state;
    for (size_t i = 0; i < COUNT(accesses); i++) {
        must_open(&d, accesses[i]);
        assert_all_there(&d);
        close_it(&d);
        assert_untouched(&d, path, before);
    }
    assert_int_equal(backups(&d, &list), 0);
    desk_release(&d);
}

/* --- it is refused ------------------------------------------------------ */

static const struct strange {
    const char *name, *sql, *said;
} stranges[] = {
    {"an old deck with a trigger",
     "CREATE TRIGGER x AFTER INSERT ON event BEGIN DELETE FROM card; END",
     "other tables"},
    {"an old deck with today's index",
     "DROP INDEX card_drill;"
     "CREATE INDEX card_drill ON card (last) WHERE drill = 1",
     "other tables"},
    {"an old deck without a table it had", "DROP TABLE feeling",
     "other tables"},
    {"an old deck with a table of today's",
     "CREATE TABLE alias (uid INTEGER)", "other tables"},
    {"an old deck that says it is one version newer",
     "PRAGMA user_version = 1", "other tables"},
    {"an old deck that says it is today's", "PRAGMA user_version = 2",
     "other tables"},
    {"a version before all", "PRAGMA user_version = -1", "newer pagein"},
    {"a newer version", "PRAGMA user_version = 3",
     "written by a newer pagein (its format is 3, this program knows up to "
     "2)"},
    {"an old deck that is damaged",
     "PRAGMA foreign_keys = OFF; UPDATE card SET note = 77 WHERE id = 1",
     "belong to nothing"},
};

static void it_is_refused_and_left_as_it_is(void **state)
{
    const struct strange *row = *state;
    struct backup *list;
    struct desk d;
    const char *path = olden_deck(&d, 0);
    struct print before;

    raw_run(path, row->sql);
    before = print_of(&d, path);
    for (int access = DECK_READ; access <= DECK_CARRIED; access++) {
        assert_int_equal(open_old(&d, (enum deck_access)access), -1);
        assert_int_equal(d.err.kind, ERR_UNSAFE);
        assert_non_null(strstr(d.err.text, row->said));
        assert_untouched(&d, path, before);
    }
    assert_int_equal(backups(&d, &list), 0);
    desk_release(&d);
}

/* A newer program wrote and lost its power: only the log knows. */
static void a_newer_version_in_the_log_is_seen(void **state)
{
    struct desk d;
    const char *path = olden_deck(&d, 0);
    struct print before;

    (void)state;
    raw_run_logged(path, "PRAGMA user_version = 3");
    before = print_of(&d, path);
    assert_int_equal(open_old(&d, DECK_WRITE), -1);
    assert_non_null(strstr(d.err.text, "written by a newer pagein"));
    assert_untouched(&d, path, before);
    desk_release(&d);
}

/* --- it goes wrong ------------------------------------------------------ */

static int give_up(struct db *db, struct err *err)
{
    (void)db;
    return err_set(err, ERR_IO, "The moon is too bright.");
}

static int lose_notes(struct db *db, struct err *err)
{
    return db_run(db, "DELETE FROM note", err);
}

static int leave_a_table(struct db *db, struct err *err)
{
    return db_run(db, "CREATE TABLE left_over (a)", err);
}

static const struct mishap {
    const char *name, *sql;
    int (*run)(struct db *db, struct err *err);
    const char *said;
} mishaps[] = {
    {"a step that fails in its function", OLDEN_COPY_TAGS, give_up,
     "This deck is of an older pagein and could not be brought up to date; "
     "it is as it was. The moon is too bright."},
    {"a step that fails in its SQL", "INSERT INTO nowhere VALUES (1)", NULL,
     "no such table"},
    {"a step that breaks off in its SQL",
     OLDEN_COPY_TAGS "; INSERT INTO tag SELECT * FROM tag", NULL,
     "it is as it was"},
    {"a step that loses what others need", OLDEN_COPY_TAGS, lose_notes,
     "belonged to nothing"},
    {"a step that leaves something over", OLDEN_COPY_TAGS, leave_a_table,
     "other tables"},
};

static void the_deck_is_as_it_was(void **state)
{
    const struct mishap *row = *state;
    struct backup *list;
    struct desk d;
    const char *path = olden_deck(&d, 0);
    struct print before = print_of(&d, path);

    olden_steps[1].sql = row->sql;
    olden_steps[1].run = row->run;
    for (int access = DECK_READ; access <= DECK_CREATE; access++) {
        assert_int_equal(open_old(&d, (enum deck_access)access), -1);
        assert_null(d.deck);
        if (strstr(d.err.text, row->said) == NULL)
            fail_msg("%s", d.err.text);
        assert_untouched(&d, path, before);
    }
    assert_int_equal(backups(&d, &list), 3);

    /* a program that does better is not hindered */
    olden_init();
    must_open(&d, DECK_WRITE);
    assert_all_there(&d);
    desk_release(&d);
}

static void without_a_backup_nothing_is_done(void **state)
{
    struct desk d;
    const char *path = olden_deck(&d, 0);
    struct print before = print_of(&d, path);

    (void)state;
    desk_write(&d, "data/pagein/backups", "in the way");
    assert_int_equal(open_old(&d, DECK_WRITE), -1);
    assert_non_null(strstr(d.err.text, "The backup beforehand failed."));
    assert_untouched(&d, path, before);
    desk_release(&d);
}

/* --- it is cut short ---------------------------------------------------- */

/* What a child does with the deck; returns its exit status. */
static int in_child(int (*play)(const char *path, int arg), const char *path,
                    int arg)
{
    pid_t pid = fork();
    int status;

    assert_int_not_equal(pid, -1);
    if (pid == 0)
        _exit(play(path, arg));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int open_in_child(const char *path, int arg)
{
    struct moment now = {1800000000000, 0};
    struct deck *deck;
    struct err err;

    (void)arg;
    if (deck_open_by(&deck, path, DECK_WRITE, &olden, now, &err) < 0)
        return err.kind == ERR_IO ? 1 : 2;
    deck_close(deck);
    return 0;
}

static int drop_dead(struct db *db, struct err *err)
{
    (void)db;
    (void)err;
    raise(SIGKILL);
    return 0;
}

static void a_program_that_is_killed_leaves_the_deck_as_it_was(void **state)
{
    struct desk d;
    const char *path = olden_deck(&d, 0);

    (void)state;
    for (int step = 0; step < OLDEN_LATEST; step++) {
        olden_init();
        olden_steps[step].run = drop_dead;
        assert_int_equal(in_child(open_in_child, path, 0), 128);
        assert_int_equal(raw_ask(path, "PRAGMA user_version"), 0);
        assert_int_equal(raw_ask(path, "SELECT count(*) FROM feeling"), 1);
    }
    olden_init();
    must_open(&d, DECK_WRITE);
    assert_all_there(&d);
    desk_release(&d);
}

static int open_on_a_small_disk(const char *path, int kib)
{
    const struct rlimit little = {(rlim_t)kib << 10, (rlim_t)kib << 10};

    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &little) < 0)
        return 3;
    return open_in_child(path, 0);
}

static int grow(struct db *db, struct err *err)
{
    if (olden_moved(db, err) < 0)
        return -1;
    return db_run(db,
                  "INSERT INTO media (hash, bytes)"
                  " VALUES (x'00', zeroblob(1000000))",
                  err);
}

/* No file may grow beyond so much: first the backup fails, then a step. */
static void a_full_disk_leaves_the_deck_as_it_was(void **state)
{
    struct desk d;
    const char *path = olden_deck(&d, 0);
    struct backup *list;
    size_t unsaved = 0, undone = 0;
    int status = 1, version;

    (void)state;
    olden_steps[0].run = grow;
    for (int kib = 32; status == 1 && kib < 4096; kib += 64) {
        size_t before = backups(&d, &list);

        status = in_child(open_on_a_small_disk, path, kib);
        if (status == 1 && backups(&d, &list) == before)
            unsaved++;
        else
            undone += status == 1;
        version = (int)raw_ask(path, "PRAGMA user_version");
        assert_int_equal(version, status == 1 ? 0 : OLDEN_LATEST);
    }
    assert_int_equal(status, 0);
    assert_true(unsaved > 0 && undone > 0);
    must_open(&d, DECK_WRITE);
    assert_all_there(&d);
    desk_release(&d);
}

/* --- two at once -------------------------------------------------------- */

static int take_a_while(struct db *db, struct err *err)
{
    usleep(100000);
    return olden_moved(db, err);
}

static void of_several_programs_one_does_it(void **state)
{
    enum { PROGRAMS = 4 };
    pid_t children[PROGRAMS];
    struct backup *list;
    struct desk d;
    const char *path = olden_deck(&d, 0);

    (void)state;
    olden_steps[0].run = take_a_while;
    for (int i = 0; i < PROGRAMS; i++) {
        children[i] = fork();
        if (children[i] == 0)
            _exit(open_in_child(path, 0));
    }
    for (int i = 0; i < PROGRAMS; i++) {
        int status;

        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(backups(&d, &list), 1);
    must_open(&d, DECK_WRITE);
    assert_all_there(&d);
    desk_release(&d);
}

/* --- today's ------------------------------------------------------------ */

/* Decks of these versions are out there. If this fails the tables were
 * changed: src/deck/schema.c says how that is done, and then their version
 * gets a row of its own here. */
static void the_tables_of_a_version_never_change(void **state)
{
    static const char *const hashes[] = {"83593fa16674f6c3"};
    const struct schema_history *h = &schema_history;
    struct str all = STR_EMPTY, hex = STR_EMPTY;

    (void)state;
    assert_int_equal(h->nsteps + 1, COUNT(hashes));
    for (size_t v = 0; v < COUNT(hashes); v++) {
        struct hash hash;

        str_clear(&all);
        str_clear(&hex);
        for (size_t i = 0; i < h->nobjects; i++) {
            const char *sql = schema_text(h, h->oldest + (int)v,
                                          slice_from(h->objects[i].name));

            str_printf(&all, "%s;\n", sql != NULL ? sql : "");
        }
        hash = hash_of(str_slice(&all));
        hash_put_hex(&hex, &hash, 16);
        assert_string_equal(hex.at, hashes[v]);
    }
    str_release(&all);
    str_release(&hex);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_strangers_old_deck_stays_as_it_is),
        cmocka_unit_test(a_newer_version_in_the_log_is_seen),
        cmocka_unit_test(without_a_backup_nothing_is_done),
        cmocka_unit_test(a_program_that_is_killed_leaves_the_deck_as_it_was),
        cmocka_unit_test(a_full_disk_leaves_the_deck_as_it_was),
        cmocka_unit_test(of_several_programs_one_does_it),
        cmocka_unit_test(the_tables_of_a_version_never_change),
    };
    int failed = RUN_CASES(froms, an_old_deck_is_brought_up_to_date);

    failed += RUN_CASES(stranges, it_is_refused_and_left_as_it_is);
    failed += RUN_CASES(mishaps, the_deck_is_as_it_was);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
