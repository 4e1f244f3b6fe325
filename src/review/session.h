/* session.h - one sitting: keys in, a screen of cells out.
 *
 * A session knows the deck, but no terminal and no clock: whoever drives it
 * hands in each key with the moment and a tick that never jumps. So tests
 * play whole sittings from a string of keys.
 *
 *   QUESTION ──Space──▶ ANSWER ──grade──▶ the next QUESTION or SUMMARY
 *      │ t                 ▲
 *      └──▶ TYPING ──Enter─┘        HELP and INFO lie over any of them
 *
 *   PROBLEM ──Enter, a part each──▶ SOLVED ──Space──▶ the next, or once more
 *      └─Esc─▶ HELD ──t──▶ PROBLEM
 *
 * Each answer is committed to the deck before the next card is drawn. When
 * the deck refuses (disk full, another program holds it) the card stays, the
 * reason is shown, and the key may be pressed again. */
#ifndef REVIEW_SESSION_H
#define REVIEW_SESSION_H

#include "deck/queue.h"
#include "review/key.h"
#include "review/review.h"
#include "view/card.h"
#include "view/cells.h"

struct session;

/* When a key was pressed. */
struct instant {
    struct moment now;
    int64_t ticks; /* clock_stopwatch_ms */
};

/* Re-imports changed notes, plans the queue, shows the first card. The deck
 * is borrowed. */
int session_open(struct session **out, struct deck *deck,
                 const struct review_options *options, struct instant at,
                 struct err *err);
void session_free(struct session *s);

/* What the driver has to do after a key. */
enum session_wish {
    SESSION_ON,   /* draw and go on */
    SESSION_EDIT, /* run the editor at session_source, then session_edited */
    SESSION_STOP, /* give the terminal back and stop, as Ctrl-Z asks */
    SESSION_OVER, /* the person left */
};

enum session_wish session_key(struct session *s, struct key key,
                              struct instant at);

/* Draws the present screen, whatever its size. */
void session_draw(struct session *s, struct cells *out);

/* True when the last thing the deck was asked to do failed; *err (may be
 * NULL) is filled. */
bool session_failed(const struct session *s, struct err *err);

/* --- for an editor ----------------------------------------------------- */

/* Where the card at hand has its source on this machine. False, with a
 * notice on the screen, when that is not known. */
bool session_source(struct session *s, struct str *path, int *line);

/* Call after the editor ended: re-imports and shows the card anew.
 * `trouble` is what kept the editor from running, or NULL. */
void session_edited(struct session *s, const char *trouble,
                    struct instant at);

/* --- for a driver that has no screen (plain.c) ------------------------- */

enum session_mode {
    SESSION_QUESTION,
    SESSION_ANSWER,
    SESSION_TYPING,
    SESSION_HELP,
    SESSION_INFO,
    SESSION_SUMMARY,
    SESSION_PROBLEM, /* a problem and its answer line: every key is text */
    SESSION_HELD,    /* the same, but keys are commands */
    SESSION_SOLVED,  /* what was right, and the worked way */
};

enum session_mode session_mode(const struct session *s);

/* The card at hand; NULL in a SUMMARY. Counts up whenever another card, or
 * the same one anew, is to be shown. */
const struct card_face *session_face(const struct session *s);
size_t session_turn(const struct session *s);

/* What was typed for the card at hand, or empty. */
struct slice session_typed(const struct session *s);

/* One line that has to be said now, or empty: findings, undo, trouble. */
struct slice session_notice(const struct session *s);

/* Append one line without its end: "Card 3 of 40"; "1 Again: today; 2
 * Hard: again today; ..."; what was done, for the very end (nothing when nothing
 * was). */
void session_put_place(struct str *out, const struct session *s);
void session_put_grades(struct str *out, const struct session *s);
void session_put_summary(struct str *out, const struct session *s);

/* The pages of HELP, INFO and SUMMARY as lines. */
void session_page(struct lines *out, struct session *s);

#endif
