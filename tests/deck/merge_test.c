/* merge_test.c - two laptops, one student: stories of decks that are joined.
 */
#include "deck/merge.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "deck/backup.h"
#include "deck/device.h"
#include "deck/inside.h"
#include "deck/media.h"
#include "deck/view.h"
#include "sys/file.h"

static const char *deck_file(struct desk *d)
{
    return desk_path(d, "deck.sqlite");
}

static struct merge_report merge_with(struct desk *into, struct desk *from,
                                      const struct merge_options *options)
{
    struct merge_report report = {0};

    desk_sit(into);
    if (into->now.utc_ms < from->now.utc_ms)
        into->now = from->now;
    if (deck_merge(into->deck, deck_file(from), options, into->now, &report,
                   &into->err) < 0)
        fail_msg("%s", into->err.text);
    return report;
}

static struct merge_report merge(struct desk *into, struct desk *from)
{
    const struct merge_options options = {0};

    return merge_with(into, from, &options);
}

/* Merges both ways; then both look the same, and a further merge is nothing.
 */
static void merge_both(struct desk *a, struct desk *b)
{
    merge(a, b);
    merge(b, a);
    view_same("both ways", a, b);
    assert_false(merge(a, b).wrote);
    assert_false(merge(b, a).wrote);
    desk_verify(a);
    desk_verify(b);
}

/* Two machines, each with its own deck. */
static void two_desks(struct desk *a, struct desk *b)
{
    desk_init(a);
    desk_init(b);
    desk_wait(b, 60000);
}

static void release_both(struct desk *a, struct desk *b)
{
    desk_release(a);
    desk_release(b);
}

static void notes(struct desk *d, const char *text)
{
    desk_sit(d);
    desk_wait(d, 1000);
    desk_notes(d, text);
}

/* The card of that uid, whatever has become of it. */
static struct card card_of(struct desk *d, struct slice uid)
{
    int64_t *cards;
    size_t n;

    if (deck_find(d->deck, uid, &cards, &n, &d->arena, &d->err) < 0)
        fail_msg("%s", d->err.text);
    assert_int_equal(n, 1);
    return desk_card(d, cards[0]);
}

/* --- events ------------------------------------------------------------- */

static void answers_of_both_machines_count(void **state)
{
    struct desk a, b;

    (void)state;
    two_desks(&a, &b);
    notes(&a, "- The page size is {{4 KiB}}.\n- The heap grows {{up}}.\n");
    notes(&b, "- The page size is {{4 KiB}}.\n- The heap grows {{up}}.\n");
    desk_answer(&a, desk_find(&a, "4 KiB"), 4);
    desk_answer(&b, desk_find(&b, "up"), 4);

    struct merge_report report = merge(&a, &b);
    assert_int_equal(report.events, 2); /* the answer and the import */
    assert_int_equal(report.cards, 0);
    assert_int_equal(report.joined, 0);
    assert_int_equal(desk_card(&a, desk_find(&a, "4 KiB")).sched.reps, 1);
    assert_int_equal(desk_card(&a, desk_find(&a, "up")).sched.reps, 1);
    merge_both(&a, &b);
    release_both(&a, &b);
}

static void notes_that_only_one_has_come_along(void **state)
{
    struct desk a, b;

    (void)state;
    two_desks(&a, &b);
    notes(&a, "- The page size is {{4 KiB}}.\n");
    notes(&b, "- The page size is {{4 KiB}}.\n"
              "- A TLB caches {{translations}} of {{pages}}.\n");
    desk_answer(&b, desk_find(&b, "pages"), 5);

    struct merge_report report = merge(&a, &b);
    assert_int_equal(report.notes, 1);
    assert_int_equal(report.cards, 2);
    assert_int_equal(desk_card(&a, desk_find(&a, "pages")).sched.reps, 1);
    assert_int_equal(desk_ncards(&a), 3);
    merge_both(&a, &b);
    release_both(&a, &b);
}

