#include "cli/mistakes.h"
#include "cli/use.h"
#include "deck/stats.h"
#include "sched/day.h"
#include "sys/json.h"
#include "view/plot.h"

enum { WIDTH = 80, SHOWN_AHEAD = 14 };

static void heading(struct out *out, const char *gap, const char *text)
{
    out_puts(out, gap);
    out_strong(out, text);
    out_puts(out, "\n");
}

static long long minutes(int64_t ms)
{
    return (long long)((ms + 59999) / 60000);
}

static void count(struct out *out, int64_t n, const char *noun)
{
    out_count(out, (size_t)n, noun);
}

static void put_today(struct out *out, const struct deck_stats *s)
{
    heading(out, "", "Today");
    if (s->today_answers == 0) {
        out_puts(out, "  nothing answered yet\n");
    } else {
        out_puts(out, "  ");
        count(out, s->today_answers, "answer");
        out_printf(out, " in %lld min; ", minutes(s->today_ms));
        count(out, s->today_new, "card");
        out_puts(out, " seen for the first time; ");
        count(out, s->today_again, "answer");
        out_puts(out, " forgotten\n");
    }
    if (s->longest > 0) {
        out_puts(out, "  ");
        count(out, s->streak, "day");
        out_printf(out, " in a row, %d at most\n", s->longest);
    }
}

static void put_retention(struct out *out, const char *when,
                          const struct retention *r)
{
    if (r->asked == 0)
        return;
    out_printf(out, "  %s: %lld of %lld remembered (%d.%d %%)\n", when,
               (long long)r->known, (long long)r->asked,
               (int)(r->known * 100 / r->asked),
               (int)(r->known * 1000 / r->asked % 10));
}

static void put_totals(struct out *out, const struct deck_stats *s)
{
    heading(out, "\n", "Altogether");
    out_puts(out, "  ");
    count(out, s->fresh + s->learning + s->young + s->mature + s->suspended,
          "card");
    out_puts(out, " of ");
    count(out, s->notes, "note");
    out_puts(out, " in ");
    count(out, s->files, "file");
    out_printf(out,
               "\n  %lld new, %lld learning, %lld young, %lld mature, %lld "
               "suspended\n",
               (long long)s->fresh, (long long)s->learning,
               (long long)s->young, (long long)s->mature,
               (long long)s->suspended);
    out_printf(out,
               "  %lld marked, %lld hard to keep, %lld no longer in the "
               "notes\n  ",
               (long long)s->marked, (long long)s->leeches,
               (long long)s->orphans);
    count(out, s->answers, "answer");
    out_printf(out, " in %lld min\n", minutes(s->ms));
    put_retention(out, "last 30 days", &s->month);
    put_retention(out, "last 365 days", &s->year);
}

static void put_ahead(struct lines *lines, const struct deck_stats *s,
                      bool plain)
{
    struct str labels[SHOWN_AHEAD];
    struct plot_bar bars[SHOWN_AHEAD];

    for (int i = 0; i < SHOWN_AHEAD; i++) {
        labels[i] = STR_EMPTY;
        day_put(&labels[i], s->today + i);
        bars[i] =
            (struct plot_bar){str_slice(&labels[i]), s->ahead[i], ROLE_DONE};
    }
    plot_bars(lines, bars, SHOWN_AHEAD, plain);
    for (int i = 0; i < SHOWN_AHEAD; i++)
        str_release(&labels[i]);
}

static void put_year(struct lines *lines, const struct deck_stats *s,
                     bool plain)
{
    struct plot_day days[STATS_YEAR];

    for (int i = 0; i < STATS_YEAR; i++) {
        int day = s->today - (STATS_YEAR - 1) + i, year, month, date;
        day_to_date(day, &year, &month, &date);
        days[i] =
            (struct plot_day){s->per_day[i], year, month, day_weekday(day)};
    }
    plot_year(lines, days, STATS_YEAR, plain);
}

static void put_plot(struct out *out, const struct deck_stats *s,
                     void (*put)(struct lines *lines,
                                 const struct deck_stats *s, bool plain))
{
    struct arena arena = {0};
    int room =
        out->columns > 0 && out->columns < WIDTH ? out->columns : WIDTH;
    struct lines lines = lines_new(&arena, room);

    put(&lines, s, !out->moves);
    out_drawing(out, &lines);
    lines_release(&lines);
    arena_release(&arena);
}

static bool any(const int32_t *at, int n)
{
    while (n > 0 && at[n - 1] == 0)
        n--;
    return n > 0;
}

