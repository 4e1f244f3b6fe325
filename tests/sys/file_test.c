/* Files: read within a limit, replaced in one step, never outside. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "program.h"
#include "sys/file.h"

/* Every story has a folder of its own. */
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

/* A path in it, good until the eighth call after. */
static const char *in(const char *name)
{
    static char paths[8][600];
    static int turn;

    turn = (turn + 1) % 8;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", place.home, name);
    return paths[turn];
}

static void link_to(const char *target, const char *name)
{
    assert_int_equal(symlink(target, in(name)), 0);
}

static void assert_content(const char *name, const char *want)
{
    struct str got = STR_EMPTY;
    struct err err;

    assert_int_equal(file_read(&got, in(name), FILE_NOTES_MAX, &err), 0);
    assert_string_equal(got.at, want);
    str_release(&got);
}

static mode_t mode_of(const char *name)
{
    struct stat st;

    assert_int_equal(stat(in(name), &st), 0);
    return st.st_mode & 07777;
}

/* Names in the folder but for "." and "..". */
static size_t count_names(void)
{
    struct str cmd = STR_EMPTY;
    size_t n = 0;
    FILE *ls;
    int c;

    str_printf(&cmd, "ls -A %s", place.home);
    ls = popen(cmd.at, "r");
    assert_non_null(ls);
    while ((c = getc(ls)) != EOF)
        n += c == '\n';
    pclose(ls);
    str_release(&cmd);
    return n;
}

static void a_file_is_read_whole_behind_what_is_there(void **state)
{
    struct str got = STR_EMPTY;
    struct err err;

    (void)state;
    program_write(&place, "a", "page");
    str_puts(&got, "one ");
    assert_int_equal(file_read(&got, in("a"), 4, &err), 0);
    assert_string_equal(got.at, "one page");
    str_release(&got);
}

static void a_file_of_unknown_size_is_read_to_its_end(void **state)
{
    struct str got = STR_EMPTY;
    struct err err;

    (void)state;
    assert_int_equal(file_read(&got, "/proc/self/maps", 1 << 22, &err), 0);
    assert_true(got.len > 0);
    assert_int_equal(strlen(got.at), got.len);
    str_clear(&got);
    assert_int_equal(file_read(&got, "/proc/self/maps", 10, &err), -1);
    assert_int_equal(err.kind, ERR_NOTES);
    assert_int_equal(got.len, 0);
    str_release(&got);
}

struct unreadable {
    const char *name, *path;
    enum err_kind kind;
    const char *text; /* part of the message */
};

static const struct unreadable unreadables[] = {
    {"a missing file", "none", ERR_NO_INPUT, "none does not exist."},
    {"a file taken for a folder", "a/b", ERR_NO_INPUT, "does not exist."},
    {"a folder", "folder", ERR_NOTES, "is a folder where a file is needed."},
    {"a pipe that nobody feeds", "fifo", ERR_NOTES, "is not a plain file."},
    {"a device", "zero", ERR_NOTES, "is not a plain file."},
    {"a file over the limit", "long", ERR_NOTES,
     "is larger than 4 bytes, which is the limit."},
    {"links that go round", "round", ERR_IO, "can't be opened: "},
};

static void each_unreadable(void **state)
{
    const struct unreadable *u = *state;
    struct str got = STR_EMPTY;
    struct err err = {ERR_NONE, ""};

    begin(NULL);
    program_write(&place, "a", "a");
    program_write(&place, "long", "12345");
    program_write(&place, "folder/x", "x");
    assert_int_equal(mkfifo(in("fifo"), 0600), 0);
    link_to("/dev/zero", "zero");
    link_to("round", "round");
    str_puts(&got, "kept");
    assert_int_equal(file_read(&got, in(u->path), 4, &err), -1);
    assert_int_equal(err.kind, u->kind);
    assert_non_null(strstr(err.text, u->text));
    assert_string_equal(got.at, "kept");
    str_release(&got);
    end(NULL);
}

static void feed_standard_input(const void *arg)
{
    struct str got = STR_EMPTY;
    struct err err;
    int ends[2];

    (void)arg;
    must(pipe(ends) == 0 && write(ends[1], "piped", 5) == 5);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    must(file_read(&got, "-", 5, &err) == 0);
    must(strcmp(got.at, "piped") == 0);
    close(STDIN_FILENO);
    must(file_read(&got, "-", 5, &err) == -1 && err.kind == ERR_IO);
    must(strcmp(got.at, "piped") == 0);
    str_release(&got);
}

