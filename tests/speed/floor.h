/* floor.h - the least an import can do: what pagein is measured against.
 *
 * It reads the same files, parses them with cmark-gfm, walks the tree for the
 * text of each block, and writes the very rows that pagein wrote into a deck
 * of the same tables and indexes, table by table, in one transaction on the
 * disk. It knows no clozes, no identity, no limits and no errors.
 *
 * The rows come out of a deck that pagein made, before the clock starts. */
#ifndef TESTS_SPEED_FLOOR_H
#define TESTS_SPEED_FLOOR_H

#include "speed/run.h"

/* Imports the files of `folder` into a new deck, in a process of its own;
 * `model` is the deck pagein made of them. With `words` the search index is
 * built as well. Names are below `work`. */
struct took floor_import(const char *folder, const char *model, bool words);

/* How many million instructions that takes, by callgrind; the rows of the
 * model are not counted. */
double floor_count(const char *folder, const char *model);

/* The process itself: argv behind "floor". */
int floor_main(int argc, char **argv);

/* That of a merge (merge.c): argv behind "floor-merge". */
int floor_merge_main(int argc, char **argv);

#endif
