#include "runs.h"

#include <string.h>

void run_args(struct program *p, struct ran *r, const char *input,
              const char *const *args)
{
    const char *a[RUN_ARGS + 1] = {0};

    for (size_t i = 0; args[i] != NULL; i++) {
        assert_true(i < RUN_ARGS);
        a[i] = args[i];
    }
    program_run(p, r, input, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7],
                a[8], a[9], NULL);
}

void run_expect(struct program *p, struct ran *r, int status,
                const char *const *args)
{
    run_args(p, r, NULL, args);
    if (r->status != status)
        fail_msg("pagein %s: status %d, not %d\n%s%s", args[0], r->status,
                 status, r->out.at, r->err.at);
}

void run_holds(void **state)
{
    const struct run *run = *state;
    struct program p;
    struct ran r = {0};

    program_init(&p);
    for (size_t i = 0; i + 1 < RUN_FILES && run->files[i] != NULL; i += 2)
        program_write(&p, run->files[i], run->files[i + 1]);
    run_args(&p, &r, run->input, run->args);

    if (run->err != NULL)
        assert_string_equal(r.err.at, run->err);
    if (run->out != NULL)
        assert_string_equal(r.out.at, run->out);
    assert_int_equal(r.status, run->status);

    ran_release(&r);
    program_release(&p);
}

void assert_holds(const struct str *text, const char *part)
{
    if (strstr(text->at, part) == NULL)
        fail_msg("\"%s\" is not in:\n%s", part, text->at);
}

void assert_lacks(const struct str *text, const char *part)
{
    if (strstr(text->at, part) != NULL)
        fail_msg("\"%s\" is in:\n%s", part, text->at);
}
