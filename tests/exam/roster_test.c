/* roster_test.c - who sits an exam, and under which names files are safe. */
#include "exam/roster.h"

#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "base/rng.h"
#include "check.h"
#include "sys/file.h"

/* The roster as ID|ROOM|MINUTES|FORMAT|FILE lines, or its findings. */
static int read_text(struct slice text, struct roster *out, struct str *says)
{
    char path[] = "/tmp/pagein-roster-XXXXXX";
    int fd = mkstemp(path), rc;
    struct diags found = {0};
    struct err err;

    close(fd);
    assert_int_equal(file_write(path, text, false, &err), 0);
    rc = roster_read(out, path, &found, &err);
    for (size_t i = 0; i < found.n; i++)
        str_printf(says, "%zu:%zu: %.*s\n", found.at[i].line, found.at[i].col,
                   SLICE_FMT(found.at[i].text));
    for (size_t i = 0; rc == 0 && i < out->n; i++)
        str_printf(says, "%s|%s|%u|%s|%s\n", out->rows[i].id,
                   out->rows[i].room, out->rows[i].minutes,
                   out->rows[i].format, out->rows[i].file);
    diags_release(&found);
    unlink(path);
    return rc;
}

static const struct roll {
    const char *name, *text;
    int rc;
    const char *says;
} rolls[] = {
    {"ids alone", "id\nann\nbob\n", 0, "ann||0||ann\nbob||0||bob\n"},
    {"all columns, in any order, as a spreadsheet writes them",
     "\xef\xbb\xbfRoom;ID;Minutes;Format\r\n\"Olsson, 120\";ann;90;html\r\n"
     ";bob;;\r\n",
     0, "ann|Olsson, 120|90|html|ann\nbob||0||bob\n"},
    {"other columns are passed over",
     "name,id,email\n\"Ann, A.\",ann,a@example.org\n", 0, "ann||0||ann\n"},
    {"a column that is nearly one of ours", "id,rooms\nann,1\n", 0,
     "1:4: column \"rooms\" is passed over (\"room\"?)\nann||0||ann\n"},
    {"ids that lead out of the folder",
     "id\n../../etc/passwd\n/etc/passwd\n.hidden\n..\na..b\n", 0,
     "../../etc/passwd||0||___.__etc_passwd-########\n"
     "/etc/passwd||0||_etc_passwd-########\n"
     ".hidden||0||_hidden-########\n"
     "..||0||__-########\n"
     "a..b||0||a._b-########\n"},
    {"ids that differ by letter case", "id\nAnn\nann\n", 0,
     "Ann||0||Ann\nann||0||ann-########\n"},
    {"no id column", "name\nann\n", -1,
     "1:1: the first line names the columns, and none is \"id\"\n"},
    {"an empty file", "", -1,
     "1:1: this is empty: a roster has a line \"id\" and a line for each "
     "student\n"},
    {"the same id twice", "id,room\nann,1\nbob,2\nann,3\n", -1,
     "4:1: id \"ann\" is there twice\n"},
    {"an empty id", "id,room\n,1\n", -1, "2:1: this row has no id\n"},
    {"an id that is no text", "id\n\xff\xfe\n", -1,
     "2:1: an id is at most 200 bytes of UTF-8 on one line\n"},
    {"an id of two lines", "id\n\"a\nb\"\n", -1,
     "2:1: an id is at most 200 bytes of UTF-8 on one line\n"},
    {"minutes that are none", "id,minutes\nann,soon\nbob,0\ncid,9999\n", -1,
     "2:5: minutes are a whole number from 1 to 1440\n"
     "3:5: minutes are a whole number from 1 to 1440\n"
     "4:5: minutes are a whole number from 1 to 1440\n"},
    {"a quote that is never closed", "id\n\"ann\n", -1, NULL},
};

/* What of a file's name follows from a hash is not looked at. */
static void blot_hashes(struct str *text)
{
    for (size_t i = 0; i + 9 < text->len; i++)
        if (text->at[i] == '-' && text->at[i + 9] == '\n' &&
            strspn(text->at + i + 1, "0123456789abcdef") == 8)
            memset(text->at + i + 1, '#', 8);
}

static void a_roster_is_read(void **state)
{
    const struct roll *r = *state;
    struct str says = STR_EMPTY;
    struct roster roster = {0};

    assert_int_equal(read_text(slice_from(r->text), &roster, &says), r->rc);
    if (r->says != NULL) {
        blot_hashes(&says);
        assert_string_equal(says.at, r->says);
    }
    roster_release(&roster);
    str_release(&says);
}

static int by_case(const void *a, const void *b)
{
    return strcasecmp(*(const char *const *)a, *(const char *const *)b);
}

/* Ten thousand ids of the worst characters: all of their files are inside of
 * their folder, and no two are one. */
static void any_ids_get_files_of_their_own(void **state)
{
    enum { N = 10000 };
    static const char *const bits[] = {"..", "/", "a", "A", "\\", ".", "é",
                                       "-",  "_", " ", ":", "*",  "b", "%"};
    static const char *files[N];
    struct str text = STR_EMPTY, says = STR_EMPTY;
    struct rng rng = rng_new(1);
    struct roster roster;

    (void)state;
    str_puts(&text, "id\n");
    for (int i = 0; i < N; i++) {
        str_putc(&text, '"');
        for (int k = 0; k < 6; k++)
            str_puts(&text, bits[rng_below(&rng, COUNT(bits))]);
        str_printf(&text, "%d\"\n", i);
    }
    assert_int_equal(read_text(str_slice(&text), &roster, &says), 0);
    assert_int_equal(roster.n, N);
    for (int i = 0; i < N; i++) {
        files[i] = roster.rows[i].file;
        assert_null(strchr(files[i], '/'));
        assert_null(strstr(files[i], ".."));
        assert_true(files[i][0] != '.' && files[i][0] != '\0');
        for (const char *c = files[i]; *c != '\0'; c++)
            assert_true((unsigned char)*c > ' ' && (unsigned char)*c < 0x7f);
    }
    qsort(files, N, sizeof *files, by_case);
    for (int i = 1; i < N; i++)
        assert_true(strcasecmp(files[i - 1], files[i]) != 0);
    roster_release(&roster);
    str_release(&text);
    str_release(&says);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_ids_get_files_of_their_own),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    return failed + RUN_CASES(rolls, a_roster_is_read);
}
