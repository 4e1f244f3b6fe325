#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

enum { TOO_LONG_S = 60, ARGS_MAX = 32 };

/* What the sanitizers and gcov need to hear is let through. */
static const char *const inherited[] = {
    "PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "GCOV_PREFIX",
};

static void put_source_path(struct str *out, const char *name)
{
    char *root = getcwd(NULL, 0);

    assert_non_null(root);
    str_printf(out, "%s/%s", root, name);
    free(root);
}

const char *source_path(const char *name)
{
    static struct str path;

    str_clear(&path);
    put_source_path(&path, name);
    return path.at;
}

void program_set(struct program *p, const char *name, const char *value)
{
    size_t len = strlen(name), i = 0;

    while (i < p->nenv && !(strncmp(p->env[i].at, name, len) == 0 &&
                            p->env[i].at[len] == '='))
        i++;
    if (value == NULL) {
        if (i < p->nenv) {
            str_release(&p->env[i]);
            p->env[i] = p->env[--p->nenv];
        }
        return;
    }
    if (i == p->nenv) {
        assert_true(p->nenv < COUNT(p->env));
        p->env[p->nenv++] = STR_EMPTY;
    }
    str_clear(&p->env[i]);
    str_printf(&p->env[i], "%s=%s", name, value);
}

static void set_below_home(struct program *p, const char *name,
                           const char *folder)
{
    struct str path = STR_EMPTY;

    str_printf(&path, "%s/%s", p->home, folder);
    program_set(p, name, path.at);
    str_release(&path);
}

static void remove_folder(const char *path)
{
    struct str command = STR_EMPTY;

    str_printf(&command, "rm -rf '%s'", path);
    if (system(command.at) != 0)
        print_error("%s was not removed\n", path);
    str_release(&command);
}

/* All homes of this process are below one folder, so that tests that fail
 * leave nothing behind either. */
static char homes[] = "/tmp/pagein-test-XXXXXX";

static void remove_homes(void)
{
    remove_folder(homes);
}

static void make_home(struct program *p)
{
    static int n;

    if (n++ == 0 && (mkdtemp(homes) == NULL || atexit(remove_homes) != 0))
        fail_msg("no temporary folder: %s", strerror(errno));
    snprintf(p->home, sizeof p->home, "%s/%d", homes, n);
    if (mkdir(p->home, 0700) < 0)
        fail_msg("%s: %s", p->home, strerror(errno));
}

void program_init(struct program *p)
{
    *p = (struct program){0};
    make_home(p);
    for (size_t i = 0; i < COUNT(inherited); i++)
        program_set(p, inherited[i], getenv(inherited[i]));
    program_set(p, "HOME", p->home);
    set_below_home(p, "XDG_DATA_HOME", "data");
    set_below_home(p, "XDG_CONFIG_HOME", "config");
    set_below_home(p, "XDG_CACHE_HOME", "cache");
    program_set(p, "LANG", "C.UTF-8");
    program_set(p, "TZ", "UTC");
    program_set(p, "TERM", "xterm-256color");
    program_set(p, "PAGEIN_NOW", PROGRAM_NOW);
}

void program_release(struct program *p)
{
    remove_folder(p->home);
    for (size_t i = 0; i < p->nenv; i++)
        str_release(&p->env[i]);
    *p = (struct program){0};
}

static void path_below(const struct program *p, const char *name,
                       struct str *out)
{
    str_printf(out, "%s/%s", p->home, name);
}

static void make_folders_of(char *path)
{
    for (char *c = path + 1; (c = strchr(c, '/')) != NULL; c++) {
        *c = '\0';
        if (mkdir(path, 0777) < 0 && errno != EEXIST)
            fail_msg("%s: %s", path, strerror(errno));
        *c = '/';
    }
}

void program_write_bytes(const struct program *p, const char *name,
                         struct slice bytes)
{
    struct str path = STR_EMPTY;
    FILE *f;

    path_below(p, name, &path);
    make_folders_of(path.at);
    f = fopen(path.at, "w");
    if (f == NULL || fwrite(bytes.at, 1, bytes.len, f) != bytes.len ||
        fclose(f) != 0)
        fail_msg("%s: %s", path.at, strerror(errno));
    str_release(&path);
}

void program_write(const struct program *p, const char *name,
                   const char *text)
{
    program_write_bytes(p, name, slice_from(text));
}

