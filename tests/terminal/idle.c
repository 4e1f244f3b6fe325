#include "idle.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

/* Reads /proc/PID/NAME into text; false when it is not to be had. */
static bool read_proc(pid_t pid, const char *name, char *text, size_t size)
{
    char path[64];
    size_t n;
    FILE *f;

    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    f = fopen(path, "r");
    if (f == NULL)
        return false;
    n = fread(text, 1, size - 1, f);
    text[n] = '\0';
    fclose(f);
    return n > 0;
}

unsigned long sleeps_of(pid_t pid)
{
    char text[4096];
    const char *line;

    if (!read_proc(pid, "status", text, sizeof text))
        return 0;
    line = strstr(text, "\nvoluntary_ctxt_switches:");
    return line != NULL ? strtoul(strchr(line, ':') + 1, NULL, 10) : 0;
}

/* The calls that wait for a key, and what one argument of theirs then is: a
 * time limit of for ever, or standard input. */
static const struct {
    long call;
    int argument;
    unsigned long value;
} waits[] = {
    {SYS_read, 0, 0},
#ifdef SYS_poll
    {SYS_poll, 2, 0xffffffff},
#endif
    {SYS_ppoll, 2, 0},
    {SYS_pselect6, 4, 0},
};

/* A stopped process is in a call as well, but does not wait. */
static bool is_asleep(pid_t pid)
{
    char text[4096];

    return read_proc(pid, "status", text, sizeof text) &&
           strstr(text, "\nState:\tS") != NULL;
}

bool waits_for_input(pid_t pid)
{
    char text[256], *rest;
    unsigned long args[6];
    long call;

    if (!read_proc(pid, "syscall", text, sizeof text) || !is_asleep(pid))
        return false;
    call = strtol(text, &rest, 10);
    if (rest == text) /* "running" */
        return false;
    for (size_t i = 0; i < 6; i++)
        args[i] = strtoul(rest, &rest, 16);
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++)
        if (waits[i].call == call)
            return (args[waits[i].argument] & 0xffffffff) == waits[i].value;
    return false;
}
