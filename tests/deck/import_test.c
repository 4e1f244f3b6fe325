/* import_test.c - notes come in, all or nothing, and only once. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "deck/desk.h"
#include "deck/media.h"
#include "sys/file.h"
#include "sys/hash.h"

static const char shared_notes[] = "../shared/notes/000_b2c67069c702829b.txt";

/* A file's bytes as a hash, and when it was written. */
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

/* Everything of the deck that a person can see, as one text. */
static int put_card(const struct card *c, void *arg)
{
    str_printf(arg, "%.*s %d %u %u %d %d %.*s:%d %.*s | %.*s\n",
               SLICE_FMT(c->uid), c->ord, c->index, c->flags, c->sched.due,
               c->sched.reps, SLICE_FMT(c->path), c->line, SLICE_FMT(c->text),
               SLICE_FMT(c->answer));
    return 0;
}

static void put_deck(struct desk *d, struct str *out)
{
    const struct selection all = {0};

    str_clear(out);
    assert_int_equal(deck_each(d->deck, &all, put_card, out, &d->err), 0);
}

/* --- twice -------------------------------------------------------------- */

static void real_notes_come_in_whole_and_once(void **state)
{
    const char *path = shared_notes;
    const struct import_options options = {0};
    struct desk d;

    (void)state;
    if (access(path, R_OK) != 0) {
        print_message("no %s here\n", path);
        skip();
    }
    desk_init(&d);
    assert_int_equal(deck_import(d.deck, &path, 1, &options, d.now, &d.ledger,
                                 &d.diags, &d.err),
                     0);
    assert_int_equal(d.ledger.notes, 41);
    assert_int_equal(d.ledger.cards, 69);
    assert_int_equal(d.ledger.fresh, 41);
    assert_int_equal(desk_ncards(&d), 69);
    assert_int_equal(d.diags.warnings, 2);
    assert_int_equal(d.diags.at[0].line, 9);
    assert_int_equal(d.diags.at[1].line, 13);
    assert_int_equal(d.diags.errors, 0);

    desk_reopen(&d);
    struct print before = print_of(&d, deck_path(d.deck));
    ledger_release(&d.ledger);
    assert_int_equal(deck_import(d.deck, &path, 1, &options, d.now, &d.ledger,
                                 &d.diags, &d.err),
                     0);
    assert_int_equal(d.ledger.cards, 69);
    assert_int_equal(d.ledger.kept, 41);
    assert_int_equal(d.ledger.unchanged_files, 1);
    assert_false(d.ledger.wrote);
    desk_reopen(&d);
    struct print after = print_of(&d, deck_path(d.deck));
    assert_memory_equal(&before, &after, sizeof before);
    desk_verify(&d);
    desk_release(&d);
}

static void a_second_import_writes_nothing(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_write(&d, "n/a.md", "- One {{1}}.\n");
    desk_write(&d, "n/b.md", "- Two {{2}}, ![p](p.png).\n");
    desk_write(&d, "n/c.txt", "no card in here\n");
    assert_int_equal(desk_import(&d, "n"), 0);
    assert_true(d.ledger.wrote);
    desk_reopen(&d);
    struct print before = print_of(&d, deck_path(d.deck));

    /* as it is, touched, and by another way to the same folder */
    assert_int_equal(desk_import(&d, "n"), 0);
    assert_false(d.ledger.wrote);
    desk_write(&d, "n/a.md", "- One {{1}}.\n");
    assert_int_equal(desk_import(&d, "n/a.md"), 0);
    assert_false(d.ledger.wrote);
    assert_int_equal(desk_import(&d, "n/../n"), 0);
    assert_false(d.ledger.wrote);
    assert_int_equal(d.ledger.unchanged_files, 3);
    desk_refresh(&d);
    assert_false(d.ledger.wrote);

    desk_reopen(&d);
    struct print after = print_of(&d, deck_path(d.deck));
    assert_memory_equal(&before, &after, sizeof before);
    desk_release(&d);
}

