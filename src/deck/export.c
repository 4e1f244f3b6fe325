#include "deck/export.h"

#include <stdlib.h>

#include "base/mem.h"
#include "deck/changed.h"
#include "deck/fold.h"
#include "deck/store.h"
#include "deck/subdeck.h"

/* One walk over the deck. */
struct walk {
    struct deck *deck;
    int (*each)(const struct export_note *, void *, struct err *);
    void *arg;
    struct changed *changed;
    enum note_others others;
    bool tagged; /* some card has tags of its own */
    struct {
        int64_t event, ms;
    } last; /* time of an event, asked for often */
};

struct export_file {
    int64_t id;
    uint64_t root;
    struct slice path, subdeck;
    struct slice *tags;
    size_t ntags;
    int64_t changed_ms;
    struct arena arena;
};

int deck_export_counts(struct deck *deck, struct export_counts *out,
                       struct err *err)
{
    struct export_counts n = {0};

    if (db_int(deck->db, "SELECT count(*) FROM note WHERE gone = 0", &n.notes,
               err) < 0 ||
        db_int(deck->db,
               "SELECT count(*) FROM card WHERE gone = 0"
               " AND note IS NOT NULL",
               &n.cards, err) < 0)
        return -1;
    *out = n;
    return 0;
}

int deck_export_births(struct deck *deck, struct export_birth **out,
                       size_t *n, struct arena *arena, struct err *err)
{
    struct stmt *q =
        db_query(deck->db,
                 "SELECT coalesce(e.ms, 0), sum(b.cards) FROM"
                 " (SELECT born, count(*) AS cards FROM card"
                 "  WHERE gone = 0 AND note IS NOT NULL GROUP BY born) b"
                 " LEFT JOIN event e ON e.id = b.born GROUP BY 1 ORDER BY 1");
    struct export_birth *list = NULL;
    size_t count = 0, cap = 0;
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        list = mem_grow(list, count, &cap, sizeof *list);
        list[count++] = (struct export_birth){
            .ms = row_between(q, 0, 0, MS_LAST), .cards = row_int(q, 1)};
    }
    stmt_end(q);
    if (rc == 0) {
        *out = arena_new_array(arena, count, sizeof **out);
        if (count > 0)
            memcpy(*out, list, count * sizeof **out);
        *n = count;
    }
    free(list);
    return rc;
}

static int event_ms(struct walk *x, int64_t event, int64_t *ms,
                    struct err *err)
{
    struct stmt *q;
    int rc = 0;

    if (event != 0 && event != x->last.event) {
        q = db_query(x->deck->db, "SELECT ms FROM event WHERE id = ?1");
        bind_int(q, 1, event);
        rc = stmt_next(q, err);
        if (rc == 1)
            x->last.ms = row_between(q, 0, 0, MS_LAST);
        x->last.event = event;
        stmt_end(q);
    }
    *ms = event != 0 ? x->last.ms : 0;
    return rc < 0 ? -1 : 0;
}

/* --- tags --------------------------------------------------------------- */

struct tags {
    struct slice *at;
    size_t n, cap;
};

static int by_bytes(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static void take_tags(struct tags *list, struct slice **tags, size_t *n,
                      struct arena *arena)
{
    size_t to = 0;

    if (list->n > 1)
        qsort(list->at, list->n, sizeof *list->at, by_bytes);
    for (size_t i = 0; i < list->n; i++)
        if (to == 0 || !slice_eq(list->at[i], list->at[to - 1]))
            list->at[to++] = list->at[i];
    *tags = arena_new_array(arena, to, sizeof **tags);
    if (to > 0)
        memcpy(*tags, list->at, to * sizeof **tags);
    *n = to;
    free(list->at);
}

static int read_tags(struct stmt *q, struct tags *list, struct arena *arena,
                     struct err *err)
{
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        list->at = mem_grow(list->at, list->n, &list->cap, sizeof *list->at);
        list->at[list->n++] = arena_copy(arena, row_text(q, 0));
    }
    stmt_end(q);
    return rc;
}

static int file_tags(struct walk *x, struct export_file *f, struct err *err)
{
    struct stmt *q =
        db_query(x->deck->db, "SELECT name FROM file_tag WHERE file = ?1");
    struct tags list = {0};
    int rc;

    bind_int(q, 1, f->id);
    rc = read_tags(q, &list, &f->arena, err);
    take_tags(&list, &f->tags, &f->ntags, &f->arena);
    return rc;
}

/* Those that some card has, of its own or of the file without having taken
 * it off. */
static int note_tags(struct walk *x, struct export_note *note,
                     struct arena *arena, struct err *err)
{
    static const char sql[] =
        "SELECT t.name FROM card c JOIN tag t ON t.card = c.id"
        " WHERE c.note = ?1 AND c.gone = 0 AND t.has = 1"
        " UNION ALL"
        " SELECT f.name FROM card c JOIN note n ON n.id = c.note"
        " JOIN file_tag f ON f.file = n.file"
        " WHERE c.note = ?1 AND c.gone = 0 AND NOT EXISTS"
        " (SELECT 1 FROM tag t WHERE t.card = c.id AND t.name = f.name)";
    struct stmt *q = db_query(x->deck->db, sql);
    struct tags list = {0};
    int rc;

    bind_int(q, 1, note->id);
    rc = read_tags(q, &list, arena, err);
    take_tags(&list, &note->tags, &note->ntags, arena);
    return rc;
}

/* --- cards -------------------------------------------------------------- */

