#include "note/image.h"

#include <string.h>

#include "base/err.h"
#include "sys/file.h"
#include "text/unicode.h"

enum { NAME_BYTES = 255, PATH_BYTES = 4096 }; /* what Linux takes */

/* --- names -------------------------------------------------------------- */

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

bool image_is_name(struct slice name)
{
    static const char *const ends[] = {"png", "jpg",  "jpeg", "gif", "svg",
                                       "bmp", "webp", "avif", "tif", "tiff"};
    size_t dot = name.len;
    char end[5] = "";

    while (dot > 0 && name.at[dot - 1] != '.')
        dot--;
    if (dot < 2 || name.len - dot >= sizeof end)
        return false;
    for (size_t i = dot; i < name.len; i++)
        end[i - dot] = (char)lower(name.at[i]);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (strcmp(end, ends[i]) == 0)
            return true;
    return false;
}

bool image_is_size(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((text.at[i] < '0' || text.at[i] > '9') && text.at[i] != 'x')
            return false;
    return true;
}

struct slice image_name(struct slice target)
{
    return path_name(target);
}

static int hex(char digit)
{
    int c = lower(digit);

    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void decode(struct str *out, struct slice written)
{
    for (size_t i = 0; i < written.len; i++) {
        bool room = written.at[i] == '%' && i + 2 < written.len;
        int hi = room ? hex(written.at[i + 1]) : -1;
        int lo = room ? hex(written.at[i + 2]) : -1;

        if (hi >= 0 && lo >= 0) {
            str_putc(out, (char)(hi * 16 + lo));
            i += 2;
        } else {
            str_putc(out, written.at[i]);
        }
    }
}

/* Can a file be called this? */
static bool is_clean(struct slice name)
{
    size_t part = 0;

    for (size_t i = 0; i < name.len; i++) {
        if ((unsigned char)name.at[i] < ' ' || name.at[i] == 0x7f)
            return false;
        part = name.at[i] == '/' ? 0 : part + 1;
        if (part > NAME_BYTES)
            return false;
    }
    return name.len > 0 && name.len < PATH_BYTES &&
           utf8_check(name) == name.len;
}

void image_target(struct str *out, struct slice written)
{
    struct str decoded = STR_EMPTY;

    decode(&decoded, written);
    str_put(out,
            is_clean(str_slice(&decoded)) ? str_slice(&decoded) : written);
    str_release(&decoded);
}

/* --- what a target is, by its looks ------------------------------------- */

/* The length of "http" in "http://...", or 0. */
static size_t scheme(struct slice target)
{
    size_t n = 0;

    while (n < target.len && lower(target.at[n]) >= 'a' &&
           lower(target.at[n]) <= 'z')
        n++;
    return n < target.len && target.at[n] == ':' ? n : 0;
}

/* Does it climb when \ parts names too, as on another system? */
static bool climbs(struct slice target)
{
    size_t from = 0;

    if (memchr(target.at, '\\', target.len) == NULL)
        return false;
    for (size_t i = 0; i <= target.len; i++)
        if (i == target.len || target.at[i] == '/' || target.at[i] == '\\') {
            if (slice_is(slice_sub(target, from, i - from), ".."))
                return true;
            from = i + 1;
        }
    return false;
}

/* FOUND: it may be looked for. */
static enum image_fate judge(struct slice target)
{
    struct str again = STR_EMPTY;
    size_t n = scheme(target);
    bool clean;

    decode(&again, target); /* one that image_target left as it was? */
    clean = is_clean(target) && is_clean(str_slice(&again));
    str_release(&again);
    if (n > 1 && !slice_is(slice_sub(target, 0, n), "file"))
        return IMAGE_REMOTE;
    if (!clean)
        return IMAGE_BAD;
    if (n > 0 || target.at[0] == '/' || climbs(target) ||
        (target.at[0] == '~' && memchr(target.at, '/', target.len) != NULL))
        return IMAGE_OUTSIDE;
    return IMAGE_FOUND;
}

/* --- where it is -------------------------------------------------------- */

/* Looks for the absolute path `whole` below `folder`. IMAGE_OUTSIDE when it
 * is not below. */
static enum image_fate look_below(const char *folder, struct slice whole,
                                  struct str *bytes)
{
    struct str top = STR_EMPTY;
    struct slice name;
    struct err err = {0};
    enum image_fate fate = IMAGE_OUTSIDE;
    int rc;

    path_absolute(&top, folder);
    if (top.at[top.len - 1] != '/')
        str_putc(&top, '/');
    name = slice_has_prefix(whole, str_slice(&top))
               ? slice_skip(whole, top.len)
               : (struct slice){0};
    if (name.len > 0) {
        rc = file_read_beneath(bytes, top.at, name, FILE_IMAGE_MAX, &err);
        fate = rc == 0                    ? IMAGE_FOUND
               : rc == 1                  ? IMAGE_OUTSIDE
               : err.kind == ERR_NO_INPUT ? IMAGE_MISSING
                                          : IMAGE_BAD;
    }
    str_release(&top);
    return fate;
}

/* `target` as seen from `folder`, looked for below `top`. */
static enum image_fate look(const char *folder, struct slice target,
                            const char *top, struct str *bytes)
{
    struct str joined = STR_EMPTY, whole = STR_EMPTY;
    enum image_fate fate;

    path_join(&joined, folder, target);
    path_absolute(&whole, joined.at);
    fate = look_below(top, str_slice(&whole), bytes);
    str_release(&joined);
    str_release(&whole);
    return fate;
}

enum image_fate image_read(const struct image_place *place,
                           struct slice target, struct str *bytes)
{
    enum image_fate fate = judge(target), other = IMAGE_OUTSIDE;
    const char *file = place->path != NULL ? place->path : "";
    struct slice folder = path_folder(slice_from(file));
    struct str home = STR_EMPTY;

    if (fate != IMAGE_FOUND)
        return fate;
    str_put(&home, folder.len > 0 ? folder : SLICE("."));
    fate = IMAGE_UNKNOWN;
    if (place->path != NULL &&
        (place->root == NULL || place->root[0] != '\0'))
        fate = look(home.at, target,
                    place->root != NULL ? place->root : home.at, bytes);
    if (place->media != NULL && fate != IMAGE_FOUND && fate != IMAGE_BAD) {
        other = look(home.at, target, place->media, bytes);
        if (other != IMAGE_FOUND)
            other = look(place->media, target, place->media, bytes);
        if (other != IMAGE_OUTSIDE || fate == IMAGE_UNKNOWN)
            fate = other;
    }
    str_release(&home);
    return fate;
}
