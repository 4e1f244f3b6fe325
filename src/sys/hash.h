/* hash.h - BLAKE2b (RFC 7693), SHA-256 and randomness, by libsodium; and
 * SHA-1, which other programs' formats ask for. */
#ifndef SYS_HASH_H
#define SYS_HASH_H

#include <stdint.h>

#include "base/str.h"

enum { HASH_BYTES = 32 };

struct hash {
    uint8_t at[HASH_BYTES];
};

/* Of one run of bytes. */
struct hash hash_of(struct slice bytes);

/* Of several parts, each with its length in front, so that ("ab", "c") and
 * ("a", "bc") differ. */
struct hash hash_of_parts(const struct slice *parts, size_t n);

/* The same with a key: whoever has not the key can't tell the hash of
 * anything. */
struct hash hash_keyed(const struct hash *key, const struct slice *parts,
                       size_t n);

/* The first 8 bytes as a number, big end first. */
uint64_t hash_u64(const struct hash *h);

/* Appends `digits` (at most 64) lower-case hex digits of it. */
void hash_put_hex(struct str *out, const struct hash *h, size_t digits);

/* HASH_BYTES that nobody can guess: a new key. */
struct hash entropy_key(void);

/* Appends the SHA-256 of the bytes in base64, as a content security policy
 * names a style sheet by it. */
void hash_put_sha256_base64(struct str *out, struct slice bytes);

/* The first 8 bytes, big end first, of SHA-256 (FIPS 180-4). */
uint64_t hash_sha256_u64(struct slice bytes);

/* SHA-1 (RFC 3174), for formats that name things by it: it protects from
 * nobody. By libmd. */
enum { HASH_SHA1_BYTES = 20 };
void hash_sha1(uint8_t out[HASH_SHA1_BYTES], struct slice bytes);

/* 64 bits that nobody can guess. */
uint64_t entropy_u64(void);

#endif
