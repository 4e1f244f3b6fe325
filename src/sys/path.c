/* Paths as text: nothing here asks the disk, but for the working folder. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "sys/file.h"

void path_join(struct str *out, const char *folder, struct slice name)
{
    bool alone = folder[0] == '\0' || (name.len > 0 && name.at[0] == '/');

    if (!alone) {
        str_puts(out, folder);
        if (out->at[out->len - 1] != '/')
            str_putc(out, '/');
    }
    str_put(out, name);
}

static struct slice without_end_slashes(struct slice path)
{
    while (path.len > 1 && path.at[path.len - 1] == '/')
        path.len--;
    return path;
}

struct slice path_name(struct slice path)
{
    size_t i;

    path = without_end_slashes(path);
    for (i = path.len; i > 0 && path.at[i - 1] != '/';)
        i--;
    return slice_skip(path, i);
}

struct slice path_folder(struct slice path)
{
    struct slice name = path_name(path);

    if (name.at == path.at)
        return (struct slice){path.at, 0};
    return without_end_slashes(slice_range(path.at, name.at));
}

/* Appends the parts of `path` to an absolute path that begins at `from`. */
static void add_parts(struct str *out, size_t from, struct slice path)
{
    size_t i = 0, end;
    struct slice part;

    for (; i < path.len; i = end + 1) {
        end = slice_find(path, i, SLICE("/"));
        part = slice_sub(path, i, end - i);
        if (slice_is(part, "..")) {
            while (out->len > from && out->at[out->len - 1] != '/')
                str_truncate(out, out->len - 1);
            if (out->len > from)
                str_truncate(out, out->len - 1);
        } else if (part.len > 0 && !slice_is(part, ".")) {
            str_putc(out, '/');
            str_put(out, part);
        }
    }
}

void path_absolute(struct str *out, const char *path)
{
    size_t from = out->len;
    char *here = path[0] == '/' ? NULL : getcwd(NULL, 0);

    if (path[0] != '/' && here == NULL && errno == ENOMEM)
        mem_exhausted();
    if (path[0] != '/' && here == NULL) { /* the folder we are in is gone */
        str_puts(out, path);
        return;
    }
    if (here != NULL)
        add_parts(out, from, slice_from(here));
    add_parts(out, from, slice_from(path));
    if (out->len == from)
        str_putc(out, '/');
    free(here);
}

struct slice path_relative(const char *path, const char *folder)
{
    struct slice whole = slice_from(path);
    struct slice top = without_end_slashes(slice_from(folder));

    if (slice_is(top, "/"))
        top.len = 0;
    else if (top.len == 0)
        return whole;
    if (!slice_has_prefix(whole, top) || whole.len <= top.len + 1 ||
        whole.at[top.len] != '/')
        return whole;
    return slice_skip(whole, top.len + 1);
}
