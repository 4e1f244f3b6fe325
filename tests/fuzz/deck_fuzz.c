/* A deck that a stranger sent or a failing disk changed: whatever its bytes,
 * it is refused or read, and neither harms. Most of what a fuzzer would do to
 * whole decks breaks the file format at once, so an input is a short list of
 * changes to a good deck, which is made anew by each process:
 *
 *     how, then for ever: offset (3 bytes), length (1 byte), that many bytes
 *
 * `how` says more: see below. What is refused must stay as it was, byte for
 * byte. The last deck lies in /dev/shm/pagein-fuzz-*
 * and stays there after a crash. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "deck/deck.h"
#include "deck/queue.h"
#include "deck/search.h"
#include "deck/stats.h"
#include "deck/sync.h"
#include "deck/verify.h"
#include "sys/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    STRANGE = 1 << 0, /* a file this machine does not know */
    WRITE = 1 << 1,   /* then answer a card, and take it back */
    WHOLE = 1 << 2,   /* the rest of the input is the file */
    LOG = 1 << 3,     /* the deck has a log, which is changed as well */
    JOURNAL = 1 << 4, /* the rest of the input is a journal beside it */
    SEARCH = 1 << 5,  /* which makes a file of its own */
    VERIFY = 1 << 6,
    FLIP = 1 << 7, /* the bytes are not put there but flipped in (XOR) */
    PARTS = 2,     /* the deck and its log */
    DECK_BYTES_MAX = 8 << 20,
};

static const struct moment now = {1795000000000, 60};

static char folder[] = "/dev/shm/pagein-fuzz-XXXXXX";

/* Paths below the folder. */
static struct str own, strange;

static struct {
    struct str deck, with_log, log;
} good;

/* --- making the good deck ------------------------------------------------
 */

static const char notes[] =
    "---\ntags: [vm]\n---\n# Pages\n\nA {{page}} of {{4 KiB::size}} is\n\n"
    "- found by its {{number}}\n  - in a **{{page table}}** of `{{PTEs}}`\n"
    "\n| a | b |\n|---|---|\n| {{1}} | {{c2::2}} |\n\n$x^{{2}}$ {{{a "
    "{{b}}}}}";

static void remove_folder(void)
{
    struct str command = STR_EMPTY;

    str_printf(&command, "rm -rf %s", folder);
    if (system(command.at) != 0)
        perror(folder);
    str_release(&command);
}

static void path_to(struct str *out, const char *name)
{
    str_clear(out);
    path_join(out, folder, slice_from(name));
}

static void answer_all(struct deck *deck)
{
    struct arena arena = {0};
    struct queue_options options = {.mode = QUEUE_TODAY};
    struct queue_counts counts;
    struct err err;
    int64_t *cards;
    size_t n;

    if (deck_queue(deck, &options, now, &cards, &n, &counts, &arena, &err) <
        0)
        n = 0;
    for (size_t i = 0; i < n; i++) {
        struct answer answer = {.card = cards[i], .grade = (int)i % 4 + 2};
        struct undone undone;

        deck_answer(deck, &answer, now, NULL, &arena, &err);
        deck_tag(deck, SLICE("hard"), true, &cards[i], 1, now, &err);
        if (i % 3 == 0)
            deck_undo(deck, now, &undone, &arena, &err);
    }
    arena_release(&arena);
}

static void import_notes(struct deck *deck)
{
    struct str path = STR_EMPTY;
    struct import_options options = {.force = true};
    struct ledger ledger = {0};
    struct diags diags = {0};
    struct err err;
    const char *paths[1];

    path_to(&path, "notes.md");
    paths[0] = path.at;
    deck_import(deck, paths, 1, &options, now, &ledger, &diags, &err);
    ledger_release(&ledger);
    diags_release(&diags);
    str_release(&path);
}

static void read_whole(struct str *out, const struct str *path,
                       const char *end)
{
    struct str name = STR_EMPTY;
    struct err err;

    str_printf(&name, "%s%s", path->at, end);
    if (file_read(out, name.at, DECK_BYTES_MAX, &err) < 0) {
        fprintf(stderr, "%s\n", err.text);
        abort();
    }
    str_release(&name);
}

static void make_good(void)
{
    struct str path = STR_EMPTY;
    struct deck *deck;
    struct err err;

    if (mkdtemp(folder) == NULL || atexit(remove_folder) != 0)
        abort();
    setenv("XDG_CACHE_HOME", folder, 1);
    setenv("XDG_CONFIG_HOME", folder, 1);
    path_to(&own, "own.sqlite");
    path_to(&strange, "strange.sqlite");
    path_to(&path, "notes.md");
    if (file_write(path.at, slice_from(notes), false, &err) < 0 ||
        deck_open(&deck, own.at, DECK_CREATE, now, &err) < 0)
        abort();
    import_notes(deck);
    answer_all(deck);
    read_whole(&good.with_log, &own, "");
    read_whole(&good.log, &own, "-wal");
    deck_close(deck);
    read_whole(&good.deck, &own, "");
    str_release(&path);
}

/* --- making a bad one of it ----------------------------------------------
 */

/* A file that is written in place keeps the number by which the deck knows
 * that it has not been copied. */
