/* What a person does with a deck, from the first import on. */
#include "runs.h"

#include <sqlite3.h>
#include <string.h>

#include "sys/json.h"

static const char notes[] = "---\n"
                            "tags: [paging]\n"
                            "---\n"
                            "# Pages\n"
                            "\n"
                            "- A page is mostly {{4096}} bytes.\n"
                            "- A page fault comes from a page that is {{not "
                            "valid}}.\n"
                            "\n"
                            "# Copying\n"
                            "\n"
                            "- After a fork pages are {{shared}} until one "
                            "side {{writes}}.\n";

/* A home with a deck of the notes above: three notes, four cards. */
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

/* The id of the card on a line of `pagein list`, from 0. */
static void id_of(struct program *p, size_t line, char id[9])
{
    struct ran r = {0};
    struct slice rest, row;

    RUN(p, &r, 0, "list");
    rest = str_slice(&r.out);
    for (size_t i = 0; i <= line; i++)
        assert_true(slice_line(&rest, &row));
    assert_true(row.len > 8);
    memcpy(id, row.at, 8);
    id[8] = '\0';
    ran_release(&r);
}

/* How many lines of `pagein list` hold the word. */
static int listed(struct program *p, const char *word)
{
    struct ran r = {0};
    struct slice rest, row;
    int n = 0;

    RUN(p, &r, 0, "list");
    rest = str_slice(&r.out);
    while (slice_line(&rest, &row))
        n += slice_find(row, 0, slice_from(word)) < row.len;
    ran_release(&r);
    return n;
}

static void nobody_is_turned_away_without_a_deck(void **state)
{
    static const char *const commands[] = {"",    "review", "list", "stats",
                                           "due", "decks",  "undo"};
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    for (size_t i = 0; i < COUNT(commands); i++) {
        const char *name = *commands[i] != '\0' ? commands[i] : NULL;
        program_run(&p, &r, NULL, name, NULL);
        assert_int_equal(r.status, 0);
        if (name == NULL || strcmp(name, "due") != 0)
            assert_true(strstr(r.out.at, "pagein import") != NULL ||
                        strstr(r.err.at, "pagein import") != NULL);
    }
    end(&p, &r);
}

static void a_first_import_says_what_to_type_next(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    assert_string_equal(r.out.at, "");
    assert_string_equal(r.err.at, "3 notes with 4 cards in 1 file: 3 new.\n"
                                  "To review them: pagein review\n");
    RUN(&p, &r, 0, "import", "vm.md");
    assert_string_equal(r.err.at,
                        "3 notes with 4 cards in 1 file: 3 kept.\n");
    end(&p, &r);
}

static void a_dry_run_shows_the_ledger_and_changes_nothing(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "vm.md", notes);
    run_shell(&p, &r, "mkdir tmp; realpath tmp");
    str_truncate(&r.out, r.out.len - 1);
    program_set(&p, "TMPDIR", r.out.at);
    RUN(&p, &r, 0, "import", "--dry-run", "vm.md");
    assert_string_equal(
        r.out.at,
        "new        vm.md:6  A page is mostly 4096 bytes.\n"
        "new        vm.md:7  A page fault comes from a page that is not "
        "valid.\n"
        "new        vm.md:11  After a fork pages are shared until one side "
        "writes.\n");
    assert_holds(&r.err, "Nothing is changed yet. 3 notes with 4 cards");
    RUN(&p, &r, 0, "decks");
    assert_string_equal(r.out.at, "");
    run_shell(&p, &r,
              "ls -A . tmp | grep -v -e vm.md -e out -e err -e tmp -e "
              "'^\\.:' -e '^$'");
    assert_string_equal(r.out.at, "");
    end(&p, &r);
}

static void a_dry_run_without_a_place_for_it_says_so(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "vm.md", notes);
    program_set(&p, "TMPDIR", "/nonexistent");
    RUN(&p, &r, 73, "import", "--dry-run", "vm.md");
    assert_string_equal(r.err.at,
                        "pagein: No folder can be made below /nonexistent: "
                        "No such file or directory.\n");
    end(&p, &r);
}

