#include "speed/tty.h"

#include <errno.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const char mark[] = "\033[?2026l";

void tty_start(struct tty *t, const char *const *argv)
{
    const struct winsize size = {.ws_row = 24, .ws_col = 80};

    *t = (struct tty){.started = now_ms()};
    t->pid = forkpty(&t->fd, NULL, NULL, &size);
    if (t->pid < 0)
        bench_fail("no terminal: %s", strerror(errno));
    if (t->pid == 0) {
        execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
}

/* Looks for the mark in what came; true when it ended there. It holds its
 * first byte only once, so a mismatch begins anew. */
static bool look(struct tty *t, const char *bytes, size_t n)
{
    bool found = false;

    for (size_t i = 0; i < n; i++) {
        if (bytes[i] != mark[t->matched])
            t->matched = 0;
        if (bytes[i] == mark[t->matched])
            t->matched++;
        if (t->matched == sizeof mark - 1) {
            t->matched = 0;
            found = true;
        }
    }
    return found;
}

bool tty_frame(struct tty *t)
{
    char block[4096];

    for (;;) {
        ssize_t n = read(t->fd, block, sizeof block);

        if (n > 0 && look(t, block, (size_t)n))
            return true;
        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
    }
}

static void type(struct tty *t, char key)
{
    if (write(t->fd, &key, 1) != 1)
        bench_fail("the terminal line broke: %s", strerror(errno));
}

double tty_press(struct tty *t, char key)
{
    double from = now_ms();

    type(t, key);
    if (!tty_frame(t))
        bench_fail("the review ended before its time");
    return now_ms() - from;
}

double tty_resident_mb(const struct tty *t)
{
    char name[64], line[128];
    long kb = 0;
    FILE *f;

    snprintf(name, sizeof name, "/proc/%d/status", (int)t->pid);
    f = fopen(name, "r");
    while (f != NULL && fgets(line, sizeof line, f) != NULL)
        if (sscanf(line, "VmRSS: %ld", &kb) == 1)
            break;
    if (f != NULL)
        fclose(f);
    return (double)kb * 1024 / 1e6;
}

struct took tty_leave(struct tty *t, char key)
{
    struct rusage usage;
    int status;

    type(t, key);
    if (tty_frame(t))
        bench_fail("a frame came too late: the times are not those of keys");
    while (wait4(t->pid, &status, 0, &usage) < 0 && errno == EINTR)
        ;
    close(t->fd);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        bench_fail("the review ended with status %d", status);
    return took_of(now_ms() - t->started, &usage);
}
