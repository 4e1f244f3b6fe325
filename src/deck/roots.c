#include "deck/roots.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "sys/file.h"
#include "sys/place.h"

enum { ROOTS_BYTES_MAX = 4 << 20 };

void roots_release(struct roots *roots)
{
    free(roots->at);
    arena_release(&roots->arena);
    *roots = (struct roots){0};
}

/* --- one line ----------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

/* Cuts 16 hex digits and a blank off *line. */
static bool read_uid(struct slice *line, uint64_t *out)
{
    uint64_t uid = 0;

    if (line->len < 17 || line->at[16] != ' ')
        return false;
    for (int i = 0; i < 16; i++) {
        int digit = hex_digit(line->at[i]);

        if (digit < 0)
            return false;
        uid = uid << 4 | (uint64_t)digit;
    }
    *out = uid;
    *line = slice_skip(*line, 17);
    return true;
}

static void read_path(struct str *out, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '%' && i + 2 < text.len &&
            hex_digit(text.at[i + 1]) >= 0 &&
            hex_digit(text.at[i + 2]) >= 0) {
            str_putc(out, (char)(hex_digit(text.at[i + 1]) << 4 |
                                 hex_digit(text.at[i + 2])));
            i += 2;
        } else {
            str_putc(out, text.at[i]);
        }
    }
}

static void put_path(struct str *out, const char *path)
{
    for (const char *c = path; *c != '\0'; c++)
        if ((unsigned char)*c <= ' ' || *c == '%' || *c == 0x7f)
            str_printf(out, "%%%02x", (unsigned)(unsigned char)*c);
        else
            str_putc(out, *c);
}

/* --- the list ----------------------------------------------------------- */

static struct root_place *find(const struct roots *roots, uint64_t deck,
                               uint64_t root)
{
    for (size_t i = 0; i < roots->n; i++)
        if (roots->at[i].deck == deck && roots->at[i].root == root)
            return &roots->at[i];
    return NULL;
}

const char *roots_find(const struct roots *roots, uint64_t deck,
                       uint64_t root)
{
    const struct root_place *place = find(roots, deck, root);

    return place != NULL ? place->path : NULL;
}

bool roots_set(struct roots *roots, uint64_t deck, uint64_t root,
               const char *path)
{
    struct root_place *place = find(roots, deck, root);

    if (place != NULL && strcmp(place->path, path) == 0)
        return false;
    if (place == NULL) {
        roots->at =
            mem_grow(roots->at, roots->n, &roots->cap, sizeof *roots->at);
        place = &roots->at[roots->n++];
        *place = (struct root_place){.deck = deck, .root = root};
    }
    place->path = arena_copy(&roots->arena, slice_from(path)).at;
    return true;
}

static void file_name(struct str *out)
{
    struct str folder = STR_EMPTY;

    place_config(&folder);
    path_join(out, folder.at, SLICE("roots"));
    str_release(&folder);
}

static void read_line(struct roots *roots, struct slice line)
{
    struct str path = STR_EMPTY;
    uint64_t deck, root;

    if (read_uid(&line, &deck) && read_uid(&line, &root)) {
        read_path(&path, line);
        if (path.at[0] == '/')
            roots_set(roots, deck, root, path.at);
    }
    str_release(&path);
}

int roots_load(struct roots *out, struct err *err)
{
    struct str name = STR_EMPTY, text = STR_EMPTY;
    struct roots roots = {0};
    struct slice rest, line;
    int rc = 0;

    file_name(&name);
    if (file_stat_of(name.at).exists)
        rc = file_read(&text, name.at, ROOTS_BYTES_MAX, err);
    rest = str_slice(&text);
    while (slice_line(&rest, &line))
        read_line(&roots, line);
    if (rc == 0)
        *out = roots;
    else
        roots_release(&roots);
    str_release(&name);
    str_release(&text);
    return rc;
}

int roots_save(const struct roots *roots, struct err *err)
{
    struct str name = STR_EMPTY, folder = STR_EMPTY, text = STR_EMPTY;
    int rc;

    for (size_t i = 0; i < roots->n; i++) {
        str_printf(&text, "%016llx %016llx ",
                   (unsigned long long)roots->at[i].deck,
                   (unsigned long long)roots->at[i].root);
        put_path(&text, roots->at[i].path);
        str_putc(&text, '\n');
    }
    place_config(&folder);
    file_name(&name);
    rc = file_make_folder(folder.at, err);
    if (rc == 0)
        rc = file_write(name.at, str_slice(&text), true, err);
    str_release(&name);
    str_release(&folder);
    str_release(&text);
    return rc;
}
