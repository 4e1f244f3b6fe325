/* Sittings: strings of keys, and what is then on the screen and in the
 * deck. */
#include "review/session.h"

#include <sqlite3.h>

#include "check.h"
#include "review/pile.h"
#include "sched/day.h"
#include "sitting.h"

static const char three[] = "# Paging\n\n"
                            "- Here a page has {{4 KiB}}.\n"
                            "- Here a miss is a {{page fault}}.\n"
                            "- Here the kernel keeps {{page tables}}.\n";

static int sit_down(void **state)
{
    struct sitting *s = test_calloc(1, sizeof *s);

    sitting_init(s, three);
    sitting_open(s);
    *state = s;
    return 0;
}

static int get_up(void **state)
{
    sitting_release(*state);
    test_free(*state);
    return 0;
}

/* The schedule of the card with this answer. */
static struct sm2 sched(struct sitting *s, const char *answer)
{
    return desk_card(&s->desk, desk_find(&s->desk, answer)).sched;
}

static size_t events_of(struct sitting *s, const char *answer,
                        struct history **out)
{
    size_t n;

    assert_int_equal(deck_history(s->desk.deck, desk_find(&s->desk, answer),
                                  out, &n, &s->desk.arena, &s->desk.err),
                     0);
    return n;
}

/* --- keys of one's own ---------------------------------------------------
 */

static void keys_of_ones_own_come_before_the_usual_ones(void **state)
{
    static const struct own_key keys[] = {
        {{KEY_TEXT, 'z', false}, "z", "undo"},
        {{KEY_TEXT, 'u', false}, "u", "good"},
        {{KEY_RIGHT, 0, false}, "<Right>", "show"},
    };
    struct sitting *s = *state;

    s->options.keys = keys;
    s->options.nkeys = COUNT(keys);
    sitting_open(s);
    assert_frame(s, "<Right> show · t type · z undo · ? all keys");
    sitting_press(s, "<Right>u");
    assert_frame(s, "2 left");
    sitting_press(s, "z");
    assert_frame(s, "3 left");
    assert_frame(s, "Taken back: answer Good");
    sitting_press(s, "?");
    assert_frame(s, "z              take the last step back");
    sitting_press(s, "q<Space>3");
    assert_frame(s, "2 left");

    /* what is typed is an answer, whatever the keys are */
    sitting_press(s, "tz");
    assert_int_equal(session_mode(s->session), SESSION_TYPING);
}

/* --- asking and answering ---------------------------------------------- */

static void a_question_hides_its_answer(void **state)
{
    struct sitting *s = *state;

    assert_int_equal(session_mode(s->session), SESSION_QUESTION);
    assert_frame(s, "[...]");
    assert_frame_not(s, sitting_answer(s));
    assert_frame(s, "3 left");
    assert_frame(s, "notes.md › Paging");
}

static void space_shows_the_answer_and_then_means_good(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);
    struct history *events;

    sitting_press(s, " ");
    assert_int_equal(session_mode(s->session), SESSION_ANSWER);
    assert_frame(s, first);
    assert_frame(s,
                 "1 Again today · 2 Hard again today · 3 Good 1d · 4 Easy 1d");
    sitting_press(s, " ");
    assert_string_not_equal(sitting_answer(s), first);
    assert_int_equal(sched(s, first).reps, 1);
    assert_int_equal(events_of(s, first, &events), 1);
    assert_int_equal(events[0].grade, 4);
    assert_int_equal(events[0].ms, 2 * KEY_MS);
}

static void digits_before_the_answer_mean_nothing(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);

    sitting_press(s, "0123456789");
    assert_string_equal(sitting_answer(s), first);
    assert_int_equal(session_mode(s->session), SESSION_QUESTION);
    assert_int_equal(sched(s, first).reps, 0);
}

static const struct grade_case {
    const char *name, *key;
    bool six;
    int grade;
} grades[] = {
    {"1 is Again", "1", false, 2},
    {"2 is Hard", "2", false, 3},
    {"3 is Good", "3", false, 4},
    {"4 is Easy", "4", false, 5},
    {"Enter is Good", "<Enter>", false, 4},
    {"0 of six", "0", true, 0},
    {"1 of six", "1", true, 1},
    {"2 of six", "2", true, 2},
    {"3 of six", "3", true, 3},
    {"4 of six", "4", true, 4},
    {"5 of six", "5", true, 5},
};