/* Appends a whole file; false when it is not there. */
static bool read_whole(const char *path, struct str *out)
{
    FILE *f = fopen(path, "r");
    char block[4096];
    size_t n;

    if (f == NULL)
        return false;
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        str_put(out, (struct slice){block, n});
    fclose(f);
    return true;
}

void source_text(const char *name, struct str *out)
{
    if (!read_whole(name, out))
        fail_msg("%s: %s", name, strerror(errno));
}

bool program_copy(const struct program *p, const char *name,
                  const char *source)
{
    struct str bytes = STR_EMPTY;
    bool there = read_whole(source, &bytes);

    if (there)
        program_write_bytes(p, name, str_slice(&bytes));
    str_release(&bytes);
    return there;
}

void program_read(const struct program *p, const char *name, struct str *out)
{
    struct str path = STR_EMPTY;

    path_below(p, name, &path);
    if (!read_whole(path.at, out))
        fail_msg("%s: %s", path.at, strerror(errno));
    str_release(&path);
}

void ran_release(struct ran *r)
{
    str_release(&r->out);
    str_release(&r->err);
}

_Noreturn void program_exec(const struct program *p, const char *file,
                            const char *const *args)
{
    char *env[COUNT(p->env) + 1];
    struct str path = STR_EMPTY;

    if (strcmp(file, "pagein") == 0)
        put_source_path(&path, PAGEIN);
    else
        str_puts(&path, file);
    for (size_t i = 0; i < p->nenv; i++)
        env[i] = p->env[i].at;
    env[p->nenv] = NULL;
    if (chdir(p->home) == 0)
        execvpe(path.at, (char *const *)(uintptr_t)args, env);
    perror(path.at);
    _exit(127);
}

/* The three ends we hold of the child's standard streams. */
struct pipes {
    int in, out, err; /* -1 once closed */
};

static pid_t start(const struct program *p, const char *const *args,
                   struct pipes *ours)
{
    int in[2], out[2], err[2];
    pid_t pid = -1;

    if (pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0 ||
        pipe2(err, O_CLOEXEC) < 0 || (pid = fork()) < 0)
        fail_msg("%s: %s", args[0], strerror(errno));
    if (pid == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        dup2(err[1], 2);
        signal(SIGPIPE, SIG_DFL);
        alarm(TOO_LONG_S);
        program_exec(p, args[0], args);
    }
    close(in[0]);
    close(out[1]);
    close(err[1]);
    *ours = (struct pipes){in[1], out[0], err[0]};
    return pid;
}

static void shut(int *fd)
{
    close(*fd);
    *fd = -1;
}

static void take(int *fd, struct str *into)
{
    char block[4096];
    ssize_t n = read(*fd, block, sizeof block);

    if (n > 0)
        str_put(into, (struct slice){block, (size_t)n});
    else
        shut(fd);
}

static void give(int *fd, struct slice *rest)
{
    ssize_t n = rest->len > 0 ? write(*fd, rest->at, rest->len) : -1;

    if (n < 0)
        shut(fd);
    else
        *rest = slice_skip(*rest, (size_t)n);
}

static void talk(struct pipes *p, struct slice input, struct ran *r)
{
    while (p->out >= 0 || p->err >= 0) {
        struct pollfd fds[] = {
            {p->in, POLLOUT, 0}, {p->out, POLLIN, 0}, {p->err, POLLIN, 0}};
        if (poll(fds, COUNT(fds), -1) < 0)
            fail_msg("poll: %s", strerror(errno));
        if (fds[0].revents != 0)
            give(&p->in, &input);
        if (fds[1].revents != 0)
            take(&p->out, &r->out);
        if (fds[2].revents != 0)
            take(&p->err, &r->err);
    }
    if (p->in >= 0)
        shut(&p->in);
}

void program_run(const struct program *p, struct ran *r, const char *input,
                 ...)
{
    const char *args[ARGS_MAX] = {"pagein"};
    size_t n = 1;
    struct pipes pipes;
    int how;
    pid_t pid;
    va_list ap;

    va_start(ap, input);
    while ((args[n] = va_arg(ap, const char *)) != NULL)
        assert_true(++n < ARGS_MAX);
    va_end(ap);
    ran_release(r);
    signal(SIGPIPE, SIG_IGN);
    pid = start(p, args, &pipes);
    talk(&pipes, slice_from(input != NULL ? input : ""), r);
    assert_int_equal(waitpid(pid, &how, 0), pid);
    r->status = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
}
