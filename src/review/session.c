#include "review/session.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/mem.h"
#include "deck/media.h"
#include "review/state.h"
#include "text/escape.h"
#include "text/unicode.h"

/* --- opening ----------------------------------------------------------- */

static int read_picture(void *arg, struct slice target, struct str *bytes)
{
    struct session *s = arg;
    struct err err;

    return deck_image(s->deck, s->page.card.id, target, bytes, &err) == 1
               ? 0
               : -1;
}

static int plan(struct session *s, struct err *err)
{
    struct arena arena = {0};
    int64_t *cards;
    size_t n;
    int rc = deck_queue(s->deck, &s->options.queue, s->at.now, &cards, &n,
                        &s->counts, &arena, err);

    if (rc == 0)
        pile_fill(&s->pile, cards, n);
    arena_release(&arena);
    return rc < 0 ? rc : session_plan_problems(s, err);
}

/* What the person should know before the first card. */
static void greet(struct session *s)
{
    struct str text = STR_EMPTY;

    if (s->counts.exam_days_left > 0)
        str_printf(&text,
                   "Exam in %d day%s: %d new cards a day, today %d min.",
                   s->counts.exam_days_left,
                   s->counts.exam_days_left == 1 ? "" : "s",
                   s->counts.new_allowance, s->counts.minutes);
    if (s->counts.backlog > 0) {
        str_printf(&text, "%s%d more are due than a day holds",
                   text.len > 0 ? " " : "", s->counts.backlog);
        if (s->counts.backlog_clear_day > 0) {
            str_puts(&text, "; all clear ");
            put_date(&text, s, s->counts.backlog_clear_day);
        }
        str_putc(&text, '.');
    }
    if (text.len > 0 && s->notice.len == 0)
        session_say(s, ROLE_DIM, "%s", text.at);
    str_release(&text);
}

int session_open(struct session **out, struct deck *deck,
                 const struct review_options *options, struct instant at,
                 struct err *err)
{
    struct session *s = mem_new(sizeof *s);

    *s = (struct session){
        .deck = deck,
        .options = *options,
        .at = at,
        .started = at.ticks,
        .today = deck_today(deck, at.now),
        .notice = STR_EMPTY,
        .typed = {STR_EMPTY, 0},
        .asked = {.typed = STR_EMPTY, .first_typed = STR_EMPTY},
        .pictures = {.read = read_picture, .depth = options->depth},
    };
    s->pictures.arg = s;
    if (deck_settings(deck, &s->settings, err) < 0)
        goto fail;
    session_refresh(s);
    if (plan(s, err) < 0)
        goto fail;
    session_load(s);
    greet(s);
    *out = s;
    return 0;
fail:
    session_free(s);
    return -1;
}

void session_free(struct session *s)
{
    if (s == NULL)
        return;
    pile_release(&s->pile);
    arena_release(&s->card_arena);
    pictures_release(&s->pictures);
    field_release(&s->typed);
    asked_release(&s->asked);
    course_release(&s->course);
    str_release(&s->notice);
    free(s->deeds);
    free(s);
}

/* --- what others ask --------------------------------------------------- */

enum session_mode session_mode(const struct session *s)
{
    return s->mode;
}

const struct card_face *session_face(const struct session *s)
{
    return s->face.note != NULL ? &s->face : NULL;
}

size_t session_turn(const struct session *s)
{
    return s->turn;
}

struct slice session_typed(const struct session *s)
{
    return s->was_typed ? str_slice(&s->typed.text) : SLICE("");
}

struct slice session_notice(const struct session *s)
{
    return str_slice(&s->notice);
}

bool session_failed(const struct session *s, struct err *err)
{
    if (s->failure.kind == ERR_NONE)
        return false;
    if (err != NULL)
        *err = s->failure;
    return true;
}

/* --- small changes ----------------------------------------------------- */

void session_say(struct session *s, enum role role, const char *fmt, ...)
{
    struct str text = STR_EMPTY;
    va_list ap;

    va_start(ap, fmt);
    str_vprintf(&text, fmt, ap);
    va_end(ap);
    str_clear(&s->notice);
    escape_line(&s->notice, str_slice(&text));
    s->notice_role = role;
    str_release(&text);
}

void session_enter(struct session *s, enum session_mode mode)
{
    s->mode = mode;
    s->scroll = 0;
    s->follow = mode <= SESSION_TYPING;
}

