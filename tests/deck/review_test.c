/* review_test.c - days at the desk: answers, flags, limits, what comes next.
 */
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "check.h"
#include "deck/desk.h"
#include "sched/day.h"

static void write_cards(struct desk *d, int from, int to)
{
    struct str text = STR_EMPTY;

    for (int i = from; i < to; i++)
        str_printf(&text, "- Fact number %d says {{a%d}}.\n", i, i);
    desk_notes(d, text.at);
    str_release(&text);
}

static int64_t find_n(struct desk *d, int n)
{
    char answer[16];

    snprintf(answer, sizeof answer, "a%d", n);
    return desk_find(d, answer);
}

/* --- answers ------------------------------------------------------------ */

static void a_first_answer_brings_the_card_back_tomorrow(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    struct card card = desk_answer(&d, desk_find(&d, "4 KiB"), 4);

    assert_int_equal(card.sched.due, DESK_DAY + 1);
    assert_string_equal(desk_queue(&d), "");
    desk_day(&d, DESK_DAY + 1);
    assert_string_equal(desk_queue(&d), "4 KiB");
    desk_verify(&d);
    desk_release(&d);
}

static void hard_comes_again_today(void **state)
{
    struct desk d;
    int64_t card;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    card = desk_find(&d, "4 KiB");
    assert_true(desk_answer(&d, card, 3).sched.drill);
    assert_string_equal(desk_queue(&d), "4 KiB");
    assert_int_equal(desk_counts(&d).drill, 1);

    /* the drill changes nothing but itself */
    struct sm2 before = desk_card(&d, card).sched;
    struct sm2 after = desk_answer(&d, card, 4).sched;
    assert_false(after.drill);
    assert_int_equal(after.due, before.due);
    assert_int_equal(after.reps, 1);
    assert_string_equal(desk_queue(&d), "");
    desk_verify(&d);
    desk_release(&d);
}

static void what_kind_an_answer_was_is_in_its_history(void **state)
{
    static const char *const kinds[] = {"review", "drill", "cram", "review"};
    struct history *history;
    struct desk d;
    int64_t card;
    size_t n;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    card = desk_find(&d, "4 KiB");
    desk_answer(&d, card, 2);
    desk_answer(&d, card, 4);
    const struct answer cram = {
        .card = card, .kind = ANSWER_CRAM, .grade = 1, .ms = 700};
    desk_wait(&d, 1000);
    assert_int_equal(
        deck_answer(d.deck, &cram, d.now, NULL, &d.arena, &d.err), 0);
    desk_day(&d, DESK_DAY + 1);
    desk_answer(&d, card, 5);

    assert_int_equal(
        deck_history(d.deck, card, &history, &n, &d.arena, &d.err), 0);
    assert_int_equal(n, COUNT(kinds));
    for (size_t i = 0; i < n; i++)
        assert_true(slice_is(history[i].what, kinds[i]));
    assert_int_equal(history[2].grade, 1);
    assert_int_equal(history[2].ms, 700);
    assert_int_equal(history[2].after.reps, 1); /* as before the cram */
    assert_int_equal(history[3].day, DESK_DAY + 1);
    assert_int_equal(history[3].after.due, DESK_DAY + 7);
    desk_verify(&d);
    desk_release(&d);
}

static void undo_gives_the_card_back_as_it_was(void **state)
{
    struct desk d;
    int64_t card;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    card = desk_find(&d, "4 KiB");
    desk_answer(&d, card, 4);
    desk_day(&d, DESK_DAY + 1);
    struct sm2 before = desk_card(&d, card).sched;
    desk_answer(&d, card, 1);

    /* also after the program was closed */
    desk_reopen(&d);
    assert_string_equal(desk_undo(&d), "answer 1 on The page size is [...].");
    struct sm2 after = desk_card(&d, card).sched;
    assert_int_equal(after.due, before.due);
    assert_int_equal(after.lapses, before.lapses);
    assert_int_equal(after.reps, before.reps);
    assert_int_equal(after.seen, before.seen);
    desk_verify(&d);

    /* and again, one by one, down to the import and then nothing */
    assert_string_equal(desk_undo(&d),
                        "answer Good on The page size is [...].");
    assert_int_equal(desk_card(&d, card).sched.reps, 0);
    assert_memory_equal(desk_undo(&d), "import of ", 10);
    assert_int_equal(desk_ncards(&d), 0);
    assert_string_equal(desk_undo(&d), "");
    desk_verify(&d);
    desk_release(&d);
}

