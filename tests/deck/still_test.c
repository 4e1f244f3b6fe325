/* still_test.c - decks where nothing can be written: they are read as they
 * are at that moment, with what only their log knows, and nothing is made
 * beside them.
 *
 * Each deck is looked at by a child: one that sees it on a read-only mount,
 * or one of another user. Both need root; the other half of the table is run
 * by anybody. */
#include <dirent.h>
#include <grp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "deck/desk.h"
#include "deck/raw.h"
#include "sys/file.h"
#include "sys/hash.h"

enum { NOBODY = 65534, CANNOT_TELL = 77 };

/* What lies beside the deck. */
enum beside { ALONE, LOG, LOG_AND_INDEX };

static const struct place {
    const char *name;
    enum beside beside;
    bool mount; /* read-only, else by modes: */
    mode_t file,
        folder;      /* of the deck and what is beside it; of the folder */
    const char *why; /* it can't be written to */
} places[] = {
    {"a read-only disk", ALONE, true, 0644, 0755, "Read-only file system"},
    {"a read-only disk and a log", LOG, true, 0644, 0755,
     "Read-only file system"},
    {"a read-only disk and a log with its index", LOG_AND_INDEX, true, 0644,
     0755, "Read-only file system"},
    {"another's folder", ALONE, false, 0666, 0555,
     "its folder can't be written to (Permission denied)"},
    {"another's folder and a log", LOG, false, 0666, 0555,
     "its folder can't be written to"},
    {"another's folder and a log with its index", LOG_AND_INDEX, false, 0666,
     0555, "its folder can't be written to"},
    {"another's file", ALONE, false, 0444, 0777,
     "the file can't be written to (Permission denied)"},
    {"another's file and a log", LOG, false, 0444, 0777,
     "the file can't be written to"},
    {"another's file and a log with its index", LOG_AND_INDEX, false, 0444,
     0777, "the file can't be written to"},
};

static const char *const ends[] = {"", "-wal", "-shm"};

/* A deck whose first card is marked; but for ALONE only the log knows. */
static void put_deck(struct desk *d, const struct place *place)
{
    const char *path = desk_path(d, "there/deck.sqlite");
    struct deck *deck;

    desk_write(d, "there/notes.md", "- The page size is {{4 KiB}}.\n");
    assert_int_equal(deck_open(&deck, path, DECK_CREATE, d->now, &d->err), 0);
    deck_close(d->deck);
    d->deck = deck;
    assert_int_equal(desk_import(d, "there/notes.md"), 0);
    deck_close(d->deck);
    d->deck = NULL;

    if (place->beside == ALONE)
        raw_run(path, "UPDATE card SET marked = 1");
    else
        raw_run_logged(path, "UPDATE card SET marked = 1");
    if (place->beside == LOG)
        assert_int_equal(unlink(desk_path(d, "there/deck.sqlite-shm")), 0);
}

static void set_modes(struct desk *d, const struct place *place)
{
    struct str name = STR_EMPTY;

    for (size_t i = 0; i < COUNT(ends); i++) {
        str_clear(&name);
        str_printf(&name, "%s/there/deck.sqlite%s", d->folder, ends[i]);
        chmod(name.at, place->file);
    }
    assert_int_equal(chmod(d->folder, 0755), 0);
    assert_int_equal(chmod(desk_path(d, "there"), place->folder), 0);
    str_release(&name);
}

/* The names in the folder, and the bytes of the deck and its log. */
static void put_sight(struct desk *d, struct str *out)
{
    DIR *folder = opendir(desk_path(d, "there"));
    struct dirent *e;
    size_t n = 0;

    assert_non_null(folder);
    while ((e = readdir(folder)) != NULL)
        n++;
    closedir(folder);
    str_printf(out, "%zu names\n", n);
    for (size_t i = 0; i < 2; i++) {
        struct str bytes = STR_EMPTY, name = STR_EMPTY;
        struct hash h;

        str_printf(&name, "%s/there/deck.sqlite%s", d->folder, ends[i]);
        if (file_read(&bytes, name.at, 1 << 30, &d->err) < 0)
            str_puts(&bytes, "none");
        h = hash_of(str_slice(&bytes));
        hash_put_hex(out, &h, 16);
        str_putc(out, '\n');
        str_release(&bytes);
        str_release(&name);
    }
}

/* Becomes somebody who can't write there; 77 when that can't be. */
static void step_down(struct desk *d, const struct place *place)
{
    const char *there = desk_path(d, "there");

    if (place->mount) {
        if (unshare(CLONE_NEWNS) < 0 ||
            mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
            mount(there, there, NULL, MS_BIND, NULL) < 0 ||
            mount(there, there, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY,
                  NULL) < 0)
            _exit(CANNOT_TELL);
    } else if (geteuid() == 0 && (setgroups(0, NULL) < 0 ||
                                  setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
                                  setresuid(NOBODY, NOBODY, NOBODY) < 0)) {
        _exit(CANNOT_TELL);
    }
}

/* In the child: reads, and is refused to write. */
static int look(struct desk *d, const struct place *place)
{
    const char *path = desk_path(d, "there/deck.sqlite");
    const enum deck_access accesses[] = {DECK_READ, DECK_STRANGER};
    struct deck *deck;

    for (size_t i = 0; i < COUNT(accesses); i++) {
        if (deck_open(&deck, path, accesses[i], d->now, &d->err) < 0) {
            fprintf(stderr, "%s\n", d->err.text);
            return 1;
        }
        d->deck = deck;
        if (desk_card(d, 1).flags != CARD_MARKED)
            return 2;
        deck_close(deck);
        d->deck = NULL;
    }
    if (deck_open(&deck, path, DECK_WRITE, d->now, &d->err) == 0)
        return 3;
    if (d->err.kind != ERR_IO || strstr(d->err.text, place->why) == NULL) {
        fprintf(stderr, "%s\n", d->err.text);
        return 4;
    }
    return 0;
}

static void is_read_as_it_is_and_left_alone(void **state)
{
    const struct place *place = *state;
    struct str before = STR_EMPTY, after = STR_EMPTY;
    struct desk d;
    pid_t pid;
    int status;

    desk_init(&d);
    put_deck(&d, place);
    set_modes(&d, place);
    put_sight(&d, &before);
    pid = fork();
    assert_int_not_equal(pid, -1);
    if (pid == 0) {
        step_down(&d, place);
        _exit(look(&d, place));
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    chmod(desk_path(&d, "there"), 0755);
    put_sight(&d, &after);
    desk_release(&d);
    if (WIFEXITED(status) && WEXITSTATUS(status) == CANNOT_TELL) {
        print_message("%s: only for root\n", place->name);
        skip();
    }
    assert_int_equal(status, 0);
    assert_string_equal(after.at, before.at);
    str_release(&before);
    str_release(&after);
}

int main(void)
{
    return RUN_CASES(places, is_read_as_it_is_and_left_alone);
}