/* --- actions ----------------------------------------------------------- */

enum session_wish act_show(struct session *s, int arg)
{
    (void)arg;
    s->face.revealed = true;
    session_enter(s, SESSION_ANSWER);
    if ((s->page.card.flags & CARD_CHANGED) != 0)
        session_say(s, ROLE_WARN,
                    "This answer has changed since you saw it last.");
    return SESSION_ON;
}

enum session_wish act_type(struct session *s, int arg)
{
    (void)arg;
    field_clear(&s->typed);
    s->hinted = 0;
    session_enter(s, SESSION_TYPING);
    return SESSION_ON;
}

enum session_wish act_scroll(struct session *s, int lines)
{
    int step = lines == 10    ? s->page_lines - 1
               : lines == -10 ? 1 - s->page_lines
                              : lines;

    s->follow = false;
    s->scroll = s->scroll + step < 0 ? 0 : s->scroll + step;
    return SESSION_ON;
}

static enum session_wish lay_over(struct session *s, enum session_mode mode)
{
    s->under = s->mode;
    session_enter(s, mode);
    return SESSION_ON;
}

enum session_wish act_help(struct session *s, int arg)
{
    (void)arg;
    return lay_over(s, SESSION_HELP);
}

enum session_wish act_info(struct session *s, int arg)
{
    struct err err;

    (void)arg;
    s->nhistory = 0;
    if (deck_history(s->deck, s->page.card.id, &s->history, &s->nhistory,
                     &s->card_arena, &err) < 0)
        session_say(s, ROLE_ERROR, "%s", err.text);
    return lay_over(s, SESSION_INFO);
}

enum session_wish act_back(struct session *s, int arg)
{
    (void)arg;
    session_enter(s, s->mode == SESSION_TYPING ? SESSION_QUESTION : s->under);
    return SESSION_ON;
}

enum session_wish act_colon(struct session *s, int arg)
{
    (void)arg;
    s->colon = true;
    session_say(s, ROLE_PLAIN, ":");
    return SESSION_ON;
}

enum session_wish act_quit(struct session *s, int arg)
{
    (void)arg;
    session_leave_problem(s);
    s->over = true;
    return SESSION_OVER;
}

enum session_wish act_stop(struct session *s, int arg)
{
    (void)s;
    (void)arg;
    return SESSION_STOP;
}

/* --- keys -------------------------------------------------------------- */

/* Each Tab gives one more letter of the answer away. */
static void hint(struct session *s)
{
    struct str answer = STR_EMPTY;
    struct slice rest;
    struct grapheme g;

    note_answer(&answer, s->face.note, s->face.card);
    rest = str_slice(&answer);
    s->hinted++;
    for (size_t i = 0; i < s->hinted; i++)
        if (!grapheme_next(&rest, &g))
            s->hinted = i;
    session_say(s, ROLE_HINT, "It begins with %.*s%s",
                (int)(rest.at - answer.at), answer.at,
                rest.len > 0 ? "…" : "");
    str_release(&answer);
}

/* Every printable key is text here; true when the key was used up. */
static bool typing_key(struct session *s, struct key key)
{
    if (field_key(&s->typed, key))
        return true;
    if (key.code == KEY_TAB) {
        hint(s);
    } else if (key.code == KEY_ENTER) {
        s->was_typed = true;
        act_show(s, 0);
    } else {
        return false;
    }
    return true;
}

/* ":q" leaves, as in vi; Enter behind it would come too late. */
static bool colon_key(struct session *s, struct key key)
{
    if (!s->colon)
        return false;
    s->colon = false;
    if (key.code == KEY_TEXT && key.text == 'q')
        act_quit(s, 0);
    return true;
}

enum session_wish session_key(struct session *s, struct key key,
                              struct instant at)
{
    const struct binding *b;

    s->at = at;
    s->today = deck_today(s->deck, at.now);
    str_clear(&s->notice);
    if (colon_key(s, key))
        return s->over ? SESSION_OVER : SESSION_ON;
    if (s->mode == SESSION_TYPING && typing_key(s, key))
        return SESSION_ON;
    if (s->mode == SESSION_PROBLEM && field_key(&s->typed, key))
        return SESSION_ON;
    if (key.pasted)
        return SESSION_ON; /* a paste is text, never a command */
    b = binding_find(s, key);
    return b != NULL ? b->act(s, b->arg) : SESSION_ON;
}
