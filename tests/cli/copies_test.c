/* Backups of a deck, going back to them, and two decks becoming one. */
#include "runs.h"

#include <string.h>

static const char notes[] = "# Pages\n"
                            "\n"
                            "- A page is mostly {{4096}} bytes.\n"
                            "- A fault comes from a page that is {{not "
                            "valid}}.\n";

static void given_a_deck(struct program *p, struct ran *r)
{
    program_init(p);
    program_write(p, "vm.md", notes);
    RUN(p, r, 0, "import", "vm.md");
}

static void end(struct program *p, struct ran *r)
{
    ran_release(r);
    program_release(p);
}

/* How many cards of the deck are suspended. */
static int suspended(struct program *p, const char *deck)
{
    struct ran r = {0};
    struct slice rest, row;
    int n = 0;

    RUN(p, &r, 0, "list", "--deck", deck);
    rest = str_slice(&r.out);
    while (slice_line(&rest, &row))
        n += slice_find(row, 0, SLICE("suspended")) < row.len;
    ran_release(&r);
    return n;
}

static void a_deck_goes_back_to_a_backup(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    RUN(&p, &r, 0, "deck", "backup", "--list");
    assert_holds(&r.err, "no backups");

    /* given a backup from before a card was suspended */
    RUN(&p, &r, 0, "deck", "backup");
    assert_holds(&r.err, "backups/");
    RUN(&p, &r, 0, "suspend", "vm.md:3");
    assert_int_equal(suspended(&p, "default"), 1);

    /* when that is restored by its date */
    RUN(&p, &r, 0, "deck", "restore", "2026-11-22", "--dry-run");
    assert_holds(&r.err, "Would restore");
    assert_int_equal(suspended(&p, "default"), 1);
    RUN(&p, &r, 0, "deck", "restore", "2026-11-22");

    /* then the card is there again, and so is a way back */
    assert_int_equal(suspended(&p, "default"), 0);
    RUN(&p, &r, 0, "deck", "backup", "--list");
    assert_holds(&r.out, "asked");
    assert_holds(&r.out, "restore");
    RUN(&p, &r, 0, "deck", "verify");
    end(&p, &r);
}

static void a_backup_may_be_a_file_anywhere(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    RUN(&p, &r, 0, "deck", "backup", "kept.sqlite");
    assert_holds(&r.err, "kept.sqlite");
    RUN(&p, &r, 0, "suspend", "vm.md:3");
    RUN(&p, &r, 0, "deck", "restore", "./kept.sqlite");
    assert_int_equal(suspended(&p, "default"), 0);
    RUN(&p, &r, 0, "deck", "verify");
    end(&p, &r);
}

static void a_dry_backup_says_where_it_would_go(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    RUN(&p, &r, 0, "deck", "backup", "--dry-run");
    assert_holds(&r.err, "Would copy the deck to ");
    assert_holds(&r.err, "backups/default/2026-11-22-090000-asked.sqlite\n");
    RUN(&p, &r, 0, "deck", "backup", "--list");
    assert_holds(&r.err, "no backups");
    RUN(&p, &r, 0, "deck", "backup", "--dry-run", "kept.sqlite");
    assert_holds(&r.err, "Would copy the deck to kept.sqlite\n");

    /* a second of that moment gets another name; a taken one is refused */
    RUN(&p, &r, 0, "deck", "backup");
    RUN(&p, &r, 0, "deck", "backup", "--dry-run");
    assert_holds(&r.err, "2026-11-22-090001-asked.sqlite\n");
    RUN(&p, &r, 73, "deck", "backup", "--dry-run", "vm.md");
    assert_holds(&r.err, "vm.md is there already");
    end(&p, &r);
}

static void two_decks_become_one(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);

    /* given another deck of the same notes, with a history of its own */
    RUN(&p, &r, 0, "import", "vm.md", "--deck", "./laptop.sqlite");
    RUN(&p, &r, 0, "suspend", "vm.md:4", "--deck", "./laptop.sqlite");
    assert_int_equal(suspended(&p, "default"), 0);

    /* when it is merged */
    RUN(&p, &r, 0, "deck", "merge", "./laptop.sqlite", "--dry-run");
    assert_holds(&r.err, "Would take over");
    assert_int_equal(suspended(&p, "default"), 0);
    RUN(&p, &r, 0, "deck", "merge", "./laptop.sqlite");

    /* then its history has come, no card is there twice, and once is all */
    assert_holds(&r.err, "Took over");
    assert_int_equal(suspended(&p, "default"), 1);
    RUN(&p, &r, 0, "deck", "verify");
    assert_holds(&r.err, "Looked at 2 cards");
    RUN(&p, &r, 0, "deck", "merge", "./laptop.sqlite");
    assert_holds(&r.err, "nothing new");
    RUN(&p, &r, 0, "deck", "merge", "./laptop.sqlite", "--json");
    assert_holds(&r.out, "\"events\": 0");
    end(&p, &r);
}

static const struct run refused[] = {
    {.name = "a merge with nothing", .args = {"deck", "merge"}, .status = 64},
    {.name = "a merge with a deck that is not there",
     .args = {"deck", "merge", "none.sqlite"},
     .status = 66},
    {.name = "a merge with what is no deck",
     .args = {"deck", "merge", "note.md"},
     .files = {"note.md", "- a {{b}}\n"},
     .status = 66},
    {.name = "a restore of nothing",
     .args = {"deck", "restore"},
     .status = 64},
    {.name = "a restore of a day without a backup",
     .args = {"deck", "restore", "1999-12-31"},
     .status = 66,
     .err = "pagein: There is no backup 1999-12-31. pagein deck backup "
            "--list shows those there are.\n"},
    {.name = "something that deck can't do",
     .args = {"deck", "polish"},
     .status = 64},
};

static void what_is_no_deck_is_not_merged(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    RUN(&p, &r, 76, "deck", "merge", "vm.md");
    assert_clean(&r.err);
    RUN(&p, &r, 0, "deck", "verify");
    assert_holds(&r.err, "Looked at 2 cards");
    end(&p, &r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deck_goes_back_to_a_backup),
        cmocka_unit_test(a_backup_may_be_a_file_anywhere),
        cmocka_unit_test(a_dry_backup_says_where_it_would_go),
        cmocka_unit_test(two_decks_become_one),
        cmocka_unit_test(what_is_no_deck_is_not_merged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) |
           RUN_CASES(refused, run_holds);
}