static void a_dash_is_standard_input(void **state)
{
    (void)state;
    assert_int_equal(in_a_child(feed_standard_input, NULL), 0);
}

static void a_new_file_gets_the_mode_of_the_umask(void **state)
{
    mode_t old = umask(027);
    struct err err;

    (void)state;
    assert_int_equal(file_write(in("new"), SLICE("x"), false, &err), 0);
    assert_content("new", "x");
    assert_int_equal(mode_of("new"), 0640);
    assert_int_equal(file_write(in("hid"), SLICE("x"), true, &err), 0);
    assert_int_equal(mode_of("hid"), 0600);
    assert_int_equal(umask(old), 027);
    assert_int_equal(count_names(), 2);
}

static void an_old_file_is_replaced_and_keeps_its_mode(void **state)
{
    struct err err;
    uint64_t inode;

    (void)state;
    program_write(&place, "a", "old and longer");
    assert_int_equal(chmod(in("a"), 0751), 0);
    inode = file_stat_of(in("a")).inode;
    assert_int_equal(file_write(in("a"), SLICE("new"), false, &err), 0);
    assert_content("a", "new");
    assert_int_equal(mode_of("a"), 0751);
    assert_true(file_stat_of(in("a")).inode != inode);
    assert_int_equal(file_write(in("a"), SLICE("key"), true, &err), 0);
    assert_int_equal(mode_of("a"), 0600);
    assert_int_equal(count_names(), 1);
}

static void a_link_stays_and_what_it_leads_to_is_replaced(void **state)
{
    struct stat st;
    struct err err;

    (void)state;
    program_write(&place, "deep/real", "old");
    link_to("deep/middle", "link");
    link_to("real", "deep/middle");
    assert_int_equal(file_write(in("link"), SLICE("new"), false, &err), 0);
    assert_content("deep/real", "new");
    assert_int_equal(lstat(in("link"), &st), 0);
    assert_true(S_ISLNK(st.st_mode));

    link_to("deep/fresh", "dangling");
    assert_int_equal(file_write(in("dangling"), SLICE("made"), false, &err),
                     0);
    assert_content("deep/fresh", "made");
}

static void a_device_is_written_to_as_it_is(void **state)
{
    struct err err = {ERR_NONE, ""};

    (void)state;
    assert_int_equal(file_write("/dev/null", SLICE("x"), false, &err), 0);
    assert_false(file_stat_of("/dev/null").is_regular);
    assert_int_equal(file_write("/dev/full", SLICE("x"), false, &err), -1);
    assert_int_equal(err.kind, ERR_IO);
    assert_non_null(strstr(err.text, "/dev/full can't be written: "));
}

struct unwritable {
    const char *name, *path, *text;
};

static const struct unwritable unwritables[] = {
    {"no folder to write in", "none/a", "can't be made: No such file"},
    {"a folder in its place", "folder", "is a folder where a file is needed"},
    {"links that go round", "round", "is a symbolic link without end"},
    {"a socket", "socket", "can't be opened: "},
};

static void each_unwritable(void **state)
{
    const struct unwritable *u = *state;
    struct err err = {ERR_NONE, ""};
    size_t names;

    begin(NULL);
    program_write(&place, "folder/x", "x");
    link_to("round", "round");
    assert_int_equal(mknod(in("socket"), S_IFSOCK | 0600, 0), 0);
    names = count_names();
    assert_int_equal(file_write(in(u->path), SLICE("new"), false, &err), -1);
    assert_int_equal(err.kind, ERR_CREATE);
    assert_non_null(strstr(err.text, u->text));
    assert_int_equal(count_names(), names);
    end(NULL);
}

static void fill_the_quota(const void *arg)
{
    struct rlimit all, four;
    struct err err;

    (void)arg;
    signal(SIGXFSZ, SIG_IGN);
    must(getrlimit(RLIMIT_FSIZE, &all) == 0);
    four = all;
    four.rlim_cur = 4;
    must(setrlimit(RLIMIT_FSIZE, &four) == 0);
    must(file_write(in("a"), SLICE("longer"), false, &err) == -1);
    must(setrlimit(RLIMIT_FSIZE, &all) == 0);
    must(err.kind == ERR_IO && strstr(err.text, "can't be written") != NULL);
}

