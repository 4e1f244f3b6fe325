/* plain.h - an answer in ASCII, whatever keyboard or document it came from:
 *
 *     −3  3 × 4  2¹²  １２  "0x0a4" with a no-break space before it
 *
 * become -3, 3 * 4, 2^12, 12. What has no such meaning stays as it is. */
#ifndef PROBLEM_PLAIN_H
#define PROBLEM_PLAIN_H

#include "base/str.h"

void plain_put(struct str *out, struct slice text);

#endif
