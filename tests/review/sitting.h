/* sitting.h - a session at a desk, played by strings of keys.
 *
 * Every key takes KEY_MS of the student's time. */
#ifndef TESTS_REVIEW_SITTING_H
#define TESTS_REVIEW_SITTING_H

#include "deck/desk.h"
#include "review/session.h"

enum { KEY_MS = 4000 };

struct sitting {
    struct desk desk;
    struct review_options options;
    struct session *session;
    struct cells cells;
    int64_t ticks;
    bool stopped; /* the clock of the day; ticks go on */
    enum session_wish wish; /* of the last key */
    struct str text;        /* of the last drawing */
};

/* A desk with these notes; set options, then sitting_open. */
void sitting_init(struct sitting *s, const char *notes);
void sitting_release(struct sitting *s);

/* Sits down (anew). */
void sitting_open(struct sitting *s);

/* Presses keys, as key_next reads them. */
void sitting_press(struct sitting *s, const char *keys);

/* The screen of that size as text. */
const char *sitting_screen(struct sitting *s, int rows, int columns);

/* Fails unless a screen of 24x80 holds the text (or holds it not). */
#define assert_frame(s, words) \
    assert_frame_at((s), (words), true, __FILE__, __LINE__)
#define assert_frame_not(s, words) \
    assert_frame_at((s), (words), false, __FILE__, __LINE__)
void assert_frame_at(struct sitting *s, const char *words, bool shown,
                     const char *file, int line);

/* The answer of the card at hand; "" when there is none. */
const char *sitting_answer(struct sitting *s);

/* The moment of the next key. */
struct instant sitting_now(const struct sitting *s);

#endif
