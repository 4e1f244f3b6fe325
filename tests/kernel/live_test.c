/* live_test.c - workers: what they do when asked, what nobody can make them
 * do, and that none is left over. */
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "kernel/observe.h"

enum { AT = 0x10000000, RW = PERM_R | PERM_W };

struct world {
    struct machine m;
    struct live *live;
    struct err err;
};

static void open_world(struct world *w)
{
    struct machine_config c = {.format = format_find(SLICE("x86-64")),
                               .profile = profile_find(SLICE("linux")),
                               .frames = 64};

    *w = (struct world){0};
    if (machine_init(&w->m, &c, &w->err) < 0)
        fail_msg("%s", w->err.text);
    w->live = live_open(&w->m, &w->err);
    if (w->live == NULL || live_spawn(w->live, 0, &w->err) < 0) {
        printf("# %s\n", w->err.text);
        skip();
    }
}

static void close_world(struct world *w)
{
    live_close(w->live);
    machine_release(&w->m);
}

static void map(struct world *w, uint64_t va, unsigned pages, unsigned flags)
{
    struct mapping map = {.va = va,
                          .bytes = (uint64_t)pages * LIVE_PAGE,
                          .flags = flags,
                          .object = NO_OBJECT};

    if (live_map(w->live, 0, &map, &w->err) < 0)
        fail_msg("%s", w->err.text);
}

static struct live_result touch_it(struct world *w, enum access access,
                                   uint64_t va, uint8_t bytes, uint64_t value)
{
    struct live_result r = {0};
    struct request q = {
        .access = access, .bytes = bytes, .va = va, .value = value};

    if (live_access(w->live, 0, q, &r, &w->err) < 0)
        fail_msg("%s", w->err.text);
    return r;
}

static void a_store_is_loaded_again(void **state)
{
    struct live_result r;
    struct world w;

    (void)state;
    open_world(&w);
    map(&w, AT, 2, RW);
    for (uint8_t bytes = 1; bytes <= 8; bytes++)
        for (unsigned at = LIVE_PAGE - 9; at < LIVE_PAGE + 1; at++) {
            uint64_t value = UINT64_C(0x8877665544332211) * bytes,
                     mask = bytes < 8 ? (UINT64_C(1) << 8 * bytes) - 1
                                      : UINT64_MAX;
            r = touch_it(&w, ACCESS_STORE, AT + at, bytes, value);
            assert_int_equal(r.outcome, OUTCOME_DONE);
            r = touch_it(&w, ACCESS_LOAD, AT + at, bytes, 0);
            assert_int_equal(r.value, value & mask);
            assert_int_equal(r.faults, 0);
        }
    close_world(&w);
}

static void a_store_that_fails_has_stored_nothing(void **state)
{
    struct live_result r;
    struct world w;

    (void)state;
    open_world(&w);
    map(&w, AT, 1, RW);
    for (uint8_t bytes = 2; bytes <= 8; bytes++) {
        r = touch_it(&w, ACCESS_STORE, AT + LIVE_PAGE - 1, bytes, UINT64_MAX);
        assert_int_equal(r.signal, SIGSEGV);
        assert_int_equal(r.outcome, OUTCOME_SEGV_MAPERR);
        assert_int_equal(r.signal_va, AT + LIVE_PAGE);
        assert_int_equal(r.fault_va, AT + LIVE_PAGE);
        assert_int_equal(r.error_code, 6);
        r = touch_it(&w, ACCESS_LOAD, AT + LIVE_PAGE - 1, 1, 0);
        assert_int_equal(r.value, 0);
    }
    close_world(&w);
}

/* Of the kernel's own addresses a program learns nothing, and of those that
 * no program can have not even where it was. */
/* A file of two pages, made 5000 bytes long, mapped shared. */
static int map_file(struct world *w)
{
    int file = object_new(&w->m, OBJECT_FILE, "file", 2);
    struct mapping map = {.va = AT,
                          .bytes = 3 * LIVE_PAGE,
                          .flags = RW | AREA_SHARED,
                          .object = file};

    if (live_file(w->live, &w->m, file, &w->err) < 0 ||
        live_file_resize(w->live, file, 5000, &w->err) < 0 ||
        live_map_from(w->live, 0, &map, 0, &w->err) < 0)
        fail_msg("%s", w->err.text);
    return file;
}

