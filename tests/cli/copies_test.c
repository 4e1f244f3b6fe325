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
    assert_holds(&r.err, "What it was before is ");

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

/* A shell function for each of two machines, and what lies in the folder
 * they share: name, bytes, time and inode of every file. */
#define MACHINES                                                         \
    "at() { d=$1; shift; XDG_DATA_HOME=$PWD/$d XDG_CONFIG_HOME=$PWD/$d " \
    "XDG_CACHE_HOME=$PWD/$d $P \"$@\"; }\n"                              \
    "state() { find shared one two -type f -printf '%p %T@ %i %s\\n' | " \
    "sort; }\n"                                                          \
    "mkdir -p shared\n"

static void two_machines_share_a_deck_through_a_folder(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "vm.md", notes);
    run_shell(&p, &r,
              MACHINES "at one import vm.md && at one suspend vm.md:3 &&"
                       " at two import vm.md && at two mark vm.md:4 &&"
                       " at one deck sync shared && at two deck sync shared"
                       " && at one deck sync shared/");
    assert_int_equal(r.status, 0);
    assert_holds(&r.err, "Took over 2 events, 0 new cards and 0 later texts "
                         "from ");
    assert_holds(&r.err, "in shared/default.\n");

    /* both know both, and nothing is written any more */
    run_shell(&p, &r,
              MACHINES "at one list > 1; at two list > 2; cmp 1 2 &&"
                       " grep -q suspended 1 && grep -q marked 2 &&"
                       " at two deck sync -q shared; state > 3; sleep 0.02;"
                       " at one deck sync shared && at two deck sync shared;"
                       " at one deck sync shared --dry-run;"
                       " state | diff 3 - && test $(grep -c shared 3) = 2");
    assert_int_equal(r.status, 0);
    assert_int_equal(r.out.len, 0);
    assert_string_equal(r.err.at, "There was nothing new.\n"
                                  "There was nothing new.\n"
                                  "There was nothing new.\n");

    /* a third has no deck yet */
    run_shell(&p, &r,
              MACHINES "at three deck sync shared -q; at three list | cmp 1 -"
                       " && at three deck verify -q");
    assert_int_equal(r.status, 0);
    end(&p, &r);
}

static void a_sync_says_what_it_could_not_read(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    run_shell(&p, &r,
              "mkdir -p shared/default && cd shared/default &&"
              " echo no > a.sqlite && mkdir b.sqlite && mkfifo c.sqlite &&"
              " ln -s /etc/passwd d.sqlite && echo no > .hidden.sqlite &&"
              " echo no > e.sqlite.tmp");
    RUN(&p, &r, 1, "deck", "sync", "shared", "--json");
    assert_holds(&r.err, "a.sqlite is not a deck of pagein");
    assert_holds(&r.err, "b.sqlite is not a file");
    assert_holds(&r.err, "c.sqlite is not a file");
    assert_holds(&r.err, "d.sqlite is a symbolic link");
    assert_lacks(&r.err, "hidden");
    assert_lacks(&r.err, "e.sqlite");
    assert_clean(&r.err);
    assert_holds(&r.out, "\"fate\": \"skipped\"");
    assert_holds(&r.out, "\"wrote\": true");
    RUN(&p, &r, 1, "deck", "sync", "shared", "--json");
    assert_holds(&r.out, "\"wrote\": false");
    end(&p, &r);
}

/* Mounted in a name space of its own, where that is allowed: to who may do
 * everything, bits that forbid writing say nothing. */
static void from_a_read_only_disk_the_others_are_read(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "vm.md", notes);
    run_shell(&p, &r, "unshare -rm true");
    if (r.status != 0) {
        print_message("# no mounting here\n");
        end(&p, &r);
        skip();
    }
    run_shell(&p, &r,
              MACHINES "at one import -q vm.md; at one suspend -q vm.md:3;"
                       " at one deck sync -q shared; at two import -q vm.md;"
                       " find shared -printf '%p %T@\\n' | sort >before;"
                       " export -f at; export P; unshare -rm bash -c '"
                       " mount --bind shared shared &&"
                       " mount -o remount,ro,bind shared &&"
                       " at two deck sync shared; echo $?'");
    assert_string_equal(r.out.at, "73\n");
    assert_holds(&r.err, "Took over 2 events");
    assert_holds(&r.err, "Read-only file system");
    run_shell(&p, &r,
              MACHINES "find shared -printf '%p %T@\\n' | sort |"
                       " diff before - && at two list | grep -q suspended");
    assert_int_equal(r.status, 0);
    end(&p, &r);
}

static const struct run_case refused[] = {
    {.name = "a sync with nothing", .args = {"deck", "sync"}, .status = 64},
    {.name = "a sync in a folder that is not there",
     .args = {"deck", "sync", "none"},
     .status = 66},
    {.name = "a sync of a deck that is nowhere",
     .args = {"deck", "sync", "."},
     .status = 66,
     .err =
         "pagein: There is no deck \"default\" yet. Notes make one: pagein "
         "import NOTES.md\n"},
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
        cmocka_unit_test(two_machines_share_a_deck_through_a_folder),
        cmocka_unit_test(a_sync_says_what_it_could_not_read),
        cmocka_unit_test(from_a_read_only_disk_the_others_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) |
           RUN_CASES(refused, run_holds);
}
