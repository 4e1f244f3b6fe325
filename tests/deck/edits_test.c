/* edits_test.c - long outlines, edited again and again at random: how many
 * cards keep their history, and does any get another's? */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "deck/desk.h"
#include "deck/outline.h"

enum { CLOZES_MAX = 4000, BULLETS = 80 };

/* The cards of the notes, in the order of the text. */
struct cards {
    int64_t at[CLOZES_MAX];
    int n;
};

static int add_card(const struct card *card, void *arg)
{
    struct cards *cards = arg;

    if ((card->flags & CARD_ORPHAN) == 0 && cards->n < CLOZES_MAX)
        cards->at[cards->n++] = card->id;
    return 0;
}

struct replay {
    struct desk desk;
    struct outline outline;
    struct rng rng;
    int64_t card_of[CLOZES_MAX * 8]; /* by identity; 0 for none */
    long kept, lost, wrong;
    bool say; /* what went otherwise */
};

static void import(struct replay *r)
{
    const struct import_options force = {.force = true};
    struct str text = STR_EMPTY;

    outline_put(&text, &r->outline);
    desk_write(&r->desk, "notes.md", text.at);
    if (desk_import_with(&r->desk, "notes.md", &force) < 0)
        fail_msg("%s", r->desk.err.text);
    str_release(&text);
}

/* Compares who has which card with who had it. Identities without a card are
 * new; what the import made of them is taken over. */
static void compare(struct replay *r, const char *edit)
{
    static int ids[CLOZES_MAX];
    static struct cards cards;
    const struct selection all = {0};
    int n = outline_clozes(&r->outline, ids, CLOZES_MAX);

    cards.n = 0;
    assert_int_equal(
        deck_each(r->desk.deck, &all, add_card, &cards, &r->desk.err), 0);
    assert_int_equal(cards.n, n);
    for (int i = 0; i < n; i++) {
        int64_t had = r->card_of[ids[i]];
        bool others = false;

        for (int j = 0; j < n && had != cards.at[i]; j++)
            others |= j != i && r->card_of[ids[j]] == cards.at[i];
        r->kept += had != 0 && had == cards.at[i];
        r->lost += had != 0 && had != cards.at[i] && !others;
        r->wrong += others;
        if (r->say && had != cards.at[i] && (had != 0 || others))
            print_message("%s: %s\n", edit, others ? "wrong" : "lost");
    }
    for (int i = 0; i < n; i++)
        r->card_of[ids[i]] = cards.at[i];
}

static struct replay *replay_new(uint64_t seed)
{
    struct replay *r = calloc(1, sizeof *r);

    assert_non_null(r);
    r->rng = rng_new(seed);
    r->say = getenv("SAY") != NULL;
    desk_init(&r->desk);
    outline_init(&r->outline, BULLETS, &r->rng);
    import(r);
    compare(r, "first");
    return r;
}

static void replay_free(struct replay *r)
{
    desk_release(&r->desk);
    free(r);
}

static void one_edit_at_a_time_keeps_nearly_all(void **state)
{
    struct replay *r = replay_new(7);
    long edits = 0;

    (void)state;
    for (int i = 0; i < often(150); i++) {
        const char *edit = outline_edit(&r->outline, &r->rng);

        if (r->outline.nbullets > 2 * BULLETS)
            r->outline.nbullets = BULLETS;
        import(r);
        compare(r, edit);
        edits++;
    }
    /* of the cards that the edits touch, not of all there are */
    assert_true(r->lost * 100 <= edits);
    assert_int_equal(r->wrong, 0);
    desk_verify(&r->desk);
    replay_free(r);
}

static void twenty_edits_at_once_keep_most(void **state)
{
    struct replay *r = replay_new(11);
    long edits = 0;

    (void)state;
    for (int i = 0; i < often(20); i++) {
        for (int j = 0; j < 20; j++, edits++)
            outline_edit(&r->outline, &r->rng);
        if (r->outline.nbullets > 2 * BULLETS)
            r->outline.nbullets = BULLETS;
        import(r);
        compare(r, "20 edits");
    }
    assert_true(r->lost * 100 <= 3 * edits);
    /* what is wrong are twins: a bullet was copied, then the one was edited
     * and the other moved, before anybody looked */
    assert_true(r->wrong * 1000 <= 2 * (r->kept + r->lost + r->wrong));
    desk_verify(&r->desk);
    replay_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_edit_at_a_time_keeps_nearly_all),
        cmocka_unit_test(twenty_edits_at_once_keep_most),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
