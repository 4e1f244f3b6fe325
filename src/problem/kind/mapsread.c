/* MAPSREAD - reading /proc/self/maps.
 *
 *     start    end      perms offset   device inode  name
 *     00400000-00452000 r-xp 00000000 08:01 131842  /usr/bin/sort
 *     ^ inside ^ not    ^ |   ^ the file's byte at the start, in hex
 *                read ..  private or shared
 *
 * Level 1 asks what the fields mean for an address, level 2 for sizes, level
 * 3 for bytes of files, level 4 for the calls that made the lines. */
#include "problem/kind/mapsread.h"

#include "problem/kind/kinds.h"

/* Levels 1 to 4, part by part. */
static unsigned step_of_part(const void *params, unsigned part)
{
    static const uint8_t steps[][7] = {{1, 2, 1, 2, 1, 2},
                                       {1, 1, 2, 3},
                                       {1, 2, 3, 4},
                                       {2, 2, 2, 3, 3, 4, 4}};
    const struct mapsread *m = params;

    return steps[m->level - 1][part];
}

static const struct wrong_row wrongs[] = {
    {M_MAPEND, 0, 0, .beliefs = MAPS_END_IN},
    {M_AREAGAPS, 0, LEVEL(1) | LEVEL(3), .beliefs = MAPS_NO_GAPS},
    {M_PPRESENT, 0, LEVEL(1) | LEVEL(4), .beliefs = MAPS_P_PRESENT},
    {M_SHAREDCOPY, 0, LEVEL(1), .beliefs = MAPS_S_COPIES},
    {M_PERMIGN, 0, LEVEL(1) | LEVEL(2), .beliefs = MAPS_ANY_ACCESS},
    {M_HEXDEC, 0, LEVEL(2) | LEVEL(4), .beliefs = MAPS_HEX_DECIMAL},
    {M_KB1000, 0, LEVEL(2), .beliefs = MAPS_KB_1000},
    {M_OFFADDS, 0, LEVEL(3), .beliefs = MAPS_ADDS},
    {M_NOFILEOFF, 0, LEVEL(3), .beliefs = MAPS_NO_OFFSET},
    {M_OFFUNIT, 0, LEVEL(3) | LEVEL(4), .beliefs = MAPS_OFF_PAGES},
    {M_NOSPLIT, 0, LEVEL(4), .beliefs = MAPS_EACH_CALL},
    {M_LEFTONLY, 0, LEVEL(4), .beliefs = MAPS_NO_HOLE},
    {M_FROMONE, 0, LEVEL(4), .beliefs = MAPS_FROM_ONE},
};

const struct kind kind_mapsread = {
    .id = "MAPSREAD",
    .number = 35,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Read the list of areas",
    .topic = "mmap",
    .blurb = "what the lines of /proc/self/maps say",
    .needs = {"SPLIT"},
    .hints = {"Addresses and offsets are hexadecimal, and an area does not "
              "hold its end address.",
              "A page is 0x1000 bytes, so the last three hex digits of an "
              "address are inside of a page; the offset is the file's byte "
              "at the start of the line."},
    .on_kernel = true,
    .params_bytes = sizeof(struct mapsread),
    .wrongs_needed = 3,
    .sample = maps_sample,
    .solve = maps_run,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = maps_believe,
    .step_of_part = step_of_part,
    .ask = maps_ask,
    .explain = maps_explain,
};
