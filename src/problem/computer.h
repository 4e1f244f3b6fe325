/* computer.h - a small machine with an operating system, for kinds that are
 * solved by running the engine on them.
 *
 * It goes by rules that most courses teach: one page a fault, the last holder
 * of a copy-on-write page gets it back without a copy, fork shares every page
 * that is there. Whether reads of untouched memory map the page of zeros is
 * for the kind to say. What can't go wrong here is asserted. */
#ifndef PROBLEM_COMPUTER_H
#define PROBLEM_COMPUTER_H

#include "vm/access.h"
#include "vm/map.h"
#include "vm/table.h"

struct computer {
    struct format format;
    struct profile profile;
    struct machine m; /* points to the two above: must not be moved */
};

/* A machine of so many frames with page tables of one level, with entries for
 * so many bits of page number. */
void computer_start(struct computer *c, unsigned page_bits, unsigned vpn_bits,
                    unsigned frames, bool zero_page);

/* The same with a format of the engine. */
void computer_start_as(struct computer *c, const char *format,
                       unsigned frames, bool zero_page);

/* The same with any format, which is copied, and a disk to swap to. */
void computer_start_with(struct computer *c, const struct format *format,
                         unsigned frames, unsigned swap_pages,
                         bool zero_page);
void computer_stop(struct computer *c);

/* A new process; its child; always there is room. */
struct process *computer_spawn(struct computer *c);
struct process *computer_fork(struct computer *c, struct process *p);

/* Zeros of so many pages from page number `vpn` on, readable and writable and
 * with these flags beside (AREA_SHARED, AREA_GROWS_DOWN). */
void computer_map(struct computer *c, struct process *p, uint64_t vpn,
                  unsigned pages, unsigned flags);

/* Loads or stores the first byte of the page; how many faults it took. */
unsigned computer_touch(struct computer *c, struct process *p, uint64_t vpn,
                        bool write);

/* The frame of a page, or NO_FRAME. */
uint32_t computer_frame(struct computer *c, struct process *p, uint64_t vpn);

/* How many frames hold data: private pages, shared memory, file pages. */
unsigned computer_data_frames(const struct computer *c);

#endif
