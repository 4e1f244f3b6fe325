#include "deck/store.h"

#include <stdlib.h>

#include "base/mem.h"

/* --- a note made ready -------------------------------------------------- */

static uint32_t number_of(const struct block *leaf, uint32_t card)
{
    for (uint32_t i = 0; i < leaf->nclozes; i++)
        if (leaf->clozes[i].card == card)
            return leaf->clozes[i].number;
    return 0;
}

static struct slice keep(struct arena *arena, struct str *scratch)
{
    struct slice copy = arena_copy(arena, str_slice(scratch));

    str_clear(scratch);
    return copy;
}

struct stored_note stored_note_of(const struct note *note,
                                  struct arena *arena)
{
    struct str scratch = STR_EMPTY;
    struct stored_note s = {
        .keys = keys_of(note),
        .pin = arena_copy(arena, note->leaf->id),
        .source_line = (int)note->leaf->line,
        .ncards = note->ncards,
        .cards = arena_new_array(arena, note->ncards, sizeof *s.cards),
    };

    keys_put_section(&scratch, note);
    s.section = keep(arena, &scratch);
    keys_put_line(&scratch, note);
    s.line = keep(arena, &scratch);
    note_pack(&scratch, note);
    s.page = keep(arena, &scratch);
    for (uint32_t i = 0; i < note->ncards; i++) {
        note_answer(&scratch, note, i);
        s.cards[i].answer = keep(arena, &scratch);
        s.cards[i].number = number_of(note->leaf, i);
    }
    str_release(&scratch);
    return s;
}

/* --- notes -------------------------------------------------------------- */

/* Parameters ?1 to ?8 of a note's row; `gone` is 0. */
static void bind_note(struct stmt *q, const struct stored_note *note,
                      int64_t file, int64_t section, int64_t import)
{
    if (import != 0)
        bind_int(q, 1, import);
    bind_int(q, 2, file);
    bind_int(q, 3, section);
    bind_int(q, 4, note->source_line);
    bind_int(q, 5, note->place);
    if (note->pin.len > 0)
        bind_text(q, 6, note->pin);
    bind_text(q, 7, note->line);
    bind_blob(q, 8, note->page);
}

/* Inserts the note under its own uid, or the first of those minted for it
 * that is free. */
static int insert_note(struct deck *deck, const struct stored_note *note,
                       int64_t file, struct slice path, int64_t section,
                       int64_t import, uint64_t *uid, struct err *err)
{
    struct stmt *q = db_query(
        deck->db,
        "INSERT OR IGNORE INTO note (import, file, section, line, place,"
        " pin, text, page, gone, uid)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9)");
    uint32_t occurrence = note->occurrence;
    bool done = false;
    int rc = 0;

    while (rc == 0 && !done) {
        int64_t alias;

        *uid = note->uid != 0 && occurrence == note->occurrence
                   ? note->uid
                   : keys_note_uid(path, &note->keys, occurrence);
        occurrence++;
        rc = store_find_alias(deck, *uid, &alias, err);
        if (rc < 0 || alias != 0)
            continue;
        bind_note(q, note, file, section, import);
        bind_uid(q, 9, *uid);
        rc = stmt_again(q, err);
        done = db_changes(deck->db) == 1;
    }
    stmt_end(q);
    return rc;
}

#define ROW "(?, ?, ?, ?, ?)"
#define ROWS_4 ROW "," ROW "," ROW "," ROW
#define INSERT_CARDS "INSERT INTO card (uid, note, ord, place, born) VALUES "

static int insert_cards(struct deck *deck, const char *sql,
                        const struct new_card *cards, size_t n,
                        int64_t import, struct err *err)
{
    struct stmt *q = db_query(deck->db, sql);
    int at = 1;

    for (size_t i = 0; i < n; i++) {
        bind_uid(q, at++, cards[i].uid);
        bind_int(q, at++, cards[i].note);
        bind_int(q, at++, cards[i].ord);
        bind_int(q, at++, cards[i].place);
        bind_int(q, at++, import);
    }
    return stmt_run(q, err);
}

static int insert_batch(struct deck *deck, struct new_notes *new,
                        int64_t import, struct err *err)
{
    static const char sql[] =
        INSERT_CARDS ROWS_4 "," ROWS_4 "," ROWS_4 "," ROWS_4;

    new->ncards = 0;
    return insert_cards(deck, sql, new->cards, STORE_BATCH, import, err);
}

int store_new_rest(struct deck *deck, struct new_notes *new, int64_t import,
                   struct err *err)
{
    static const char sql[] = INSERT_CARDS ROW;

    for (size_t i = 0; i < new->ncards; i++)
        if (insert_cards(deck, sql, &new->cards[i], 1, import, err) < 0)
            return -1;
    new->ncards = 0;
    return 0;
}