static int card_row_read(struct walk *x, struct stmt *q,
                         const struct export_note *note,
                         struct export_card *out, struct err *err)
{
    struct fold fold = fold_row(q, 5);
    struct export_card card = {
        .id = row_int(q, 0),
        .uid = row_uid(q, 1),
        .ord = (int)row_between(q, 2, 0, INT32_MAX),
        .index = (uint32_t)row_between(q, 3, 0, note->note.ncards - 1),
        .suspended = fold.suspended,
        .marked = fold.marked,
        .told = fold.moved_ms > 0,
        .sched = sm2_clamp(fold.sched),
    };

    if (event_ms(x, row_int(q, 4), &card.born_ms, err) < 0 ||
        row_ok(q, err) < 0)
        return -1;
    *out = card;
    return 0;
}

static int note_cards(struct walk *x, struct export_note *note,
                      struct arena *arena, struct err *err)
{
    struct stmt *q =
        db_query(x->deck->db,
                 "SELECT id, uid, ord, place, coalesce(born, 0)," FOLD_COLUMNS
                 " FROM card WHERE note = ?1 AND gone = 0 ORDER BY ord");
    int rc = 0;

    note->cards =
        arena_new_array(arena, note->note.ncards, sizeof *note->cards);
    bind_int(q, 1, note->id);
    while (note->ncards < note->note.ncards && (rc = stmt_next(q, err)) == 1)
        if (card_row_read(x, q, note, &note->cards[note->ncards++], err) < 0)
            rc = -1;
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

/* --- notes -------------------------------------------------------------- */

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int when_changed(struct walk *x, const struct export_file *f,
                        int64_t import, struct export_note *note,
                        struct err *err)
{
    int64_t ms;

    if (event_ms(x, import, &ms, err) < 0)
        return -1;
    ms = later(ms, f->changed_ms);
    ms = later(ms, changed_all(x->changed, note->note.leaf->nclozes > 1));
    ms = later(ms, changed_uid(x->changed, note->uid));
    for (size_t i = 0; i < note->ncards; i++)
        ms = later(ms, changed_uid(x->changed, note->cards[i].uid));
    note->changed_ms = ms;
    return 0;
}

static int export_row(struct walk *x, struct stmt *q,
                      const struct export_file *f, struct arena *arena,
                      struct err *err)
{
    struct export_note note = {
        .id = row_int(q, 0),
        .uid = row_uid(q, 1),
        .file = f->id,
        .path = f->path,
        .subdeck = f->subdeck,
        .line = (int)row_between(q, 3, 0, INT32_MAX),
        .tags = f->tags,
        .ntags = f->ntags,
    };

    if (row_ok(q, err) < 0 ||
        note_unpack(&note.note, row_blob(q, 4), arena, err) < 0 ||
        note_cards(x, &note, arena, err) < 0 ||
        when_changed(x, f, row_int(q, 2), &note, err) < 0 ||
        (x->tagged && note_tags(x, &note, arena, err) < 0))
        return -1;
    if (note.note.others == OTHERS_SHOW)
        note.note.others = x->others;
    return note.ncards > 0 ? x->each(&note, x->arg, err) : 0;
}

static int export_notes(struct walk *x, const struct export_file *f,
                        struct err *err)
{
    struct stmt *q =
        db_query(x->deck->db,
                 "SELECT id, uid, coalesce(import, 0), line, page FROM note"
                 " WHERE file = ?1 AND gone = 0 ORDER BY place, id");
    int rc, each = 0;

    bind_int(q, 1, f->id);
    while (each == 0 && (rc = stmt_next(q, err)) == 1) {
        struct arena arena = {0};

        each = export_row(x, q, f, &arena, err);
        arena_release(&arena);
    }
    stmt_end(q);
    return each != 0 ? each : rc;
}

static int export_file(struct walk *x, struct stmt *q, struct err *err)
{
    struct export_file f = {.id = row_int(q, 0), .root = row_uid(q, 1)};
    int rc;

    f.path = arena_copy(&f.arena, row_text(q, 2));
    f.changed_ms = changed_file(x->changed, f.root, f.path);
    rc = subdeck_find(x->deck, f.root, f.path, &f.subdeck, &f.arena, err);
    if (rc == 0)
        rc = file_tags(x, &f, err);
    if (rc == 0)
        rc = export_notes(x, &f, err);
    arena_release(&f.arena);
    return rc;
}

static int export_files(struct walk *x, struct err *err)
{
    struct stmt *q =
        db_query(x->deck->db, "SELECT f.id, r.uid, f.path FROM file f"
                              " JOIN root r ON r.id = f.root"
                              " ORDER BY f.path, r.uid");
    int rc, each = 0;

    while (each == 0 && (rc = stmt_next(q, err)) == 1)
        each = export_file(x, q, err);
    stmt_end(q);
    return each != 0 ? each : rc;
}

int deck_export(struct deck *deck,
                int (*each)(const struct export_note *, void *, struct err *),
                void *arg, struct err *err)
{
    struct walk x = {.deck = deck, .each = each, .arg = arg};
    struct deck_settings settings;
    int64_t tags = 0;
    int rc = -1;

    if (deck_settings(deck, &settings, err) < 0 ||
        db_int(deck->db, "SELECT 1 FROM tag LIMIT 1", &tags, err) < 0 ||
        changed_read(deck, &x.changed, err) < 0)
        return -1;
    x.others = settings.others;
    x.tagged = tags != 0;
    rc = export_files(&x, err);
    changed_free(x.changed);
    return rc;
}

int deck_export_image(struct deck *deck, int64_t file, struct slice target,
                      struct str *out, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT m.bytes FROM image i JOIN media m ON m.id = i.media"
                  " WHERE i.file = ?1 AND i.target = ?2");
    int rc;

    bind_int(q, 1, file);
    bind_text(q, 2, target);
    rc = stmt_next(q, err);
    if (rc == 1)
        str_put(out, row_blob(q, 0));
    stmt_end(q);
    return rc;
}