static void put_text(struct out *out, const struct deck_stats *s)
{
    put_today(out, s);
    heading(out, "\n", "The coming days: cards due");
    if (any(s->ahead, SHOWN_AHEAD))
        put_plot(out, s, put_ahead);
    else
        out_printf(out, "  none in %d days\n", SHOWN_AHEAD);
    put_totals(out, s);
    heading(out, "\n", "The year: answers a day");
    if (any(s->per_day, STATS_YEAR))
        put_plot(out, s, put_year);
    else
        out_puts(out, "  none yet\n");
}

static void put_numbers(struct json *w, const char *key, const int32_t *at,
                        int n)
{
    json_open_array(w, key);
    for (int i = 0; i < n; i++)
        json_put_int(w, NULL, at[i]);
    json_close(w);
}

static const struct number {
    const char *name;
    size_t at;
} numbers[] = {
    {"new", offsetof(struct deck_stats, fresh)},
    {"learning", offsetof(struct deck_stats, learning)},
    {"young", offsetof(struct deck_stats, young)},
    {"mature", offsetof(struct deck_stats, mature)},
    {"suspended", offsetof(struct deck_stats, suspended)},
    {"marked", offsetof(struct deck_stats, marked)},
    {"leeches", offsetof(struct deck_stats, leeches)},
    {"orphans", offsetof(struct deck_stats, orphans)},
    {"notes", offsetof(struct deck_stats, notes)},
    {"files", offsetof(struct deck_stats, files)},
    {"answers", offsetof(struct deck_stats, answers)},
    {"ms", offsetof(struct deck_stats, ms)},
    {"today_answers", offsetof(struct deck_stats, today_answers)},
    {"today_ms", offsetof(struct deck_stats, today_ms)},
    {"today_new", offsetof(struct deck_stats, today_new)},
    {"today_again", offsetof(struct deck_stats, today_again)},
    {"month_asked", offsetof(struct deck_stats, month.asked)},
    {"month_known", offsetof(struct deck_stats, month.known)},
    {"year_asked", offsetof(struct deck_stats, year.asked)},
    {"year_known", offsetof(struct deck_stats, year.known)},
};

static void put_json(struct out *out, const struct deck_stats *s)
{
    struct str text = STR_EMPTY, day = STR_EMPTY;
    struct json w = json_to(&text);

    day_put(&day, s->today);
    json_open_object(&w, NULL);
    json_put_text(&w, "today", str_slice(&day));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        json_put_int(&w, numbers[i].name,
                     *(const int64_t *)((const char *)s + numbers[i].at));
    json_put_int(&w, "streak", s->streak);
    json_put_int(&w, "longest", s->longest);
    put_numbers(&w, "ahead", s->ahead, STATS_AHEAD);
    put_numbers(&w, "per_day", s->per_day, STATS_YEAR);
    json_close(&w);
    out_json(out, &text);
    str_release(&day);
    str_release(&text);
}

static int print_stats(struct cli *cli, struct deck *deck, struct err *err)
{
    struct deck_stats stats;

    if (deck_stats(deck, cli->now, &stats, err) < 0)
        return -1;
    if (cli->args->json)
        put_json(cli->out, &stats);
    else
        put_text(cli->out, &stats);
    return STATUS_DONE;
}

static int run(struct cli *cli, struct err *err)
{
    struct deck *deck = NULL;
    int rc = use_deck_kindly(cli, DECK_READ, &deck, err);

    if (rc == 0)
        rc = cli->args->mistakes ? mistakes_print(cli, deck, err)
                                 : print_stats(cli, deck, err);
    else if (rc > 0)
        return STATUS_DONE;
    deck_close(deck);
    return rc;
}

const struct command cmd_stats = {
    .name = "stats",
    .operands = "",
    .blurb = "today, the coming days, the year, and what is remembered",
    .about = "Prints what was done today, how many cards are due on the "
             "coming days, how well the deck sits, and a map of the year. "
             "With --json all the numbers: ahead begins with today, per_day "
             "ends with it.\n\n"
             "With --mistakes the misconceptions behind wrong answers to "
             "problems, over all kinds, and what to practise.",
    .examples =
        (const struct example[]){
            {"pagein stats", "at a glance"},
            {"pagein stats --mistakes", "what goes wrong most often"},
            {"pagein stats --json | jq .streak", "one number"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_MISTAKES),
    .group = "Study",
    .run = run,
};
