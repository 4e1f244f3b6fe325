/* A note of a package, and its cards, as rows. */
#include "base/mem.h"
#include "deck/import.h"
#include "deck/packing.h"
#include "deck/pair.h"

/* What the deck has of it. */
struct known {
    int64_t row, file;
    bool gone;
    struct slice line, page;
};

static int find(struct package *p, uint64_t uid, struct known *out,
                struct arena *arena, struct err *err)
{
    struct stmt *q =
        db_query(p->deck->db, "SELECT id, file, gone, text, page FROM note"
                              " WHERE uid = ?1");
    int rc;

    bind_uid(q, 1, uid);
    rc = stmt_next(q, err);
    if (rc == 1)
        *out = (struct known){
            .row = row_int(q, 0),
            .file = row_int(q, 1),
            .gone = row_bool(q, 2),
            .line = arena_copy(arena, row_text(q, 3)),
            .page = arena_copy(arena, row_blob(q, 4)),
        };
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

/* --- cards -------------------------------------------------------------- */

/* Its answer was another one. */
static bool changed(const struct note *was, const struct card_row *card,
                    struct slice answer)
{
    struct str old = STR_EMPTY;
    bool yes = false;

    if (card->gone == GONE_NOT && (uint32_t)card->place < was->ncards) {
        note_answer(&old, was, (uint32_t)card->place);
        yes = pair_answer_changed(str_slice(&old), answer);
    }
    str_release(&old);
    return yes;
}

/* The card numbered so, in its new place; made when there was none. */
static int place_card(struct package *p, const struct package_note *note,
                      const struct stored_note *stored, uint32_t i,
                      const struct note *was, const struct card_row *cards,
                      size_t n, struct err *err)
{
    int ord = (int)stored->cards[i].number;

    for (size_t k = 0; k < n; k++)
        if (cards[k].ord == ord)
            return store_card(p->deck, &cards[k], (int)i, GONE_NOT,
                              changed(was, &cards[k], stored->cards[i].answer)
                                  ? p->deck->command.moment.utc_ms
                                  : 0,
                              p->event, err);
    return store_numbered_card(p->deck, p->note, note->uid, ord, (int)i,
                               p->event, err);
}

static bool is_in(const struct stored_note *stored, int ord)
{
    for (uint32_t i = 0; i < stored->ncards; i++)
        if ((int)stored->cards[i].number == ord)
            return true;
    return false;
}

static int place_cards(struct package *p, const struct package_note *note,
                       const struct stored_note *stored,
                       const struct known *known, struct err *err)
{
    struct arena arena = {0};
    struct card_row *cards;
    struct note was = {0};
    size_t n;
    int rc = -1;

    if (note_unpack(&was, known->page, &arena, err) < 0 ||
        store_cards(p->deck, known->row, &cards, &n, &arena, err) < 0)
        goto done;
    for (size_t k = 0; k < n; k++)
        if (!is_in(stored, cards[k].ord) && cards[k].gone == GONE_NOT &&
            store_card(p->deck, &cards[k], cards[k].place, GONE_CLOZE, 0,
                       p->event, err) < 0)
            goto done;
    for (uint32_t i = 0; i < stored->ncards; i++)
        if (place_card(p, note, stored, i, &was, cards, n, err) < 0)
            goto done;
    rc = 0;
done:
    arena_release(&arena);
    return rc;
}

/* --- notes -------------------------------------------------------------- */

static int write_new(struct package *p, const struct package_note *note,
                     struct stored_note *stored, struct package_file *file,
                     struct err *err)
{
    int64_t event;

    stored->uid = note->uid;
    stored->place = file->place;
    stored->source_line = file->place + 1;
    if (packing_event(p, &event, err) < 0 ||
        store_new_note(p->deck, &p->new, stored, file->row, file->path, event,
                       err) < 0 ||
        store_new_rest(p->deck, &p->new, event, err) < 0)
        return -1;
    file->place++;
    ledger_add(p->ledger, FATE_NEW, file->path, stored->source_line,
               SLICE(""), stored->line);
    return 0;
}

static enum ledger_fate fate_of(const struct known *k,
                                const struct stored_note *stored,
                                const struct package_file *file)
{
    if (k->gone)
        return FATE_RETURNED;
    if (!slice_eq(k->page, stored->page))
        return FATE_EDITED;
    return k->file != file->row ? FATE_MOVED : FATE_KEPT;
}

/* Where it stands is as it was, unless it moved to another deck. */
static int keep_place(struct package *p, const struct known *k,
                      struct stored_note *stored, struct package_file *file,
                      struct err *err)
{
    struct stmt *q =
        db_query(p->deck->db, "SELECT place, line FROM note WHERE id = ?1");
    int rc;