static void the_list_of_what_can_be_undone(void **state)
{
    struct undone list[10];
    struct desk d;
    size_t n;

    (void)state;
    desk_init(&d);
    write_cards(&d, 0, 3);
    int64_t cards[] = {find_n(&d, 0), find_n(&d, 1), find_n(&d, 2)};
    desk_answer(&d, cards[0], 4);
    assert_int_equal(deck_flag(d.deck, VERB_SUSPEND, cards, 3, d.now, &d.err),
                     3);
    assert_int_equal(
        deck_tag(d.deck, SLICE("hard"), true, cards, 1, d.now, &d.err), 1);
    desk_set(&d, "new", "5");

    assert_int_equal(deck_undo_list(d.deck, list, 10, &n, &d.arena, &d.err),
                     0);
    assert_int_equal(n, 5);
    assert_true(slice_is(list[0].what, "setting new"));
    assert_true(
        slice_is(list[1].what, "tag hard on Fact number 0 says [...]."));
    assert_true(slice_is(list[2].what, "suspend of 3 cards"));
    assert_true(
        slice_is(list[3].what, "answer Good on Fact number 0 says [...]."));
    assert_int_equal(list[3].card, cards[0]);
    assert_int_equal(list[2].card, 0);

    /* a command is undone as a whole */
    desk_undo(&d);
    desk_undo(&d);
    assert_string_equal(desk_undo(&d), "suspend of 3 cards");
    assert_int_equal(desk_card(&d, cards[2]).flags, 0);
    desk_verify(&d);
    desk_release(&d);
}

static void a_card_forgotten_eight_times_is_a_leech(void **state)
{
    struct desk d;
    int64_t card;
    int day = DESK_DAY;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    card = desk_find(&d, "4 KiB");
    for (int i = 0; i < 9; i++) {
        assert_int_equal(desk_card(&d, card).flags & CARD_LEECH, 0);
        desk_day(&d, day++);
        desk_answer(&d, card, 1);
    }
    assert_int_equal(desk_card(&d, card).flags, CARD_LEECH);
    assert_int_equal(desk_card(&d, card).sched.lapses, 8);
    desk_flag(&d, VERB_RESET, card);
    assert_int_equal(desk_card(&d, card).flags, 0);
    desk_verify(&d);
    desk_release(&d);
}

/* --- flags -------------------------------------------------------------- */

static void suspended_cards_stay_away_until_called_back(void **state)
{
    struct desk d;
    int64_t card;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    card = desk_find(&d, "4 KiB");
    desk_flag(&d, VERB_SUSPEND, card);
    assert_int_equal(desk_card(&d, card).flags, CARD_SUSPENDED);
    assert_string_equal(desk_queue(&d), "");
    desk_flag(&d, VERB_UNSUSPEND, card);
    assert_int_equal(desk_card(&d, card).flags, 0);
    assert_string_equal(desk_queue(&d), "4 KiB");
    desk_verify(&d);
    desk_release(&d);
}

static void a_buried_card_is_back_tomorrow(void **state)
{
    struct desk d;
    int64_t card;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    card = desk_find(&d, "4 KiB");
    desk_flag(&d, VERB_BURY, card);
    assert_int_equal(desk_card(&d, card).flags, CARD_BURIED);
    assert_string_equal(desk_queue(&d), "");
    assert_int_equal(desk_counts(&d).fresh, 0);

    desk_day(&d, DESK_DAY + 1);
    assert_string_equal(desk_queue(&d), "4 KiB");
    assert_int_equal(desk_card(&d, card).flags, 0);
    desk_flag(&d, VERB_BURY, card);
    desk_flag(&d, VERB_UNBURY, card);
    assert_string_equal(desk_queue(&d), "4 KiB");
    desk_verify(&d);
    desk_release(&d);
}

static void a_reset_card_is_new_and_keeps_its_log(void **state)
{
    struct history *history;
    struct desk d;
    int64_t card;
    size_t n;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    card = desk_find(&d, "4 KiB");
    desk_answer(&d, card, 4);
    desk_flag(&d, VERB_RESET, card);
    assert_int_equal(desk_card(&d, card).sched.reps, 0);
    assert_int_equal(
        deck_history(d.deck, card, &history, &n, &d.arena, &d.err), 0);
    assert_int_equal(n, 2);
    desk_undo(&d);
    assert_int_equal(desk_card(&d, card).sched.reps, 1);
    desk_verify(&d);
    desk_release(&d);
}