static void when_the_disk_is_full_the_old_file_is_whole(void **state)
{
    (void)state;
    program_write(&place, "a", "old");
    assert_int_equal(in_a_child(fill_the_quota, NULL), 0);
    assert_content("a", "old");
    assert_int_equal(count_names(), 1);
}

/* What the system can refuse at any time. */
struct failure {
    const char *name;
    long call;
    int why;
    int (*act)(struct err *err);
    const char *text; /* of the message */
};

static int act_write(struct err *err)
{
    return file_write(in("a"), SLICE("new"), false, err);
}

static int act_read(struct err *err)
{
    struct str got = STR_EMPTY;
    int rc = file_read(&got, in("a"), 9, err);

    must(got.len == 0);
    str_release(&got);
    return rc;
}

static int act_walk(struct err *err)
{
    const char *const all[] = {"", NULL};
    size_t skipped;

    return file_walk(place.home, all, NULL, NULL, &skipped, err);
}

static int act_read_beneath(struct err *err)
{
    return file_read_beneath(NULL, place.home, SLICE("a"), 9, err);
}

#ifdef SYS_rename
enum { RENAME = SYS_rename };
#else
enum { RENAME = SYS_renameat };
#endif

static const struct failure failures[] = {
    {"the new file can't be synced", SYS_fsync, EIO, act_write,
     "a can't be written: Input/output error."},
    {"the new file can't be written", SYS_write, ENOSPC, act_write,
     "a can't be written: No space left on device."},
    {"the new file can't get its mode", SYS_fchmod, EPERM, act_write,
     "a can't be written: Operation not permitted."},
    {"the new file can't be renamed", RENAME, EXDEV, act_write,
     "a can't be written: Invalid cross-device link."},
    {"a read fails", SYS_read, EIO, act_read,
     "a can't be read: Input/output error."},
    {"a file tells nothing of itself", SYS_newfstatat, EIO, act_read,
     "a can't be read: Input/output error."},
    {"a folder can't be listed", SYS_getdents64, EIO, act_walk,
     " can't be read: Input/output error."},
    {"a file below can't be opened", SYS_openat2, EACCES, act_read_beneath,
     "a can't be opened: Permission denied."},
};

static void fail_once(const void *arg)
{
    const struct failure *f = arg;
    struct err err = {ERR_NONE, ""};
    int rc;

    forbid(f->call, f->why);
    rc = f->act(&err);
    must(rc == -1 && err.kind == ERR_IO);
    must(strstr(err.text, f->text) != NULL);
}

static void each_failure(void **state)
{
    begin(NULL);
    program_write(&place, "a", "old");
    assert_int_equal(in_a_child(fail_once, *state), 0);
    assert_content("a", "old");
    assert_int_equal(count_names(), 1);
    end(NULL);
}

static void write_what_another_owns(const void *arg)
{
    struct err err;

    (void)arg;
    forbid(SYS_fchown, EPERM);
    must(file_write(in("a"), SLICE("new"), false, &err) == 0);
}

static void an_owner_that_can_t_be_kept_loses_the_set_user_bit(void **state)
{
    (void)state;
    program_write(&place, "a", "old");
    assert_int_equal(chmod(in("a"), 04755), 0);
    assert_int_equal(in_a_child(write_what_another_owns, NULL), 0);
    assert_content("a", "new");
    assert_int_equal(mode_of("a"), 0755);
}

static void a_name_in_the_working_folder_needs_no_slash(void **state)
{
    char *here = getcwd(NULL, 0);
    struct err err;

    (void)state;
    assert_int_equal(chdir(place.home), 0);
    assert_int_equal(file_write("bare", SLICE("x"), false, &err), 0);
    assert_int_equal(chdir(here), 0);
    assert_content("bare", "x");
    free(here);
}

static void stat_tells_what_is_there(void **state)
{
    struct file_stat st;

    (void)state;
    program_write(&place, "folder/a", "12345");
    st = file_stat_of(in("folder/a"));
    assert_true(st.exists && st.is_regular && !st.is_folder);
    assert_int_equal(st.bytes, 5);
    assert_true(st.mtime_ns > 0 && st.inode != 0);
    assert_true(file_stat_of(in("folder")).is_folder);
    assert_false(file_stat_of(in("none")).exists);
}