/* Says that notes.md was written so long before the desk's now. */
static void written_ago(struct desk *d, int seconds)
{
    int64_t at = d->now.utc_ms / 1000 - seconds;
    const struct timespec times[] = {{at, 0}, {at, 0}};

    assert_int_equal(utimensat(AT_FDCWD, desk_path(d, "notes.md"), times, 0),
                     0);
}

/* Read once, its bytes were the known ones; then its new time is known too.
 */
static void a_file_that_was_only_touched_is_read_once(void **state)
{
    struct undone events[3];
    struct desk d;
    size_t n;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    written_ago(&d, 3600);
    desk_refresh(&d);
    assert_int_equal(d.ledger.unchanged_files, 1);
    assert_false(d.ledger.wrote);
    assert_int_equal(
        deck_undo_list(d.deck, events, 3, &n, &d.arena, &d.err), 0);
    assert_int_equal(n, 1);

    /* another text of that length and that time is not looked at */
    desk_write(&d, "notes.md", "- The page size is {{8 KiB}}.\n");
    written_ago(&d, 3600);
    desk_refresh(&d);
    assert_int_equal(desk_find(&d, "8 KiB"), 0);

    /* one written just now may be written again within its second */
    written_ago(&d, 1);
    desk_refresh(&d);
    assert_int_not_equal(desk_find(&d, "8 KiB"), 0);
    desk_write(&d, "notes.md", "- The page size is {{6 KiB}}.\n");
    written_ago(&d, 1);
    desk_refresh(&d);
    assert_int_not_equal(desk_find(&d, "6 KiB"), 0);
    desk_verify(&d);
    desk_release(&d);
}

static void a_line_further_down_is_no_edit(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- One {{1}}.\n");
    desk_notes(&d, "\n\n- One {{1}}.\n");
    assert_int_equal(d.ledger.kept, 1);
    assert_true(d.ledger.wrote);
    assert_int_equal(desk_card(&d, 1).line, 3);

    /* so there is only the first import to undo */
    assert_memory_equal(desk_undo(&d), "import", 6);
    assert_string_equal(desk_undo(&d), "");
    desk_release(&d);
}

/* --- all or nothing ----------------------------------------------------- */

static void one_bad_file_and_nothing_comes_in(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_write(&d, "n/a.md", "- One {{1}}.\n");
    desk_write(&d, "n/b.md", "- Two {{2}}.\n- A {{cloze that never ends\n");
    desk_write(&d, "n/c.md", "- Three {{3}} and {{}}.\n");
    assert_int_equal(desk_import(&d, "n"), -1);
    assert_int_equal(d.err.kind, ERR_NOTES);
    assert_string_equal(d.err.text,
                        "2 of 3 files have errors; nothing was imported. "
                        "Mend them, or take the good files with "
                        "--keep-going.");
    assert_int_equal(d.diags.errors, 2);
    assert_int_equal(desk_ncards(&d), 0);

    /* with --keep-going the good one does */
    const struct import_options keep_going = {.keep_going = true};
    assert_int_equal(desk_import_with(&d, "n", &keep_going), 0);
    assert_int_equal(d.ledger.bad_files, 2);
    assert_int_equal(desk_ncards(&d), 1);
    desk_verify(&d);
    desk_release(&d);
}

static void a_file_that_turns_bad_keeps_its_last_good_cards(void **state)
{
    const struct import_options keep_going = {.keep_going = true};
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- One {{1}}.\n- Two {{2}}.\n");
    desk_write(&d, "notes.md", "- One {{1}}.\n- Two {{2.\n");
    assert_int_equal(desk_import_with(&d, "notes.md", &keep_going), 0);
    assert_int_equal(desk_ncards(&d), 2);
    assert_false(d.ledger.wrote);

    /* likewise one that is not text any more, or can't be read */
    desk_write(&d, "notes.md", "\xff\xfe");
    assert_int_equal(desk_import_with(&d, "notes.md", &keep_going), 0);
    assert_int_equal(desk_ncards(&d), 2);
    desk_remove(&d, "notes.md");
    assert_int_equal(mkdir(desk_path(&d, "notes.md"), 0755), 0);
    desk_refresh(&d);
    assert_int_equal(desk_ncards(&d), 2);
    desk_release(&d);
}

