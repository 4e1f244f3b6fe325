/* config.yaml: a person's own ways. */
#include "runs.h"

#define CONFIG "config/pagein/config.yaml"

static void colour_by_the_file_and_against_it(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, CONFIG, "color: always\n");
    RUN(&p, &r, 0, "help");
    assert_holds(&r.out, "\x1b[");
    RUN(&p, &r, 0, "help", "--color=never");
    assert_lacks(&r.out, "\x1b[");

    ran_release(&r);
    program_release(&p);
}

static void a_deck_of_ones_own(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, CONFIG, "deck: vm\n");
    RUN(&p, &r, 0, "list");
    assert_holds(&r.err, "There is no deck \"vm\" yet");
    RUN(&p, &r, 0, "list", "--deck", "other");
    assert_holds(&r.err, "There is no deck \"other\" yet");

    ran_release(&r);
    program_release(&p);
}

static void keys_of_ones_own(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, CONFIG, "keys:\n  undo: z\n  good: gy\n");
    program_write(&p, "a.md", "- A page has {{4096}} bytes.\n");
    RUN(&p, &r, 0, "import", "a.md");
    program_run(&p, &r, "\ny\n", "review", NULL);
    assert_int_equal(r.status, 0);
    assert_holds(&r.out, "1 card");
    RUN(&p, &r, 0, "undo", "--list");
    assert_holds(&r.out, "answer Good");

    ran_release(&r);
    program_release(&p);
}

static const struct mistake {
    const char *name, *config;
    const char *place; /* behind the path of the file */
    const char *word;  /* that the finding holds */
} mistakes[] = {
    {"a key that is near another", "colour: never\n",
     ":1:1: error: ", "color"},
    {"a value that is none", "plain: yes\ncolor: blue\n",
     ":2:8: error: ", "auto, always or never"},
    {"yes or no", "plain: perhaps\n", ":1:8: error: ", "plain"},
    {"no YAML", "color: [\n", ":2:1: error: ", ""},
    {"a list instead of keys", "- color\n", ":1:1: error: ", ""},
    {"a key for nothing", "keys:\n  udno: z\n", ":2:3: error: ", "undo"},
    {"a list of keys", "keys: [z]\n", ":1:7: error: ", "keys"},
    {"a key that is none", "keys:\n  undo: z<F99>\n",
     ":2:9: error: ", "<F99> is no key to choose"},
    {"the key that ends programs", "keys: {undo: <C-c>}\n",
     ":1:14: error: ", "is no key to choose"},
};

static void is_told_and_all_else_goes_on(void **state)
{
    const struct mistake *m = *state;
    struct program p;
    struct ran r = {0};

    program_init(&p);
    program_write(&p, CONFIG, m->config);
    RUN(&p, &r, 0, "--version");
    assert_string_equal(r.out.at, "pagein 0.1.0\n");
    assert_holds(&r.err, m->place);
    assert_holds(&r.err, m->word);

    ran_release(&r);
    program_release(&p);
}

static void a_folder_in_place_of_the_file(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, CONFIG "/x", "");
    RUN(&p, &r, 0, "--version");
    assert_string_equal(r.out.at, "pagein 0.1.0\n");
    assert_holds(&r.err, "config.yaml");

    ran_release(&r);
    program_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colour_by_the_file_and_against_it),
        cmocka_unit_test(a_deck_of_ones_own),
        cmocka_unit_test(keys_of_ones_own),
        cmocka_unit_test(a_folder_in_place_of_the_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) |
           RUN_CASES(mistakes, is_told_and_all_else_goes_on);
}
