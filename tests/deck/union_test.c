/* union_test.c - random decks, joined in every order: whoever merges what
 * into what, all come to see the same, and no event is lost. */
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "check.h"
#include "deck/inside.h"
#include "deck/merge.h"
#include "deck/view.h"

enum { FACTS = 8, EDITS = 3, STEPS = 12 };

/* What a notebook says of each fact: 0 nothing, else one of its wordings. */
struct notebook {
    int wording[FACTS];
};

static const char *const subjects[FACTS] = {
    "The page table of a process",
    "A translation buffer",
    "The heap",
    "Copy on write",
    "A page fault handler",
    "The kernel stack",
    "A memory mapping of a file",
    "The swap area",
};
static const char *const rests[FACTS] = {
    "maps every virtual page to {{a frame}} or to nothing at all.",
    "keeps the {{latest translations}} close to the processor.",
    "grows towards {{higher addresses}} when a program asks for more.",
    "lets parent and child {{share pages}} until one of them writes.",
    "decides whether an access {{was allowed}} and what to load.",
    "belongs to {{one thread}} and is never shared with another.",
    "brings its pages in {{on demand}} and not all at once.",
    "holds pages that {{were not used}} for a long while.",
};

static void put_notes(struct str *out, const struct notebook *book)
{
    static const char *const words[] = {"", "", " usually", " (on Linux)",
                                        " always"};

    for (int i = 0; i < FACTS; i++)
        if (book->wording[i] > 0)
            str_printf(out, "- %s%s %s\n", subjects[i],
                       words[book->wording[i]], rests[i]);
}

static void edit(struct notebook *book, struct rng *rng)
{
    size_t fact = rng_below(rng, FACTS);

    book->wording[fact] = (int)rng_below(rng, 4) + (rng_below(rng, 5) > 0);
}

static void import(struct desk *d, const struct notebook *book)
{
    struct str text = STR_EMPTY;
    const struct import_options options = {.force = true};

    put_notes(&text, book);
    desk_sit(d);
    desk_wait(d, 1000);
    desk_write(d, "notes.md", text.at);
    if (desk_import_with(d, "notes.md", &options) < 0)
        fail_msg("%s", d->err.text);
    str_release(&text);
}

static int64_t any_card(struct desk *d, struct rng *rng)
{
    struct stmt *q = db_query(d->deck->db, "SELECT id FROM card ORDER BY uid"
                                           " LIMIT 1 OFFSET ?1");
    int64_t card = 0;

    bind_int(q, 1, (int64_t)rng_below(rng, FACTS));
    if (stmt_next(q, &d->err) == 1)
        card = row_int(q, 0);
    stmt_end(q);
    return card;
}

/* One thing a student does at one of the machines. */
static void step(struct desk *d, struct notebook *book, struct rng *rng)
{
    int64_t card = any_card(d, rng);

    desk_sit(d);
    desk_wait(d, rng_between(rng, 1000, 40000000));
    switch (rng_below(rng, 6)) {
    case 0:
        edit(book, rng);
        import(d, book);
        break;
    case 1:
        if (card != 0)
            desk_flag(d, (enum deck_verb)rng_below(rng, VERB_RESET + 1),
                      card);
        break;
    case 2:
        if (rng_below(rng, 3) == 0)
            desk_undo(d);
        break;
    default:
        if (card != 0)
            desk_answer(d, card, (int)rng_below(rng, 6));
        break;
    }
}

static void live(struct desk *d, struct notebook book, struct rng *rng)
{
    for (int i = 0; i < EDITS; i++)
        edit(&book, rng);
    import(d, &book);
    for (int i = 0; i < STEPS; i++)
        step(d, &book, rng);
}

/* Three decks: made apart, or copies of the first that went on by themselves.
 */
static void make_decks(struct desk *d, struct rng *rng)
{
    struct notebook book;

    for (int i = 0; i < FACTS; i++)
        book.wording[i] = 1;
    desk_init(&d[0]);
    live(&d[0], book, rng);
    for (int i = 1; i < 3; i++) {
        if (rng_below(rng, 3) == 0)
            desk_copy(&d[i], &d[0]);
        else
            desk_init(&d[i]);
        live(&d[i], book, rng);
    }
    live(&d[0], book, rng);
}

static void merge(struct desk *into, struct desk *from)
{
    const struct merge_options options = {.force = true};
    struct merge_report report;

    desk_sit(into);
    if (into->now.utc_ms < from->now.utc_ms)
        into->now = from->now;
    if (deck_merge(into->deck, desk_path(from, "deck.sqlite"), &options,
                   into->now, &report, &into->err) < 0)
        fail_msg("%s", into->err.text);
}

static void merge_copy(struct desk *out, struct desk *a, struct desk *b)
{
    desk_copy(out, a);
    merge(out, b);
    desk_verify(out);
    view_has_all("union", out, a);
    view_has_all("union", out, b);
}

static void two_decks_become_one_whoever_merges(void **state)
{
    (void)state;
    for (int i = 0; i < often(20); i++) {
        struct rng rng = rng_new((uint64_t)i);
        struct desk d[3], ab, ba;
        char what[40];

        snprintf(what, sizeof what, "decks of seed %d", i);
        make_decks(d, &rng);
        merge_copy(&ab, &d[0], &d[1]);
        merge_copy(&ba, &d[1], &d[0]);
        view_same(what, &ab, &ba);
        merge(&ab, &ba);
        merge(&ab, &d[1]);
        view_same(what, &ab, &ba);
        desk_release(&ab);
        desk_release(&ba);
        for (int k = 0; k < 3; k++)
            desk_release(&d[k]);
    }
}

static void three_decks_become_one_in_any_order(void **state)
{
    (void)state;
    for (int i = 0; i < often(20); i++) {
        struct rng rng = rng_new(1000 + (uint64_t)i);
        struct desk d[3], ab, bc, x, y;
        char what[40];

        snprintf(what, sizeof what, "decks of seed %d", 1000 + i);
        make_decks(d, &rng);
        merge_copy(&ab, &d[0], &d[1]);
        merge_copy(&x, &ab, &d[2]);
        merge_copy(&bc, &d[1], &d[2]);
        merge_copy(&y, &d[0], &bc);
        view_same(what, &x, &y);
        desk_release(&ab);
        desk_release(&bc);
        desk_release(&x);
        desk_release(&y);
        for (int k = 0; k < 3; k++)
            desk_release(&d[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_decks_become_one_whoever_merges),
        cmocka_unit_test(three_decks_become_one_in_any_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
