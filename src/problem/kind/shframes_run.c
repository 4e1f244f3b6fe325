/* SHFRAMES solved: by the engine, and by adding up as one who believes this or
 * that. */
#include "problem/kind/shframes.h"

#include "problem/computer.h"

enum { PAGE_BITS = 8, VPN_BITS = 7, FRAMES = 512 };

/* --- the engine --------------------------------------------------------- */

/* Maps a part, if it has pages; the page number behind it. */
static uint64_t map(struct computer *c, struct process *p, uint64_t vpn,
                    unsigned pages, unsigned flags, int object,
                    unsigned offset)
{
    struct mapping map = {.va = vpn << PAGE_BITS,
                          .bytes = (uint64_t)pages << PAGE_BITS,
                          .flags = flags,
                          .object = object,
                          .page_offset = offset};
    struct err err = {0};
    int done = pages > 0 ? map_area(&c->m, p, &map, NULL, &err) : 0;

    assert(done == 0);
    (void)done;
    return vpn + pages;
}

static void touch(struct computer *c, struct process *p, uint64_t vpn,
                  unsigned pages, bool write)
{
    for (unsigned i = 0; i < pages; i++)
        computer_touch(c, p, vpn + i, write);
}

/* One process of the program: everything mapped and touched. */
static void run_process(struct computer *c, const struct shframes *s,
                        const struct share_program *program, int file,
                        int libc, int buffer)
{
    struct process *p = computer_spawn(c);
    uint64_t data, heap, end;

    data = map(c, p, 1, program->text, PERM_R | PERM_X, file, 0);
    data = map(c, p, data, program->rodata, PERM_R, file, program->text);
    heap = map(c, p, data, program->data, PERM_R | PERM_W, file,
               (unsigned)program->text + program->rodata);
    end = map(c, p, heap, program->heap, PERM_R | PERM_W, NO_OBJECT, 0);
    touch(c, p, 1, (unsigned)(heap - 1), false);
    touch(c, p, data, program->written, true);
    touch(c, p, heap, program->heap, true);
    if (s->libc > 0) {
        uint64_t at = end + 1;
        end = map(c, p, at, s->libc, PERM_R | PERM_X, libc, 0);
        touch(c, p, at, s->libc, false);
    }
    if (s->buffer > 0) {
        map(c, p, end + 1, s->buffer, PERM_R | PERM_W | AREA_SHARED, buffer,
            0);
        touch(c, p, end + 1, s->buffer, true);
    }
}

static unsigned frames(const struct shframes *s)
{
    int libc = NO_OBJECT, buffer = NO_OBJECT;
    struct computer c;
    unsigned n;

    computer_start(&c, PAGE_BITS, VPN_BITS, FRAMES, false);
    if (s->libc > 0)
        libc = object_new(&c.m, OBJECT_FILE, "libc", s->libc);
    if (s->buffer > 0)
        buffer = object_new(&c.m, OBJECT_SHARED, "buffer", s->buffer);
    for (unsigned i = 0; i < s->programs; i++) {
        const struct share_program *p = &s->program[i];
        int file = object_new(&c.m, OBJECT_FILE, "program",
                              (uint32_t)p->text + p->rodata + p->data);
        for (unsigned k = 0; k < p->processes; k++)
            run_process(&c, s, p, file, libc, buffer);
    }
    n = computer_data_frames(&c);
    computer_stop(&c);
    return n;
}

/* The pages that all processes together see, each counted by itself. */
unsigned share_pages_seen(const struct shframes *s)
{
    unsigned n = 0;

    for (unsigned i = 0; i < s->programs; i++) {
        const struct share_program *p = &s->program[i];
        n += p->processes * ((unsigned)p->text + p->rodata + p->data +
                             p->heap + s->libc + s->buffer);
    }
    return n;
}

static void give(const struct shframes *s, struct answers *out,
                 unsigned total)
{
    unsigned seen = share_pages_seen(s);

    answer_number(out, total);
    if (s->level > 1)
        answer_number(out, seen > total ? seen - total : 0);
}

void shframes_solve(const void *params, struct answers *out)
{
    const struct shframes *s = params;

    give(s, out, frames(s));
    out->steps = 3u * s->programs + (s->libc > 0) + (s->buffer > 0);
}

/* --- by adding up ------------------------------------------------------- */

unsigned share_data_frames(const struct share_program *p, unsigned beliefs)
{
    unsigned copies = (unsigned)p->processes * p->written;

    if (beliefs & SHARE_DATA_SHARED)
        return p->data;
    if (beliefs & SHARE_DATA_APART)
        return (unsigned)p->processes * p->data;
    return beliefs & SHARE_FILE_GONE ? p->data - p->written + copies
                                     : p->data + copies;
}

unsigned share_frames(const struct shframes *s, unsigned beliefs)
{
    unsigned n = 0, processes = 0;

    if (beliefs & SHARE_NOTHING_SHARED)
        return share_pages_seen(s);
    for (unsigned i = 0; i < s->programs; i++) {
        const struct share_program *p = &s->program[i];
        processes += p->processes;
        n += (unsigned)p->text + p->rodata + share_data_frames(p, beliefs) +
             (unsigned)p->processes * p->heap;
    }
    n += s->libc * (!(beliefs & SHARE_LIBC_EACH) ? 1u
                    : s->programs > 1            ? s->programs
                                                 : processes);
    return n + s->buffer * (beliefs & SHARE_BUFFER_EACH ? processes : 1u);
}

bool shframes_believe(const void *params, unsigned beliefs,
                      struct answers *out)
{
    give(params, out, share_frames(params, beliefs));
    return true;
}

/* What is saved follows from the frames in all. */
bool shframes_follow(const void *params, unsigned part,
                     const struct answers *given, struct answers *out)
{
    unsigned seen = share_pages_seen(params);
    uint64_t frames;

    if (part != 1 || given->at[0].kind != VALUE_NUMBER ||
        !num_is_whole(given->at[0].number, &frames) || frames > seen)
        return false;
    answer_number(out, seen - frames);
    return true;
}
