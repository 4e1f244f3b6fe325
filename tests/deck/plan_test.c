/* plan_test.c - a review of a million cards must not read a million rows: no
 * statement of it may scan a table or sort what is due. */
#include "check.h"
#include "deck/desk.h"
#include "deck/plans.h"

static void review(struct desk *d, const struct queue_options *options)
{
    struct queue_counts counts;
    struct history *history;
    int64_t *cards;
    size_t n, nevents;

    assert_int_equal(deck_queue(d->deck, options, d->now, &cards, &n, &counts,
                                &d->arena, &d->err),
                     0);
    assert_int_equal(
        deck_queue_counts(d->deck, options, d->now, &counts, &d->err), 0);
    for (size_t i = 0; i < n; i++) {
        desk_answer(d, cards[i], i % 2 == 0 ? 4 : 2);
        assert_int_equal(deck_history(d->deck, cards[i], &history, &nevents,
                                      &d->arena, &d->err),
                         0);
    }
}

static void nothing_in_a_review_scans_or_sorts(void **state)
{
    const struct queue_options today = {0};
    const struct queue_options ahead = {.mode = QUEUE_AHEAD};
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- One {{1}}.\n- Two {{2}} and {{3}}.\n- Four {{4}}.\n");
    deck_close(d.deck);
    assert_int_equal(deck_open(&d.deck, desk_path(&d, "deck.sqlite"),
                               DECK_WRITE, d.now, &d.err),
                     0);
    desk_set(&d, "reviews", "1");
    review(&d, &today);
    desk_day(&d, DESK_DAY + 9);
    review(&d, &today);
    review(&d, &ahead);
    desk_flag(&d, VERB_SUSPEND, 1);
    desk_flag(&d, VERB_BURY, 2);
    desk_undo(&d);
    desk_set(&d, "exam", "2024-10-13"); /* in two days */
    review(&d, &today);

    assert_plans_good(d.deck);
    desk_release(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_in_a_review_scans_or_sorts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
