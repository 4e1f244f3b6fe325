#include "view/object.h"

#include <dlfcn.h>
#include <limits.h>
#include <unistd.h>

#include "base/str.h"

/* Appends the folder of the running program; nothing when it is unknown. */
static void put_program_folder(struct str *out)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);

    while (n > 0 && path[n - 1] != '/')
        n--;
    str_put(out, (struct slice){path, n > 0 ? (size_t)n : 0});
}

/* In the build tree the object lies beside the program; installed it lies
 * in lib/pagein beside bin/. */
static void *open_installed(const char *name)
{
    static const char *const places[] = {"", "../lib/pagein/"};
    void *object = NULL;

    for (size_t i = 0; i < sizeof places / sizeof *places && !object; i++) {
        struct str path = STR_EMPTY;

        put_program_folder(&path);
        str_puts(&path, places[i]);
        str_puts(&path, name);
        if (path.at[0] == '/')
            object = dlopen(path.at, RTLD_NOW | RTLD_LOCAL);
        str_release(&path);
    }
    return object;
}

void *object_symbol(const char *name, const char *symbol)
{
    void *object = strchr(name, '/') != NULL
                       ? dlopen(name, RTLD_NOW | RTLD_LOCAL)
                       : open_installed(name);

    return object != NULL ? dlsym(object, symbol) : NULL;
}