static void marks_and_tags_come_and_go(void **state)
{
    struct card_page page;
    struct desk d;
    int64_t card;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "---\ntags: [memory, os]\n---\n- A page is {{4 KiB}}.\n");
    card = desk_find(&d, "4 KiB");
    desk_flag(&d, VERB_MARK, card);
    assert_int_equal(desk_card(&d, card).flags, CARD_MARKED);

    /* tags of the file, one of its own, and one of the file taken off */
    assert_int_equal(
        deck_tag(d.deck, SLICE("exam"), true, &card, 1, d.now, &d.err), 1);
    assert_int_equal(
        deck_tag(d.deck, SLICE("os"), false, &card, 1, d.now, &d.err), 1);
    assert_int_equal(deck_card(d.deck, card, &page, &d.arena, &d.err), 0);
    assert_int_equal(page.ntags, 2);
    assert_true(slice_is(page.tags[0], "exam"));
    assert_true(slice_is(page.tags[1], "memory"));

    assert_int_equal(
        deck_tag(d.deck, SLICE("two words"), true, &card, 1, d.now, &d.err),
        -1);
    assert_int_equal(d.err.kind, ERR_USAGE);
    desk_verify(&d);
    desk_release(&d);
}

static void flags_stand_in_the_history_by_their_names(void **state)
{
    static const char *const names[] = {
        "review", "suspend", "unsuspend", "bury",  "unbury",
        "mark",   "unmark",  "reset",     "tag x", "untag x"};
    struct history *history;
    struct desk d;
    int64_t card;
    size_t n;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    card = desk_find(&d, "4 KiB");
    desk_answer(&d, card, 4);
    for (int verb = VERB_SUSPEND; verb <= VERB_RESET; verb++)
        desk_flag(&d, (enum deck_verb)verb, card);
    for (int on = 1; on >= 0; on--)
        assert_int_equal(
            deck_tag(d.deck, SLICE("x"), on, &card, 1, d.now, &d.err), 1);
    desk_undo(&d);
    assert_int_equal(
        deck_history(d.deck, card, &history, &n, &d.arena, &d.err), 0);
    assert_int_equal(n, COUNT(names));
    for (size_t i = 0; i < n; i++) {
        assert_true(slice_is(history[i].what, names[i]));
        assert_int_equal(history[i].grade, i == 0 ? 4 : -1);
        assert_int_equal(history[i].undone, i == n - 1);
    }
    desk_release(&d);
}

static int64_t events_of(struct desk *d, int64_t card)
{
    struct history *history;
    size_t n;

    assert_int_equal(
        deck_history(d->deck, card, &history, &n, &d->arena, &d->err), 0);
    return (int64_t)n;
}

static const struct twice {
    const char *name;
    enum deck_verb verb, back;
} twice[] = {
    {"suspending", VERB_SUSPEND, VERB_UNSUSPEND},
    {"burying", VERB_BURY, VERB_UNBURY},
    {"marking", VERB_MARK, VERB_UNMARK},
};

/* What is so already is not logged: there is nothing to undo. */
static void twice_is_once(void **state)
{
    const struct twice *row = *state;
    int64_t cards[2];
    struct desk d;

    desk_init(&d);
    desk_notes(&d, "- One {{1}}.\n- Two {{2}}.\n");
    cards[0] = desk_find(&d, "1");
    cards[1] = desk_find(&d, "2");
    desk_flag(&d, row->verb, cards[0]);
    assert_int_equal(deck_would_flag(d.deck, row->verb, cards, 2, &d.err), 1);
    assert_int_equal(deck_flag(d.deck, row->verb, cards, 2, d.now, &d.err),
                     1);
    assert_int_equal(deck_flag(d.deck, row->verb, cards, 2, d.now, &d.err),
                     0);
    assert_int_equal(events_of(&d, cards[0]), 1);
    assert_int_equal(events_of(&d, cards[1]), 1);

    desk_undo(&d);
    assert_int_equal(deck_flag(d.deck, row->back, cards, 2, d.now, &d.err),
                     1);
    assert_int_equal(deck_flag(d.deck, row->back, cards, 2, d.now, &d.err),
                     0);
    assert_int_equal(events_of(&d, cards[0]), 2);
    desk_verify(&d);
    desk_release(&d);
}

