#include "deck/stats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "deck/inside.h"
#include "sched/tally.h"

/* --- cards -------------------------------------------------------------- */

static int count_cards(struct deck *deck, struct deck_stats *s,
                       struct err *err)
{
    struct stmt *q = db_query(
        deck->db,
        "SELECT count(*) FILTER (WHERE gone = 0 AND suspended = 0"
        "   AND interval = 0),"
        " count(*) FILTER (WHERE gone = 0 AND suspended = 0"
        "   AND interval = 1),"
        " count(*) FILTER (WHERE gone = 0 AND suspended = 0"
        "   AND interval > 1 AND interval < ?1),"
        " count(*) FILTER (WHERE gone = 0 AND suspended = 0"
        "   AND interval >= ?1),"
        " count(*) FILTER (WHERE gone = 0 AND suspended = 1),"
        " count(*) FILTER (WHERE gone = 0 AND marked = 1),"
        " count(*) FILTER (WHERE gone = 0 AND lapses >= ?2),"
        " count(*) FILTER (WHERE gone <> 0 AND note IS NOT NULL),"
        " (SELECT count(*) FROM note WHERE gone = 0),"
        " (SELECT count(*) FROM file f WHERE EXISTS"
        "   (SELECT 1 FROM note n WHERE n.file = f.id AND n.gone = 0))"
        " FROM card");
    int64_t *const out[] = {
        &s->fresh,  &s->learning, &s->young,   &s->mature, &s->suspended,
        &s->marked, &s->leeches,  &s->orphans, &s->notes,  &s->files,
    };
    int rc;

    bind_int(q, 1, STATS_MATURE);
    bind_int(q, 2, SM2_LEECH);
    rc = stmt_next(q, err);
    for (int i = 0; rc == 1 && i < (int)(sizeof out / sizeof *out); i++)
        *out[i] = row_int(q, i);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

/* All that is overdue counts as due today, so the first day's range begins
 * with the first day there is. */
static int count_ahead(struct deck *deck, struct deck_stats *s,
                       struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT max(due, ?1) - ?1, count(*) FROM card"
                           " WHERE pile = 1 AND due < ?2 GROUP BY 1");
    int rc;

    bind_int(q, 1, s->today);
    bind_int(q, 2, s->today + STATS_AHEAD);
    while ((rc = stmt_next(q, err)) == 1) {
        int64_t day = row_between(q, 0, 0, STATS_AHEAD - 1);

        s->ahead[day] = (int32_t)row_between(q, 1, 0, INT32_MAX);
    }
    stmt_end(q);
    return rc;
}

/* --- answers ------------------------------------------------------------ */

struct days {
    struct tally_day *at; /* ascending */
    size_t n, cap;
};

static struct tally_day *day_at(struct days *days, int day)
{
    if (days->n == 0 || days->at[days->n - 1].day != day) {
        days->at = mem_grow(days->at, days->n, &days->cap, sizeof *days->at);
        days->at[days->n++] = (struct tally_day){.day = day};
    }
    return &days->at[days->n - 1];
}

/* One row a day, kind and grade; all of it from the index. */
static int read_days(struct deck *deck, struct days *days,
                     struct deck_stats *s, struct err *err)
{
    struct stmt *q = db_query(
        deck->db,
        "SELECT day, kind = 'review', grade, count(*), sum(took_ms)"
        " FROM event WHERE undone = 0 AND kind IN ('review', 'drill')"
        " AND grade IS NOT NULL GROUP BY day, kind, grade"
        " ORDER BY day, kind");
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        struct tally_day *d = day_at(days, row_day(q, 0));
        bool review = row_bool(q, 1);
        int64_t n = row_between(q, 3, 0, INT32_MAX);
        bool known = row_between(q, 2, 0, 5) >= SM2_PASS;

        d->answers += n;
        d->reviews += review ? n : 0;
        d->passed += review && known ? n : 0;
        d->ms += row_between(q, 4, 0, MS_LAST);
        if (d->day == s->today && !known)
            s->today_again += n;
    }
    stmt_end(q);
    return rc;
}

/* First showings are logged as reviews; how many of a day's reviews were
 * that, and how many of them went well, is taken off. */
static int read_firsts(struct deck *deck, struct days *days, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT c.first, count(*), count(*) FILTER (WHERE"
                  "   (SELECT e.grade FROM event e WHERE e.subject = c.uid"
                  "     AND e.undone = 0 AND e.kind = 'review'"
                  "     AND e.day = c.first ORDER BY e.ms LIMIT 1) >= ?1)"
                  " FROM card c WHERE c.first IS NOT NULL"
                  " GROUP BY c.first ORDER BY c.first");
    size_t i = 0;
    int rc;

    bind_int(q, 1, SM2_PASS);
    while ((rc = stmt_next(q, err)) == 1) {
        int day = row_day(q, 0);

        while (i < days->n && days->at[i].day < day)
            i++;
        if (i == days->n || days->at[i].day != day)
            continue;
        days->at[i].firsts = row_between(q, 1, 0, INT32_MAX);
        days->at[i].reviews -= days->at[i].firsts;
        days->at[i].passed -= row_between(q, 2, 0, INT32_MAX);
    }
    stmt_end(q);
    return rc;
}

static struct retention retention(const struct days *days, int from, int to)
{
    struct tally_day sum = tally_sum(days->at, days->n, from, to);

    return (struct retention){sum.reviews, sum.passed};
}

static void add_up(const struct days *days, struct deck_stats *s)
{
    const int today = s->today;
    struct tally_day all = tally_sum(days->at, days->n, 0, DAY_LAST);
    struct tally_day now = tally_sum(days->at, days->n, today, today);

    s->answers = all.answers;
    s->ms = all.ms;
    s->today_answers = now.answers;
    s->today_ms = now.ms;
    s->today_new = now.firsts;
    s->month = retention(days, today - 29, today);
    s->year = retention(days, today - 364, today);
    s->streak = tally_streak(days->at, days->n, today, &s->longest);
    for (size_t i = 0; i < days->n; i++) {
        int at = days->at[i].day - today + STATS_YEAR - 1;

        if (at >= 0 && at < STATS_YEAR)
            s->per_day[at] = (int32_t)days->at[i].answers;
    }
}

int deck_stats(struct deck *deck, struct moment now, struct deck_stats *out,
               struct err *err)
{
    struct deck_stats s = {.today = deck_today(deck, now)};
    struct days days = {0};
    int rc = -1;

    if (count_cards(deck, &s, err) < 0 || count_ahead(deck, &s, err) < 0 ||
        read_days(deck, &days, &s, err) < 0 ||
        read_firsts(deck, &days, err) < 0)
        goto done;
    add_up(&days, &s);
    *out = s;
    rc = 0;
done:
    free(days.at);
    return rc;
}