    bind_int(q, 1, k->row);
    rc = stmt_next(q, err);
    if (rc == 1) {
        stored->place = (int)row_between(q, 0, 0, INT32_MAX);
        stored->source_line = (int)row_between(q, 1, 0, INT32_MAX);
    }
    stmt_end(q);
    if (k->file != file->row) {
        stored->place = file->place++;
        stored->source_line = stored->place + 1;
    }
    return rc < 0 ? -1 : 0;
}

static int write_known(struct package *p, const struct package_note *note,
                       const struct known *k, struct stored_note *stored,
                       struct package_file *file, struct err *err)
{
    enum ledger_fate fate = fate_of(k, stored, file);
    int64_t event;

    if (keep_place(p, k, stored, file, err) < 0)
        return -1;
    ledger_add(p->ledger, fate, file->path, stored->source_line, k->line,
               stored->line);
    if (fate == FATE_KEPT)
        return 0;
    if (packing_event(p, &event, err) < 0 ||
        (k->gone &&
         store_note_gone(p->deck, k->row, false, event, err) < 0) ||
        store_keep_note(p->deck, k->row, event, err) < 0 ||
        place_cards(p, note, stored, k, err) < 0)
        return -1;
    return store_note(p->deck, k->row, stored, file->row, event, err);
}

/* Flags that the note gives to all its cards. */
static int write_flags(struct package *p, const struct package_note *note,
                       struct err *err)
{
    struct arena arena = {0};
    struct card_row *cards;
    size_t n;
    int rc = store_cards(p->deck, p->note, &cards, &n, &arena, err);

    for (size_t i = 0; rc == 0 && i < n; i++)
        if (cards[i].gone == GONE_NOT &&
            (packing_tags(p, cards[i].id, cards[i].uid, note, err) < 0 ||
             packing_flag(p, cards[i].id, cards[i].uid, EVENT_MARK, SLICE(""),
                          note->marked, err) < 0))
            rc = -1;
    arena_release(&arena);
    return rc;
}

int package_note(struct package *p, const struct package_note *note,
                 struct err *err)
{
    struct package_file *file;
    struct arena arena = {0};
    struct known known = {0};
    struct stored_note stored;
    int rc = -1;

    p->note = 0;
    if (packing_file(p, note->deck, &file, err) < 0 ||
        find(p, note->uid, &known, &arena, err) < 0)
        goto done;
    stored = stored_note_of(note->note, &arena);
    p->note = known.row;
    rc = known.row != 0 ? write_known(p, note, &known, &stored, file, err)
                        : write_new(p, note, &stored, file, err);
    file->touched |= p->event != 0;
    p->ledger->notes++;
    p->ledger->cards += stored.ncards;
    if (rc == 0 && p->note == 0) {
        rc = find(p, note->uid, &known, &arena, err);
        p->note = known.row;
    }
    if (rc == 0)
        rc = write_flags(p, note, err);
done:
    arena_release(&arena);
    return rc;
}

int package_home(struct package *p, uint64_t uid, struct err *err)
{
    struct stmt *q =
        db_query(p->deck->db, "SELECT id FROM note WHERE uid = ?1");
    int rc;

    p->note = 0;
    bind_uid(q, 1, uid);
    rc = stmt_next(q, err);
    if (rc == 1)
        p->note = row_int(q, 0);
    stmt_end(q);
    return rc;
}

int package_each_note(struct deck *deck, int (*each)(uint64_t uid, void *arg),
                      void *arg, struct err *err)
{
    struct stmt *q = db_query(deck->db, "SELECT uid FROM note");
    int rc;

    while ((rc = stmt_next(q, err)) == 1)
        if ((rc = each(row_uid(q, 0), arg)) != 0)
            break;
    stmt_end(q);
    return rc;
}
