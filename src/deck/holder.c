#include "deck/holder.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

/* The byte of the -shm file that SQLite locks while it writes (WAL mode). */
enum { WRITE_LOCK = 120 };

/* Asked of /proc/locks and not by fcntl: opening and closing the file here
 * would drop the locks this process itself has on it. */
static int find_process(const struct stat *st)
{
    FILE *f = fopen("/proc/locks", "re");
    char line[256];
    int found = 0;

    while (f != NULL && fgets(line, sizeof line, f) != NULL) {
        unsigned major, minor;
        unsigned long inode;
        long from, to;
        int pid;

        if (sscanf(line, "%*d: POSIX ADVISORY WRITE %d %x:%x:%lu %ld %ld",
                   &pid, &major, &minor, &inode, &from, &to) == 6 &&
            inode == st->st_ino && major == major(st->st_dev) &&
            minor == minor(st->st_dev) && from <= WRITE_LOCK &&
            to >= WRITE_LOCK)
            found = pid;
    }
    if (f != NULL)
        fclose(f);
    return found;
}

static void put_name(struct str *out, int pid)
{
    char path[64], name[64];
    FILE *f;

    snprintf(path, sizeof path, "/proc/%d/comm", pid);
    f = fopen(path, "re");
    if (f != NULL && fgets(name, sizeof name, f) != NULL)
        str_put(out, slice_trim(slice_from(name)));
    else
        str_puts(out, "a program");
    if (f != NULL)
        fclose(f);
    str_printf(out, " (process %d)", pid);
}

void holder_put(struct str *out, const char *path)
{
    struct str name = STR_EMPTY;
    struct stat st;
    int pid = 0;

    str_printf(&name, "%s-shm", path);
    if (stat(name.at, &st) == 0)
        pid = find_process(&st);
    if (pid > 0)
        put_name(out, pid);
    str_release(&name);
}