static void a_second_folder_for_pictures_must_be_there(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "vm.md", notes);
    RUN(&p, &r, 66, "import", "--media", "nowhere", "vm.md");
    assert_string_equal(r.err.at, "pagein: --media takes a folder, and "
                                  "nowhere is none.\n");
    RUN(&p, &r, 66, "check", "--media", "vm.md", "vm.md");
    RUN(&p, &r, 0, "check", "--media", ".", "vm.md");
    RUN(&p, &r, 66, "check", "nowhere.md");
    assert_string_equal(r.err.at, "pagein: nowhere.md does not exist.\n");
    end(&p, &r);
}

static void a_mistyped_deck_is_told_the_others(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    RUN(&p, &r, 0, "import", "vm.md", "--deck", "vm");
    RUN(&p, &r, 0, "review", "--deck", "mv");
    assert_holds(&r.err, "There is no deck \"mv\" yet.");
    assert_holds(&r.err, "The decks you have:\n\n  default\n  vm\n");
    RUN(&p, &r, 66, "show", "vm.md:6", "--deck", "my vm");
    assert_string_equal(r.err.at,
                        "pagein: There is no deck \"my vm\" yet. Notes make "
                        "one: pagein import --deck 'my vm' NOTES.md\n");
    RUN(&p, &r, 66, "suspend", "vm.md:6", "vm.md:99");
    assert_string_equal(r.err.at,
                        "pagein: No card stands in line 99 of vm.md.\n");
    end(&p, &r);
}

static void an_edit_keeps_the_card(void **state)
{
    struct program p;
    struct ran r = {0};
    char before[9], after[9];

    (void)state;
    given_a_deck(&p, &r);
    id_of(&p, 0, before);
    program_write(&p, "vm.md", "- A Page is mostly {{4096}} bytes.\n");
    RUN(&p, &r, 0, "import", "--dry-run", "vm.md");
    assert_holds(&r.out,
                 "edited     vm.md:1  A page is mostly 4096 bytes. -> "
                 "A Page is mostly 4096 bytes.\n");
    assert_holds(&r.out, "orphan     vm.md");
    RUN(&p, &r, 0, "import", "vm.md");
    id_of(&p, 0, after);
    assert_string_equal(before, after);
    end(&p, &r);
}

static void a_bad_file_changes_nothing(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    program_write(&p, "bad.md", "- An {{open cloze\n");
    RUN(&p, &r, 65, "import", "vm.md", "bad.md");
    assert_int_equal(strncmp(r.err.at, "bad.md:1:6: error: ", 19), 0);
    assert_int_equal(listed(&p, "md:"), 4);
    program_write(&p, "good.md", "- Another {{page}}.\n");
    RUN(&p, &r, 65, "import", "--keep-going", "good.md", "bad.md");
    assert_holds(&r.err, "1 left out because of errors");
    assert_int_equal(listed(&p, "md:"), 5);
    end(&p, &r);
}

static void a_wrong_path_leaves_no_deck_behind(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    RUN(&p, &r, 66, "import", "nosuch.md");
    assert_string_equal(r.err.at, "pagein: nosuch.md does not exist.\n");
    RUN(&p, &r, 0, "decks");
    assert_string_equal(r.out.at, "");
    end(&p, &r);
}

static void a_definition_goes_into_the_deck_of_its_name(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "notes/vm.md", notes);
    program_write(&p, "decks/memory.yaml", "notes: [../notes/vm.md]\n");
    RUN(&p, &r, 0, "import", "decks/memory.yaml");
    assert_holds(&r.err, "To review them: pagein review --deck memory\n");
    RUN(&p, &r, 0, "decks");
    assert_holds(&r.out, "  memory ");
    RUN(&p, &r, 64, "import", "decks/memory.yaml", "notes/vm.md");
    assert_holds(&r.err, "on its own");
    end(&p, &r);
}

static void the_list_off_a_terminal_is_columns_and_tabs(void **state)
{
    struct program p;
    struct ran r = {0};
    struct slice rest, row;

    (void)state;
    given_a_deck(&p, &r);
    RUN(&p, &r, 0, "list");
    rest = str_slice(&r.out);
    assert_true(slice_line(&rest, &row));
    assert_true(slice_is(slice_skip(row, 8),
                         "\tnew\t\tvm.md:6\tA page is mostly [...] bytes."));
    RUN(&p, &r, 0, "list", "--limit", "2", "paging");
    rest = str_slice(&r.out);
    assert_true(slice_line(&rest, &row) && slice_line(&rest, &row));
    assert_false(slice_line(&rest, &row));
    RUN(&p, &r, 66, "list", "nosuch");
    end(&p, &r);
}

