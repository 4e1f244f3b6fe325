#include "publish/anki_in_text.h"

#include "text/unicode.h"

struct slice anki_in_clean(struct arena *arena, struct slice text)
{
    struct str out = STR_EMPTY;
    struct slice copy;

    if (utf8_check(text) == text.len &&
        (text.len == 0 || memchr(text.at, '\0', text.len) == NULL))
        return arena_copy(arena, text);
    while (text.len > 0) {
        size_t len;
        uint32_t code = utf8_next(text, &len);

        utf8_put(&out, code == 0 ? 0xfffd : code);
        text = slice_skip(text, len);
    }
    copy = arena_copy(arena, str_slice(&out));
    str_release(&out);
    return copy;
}

size_t anki_in_fields(struct arena *arena, struct slice text,
                      struct slice *fields, size_t max)
{
    size_t at = 0, n = 0;

    while (at <= text.len && n < max) {
        size_t end = slice_find(text, at, SLICE("\x1f"));

        fields[n++] = anki_in_clean(arena, slice_sub(text, at, end - at));
        at = end + 1;
    }
    return n;
}

size_t anki_in_tags(struct arena *arena, struct slice text,
                    struct slice *tags, size_t max, bool *marked)
{
    size_t at = 0, n = 0;

    text = anki_in_clean(arena, text);
    while (at < text.len) {
        struct slice rest = slice_skip(text, at);
        size_t wide = slice_find(rest, 0, SLICE("\u3000"));
        size_t blank = slice_find(rest, 0, SLICE(" "));
        struct slice tag = slice_sub(rest, 0, blank < wide ? blank : wide);

        at += tag.len + (blank < wide ? 1 : strlen("\u3000"));
        if (slice_is(tag, "marked"))
            *marked = true;
        else if (tag.len > 0 && n < max)
            tags[n++] = tag;
    }
    return n;
}
