/* code_test.c - pagein show CODE, and quiz --choice: all that a person, or a
 * program, needs to answer that problem. */
#include "program.h"

#include <string.h>

#include "check.h"
#include "problem/code.h"
#include "problem/kind.h"

static const struct shown {
    const char *name, *kind;
    int level;
    const char *has[3]; /* on the page */
    const char *json;   /* in the document */
} shown[] = {
    {"the options to choose from",
     "RANGEPG",
     1,
     {"in the same page (letters, or none)", "  (a) ", "  (f) "},
     "\"options\": [\n      [\n        \"`"},
    {"options of several questions, once",
     "LAYOUT",
     4,
     {"1 of 8: `main` (a letter)", "  (a) ", "  (g) "},
     "\"a letter\",\n      \"hex\"\n    ]"},
    {"how the only answer is written",
     "LOOKUP",
     2,
     {"physical address (hex, or fault)"},
     "\"forms\": [\n      \"hex, or fault\"\n    ]"},
    {"that a set is of numbers in hex",
     "REVERSE",
     2,
     {"(hex, any order, or none)"},
     "\"hex, any order, or none\""},
    {"the figures of the worked way",
     "RSSVSZ",
     1,
     {"1. VSZ, KiB"},
     "After each step, in pages"},
};

static void shows(void **state)
{
    const struct shown *c = *state;
    const struct kind *k = kind_find(slice_from(c->kind));
    struct program p;
    struct ran r = {0};
    char code[CODE_BYTES];

    code_put(code,
             (struct code){k->number, k->version, (uint8_t)c->level, 5});
    program_init(&p);
    program_run(&p, &r, NULL, "show", code, NULL);
    assert_int_equal(r.status, 0);
    for (unsigned i = 0; i < 3 && c->has[i] != NULL; i++) {
        const char *found = strstr(r.out.at, c->has[i]);
        if (found == NULL || strstr(found + 1, c->has[i]) != NULL)
            fail_msg("not once: %s\n%s", c->has[i], r.out.at);
    }
    program_run(&p, &r, NULL, "show", code, "--json", NULL);
    assert_int_equal(r.status, 0);
    if (strstr(r.out.at, c->json) == NULL)
        fail_msg("%s", r.out.at);
    ran_release(&r);
    program_release(&p);
}

static void choosing_shows_what_its_letters_stand_for(void **state)
{
    static const char *const asked[] = {"LAYOUT", "LOOKUP"};
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    for (unsigned i = 0; i < 2; i++) {
        program_run(&p, &r, "quit\n", "quiz", asked[i], "--level", "4",
                    "--seed", "5", "--limit", "1", "--choice", NULL);
        assert_int_equal(r.status, 0);
        assert_int_equal(strstr(r.out.at, "which is right") != NULL, i == 1);
        assert_non_null(strstr(r.out.at, "  (a) "));
    }
    ran_release(&r);
    program_release(&p);
}

/* The topic lookup is more than its kind LOOKUP. */
static void a_topic_may_be_called_as_one_of_its_kinds_is(void **state)
{
    static const char *const words[] = {"LOOKUP", "lookup"};
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    for (unsigned i = 0; i < 2; i++) {
        program_run(&p, &r, NULL, "quiz", words[i], "--json", "--seed", "1",
                    NULL);
        assert_int_equal(r.status, 0);
        assert_int_equal(strstr(r.out.at, "\"REVERSE\"") != NULL, i == 1);
    }
    ran_release(&r);
    program_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_topic_may_be_called_as_one_of_its_kinds_is),
        cmocka_unit_test(choosing_shows_what_its_letters_stand_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           RUN_CASES(shown, shows);
}