static void a_dry_run_shows_the_ledger_and_changes_nothing(void **state)
{
    const struct import_options dry = {.dry_run = true};
    struct str before = STR_EMPTY, after = STR_EMPTY;
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page table holds {{a valid bit}}.\n"
                   "- One is {{1}}.\n- Two is {{2}}.\n- P\n  - x {{3}}\n- Q\n"
                   "  - y {{4}}\n");
    put_deck(&d, &before);
    desk_reopen(&d);
    struct print print = print_of(&d, deck_path(d.deck));
    desk_write(&d, "notes.md",
               "- Each page table entry holds {{a valid bit}}.\n"
               "- One is {{1}}.\n- Quite new: {{0}}\n- P\n- Q\n  - y {{4}}\n"
               "  - x {{3}}\n");
    assert_int_equal(desk_import_with(&d, "notes.md", &dry), 0);
    assert_int_equal(d.ledger.kept, 2);
    assert_int_equal(d.ledger.edited, 1);
    assert_int_equal(d.ledger.fresh, 1);
    assert_int_equal(d.ledger.orphaned, 1);
    assert_int_equal(d.ledger.nrows, 4);
    assert_int_equal(d.ledger.rows[0].fate, FATE_EDITED);
    assert_true(
        slice_is(d.ledger.rows[0].old, "The page table holds a valid bit."));
    assert_true(slice_is(d.ledger.rows[0].now,
                         "Each page table entry holds a valid bit."));

    put_deck(&d, &after);
    assert_string_equal(before.at, after.at);
    desk_reopen(&d);
    struct print now = print_of(&d, deck_path(d.deck));
    assert_memory_equal(&print.hash, &now.hash, sizeof print.hash);
    str_release(&before);
    str_release(&after);
    desk_release(&d);
}

static void losing_many_cards_asks_for_force(void **state)
{
    const struct import_options force = {.force = true};
    struct str text = STR_EMPTY;
    struct desk d;

    (void)state;
    desk_init(&d);
    for (int i = 0; i < 60; i++)
        str_printf(&text, "- Fact %d is {{number %d}}.\n", i, i);
    desk_notes(&d, text.at);

    /* when the file is emptied by accident */
    desk_write(&d, "notes.md", "- Nothing {{else}}.\n");
    assert_int_equal(desk_import(&d, "notes.md"), -1);
    assert_int_equal(d.err.kind, ERR_NOTES);
    assert_non_null(strstr(d.err.text, "60 of 60 cards"));
    assert_non_null(strstr(d.err.text, "--force"));
    assert_int_equal(desk_ncards(&d), 60);

    /* a review leaves it alone and says so */
    desk_refresh(&d);
    assert_int_equal(d.diags.warnings, 1);
    assert_int_equal(desk_ncards(&d), 60);

    /* and when it is meant, nothing is deleted */
    assert_int_equal(desk_import_with(&d, "notes.md", &force), 0);
    assert_int_equal(d.ledger.orphaned, 60);
    assert_int_equal(desk_ncards(&d), 1);
    assert_int_equal(desk_norphans(&d), 60);
    desk_notes(&d, text.at);
    assert_int_equal(d.ledger.returned, 60);
    assert_int_equal(desk_ncards(&d), 60);
    desk_verify(&d);
    str_release(&text);
    desk_release(&d);
}

/* --- undo --------------------------------------------------------------- */

static void an_import_that_was_undone_waits_to_be_asked_for(void **state)
{
    struct str before = STR_EMPTY, after = STR_EMPTY;
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page table holds {{a valid bit}}.\n- Two {{2}}.\n");
    desk_answer(&d, desk_find(&d, "2"), 4);
    put_deck(&d, &before);
    desk_notes(&d, "- Each page table entry holds {{a valid bit}}.\n"
                   "- Three {{3}}.\n");
    assert_int_equal(desk_norphans(&d), 1);
    desk_undo(&d);
    const struct selection here = {.path = SLICE("notes.md")};
    (void)here;
    assert_int_equal(desk_ncards(&d), 2);
    assert_int_equal(desk_card(&d, desk_find(&d, "2")).sched.reps, 1);

    /* a review does not do it again by itself */
    desk_refresh(&d);
    assert_false(d.ledger.wrote);
    assert_int_equal(desk_find(&d, "3"), 0);

    /* somebody who asks gets it */
    assert_int_equal(desk_import(&d, "notes.md"), 0);
    assert_int_not_equal(desk_find(&d, "3"), 0);
    assert_int_equal(desk_find(&d, "2"), 0);
    desk_verify(&d);
    str_release(&before);
    str_release(&after);
    desk_release(&d);
}

