#include "deck/settings.h"

#include <string.h>

#include "deck/config.h"
#include "deck/event.h"
#include "deck/fold.h"

/* --- reading ------------------------------------------------------------ */

/* The settings as they stand, with a text and its event by row of the
 * table; all in an arena. */
struct standing {
    struct deck_settings values;
    struct slice *texts;
    struct replay_event *last; /* the event that set it; seq 0: none did */
};

static struct standing usual(struct arena *arena)
{
    struct standing s = {
        .texts = arena_new_array(arena, config_nrows, sizeof *s.texts),
        .last = arena_new_array(arena, config_nrows, sizeof *s.last),
    };

    for (size_t i = 0; i < config_nrows; i++) {
        s.texts[i] = slice_from(config_rows[i].usual);
        (void)config_rows[i].read(&s.values, s.texts[i]);
    }
    return s;
}

/* A value that this program can't read leaves the setting as it was. */
static void apply(struct standing *s, const struct event *event)
{
    const struct config_row *row = config_find(event->name);
    struct replay_event at = event_replay(event);
    size_t i;

    if (row == NULL)
        return;
    i = (size_t)(row - config_rows);
    if (s->last[i].seq != 0 && replay_compare(&at, &s->last[i]) < 0)
        return;
    s->last[i] = at;
    if (row->read(&s->values, event->value))
        s->texts[i] = event->value;
}

static int read_all(struct deck *deck, struct standing *out,
                    struct arena *arena, struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT " EVENT_COLUMNS
                           " FROM event e JOIN device d ON d.id = e.device"
                           " WHERE e.kind = 'config' AND e.name > '' AND "
                           "e.undone = 0 ORDER BY e.name, e.ms");
    struct standing s = usual(arena);
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        struct event e = event_row(q, arena);

        apply(&s, &e);
    }
    stmt_end(q);
    if (rc == 0)
        *out = s;
    return rc;
}

int deck_settings(struct deck *deck, struct deck_settings *out,
                  struct err *err)
{
    struct arena arena = {0};
    struct standing s;
    int rc = read_all(deck, &s, &arena, err);

    if (rc == 0)
        *out = s.values;
    arena_release(&arena);
    return rc;
}

int deck_setting(struct deck *deck, const struct config_row *row,
                 struct slice *out, struct arena *arena, struct err *err)
{
    struct standing s;

    if (read_all(deck, &s, arena, err) < 0)
        return -1;
    *out = s.texts[row - config_rows];
    return 0;
}

/* --- writing ------------------------------------------------------------ */

/* True when it was set to that value already. */
static int stands(struct deck *deck, const char *name, struct slice value,
                  bool *out, struct err *err)
{
    size_t i = (size_t)(config_find(slice_from(name)) - config_rows);
    struct arena arena = {0};
    struct standing s;
    int rc = read_all(deck, &s, &arena, err);

    if (rc == 0)
        *out = s.last[i].seq != 0 && slice_eq(s.texts[i], value);
    arena_release(&arena);
    return rc;
}

int settings_log(struct deck *deck, const char *name, struct slice value,
                 struct err *err)
{
    struct event e = event_of_deck(EVENT_CONFIG);
    bool same = false;

    if (stands(deck, name, value, &same, err) < 0)
        return -1;
    if (same)
        return 0;
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

    if (config_check(name, value, err) < 0 ||
        command_begin(deck, now, err) < 0)
        return -1;
    rc = settings_log(deck, name, value, err);
    if (rc == 1)
        return command_commit(deck, err);
    command_abort(deck);
    return rc;
}
