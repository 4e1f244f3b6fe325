/* open_test.c - which files are opened as decks, and what is left of those
 * that are not: every byte. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "deck/desk.h"
#include "deck/raw.h"
#include "deck/verify.h"
#include "sys/file.h"
#include "sys/hash.h"

static struct hash hash_file(struct desk *d, const char *path)
{
    struct str bytes = STR_EMPTY;
    struct hash h;

    assert_int_equal(file_read(&bytes, path, 1 << 30, &d->err), 0);
    h = hash_of(str_slice(&bytes));
    str_release(&bytes);
    return h;
}

/* --- files that are no decks -------------------------------------------- */

static void write_bytes(struct desk *d, const char *path, const char *bytes,
                        size_t n)
{
    assert_int_equal(
        file_write(path, (struct slice){bytes, n}, false, &d->err), 0);
}

static void put_text(struct desk *d, const char *path)
{
    write_bytes(d, path, "- a {{b}}\n", 10);
}

static void put_nothing(struct desk *d, const char *path)
{
    write_bytes(d, path, "", 0);
}

static void put_header(struct desk *d, const char *path)
{
    struct str bytes = STR_EMPTY;

    assert_int_equal(file_read(&bytes, path, 1 << 30, &d->err), 0);
    write_bytes(d, path, bytes.at, 100);
    str_release(&bytes);
}

static void put_half(struct desk *d, const char *path)
{
    (void)d;
    assert_int_equal(truncate(path, 8 * 4096), 0);
}

static void put_zeros(struct desk *d, const char *path)
{
    static const char zeros[4096];
    int fd = open(path, O_WRONLY | O_CLOEXEC);

    (void)d;
    assert_int_equal(pwrite(fd, zeros, sizeof zeros, 4096), sizeof zeros);
    close(fd);
}

static void put_folder(struct desk *d, const char *path)
{
    (void)d;
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0755), 0);
}

static void put_fifo(struct desk *d, const char *path)
{
    (void)d;
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0644), 0);
}

/* A journal that names another file as its master: SQLite would delete that.
 */
static void put_journal(struct desk *d, const char *path)
{
    static const char mark[] = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
    struct str name = STR_EMPTY, bytes = STR_EMPTY;

    str_printf(&name, "%s-journal", path);
    str_put(&bytes, (struct slice){mark, 8});
    str_fill(&bytes, '\0', 600);
    str_put(&bytes, (struct slice){mark, 8});
    write_bytes(d, name.at, bytes.at, bytes.len);
    str_release(&name);
    str_release(&bytes);
}

/* SQLite finds it there, where the link leads. */
static void put_journal_behind_link(struct desk *d, const char *path)
{
    struct str away = STR_EMPTY;

    str_printf(&away, "%s-away", path);
    assert_int_equal(rename(path, away.at), 0);
    assert_int_equal(symlink(away.at, path), 0);
    put_journal(d, away.at);
    str_release(&away);
}

static void put_log_folder(struct desk *d, const char *path)
{
    struct str name = STR_EMPTY;

    (void)d;
    str_printf(&name, "%s-wal", path);
    assert_int_equal(mkdir(name.at, 0755), 0);
    str_release(&name);
}

static const struct damage {
    const char *name;
    void (*put)(struct desk *d, const char *path);
    const char *sql[4]; /* or what is done to the deck from within */
} damages[] = {
    {"a file of text", put_text, {0}},
    {"an empty file", put_nothing, {0}},
    {"nothing but a header", put_header, {0}},
    {"half of the file", put_half, {0}},
    {"a page of zeros", put_zeros, {0}},
    {"a folder", put_folder, {0}},
    {"a pipe", put_fifo, {0}},
    {"a journal that names another file", put_journal, {0}},
    {"a link to a deck with such a journal", put_journal_behind_link, {0}},
    {"a folder for a log", put_log_folder, {0}},

    {"another program's database", NULL, {"PRAGMA application_id = 1"}},
    {"a newer deck", NULL, {"PRAGMA user_version = 2"}},
    {"a far newer deck", NULL, {"PRAGMA user_version = 2147483647"}},
    {"a version below zero", NULL, {"PRAGMA user_version = -1"}},
    {"a deck of no version", NULL, {"PRAGMA user_version = 0"}},
    {"a table too many", NULL, {"CREATE TABLE zz (a)"}},
    {"a table too few", NULL, {"DROP TABLE card_was"}},
    {"an index too few", NULL, {"DROP INDEX card_due"}},
    {"a column too many", NULL, {"ALTER TABLE tag ADD COLUMN zz INTEGER"}},
    {"a trigger",
     NULL,
     {"CREATE TRIGGER x AFTER INSERT ON event BEGIN DELETE FROM card; END"}},
    {"a view in place of a table",
     NULL,
     {"ALTER TABLE alias RENAME TO zz",
      "CREATE VIEW alias AS SELECT 1 AS uid, 1 AS card"}},
    {"an index on an expression",
     NULL,
     {"CREATE INDEX zz ON note (length(hex(page)))"}},
    {"a search index", NULL, {"CREATE VIRTUAL TABLE zz USING fts5 (a)"}},
    {"a check that was written into the schema",
     NULL,
     {"PRAGMA writable_schema = ON",
      "UPDATE sqlite_schema SET sql = replace(sql, 'has INTEGER',"
      " 'has INTEGER CHECK (zeroblob(900000000) IS NOT NULL)')"
      " WHERE name = 'tag'"}},
    {"a broken statement in the schema",
     NULL,
     {"PRAGMA writable_schema = ON",
      "INSERT INTO sqlite_schema VALUES ('table', 'q', 'q', 2, 'CREATE')"}},
    {"a card of no note",
     NULL,
     {"PRAGMA foreign_keys = OFF", "UPDATE card SET note = 77"}},
    {"no row of its own", NULL, {"DELETE FROM deck"}},
};

