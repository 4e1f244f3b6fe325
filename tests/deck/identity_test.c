/* identity_test.c - history follows the note: what may happen to notes
 * between two imports, and where the history must be afterwards. */
#include <string.h>

#include "check.h"
#include "deck/desk.h"

enum { NOT_CHANGED, CHANGED };

static const struct story {
    const char *name;
    const char *before;
    const char *seen; /* answer of the card that is reviewed */
    const char *after;
    const char *has; /* answer of the card that has the review now; NULL:
                        none but an orphan */
    unsigned flags;  /* its flags */
    size_t cards;    /* in the notes afterwards */
} stories[] = {
    {"nothing happens", "- A {{one}} b.\n", "one", "- A {{one}} b.\n", "one",
     0, 1},

    {"two clozes are swapped", "- First {{one}}, then {{two}}.\n", "one",
     "- First {{two}}, then {{one}}.\n", "one", 0, 2},
    {"a cloze is inserted in front", "- First this, then {{two}}.\n", "two",
     "- First {{this}}, then {{two}}.\n", "two", 0, 2},
    {"a cloze is removed in front", "- First {{this}}, then {{two}}.\n",
     "two", "- First this, then {{two}}.\n", "two", 0, 1},
    {"the cloze itself is removed", "- First {{this}}, then {{two}}.\n",
     "this", "- First this, then {{two}}.\n", NULL, 0, 1},
    {"two clozes become one", "- It is {{big}} {{endian}} here.\n", "big",
     "- It is {{big endian}} here.\n", NULL, 0, 1},
    {"numbers are put in", "- First {{one}}, then {{two}}.\n", "two",
     "- First {{c1::one}}, then {{c2::two}}.\n", "two", 0, 2},
    {"a hint is added", "- First {{one}}, then {{two}}.\n", "two",
     "- First {{one}}, then {{two}}{({a number})}.\n", "two", 0, 2},

    {"the prompt is edited", "- The page table holds {{a valid bit}}.\n",
     "a valid bit", "- Each page table entry holds {{a valid bit}}.\n",
     "a valid bit", 0, 1},
    {"a typo in the answer",
     "- The handler lets the instruction be {{retired}} afterwards.\n",
     "retired",
     "- The handler lets the instruction be {{retried}} afterwards.\n",
     "retried", 0, 1},
    {"a number in the answer changes",
     "- On this machine a page has {{4096 bytes}} of memory.\n", "4096 bytes",
     "- On this machine a page has {{8192 bytes}} of memory.\n", "8192 bytes",
     CARD_CHANGED, 1},
    {"a digit in a long answer",
     "- How many entries are there? {{There are 2^20 entries in it}}\n",
     "There are 2^20 entries in it",
     "- How many entries are there? {{There are 2^21 entries in it}}\n",
     "There are 2^21 entries in it", CARD_CHANGED, 1},
    {"a unit changes",
     "- On this machine the largest page of all has {{2 MiB}}.\n", "2 MiB",
     "- On this machine the largest page of all has {{2 GiB}}.\n", "2 GiB",
     CARD_CHANGED, 1},
    {"a negation comes in",
     "- What about the page after the fork? {{it is writable now}}\n",
     "it is writable now",
     "- What about the page after the fork? {{it is not writable now}}\n",
     "it is not writable now", CARD_CHANGED, 1},

    {"a parent is renamed",
     "- Linux\n  - Default: {{4 KiB}}\n- Windows\n  - Other: {{x}}\n",
     "4 KiB",
     "- GNU/Linux\n  - Default: {{4 KiB}}\n- Windows\n  - Other: {{x}}\n",
     "4 KiB", 0, 2},
    {"a heading is renamed", "# One\n\n- A page is {{4 KiB}}.\n", "4 KiB",
     "# Another\n\n- A page is {{4 KiB}}.\n", "4 KiB", 0, 1},
    {"a parent is edited and so is its child",
     "- The kernel keeps {{a table}} for each process\n"
     "  - it holds the {{permission bits}} of pages\n",
     "permission bits",
     "- The kernel keeps {{a table}} for every process\n"
     "  - it has the {{permission bits}} of pages\n",
     "permission bits", 0, 2},
    {"a bullet goes below another parent",
     "- Linux\n  - The default is {{4 KiB}}.\n- Windows\n", "4 KiB",
     "- Linux\n- Windows\n  - The default is {{4 KiB}}.\n", "4 KiB", 0, 1},
    {"bullets change their order",
     "- One is {{1}}.\n- Two is {{2}}.\n- Three is {{3}}.\n", "1",
     "- Three is {{3}}.\n- Two is {{2}}.\n- One is {{1}}.\n", "1", 0, 3},
    {"a bullet is put in front", "- One is {{1}}.\n", "1",
     "- None is {{0}}.\n- One is {{1}}.\n", "1", 0, 2},
    {"a bullet is copied", "- One is {{1}}.\n- Two is {{2}}.\n", "2",
     "- Two is {{2}}.\n- One is {{1}}.\n- Below:\n  - One is {{1}}.\n", "2",
     0, 3},
    {"typo and move at once",
     "- Linux\n  - The kernel maps the page {{on demand}} when it is first "
     "used.\n- Windows\n",
     "on demand",
     "- Linux\n- Windows\n  - The kernel maps the page {{on demand}} when it "
     "is frist used.\n",
     "on demand", 0, 1},

    {"CRLF", "- One is {{1}}\n  of many.\n- Two.\n", "1",
     "- One is {{1}}\r\n  of many.\r\n- Two.\r\n", "1", 0, 1},
    {"tabs", "- A\n    - One is {{1}}.\n", "1", "- A\n\t- One is {{1}}.\n",
     "1", 0, 1},
    {"other bullets", "- A\n  - One is {{1}}.\n", "1",
     "* A\n  * One is {{1}}.\n", "1", 0, 1},
    {"reflow", "- One is {{1}} and\n  no more.\n", "1",
     "- One is\n  {{1}} and no more.\n", "1", 0, 1},
    {"case and emphasis", "- one is {{1}}.\n", "1", "- **One** is {{1}}.\n",
     "1", 0, 1},
    {"an address goes", "- One is {{1}} (see https://one.example/x).\n", "1",
     "- One is {{1}} (see ).\n", "1", 0, 1},

    {"another sentence altogether",
     "- The kernel maps the page {{on demand}}.\n", "on demand",
     "- Interrupts are masked while {{a spinlock}} is held.\n", NULL, 0, 1},
    {"two that fit equally well",
     "- Level one has {{512}} entries of 8 bytes.\n", "512",
     "- Level two has {{512}} entries of 8 bytes.\n"
     "- Level six has {{513}} entries of 8 bytes.\n",
     NULL, 0, 2},
};

