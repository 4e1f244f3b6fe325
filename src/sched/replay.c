#include "sched/replay.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sched/day.h"

enum replay_kind replay_answer_kind(struct sm2 card, int today)
{
    return sm2_effect_of(card, SM2_PASS, today) == SM2_DRILLED
               ? REPLAY_DRILL
               : REPLAY_REVIEW;
}

/* Two machines may both ask for a card on one day: then a review arrives on
 * the day of the last repetition, which no single machine would log. */
static struct sm2 review(struct sm2 card, int grade, int day,
                         const struct sm2_profile *profile,
                         enum sm2_effect *effect)
{
    if (!sm2_seen(card) || day >= card.due) {
        *effect = SM2_COUNTED;
        return sm2_repeat(card, grade, day, profile);
    }
    if (grade < SM2_PASS && card.failed < day) {
        *effect = SM2_LAPSED;
        return sm2_lapse(card, grade, day, profile);
    }
    *effect = grade < SM2_PASS ? SM2_NONE : SM2_EARLY;
    return sm2_drill(card, grade, day);
}

static bool sensible(const struct replay_event *e)
{
    return e->grade >= 0 && e->grade <= 5 && e->day >= DAY_MIN &&
           e->day <= DAY_MAX;
}

struct sm2 replay_apply(struct sm2 card, const struct replay_event *event,
                        const struct sm2_profile *profile,
                        enum sm2_effect *effect)
{
    int day = event->day < card.last ? card.last : event->day;
    enum sm2_effect ignored;

    if (effect == NULL)
        effect = &ignored;
    *effect = SM2_NONE;
    switch (event->kind) {
    case REPLAY_REVIEW:
        if (!sensible(event))
            return card;
        return review(card, event->grade, day, profile, effect);
    case REPLAY_DRILL:
        if (!sensible(event) || !sm2_seen(card))
            return card;
        *effect = SM2_DRILLED;
        return sm2_drill(card, event->grade, day);
    case REPLAY_SET:
        *effect = SM2_SET;
        return sm2_clamp(event->set);
    case REPLAY_RESET:
        *effect = SM2_SET;
        return sm2_new();
    case REPLAY_CRAM:
    case REPLAY_UNDO:
    case REPLAY_OTHER:
        break;
    }
    return card;
}

static int compare_u64(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

int replay_compare(const struct replay_event *a, const struct replay_event *b)
{
    if (a->utc_ms != b->utc_ms)
        return a->utc_ms < b->utc_ms ? -1 : 1;
    if (a->device != b->device)
        return compare_u64(a->device, b->device);
    if (a->seq != b->seq)
        return compare_u64(a->seq, b->seq);
    return compare_u64(a->content, b->content);
}

static int by_log(const void *a, const void *b)
{
    return replay_compare(a, b);
}

/* An event's name. */
struct name {
    uint64_t device, seq;
};

static int by_name(const void *a, const void *b)
{
    const struct name *x = a, *y = b;

    if (x->device != y->device)
        return compare_u64(x->device, y->device);
    return compare_u64(x->seq, y->seq);
}

/* The names that are undone, sorted; the caller frees them. */
static struct name *undone_names(const struct replay_event *events, size_t n,
                                 size_t *count)
{
    struct name *names = mem_new_array(n, sizeof *names);

    *count = 0;
    for (size_t i = 0; i < n; i++)
        if (events[i].kind == REPLAY_UNDO)
            names[(*count)++] =
                (struct name){events[i].undo_device, events[i].undo_seq};
    qsort(names, *count, sizeof *names, by_name);
    return names;
}

size_t replay_clean(struct replay_event *events, size_t n)
{
    size_t nundone, kept = 0;
    struct name *undone = undone_names(events, n, &nundone);

    qsort(events, n, sizeof *events, by_log);
    for (size_t i = 0; i < n; i++) {
        struct name name = {events[i].device, events[i].seq};

        if (events[i].kind == REPLAY_UNDO ||
            bsearch(&name, undone, nundone, sizeof *undone, by_name) != NULL)
            continue;
        if (kept > 0 && replay_compare(&events[kept - 1], &events[i]) == 0)
            continue;
        events[kept++] = events[i];
    }
    free(undone);
    return kept;
}

struct sm2 replay_fold(const struct replay_event *events, size_t n,
                       const struct sm2_profile *profile)
{
    struct sm2 card = sm2_new();

    for (size_t i = 0; i < n; i++)
        card = replay_apply(card, &events[i], profile, NULL);
    return card;
}
