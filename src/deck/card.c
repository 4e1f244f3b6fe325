#include "deck/card.h"

#include <stdlib.h>

#include "base/mem.h"
#include "deck/store.h"

const struct flag_word flag_words[] = {
    {CARD_ORPHAN, "gone"},     {CARD_SUSPENDED, "suspended"},
    {CARD_BURIED, "buried"},   {CARD_LEECH, "leech"},
    {CARD_CHANGED, "changed"}, {CARD_MARKED, "marked"},
};
const size_t nflag_words = sizeof flag_words / sizeof *flag_words;

static unsigned flags_of(struct deck *deck, const struct fold *fold,
                         bool gone, int64_t changed_ms)
{
    unsigned flags = 0;

    flags |= fold->suspended ? CARD_SUSPENDED : 0;
    flags |= fold->marked ? CARD_MARKED : 0;
    flags |= fold->buried_day >= deck->today ? CARD_BURIED : 0;
    flags |= fold->sched.lapses >= SM2_LEECH ? CARD_LEECH : 0;
    flags |= gone ? CARD_ORPHAN : 0;
    flags |= changed_ms > fold->moved_ms ? CARD_CHANGED : 0;
    return flags;
}

static struct slice uid_text(uint64_t uid, struct arena *arena)
{
    struct str hex = STR_EMPTY;
    struct slice copy;

    str_printf(&hex, "%016llx", (unsigned long long)uid);
    copy = arena_copy(arena, str_slice(&hex));
    str_release(&hex);
    return copy;
}

/* Fills in the two lines that lists show. */
static void write_lines(struct card *card, const struct note *note,
                        struct arena *arena)
{
    struct str line = STR_EMPTY;

    note_answer(&line, note, card->index);
    card->answer = arena_copy(arena, str_slice(&line));
    str_clear(&line);
    note_masked(&line, note, card->index);
    card->text = arena_copy(arena, str_slice(&line));
    str_release(&line);
}

int card_row(struct deck *deck, struct stmt *q, struct card *out,
             struct note *note, struct arena *arena, struct err *err)
{
    struct fold fold = fold_row(q, 10);
    bool gone = row_between(q, 5, 0, GONE_VALUES - 1) != GONE_NOT;
    struct card card = {
        .id = row_int(q, 0),
        .note = row_int(q, 1),
        .uid = uid_text(row_uid(q, 2), arena),
        .ord = (int)row_between(q, 3, 0, INT32_MAX),
        .index = (uint32_t)row_between(q, 4, 0, INT32_MAX),
        .flags = flags_of(deck, &fold, gone, row_between(q, 6, 0, MS_LAST)),
        .sched = sm2_clamp(fold.sched),
        .path = arena_copy(arena, row_text(q, 7)),
        .line = (int)row_between(q, 8, 0, INT32_MAX),
    };

    if (row_ok(q, err) < 0 ||
        note_unpack(note, row_blob(q, 9), arena, err) < 0)
        return -1;
    /* a cloze that has gone may have stood beyond those that are left */
    if (card.index >= note->ncards)
        card.index = note->ncards - 1;
    write_lines(&card, note, arena);
    *out = card;
    return 0;
}

int card_tags(struct deck *deck, int64_t card, struct slice **tags,
              size_t *ntags, struct arena *arena, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT name FROM tag WHERE card = ?1 AND has = 1"
                  " UNION"
                  " SELECT ft.name FROM card c JOIN note n ON n.id = c.note"
                  " JOIN file_tag ft ON ft.file = n.file"
                  " WHERE c.id = ?1 AND ft.name NOT IN"
                  " (SELECT name FROM tag WHERE card = ?1 AND has = 0)"
                  " ORDER BY 1");
    struct slice *list = NULL;
    size_t n = 0, cap = 0;
    int rc;

    bind_int(q, 1, card);
    while ((rc = stmt_next(q, err)) == 1) {
        list = mem_grow(list, n, &cap, sizeof *list);
        list[n++] = arena_copy(arena, row_text(q, 0));
    }
    stmt_end(q);
    if (rc == 0) {
        *tags = arena_new_array(arena, n, sizeof **tags);
        if (n > 0)
            memcpy(*tags, list, n * sizeof **tags);
        *ntags = n;
    }
    free(list);
    return rc;
}

int deck_card(struct deck *deck, int64_t card, struct card_page *out,
              struct arena *arena, struct err *err)
{
    struct stmt *q = db_query(deck->db, "SELECT " CARD_COLUMNS CARD_TABLES
                                        "WHERE c.id = ?1");
    struct card_page page = {0};
    int rc;

    bind_int(q, 1, card);
    rc = stmt_next(q, err);
    if (rc == 1)
        rc = card_row(deck, q, &page.card, &page.note, arena, err);
    else if (rc == 0)
        rc = err_set(err, ERR_NO_INPUT, "There is no such card.");
    stmt_end(q);
    if (rc == 0)
        rc = card_tags(deck, card, &page.tags, &page.ntags, arena, err);
    if (rc == 0)
        *out = page;
    return rc;
}
