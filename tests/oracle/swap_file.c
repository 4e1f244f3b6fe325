#include "swap_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/swap.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES = 1024, HEADER = 1024 };

static char path[64]; /* of the file that is on */

static bool has_swap(void)
{
    FILE *f = fopen("/proc/swaps", "r");
    char line[256];
    int lines = 0;

    while (f != NULL && fgets(line, sizeof line, f) != NULL)
        lines++;
    if (f != NULL)
        fclose(f);
    return lines > 1;
}

/* What mkswap writes: version and last page behind 1024 bytes that are for
 * boot loaders, a signature at the end of the page. */
static bool make(int fd)
{
    static const uint32_t header[] = {1, PAGES - 1, 0};
    unsigned char page[PAGE] = {0};
    bool ok = true;

    memcpy(page + HEADER, header, sizeof header);
    memcpy(page + PAGE - 10, "SWAPSPACE2", 10);
    for (int i = 0; i < PAGES && ok; i++) {
        ok = write(fd, page, sizeof page) == sizeof page;
        memset(page, 0, sizeof page);
    }
    return ok && fsync(fd) == 0;
}

int swap_file_on(struct err *err)
{
    char name[] = "/var/tmp/pagein-swap-XXXXXX";
    int fd, rc = -1;

    if (has_swap())
        return 0;
    fd = mkstemp(name);
    if (fd >= 0 && make(fd))
        rc = swapon(name, 0);
    if (rc < 0)
        err_set(err, ERR_USAGE, "No swap file can be turned on: %s.",
                strerror(errno));
    else
        snprintf(path, sizeof path, "%s", name);
    if (fd >= 0) {
        close(fd);
        if (rc < 0)
            unlink(name);
    }
    return rc;
}

void swap_file_off(void)
{
    if (path[0] == '\0')
        return;
    swapoff(path);
    unlink(path);
    path[0] = '\0';
}
