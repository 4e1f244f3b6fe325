/* key.h - one key, as the session sees it. */
#ifndef REVIEW_KEY_H
#define REVIEW_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum key_code {
    KEY_NONE,
    KEY_TEXT, /* a printable character: `text` */
    KEY_CTRL, /* Ctrl with the letter in `text`: 'c' */
    KEY_ENTER,
    KEY_ESC,
    KEY_TAB,
    KEY_BACKSPACE,
    KEY_DELETE,
    KEY_UP,
    KEY_DOWN,
    KEY_LEFT,
    KEY_RIGHT,
    KEY_HOME,
    KEY_END,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
};

struct key {
    enum key_code code;
    uint32_t text; /* a character, for KEY_TEXT and KEY_CTRL */
    bool pasted;   /* came out of a paste: text, never a command */
};

/* Cuts the next key off a spelling such as "3<Enter>t4<C-c>": characters
 * stand for themselves, <Name> for the others, <lt> for "<". False at the
 * end. */
bool key_next(struct slice *spelling, struct key *out);

/* The name of the i-th thing that a key may be given to: "show", "undo",
 * ...; NULL behind the last. */
const char *review_action(size_t i);

/* A key that a person gave to something a review does (review_action). */
struct own_key {
    struct key key;
    const char *spelling; /* of that key alone */
    const char *action;
};

#endif
