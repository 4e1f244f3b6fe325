#include "runs.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "text/unicode.h"

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

void run_shell(struct program *p, struct ran *r, const char *line)
{
    struct str whole = STR_EMPTY;
    int status;
    pid_t pid;

    str_printf(&whole, "P='%s'; { %s\n} >out 2>err", source_path(PAGEIN),
               line);
    pid = fork();
    assert_int_not_equal(pid, -1);
    if (pid == 0)
        program_exec(p, "bash",
                     (const char *const[]){"bash", "-c", whole.at, NULL});
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    ran_release(r);
    *r = (struct ran){WEXITSTATUS(status), STR_EMPTY, STR_EMPTY};
    program_read(p, "out", &r->out);
    program_read(p, "err", &r->err);
    str_release(&whole);
}

void run_holds(void **state)
{
    const struct run_case *run = *state;
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

static bool obeyed(uint32_t c)
{
    static const struct {
        uint32_t from, to;
    } ranges[] = {
        {0x00, 0x08},     {0x0b, 0x1f},       {0x7f, 0x9f},
        {0x200b, 0x200f}, {0x2028, 0x202e},   {0x2060, 0x2069},
        {0xfeff, 0xfeff}, {0xe0000, 0xe007f},
    };

    for (size_t i = 0; i < COUNT(ranges); i++)
        if (c >= ranges[i].from && c <= ranges[i].to)
            return true;
    return false;
}

void assert_clean(const struct str *text)
{
    struct slice rest = str_slice(text);
    size_t len;

    if (utf8_check(rest) != rest.len)
        fail_msg("not UTF-8 at byte %zu: %s", utf8_check(rest), text->at);
    for (; rest.len > 0; rest = slice_skip(rest, len)) {
        uint32_t c = utf8_next(rest, &len);
        if (obeyed(c))
            fail_msg("U+%04X at byte %zu: %s", (unsigned)c,
                     text->len - rest.len, text->at);
    }
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