static void folders_are_made_with_those_above(void **state)
{
    struct err err = {ERR_NONE, ""};

    (void)state;
    assert_int_equal(file_make_folder(in("a/b//c/"), &err), 0);
    assert_true(file_stat_of(in("a/b/c")).is_folder);
    assert_int_equal(file_make_folder(in("a/b/c"), &err), 0);
    program_write(&place, "file", "");
    assert_int_equal(file_make_folder(in("file"), &err), -1);
    assert_int_equal(err.kind, ERR_CREATE);
    assert_int_equal(file_make_folder(in("file/below"), &err), -1);
    assert_non_null(strstr(err.text, "file/below can't be made: "));
    assert_int_equal(file_make_folder(in("file/a/b"), &err), -1);
}

static int collect(const char *path, void *out)
{
    str_put(out, path_relative(path, place.home));
    str_putc(out, '\n');
    return 0;
}

static int stop_at_two(const char *path, void *count)
{
    (void)path;
    return ++*(int *)count == 2 ? 7 : 0;
}

static void a_walk_finds_files_in_the_order_of_their_bytes(void **state)
{
    const char *const notes[] = {".md", ".txt", NULL};
    struct str got = STR_EMPTY;
    struct err err = {ERR_NONE, ""};
    size_t skipped = 99;
    int count = 0;

    (void)state;
    program_write(&place, "b.md", "");
    program_write(&place, "a/z.md", "");
    program_write(&place, "a/c/x.txt", "");
    program_write(&place, "a.md", "");
    program_write(&place, "B.md", "");
    program_write(&place, "image.png", "");
    program_write(&place, ".hidden.md", "");
    program_write(&place, ".git/x.md", "");
    assert_int_equal(mkfifo(in("pipe.md"), 0600), 0);
    link_to("a", "linked-folder");
    link_to("..", "a/up");
    link_to("../b.md", "a/linked.md");
    link_to("nowhere", "broken.md");
    assert_int_equal(
        file_walk(place.home, notes, collect, &got, &skipped, &err), 0);
    assert_string_equal(got.at,
                        "B.md\na.md\na/c/x.txt\na/linked.md\na/z.md\nb.md\n");
    assert_int_equal(skipped, 2); /* the picture and the pipe */
    assert_int_equal(
        file_walk(place.home, notes, stop_at_two, &count, &skipped, &err), 7);
    assert_int_equal(count, 2);
    str_release(&got);
}

static void a_walk_of_nothing_fails_and_calls_nobody(void **state)
{
    const char *const notes[] = {".md", NULL};
    struct err err = {ERR_NONE, ""};
    size_t skipped = 99;
    int count = 0;

    (void)state;
    program_write(&place, "a.md", "");
    link_to("round", "round");
    assert_int_equal(
        file_walk(in("none"), notes, stop_at_two, &count, &skipped, &err),
        -1);
    assert_int_equal(err.kind, ERR_NO_INPUT);
    assert_int_equal(
        file_walk(in("a.md"), notes, stop_at_two, &count, &skipped, &err),
        -1);
    assert_int_equal(err.kind, ERR_NOTES);
    assert_int_equal(
        file_walk(in("round"), notes, stop_at_two, &count, &skipped, &err),
        -1);
    assert_int_equal(err.kind, ERR_IO);
    assert_int_equal(skipped, 99);
    assert_int_equal(count, 0);
}

enum { FINE = 0, OUTSIDE = 1, FAILS = -1 };

struct beneath {
    const char *name, *path;
    int want;
    enum err_kind kind;    /* when it fails */
    int want_without_help; /* from a kernel without openat2 */
};

