#include "deck/share.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "deck/event.h"
#include "deck/sharing.h"
#include "sys/file.h"

#define DECK_END SLICE(".sqlite")

/* --- where ---------------------------------------------------------------*/

static struct slice name_of(const char *deck_path)
{
    struct slice name = path_name(slice_from(deck_path));

    if (slice_has_suffix(name, DECK_END))
        name.len -= DECK_END.len;
    return name;
}

static void put_place(struct str *out, const char *deck_path,
                      const char *folder)
{
    struct slice above = slice_from(folder);

    while (above.len > 1 && above.at[above.len - 1] == '/')
        above.len--;
    str_put(out, above);
    if (!slice_is(above, "/"))
        str_putc(out, '/');
    str_put(out, name_of(deck_path));
}

bool share_waits(const char *deck_path, const char *folder)
{
    struct str place = STR_EMPTY;
    bool waits;

    put_place(&place, deck_path, folder);
    waits = file_stat_of(place.at).is_folder;
    str_release(&place);
    return waits;
}

/* A link in place of the deck's folder could lead to where decks live. */
static int check_place(struct share *s, const char *folder, struct err *err)
{
    struct slice name = name_of(s->deck->path);
    struct stat st;

    if (name.len == 0 || name.at[0] == '.')
        return err_set(err, ERR_USAGE,
                       "%s can't be synced under its name: no folder is "
                       "called like that. Rename it.",
                       s->deck->path);
    if (!file_stat_of(folder).is_folder)
        return err_set(err, ERR_NO_INPUT,
                       "There is no folder %s. Make it, or mount what it is "
                       "on.",
                       folder);
    if (lstat(s->place.at, &st) == 0 && !S_ISDIR(st.st_mode))
        return err_set(err, ERR_UNSAFE,
                       "%s is not a folder of its own. Nothing was synced.",
                       s->place.at);
    return 0;
}

int sharing_settle(struct share *s, struct err *err)
{
    if (!s->options->dry_run && s->deck->moved &&
        (command_begin(s->deck, s->now, err) < 0 ||
         command_commit(s->deck, err) < 0))
        return -1;
    str_clear(&s->own);
    if (!s->deck->moved)
        str_printf(&s->own, "%016llx%s",
                   (unsigned long long)s->deck->device_uid, DECK_END.at);
    s->report->own = arena_copy(s->arena, str_slice(&s->own));
    return 0;
}

void sharing_put_path(struct str *out, const struct share *s,
                      struct slice name)
{
    str_put(out, str_slice(&s->place));
    str_putc(out, '/');
    str_put(out, name);
}

/* --- reading the others ------------------------------------------------- */

static bool is_deck_itself(const struct share *s, const struct stat *st)
{
    struct file_stat deck = file_stat_of(s->deck->path);

    return deck.exists && deck.device == st->st_dev &&
           deck.inode == st->st_ino;
}

static int by_name(const void *a, const void *b)
{
    const struct share_file *x = a, *y = b;

    return slice_compare(x->name, y->name);
}

static int refuse_folder(const struct share *s, struct err *err)
{
    return err_set(err, ERR_IO, "The folder %s can't be read: %s.",
                   s->place.at, strerror(errno));
}

/* Sorted: who syncs the same files does so in the same order. */
static int list_files(struct share *s, struct err *err)
{
    struct share_file *files = NULL;
    size_t n = 0, cap = 0;
    struct dirent *entry;
    DIR *dir = opendir(s->place.at);
    int rc = 0;

    if (dir == NULL)
        return errno == ENOENT ? 0 : refuse_folder(s, err);
    while (errno = 0, (entry = readdir(dir)) != NULL) {
        struct slice name = slice_from(entry->d_name);

        if (name.at[0] == '.' || !slice_has_suffix(name, DECK_END) ||
            slice_eq(name, str_slice(&s->own)))
            continue;
        files = mem_grow(files, n, &cap, sizeof *files);
        files[n++] = (struct share_file){.name = arena_copy(s->arena, name)};
    }
    if (errno != 0)
        rc = refuse_folder(s, err);
    closedir(dir);
    if (n > 0) {
        qsort(files, n, sizeof *files, by_name);
        s->report->files = arena_new_array(s->arena, n, sizeof *files);
        memcpy(s->report->files, files, n * sizeof *files);
    }
    s->report->nfiles = n;
    free(files);
    return rc;
}

