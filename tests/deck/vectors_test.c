/* merge_cases.json with whole decks: what two machines logged, each in a deck
 * of its own, and the one state that every way of merging them must end in.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "deck/event.h"
#include "deck/fold.h"
#include "deck/merge.h"
#include "deck/view.h"

static int64_t number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    assert_true(json_is_integer(value));
    return json_integer_value(value);
}

static const char *word(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));

    assert_non_null(value);
    return value;
}

/* "aa-12" names the 12th event of the device aa. */
static void read_name(const char *id, uint64_t *device, int64_t *seq)
{
    *device = strtoull(id, NULL, 16);
    *seq = strtoll(strchr(id, '-') + 1, NULL, 10);
}

static void must(struct desk *d, int rc)
{
    if (rc < 0)
        fail_msg("%s", d->err.text);
}

/* --- the decks ---------------------------------------------------------- */

/* A copy of the deck that logs under that device id. */
static void copy_as(struct desk *copy, struct desk *of, uint64_t device)
{
    struct stmt *q;

    desk_copy(copy, of);
    must(copy, command_begin(copy->deck, copy->now, &copy->err));
    q = db_query(copy->deck->db, "UPDATE device SET uid = ?1 WHERE id = ?2");
    bind_uid(q, 1, device);
    bind_int(q, 2, copy->deck->device);
    must(copy, stmt_run(q, &copy->err));
    must(copy, command_commit(copy->deck, &copy->err));
    desk_reopen(copy);
    assert_true(copy->deck->device_uid == device);
}

static struct event read_event(struct desk *d, const json_t *object,
                               uint64_t card)
{
    const char *k = word(object, "k");
    struct event e = event_of(EVENT_REVIEW, card);
    uint64_t device;
    int64_t seq;
    struct str undone = STR_EMPTY;

    if (strcmp(k, "undo") == 0) {
        e = event_of_deck(EVENT_UNDO);
        read_name(word(object, "ref"), &device, &seq);
        str_printf(&undone, "%016llx %lld %lld", (unsigned long long)device,
                   (long long)seq, (long long)seq);
        e.value = arena_copy(&d->arena, str_slice(&undone));
        str_release(&undone);
        return e;
    }
    assert_true(strcmp(k, "r") == 0 || strcmp(k, "d") == 0);
    if (strcmp(k, "d") == 0)
        e.kind = EVENT_DRILL;
    e.grade = (int)number(object, "q");
    e.took_ms = 1000;
    return e;
}

static bool has(struct desk *d, int64_t seq)
{
    struct stmt *q = db_query(d->deck->db, "SELECT 1 FROM event"
                                           " WHERE device = ?1 AND seq = ?2");
    bool found;

    bind_int(q, 1, d->deck->device);
    bind_int(q, 2, seq);
    found = stmt_next(q, &d->err) == 1;
    stmt_end(q);
    return found;
}

static void log_one(struct desk *d, const json_t *object, int64_t seq,
                    uint64_t card)
{
    struct command *c = &d->deck->command;
    struct event e = read_event(d, object, card);

    c->seq = seq - 1;
    c->batch = seq;
    c->moment.utc_ms = number(object, "t");
    c->day = (int)number(object, "d");
    must(d, command_log(d->deck, &e, NULL, &d->err));
    if (e.kind == EVENT_UNDO) {
        struct stmt *q =
            db_query(d->deck->db,
                     "UPDATE event SET undone = 1 WHERE seq = ?1 AND device ="
                     " (SELECT id FROM device WHERE uid = ?2)");
        uint64_t device;

        read_name(word(object, "ref"), &device, &seq);
        bind_int(q, 1, seq);
        bind_uid(q, 2, device);
        must(d, stmt_run(q, &d->err));
    }
}

/* What the case says that this machine logged. */
static void log_case(struct desk *d, const json_t *events)
{
    int64_t row = desk_find(d, "4 KiB"), seq;
    uint64_t device, card;

    must(d, fold_uid(d->deck, row, &card, &d->err));
    must(d, command_begin(d->deck, d->now, &d->err));
    for (size_t i = 0; i < json_array_size(events); i++) {
        const json_t *object = json_array_get(events, i);

        read_name(word(object, "id"), &device, &seq);
        if (device == d->deck->device_uid && !has(d, seq))
            log_one(d, object, seq, card);
    }
    must(d, fold_all(d->deck, &d->err));
    must(d, command_commit(d->deck, &d->err));
}

/* --- merging ------------------------------------------------------------ */

static void merge(struct desk *into, struct desk *from)
{
    const struct merge_options options = {.no_backup = true};
    struct merge_report report = {0};

    desk_sit(into);
    must(into, deck_merge(into->deck, desk_path(from, "deck.sqlite"),
                          &options, into->now, &report, &into->err));
    assert_int_equal(report.clashes, 0);
}

static void expect(struct desk *d, const char *name, const json_t *want)
{
    const json_t *trace = json_object_get(want, "trace");
    const json_t *last = json_array_get(trace, json_array_size(trace) - 1);
    struct sm2 s = desk_card(d, desk_find(d, "4 KiB")).sched;

    if (s.n != number(want, "n") || s.ease != number(want, "EF100") ||
        s.interval != number(want, "ivl") || s.due != number(want, "due") ||
        s.lapses != number(want, "lapses") ||
        s.reps != number(want, "reps") ||
        s.drill != json_is_true(json_object_get(last, "drill")))
        fail_msg("%s: n %d ease %d interval %d due %d lapses %d reps %d",
                 name, s.n, s.ease, s.interval, s.due, s.lapses, s.reps);
    desk_verify(d);
}

/* Letters name the decks that are merged into a third, in this order. */
static void merge_in_order(const char *order, struct desk *base,
                           struct desk *a, struct desk *b, const char *name,
                           const json_t *want)
{
    struct desk d;

    desk_copy(&d, base);
    for (; *order != '\0'; order++)
        merge(&d, *order == 'a' ? a : b);
    expect(&d, name, want);
    view_has_all(name, &d, a);
    view_has_all(name, &d, b);
    desk_release(&d);
}

static void every_way_of_merging_ends_in_the_state_of_the_case(void **state)
{
    static const char *const orders[] = {"ab", "ba", "aba", "bbaab"};
    json_error_t error;
    json_t *cases =
        json_load_file("tests/vectors/merge_cases.json", 0, &error);
    struct desk base;

    (void)state;
    assert_non_null(cases);
    assert_int_equal(json_array_size(cases), 13);
    desk_init(&base);
    desk_notes(&base, "- The page size is {{4 KiB}}.\n");
    for (size_t i = 0; i < json_array_size(cases); i++) {
        const json_t *c = json_array_get(cases, i);
        const char *name = word(c, "name");
        const json_t *want = json_object_get(c, "expect");
        struct desk a, b;

        copy_as(&a, &base, 0xaa);
        copy_as(&b, &base, 0xbb);
        log_case(&a, json_object_get(c, "events"));
        log_case(&b, json_object_get(c, "events"));
        for (size_t k = 0; k < COUNT(orders); k++)
            merge_in_order(orders[k], &base, &a, &b, name, want);
        merge(&a, &b);
        merge(&b, &a);
        expect(&a, name, want);
        expect(&b, name, want);
        view_same(name, &a, &b);
        desk_release(&a);
        desk_release(&b);
    }
    desk_release(&base);
    json_decref(cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_of_merging_ends_in_the_state_of_the_case),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