static int count_reviewed(const struct card *card, void *arg)
{
    int *n = arg;

    *n += card->sched.reps > 0;
    return 0;
}

static void history_follows_the_note(void **state)
{
    const struct story *s = *state;
    const struct selection all = {0};
    struct desk d;
    int reviewed = 0;

    /* given notes of which one card was reviewed */
    desk_init(&d);
    desk_notes(&d, s->before);
    desk_answer(&d, desk_find(&d, s->seen), 4);

    /* when they are edited and imported again */
    desk_wait(&d, 60000);
    desk_notes(&d, s->after);

    /* then exactly one card has the review, and it is the right one */
    assert_int_equal(desk_ncards(&d), s->cards);
    assert_int_equal(
        deck_each(d.deck, &all, count_reviewed, &reviewed, &d.err), 0);
    assert_int_equal(reviewed, 1);
    if (s->has != NULL) {
        int64_t card = desk_find(&d, s->has);

        assert_int_not_equal(card, 0);
        assert_int_equal(desk_card(&d, card).sched.reps, 1);
        assert_int_equal(desk_card(&d, card).flags, s->flags);
    }
    desk_verify(&d);

    /* and when the edit is taken back, all is as it was */
    desk_notes(&d, s->before);
    assert_int_equal(desk_card(&d, desk_find(&d, s->seen)).sched.reps, 1);
    desk_release(&d);
}

static void undoing_the_import_gives_everything_back(void **state)
{
    const struct story *s = *state;
    struct desk d;

    desk_init(&d);
    desk_notes(&d, s->before);
    desk_answer(&d, desk_find(&d, s->seen), 4);
    size_t cards = desk_ncards(&d);
    struct card before = desk_card(&d, desk_find(&d, s->seen));

    desk_wait(&d, 60000);
    desk_notes(&d, s->after);
    if (strcmp(s->name, "nothing happens") == 0 || !d.ledger.wrote) {
        desk_release(&d);
        return;
    }
    desk_undo(&d);

    assert_int_equal(desk_ncards(&d), cards);
    struct card after = desk_card(&d, desk_find(&d, s->seen));
    assert_int_equal(after.id, before.id);
    assert_int_equal(after.flags, before.flags);
    assert_int_equal(after.index, before.index);
    assert_true(slice_eq(after.text, before.text));
    desk_verify(&d);
    desk_release(&d);
}

/* --- stories of more than one step -------------------------------------- */

