/* disk_test.c - a deck that is open while other things happen: it is used by
 * others, replaced, taken away; the disk fills up, memory runs out. */
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "deck/desk.h"
#include "deck/raw.h"
#include "sys/file.h"

/* --- disks and other programs ------------------------------------------- */

static void a_deck_for_reading_takes_no_answer(void **state)
{
    const struct answer answer = {.card = 1, .grade = 4};
    struct desk d;
    const char *path = raw_desk(&d);

    (void)state;
    assert_int_equal(deck_open(&d.deck, path, DECK_READ, d.now, &d.err), 0);
    assert_int_equal(
        deck_answer(d.deck, &answer, d.now, NULL, &d.arena, &d.err), -1);
    assert_int_equal(d.err.kind, ERR_IO);
    assert_int_equal(desk_card(&d, 1).sched.reps, 1);
    desk_release(&d);
}

/* Runs `play` in a child and returns its exit status. */
static int in_child(void (*play)(const char *path), const char *path)
{
    pid_t pid = fork();
    int status;

    assert_int_not_equal(pid, -1);
    if (pid == 0) {
        play(path);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* --- a deck that leaves its place --------------------------------------- */

/* What would be written to it now would be lost without a word. */
static void a_deck_that_was_replaced_takes_no_answer(void **state)
{
    const struct answer answer = {.card = 1, .grade = 4};
    struct desk d;
    const char *copy = raw_desk(&d);

    (void)state;
    assert_int_equal(deck_open(&d.deck, desk_path(&d, "deck.sqlite"),
                               DECK_WRITE, d.now, &d.err),
                     0);
    desk_answer(&d, 1, 4);
    assert_int_equal(rename(copy, desk_path(&d, "deck.sqlite")), 0);
    assert_int_equal(
        deck_answer(d.deck, &answer, d.now, NULL, &d.arena, &d.err), -1);
    assert_int_equal(d.err.kind, ERR_IO);
    assert_non_null(strstr(d.err.text, "was moved, replaced or removed"));
    desk_release(&d);
}

/* A command that made a deck and failed leaves no file of it. */
static void a_deck_that_was_of_no_use_is_taken_away(void **state)
{
    static const char *const names[] = {"new.sqlite", "new.sqlite-wal",
                                        "new.sqlite-shm",
                                        "new.sqlite-journal"};
    struct deck *deck, *other;
    struct desk d;
    const char *path;

    (void)state;
    desk_init(&d);
    path = desk_path(&d, "new.sqlite");
    assert_int_equal(deck_open(&deck, path, DECK_CREATE, d.now, &d.err), 0);
    deck_close_unused(deck);
    for (size_t i = 0; i < COUNT(names); i++)
        assert_false(file_stat_of(desk_path(&d, names[i])).exists);

    /* it stays when somebody else has it open, ... */
    assert_int_equal(deck_open(&deck, path, DECK_CREATE, d.now, &d.err), 0);
    assert_int_equal(deck_open(&other, path, DECK_WRITE, d.now, &d.err), 0);
    deck_close_unused(deck);
    assert_int_equal(deck_set(other, "new", SLICE("5"), d.now, &d.err), 0);
    deck_close(other);
    assert_true(file_stat_of(path).exists);

    /* ... or has used it, or it was there before */
    assert_int_equal(unlink(path), 0);
    assert_int_equal(deck_open(&deck, path, DECK_CREATE, d.now, &d.err), 0);
    assert_int_equal(deck_set(deck, "new", SLICE("5"), d.now, &d.err), 0);
    deck_close_unused(deck);
    assert_true(file_stat_of(path).exists);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(deck_open(&deck, path, DECK_CREATE, d.now, &d.err), 0);
    deck_close(deck);
    assert_int_equal(deck_open(&deck, path, DECK_CREATE, d.now, &d.err), 0);
    deck_close_unused(deck);
    assert_true(file_stat_of(path).exists);
    desk_release(&d);
}

/* --- no memory ---------------------------------------------------------- */

/* Opens it as a stranger's with ever so little memory for SQLite. Exits with
 * 0 when that went well, 71 when the program ended for want of memory. */
static void open_with_little_memory(const char *path, int kib)
{
    struct moment now = {1, 0};
    struct deck *deck;
    struct err err;

    sqlite3_initialize();
    sqlite3_hard_heap_limit64((sqlite3_int64)kib << 10);
    if (deck_open(&deck, path, DECK_STRANGER, now, &err) < 0) {
        fprintf(stderr, "with %d KiB: %s\n", kib, err.text);
        _exit(1);
    }
    deck_close(deck);
}

/* SQLite calls a page that it has no memory for a damaged one. */
static void no_memory_is_not_a_damaged_deck(void **state)
{
    struct desk d;
    const char *path = raw_desk(&d);
    int short_of = 0, enough = 0;

    (void)state;
    for (int kib = 40; kib < 600; kib += 3) {
        pid_t pid = fork();
        int status;

        if (pid == 0) {
            open_with_little_memory(path, kib);
            _exit(0);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFEXITED(status));
        if (WEXITSTATUS(status) == 71)
            short_of++;
        else
            enough += WEXITSTATUS(status) == 0;
    }
    assert_true(short_of > 10 && enough > 10);
    assert_int_equal(short_of + enough, (600 - 40 + 2) / 3);
    desk_release(&d);
}

/* --- full disks and other programs -------------------------------------- */

/* Answers until no file may grow any more: a full disk to SQLite. */
static void answer_until_the_disk_is_full(const char *path)
{
    const struct rlimit little = {300 << 10, 300 << 10};
    struct moment now = {1000, 0};
    const struct answer answer = {.card = 1, .grade = 4};
    struct deck *deck;
    struct err err = {ERR_NONE, ""};
    int answers = 0;

    signal(SIGXFSZ, SIG_IGN);
    if (deck_open(&deck, path, DECK_WRITE, now, &err) < 0 ||
        setrlimit(RLIMIT_FSIZE, &little) < 0)
        _exit(101);
    while (answers < 100 &&
           deck_answer(deck, &answer, now, NULL, NULL, &err) == 0)
        answers++;
    if (err.kind != ERR_IO)
        _exit(102);
    /* it stays refused, and what was saved stays saved */
    if (deck_answer(deck, &answer, now, NULL, NULL, &err) == 0)
        _exit(103);
    deck_close(deck);
    _exit(answers);
}

static void a_full_disk_loses_nothing_that_was_saved(void **state)
{
    struct desk d;
    const char *path = raw_desk(&d);
    int answers = in_child(answer_until_the_disk_is_full, path);

    (void)state;
    assert_in_range(answers, 1, 99);
    assert_int_equal(deck_open(&d.deck, path, DECK_WRITE, d.now, &d.err), 0);
    desk_verify(&d);
    assert_int_equal(desk_card(&d, 1).sched.reps, 1);
    deck_close(d.deck);
    d.deck = NULL;
    assert_int_equal(raw_ask(path, "SELECT count(*) FROM event"),
                     2 + answers);
    desk_release(&d);
}

/* Eight at once, each with ten answers. */
static void eight_reviewers_lose_nothing(void **state)
{
    enum { REVIEWERS = 8, ANSWERS = 10 };
    pid_t children[REVIEWERS];
    struct desk d;
    const char *path = raw_desk(&d);

    (void)state;
    for (int i = 0; i < REVIEWERS; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct moment now = {1700000000000 + i, 0};
            const struct answer answer = {.card = 1, .grade = 4};
            struct deck *deck;
            struct err err;

            if (deck_open(&deck, path, DECK_WRITE, now, &err) < 0)
                _exit(1);
            for (int j = 0; j < ANSWERS; j++)
                if (deck_answer(deck, &answer, now, NULL, NULL, &err) < 0)
                    _exit(2);
            deck_close(deck);
            _exit(0);
        }
    }
    for (int i = 0; i < REVIEWERS; i++) {
        int status;

        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(raw_ask(path, "SELECT count(*) FROM event"),
                     2 + REVIEWERS * ANSWERS);
    assert_int_equal(raw_ask(path,
                             "SELECT count(DISTINCT seq) FROM event e, deck k"
                             " WHERE e.device = k.device"),
                     REVIEWERS * ANSWERS);
    assert_int_equal(deck_open(&d.deck, path, DECK_WRITE, d.now, &d.err), 0);
    desk_verify(&d);
    desk_release(&d);
}

static void a_busy_deck_says_who_has_it(void **state)
{
    struct desk d;
    const char *path;
    int ready[2], done[2];
    char byte = 0;
    pid_t child;

    (void)state;
    desk_init(&d);
    path = desk_path(&d, "deck.sqlite");
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(done), 0);
    child = fork();
    if (child == 0) {
        sqlite3 *db;

        if (sqlite3_open(path, &db) != SQLITE_OK ||
            sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) !=
                SQLITE_OK)
            _exit(1);
        if (write(ready[1], &byte, 1) != 1 || read(done[0], &byte, 1) < 0)
            _exit(2);
        _exit(0);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(deck_set(d.deck, "new", SLICE("5"), d.now, &d.err), -1);
    assert_int_equal(d.err.kind, ERR_BUSY);
    if (access("/proc/locks", R_OK) == 0) {
        char process[32];

        snprintf(process, sizeof process, "(process %d)", (int)child);
        assert_non_null(strstr(d.err.text, process));
    }
    assert_int_equal(write(done[1], &byte, 1), 1);
    assert_int_equal(waitpid(child, NULL, 0), child);

    /* and when it is free again, all goes on */
    desk_set(&d, "new", "5");
    for (int i = 0; i < 2; i++) {
        close(ready[i]);
        close(done[i]);
    }
    desk_release(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deck_for_reading_takes_no_answer),
        cmocka_unit_test(a_deck_that_was_replaced_takes_no_answer),
        cmocka_unit_test(a_deck_that_was_of_no_use_is_taken_away),
        cmocka_unit_test(no_memory_is_not_a_damaged_deck),
        cmocka_unit_test(a_full_disk_loses_nothing_that_was_saved),
        cmocka_unit_test(eight_reviewers_lose_nothing),
        cmocka_unit_test(a_busy_deck_says_who_has_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
