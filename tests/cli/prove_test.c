/* prove_test.c - pagein prove: a problem's key against two solvers and this
 * machine's kernel. */
#include "program.h"

#include <string.h>
#include <unistd.h>

#include "check.h"
#include "problem/code.h"
#include "problem/kind.h"
#include "sys/json.h"

static void code_of(const char *kind, int level, char out[CODE_BYTES])
{
    const struct kind *k = kind_find(slice_from(kind));

    code_put(out, (struct code){k->number, k->version, (uint8_t)level, 5});
}

static const struct proved {
    const char *name, *kind;
    int level;
    const char *kernel;  /* its word, as root */
    const char *verdict; /* the last line begins so; NULL: there is none */
} proved[] = {
    {"sums are nothing for a kernel", "SPLIT", 2, "can't tell", NULL},
    {"faults and copies are", "COWFAULT", 3, "agrees",
     "This machine's kernel agrees: "},
    {"page tables of another format can't be seen", "DEMAND", 4, "agrees",
     "This machine's kernel agrees where it can tell: "},
};

static void is_proved(void **state)
{
    const struct proved *c = *state;
    struct program p;
    struct ran r = {0};
    char code[CODE_BYTES];
    const char *last;

    if (geteuid() != 0) {
        print_message("# Only root may see all that a kernel can tell.\n");
        skip();
    }
    program_init(&p);
    code_of(c->kind, c->level, code);
    program_run(&p, &r, NULL, "prove", code, NULL);
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.out.at, "the engine"));
    assert_non_null(strstr(r.out.at, "the other way"));
    last = strstr(r.out.at, "This machine's kernel");
    if (c->verdict == NULL)
        assert_null(last);
    else if (last == NULL || strncmp(last, c->verdict, strlen(c->verdict)))
        fail_msg("%s", r.out.at);
    ran_release(&r);
    program_release(&p);
}

static void is_told_to_programs(void **state)
{
    const struct proved *c = *state;
    struct program p;
    struct ran r = {0};
    struct json_doc doc;
    struct slice kernel;
    struct err err;
    bool same = false;
    char code[CODE_BYTES];

    if (geteuid() != 0)
        skip();
    program_init(&p);
    code_of(c->kind, c->level, code);
    program_run(&p, &r, NULL, "prove", code, "--json", NULL);
    assert_int_equal(r.status, 0);
    assert_int_equal(json_read(&doc, str_slice(&r.out), "out", &err), 0);
    assert_true(json_find_text(doc.root, "kernel", &kernel));
    assert_true(slice_is(kernel, c->kernel));
    assert_true(json_find_bool(doc.root, "same", &same));
    assert_true(same);
    json_release(&doc);
    ran_release(&r);
    program_release(&p);
}

static void a_wrong_code_is_no_proof(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_run(&p, &r, NULL, "prove", "0000-0000-0001", NULL);
    assert_true(r.status >= 64);
    assert_string_equal(r.out.at != NULL ? r.out.at : "", "");
    ran_release(&r);
    program_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_code_is_no_proof),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           RUN_CASES(proved, is_proved) +
           RUN_CASES(proved, is_told_to_programs);
}
