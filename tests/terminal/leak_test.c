/* The judge of the other tests' output has to be judged as well. */
#include "leak.h"

#include "check.h"

struct row {
    const char *name, *bytes;
    int pipe, lines, screen; /* where the leak is, -1: none */
};

static const struct row rows[] = {
    {"plain text in any language", "pagein\tété 漢\n", -1, -1, -1},
    {"a return is for terminals", "a\r\n", 1, -1, -1},
    {"a colour is for terminals", "a\033[1;31mb\033[m", 1, -1, -1},
    {"a place is for screens", "\033[2;3Ha\033[2J", 0, 0, -1},
    {"our modes are for screens", "\033[?1049h\033[?25l", 0, 0, -1},
    {"not every mode is ours", "\033[?1000h", 0, 0, 0},
    {"a clipboard is nobody's", "x\033]52;c;aGk=\007", 1, 1, 1},
    {"nor is a question for the cursor", "x\033[6n", 1, 1, 1},
    {"an escape at the end", "abc\033", 3, 3, 3},
    {"C1 in UTF-8", "ab\xc2\x9b", 2, 2, 2},
    {"C1 as a raw byte", "ab\x9b", 2, 2, 2},
    {"bell", "ab\a", 2, 2, 2},
    {"backspace", "ab\b", 2, 2, 2},
    {"override of direction", "\xe2\x80\xae", 0, 0, 0},
    {"zero width", "a\xe2\x80\x8b", 1, 1, 1},
    {"tags", "a\xf3\xa0\x81\x81", 1, 1, 1},
    {"a line separator", "a\xe2\x80\xa8", 1, 1, 1},
};

static int or_none(size_t at, size_t len)
{
    return at == len ? -1 : (int)at;
}

static void a_leak_is_found_where_it_is(void **state)
{
    const struct row *row = *state;
    struct slice bytes = slice_from(row->bytes);

    assert_int_equal(or_none(leak_find(bytes, READER_PIPE), bytes.len),
                     row->pipe);
    assert_int_equal(or_none(leak_find(bytes, READER_LINES), bytes.len),
                     row->lines);
    assert_int_equal(or_none(leak_find(bytes, READER_SCREEN), bytes.len),
                     row->screen);
}

int main(void)
{
    return RUN_CASES(rows, a_leak_is_found_where_it_is);
}
