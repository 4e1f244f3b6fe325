#include "exam/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sys/file.h"

enum {
    FILE_BYTES_MAX = 4096,
    HALF_BITS = 40,
    ROUNDS = 8,
    ZERO_BITS = 20,
    DIGITS = 16,
};
#define HALF ((UINT64_C(1) << HALF_BITS) - 1)

/* --- the file ----------------------------------------------------------- */

static const char head[] =
    "# The secret of a graded exam. Whoever has it can open the exam's "
    "codes\n"
    "# and make the exam again: keep it, and give it to nobody.\n"
    "pagein-secret-1 ";

static void put_file(struct str *out, const struct secret *secret)
{
    str_puts(out, head);
    hash_put_hex(out, &secret->key, 2 * (size_t)HASH_BYTES);
    str_putc(out, '\n');
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_key(struct slice text, struct hash *out)
{
    size_t at = slice_find(text, 0, SLICE("pagein-secret-1 "));
    struct slice hex = slice_trim(
        slice_sub(text, at + sizeof "pagein-secret-1 " - 1, FILE_BYTES_MAX));

    if (at == text.len || hex.len != 2 * (size_t)HASH_BYTES)
        return false;
    for (size_t i = 0; i < hex.len; i += 2) {
        int hi = nibble(hex.at[i]), lo = nibble(hex.at[i + 1]);
        if (hi < 0 || lo < 0)
            return false;
        out->at[i / 2] = (uint8_t)(hi << 4 | lo);
    }
    return true;
}

int secret_read(struct secret *out, const char *path, struct err *err)
{
    struct str text = STR_EMPTY;
    struct secret secret;
    int rc = file_read(&text, path, FILE_BYTES_MAX, err);

    if (rc == 0 && !read_key(str_slice(&text), &secret.key))
        rc = err_set(err, ERR_NOTES,
                     "%.300s is not a secret that pagein exam made.", path);
    if (rc == 0)
        *out = secret;
    str_release(&text);
    return rc;
}

int secret_make(struct secret *out, const char *path, struct err *err)
{
    struct secret secret = {entropy_key()};
    struct str text = STR_EMPTY;
    int rc;

    put_file(&text, &secret);
    rc = file_write_new(path, str_slice(&text), true, err);
    if (rc == 0)
        *out = secret;
    str_release(&text);
    return rc;
}

/* --- the permutation ---------------------------------------------------- */

static uint64_t mixed(const struct secret *secret, unsigned round,
                      uint64_t half)
{
    unsigned char bytes[9] = {(unsigned char)round};
    const struct slice parts[] = {SLICE("code"),
                                  {(const char *)bytes, sizeof bytes}};
    struct hash h;

    for (int i = 0; i < 8; i++)
        bytes[1 + i] = (unsigned char)(half >> 8 * i);
    h = hash_keyed(&secret->key, parts, 2);
    return hash_u64(&h) & HALF;
}

/* left' = right, right' = left ^ f(right). */
static void permute(const struct secret *secret, uint64_t *left,
                    uint64_t *right)
{
    for (unsigned i = 0; i < ROUNDS; i++) {
        uint64_t next = *left ^ mixed(secret, i, *right);
        *left = *right;
        *right = next;
    }
}

static void permute_back(const struct secret *secret, uint64_t *left,
                         uint64_t *right)
{
    for (unsigned i = ROUNDS; i > 0; i--) {
        uint64_t before = *right ^ mixed(secret, i - 1, *left);
        *right = *left;
        *left = before;
    }
}

/* --- what it names ------------------------------------------------------ */

/* 60 bits: what it is, then up to 58 that name it. */
static uint64_t pack(const struct sealed *s)
{
    uint64_t bits = 0;

    if (s->what == SEALED_CLOZE) {
        for (size_t i = 0; i + 1 < sizeof s->uid; i++)
            bits = bits << 4 | (uint64_t)(nibble(s->uid[i]) & 15);
        return UINT64_C(1) << 58 | bits;
    }
    return (uint64_t)s->code.kind << 46 | (uint64_t)s->code.version << 42 |
           (uint64_t)(s->code.level - 1) << 40 | s->code.seed;
}

static bool unpack(uint64_t bits, struct sealed *out)
{
    if (bits >> 58 == 1) {
        *out = (struct sealed){.what = SEALED_CLOZE};
        snprintf(out->uid, sizeof out->uid, "%012llx",
                 (unsigned long long)(bits & ((UINT64_C(1) << 48) - 1)));
        return true;
    }
    *out = (struct sealed){
        .code = {.kind = (uint8_t)(bits >> 46),
                 .version = bits >> 42 & 15,
                 .level = (uint8_t)((bits >> 40 & 3) + 1),
                 .seed = bits & HALF},
    };
    return bits >> 54 == 0;
}

/* --- codes -------------------------------------------------------------- */

void seal_put(char out[SEAL_BYTES], const struct secret *secret,
              const struct sealed *sealed)
{
    uint64_t bits = pack(sealed);
    uint64_t left = bits >> (HALF_BITS - ZERO_BITS);
    uint64_t right = bits << ZERO_BITS & HALF;
    size_t at = 0;

    permute(secret, &left, &right);
    for (int i = 0; i < DIGITS; i++) {
        uint64_t half = i < DIGITS / 2 ? left : right;
        int shift = 5 * (DIGITS / 2 - 1 - i % (DIGITS / 2));
        if (i > 0 && i % 4 == 0)
            out[at++] = '-';
        out[at++] = code_digit(half >> shift & 31);
    }
    out[at] = '\0';
}

/* The digits of a code without what stands between; false unless they are
 * sixteen. */
static bool read_digits(struct slice text, uint64_t *left, uint64_t *right)
{
    int n = 0;

    *left = *right = 0;
    text = slice_trim(text);
    for (size_t i = 0; i < text.len; i++) {
        int digit = code_digit_value(text.at[i]);
        uint64_t *half = n < DIGITS / 2 ? left : right;
        if (text.at[i] == '-' || text.at[i] == ' ')
            continue;
        if (digit < 0 || n++ == DIGITS)
            return false;
        *half = *half << 5 | (uint64_t)digit;
    }
    return n == DIGITS;
}

bool seal_is(struct slice text)
{
    uint64_t left, right;

    return read_digits(text, &left, &right);
}

int seal_open(struct sealed *out, struct slice text,
              const struct secret *secret, struct err *err)
{
    uint64_t left, right;
    struct sealed sealed;

    if (!read_digits(text, &left, &right))
        return err_set(err, ERR_USAGE,
                       "\"%.*s\" is not a sealed code, which has sixteen "
                       "letters and digits.",
                       SLICE_FMT(slice_sub(text, 0, 64)));
    permute_back(secret, &left, &right);
    if (right & ((UINT64_C(1) << ZERO_BITS) - 1) ||
        !unpack(left << (HALF_BITS - ZERO_BITS) | right >> ZERO_BITS,
                &sealed))
        return err_set(err, ERR_USAGE,
                       "The code \"%.*s\" was not sealed with this secret, "
                       "or a character of it is wrong.",
                       SLICE_FMT(slice_sub(text, 0, 64)));
    *out = sealed;
    return 0;
}
