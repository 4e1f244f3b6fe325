/* oom.so, for LD_PRELOAD: the OOM_AT-th request for memory fails, and with
 * OOM_ON=1 all behind it as well. Into the file OOM_LOG goes a line with the
 * program or library whose request failed first, and at the end the number of
 * requests. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

static long requests, fail_at;
static int fail_on, counting;

static void put_line(const char *text)
{
    const char *log = getenv("OOM_LOG");
    int fd =
        log != NULL ? open(log, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;

    if (fd < 0)
        return;
    if (write(fd, text, strlen(text)) < 0 || write(fd, "\n", 1) < 0)
        _exit(99);
    close(fd);
}

static void name_who_asked(const void *caller)
{
    Dl_info info;

    if (dladdr(caller, &info) != 0)
        put_line(info.dli_fname);
}

static int fails(const void *caller)
{
    long number;

    if (!counting)
        return 0;
    number = __atomic_add_fetch(&requests, 1, __ATOMIC_RELAXED);
    if (fail_at == 0 || (number != fail_at && !(fail_on && number > fail_at)))
        return 0;
    if (number == fail_at)
        name_who_asked(caller);
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL
                                              : __libc_realloc(old, size);
}

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("OOM_AT"), *on = getenv("OOM_ON");

    fail_at = at != NULL ? atol(at) : 0;
    fail_on = on != NULL && strcmp(on, "1") == 0;
    counting = 1;
}

__attribute__((destructor)) static void end(void)
{
    char text[32];

    counting = 0;
    snprintf(text, sizeof text, "%ld", requests);
    put_line(text);
}
