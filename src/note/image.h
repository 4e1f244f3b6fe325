/* image.h - the picture files that notes name, kept inside their folder.
 *
 * A target is looked for beside its file, then below the media folder. It may
 * climb with ".." as long as it stays below the root of the import. What a
 * note names is a stranger's word: nothing outside is ever opened, nothing on
 * the network is ever fetched. */
#ifndef NOTE_IMAGE_H
#define NOTE_IMAGE_H

#include "base/slice.h"
#include "base/str.h"

/* Where the pictures of one source file lie. */
struct image_place {
    const char *path;  /* the file of notes; NULL for a pipe */
    const char *root;  /* folder that pictures may not leave; NULL: that of
                        * the file; "" opens nothing at all */
    const char *media; /* a second folder, or NULL */
};

enum image_fate {
    IMAGE_FOUND,
    IMAGE_MISSING, /* a warning: cards show its alt text */
    IMAGE_REMOTE,  /* http:, data: ...: never fetched; the same */
    IMAGE_UNKNOWN, /* nothing may be opened, so nobody knows */
    IMAGE_OUTSIDE, /* an error: it leads out of the folder, or would */
    IMAGE_BAD,     /* an error: a folder, a device, too large, unreadable */
};

/* Looks for the file behind a run's target, and appends its bytes when
 * `bytes` is not NULL. */
enum image_fate image_read(const struct image_place *place,
                           struct slice target, struct str *bytes);

/* A target as a note wrote it, as it is kept in a run: percent signs
 * decoded ("my%20image.png"). */
void image_target(struct str *out, struct slice written);

/* Does the name of an embed (`![[...]]`) end like a picture's? */
bool image_is_name(struct slice name);

/* Is the text behind its bar a size, "300" or "300x200"? */
bool image_is_size(struct slice text);

/* The last part of a target: stands in for an alt text that is missing. */
struct slice image_name(struct slice target);

#endif
