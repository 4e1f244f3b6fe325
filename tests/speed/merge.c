/* merge.c - two logs become one, against a floor that puts the same rows into
 * the same tables. */
#include <sqlite3.h>
#include <stdio.h>

#include "base/rng.h"
#include "deck/event.h"
#include "deck/fold.h"
#include "speed/corpus.h"
#include "speed/figure.h"
#include "speed/floor.h"
#include "speed/parts.h"
#include "speed/run.h"

enum { EVENTS = 100000, NOTES = 20000, FILES = 20, ROUNDS = 3 };

/* A machine answers every five minutes for most of a year. */
enum { STEP_MS = 300000 };

static const char ours[] = "merge-ours.sqlite",
                  theirs[] = "merge-theirs.sqlite",
                  merged[] = "merged.sqlite", least[] = "merge-floor.sqlite";

/* --- the two decks ------------------------------------------------------ */

static void log_answers(struct deck *deck, struct rng *rng,
                        const uint64_t *uids, size_t n, struct moment now)
{
    struct command *c = &deck->command;
    struct err err;

    c->moment.utc_ms = now.utc_ms - (int64_t)(EVENTS + 1) * STEP_MS;
    for (int i = 0; i < EVENTS; i++) {
        struct event e = event_of(EVENT_REVIEW, uids[rng_below(rng, n)]);

        e.grade = (int)rng_below(rng, 6);
        e.took_ms = rng_between(rng, 1000, 30000);
        c->moment.utc_ms += rng_between(rng, STEP_MS / 2, STEP_MS);
        c->day = (int)(c->moment.utc_ms / 86400000);
        c->batch = c->seq + 1;
        if (command_log(deck, &e, NULL, &err) < 0)
            bench_fail("%s", err.text);
    }
}

static uint64_t *read_uids(struct deck *deck, size_t *n, struct arena *arena)
{
    struct stmt *q = db_query(deck->db, "SELECT uid FROM card ORDER BY uid");
    uint64_t *uids = arena_new_array(arena, NOTES * 4, sizeof *uids);
    struct err err;

    while (*n < NOTES * 4 && stmt_next(q, &err) == 1)
        uids[(*n)++] = row_uid(q, 0);
    stmt_end(q);
    return uids;
}

static void copy(const char *from, const char *to)
{
    const char *const cp[] = {"cp", work_path(from), work_path(to), NULL};
    const char *const settle[] = {"sync", work_path(to), NULL};

    work_remove(to);
    run(NULL, cp);
    run(NULL, settle);
}

static void import_notes(const char *name)
{
    const char *const argv[] = {
        program,  "import",        "-q",
        "--deck", work_path(name), work_path("merge-notes"),
        NULL,
    };

    work_remove(name);
    run(NULL, argv);
}

/* Answers of its own, on a machine that had the notes. */
static void live(const char *name, uint64_t seed)
{
    struct moment now = clock_now();
    struct rng rng = rng_new(seed);
    struct arena arena = {0};
    struct deck *deck;
    struct err err;
    uint64_t *uids;
    size_t n = 0;

    if (deck_open(&deck, work_path(name), DECK_WRITE, now, &err) < 0 ||
        command_begin(deck, now, &err) < 0)
        bench_fail("%s", err.text);
    uids = read_uids(deck, &n, &arena);
    log_answers(deck, &rng, uids, n, now);
    if (fold_all(deck, &err) < 0 || command_commit(deck, &err) < 0)
        bench_fail("%s", err.text);
    deck_close(deck);
    arena_release(&arena);
}

/* --- the floor ---------------------------------------------------------- */

static void sql(sqlite3 *db, const char *text)
{
    if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
        bench_fail("%s: %s", text, sqlite3_errmsg(db));
}

