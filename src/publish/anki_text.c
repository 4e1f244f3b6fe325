#include "publish/anki_text.h"

#include <stdlib.h>

#include "sys/hash.h"
#include "text/unicode.h"

/* --- guids -------------------------------------------------------------- */

void anki_guid(struct str *out, struct slice key)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                 "!#$%&()*+,-./:;<=>?@[]^_`{|}~";
    enum { BASE = sizeof digits - 1 };
    struct str full = STR_EMPTY;
    char text[16];
    size_t at = sizeof text;
    uint64_t n;

    _Static_assert(BASE == 91, "the alphabet is Anki's");
    str_put(&full, SLICE("pagein\0"));
    str_put(&full, key);
    n = hash_sha256_u64(str_slice(&full));
    str_release(&full);
    do {
        text[--at] = digits[n % BASE];
        n /= BASE;
    } while (n > 0);
    str_put(out, (struct slice){text + at, sizeof text - at});
}

void anki_note_guid(struct str *out, uint64_t uid)
{
    struct str key = STR_EMPTY;

    str_printf(&key, "%016llx", (unsigned long long)uid);
    anki_guid(out, str_slice(&key));
    str_release(&key);
}

/* --- stripped fields ---------------------------------------------------- */

/* " name " of an <img src="name" ...>, nothing of another tag. */
static void put_tag(struct str *out, struct slice tag)
{
    static const struct slice src = {" src=\"", 6};
    size_t from, to;

    if (!slice_has_prefix(tag, SLICE("img ")))
        return;
    from = slice_find(tag, 0, src);
    if (from == tag.len)
        return;
    from += src.len;
    to = slice_find(tag, from, SLICE("\""));
    str_putc(out, ' ');
    str_put(out, slice_sub(tag, from, to - from));
    str_putc(out, ' ');
}

/* What an entity, from & to ;, stands for; false when it is none of ours. */
static bool put_entity(struct str *out, struct slice entity)
{
    static const struct {
        struct slice name;
        char c;
    } names[] = {
        {{"&amp;", 5}, '&'},
        {{"&lt;", 4}, '<'},
        {{"&gt;", 4}, '>'},
        {{"&quot;", 6}, '"'},
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_eq(entity, names[i].name)) {
            str_putc(out, names[i].c);
            return true;
        }
    if (!slice_has_prefix(entity, SLICE("&#")))
        return false;
    utf8_put(out, (uint32_t)strtoul(entity.at + 2, NULL, 10));
    return true;
}

void anki_strip(struct str *out, struct slice html)
{
    while (html.len > 0) {
        size_t n = 0, end;

        while (n < html.len && html.at[n] != '<' && html.at[n] != '&')
            n++;
        str_put(out, slice_sub(html, 0, n));
        html = slice_skip(html, n);
        if (html.len == 0)
            break;
        end =
            slice_find(html, 0, html.at[0] == '<' ? SLICE(">") : SLICE(";"));
        end += end < html.len;
        if (html.at[0] == '<')
            put_tag(out, slice_sub(html, 1, end - 1));
        else if (!put_entity(out, slice_sub(html, 0, end)))
            str_put(out, slice_sub(html, 0, end));
        html = slice_skip(html, end);
    }
}

uint32_t anki_checksum(struct slice stripped)
{
    uint8_t digest[HASH_SHA1_BYTES];
    uint32_t n = 0;

    hash_sha1(digest, stripped);
    for (int i = 0; i < 4; i++)
        n = n << 8 | digest[i];
    return n;
}
