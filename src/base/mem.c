#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void mem_exhausted(void)
{
    exit(MEM_STATUS);
}

static void *checked(void *p)
{
    if (p == NULL)
        mem_exhausted();
    return p;
}

void *mem_new(size_t size)
{
    return checked(calloc(1, size > 0 ? size : 1));
}

void *mem_new_array(size_t n, size_t size)
{
    return checked(calloc(n > 0 ? n : 1, size > 0 ? size : 1));
}

void *mem_resize(void *old, size_t size)
{
    return checked(realloc(old, size > 0 ? size : 1));
}

char *mem_copy(const void *bytes, size_t len)
{
    char *copy = checked(malloc(len + 1));

    if (len > 0)
        memcpy(copy, bytes, len);
    copy[len] = '\0';
    return copy;
}

void *mem_grow(void *at, size_t n, size_t *cap, size_t size)
{
    size_t more = *cap < 8 ? 8 : *cap + *cap / 2;

    if (n < *cap)
        return at;
    if (more > SIZE_MAX / size)
        mem_exhausted();
    at = mem_resize(at, more * size);
    *cap = more;
    return at;
}
