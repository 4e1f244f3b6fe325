#include "leak.h"

#include <stdint.h>
#include <stdio.h>

#include "check.h"
#include "text/unicode.h"

/* What no text may hold when it is printed. */
static const struct {
    uint32_t from, to;
} banned[] = {
    {0x0000, 0x0008}, {0x000b, 0x001f},   {0x007f, 0x009f}, {0x061c, 0x061c},
    {0x200b, 0x200f}, {0x2028, 0x202e},   {0x2060, 0x206f}, {0xfeff, 0xfeff},
    {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
};

static bool is_banned(uint32_t code)
{
    for (size_t i = 0; i < COUNT(banned); i++)
        if (code >= banned[i].from && code <= banned[i].to)
            return true;
    return false;
}

/* The modes we switch: autowrap, cursor, alternate screen, bracketed paste,
 * synchronized output. */
static const char *const modes[] = {"?7", "?25", "?1049", "?2004", "?2026"};

static bool is_mode(struct slice parameters)
{
    for (size_t i = 0; i < COUNT(modes); i++)
        if (slice_is(parameters, modes[i]))
            return true;
    return false;
}

static bool only(struct slice s, const char *set)
{
    for (size_t i = 0; i < s.len; i++)
        if (strchr(set, s.at[i]) == NULL)
            return false;
    return true;
}

/* The length of an escape sequence of ours at the beginning, or 0. */
static size_t own_sequence(struct slice s, enum reader reader)
{
    size_t n = 2;
    struct slice parameters;

    if (reader == READER_PIPE || !slice_has_prefix(s, SLICE("\033[")))
        return 0;
    while (n < s.len && strchr("0123456789;?", s.at[n]) != NULL)
        n++;
    if (n == s.len)
        return 0;
    parameters = slice_sub(s, 2, n - 2);
    if (reader == READER_LINES && s.at[n] != 'm' && s.at[n] != 'K')
        return 0;
    switch (s.at[n]) {
    case 'm':
    case 'H':
        return only(parameters, "0123456789;") ? n + 1 : 0;
    case 'J':
    case 'K':
        return only(parameters, "0123") && parameters.len <= 1 ? n + 1 : 0;
    case 'h':
    case 'l':
        return is_mode(parameters) ? n + 1 : 0;
    default:
        return 0;
    }
}

size_t leak_find(struct slice bytes, enum reader reader)
{
    size_t at = 0, len, broken = utf8_check(bytes);

    while (at < bytes.len) {
        struct slice rest = slice_skip(bytes, at);
        size_t own = own_sequence(rest, reader);
        if (own == 0) {
            if (at == broken)
                return at;
            uint32_t code = utf8_next(rest, &len);
            bool fine = code == '\r' && reader != READER_PIPE;
            if (is_banned(code) && !fine)
                return at;
            own = len;
        }
        at += own;
    }
    return at;
}

void assert_no_leak(struct slice bytes, enum reader reader, const char *what)
{
    size_t at = leak_find(bytes, reader);
    struct slice around = slice_sub(bytes, at > 40 ? at - 40 : 0, 80);

    if (at == bytes.len)
        return;
    print_error("%s leaks at byte %zu:", what, at);
    for (size_t i = 0; i < around.len; i++)
        if (around.at[i] >= ' ' && around.at[i] < 0x7f)
            print_error("%c", around.at[i]);
        else
            print_error("\\x%02x", (unsigned char)around.at[i]);
    print_error("\n");
    fail();
}