/* A tag of the file is not one given by hand, which stays when that goes. */
static void a_tag_is_given_once(void **state)
{
    struct desk d;
    int64_t card;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "---\ntags: [os]\n---\n- A page is {{4 KiB}}.\n");
    card = desk_find(&d, "4 KiB");
    for (int i = 0; i < 2; i++)
        assert_int_equal(
            deck_tag(d.deck, SLICE("os"), true, &card, 1, d.now, &d.err),
            i == 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(
            deck_tag(d.deck, SLICE("os"), false, &card, 1, d.now, &d.err),
            i == 0);
    assert_int_equal(
        deck_would_tag(d.deck, SLICE("none"), false, &card, 1, &d.err), 0);
    assert_int_equal(
        deck_would_tag(d.deck, SLICE("none"), true, &card, 1, &d.err), 1);
    assert_int_equal(events_of(&d, card), 2);
    desk_verify(&d);
    desk_release(&d);
}

static void what_was_buried_yesterday_can_be_buried_again(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- A page is {{4 KiB}}.\n");
    desk_flag(&d, VERB_BURY, 1);
    desk_day(&d, DESK_DAY + 1);
    assert_int_equal(
        deck_flag(d.deck, VERB_UNBURY, (int64_t[]){1}, 1, d.now, &d.err), 0);
    assert_int_equal(
        deck_flag(d.deck, VERB_BURY, (int64_t[]){1}, 1, d.now, &d.err), 1);
    desk_verify(&d);
    desk_release(&d);
}

/* A card that was never seen is new already. */
static void only_what_was_seen_is_reset(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- A page is {{4 KiB}}.\n");
    assert_int_equal(
        deck_flag(d.deck, VERB_RESET, (int64_t[]){1}, 1, d.now, &d.err), 0);
    desk_answer(&d, 1, 4);
    assert_int_equal(
        deck_flag(d.deck, VERB_RESET, (int64_t[]){1}, 1, d.now, &d.err), 1);
    desk_release(&d);
}

static void there_is_no_such_card(void **state)
{
    const struct answer answer = {.card = 99, .grade = 4};
    const int64_t cards[] = {1, 99};
    struct card_page page;
    struct history *history;
    struct desk d;
    size_t n;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    assert_int_equal(
        deck_answer(d.deck, &answer, d.now, NULL, &d.arena, &d.err), -1);
    assert_int_equal(d.err.kind, ERR_NO_INPUT);
    assert_int_equal(deck_card(d.deck, 99, &page, &d.arena, &d.err), -1);
    assert_int_equal(deck_history(d.deck, 99, &history, &n, &d.arena, &d.err),
                     -1);

    /* a command that fails half way has done nothing */
    assert_int_equal(deck_flag(d.deck, VERB_MARK, cards, 2, d.now, &d.err),
                     -1);
    assert_int_equal(desk_card(&d, 1).flags, 0);
    assert_int_equal(deck_flag(d.deck, VERB_MARK, cards, 0, d.now, &d.err),
                     0);
    desk_verify(&d);
    desk_release(&d);
}

/* --- what a day holds --------------------------------------------------- */

static void new_cards_are_limited_by_the_day(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_set(&d, "new", "3");
    write_cards(&d, 0, 10);
    assert_int_equal(desk_counts(&d).fresh, 3);
    assert_string_equal(desk_queue(&d), "a0, a1, a2");
    desk_answer(&d, find_n(&d, 0), 4);
    desk_reopen(&d);
    assert_int_equal(desk_counts(&d).fresh, 2);
    assert_int_equal(desk_counts(&d).new_today, 1);
    assert_int_equal(desk_counts(&d).done_today, 1);

    /* tomorrow there are three more, and the one of today */
    desk_day(&d, DESK_DAY + 1);
    assert_int_equal(desk_counts(&d).fresh, 3);
    assert_int_equal(desk_counts(&d).due, 1);
    desk_release(&d);
}

