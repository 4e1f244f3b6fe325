/* protobuf.h - Protocol Buffers, as far as Anki's packages need to be read:
 * field by field, what is not asked for skipped by its wire type. */
#ifndef PUBLISH_PROTOBUF_H
#define PUBLISH_PROTOBUF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

struct protobuf {
    struct slice rest;
    bool bad; /* it is no message; nothing more comes */
};

struct protobuf_field {
    uint32_t number;
    uint64_t value;     /* of a varint or a fixed one; 0 else */
    struct slice bytes; /* of a string, bytes or message; empty else */
};

/* Cuts off the next field; false at the end, and when it is bad. */
bool protobuf_next(struct protobuf *in, struct protobuf_field *out);

#endif