static void of_two_flags_the_later_one_holds(void **state)
{
    struct desk a, b;
    int64_t card;

    (void)state;
    two_desks(&a, &b);
    notes(&a, "- The page size is {{4 KiB}}.\n");
    notes(&b, "- The page size is {{4 KiB}}.\n");
    desk_flag(&b, VERB_SUSPEND, desk_find(&b, "4 KiB"));
    desk_flag(&a, VERB_SUSPEND, desk_find(&a, "4 KiB"));
    desk_wait(&a, 120000);
    desk_flag(&a, VERB_MARK, desk_find(&a, "4 KiB"));
    desk_flag(&a, VERB_UNSUSPEND, desk_find(&a, "4 KiB"));
    desk_set(&a, "new", "7");
    desk_set(&b, "new", "40");

    merge(&b, &a);
    card = desk_find(&b, "4 KiB");
    assert_int_equal(desk_card(&b, card).flags, CARD_MARKED);
    merge_both(&a, &b);
    release_both(&a, &b);
}

static void what_one_took_back_is_taken_back_for_both(void **state)
{
    struct desk a, b;

    (void)state;
    desk_init(&a);
    notes(&a, "- The page size is {{4 KiB}}.\n");
    desk_answer(&a, desk_find(&a, "4 KiB"), 4);
    desk_copy(&b, &a);
    desk_undo(&a);

    assert_int_equal(desk_card(&b, desk_find(&b, "4 KiB")).sched.reps, 1);
    merge(&b, &a);
    assert_int_equal(desk_card(&b, desk_find(&b, "4 KiB")).sched.reps, 0);
    merge_both(&a, &b);
    release_both(&a, &b);
}

static void another_scheduler_folds_every_card_anew(void **state)
{
    struct desk a, b;

    (void)state;
    desk_init(&a);
    notes(&a, "- The page size is {{4 KiB}}.\n");
    for (int i = 0; i < 3; i++) {
        desk_answer(&a, desk_find(&a, "4 KiB"), 4);
        desk_day(&a, desk_card(&a, desk_find(&a, "4 KiB")).sched.due);
    }
    desk_copy(&b, &a);
    desk_set(&b, "scheduler", "sm2-delphi");
    merge_both(&a, &b);
    release_both(&a, &b);
}

/* --- device ids --------------------------------------------------------- */

/* A machine that was set back to an earlier state goes on under the old name
 * and nobody can tell: here, a copy that is made to believe it was always
 * there. */
static void reuse_device(struct desk *d)
{
    if (db_begin(d->deck->db, &d->err) < 0 ||
        device_renew(d->deck->db, d->deck->path, &d->err) < 0 ||
        db_run(d->deck->db,
               "UPDATE deck SET device = (SELECT min(id) FROM device)",
               &d->err) < 0 ||
        db_commit(d->deck->db, &d->err) < 0)
        fail_msg("%s", d->err.text);
    desk_reopen(d);
}

static void events_of_one_name_are_both_kept(void **state)
{
    struct desk a, b;

    (void)state;
    desk_init(&a);
    notes(&a, "- The page size is {{4 KiB}}.\n- The heap grows {{up}}.\n");
    desk_copy(&b, &a);
    reuse_device(&b);
    desk_answer(&a, desk_find(&a, "4 KiB"), 4);
    desk_answer(&b, desk_find(&b, "up"), 4);
    assert_true(a.deck->device_uid == b.deck->device_uid);

    assert_int_equal(merge(&a, &b).clashes, 1);
    assert_int_equal(desk_card(&a, desk_find(&a, "4 KiB")).sched.reps, 1);
    assert_int_equal(desk_card(&a, desk_find(&a, "up")).sched.reps, 1);
    view_has_all("clash", &a, &b);
    /* it happens once: from now on they have different names */
    desk_answer(&a, desk_find(&a, "up"), 4);
    assert_true(a.deck->device_uid != b.deck->device_uid);
    release_both(&a, &b);
}