/* --- folders ------------------------------------------------------------ */

static void a_known_folder_takes_in_what_lies_below(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_write(&d, "n/a.md", "- One {{1}}.\n");
    assert_int_equal(desk_import(&d, "n"), 0);
    desk_write(&d, "n/sub/b.md", "- Two {{2}}.\n");
    assert_int_equal(desk_import(&d, "n/sub/b.md"), 0);
    assert_true(slice_is(desk_card(&d, desk_find(&d, "2")).path, "sub/b.md"));

    /* and a folder above one that is known leaves that one's files there */
    desk_write(&d, "c.md", "- Three {{3}}.\n");
    assert_int_equal(desk_import(&d, "."), 0);
    assert_int_equal(desk_ncards(&d), 3);
    assert_int_equal(d.ledger.kept, 2);
    assert_true(slice_is(desk_card(&d, desk_find(&d, "2")).path, "sub/b.md"));
    desk_release(&d);
}

static void what_can_t_be_imported(void **state)
{
    const struct import_options options = {0};
    const char *pipe = "-";
    struct desk d;

    (void)state;
    desk_init(&d);
    assert_int_equal(desk_import(&d, "nothing.md"), -1);
    assert_int_equal(d.err.kind, ERR_NO_INPUT);
    assert_int_equal(deck_import(d.deck, &pipe, 1, &options, d.now, &d.ledger,
                                 &d.diags, &d.err),
                     -1);
    assert_int_equal(d.err.kind, ERR_USAGE);
    desk_release(&d);
}

static void a_card_knows_where_its_source_lies(void **state)
{
    struct str path = STR_EMPTY;
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_write(&d, "n/sub/a.md", "\n- One {{1}}.\n");
    assert_int_equal(desk_import(&d, "n"), 0);
    assert_int_equal(deck_source_path(d.deck, 1, &path, &d.err), 0);
    assert_string_equal(path.at, desk_path(&d, "n/sub/a.md"));

    /* a machine that does not know the folder says so by saying nothing */
    desk_remove(&d, "config/pagein/roots");
    str_clear(&path);
    assert_int_equal(deck_source_path(d.deck, 1, &path, &d.err), 0);
    assert_string_equal(path.at, "");
    str_release(&path);
    desk_release(&d);
}

/* --- pictures ----------------------------------------------------------- */

static const char png[] = "\x89PNG\r\n\x1a\n and the rest of it";

static void pictures_come_along(void **state)
{
    struct str bytes = STR_EMPTY;
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_write(&d, "n/img/p.png", png);
    desk_write(&d, "n/a.md",
               "- One {{1}} ![p](img/p.png)\n  - Two {{2}} below it\n");
    assert_int_equal(desk_import(&d, "n"), 0);

    /* without the folder of the notes, for the note and what hangs below */
    desk_remove(&d, "n/img/p.png");
    for (int64_t card = 1; card <= 2; card++) {
        str_clear(&bytes);
        assert_int_equal(
            deck_image(d.deck, card, SLICE("img/p.png"), &bytes, &d.err), 1);
        assert_string_equal(bytes.at, png);
    }
    assert_int_equal(
        deck_image(d.deck, 1, SLICE("img/q.png"), &bytes, &d.err), 0);
    str_release(&bytes);
    desk_release(&d);
}