static void siblings_keep_a_day_apart(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- First {{one}}, then {{two}}, then {{three}}.\n"
                   "- Another {{four}}.\n");
    assert_string_equal(desk_queue(&d), "one, four");
    desk_answer(&d, desk_find(&d, "one"), 4);
    assert_string_equal(desk_queue(&d), "four");
    desk_reopen(&d);
    assert_string_equal(desk_queue(&d), "four");

    /* tomorrow: what is due first, its siblings wait again */
    desk_day(&d, DESK_DAY + 1);
    assert_string_equal(desk_queue(&d), "one, four");
    desk_verify(&d);
    desk_release(&d);
}

static void a_backlog_is_shown_in_part_and_new_cards_wait(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_set(&d, "new", "100");
    write_cards(&d, 0, 30);
    for (int i = 0; i < 20; i++)
        desk_answer(&d, find_n(&d, i), 4);
    desk_set(&d, "reviews", "8");
    desk_day(&d, DESK_DAY + 3);

    struct queue_counts counts = desk_counts(&d);
    assert_int_equal(counts.due, 8);
    assert_int_equal(counts.backlog, 12);
    assert_int_equal(counts.fresh, 0);
    assert_true(counts.backlog_clear_day > DESK_DAY + 3);
    assert_true(counts.backlog_clear_day < DESK_DAY + 10);
    desk_release(&d);
}

static void an_exam_plans_new_cards_and_a_last_look(void **state)
{
    struct str date = STR_EMPTY;
    struct desk d;

    (void)state;
    desk_init(&d);
    write_cards(&d, 0, 35);
    day_put(&date, DESK_DAY + 10);
    desk_set(&d, "exam", date.at);
    assert_int_equal(desk_counts(&d).exam_days_left, 10);
    assert_int_equal(desk_counts(&d).fresh, 5); /* 35 / (10 - 3) */

    for (int day = 0; day < 8; day++) {
        const struct queue_options options = {0};
        int64_t *cards;
        size_t n;

        desk_day(&d, DESK_DAY + day);
        assert_int_equal(deck_queue(d.deck, &options, d.now, &cards, &n, NULL,
                                    &d.arena, &d.err),
                         0);
        for (size_t i = 0; i < n; i++)
            desk_answer(&d, cards[i], 4);
    }
    /* two days are left: everything is seen once more */
    desk_day(&d, DESK_DAY + 8);
    struct queue_counts counts = desk_counts(&d);
    assert_int_equal(counts.fresh, 0);
    assert_true(counts.due >= 15 && counts.due <= 25);
    desk_verify(&d);
    str_release(&date);
    desk_release(&d);
}

static void ahead_and_cram_show_more(void **state)
{
    struct queue_options options = {.mode = QUEUE_AHEAD};
    struct queue_counts counts;
    struct desk d;
    int64_t *cards;
    size_t n;

    (void)state;
    desk_init(&d);
    write_cards(&d, 0, 4);
    for (int i = 0; i < 3; i++)
        desk_answer(&d, find_n(&d, i), 4);

    /* seen today already: only the new one is left */
    assert_int_equal(deck_queue(d.deck, &options, d.now, &cards, &n, &counts,
                                &d.arena, &d.err),
                     0);
    assert_int_equal(n, 1);
    desk_day(&d, DESK_DAY + 1);
    for (int i = 0; i < 3; i++)
        desk_answer(&d, find_n(&d, i), 4);
    desk_day(&d, DESK_DAY + 2);
    assert_int_equal(deck_queue(d.deck, &options, d.now, &cards, &n, &counts,
                                &d.arena, &d.err),
                     0);
    assert_int_equal(n, 4);
    assert_int_equal(counts.due, 3);
    assert_int_equal(cards[0], find_n(&d, 3));

    options = (struct queue_options){.mode = QUEUE_CRAM, .limit = 2};
    assert_int_equal(deck_queue(d.deck, &options, d.now, &cards, &n, NULL,
                                &d.arena, &d.err),
                     0);
    assert_int_equal(n, 2);
    desk_release(&d);
}

static void a_limit_leaves_the_new_ones_for_later(void **state)
{
    struct queue_options options = {.limit = 1};
    struct queue_counts counts;
    struct desk d;
    int64_t *cards;
    size_t n;

    (void)state;
    desk_init(&d);
    write_cards(&d, 0, 30);
    desk_answer(&d, find_n(&d, 7), 4);
    desk_day(&d, DESK_DAY + 1);
    assert_int_equal(deck_queue(d.deck, &options, d.now, &cards, &n, &counts,
                                &d.arena, &d.err),
                     0);
    assert_int_equal(n, 1);
    assert_int_equal(cards[0], find_n(&d, 7));
    assert_int_equal(counts.due, 1);
    assert_int_equal(counts.fresh, 0);
    assert_int_equal(counts.minutes, 1);
    desk_release(&d);
}