static void a_copy_logs_as_a_device_of_its_own(void **state)
{
    struct desk a, b;

    (void)state;
    desk_init(&a);
    notes(&a, "- The page size is {{4 KiB}}.\n- The heap grows {{up}}.\n");
    desk_copy(&b, &a);
    desk_answer(&a, desk_find(&a, "4 KiB"), 4);
    desk_answer(&b, desk_find(&b, "up"), 4);
    assert_int_equal(merge(&a, &b).clashes, 0);
    merge_both(&a, &b);
    release_both(&a, &b);
}

static void a_restored_deck_takes_nothing_away(void **state)
{
    struct desk a, b;

    (void)state;
    desk_init(&a);
    notes(&a, "- The page size is {{4 KiB}}.\n- The heap grows {{up}}.\n");
    assert_int_equal(
        backup_write(deck_file(&a), desk_path(&a, "old.sqlite"), &a.err), 0);
    desk_answer(&a, desk_find(&a, "4 KiB"), 4);
    desk_copy(&b, &a);
    desk_sit(&a);
    deck_close(a.deck);
    a.deck = NULL;
    assert_int_equal(backup_restore(deck_file(&a),
                                    desk_path(&a, "old.sqlite"), a.now, NULL,
                                    &a.err),
                     0);
    desk_reopen(&a);
    desk_answer(&a, desk_find(&a, "up"), 4);

    assert_int_equal(merge(&a, &b).clashes, 0);
    assert_int_equal(desk_card(&a, desk_find(&a, "4 KiB")).sched.reps, 1);
    assert_int_equal(desk_card(&a, desk_find(&a, "up")).sched.reps, 1);
    merge_both(&a, &b);
    release_both(&a, &b);
}

/* --- notes -------------------------------------------------------------- */

static void the_later_text_of_a_note_wins(void **state)
{
    struct desk a, b;

    (void)state;
    desk_init(&a);
    notes(&a, "- The page size is {{4 KiB}}.\n- The heap grows {{up}}.\n");
    desk_copy(&b, &a);
    desk_wait(&a, 5000);
    notes(&a, "- The usual page size is {{4 KiB}}.\n- The heap grows "
              "{{up}}.\n");
    assert_int_equal(desk_card(&a, desk_find(&a, "4 KiB")).line, 1);

    assert_int_equal(merge(&b, &a).changed, 1);
    assert_true(slice_is(desk_card(&b, desk_find(&b, "4 KiB")).text,
                         "The usual page size is [...]."));
    assert_int_equal(merge(&a, &b).changed, 0);
    merge_both(&a, &b);
    release_both(&a, &b);
}

static void
notes_edited_apart_before_the_first_import_are_joined(void **state)
{
    struct desk a, b;
    struct merge_report report;

    (void)state;
    two_desks(&a, &b);
    notes(&a, "- The page size on x86 is {{4 KiB}}.\n"
              "- The heap grows {{up}}.\n");
    notes(&b, "- The page size on x86-64 is {{4 KiB}}.\n"
              "- The heap grows {{up}}.\n");
    desk_answer(&a, desk_find(&a, "4 KiB"), 4);
    desk_wait(&b, 86400000);
    desk_answer(&b, desk_find(&b, "4 KiB"), 4);

    report = merge(&a, &b);
    assert_int_equal(report.joined, 1);
    assert_int_equal(report.notes, 0);
    assert_int_equal(report.cards, 0);
    assert_int_equal(desk_ncards(&a), 2);
    assert_int_equal(desk_card(&a, desk_find(&a, "4 KiB")).sched.reps, 2);
    assert_true(slice_is(desk_card(&a, desk_find(&a, "4 KiB")).text,
                         "The page size on x86-64 is [...]."));
    merge_both(&a, &b);
    release_both(&a, &b);
}

