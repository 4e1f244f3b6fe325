/* export.h - the table of what `pagein export` can write: a row a kind of
 * file, known by the end of its name.
 *
 * A new kind is a file export_NAME.c that ends with its row, and a place in
 * the table of cmd_export.c. */
#ifndef CLI_EXPORT_H
#define CLI_EXPORT_H

#include "cli/command.h"
#include "deck/deck.h"

struct export_format {
    const char *suffix; /* ".apkg" */
    const char *blurb;  /* one line, without a final full stop */
    /* Writes the deck to `path`, tells what it wrote (on standard output with
     * --json, else on standard error). With --dry-run it only tells. */
    int (*run)(struct cli *cli, struct deck *deck, const char *path,
               struct err *err);
};

extern const struct export_format export_apkg, export_html, export_json, export_csv;

/* Appends the name of a deck as people know it: of its file, without what is
 * behind the last dot. */
void export_deck_name(struct str *out, struct deck *deck);

#endif
