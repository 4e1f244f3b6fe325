#include "sys/output.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "sys/fd.h"
#include "sys/file.h"

enum { OPEN_FOLDERS = 16 };

struct output {
    struct str target, beside;
    bool among;
    int fd;          /* of the long file, or -1 */
    struct str name; /* its path */
};

static int failed(const char *path, struct err *err)
{
    return err_set(err, ERR_IO, "%.300s can't be written: %s.", path,
                   strerror(errno));
}

/* --- the folder --------------------------------------------------------- */

/* 1 when it has anything in it, 0 when not or it is not there; -1 when it is
 * no folder. */
static int is_used(const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *e;
    int used = 0;

    if (dir == NULL)
        return errno == ENOENT ? 0 : -1;
    while ((e = readdir(dir)) != NULL)
        used = used ||
               (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0);
    closedir(dir);
    return used;
}

static int make_beside(struct output *o, struct err *err)
{
    struct slice above = path_folder(str_slice(&o->target));
    struct str folder = STR_EMPTY;
    int rc = 0;

    str_put(&folder, above);
    if (above.len > 0)
        rc = file_make_folder(folder.at, err);
    path_join(&o->beside, above.len > 0 ? folder.at : ".",
              SLICE(".pagein-XXXXXX"));
    if (rc == 0 && mkdtemp(o->beside.at) == NULL)
        rc = err_set(err, ERR_CREATE, "%.300s can't be made: %s.",
                     o->target.at, strerror(errno));
    if (rc < 0)
        str_clear(&o->beside);
    str_release(&folder);
    return rc;
}

int output_begin(struct output **out, const char *folder, bool among,
                 struct err *err)
{
    struct output *o = mem_new(sizeof *o);
    int used = is_used(folder);

    *o = (struct output){STR_EMPTY, STR_EMPTY, among, -1, STR_EMPTY};
    str_puts(&o->target, folder);
    while (o->target.len > 1 && o->target.at[o->target.len - 1] == '/')
        str_truncate(&o->target, o->target.len - 1);
    if (used < 0) {
        err_set(err, ERR_CREATE, "%.300s is no folder that can be used: %s.",
                folder, strerror(errno));
    } else if (used && !among) {
        err_set(err, ERR_CREATE,
                "%.300s has files in it. Name another folder, or say --force "
                "to write among them.",
                folder);
    } else if (make_beside(o, err) == 0) {
        *out = o;
        return 0;
    }
    output_drop(o);
    return -1;
}

/* --- files -------------------------------------------------------------- */

void output_path(const struct output *o, const char *name, struct str *out)
{
    path_join(out, o->beside.at, slice_from(name));
}

static int create(struct output *o, const char *name, bool secret,
                  struct err *err)
{
    struct str folder = STR_EMPTY;
    int fd;

    assert(name[0] != '/' && strstr(name, "..") == NULL);
    str_clear(&o->name);
    output_path(o, name, &o->name);
    str_put(&folder, path_folder(str_slice(&o->name)));
    mkdir(folder.at, 0777); /* one level below; it may be there */
    str_release(&folder);
    fd = open(o->name.at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
              secret ? 0600 : 0666);
    if (fd < 0)
        err_set(err, ERR_CREATE, "%.300s can't be made: %s.", o->name.at,
                strerror(errno));
    return fd;
}

int output_file(struct output *o, const char *name, struct slice bytes,
                bool secret, struct err *err)
{
    int fd = create(o, name, secret, err), rc;

    if (fd < 0)
        return -1;
    rc = fd_write(fd, bytes);
    if (close(fd) < 0 || rc < 0)
        rc = failed(o->name.at, err);
    return rc;
}

int output_open(struct output *o, const char *name, bool secret,
                struct err *err)
{
    assert(o->fd < 0);
    o->fd = create(o, name, secret, err);
    return o->fd < 0 ? -1 : 0;
}

int output_descriptor(struct output *o, const char *name, bool secret,
                      struct err *err)
{
    return create(o, name, secret, err);
}

int output_more(struct output *o, struct slice bytes, struct err *err)
{
    return fd_write(o->fd, bytes) < 0 ? failed(o->target.at, err) : 0;
}

int output_close(struct output *o, struct err *err)
{
    int rc = close(o->fd);

    o->fd = -1;
    return rc < 0 ? failed(o->target.at, err) : 0;
}

/* --- the end ------------------------------------------------------------ */

/* What nftw hands on, which has no argument for us. */
static _Thread_local struct {
    const char *from, *to;
} moving;

/* Folders are made before what is in them, files moved. */
static int move_one(const char *path, const struct stat *st, int kind,
                    struct FTW *at)
{
    struct str to = STR_EMPTY;
    int rc;

    (void)st;
    if (at->level == 0)
        return 0;
    str_puts(&to, moving.to);
    str_puts(&to, path + strlen(moving.from));
    rc = kind == FTW_D ? mkdir(to.at, 0777) : rename(path, to.at);
    if (kind == FTW_D && rc < 0 && errno == EEXIST)
        rc = 0;
    str_release(&to);
    return rc;
}

static int remove_one(const char *path, const struct stat *st, int kind,
                      struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    remove(path);
    return 0;
}

/* All that was written is on the disk before anything gets its name. */
static int sync_all(const struct output *o)
{
    int fd = open(o->beside.at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc = fd < 0 ? -1 : syncfs(fd);

    if (fd >= 0)
        close(fd);
    return rc;
}

static int give_name(struct output *o)
{
    mode_t mask = umask(0);

    umask(mask);
    if (chmod(o->beside.at, 0777 & ~mask) < 0 ||
        rename(o->beside.at, o->target.at) < 0)
        return -1;
    str_clear(&o->beside);
    return file_sync_name(o->target.at);
}

static int move_all(struct output *o)
{
    if (mkdir(o->target.at, 0777) < 0 && errno != EEXIST)
        return -1;
    moving.from = o->beside.at;
    moving.to = o->target.at;
    return nftw(o->beside.at, move_one, OPEN_FOLDERS, FTW_PHYS);
}

int output_end(struct output *o, struct err *err)
{
    int rc = sync_all(o);

    if (rc == 0)
        rc = o->among ? move_all(o) : give_name(o);
    if (rc != 0)
        rc = failed(o->target.at, err);
    output_drop(o);
    return rc;
}

void output_drop(struct output *o)
{
    if (o == NULL)
        return;
    if (o->fd >= 0)
        close(o->fd);
    if (o->beside.len > 0)
        nftw(o->beside.at, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
    str_release(&o->target);
    str_release(&o->beside);
    str_release(&o->name);
    free(o);
}
