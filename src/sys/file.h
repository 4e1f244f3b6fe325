/* file.h - files, whole: read within a limit, written beside and renamed.
 *
 * Paths are bytes as the system has them. A path that a person typed is
 * taken as it is; a path that a note or deck names goes through
 * file_open_beneath and can't leave its folder. */
#ifndef SYS_FILE_H
#define SYS_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"

enum { FILE_NOTES_MAX = 16 << 20, FILE_IMAGE_MAX = 16 << 20 };

/* Appends the whole file. -1: ERR_NO_INPUT when it is missing, ERR_NOTES when
 * it is a folder, a device or larger than `limit` bytes, ERR_IO. "-" is
 * standard input. */
int file_read(struct str *out, const char *path, size_t limit,
              struct err *err);

/* getline of standard input: the next line with its end, -1 behind the last
 * one or with ferror(stdin). *line is the caller's to free. */
ssize_t file_next_line(char **line, size_t *cap);

/* Replaces the file in one step: writes a new one beside it (mode 0600 when
 * `secret`, else as the umask says; an old file's mode is kept), syncs,
 * renames, syncs the folder. The old file is whole until the new one is. A
 * symbolic link stays and the file it leads to is replaced; a device or pipe
 * is written to as it is. -1: ERR_CREATE or ERR_IO. */
int file_write(const char *path, struct slice bytes, bool secret,
               struct err *err);

/* The same for what is written by others: `fill` gets the path of an empty
 * file beside, which it may write or replace; when it returns 0 that file
 * takes the place of `path`, else it is gone, as is what `fill` did not take
 * away. A device or pipe is refused. */
int file_write_by(const char *path,
                  int (*fill)(const char *beside, void *arg, struct err *err),
                  void *arg, struct err *err);

/* Writes a file that is not there yet, in one go. -1: ERR_CREATE when there
 * is one already or none can be made, ERR_IO; none is left then. */
int file_write_new(const char *path, struct slice bytes, bool secret,
                   struct err *err);

/* What is known of a file without reading it. */
struct file_stat {
    bool exists; /* also when the system can't tell; using it will show why */
    bool is_folder, is_regular;
    uint64_t bytes;
    int64_t mtime_ns;
    uint64_t device, inode;
};

struct file_stat file_stat_of(const char *path);

/* When the file came to be, 0 when the file system doesn't say. With its
 * inode number it names a file that was: the number alone is given again. */
int64_t file_born_ns(const char *path);

/* Makes the name of a file or folder, just given or taken, last through a
 * power cut. Some file systems can't sync the folder it stands in; there is
 * nothing more to do there. -1 with errno set. */
int file_sync_name(const char *path);

/* Makes a folder and those above it, to last. */
int file_make_folder(const char *path, struct err *err);

/* Calls `each` with the path of every regular file below `folder` whose name
 * ends in one of the NULL-terminated `suffixes` (".md"), sorted by bytes,
 * names that begin with a dot left out, links to folders not followed.
 * *skipped counts the files passed over. Stops when `each` returns non-zero
 * and returns that; -1 with ERR_NO_INPUT, ERR_NOTES or ERR_IO when a folder
 * can't be read. */
int file_walk(const char *folder, const char *const *suffixes,
              int (*each)(const char *path, void *arg), void *arg,
              size_t *skipped, struct err *err);

/* Reads a file named by a stranger, relative to `folder`: no "..", no
 * absolute path, no symbolic link that leads out, regular files only, at
 * most `limit` bytes. Returns 1 when it leads or would lead outside (which
 * is the stranger's fault), 0, or -1 with ERR_NO_INPUT when it is missing,
 * ERR_NOTES when it is a folder, a device or too large, ERR_IO. *out may be
 * NULL: then it is only looked at. */
int file_read_beneath(struct str *out, const char *folder, struct slice name,
                      size_t limit, struct err *err);

/* Paths as text. Join gives "a/b" (`name` alone when it is absolute or the
 * folder is ""); absolute resolves against the working folder, with "." and
 * ".." taken out as text, without asking the disk about links; relative gives
 * `path` as seen from `folder`, or the path itself when it is not below. */
void path_join(struct str *out, const char *folder, struct slice name);
void path_absolute(struct str *out, const char *path);
struct slice path_relative(const char *path, const char *folder);
struct slice path_folder(struct slice path); /* "" when there is none */
struct slice path_name(struct slice path);

#endif