static void run_sql(const char *path, const char *const sql[4])
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    for (int i = 0; i < 4 && sql[i] != NULL; i++)
        if (sqlite3_exec(db, sql[i], NULL, NULL, NULL) != SQLITE_OK)
            fail_msg("%s: %s", sql[i], sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void it_is_refused_and_left_as_it_is(void **state)
{
    const struct damage *row = *state;
    struct deck *deck = NULL;
    struct hash before = {0}, after = {0};
    struct desk d;
    const char *path = raw_desk(&d);
    bool regular;

    if (row->put != NULL)
        row->put(&d, path);
    else
        run_sql(path, row->sql);
    regular = file_stat_of(path).is_regular;
    if (regular)
        before = hash_file(&d, path);
    for (int access = DECK_READ; access <= DECK_CREATE; access++) {
        assert_int_equal(
            deck_open(&deck, path, (enum deck_access)access, d.now, &d.err),
            -1);
        assert_int_equal(d.err.kind, ERR_UNSAFE);
        assert_null(deck);
    }
    if (regular)
        after = hash_file(&d, path);
    assert_memory_equal(&before, &after, sizeof before);
    desk_release(&d);
}

static void a_newer_deck_says_what_to_do(void **state)
{
    static const char *const sql[4] = {"PRAGMA user_version = 7"};
    struct deck *deck;
    struct desk d;
    const char *path = raw_desk(&d);

    (void)state;
    run_sql(path, sql);
    assert_int_equal(deck_open(&deck, path, DECK_READ, d.now, &d.err), -1);
    assert_non_null(strstr(d.err.text, "written by a newer pagein (its "
                                       "format is 7, this program knows up "
                                       "to 1). Update pagein"));
    desk_release(&d);
}

static void a_deck_that_is_not_there(void **state)
{
    struct deck *deck;
    struct desk d;

    (void)state;
    desk_init(&d);
    assert_int_equal(
        deck_open(&deck, desk_path(&d, "no"), DECK_WRITE, d.now, &d.err), -1);
    assert_int_equal(d.err.kind, ERR_NO_INPUT);
    assert_false(file_stat_of(desk_path(&d, "no")).exists);

    /* and one that can't be made */
    assert_int_equal(deck_open(&deck, desk_path(&d, "deck.sqlite/x"),
                               DECK_CREATE, d.now, &d.err),
                     -1);
    assert_int_equal(d.err.kind, ERR_CREATE);
    desk_release(&d);
}

static void a_name_is_never_taken_for_more_than_a_name(void **state)
{
    struct deck *deck;
    struct desk d;
    char *old = getcwd(NULL, 0);

    (void)state;
    desk_init(&d);
    assert_int_equal(chdir(d.folder), 0);
    assert_int_equal(
        deck_open(&deck, "file:x?mode=rwc", DECK_CREATE, d.now, &d.err), 0);
    deck_close(deck);
    assert_true(file_stat_of(desk_path(&d, "file:x?mode=rwc")).exists);
    assert_false(file_stat_of(desk_path(&d, "x")).exists);
    assert_int_equal(chdir(old), 0);
    free(old);
    desk_release(&d);
}

/* Statistics, free pages, other page sizes: all harmless. */
static void a_deck_that_sqlite_rearranged_is_still_one(void **state)
{
    static const char *const sql[4] = {"ANALYZE", "PRAGMA page_size = 8192",
                                       "VACUUM"};
    struct desk d;
    const char *path = raw_desk(&d);

    (void)state;
    run_sql(path, sql);
    if (deck_open(&d.deck, path, DECK_WRITE, d.now, &d.err) < 0)
        fail_msg("%s", d.err.text);
    assert_int_equal(desk_card(&d, 1).sched.reps, 1);
    desk_verify(&d);
    desk_release(&d);
}

/* --- numbers that can't be ---------------------------------------------- */

static const struct lie {
    const char *name, *sql;
} lies[] = {
    {"an interval of ages", "UPDATE card SET interval = 9223372036854775807"},
    {"a day before all days", "UPDATE card SET due = -9223372036854775807"},
    {"an ease of nothing", "UPDATE card SET ease = 0"},
    {"a place far away", "UPDATE card SET place = 9223372036854775807"},
    {"a place that is not there", "UPDATE card SET place = 70000"},
    {"a flag that is neither", "UPDATE card SET marked = 17"},
    {"a line of text with controls",
     "UPDATE note SET text = char(27) || ']52;c;eA==' || char(7)"},
    {"text that is not UTF-8",
     "UPDATE note SET text = CAST(x'ff80' AS TEXT)"},
    {"text with a NUL", "UPDATE note SET text = CAST(x'610062' AS TEXT)"},
    {"a page of nothing", "UPDATE note SET page = x''"},
    {"a page of nonsense", "UPDATE note SET page = randomblob(300)"},
    {"a path that climbs", "UPDATE file SET path = '../../../etc/passwd'"},
    {"a grade of 99", "UPDATE event SET grade = 99 WHERE grade = 4"},
    {"a moment after all time", "UPDATE event SET ms = 9223372036854775807"},
    {"a day after all days", "UPDATE event SET day = 9223372036854775807"},
    {"a kind from the future", "UPDATE event SET kind = 'dream'"},
    {"a setting of nonsense",
     "UPDATE event SET kind = 'config', name = 'new', value = '-7'"},
    {"a sequence at its end",
     "UPDATE event SET seq = 9223372036854775807 WHERE seq = 2"},
    {"an undo of everything",
     "UPDATE event SET kind = 'undo', value = 'x 0 9223372036854775807'"},
};

/* Whatever the deck says, the answer is an error or something sensible. */
static void a_lying_deck_does_no_harm(void **state)
{
    const struct lie *lie = *state;
    const char *const sql[4] = {lie->sql};
    const struct queue_options options = {0};
    const struct answer answer = {.card = 1, .grade = 4};
    struct verify_report report;
    struct str text = STR_EMPTY;
    struct undone undone[5];
    struct history *history;
    struct card_page page;
    struct desk d;
    int64_t *cards;
    size_t n;
    const char *path = raw_desk(&d);

    run_sql(path, sql);
    if (deck_open(&d.deck, path, DECK_WRITE, d.now, &d.err) == 0) {
        if (deck_card(d.deck, 1, &page, &d.arena, &d.err) == 0) {
            assert_in_range(page.card.sched.interval, 0, SM2_INTERVAL_MAX);
            assert_true(page.card.index < page.note.ncards);
        }
        deck_queue(d.deck, &options, d.now, &cards, &n, NULL, &d.arena,
                   &d.err);
        deck_answer(d.deck, &answer, d.now, NULL, &d.arena, &d.err);
        deck_history(d.deck, 1, &history, &n, &d.arena, &d.err);
        deck_undo_list(d.deck, undone, 5, &n, &d.arena, &d.err);
        deck_undo(d.deck, d.now, undone, &d.arena, &d.err);
        deck_source_path(d.deck, 1, &text, &d.err);
        assert_null(strstr(text.at, "passwd"));
        desk_import(&d, "notes.md");
        if (deck_verify(d.deck, &report, &d.err) == 0)
            verify_report_release(&report);
    }
    str_release(&text);
    desk_release(&d);
}

static void a_deck_damaged_here_and_there_does_no_harm(void **state)
{
    struct desk d;
    const char *path = raw_desk(&d);
    struct str good = STR_EMPTY;
    unsigned seed = 1;

    (void)state;
    assert_int_equal(file_read(&good, path, 1 << 30, &d.err), 0);
    for (int i = 0; i < often(150); i++) {
        const struct queue_options options = {0};
        struct verify_report report;
        struct card_page page;
        int64_t *cards;
        size_t n;

        for (int flips = 0; flips < 3; flips++) {
            seed = seed * 1103515245u + 12345u;
            size_t at = (size_t)(seed >> 8) % good.len;
            good.at[at] = (char)(seed >> 24);
        }
        write_bytes(&d, path, good.at, good.len);
        if (deck_open(&d.deck, path, DECK_WRITE, d.now, &d.err) == 0) {
            deck_card(d.deck, 1, &page, &d.arena, &d.err);
            deck_queue(d.deck, &options, d.now, &cards, &n, NULL, &d.arena,
                       &d.err);
            if (deck_verify(d.deck, &report, &d.err) == 0)
                verify_report_release(&report);
            deck_close(d.deck);
        }
        d.deck = NULL;
        if (i % 10 == 9) {
            str_clear(&good);
            assert_int_equal(file_read(&good, desk_path(&d, "deck.sqlite"),
                                       1 << 30, &d.err),
                             0);
        }
    }
    str_release(&good);
    desk_release(&d);
}

/* --- whose deck it is --------------------------------------------------- */

static void a_copy_logs_under_a_name_of_its_own(void **state)
{
    static const char devices[] = "SELECT count(DISTINCT device) FROM event";
    struct desk d;
    const char *path = raw_desk(&d);

    (void)state;
    /* reading it changes nothing */
    struct hash before = hash_file(&d, path);
    assert_int_equal(deck_open(&d.deck, path, DECK_WRITE, d.now, &d.err), 0);
    assert_int_equal(desk_card(&d, 1).sched.reps, 1);
    deck_close(d.deck);
    struct hash after = hash_file(&d, path);
    assert_memory_equal(&before, &after, sizeof before);

    /* the first answer does, in the copy alone */
    assert_int_equal(deck_open(&d.deck, path, DECK_WRITE, d.now, &d.err), 0);
    desk_answer(&d, 1, 4);
    desk_answer(&d, 1, 4);
    desk_verify(&d);
    deck_close(d.deck);
    assert_int_equal(raw_ask(path, devices), 2);
    assert_int_equal(raw_ask(path, "SELECT count(*) FROM device"), 2);

    assert_int_equal(deck_open(&d.deck, desk_path(&d, "deck.sqlite"),
                               DECK_WRITE, d.now, &d.err),
                     0);
    desk_answer(&d, 1, 4);
    deck_close(d.deck);
    d.deck = NULL;
    assert_int_equal(raw_ask(desk_path(&d, "deck.sqlite"), devices), 1);
    desk_release(&d);
}

static void a_deck_that_was_renamed_is_the_same_deck(void **state)
{
    struct desk d;

    (void)state;
    raw_desk(&d);
    assert_int_equal(
        rename(desk_path(&d, "deck.sqlite"), desk_path(&d, "other.sqlite")),
        0);
    assert_int_equal(deck_open(&d.deck, desk_path(&d, "other.sqlite"),
                               DECK_WRITE, d.now, &d.err),
                     0);
    desk_answer(&d, 1, 4);
    deck_close(d.deck);
    d.deck = NULL;
    assert_int_equal(
        raw_ask(desk_path(&d, "other.sqlite"), "SELECT count(*) FROM device"),
        1);
    desk_release(&d);
}

/* What every event must carry for two logs to be joined later. */
static void events_can_be_told_apart_for_ever(void **state)
{
    struct desk d;

    (void)state;
    raw_desk(&d);
    const char *path = desk_path(&d, "deck.sqlite");
    assert_int_equal(raw_ask(path, "SELECT count(*) FROM event"), 2);
    assert_int_equal(
        raw_ask(path, "SELECT count(*) FROM event WHERE hash = 0 OR ms < 1000"
                      " OR day <> 20000 OR seq NOT IN (1, 2)"),
        0);
    assert_int_equal(raw_ask(path,
                             "SELECT e.subject = c.uid FROM event e, card c"
                             " WHERE e.kind = 'review'"),
                     1);
    desk_release(&d);
}

static void a_changed_event_is_found(void **state)
{
    static const char *const sql[4] = {
        "UPDATE event SET grade = 5 WHERE grade = 4"};
    struct verify_report report;
    struct desk d;
    const char *path = raw_desk(&d);

    (void)state;
    run_sql(path, sql);
    assert_int_equal(deck_open(&d.deck, path, DECK_WRITE, d.now, &d.err), 0);
    assert_int_equal(deck_verify(d.deck, &report, &d.err), 0);
    assert_int_equal(report.nfindings, 2); /* the event, and the card */
    verify_report_release(&report);

    /* a rebuild makes the card what the log says */
    assert_int_equal(deck_rebuild(d.deck, &d.err), 0);
    assert_int_equal(desk_card(&d, 1).sched.ease, 260);
    desk_release(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_newer_deck_says_what_to_do),
        cmocka_unit_test(a_deck_that_is_not_there),
        cmocka_unit_test(a_name_is_never_taken_for_more_than_a_name),
        cmocka_unit_test(a_deck_that_sqlite_rearranged_is_still_one),
        cmocka_unit_test(a_deck_damaged_here_and_there_does_no_harm),
        cmocka_unit_test(a_copy_logs_under_a_name_of_its_own),
        cmocka_unit_test(a_deck_that_was_renamed_is_the_same_deck),
        cmocka_unit_test(events_can_be_told_apart_for_ever),
        cmocka_unit_test(a_changed_event_is_found),
    };
    int failed = RUN_CASES(damages, it_is_refused_and_left_as_it_is);

    failed += RUN_CASES(lies, a_lying_deck_does_no_harm);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
