/* blueprint.h - what an exam asks for, a YAML file:
 *
 *     title: Virtual memory, midterm
 *     instructions: Write neatly. *No* notes.
 *     minutes: 75
 *     graded: yes
 *     items:
 *       - {kind: LOOKUP, level: 2, count: 2, points: 5}
 *       - {topic: cow, count: 3, points: 4, choice: yes}
 *       - {cloze: paging, count: 4, points: 1.5, lines: 2}
 *       - {pin: 0RK5-J76S-6ENC, points: 6}
 *
 * An item is of one kind of problems, of a topic, of the blanks of a deck (a
 * selection as `pagein list` takes it, or `all`), or one very problem. Its
 * other keys, and `page`, `ban` of the whole, are in the tables of
 * blueprint.c. Unknown keys are errors. */
#ifndef EXAM_BLUEPRINT_H
#define EXAM_BLUEPRINT_H

#include "base/diag.h"
#include "base/err.h"
#include "problem/code.h"

enum {
    POINTS_MAX = 100000, /* hundredths, of one item */
    MINUTES_MAX = 1440,
    LINES_MAX = 60,
    BANS_MAX = 1000,
};

enum entry_what { ENTRY_KIND, ENTRY_TOPIC, ENTRY_CLOZE, ENTRY_PIN };

/* An entry of `items`. */
struct entry {
    enum entry_what what;
    const struct kind *kind; /* of KIND and PIN */
    const char *topic;       /* of TOPIC; "all" for any */
    struct slice selection;  /* of CLOZE; empty for all */
    struct code pin;         /* of PIN */
    int level;               /* 0: each kind's lowest */
    unsigned count;          /* items that it makes */
    unsigned points;         /* hundredths, of each */
    unsigned lines;          /* of empty space below each part */
    bool choice;             /* options to choose from */
    size_t line, col;        /* where it stands in the file */
    bool page_break;         /* each begins a page */
};

struct blueprint {
    const char *title;
    const char *instructions; /* Markdown; may be empty */
    unsigned minutes;         /* 0: not said */
    bool graded;
    const char *page; /* "a4" or "letter" */
    const struct entry *entries;
    size_t nentries;
    size_t nitems;           /* that the entries make */
    const struct code *bans; /* problems that are never asked */
    size_t nbans;
    struct slice file;   /* its name, for messages */
    struct slice source; /* its bytes */
    struct arena arena;  /* owns all of it */
};

/* Reads and checks one of `text`; findings about `file` go to `diags`. -1
 * when there is one; *out is empty then. */
int blueprint_parse(struct blueprint *out, struct slice text,
                    struct slice file, struct diags *diags);

/* The same of a file. -1: ERR_NO_INPUT, ERR_IO, or ERR_NOTES when there are
 * findings. */
int blueprint_read(struct blueprint *out, const char *path,
                   struct diags *diags, struct err *err);

void blueprint_release(struct blueprint *b);

#endif
