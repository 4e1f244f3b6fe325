#include "publish/protobuf.h"

static uint64_t varint(struct protobuf *in)
{
    uint64_t n = 0;

    for (unsigned shift = 0; shift < 64; shift += 7) {
        unsigned char byte;

        if (in->rest.len == 0)
            break;
        byte = (unsigned char)in->rest.at[0];
        in->rest = slice_skip(in->rest, 1);
        n |= (uint64_t)(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0)
            return n;
    }
    in->bad = true;
    return 0;
}

static struct slice cut(struct protobuf *in, uint64_t len)
{
    struct slice bytes;

    if (in->bad || len > in->rest.len) {
        in->bad = true;
        return (struct slice){0};
    }
    bytes = slice_sub(in->rest, 0, (size_t)len);
    in->rest = slice_skip(in->rest, (size_t)len);
    return bytes;
}

static uint64_t fixed(struct protobuf *in, size_t len)
{
    struct slice bytes = cut(in, len);
    uint64_t n = 0;

    for (size_t i = bytes.len; i > 0; i--)
        n = n << 8 | (unsigned char)bytes.at[i - 1];
    return n;
}

bool protobuf_next(struct protobuf *in, struct protobuf_field *out)
{
    enum { VARINT, FIXED64, BYTES, FIXED32 = 5 };
    uint64_t head;

    if (in->bad || in->rest.len == 0)
        return false;
    head = varint(in);
    *out = (struct protobuf_field){.number = (uint32_t)(head >> 3)};
    switch (head & 7) {
    case VARINT:
        out->value = varint(in);
        break;
    case FIXED64:
        out->value = fixed(in, 8);
        break;
    case BYTES:
        out->bytes = cut(in, varint(in));
        break;
    case FIXED32:
        out->value = fixed(in, 4);
        break;
    default:
        in->bad = true;
    }
    if (out->number == 0 || head >> 3 > UINT32_MAX)
        in->bad = true;
    return !in->bad;
}
