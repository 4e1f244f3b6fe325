/* How amounts are said. */
#include "check.h"
#include "deck/desk.h"
#include "review/state.h"
#include "sched/day.h"

static const struct days_case {
    const char *name;
    int days;
    const char *said;
} days[] = {
    {"a day", 1, "1d"},
    {"up to two months in days", 59, "59d"},
    {"then in months", 60, "2mo"},
    {"with a digit behind the point", 100, "3.3mo"},
    {"a year", 365, "1y"},
    {"a year and a half", 548, "1.5y"},
    {"a century", 36500, "99.9y"},
    {"overdue by a day", -1, "-1d"},
};

static void is_said(void **state)
{
    const struct days_case *c = *state;
    struct str out = STR_EMPTY;

    put_days(&out, c->days);
    assert_string_equal(out.at, c->said);
    str_release(&out);
}

static const struct time_case {
    const char *name;
    int64_t ms;
    const char *said;
} times[] = {
    {"nothing", 0, "0 s"},
    {"seconds", 59400, "59 s"},
    {"a minute", 59600, "1 min"},
    {"minutes, rounded", 630000, "11 min"},
    {"an hour", 3600000, "1 h 0 min"},
    {"more", 5000000, "1 h 23 min"},
};

static void lasts(void **state)
{
    const struct time_case *c = *state;
    struct str out = STR_EMPTY;

    put_minutes(&out, c->ms);
    assert_string_equal(out.at, c->said);
    str_release(&out);
}

static void days_have_names(void **state)
{
    struct session s = {.today = day_from_date(2026, 11, 22)};
    struct str out = STR_EMPTY;

    (void)state;
    put_date(&out, &s, s.today);
    str_putc(&out, ' ');
    put_date(&out, &s, s.today + 1);
    str_putc(&out, ' ');
    put_date(&out, &s, s.today + 2);
    str_puts(&out, ", ");
    put_date(&out, &s, day_from_date(2027, 3, 14));
    assert_string_equal(out.at, "today tomorrow Tue 24 Nov, Sun 14 Mar 2027");
    str_release(&out);
}

static void the_pace_of_the_sitting_counts_more_and_more(void **state)
{
    int64_t cards[30] = {0};
    struct session s = {.counts = {.due = 30, .minutes = 5}};

    (void)state;
    pile_fill(&s.pile, cards, COUNT(cards));
    assert_int_equal(ms_left(&s), 300000); /* as the deck reckons */
    s.done.reviewed = s.done.fresh = 5;
    s.done.ms = 10 * 30000; /* three times as slow */
    assert_int_equal(ms_left(&s), 600000);
    s.pile.next = 30;
    assert_int_equal(ms_left(&s), 0);
    pile_release(&s.pile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_have_names),
        cmocka_unit_test(the_pace_of_the_sitting_counts_more_and_more),
    };

    return RUN_CASES(days, is_said) + RUN_CASES(times, lasts) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
