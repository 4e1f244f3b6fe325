#include "deck/desk.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "deck/backup.h"
#include "deck/verify.h"
#include "sched/day.h"
#include "sys/file.h"

static void open_deck(struct desk *d)
{
    if (deck_open(&d->deck, desk_path(d, "deck.sqlite"), DECK_CREATE, d->now,
                  &d->err) < 0)
        fail_msg("%s", d->err.text);
}

void desk_init(struct desk *d)
{
    memset(d, 0, sizeof *d);
    /* where syncing costs nothing, if there is such a place */
    strcpy(d->folder, access("/dev/shm", W_OK) == 0
                          ? "/dev/shm/pagein-desk-XXXXXX"
                          : "/tmp/pagein-desk-XXXXXX");
    assert_non_null(mkdtemp(d->folder));
    desk_sit(d);
    desk_day(d, DESK_DAY);
    open_deck(d);
}

void desk_sit(struct desk *d)
{
    setenv("XDG_CONFIG_HOME", desk_path(d, "config"), 1);
    setenv("XDG_CACHE_HOME", desk_path(d, "cache"), 1);
    setenv("XDG_DATA_HOME", desk_path(d, "data"), 1);
}

void desk_copy(struct desk *copy, struct desk *of)
{
    desk_init(copy);
    deck_close(copy->deck);
    copy->deck = NULL;
    desk_remove(copy, "deck.sqlite");
    if (backup_write(desk_path(of, "deck.sqlite"),
                     desk_path(copy, "deck.sqlite"), &copy->err) < 0)
        fail_msg("%s", copy->err.text);
    copy->now = of->now;
    open_deck(copy);
}

