/* merge.h - two decks become one: what both know, each thing once.
 *
 *   events   the union, by (device, sequence, content). Two events of one
 *            name and different content are both kept, and counted
 *   cards    folded anew from the events of both, in the order of (time,
 *            device, sequence): where they disagree on a flag or a setting
 *            the later one wins
 *   notes    known by uid. The text of the later import wins, by (time,
 *            device) of the event that last changed the note; an import that
 *            was undone loses to any other. Nothing is dropped: a card of the
 *            text that lost is kept aside as after an edit
 *   apart    notes that both sides imported for themselves, from the same
 *            folder but not the same text, are matched as a re-import would
 *            match them (match.h) and joined for good: an alias event each
 *            for note and cards, the smallest uid wins
 *   ord      stays, unless two cards of a note have the same: then the later
 *            one takes the next that is free
 *
 * So it does not matter which deck is merged into which, in what order, or
 * how often. What a file of notes was when this machine last read it stays as
 * it is; a file in which the other deck changed or took away something is
 * read again at the next import or review, for what the notes here say
 * counts here. */
#ifndef DECK_MERGE_H
#define DECK_MERGE_H

#include "deck/deck.h"

struct merge_options {
    bool dry_run;   /* fill the report, change nothing */
    bool force;     /* even if the other clock was ahead by a day or more */
    bool no_backup; /* the caller has made one */
    bool carried;   /* the other deck is one file, as DECK_CARRIED opens it */
    bool akin;      /* only when both may be the same deck, as far as one can
                       see: one is a copy of the other, they share an event or
                       a note, or one of them has no notes. `force` allows any
                       other too */
};

struct merge_report {
    size_t events;       /* that this deck did not have */
    size_t notes, cards; /* likewise */
    size_t changed;      /* notes of which the other deck had a later text */
    size_t joined;       /* notes that were two */
    size_t clashes;      /* events of a name that was already taken */
    bool wrote;          /* false when there was nothing new */
};

/* Merges the deck at the path `other` into this one, in one transaction and
 * after a backup (backup.h); `other` is a stranger's and is only read. -1: as
 * deck_open says of it, and ERR_UNSAFE when what it holds can't be or was
 * logged by a clock that is ahead; this deck is as before then. */
int deck_merge(struct deck *deck, const char *other,
               const struct merge_options *options, struct moment now,
               struct merge_report *report, struct err *err);

#endif
