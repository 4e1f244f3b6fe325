/* Any bytes at all: what comes out is safe, stays the same when escaped
 * again, and is cut into lines that fit. */
#include <assert.h>
#include <stdint.h>

#include "text/escape.h"
#include "text/unicode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_safe(struct slice text, bool line)
{
    size_t len;

    assert(utf8_check(text) == text.len);
    for (; text.len > 0; text = slice_skip(text, len)) {
        uint32_t code = utf8_next(text, &len);

        assert(code >= ' ' || (!line && code == '\n'));
        assert(code < 0x7f || code > 0x9f);
        assert(code != 0xad && code != 0xfeff);
        assert(code < 0x200b || code > 0x200f);
        assert(code < 0x2028 || code > 0x202e);
        assert(code < 0x2060 || code > 0x206f);
        assert(code < 0xe0000 || code > 0xe0fff);
    }
}

static void check_lines(struct slice text, int columns)
{
    size_t next;

    while (text.len > 0) {
        size_t end = text_break(text, columns, &next);

        assert(next > 0 && end <= next && next <= text.len);
        assert(text_width(slice_sub(text, 0, end)) <= columns);
        text = slice_skip(text, next);
    }
}

static void check(struct slice text,
                  void (*escape)(struct str *out, struct slice text),
                  bool line)
{
    struct str once = STR_EMPTY, twice = STR_EMPTY, folded = STR_EMPTY;

    escape(&once, text);
    escape(&twice, str_slice(&once));
    assert(slice_eq(str_slice(&once), str_slice(&twice)));
    check_safe(str_slice(&once), line);
    check_lines(str_slice(&once), 7);
    text_fold(&folded, str_slice(&once));
    assert(utf8_check(str_slice(&folded)) == folded.len);
    str_release(&once);
    str_release(&twice);
    str_release(&folded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = {(const char *)data, size};

    check(text, escape_line, true);
    check(text, escape_text, false);
    check_lines(text, 5); /* broken text too */
    return 0;
}
