#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "deck/merging.h"
#include "deck/pair.h"

/* --- what they are to be called ----------------------------------------- */

static int log_same(struct merge *m, uint64_t x, uint64_t y, bool notes,
                    struct err *err)
{
    struct event e = event_of(EVENT_ALIAS, x > y ? x : y);
    char smallest[17];

    if (x == y)
        return 0;
    snprintf(smallest, sizeof smallest, "%016llx",
             (unsigned long long)(x < y ? x : y));
    e.value = slice_from(smallest);
    if (notes)
        e.name = SLICE("note");
    m->report.wrote = true;
    return command_log(m->ours, &e, NULL, err);
}

/* --- their cards -------------------------------------------------------- */

/* A version of a note with the card that stands in each place. */
struct side {
    struct note note;
    struct pair_cloze *clozes; /* [note.ncards] */
    struct side_card {
        int64_t id; /* 0 for none */
        uint64_t uid;
    } * cards; /* [note.ncards] */
};

static int load_cards(struct merge *m, int64_t note, struct side *s,
                      struct err *err)
{
    struct stmt *q = db_query(m->ours->db, "SELECT id, uid, place FROM card"
                                           " WHERE note = ?1 AND gone <> 1");
    int rc;

    bind_int(q, 1, note);
    while ((rc = stmt_next(q, err)) == 1) {
        int64_t place = row_int(q, 2);

        if (place >= 0 && place < s->note.ncards)
            s->cards[place] =
                (struct side_card){row_int(q, 0), row_uid(q, 1)};
    }
    stmt_end(q);
    return rc;
}

static void write_clozes(struct side *s, struct arena *arena)
{
    struct str text = STR_EMPTY;

    for (uint32_t i = 0; i < s->note.ncards; i++) {
        str_clear(&text);
        note_answer(&text, &s->note, i);
        s->clozes[i].answer = arena_copy(arena, str_slice(&text));
        str_clear(&text);
        note_masked(&text, &s->note, i);
        s->clozes[i].masked = arena_copy(arena, str_slice(&text));
    }
    str_release(&text);
}

static int load_side(struct merge *m, const struct pool_note *n,
                     struct side *s, struct arena *arena, struct err *err)
{
    if (note_unpack(&s->note, n->page, arena, err) < 0)
        return -1;
    s->clozes = arena_new_array(arena, s->note.ncards, sizeof *s->clozes);
    s->cards = arena_new_array(arena, s->note.ncards, sizeof *s->cards);
    write_clozes(s, arena);
    return load_cards(m, n->id, s, err);
}

/* Whoever learnt the answer of the text that lost is told, once. */
static int mark_changed(struct merge *m, int64_t card, int64_t ms,
                        struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db, "UPDATE card SET changed_ms = max(changed_ms, ?2)"
                     " WHERE id = ?1");

    bind_int(q, 1, card);
    bind_int(q, 2, ms);
    return stmt_run(q, err);
}

static int same_cards(struct merge *m, const struct side *olds,
                      const struct side *news, int64_t ms,
                      struct arena *arena, struct err *err)
{
    struct pair_result *pairs =
        arena_new_array(arena, news->note.ncards, sizeof *pairs);

    pair_clozes(olds->clozes, olds->note.ncards, news->clozes,
                news->note.ncards, pairs);
    for (uint32_t i = 0; i < news->note.ncards; i++) {
        const struct side_card *new = &news->cards[i], *old;

        if (pairs[i].old == PAIR_NONE)
            continue;
        old = &olds->cards[pairs[i].old];
        if (old->id == 0 || new->id == 0)
            continue;
        if (log_same(m, old->uid, new->uid, false, err) < 0 ||
            (pairs[i].changed && mark_changed(m, new->id, ms, err) < 0))
            return -1;
    }
    return 0;
}

/* The clozes of the earlier text are found again in the later one. */
static int same_notes(struct merge *m, const struct pool_note *a,
                      const struct pool_note *b, struct err *err)
{
    struct version_key x = merge_key(m, a->import);
    struct version_key y = merge_key(m, b->import);
    bool in_order = version_compare(&x, &y) <= 0;
    struct arena arena = {0};
    struct side olds, news;
    int rc = -1;

    if (load_side(m, in_order ? a : b, &olds, &arena, err) < 0 ||
        load_side(m, in_order ? b : a, &news, &arena, err) < 0 ||
        log_same(m, a->uid, b->uid, true, err) < 0 ||
        same_cards(m, &olds, &news, in_order ? y.ms : x.ms, &arena, err) < 0)
        goto done;
    rc = 0;
done:
    arena_release(&arena);
    return rc;
}

/* --- root by root ------------------------------------------------------- */

/* Splits the notes of a root into those only ours knew and those only theirs
 * knew. */
static void split(const struct merge *m, const struct pool *all,
                  struct pool *ours, struct pool *theirs)
{
    for (size_t i = 0; i < all->n; i++) {
        const struct pool_note *n = &all->at[i];
        struct pool *into = numbers_have(&m->fresh, n->id) ? theirs
                            : numbers_have(&m->met, n->id) ? NULL
                                                           : ours;

        if (into == NULL)
            continue;
        into->at = mem_grow(into->at, into->n, &into->cap, sizeof *into->at);
        into->at[into->n++] = *n;
    }
}

static int match_root(struct merge *m, int64_t root, struct err *err)
{
    struct pool all = {0}, ours = {0}, theirs = {0};
    struct arena arena = {0};
    struct match *match = NULL;
    int rc = pool_load(&all, m->ours, root, &arena, err);

    if (rc < 0)
        goto done;
    split(m, &all, &ours, &theirs);
    match = mem_new_array(theirs.n, sizeof *match);
    pool_match(&ours, &theirs, match);
    for (size_t i = 0; i < theirs.n && rc == 0; i++)
        if (match[i].how > MATCH_AMBIGUOUS)
            rc = same_notes(m, &ours.at[match[i].old], &theirs.at[i], err);
done:
    free(match);
    pool_release(&all);
    pool_release(&ours);
    pool_release(&theirs);
    arena_release(&arena);
    return rc;
}

/* Roots of which both sides have notes that the other had not. */
static int list_roots(struct merge *m, struct numbers *out, struct err *err)
{
    struct stmt *q = db_query(m->ours->db, "SELECT f.root, n.id FROM file f"
                                           " JOIN note n ON n.file = f.id"
                                           " ORDER BY f.root");
    int64_t root = 0;
    bool ours = false, theirs = false;
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        int64_t note = row_int(q, 1);

        if (row_int(q, 0) != root)
            ours = theirs = false;
        root = row_int(q, 0);
        if (numbers_have(&m->fresh, note))
            theirs = true;
        else if (!numbers_have(&m->met, note))
            ours = true;
        if (ours && theirs && (out->n == 0 || out->at[out->n - 1] != root))
            numbers_add(out, root);
    }
    stmt_end(q);
    return rc;
}

int merge_apart(struct merge *m, struct err *err)
{
    struct numbers roots = {0};
    int rc = 0;

    if (m->fresh.n > 0)
        rc = list_roots(m, &roots, err);
    for (size_t i = 0; i < roots.n && rc == 0; i++)
        rc = match_root(m, roots.at[i], err);
    free(roots.at);
    return rc;
}
