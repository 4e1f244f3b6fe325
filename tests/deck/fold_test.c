/* fold_test.c - many cards folded at once come to what each comes to alone.
 */
#include "deck/fold.h"

#include "check.h"
#include "deck/merge.h"
#include "deck/student.h"
#include "deck/view.h"

static void must(struct desk *d, int rc)
{
    if (rc < 0)
        fail_msg("%s", d->err.text);
}

/* Decks of one student that were merged: cards of two uids are among them,
 * events of two devices, undone ones, and tags. */
static void make_deck(struct desk *d, struct rng *rng)
{
    const struct merge_options options = {.force = true};
    struct merge_report report;
    struct desk other;
    int64_t card;

    desk_init(d);
    desk_init(&other);
    for (int i = 0; i < 2; i++) {
        student_live(d, facts_all(), rng);
        student_live(&other, facts_all(), rng);
    }
    desk_sit(d);
    must(d, deck_merge(d->deck, desk_path(&other, "deck.sqlite"), &options,
                       other.now, &report, &d->err));
    must(d, db_int(d->deck->db, "SELECT min(id) FROM card", &card, &d->err));
    must(d, deck_tag(d->deck, SLICE("hard"), true, &card, 1, other.now,
                     &d->err));
    desk_release(&other);
}

static size_t list_cards(struct desk *d, int64_t *cards, size_t most)
{
    struct stmt *q = db_query(d->deck->db, "SELECT id FROM card ORDER BY id");
    size_t n = 0;

    while (n < most && stmt_next(q, &d->err) == 1)
        cards[n++] = row_int(q, 0);
    stmt_end(q);
    return n;
}

static void many_cards_at_once_are_folded_as_each_is_alone(void **state)
{
    static const size_t held[] = {1000000, 50, 7, 1};

    (void)state;
    for (int seed = 0; seed < often(5); seed++) {
        struct rng rng = rng_new(300 + (uint64_t)seed);
        struct str before = STR_EMPTY, after = STR_EMPTY;
        int64_t cards[200];
        struct desk d;
        size_t n;

        make_deck(&d, &rng);
        view_put(&before, &d);
        n = list_cards(&d, cards, COUNT(cards));
        assert_true(n > 0 && n < COUNT(cards));
        for (size_t i = 0; i < COUNT(held); i++) {
            must(&d, command_begin(d.deck, d.now, &d.err));
            must(&d, db_run(d.deck->db,
                            "UPDATE card SET n = 9, ease = 131, reps = 77,"
                            " lapses = 3, suspended = 1 - suspended;"
                            "DELETE FROM tag",
                            &d.err));
            must(&d, fold_many(d.deck, cards, n, &sm2_profiles[0], held[i],
                               &d.err));
            must(&d, command_commit(d.deck, &d.err));
            str_clear(&after);
            view_put(&after, &d);
            assert_string_equal(before.at, after.at);
        }
        desk_verify(&d);
        str_release(&before);
        str_release(&after);
        desk_release(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_cards_at_once_are_folded_as_each_is_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