static void a_picture_is_kept_once(void **state)
{
    struct str bytes = STR_EMPTY;
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_write(&d, "n/p.png", png);
    desk_write(&d, "n/a.md", "- ![p](p.png) {{1}}\n- ![p](p.png) {{2}}\n");
    desk_write(&d, "n/b.md", "- ![other name](./p.png) {{3}}\n");
    assert_int_equal(desk_import(&d, "n"), 0);
    assert_int_equal(deck_image(d.deck, 3, SLICE("./p.png"), &bytes, &d.err),
                     1);
    assert_int_equal(deck_image(d.deck, 2, SLICE("p.png"), &bytes, &d.err),
                     1);
    assert_int_equal(bytes.len, 2 * strlen(png));

    /* a file that is read again brings the picture as it is now */
    desk_write(&d, "n/p.png", "\x89PNG\r\n\x1a\n another");
    desk_write(&d, "n/b.md", "- ![other name](./p.png) {{3}}!\n");
    assert_int_equal(desk_import(&d, "n"), 0);
    str_clear(&bytes);
    assert_int_equal(deck_image(d.deck, 3, SLICE("./p.png"), &bytes, &d.err),
                     1);
    assert_non_null(strstr(bytes.at, "another"));
    str_release(&bytes);
    desk_release(&d);
}

static void a_picture_that_comes_later_is_taken_in(void **state)
{
    struct str bytes = STR_EMPTY;
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_write(&d, "n/a.md", "- ![p](p.png) {{1}}\n");
    assert_int_equal(desk_import(&d, "n"), 0);
    assert_int_equal(d.diags.warnings, 1);
    assert_int_equal(deck_image(d.deck, 1, SLICE("p.png"), &bytes, &d.err),
                     0);
    assert_int_equal(desk_import(&d, "n"), 0);
    assert_false(d.ledger.wrote);

    /* the notes are as they were, the picture is not */
    desk_write(&d, "n/p.png", png);
    assert_int_equal(desk_import(&d, "n/a.md"), 0);
    assert_true(d.ledger.wrote);
    assert_int_equal(d.ledger.kept, 1);
    assert_int_equal(deck_image(d.deck, 1, SLICE("p.png"), &bytes, &d.err),
                     1);
    assert_int_equal(desk_import(&d, "n"), 0);
    assert_false(d.ledger.wrote);

    /* one that goes stays in the deck, whatever becomes of the notes */
    desk_remove(&d, "n/p.png");
    assert_int_equal(desk_import(&d, "n"), 0);
    assert_false(d.ledger.wrote);
    desk_write(&d, "n/a.md", "- ![p](p.png) was {{1}}\n");
    assert_int_equal(desk_import(&d, "n"), 0);
    str_clear(&bytes);
    assert_int_equal(deck_image(d.deck, 1, SLICE("p.png"), &bytes, &d.err),
                     1);
    assert_string_equal(bytes.at, png);
    str_release(&bytes);
    desk_release(&d);
}

static void folders_may_be_called_anything(void **state)
{
    static const char folder[] = "my notes 100%\n\t\xff";
    struct str name = STR_EMPTY;
    struct desk d;

    (void)state;
    desk_init(&d);
    str_printf(&name, "%s/a.md", folder);
    desk_write(&d, name.at, "- One {{1}}.\n");
    assert_int_equal(desk_import(&d, folder), 0);
    desk_reopen(&d);
    desk_write(&d, name.at, "- One is {{1}}.\n");
    desk_refresh(&d);
    assert_int_equal(d.ledger.files, 1);
    assert_true(d.ledger.wrote);
    str_clear(&name);
    assert_int_equal(deck_source_path(d.deck, 1, &name, &d.err), 0);
    assert_non_null(strstr(name.at, folder));
    str_release(&name);
    desk_release(&d);
}

/* Lines of the file of roots that make no sense are passed over. */
static void a_scribbled_file_of_roots(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- One {{1}}.\n");
    desk_write(&d, "config/pagein/roots",
               "scribble\n0123456789abcdeX 0123456789abcdef /x\n"
               "0123456789abcdef 0123456789abcdef not/absolute\n\n");
    desk_write(&d, "notes.md", "- One is {{1}}.\n");
    desk_refresh(&d);
    assert_int_equal(d.ledger.files, 0);

    /* to import the notes again is to say where they are */
    assert_int_equal(desk_import(&d, "notes.md"), 0);
    desk_refresh(&d);
    assert_int_equal(d.ledger.files, 1);
    desk_release(&d);
}

/* --- definitions -------------------------------------------------------- */

