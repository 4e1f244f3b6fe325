#include "deck/event.h"
#include "deck/fold.h"

static const struct {
    enum event_kind kind;
    const char *value;
} verbs[] = {
    [VERB_SUSPEND] = {EVENT_SUSPEND, "1"},
    [VERB_UNSUSPEND] = {EVENT_SUSPEND, "0"},
    [VERB_BURY] = {EVENT_BURY, "1"},
    [VERB_UNBURY] = {EVENT_BURY, "0"},
    [VERB_MARK] = {EVENT_MARK, "1"},
    [VERB_UNMARK] = {EVENT_MARK, "0"},
    [VERB_RESET] = {EVENT_RESET, ""},
};

/* --- what would change -------------------------------------------------- */

/* A card to which this was done already stays as it is: nothing is logged. */
static bool differs(struct fold before, const struct event *event)
{
    struct fold after;

    if (event->kind == EVENT_RESET)
        return sm2_seen(before.sched);
    if (before.buried_day < event->day) /* it has come back by itself */
        before.buried_day = -1;
    after = before;
    fold_step(&after, event, NULL);
    return !fold_eq(&before, &after);
}

/* A tag of the front matter goes with it; the same tag given by hand stays.
 */
static int tag_differs(struct deck *deck, int64_t card,
                       const struct event *event, struct err *err)
{
    bool on = slice_is(event->value, "1");
    struct stmt *q = db_query(
        deck->db, "SELECT coalesce((SELECT has FROM tag WHERE card = ?1"
                  " AND name = ?2), ?3 = 0 AND EXISTS (SELECT 1"
                  " FROM card c JOIN note n ON n.id = c.note"
                  " JOIN file_tag t ON t.file = n.file"
                  " WHERE c.id = ?1 AND t.name = ?2))");
    int rc;

    bind_int(q, 1, card);
    bind_text(q, 2, event->name);
    bind_int(q, 3, on);
    rc = stmt_next(q, err);
    if (rc == 1)
        rc = row_bool(q, 0) != on;
    stmt_end(q);
    return rc;
}

/* 1 when the event would change the card, 0 when it wouldn't. */
static int changes(struct deck *deck, int64_t card, const struct event *event,
                   struct err *err)
{
    struct stmt *q;
    int rc;

    if (event->kind == EVENT_TAG)
        return tag_differs(deck, card, event, err);
    q = db_query(deck->db, "SELECT " FOLD_COLUMNS " FROM card WHERE id = ?1");
    bind_int(q, 1, card);
    rc = stmt_next(q, err);
    if (rc == 1) {
        rc = differs(fold_row(q, 0), event);
        if (row_ok(q, err) < 0)
            rc = -1;
    }
    stmt_end(q);
    return rc;
}

static int count(struct deck *deck, struct event event, const int64_t *cards,
                 size_t ncards, struct err *err)
{
    int n = 0;

    event.day = deck->today;
    for (size_t i = 0; i < ncards; i++) {
        int rc = changes(deck, cards[i], &event, err);

        if (rc < 0)
            return -1;
        n += rc;
    }
    return n;
}

/* --- doing it ----------------------------------------------------------- */

/* Logs `event` about each card that it changes and folds that card anew. */
static int log_each(struct deck *deck, struct event event,
                    const int64_t *cards, size_t ncards, struct err *err)
{
    int n = 0;

    event.day = deck->command.day;
    for (size_t i = 0; i < ncards; i++) {
        int rc;

        if (fold_uid(deck, cards[i], &event.subject, err) < 0)
            return -1;
        rc = changes(deck, cards[i], &event, err);
        if (rc < 0 || (rc == 1 && (command_log(deck, &event, NULL, err) < 0 ||
                                   fold_again(deck, cards[i], err) < 0)))
            return -1;
        n += rc;
    }
    return n;
}

static int carry_out(struct deck *deck, struct event event,
                     const int64_t *cards, size_t ncards, struct moment now,
                     struct err *err)
{
    int n;

    if (ncards == 0)
        return 0;
    if (command_begin(deck, now, err) < 0)
        return -1;
    n = log_each(deck, event, cards, ncards, err);
    if (n <= 0) {
        command_abort(deck);
        return n;
    }
    return command_commit(deck, err) < 0 ? -1 : n;
}

static struct event verb_event(enum deck_verb verb)
{
    struct event e = event_of(verbs[verb].kind, 0);

    e.value = slice_from(verbs[verb].value);
    return e;
}

int deck_flag(struct deck *deck, enum deck_verb verb, const int64_t *cards,
              size_t ncards, struct moment now, struct err *err)
{
    return carry_out(deck, verb_event(verb), cards, ncards, now, err);
}

int deck_would_flag(struct deck *deck, enum deck_verb verb,
                    const int64_t *cards, size_t ncards, struct err *err)
{
    return count(deck, verb_event(verb), cards, ncards, err);
}

/* --- tags --------------------------------------------------------------- */

/* A tag is a word: it can be typed, and stands in a list without quotes. */
static bool is_tag(struct slice tag)
{
    if (tag.len == 0 || tag.len > 100)
        return false;
    for (size_t i = 0; i < tag.len; i++)
        if ((unsigned char)tag.at[i] <= ' ' || tag.at[i] == 0x7f ||
            tag.at[i] == ',')
            return false;
    return true;
}

static int tag_event(struct event *out, struct slice tag, bool on,
                     struct err *err)
{
    if (!is_tag(tag))
        return err_set(err, ERR_USAGE,
                       "\"%.*s\" can't be a tag: a tag is one word without "
                       "blanks and commas.",
                       SLICE_FMT(slice_sub(tag, 0, 100)));
    *out = event_of(EVENT_TAG, 0);
    out->name = tag;
    out->value = on ? SLICE("1") : SLICE("0");
    return 0;
}

int deck_tag(struct deck *deck, struct slice tag, bool on,
             const int64_t *cards, size_t ncards, struct moment now,
             struct err *err)
{
    struct event e;

    if (tag_event(&e, tag, on, err) < 0)
        return -1;
    return carry_out(deck, e, cards, ncards, now, err);
}

int deck_would_tag(struct deck *deck, struct slice tag, bool on,
                   const int64_t *cards, size_t ncards, struct err *err)
{
    struct event e;

    if (tag_event(&e, tag, on, err) < 0)
        return -1;
    return count(deck, e, cards, ncards, err);
}