static void is_logged(void **state)
{
    const struct grade_case *c = *state;
    struct sitting s;
    struct history *events;
    const char *first;

    sitting_init(&s, three);
    if (c->six)
        desk_set(&s.desk, "grades", "0-5");
    sitting_open(&s);
    first = sitting_answer(&s);
    sitting_press(&s, " ");
    sitting_press(&s, c->key);
    assert_int_equal(events_of(&s, first, &events), 1);
    assert_int_equal(events[0].grade, c->grade);
    sitting_release(&s);
}

static void a_key_of_the_other_scale_means_nothing(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);

    sitting_press(s, " 05");
    assert_string_equal(sitting_answer(s), first);
    desk_set(&s->desk, "grades", "0-5");
    sitting_open(s);
    sitting_press(s, " ");
}

/* All that was not known well comes again today: the label of each says so,
 * in 80 columns and in words. */
static void six_grades_say_when_the_card_is_back(void **state)
{
    struct sitting *s = *state;
    struct str said = STR_EMPTY;

    desk_set(&s->desk, "grades", "0-5");
    sitting_open(s);
    sitting_press(s, " ");
    assert_frame(s, "0 Blank 0d  1 Wrong 0d  2 Almost 0d  3 Hard 0d  4 Good "
                    "1d  5 Perfect 1d");
    session_put_grades(&said, s->session);
    assert_string_equal(said.at, "0 Blank, 1 Wrong, 2 Almost, 3 Hard: again "
                                 "today; 4 Good, 5 Perfect: 1d");
    str_release(&said);
}

static void what_was_hard_comes_again_today(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);

    sitting_press(s, " 2");
    assert_frame(s, "3 left");
    sitting_press(s, "  "
                     "  ");
    assert_string_equal(sitting_answer(s), first);
    assert_frame(s, "1 left");
    sitting_press(s, " ");
    assert_frame(s, "3 Good 1d");
    sitting_press(s, "2");
    assert_string_equal(sitting_answer(s), first);
    sitting_press(s, "  ");
    assert_int_equal(session_mode(s->session), SESSION_SUMMARY);
    assert_int_equal(sched(s, first).reps, 1);
    assert_false(sched(s, first).drill);
}

static void a_pile_lets_some_others_go_first(void **state)
{
    const int64_t cards[] = {1, 2,  3,  4,  5,  6,  7, 8,
                             9, 10, 11, 12, 13, 14, 15};
    struct pile pile = {0};
    size_t at;

    (void)state;
    pile_fill(&pile, cards, COUNT(cards));
    at = pile_again(&pile, 1);
    assert_int_equal(at, 1 + PILE_APART);
    assert_int_equal(pile.cards[at], 1);
    assert_int_equal(pile.cards[at + 1], 12);
    assert_int_equal(pile_left(&pile), 16);
    pile_take(&pile, at);
    assert_int_equal(pile.cards[at], 12);
    pile.next = 14;
    assert_int_equal(pile_again(&pile, 15), 15);
    pile_release(&pile);
}

static void what_is_pulled_forward_does_not_come_later_too(void **state)
{
    const int64_t cards[] = {1, 2, 3, 4};
    struct pile pile = {0};

    (void)state;
    pile_fill(&pile, cards, COUNT(cards));
    pile_put_next(&pile, 4);
    assert_int_equal(pile_left(&pile), 4);
    assert_int_equal(pile.cards[1], 4);
    assert_int_equal(pile.cards[3], 3);
    pile_put_next(&pile, 5);
    assert_int_equal(pile_left(&pile), 5);
    assert_int_equal(pile.cards[1], 5);
    pile_release(&pile);
}

/* --- the end ----------------------------------------------------------- */

static void the_summary_says_what_was_done_and_what_comes(void **state)
{
    struct sitting *s = *state;

    sitting_press(s, "  "
                     " 1"
                     " 3"
                     "  ");
    assert_golden("review-summary.txt", sitting_screen(s, 24, 80));
    sitting_press(s, "j1m");
    assert_int_equal(s->wish, SESSION_ON);
    sitting_press(s, " ");
    assert_int_equal(s->wish, SESSION_OVER);
}

