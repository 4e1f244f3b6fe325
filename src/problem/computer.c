#include "problem/computer.h"

#include <assert.h>

/* Entries of 8 bytes: valid, write, and below them the frame. */
static struct format linear(unsigned page_bits, unsigned vpn_bits)
{
    return (struct format){.name = "linear",
                           .blurb = "a table of one level",
                           .va_bits = (uint8_t)(page_bits + vpn_bits),
                           .pa_bits = (uint8_t)(page_bits + 20),
                           .page_bits = (uint8_t)page_bits,
                           .levels = 1,
                           .index_bits = {(uint8_t)vpn_bits},
                           .entry_bytes = 8,
                           .valid = UINT64_C(1) << 63,
                           .write = UINT64_C(1) << 62,
                           .ppn_bits = 20};
}

void computer_start_with(struct computer *c, const struct format *format,
                         unsigned frames, unsigned swap_pages, bool zero_page)
{
    struct err err = {0};
    int made;

    c->format = *format;
    c->profile = (struct profile){.name = "course",
                                  .zero_page = zero_page,
                                  .reuse_last = true,
                                  .around = 1,
                                  .gap = 256,
                                  .stack_bytes = 8 << 20};
    made = machine_init(&c->m,
                        &(struct machine_config){.format = &c->format,
                                                 .profile = &c->profile,
                                                 .frames = frames,
                                                 .swap_pages = swap_pages},
                        &err);
    assert(made == 0);
    (void)made;
}

void computer_start(struct computer *c, unsigned page_bits, unsigned vpn_bits,
                    unsigned frames, bool zero_page)
{
    struct format format = linear(page_bits, vpn_bits);

    computer_start_with(c, &format, frames, 0, zero_page);
}

void computer_start_as(struct computer *c, const char *format,
                       unsigned frames, bool zero_page)
{
    computer_start_with(c, format_find(slice_from(format)), frames, 0,
                        zero_page);
}

void computer_stop(struct computer *c)
{
    machine_release(&c->m);
}

struct process *computer_spawn(struct computer *c)
{
    struct process *p = process_spawn(&c->m);

    assert(p != NULL);
    return p;
}

struct process *computer_fork(struct computer *c, struct process *p)
{
    struct process *child = process_fork(&c->m, p);

    assert(child != NULL);
    return child;
}

static uint64_t address(const struct computer *c, uint64_t vpn)
{
    return vpn << c->format.page_bits;
}

void computer_map(struct computer *c, struct process *p, uint64_t vpn,
                  unsigned pages, unsigned flags)
{
    struct mapping map = {.va = address(c, vpn),
                          .bytes = (uint64_t)pages << c->format.page_bits,
                          .flags = PERM_R | PERM_W | flags,
                          .object = NO_OBJECT};
    struct err err = {0};
    int done = map_area(&c->m, p, &map, NULL, &err);

    assert(done == 0);
    (void)done;
}

unsigned computer_touch(struct computer *c, struct process *p, uint64_t vpn,
                        bool write)
{
    struct result r = write ? machine_store(&c->m, p, address(c, vpn), 1)
                            : machine_load(&c->m, p, address(c, vpn));

    assert(r.outcome == OUTCOME_DONE);
    return r.faults;
}

uint32_t computer_frame(struct computer *c, struct process *p, uint64_t vpn)
{
    return table_frame_of(&c->m, p, address(c, vpn));
}

unsigned computer_data_frames(const struct computer *c)
{
    unsigned n = 0;

    for (uint32_t i = 0; i < c->m.nframes; i++)
        n += c->m.frame[i].kind == FRAME_ANON ||
             c->m.frame[i].kind == FRAME_CACHE;
    return n;
}
