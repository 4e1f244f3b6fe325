/* A note that was edited: which of its cards is which now. */
#include <stdlib.h>

#include "base/mem.h"
#include "deck/import.h"
#include "deck/pair.h"

static int unpack_known(struct import *im, int64_t id, struct note *out,
                        struct arena *arena, struct err *err)
{
    struct stmt *q =
        db_query(im->deck->db, "SELECT page FROM note WHERE id = ?1");
    int rc;

    bind_int(q, 1, id);
    rc = stmt_next(q, err);
    if (rc == 1)
        rc = note_unpack(out, row_blob(q, 0), arena, err);
    stmt_end(q);
    return rc;
}

static struct pair_cloze cloze_of(const struct note *note, uint32_t card,
                                  struct arena *arena)
{
    struct str text = STR_EMPTY;
    struct pair_cloze c = {0};

    note_answer(&text, note, card);
    c.answer = arena_copy(arena, str_slice(&text));
    str_clear(&text);
    note_masked(&text, note, card);
    c.masked = arena_copy(arena, str_slice(&text));
    str_release(&text);
    return c;
}

/* The card that stands at `place`, or NULL. */
static const struct card_row *card_at(const struct card_row *cards, size_t n,
                                      int place)
{
    for (size_t i = 0; i < n; i++)
        if (cards[i].gone != GONE_CLOZE && cards[i].place == place)
            return &cards[i];
    return NULL;
}

/* The clozes of a note, and whose they are. */
struct clozes {
    struct pair_cloze *at;
    const struct card_row **cards; /* NULL where it is nobody's */
    size_t n;
};

/* What is needed to give the cards of one note their new places. */
struct rewrite {
    struct import *im;
    const struct known_note *known;
    const struct fresh_note *fresh;
    struct card_row *cards;
    size_t ncards;
    struct clozes old, new;
    struct pair_result *pairs; /* [new.n] */
    int64_t event;
    struct arena arena;
};

static void add_cloze(struct rewrite *r, struct clozes *clozes,
                      const struct note *note, uint32_t card,
                      const struct card_row *row)
{
    struct pair_cloze *c = &clozes->at[clozes->n];

    *c = cloze_of(note, card, &r->arena);
    c->gone = row != NULL && row->gone == GONE_CLOZE;
    clozes->cards[clozes->n++] = row;
}

static void clozes_init(struct rewrite *r, struct clozes *clozes, size_t n)
{
    clozes->at = arena_new_array(&r->arena, n, sizeof *clozes->at);
    clozes->cards = arena_new_array(&r->arena, n, sizeof *clozes->cards);
}

/* Those that stand in the note, then those that left it earlier. */
static int list_old(struct rewrite *r, struct err *err)
{
    struct note note = {0};

    if (unpack_known(r->im, r->known->id, &note, &r->arena, err) < 0)
        return -1;
    clozes_init(r, &r->old, note.ncards + r->ncards);
    for (uint32_t i = 0; i < note.ncards; i++)
        add_cloze(r, &r->old, &note, i, card_at(r->cards, r->ncards, (int)i));
    for (size_t i = 0; i < r->ncards; i++) {
        const struct card_row *row = &r->cards[i];

        if (row->gone != GONE_CLOZE || row->left.len == 0)
            continue;
        if (note_unpack(&note, row->left, &r->arena, err) < 0)
            return -1;
        if ((uint32_t)row->place < note.ncards)
            add_cloze(r, &r->old, &note, (uint32_t)row->place, row);
    }
    return 0;
}

static int list_new(struct rewrite *r, struct err *err)
{
    struct note note;

    if (note_unpack(&note, r->fresh->note.page, &r->arena, err) < 0)
        return -1;
    clozes_init(r, &r->new, note.ncards);
    for (uint32_t i = 0; i < note.ncards; i++)
        add_cloze(r, &r->new, &note, i, NULL);
    return 0;
}

/* Finds out which cloze is which. */
static void pair(struct rewrite *r)
{
    r->pairs = arena_new_array(&r->arena, r->new.n, sizeof *r->pairs);
    pair_clozes(r->old.at, r->old.n, r->new.at, r->new.n, r->pairs);
    for (size_t i = 0; i < r->new.n; i++)
        if (r->pairs[i].old != PAIR_NONE)
            r->new.cards[i] = r->old.cards[r->pairs[i].old];
}

static int move_cards(struct rewrite *r, struct err *err)
{
    struct deck *deck = r->im->deck;
    bool *stays = mem_new_array(r->ncards, sizeof *stays);
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < r->new.n; i++) {
        const struct card_row *card = r->new.cards[i];

        if (card == NULL)
            continue;
        stays[card - r->cards] = true;
        rc = store_card(deck, card, (int)i, GONE_NOT,
                        r->pairs[i].changed ? deck->command.moment.utc_ms : 0,
                        r->event, err);
    }
    for (size_t i = 0; rc == 0 && i < r->ncards; i++)
        if (!stays[i] && r->cards[i].gone != GONE_CLOZE)
            rc = store_card(deck, &r->cards[i], r->cards[i].place, GONE_CLOZE,
                            0, r->event, err);
    free(stays);
    return rc;
}

static int add_cards(struct rewrite *r, struct err *err)
{
    for (size_t i = 0; i < r->new.n; i++)
        if (r->new.cards[i] == NULL &&
            store_new_card(r->im->deck, r->known->id, r->known->uid,
                           &r->fresh->note.cards[i], (int)i, r->event,
                           err) < 0)
            return -1;
    return 0;
}

int import_cards(struct import *im, const struct known_note *known,
                 const struct fresh_note *fresh, int64_t event,
                 struct err *err)
{
    struct rewrite r = {
        .im = im, .known = known, .fresh = fresh, .event = event};
    int rc = -1;

    if (store_cards(im->deck, known->id, &r.cards, &r.ncards, &r.arena, err) <
            0 ||
        list_old(&r, err) < 0 || list_new(&r, err) < 0)
        goto done;
    pair(&r);
    if (move_cards(&r, err) < 0 || add_cards(&r, err) < 0)
        goto done;
    rc = 0;
done:
    arena_release(&r.arena);
    return rc;
}
