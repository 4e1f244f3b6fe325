#include "deck/lookup.h"

#include <stdlib.h>

#include "deck/roots.h"
#include "sys/file.h"

/* Is there a file of that path, or one below it? */
static int exists(struct deck *deck, const struct lookup *l, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT 1 FROM file f WHERE f.root = ?1"
                  " AND (?2 = '' OR f.path = ?2"
                  "   OR (f.path > ?2 || '/' AND f.path < ?2 || '0'))"
                  " LIMIT 1");
    int rc;

    bind_int(q, 1, l->root);
    bind_text(q, 2, l->path);
    rc = stmt_next(q, err);
    stmt_end(q);
    return rc;
}

/* The path below a root that `absolute` is, or no slice (at NULL). */
static struct slice below_root(const char *absolute, const char *root)
{
    size_t len = strlen(root);

    if (strcmp(absolute, root) == 0)
        return SLICE("");
    if (strncmp(absolute, root, len) == 0 &&
        (absolute[len] == '/' || root[len - 1] == '/'))
        return path_relative(absolute, root);
    return (struct slice){NULL, 0};
}

/* From the working folder. */
static int from_here(struct deck *deck, const char *absolute,
                     struct lookup *out, struct arena *arena, struct err *err)
{
    struct stmt *q = db_query(deck->db, "SELECT id, uid FROM root");
    struct roots roots = {0};
    int rc = roots_load(&roots, err), found = 0;

    while (rc == 0 && found == 0 && (rc = stmt_next(q, err)) == 1) {
        const char *root = roots_find(&roots, deck->uid, row_uid(q, 1));
        struct lookup l = {.root = row_int(q, 0)};

        rc = 0;
        if (root != NULL)
            l.path = below_root(absolute, root);
        if (l.path.at == NULL)
            continue;
        rc = found = exists(deck, &l, err);
        if (found == 1) {
            l.path = arena_copy(arena, l.path);
            *out = l;
            rc = 0;
        }
    }
    stmt_end(q);
    roots_release(&roots);
    return rc < 0 ? -1 : found;
}

/* As the end of a path in the deck, or as a folder in it. */
static int from_deck(struct deck *deck, struct slice word, struct lookup *out,
                     struct arena *arena, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT root, path FROM file WHERE path = ?1"
                  " OR substr(path, -length(?1) - 1) = '/' || ?1"
                  " UNION ALL"
                  " SELECT root, ?1 FROM file"
                  " WHERE path > ?1 || '/' AND path < ?1 || '0' LIMIT 1");
    int rc;

    bind_text(q, 1, word);
    rc = stmt_next(q, err);
    if (rc == 1) {
        out->root = row_int(q, 0);
        out->path = arena_copy(arena, row_text(q, 1));
    }
    stmt_end(q);
    return rc;
}

int lookup_path(struct deck *deck, struct slice word, struct lookup *out,
                struct arena *arena, struct err *err)
{
    struct str absolute = STR_EMPTY;
    const char *typed = arena_copy(arena, word).at;
    int rc = 0;

    if (word.len == 0 || memchr(word.at, '\0', word.len) != NULL)
        return 0;
    path_absolute(&absolute, typed);
    rc = from_here(deck, absolute.at, out, arena, err);
    if (rc == 0) {
        while (word.len > 1 && word.at[word.len - 1] == '/')
            word.len--;
        if (slice_has_prefix(word, SLICE("./")))
            word = slice_skip(word, 2);
        rc = from_deck(deck, word, out, arena, err);
    }
    str_release(&absolute);
    return rc;
}
