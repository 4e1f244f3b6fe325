/* Packages for Anki, as files: the same deck, the same bytes; what was there
 * stays when something is in the way; what is told is what they hold. (What
 * Anki makes of them is tested by tests/anki.) */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "deck/desk.h"
#include "publish/anki.h"
#include "sys/file.h"

#define NOTES                                                      \
    "---\ntags: [os, 'a b']\ndeck: Sub\n---\n# A {{heading}}\n\n"  \
    "![map](a.png) and ![gone](gone.png)\n\n"                      \
    "| a | b |\n|---|--:|\n| {{1}} | `x::y` |\n\n"                 \
    "- The {{4096}}{({hint})} and $x_{\\text{a}}$ {{b {{c}} d}}\n" \
    "  - Not {{4096}} again, {{c3::x}} {{c3::y}}\n"

static struct anki_report export(struct desk *d, const char *name,
                                 struct anki_options options)
{
    struct anki_report report;

    options.name = SLICE("A::B");
    assert_int_equal(
        anki_export(d->deck, desk_path(d, name), &options, &report, &d->err),
        0);
    return report;
}

static void read_file(struct desk *d, const char *name, struct str *out)
{
    str_clear(out);
    assert_int_equal(
        file_read(out, desk_path(d, name), FILE_NOTES_MAX, &d->err), 0);
}

static void given_notes(struct desk *d)
{
    desk_init(d);
    desk_write(d, "a.png", "\x89PNG picture");
    desk_notes(d, NOTES);
}

static const struct kind_case {
    const char *name;
    struct anki_options options;
    size_t notes, cards, decks, problems;
} kinds_of_packages[] = {
    {"notes alone", {.dry_run = false}, 4, 7, 3, 0},
    {"with progress", {.progress = true}, 4, 7, 3, 0},
    {"the newer layout", {.latest = true}, 4, 7, 3, 0},
    {"with problems and progress, newer",
     {.latest = true, .progress = true, .problems = 1},
     0,
     0,
     4,
     1},
};

static void the_same_deck_gives_the_same_bytes(void **state)
{
    const struct kind_case *c = *state;
    struct str a = STR_EMPTY, b = STR_EMPTY;
    struct anki_report report;
    struct desk d;

    given_notes(&d);
    desk_answer(&d, desk_find(&d, "1"), 4);
    desk_answer(&d, desk_find(&d, "b c d"), 2);
    desk_flag(&d, VERB_SUSPEND, desk_find(&d, "heading"));
    report = export(&d, "a.apkg", c->options);
    if (c->problems == 0) {
        assert_int_equal(report.notes, c->notes);
        assert_int_equal(report.cards, c->cards);
    } else {
        assert_true(report.problems > 10);
        assert_int_equal(report.cards, 7 + report.problems);
    }
    assert_int_equal(report.decks, c->decks);
    assert_int_equal(report.media, 1);
    assert_int_equal(report.missing, 1);
    desk_wait(&d, 60000);
    export(&d, "b.apkg", c->options);
    read_file(&d, "a.apkg", &a);
    read_file(&d, "b.apkg", &b);
    assert_true(a.len > 500);
    assert_true(slice_eq(str_slice(&a), str_slice(&b)));
    str_release(&a);
    str_release(&b);
    desk_release(&d);
}

static void a_dry_run_counts_and_writes_nothing(void **state)
{
    struct desk d;
    struct anki_report report;

    (void)state;
    given_notes(&d);
    report = export(&d, "a.apkg", (struct anki_options){.dry_run = true});
    assert_int_equal(report.cards, 7);
    assert_int_equal(report.media, 1);
    assert_false(file_stat_of(desk_path(&d, "a.apkg")).exists);
    desk_release(&d);
}

/* How many files there are beside the deck and the notes. */
static void assert_no_litter(struct desk *d)
{
    char command[200];

    snprintf(command, sizeof command,
             "test -z \"$(ls -A %s | grep -E 'new-|\\.pagein-')\"",
             d->folder);
    assert_int_equal(system(command), 0);
}

static void what_is_in_the_way_stays(void **state)
{
    struct desk d;
    struct anki_options options = {.name = SLICE("A")};
    struct anki_report report;

    (void)state;
    given_notes(&d);
    desk_write(&d, "folder.apkg/file", "x");
    assert_int_equal(anki_export(d.deck, desk_path(&d, "folder.apkg"),
                                 &options, &report, &d.err),
                     -1);
    assert_int_equal(d.err.kind, ERR_CREATE);
    assert_true(file_stat_of(desk_path(&d, "folder.apkg/file")).is_regular);
    assert_no_litter(&d);
    desk_release(&d);
}

static void a_note_of_too_many_clozes_leaves_some_out(void **state)
{
    struct str text = STR_EMPTY;
    struct desk d;
    struct anki_report report;

    (void)state;
    desk_init(&d);
    str_puts(&text, "- {{c500::a}} {{b}} {{c}}\n");
    desk_notes(&d, text.at);
    report = export(&d, "a.apkg", (struct anki_options){.dry_run = false});
    assert_int_equal(report.cards, 1);
    assert_int_equal(report.left_out, 2);
    str_release(&text);
    desk_release(&d);
}

static void an_empty_deck_is_a_package_too(void **state)
{
    struct desk d;
    struct anki_report report;

    (void)state;
    desk_init(&d);
    report = export(&d, "a.apkg", (struct anki_options){.dry_run = false});
    assert_int_equal(report.notes, 0);
    assert_true(file_stat_of(desk_path(&d, "a.apkg")).bytes > 500);
    assert_no_litter(&d);
    desk_release(&d);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dry_run_counts_and_writes_nothing),
        cmocka_unit_test(what_is_in_the_way_stays),
        cmocka_unit_test(a_note_of_too_many_clozes_leaves_some_out),
        cmocka_unit_test(an_empty_deck_is_a_package_too),
    };

    return RUN_CASES(kinds_of_packages, the_same_deck_gives_the_same_bytes) +
           cmocka_run_group_tests_name("anki_out", tests, NULL, NULL);
}
