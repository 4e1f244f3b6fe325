/* rng.h - random numbers from a seed, the same on every machine.
 *
 * xoshiro256** 1.0 (Blackman and Vigna, 2018), its state filled from the
 * seed by splitmix64. Not for secrets. */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stdint.h>

struct rng {
    uint64_t s[4]; /* never all zero */
};

/* One step of splitmix64: mixes *state forward and returns 64 bits. Also a
 * good hash of one number: splitmix64 of a copy. */
uint64_t rng_mix(uint64_t *state);

struct rng rng_new(uint64_t seed);

/* The next 64 bits. */
uint64_t rng_next(struct rng *r);

/* A number in [0, n), every one equally likely (Lemire 2019); n > 0. */
uint64_t rng_below(struct rng *r, uint64_t n);

/* A number in [lo, hi], both ends included. */
int64_t rng_between(struct rng *r, int64_t lo, int64_t hi);

#endif
