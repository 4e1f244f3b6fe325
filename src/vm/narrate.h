/* narrate.h - a trace told in words, as a tutor tells a worked solution.
 *
 *     A writes 0x2a to 0x10010. Its page number is 0x10, the offset 0x010.
 *     The entry at 0x03080 is 0x00: valid is 0. So the CPU raises a page
 *     fault (error code 6: a write by user code to a page that is not
 *     present). 0x10010 is in the heap [0x10000, 0x18000), rw-p, which
 *     allows the access. Nothing is there yet: the system takes frame 9, all
 *     zeros, and maps it. The instruction runs again. ...
 *
 * A fold over events: it needs no machine. Each phrase stands in a table, one
 * a rule. A narrator remembers what the events told so far (areas and what
 * they are for, whose copies there are), so it should see a machine's events
 * from the first one on; of what it missed it speaks in general terms.
 *
 * What comes out is a list of steps, not a printed page: the caller sets
 * paragraphs, numbers steps, or shows them one by one. */
#ifndef VM_NARRATE_H
#define VM_NARRATE_H

#include "vm/names.h"
#include "vm/trace.h"

enum detail {
    DETAIL_BRIEF, /* one sentence an access or system call */
    DETAIL_FULL,  /* every entry read, every decision, every change */
};

/* What a step is about: which part of the system acts. */
enum step_kind {
    STEP_CALL,   /* a program or the user asks the system */
    STEP_ACCESS, /* a program loads, stores or fetches; the address is cut */
    STEP_WALK,   /* the hardware reads an entry */
    STEP_FAULT,  /* ... and can't go on */
    STEP_AREA,   /* the handler looks for the area */
    STEP_RULE,   /* ... and does something about it */
    STEP_RETRY,  /* the instruction runs again */
    STEP_DONE,   /* the access happened */
    STEP_SIGNAL, /* ... or the process is told that it can't */
    STEP_CHANGE, /* entries, tables, bytes on disk are written */
    STEP_MESSAGE,
    STEP_KINDS
};

struct narrated {
    enum step_kind kind;
    bool first;           /* begins a paragraph: an access or a call */
    uint16_t process;     /* that it is about */
    size_t event, events; /* those it tells: number of the first since the
                             narrator began, and how many */
    size_t from, len;     /* its sentences in `text`; no blank at the ends */
};

/* Begins as NARRATION_EMPTY. */
struct narration {
    struct str text;
    struct narrated *step;
    size_t n, cap;
};

#define NARRATION_EMPTY ((struct narration){.text = STR_EMPTY})

/* What an area was told to be. */
struct narrated_area {
    uint64_t start, end, page_offset;
    int object; /* or NO_OBJECT */
    uint16_t process;
    uint8_t use;
};

struct narrator {
    const struct format *format; /* borrowed, as are the names */
    const struct names *names;   /* or NULL */
    enum detail detail;
    size_t seen; /* events so far */
    struct narrated_area *area;
    size_t nareas, areas_cap;
    uint64_t shared_memory;   /* bit i: object i is that, no file */
    struct event access;      /* the access that goes on, or the last */
    bool accessing, handling; /* is it going on? is it in the handler? */
    unsigned turn;            /* how often it was tried before */
    uint64_t fault_va;        /* of its last fault */
    bool fetching;            /* a page is on its way from another machine */
};

struct narrator narrator_new(const struct format *format,
                             const struct names *names, enum detail detail);
void narrator_release(struct narrator *n);

/* Tells the next events, which come whole accesses and calls at a time, and
 * appends to *out; with NULL it just learns what they say. */
void narrate(struct narrator *n, const struct event *events, size_t count,
             struct narration *out);

void narration_clear(struct narration *out);
void narration_release(struct narration *out);
struct slice narration_text(const struct narration *out, size_t step);

/* All of it as text: a paragraph is a line, with a line end. */
void narration_put(struct str *out, const struct narration *n);

#endif