static const struct printed {
    const char *name;
    const char *args[RUN_ARGS];
} printed[] = {
    {"list", {"list", "--json"}},
    {"search", {"search", "--json", "page"}},
    {"a search without a hit", {"search", "--json", "nosuchword"}},
    {"show", {"show", "--json", "vm.md:6"}},
    {"due", {"due", "--json"}},
    {"decks", {"decks", "--json"}},
    {"the home screen", {"--json"}},
    {"stats", {"stats", "--json"}},
    {"undo --list", {"undo", "--list", "--json"}},
    {"undo", {"undo", "--json"}},
    {"config", {"config", "--json"}},
    {"check", {"check", "--json", "vm.md"}},
    {"deck verify", {"deck", "verify", "--json"}},
    {"simulate", {"simulate", "-g", "4,5", "--json"}},
    {"import", {"import", "--json", "vm.md"}},
    {"import --dry-run", {"import", "--json", "-n", "vm.md"}},
};

static void is_one_json_document(void **state)
{
    const struct printed *c = *state;
    struct program p;
    struct ran r = {0};
    struct json_doc doc;
    struct err err;

    given_a_deck(&p, &r);
    run_expect(&p, &r, 0, c->args);
    if (json_read(&doc, str_slice(&r.out), "output", &err) < 0)
        fail_msg("%s\n%s", err.text, r.out.at);
    assert_true(doc.root->kind == JSON_MAP || doc.root->kind == JSON_LIST);
    json_release(&doc);
    end(&p, &r);
}

static void a_first_import_that_fails_leaves_nothing(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "vm.md", "- A page is {{never closed.\n");
    RUN(&p, &r, 65, "import", "vm.md");
    run_shell(&p, &r, "find . -name '*.sqlite*'");
    assert_string_equal(r.out.at, "");

    /* but a deck that was there stays, and so does one that took a part */
    program_write(&p, "good.md", "- A page is {{4 KiB}}.\n");
    RUN(&p, &r, 65, "import", "--keep-going", "vm.md", "good.md");
    RUN(&p, &r, 65, "import", "vm.md");
    RUN(&p, &r, 0, "deck", "verify");
    assert_holds(&r.err, "Looked at 1 card");
    end(&p, &r);
}

static void a_suspended_card_stays_away_until_undo(void **state)
{
    struct program p;
    struct ran r = {0};
    char id[9];

    (void)state;
    given_a_deck(&p, &r);
    id_of(&p, 1, id);
    RUN(&p, &r, 0, "suspend", "--dry-run", id);
    assert_string_equal(r.err.at, "Would suspend 1 card.\n");
    assert_int_equal(listed(&p, "\tsuspended\t"), 0);
    RUN(&p, &r, 0, "suspend", id);
    assert_string_equal(r.err.at,
                        "Suspended 1 card. To take that back: pagein undo\n");
    assert_int_equal(listed(&p, "\tsuspended\t"), 1);
    RUN(&p, &r, 0, "suspend", "--dry-run", id, "vm.md:7", id);
    assert_string_equal(r.err.at, "1 card was suspended already.\n");
    RUN(&p, &r, 0, "suspend", id);
    assert_string_equal(r.err.at, "1 card was suspended already.\n");
    RUN(&p, &r, 0, "undo", "--dry-run");
    assert_holds(&r.out, "suspend");
    RUN(&p, &r, 0, "undo");
    assert_holds(&r.err, "Taken back: 2026-11-22 09:00  suspend");
    assert_int_equal(listed(&p, "\tsuspended\t"), 0);
    RUN(&p, &r, 0, "undo", "--list");
    assert_holds(&r.out, "import");
    end(&p, &r);
}