static void a_file_is_one_to_those_who_map_and_who_read_it(void **state)
{
    unsigned char byte = 0x77;
    uint64_t bytes = 0;
    struct world w;
    int file;

    (void)state;
    open_world(&w);
    file = map_file(&w);
    assert_int_equal(live_file_write(w.live, file, 4999, &byte, 1, &w.err),
                     0);
    assert_int_equal(touch_it(&w, ACCESS_LOAD, AT + 4999, 1, 0).value, 0x77);
    touch_it(&w, ACCESS_STORE, AT + 7, 1, 0x33);
    assert_int_equal(live_file_read(w.live, file, 7, &byte, 1, &w.err), 0);
    assert_int_equal(byte, 0x33);
    touch_it(&w, ACCESS_STORE, AT + 5000, 1, 1); /* behind the end */
    assert_int_equal(live_file_length(w.live, file, &bytes, &w.err), 0);
    assert_int_equal(bytes, 5000);
    assert_int_equal(live_file_read(w.live, file, 5000, &byte, 1, &w.err),
                     -1);
    assert_int_equal(w.err.kind, ERR_USAGE);
    assert_int_equal(touch_it(&w, ACCESS_LOAD, AT + 8192, 1, 0).signal,
                     SIGBUS);
    assert_int_equal(live_file_read(w.live, file + 1, 0, &byte, 1, &w.err),
                     -1);
    close_world(&w);
}

static void a_mapping_begins_on_a_page_of_the_file(void **state)
{
    struct mapping map = {
        .va = AT + 16 * LIVE_PAGE, .bytes = LIVE_PAGE, .flags = RW};
    struct world w;

    (void)state;
    open_world(&w);
    map.object = map_file(&w);
    assert_int_equal(live_map_from(w.live, 0, &map, 100, &w.err), -1);
    assert_int_equal(w.err.kind, ERR_USAGE);
    assert_int_equal(live_map_from(w.live, 0, &map, LIVE_PAGE, &w.err), 0);
    close_world(&w);
}

/* Reads of zeros do not count, pages of files do. */
static void what_is_resident_is_what_was_touched(void **state)
{
    struct observer o;
    uint64_t bytes = 1;
    struct world w;

    (void)state;
    open_world(&w);
    observer_open(&o, w.live);
    map(&w, AT + 64 * LIVE_PAGE, 8, RW);
    assert_true(observe_resident(&o, 0, &bytes));
    assert_int_equal(bytes, 0);
    touch_it(&w, ACCESS_LOAD, AT + 65 * LIVE_PAGE, 1, 0);
    touch_it(&w, ACCESS_STORE, AT + 66 * LIVE_PAGE, 1, 1);
    touch_it(&w, ACCESS_STORE, AT + 70 * LIVE_PAGE, 1, 1);
    assert_true(observe_resident(&o, 0, &bytes));
    assert_int_equal(bytes, 2 * LIVE_PAGE);
    assert_false(observe_resident(&o, 1, &bytes));
    observer_close(&o);
    close_world(&w);
}

static void addresses_that_no_program_has(void **state)
{
    struct live_result r;
    struct world w;

    (void)state;
    open_world(&w);
    r = touch_it(&w, ACCESS_LOAD, 0, 1, 0);
    assert_int_equal(r.outcome, OUTCOME_SEGV_MAPERR);
    assert_int_equal(r.error_code, 4);
    assert_int_equal(r.signal_va, 0);
    r = touch_it(&w, ACCESS_STORE, UINT64_C(0xffff888000000000), 1, 0);
    assert_int_equal(r.outcome, OUTCOME_SEGV_MAPERR);
    assert_int_equal(r.error_code, 7);
    r = touch_it(&w, ACCESS_LOAD, UINT64_C(0x800000000000), 1, 0);
    assert_int_equal(r.outcome, OUTCOME_SEGV_GP);
    assert_int_equal(r.signal_va, 0);
    close_world(&w);
}

static void what_the_kernel_refuses_is_said(void **state)
{
    struct world w;

    (void)state;
    open_world(&w);
    map(&w, AT, 1, RW);
    assert_int_equal(
        live_protect(w.live, 0, AT + LIVE_PAGE, LIVE_PAGE, RW, &w.err), -1);
    assert_int_equal(w.err.kind, ERR_USAGE);
    assert_string_equal(
        w.err.text, "The kernel refuses mprotect: Cannot allocate memory.");
    assert_int_equal(touch_it(&w, ACCESS_LOAD, AT, 1, 0).value, 0);
    close_world(&w);
}

