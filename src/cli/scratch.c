#include "cli/scratch.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static const char *temporary(void)
{
    const char *folder = getenv("TMPDIR");

    return folder != NULL && *folder == '/' ? folder : "/tmp";
}

int scratch_open(struct scratch *scratch, struct deck **deck,
                 struct moment now, struct err *err)
{
    str_printf(&scratch->folder, "%s/pagein-XXXXXX", temporary());
    if (mkdtemp(scratch->folder.at) == NULL) {
        err_set(err, ERR_CREATE, "No folder can be made below %s: %s.",
                temporary(), strerror(errno));
        str_clear(&scratch->folder);
        return -1;
    }
    str_printf(&scratch->path, "%s/dry.sqlite", scratch->folder.at);
    return deck_open(deck, scratch->path.at, DECK_CREATE, now, err);
}

void scratch_remove(struct scratch *scratch)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    size_t len = scratch->path.len;

    for (size_t i = 0; len > 0 && i < sizeof suffixes / sizeof *suffixes;
         i++) {
        str_truncate(&scratch->path, len);
        str_puts(&scratch->path, suffixes[i]);
        unlink(scratch->path.at);
    }
    if (scratch->folder.len > 0)
        rmdir(scratch->folder.at);
    str_release(&scratch->path);
    str_release(&scratch->folder);
}
