#include "deck/source.h"

#include <stdlib.h>

#include "base/mem.h"
#include "deck/stray.h"
#include "note/gather.h"

/* A row of the file table, as far as this machine knows where it lies. */
struct known {
    int64_t row;
    uint64_t root_uid;
    const char *root; /* NULL when the folder isn't known here */
    const char *path; /* absolute, or NULL */
    struct slice below;
    struct hash hash;
    uint64_t bytes;
    int64_t mtime_ns;
    bool current; /* read by today's rules */
    bool taken;
    size_t notes, cards;
    bool used; /* it is a source already */
};

struct table {
    struct known *at; /* sorted by path, those without one first */
    size_t n, cap;
};

void sources_release(struct sources *s)
{
    free(s->at);
    roots_release(&s->roots);
    arena_release(&s->arena);
    *s = (struct sources){0};
}

/* --- the file table ----------------------------------------------------- */

bool source_stays_below(struct slice below)
{
    struct str dotted = STR_EMPTY;
    bool ok;

    str_printf(&dotted, "/%.*s/", SLICE_FMT(below));
    ok = below.len > 0 && below.at[0] != '/' &&
         memchr(below.at, '\0', below.len) == NULL &&
         slice_find(str_slice(&dotted), 0, SLICE("/../")) == dotted.len;
    str_release(&dotted);
    return ok;
}

static const char *join(struct arena *arena, const char *folder,
                        struct slice name)
{
    struct str path = STR_EMPTY;
    const char *copy;

    path_join(&path, folder, name);
    copy = arena_copy(arena, str_slice(&path)).at;
    str_release(&path);
    return copy;
}

static struct known known_row(struct deck *deck, struct stmt *q,
                              struct sources *s)
{
    struct slice hash = row_blob(q, 3);
    struct known k = {
        .row = row_int(q, 0),
        .root_uid = row_uid(q, 1),
        .below = arena_copy(&s->arena, row_text(q, 2)),
        .bytes = row_uid(q, 4),
        .mtime_ns = row_int(q, 5),
        .current = row_int(q, 6) == SOURCE_READER,
        .taken = row_bool(q, 7),
        .notes = (size_t)row_between(q, 8, 0, INT32_MAX),
        .cards = (size_t)row_between(q, 9, 0, INT32_MAX),
    };

    if (hash.len == HASH_BYTES)
        memcpy(k.hash.at, hash.at, HASH_BYTES);
    k.root = roots_find(&s->roots, deck->uid, k.root_uid);
    if (k.root != NULL && source_stays_below(k.below))
        k.path = join(&s->arena, k.root, k.below);
    return k;
}

static int by_path(const void *a, const void *b)
{
    const struct known *x = a, *y = b;

    if (x->path == NULL || y->path == NULL)
        return (x->path != NULL) - (y->path != NULL);
    return strcmp(x->path, y->path);
}

static int load_table(struct deck *deck, struct sources *s, struct table *out,
                      struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT f.id, r.uid, f.path, f.hash, f.bytes, f.mtime_ns,"
                  " f.reader, f.taken, f.notes, f.cards FROM file f JOIN "
                  "root r ON r.id = f.root");
    struct table t = {0};
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        t.at = mem_grow(t.at, t.n, &t.cap, sizeof *t.at);
        t.at[t.n++] = known_row(deck, q, s);
    }
    stmt_end(q);
    if (t.n > 1)
        qsort(t.at, t.n, sizeof *t.at, by_path);
    *out = t;
    return rc;
}

static struct known *find_path(const struct table *t, const char *path)
{
    struct known key = {.path = path};

    return t->n > 0 ? bsearch(&key, t->at, t->n, sizeof *t->at, by_path)
                    : NULL;
}

/* --- sources ------------------------------------------------------------ */

static struct source *add(struct sources *s)
{
    s->at = mem_grow(s->at, s->n, &s->cap, sizeof *s->at);
    s->at[s->n] = (struct source){0};
    return &s->at[s->n++];
}

static void add_known(struct sources *s, struct known *k, const char *shown,
                      enum source_state state)
{
    struct source *source = add(s);

    k->used = true;
    *source = (struct source){
        .state = state,
        .path = k->path,
        .shown = shown,
        .root = k->root,
        .root_uid = k->root_uid,
        .below = k->below,
        .row = k->row,
        .stat = file_stat_of(k->path),
        .hash = k->hash,
        .notes = k->notes,
        .cards = k->cards,
    };
}

static bool as_it_was(const struct known *k, const struct file_stat *st)
{
    return k->current && st->is_regular && st->bytes == k->bytes &&
           st->mtime_ns == k->mtime_ns;
}

/* For a file that is there and was asked for. */
static void add_asked(struct sources *s, struct known *k, const char *shown)
{
    struct source *source;

    add_known(s, k, shown, SOURCE_CHANGED);
    source = &s->at[s->n - 1];
    source->again = !k->taken || !k->current;
    if (!source->again && as_it_was(k, &source->stat))
        source->state = SOURCE_UNCHANGED;
}

static bool lies_below(const char *path, const char *folder)
{
    size_t len = strlen(folder);

    return strncmp(path, folder, len) == 0 &&
           (path[len] == '/' || (len > 0 && folder[len - 1] == '/'));
}

/* The root that a new file in `folder` belongs to: one that is that folder or
 * holds it, or else that folder becomes one. */
