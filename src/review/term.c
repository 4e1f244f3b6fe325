#include "review/term.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum { IN = STDIN_FILENO, OUT = STDOUT_FILENO };

/* On: alternate screen, bracketed paste, no automatic new line at the right
 * edge. Off: the same undone, the cursor shown; the screen is cleared first
 * for terminals that have only one. */
static const char enter[] = "\033[?1049h\033[?2004h\033[?7l";
static const char leave[] =
    "\033[0m\033[H\033[2J\033[?7h\033[?2004l\033[?1049l\033[?25h";

/* The one terminal. What a handler touches is volatile; `ours` tells it that
 * there is something to give back. */
static struct {
    bool opened;
    volatile sig_atomic_t ours;
    volatile sig_atomic_t ended, resized, stopped, continued;
    struct termios before;
    sigset_t mask_before;
} term;

/* --- signals ----------------------------------------------------------- */

static void write_quietly(const char *bytes, size_t n)
{
    if (write(OUT, bytes, n) < 0) {
        /* it has gone; there is nobody to tell */
    }
}

static void on_end(int number)
{
    term.ended = number;
}

static void on_resize(int number)
{
    (void)number;
    term.resized = 1;
}

static void on_stop(int number)
{
    (void)number;
    term.stopped = 1;
}

static void on_continue(int number)
{
    (void)number;
    term.continued = 1;
}

static void on_crash(int number);

static const struct {
    int number;
    void (*act)(int);
} signals[] = {
    {SIGINT, on_end},       {SIGTERM, on_end},     {SIGHUP, on_end},
    {SIGQUIT, on_end},      {SIGWINCH, on_resize}, {SIGTSTP, on_stop},
    {SIGCONT, on_continue}, {SIGABRT, on_crash},   {SIGSEGV, on_crash},
    {SIGBUS, on_crash},     {SIGFPE, on_crash},    {SIGILL, on_crash},
};

enum { NSIGNALS = sizeof signals / sizeof *signals };

static struct sigaction before[NSIGNALS]; /* what they did then */

/* A bug of ours: give the terminal back, then let happen what would have. */
static void on_crash(int number)
{
    if (term.ours) {
        term.ours = 0;
        write_quietly(leave, sizeof leave - 1);
        tcsetattr(IN, TCSANOW, &term.before);
    }
    for (size_t i = 0; i < NSIGNALS; i++)
        if (signals[i].number == number)
            sigaction(number, &before[i], NULL);
    raise(number); /* comes when this handler has returned */
}

/* Those that are only let in while we wait or write. */
static sigset_t held_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < NSIGNALS; i++)
        if (signals[i].act != on_crash)
            sigaddset(&set, signals[i].number);
    return set;
}

/* A signal that was ignored when we started (nohup) stays ignored. */
static void take_signals(void)
{
    sigset_t held = held_signals();

    sigprocmask(SIG_BLOCK, &held, &term.mask_before);
    for (size_t i = 0; i < NSIGNALS; i++) {
        struct sigaction act = {.sa_handler = signals[i].act};

        sigemptyset(&act.sa_mask);
        sigaction(signals[i].number, &act, &before[i]);
        if (before[i].sa_handler == SIG_IGN)
            sigaction(signals[i].number, &before[i], NULL);
    }
}

static void give_signals(void)
{
    for (size_t i = 0; i < NSIGNALS; i++)
        sigaction(signals[i].number, &before[i], NULL);
    sigprocmask(SIG_SETMASK, &term.mask_before, NULL);
}

/* --- modes ------------------------------------------------------------- */

/* Ctrl-C, Ctrl-Z and Ctrl-S arrive as keys; nothing is echoed or changed. */
static int make_raw(void)
{
    struct termios raw = term.before;

    raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR | INPCK |
                               ISTRIP | IXON | PARMRK);
    raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
    raw.c_oflag &= ~(tcflag_t)OPOST;
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    return tcsetattr(IN, TCSADRAIN, &raw);
}

static void take(void)
{
    take_signals();
    term.ours = 1;
    make_raw();
    write_quietly(enter, sizeof enter - 1);
    term.resized = term.stopped = term.continued = 0;
}

