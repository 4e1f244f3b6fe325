#include "deck/event.h"
#include "deck/fold.h"

/* What the opposite of a flag is called. */
static const char *name_of(const struct event *e)
{
    bool off = slice_is(e->value, "0");

    switch (e->kind) {
    case EVENT_SUSPEND:
        return off ? "unsuspend" : "suspend";
    case EVENT_BURY:
        return off ? "unbury" : "bury";
    case EVENT_MARK:
        return off ? "unmark" : "mark";
    case EVENT_TAG:
        return off ? "untag" : "tag";
    case EVENT_KINDS:
        return "unknown";
    default:
        return event_kind_name(e->kind);
    }
}

static struct slice what_of(const struct event *e, struct arena *arena)
{
    struct str text = STR_EMPTY;
    struct slice what;

    str_puts(&text, name_of(e));
    if (e->kind == EVENT_TAG)
        str_printf(&text, " %.*s", SLICE_FMT(e->name));
    what = arena_copy(arena, str_slice(&text));
    str_release(&text);
    return what;
}

int deck_history(struct deck *deck, int64_t card, struct history **out,
                 size_t *n, struct arena *arena, struct err *err)
{
    struct deck_settings settings;
    struct fold fold = fold_new();
    struct event *events;
    struct history *list;
    uint64_t uid;
    size_t count;

    if (deck_settings(deck, &settings, err) < 0 ||
        fold_uid(deck, card, &uid, err) < 0 ||
        event_list(deck, card, uid, &events, &count, arena, err) < 0)
        return -1;
    list = arena_new_array(arena, count, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        if (!events[i].undone)
            fold_step(&fold, &events[i], settings.profile);
        list[i] = (struct history){
            .utc_ms = events[i].ms,
            .day = events[i].day,
            .what = what_of(&events[i], arena),
            .grade = events[i].grade,
            .ms = events[i].took_ms,
            .undone = events[i].undone,
            .after = fold.sched,
        };
    }
    *out = list;
    *n = count;
    return 0;
}
