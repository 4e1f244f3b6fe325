#include "sys/place.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "sys/file.h"
#include "sys/hash.h"

enum { NAME_BYTES_MAX = 200, MACHINE_BYTES_MAX = 4096 };

static const char *home(void)
{
    const char *dir = getenv("HOME");
    const struct passwd *me;

    if (dir != NULL && dir[0] == '/')
        return dir;
    me = getpwuid(getuid());
    return me != NULL && me->pw_dir[0] == '/' ? me->pw_dir : "/";
}

/* The XDG rule: a variable counts only when it holds an absolute path. */
static void xdg(struct str *out, const char *variable, const char *below_home)
{
    const char *dir = getenv(variable);

    if (dir != NULL && dir[0] == '/') {
        path_join(out, dir, SLICE("pagein"));
        return;
    }
    path_join(out, home(), slice_from(below_home));
    str_puts(out, "/pagein");
}

void place_data(struct str *out)
{
    xdg(out, "XDG_DATA_HOME", ".local/share");
}

void place_config(struct str *out)
{
    xdg(out, "XDG_CONFIG_HOME", ".config");
}

void place_cache(struct str *out)
{
    xdg(out, "XDG_CACHE_HOME", ".cache");
}

static bool name_ok(struct slice name)
{
    if (name.len > NAME_BYTES_MAX || name.at[0] == '.' || name.at[0] == '-')
        return false;
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.at[i] < ' ' || name.at[i] == 0x7f)
            return false;
    return true;
}

int place_deck(struct str *out, struct slice name, struct err *err)
{
    struct slice end = SLICE(".sqlite");

    if (name.len == 0)
        name = SLICE("default");
    if (memchr(name.at, '\0', name.len) == NULL &&
        (memchr(name.at, '/', name.len) != NULL ||
         slice_has_suffix(name, end))) {
        str_put(out, name);
        return 0;
    }
    if (!name_ok(name))
        return err_set(
            err, ERR_USAGE,
            "\"%.*s\" can't be the name of a deck. A name does not "
            "begin with a dot or dash, has no control characters "
            "and at most %d bytes; a path has a slash in it.",
            name.len > 100 ? 100 : (int)name.len, name.at, NAME_BYTES_MAX);
    place_data(out);
    str_putc(out, '/');
    str_put(out, name);
    str_put(out, end);
    return 0;
}

void place_machine(struct str *out)
{
    struct str id = STR_EMPTY;
    struct hash h;
    struct err err;
    char host[256] = "";

    if (file_read(&id, "/etc/machine-id", MACHINE_BYTES_MAX, &err) < 0 ||
        slice_trim(str_slice(&id)).len == 0) {
        gethostname(host, sizeof host - 1);
        str_puts(&id, host);
    }
    /* Hashed, for machine-id is not to be handed out as it is. */
    h = hash_of_parts(
        (struct slice[]){SLICE("pagein"), slice_trim(str_slice(&id))}, 2);
    hash_put_hex(out, &h, 16);
    str_release(&id);
}