static void remembered_counts_cards_seen_before(void **state)
{
    struct sitting *s = *state;
    struct str text = STR_EMPTY;

    sitting_press(s, "      ");
    desk_day(&s->desk, DESK_DAY + 1);
    s->ticks = 0;
    sitting_open(s);
    sitting_press(s, " 1"
                     " 3"
                     " 4"
                     "  ");
    session_put_summary(&text, s->session);
    assert_string_equal(text.at,
                        "3 cards in 32 s, 3 reviewed, 67 % remembered");
    str_release(&text);
}

static void with_nothing_due_it_says_so(void **state)
{
    struct sitting *s = *state;

    sitting_press(s, "      ");
    sitting_open(s);
    assert_int_equal(session_mode(s->session), SESSION_SUMMARY);
    assert_null(session_face(s->session));
    assert_frame(s, "Nothing is due now.");
    assert_frame(s, "Tomorrow: 3 to review");
    sitting_press(s, "q");
    assert_int_equal(s->wish, SESSION_OVER);
}

static void an_empty_deck_says_what_to_do(void **state)
{
    struct sitting s;

    (void)state;
    sitting_init(&s, "No cards here.\n");
    sitting_open(&s);
    assert_frame(&s, "pagein import NOTES brings cards into this deck.");
    sitting_release(&s);
}

static void time_is_up_after_the_card_at_hand(void **state)
{
    struct sitting *s = *state;

    s->options.for_ms = 3 * KEY_MS;
    sitting_open(s);
    sitting_press(s, "  ");
    assert_int_equal(session_mode(s->session), SESSION_QUESTION);
    sitting_press(s, " ");
    assert_int_equal(session_mode(s->session), SESSION_ANSWER);
    sitting_press(s, "3");
    assert_int_equal(session_mode(s->session), SESSION_SUMMARY);
    assert_frame(s, "Time is up. Well done.");
    assert_frame(s, "1 card is left for another time.");
}

static void cram_changes_no_schedule(void **state)
{
    struct sitting *s = *state;
    const char *first;
    struct history *events;

    s->options.queue.mode = QUEUE_CRAM;
    sitting_open(s);
    first = sitting_answer(s);
    sitting_press(s, " ");
    assert_frame(s, "3 Good no change");
    sitting_press(s, "1");
    assert_int_equal(sched(s, first).reps, 0);
    assert_int_equal(events_of(s, first, &events), 1);
    assert_true(slice_is(events[0].what, "cram"));
    sitting_press(s, "    ");
    assert_string_equal(sitting_answer(s),
                        first); /* once more, until known */
    sitting_press(s, "  ");
    assert_int_equal(session_mode(s->session), SESSION_SUMMARY);
}

static void ahead_shows_what_is_not_due_yet(void **state)
{
    struct sitting *s = *state;

    sitting_press(s, "      ");
    desk_day(&s->desk, DESK_DAY + 1);
    sitting_open(s);
    sitting_press(s, "      ");
    desk_day(&s->desk, DESK_DAY + 3);
    s->options.queue.mode = QUEUE_AHEAD;
    sitting_open(s);
    assert_frame(s, "3 left");
    sitting_press(s, " ");
    assert_frame(s, "3 Good 4d");
}

/* --- undo -------------------------------------------------------------- */

static void undo_brings_the_card_back_as_it_was(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);

    sitting_press(s, " 1u");
    assert_string_equal(sitting_answer(s), first);
    assert_int_equal(session_mode(s->session), SESSION_QUESTION);
    assert_frame(s, "Taken back: ");
    assert_frame(s, "3 left");
    assert_int_equal(sched(s, first).reps, 0);
    desk_verify(&s->desk);
}

static void undo_goes_back_to_the_beginning_and_no_further(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);

    sitting_press(s, " 1"
                     " 3"
                     "s"
                     "uuu");
    assert_string_equal(sitting_answer(s), first);
    assert_frame(s, "3 left");
    sitting_press(s, "u");
    assert_frame(s, "Nothing of this sitting to take back.");
    desk_verify(&s->desk);
}

static void undo_finds_its_card_across_cards_that_went_away(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s), *second;

    sitting_press(s, "  ");
    second = sitting_answer(s);
    sitting_press(s, "u");
    desk_flag(&s->desk, VERB_BURY, desk_find(&s->desk, second));
    sitting_press(s, "  ");
    assert_string_not_equal(sitting_answer(s), second);
    sitting_press(s, "u");
    assert_string_equal(sitting_answer(s), first);
}

