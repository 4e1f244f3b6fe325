#include <stdlib.h>

#include "base/mem.h"
#include "deck/passing.h"

enum { ORD_LAST = 1000000 };

/* Another uid of a card of theirs. */
struct their_alias {
    int64_t card;
    uint64_t uid;
};

/* All cards and aliases of theirs; notes pass by one at a time. */
struct passage {
    struct merge *m;
    struct their_card *cards;    /* by note */
    struct their_alias *aliases; /* by card */
    size_t ncards, naliases, at; /* at: the first card of the note passing */
    struct arena arena;
};

/* --- loading ------------------------------------------------------------ */

static int load_cards(struct passage *p, struct err *err)
{
    struct stmt *q = db_query(
        p->m->theirs->db,
        "SELECT id, note, born, changed_ms, uid, ord, place, gone, left"
        " FROM card WHERE note IS NOT NULL ORDER BY note, ord");
    size_t cap = 0;
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        if (passing_page_ok(row_blob(q, 8), err) < 0) {
            rc = -1;
            break;
        }
        p->cards = mem_grow(p->cards, p->ncards, &cap, sizeof *p->cards);
        p->cards[p->ncards++] = (struct their_card){
            .id = row_int(q, 0),
            .note = row_int(q, 1),
            .born = row_map_find(&p->m->imports, row_int(q, 2)),
            .changed_ms = row_between(q, 3, 0, MS_LAST),
            .uid = row_uid(q, 4),
            .ord = (int)row_between(q, 5, 0, ORD_LAST),
            .place = (int)row_between(q, 6, 0, INT32_MAX),
            .gone = (int)row_between(q, 7, 0, GONE_VALUES - 1),
            .left = arena_copy(&p->arena, row_blob(q, 8)),
        };
    }
    stmt_end(q);
    return rc;
}

static int load_aliases(struct passage *p, struct err *err)
{
    struct stmt *q = db_query(p->m->theirs->db,
                              "SELECT card, uid FROM alias ORDER BY card");
    size_t cap = 0;
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        p->aliases =
            mem_grow(p->aliases, p->naliases, &cap, sizeof *p->aliases);
        p->aliases[p->naliases++] =
            (struct their_alias){row_int(q, 0), row_uid(q, 1)};
    }
    stmt_end(q);
    return rc;
}

/* The first alias of the card, or of one behind it. */
static size_t first_alias(const struct passage *p, int64_t card)
{
    size_t lo = 0, hi = p->naliases;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (p->aliases[mid].card < card)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* --- which note of ours it is ------------------------------------------- */

/* What goes by this uid in ours. */
static int look_up(struct merge *m, uint64_t uid, struct our_card *out,
                   struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db,
                 "SELECT id, note, changed_ms, born FROM card WHERE uid = ?1"
                 " UNION ALL SELECT c.id, c.note, c.changed_ms, c.born"
                 " FROM alias a JOIN card c ON c.id = a.card WHERE a.uid = ?1"
                 " LIMIT 1");
    int rc;

    bind_uid(q, 1, uid);
    rc = stmt_next(q, err);
    if (rc == 1)
        *out = (struct our_card){row_int(q, 0), row_int(q, 1), row_int(q, 2),
                                 row_int(q, 3)};
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

/* By its uid, or another one that theirs knows it by. */
static int find_card(struct passage *p, struct their_card *c, struct err *err)
{
    c->ours = (struct our_card){0};
    if (look_up(p->m, c->uid, &c->ours, err) < 0)
        return -1;
    for (size_t k = first_alias(p, c->id);
         k < p->naliases && p->aliases[k].card == c->id; k++)
        if (c->ours.id == 0 &&
            look_up(p->m, p->aliases[k].uid, &c->ours, err) < 0)
            return -1;
    return 0;
}

static int find_cards(struct passage *p, struct passing *n, struct err *err)
{
    for (size_t i = 0; i < n->ncards; i++)
        if (find_card(p, &n->cards[i], err) < 0)
            return -1;
    return 0;
}

/* Two that theirs knows to be one are made one here too. */
static int meet(struct merge *m, int64_t found, int64_t *note, bool *joined,
                struct err *err)
{
    if (found == 0 || found == *note)
        return 0;
    if (*note == 0) {
        *note = found;
        return 0;
    }
    *joined = true;
    numbers_add(&m->met, *note);
    numbers_add(&m->met, found);
    return merge_join_notes(m, *note, found, note, err);
}

/* *note is 0 when ours doesn't have it. */
static int find_note(struct passage *p, struct passing *n, int64_t *note,
                     struct err *err)
{
    bool joined = false;

    if (merge_find_note(p->m, n->uid, note, err) < 0 ||
        find_cards(p, n, err) < 0)
        return -1;
    for (size_t i = 0; i < n->ncards; i++)
        if (meet(p->m, n->cards[i].ours.note, note, &joined, err) < 0)
            return -1;
    return joined ? find_cards(p, n, err) : 0;
}

/* --- all of them -------------------------------------------------------- */

static int pass(struct passage *p, struct passing *n, struct err *err)
{
    int64_t note;

    if (n->ncards == 0) /* a note without a card is no note */
        return 0;
    if (find_note(p, n, &note, err) < 0)
        return -1;
    if (note == 0)
        return passing_insert(p->m, n, err);
    row_map_add(&p->m->notes, n->id, note);
    numbers_add(&p->m->met, note);
    return passing_mix(p->m, n, note, err);
}

static int pass_all(struct passage *p, struct err *err)
{
    struct stmt *q =
        db_query(p->m->theirs->db,
                 "SELECT id, uid, import, line, place FROM note ORDER BY id");
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        struct passing n = {
            .id = row_int(q, 0),
            .uid = row_uid(q, 1),
            .import = row_map_find(&p->m->imports, row_int(q, 2)),
            .line = row_int(q, 3),
            .place = row_int(q, 4),
            .cards = p->cards + p->at,
        };

        while (p->at < p->ncards && p->cards[p->at].note == n.id) {
            p->at++;
            n.ncards++;
        }
        if (pass(p, &n, err) < 0) {
            rc = -1;
            break;
        }
    }
    stmt_end(q);
    return rc;
}

int merge_notes(struct merge *m, struct err *err)
{
    struct passage p = {.m = m};
    int rc = -1;

    if (load_cards(&p, err) < 0 || load_aliases(&p, err) < 0 ||
        pass_all(&p, err) < 0)
        goto done;
    numbers_sort(&m->met);
    rc = 0;
done:
    free(p.cards);
    free(p.aliases);
    arena_release(&p.arena);
    return rc;
}
