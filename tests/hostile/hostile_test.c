/* Notes that mean no good, through the whole program: each row of
 * manifest.tsv is one, with what has to become of it. `ok` is imported (and
 * has so many notes and cards), `error` is refused at its line and column,
 * `either` is a matter of taste; and nothing crashes, hangs or hands a byte
 * to the terminal that a terminal would obey. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "big.h"
#include "check.h"
#include "leak.h"
#include "program.h"

struct row {
    const char *name; /* of the file */
    const char *expect, *line, *column, *notes, *cards;
};

enum { COLUMNS = 7, ROWS_MAX = 256 };

static struct program program;
static struct ran ran;

static void give(const char *name)
{
    struct str path = STR_EMPTY, bytes = STR_EMPTY;

    str_printf(&path, "tests/hostile/%s", name);
    if (big_note(&bytes, name))
        program_write_bytes(&program, name, str_slice(&bytes));
    else if (!program_copy(&program, name, path.at))
        fail_msg("%s is missing", path.at);
    str_release(&path);
    str_release(&bytes);
}

/* Pictures that are none: a way out of the folder, and a pipe that never
 * ends. */
static void give_pictures(void)
{
    struct str path = STR_EMPTY;

    program_copy(&program, "img/a.png", "tests/hostile/img/a.png");
    program_copy(&program, "img/evil.svg", "tests/hostile/img/evil.svg");
    str_printf(&path, "%s/img/link-passwd.png", program.home);
    assert_int_equal(symlink("/etc/passwd", path.at), 0);
    str_clear(&path);
    str_printf(&path, "%s/img/fifo.png", program.home);
    assert_int_equal(mkfifo(path.at, 0600), 0);
    str_release(&path);
}

/* Any end is fine but a crash, a finding of a sanitizer, or silence about a
 * failure; and nothing leaks. */
static void assert_well_behaved(void)
{
    assert_no_leak(str_slice(&ran.out), READER_PIPE, "standard output");
    assert_no_leak(str_slice(&ran.err), READER_PIPE, "standard error");
    if (ran.status > 125 || strstr(ran.err.at, "runtime error:") != NULL ||
        strstr(ran.err.at, "Sanitizer") != NULL)
        fail_msg("it ended with %d, saying %s", ran.status, ran.err.at);
    if (ran.status != 0 && ran.err.len == 0)
        fail_msg("it ended with %d, saying nothing", ran.status);
}

static void assert_refused_at(const struct row *row)
{
    struct str place = STR_EMPTY;
    struct slice rest = str_slice(&ran.err), line;
    bool found = false;

    str_printf(&place, "%s:%s:%s:", row->name, row->line, row->column);
    while (slice_line(&rest, &line))
        found = found || slice_has_prefix(line, str_slice(&place));
    if (ran.status == 0 || !found)
        fail_msg("%s should be refused; status %d, saying %s", place.at,
                 ran.status, ran.err.at);
    str_release(&place);
}

static void assert_counted(const char *key, const char *want)
{
    struct str field = STR_EMPTY;

    str_printf(&field, "\"%s\": %s,", key, want);
    if (want[0] != '\0' && strstr(ran.out.at, field.at) == NULL)
        fail_msg("%s is not in %s", field.at, ran.out.at);
    str_release(&field);
}

/* All that shows a card's text. */
static void look_at_cards(const char *file)
{
    char id[32] = "";

    program_run(&program, &ran, NULL, "check", file, NULL);
    assert_well_behaved();
    program_run(&program, &ran, NULL, "search", "page", NULL);
    assert_well_behaved();
    program_run(&program, &ran, "\n3\n\nt\nx\n1\nq\n", "review", "--plain",
                NULL);
    assert_well_behaved();
    assert_int_equal(ran.status, 0);
    program_run(&program, &ran, NULL, "list", "--json", NULL);
    assert_well_behaved();
    program_run(&program, &ran, NULL, "list", NULL);
    assert_well_behaved();
    if (sscanf(ran.out.at, "%31[^\t]", id) == 1) {
        program_run(&program, &ran, NULL, "show", id, NULL);
        assert_well_behaved();
        assert_int_equal(ran.status, 0);
    }
}

static void it_does_no_harm(void **state)
{
    const struct row *row = *state;

    program_init(&program);
    give(row->name);
    give_pictures();
    program_run(&program, &ran, NULL, "import", "--json", row->name, NULL);
    assert_well_behaved();
    if (strcmp(row->expect, "error") == 0)
        assert_refused_at(row);
    if (strcmp(row->expect, "ok") == 0) {
        assert_int_equal(ran.status, 0);
        assert_counted("notes", row->notes);
        assert_counted("cards", row->cards);
    }
    look_at_cards(row->name);
    program_release(&program);
}

/* The rows below the headings; everything lives in the arena. */
static size_t read_manifest(struct row **rows, struct arena *arena)
{
    FILE *f = fopen("tests/hostile/manifest.tsv", "r");
    char line[512], *rest, *field[COLUMNS];
    size_t n = 0;

    *rows = arena_new_array(arena, ROWS_MAX, sizeof **rows);
    while (f != NULL && n < ROWS_MAX && fgets(line, sizeof line, f) != NULL) {
        rest = memcpy(arena_new(arena, sizeof line), line, sizeof line);
        for (size_t i = 0; i < COLUMNS; i++)
            field[i] = strsep(&rest, "\t\n");
        (*rows)[n++] = (struct row){field[0], field[1], field[2],
                                    field[3], field[4], field[5]};
    }
    if (f != NULL)
        fclose(f);
    return n;
}

int main(void)
{
    struct arena arena = {0};
    struct row *rows;
    size_t n = read_manifest(&rows, &arena);
    int failed = 1;

    if (n > 1) /* the first row is the headings */
        failed = run_cases("hostile", rows + 1, sizeof *rows, n - 1, 0,
                           it_does_no_harm);
    ran_release(&ran);
    arena_release(&arena);
    return failed;
}
