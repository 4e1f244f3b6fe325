/* Notes that come in packages: known again by their uid, their past joined
 * once, taken back and brought again, against what a person says here. */
#include <stdio.h>

#include "check.h"
#include "deck/desk.h"
#include "deck/merge.h"
#include "deck/package.h"

enum { NOTES = 3, DEVICE = 77 };

/* A package of notes "word I is [answer I]", one card each. */
struct parcel {
    struct slice tags[2];
    size_t ntags;
    const char *answers[NOTES];     /* NULL: not in it */
    struct package_answer given[2]; /* of each card, a second apart */
    size_t ngiven;
    bool suspended, marked, state;
};

static struct block *leaf_of(struct arena *arena, const char *answer, int i)
{
    struct block *leaf = doc_add(arena, NULL, BLOCK_PARAGRAPH);
    const char *text = arena_printf(arena, "word %d is %s", i, answer);

    leaf->text = slice_from(text);
    leaf->clozes = arena_new_array(arena, 1, sizeof *leaf->clozes);
    leaf->nclozes = 1;
    leaf->clozes[0].at = (uint32_t)(strlen(text) - strlen(answer));
    leaf->clozes[0].len = (uint32_t)strlen(answer);
    leaf->clozes[0].number = 1;
    block_deal_cards(leaf);
    return leaf;
}

static void put(struct package *p, const struct parcel *parcel, int i,
                size_t *joined)
{
    struct package_answer answers[2];
    struct arena arena = {0};
    struct note note = {.leaf = leaf_of(&arena, parcel->answers[i], i)};
    struct package_card card = {
        .id = 1000 + i,
        .ord = 1,
        .suspended = parcel->suspended,
        .answers = answers,
        .nanswers = parcel->ngiven,
        .has_state = parcel->state,
        .state = {.interval = 9, .ease = 230, .due_day = DESK_DAY + 4},
        .state_ms = 1000000000000,
    };
    struct package_note row = {
        .uid = package_uid((struct slice){&"abc"[i], 1}, 0),
        .deck = SLICE("Words::New"),
        .note = &note,
        .tags = parcel->tags,
        .ntags = parcel->ntags,
        .marked = parcel->marked,
    };
    struct err err;

    for (size_t k = 0; k < parcel->ngiven; k++) {
        answers[k] = parcel->given[k];
        answers[k].ms += i;
    }
    note.ncards = 1;
    assert_int_equal(package_note(p, &row, &err), 0);
    assert_int_equal(package_card(p, &card, joined, &err), 1);
    card.ord = 2;
    assert_int_equal(package_card(p, &card, joined, &err), 0);
    arena_release(&arena);
}

/* Returns how many answers joined. */
static size_t import(struct desk *d, const struct parcel *parcel)
{
    const struct package_options options = {"words.apkg", DEVICE, false};
    struct package *p;
    struct err err;
    size_t joined = 0;

    ledger_release(&d->ledger);
    assert_int_equal(
        package_begin(&p, d->deck, &options, d->now, &d->ledger, &err), 0);
    for (int i = 0; i < NOTES; i++)
        if (parcel->answers[i] != NULL)
            put(p, parcel, i, &joined);
    assert_int_equal(package_end(p, &err), 0);
    desk_verify(d);
    return joined;
}

static const struct parcel usual = {
    .tags = {{"a", 1}, {"b::c", 4}},
    .ntags = 2,
    .answers = {"one", "two", "three"},
    .given = {{1700000000000, 900, 4}, {1700500000000, 800, 2}},
    .ngiven = 2,
};

static bool has_tag(struct desk *d, const char *answer, const char *tag)
{
    struct card_page page;
    struct err err;

    assert_int_equal(
        deck_card(d->deck, desk_find(d, answer), &page, &d->arena, &err), 0);
    for (size_t i = 0; i < page.ntags; i++)
        if (slice_is(page.tags[i], tag))
            return true;
    return false;
}

static void come_once(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    assert_int_equal(import(&d, &usual), 6);
    assert_int_equal(d.ledger.fresh, 3);
    assert_string_equal(
        arena_copy(&d.arena, desk_card(&d, desk_find(&d, "two")).path).at,
        "Words/New");
    assert_true(has_tag(&d, "one", "a") && has_tag(&d, "three", "b::c"));
    assert_int_equal(desk_card(&d, desk_find(&d, "one")).sched.reps, 2);
    assert_int_equal(import(&d, &usual), 0);
    assert_int_equal(d.ledger.kept, 3);
    assert_false(d.ledger.wrote);
    desk_release(&d);
}

