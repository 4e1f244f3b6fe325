/* base64.h - bytes as text (RFC 4648), by libsodium. */
#ifndef SYS_BASE64_H
#define SYS_BASE64_H

#include "base/str.h"

/* Appends it, padded and without line ends. */
void base64_put(struct str *out, struct slice bytes);

/* Appends the bytes; false, with *out as it was, when it is no such text. */
bool base64_read(struct str *out, struct slice text);

#endif