static const struct beneath beneaths[] = {
    {"a file", "a.png", FINE, ERR_NONE, FINE},
    {"a file in a folder", "img/b.png", FINE, ERR_NONE, FINE},
    {"with dots that change nothing", "./img/./b.png", FINE, ERR_NONE, FINE},
    {"with a doubled slash", "img//b.png", FINE, ERR_NONE, FINE},
    {"a name with two dots in it", "img/..b", FINE, ERR_NONE, FINE},
    {"a link that stays below", "img/near", FINE, ERR_NONE, OUTSIDE},
    {"a linked folder that stays below", "near/b.png", FINE, ERR_NONE, FAILS},
    {"an absolute path", "/etc/passwd", OUTSIDE, ERR_NONE, OUTSIDE},
    {"above", "../outside", OUTSIDE, ERR_NONE, OUTSIDE},
    {"above and back", "img/../a.png", OUTSIDE, ERR_NONE, OUTSIDE},
    {"dots at the end", "img/..", OUTSIDE, ERR_NONE, OUTSIDE},
    {"a link that leads out", "img/far", OUTSIDE, ERR_NONE, OUTSIDE},
    {"an absolute link", "img/root", OUTSIDE, ERR_NONE, OUTSIDE},
    {"links that go round", "img/round", OUTSIDE, ERR_NONE, OUTSIDE},
    {"no name", "", OUTSIDE, ERR_NONE, OUTSIDE},
    {"a missing file", "img/none.png", FAILS, ERR_NO_INPUT, FAILS},
    {"a missing folder", "none/b.png", FAILS, ERR_NO_INPUT, FAILS},
    {"a file taken for a folder", "a.png/b", FAILS, ERR_NO_INPUT, FAILS},
    {"a folder", "img", FAILS, ERR_NOTES, FAILS},
    {"a folder with its slash", "img/", FAILS, ERR_NOTES, FAILS},
    {"a pipe that nobody feeds", "img/fifo", FAILS, ERR_NOTES, FAILS},
    {"a socket", "img/socket", FAILS, ERR_NOTES, FAILS},
    {"a file over the limit", "long", FAILS, ERR_NOTES, FAILS},
};

static void furnish(void)
{
    begin(NULL);
    program_write(&place, "outside", "no");
    program_write(&place, "notes/a.png", "yes");
    program_write(&place, "notes/img/b.png", "yes");
    program_write(&place, "notes/img/..b", "yes");
    program_write(&place, "notes/long", "long");
    link_to("b.png", "notes/img/near");
    link_to("img", "notes/near");
    link_to("../../outside", "notes/img/far");
    link_to("/etc/passwd", "notes/img/root");
    link_to("round", "notes/img/round");
    assert_int_equal(mkfifo(in("notes/img/fifo"), 0600), 0);
    assert_int_equal(mknod(in("notes/img/socket"), S_IFSOCK | 0600, 0), 0);
}

/* As wanted? In a child nothing but this may be asked. */
static bool beneath_ok(const struct beneath *b, int want)
{
    struct str got = STR_EMPTY;
    struct err err = {ERR_NONE, ""};
    int rc =
        file_read_beneath(&got, in("notes"), slice_from(b->path), 3, &err);
    bool ok = rc == want && strcmp(got.at, rc == 0 ? "yes" : "") == 0 &&
              (rc != FAILS || want != b->want || err.kind == b->kind);

    ok = ok && file_read_beneath(NULL, in("notes"), slice_from(b->path), 3,
                                 &err) == want;
    str_release(&got);
    return ok;
}

static void each_beneath(void **state)
{
    const struct beneath *b = *state;

    furnish();
    assert_true(beneath_ok(b, b->want));
    end(NULL);
}

/* As on a kernel that has never heard of openat2. */
static void read_all_beneath_without_help(const void *arg)
{
    (void)arg;
    forbid(SYS_openat2, ENOSYS);
    for (size_t i = 0; i < COUNT(beneaths); i++)
        if (!beneath_ok(&beneaths[i], beneaths[i].want_without_help)) {
            fprintf(stderr, "without openat2: %s\n", beneaths[i].name);
            must(false);
        }
}

static void an_old_kernel_lets_nobody_out_either(void **state)
{
    (void)state;
    furnish();
    assert_int_equal(in_a_child(read_all_beneath_without_help, NULL), 0);
    end(NULL);
}

static void a_name_with_nul_leads_nowhere(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(
        file_read_beneath(NULL, place.home, SLICE("a\0b"), 9, &err), OUTSIDE);
}

static void beneath_a_missing_folder_there_is_nothing(void **state)
{
    struct err err = {ERR_NONE, ""};

    (void)state;
    assert_int_equal(file_read_beneath(NULL, in("none"), SLICE("a"), 9, &err),
                     -1);
    assert_int_equal(err.kind, ERR_NO_INPUT);
}

struct path {
    const char *name;
    void (*fn)(struct str *out, const char *a, const char *b);
    const char *a, *b, *want;
};

static void join(struct str *out, const char *a, const char *b)
{
    path_join(out, a, slice_from(b));
}