static void twin_answers_keep_their_own_histories(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- Here {{two}} and there {{two}} again.\n");
    const struct selection all = {0};
    int n = 0;
    assert_int_equal(deck_each(d.deck, &all, count_reviewed, &n, &d.err), 0);
    assert_int_equal(desk_ncards(&d), 2);

    /* the second of them is reviewed, then a third comes in front */
    desk_answer(&d, 2, 4);
    desk_notes(&d,
               "- First {{one}}, here {{two}} and there {{two}} again.\n");
    assert_int_equal(desk_ncards(&d), 3);
    assert_int_equal(desk_card(&d, 2).sched.reps, 1);
    assert_int_equal(desk_card(&d, 2).index, 2);
    assert_int_equal(desk_card(&d, 1).index, 1);
    desk_release(&d);
}

static void one_leaf_under_two_parents_stays_two_cards(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- Linux\n  - Default: {{4 KiB}}\n"
                   "- Solaris\n  - Default: {{4 KiB}}\n");
    desk_answer(&d, 2, 4); /* that of Solaris */

    /* when Solaris comes first, with a brother in between */
    desk_notes(&d, "- Solaris\n  - Default: {{4 KiB}}\n"
                   "- Plan 9\n  - Default: {{4 KiB}}\n"
                   "- Linux\n  - Default: {{4 KiB}}\n");
    struct card card = desk_card(&d, 2);
    assert_int_equal(card.sched.reps, 1);
    assert_int_equal(card.line, 2);
    assert_int_equal(desk_card(&d, 1).line, 6);

    /* when only that of Linux is left, the other one is an orphan */
    desk_notes(&d, "- Linux\n  - Default: {{4 KiB}}\n");
    assert_int_equal(desk_card(&d, 1).flags, 0);
    assert_int_equal(desk_card(&d, 2).flags, CARD_ORPHAN);
    desk_release(&d);
}

static void a_renamed_file_keeps_its_cards(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_write(&d, "notes/a.md", "- One is {{1}}.\n");
    assert_int_equal(desk_import(&d, "notes"), 0);
    desk_answer(&d, desk_find(&d, "1"), 4);

    /* when it is renamed and the folder imported */
    desk_remove(&d, "notes/a.md");
    desk_write(&d, "notes/b.md", "- One is {{1}}.\n");
    assert_int_equal(desk_import(&d, "notes"), 0);
    assert_int_equal(d.ledger.moved, 1);
    assert_int_equal(d.ledger.orphaned, 0);
    assert_int_equal(desk_card(&d, desk_find(&d, "1")).sched.reps, 1);
    assert_true(slice_is(desk_card(&d, desk_find(&d, "1")).path, "b.md"));

    /* or renamed again, and only the new name is imported */
    desk_remove(&d, "notes/b.md");
    desk_write(&d, "notes/sub/c.md", "- One is {{1}}.\n");
    assert_int_equal(desk_import(&d, "notes/sub/c.md"), 0);
    assert_int_equal(d.ledger.moved, 1);
    assert_int_equal(desk_card(&d, desk_find(&d, "1")).sched.reps, 1);

    /* and nothing is left to do */
    assert_int_equal(desk_import(&d, "notes"), 0);
    assert_false(d.ledger.wrote);
    desk_release(&d);
}

static void a_file_beside_that_is_gone_is_not_missed(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_write(&d, "notes/a.md", "- One is {{1}}.\n");
    assert_int_equal(desk_import(&d, "notes/a.md"), 0);

    /* a file that was named says nothing about others */
    desk_remove(&d, "notes/a.md");
    desk_write(&d, "notes/b.md", "- Two is {{2}}.\n");
    assert_int_equal(desk_import(&d, "notes/b.md"), 0);
    assert_int_equal(desk_ncards(&d), 2);

    /* the folder does */
    assert_int_equal(desk_import(&d, "notes"), 0);
    assert_int_equal(desk_ncards(&d), 1);
    assert_int_equal(d.ledger.orphaned, 1);

    /* and the file that comes back brings its cards */
    desk_write(&d, "notes/a.md", "- One is {{1}}.\n");
    assert_int_equal(desk_import(&d, "notes"), 0);
    assert_int_equal(d.ledger.returned, 1);
    assert_int_equal(desk_ncards(&d), 2);
    assert_int_equal(desk_norphans(&d), 0);
    desk_release(&d);
}

