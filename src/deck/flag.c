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

/* Logs `event` about each card and folds the card anew. */
static int log_each(struct deck *deck, struct event event,
                    const int64_t *cards, size_t ncards, struct err *err)
{
    for (size_t i = 0; i < ncards; i++) {
        if (fold_uid(deck, cards[i], &event.subject, err) < 0 ||
            command_log(deck, &event, NULL, err) < 0 ||
            fold_again(deck, cards[i], err) < 0)
            return -1;
    }
    return 0;
}

static int carry_out(struct deck *deck, struct event event,
                     const int64_t *cards, size_t ncards, struct moment now,
                     struct err *err)
{
    if (ncards == 0)
        return 0;
    if (command_begin(deck, now, err) < 0)
        return -1;
    if (log_each(deck, event, cards, ncards, err) < 0) {
        command_abort(deck);
        return -1;
    }
    return command_commit(deck, err);
}

int deck_flag(struct deck *deck, enum deck_verb verb, const int64_t *cards,
              size_t ncards, struct moment now, struct err *err)
{
    struct event e = event_of(verbs[verb].kind, 0);

    e.value = slice_from(verbs[verb].value);
    return carry_out(deck, e, cards, ncards, now, err);
}

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

int deck_tag(struct deck *deck, struct slice tag, bool on,
             const int64_t *cards, size_t ncards, struct moment now,
             struct err *err)
{
    struct event e = event_of(EVENT_TAG, 0);

    if (!is_tag(tag))
        return err_set(err, ERR_USAGE,
                       "\"%.*s\" can't be a tag: a tag is one word without "
                       "blanks and commas.",
                       SLICE_FMT(slice_sub(tag, 0, 100)));
    e.name = tag;
    e.value = on ? SLICE("1") : SLICE("0");
    return carry_out(deck, e, cards, ncards, now, err);
}
