/* Help, the manual page and the completions: all out of one table. */
#include "runs.h"

#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "review/key.h"
#include "sched/sm2.h"
#include "vm/machine.h"

static void help_of_every_command_is_golden(void **state)
{
    struct program p;
    struct ran r = {0};
    struct str all = STR_EMPTY;

    (void)state;
    program_init(&p);
    for (size_t i = 0; i < ncommands; i++) {
        const char *name = commands[i]->name;
        if (*name == '\0')
            program_run(&p, &r, NULL, "help", NULL);
        else
            program_run(&p, &r, NULL, name, "--help", NULL);
        assert_int_equal(r.status, 0);
        assert_string_equal(r.err.at, "");
        str_printf(&all, "$ pagein %s --help\n%s\n", name, r.out.at);
    }
    assert_golden("help.txt", all.at);

    str_release(&all);
    ran_release(&r);
    program_release(&p);
}

static void help_and_its_option_say_the_same(void **state)
{
    struct program p;
    struct ran one = {0}, other = {0};

    (void)state;
    program_init(&p);
    program_run(&p, &one, NULL, "help", "review", NULL);
    program_run(&p, &other, NULL, "review", "-h", NULL);
    assert_string_equal(one.out.at, other.out.at);
    program_run(&p, &one, NULL, "help", NULL);
    program_run(&p, &other, NULL, "--help", NULL);
    assert_string_equal(one.out.at, other.out.at);

    ran_release(&one);
    ran_release(&other);
    program_release(&p);
}

static void no_line_of_help_is_wider_than_80_columns(void **state)
{
    struct program p;
    struct ran r = {0};
    struct slice rest, line;

    (void)state;
    program_init(&p);
    for (size_t i = 0; i < ncommands; i++) {
        program_run(&p, &r, NULL, "help",
                    *commands[i]->name != '\0' ? commands[i]->name : NULL,
                    NULL);
        rest = str_slice(&r.out);
        while (slice_line(&rest, &line))
            if (line.len > 80)
                fail_msg("%.*s", SLICE_FMT(line));
    }
    ran_release(&r);
    program_release(&p);
}

static void every_command_says_all_of_itself(void **state)
{
    (void)state;
    for (size_t i = 0; i < ncommands; i++) {
        const struct command *c = commands[i];
        assert_non_null(c->blurb);
        assert_non_null(c->about);
        assert_non_null(c->operands);
        assert_true(c->min <= c->max);
        if (*c->name != '\0')
            assert_non_null(c->examples);
        if (c->fill == FILL_WORDS)
            assert_non_null(c->words);
    }
}

static void the_profiles_offered_are_those_there_are(void **state)
{
    struct slice words = slice_from(option_rows[OPTION_PROFILE].value), word;
    size_t n = 0;

    (void)state;
    for (; option_word(&words, &word); n++)
        assert_true(slice_is(word, sm2_profiles[n].name));
    assert_int_equal(n, sm2_nprofiles);
    words = slice_from(option_rows[OPTION_SYSTEM].value);
    for (n = 0; option_word(&words, &word); n++)
        assert_true(slice_is(word, profiles[n].name));
    assert_int_equal(n, nprofiles);
}

/* --- what make install writes ------------------------------------------- */

static void generate(struct program *p, const char *kind, const char *file)
{
    struct ran r = {0};

    program_run(p, &r, NULL, "generate", kind, NULL);
    assert_int_equal(r.status, 0);
    program_write(p, file, r.out.at);
    ran_release(&r);
}

/* Call it while there is nothing to give back yet. */
static void skip_without(const char *tool)
{
    struct str command = STR_EMPTY;
    bool there;

    str_printf(&command, "command -v %s >/dev/null", tool);
    there = system(command.at) == 0;
    str_release(&command);
    if (there)
        return;
    print_message("%s is not here\n", tool);
    skip();
}

/* Runs a line of shell in the home, and appends what it said. */
static void shell(struct program *p, const char *line, struct str *said)
{
    struct str command = STR_EMPTY;

    str_printf(&command, "cd %s && { %s; } >said 2>&1", p->home, line);
    if (system(command.at) < 0)
        fail_msg("no shell");
    program_read(p, "said", said);
    str_release(&command);
}

