/* How far an import is. Half of the way is reading, half is writing; both by
 * the bytes of the files, so that one large file moves along too. */
#include "deck/import.h"

enum { STEP_NOTES = 256 };

static void tell(const struct import *im, size_t done)
{
    if (im->options->progress != NULL)
        im->options->progress(done, 2 * im->progress.bytes,
                              im->options->progress_arg);
}

static size_t bytes_of(const struct source *source)
{
    return source->state == SOURCE_CHANGED ? (size_t)source->stat.bytes + 1
                                           : 0;
}

void progress_begin(struct import *im)
{
    im->progress = (struct progress){0};
    for (size_t i = 0; i < im->sources.n; i++)
        im->progress.bytes += bytes_of(&im->sources.at[i]);
    tell(im, 0);
}

void progress_read(struct import *im, size_t source)
{
    im->progress.done += bytes_of(&im->sources.at[source]);
    im->progress.unwritten += bytes_of(&im->sources.at[source]);
    tell(im, im->progress.done);
}

void progress_write(struct import *im, size_t note)
{
    const struct progress *p = &im->progress;

    if (note % STEP_NOTES == 0)
        tell(im, p->done + (size_t)((double)p->unwritten * (double)note /
                                    (double)im->nfresh));
}

void progress_written(struct import *im)
{
    im->progress.done += im->progress.unwritten;
    im->progress.unwritten = 0;
    tell(im, im->progress.done);
}
