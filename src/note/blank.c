#include "note/blank.h"

size_t blank_at(struct slice s)
{
    static const struct slice blanks[] = {
        {"\xc2\xa0", 2},     {"\xe1\x9a\x80", 3}, {"\xe2\x80\xa8", 3},
        {"\xe2\x80\xa9", 3}, {"\xe2\x80\xaf", 3}, {"\xe2\x81\x9f", 3},
        {"\xe3\x80\x80", 3}, {"\xef\xbb\xbf", 3},
    };

    if (s.len == 0 || ((unsigned char)s.at[0] > ' ' && !(s.at[0] & 0x80)))
        return 0;
    if (s.at[0] == ' ' || (s.at[0] >= '\t' && s.at[0] <= '\r'))
        return 1;
    if (s.len >= 3 && slice_has_prefix(s, SLICE("\xe2\x80")) &&
        (unsigned char)s.at[2] <= 0x8b)
        return 3;
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
        if (slice_has_prefix(s, blanks[i]))
            return blanks[i].len;
    return 0;
}

struct slice blank_trim(struct slice text)
{
    size_t at = 0, end, blank;

    while ((blank = blank_at(slice_skip(text, at))) > 0)
        at += blank;
    end = at;
    for (size_t i = at; i<text.len; i += blank> 0 ? blank : 1) {
        blank = blank_at(slice_skip(text, i));
        if (blank == 0)
            end = i + 1;
    }
    return slice_sub(text, at, end - at);
}
