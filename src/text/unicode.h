/* unicode.h - how text is measured, broken and compared.
 *
 * Widths are terminal columns. A grapheme cluster is as wide as its widest
 * character (0, 1 or 2), a flag or an emoji made so by U+FE0F is 2: terminals
 * draw it in one place. Text is UTF-8 that went through the escaper or was
 * checked; broken bytes count one column, control characters none.
 * libunistring does the work and its types stay inside. No locale is asked.
 */
#ifndef TEXT_UNICODE_H
#define TEXT_UNICODE_H

#include <stdint.h>

#include "base/str.h"

/* Offset of the first byte that is not well-formed UTF-8, or text.len. */
size_t utf8_check(struct slice text);

/* The first character of a non-empty text; *len gets its bytes. A broken
 * byte gives 0xFFFD and a length of 1. */
uint32_t utf8_next(struct slice text, size_t *len);

void utf8_put(struct str *out, uint32_t code);

/* One user-perceived character. */
struct grapheme {
    struct slice bytes;
    int width;  /* 0, 1 or 2 columns */
    bool risky; /* terminals disagree about it: place the cursor after it */
};

/* Cuts the next grapheme off *rest; false when nothing is left. A cluster of
 * more than a kilobyte is cut. */
bool grapheme_next(struct slice *rest, struct grapheme *out);

int text_width(struct slice text);

/* The longest beginning of `text` no wider than `columns`, whole graphemes;
 * *width gets its columns (may be NULL). */
struct slice text_fit(struct slice text, int columns, int *width);

/* Offset where a line of at most `columns` ends, by UAX #14. The blanks or
 * the LF at the break belong to neither line: *next gets where the following
 * line begins, always > 0 for a non-empty text. A word that is too long is
 * cut, but a line has at least one grapheme unless it ends in LF. */
size_t text_break(struct slice text, int columns, size_t *next);

/* Appends the text in NFC; text that is not UTF-8 as it is. */
void text_nfc(struct str *out, struct slice text);

/* Appends the text in NFC with case folded; in NFKC with case folded and runs
 * of white space made one blank. Text that is not UTF-8 is appended as it is.
 */
void text_nfc_fold(struct str *out, struct slice text);
void text_fold(struct str *out, struct slice text);

#endif
