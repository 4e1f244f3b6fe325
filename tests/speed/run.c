#include "speed/run.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "sys/file.h"

extern char **environ;

const char *work, *program, *self;

void bench_fail(const char *fmt, ...)
{
    va_list ap;

    fflush(stdout);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    exit(1);
}

/* --- the folder ----------------------------------------------------------
 */

static const char *absolute(const char *path)
{
    struct str out = STR_EMPTY;

    path_absolute(&out, path);
    return str_detach(&out);
}

static void set_home(void)
{
    static const char *const folders[][2] = {
        {"HOME", "home"},
        {"XDG_DATA_HOME", "home/data"},
        {"XDG_CONFIG_HOME", "home/config"},
        {"XDG_CACHE_HOME", "home/cache"},
    };

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        setenv(folders[i][0], work_path(folders[i][1]), 1);
    setenv("LANG", "C.UTF-8", 1);
    setenv("TZ", "UTC", 1);
    setenv("TERM", "xterm-256color", 1);
    unsetenv("PAGEIN_NOW");
    unsetenv("PAGEIN_PLAIN");
    unsetenv("NO_COLOR");
}

void work_open(const char *argv0)
{
    struct str folder = STR_EMPTY;
    struct err err;

    self = absolute(argv0);
    program = absolute(PAGEIN);
    str_put(&folder, path_folder(slice_from(program)));
    str_puts(&folder, "/speed");
    work = str_detach(&folder);
    set_home();
    if (file_make_folder(work_path("home"), &err) < 0)
        bench_fail("%s", err.text);
}

const char *work_path(const char *name)
{
    static struct arena names;
    struct str path = STR_EMPTY;
    const char *kept;

    path_join(&path, work, slice_from(name));
    kept = arena_copy(&names, str_slice(&path)).at;
    str_release(&path);
    return kept;
}

void work_write(const char *folder, const char *name, struct slice bytes)
{
    struct str path = STR_EMPTY;
    struct err err;

    str_puts(&path, work_path(folder));
    if (file_make_folder(path.at, &err) < 0)
        bench_fail("%s", err.text);
    str_printf(&path, "/%s", name);
    if (file_write(path.at, bytes, false, &err) < 0)
        bench_fail("%s", err.text);
    str_release(&path);
}

void work_remove(const char *name)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    const char *path = work_path(name);

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct str file = STR_EMPTY;
        const char *argv[] = {"rm", "-rf", "--", NULL, NULL};

        str_printf(&file, "%s%s", path, ends[i]);
        argv[3] = file.at;
        run(NULL, argv);
        str_release(&file);
    }
}

void work_clear_home(void)
{
    struct err err;

    work_remove("home");
    if (file_make_folder(work_path("home"), &err) < 0)
        bench_fail("%s", err.text);
}

/* --- runs ----------------------------------------------------------------
 */

double cpu_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

double now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double ms_of(struct timeval t)
{
    return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

struct took took_of(double wall_ms, const struct rusage *usage)
{
    return (struct took){
        .wall_ms = wall_ms,
        .cpu_ms = ms_of(usage->ru_utime) + ms_of(usage->ru_stime),
        .peak_mb = (double)usage->ru_maxrss * 1024 / 1e6,
    };
}

struct took took_best(struct took a, struct took b)
{
    return a.cpu_ms <= b.cpu_ms ? a : b;
}

/* Everything that comes through the pipe, until nobody holds its end. */
static void drain(int fd, struct str *out)
{
    char block[4096];
    ssize_t n;

    while ((n = read(fd, block, sizeof block)) > 0 ||
           (n < 0 && errno == EINTR))
        if (n > 0 && out != NULL)
            str_put(out, (struct slice){block, (size_t)n});
    close(fd);
}

static pid_t start(const char *const *argv, int out)
{
    posix_spawn_file_actions_t files;
    pid_t pid;
    int code;

    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, out, 1);
    posix_spawn_file_actions_adddup2(&files, out, 2);
    code = posix_spawnp(&pid, argv[0], &files, NULL, (char *const *)argv,
                        environ);
    posix_spawn_file_actions_destroy(&files);
    if (code != 0)
        bench_fail("%s can't be run: %s", argv[0], strerror(code));
    return pid;
}

struct took run(struct str *out, const char *const *argv)
{
    struct str said = STR_EMPTY;
    struct rusage usage;
    double from = now_ms(), wall;
    int status, ends[2];
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC) < 0)
        bench_fail("no pipe: %s", strerror(errno));
    pid = start(argv, ends[1]);
    close(ends[1]);
    drain(ends[0], &said);
    while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR)
        ;
    wall = now_ms() - from;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        bench_fail("%s %s ended with status %d:\n%s", argv[0],
                   argv[1] != NULL ? argv[1] : "", status, said.at);
    if (out != NULL)
        str_put(out, str_slice(&said));
    str_release(&said);
    return took_of(wall, &usage);
}

bool can_run(const char *name)
{
    struct slice rest =
        slice_from(getenv("PATH") != NULL ? getenv("PATH") : "");
    bool found = false;

    while (rest.len > 0 && !found) {
        size_t end = slice_find(rest, 0, SLICE(":"));
        struct str path = STR_EMPTY;

        str_printf(&path, "%.*s/%s", (int)end, rest.at, name);
        found = access(path.at, X_OK) == 0;
        rest = slice_skip(rest, end < rest.len ? end + 1 : end);
        str_release(&path);
    }
    return found;
}