static void undo_works_from_the_summary(void **state)
{
    struct sitting *s = *state;
    const char *last;

    sitting_press(s, "    ");
    last = sitting_answer(s);
    sitting_press(s, "  ");
    assert_int_equal(session_mode(s->session), SESSION_SUMMARY);
    sitting_press(s, "u");
    assert_string_equal(sitting_answer(s), last);
    assert_frame(s, "1 left");
}

static void undo_leaves_alone_what_another_program_did_since(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);

    sitting_press(s, "  ");
    desk_flag(&s->desk, VERB_MARK, desk_find(&s->desk, sitting_answer(s)));
    sitting_press(s, "u");
    assert_frame(s, "Nothing of this sitting to take back.");
    assert_int_equal(sched(s, first).reps, 1);
}

/* --- flags ------------------------------------------------------------- */

static const struct away_case {
    const char *name, *key, *said;
    unsigned flag;
} away[] = {
    {"s suspends", "s", "Suspended until you unsuspend it.", CARD_SUSPENDED},
    {"@ too", "@", "Suspended until you unsuspend it.", CARD_SUSPENDED},
    {"b buries", "b", "Buried until tomorrow.", CARD_BURIED},
    {"- too, and behind the answer", " -", "Buried until tomorrow.",
     CARD_BURIED},
};

static void puts_the_card_away(void **state)
{
    const struct away_case *c = *state;
    struct sitting s;
    const char *first;

    sitting_init(&s, three);
    sitting_open(&s);
    first = sitting_answer(&s);
    sitting_press(&s, c->key);
    assert_frame(&s, c->said);
    assert_string_not_equal(sitting_answer(&s), first);
    assert_frame(&s, "2 left");
    assert_true(desk_card(&s.desk, desk_find(&s.desk, first)).flags &
                c->flag);
    sitting_press(&s, "u");
    assert_string_equal(sitting_answer(&s), first);
    assert_false(desk_card(&s.desk, desk_find(&s.desk, first)).flags &
                 c->flag);
    sitting_release(&s);
}

static void marks_come_and_go(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);

    sitting_press(s, " m");
    assert_int_equal(session_mode(s->session), SESSION_ANSWER);
    assert_frame(s, "* 3 left");
    assert_true(desk_card(&s->desk, desk_find(&s->desk, first)).flags &
                CARD_MARKED);
    sitting_press(s, "*");
    assert_frame(s, "No longer marked.");
    assert_frame_not(s, "* 3 left");
    sitting_press(s, "mu");
    assert_frame_not(s, "* 3 left");
}

static void the_deck_may_hide_the_other_blanks(void **state)
{
    struct sitting s;

    (void)state;
    sitting_init(&s, "{{Hits}} and {{misses}} add up.\n");
    desk_set(&s.desk, "others", "hide-all");
    sitting_open(&s);
    assert_frame(&s, "[·]");
    sitting_press(&s, " ");
    assert_frame(&s, "Hits and misses add up.");
    sitting_release(&s);
}

/* --- typing ------------------------------------------------------------ */

static void every_printable_key_is_text(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);

    sitting_press(s, "tq1u?:b-s@*mei jk4");
    assert_int_equal(session_mode(s->session), SESSION_TYPING);
    assert_frame(s, "› q1u?:b-s@*mei jk4");
    assert_string_equal(sitting_answer(s), first);
    assert_int_equal(s->cells.cursor_row, 22);
    assert_int_equal(s->cells.cursor_column, 2 + 2 + 17);
    sitting_press(s, "<Esc>");
    assert_int_equal(session_mode(s->session), SESSION_QUESTION);
    assert_frame_not(s, "› q1u");
    sitting_press(s, "q");
    assert_int_equal(s->wish, SESSION_OVER);
}

static void a_typed_answer_is_compared_letter_by_letter(void **state)
{
    struct sitting s;

    (void)state;
    sitting_init(&s, "A miss is a {{page fault}}.\n");
    sitting_open(&s);
    sitting_press(&s, "tpage fualt<Left><Left><BS>tt<Enter>");
    assert_golden("review-typed.txt", sitting_screen(&s, 24, 80));
    assert_true(slice_is(session_typed(s.session), "page futtlt"));
    sitting_press(&s, "1");
    assert_true(slice_is(session_typed(s.session), ""));
    sitting_press(&s, "tPAGE FAULT <Enter>");
    assert_frame(&s, "typed   PAGE FAULT ✓");
    sitting_release(&s);
}

