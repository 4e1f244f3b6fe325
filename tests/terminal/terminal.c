#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#include "base/mem.h"
#include "check.h"
#include "idle.h"
#include "text/unicode.h"

enum { TOO_LONG_MS = 30000, ARGS_MAX = 32 };

/* What the emulator tells us. */

static int on_cursor(VTermPos pos, VTermPos old, int visible, void *arg)
{
    struct terminal *t = arg;

    (void)old;
    (void)visible;
    t->cursor = pos;
    return 1;
}

static int on_property(VTermProp property, VTermValue *value, void *arg)
{
    struct terminal *t = arg;

    if (property == VTERM_PROP_ALTSCREEN)
        t->alternate = value->boolean;
    if (property == VTERM_PROP_CURSORVISIBLE)
        t->cursor_visible = value->boolean;
    return 1;
}

static void on_answer(const char *bytes, size_t len, void *arg)
{
    struct terminal *t = arg;

    t->answered = true;
    if (write(t->master, bytes, len) != (ssize_t)len)
        fail_msg("the terminal's answer: %s", strerror(errno));
}

static void emulate(struct terminal *t)
{
    static const VTermScreenCallbacks callbacks = {
        .movecursor = on_cursor,
        .settermprop = on_property,
    };

    t->vt = vterm_new(t->rows, t->columns);
    vterm_set_utf8(t->vt, 1);
    vterm_output_set_callback(t->vt, on_answer, t);
    t->screen = vterm_obtain_screen(t->vt);
    vterm_screen_set_callbacks(t->screen, &callbacks, t);
    vterm_screen_enable_altscreen(t->screen, 1);
    vterm_screen_reset(t->screen, 1);
}

/* Starting. */

struct terminal *terminal_open(const struct program *p, int rows, int columns,
                               const char *file, ...)
{
    struct terminal *t = mem_new(sizeof *t);
    struct winsize size = {.ws_row = (unsigned short)rows,
                           .ws_col = (unsigned short)columns};
    const char *args[ARGS_MAX] = {file};
    size_t n = 1;
    va_list ap;

    va_start(ap, file);
    while ((args[n] = va_arg(ap, const char *)) != NULL)
        assert_true(++n < ARGS_MAX);
    va_end(ap);
    *t = (struct terminal){.rows = rows, .columns = columns};
    emulate(t);
    if (openpty(&t->master, &t->line, NULL, NULL, &size) < 0 ||
        tcgetattr(t->line, &t->before) < 0 || (t->pid = fork()) < 0)
        fail_msg("no terminal line: %s", strerror(errno));
    if (t->pid == 0) {
        close(t->master);
        login_tty(t->line);
        program_exec(p, file, args);
    }
    fcntl(t->master, F_SETFD, FD_CLOEXEC);
    fcntl(t->line, F_SETFD, FD_CLOEXEC);
    terminal_type(t, "");
    return t;
}

/* Waiting. */

static void give_up(const struct terminal *t, const char *what)
{
    struct str all = STR_EMPTY;

    terminal_put_text(&all, t);
    print_error("%s", all.at);
    str_release(&all);
    fail_msg("the program %s", what);
}

