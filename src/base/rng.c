#include "base/rng.h"

#include <assert.h>

uint64_t rng_mix(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

struct rng rng_new(uint64_t seed)
{
    struct rng r;

    for (int i = 0; i < 4; i++)
        r.s[i] = rng_mix(&seed);
    return r;
}

static uint64_t rotl(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

uint64_t rng_next(struct rng *r)
{
    uint64_t out = rotl(r->s[1] * 5, 7) * 9, t = r->s[1] << 17;

    r->s[2] ^= r->s[0];
    r->s[3] ^= r->s[1];
    r->s[1] ^= r->s[2];
    r->s[0] ^= r->s[3];
    r->s[2] ^= t;
    r->s[3] = rotl(r->s[3], 45);
    return out;
}

/* The high and low half of a 64 x 64 bit product, without a 128-bit type. Most
 * often b is below 2^32, and its upper half adds nothing. */
static uint64_t multiply(uint64_t a, uint64_t b, uint64_t *low)
{
    uint64_t ah = a >> 32, al = a & 0xffffffffu;
    uint64_t bh = b >> 32, bl = b & 0xffffffffu;
    uint64_t mid = ah * bl + (al * bl >> 32), mid2;

    *low = a * b;
    if (bh == 0)
        return mid >> 32;
    mid2 = al * bh + (mid & 0xffffffffu);
    return ah * bh + (mid >> 32) + (mid2 >> 32);
}

uint64_t rng_below(struct rng *r, uint64_t n)
{
    uint64_t low, high;

    assert(n > 0);
    high = multiply(rng_next(r), n, &low);
    if (low < n) {
        uint64_t reject = (0 - n) % n;

        while (low < reject)
            high = multiply(rng_next(r), n, &low);
    }
    return high;
}

int64_t rng_between(struct rng *r, int64_t lo, int64_t hi)
{
    uint64_t n = (uint64_t)hi - (uint64_t)lo + 1;

    assert(lo <= hi);
    return (int64_t)((uint64_t)lo + (n == 0 ? rng_next(r) : rng_below(r, n)));
}
