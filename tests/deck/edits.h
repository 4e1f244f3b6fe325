/* edits.h - what students do to their notes, at random: every kind of edit
 * that history should survive, and some that make new cards of old text. */
#ifndef TESTS_DECK_EDITS_H
#define TESTS_DECK_EDITS_H

#include "deck/notebook.h"

/* What an edit asks for a card that it touches. */
enum want {
    WANT_KEPT,    /* its history, and nothing is said */
    WANT_CHANGED, /* its history, and that the answer changed */
    WANT_HISTORY, /* its history, whatever is said */
    WANT_EITHER,  /* its history or none */
};

struct edit {
    int kind; /* of edit_kinds */
    struct touched {
        uint32_t cloze;
        enum want want;
    } * at;
    size_t n, cap;
};

void edit_release(struct edit *edit);

/* Notes that the edit touches a cloze, unless it has been said before. */
void edit_touch(struct edit *edit, uint32_t cloze, enum want want);
void edit_touch_line(struct edit *edit, const struct line *line,
                     enum want want);
void edit_touch_lines(struct edit *edit, const struct file *file, size_t at,
                      size_t n);

struct edits {
    struct notebook *notebook;
    struct past *past; /* what may be taken back, oldest first */
    size_t npast, cap;
    unsigned names; /* of files, given so far */
};

void edits_release(struct edits *edits);

/* A kind changes one line, which is given as a copy, or the notebook. It
 * returns false when it finds nothing to do: it is asked again then. */
struct edit_kind {
    const char *name;
    int weight; /* how often, among the others */
    bool wide;  /* of a whole file or section */
    bool (*line)(struct notebook *b, struct line *line, struct edit *edit);
    bool (*whole)(struct edits *edits, struct edit *edit);
};

enum { EDIT_KINDS_MAX = 64 };

extern const struct edit_kind edit_kinds[];
extern const int edit_nkinds;

/* Does one edit, of a kind at random or of this one, and says which cards it
 * touches. */
void edits_make(struct edits *edits, struct edit *edit);
bool edits_make_kind(struct edits *edits, int kind, struct edit *edit);

/* --- for the kinds ------------------------------------------------------ */

/* A line of the notebook. */
struct spot {
    struct file *file;
    size_t at;
};

struct line *spot_line(struct spot spot);
struct spot spot_any(struct notebook *b);
bool spot_any_note(struct notebook *b, struct spot *out);

/* What it hangs below, or NULL. */
const struct line *spot_parent(struct spot spot);

/* True when another line that says the same hangs below one that says what
 * `parent` says: nobody could tell the two apart. */
bool spot_has_twin(const struct notebook *b, const struct line *line,
                   const struct line *parent);

/* Remembers how a line was, or lines that will be removed. */
void edits_remember(struct edits *edits, struct spot spot, size_t removed);
bool edits_take_back(struct edits *edits, struct edit *edit);

#endif
