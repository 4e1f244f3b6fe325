#include "deck/packing.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "deck/changed.h"
#include "deck/fold.h"
#include "deck/import.h"
#include "deck/subdeck.h"
#include "deck/unimport.h"
#include "sys/hash.h"

static const char root_name[] = "Anki";

uint64_t package_root(void)
{
    return package_uid(SLICE(""), 0);
}

uint64_t package_uid(struct slice id, int part)
{
    char number[16];
    struct slice parts[] = {SLICE("package"), id, SLICE("")};
    struct hash h;

    snprintf(number, sizeof number, "%d", part);
    parts[2] = slice_from(number);
    h = hash_of_parts(parts, 3);
    return hash_u64(&h);
}

/* --- files -------------------------------------------------------------- */

static int find_file(struct package *p, struct package_file *file,
                     struct err *err)
{
    struct stmt *q = db_query(
        p->deck->db,
        "SELECT f.id, (SELECT coalesce(max(n.place) + 1, 0) FROM note n"
        "   WHERE n.file = f.id)"
        " FROM file f JOIN root r ON r.id = f.root"
        " WHERE r.uid = ?1 AND f.path = ?2");
    int rc;

    bind_uid(q, 1, package_root());
    bind_text(q, 2, file->path);
    rc = stmt_next(q, err);
    if (rc == 1) {
        file->row = row_int(q, 0);
        file->place = (int)row_between(q, 1, 0, INT32_MAX - 1);
    }
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static int make_file(struct package *p, struct package_file *file,
                     struct err *err)
{
    struct source source = {
        .root_uid = package_root(),
        .root = root_name,
        .below = file->path,
    };
    int64_t event;

    if (packing_event(p, &event, err) < 0 ||
        store_file(p->deck, &source, NULL, 0, event, err) < 0)
        return -1;
    file->row = source.row;
    return subdeck_log(p->deck, package_root(), file->path, file->deck, err);
}

/* "A::B" as "A/B"; a part that is no name of a file becomes one. */
static void put_path(struct str *out, struct slice deck)
{
    size_t at = 0;

    while (at <= deck.len) {
        size_t end = slice_find(deck, at, SLICE("::"));
        struct slice part = slice_trim(slice_sub(deck, at, end - at));

        str_puts(out, out->len > 0 ? "/" : "");
        if (part.len == 0 || slice_is(part, ".") || slice_is(part, ".."))
            str_putc(out, '_');
        for (size_t i = 0; i < part.len; i++)
            str_putc(out, part.at[i] == '/' ? '-' : part.at[i]);
        at = end + 2;
    }
}

int packing_file(struct package *p, struct slice deck,
                 struct package_file **out, struct err *err)
{
    struct package_file *file = NULL;

    for (size_t i = 0; i < p->nfiles; i++)
        if (slice_eq(p->files[i].deck, deck))
            file = &p->files[i];
    if (file == NULL) {
        struct package_file new = {.deck = arena_copy(&p->arena, deck)};
        struct str path = STR_EMPTY;

        put_path(&path, deck);
        new.path = arena_copy(&p->arena, str_slice(&path));
        str_release(&path);
        if (find_file(p, &new, err) < 0 ||
            (new.row == 0 && make_file(p, &new, err) < 0))
            return -1;
        p->files =
            mem_grow(p->files, p->nfiles, &p->files_cap, sizeof *p->files);
        p->files[p->nfiles] = new;
        file = &p->files[p->nfiles++];
    }
    *out = file;
    return 0;
}

/* How many notes and cards each holds now. */
static int count_files(struct package *p, struct err *err)
{
    for (size_t i = 0; i < p->nfiles; i++) {
        struct stmt *q;

        if (!p->files[i].touched)
            continue;
        q = db_query(p->deck->db, "UPDATE file SET"
                                  " notes = (SELECT count(*) FROM note n"
                                  "   WHERE n.file = file.id AND n.gone = 0),"
                                  " cards = (SELECT count(*) FROM note n"
                                  "   JOIN card c ON c.note = n.id"
                                  "   WHERE n.file = file.id AND c.gone = 0)"
                                  " WHERE id = ?1");
        bind_int(q, 1, p->files[i].row);
        if (stmt_run(q, err) < 0)
            return -1;
    }
    return 0;
}

/* --- pictures ----------------------------------------------------------- */

int package_image(struct package *p, struct slice deck, struct slice target,
                  struct slice bytes, struct err *err)
{
    struct package_file *file;
    int64_t media = 0, had = -1, event; /* had: 0 for a missing one */
    struct stmt *q;
    int rc;

