/* editor.h - the person's own editor, at a line.
 *
 * $VISUAL, else $EDITOR, else sensible-editor, else vi; run by the shell, so
 * that "code --wait" works. Most take +LINE FILE; those of the table in
 * editor.c take --goto FILE:LINE or FILE:LINE. */
#ifndef REVIEW_EDITOR_H
#define REVIEW_EDITOR_H

#include "base/err.h"
#include "base/str.h"

/* Runs it and waits. -1 when it can't be started or did not end well.
 * Line 0 is the file alone. */
int editor_run(const char *path, int line, struct err *err);

/* The command for the shell: what editor_run hands to sh -c, with the
 * arguments it then takes in *first and *second (empty for none). `editor` is
 * what VISUAL or EDITOR say, NULL for neither. */
void editor_command(struct str *command, struct str *first,
                    struct str *second, const char *editor, const char *path,
                    int line);

#endif