static void what_is_typed_is_shown_harmless(void **state)
{
    struct sitting *s = *state;

    sitting_press(s, "ta\xe2\x80\xae<Left>b\xc2\x9b");
    assert_frame(s, "› ab\\u{9b}\\u{202e}");
    sitting_press(s, "<Enter>");
    assert_frame(s, "ab\\u{9b}\\u{202e}");
}

static void tab_gives_a_letter(void **state)
{
    struct sitting s;

    (void)state;
    sitting_init(&s, "A {{TLB}} is a cache.\n");
    sitting_open(&s);
    sitting_press(&s, "t<Tab>");
    assert_frame(&s, "It begins with T…");
    sitting_press(&s, "<Tab><Tab><Tab><Tab>");
    assert_frame(&s, "It begins with TLB");
    assert_frame_not(&s, "TLB…");
    assert_frame(&s, "  ›\n");
    sitting_release(&s);
}

static void a_paste_is_text_and_never_a_command(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);
    struct key keys[] = {{KEY_TEXT, ' ', true}, {KEY_TEXT, '3', true},
                         {KEY_ENTER, 0, true},  {KEY_TEXT, 'q', true},
                         {KEY_TEXT, 's', true}, {KEY_ESC, 0, true}};

    for (size_t i = 0; i < COUNT(keys); i++)
        assert_int_equal(session_key(s->session, keys[i], sitting_now(s)),
                         SESSION_ON);
    assert_string_equal(sitting_answer(s), first);
    sitting_press(s, "t");
    for (size_t i = 0; i < COUNT(keys); i++)
        session_key(s->session, keys[i], sitting_now(s));
    assert_frame(s, "›  3 qs");
}

/* --- other pages ------------------------------------------------------- */

static void the_help_page_lists_the_keys(void **state)
{
    struct sitting *s = *state;

    sitting_press(s, " ?");
    assert_golden("review-help.txt", sitting_screen(s, 24, 80));
    sitting_press(s, "3"); /* not a grade here */
    assert_int_equal(session_mode(s->session), SESSION_HELP);
    sitting_press(s, "q");
    assert_int_equal(session_mode(s->session), SESSION_ANSWER);
    assert_frame(s, "3 Good");
}

static void the_info_page_tells_the_card_s_life(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);

    sitting_press(s, "i");
    assert_frame(s, "never seen before");
    sitting_press(s, "q"
                     " 2"
                     "    "
                     "  ");
    for (int day = 1; day < 9; day += 6) {
        desk_day(&s->desk, DESK_DAY + day);
        s->ticks = 0;
        sitting_open(s);
        while (strcmp(sitting_answer(s), first) != 0)
            sitting_press(s, "  ");
        sitting_press(s, " 3");
    }
    desk_day(&s->desk, DESK_DAY + 30);
    s->ticks = 0;
    sitting_open(s);
    while (strcmp(sitting_answer(s), first) != 0)
        sitting_press(s, "  ");
    sitting_press(s, "mi");
    assert_golden("review-info.txt", sitting_screen(s, 24, 80));
    sitting_press(s, "<Esc>");
    assert_int_equal(session_mode(s->session), SESSION_QUESTION);
}

static void colon_q_leaves_and_nothing_else_behind_a_colon(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);

    sitting_press(s, ":s");
    assert_string_equal(sitting_answer(s), first);
    assert_int_equal(s->wish, SESSION_ON);
    sitting_press(s, ":q");
    assert_int_equal(s->wish, SESSION_OVER);
}

static const struct key_case {
    const char *name, *keys;
    enum session_wish wish;
} wishes[] = {
    {"q leaves", "q", SESSION_OVER},
    {"Ctrl-C leaves", "<C-c>", SESSION_OVER},
    {"Ctrl-C leaves from typing", "tabc<C-c>", SESSION_OVER},
    {"Ctrl-C leaves from the help page", "?<C-c>", SESSION_OVER},
    {"Ctrl-C leaves from the history", "i<C-c>", SESSION_OVER},
    {"Ctrl-Z stops", "<C-z>", SESSION_STOP},
    {"Ctrl-Z stops in the middle of typing", "tab<C-z>", SESSION_STOP},
    {"e edits", "e", SESSION_EDIT},
    {"e edits behind the answer", " e", SESSION_EDIT},
    {"Ctrl-A is free", "<C-a>", SESSION_ON},
    {"Ctrl-B is free", "<C-b>", SESSION_ON},
    {"Ctrl-S is free", "<C-s>", SESSION_ON},
    {"Escape does nothing", "<Esc>", SESSION_ON},
};

