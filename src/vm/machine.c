#include "vm/machine.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vm/apply.h"
#include "vm/table.h"

const struct profile profiles[] = {
    {.name = "textbook", .around = 1, .stack_bytes = 8 << 20},
    {.name = "linux",
     .zero_page = true,
     .reuse_last = true,
     .lazy_fork = true,
     .late_exec = true,
     .joins = true,
     .around = 16,
     .heap_gap = 1,
     .gap = 256,
     .stack_bytes = 8 << 20},
};
const size_t nprofiles = sizeof profiles / sizeof *profiles;

const struct profile *profile_find(struct slice name)
{
    for (size_t i = 0; i < nprofiles; i++)
        if (slice_is(name, profiles[i].name))
            return &profiles[i];
    return NULL;
}

/* How many pages a machine can have whose entries and addresses are so
 * wide. */
static uint64_t frames_at_most(const struct format *f)
{
    unsigned bits =
        f->pa_bits > f->page_bits ? (unsigned)f->pa_bits - f->page_bits : 0;

    if (bits > f->ppn_bits)
        bits = f->ppn_bits;
    return bits > 20 ? MACHINE_FRAMES : UINT64_C(1) << bits;
}

static int check_bits(const struct machine_config *c, struct err *err)
{
    const struct format *f = c->format;

    if (f->valid == 0 || f->write == 0)
        return err_set(err, ERR_USAGE,
                       "An operating system needs a valid and a write bit in "
                       "every entry.");
    if (c->kernel_pages > 0 && f->user == 0)
        return err_set(err, ERR_USAGE,
                       "Without a user bit in its entries a machine can't "
                       "protect kernel pages.");
    if ((UINT64_C(1) << f->ppn_bits) - 1 < c->swap_pages && f->ppn_bits < 32)
        return err_set(err, ERR_USAGE,
                       "An entry can name %llu swap pages at most.",
                       (unsigned long long)1 << f->ppn_bits);
    return 0;
}

static int check(const struct machine_config *c, struct err *err)
{
    const struct format *f = c->format;
    uint64_t most = frames_at_most(f);

    if (format_check(f, err) < 0 || check_bits(c, err) < 0)
        return -1;
    if (c->frames < 2 || c->frames > most)
        return err_set(err, ERR_USAGE,
                       "A machine of this format can have 2 to %llu page "
                       "frames, not %u.",
                       (unsigned long long)most, c->frames);
    if (c->kernel_pages >= c->frames ||
        (f->va_bits < 64 &&
         c->kernel_pages >= UINT64_C(1)
                                << (f->va_bits - f->page_bits -
                                    (f->high == HIGH_SIGN ? 1 : 0))))
        return err_set(err, ERR_USAGE,
                       "%u kernel pages leave nothing for programs.",
                       c->kernel_pages);
    if (c->swap_pages > MACHINE_FRAMES)
        return err_set(err, ERR_USAGE, "There can be %d swap pages at most.",
                       MACHINE_FRAMES);
    return 0;
}

/* The user's addresses: with canonical ones the lower half, else all that the
 * kernel's pages at the top leave. */
static void lay_out(struct machine *m)
{
    const struct format *f = m->format;
    uint64_t kernel = (uint64_t)m->kernel_pages << f->page_bits;
    uint64_t top = f->va_bits < 64 ? UINT64_C(1) << f->va_bits : 0;

    if (f->high == HIGH_SIGN) {
        m->va_top = UINT64_C(1) << (f->va_bits - 1);
        m->kernel_va = 0 - kernel;
    } else {
        m->kernel_va = top - kernel;
        m->va_top =
            top == 0 && kernel == 0 ? UINT64_C(1) << 63 : m->kernel_va;
    }
}

/* Frame 0 is the page of zeros, the kernel's come behind it. */
static void reserve(struct machine *m)
{
    m->zero = frame_alloc(m, FRAME_ZERO);
    frame_ref(m, m->zero);
    m->kernel = m->zero + 1;
    for (uint32_t i = 0; i < m->kernel_pages; i++)
        frame_alloc(m, FRAME_KERNEL);
}

int machine_init(struct machine *m, const struct machine_config *c,
                 struct err *err)
{
    if (check(c, err) < 0)
        return -1;
    *m = (struct machine){.format = c->format,
                          .profile = c->profile,
                          .cpu = cpu_user,
                          .page_bytes = format_page_bytes(c->format),
                          .nframes = c->frames,
                          .nfree = c->frames,
                          .kernel_pages = c->kernel_pages,
                          .running = -1};
    m->cpu.user_memory = true;
    lay_out(m);
    phys_init(&m->ram, (uint64_t)c->frames << c->format->page_bits);
    m->frame = mem_new_array(c->frames, sizeof *m->frame);
    m->free = mem_new_array(c->frames / 64 + 1, sizeof *m->free);
    for (uint32_t i = 0; i < c->frames; i++)
        m->free[i / 64] |= UINT64_C(1) << i % 64;
    m->swap.slots = c->swap_pages;
    m->swap.slot = mem_new_array(c->swap_pages, sizeof *m->swap.slot);
    for (uint32_t i = 0; i < c->swap_pages; i++)
        m->swap.slot[i].frame = NO_FRAME;
    phys_init(&m->swap.disk, (uint64_t)c->swap_pages << c->format->page_bits);
    reserve(m);
    return 0;
}

void machine_release(struct machine *m)
{
    for (int i = 0; i < MACHINE_PROCESSES; i++)
        free(m->process[i].areas);
    for (int i = 0; i < MACHINE_OBJECTS; i++) {
        free(m->object[i].cache);
        phys_release(&m->object[i].disk);
    }
    phys_release(&m->swap.disk);
    phys_release(&m->ram);
    free(m->swap.slot);
    free(m->frame);
    free(m->free);
    *m = (struct machine){.running = -1};
}
