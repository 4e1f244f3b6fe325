/* event_line.h - an event of a trace as one line: its name and its fields.
 *
 *     step process=0 level=1 index=0x2 at=0x3010 entry=0x4067
 *
 * The names and what they hold come from one table, which says the same as
 * the list in trace.h. For people who look closely and for programs; who
 * wants sentences takes narrate.h. */
#ifndef VM_EVENT_LINE_H
#define VM_EVENT_LINE_H

#include <stdbool.h>

#include "base/str.h"
#include "vm/trace.h"

/* "step", "demand-zero"... of enum event_kind. */
const char *event_name(enum event_kind kind);

/* Whether the event changes the state; the others tell what was seen. */
bool event_changes(enum event_kind kind);

/* Appends the line, without a line end. */
void event_line(struct str *out, struct event e);

#endif