    if (packing_file(p, deck, &file, err) < 0 ||
        (bytes.len > 0 && store_media(p->deck, bytes, &media, err) < 0))
        return -1;
    q = db_query(p->deck->db, "SELECT coalesce(media, 0) FROM image"
                              " WHERE file = ?1 AND target = ?2");
    bind_int(q, 1, file->row);
    bind_text(q, 2, target);
    rc = stmt_next(q, err);
    if (rc == 1)
        had = row_int(q, 0);
    stmt_end(q);
    if (rc < 0 || had == media || (had > 0 && media == 0))
        return rc < 0 ? -1 : 0;
    if (packing_event(p, &event, err) < 0 ||
        (had >= 0 &&
         changed_log_file(p->deck, package_root(), file->path, err) < 0))
        return -1;
    q = db_query(p->deck->db,
                 "INSERT OR REPLACE INTO image (file, target, media)"
                 " VALUES (?1, ?2, ?3)");
    bind_int(q, 1, file->row);
    bind_text(q, 2, target);
    if (media != 0)
        bind_int(q, 3, media);
    return stmt_run(q, err);
}

/* --- the whole ---------------------------------------------------------- */

int packing_event(struct package *p, int64_t *row, struct err *err)
{
    struct event e = event_of_deck(EVENT_IMPORT);

    e.name = slice_from(p->options.name);
    if (p->event == 0 && (command_log(p->deck, &e, &p->event, err) < 0 ||
                          store_touch(p->deck, err) < 0))
        return -1;
    p->ledger->wrote = true;
    *row = p->event;
    return 0;
}

static void package_free(struct package *p)
{
    struct err ignored;

    db_bulk(p->deck->db, false, &ignored);
    new_notes_release(&p->new);
    free(p->files);
    free(p->brought.at);
    free(p->cards.at);
    arena_release(&p->arena);
    free(p);
}

int package_begin(struct package **out, struct deck *deck,
                  const struct package_options *options, struct moment now,
                  struct ledger *ledger, struct err *err)
{
    struct package *p = mem_new(sizeof *p);

    p->deck = deck;
    p->options = *options;
    p->options.name = arena_copy(&p->arena, slice_from(options->name)).at;
    p->now = now;
    p->ledger = ledger;
    *ledger = (struct ledger){.files = 1};
    if (db_bulk(deck->db, true, err) < 0 ||
        command_begin(deck, now, err) < 0) {
        package_free(p);
        return -1;
    }
    if (db_int(deck->db, "SELECT coalesce(max(id), 0) FROM event",
               &p->last_event, err) < 0) {
        package_abort(p);
        return -1;
    }
    *out = p;
    return 0;
}

void package_abort(struct package *p)
{
    if (p == NULL)
        return;
    command_abort(p->deck);
    package_free(p);
}

/* An undo of the import takes these back as well. */
static int note_ranges(struct package *p, struct err *err)
{
    struct str ranges = STR_EMPTY;
    int rc = 0;

    if (p->brought.n > 0) {
        rc = packing_ranges(p, &ranges, err);
        if (rc == 0)
            rc = command_amend(p->deck, p->event, str_slice(&ranges), err);
    }
    str_release(&ranges);
    return rc;
}

static int finish(struct package *p, struct err *err)
{
    if (count_files(p, err) < 0 || note_ranges(p, err) < 0)
        return -1;
    numbers_sort(&p->cards);
    if (fold_cards(p->deck, p->cards.at, p->cards.n, err) < 0)
        return -1;
    if (p->options.dry_run || p->event == 0) {
        command_abort(p->deck);
        return 0;
    }
    if (unimport_prune(p->deck, err) < 0 ||
        import_back_up(p->deck, true, p->now, err) < 0)
        return -1;
    return command_commit(p->deck, err);
}

int package_end(struct package *p, struct err *err)
{
    int rc = finish(p, err);

    if (rc < 0)
        command_abort(p->deck);
    package_free(p);
    return rc;
}
