/* Archives: what others read of them, equal bytes for equal input, and the
 * old file until the new one is whole. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "program.h"
#include "publish/zip.h"
#include "sys/file.h"

static struct program place;

static int begin(void **state)
{
    (void)state;
    program_init(&place);
    return 0;
}

static int end(void **state)
{
    (void)state;
    program_release(&place);
    return 0;
}

static const char *in(const char *name)
{
    static char paths[4][200];
    static int turn;

    turn = (turn + 1) % 4;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", place.home, name);
    return paths[turn];
}

static int write_to(const char *name, struct slice media, struct err *err)
{
    struct zip_out *zip = zip_out_new();
    int rc;

    program_write(&place, "body", "body body body body body body body body");
    zip_out_add(zip, "media", media, ZIP_STORED);
    zip_out_add_file(zip, "body.txt", in("body"), ZIP_DEFLATED);
    rc = zip_out_write(zip, in(name), err);
    zip_out_free(zip);
    return rc;
}

static void read_back(const char *name, struct str *out)
{
    struct err err;

    assert_int_equal(file_read(out, in(name), FILE_NOTES_MAX, &err), 0);
}

static void python_reads_it(void **state)
{
    struct err err;
    char command[600];

    (void)state;
    assert_int_equal(write_to("a.zip", SLICE("{}"), &err), 0);
    snprintf(command, sizeof command,
             "python3 -c \"import zipfile; z = zipfile.ZipFile('%s');"
             " assert z.testzip() is None;"
             " assert z.namelist() == ['media', 'body.txt'];"
             " assert z.read('media') == b'{}';"
             " assert z.read('body.txt') == b'body ' * 7 + b'body';"
             " assert [i.compress_type for i in z.infolist()] == [0, 8];"
             " assert z.infolist()[0].date_time == (2020, 1, 1, 12, 0, 0)\"",
             in("a.zip"));
    assert_int_equal(system(command), 0);
}

static void equal_input_gives_equal_bytes_in_any_zone(void **state)
{
    struct str a = STR_EMPTY, b = STR_EMPTY;
    struct err err;

    (void)state;
    assert_int_equal(write_to("a.zip", SLICE("{}"), &err), 0);
    setenv("TZ", "Pacific/Kiritimati", 1);
    tzset();
    assert_int_equal(write_to("b.zip", SLICE("{}"), &err), 0);
    setenv("TZ", "UTC", 1);
    tzset();
    read_back("a.zip", &a);
    read_back("b.zip", &b);
    assert_true(slice_eq(str_slice(&a), str_slice(&b)));
    assert_true(a.len > 100);
    str_release(&a);
    str_release(&b);
}

static void a_failure_leaves_the_old_file_and_nothing_else(void **state)
{
    struct str got = STR_EMPTY;
    struct zip_out *zip = zip_out_new();
    struct err err;
    char command[300];

    (void)state;
    program_write(&place, "old/a.zip", "old");
    zip_out_add_file(zip, "a", in("not there"), ZIP_STORED);
    assert_int_equal(zip_out_write(zip, in("old/a.zip"), &err), -1);
    assert_int_equal(err.kind, ERR_IO);
    zip_out_free(zip);
    read_back("old/a.zip", &got);
    assert_string_equal(got.at, "old");
    snprintf(command, sizeof command, "test \"$(ls -A %s)\" = a.zip",
             in("old"));
    assert_int_equal(system(command), 0);
    str_release(&got);
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(write_to("no/a.zip", SLICE("{}"), &err), -1);
    assert_int_equal(err.kind, ERR_CREATE);
    assert_int_equal(write_to(".", SLICE("{}"), &err), -1);
    assert_int_equal(err.kind, ERR_CREATE);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(python_reads_it),
        cmocka_unit_test(equal_input_gives_equal_bytes_in_any_zone),
        cmocka_unit_test(a_failure_leaves_the_old_file_and_nothing_else),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
    };

    return cmocka_run_group_tests_name("zip", tests, begin, end);
}