static void are_edited_and_none_goes(void **state)
{
    struct parcel later = usual;
    struct desk d;
    int64_t two;

    (void)state;
    desk_init(&d);
    import(&d, &usual);
    two = desk_find(&d, "two");
    later.answers[0] = NULL;
    later.answers[1] = "another one";
    import(&d, &later);
    assert_int_equal(d.ledger.edited, 1);
    assert_int_equal(d.ledger.kept, 1);
    assert_int_equal(desk_find(&d, "another one"), two);
    assert_int_equal(desk_card(&d, two).sched.reps, 2);
    assert_true((desk_card(&d, two).flags & CARD_CHANGED) != 0);
    assert_int_not_equal(desk_find(&d, "one"), 0);
    desk_release(&d);
}

static void are_taken_back_and_come_again(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    import(&d, &usual);
    assert_string_equal(desk_undo(&d), "import of words.apkg");
    assert_int_equal(desk_find(&d, "one"), 0);
    desk_verify(&d);
    assert_int_equal(import(&d, &usual), 6);
    assert_int_equal(d.ledger.returned, 3);
    assert_int_equal(desk_card(&d, desk_find(&d, "one")).sched.reps, 2);
    assert_int_equal(import(&d, &usual), 0);
    desk_release(&d);
}

/* What a person said of tags and flags here counts; else the package does. */
static void follow_the_package_unless_told(void **state)
{
    struct parcel later = usual;
    struct desk d;
    struct err err;
    int64_t one;

    (void)state;
    desk_init(&d);
    import(&d, &usual);
    one = desk_find(&d, "one");
    assert_int_equal(
        deck_tag(d.deck, SLICE("a"), false, &one, 1, d.now, &err), 1);
    desk_flag(&d, VERB_SUSPEND, one);
    import(&d, &usual);
    assert_false(has_tag(&d, "one", "a"));
    assert_true((desk_card(&d, one).flags & CARD_SUSPENDED) != 0);
    later.ntags = 1;
    later.suspended = later.marked = true;
    import(&d, &later);
    assert_false(has_tag(&d, "two", "b::c"));
    assert_true(has_tag(&d, "two", "a"));
    assert_true((desk_card(&d, desk_find(&d, "two")).flags &
                 (CARD_SUSPENDED | CARD_MARKED)) ==
                (CARD_SUSPENDED | CARD_MARKED));
    later.suspended = later.marked = false;
    import(&d, &later);
    assert_int_equal(desk_card(&d, desk_find(&d, "two")).flags &
                         (CARD_SUSPENDED | CARD_MARKED),
                     0);
    assert_true((desk_card(&d, one).flags & CARD_SUSPENDED) != 0);
    desk_release(&d);
}

static void are_due_as_over_there(void **state)
{
    struct parcel parcel = usual;
    struct card one;
    struct desk d;

    (void)state;
    desk_init(&d);
    parcel.state = true;
    import(&d, &parcel);
    one = desk_card(&d, desk_find(&d, "one"));
    assert_int_equal(one.sched.due, DESK_DAY + 4);
    assert_int_equal(one.sched.interval, 9);
    assert_int_equal(one.sched.ease, 230);
    /* an answer here stands, whatever the same package says once more */
    desk_day(&d, DESK_DAY + 4);
    one = desk_answer(&d, one.id, 4);
    import(&d, &parcel);
    assert_true(sm2_same(desk_card(&d, one.id).sched, one.sched));
    desk_release(&d);
}

/* Alike as they are, notes of two packages stay two; the same are one. */
static void are_merged_by_their_uids(void **state)
{
    const struct merge_options options = {.force = true};
    struct parcel first = usual, second = usual;
    struct merge_report report = {0};
    struct desk a, b;
    struct err err;

    (void)state;
    first.answers[2] = NULL;
    second.answers[0] = NULL;
    desk_init(&a);
    import(&a, &first);
    desk_init(&b);
    import(&b, &second);
    desk_sit(&a);
    assert_int_equal(
        deck_merge(a.deck, deck_path(b.deck), &options, a.now, &report, &err),
        0);
    assert_int_equal(report.notes, 1);
    assert_int_equal(report.joined, 0);
    desk_verify(&a);
    assert_int_equal(desk_card(&a, desk_find(&a, "two")).sched.reps, 2);
    desk_sit(&b);
    desk_release(&b);
    desk_sit(&a);
    desk_release(&a);
}

int main(void)
{
    const struct CMUnitTest notes_of_packages[] = {
        cmocka_unit_test(come_once),
        cmocka_unit_test(are_edited_and_none_goes),
        cmocka_unit_test(are_taken_back_and_come_again),
        cmocka_unit_test(follow_the_package_unless_told),
        cmocka_unit_test(are_due_as_over_there),
        cmocka_unit_test(are_merged_by_their_uids),
    };

    return cmocka_run_group_tests(notes_of_packages, NULL, NULL);
}
