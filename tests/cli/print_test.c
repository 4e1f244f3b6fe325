/* Forms on paper, as `pagein exam` writes them. */
#include "runs.h"

static const char blueprint[] = "title: Short\n"
                                "page: a4\n"
                                "items:\n"
                                "  - kind: LOOKUP\n"
                                "    level: 2\n"
                                "  - kind: COWFRAME\n"
                                "    level: 1\n"
                                "    lines: 3\n";

/* 40 students: more than are measured. */
static const char make_roster[] =
    "{ echo id,room; for i in $(seq 40); do echo s$i,R1; done; } >roster.csv";

static void given_a_class(struct program *p, struct ran *r)
{
    program_init(p);
    program_write(p, "short.yaml", blueprint);
    run_shell(p, r, make_roster);
}

static void end(struct program *p, struct ran *r)
{
    ran_release(r);
    program_release(p);
}

static void a_shard_prints_what_the_whole_would(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_class(&p, &r);
    RUN(&p, &r, 0, "exam", "short.yaml", "--roster", "roster.csv", "--seed",
        "5", "-o", "whole");
    run_shell(&p, &r,
              "$P exam short.yaml --roster roster.csv --seed 5 --shard 2/3 "
              "-o part && ls part/forms | wc -l && "
              "for f in part/forms/* part/keys/*; do "
              "cmp $f whole/${f#part/} || echo differs; done");
    assert_int_equal(r.status, 0);
    assert_holds(&r.out, "13\n");
    assert_lacks(&r.out, "differ");
    end(&p, &r);
}

static void all_forms_go_into_one_file(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_class(&p, &r);
    RUN(&p, &r, 0, "exam", "short.yaml", "--roster", "roster.csv", "--seed",
        "5", "--merge", "-o", "all");
    run_shell(&p, &r,
              "ls all all/keys | wc -l; test ! -e all/forms && "
              "head -c 5 all/forms.pdf; grep -ac '/Count 80' all/forms.pdf");
    assert_holds(&r.out, "%PDF-1\n"); /* a page and an empty one for each */
    RUN(&p, &r, 64, "exam", "short.yaml", "--bank", "3", "--merge", "-o",
        "bank");
    assert_holds(&r.err, "--merge");
    end(&p, &r);
}

static void large_print_is_larger(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_class(&p, &r);
    RUN(&p, &r, 0, "exam", "short.yaml", "--seed", "5", "-o", "plain");
    RUN(&p, &r, 0, "exam", "short.yaml", "--seed", "5", "--large", "-o",
        "large");
    run_shell(&p, &r,
              "grep -ac '/Count 1$' plain/forms/A.pdf; "
              "grep -ac '/Count 2$' large/forms/A.pdf");
    assert_string_equal(r.out.at, "1\n1\n");
    end(&p, &r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shard_prints_what_the_whole_would),
        cmocka_unit_test(all_forms_go_into_one_file),
        cmocka_unit_test(large_print_is_larger),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
