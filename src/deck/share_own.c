#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "deck/beside.h"
#include "deck/sharing.h"

/* True when the file holds just these bytes. A link is not the file. */
static bool holds(const char *path, struct slice bytes)
{
    enum { STEP = 64 << 10 };
    char *part = mem_new(STEP);
    struct stat st;
    ssize_t n = -1;
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
        (uint64_t)st.st_size == bytes.len)
        while ((n = read(fd, part, STEP)) > 0) {
            if ((size_t)n > bytes.len ||
                memcmp(part, bytes.at, (size_t)n) != 0)
                break;
            bytes = slice_skip(bytes, (size_t)n);
        }
    if (fd >= 0)
        close(fd);
    free(part);
    return n == 0 && bytes.len == 0;
}

/* What a power cut left of an earlier writing; not that of another program
 * which is writing now. */
static void remove_remains(const struct share *s)
{
    enum { HOUR_S = 3600 };
    struct str begins = STR_EMPTY, path = STR_EMPTY;
    struct dirent *entry;
    struct stat st;
    DIR *dir = opendir(s->place.at);

    str_printf(&begins, "%s.new-", s->own.at);
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (!slice_has_prefix(slice_from(entry->d_name), str_slice(&begins)))
            continue;
        str_clear(&path);
        sharing_put_path(&path, s, slice_from(entry->d_name));
        if (lstat(path.at, &st) == 0 &&
            st.st_mtime < s->now.utc_ms / 1000 - HOUR_S)
            unlink(path.at);
    }
    if (dir != NULL)
        closedir(dir);
    str_release(&begins);
    str_release(&path);
}

static int replace(const char *path, struct slice bytes, struct err *err)
{
    struct str beside = STR_EMPTY;
    int rc = beside_make(path, &beside, err);

    if (rc == 0) {
        rc = beside_write(beside.at, path, bytes, err);
        if (rc == 0)
            rc = beside_give(beside.at, path, true, err);
        beside_remove(beside.at);
    }
    str_release(&beside);
    return rc;
}

/* What is about to be replaced may know more than the deck, if that was set
 * back to an earlier state unseen: then the deck is another device from here
 * on. What can't be read is no loss. */
static int regain(struct share *s, const char *path, struct err *err)
{
    struct err why;

    if (sharing_take(s, path, &s->report->regained, &why) < 0 &&
        !sharing_goes_on(&why)) {
        *err = why;
        return -1;
    }
    return s->report->regained.wrote ? sharing_settle(s, err) : 0;
}

/* Returns 1 when the file holds just what it should. */
static int look_at_own(struct share *s, struct str *image, struct str *path,
                       struct err *err)
{
    str_clear(path);
    sharing_put_path(path, s, str_slice(&s->own));
    if (db_image(s->deck->db, image, err) < 0)
        return -1;
    return s->own.len > 0 && holds(path->at, str_slice(image));
}

static void give(struct share *s, const char *path, struct slice image)
{
    struct err why;

    remove_remains(s);
    if (replace(path, image, &why) < 0)
        s->report->unwritten = arena_copy(s->arena, slice_from(why.text));
    else
        s->report->wrote = true;
}

int sharing_write_own(struct share *s, struct err *err)
{
    struct str image = STR_EMPTY, path = STR_EMPTY;
    int rc = look_at_own(s, &image, &path, err);

    if (rc != 0)
        goto done;
    if (s->options->dry_run) {
        s->report->wrote = true;
        goto done;
    }
    rc = regain(s, path.at, err);
    if (rc == 0 && s->report->regained.wrote)
        rc = look_at_own(s, &image, &path, err);
    if (rc == 0)
        give(s, path.at, str_slice(&image));
done:
    str_release(&image);
    str_release(&path);
    return rc < 0 ? -1 : 0;
}
