#include "sys/hash.h"

#include <assert.h>
#include <sha1.h>
#include <sodium.h>
#include <stdlib.h>

#include "sys/base64.h"

_Static_assert(sizeof(struct hash) >= crypto_generichash_BYTES_MIN &&
                   sizeof(struct hash) <= crypto_generichash_BYTES_MAX,
               "a digest of this size exists");

/* Picks the fastest code for this processor; every call but the first only
 * looks whether that is done. It fails when the system has no randomness to
 * give, and then nothing here can be trusted. */
static void prepare(void)
{
    if (sodium_init() < 0)
        abort();
}

struct hash hash_of(struct slice bytes)
{
    struct hash h;

    prepare();
    crypto_generichash(h.at, sizeof h.at, (const unsigned char *)bytes.at,
                       bytes.len, NULL, 0);
    return h;
}

static void add_part(crypto_generichash_state *state, struct slice part)
{
    unsigned char len[8];

    for (int b = 0; b < 8; b++)
        len[b] = (unsigned char)((uint64_t)part.len >> 8 * b);
    crypto_generichash_update(state, len, sizeof len);
    crypto_generichash_update(state, (const unsigned char *)part.at,
                              part.len);
}

static struct hash of_parts(const unsigned char *key, size_t key_bytes,
                            const struct slice *parts, size_t n)
{
    crypto_generichash_state state;
    struct hash h;

    prepare();
    crypto_generichash_init(&state, key, key_bytes, sizeof h.at);
    for (size_t i = 0; i < n; i++)
        add_part(&state, parts[i]);
    crypto_generichash_final(&state, h.at, sizeof h.at);
    return h;
}

struct hash hash_of_parts(const struct slice *parts, size_t n)
{
    return of_parts(NULL, 0, parts, n);
}

struct hash hash_keyed(const struct hash *key, const struct slice *parts,
                       size_t n)
{
    return of_parts(key->at, sizeof key->at, parts, n);
}

uint64_t hash_u64(const struct hash *h)
{
    uint64_t n = 0;

    for (int i = 0; i < 8; i++)
        n = n << 8 | h->at[i];
    return n;
}

void hash_put_hex(struct str *out, const struct hash *h, size_t digits)
{
    assert(digits <= 2 * sizeof h->at);
    for (size_t i = 0; i < digits; i++)
        str_putc(out,
                 "0123456789abcdef"[h->at[i / 2] >> (i % 2 ? 0 : 4) & 15]);
}

struct hash entropy_key(void)
{
    struct hash key;

    prepare();
    randombytes_buf(key.at, sizeof key.at);
    return key;
}

uint64_t hash_sha256_u64(struct slice bytes)
{
    struct hash h;

    _Static_assert(sizeof h.at == crypto_hash_sha256_BYTES, "as long");
    prepare();
    crypto_hash_sha256(h.at, (const unsigned char *)bytes.at, bytes.len);
    return hash_u64(&h);
}

void hash_sha1(uint8_t out[HASH_SHA1_BYTES], struct slice bytes)
{
    SHA1_CTX state;

    _Static_assert(HASH_SHA1_BYTES == SHA1_DIGEST_LENGTH, "as long");
    SHA1Init(&state);
    SHA1Update(&state, (const uint8_t *)bytes.at, bytes.len);
    SHA1Final(out, &state);
}

uint64_t entropy_u64(void)
{
    uint64_t n;

    prepare();
    randombytes_buf(&n, sizeof n);
    return n;
}

void hash_put_sha256_base64(struct str *out, struct slice bytes)
{
    unsigned char sum[crypto_hash_sha256_BYTES];

    prepare();
    crypto_hash_sha256(sum, (const unsigned char *)bytes.at, bytes.len);
    base64_put(out, (struct slice){(const char *)sum, sizeof sum});
}
