#include "base/slice.h"

int slice_compare(struct slice a, struct slice b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n > 0 ? memcmp(a.at, b.at, n) : 0;

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

size_t slice_find(struct slice s, size_t from, struct slice mark)
{
    const char *hit;

    if (from >= s.len || mark.len > s.len - from)
        return s.len;
    hit = memmem(s.at + from, s.len - from, mark.at, mark.len);
    return hit != NULL ? (size_t)(hit - s.at) : s.len;
}

static bool blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice slice_trim(struct slice s)
{
    while (s.len > 0 && blank(s.at[0]))
        s = slice_skip(s, 1);
    while (s.len > 0 && blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

bool slice_line(struct slice *rest, struct slice *line)
{
    size_t n = 0, skip;

    if (rest->len == 0)
        return false;
    while (n < rest->len && rest->at[n] != '\n' && rest->at[n] != '\r')
        n++;
    skip = n < rest->len;
    if (n + 1 < rest->len && rest->at[n] == '\r' && rest->at[n + 1] == '\n')
        skip = 2;
    *line = (struct slice){rest->at, n};
    *rest = slice_skip(*rest, n + skip);
    return true;
}