static void asks_for(void **state)
{
    const struct key_case *c = *state;
    struct sitting s;

    sitting_init(&s, three);
    sitting_open(&s);
    sitting_press(&s, c->keys);
    assert_int_equal(s.wish, c->wish);
    sitting_release(&s);
}

/* --- notes that change ------------------------------------------------- */

static void an_edit_is_seen_at_once(void **state)
{
    struct sitting *s = *state;
    struct str path = STR_EMPTY;
    int line;

    sitting_press(s, " e");
    assert_true(session_source(s->session, &path, &line));
    assert_string_equal(path.at, desk_path(&s->desk, "notes.md"));
    assert_in_range(line, 3, 5);
    desk_write(&s->desk, "notes.md",
               "# Paging\n\n"
               "- HERE a page has {{4 KiB}}.\n"
               "- HERE a miss is a {{page fault}}.\n"
               "- HERE the kernel keeps {{page tables}}.\n");
    s->ticks += 60000;
    session_edited(s->session, NULL, sitting_now(s));
    assert_frame(s, "HERE");
    assert_int_equal(session_mode(s->session), SESSION_ANSWER);
    sitting_press(s, "u");
    assert_frame(s, "Nothing of this sitting to take back.");
    str_release(&path);
}

static void time_in_the_editor_is_no_thinking(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);
    struct history *events;

    sitting_press(s, "e");
    s->ticks += 600000;
    session_edited(s->session, NULL, sitting_now(s));
    sitting_press(s, " 3");
    events_of(s, first, &events);
    assert_int_equal(events[0].ms, 3 * KEY_MS);
}

static void a_card_that_left_the_notes_makes_room_for_the_next(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);

    desk_write(&s->desk, "notes.md", "Nothing but {{one}}.\n");
    session_edited(s->session, NULL, sitting_now(s));
    assert_frame(s, "That card has left the notes; its history stays.");
    assert_true(desk_find_any(&s->desk, first) > 0);
}

static void a_broken_note_keeps_its_old_cards_and_says_where(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);

    desk_write(&s->desk, "notes.md", "# Paging\n\nopen {{at the end\n");
    session_edited(s->session, NULL, sitting_now(s));
    assert_string_equal(sitting_answer(s), first);
    assert_frame(s, "Old cards stay: notes.md:3:6: ");
}

static void trouble_with_the_editor_is_said(void **state)
{
    struct sitting *s = *state;

    session_edited(s->session, "there is no editor \"\033[2J\"",
                   sitting_now(s));
    assert_frame(s, "there is no editor \"␛[2J\"");
    assert_int_equal(session_mode(s->session), SESSION_QUESTION);
}

static void changed_notes_are_read_when_a_sitting_begins(void **state)
{
    struct sitting *s = *state;

    desk_write(&s->desk, "notes.md", "One more: {{a fourth}}.\n");
    sitting_open(s);
    assert_frame(s, "One more: [...]");
}

static void an_answer_that_changed_is_announced_once(void **state)
{
    struct sitting s;

    (void)state;
    sitting_init(&s, "The page of this machine has {{4096}} bytes.\n");
    sitting_open(&s);
    sitting_press(&s, "  ");
    desk_day(&s.desk, DESK_DAY + 1);
    desk_write(&s.desk, "notes.md",
               "The page of this machine has {{8192}} bytes.\n");
    sitting_open(&s);
    if (desk_norphans(&s.desk) == 0) {
        sitting_press(&s, " ");
        assert_frame(&s, "This answer has changed since you saw it last.");
    }
    sitting_release(&s);
}

/* --- when the deck refuses --------------------------------------------- */

