#include "note/gather.h"

#include <stdint.h>
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
    free(g->slots);
    arena_release(&g->arena);
    *g = (struct gathered){0};
}

/* The slot of a whole path: where it is, or where it would go. */
static size_t *find_slot(const struct gathered *g, const char *whole)
{
    uint64_t hash = 0;
    size_t i;

    for (const char *c = whole; *c != '\0'; c++)
        hash = (hash ^ (unsigned char)*c) * 0x100000001b3;
    i = (size_t)hash & (g->nslots - 1);
    while (g->slots[i] > 0 &&
           strcmp(g->files[g->slots[i] - 1].whole, whole) != 0)
        i = (i + 1) & (g->nslots - 1);
    return &g->slots[i];
}

/* Keeps the table at most half full. */
static void make_room(struct gathered *g)
{
    if (2 * g->n < g->nslots)
        return;
    free(g->slots);
    g->nslots = g->nslots > 0 ? 2 * g->nslots : 64;
    g->slots = mem_new_array(g->nslots, sizeof *g->slots);
    for (size_t i = 0; i < g->n; i++)
        *find_slot(g, g->files[i].whole) = i + 1;
}

static int add(const char *path, void *arg)
{
    struct search *s = arg;
    struct gathered *g = s->out;
    struct str whole = STR_EMPTY;
    size_t *slot;

    path_absolute(&whole, path);
    make_room(g);
    slot = find_slot(g, whole.at);
    if (*slot == 0) {
        g->files = mem_grow(g->files, g->n, &g->cap, sizeof *g->files);
        g->files[g->n++] = (struct gathered_file){
            .path = arena_copy(&g->arena, slice_from(path)).at,
            .whole = arena_copy(&g->arena, str_slice(&whole)).at,
            .root = s->root,
        };
        *slot = g->n;
    }
    str_release(&whole);
    return 0;
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
    return 0;
}
