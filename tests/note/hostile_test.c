/* Every row of tests/hostile/manifest.tsv: notes made to break a reader. An
 * `ok` row is read and has its notes and cards, an `error` row has an error
 * at its place, an `either` row ends well one way or the other. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../hostile/big.h"
#include "check.h"
#include "note/file.h"
#include "program.h"
#include "sys/file.h"

enum { ROWS = 200, FIELDS = 6 };
enum field { NAME, EXPECT, LINE, COL, NOTES, CARDS };

static struct row {
    const char *name;
    char *fields[FIELDS];
} rows[ROWS];
static size_t nrows;
static struct str manifest = {str_empty, 0, 0};
static struct program home; /* its folder holds img/ with its traps */

static bool has_prefix(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static void split(struct row *row, char *line)
{
    for (int i = 0; i < FIELDS; i++) {
        row->fields[i] = line;
        line += strcspn(line, "\t");
        if (*line == '\t')
            *line++ = '\0';
    }
    row->name = row->fields[NAME];
}

static void read_manifest(void)
{
    struct err err;
    char *line;

    if (file_read(&manifest, "tests/hostile/manifest.tsv", 1 << 20, &err) < 0)
        abort();
    line = strtok(manifest.at, "\n"); /* the names of the fields */
    while ((line = strtok(NULL, "\n")) != NULL && nrows < ROWS)
        split(&rows[nrows++], line);
}

static void set_traps(void)
{
    struct str path = STR_EMPTY;

    program_copy(&home, "img/a.png", "tests/hostile/img/a.png");
    program_copy(&home, "img/evil.svg", "tests/hostile/img/evil.svg");
    str_printf(&path, "%s/img/link-passwd.png", home.home);
    assert_int_equal(symlink("/etc/passwd", path.at), 0);
    str_clear(&path);
    str_printf(&path, "%s/img/fifo.png", home.home);
    assert_int_equal(mkfifo(path.at, 0600), 0);
    str_release(&path);
}

static void read_text(struct str *out, const char *name)
{
    struct str path = STR_EMPTY;
    struct err err;

    if (!big_note(out, name)) {
        str_printf(&path, "tests/hostile/%s", name);
        assert_int_equal(file_read(out, path.at, FILE_NOTES_MAX, &err), 0);
        str_release(&path);
    }
}

static void expect_ok(const struct row *row, const struct note_file *file,
                      const struct diags *diags)
{
    if (diags->errors > 0)
        fail_msg("%s: %.*s", row->name, SLICE_FMT(diags->at[0].text));
    if (row->fields[NOTES][0] != '\0')
        assert_int_equal(file->nnotes, atoi(row->fields[NOTES]));
    if (row->fields[CARDS][0] != '\0')
        assert_int_equal(file->ncards, atoi(row->fields[CARDS]));
}

static void expect_error(const struct row *row, const struct diags *diags)
{
    size_t i = 0;

    assert_true(diags->errors > 0);
    while (diags->at[i].level != DIAG_ERROR)
        i++;
    assert_int_equal(diags->at[i].line, atoi(row->fields[LINE]));
    assert_int_equal(diags->at[i].col, atoi(row->fields[COL]));
}

static void keeps_its_row(void **state)
{
    const struct row *row = *state;
    const struct note_options options = {.lint = true};
    struct str text = STR_EMPTY, path = STR_EMPTY;
    struct note_file file;
    struct diags diags = {0};
    int rc;

    read_text(&text, row->name);
    str_printf(&path, "%s/%s", home.home, row->name);
    rc = note_file_read(&file, str_slice(&text), slice_from(row->name),
                        path.at, &options, &diags);
    assert_int_equal(rc, diags.errors > 0 ? -1 : 0);
    if (has_prefix(row->fields[EXPECT], "ok"))
        expect_ok(row, &file, &diags);
    else if (has_prefix(row->fields[EXPECT], "error"))
        expect_error(row, &diags);
    note_file_release(&file);
    diags_release(&diags);
    str_release(&text);
    str_release(&path);
}

int main(void)
{
    int failed;

    read_manifest();
    program_init(&home);
    set_traps();
    failed = run_cases("hostile", rows, sizeof *rows, nrows,
                       offsetof(struct row, name), keeps_its_row);
    program_release(&home);
    str_release(&manifest);
    return failed + (nrows != 146);
}
