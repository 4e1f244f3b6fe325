/* pin.h - ids behind blocks, for who wants to rewrite notes altogether and
 * keep the history all the same: "Text with {{a cloze}}. ^pg-x7k2". */
#ifndef NOTE_PIN_H
#define NOTE_PIN_H

#include "base/diag.h"
#include "base/str.h"

struct pins {
    size_t added; /* ids written */
    size_t had;   /* blocks that had one */
    size_t left;  /* blocks that can't have one: table cells and the like */
};

/* Appends the bytes of a file of notes with an id at the end of every block
 * that holds clozes and has none; nothing else changes, not even a line end.
 * The same file gets the same ids everywhere. -1 after adding findings when
 * the file is not good; *out and *pins are untouched then. */
int pins_add(struct str *out, struct slice bytes, struct slice name,
             struct pins *pins, struct diags *diags);

#endif