void new_notes_release(struct new_notes *new)
{
    str_release(&new->section);
    *new = (struct new_notes){0};
}

/* Numbered clozes keep their number as ord when it is free; others take the
 * next one above all. */
static int first_ord(const struct stored_note *note, uint32_t card,
                     bool *taken, int *next)
{
    uint32_t number = note->cards[card].number;

    if (number > 0 && number <= 500 && !taken[number]) {
        taken[number] = true;
        return (int)number;
    }
    return (*next)++;
}

static int highest_number(const struct stored_note *note)
{
    uint32_t highest = 0;

    for (uint32_t i = 0; i < note->ncards; i++)
        if (note->cards[i].number > highest && note->cards[i].number <= 500)
            highest = note->cards[i].number;
    return (int)highest;
}

static int new_section(struct deck *deck, struct new_notes *new,
                       struct slice path, int64_t *row, struct err *err)
{
    if (new->section_row == 0 || !slice_eq(path, str_slice(&new->section))) {
        if (store_section(deck, path, &new->section_row, err) < 0)
            return -1;
        str_clear(&new->section);
        str_put(&new->section, path);
    }
    *row = new->section_row;
    return 0;
}

/* How many cards before this one have its answer. */
static uint32_t twins_before(const struct stored_note *note, uint32_t card)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < card; i++)
        n += slice_eq(note->cards[i].answer, note->cards[card].answer);
    return n;
}

int store_new_note(struct deck *deck, struct new_notes *new,
                   const struct stored_note *note, int64_t file,
                   struct slice path, int64_t import, struct err *err)
{
    bool taken[501] = {false};
    int next = highest_number(note) + 1;
    int64_t section, row;
    uint64_t uid;

    if (new_section(deck, new, note->section, &section, err) < 0 ||
        insert_note(deck, note, file, path, section, import, &uid, err) < 0)
        return -1;
    row = db_last_row(deck->db);
    for (uint32_t i = 0; i < note->ncards; i++) {
        new->cards[new->ncards++] = (struct new_card){
            .uid = note->uid != 0
                       ? keys_numbered_uid(uid, note->cards[i].number)
                       : keys_card_uid(uid, note->cards[i].answer,
                                       twins_before(note, i)),
            .note = row,
            .ord = first_ord(note, i, taken, &next),
            .place = (int)i,
        };
        if (new->ncards == STORE_BATCH &&
            insert_batch(deck, new, import, err) < 0)
            return -1;
    }
    return 0;
}

int store_keep_note(struct deck *deck, int64_t row, int64_t import,
                    struct err *err)
{
    struct stmt *q = db_query(
        deck->db,
        "INSERT OR IGNORE INTO note_was (import, note, was_import, file,"
        " section, line, place, pin, gone, text, page)"
        " SELECT ?1, id, import, file, section, line, place, pin, gone,"
        " text, page FROM note WHERE id = ?2");

    bind_int(q, 1, import);
    bind_int(q, 2, row);
    return stmt_run(q, err);
}

int store_note(struct deck *deck, int64_t row, const struct stored_note *note,
               int64_t file, int64_t import, struct err *err)
{
    struct stmt *q;
    int64_t section = 0;

    if ((import != 0 && store_keep_note(deck, row, import, err) < 0) ||
        store_section(deck, note->section, &section, err) < 0)
        return -1;
    q = db_query(deck->db,
                 "UPDATE note SET import = coalesce(?1, import), file = ?2,"
                 " section = ?3, line = ?4, place = ?5, pin = ?6,"
                 " text = ?7, page = ?8 WHERE id = ?9");
    bind_note(q, note, file, section, import);
    bind_int(q, 9, row);
    return stmt_run(q, err);
}

int store_note_gone(struct deck *deck, int64_t row, bool gone, int64_t import,
                    struct err *err)
{
    struct arena arena = {0};
    struct card_row *cards;
    struct stmt *q;
    size_t n;
    int rc = -1;

    if (store_keep_note(deck, row, import, err) < 0 ||
        store_cards(deck, row, &cards, &n, &arena, err) < 0)
        goto done;
    q = db_query(deck->db,
                 "UPDATE note SET gone = ?2, import = ?3 WHERE id = ?1");
    bind_int(q, 1, row);
    bind_int(q, 2, gone);
    bind_int(q, 3, import);
    if (stmt_run(q, err) < 0)
        goto done;
    for (size_t i = 0; i < n; i++) {
        if (cards[i].gone != (gone ? GONE_NOT : GONE_NOTE))
            continue;
        if (store_card(deck, &cards[i], cards[i].place,
                       gone ? GONE_NOTE : GONE_NOT, 0, import, err) < 0)
            goto done;
    }
    rc = 0;
done:
    arena_release(&arena);
    return rc;
}
