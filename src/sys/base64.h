/* base64.h - bytes as text (RFC 4648), by libsodium. */
#ifndef SYS_BASE64_H
#define SYS_BASE64_H

#include "base/str.h"

/* Appends the bytes in base 64, padded, on one line. */
void base64_put(struct str *out, struct slice bytes);

#endif