static void every_verb_does_and_undoes(void **state)
{
    static const struct {
        const char *on, *off, *word;
    } verbs[] = {
        {"suspend", "unsuspend", "suspended"},
        {"bury", "unbury", "buried"},
    };
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    for (size_t i = 0; i < COUNT(verbs); i++) {
        RUN(&p, &r, 0, verbs[i].on, "vm.md:11");
        assert_int_equal(listed(&p, verbs[i].word), 2);
        RUN(&p, &r, 0, verbs[i].off, "-q", "vm.md:11");
        assert_string_equal(r.err.at, "");
        assert_int_equal(listed(&p, verbs[i].word), 0);
    }
    RUN(&p, &r, 0, "mark", "vm.md:6");
    RUN(&p, &r, 0, "show", "vm.md:6");
    assert_holds(&r.out, ", marked");
    RUN(&p, &r, 0, "unmark", "vm.md:6");
    RUN(&p, &r, 0, "show", "vm.md:6");
    assert_lacks(&r.out, "marked");
    end(&p, &r);
}

static void a_tag_selects(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    RUN(&p, &r, 0, "tag", "hard", "vm.md:6", "vm.md:7");
    assert_string_equal(r.err.at, "Tagged 2 cards with hard.\n");
    RUN(&p, &r, 0, "list", "hard");
    assert_holds(&r.out, "vm.md:6");
    assert_lacks(&r.out, "vm.md:11");
    RUN(&p, &r, 0, "tag", "remove", "hard", "vm.md:6");
    RUN(&p, &r, 0, "list", "hard");
    assert_lacks(&r.out, "vm.md:6");
    RUN(&p, &r, 0, "tag", "add", "--dry-run", "easy", "vm.md:6");
    assert_string_equal(r.err.at, "Would tag 1 card with easy.\n");
    RUN(&p, &r, 64, "tag", "remove", "vm.md:6");
    end(&p, &r);
}

static void a_review_on_a_pipe_is_saved(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    RUN(&p, &r, 0, "due");
    assert_holds(&r.out, "0 due, 4 new, about ");
    RUN(&p, &r, 0, "due", "-q");
    program_run(&p, &r, "\n3\n\n4\n", "review", NULL);
    assert_int_equal(r.status, 0);
    assert_clean(&r.out);
    assert_int_equal(listed(&p, "in 1 day"), 2);
    RUN(&p, &r, 0, "stats", "--json");
    assert_holds(&r.out, "\"today_answers\": 2");
    RUN(&p, &r, 0, "undo");
    assert_int_equal(listed(&p, "in 1 day"), 1);
    RUN(&p, &r, 0, "reset", "vm.md:6", "vm.md:7", "vm.md:11");
    assert_int_equal(listed(&p, "\tnew\t"), 4);
    end(&p, &r);
}

static void
without_a_terminal_a_review_shows_a_card_and_ends_well(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    RUN(&p, &r, 0, "review");
    assert_holds(&r.out, "[...]");
    RUN(&p, &r, 0, "review", "--only", "problems");
    assert_holds(&r.out, "This deck has no problems.");
    RUN(&p, &r, 64, "review", "--cram", "--ahead");
    run_shell(&p, &r, "$P review </dev/null >/dev/full");
    assert_int_equal(r.status, 74);
    end(&p, &r);
}

static void search_finds_all_the_words(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    RUN(&p, &r, 0, "search", "page", "fault");
    assert_holds(&r.out, "vm.md:7");
    assert_lacks(&r.out, "vm.md:6");
    RUN(&p, &r, 0, "search", "mostly 4096");
    assert_holds(&r.out, "vm.md:6");
    RUN(&p, &r, 0, "search", "nosuchword");
    assert_string_equal(r.out.at, "");
    assert_string_equal(r.err.at, "No card holds all of these words.\n");
    RUN(&p, &r, 0, "search", "--limit", "1", "page");
    assert_holds(&r.err, "first 1;");
    end(&p, &r);
}

static void settings_are_seen_and_set(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    RUN(&p, &r, 0, "config", "new");
    assert_string_equal(r.out.at, "20\n");
    RUN(&p, &r, 0, "config", "new", "40");
    RUN(&p, &r, 0, "config", "new");
    assert_string_equal(r.out.at, "40\n");
    RUN(&p, &r, 0, "config", "exam", "2020-02-12");
    assert_holds(&r.err, "nothing is planned for it");
    RUN(&p, &r, 0, "config", "exam", "2027-02-12");
    assert_holds(&r.err, "The exam is in ");
    RUN(&p, &r, 0, "config");
    assert_golden("config.txt", r.out.at);
    RUN(&p, &r, 64, "config", "new", "many");
    RUN(&p, &r, 0, "config", "--dry-run", "new", "7");
    assert_string_equal(r.err.at, "Would set new to 7.\n");
    RUN(&p, &r, 64, "config", "--dry-run", "new", "many");
    RUN(&p, &r, 0, "config", "new");
    assert_string_equal(r.out.at, "40\n");
    RUN(&p, &r, 0, "config", "title", "Bits \033[2J");
    RUN(&p, &r, 0, "decks");
    assert_holds(&r.out, "  Bits ␛[2J\n");
    RUN(&p, &r, 64, "config", "nwe");
    assert_holds(&r.err, "Did you mean: pagein config new");
    end(&p, &r);
}