static void skip(struct share *s, struct share_file *file, const char *why)
{
    file->fate = SHARE_SKIPPED;
    file->why = arena_copy(s->arena, slice_from(why));
    s->report->nskipped++;
}

/* Says in *err what keeps the file from being opened at all. */
static int check_file(const struct share *s, const char *path,
                      bool *is_itself, struct err *err)
{
    struct stat st;

    if (lstat(path, &st) < 0)
        return err_set(err, ERR_NO_INPUT, "%s can't be read: %s.", path,
                       strerror(errno));
    if (S_ISLNK(st.st_mode))
        return err_set(err, ERR_UNSAFE,
                       "%s is a symbolic link, which may lead to another "
                       "deck. Put the file itself there.",
                       path);
    if (!S_ISREG(st.st_mode))
        return err_set(err, ERR_UNSAFE, "%s is not a file.", path);
    if (access(path, R_OK) < 0)
        return err_set(err, ERR_NO_INPUT, "%s can't be read: %s.", path,
                       strerror(errno));
    *is_itself = is_deck_itself(s, &st);
    return 0;
}

bool sharing_goes_on(const struct err *err)
{
    return err->kind != ERR_BUSY && err->kind != ERR_IO &&
           err->kind != ERR_CREATE;
}

int sharing_take(struct share *s, const char *path,
                 struct merge_report *merged, struct err *err)
{
    const struct merge_options options = {
        .dry_run = s->options->dry_run,
        .force = s->options->force,
        .no_backup = s->backed_up,
        .carried = true,
        .akin = true,
    };
    bool is_itself = false;

    if (check_file(s, path, &is_itself, err) < 0)
        return -1;
    if (is_itself)
        return 0;
    if (deck_merge(s->deck, path, &options, s->now, merged, err) < 0)
        return -1;
    s->backed_up |= merged->wrote;
    return 0;
}

static int take_file(struct share *s, struct share_file *file,
                     const char *path, struct err *err)
{
    int rc = sharing_take(s, path, &file->merged, err);

    if (rc < 0) {
        if (!sharing_goes_on(err))
            return -1;
        skip(s, file, err->text);
    } else if (file->merged.wrote) {
        file->fate = SHARE_MERGED;
        s->report->nmerged++;
    }
    return 0;
}

static int take_files(struct share *s, struct err *err)
{
    struct str path = STR_EMPTY;
    int rc = list_files(s, err);

    for (size_t i = 0; rc == 0 && i < s->report->nfiles; i++) {
        str_clear(&path);
        sharing_put_path(&path, s, s->report->files[i].name);
        rc = take_file(s, &s->report->files[i], path.at, err);
    }
    str_release(&path);
    return rc;
}

/* --- the whole ---------------------------------------------------------- */

/* Its device id may have become another's in a merge, so it is asked for
 * once more before the file is written. */
static int share_all(struct share *s, const char *folder, struct err *err)
{
    if (check_place(s, folder, err) < 0 || sharing_settle(s, err) < 0 ||
        take_files(s, err) < 0)
        return -1;
    if (!s->options->dry_run && sharing_settle(s, err) < 0)
        return -1;
    return sharing_write_own(s, err);
}

int deck_share(struct deck *deck, const char *folder,
               const struct share_options *options, struct moment now,
               struct share_report *report, struct arena *arena,
               struct err *err)
{
    struct share_report made = {0};
    struct share s = {
        .deck = deck,
        .options = options,
        .now = now,
        .report = &made,
        .arena = arena,
        .place = STR_EMPTY,
        .own = STR_EMPTY,
    };
    int rc;

    put_place(&s.place, deck->path, folder);
    made.folder = arena_copy(arena, str_slice(&s.place));
    rc = share_all(&s, folder, err);
    if (rc == 0)
        *report = made;
    str_release(&s.place);
    str_release(&s.own);
    return rc;
}
