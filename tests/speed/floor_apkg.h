/* floor_apkg.h - the least that writing an Anki package can take: the very
 * rows that pagein wrote, held in memory before the clock starts, go into the
 * same tables and indexes, and the file into an archive. It reads no deck,
 * renders nothing and knows no identity. */
#ifndef TESTS_SPEED_FLOOR_APKG_H
#define TESTS_SPEED_FLOOR_APKG_H

#include "speed/run.h"

/* The process itself, argv behind "floor-apkg": the collection to take the
 * rows from, the database and the archive to make. Prints the processor's
 * milliseconds. */
int floor_apkg_main(int argc, char **argv);

#endif
