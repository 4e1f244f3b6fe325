/* roots.h - where the folders of a deck's notes lie on this machine.
 *
 * A deck knows a root by its uid alone; the path stands in a file of this
 * machine's config, one root a line: deck uid, root uid, path (control
 * characters, blanks and % as %20). So a deck that comes from a stranger
 * can't name a path that is opened. */
#ifndef DECK_ROOTS_H
#define DECK_ROOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct root_place {
    uint64_t deck, root; /* uids */
    const char *path;    /* absolute */
};

struct roots {
    struct root_place *at; /* of every deck of this machine */
    size_t n, cap;
    struct arena arena;
};

void roots_release(struct roots *roots);

/* Reads the file; none is an empty list, lines that make no sense are
 * skipped. */
int roots_load(struct roots *out, struct err *err);

/* The path of a root, or NULL. */
const char *roots_find(const struct roots *roots, uint64_t deck,
                       uint64_t root);

/* Adds or changes a path. Returns true when that is news. */
bool roots_set(struct roots *roots, uint64_t deck, uint64_t root,
               const char *path);

int roots_save(const struct roots *roots, struct err *err);

#endif