static int import_definition(struct desk *d, const char *yaml)
{
    static const char *const known[] = {"all",    "lookup", "cow",
                                        "LOOKUP", "SPLIT",  NULL};
    const struct import_options options = {.kinds = known};

    desk_write(d, "decks/vm.yaml", yaml);
    ledger_release(&d->ledger);
    diags_release(&d->diags);
    return deck_import_definition(d->deck, desk_path(d, "decks/vm.yaml"),
                                  &options, d->now, &d->ledger, &d->diags,
                                  &d->err);
}

static void a_definition_brings_notes_and_settings(void **state)
{
    static const char yaml[] = "title: Virtual memory\n"
                               "notes:\n  - ../content/vm.md\n"
                               "new: 12\nreviews: 90\nexam: 2027-03-14\n"
                               "scheduler: sm2-delphi\nothers: hide\n"
                               "grades: 0-5\nkinds: [lookup, cow, split]\n";
    struct deck_settings s;
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_write(&d, "content/vm.md", "- One {{1}}.\n");
    assert_int_equal(import_definition(&d, yaml), 0);
    assert_int_equal(desk_ncards(&d), 1);
    assert_int_equal(deck_settings(d.deck, &s, &d.err), 0);
    assert_int_equal(s.new_per_day, 12);
    assert_int_equal(s.reviews_per_day, 90);
    assert_int_equal(s.exam_day, 20891);
    assert_string_equal(s.profile->name, "sm2-delphi");
    assert_int_equal(s.others, OTHERS_LATER);
    assert_true(s.six_grades);

    /* again: nothing; one line changed: that one */
    assert_int_equal(import_definition(&d, yaml), 0);
    assert_false(d.ledger.wrote);
    assert_int_equal(
        import_definition(&d, "notes: [../content/vm.md]\nnew: 5\n"), 0);
    assert_true(d.ledger.wrote);
    assert_int_equal(deck_settings(d.deck, &s, &d.err), 0);
    assert_int_equal(s.new_per_day, 5);

    /* the whole of it is one command */
    desk_undo(&d);
    desk_undo(&d);
    assert_int_equal(desk_ncards(&d), 0);
    assert_int_equal(deck_settings(d.deck, &s, &d.err), 0);
    assert_int_equal(s.new_per_day, 20);
    desk_verify(&d);
    desk_release(&d);
}

static const struct bad_definition {
    const char *name, *yaml;
    size_t line, col;
    const char *says;
} bad_definitions[] = {
    {"an unknown key", "note: [a.md]\n", 1, 1, "notes"},
    {"notes that are no path", "notes: {a: b}\n", 1, 8, "one value"},
    {"a value out of range", "new: 5\nreviews: 100000\n", 2, 10,
     "0 to 99999"},
    {"a date that never comes", "exam: 2027-02-30\n", 1, 7, "2027-03-14"},
    {"a scheduler that is not there", "scheduler: fsrs\n", 1, 12, "sm2"},
    {"a kind of problems that nobody knows", "new: 5\nkinds: [lookup, cwo]\n",
     2, 17, "`cwo` is no kind or topic of problems; did you mean cow"},
    {"nor any like it", "kinds: everything\n", 1, 8, "pagein quiz --list"},
    {"a kind, almost", "kinds:\n  - splitt\n", 2, 5, "mean SPLIT"},
    {"no mapping", "- a\n- b\n", 1, 1, ""},
    {"no YAML", "notes: [\n", 2, 1, ""},
};

static void a_bad_definition_is_refused_with_its_place(void **state)
{
    const struct bad_definition *b = *state;
    struct desk d;

    desk_init(&d);
    assert_int_equal(import_definition(&d, b->yaml), -1);
    assert_int_equal(d.err.kind, ERR_NOTES);
    assert_int_equal(d.diags.errors, 1);
    assert_int_equal(d.diags.at[0].line, b->line);
    assert_int_equal(d.diags.at[0].col, b->col);
    assert_non_null(strstr(d.diags.at[0].text.at, b->says));
    desk_release(&d);
}

/* --- finding ------------------------------------------------------------ */