static void give(void)
{
    if (term.ours) {
        term.ours = 0;
        write_quietly(leave, sizeof leave - 1);
        tcsetattr(IN, TCSADRAIN, &term.before);
        give_signals();
    }
}

bool term_present(void)
{
    return isatty(IN) && isatty(OUT);
}

int term_open(struct err *err)
{
    static bool registered;

    if (!term_present() || tcgetattr(IN, &term.before) < 0)
        return err_set(err, ERR_IO,
                       "Standard input and output are no terminal; try "
                       "--plain.");
    if (!registered && atexit(term_close) == 0)
        registered = true;
    term.ended = 0;
    term.opened = true;
    take();
    return 0;
}

void term_close(void)
{
    give();
    term.opened = false;
}

void term_lend(void)
{
    give();
}

void term_resume(void)
{
    if (term.opened && !term.ours)
        take();
}

void term_stop(void)
{
    give();
    raise(SIGTSTP);
    take();
}

int term_signal(void)
{
    return term.ended;
}

void term_size(int *rows, int *columns)
{
    struct winsize size = {0};

    if (ioctl(OUT, TIOCGWINSZ, &size) < 0 || size.ws_row == 0 ||
        size.ws_col == 0)
        size = (struct winsize){.ws_row = 24, .ws_col = 80};
    *rows = size.ws_row;
    *columns = size.ws_col;
}

/* --- bytes ------------------------------------------------------------- */

/* A terminal that was held up must not keep us from a signal: they are let
 * in while the write may sleep. */
static ssize_t write_some(struct slice bytes)
{
    sigset_t held = held_signals();
    ssize_t n;
    int saved;

    sigprocmask(SIG_SETMASK, &term.mask_before, NULL);
    n = write(OUT, bytes.at, bytes.len);
    saved = errno;
    sigprocmask(SIG_BLOCK, &held, NULL);
    errno = saved;
    return n;
}

int term_write(struct slice bytes, struct err *err)
{
    while (bytes.len > 0) {
        ssize_t n = write_some(bytes);
        struct pollfd out = {.fd = OUT, .events = POLLOUT};

        if (n > 0)
            bytes = slice_skip(bytes, (size_t)n);
        else if (n < 0 && errno == EAGAIN)
            ppoll(&out, 1, NULL, &term.mask_before);
        else if (n == 0 || errno != EINTR)
            return err_set(err, ERR_IO, "The terminal has gone.");
        if (term.ended != 0)
            break; /* nobody will look at it */
    }
    return 0;
}

/* What a handler has noted down since. */
static bool noted(enum term_event *event)
{
    if (term.ended != 0) {
        *event = TERM_SIGNAL;
    } else if (term.stopped) {
        term.stopped = 0;
        *event = TERM_STOP;
    } else if (term.continued) { /* somebody may have changed the modes */
        give();
        take();
        *event = TERM_RESIZE;
    } else if (term.resized) {
        term.resized = 0;
        *event = TERM_RESIZE;
    } else {
        return false;
    }
    return true;
}

static enum term_event receive(struct str *bytes)
{
    enum { CHUNK = 4096 };
    ssize_t n = read(IN, str_reserve(bytes, CHUNK), CHUNK);

    if (n <= 0)
        return n < 0 && (errno == EINTR || errno == EAGAIN) ? TERM_IDLE
                                                            : TERM_GONE;
    bytes->len += (size_t)n;
    str_truncate(bytes, bytes->len);
    return TERM_INPUT;
}

enum term_event term_wait(struct str *bytes, int wait_ms)
{
    struct timespec limit = {wait_ms / 1000, wait_ms % 1000 * 1000000L};
    enum term_event event;

    for (;;) {
        struct pollfd in = {.fd = IN, .events = POLLIN};
        int n;

        if (noted(&event))
            return event;
        n = ppoll(&in, 1, wait_ms < 0 ? NULL : &limit, &term.mask_before);
        if (n == 0)
            return TERM_IDLE;
        if (n > 0)
            return receive(bytes);
        if (errno != EINTR)
            return TERM_GONE;
    }
}