static void a_selection_narrows_the_queue(void **state)
{
    struct queue_options options = {0};
    struct desk d;
    int64_t *cards;
    size_t n;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "# Paging\n- One {{1}}.\n## TLB\n- Two {{2}}.\n"
                   "# Files\n- Three {{3}}.\n");
    assert_int_equal(deck_select(d.deck, SLICE("paging"), &options.selection,
                                 &d.arena, &d.err),
                     0);
    assert_int_equal(deck_queue(d.deck, &options, d.now, &cards, &n, NULL,
                                &d.arena, &d.err),
                     0);
    assert_int_equal(n, 2);
    assert_int_equal(cards[0], desk_find(&d, "1"));
    desk_release(&d);
}

/* --- the clock ---------------------------------------------------------- */

static void a_clock_that_jumps_back_moves_no_day_back(void **state)
{
    struct desk d;
    int64_t card;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    card = desk_find(&d, "4 KiB");
    desk_answer(&d, card, 2);

    /* ten years back, in the middle of a session */
    desk_day(&d, DESK_DAY - 3650);
    assert_int_equal(deck_today(d.deck, d.now), DESK_DAY);
    assert_string_equal(desk_queue(&d), "4 KiB");
    struct card after = desk_answer(&d, card, 4);
    assert_false(after.sched.drill);
    assert_int_equal(after.sched.due, DESK_DAY + 1);
    desk_verify(&d);
    desk_release(&d);
}

static void a_wrong_year_can_be_undone(void **state)
{
    struct desk d;
    int64_t card;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    card = desk_find(&d, "4 KiB");
    desk_day(&d, DESK_DAY + 36500);
    desk_answer(&d, card, 4);
    desk_undo(&d);
    desk_day(&d, DESK_DAY);
    assert_int_equal(deck_today(d.deck, d.now), DESK_DAY);
    desk_verify(&d);
    desk_release(&d);
}

/* --- settings ----------------------------------------------------------- */

static const struct setting {
    const char *name, *setting, *value;
    bool accepted;
} settings[] = {
    {"new cards a day", "new", "0", true},
    {"too many of them", "new", "10000", false},
    {"not a number", "new", "many", false},
    {"a negative one", "reviews", "-1", false},
    {"nothing", "reviews", "", false},
    {"a scheduler", "scheduler", "sm2-delphi", true},
    {"one that is not there", "scheduler", "fsrs", false},
    {"an exam", "exam", "2027-03-14", true},
    {"no exam", "exam", "none", true},
    {"a day that never comes", "exam", "2027-02-30", false},
    {"what others do", "others", "hide-all", true},
    {"what they don't", "others", "dance", false},
    {"six grades", "grades", "0-5", true},
    {"seven", "grades", "0-6", false},
    {"no such setting", "speed", "1", false},
};

static void a_setting_is_taken_or_refused(void **state)
{
    const struct setting *s = *state;
    struct desk d;
    int rc;

    desk_init(&d);
    rc = deck_set(d.deck, s->setting, slice_from(s->value), d.now, &d.err);
    assert_int_equal(rc, s->accepted ? 0 : -1);
    if (rc < 0)
        assert_int_equal(d.err.kind, ERR_USAGE);
    desk_release(&d);
}

static void settings_are_kept_and_the_latest_wins(void **state)
{
    struct deck_settings s;
    struct desk d;

    (void)state;
    desk_init(&d);
    assert_int_equal(deck_settings(d.deck, &s, &d.err), 0);
    assert_int_equal(s.new_per_day, 20);
    assert_int_equal(s.reviews_per_day, 200);
    assert_string_equal(s.profile->name, "sm2");

    desk_set(&d, "new", "7");
    desk_set(&d, "new", "8");
    desk_set(&d, "grades", "0-5");
    desk_reopen(&d);
    assert_int_equal(deck_settings(d.deck, &s, &d.err), 0);
    assert_int_equal(s.new_per_day, 8);
    assert_true(s.six_grades);
    desk_undo(&d);
    desk_undo(&d);
    assert_int_equal(deck_settings(d.deck, &s, &d.err), 0);
    assert_int_equal(s.new_per_day, 7);
    assert_false(s.six_grades);
    desk_release(&d);
}

