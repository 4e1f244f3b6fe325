#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "deck/merging.h"
#include "deck/package.h"
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

/* A root as ours had it before the merge, and as theirs has it. */
struct folder {
    struct pool ours, theirs;
    struct arena arena;
};

static int by_id(const void *a, const void *b)
{
    const struct pool_note *const *x = a, *const *y = b;

    return ((*x)->id > (*y)->id) - ((*x)->id < (*y)->id);
}

/* Those that are known to be the same are called the same, as by an id behind
 * the block. */
static void name_known(struct merge *m, struct folder *f)
{
    struct pool_note **ours = mem_new_array(f->ours.n, sizeof *ours);
    struct pool_note key, *want = &key;

    for (size_t i = 0; i < f->ours.n; i++)
        ours[i] = &f->ours.at[i];
    if (f->ours.n > 1)
        qsort(ours, f->ours.n, sizeof *ours, by_id);
    for (size_t j = 0; j < f->theirs.n; j++) {
        struct pool_note *n = &f->theirs.at[j], **same;
        struct str name = STR_EMPTY;

        key.id = row_map_find(&m->notes, n->id);
        same = f->ours.n == 0
                   ? NULL
                   : bsearch(&want, ours, f->ours.n, sizeof *ours, by_id);
        if (same == NULL)
            continue;
        str_printf(&name, "=%lld", (long long)key.id);
        n->match.pin = arena_copy(&f->arena, str_slice(&name));
        (*same)->match.pin = n->match.pin;
        str_release(&name);
    }
    free(ours);
}

/* Only ours knew the one, only theirs the other. */
static bool is_news(const struct merge *m, const struct pool_note *ours,
                    const struct pool_note *theirs)
{
    return !numbers_have(&m->met, ours->id) &&
           row_map_find(&m->notes, theirs->id) == 0;
}

/* The two as they are in ours now. */
static int join_found(struct merge *m, const struct pool_note *ours,
                      struct pool_note theirs, struct err *err)
{
    if (merge_find_note(m, theirs.uid, &theirs.id, err) < 0)
        return -1;
    theirs.import = row_map_find(&m->imports, theirs.import);
    return same_notes(m, ours, &theirs, err);
}

static int match_root(struct merge *m, struct deck *before, int64_t ours,
                      int64_t theirs, struct err *err)
{
    struct folder f = {0};
    struct match *match = NULL;
    int rc = -1;

    if (pool_load(&f.ours, before, ours, &f.arena, err) < 0 ||
        pool_load(&f.theirs, m->theirs, theirs, &f.arena, err) < 0)
        goto done;
    name_known(m, &f);
    match = mem_new_array(f.theirs.n, sizeof *match);
    pool_match(&f.ours, &f.theirs, match);
    rc = 0;
    for (size_t j = 0; j < f.theirs.n && rc == 0; j++)
        if (match[j].how > MATCH_AMBIGUOUS &&
            is_news(m, &f.ours.at[match[j].old], &f.theirs.at[j]))
            rc = join_found(m, &f.ours.at[match[j].old], f.theirs.at[j], err);
done:
    free(match);
    pool_release(&f.ours);
    pool_release(&f.theirs);
    arena_release(&f.arena);
    return rc;
}

/* Roots of which both sides have notes that the other had not. Notes of
 * packages are known by their uids alone, however alike they are. */
static int list_roots(struct merge *m, struct numbers *out, struct err *err)
{
    struct stmt *q = db_query(m->ours->db, "SELECT f.root, n.id FROM file f"
                                           " JOIN note n ON n.file = f.id"
                                           " JOIN root r ON r.id = f.root"
                                           " WHERE r.uid <> ?1"
                                           " ORDER BY f.root");
    int64_t root = 0;
    bool ours = false, theirs = false;
    int rc;

    bind_uid(q, 1, package_root());
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

/* Nothing is saved yet: who opens the deck anew sees it as it was. */
static int match_roots(struct merge *m, const struct numbers *roots,
                       struct err *err)
{
    struct deck *before;
    int rc = deck_open(&before, m->ours->path, DECK_READ, m->now, err);

    if (rc < 0)
        return -1;
    for (size_t i = 0; i < m->roots.n && rc == 0; i++)
        if (numbers_have(roots, m->roots.at[i].ours))
            rc = match_root(m, before, m->roots.at[i].ours,
                            m->roots.at[i].theirs, err);
    deck_close(before);
    return rc;
}

int merge_apart(struct merge *m, struct err *err)
{
    struct numbers roots = {0};
    int rc = 0;

    if (m->fresh.n > 0)
        rc = list_roots(m, &roots, err);
    if (rc == 0 && roots.n > 0)
        rc = match_roots(m, &roots, err);
    free(roots.at);
    return rc;
}