/* The rows that the merge added or changed, out of the deck it made. */
static void insert_rows(sqlite3 *db)
{
    sql(db,
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "PRAGMA foreign_keys = ON; BEGIN IMMEDIATE;"
        "INSERT INTO device SELECT * FROM made.device"
        "  WHERE id > (SELECT max(id) FROM main.device);"
        "INSERT INTO event SELECT * FROM made.event"
        "  WHERE id > (SELECT max(id) FROM main.event);"
        "UPDATE card SET (n, ease, interval, due, last, seen, failed, lapses,"
        "  reps, drill, first, moved_ms, pile, born) ="
        "  (m.n, m.ease, m.interval, m.due, m.last, m.seen, m.failed,"
        "  m.lapses, m.reps, m.drill, m.first, m.moved_ms, m.pile, m.born)"
        "  FROM made.card m WHERE m.id = card.id"
        "  AND (m.moved_ms <> card.moved_ms OR m.born IS NOT card.born);"
        "UPDATE note SET import = m.import FROM made.note m"
        "  WHERE m.id = note.id AND m.import <> note.import;"
        "INSERT INTO note_was SELECT * FROM made.note_was;"
        "INSERT INTO card_was SELECT * FROM made.card_was;"
        "COMMIT");
}

/* DECK MERGED */
int floor_merge_main(int argc, char **argv)
{
    struct str attach = STR_EMPTY;
    struct took took;
    struct rusage usage;
    double wall = now_ms();
    sqlite3 *db;

    if (argc < 2)
        return 1;
    if (sqlite3_open_v2(argv[0], &db, SQLITE_OPEN_READWRITE, NULL) !=
        SQLITE_OK)
        bench_fail("%s: %s", argv[0], sqlite3_errmsg(db));
    str_printf(&attach, "ATTACH '%s' AS made", argv[1]);
    sql(db, attach.at);
    insert_rows(db);
    sqlite3_close(db);
    str_release(&attach);
    getrusage(RUSAGE_SELF, &usage);
    took = took_of(now_ms() - wall, &usage);
    printf("%f %f\n", took.wall_ms, took.cpu_ms);
    return 0;
}

static struct took floor_merge(void)
{
    const char *const argv[] = {self, "floor-merge", work_path(least),
                                work_path(merged), NULL};

    copy(ours, least);
    return run(NULL, argv);
}

/* --- the figures -------------------------------------------------------- */

static struct took merge(void)
{
    const char *const argv[] = {
        program,           "deck", "merge", work_path(theirs), "--deck",
        work_path(merged), "-q",   NULL};

    work_clear_home();
    copy(ours, merged);
    return run(NULL, argv);
}

/* Nothing is new: what a sync finds most of the time. */
static struct took merge_again(void)
{
    const char *const argv[] = {
        program,           "deck", "merge", work_path(theirs), "--deck",
        work_path(merged), "-q",   NULL};

    return run(NULL, argv);
}

/* `apart`: each machine imported the notes for itself; else one has a copy of
 * the other's deck. */
static void measure(const char *title, bool apart)
{
    struct took took = {0}, again = {0}, floor = {0};

    figure_part(title);
    work_clear_home();
    import_notes(ours);
    if (apart)
        import_notes(theirs);
    else
        copy(ours, theirs);
    live(ours, 1);
    live(theirs, 2);
    for (int i = 0; i < ROUNDS; i++) {
        struct took t = merge(), f = floor_merge(), a = merge_again();

        took = i == 0 ? t : took_best(took, t);
        floor = i == 0 ? f : took_best(floor, f);
        again = i == 0 ? a : took_best(again, a);
    }
    const struct measured figures[] = {
        {"the floor", floor.cpu_ms / 1e3, "s", 0, NULL, 0},
        {"merge", took.cpu_ms / 1e3, "s", took.cpu_ms / floor.cpu_ms,
         "the floor", 3},
        {"merge, by the clock", took.wall_ms / 1e3, "s", 0, NULL, 2},
        {"most memory", took.peak_mb, "MB", 0, NULL, 64},
        {"again, nothing new", again.cpu_ms / 1e3, "s",
         again.cpu_ms / took.cpu_ms, "the first", 0},
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        figure_print(figures[i]);
}

void measure_merge(void)
{
    corpus_write("merge-notes", FILES, NOTES);
    measure("Merge of two logs of 100,000 events", false);
    measure("The same, of notes imported apart", true);
    work_remove(ours);
    work_remove(theirs);
    work_remove(merged);
    work_remove(least);
}