static int64_t now_ms(void)
{
    struct timespec at;

    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

static bool has_ended(struct terminal *t)
{
    int how;

    if (!t->ended && waitpid(t->pid, &how, WNOHANG) == t->pid) {
        t->ended = true;
        t->status = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
    }
    return t->ended;
}

static bool readable(int fd, int wait_ms)
{
    struct pollfd p = {fd, POLLIN, 0};

    return poll(&p, 1, wait_ms) > 0 && (p.revents & POLLIN) != 0;
}

/* Appends what has come to `out`. */
static void receive(struct terminal *t, struct str *out)
{
    char block[4096];
    ssize_t n = read(t->master, block, sizeof block);

    if (n > 0)
        str_put(out, (struct slice){block, (size_t)n});
}

static void show(struct terminal *t, struct slice bytes)
{
    str_put(&t->bytes, bytes);
    vterm_input_write(t->vt, bytes.at, bytes.len);
}

/* Shows all that was written before this call. The line hands bytes over in
 * order but in its own time, so a mark is sent after them. */
static void catch_up(struct terminal *t)
{
    const struct slice mark = SLICE("\033]so far\007");
    struct str in = STR_EMPTY;
    int64_t start = now_ms();
    size_t at;

    if (write(t->line, mark.at, mark.len) != (ssize_t)mark.len)
        fail_msg("the line: %s", strerror(errno));
    while ((at = slice_find(str_slice(&in), 0, mark)) == in.len) {
        if (now_ms() - start > TOO_LONG_MS)
            fail_msg("the line has lost bytes");
        if (readable(t->master, 100))
            receive(t, &in);
    }
    show(t, slice_sub(str_slice(&in), 0, at));
    show(t, slice_skip(str_slice(&in), at + mark.len));
    str_release(&in);
}

/* Who has the line, and how often that one went to sleep. */
struct reader {
    pid_t pid;
    unsigned long sleeps;
};

static struct reader reader_of(const struct terminal *t)
{
    pid_t pid = tcgetpgrp(t->master);

    return (struct reader){pid, sleeps_of(pid)};
}

/* Idle, and `before` is not still the same sleep. */
static bool is_idle(const struct terminal *t, struct reader before)
{
    struct reader now = reader_of(t);

    return (now.pid != before.pid || now.sleeps != before.sleeps) &&
           waits_for_input(now.pid);
}

static void settle(struct terminal *t, struct reader before)
{
    int64_t start = now_ms();
    struct str in = STR_EMPTY;

    do {
        t->answered = false;
        while (!has_ended(t) && !is_idle(t, before)) {
            if (readable(t->master, 1))
                receive(t, &in);
            show(t, str_slice(&in));
            str_clear(&in);
            if (now_ms() - start > TOO_LONG_MS)
                give_up(t, "waits for no key");
        }
        before = reader_of(t);
        catch_up(t);
    } while (t->answered);
    str_release(&in);
}

/* What a person does. */

static bool whole_lines_only(const struct terminal *t)
{
    struct termios now;

    return tcgetattr(t->line, &now) == 0 && (now.c_lflag & ICANON) != 0;
}

void terminal_type(struct terminal *t, const char *keys)
{
    struct reader before = reader_of(t);
    size_t len = strlen(keys);

    if (len == 0 ||
        (whole_lines_only(t) && strpbrk(keys, "\r\n\3\4\32") == NULL))
        before = (struct reader){0};
    if (write(t->master, keys, len) != (ssize_t)len)
        fail_msg("typing: %s", strerror(errno));
    settle(t, before);
}

void terminal_resize(struct terminal *t, int rows, int columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows,
                           .ws_col = (unsigned short)columns};

    t->rows = rows;
    t->columns = columns;
    vterm_set_size(t->vt, rows, columns);
    if (ioctl(t->master, TIOCSWINSZ, &size) < 0)
        fail_msg("resizing: %s", strerror(errno));
    settle(t, (struct reader){0});
}

void terminal_signal(struct terminal *t, int signal)
{
    struct reader before = reader_of(t);

    if (kill(-before.pid, signal) < 0)
        fail_msg("signal %d: %s", signal, strerror(errno));
    settle(t, before);
}

void terminal_hang_up(struct terminal *t)
{
    close(t->master);
    t->master = -1;
}

int terminal_status(struct terminal *t)
{
    int64_t start = now_ms();

    while (!has_ended(t)) {
        if (now_ms() - start > TOO_LONG_MS)
            give_up(t, "does not end");
        poll(NULL, 0, 1);
    }
    return t->status;
}

void terminal_close(struct terminal *t)
{
    if (t == NULL)
        return;
    if (t->master >= 0)
        close(t->master);
    close(t->line);
    if (!has_ended(t)) {
        kill(t->pid, SIGKILL);
        waitpid(t->pid, NULL, 0);
    }
    vterm_free(t->vt);
    str_release(&t->bytes);
    free(t);
}