static const struct finding {
    const char *name, *word, *found; /* answers, or the error */
} findings[] = {
    {"a line of a file", "a.md:3", "1"},
    {"a file in a folder", "sub/b.md:1", "2, 3"},
    {"a file by its name alone", "b.md:1", "2, 3"},
    {"a line without a card", "a.md:9", "No card stands in line 9 of a.md."},
    {"a file that is not there", "z.md:1",
     "The deck has no file called z.md."},
    {"neither", "page",
     "\"page\" names no card: give the first digits of its uid (four or "
     "more) or FILE:LINE."},
    {"a uid of no card", "00000000", "No card's uid begins with 00000000."},
};

static void cards_are_found_by_a_word(void **state)
{
    const struct finding *f = *state;
    struct str list = STR_EMPTY;
    struct desk d;
    int64_t *cards;
    size_t n;

    desk_init(&d);
    desk_write(&d, "n/a.md", "# Paging\n\n- One {{1}}.\n");
    desk_write(&d, "n/sub/b.md", "- Two {{2}}, {{3}}.\n");
    assert_int_equal(desk_import(&d, "n"), 0);
    if (deck_find(d.deck, slice_from(f->word), &cards, &n, &d.arena, &d.err) <
        0)
        str_puts(&list, d.err.text);
    else
        for (size_t i = 0; i < n; i++)
            str_printf(&list, "%s%.*s", i > 0 ? ", " : "",
                       SLICE_FMT(desk_card(&d, cards[i]).answer));
    assert_string_equal(list.at, f->found);
    str_release(&list);
    desk_release(&d);
}

static void a_card_is_found_by_the_beginning_of_its_uid(void **state)
{
    struct desk d;
    int64_t *cards;
    size_t n;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- One {{1}}.\n");
    struct slice uid = desk_card(&d, 1).uid;
    for (size_t len = 4; len <= 16; len += 3) {
        assert_int_equal(deck_find(d.deck, slice_sub(uid, 0, len), &cards, &n,
                                   &d.arena, &d.err),
                         0);
        assert_int_equal(n, 1);
        assert_int_equal(cards[0], 1);
    }
    assert_int_equal(
        deck_find(d.deck, slice_sub(uid, 0, 3), &cards, &n, &d.arena, &d.err),
        -1);
    desk_release(&d);
}

static const struct selecting {
    const char *name, *word, *found;
} selectings[] = {
    {"a tag", "memory", "1"},
    {"a file", "a.md", "1"},
    {"a file in a folder", "sub/b.md", "2 3"},
    {"a folder", "sub", "2 3"},
    {"a folder with its slash", "sub/", "2 3"},
    {"a heading", "Paging", "1"},
    {"a heading in other case", "pAGING", "1"},
    {"a heading with what hangs below", "Other", "2 3"},
    {"a heading below another", "Deep", "3"},
    {"something mistyped", "Pagin",
     "No tag, file or heading of the deck is called \"Pagin\". Near it: "
     "Paging."},
};

static int put_answer(const struct card *card, void *arg)
{
    struct str *list = arg;

    str_printf(list, "%s%.*s", list->len > 0 ? " " : "",
               SLICE_FMT(card->answer));
    return 0;
}

static void a_selection_is_found_by_a_word(void **state)
{
    const struct selecting *s = *state;
    struct str list = STR_EMPTY;
    struct selection selection;
    struct desk d;

    desk_init(&d);
    desk_write(&d, "n/a.md",
               "---\ntags: memory\n---\n# Paging\n\n- One {{1}}.\n");
    desk_write(&d, "n/sub/b.md",
               "# Other\n- Two {{2}}.\n## Deep\n- Three {{3}}.\n");
    assert_int_equal(desk_import(&d, "n"), 0);
    if (deck_select(d.deck, slice_from(s->word), &selection, &d.arena,
                    &d.err) < 0)
        str_puts(&list, d.err.text);
    else
        assert_int_equal(
            deck_each(d.deck, &selection, put_answer, &list, &d.err), 0);
    assert_string_equal(list.at, s->found);
    str_release(&list);
    desk_release(&d);
}

