/* The review line by line, as the program does it on a pipe. */
#include <string.h>

#include "check.h"
#include "program.h"

static const char notes[] = "# Paging\n\n"
                            "- A page has {{4 KiB::of bytes}}.\n"
                            "    - {{c1::Code}} and {{c1::data}} have own "
                            "ones.\n";

struct pipe_case {
    const char *name, *input, *shown;
};

/* One card asks, the answer is told; every line stays. */
static const struct pipe_case cases[] = {
    {"no input at all is a good end", "",
     "\nCard 1 of 1\nnotes.md, Paging\nA page has [...].\n"
     "Enter shows the answer; or type it. ? lists the keys, q leaves.\n"
     "Nothing answered.\n"},
    {"Enter shows, a digit grades", "\n3\n",
     "\nCard 1 of 1\nnotes.md, Paging\nA page has [...].\n"
     "Enter shows the answer; or type it. ? lists the keys, q leaves.\n"
     "Answer: 4 KiB\n"
     "1 Again: today; 2 Hard: again today; 3 Good, 4 Easy: 1d\n"
     "\nDone for today.\n\n1 card in 0 s, 1 new\nTomorrow: 1 to review\n"},
    {"a line is the answer itself, a name a grade", "4 kb\nHARD\n\ngood\n",
     "\nCard 1 of 1\nnotes.md, Paging\nA page has [...].\n"
     "Enter shows the answer; or type it. ? lists the keys, q leaves.\n"
     "You typed: 4 k{+i+}b\n"
     "Answer: 4 KiB\n"
     "1 Again: today; 2 Hard: again today; 3 Good, 4 Easy: 1d\n"
     "\nCard 2 of 2\nnotes.md, Paging\nA page has [...].\n"
     "Answer: 4 KiB\n"
     "1 Again: today; 2 Hard: again today; 3 Good, 4 Easy: 1d\n"
     "\nDone for today.\n\n1 card in 0 s, 1 new\nTomorrow: 1 to review\n"},
    {"t asks for the answer, marks and undo are told",
     "t\n4 KiB\nm\n3\nu\nq\n",
     "\nCard 1 of 1\nnotes.md, Paging\nA page has [...].\n"
     "Enter shows the answer; or type it. ? lists the keys, q leaves.\n"
     "Type the answer:\n"
     "You typed the answer: 4 KiB\n"
     "Answer: 4 KiB\n"
     "1 Again: today; 2 Hard: again today; 3 Good, 4 Easy: 1d\n"
     "Marked.\n"
     "\nDone for today.\n\n1 card in 0 s, 1 new\nTomorrow: 1 to review\n"},
    {"one letter that is no key is an answer", "7\nx\n:q\n",
     "\nCard 1 of 1\nnotes.md, Paging\nA page has [...].\n"
     "Enter shows the answer; or type it. ? lists the keys, q leaves.\n"
     "You typed: [-7-]{+4 KiB+}\n"
     "Answer: 4 KiB\n"
     "1 Again: today; 2 Hard: again today; 3 Good, 4 Easy: 1d\n"
     "One key, please; ? lists them.\n"
     "Nothing answered.\n"},
    {"what is no key is told", "\nwhat\ne\n:q\n",
     "\nCard 1 of 1\nnotes.md, Paging\nA page has [...].\n"
     "Enter shows the answer; or type it. ? lists the keys, q leaves.\n"
     "Answer: 4 KiB\n"
     "1 Again: today; 2 Hard: again today; 3 Good, 4 Easy: 1d\n"
     "One key, please; ? lists them.\n"
     "The editor needs a terminal.\n"
     "Nothing answered.\n"},
};

static void tells(void **state)
{
    const struct pipe_case *c = *state;
    struct program p;
    struct ran r = {0};

    program_init(&p);
    program_write(&p, "notes.md", "# Paging\n\nA page has {{4 KiB}}.\n");
    program_run(&p, &r, NULL, "import", "notes.md", NULL);
    assert_int_equal(r.status, 0);
    program_run(&p, &r, c->input, "review", NULL);
    assert_string_equal(r.out.at, c->shown);
    assert_int_equal(r.status, 0);
    ran_release(&r);
    program_release(&p);
}

static void help_and_history_are_told_in_words(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "notes.md", notes);
    program_run(&p, &r, NULL, "import", "notes.md", NULL);
    program_run(&p, &r, "\n1\n?\ni\n\n\n2\ni\nq\n", "review", NULL);
    assert_golden("review-plain.txt", r.out.at);
    ran_release(&r);
    program_release(&p);
}

/* A problem of two parts, answered wrongly. */
static const struct leaving {
    const char *name, *input;
    bool logged;
} leavings[] = {
    {"who leaves in the middle of a problem has answered none", "1\n", false},
    {"who leaves after the first attempt has", "1\n1\n", true},
    {"and who leaves before the second", "1\n1\n\n", true},
    {"and who leaves in the middle of it", "1\n1\n\n1\n", true},
};

static void the_end_of_the_input_loses_no_attempt(void **state)
{
    const struct leaving *c = *state;
    struct program p;
    struct ran r = {0};

    program_init(&p);
    program_write(&p, "notes.md", notes);
    program_write(&p, "vm.yaml", "notes: [notes.md]\nkinds: [SPLIT]\n");
    program_run(&p, &r, NULL, "import", "vm.yaml", NULL);
    program_run(&p, &r, c->input, "review", "--deck", "vm", "--only",
                "problems", NULL);
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.out.at, c->logged ? "\n1 card in 0 s, 1 new.\n"
                                               : "\nNothing answered.\n"));
    program_run(&p, &r, NULL, "undo", "--list", "--deck", "vm", NULL);
    if ((strstr(r.out.at, "answer Again") != NULL) != c->logged)
        fail_msg("%s", r.out.at);
    ran_release(&r);
    program_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_and_history_are_told_in_words),
    };

    return RUN_CASES(cases, tells) +
           RUN_CASES(leavings, the_end_of_the_input_loses_no_attempt) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
