/* picture.h - the pictures of a file that is imported go into the deck. */
#ifndef DECK_PICTURE_H
#define DECK_PICTURE_H

#include "deck/import.h"
#include "note/file.h"

/* Keeps every picture that the file's notes show, once by its hash, and adds
 * it to im->images. One that can't be found stays what it was in the deck,
 * or is missing: whoever read the file has said so. */
int picture_keep(struct import *im, size_t source,
                 const struct note_file *file, struct err *err);

/* Are all pictures of an unchanged file as they are in the deck? One that was
 * missing and has come is not; one that has gone is. 1 when something
 * differs, 0 or -1. */
int picture_differs(struct import *im, size_t source, struct err *err);

#endif
