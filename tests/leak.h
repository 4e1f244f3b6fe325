/* leak.h - has a stranger's text reached somebody as more than text? */
#ifndef TESTS_LEAK_H
#define TESTS_LEAK_H

#include "base/slice.h"

/* Where the output goes. */
enum reader {
    READER_PIPE,   /* no escape sequence at all */
    READER_LINES,  /* a terminal written to line by line: colours */
    READER_SCREEN, /* what a whole screen is drawn and given back with */
};

/* Offset of the first byte that should not be there, or bytes.len: bytes that
 * are not UTF-8; controls other than LF, TAB and, on a terminal, CR;
 * bidirectional, zero-width and tag characters, separators, byte order
 * marks; escape sequences that the reader does not expect. */
size_t leak_find(struct slice bytes, enum reader reader);

/* Fails the test at the first leak, showing what stands around it. */
void assert_no_leak(struct slice bytes, enum reader reader, const char *what);

#endif
