/* Names that Anki takes as they are. */
#include <ctype.h>

#include "publish/anki.h"
#include "sys/file.h"

static bool is_trimmed(char c)
{
    return c == ':' || (unsigned char)c <= ' ';
}

static struct slice trim_part(struct slice part)
{
    while (part.len > 0 && is_trimmed(part.at[0]))
        part = slice_skip(part, 1);
    while (part.len > 0 && is_trimmed(part.at[part.len - 1]))
        part.len--;
    return part;
}

static void put_part(struct str *out, struct slice part)
{
    size_t before = out->len;

    part = trim_part(part);
    for (size_t i = 0; i < part.len; i++)
        if ((unsigned char)part.at[i] >= ' ' && part.at[i] != 0x7f)
            str_putc(out, part.at[i] == '"' ? '\'' : part.at[i]);
    if (out->len == before)
        str_puts(out, "blank");
}

static bool is_word(struct slice text, const char *word)
{
    size_t n = strlen(word);

    if (text.len != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (tolower((unsigned char)text.at[i]) != word[i])
            return false;
    return true;
}

void anki_deck_name(struct str *out, struct slice name)
{
    static const struct slice colons = {"::", 2};
    size_t from = out->len;

    while (name.len > 0) {
        size_t end = slice_find(name, 0, colons);

        if (out->len > from)
            str_puts(out, "::");
        put_part(out, slice_sub(name, 0, end));
        name = slice_skip(name, end < name.len ? end + colons.len : end);
    }
    if (out->len == from ||
        is_word(slice_skip(str_slice(out), from), "default")) {
        str_truncate(out, from);
        str_puts(out, "pagein");
    }
}

bool anki_is_collection_name(struct slice path)
{
    struct slice name = path_name(path);

    return is_word(name, "collection.apkg") ||
           (slice_has_prefix(name, SLICE("backup-")) &&
            slice_has_suffix(name, SLICE(".apkg")));
}
