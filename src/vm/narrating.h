/* narrating.h - how a story is read out of events: narrate.h's own. */
#ifndef VM_NARRATING_H
#define VM_NARRATING_H

#include "vm/phrase.h"

/* The events at hand, and where in them the story is. */
struct reading {
    struct narrator *n;
    const struct event *at; /* the one to be told next */
    size_t left;            /* with those behind it */
    const struct event *first;
    struct narration *out; /* or NULL: nothing is told */
};

/* Begins a step about the event at hand; its text is what is appended to the
 * string until reading_end. */
struct str *reading_begin(struct reading *r, enum step_kind kind, bool first);
void reading_end(struct reading *r);

/* A step of one phrase. */
void reading_tell(struct reading *r, enum step_kind kind, const char *phrase);

/* Goes on behind `count` events, and learns what they say. */
void reading_take(struct reading *r, size_t count);

struct phrase reading_about(const struct reading *r, const struct event *e);

/* An access begins. */
void reading_start(struct reading *r);

/* How many events there are up to the next rule of this fault, that one
 * included; 0 when none comes. */
size_t reading_to_rule(const struct reading *r);

/* That rule, `n` events from here, in words of that table. */
void reading_put_rule(struct str *out, const struct reading *r, size_t n,
                      const char *const *phrases);

/* The area in which the narrator knows the address to be, or NULL. */
const struct narrated_area *narrator_area(const struct narrator *n,
                                          unsigned process, uint64_t va);

/* Tells an event that belongs to no access: a call, a message. False when it
 * does belong to one. */
bool narrate_apart(struct reading *r);

/* Tells an access, or what else is next, and goes on behind it. */
void narrate_brief(struct reading *r);

#endif
