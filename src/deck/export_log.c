#include "deck/event.h"
#include "deck/export.h"

static bool what_of(const struct event *e, enum export_what *what)
{
    switch (e->kind) {
    case EVENT_REVIEW:
        *what = EXPORT_REVIEW;
        return true;
    case EVENT_DRILL:
        *what = EXPORT_DRILL;
        return true;
    case EVENT_CRAM:
        *what = EXPORT_CRAM;
        return true;
    case EVENT_SET:
        *what = EXPORT_SET;
        return true;
    case EVENT_RESET:
        *what = EXPORT_RESET;
        return true;
    default:
        return false;
    }
}

int deck_export_log(struct deck *deck, const struct export_card *card,
                    const struct sm2_profile *profile,
                    struct export_entry **out, size_t *n, struct arena *arena,
                    struct err *err)
{
    struct sm2 now = sm2_new();
    struct event *events;
    struct export_entry *list;
    size_t count, to = 0;

    if (event_list(deck, card->id, card->uid, &events, &count, arena, err) <
        0)
        return -1;
    list = arena_new_array(arena, count, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        struct replay_event replay = event_replay(&events[i]);
        struct export_entry e = {
            .utc_ms = events[i].ms,
            .took_ms = events[i].took_ms,
            .day = events[i].day,
            .grade = events[i].grade,
            .before = now,
        };

        if (events[i].undone || !what_of(&events[i], &e.what))
            continue;
        now = replay_apply(now, &replay, profile, &e.effect);
        e.after = now;
        list[to++] = e;
    }
    *out = list;
    *n = to;
    return 0;
}
