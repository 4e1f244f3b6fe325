/* verify_test.c - the log is the truth: what it says, what it must not say,
 * and every way in which the rest of a deck may differ from it. */
#include "deck/verify.h"

#include <sqlite3.h>
#include <string.h>

#include "check.h"
#include "deck/desk.h"
#include "deck/event.h"

/* A deck with a little of everything in its history. */
static void fill(struct desk *d)
{
    int64_t card = 1;

    desk_init(d);
    desk_notes(d, "- One {{1}}.\n- Two {{2}}, {{3}}.\n");
    desk_answer(d, 1, 4);
    desk_answer(d, 2, 2);
    desk_undo(d);
    desk_flag(d, VERB_MARK, 3);
    assert_int_equal(
        deck_tag(d->deck, SLICE("t"), true, &card, 1, d->now, &d->err), 1);
}

/* Changes the file in place, so that it is still this machine's own. */
static void run_sql(struct desk *d, const char *sql)
{
    sqlite3 *db;

    deck_close(d->deck);
    d->deck = NULL;
    assert_int_equal(sqlite3_open(desk_path(d, "deck.sqlite"), &db),
                     SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
    if (deck_open(&d->deck, desk_path(d, "deck.sqlite"), DECK_WRITE, d->now,
                  &d->err) < 0)
        fail_msg("%s", d->err.text);
}

static const struct fault {
    const char *name, *sql, *says;
    bool mended; /* by building the cards anew */
} faults[] = {
    {"a schedule", "UPDATE card SET due = due + 1 WHERE id = 1",
     "isn't what its history says: n 1, ease 250, interval 1, due 20002 in "
     "the deck; n 1, ease 250, interval 1, due 20001 by its events.",
     true},
    {"a mark", "UPDATE card SET marked = 0 WHERE id = 3",
     "isn't what its history says", true},
    {"a pile", "UPDATE card SET pile = 1 WHERE id = 2",
     "is kept in the wrong pile", true},
    {"a tag too few", "DELETE FROM tag", "The tags of card", true},
    {"a tag too many", "INSERT INTO tag VALUES (2, 'x', 1)",
     "The tags of card", true},
    {"an event that was changed",
     "UPDATE event SET grade = 1 WHERE grade = 4",
     "was changed after it was written", false},
    {"an event that is gone", "DELETE FROM event WHERE kind = 'mark'",
     "isn't what its history says", true},
    {"an undo that undoes nothing",
     "UPDATE event SET undone = 0 WHERE undone = 1",
     "counts as standing, but an undo names it", false},
    {"an event undone by nobody",
     "UPDATE event SET undone = 1 WHERE kind = 'mark'",
     "counts as undone, but no undo names it", false},
    {"one name twice",
     "INSERT INTO event SELECT 999, device, seq, batch, ms + 1, zone, day,"
     " kind, subject, grade, took_ms, name, value, fault, hash + 1, undone"
     " FROM event WHERE seq = 2",
     "2 different events are called", false},
    {"a card of no note",
     "PRAGMA foreign_keys = OFF; UPDATE card SET note = 77 WHERE id = 1",
     "Row 1 of table card belongs to no note.", false},
    {"an index that misses a row",
     "CREATE TEMP TABLE keep AS SELECT * FROM sqlite_schema"
     " WHERE name = 'card_first';"
     "PRAGMA writable_schema = ON;"
     "DELETE FROM sqlite_schema WHERE name = 'card_first';"
     "PRAGMA writable_schema = RESET;"
     "UPDATE card SET first = 5;"
     "PRAGMA writable_schema = ON;"
     "INSERT INTO sqlite_schema SELECT * FROM keep",
     "The file is damaged: ", false},
};

static size_t count_saying(const struct verify_report *report,
                           const char *words)
{
    size_t n = 0;

    for (size_t i = 0; i < report->nfindings; i++)
        n += strstr(report->findings[i].text.at, words) != NULL;
    return n;
}

static void what_differs_from_the_log_is_found(void **state)
{
    const struct fault *f = *state;
    struct verify_report report;
    struct desk d;

    fill(&d);
    desk_verify(&d);
    run_sql(&d, f->sql);
    assert_int_equal(deck_verify(d.deck, &report, &d.err), 0);
    if (count_saying(&report, f->says) == 0)
        fail_msg("%zu findings, the first: %s", report.nfindings,
                 report.nfindings > 0 ? report.findings[0].text.at : "");
    verify_report_release(&report);

    if (f->mended) {
        assert_int_equal(deck_rebuild(d.deck, &d.err), 0);
        desk_verify(&d);
    }
    desk_release(&d);
}

static void all_is_counted(void **state)
{
    struct verify_report report;
    struct desk d;

    (void)state;
    fill(&d);
    assert_int_equal(deck_verify(d.deck, &report, &d.err), 0);
    assert_int_equal(report.cards, 3);
    assert_int_equal(report.events, 6);
    verify_report_release(&report);
    desk_release(&d);
}

/* --- single events ------------------------------------------------------ */

static const struct setting {
    const char *name, *value;
    struct sm2 card;
} settings[] = {
    {"a state taken over",
     "3 236 36 20100 20064 2 7",
     {.n = 3,
      .ease = 236,
      .interval = 36,
      .due = 20100,
      .last = 20064,
      .seen = -1,
      .failed = -1,
      .lapses = 2,
      .reps = 7}},
    {"nonsense is a new card",
     "three",
     {.ease = 250, .last = -1, .seen = -1, .failed = -1}},
    {"too little is a new card",
     "3 236 36",
     {.ease = 250, .last = -1, .seen = -1, .failed = -1}},
};

static void a_set_event_carries_a_state(void **state)
{
    const struct setting *s = *state;
    struct event e = event_of(EVENT_SET, 1);
    struct replay_event r;

    e.value = slice_from(s->value);
    r = event_replay(&e);
    assert_int_equal(r.kind, REPLAY_SET);
    assert_int_equal(r.set.n, s->card.n);
    assert_int_equal(r.set.ease, s->card.ease);
    assert_int_equal(r.set.interval, s->card.interval);
    assert_int_equal(r.set.due, s->card.due);
    assert_int_equal(r.set.last, s->card.last);
    assert_int_equal(r.set.lapses, s->card.lapses);
    assert_int_equal(r.set.reps, s->card.reps);
}

static void the_hash_tells_any_two_events_apart(void **state)
{
    struct event base = event_of(EVENT_TAG, 7), other[9];
    uint64_t hash;

    (void)state;
    base.name = SLICE("a");
    base.value = SLICE("b");
    hash = event_hash(&base);
    assert_int_equal(hash, event_hash(&base));
    for (size_t i = 0; i < COUNT(other); i++)
        other[i] = base;
    other[0].kind = EVENT_MARK;
    other[1].subject = 8;
    other[2].name = SLICE("ab");
    other[2].value = SLICE("");
    other[3].ms = 1;
    other[4].day = 1;
    other[5].device = 1;
    other[6].seq = 1;
    other[7].grade = 3;
    other[8].fault = SLICE("x");
    for (size_t i = 0; i < COUNT(other); i++)
        assert_int_not_equal(hash, event_hash(&other[i]));
}

static void every_kind_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < EVENT_KINDS; i++)
        assert_int_equal(
            event_kind_find(slice_from(event_kind_name((enum event_kind)i))),
            i);
    assert_int_equal(event_kind_find(SLICE("dream")), EVENT_KINDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_is_counted),
        cmocka_unit_test(the_hash_tells_any_two_events_apart),
        cmocka_unit_test(every_kind_has_a_name_of_its_own),
    };
    int failed = RUN_CASES(faults, what_differs_from_the_log_is_found);

    failed += RUN_CASES(settings, a_set_event_carries_a_state);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
