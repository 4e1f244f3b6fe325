/* picture.h - the pictures of a file that is imported go into the deck. */
#ifndef DECK_PICTURE_H
#define DECK_PICTURE_H

#include "deck/import.h"
#include "note/file.h"

/* Keeps every picture that the file's notes show and that can be read, once
 * by its hash, and adds it to im->images. Missing ones have been found by
 * whoever read the file. */
int picture_keep(struct import *im, size_t source,
                 const struct note_file *file, struct err *err);

#endif