static void an_editor_gets_the_line_and_the_change_comes_in(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    program_write(&p, "ed",
                  "#!/bin/sh\necho \"$@\" >called\n"
                  "sed -i 6s/page/Page/ \"$2\"\n");
    run_shell(&p, &r, "chmod +x ed");
    program_set(&p, "EDITOR", "./ed");
    RUN(&p, &r, 0, "edit", "vm.md:6");
    assert_holds(&r.err, "1 edited");
    run_shell(&p, &r, "cat called");
    assert_int_equal(strncmp(r.out.at, "+6 /", 4), 0);
    RUN(&p, &r, 0, "list");
    assert_holds(&r.out, "A Page is mostly [...]");
    program_set(&p, "EDITOR", "false");
    program_run(&p, &r, NULL, "edit", "vm.md:6", NULL);
    assert_true(r.status != 0);
    end(&p, &r);
}

static void a_deck_is_verified(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    RUN(&p, &r, 0, "deck", "verify");
    assert_holds(&r.err, "Looked at 4 cards");
    assert_holds(&r.err, "all is well.\n");
    RUN(&p, &r, 64, "deck", "burn");
    end(&p, &r);
}

static void what_stands_there_is_no_deck(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "data/pagein/default.sqlite", "This is no database.");
    program_write(&p, "a.md", "- A {{b}}.\n");
    RUN(&p, &r, 76, "list");
    RUN(&p, &r, 76, "import", "a.md");
    RUN(&p, &r, 0, "decks");
    assert_holds(&r.out, "  default ");
    RUN(&p, &r, 0, "help");
    end(&p, &r);
}

static void a_card_tells_its_whole_life(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    program_run(&p, &r, "\n3\n", "review", "--limit", "1", NULL);
    program_set(&p, "PAGEIN_NOW", "2026-11-23T09:00:00+00:00");
    program_run(&p, &r, "\n1\n\n1\n\n1\n", "review", NULL);
    RUN(&p, &r, 0, "mark", "vm.md:6");
    RUN(&p, &r, 0, "suspend", "vm.md:6");
    RUN(&p, &r, 0, "undo");
    RUN(&p, &r, 0, "show", "vm.md:6");
    assert_golden("show.txt", r.out.at);
    RUN(&p, &r, 0, "show", "--json", "vm.md:6", "vm.md:11");
    assert_golden("show.json", r.out.at);
    end(&p, &r);
}

static void what_left_the_notes_is_gone_but_not_lost(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    program_write(&p, "vm.md",
                  "# Pages\n\n- A Page is mostly {{4096}} "
                  "bytes.\n- A new {{one}}.\n");
    RUN(&p, &r, 0, "import", "--json", "vm.md");
    assert_golden("import.json", r.out.at);
    assert_int_equal(listed(&p, "\tgone\t"), 3);
    program_write(&p, "vm.md", notes);
    RUN(&p, &r, 0, "import", "vm.md");
    assert_holds(&r.err, "returned");
    assert_int_equal(listed(&p, "\tgone\t"), 1);
    end(&p, &r);
}

static void a_mistake_made_in_the_editor_is_told(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    program_write(&p, "ed", "#!/bin/sh\nsed -i 's/4096}}/4096/' \"$2\"\n");
    run_shell(&p, &r, "chmod +x ed");
    program_set(&p, "EDITOR", "./ed");
    RUN(&p, &r, 65, "edit", "vm.md:6");
    assert_holds(&r.err, "vm.md:6:20: error: ");
    assert_holds(&r.err, "its cards stay as they were");
    assert_int_equal(listed(&p, "A page is mostly [...]"), 1);
    end(&p, &r);
}