static void a_path_from_here_is_a_selection_too(void **state)
{
    struct selection selection;
    struct desk d;
    char *old = getcwd(NULL, 0);
    struct str list = STR_EMPTY;

    (void)state;
    desk_init(&d);
    desk_write(&d, "n/a.md", "- One {{1}}.\n");
    desk_write(&d, "n/b.md", "- Two {{2}}.\n");
    assert_int_equal(desk_import(&d, "n"), 0);
    assert_int_equal(chdir(d.folder), 0);
    assert_int_equal(
        deck_select(d.deck, SLICE("n/b.md"), &selection, &d.arena, &d.err),
        0);
    assert_int_equal(deck_each(d.deck, &selection, put_answer, &list, &d.err),
                     0);
    assert_int_equal(
        deck_select(d.deck, SLICE("n"), &selection, &d.arena, &d.err), 0);
    assert_int_equal(deck_each(d.deck, &selection, put_answer, &list, &d.err),
                     0);
    assert_string_equal(list.at, "2 1 2");
    assert_int_equal(chdir(old), 0);
    free(old);
    str_release(&list);
    desk_release(&d);
}

struct progress_seen {
    size_t calls, last, total;
};

static void see(size_t done, size_t total, void *arg)
{
    struct progress_seen *p = arg;

    assert_true(done >= p->last && done <= total);
    assert_true(p->calls == 0 || total == p->total);
    *p = (struct progress_seen){p->calls + 1, done, total};
}

/* One large file, then the same with an edit: a bar moves all the way. */
static void one_large_file_moves_along(void **state)
{
    struct progress_seen first = {0}, again = {0};
    struct import_options options = {.progress = see, .progress_arg = &first};
    struct str notes = STR_EMPTY;
    struct desk d;

    (void)state;
    desk_init(&d);
    for (int i = 0; i < 2000; i++)
        str_printf(&notes, "- Line %d holds {{number %d}}.\n", i, i);
    desk_write(&d, "large.md", notes.at);
    assert_int_equal(desk_import_with(&d, "large.md", &options), 0);
    assert_true(first.calls > 5);
    assert_int_equal(first.last, first.total);

    options.progress_arg = &again;
    str_puts(&notes, "- One more {{line}}.\n");
    desk_write(&d, "large.md", notes.at);
    assert_int_equal(desk_import_with(&d, "large.md", &options), 0);
    assert_true(again.calls > 5);
    assert_int_equal(again.last, again.total);
    str_release(&notes);
    desk_release(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_notes_come_in_whole_and_once),
        cmocka_unit_test(a_second_import_writes_nothing),
        cmocka_unit_test(a_file_that_was_only_touched_is_read_once),
        cmocka_unit_test(a_line_further_down_is_no_edit),
        cmocka_unit_test(one_bad_file_and_nothing_comes_in),
        cmocka_unit_test(a_file_that_turns_bad_keeps_its_last_good_cards),
        cmocka_unit_test(a_dry_run_shows_the_ledger_and_changes_nothing),
        cmocka_unit_test(losing_many_cards_asks_for_force),
        cmocka_unit_test(an_import_that_was_undone_waits_to_be_asked_for),
        cmocka_unit_test(a_known_folder_takes_in_what_lies_below),
        cmocka_unit_test(what_can_t_be_imported),
        cmocka_unit_test(a_card_knows_where_its_source_lies),
        cmocka_unit_test(pictures_come_along),
        cmocka_unit_test(a_picture_is_kept_once),
        cmocka_unit_test(a_picture_that_comes_later_is_taken_in),
        cmocka_unit_test(folders_may_be_called_anything),
        cmocka_unit_test(a_scribbled_file_of_roots),
        cmocka_unit_test(a_definition_brings_notes_and_settings),
        cmocka_unit_test(a_card_is_found_by_the_beginning_of_its_uid),
        cmocka_unit_test(a_path_from_here_is_a_selection_too),
        cmocka_unit_test(one_large_file_moves_along),
    };
    int failed = RUN_CASES(bad_definitions,
                           a_bad_definition_is_refused_with_its_place);

    failed += RUN_CASES(findings, cards_are_found_by_a_word);
    failed += RUN_CASES(selectings, a_selection_is_found_by_a_word);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
