/* Every file below a folder, in one order on every machine. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "sys/file.h"

/* Paths, each from malloc. */
struct paths {
    char **at;
    size_t n, cap;
};

static void paths_push(struct paths *p, char *path)
{
    p->at = mem_grow(p->at, p->n, &p->cap, sizeof *p->at);
    p->at[p->n++] = path;
}

static void paths_release(struct paths *p)
{
    while (p->n > 0)
        free(p->at[--p->n]);
    free(p->at);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool wanted(const char *name, const char *const *suffixes)
{
    for (; *suffixes != NULL; suffixes++)
        if (slice_has_suffix(slice_from(name), slice_from(*suffixes)))
            return true;
    return false;
}

static char *below(const char *folder, const char *name)
{
    struct str path = STR_EMPTY;

    path_join(&path, folder, slice_from(name));
    return str_detach(&path);
}

/* Sorts one entry into files, folders or the uninteresting. A link counts as
 * the file it leads to, but never as a folder: so there are no circles. */
static void sort_in(int dir, const char *folder, const char *name,
                    const char *const *suffixes, struct paths *files,
                    struct paths *folders, size_t *skipped)
{
    struct stat st;

    if (name[0] == '.')
        return;
    if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
        if (errno == ENOENT)
            return;
        st.st_mode = S_IFREG; /* whoever reads it will say what is wrong */
    }
    if (S_ISDIR(st.st_mode)) {
        paths_push(folders, below(folder, name));
        return;
    }
    if (S_ISLNK(st.st_mode) &&
        (fstatat(dir, name, &st, 0) < 0 || S_ISDIR(st.st_mode)))
        return;
    if (S_ISREG(st.st_mode) && wanted(name, suffixes))
        paths_push(files, below(folder, name));
    else
        (*skipped)++;
}

/* A folder below the first that is gone by now is none of our business. */
static int list(const char *folder, bool first, const char *const *suffixes,
                struct paths *files, struct paths *folders, size_t *skipped,
                struct err *err)
{
    DIR *dir = opendir(folder);
    struct dirent *e;
    int rc = 0;

    if (dir == NULL && errno == ENOENT && !first)
        return 0;
    if (dir == NULL && errno == ENOENT)
        return err_set(err, ERR_NO_INPUT, "%.300s does not exist.", folder);
    if (dir == NULL && errno == ENOTDIR)
        return err_set(err, ERR_NOTES, "%.300s is not a folder.", folder);
    if (dir == NULL)
        return err_set(err, ERR_IO, "The folder %.300s can't be read: %s.",
                       folder, strerror(errno));
    while (errno = 0, (e = readdir(dir)) != NULL)
        sort_in(dirfd(dir), folder, e->d_name, suffixes, files, folders,
                skipped);
    if (errno != 0)
        rc = err_set(err, ERR_IO, "The folder %.300s can't be read: %s.",
                     folder, strerror(errno));
    closedir(dir);
    return rc;
}

int file_walk(const char *folder, const char *const *suffixes,
              int (*each)(const char *path, void *arg), void *arg,
              size_t *skipped, struct err *err)
{
    struct paths files = {0}, folders = {0};
    size_t passed = 0;
    bool first = true;
    char *next;
    int rc = 0;

    paths_push(&folders, mem_copy(folder, strlen(folder)));
    while (rc == 0 && folders.n > 0) {
        next = folders.at[--folders.n];
        rc = list(next, first, suffixes, &files, &folders, &passed, err);
        first = false;
        free(next);
    }
    if (rc == 0)
        *skipped = passed;
    if (files.n > 0)
        qsort(files.at, files.n, sizeof *files.at, by_bytes);
    for (size_t i = 0; rc == 0 && i < files.n; i++)
        rc = each(files.at[i], arg);
    paths_release(&files);
    paths_release(&folders);
    return rc;
}
