/* mmapoff.h - a mapping of a part of a file, and places in it. */
#ifndef PROBLEM_KIND_MMAPOFF_H
#define PROBLEM_KIND_MMAPOFF_H

#include <stdint.h>

enum { OFF_PLACES = 4 };

struct mmapoff {
    uint8_t level;
    uint8_t page_bits;
    uint8_t vpn;             /* where the mapping begins */
    uint8_t places;          /* that are asked about, p[at[0]] among them */
    uint32_t size;           /* of the file, in bytes */
    uint32_t offset, length; /* as handed to mmap */
    uint32_t lead;           /* level 4: the first byte wanted is p[lead], the
                              last is p[length - 1] */
    uint32_t trial;          /* level 3: another offset */
    uint32_t at[OFF_PLACES]; /* p[at[0]] is in the file */
};

#endif