static void another_scheduler_folds_all_cards_anew(void **state)
{
    struct desk d;
    int64_t card;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    card = desk_find(&d, "4 KiB");
    desk_answer(&d, card, 1);
    assert_int_equal(desk_card(&d, card).sched.ease, 250);
    desk_set(&d, "scheduler", "sm2-delphi");
    assert_int_equal(desk_card(&d, card).sched.ease, 196);
    desk_verify(&d);
    desk_undo(&d);
    assert_int_equal(desk_card(&d, card).sched.ease, 250);
    desk_verify(&d);
    desk_release(&d);
}

/* --- anything at all ---------------------------------------------------- */

static void one_random_step(struct desk *d, struct rng *rng, int ncards)
{
    int64_t card = 1 + (int64_t)rng_below(rng, (uint64_t)ncards);
    uint64_t what = rng_below(rng, 20);

    if (what < 10)
        desk_answer(d, card, (int)rng_below(rng, 6));
    else if (what < 14)
        desk_flag(d, (enum deck_verb)rng_below(rng, 7), card);
    else if (what < 16)
        assert_in_range(
            deck_tag(d->deck, what == 14 ? SLICE("a") : SLICE("b"),
                     rng_below(rng, 2) == 0, &card, 1, d->now, &d->err),
            0, 1);
    else if (what < 18)
        desk_undo(d);
    else
        desk_day(d, DESK_DAY + (int)(d->now.utc_ms / DAY_MS - DESK_DAY) +
                        (int)rng_below(rng, 9) - 1);
}

static void whatever_is_done_the_deck_is_what_its_history_says(void **state)
{
    (void)state;
    for (int seed = 0; seed < often(4); seed++) {
        struct rng rng = rng_new((uint64_t)seed);
        struct desk d;

        desk_init(&d);
        write_cards(&d, 0, 6);
        for (int i = 0; i < 150; i++)
            one_random_step(&d, &rng, 6);
        desk_verify(&d);
        desk_release(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_answer_brings_the_card_back_tomorrow),
        cmocka_unit_test(hard_comes_again_today),
        cmocka_unit_test(what_kind_an_answer_was_is_in_its_history),
        cmocka_unit_test(undo_gives_the_card_back_as_it_was),
        cmocka_unit_test(the_list_of_what_can_be_undone),
        cmocka_unit_test(a_card_forgotten_eight_times_is_a_leech),
        cmocka_unit_test(suspended_cards_stay_away_until_called_back),
        cmocka_unit_test(a_buried_card_is_back_tomorrow),
        cmocka_unit_test(a_reset_card_is_new_and_keeps_its_log),
        cmocka_unit_test(marks_and_tags_come_and_go),
        cmocka_unit_test(flags_stand_in_the_history_by_their_names),
        cmocka_unit_test(a_tag_is_given_once),
        cmocka_unit_test(what_was_buried_yesterday_can_be_buried_again),
        cmocka_unit_test(only_what_was_seen_is_reset),
        cmocka_unit_test(there_is_no_such_card),
        cmocka_unit_test(new_cards_are_limited_by_the_day),
        cmocka_unit_test(siblings_keep_a_day_apart),
        cmocka_unit_test(a_backlog_is_shown_in_part_and_new_cards_wait),
        cmocka_unit_test(an_exam_plans_new_cards_and_a_last_look),
        cmocka_unit_test(ahead_and_cram_show_more),
        cmocka_unit_test(a_limit_leaves_the_new_ones_for_later),
        cmocka_unit_test(a_selection_narrows_the_queue),
        cmocka_unit_test(a_clock_that_jumps_back_moves_no_day_back),
        cmocka_unit_test(a_wrong_year_can_be_undone),
        cmocka_unit_test(settings_are_kept_and_the_latest_wins),
        cmocka_unit_test(another_scheduler_folds_all_cards_anew),
        cmocka_unit_test(whatever_is_done_the_deck_is_what_its_history_says),
    };
    int failed = RUN_CASES(settings, a_setting_is_taken_or_refused);

    failed += RUN_CASES(twice, twice_is_once);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