static void
an_undo_after_a_merge_takes_back_what_was_done_before(void **state)
{
    struct desk a, b;

    (void)state;
    two_desks(&a, &b);
    notes(&a, "- The page size on x86 is {{4 KiB}}.\n"
              "- The heap grows {{up}}.\n");
    notes(&b, "- The page size on x86-64 is {{4 KiB}}.\n"
              "- The heap grows {{up}}.\n");
    desk_answer(&a, desk_find(&a, "up"), 4);
    assert_int_equal(merge(&a, &b).joined, 1);

    assert_string_equal(desk_undo(&a),
                        "answer Good on The heap grows [...].");
    desk_verify(&a);
    merge_both(&a, &b);
    release_both(&a, &b);
}

static void one_leaf_under_two_parents_stays_two_cards(void **state)
{
    static const char text[] = "- Page size\n  - Default: {{4 KiB}}\n"
                               "- Stack\n  - Default: {{4 KiB}}\n";
    struct desk a, b;

    (void)state;
    two_desks(&a, &b);
    notes(&a, text);
    notes(&b, "- Page sizes\n  - Default: {{4 KiB}}\n"
              "- Stacks\n  - Default: {{4 KiB}}\n");
    merge(&a, &b);
    assert_int_equal(desk_ncards(&a), 2);
    merge_both(&a, &b);
    release_both(&a, &b);
}

static void decks_of_other_notes_stay_apart(void **state)
{
    struct desk a, b;

    (void)state;
    two_desks(&a, &b);
    notes(&a, "# Memory\n\n- Default: {{4 KiB}}\n- A page is {{mapped}}.\n");
    notes(&b, "# Network\n\n- Default: {{4 KiB}}\n- A port is {{bound}}.\n"
              "- A socket {{listens}}.\n- A name is {{resolved}}.\n");
    assert_int_equal(merge(&a, &b).joined, 0);
    assert_int_equal(desk_ncards(&a), 6);
    merge_both(&a, &b);
    release_both(&a, &b);
}

static void a_cloze_added_on_one_side_and_one_on_the_other(void **state)
{
    struct desk a, b;

    (void)state;
    desk_init(&a);
    notes(&a, "- Pages are {{4 KiB}} on x86 and larger on others.\n");
    desk_copy(&b, &a);
    desk_answer(&b, desk_find(&b, "4 KiB"), 4);
    notes(&a, "- Pages are {{4 KiB}} on {{x86}} and larger on others.\n");
    struct slice x86 = desk_answer(&a, desk_find(&a, "x86"), 4).uid;
    desk_sit(&b);
    desk_write(&b, "notes.md",
               "- Pages are {{4 KiB}} on x86 and "
               "{{larger}} on others.\n");
    desk_wait(&b, 600000);
    assert_int_equal(desk_import(&b, "notes.md"), 0);
    desk_answer(&b, desk_find(&b, "larger"), 4);

    merge(&a, &b);
    assert_int_equal(desk_ncards(&a), 2); /* the later text is b's */
    assert_int_equal(card_of(&a, x86).flags, CARD_ORPHAN);
    assert_int_equal(card_of(&a, x86).sched.reps, 1);
    merge_both(&a, &b);
    release_both(&a, &b);
}

static void an_orphan_of_one_and_an_edit_of_the_other(void **state)
{
    struct desk a, b;

    (void)state;
    desk_init(&a);
    notes(&a, "- The page size is {{4 KiB}}.\n- The heap grows {{up}}.\n");
    desk_copy(&b, &a);
    notes(&a, "- The heap grows {{up}}.\n");
    assert_int_equal(desk_norphans(&a), 1);
    merge(&b, &a);
    assert_int_equal(desk_norphans(&b), 1);
    merge_both(&a, &b);
    release_both(&a, &b);
}

static void an_import_that_one_took_back(void **state)
{
    struct desk a, b;

    (void)state;
    desk_init(&a);
    notes(&a, "- The page size is {{4 KiB}}.\n- The heap grows {{up}}.\n");
    desk_copy(&b, &a);
    notes(&a, "- The page size is {{8 KiB}}.\n- A TLB {{caches}}.\n"
              "- The heap grows {{up}}.\n");
    merge(&b, &a);
    assert_int_equal(desk_ncards(&b), 3);
    desk_sit(&a);
    assert_memory_equal(desk_undo(&a), "import", 6);
    assert_int_equal(desk_ncards(&a), 2);

    merge(&b, &a);
    assert_int_equal(desk_ncards(&b), 2);
    assert_true(desk_find(&b, "4 KiB") != 0);
    merge_both(&a, &b);
    release_both(&a, &b);
}

