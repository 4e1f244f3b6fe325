/* Notes and names made to play tricks on a terminal, on a terminal: whatever
 * they hold, it gets no sequence but ours. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "leak.h"
#include "terminal.h"

struct trick {
    const char *name;   /* of the test */
    const char *file;   /* what the notes are called */
    const char *source; /* where they come from, or NULL: one plain note */
};

static const struct trick names[] = {
    {"a name that sets the title", "a\033]0;title\007.md", NULL},
    {"a name that clears the screen", "a\033[2J\033[H.md", NULL},
    {"a name with a C1 control",
     "a\xc2\x9b"
     "2J.md",
     NULL},
    {"a name in two lines", "a\nb\r.md", NULL},
    {"a name that turns round", "a\xe2\x80\xaegnp.md", NULL},
    {"a name that is not UTF-8", "a\xff\x9b.md", NULL},
    {"a name with a tab and a bell", "a\tb\a.md", NULL},
};

/* Runs a command on a terminal to its end and judges all it wrote. */
static int judge(const struct program *p, const char *command,
                 const char *operand)
{
    struct terminal *t =
        terminal_open(p, 24, 80, "pagein", command, "--", operand, NULL);
    int status = terminal_status(t);

    assert_no_leak(str_slice(&t->bytes), READER_LINES, command);
    if (status > 76)
        fail_msg("%s ended with %d", command, status);
    terminal_close(t);
    return status;
}

/* Goes through the cards, `keys` by `keys`; true when a picture of ESC was
 * to be seen. */
static bool judge_review(const struct program *p, const char *how,
                         const char *keys, enum reader reader)
{
    struct terminal *t =
        terminal_open(p, 24, 80, "pagein", "review", how, NULL);
    bool seen = terminal_shows(t, "␛");

    for (int i = 0; i < 12 && !t->ended; i++) {
        terminal_type(t, keys);
        seen = seen || terminal_shows(t, "␛");
    }
    assert_no_leak(str_slice(&t->bytes), reader, "the review");
    terminal_close(t);
    return seen;
}

/* True when the file holds a real escape character. */
static bool has_escape(const struct program *p, const char *name)
{
    struct str bytes = STR_EMPTY;
    bool found;

    program_read(p, name, &bytes);
    found = memchr(bytes.at, '\033', bytes.len) != NULL;
    str_release(&bytes);
    return found;
}

static void it_is_only_text(void **state)
{
    const struct trick *trick = *state;
    struct program p;
    struct ran ran = {0};
    char id[32];
    bool seen;

    program_init(&p);
    if (trick->source == NULL)
        program_write(&p, trick->file, "- The {{page table}} maps.\n");
    else if (!program_copy(&p, trick->file, trick->source))
        fail_msg("%s is missing", trick->source);
    judge(&p, "check", trick->file);
    judge(&p, "import", trick->file);
    judge(&p, "list", trick->file);
    judge(&p, "search", "page");
    program_run(&p, &ran, NULL, "list", NULL);
    if (sscanf(ran.out.at, "%31[^\t]", id) == 1) {
        assert_int_equal(judge(&p, "show", id), 0);
        judge_review(&p, "--plain", "\n", READER_LINES);
        seen = judge_review(&p, "--cram", " ", READER_SCREEN);
        if (has_escape(&p, trick->file))
            assert_true(seen);
    }
    ran_release(&ran);
    program_release(&p);
}

/* Every file of tests/hostile that is meant for terminals. */
static size_t notes_of(glob_t *files, struct trick **tricks)
{
    if (glob("tests/hostile/term-*.md", 0, NULL, files) != 0)
        return 0;
    *tricks = calloc(files->gl_pathc, sizeof **tricks);
    for (size_t i = 0; *tricks != NULL && i < files->gl_pathc; i++)
        (*tricks)[i] = (struct trick){strrchr(files->gl_pathv[i], '/') + 1,
                                      "notes.md", files->gl_pathv[i]};
    return files->gl_pathc;
}

int main(void)
{
    struct trick *tricks = NULL;
    glob_t files = {0};
    size_t n = notes_of(&files, &tricks);
    int failed = n == 0;

    failed +=
        run_cases("notes", tricks, sizeof *tricks, n, 0, it_is_only_text);
    failed += RUN_CASES(names, it_is_only_text);
    free(tricks);
    globfree(&files);
    return failed;
}
