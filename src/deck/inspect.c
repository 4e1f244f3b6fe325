/* What deck_refresh would complain of, without touching the deck. */
#include "deck/source.h"
#include "deck/sync.h"
#include "note/file.h"

/* A file that can't be read is a finding as well. */
static void inspect(struct source *source, struct diags *found)
{
    const struct note_options options = {.root = source->root};
    struct note_file file;
    struct str bytes = STR_EMPTY;
    struct err err;

    if (source_read(source, &bytes, &err) < 0)
        diags_add(found, DIAG_ERROR, "file", slice_from(source->shown), 1, 1,
                  SLICE(""), "%s", err.text);
    else if (source->state == SOURCE_CHANGED &&
             note_file_read(&file, str_slice(&bytes),
                            slice_from(source->shown), source->path, &options,
                            found) == 0)
        note_file_release(&file);
    str_release(&bytes);
}

int deck_inspect(struct deck *deck, struct diags *found, struct err *err)
{
    struct sources sources;

    if (sources_known(deck, &sources, err) < 0)
        return -1;
    for (size_t i = 0; i < sources.n; i++)
        if (sources.at[i].state == SOURCE_CHANGED)
            inspect(&sources.at[i], found);
    sources_release(&sources);
    return 0;
}