static bool says(struct desk *d, const char *text)
{
    return slice_is(desk_card(d, desk_find(d, "4 KiB")).text, text);
}

/* Two decks of one origin: `a` has edited the note, `b` has edited it later,
 * and `a` has merged that. */
static void edit_apart(struct desk *a, struct desk *b)
{
    desk_init(a);
    notes(a, "- The page size is {{4 KiB}} on this machine.\n");
    desk_copy(b, a);
    notes(a, "- The page size is {{4 KiB}} on {{this}} old machine.\n");
    desk_sit(b);
    desk_wait(b, 600000);
    notes(b, "- The page size is {{4 KiB}} on that machine.\n");
    merge(a, b);
    assert_true(says(a, "The page size is [...] on that machine."));
    assert_int_equal(desk_ncards(a), 1);
    assert_int_equal(desk_norphans(a), 1);
}

static void an_undo_leaves_a_later_text_that_a_merge_brought(void **state)
{
    struct desk a, b;
    int64_t taken_back = -1;

    (void)state;
    edit_apart(&a, &b);
    desk_sit(&a);
    assert_memory_equal(desk_undo(&a), "import", 6);
    assert_true(says(&a, "The page size is [...] on that machine."));
    assert_int_equal(desk_ncards(&a), 1);
    desk_verify(&a);
    /* what would come back, were that taken back too, was not taken back */
    assert_int_equal(db_int(a.deck->db,
                            "SELECT count(*) FROM note_was w JOIN event e"
                            " ON e.id = w.was_import WHERE e.undone = 1",
                            &taken_back, &a.err),
                     0);
    assert_int_equal(taken_back, 0);

    merge(&b, &a);
    assert_true(says(&b, "The page size is [...] on that machine."));
    merge_both(&a, &b);
    release_both(&a, &b);
}

/* Whichever of the two is taken back first, and whoever knows of it when. */
static void below_the_later_text_lies_what_was_before_both(void **state)
{
    struct desk a, b;

    (void)state;
    for (int told = 0; told < 2; told++) {
        edit_apart(&a, &b);
        if (told)
            merge(&b, &a);
        desk_sit(&a);
        assert_memory_equal(desk_undo(&a), "import", 6);
        desk_sit(&b);
        assert_memory_equal(desk_undo(&b), "import", 6);
        merge(&a, &b);
        assert_true(says(&a, "The page size is [...] on this machine."));
        assert_int_equal(desk_ncards(&a), 1);
        merge_both(&a, &b);
        release_both(&a, &b);
    }
}

static bool has_tag(struct desk *d, const char *answer, const char *tag)
{
    struct card_page page;

    if (deck_card(d->deck, desk_find(d, answer), &page, &d->arena, &d->err) <
        0)
        fail_msg("%s", d->err.text);
    for (size_t i = 0; i < page.ntags; i++)
        if (slice_is(page.tags[i], tag))
            return true;
    return false;
}

static void tags_that_alone_changed_come_along(void **state)
{
    static const char text[] = "- The page size is {{4 KiB}}.\n";
    struct desk a, b;
    struct str tagged = STR_EMPTY;

    (void)state;
    desk_init(&a);
    notes(&a, text);
    desk_copy(&b, &a);
    str_printf(&tagged, "---\ntags: [memory]\n---\n%s", text);
    notes(&b, tagged.at);
    assert_true(has_tag(&b, "4 KiB", "memory"));

    /* the import, and when the file was dressed anew */
    assert_int_equal(merge(&a, &b).events, 2);
    assert_true(has_tag(&a, "4 KiB", "memory"));
    merge_both(&a, &b);

    /* and go again, also when this machine knew nothing of it */
    desk_wait(&b, 60000);
    notes(&b, text);
    merge(&a, &b);
    assert_false(has_tag(&a, "4 KiB", "memory"));
    notes(&b, text);
    assert_false(merge(&a, &b).wrote);
    str_release(&tagged);
    release_both(&a, &b);
}