static void folder_and_name(struct str *out, const char *a, const char *b)
{
    (void)b;
    str_put(out, path_folder(slice_from(a)));
    str_putc(out, '|');
    str_put(out, path_name(slice_from(a)));
}

static void relative(struct str *out, const char *a, const char *b)
{
    str_put(out, path_relative(a, b));
}

static void absolute(struct str *out, const char *a, const char *b)
{
    (void)b;
    path_absolute(out, a);
}

static const struct path paths[] = {
    {"join", join, "a", "b", "a/b"},
    {"join a slash at the end", join, "a/", "b", "a/b"},
    {"join the root", join, "/", "b", "/b"},
    {"join nothing in front", join, "", "b", "b"},
    {"join an absolute name", join, "a", "/b", "/b"},
    {"cut in two", folder_and_name, "a/b/c.md", "", "a/b|c.md"},
    {"cut a bare name", folder_and_name, "c.md", "", "|c.md"},
    {"cut below the root", folder_and_name, "/c.md", "", "/|c.md"},
    {"cut with slashes at the end", folder_and_name, "a//b//", "", "a|b"},
    {"cut the root", folder_and_name, "/", "", "/|"},
    {"relative", relative, "/n/a/b.md", "/n", "a/b.md"},
    {"relative, with a slash", relative, "/n/a.md", "/n/", "a.md"},
    {"relative to the root", relative, "/a.md", "/", "a.md"},
    {"relative to itself", relative, "/n", "/n", "/n"},
    {"relative to a namesake", relative, "/notes.md", "/not", "/notes.md"},
    {"relative to nothing", relative, "/a", "", "/a"},
    {"absolute as it is", absolute, "/a/b", "", "/a/b"},
    {"absolute without dots", absolute, "/a/./b/../c//d/", "", "/a/c/d"},
    {"absolute above the root", absolute, "/../../a", "", "/a"},
    {"absolute back to the root", absolute, "/a/..", "", "/"},
};

static void each_path(void **state)
{
    const struct path *p = *state;
    struct str got = STR_EMPTY;

    p->fn(&got, p->a, p->b);
    assert_string_equal(got.at, p->want);
    str_release(&got);
}

static void absolute_begins_with_the_working_folder(void **state)
{
    char *here = getcwd(NULL, 0);
    struct str got = STR_EMPTY;

    (void)state;
    path_absolute(&got, "a/../b");
    assert_true(slice_is(path_relative(got.at, here), "b"));

    str_clear(&got); /* and with nothing when that is gone */
    assert_int_equal(mkdir(in("gone"), 0700), 0);
    assert_int_equal(chdir(in("gone")), 0);
    assert_int_equal(rmdir(in("gone")), 0);
    path_absolute(&got, "b");
    assert_int_equal(chdir(here), 0);
    assert_string_equal(got.at, "b");
    str_release(&got);
    free(here);
}

#define STORY(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_file_is_read_whole_behind_what_is_there),
        STORY(a_file_of_unknown_size_is_read_to_its_end),
        STORY(a_dash_is_standard_input),
        STORY(a_new_file_gets_the_mode_of_the_umask),
        STORY(an_old_file_is_replaced_and_keeps_its_mode),
        STORY(a_link_stays_and_what_it_leads_to_is_replaced),
        STORY(a_device_is_written_to_as_it_is),
        STORY(when_the_disk_is_full_the_old_file_is_whole),
        STORY(an_owner_that_can_t_be_kept_loses_the_set_user_bit),
        STORY(a_name_in_the_working_folder_needs_no_slash),
        STORY(stat_tells_what_is_there),
        STORY(folders_are_made_with_those_above),
        STORY(a_walk_finds_files_in_the_order_of_their_bytes),
        STORY(a_walk_of_nothing_fails_and_calls_nobody),
        STORY(a_name_with_nul_leads_nowhere),
        STORY(beneath_a_missing_folder_there_is_nothing),
        cmocka_unit_test(an_old_kernel_lets_nobody_out_either),
        STORY(absolute_begins_with_the_working_folder),
    };

    return RUN_CASES(unreadables, each_unreadable) +
           RUN_CASES(unwritables, each_unwritable) +
           RUN_CASES(failures, each_failure) +
           RUN_CASES(beneaths, each_beneath) + RUN_CASES(paths, each_path) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
