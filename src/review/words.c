#include "review/state.h"
#include "sched/day.h"

enum { PACE_CARDS = 10, LOOK_AHEAD_DAYS = 60 };

/* --- grades ------------------------------------------------------------ */

#define MORE "again today"

static const struct grade_word four[] = {
    {2, '1', "Again", "today"}, /* the name says the rest */
    {3, '2', "Hard", MORE},
    {4, '3', "Good", MORE},
    {5, '4', "Easy", MORE},
};
static const struct grade_word six[] = {
    {0, '0', "Blank", MORE},  {1, '1', "Wrong", MORE},
    {2, '2', "Almost", MORE}, {3, '3', "Hard", MORE},
    {4, '4', "Good", MORE},   {5, '5', "Perfect", MORE},
};

const struct grade_word *grade_words(const struct session *s, size_t *n)
{
    *n = s->settings.six_grades ? sizeof six / sizeof *six
                                : sizeof four / sizeof *four;
    return s->settings.six_grades ? six : four;
}

/* Whatever was not known well is asked once more in today's review, and the
 * interval counts from then. */
void put_return(struct str *out, const struct session *s,
                const struct grade_word *word, enum return_length length)
{
    static const char *const unmoved[] = {"no change", "=", "="};
    const char *const again[] = {word->again, "today", "0d"};
    struct sm2 after = sm2_answer(s->page.card.sched, word->grade, s->today,
                                  s->settings.profile, NULL);

    if (s->options.queue.mode == QUEUE_CRAM)
        str_puts(out, unmoved[length]);
    else if (after.drill)
        str_puts(out, again[length]);
    else
        put_days(out, after.due - s->today);
}

/* Neighbours that bring the card back alike are said together: "3 Good, 4
 * Easy: 1d". */
void session_put_grades(struct str *out, const struct session *s)
{
    struct str back = STR_EMPTY, next = STR_EMPTY;
    size_t n;
    const struct grade_word *words = grade_words(s, &n);

    put_return(&next, s, &words[0], RETURN_FULL);
    for (size_t i = 0; i < n; i++) {
        bool last = i + 1 == n;

        str_clear(&back);
        str_put(&back, str_slice(&next));
        str_clear(&next);
        if (!last)
            put_return(&next, s, &words[i + 1], RETURN_FULL);
        str_printf(out, "%c %s", words[i].key, words[i].name);
        if (!slice_eq(str_slice(&back), str_slice(&next)))
            str_printf(out, ": %s%s", back.at, last ? "" : "; ");
        else
            str_puts(out, ", ");
    }
    str_release(&back);
    str_release(&next);
}

/* --- amounts ----------------------------------------------------------- */

/* One digit behind the point. A year is 365.2 days, a month 30.4. */
static void put_tenths(struct str *out, int64_t tenths, const char *unit)
{
    if (tenths % 10 == 0)
        str_printf(out, "%d%s", (int)(tenths / 10), unit);
    else
        str_printf(out, "%d.%d%s", (int)(tenths / 10), (int)(tenths % 10),
                   unit);
}

void put_days(struct str *out, int days)
{
    if (days < 60)
        str_printf(out, "%dd", days);
    else if (days < 365)
        put_tenths(out, ((int64_t)days * 100 + 152) / 304, "mo");
    else
        put_tenths(out, ((int64_t)days * 100 + 1826) / 3652, "y");
}

void put_minutes(struct str *out, int64_t ms)
{
    int64_t seconds = (ms + 500) / 1000, minutes = (seconds + 30) / 60;

    if (seconds < 60)
        str_printf(out, "%d s", (int)seconds);
    else if (minutes < 60)
        str_printf(out, "%d min", (int)minutes);
    else
        str_printf(out, "%d h %d min", (int)(minutes / 60),
                   (int)(minutes % 60));
}

void put_date(struct str *out, const struct session *s, int day)
{
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu",
                                           "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr",
                                         "May", "Jun", "Jul", "Aug",
                                         "Sep", "Oct", "Nov", "Dec"};
    int year, month, mday, this_year;

    if (day == s->today || day == s->today + 1) {
        str_puts(out, day == s->today ? "today" : "tomorrow");
        return;
    }
    day_to_date(s->today, &this_year, &month, &mday);
    day_to_date(day, &year, &month, &mday);
    str_printf(out, "%s %d %s", weekdays[day_weekday(day)], mday,
               months[month - 1]);
    if (year != this_year)
        str_printf(out, " %d", year);
}

/* The deck's reckoning counts as some cards, this sitting's pace as those it
 * had. */
int64_t ms_left(const struct session *s)
{
    int planned = s->counts.due + s->counts.drill + s->counts.fresh;
    int64_t usual = planned > 0 ? (int64_t)s->counts.minutes * 60000 / planned
                                : COURSE_PROBLEM_MS; /* problems alone */
    int answers = s->done.reviewed + s->done.fresh + s->done.again;
    int64_t pace = (usual * PACE_CARDS + s->done.ms) / (PACE_CARDS + answers);

    return pace * (int64_t)pile_left(&s->pile);
}

/* --- one-liners -------------------------------------------------------- */

void session_put_place(struct str *out, const struct session *s)
{
    str_printf(
        out, "%s %zu of %zu", s->asked.problem != NULL ? "Problem" : "Card",
        s->pile.next < s->pile.n ? s->pile.next + 1 : s->pile.n, s->pile.n);
}

static const char *plural(int n)
{
    return n == 1 ? "" : "s";
}

void session_put_summary(struct str *out, const struct session *s)
{
    const struct done *d = &s->done;
    int cards = d->reviewed + d->fresh;

    if (cards + d->again == 0)
        return;
    str_printf(out, "%d card%s in ", cards, plural(cards));
    put_minutes(out, d->ms);
    if (d->reviewed > 0)
        str_printf(out, ", %d reviewed, %d %% remembered", d->reviewed,
                   (200 * d->known + d->reviewed) / (2 * d->reviewed));
    if (d->fresh > 0)
        str_printf(out, ", %d new", d->fresh);
}

/* --- the days ahead ---------------------------------------------------- */

void session_look_ahead(struct session *s)
{
    struct queue_options all = {.selection = s->options.queue.selection};

    if (s->next_due_day != 0)
        return;
    s->next_due_day = -1;
    for (int days = 1; days <= LOOK_AHEAD_DAYS; days++) {
        struct moment then = s->at.now;
        struct queue_counts counts;
        struct err err;

        then.utc_ms += (int64_t)days * DAY_MS;
        if (deck_queue_counts(s->deck, &all, then, &counts, &err) < 0)
            return;
        if (session_wants_problems(s)) {
            struct course_counts problems =
                course_counts(&s->course, s->today + days, false);
            counts.due += problems.due;
            counts.fresh += problems.fresh;
        }
        if (counts.due + counts.fresh == 0)
            continue;
        s->next_due_day = s->today + days;
        s->next_due = counts.due;
        s->next_fresh = counts.fresh;
        return;
    }
}
