#include <stdint.h>

#include "base/mem.h"
#include "deck/sync.h"
#include "review/state.h"
#include "sys/file.h"

/* Longer thinking than that is a walk to the kitchen. */
enum { THINK_MS_MAX = 60000 };

/* --- the card at hand -------------------------------------------------- */

static void forget_card(struct session *s)
{
    pictures_release(&s->pictures);
    arena_release(&s->card_arena);
    s->page = (struct card_page){0};
    s->face = (struct card_face){0};
    s->history = NULL;
    s->nhistory = 0;
    field_clear(&s->typed);
    s->was_typed = false;
    asked_release(&s->asked);
}

/* Reads the card the pile is at; -1 with a notice when it can't be shown. */
static int read_card(struct session *s)
{
    const unsigned hidden = CARD_SUSPENDED | CARD_BURIED | CARD_ORPHAN;
    struct err err;

    forget_card(s);
    if (deck_card(s->deck, s->pile.cards[s->pile.next], &s->page,
                  &s->card_arena, &err) < 0) {
        session_say(s, ROLE_ERROR, "A card can't be shown: %s", err.text);
        s->failure = err;
        return -1;
    }
    if ((s->page.card.flags & hidden) != 0)
        return -1;
    if (s->page.note.others == OTHERS_SHOW)
        s->page.note.others = s->settings.others;
    s->face = (struct card_face){
        .note = &s->page.note,
        .card = s->page.card.index,
        .file = s->page.card.path,
        .pictures = &s->pictures,
    };
    return 0;
}

void session_load(struct session *s)
{
    s->turn++;
    s->shown = s->at.ticks;
    for (; s->pile.next < s->pile.n && !s->time_up; s->pile.next++) {
        int64_t row = s->pile.cards[s->pile.next];
        if (course_skill(&s->course, row) != NULL) {
            forget_card(s);
            if (session_load_problem(s, row))
                return;
        } else if (read_card(s) == 0) {
            session_enter(s, SESSION_QUESTION);
            return;
        }
    }
    forget_card(s);
    s->next_due_day = 0;
    session_look_ahead(s);
    session_enter(s, SESSION_SUMMARY);
}

/* --- what can be taken back -------------------------------------------- */

void session_remember(struct session *s, size_t again_at, struct done before)
{
    s->deeds = mem_grow(s->deeds, s->ndeeds, &s->deeds_cap, sizeof *s->deeds);
    s->deeds[s->ndeeds++] =
        (struct deed){s->page.card.id, s->pile.next, again_at, before};
}

bool session_went(struct session *s, int rc, const struct err *err)
{
    if (rc >= 0) {
        s->failure.kind = ERR_NONE;
        return true;
    }
    s->failure = *err;
    session_say(s, ROLE_ERROR, "Not saved: %s", err->text);
    return false;
}

void session_next(struct session *s)
{
    int64_t limit = s->options.for_ms;

    s->pile.next++;
    s->time_up = limit > 0 && s->at.ticks - s->started >= limit;
    session_load(s);
}

/* --- answers ----------------------------------------------------------- */

void session_count(struct session *s, int grade, int64_t ms)
{
    struct sm2 before = s->page.card.sched;

    s->done.ms += ms < THINK_MS_MAX ? ms : THINK_MS_MAX;
    if (before.drill && before.last == s->today) {
        s->done.again++;
    } else if (!sm2_seen(before)) {
        s->done.fresh++;
    } else {
        s->done.reviewed++;
        s->done.known += grade >= SM2_PASS;
    }
}

static bool comes_again(const struct session *s, const struct card *after,
                        int grade)
{
    return s->options.queue.mode == QUEUE_CRAM ? grade < GRADE_DEFAULT
                                               : after->sched.drill;
}

static void warn_of_leech(struct session *s, const struct card *after)
{
    if (after->sched.lapses > s->page.card.sched.lapses &&
        sm2_leech(after->sched))
        session_say(s, ROLE_WARN,
                    "Forgotten %d times. A clearer wording helps: u, then e.",
                    after->sched.lapses);
}

enum session_wish act_grade(struct session *s, int grade)
{
    bool cram = s->options.queue.mode == QUEUE_CRAM;
    struct answer answer = {
        .card = s->page.card.id,
        .kind = cram ? ANSWER_CRAM : ANSWER_REVIEW,
        .grade = grade,
        .ms = s->at.ticks > s->shown ? s->at.ticks - s->shown : 0,
        .typed = session_typed(s),
    };
    struct done before = s->done;
    size_t again_at = SIZE_MAX;
    struct card after;
    struct err err;

    if (!session_went(s,
                      deck_answer(s->deck, &answer, s->at.now, &after,
                                  &s->card_arena, &err),
                      &err))
        return SESSION_ON;
    session_count(s, grade, answer.ms);
    if (comes_again(s, &after, grade))
        again_at = pile_again(&s->pile, answer.card);
    session_remember(s, again_at, before);
    warn_of_leech(s, &after);
    session_next(s);
    return SESSION_ON;
}

enum session_wish act_default(struct session *s, int arg)
{
    (void)arg;
    return act_grade(s, GRADE_DEFAULT);
}

/* --- flags ------------------------------------------------------------- */

/* 1, 0 when another program has done it already, or -1. */
static int flag(struct session *s, enum deck_verb verb)
{
    struct err err;
    int rc = deck_flag(s->deck, verb, &s->page.card.id, 1, s->at.now, &err);

    session_went(s, rc, &err);
    if (rc == 1)
        session_remember(s, SIZE_MAX, s->done);
    if (s->asked.problem != NULL)
        session_reread_course(s);
    return rc;
}