static void nothing_outside_of_the_arena_is_touched(void **state)
{
    static const uint64_t outside[] = {
        LIVE_LOW_END,        LIVE_LOW_END - 1,
        LIVE_HIGH_START - 1, UINT64_C(0x555555554000),
        UINT64_C(1) << 46,   (UINT64_C(1) << 47) - 1,
        UINT64_MAX,          UINT64_C(0xffffffffff600000)};
    struct live_result r;
    struct world w;

    (void)state;
    open_world(&w);
    for (size_t i = 0; i < COUNT(outside); i++)
        for (int access = ACCESS_LOAD; access <= ACCESS_FETCH; access++) {
            struct request q = {
                .access = (enum access)access, .bytes = 8, .va = outside[i]};
            assert_int_equal(live_access(w.live, 0, q, &r, &w.err), -1);
            assert_int_equal(w.err.kind, ERR_USAGE);
        }
    for (size_t i = 0; i < COUNT(outside); i++) {
        uint64_t page = outside[i] & ~UINT64_C(4095);
        assert_int_equal(live_remove(w.live, 0, page, 2 * LIVE_PAGE, &w.err),
                         -1);
        assert_int_equal(w.err.kind, ERR_USAGE);
    }
    assert_int_equal(live_remove(w.live, 0, 0, UINT64_MAX, &w.err), -1);
    assert_int_equal(live_remove(w.live, 0, 4096, 0 - UINT64_C(4096), &w.err),
                     -1);
    assert_int_equal(live_map(w.live, 0,
                              &(struct mapping){.va = AT,
                                                .bytes = UINT64_C(1) << 40,
                                                .object = NO_OBJECT},
                              &w.err),
                     -1);
    assert_int_equal(touch_it(&w, ACCESS_LOAD, AT, 1, 0).signal, SIGSEGV);
    close_world(&w);
}

/* One instruction of each kind that could do harm: system calls, jumps,
 * stack and flags, stores, endless repetition. */
static const struct nasty {
    const char *name;
    unsigned char code[16];
} nasty[] = {
    {"syscall", {0x0f, 0x05}},
    {"int 0x80", {0xcd, 0x80}},
    {"sysenter", {0x0f, 0x34}},
    {"int3", {0xcc}},
    {"popf", {0x9d}},
    {"iretq", {0x48, 0xcf}},
    {"ret", {0xc3}},
    {"retf", {0xcb}},
    {"jmp to itself", {0xeb, 0xfe}},
    {"call far ahead", {0xe8, 0xff, 0xff, 0xff, 0x7f}},
    {"rep stosb", {0xf3, 0xaa}},
    {"rep movsq", {0xf3, 0x48, 0xa5}},
    {"mov %al, 0", {0xa2, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"mov %eax, (%rax)", {0x89, 0x00}},
    {"mov %rax, %ss", {0x8e, 0xd0}},
    {"wrfsbase %rax", {0xf3, 0x48, 0x0f, 0xae, 0xd0}},
    {"wrpkru", {0x0f, 0x01, 0xef}},
    {"std", {0xfd}},
    {"ud2", {0x0f, 0x0b}},
    {"hlt", {0xf4}},
    {"push %rax", {0x50}},
    {"enter", {0xc8, 0xff, 0xff, 0x1f}},
    {"xbegin", {0xc7, 0xf8, 0, 0, 0, 0}},
    {"leave", {0xc9}},
    {"zeros", {0}},
};

static void write_code(struct world *w, const unsigned char code[16])
{
    uint64_t half[2];

    memcpy(half, code, sizeof half);
    for (unsigned i = 0; i < 2; i++)
        touch_it(w, ACCESS_STORE, AT + 0x800 + 8 * i, 8, half[i]);
}

static void fetch_is_harmless(struct world *w, const struct nasty *n)
{
    const unsigned char *code = n->code;
    pid_t pid = live_pid(w->live, 0);
    struct live_result r;

    write_code(w, code);
    r = touch_it(w, ACCESS_FETCH, AT + 0x800, 1, 0);
    if (r.outcome != OUTCOME_DONE || r.value != code[0])
        fail_msg("%s: outcome %d, value 0x%x", n->name, (int)r.outcome,
                 (unsigned)r.value);
    assert_int_equal(touch_it(w, ACCESS_LOAD, AT, 1, 0).value, 0);
    assert_int_equal(live_pid(w->live, 0), pid);
}

static void an_instruction_that_is_fetched_does_no_harm(void **state)
{
    struct world w;

    (void)state;
    open_world(&w);
    map(&w, AT, 1, RW | PERM_X);
    for (size_t i = 0; i < COUNT(nasty); i++)
        fetch_is_harmless(&w, &nasty[i]);
    close_world(&w);
}

/* Any bytes at all. A jump or a store relative to the instruction may go
 * wherever it likes in the arena; the worker answers on. */
static void any_bytes_can_be_fetched(void **state)
{
    uint64_t seed = 7;
    struct world w;

    (void)state;
    open_world(&w);
    map(&w, AT, 1, RW | PERM_X);
    for (int i = 0; i < often(2000); i++) {
        struct live_result r;
        unsigned char code[16];
        for (size_t k = 0; k < sizeof code; k++) {
            seed =
                seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
            code[k] = (unsigned char)(seed >> 40);
        }
        write_code(&w, code);
        r = touch_it(&w, ACCESS_FETCH, AT + 0x800, 1, 0);
        assert_int_equal(r.outcome, OUTCOME_DONE);
    }
    close_world(&w);
}

static void a_fetch_tells_what_is_wrong(void **state)
{
    struct live_result r;
    struct world w;

    (void)state;
    open_world(&w);
    map(&w, AT, 1, RW);
    r = touch_it(&w, ACCESS_FETCH, AT + 5 * LIVE_PAGE, 1, 0);
    assert_int_equal(r.outcome, OUTCOME_SEGV_MAPERR);
    assert_int_equal(r.error_code, 0x14);
    assert_int_equal(r.fault_va, AT + 5 * LIVE_PAGE);
    touch_it(&w, ACCESS_STORE, AT, 1, 0xc3);
    r = touch_it(&w, ACCESS_FETCH, AT, 1, 0);
    assert_int_equal(r.outcome, OUTCOME_SEGV_ACCERR);
    assert_int_equal(r.error_code, 0x15);
    assert_int_equal(
        live_protect(w.live, 0, AT, LIVE_PAGE, PERM_R | PERM_X, &w.err), 0);
    r = touch_it(&w, ACCESS_FETCH, AT, 1, 0);
    assert_int_equal(r.outcome, OUTCOME_DONE);
    close_world(&w);
}

/* Its files, as /proc lists them: the socket and where errors go. */
static int open_files(pid_t pid)
{
    char path[64];
    DIR *folder;
    int n = -2; /* "." and ".." */

    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    folder = opendir(path);
    assert_non_null(folder);
    while (readdir(folder) != NULL)
        n++;
    closedir(folder);
    return n;
}

static unsigned user_of(pid_t pid)
{
    unsigned uid = 0;
    char path[64], line[256];
    FILE *f;

    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    f = fopen(path, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f) != NULL)
        if (sscanf(line, "Uid: %u", &uid) == 1)
            break;
    fclose(f);
    return uid;
}

