/* corpus.h - notes as students write them, as many as wanted, the same bytes
 * on every machine: nested outlines with one to three clozes an item, tables,
 * quotes, code, links, emphasis, more than ASCII. */
#ifndef TESTS_SPEED_CORPUS_H
#define TESTS_SPEED_CORPUS_H

#include <stddef.h>

/* Makes `folder` with `files` files of `notes` / `files` notes or a few more
 * each, "000.md" and so on, an hour old. Returns the bytes of the largest. */
size_t corpus_write(const char *folder, size_t files, size_t notes);

#endif