static int remove_one(const char *path, const struct stat *st, int type,
                      struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

void desk_release(struct desk *d)
{
    deck_close(d->deck);
    nftw(d->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    ledger_release(&d->ledger);
    diags_release(&d->diags);
    arena_release(&d->arena);
}

void desk_reopen(struct desk *d)
{
    deck_close(d->deck);
    open_deck(d);
}

const char *desk_path(struct desk *d, const char *name)
{
    struct str path = STR_EMPTY;
    const char *copy;

    str_printf(&path, "%s/%s", d->folder, name);
    copy = arena_copy(&d->arena, str_slice(&path)).at;
    str_release(&path);
    return copy;
}

void desk_write(struct desk *d, const char *name, const char *text)
{
    const char *path = desk_path(d, name);
    struct slice folder = path_folder(slice_from(path));
    FILE *f;

    assert_int_equal(
        file_make_folder(arena_copy(&d->arena, folder).at, &d->err), 0);
    f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

void desk_remove(struct desk *d, const char *name)
{
    assert_int_equal(unlink(desk_path(d, name)), 0);
}

int desk_import_with(struct desk *d, const char *name,
                     const struct import_options *options)
{
    const char *path = desk_path(d, name);

    ledger_release(&d->ledger);
    diags_release(&d->diags);
    return deck_import(d->deck, &path, 1, options, d->now, &d->ledger,
                       &d->diags, &d->err);
}

int desk_import(struct desk *d, const char *name)
{
    const struct import_options options = {0};

    return desk_import_with(d, name, &options);
}

void desk_refresh(struct desk *d)
{
    ledger_release(&d->ledger);
    diags_release(&d->diags);
    if (deck_refresh(d->deck, d->now, &d->ledger, &d->diags, &d->err) < 0)
        fail_msg("%s", d->err.text);
}

void desk_notes(struct desk *d, const char *text)
{
    desk_write(d, "notes.md", text);
    if (desk_import(d, "notes.md") < 0)
        fail_msg("%s", d->err.text);
}

void desk_day(struct desk *d, int day)
{
    d->now.utc_ms = (int64_t)day * DAY_MS + 12 * 3600000;
}

void desk_wait(struct desk *d, int64_t ms)
{
    d->now.utc_ms += ms;
}

/* --- cards -------------------------------------------------------------- */

struct finding {
    const char *answer;
    bool orphans;
    int64_t card;
    size_t n;
};

static int look(const struct card *card, void *arg)
{
    struct finding *f = arg;

    if (!f->orphans && (card->flags & CARD_ORPHAN) != 0)
        return 0;
    if (f->answer != NULL && !slice_is(card->answer, f->answer))
        return 0;
    f->card = card->id;
    f->n++;
    return 0;
}

static struct finding find(struct desk *d, const char *answer, bool orphans)
{
    const struct selection all = {0};
    struct finding f = {.answer = answer, .orphans = orphans};

    if (deck_each(d->deck, &all, look, &f, &d->err) < 0)
        fail_msg("%s", d->err.text);
    return f;
}

int64_t desk_find(struct desk *d, const char *answer)
{
    struct finding f = find(d, answer, false);

    assert_true(f.n <= 1);
    return f.card;
}

int64_t desk_find_any(struct desk *d, const char *answer)
{
    struct finding f = find(d, answer, true);

    assert_true(f.n <= 1);
    return f.card;
}

size_t desk_ncards(struct desk *d)
{
    return find(d, NULL, false).n;
}

size_t desk_norphans(struct desk *d)
{
    return find(d, NULL, true).n - desk_ncards(d);
}

struct card desk_card(struct desk *d, int64_t card)
{
    struct card_page page;

    if (deck_card(d->deck, card, &page, &d->arena, &d->err) < 0)
        fail_msg("%s", d->err.text);
    return page.card;
}

struct card desk_answer(struct desk *d, int64_t card, int grade)
{
    const struct answer answer = {.card = card, .grade = grade, .ms = 4000};
    struct card after;

    desk_wait(d, 5000);
    if (deck_answer(d->deck, &answer, d->now, &after, &d->arena, &d->err) < 0)
        fail_msg("%s", d->err.text);
    return after;
}

void desk_flag(struct desk *d, enum deck_verb verb, int64_t card)
{
    desk_wait(d, 1000);
    if (deck_flag(d->deck, verb, &card, 1, d->now, &d->err) < 0)
        fail_msg("%s", d->err.text);
}

void desk_set(struct desk *d, const char *name, const char *value)
{
    if (deck_set(d->deck, name, slice_from(value), d->now, &d->err) < 0)
        fail_msg("%s", d->err.text);
}

/* --- queue -------------------------------------------------------------- */

const char *desk_queue(struct desk *d)
{
    const struct queue_options options = {0};
    struct str list = STR_EMPTY;
    const char *copy;
    int64_t *cards;
    size_t n;

    if (deck_queue(d->deck, &options, d->now, &cards, &n, NULL, &d->arena,
                   &d->err) < 0)
        fail_msg("%s", d->err.text);
    for (size_t i = 0; i < n; i++)
        str_printf(&list, "%s%.*s", i > 0 ? ", " : "",
                   SLICE_FMT(desk_card(d, cards[i]).answer));
    copy = arena_copy(&d->arena, str_slice(&list)).at;
    str_release(&list);
    return copy;
}

struct queue_counts desk_counts(struct desk *d)
{
    const struct queue_options options = {0};
    struct queue_counts counts;

    if (deck_queue_counts(d->deck, &options, d->now, &counts, &d->err) < 0)
        fail_msg("%s", d->err.text);
    return counts;
}

const char *desk_undo(struct desk *d)
{
    struct undone undone;
    int rc;

    desk_wait(d, 1000);
    rc = deck_undo(d->deck, d->now, &undone, &d->arena, &d->err);
    if (rc < 0)
        fail_msg("%s", d->err.text);
    return rc == 1 ? undone.what.at : "";
}

void desk_verify(struct desk *d)
{
    struct verify_report report;

    if (deck_verify(d->deck, &report, &d->err) < 0)
        fail_msg("%s", d->err.text);
    for (size_t i = 0; i < report.nfindings; i++)
        print_error("%.*s\n", SLICE_FMT(report.findings[i].text));
    assert_int_equal(report.nfindings, 0);
    verify_report_release(&report);
}