static void choose_root(struct deck *deck, struct sources *s,
                        struct source *source, const char *folder)
{
    const struct root_place *best = stray_home(deck, &s->roots, folder);

    source->root_uid = best != NULL ? best->root : entropy_u64();
    if (best == NULL)
        s->new_roots |=
            roots_set(&s->roots, deck->uid, source->root_uid, folder);
    source->root = roots_find(&s->roots, deck->uid, source->root_uid);
}

static const char *absolute(struct arena *arena, const char *path)
{
    struct str text = STR_EMPTY;
    const char *copy;

    path_absolute(&text, path);
    copy = arena_copy(arena, str_slice(&text)).at;
    str_release(&text);
    return copy;
}

static void add_gathered(struct deck *deck, struct sources *s,
                         struct table *t, const struct gathered_file *file)
{
    const char *path = absolute(&s->arena, file->path);
    const char *shown = arena_copy(&s->arena, slice_from(file->path)).at;
    struct known *k = find_path(t, path);
    struct source *source;

    if (k != NULL) {
        if (!k->used)
            add_asked(s, k, shown);
        return;
    }
    source = add(s);
    source->state = SOURCE_CHANGED;
    source->path = path;
    source->shown = shown;
    choose_root(
        deck, s, source,
        file->root != NULL
            ? absolute(&s->arena, file->root)
            : arena_copy(&s->arena, path_folder(slice_from(path))).at);
    source->below = path_relative(path, source->root);
    source->stat = file_stat_of(path);
    source->again = true;
}

/* Known files below a folder that was named: what has gone, and what was
 * once named itself though its name isn't that of notes. */
static void add_below(struct sources *s, struct table *t, const char *folder)
{
    const char *path = absolute(&s->arena, folder);

    for (size_t i = 0; i < t->n; i++) {
        struct known *k = &t->at[i];

        if (k->used || k->path == NULL || !lies_below(k->path, path))
            continue;
        if (file_stat_of(k->path).exists)
            add_asked(s, k, k->path);
        else
            add_known(s, k, k->path, SOURCE_VANISHED);
    }
}

/* A file that was named may be one that was renamed. */
static void add_donors(struct sources *s, struct table *t)
{
    size_t n = s->n;

    for (size_t i = 0; i < t->n; i++) {
        struct known *k = &t->at[i];
        bool beside = false;

        if (k->used || k->path == NULL || file_stat_of(k->path).exists)
            continue;
        for (size_t j = 0; j < n && !beside; j++)
            beside = s->at[j].row == 0 && s->at[j].root_uid == k->root_uid;
        if (beside)
            add_known(s, k, k->path, SOURCE_DONOR);
    }
}

static int check_paths(const char *const *paths, size_t n, struct err *err)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(paths[i], "-") == 0)
            return err_set(err, ERR_USAGE,
                           "Notes can't be imported from a pipe: they are "
                           "known again by their file. Save them and name "
                           "the file.");
    return 0;
}

int sources_gather(struct deck *deck, const char *const *paths, size_t n,
                   struct sources *out, struct err *err)
{
    struct sources s = {0};
    struct gathered g = {0};
    struct table t = {0};
    int rc = -1;

    if (check_paths(paths, n, err) < 0 || gather(&g, paths, n, err) < 0 ||
        roots_load(&s.roots, err) < 0 ||
        stray_adopt(deck, &s.roots, &g, &s.new_roots, err) < 0 ||
        load_table(deck, &s, &t, err) < 0)
        goto done;
    for (size_t i = 0; i < g.n; i++)
        add_gathered(deck, &s, &t, &g.files[i]);
    for (size_t i = 0; i < n; i++)
        if (file_stat_of(paths[i]).is_folder)
            add_below(&s, &t, paths[i]);
    add_donors(&s, &t);
    s.skipped = g.skipped;
    *out = s;
    s = (struct sources){0};
    rc = 0;
done:
    free(t.at);
    gathered_release(&g);
    sources_release(&s);
    return rc;
}

int sources_known(struct deck *deck, struct sources *out, struct err *err)
{
    struct sources s = {0};
    struct table t = {0};
    int rc = -1;

    if (roots_load(&s.roots, err) < 0 || load_table(deck, &s, &t, err) < 0)
        goto done;
    for (size_t i = 0; i < t.n; i++) {
        struct known *k = &t.at[i];

        if (k->path == NULL)
            continue;
        add_known(&s, k, k->path, SOURCE_CHANGED);
        if (!s.at[s.n - 1].stat.exists || as_it_was(k, &s.at[s.n - 1].stat))
            s.at[s.n - 1].state = SOURCE_UNCHANGED;
        s.at[s.n - 1].again = !k->current;
    }
    *out = s;
    s = (struct sources){0};
    rc = 0;
done:
    free(t.at);
    sources_release(&s);
    return rc;
}

int source_read(struct source *source, struct str *bytes, struct err *err)
{
    struct hash hash;

    if (file_read(bytes, source->path, FILE_NOTES_MAX, err) < 0)
        return -1;
    hash = hash_of(str_slice(bytes));
    if (!source->again && source->row != 0 &&
        memcmp(hash.at, source->hash.at, HASH_BYTES) == 0)
        source->state = SOURCE_UNCHANGED;
    source->hash = hash;
    return 0;
}