static void a_picture_that_alone_changed_comes_along(void **state)
{
    static const char mark[] = "\x89PNG\r\n\x1a\n";
    struct desk a, b;
    struct str picture = STR_EMPTY, bytes = STR_EMPTY;

    (void)state;
    desk_init(&a);
    desk_write(&a, "p.png", mark);
    notes(&a, "- ![p](p.png) {{4 KiB}}\n");
    desk_copy(&b, &a);
    str_printf(&picture, "%s another", mark);
    desk_write(&b, "p.png", picture.at);
    notes(&b, "- ![p](p.png) {{4 KiB}}\n");

    merge(&a, &b);
    assert_int_equal(deck_image(a.deck, desk_find(&a, "4 KiB"),
                                SLICE("p.png"), &bytes, &a.err),
                     1);
    assert_true(slice_eq(str_slice(&bytes), str_slice(&picture)));
    str_release(&bytes);
    merge_both(&a, &b);
    str_release(&picture);
    release_both(&a, &b);
}

static void cards_of_one_number_get_two(void **state)
{
    struct desk a, b;
    struct card x, y;

    (void)state;
    desk_init(&a);
    notes(&a, "- A process has {{c1::a stack}} and {{c2::a heap}}, and more "
              "than that.\n");
    desk_copy(&b, &a);
    notes(&a, "- A process has {{c1::a stack}} and {{c2::a heap}}, and "
              "{{c3::more}} than that.\n");
    struct slice more = desk_card(&a, desk_find(&a, "more")).uid;
    desk_sit(&b);
    desk_wait(&b, 600000);
    desk_write(&b, "notes.md",
               "- A process has {{c1::a stack}} and {{c2::a "
               "heap}}, and more than {{c3::that}}.\n");
    assert_int_equal(desk_import(&b, "notes.md"), 0);
    assert_int_equal(desk_card(&b, desk_find(&b, "that")).ord, 3);

    merge(&a, &b);
    x = card_of(&a, more);
    y = desk_card(&a, desk_find(&a, "that"));
    assert_int_equal(x.ord, 3); /* the earlier one */
    assert_int_equal(y.ord, 4);
    merge_both(&a, &b);
    release_both(&a, &b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_of_both_machines_count),
        cmocka_unit_test(notes_that_only_one_has_come_along),
        cmocka_unit_test(of_two_flags_the_later_one_holds),
        cmocka_unit_test(what_one_took_back_is_taken_back_for_both),
        cmocka_unit_test(another_scheduler_folds_every_card_anew),
        cmocka_unit_test(events_of_one_name_are_both_kept),
        cmocka_unit_test(a_copy_logs_as_a_device_of_its_own),
        cmocka_unit_test(a_restored_deck_takes_nothing_away),
        cmocka_unit_test(the_later_text_of_a_note_wins),
        cmocka_unit_test(
            notes_edited_apart_before_the_first_import_are_joined),
        cmocka_unit_test(
            an_undo_after_a_merge_takes_back_what_was_done_before),
        cmocka_unit_test(one_leaf_under_two_parents_stays_two_cards),
        cmocka_unit_test(decks_of_other_notes_stay_apart),
        cmocka_unit_test(a_cloze_added_on_one_side_and_one_on_the_other),
        cmocka_unit_test(an_orphan_of_one_and_an_edit_of_the_other),
        cmocka_unit_test(an_import_that_one_took_back),
        cmocka_unit_test(an_undo_leaves_a_later_text_that_a_merge_brought),
        cmocka_unit_test(below_the_later_text_lies_what_was_before_both),
        cmocka_unit_test(tags_that_alone_changed_come_along),
        cmocka_unit_test(a_picture_that_alone_changed_comes_along),
        cmocka_unit_test(cards_of_one_number_get_two),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
