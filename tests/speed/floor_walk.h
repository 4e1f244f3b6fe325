/* floor_walk.h - the least that a walk takes: written as short as can be,
 * memory a plain array.
 *
 * They check what decides about a translation and nothing that only tells
 * why: no bounds of memory, no state of the processor, no reserved bits. */
#ifndef TESTS_SPEED_FLOOR_WALK_H
#define TESTS_SPEED_FLOOR_WALK_H

#include "vm/walk.h"

/* Four levels of x86-64, by hand: the physical address, or ~0. */
uint64_t floor_walk_x86_64(const uint8_t *ram, uint64_t root, uint64_t va,
                           enum access access, bool user);

/* A step as the floor writes it down. */
struct floor_step {
    uint64_t at, entry;
};

/* Any format of 4 or 8 bytes an entry by its descriptor, with the steps
 * taken. */
uint64_t floor_walk_any(const struct format *f, const uint8_t *ram,
                        uint64_t root, uint64_t va, enum access access,
                        bool user, struct floor_step step[FORMAT_LEVELS]);

#endif