static void a_bullet_that_changes_files_is_moved(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_write(&d, "n/a.md", "- One is {{1}}.\n- Two is {{2}}.\n");
    desk_write(&d, "n/b.md", "- Three is {{3}}.\n");
    assert_int_equal(desk_import(&d, "n"), 0);
    desk_answer(&d, desk_find(&d, "1"), 4);

    desk_write(&d, "n/a.md", "- Two is {{2}}.\n");
    desk_write(&d, "n/b.md", "- Three is {{3}}.\n- One is {{1}}.\n");
    assert_int_equal(desk_import(&d, "n"), 0);
    assert_int_equal(d.ledger.moved, 1);
    assert_int_equal(d.ledger.fresh, 0);
    assert_int_equal(desk_card(&d, desk_find(&d, "1")).sched.reps, 1);
    desk_release(&d);
}

static void an_id_holds_whatever_the_text_does(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The kernel maps {{a page}}. ^pg-x7k2\n"
                   "- Another one {{is}} here.\n");
    desk_answer(&d, desk_find(&d, "a page"), 4);
    desk_notes(&d, "- Another one {{is}} here.\n"
                   "- Quite other words for {{a page}} ^pg-x7k2\n");
    assert_int_equal(d.ledger.edited, 1);
    assert_int_equal(desk_card(&d, desk_find(&d, "a page")).sched.reps, 1);
    desk_release(&d);
}

static void an_answer_that_changed_is_said_once(void **state)
{
    struct desk d;
    int64_t card;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- On this machine a page has {{4096 bytes}}.\n");
    card = desk_find(&d, "4096 bytes");
    desk_answer(&d, card, 4);
    desk_wait(&d, 60000);
    desk_notes(&d, "- On this machine a page has {{8192 bytes}}.\n");
    assert_int_equal(desk_card(&d, card).flags, CARD_CHANGED);

    desk_day(&d, DESK_DAY + 1);
    assert_int_equal(desk_answer(&d, card, 4).flags, 0);
    desk_undo(&d);
    assert_int_equal(desk_card(&d, card).flags, CARD_CHANGED);
    desk_release(&d);
}

static void ords_are_never_used_again(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- First {{one}}, then {{two}}.\n");
    assert_int_equal(desk_card(&d, desk_find(&d, "two")).ord, 2);
    desk_notes(&d, "- First {{one}}, then two.\n");
    desk_notes(&d, "- {{First}} {{one}}, then two.\n");
    assert_int_equal(desk_card(&d, desk_find(&d, "one")).ord, 1);
    assert_int_equal(desk_card(&d, desk_find(&d, "First")).ord, 3);

    /* the one that was taken out comes back as itself */
    desk_notes(&d, "- {{First}} {{one}}, then {{two}}.\n");
    assert_int_equal(desk_card(&d, desk_find(&d, "two")).ord, 2);
    desk_release(&d);
}

static void numbers_are_kept_as_ords(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- {{c7::Seven}} and {{c3::three}} and {{none}}.\n");
    assert_int_equal(desk_card(&d, desk_find(&d, "Seven")).ord, 7);
    assert_int_equal(desk_card(&d, desk_find(&d, "three")).ord, 3);
    assert_int_equal(desk_card(&d, desk_find(&d, "none")).ord, 8);
    desk_release(&d);
}

static struct str uids;

static int add_uid(const struct card *card, void *arg)
{
    (void)arg;
    str_put(&uids, card->uid);
    str_putc(&uids, ' ');
    return 0;
}

static void two_machines_mint_the_same_uids(void **state)
{
    const struct selection all = {0};
    struct str first;

    (void)state;
    uids = STR_EMPTY;
    first = STR_EMPTY;
    for (int i = 0; i < 2; i++) {
        struct desk d;

        desk_init(&d);
        desk_notes(&d, "# H\n- One {{1}} {{1}}.\n- One {{1}} {{1}}.\n");
        assert_int_equal(deck_each(d.deck, &all, add_uid, NULL, &d.err), 0);
        if (i == 0)
            str_swap(&uids, &first);
        desk_release(&d);
    }
    assert_int_equal(first.len, 4 * 17);
    assert_string_equal(first.at, uids.at);
    str_release(&uids);
    str_release(&first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twin_answers_keep_their_own_histories),
        cmocka_unit_test(one_leaf_under_two_parents_stays_two_cards),
        cmocka_unit_test(a_renamed_file_keeps_its_cards),
        cmocka_unit_test(a_file_beside_that_is_gone_is_not_missed),
        cmocka_unit_test(a_bullet_that_changes_files_is_moved),
        cmocka_unit_test(an_id_holds_whatever_the_text_does),
        cmocka_unit_test(an_answer_that_changed_is_said_once),
        cmocka_unit_test(ords_are_never_used_again),
        cmocka_unit_test(numbers_are_kept_as_ords),
        cmocka_unit_test(two_machines_mint_the_same_uids),
    };
    int failed = RUN_CASES(stories, history_follows_the_note);

    failed += RUN_CASES(stories, undoing_the_import_gives_everything_back);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
