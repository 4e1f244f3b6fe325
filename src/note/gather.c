#include "note/gather.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sys/file.h"

static const char *const suffixes[] = {".md", ".markdown", ".txt", NULL};

/* One path that was typed. */
struct search {
    struct gathered *out;
    const char *root; /* NULL: the file itself was typed */
};

void gathered_release(struct gathered *g)
{
    free(g->files);
    arena_release(&g->arena);
    *g = (struct gathered){0};
}

static int add(const char *path, void *arg)
{
    struct search *s = arg;
    struct gathered *g = s->out;

    g->files = mem_grow(g->files, g->n, &g->cap, sizeof *g->files);
    g->files[g->n++] = (struct gathered_file){
        .path = arena_copy(&g->arena, slice_from(path)).at,
        .root = s->root,
    };
    return 0;
}

/* The same path twice: the first stays. */
static int by_path(const void *a, const void *b)
{
    const struct gathered_file *const *f = a, *const *g = b;
    int order = strcmp((*f)->path, (*g)->path);

    return order != 0 ? order : (*f > *g) - (*f < *g);
}

static void drop_twins(struct gathered *g)
{
    const struct gathered_file **at = mem_new_array(g->n, sizeof *at);
    bool *twin = mem_new_array(g->n, sizeof *twin);
    size_t kept = 0;

    for (size_t i = 0; i < g->n; i++)
        at[i] = &g->files[i];
    qsort(at, g->n, sizeof *at, by_path);
    for (size_t i = 1; i < g->n; i++)
        twin[at[i] - g->files] = strcmp(at[i - 1]->path, at[i]->path) == 0;
    for (size_t i = 0; i < g->n; i++)
        if (!twin[i])
            g->files[kept++] = g->files[i];
    g->n = kept;
    free(at);
    free(twin);
}

static int search(struct gathered *out, const char *path, struct err *err)
{
    struct file_stat st = file_stat_of(path);
    struct search s = {.out = out};
    size_t skipped = 0;

    if (strcmp(path, "-") != 0 && !st.exists)
        return err_set(err, ERR_NO_INPUT, "%.300s does not exist.", path);
    if (strcmp(path, "-") == 0 || !st.is_folder)
        return add(path, &s);
    s.root = arena_copy(&out->arena, slice_from(path)).at;
    if (file_walk(path, suffixes, add, &s, &skipped, err) != 0)
        return -1;
    out->skipped += skipped;
    return 0;
}

int gather(struct gathered *out, const char *const *paths, size_t n,
           struct err *err)
{
    for (size_t i = 0; i < n; i++)
        if (search(out, paths[i], err) < 0)
            return -1;
    if (out->n > 0)
        drop_twins(out);
    return 0;
}
