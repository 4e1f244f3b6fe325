/* oom.so, for LD_PRELOAD: the OOM_AT-th request for memory fails, and with
 * OOM_ON=1 all behind it as well. Their number is written to the file OOM_LOG
 * at the end. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

static long requests, fail_at;
static int fail_on, counting;

static int fails(void)
{
    long number;

    if (!counting)
        return 0;
    number = __atomic_add_fetch(&requests, 1, __ATOMIC_RELAXED);
    if (fail_at == 0 || (number != fail_at && !(fail_on && number > fail_at)))
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
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
    const char *log = getenv("OOM_LOG");
    FILE *f;

    counting = 0;
    f = log != NULL ? fopen(log, "w") : NULL;
    if (f == NULL)
        return;
    fprintf(f, "%ld\n", requests);
    fclose(f);
}
