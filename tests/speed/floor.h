/* floor.h - the least work that anybody's import could be: what a figure of
 * ours is divided by, in the same run on the same machine. */
#ifndef TESTS_FLOOR_H
#define TESTS_FLOOR_H

/* Reads the notes, parses them with cmark-gfm, puts one row a leaf block and
 * one a cloze into three indexed tables of a new deck, syncs, closes. 0 or
 * -1. */
int floor_import(const char *notes, const char *deck);

/* Reads the notes and hashes them: what an unchanged file costs at least. */
int floor_again(const char *notes);

#endif
