/* definition.h - a deck definition, decks/NAME.yaml:
 *
 *     title: Virtual memory
 *     notes: [../content/virtual-memory.md]
 *     new: 15
 *     exam: 2027-03-14
 *
 * `notes` is a path relative to the definition, or a list of them; every
 * other key is a setting of the deck (config.h). Unknown keys are errors, and
 * so are words in `kinds` that are none of those known.
 */
#ifndef DECK_DEFINITION_H
#define DECK_DEFINITION_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"

struct definition_setting {
    const char *name;
    struct slice value;
};

struct definition {
    const char **notes; /* paths to open */
    size_t nnotes;
    struct definition_setting *settings;
    size_t nsettings;
    struct arena arena;
};

/* Reads and checks one; findings go to `diags`. `kinds`: the words that name
 * kinds of problems, ended by NULL, ids among them in capitals; NULL: any do.
 * -1: ERR_NO_INPUT, ERR_IO, or ERR_NOTES when there are findings. */
int definition_read(struct definition *out, const char *path,
                    const char *const *kinds, struct diags *diags,
                    struct err *err);

void definition_release(struct definition *definition);

#endif