static void put(const struct str *path, const char *end, struct slice bytes)
{
    struct str name = STR_EMPTY;
    FILE *f;

    str_printf(&name, "%s%s", path->at, end);
    f = fopen(name.at, "w");
    if (f == NULL || fwrite(bytes.at, 1, bytes.len, f) != bytes.len)
        abort();
    fclose(f);
    str_release(&name);
}

static void take_away(const struct str *path, const char *end)
{
    struct str name = STR_EMPTY;

    str_printf(&name, "%s%s", path->at, end);
    unlink(name.at);
    str_release(&name);
}

static void change_byte(struct str parts[PARTS], size_t to, char byte,
                        bool flip)
{
    char *at = to < parts[0].len ? &parts[0].at[to]
                                 : &parts[1].at[to - parts[0].len];

    *at = flip ? (char)(*at ^ byte) : byte;
}

/* Carries out the changes on the files as if they were one. */
static void change(struct str parts[PARTS], struct slice list, bool flip)
{
    size_t all = parts[0].len + parts[1].len;

    while (list.len >= 4) {
        const uint8_t *at = (const uint8_t *)list.at;
        size_t offset = ((size_t)at[0] << 16 | (size_t)at[1] << 8 | at[2]);
        size_t len = at[3];

        list = slice_skip(list, 4);
        for (size_t i = 0; i < len && i < list.len; i++)
            change_byte(parts, (offset + i) % all, list.at[i], flip);
        list = slice_skip(list, len < list.len ? len : list.len);
    }
}

/* The files as they were put there, in *parts, are the caller's. */
static void put_bad(const struct str *path, int how, struct slice rest,
                    struct str parts[PARTS])
{
    take_away(path, "-wal");
    take_away(path, "-shm");
    take_away(path, "-journal");
    str_put(&parts[0], str_slice(how & LOG ? &good.with_log : &good.deck));
    if (how & LOG)
        str_put(&parts[1], str_slice(&good.log));
    if (how & JOURNAL)
        put(path, "-journal", rest);
    else if (how & WHOLE) {
        str_clear(&parts[0]);
        str_put(&parts[0], rest);
    } else {
        change(parts, rest, how & FLIP);
    }
    put(path, "", str_slice(&parts[0]));
    if (how & LOG)
        put(path, "-wal", str_slice(&parts[1]));
}

static void assert_holds(const struct str *path, const char *end,
                         const struct str *bytes)
{
    struct str found = STR_EMPTY;

    read_whole(&found, path, end);
    assert(slice_eq(str_slice(&found), str_slice(bytes)));
    str_release(&found);
}

/* A journal of its own is another thing: it says what the file should be. */
static void assert_untouched(const struct str *path, int how,
                             const struct str parts[PARTS])
{
    if (how & JOURNAL)
        return;
    assert_holds(path, "", &parts[0]);
    if (how & LOG)
        assert_holds(path, "-wal", &parts[1]);
}

/* --- using it --------------------------------------------------------------
 */

static int look_at(const struct card *card, void *arg)
{
    struct deck *deck = arg;
    struct arena arena = {0};
    struct card_page page;
    struct history *history;
    size_t n;
    struct err err;

    if (deck_card(deck, card->id, &page, &arena, &err) == 0)
        deck_history(deck, card->id, &history, &n, &arena, &err);
    arena_release(&arena);
    return 0;
}

static void ask(struct deck *deck, int how)
{
    const struct selection everything = {0};
    struct arena arena = {0};
    struct selection selection;
    struct deck_stats stats;
    struct deck_settings settings;
    struct verify_report report = {0};
    struct undone undone[20];
    struct search_hit *hits;
    struct err err;
    int64_t *cards;
    size_t n;

    deck_settings(deck, &settings, &err);
    deck_each(deck, &everything, look_at, deck, &err);
    deck_find(deck, SLICE("notes.md:8"), &cards, &n, &arena, &err);
    deck_find(deck, SLICE("0000"), &cards, &n, &arena, &err);
    deck_select(deck, SLICE("vm"), &selection, &arena, &err);
    deck_select(deck, SLICE("Pages"), &selection, &arena, &err);
    deck_stats(deck, now, &stats, &err);
    deck_undo_list(deck, undone, sizeof undone / sizeof *undone, &n, &arena,
                   &err);
    if (how & SEARCH)
        deck_search(deck, SLICE("page"), 10, &hits, &n, &arena, &err);
    if (how & VERIFY && deck_verify(deck, &report, &err) == 0)
        verify_report_release(&report);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice rest = {(const char *)data, size};
    struct str parts[PARTS] = {STR_EMPTY, STR_EMPTY};
    const struct str *path;
    struct deck *deck;
    struct err err;
    int how;

    if (good.deck.len == 0)
        make_good();
    if (size == 0)
        return 0;
    how = data[0];
    path = how & STRANGE ? &strange : &own;
    if (how & STRANGE)
        take_away(path, "");
    put_bad(path, how, slice_skip(rest, 1), parts);
    if (deck_open(&deck, path->at, how & WRITE ? DECK_WRITE : DECK_READ, now,
                  &err) == 0) {
        ask(deck, how);
        if (how & WRITE) {
            answer_all(deck);
            import_notes(deck);
        }
        deck_close(deck);
    } else {
        assert(err.kind != ERR_NONE && err.text[0] != '\0');
        assert_untouched(path, how, parts);
    }
    for (size_t i = 0; i < PARTS; i++)
        str_release(&parts[i]);
    return 0;
}
