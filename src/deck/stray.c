#include "deck/stray.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sys/file.h"

/* A root of the deck that lies nowhere here. */
struct stray {
    int64_t id;
    uint64_t uid;
    struct slice name;
    size_t files; /* it has in the deck */
    bool taken;
};

struct strays {
    struct stray *at;
    size_t n, cap;
    struct arena arena;
};

static bool holds(const char *root, const char *folder)
{
    size_t len = strlen(root);

    return strncmp(root, folder, len) == 0 &&
           (folder[len] == '\0' || folder[len] == '/' ||
            (len > 0 && root[len - 1] == '/'));
}

const struct root_place *stray_home(const struct deck *deck,
                                    const struct roots *roots,
                                    const char *folder)
{
    const struct root_place *best = NULL;

    for (size_t i = 0; i < roots->n; i++) {
        const struct root_place *r = &roots->at[i];

        if (r->deck == deck->uid && holds(r->path, folder) &&
            (best == NULL || strlen(r->path) > strlen(best->path)))
            best = r;
    }
    return best;
}

static int load(struct deck *deck, const struct roots *roots,
                struct strays *out, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT r.id, r.uid, r.name, count(f.id) FROM root r"
                  " JOIN file f ON f.root = r.id GROUP BY r.id"
                  " ORDER BY r.uid");
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        if (roots_find(roots, deck->uid, row_uid(q, 1)) != NULL)
            continue;
        out->at = mem_grow(out->at, out->n, &out->cap, sizeof *out->at);
        out->at[out->n++] = (struct stray){
            .id = row_int(q, 0),
            .uid = row_uid(q, 1),
            .name = arena_copy(&out->arena, row_text(q, 2)),
            .files = (size_t)row_int(q, 3),
        };
    }
    stmt_end(q);
    return rc;
}

/* The absolute folder that a file was imported from. */
static void put_folder(struct str *out, const struct gathered_file *file)
{
    struct str path = STR_EMPTY;

    if (file->root != NULL) {
        path_absolute(out, file->root);
        return;
    }
    path_absolute(&path, file->path);
    str_put(out, path_folder(str_slice(&path)));
    str_release(&path);
}

static int has_file(struct deck *deck, int64_t root, struct slice below,
                    bool *out, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT 1 FROM file WHERE root = ?1 AND path = ?2");
    int rc;

    bind_int(q, 1, root);
    bind_text(q, 2, below);
    rc = stmt_next(q, err);
    stmt_end(q);
    *out = rc == 1;
    return rc < 0 ? -1 : 0;
}

/* Files of `folder` among those that were gathered, and how many of them the
 * root has as well. */
struct overlap {
    size_t files, common;
};

static int count(struct deck *deck, const struct gathered *files,
                 const char *folder, int64_t root, struct overlap *out,
                 struct err *err)
{
    struct str path = STR_EMPTY;
    int rc = 0;

    *out = (struct overlap){0};
    for (size_t i = 0; i < files->n && rc == 0; i++) {
        bool has;

        str_clear(&path);
        put_folder(&path, &files->files[i]);
        if (strcmp(path.at, folder) != 0)
            continue;
        str_clear(&path);
        path_absolute(&path, files->files[i].path);
        out->files++;
        rc = has_file(deck, root, path_relative(path.at, folder), &has, err);
        out->common += rc == 0 && has;
    }
    str_release(&path);
    return rc;
}

/* One file of the same name says little among many. */
static bool fits(const struct stray *s, const struct overlap *o,
                 const char *folder)
{
    size_t least = s->files < o->files ? s->files : o->files;

    return o->common > 0 &&
           (slice_eq(s->name, path_name(slice_from(folder))) ||
            o->common * 2 >= least);
}

static int adopt(struct deck *deck, struct roots *roots,
                 struct strays *strays, const struct gathered *files,
                 const char *folder, bool *any, struct err *err)
{
    struct stray *best = NULL;
    size_t most = 0;

    for (size_t i = 0; i < strays->n; i++) {
        struct stray *s = &strays->at[i];
        struct overlap o;

        if (s->taken)
            continue;
        if (count(deck, files, folder, s->id, &o, err) < 0)
            return -1;
        if (o.common > most && fits(s, &o, folder)) {
            most = o.common;
            best = s;
        }
    }
    if (best == NULL)
        return 0;
    best->taken = true;
    *any |= roots_set(roots, deck->uid, best->uid, folder);
    return 0;
}

int stray_adopt(struct deck *deck, struct roots *roots,
                const struct gathered *files, bool *any, struct err *err)
{
    struct strays strays = {0};
    struct str folder = STR_EMPTY, last = STR_EMPTY;
    int rc = load(deck, roots, &strays, err);

    for (size_t i = 0; i < files->n && rc == 0 && strays.n > 0; i++) {
        str_clear(&folder);
        put_folder(&folder, &files->files[i]);
        if (strcmp(folder.at, last.at) == 0 ||
            stray_home(deck, roots, folder.at) != NULL)
            continue;
        rc = adopt(deck, roots, &strays, files, folder.at, any, err);
        str_swap(&folder, &last);
    }
    free(strays.at);
    arena_release(&strays.arena);
    str_release(&folder);
    str_release(&last);
    return rc;
}