static const struct generated {
    const char *name, *kind, *file, *tool, *line;
    const char *said;
} generated[] = {
    {"mandoc finds nothing wrong with the manual page", "man", "pagein.1",
     "mandoc", "mandoc -T lint pagein.1", ""},
    {"bash reads its completions", "bash", "c", "bash", "bash -n c", ""},
    {"zsh reads its completions", "zsh", "c", "zsh", "zsh -n c", ""},
    {"fish reads its completions", "fish", "c", "fish", "fish -n c", ""},
    {"bash completes a command", "bash", "c", "bash",
     "bash -c '. ./c; COMP_WORDS=(pagein sim); COMP_CWORD=1; _pagein; "
     "echo ${COMPREPLY[@]}'",
     "simulate\n"},
    {"bash completes an option of the command", "bash", "c", "bash",
     "bash -c '. ./c; COMP_WORDS=(pagein -d x review --cr); COMP_CWORD=4; "
     "_pagein; echo ${COMPREPLY[@]}'",
     "--cram\n"},
    {"bash completes the value of an option", "bash", "c", "bash",
     "bash -c '. ./c; COMP_WORDS=(pagein review --only = p); COMP_CWORD=4; "
     "_pagein; echo ${COMPREPLY[@]}'",
     "problems\n"},
    {"bash runs nothing that is in the name of a deck", "bash", "c", "bash",
     "mkdir -p data/pagein; "
     "touch 'data/pagein/$(touch pwned).sqlite' data/pagein/vm.sqlite; "
     "XDG_DATA_HOME=$PWD/data bash -c '. ./c; COMP_WORDS=(pagein --deck "
     "\"\"); "
     "COMP_CWORD=2; _pagein; echo ${#COMPREPLY[@]}'; ls pwned 2>/dev/null",
     "2\n"},
    {"fish completes a command", "fish", "c", "fish",
     "HOME=$PWD fish -c 'source c; complete -C \"pagein sim\"' | cut -f 1",
     "simulate\n"},
    {"fish completes an option of the command", "fish", "c", "fish",
     "HOME=$PWD fish -c 'source c; complete -C \"pagein review --cr\"' | "
     "cut -f 1",
     "--cram\n"},
};

static void is_generated(void **state)
{
    const struct generated *g = *state;
    struct program p;
    struct str said = STR_EMPTY;

    skip_without(g->tool);
    program_init(&p);
    generate(&p, g->kind, g->file);
    shell(&p, g->line, &said);
    assert_string_equal(said.at, g->said);

    str_release(&said);
    program_release(&p);
}

static void the_manual_page_has_every_command_and_option(void **state)
{
    struct program p;
    struct ran r = {0};
    struct str line = STR_EMPTY;

    (void)state;
    program_init(&p);
    program_run(&p, &r, NULL, "generate", "man", NULL);
    for (size_t i = 0; i < ncommands; i++) {
        if (commands[i]->group == NULL)
            continue;
        str_clear(&line);
        str_printf(&line, "\n.Ss %s\n", commands[i]->name);
        assert_holds(&r.out, line.at);
    }
    assert_holds(&r.out, "Fl \\-dry\\-run\n");

    str_release(&line);
    ran_release(&r);
    program_release(&p);
}

static void what_can_have_keys_is_told(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_run(&p, &r, NULL, "help", "review", NULL);
    for (size_t i = 0; review_action(i) != NULL; i++)
        assert_holds(&r.out, review_action(i));

    ran_release(&r);
    program_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_of_every_command_is_golden),
        cmocka_unit_test(help_and_its_option_say_the_same),
        cmocka_unit_test(no_line_of_help_is_wider_than_80_columns),
        cmocka_unit_test(every_command_says_all_of_itself),
        cmocka_unit_test(the_profiles_offered_are_those_there_are),
        cmocka_unit_test(what_can_have_keys_is_told),
        cmocka_unit_test(the_manual_page_has_every_command_and_option),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) |
           RUN_CASES(generated, is_generated);
}
