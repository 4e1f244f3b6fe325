/* escape.h - the one door through which a stranger's text reaches people.
 *
 * Notes, hints, headings, file names, deck names and error texts may hold
 * escape sequences, control characters, bidirectional controls or broken
 * UTF-8. These functions append the text with every such thing made visible
 * instead of obeyed:
 *
 *   C0 controls and DEL     their picture, U+2400..U+2421: ESC is "␛"
 *   C1, bidi and zero-width controls, soft hyphen, fillers, tags, BOM,
 *   line and paragraph separators, noncharacters   \u{202e}
 *   the ninth and later marks on one character     \u{301}
 *   bytes that are not UTF-8    \xff
 *   a joiner inside an emoji    left out: its parts stand side by side
 *
 * What comes out is valid UTF-8, holds no byte a terminal would obey, and is
 * the same text again when escaped twice. */
#ifndef TEXT_ESCAPE_H
#define TEXT_ESCAPE_H

#include "base/str.h"

/* One line: line ends and tabs are made visible too. */
void escape_line(struct str *out, struct slice text);

/* Several lines: LF stays, CRLF and CR become LF, a tab becomes spaces up to
 * the next column that is a multiple of 4 from the line's start in `out`. */
void escape_text(struct str *out, struct slice text);

#endif
