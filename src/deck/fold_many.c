#include <stdlib.h>

#include "base/mem.h"
#include "deck/fold.h"

/* A uid and the card it names, by its place among those to be folded. */
struct name {
    int64_t uid;
    size_t card;
};

struct names {
    struct name *at; /* by uid */
    size_t n, cap;
};

/* The events of the cards from..to, by card and in the order of the log. */
struct part {
    size_t from, to;
    struct card_event {
        size_t card;
        struct event event;
    } * at;
    size_t n, cap;
    struct arena arena; /* of their texts */
};

/* --- names -------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static int by_uid(const void *a, const void *b)
{
    const struct name *x = a, *y = b;

    return (x->uid > y->uid) - (x->uid < y->uid);
}

/* Adds the names that a statement gives, as uid and row of the card. */
static int add_names(struct deck *deck, const char *sql, const int64_t *cards,
                     size_t n, struct names *names, struct err *err)
{
    struct stmt *q = db_query(deck->db, sql);
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        int64_t card = row_int(q, 1);
        const int64_t *at = bsearch(&card, cards, n, sizeof card, by_number);

        if (at == NULL)
            continue;
        names->at =
            mem_grow(names->at, names->n, &names->cap, sizeof *names->at);
        names->at[names->n++] =
            (struct name){row_int(q, 0), (size_t)(at - cards)};
    }
    stmt_end(q);
    return rc;
}

static int load_names(struct deck *deck, const int64_t *cards, size_t n,
                      struct names *names, struct err *err)
{
    if (add_names(deck, "SELECT uid, id FROM card", cards, n, names, err) <
            0 ||
        add_names(deck,
                  "SELECT a.uid, a.card FROM alias a JOIN card c"
                  " ON c.id = a.card WHERE c.uid <> a.uid",
                  cards, n, names, err) < 0)
        return -1;
    if (names->n > 1)
        qsort(names->at, names->n, sizeof *names->at, by_uid);
    return 0;
}

/* --- events ------------------------------------------------------------- */

/* The first of those with this uid, or where it would be. */
static size_t find_name(const struct names *names, int64_t uid)
{
    size_t lo = 0, hi = names->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (names->at[mid].uid < uid)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static int by_card(const void *a, const void *b)
{
    const struct card_event *x = a, *y = b;

    if (x->card != y->card)
        return x->card < y->card ? -1 : 1;
    return event_compare(&x->event, &y->event);
}

static void take(struct part *part, size_t card, struct stmt *q)
{
    if (card < part->from || card >= part->to)
        return;
    part->at = mem_grow(part->at, part->n, &part->cap, sizeof *part->at);
    part->at[part->n++] =
        (struct card_event){card, event_row(q, &part->arena)};
}

/* Row after row: an index would lead back and forth through the table. */
static int load_events(struct deck *deck, const struct names *names,
                       struct part *part, struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT " EVENT_COLUMNS " FROM event e NOT INDEXED"
                           " CROSS JOIN device d ON d.id = e.device"
                           " WHERE e.subject IS NOT NULL AND e.undone = 0");
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        int64_t uid = row_int(q, 1);

        for (size_t i = find_name(names, uid);
             i < names->n && names->at[i].uid == uid; i++)
            take(part, names->at[i].card, q);
    }
    stmt_end(q);
    if (rc == 0 && part->n > 1)
        qsort(part->at, part->n, sizeof *part->at, by_card);
    return rc;
}

/* --- folding ------------------------------------------------------------ */

static int fold_one(struct deck *deck, int64_t card,
                    const struct card_event *events, size_t n,
                    const struct sm2_profile *profile, struct err *err)
{
    struct event *list = mem_new_array(n, sizeof *list);
    struct fold_tag *tags = mem_new_array(n, sizeof *tags);
    struct fold fold;
    size_t ntags;
    int rc;

    for (size_t i = 0; i < n; i++)
        list[i] = events[i].event;
    fold = fold_events(list, n, profile, tags, &ntags);
    rc = fold_write(deck, card, &fold, err);
    if (rc == 0)
        rc = fold_write_tags(deck, card, tags, ntags, err);
    free(list);
    free(tags);
    return rc;
}

static int fold_part(struct deck *deck, const int64_t *cards,
                     const struct part *part,
                     const struct sm2_profile *profile, struct err *err)
{
    size_t at = 0;

    for (size_t card = part->from; card < part->to; card++) {
        size_t from = at;

        while (at < part->n && part->at[at].card == card)
            at++;
        if (fold_one(deck, cards[card], part->at + from, at - from, profile,
                     err) < 0)
            return -1;
    }
    return 0;
}

static void part_release(struct part *part)
{
    free(part->at);
    arena_release(&part->arena);
}

int fold_many(struct deck *deck, const int64_t *cards, size_t n,
              const struct sm2_profile *profile, size_t held, struct err *err)
{
    struct names names = {0};
    int64_t events = 0;
    size_t parts, done = 0;
    int rc = -1;

    if (load_names(deck, cards, n, &names, err) < 0 ||
        db_int(deck->db, "SELECT count(*) FROM event", &events, err) < 0)
        goto done;
    parts = 1 + (size_t)events / held;
    for (size_t i = 1; i <= parts; i++) {
        struct part part = {.from = done, .to = n * i / parts};

        rc = load_events(deck, &names, &part, err);
        if (rc == 0)
            rc = fold_part(deck, cards, &part, profile, err);
        done = part.to;
        part_release(&part);
        if (rc < 0)
            break;
    }
done:
    free(names.at);
    return rc;
}
