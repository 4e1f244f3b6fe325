/* guard.h - looks at a deck file before SQLite does.
 *
 * SQLite trusts what lies beside a database: a crafted rollback journal makes
 * it delete any file that the journal names. And a file that isn't a deck
 * should be refused without a byte of it changed. */
#ifndef DECK_GUARD_H
#define DECK_GUARD_H

#include <stdint.h>

#include "base/err.h"

enum { GUARD_VERSION_ANY = 0x7fffffff };

/* 0 when `path` is a regular file that says it is a deck (`application`) of
 * `version` or older, and nothing dangerous lies beside it. -1: ERR_NO_INPUT
 * when it is missing, ERR_UNSAFE otherwise, ERR_IO. */
int guard_file(const char *path, unsigned application, int version,
               struct err *err);

/* The sentence for a deck of a version that isn't known yet. Returns -1. */
int guard_refuse_newer(const char *path, uint32_t found, int known,
                       struct err *err);

#endif
