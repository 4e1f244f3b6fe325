/* state.h - the inside of a session; for the files that make it up:
 *
 *   session.c   keys: which action they mean in which mode
 *   bindings.c  the table of keys, and the help page it makes
 *   acts.c      what changes the deck: answers, flags, undo, edits
 *   problems.c  problems among the cards
 *   words.c     one-liners: place, grades, intervals, summary
 *   pages.c     help, a card's history, the summary as pages
 *   frame.c     the screen; foot.c its last rows */
#ifndef REVIEW_STATE_H
#define REVIEW_STATE_H

#include "review/asked.h"
#include "review/course.h"
#include "review/field.h"
#include "review/pile.h"
#include "review/session.h"

/* What was done so far, for the summary. */
struct done {
    int reviewed, known; /* cards seen before; of these, remembered */
    int fresh;           /* cards seen for the first time */
    int again;           /* showings of one of those again */
    int64_t ms;          /* thinking time, long pauses cut */
};

/* Something the undo key can take back. */
struct deed {
    int64_t card;
    size_t at;        /* where in the pile it was */
    size_t again_at;  /* where the card was put to come again, or SIZE_MAX */
    struct done done; /* before it */
};

struct session {
    struct deck *deck; /* borrowed */
    struct review_options options;
    struct deck_settings settings;
    struct instant at; /* of the latest key */
    int64_t started;   /* ticks */
    int today;         /* study day of `at` */
    struct queue_counts counts;
    struct pile pile;
    struct course course; /* the deck's problems */
    struct asked asked;   /* the one at hand, if any */

    enum session_mode mode, under; /* under: what HELP or INFO lie over */
    bool over;
    bool colon; /* ":" was pressed; "q" may follow */

    /* the card at hand: page and face, in an arena of its own */
    struct arena card_arena;
    struct card_page page;
    struct card_face face;
    struct pictures pictures;
    size_t turn;
    int64_t shown; /* ticks when it came, moved on by what took us away */
    struct field typed;
    bool was_typed;
    size_t hinted; /* letters of the answer that Tab gave away */
    struct history *history;
    size_t nhistory;

    struct str notice;
    enum role notice_role;
    struct err failure; /* of the deck; kind ERR_NONE when there is none */

    struct deed *deeds;
    size_t ndeeds, deeds_cap;
    struct done done;
    bool time_up; /* options.for_ms is over */

    int scroll;       /* first line of the body that is shown */
    bool follow;      /* keep the blank in sight instead of `scroll` */
    int page_lines;   /* of the last drawing, for scrolling by pages */
    bool more;        /* it goes on below or above what was drawn */
    int next_due_day; /* for the summary: 0 unknown, -1 none in sight */
    int next_due, next_fresh;
};

/* --- bindings.c -------------------------------------------------------- */

/* What a key does in the present mode. */
struct binding {
    const char *keys; /* as key_next reads them */
    unsigned modes;   /* bits 1 << enum session_mode */
    enum session_wish (*act)(struct session *s, int arg);
    int arg;
    const char *name;  /* for keys of one's own; NULL: has none */
    const char *shown; /* for the help page; NULL: not listed */
    const char *help;
};

const struct binding *binding_find(const struct session *s, struct key key);

/* Appends the key to show for an action: a person's own, or the usual one. */
void binding_put_key(struct str *out, const struct session *s,
                     const char *action, const char *usual);

/* The page of HELP. */
void bindings_page(struct lines *out, const struct session *s);

/* --- session.c: actions the table names -------------------------------- */

enum session_wish act_show(struct session *s, int arg);
enum session_wish act_type(struct session *s, int arg);
enum session_wish act_scroll(struct session *s, int lines);
enum session_wish act_help(struct session *s, int arg);
enum session_wish act_info(struct session *s, int arg);
enum session_wish act_back(struct session *s, int arg);
enum session_wish act_colon(struct session *s, int arg);
enum session_wish act_quit(struct session *s, int arg);
enum session_wish act_stop(struct session *s, int arg);

void session_say(struct session *s, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Another mode, scrolled to its beginning. */
void session_enter(struct session *s, enum session_mode mode);

/* --- acts.c ------------------------------------------------------------ */

enum session_wish act_grade(struct session *s, int grade);
enum session_wish act_default(struct session *s, int arg);
enum session_wish act_suspend(struct session *s, int arg);
enum session_wish act_bury(struct session *s, int arg);
enum session_wish act_mark(struct session *s, int arg);
enum session_wish act_undo(struct session *s, int arg);
enum session_wish act_edit(struct session *s, int arg);

/* Shows the card at hand, or the summary when there is none. */
void session_load(struct session *s);

/* Re-imports changed notes; true when something was written. */
bool session_refresh(struct session *s);

/* True unless the deck refused; the card stays then and says why. */
bool session_went(struct session *s, int rc, const struct err *err);

/* Counts an answer to what is at hand; remembers it for undo, with the pile's
 * place where it comes again (or SIZE_MAX) and what was done before; goes to
 * the next. */
void session_count(struct session *s, int grade, int64_t ms);
void session_remember(struct session *s, size_t again_at, struct done before);
void session_next(struct session *s);

/* --- problems.c -------------------------------------------------------- */

/* Whether this sitting is one of problems, or of problems among cards. */
bool session_wants_problems(const struct session *s);

/* Whether the problem that was solved may be graded Easy: right at once and
 * without a hint. */
bool session_may_be_easy(const struct session *s);

/* Mixes today's problems into the pile. */
int session_plan_problems(struct session *s, struct err *err);

/* Shows a problem of the skill at that row; false when that can't be. */
bool session_load_problem(struct session *s, int64_t row);
void session_reread_course(struct session *s);
void session_problem_page(struct lines *out, struct session *s);

/* Logs what was answered so far, before the person leaves. */
void session_leave_problem(struct session *s);

enum session_wish act_submit(struct session *s, int arg);
enum session_wish act_hint(struct session *s, int arg);
enum session_wish act_hold(struct session *s, int arg);
enum session_wish act_resume(struct session *s, int arg);
enum session_wish act_onward(struct session *s, int arg);
enum session_wish act_grade_problem(struct session *s, int grade);

/* --- words.c ----------------------------------------------------------- */

struct grade_word {
    int grade; /* 0..5 */
    char key;
    const char *name;
    const char *again; /* what to say behind it when the card comes again
                        * today */
};

/* The grades of this deck in the order of their keys; *n of them. */
const struct grade_word *grade_words(const struct session *s, size_t *n);

/* The grade that Space stands for. */
enum { GRADE_DEFAULT = 4 };

/* When the card would come back: "1d", "again today", "2.5mo"; shorter,
 * "today", "0d". */
enum return_length { RETURN_FULL, RETURN_SHORT, RETURN_DAYS };

void put_return(struct str *out, const struct session *s,
                const struct grade_word *word, enum return_length length);

void put_days(struct str *out, int days);      /* 6d, 2.5mo, 1.2y */
void put_minutes(struct str *out, int64_t ms); /* 40 s, 6 min, 1 h 5 min */
void put_date(struct str *out, const struct session *s,
              int day); /* today, tomorrow, Tue 24 Nov */

int64_t ms_left(const struct session *s);

/* Finds out when the next cards are due, once. */
void session_look_ahead(struct session *s);

#endif