static void a_worker_has_no_files_and_no_rights(void **state)
{
    struct world w;

    (void)state;
    open_world(&w);
    assert_int_equal(live_fork(w.live, 0, 1, &w.err), 0);
    assert_int_equal(live_fork(w.live, 1, 2, &w.err), 0);
    assert_int_equal(live_spawn(w.live, 3, &w.err), 0);
    for (unsigned id = 0; id < 4; id++) {
        assert_int_equal(open_files(live_pid(w.live, id)), 2);
        assert_int_not_equal(user_of(live_pid(w.live, id)), 0);
    }
    close_world(&w);
}

static bool is_gone(pid_t pid)
{
    return kill(pid, 0) < 0 && errno == ESRCH;
}

static void closing_ends_them_all(void **state)
{
    pid_t pid[3];
    struct world w;

    (void)state;
    open_world(&w);
    assert_int_equal(live_fork(w.live, 0, 1, &w.err), 0);
    assert_int_equal(live_fork(w.live, 1, 2, &w.err), 0);
    for (unsigned id = 0; id < 3; id++)
        pid[id] = live_pid(w.live, id);
    assert_int_equal(live_exit(w.live, 1, &w.err), 0);
    assert_int_equal(live_pid(w.live, 1), 0);
    assert_int_equal(live_exit(w.live, 1, &w.err), -1);
    close_world(&w);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_true(is_gone(pid[0]));
}

static void a_worker_that_is_killed_is_an_error(void **state)
{
    struct live_result r;
    struct world w;

    (void)state;
    open_world(&w);
    kill(live_pid(w.live, 0), SIGKILL);
    assert_int_equal(live_access(w.live, 0,
                                 (struct request){.bytes = 1, .va = AT}, &r,
                                 &w.err),
                     -1);
    assert_int_equal(w.err.kind, ERR_IO);
    close_world(&w);
}

