/* corpus.h - made-up notes in bulk: nested bullets, tables, code, quotes,
 * hints, emphasis, links, more than one alphabet. The same seed gives the
 * same bytes on every machine. */
#ifndef TESTS_CORPUS_H
#define TESTS_CORPUS_H

#include "base/rng.h"
#include "base/str.h"

/* Appends a file of at least `notes` notes; returns how many it has. */
size_t corpus_put(struct str *out, size_t notes, uint64_t seed);

#endif
