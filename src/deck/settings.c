#include "deck/settings.h"

#include <string.h>

#include "deck/event.h"
#include "deck/fold.h"
#include "sched/day.h"

/* --- values ------------------------------------------------------------- */

static bool read_count(struct slice value, int most, int *out)
{
    int n = 0;

    if (value.len == 0 || value.len > 5)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] < '0' || value.at[i] > '9')
            return false;
        n = n * 10 + (value.at[i] - '0');
    }
    if (n > most)
        return false;
    *out = n;
    return true;
}

static bool set_new(struct deck_settings *s, struct slice value)
{
    return read_count(value, 9999, &s->new_per_day);
}

static bool set_reviews(struct deck_settings *s, struct slice value)
{
    return read_count(value, 99999, &s->reviews_per_day);
}

static bool set_scheduler(struct deck_settings *s, struct slice value)
{
    for (size_t i = 0; i < sm2_nprofiles; i++)
        if (slice_is(value, sm2_profiles[i].name)) {
            s->profile = &sm2_profiles[i];
            return true;
        }
    return false;
}

static bool set_exam(struct deck_settings *s, struct slice value)
{
    if (slice_is(value, "none")) {
        s->exam_day = 0;
        return true;
    }
    return day_parse(value, &s->exam_day);
}

static bool set_others(struct deck_settings *s, struct slice value)
{
    static const char *const names[] = {
        [OTHERS_SHOW] = "show",
        [OTHERS_LATER] = "hide",
        [OTHERS_ALL] = "hide-all",
    };

    for (int i = OTHERS_SHOW; i <= OTHERS_ALL; i++)
        if (slice_is(value, names[i])) {
            s->others = (enum note_others)i;
            return true;
        }
    return false;
}

static bool set_grades(struct deck_settings *s, struct slice value)
{
    s->six_grades = slice_is(value, "0-5");
    return s->six_grades || slice_is(value, "1-4");
}

static bool set_text(struct deck_settings *s, struct slice value)
{
    (void)s;
    return value.len <= 10000;
}

static const struct {
    const char *name, *accepts;
    bool (*set)(struct deck_settings *s, struct slice value);
} table[] = {
    {"title", "a text", set_text},
    {"kinds", "a list of problem kinds", set_text},
    {"new", "new cards a day, 0 to 9999", set_new},
    {"reviews", "reviews a day, 0 to 99999", set_reviews},
    {"scheduler", "sm2 or sm2-delphi", set_scheduler},
    {"exam", "a date as 2027-03-14, or none", set_exam},
    {"others", "show, hide or hide-all", set_others},
    {"grades", "1-4 or 0-5", set_grades},
};

enum { NTABLE = sizeof table / sizeof *table };

const char *const *settings_names(void)
{
    static const char *const names[NTABLE + 1] = {
        "title",     "kinds", "new",    "reviews",
        "scheduler", "exam",  "others", "grades",
    };

    return names;
}

static size_t find(struct slice name)
{
    size_t i = 0;

    while (i < NTABLE && !slice_is(name, table[i].name))
        i++;
    return i;
}

int settings_check(const char *name, struct slice value, struct err *err)
{
    struct deck_settings scratch = {0};
    size_t i = find(slice_from(name));

    if (i == NTABLE)
        return err_set(err, ERR_USAGE,
                       "There is no setting \"%s\"; there are title, kinds, "
                       "new, reviews, scheduler, exam, others and grades.",
                       name);
    if (!table[i].set(&scratch, value))
        return err_set(err, ERR_USAGE, "\"%s\" takes %s, not \"%.*s\".", name,
                       table[i].accepts, SLICE_FMT(slice_sub(value, 0, 80)));
    return 0;
}

/* --- reading ------------------------------------------------------------ */

/* Calls `each` with every config event that stands, oldest first by name. */
static int read_all(struct deck *deck,
                    void (*each)(const struct event *event, void *arg),
                    void *arg, struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT " EVENT_COLUMNS
                           " FROM event e JOIN device d ON d.id = e.device"
                           " WHERE e.kind = 'config' AND e.name > '' AND "
                           "e.undone = 0 ORDER BY e.name, e.ms");
    struct arena arena = {0};
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        struct event e = event_row(q, &arena);

        each(&e, arg);
    }
    stmt_end(q);
    arena_release(&arena);
    return rc;
}

struct reading {
    struct deck_settings settings;
    struct replay_event last[NTABLE]; /* the latest event of each name */
};

static bool is_latest(struct replay_event *last, const struct event *event)
{
    struct replay_event r = event_replay(event);

    if (last->seq != 0 && replay_compare(&r, last) < 0)
        return false;
    *last = r;
    return true;
}

/* A value that this program can't read leaves the setting as it was. */
static void apply(const struct event *event, void *arg)
{
    struct reading *r = arg;
    size_t i = find(event->name);

    if (i < NTABLE && is_latest(&r->last[i], event))
        (void)table[i].set(&r->settings, event->value);
}

int deck_settings(struct deck *deck, struct deck_settings *out,
                  struct err *err)
{
    struct reading r = {
        .settings =
            {
                .profile = &sm2_profiles[0],
                .new_per_day = 20,
                .reviews_per_day = 200,
            },
    };

    if (read_all(deck, apply, &r, err) < 0)
        return -1;
    *out = r.settings;
    return 0;
}

struct lookup {
    const char *name;
    struct replay_event last;
    struct slice value;
    struct arena *arena;
};

static void look(const struct event *event, void *arg)
{
    struct lookup *l = arg;

    if (slice_is(event->name, l->name) && is_latest(&l->last, event))
        l->value = arena_copy(l->arena, event->value);
}

int settings_get(struct deck *deck, const char *name, struct slice *out,
                 struct arena *arena, struct err *err)
{
    struct lookup l = {.name = name, .arena = arena};

    if (read_all(deck, look, &l, err) < 0)
        return -1;
    if (l.last.seq == 0)
        return 0;
    *out = l.value;
    return 1;
}

/* --- writing ------------------------------------------------------------ */

int settings_log(struct deck *deck, const char *name, struct slice value,
                 struct err *err)
{
    struct event e = event_of_deck(EVENT_CONFIG);
    struct arena arena = {0};
    struct slice old;
    int rc = settings_get(deck, name, &old, &arena, err);
    bool same = rc == 1 && slice_eq(old, value);

    arena_release(&arena);
    if (rc < 0 || same)
        return rc < 0 ? -1 : 0;
    e.name = slice_from(name);
    e.value = value;
    if (command_log(deck, &e, NULL, err) < 0)
        return -1;
    if (strcmp(name, "scheduler") == 0 && fold_all(deck, err) < 0)
        return -1;
    return 1;
}

int deck_set(struct deck *deck, const char *name, struct slice value,
             struct moment now, struct err *err)
{
    int rc;

    if (settings_check(name, value, err) < 0 ||
        command_begin(deck, now, err) < 0)
        return -1;
    rc = settings_log(deck, name, value, err);
    if (rc == 1)
        return command_commit(deck, err);
    command_abort(deck);
    return rc;
}