static enum session_wish put_away(struct session *s, enum deck_verb verb,
                                  const char *said, const char *already)
{
    int rc = flag(s, verb);

    if (rc < 0)
        return SESSION_ON;
    session_say(s, ROLE_DIM, "%s", rc == 1 ? said : already);
    session_next(s);
    return SESSION_ON;
}

enum session_wish act_suspend(struct session *s, int arg)
{
    (void)arg;
    return put_away(s, VERB_SUSPEND,
                    "Suspended until you unsuspend it. u takes it back.",
                    "It was suspended already.");
}

enum session_wish act_bury(struct session *s, int arg)
{
    (void)arg;
    return put_away(s, VERB_BURY, "Buried until tomorrow. u takes it back.",
                    "It was buried already.");
}

enum session_wish act_mark(struct session *s, int arg)
{
    bool marked = (s->page.card.flags & CARD_MARKED) != 0;

    (void)arg;
    if (flag(s, marked ? VERB_UNMARK : VERB_MARK) < 0)
        return SESSION_ON;
    s->page.card.flags ^= CARD_MARKED;
    session_say(s, ROLE_DIM, marked ? "No longer marked." : "Marked.");
    return SESSION_ON;
}

/* --- undo -------------------------------------------------------------- */

/* The deck's latest event must be ours: another program may have written
 * since. */
static bool is_latest(struct session *s, const struct deed *deed,
                      struct arena *arena)
{
    struct undone top;
    struct err err;
    size_t n = 0;

    return deck_undo_list(s->deck, &top, 1, &n, arena, &err) == 0 && n == 1 &&
           top.card == deed->card;
}

static void unwind(struct session *s, const struct deed *deed)
{
    if (deed->again_at != SIZE_MAX)
        pile_take(&s->pile, deed->again_at);
    s->pile.next = deed->at;
    s->done = deed->done;
    s->time_up = false;
    session_reread_course(s);
    session_load(s);
}

enum session_wish act_undo(struct session *s, int arg)
{
    struct arena arena = {0};
    struct undone undone;
    struct err err;
    int rc;

    (void)arg;
    if (s->ndeeds == 0 || !is_latest(s, &s->deeds[s->ndeeds - 1], &arena)) {
        session_say(s, ROLE_DIM, "Nothing of this sitting to take back.");
        goto done;
    }
    rc = deck_undo(s->deck, s->at.now, &undone, &arena, &err);
    if (!session_went(s, rc, &err) || rc == 0)
        goto done;
    unwind(s, &s->deeds[--s->ndeeds]);
    session_say(s, ROLE_DIM, "Taken back: %.*s.", SLICE_FMT(undone.what));
done:
    arena_release(&arena);
    return SESSION_ON;
}

/* --- editing ----------------------------------------------------------- */

/* The worst finding in one line. */
static void say_findings(struct session *s, struct diags *diags)
{
    const struct diag *first = NULL;

    diags_sort(diags);
    for (size_t i = 0; i < diags->n && first == NULL; i++)
        if (diags->at[i].level == DIAG_ERROR)
            first = &diags->at[i];
    if (first == NULL)
        return;
    session_say(s, ROLE_WARN, "Old cards stay: %.*s:%zu:%zu: %.*s%s",
                SLICE_FMT(path_name(first->file)), first->line, first->col,
                SLICE_FMT(first->text),
                diags->errors > 1 ? " (and more)" : "");
}

bool session_refresh(struct session *s)
{
    struct ledger ledger = {0};
    struct diags diags = {0};
    struct err err;
    bool wrote = false;

    if (deck_refresh(s->deck, s->at.now, &ledger, &diags, &err) < 0)
        session_say(s, ROLE_WARN, "The notes were not read again: %s",
                    err.text);
    else
        wrote = ledger.wrote;
    say_findings(s, &diags);
    ledger_release(&ledger);
    diags_release(&diags);
    return wrote;
}

enum session_wish act_edit(struct session *s, int arg)
{
    (void)s;
    (void)arg;
    return SESSION_EDIT;
}

bool session_source(struct session *s, struct str *path, int *line)
{
    struct err err;

    if (s->face.note == NULL)
        return false;
    if (deck_source_path(s->deck, s->page.card.id, path, &err) < 0) {
        session_say(s, ROLE_ERROR, "%s", err.text);
        return false;
    }
    if (path->len == 0) {
        session_say(s, ROLE_WARN, "This machine does not know where %.*s is.",
                    SLICE_FMT(s->page.card.path));
        return false;
    }
    *line = s->page.card.line;
    return true;
}

void session_edited(struct session *s, const char *trouble, struct instant at)
{
    int64_t thought = s->at.ticks - s->shown, card = s->page.card.id;
    bool revealed = s->face.revealed;

    s->at = at;
    if (trouble != NULL) {
        session_say(s, ROLE_WARN, "%s", trouble);
        s->shown = at.ticks - thought;
        return;
    }
    if (session_refresh(s))
        s->ndeeds = 0; /* the deck's latest event is the import now */
    session_load(s);
    s->shown = at.ticks - thought;
    if (s->page.card.id != card)
        session_say(s, ROLE_DIM,
                    "That card has left the notes; its history stays.");
    else if (revealed)
        act_show(s, 0);
}
