/* phrase.h - sentences with slots: narrate.h's own.
 *
 *     "The system takes frame {frame}, all zeros, and maps it."
 *
 * What a slot stands for says the table in phrase.c; each reads the fields of
 * one event, as trace.h describes them. */
#ifndef VM_PHRASE_H
#define VM_PHRASE_H

#include "vm/narrate.h"

/* What a slot may look at. */
struct phrase {
    const struct narrator *n;
    const struct event *e;
    uint32_t from;  /* the frame that was copied: {from} */
    uint64_t count; /* {count} */
};

/* Appends the phrase with its slots filled. A slot that no row knows is a
 * bug in the phrase. */
void phrase_put(struct str *out, const char *phrase, const struct phrase *p);

/* What the handler did: a sentence; and a few words behind "page fault: ". */
extern const char *const phrase_rule[RULE_KINDS];
extern const char *const phrase_rule_brief[RULE_KINDS];

/* By enum outcome, enum call, enum message. */
extern const char *const phrase_signal[];
extern const char *const phrase_signal_brief[];
extern const char *const phrase_call[];
extern const char *const phrase_message[];

/* By enum access: how it begins, and how it ends. */
extern const char *const phrase_access[];
extern const char *const phrase_done[];
extern const char *const phrase_done_brief[];

/* The cause of a fault, by enum cause: what the CPU says of the page. */
extern const char *const phrase_cause[];

#endif
