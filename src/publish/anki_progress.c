#include "publish/anki_progress.h"

/* Anki's words for types of cards, queues and answers. */
enum { TYPE_NEW = 0, TYPE_REVIEW = 2 };
enum { QUEUE_SUSPENDED = -1, QUEUE_NEW = 0, QUEUE_REVIEW = 2 };
enum {
    LOG_LEARNING = 0,
    LOG_REVIEW = 1,
    LOG_RELEARNING = 2,
    LOG_FILTERED = 3, /* early, or without ease: cramming */
    LOG_MANUAL = 4,
    LOG_RESCHEDULED = 5,
};
enum { EASE_MIN = 1300 };

static int at_least(int n, int least)
{
    return n > least ? n : least;
}

static int factor_of(const struct sm2 *sched)
{
    return at_least(sched->ease * 10, EASE_MIN);
}

/* --- the log ------------------------------------------------------------ */

static int button_of(int grade)
{
    return grade < 3 ? 1 : grade - 1;
}

/* A walk along the log. A card is learning until it is known once. */
struct log {
    bool learning;
    int answers;
    int64_t last_ms; /* of the last answer that counts; 0: none */
};

static int type_of(const struct log *log, const struct export_entry *e)
{
    if (e->what == EXPORT_CRAM)
        return LOG_FILTERED;
    if (log->learning)
        return LOG_LEARNING;
    if (e->what == EXPORT_DRILL || e->effect == SM2_DRILLED)
        return LOG_RELEARNING;
    if (e->effect == SM2_EARLY || e->effect == SM2_LAPSED)
        return LOG_FILTERED;
    return LOG_REVIEW;
}

static struct anki_review_row answer_row(struct log *log,
                                         const struct export_entry *e)
{
    struct anki_review_row row = {
        .id = e->utc_ms,
        .ease = button_of(e->grade),
        .interval = e->after.interval,
        .last_interval = e->before.interval,
        .type = type_of(log, e),
        .took_ms = e->took_ms,
    };

    if (row.type != LOG_LEARNING && e->what != EXPORT_CRAM)
        row.factor = factor_of(&e->after);
    if (e->what != EXPORT_CRAM) {
        log->learning = log->learning && e->grade < SM2_PASS;
        log->last_ms = e->utc_ms;
    }
    log->answers++;
    return row;
}

/* A schedule that came from elsewhere, or went. */
static struct anki_review_row moved_row(struct log *log,
                                        const struct export_entry *e)
{
    bool set = e->what == EXPORT_SET;

    log->learning = !sm2_seen(e->after);
    return (struct anki_review_row){
        .id = e->utc_ms,
        .interval = e->after.interval,
        .last_interval = e->before.interval,
        .factor = set ? factor_of(&e->after) : 0,
        .type = set ? LOG_RESCHEDULED : LOG_MANUAL,
    };
}

static int put_log(struct deck *deck, const struct export_card *card,
                   const struct sm2_profile *profile, struct anki_db *db,
                   int64_t card_id, struct log *log, struct err *err)
{
    struct arena arena = {0};
    struct export_entry *entries;
    size_t n;
    int rc = deck_export_log(deck, card, profile, &entries, &n, &arena, err);

    for (size_t i = 0; rc == 0 && i < n; i++) {
        bool answer = entries[i].what <= EXPORT_CRAM;
        struct anki_review_row row = answer ? answer_row(log, &entries[i])
                                            : moved_row(log, &entries[i]);

        row.card = card_id;
        rc = anki_db_review(db, row, err);
    }
    arena_release(&arena);
    return rc;
}

/* --- the card ----------------------------------------------------------- */

static void put_schedule(const struct export_card *card,
                         const struct log *log, struct anki_card_row *row,
                         struct str *data)
{
    const struct sm2 *s = &card->sched;

    row->type = TYPE_REVIEW;
    row->queue = QUEUE_REVIEW;
    row->interval = at_least(s->interval, 1);
    row->due = at_least(s->due - ANKI_CREATED_DAY, 0);
    row->factor = factor_of(s);
    row->reps = log->answers;
    row->lapses = s->lapses;
    if (log->last_ms == 0)
        return;
    str_clear(data);
    str_printf(data, "{\"lrt\":%lld}", (long long)(log->last_ms / 1000));
    row->data = str_slice(data);
}

int anki_progress(struct deck *deck, const struct export_card *card,
                  const struct sm2_profile *profile, struct anki_db *db,
                  struct anki_card_row *row, struct str *data,
                  struct err *err)
{
    struct log log = {.learning = true};

    if (card->told &&
        put_log(deck, card, profile, db, row->id, &log, err) < 0)
        return -1;
    if (sm2_seen(card->sched))
        put_schedule(card, &log, row, data);
    if (card->suspended)
        row->queue = QUEUE_SUSPENDED;
    return 0;
}