/* In a process that is then killed: workers, whose numbers it tells. */
static void be_killed(int tell)
{
    pid_t pid[3];
    struct world w;

    open_world(&w);
    live_fork(w.live, 0, 1, &w.err);
    live_fork(w.live, 1, 2, &w.err);
    live_exit(w.live, 1, &w.err);
    live_spawn(w.live, 1, &w.err);
    for (unsigned id = 0; id < 3; id++)
        pid[id] = live_pid(w.live, id);
    if (write(tell, pid, sizeof pid) != sizeof pid)
        _exit(1);
    pause();
}

static void they_end_with_whoever_started_them(void **state)
{
    struct pollfd end[3];
    pid_t pid[3], starter;
    int told[2];

    (void)state;
    assert_int_equal(pipe(told), 0);
    starter = fork();
    if (starter == 0)
        be_killed(told[1]);
    close(told[1]);
    assert_int_equal(read(told[0], pid, sizeof pid), sizeof pid);
    for (int i = 0; i < 3; i++) {
        end[i] = (struct pollfd){pidfd_open(pid[i], 0), POLLIN, 0};
        assert_true(end[i].fd >= 0);
    }
    kill(starter, SIGKILL);
    waitpid(starter, NULL, 0);
    for (int i = 0; i < 3; i++) { /* or wait for ever */
        assert_int_equal(poll(&end[i], 1, -1), 1);
        close(end[i].fd);
    }
    close(told[0]);
}

/* In a process of its own, which gives up being root. */
static int look_as_nobody(void)
{
    struct observer o;
    struct sight sight;
    struct world w;
    bool ok;

    if (setresgid(65534, 65534, 65534) < 0 ||
        setresuid(65534, 65534, 65534) < 0 ||
        prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) < 0) /* as after a login */
        return 1;
    open_world(&w);
    observer_open(&o, w.live);
    map(&w, AT, 1, RW);
    touch_it(&w, ACCESS_STORE, AT, 1, 1);
    ok = observe_pages(&o, 0, AT, 1, &sight) && sight.present &&
         sight.exclusive && sight.pfn == 0 && !o.sees_frames &&
         o.blind != NULL;
    observer_close(&o);
    close_world(&w);
    return ok ? 0 : 2;
}

static void who_is_not_root_sees_pages_but_no_frames(void **state)
{
    int status;
    pid_t pid;

    (void)state;
    if (geteuid() != 0) {
        printf("# Only root can become nobody.\n");
        skip();
    }
    pid = fork();
    if (pid == 0)
        _exit(look_as_nobody());
    waitpid(pid, &status, 0);
    assert_int_equal(status, 0);
}

static void the_arena_keeps_the_shape_of_addresses(void **state)
{
    static const uint64_t va[] = {0, 0x400000, LIVE_LOW_END - 1,
                                  LIVE_HIGH_START, (UINT64_C(1) << 47) - 1};

    (void)state;
    for (size_t i = 0; i < COUNT(va); i++) {
        assert_true(live_inside(va[i]));
        assert_true(live_inside_worker(live_address(va[i])));
        assert_int_equal(live_engine_address(live_address(va[i])), va[i]);
        assert_int_equal(
            (live_address(va[i]) ^ va[i]) & ((UINT64_C(1) << 39) - 1), 0);
    }
    assert_false(live_inside(LIVE_LOW_END));
    assert_false(live_inside(LIVE_HIGH_START - 1));
    assert_false(live_inside(UINT64_C(1) << 47));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_store_is_loaded_again),
        cmocka_unit_test(a_store_that_fails_has_stored_nothing),
        cmocka_unit_test(a_file_is_one_to_those_who_map_and_who_read_it),
        cmocka_unit_test(a_mapping_begins_on_a_page_of_the_file),
        cmocka_unit_test(what_is_resident_is_what_was_touched),
        cmocka_unit_test(addresses_that_no_program_has),
        cmocka_unit_test(what_the_kernel_refuses_is_said),
        cmocka_unit_test(nothing_outside_of_the_arena_is_touched),
        cmocka_unit_test(an_instruction_that_is_fetched_does_no_harm),
        cmocka_unit_test(any_bytes_can_be_fetched),
        cmocka_unit_test(a_fetch_tells_what_is_wrong),
        cmocka_unit_test(a_worker_has_no_files_and_no_rights),
        cmocka_unit_test(closing_ends_them_all),
        cmocka_unit_test(a_worker_that_is_killed_is_an_error),
        cmocka_unit_test(they_end_with_whoever_started_them),
        cmocka_unit_test(who_is_not_root_sees_pages_but_no_frames),
        cmocka_unit_test(the_arena_keeps_the_shape_of_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
