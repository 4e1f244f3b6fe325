/* io.so, for LD_PRELOAD: every IO_SHORT-th write of more than a byte writes
 * half of it. */
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

typedef ssize_t write_to(int fd, const void *bytes, size_t n);
typedef ssize_t write_at(int fd, const void *bytes, size_t n, off64_t at);

static long every, writes;
static write_to *real_write;
static write_at *real_write_at;

static size_t cut(size_t n)
{
    if (every == 0 || n < 2)
        return n;
    return __atomic_add_fetch(&writes, 1, __ATOMIC_RELAXED) % every == 0
               ? n / 2
               : n;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    return real_write(fd, bytes, cut(n));
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    return real_write_at(fd, bytes, cut(n), at);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    return real_write_at(fd, bytes, cut(n), at);
}

__attribute__((constructor)) static void begin(void)
{
    const char *n = getenv("IO_SHORT");

    every = n != NULL ? atol(n) : 0;
    *(void **)&real_write = dlsym(RTLD_NEXT, "write");
    *(void **)&real_write_at = dlsym(RTLD_NEXT, "pwrite64");
}
