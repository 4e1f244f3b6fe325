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
    struct pair_cloze c;

    note_answer(&text, note, card);
    c.answer = arena_copy(arena, str_slice(&text));
    str_clear(&text);
    note_masked(&text, note, card);
    c.masked = arena_copy(arena, str_slice(&text));
    str_release(&text);
    return c;
}

static struct pair_cloze *clozes_of(const struct note *note,
                                    struct arena *arena)
{
    struct pair_cloze *list =
        arena_new_array(arena, note->ncards, sizeof *list);

    for (uint32_t i = 0; i < note->ncards; i++)
        list[i] = cloze_of(note, i, arena);
    return list;
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

/* What is needed to give the cards of one note their new places. */
struct rewrite {
    struct import *im;
    const struct known_note *known;
    const struct fresh_note *fresh;
    struct note old, new;
    struct card_row *cards;
    size_t ncards;
    struct pair_result *pairs; /* [new.ncards] */
    int64_t event;
};

static int move_cards(struct rewrite *r, struct err *err)
{
    struct deck *deck = r->im->deck;
    bool *stays = mem_new_array(r->ncards, sizeof *stays);
    int rc = 0;

    for (uint32_t i = 0; rc == 0 && i < r->new.ncards; i++) {
        const struct pair_result *p = &r->pairs[i];
        const struct card_row *card =
            p->old == PAIR_NONE ? NULL : card_at(r->cards, r->ncards, p->old);

        if (card == NULL)
            continue;
        stays[card - r->cards] = true;
        rc = store_card(deck, card, (int)i, GONE_NOT,
                        p->changed ? deck->command.moment.utc_ms : 0,
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
    for (uint32_t i = 0; i < r->new.ncards; i++) {
        const struct pair_result *p = &r->pairs[i];

        if (p->old != PAIR_NONE &&
            card_at(r->cards, r->ncards, p->old) != NULL)
            continue;
        if (store_new_card(r->im->deck, r->known->id, r->known->uid,
                           &r->fresh->note.cards[i], (int)i, r->event,
                           err) < 0)
            return -1;
    }
    return 0;
}

int import_cards(struct import *im, const struct known_note *known,
                 const struct fresh_note *fresh, int64_t event,
                 struct err *err)
{
    struct rewrite r = {
        .im = im, .known = known, .fresh = fresh, .event = event};
    struct arena arena = {0};
    int rc = -1;

    if (unpack_known(im, known->id, &r.old, &arena, err) < 0 ||
        note_unpack(&r.new, fresh->note.page, &arena, err) < 0 ||
        store_cards(im->deck, known->id, &r.cards, &r.ncards, &arena, err) <
            0)
        goto done;
    r.pairs = arena_new_array(&arena, r.new.ncards, sizeof *r.pairs);
    pair_clozes(clozes_of(&r.old, &arena), r.old.ncards,
                clozes_of(&r.new, &arena), r.new.ncards, r.pairs);
    if (move_cards(&r, err) < 0 || add_cards(&r, err) < 0)
        goto done;
    rc = 0;
done:
    arena_release(&arena);
    return rc;
}
