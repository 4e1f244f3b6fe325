/* output.h - a folder of files that is there as a whole or not at all.
 *
 * Files go into a hidden folder beside; when the last one is written that
 * gets its name. Into a folder that has files already they are moved one by
 * one, each replacing the one of its name in one step: no file is ever half
 * there. Names are our own, relative, "forms/A.html", their folders are
 * made. */
#ifndef SYS_OUTPUT_H
#define SYS_OUTPUT_H

#include "base/err.h"
#include "base/str.h"

struct output;

/* Begins. -1 with ERR_CREATE when `folder` can't be made, is a file, or has
 * files in it and not `among` them. */
int output_begin(struct output **out, const char *folder, bool among,
                 struct err *err);

/* Writes a file; 0600 when `secret`. The name is of no file before. */
int output_file(struct output *o, const char *name, struct slice bytes,
                bool secret, struct err *err);

/* A long file, piece by piece, beside the others: one at a time. */
int output_open(struct output *o, const char *name, bool secret,
                struct err *err);
int output_more(struct output *o, struct slice bytes, struct err *err);
int output_close(struct output *o, struct err *err);

/* Another long file, at the same time: a descriptor to write to and to close;
 * -1 on failure. */
int output_descriptor(struct output *o, const char *name, bool secret,
                      struct err *err);

/* Where a file of that name is until output_end. */
void output_path(const struct output *o, const char *name, struct str *out);

/* Everything to its place, synced, and *o freed. On failure nothing has a
 * name yet, or, among other files, some have. */
int output_end(struct output *o, struct err *err);

/* Takes all of it away; NULL is fine. */
void output_drop(struct output *o);

#endif