static void the_editor_of_the_config_file_is_the_last_resort(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    program_write(&p, "config/pagein/config.yaml", "editor: sh ./ed\n");
    program_write(&p, "ed", "touch config-editor\n");
    RUN(&p, &r, 0, "edit", "vm.md:6");
    run_shell(&p, &r, "ls config-editor");
    assert_int_equal(r.status, 0);
    program_set(&p, "EDITOR", "true");
    run_shell(&p, &r, "rm config-editor; $P edit vm.md:6; ls config-editor");
    assert_int_not_equal(r.status, 0);
    end(&p, &r);
}

static void a_source_that_is_not_on_this_machine_can_t_be_edited(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    program_set(&p, "XDG_CONFIG_HOME", "/nonexistent");
    RUN(&p, &r, 66, "edit", "vm.md:6");
    assert_holds(&r.err, "pagein import");
    end(&p, &r);
}

/* What a disk or another program did to the deck is found. */
static void a_card_that_belies_its_history_is_found(void **state)
{
    struct program p;
    struct ran r = {0};
    struct str path = STR_EMPTY;
    sqlite3 *db;

    (void)state;
    given_a_deck(&p, &r);
    str_printf(&path, "%s/data/pagein/default.sqlite", p.home);
    assert_int_equal(sqlite3_open(path.at, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "UPDATE card SET lapses = 3", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    RUN(&p, &r, 1, "deck", "verify");
    assert_true(r.out.len > 0);
    assert_holds(&r.err, " found wrong.\n");
    RUN(&p, &r, 1, "deck", "verify", "--json");
    assert_holds(&r.out, "\"findings\"");
    str_release(&path);
    end(&p, &r);
}

static void a_deck_may_be_a_file_anywhere(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "vm.md", notes);
    RUN(&p, &r, 0, "import", "--deck", "./my deck.sqlite", "vm.md");
    assert_holds(&r.err, "pagein review --deck './my deck.sqlite'\n");
    RUN(&p, &r, 0, "due", "--deck", "./my deck.sqlite");
    assert_holds(&r.out, "4 new");
    RUN(&p, &r, 0, "--deck", "./my deck.sqlite");
    assert_holds(&r.out, "pagein review --deck './my deck.sqlite'");
    RUN(&p, &r, 0, "--deck", "it's");
    assert_holds(&r.out, "pagein import --deck 'it'\\''s' NOTES.md");
    end(&p, &r);
}

static void home_goes_on_with_the_deck_that_has_most_to_do(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    program_write(&p, "many.md",
                  "- {{1}}\n- {{2}}\n- {{3}}\n- {{4}}\n"
                  "- {{5}}\n");
    program_write(&p, "empty.md", "Nothing hidden here.\n");
    RUN(&p, &r, 0, "import", "--deck", "many", "many.md");
    RUN(&p, &r, 0, "import", "--deck", "empty", "empty.md");
    assert_holds(&r.err, "written {{like this}}");
    program_write(&p, "data/pagein/broken.sqlite", "no deck");
    program_run(&p, &r, NULL, NULL);
    assert_holds(&r.out, "pagein review --deck many ");
    assert_holds(&r.out, "\n  empty    empty\n");
    RUN(&p, &r, 0, "--deck", "empty");
    assert_holds(&r.out, "pagein import --deck empty NOTES.md");
    RUN(&p, &r, 0, "--deck", "broken");
    assert_lacks(&r.out, "pagein review");
    end(&p, &r);
}

static void home_says_what_is_due_and_what_to_type(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    program_run(&p, &r, NULL, NULL);
    assert_int_equal(r.status, 0);
    assert_golden("home.txt", r.out.at);
    end(&p, &r);
}

static void home_says_what_is_wrong_in_the_notes(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    program_write(&p, "vm.md", "- An {{open cloze\n");
    program_run(&p, &r, NULL, NULL);
    assert_int_equal(r.status, 0);
    assert_holds(&r.out, "vm.md:1:6: error: ");
    RUN(&p, &r, 0, "list");
    assert_holds(&r.out, "A page is mostly");
    end(&p, &r);
}

static void ids_hold_what_is_rewritten(void **state)
{
    struct program p;
    struct ran r = {0};
    struct str text = STR_EMPTY, same = STR_EMPTY;

    (void)state;
    given_a_deck(&p, &r);
    RUN(&p, &r, 0, "id", "add", "--dry-run", "vm.md");
    assert_string_equal(r.err.at, "vm.md: would add 3 ids.\n");
    program_read(&p, "vm.md", &text);
    assert_string_equal(text.at, notes);
    RUN(&p, &r, 0, "id", "add", "vm.md");
    assert_string_equal(r.err.at, "vm.md: added 3 ids.\n");

    /* the cards are the same ones, also when their text is another */
    RUN(&p, &r, 0, "import", "vm.md");
    assert_string_equal(r.err.at,
                        "3 notes with 4 cards in 1 file: 3 kept.\n");
    run_shell(&p, &r,
              "sed -i 's/A page is mostly .* bytes/Of {{4096}} bytes "
              "everything is made here/' vm.md");
    RUN(&p, &r, 0, "import", "vm.md");
    assert_string_equal(
        r.err.at, "3 notes with 4 cards in 1 file: 1 edited, 2 kept.\n");

    /* once is enough; and nobody else's file is touched */
    str_clear(&text);
    program_read(&p, "vm.md", &text);
    RUN(&p, &r, 0, "id", "add", "vm.md");
    assert_string_equal(r.err.at, "vm.md: added 0 ids; 3 blocks had one.\n");
    program_read(&p, "vm.md", &same);
    assert_string_equal(same.at, text.at);
    RUN(&p, &r, 64, "id", "remove", "vm.md");
    RUN(&p, &r, 64, "id", "add", "-");
    RUN(&p, &r, 66, "id", "add", "nowhere.md");
    program_write(&p, "bad.md", "- A {{b\n");
    RUN(&p, &r, 65, "id", "add", "bad.md");
    str_release(&text);
    str_release(&same);
    end(&p, &r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_hold_what_is_rewritten),
        cmocka_unit_test(nobody_is_turned_away_without_a_deck),
        cmocka_unit_test(a_first_import_says_what_to_type_next),
        cmocka_unit_test(a_dry_run_shows_the_ledger_and_changes_nothing),
        cmocka_unit_test(a_dry_run_without_a_place_for_it_says_so),
        cmocka_unit_test(a_second_folder_for_pictures_must_be_there),
        cmocka_unit_test(a_mistyped_deck_is_told_the_others),
        cmocka_unit_test(an_edit_keeps_the_card),
        cmocka_unit_test(a_bad_file_changes_nothing),
        cmocka_unit_test(a_wrong_path_leaves_no_deck_behind),
        cmocka_unit_test(a_definition_goes_into_the_deck_of_its_name),
        cmocka_unit_test(the_list_off_a_terminal_is_columns_and_tabs),
        cmocka_unit_test(a_first_import_that_fails_leaves_nothing),
        cmocka_unit_test(a_suspended_card_stays_away_until_undo),
        cmocka_unit_test(every_verb_does_and_undoes),
        cmocka_unit_test(a_tag_selects),
        cmocka_unit_test(a_review_on_a_pipe_is_saved),
        cmocka_unit_test(
            without_a_terminal_a_review_shows_a_card_and_ends_well),
        cmocka_unit_test(search_finds_all_the_words),
        cmocka_unit_test(settings_are_seen_and_set),
        cmocka_unit_test(an_editor_gets_the_line_and_the_change_comes_in),
        cmocka_unit_test(a_deck_is_verified),
        cmocka_unit_test(what_stands_there_is_no_deck),
        cmocka_unit_test(a_card_tells_its_whole_life),
        cmocka_unit_test(what_left_the_notes_is_gone_but_not_lost),
        cmocka_unit_test(a_mistake_made_in_the_editor_is_told),
        cmocka_unit_test(the_editor_of_the_config_file_is_the_last_resort),
        cmocka_unit_test(
            a_source_that_is_not_on_this_machine_can_t_be_edited),
        cmocka_unit_test(a_card_that_belies_its_history_is_found),
        cmocka_unit_test(a_deck_may_be_a_file_anywhere),
        cmocka_unit_test(home_goes_on_with_the_deck_that_has_most_to_do),
        cmocka_unit_test(home_says_what_is_due_and_what_to_type),
        cmocka_unit_test(home_says_what_is_wrong_in_the_notes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) |
           RUN_CASES(printed, is_one_json_document);
}