static void behind_its_back(struct sitting *s, const char *sql)
{
    sqlite3 *other;

    assert_int_equal(sqlite3_open(deck_path(s->desk.deck), &other),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
}

static void
a_refused_answer_leaves_the_card_and_can_be_given_again(void **state)
{
    struct sitting *s = *state;
    const char *first = sitting_answer(s);
    struct err err = {ERR_NONE, ""};

    behind_its_back(s, "pragma legacy_alter_table = on;"
                       "alter table event rename to elsewhere");
    sitting_press(s, " 3");
    assert_string_equal(sitting_answer(s), first);
    assert_int_equal(session_mode(s->session), SESSION_ANSWER);
    assert_frame(s, "Not saved: ");
    assert_true(session_failed(s->session, &err));
    assert_int_not_equal(err.kind, ERR_NONE);
    behind_its_back(s, "pragma legacy_alter_table = on;"
                       "alter table elsewhere rename to event");
    sitting_press(s, "3");
    assert_string_not_equal(sitting_answer(s), first);
    assert_false(session_failed(s->session, NULL));
    assert_int_equal(sched(s, first).reps, 1);
}

/* --- what is said first ------------------------------------------------ */

static void an_exam_is_announced(void **state)
{
    struct sitting *s = *state;
    struct str date = STR_EMPTY;

    day_put(&date, DESK_DAY + 10);
    desk_set(&s->desk, "exam", date.at);
    sitting_open(s);
    assert_frame(s, "Exam in 10 days: 1 new card");
    sitting_press(s, "j");
    assert_frame_not(s, "Exam in");
    str_release(&date);
}

static void a_backlog_is_announced(void **state)
{
    struct sitting *s = *state;

    sitting_press(s, "      ");
    desk_day(&s->desk, DESK_DAY + 1);
    desk_set(&s->desk, "reviews", "1");
    sitting_open(s);
    assert_frame(s, "2 more are due than a day holds");
}

int main(void)
{
#define SIT(fn) cmocka_unit_test_setup_teardown(fn, sit_down, get_up)
    const struct CMUnitTest tests[] = {
        SIT(keys_of_ones_own_come_before_the_usual_ones),
        SIT(a_question_hides_its_answer),
        SIT(space_shows_the_answer_and_then_means_good),
        SIT(digits_before_the_answer_mean_nothing),
        SIT(a_key_of_the_other_scale_means_nothing),
        SIT(six_grades_say_when_the_card_is_back),
        SIT(what_was_hard_comes_again_today),
        SIT(a_pile_lets_some_others_go_first),
        SIT(what_is_pulled_forward_does_not_come_later_too),
        SIT(the_summary_says_what_was_done_and_what_comes),
        SIT(remembered_counts_cards_seen_before),
        SIT(with_nothing_due_it_says_so),
        SIT(an_empty_deck_says_what_to_do),
        SIT(time_is_up_after_the_card_at_hand),
        SIT(cram_changes_no_schedule),
        SIT(ahead_shows_what_is_not_due_yet),
        SIT(undo_brings_the_card_back_as_it_was),
        SIT(undo_goes_back_to_the_beginning_and_no_further),
        SIT(undo_finds_its_card_across_cards_that_went_away),
        SIT(undo_works_from_the_summary),
        SIT(undo_leaves_alone_what_another_program_did_since),
        SIT(marks_come_and_go),
        SIT(the_deck_may_hide_the_other_blanks),
        SIT(what_is_typed_is_shown_harmless),
        SIT(every_printable_key_is_text),
        SIT(a_typed_answer_is_compared_letter_by_letter),
        SIT(tab_gives_a_letter),
        SIT(a_paste_is_text_and_never_a_command),
        SIT(the_help_page_lists_the_keys),
        SIT(the_info_page_tells_the_card_s_life),
        SIT(colon_q_leaves_and_nothing_else_behind_a_colon),
        SIT(an_edit_is_seen_at_once),
        SIT(time_in_the_editor_is_no_thinking),
        SIT(a_card_that_left_the_notes_makes_room_for_the_next),
        SIT(a_broken_note_keeps_its_old_cards_and_says_where),
        SIT(trouble_with_the_editor_is_said),
        SIT(changed_notes_are_read_when_a_sitting_begins),
        SIT(an_answer_that_changed_is_announced_once),
        SIT(a_refused_answer_leaves_the_card_and_can_be_given_again),
        SIT(an_exam_is_announced),
        SIT(a_backlog_is_announced),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           RUN_CASES(grades, is_logged) +
           RUN_CASES(away, puts_the_card_away) + RUN_CASES(wishes, asks_for);
}
