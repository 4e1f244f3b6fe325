/* vm_os.c - what a page fault, a fork, and a whole small story cost, against
 * a system that can do nothing else (floor_os.h). */
#include <stdio.h>

#include "base/rng.h"
#include "speed/figure.h"
#include "speed/floor_os.h"
#include "speed/parts.h"
#include "speed/run.h"
#include "vm/access.h"
#include "vm/map.h"

enum { ROUNDS = 15, PAGES = 64, FEW = 4, FRAMES = 64, MANY = 4096 };

static const struct format linear = {.name = "linear",
                                     .va_bits = 22,
                                     .pa_bits = 24,
                                     .page_bits = 12,
                                     .levels = 1,
                                     .index_bits = {10},
                                     .entry_bytes = 4,
                                     .valid = 1,
                                     .write = 2,
                                     .user = 4,
                                     .accessed = 32,
                                     .dirty = 64,
                                     .ppn_at = 12,
                                     .ppn_bits = 12};

/* What is measured, on both sides. */
struct side {
    const struct format *f;
    struct trace *trace; /* or NULL */
    struct rng r;
    uint64_t sum; /* of what came out, so that nothing is left out */
};

static uint64_t start_of(struct side *s)
{
    return (16 + rng_below(&s->r, 900)) << s->f->page_bits;
}

static void begin(struct side *s)
{
    if (s->trace != NULL)
        trace_clear(s->trace);
}

/* --- ours ----------------------------------------------------------------
 */

static void ours_open(struct side *s, struct machine *m, uint32_t frames)
{
    struct machine_config c = {.format = s->f,
                               .profile = profile_find(SLICE("textbook")),
                               .frames = frames};
    static struct profile profile; /* as the other side does it */
    struct err err;

    profile = *c.profile;
    profile.reuse_last = true;
    c.profile = &profile;
    if (machine_init(m, &c, &err) < 0)
        bench_fail("%s", err.text);
    m->trace = s->trace;
}

static struct process *ours_map(struct machine *m, uint64_t va,
                                unsigned pages)
{
    struct process *p = process_spawn(m);
    struct mapping map = {.va = va,
                          .bytes = pages * m->page_bytes,
                          .flags = PERM_R | PERM_W,
                          .object = NO_OBJECT};
    struct err err;

    if (map_area(m, p, &map, NULL, &err) < 0)
        bench_fail("%s", err.text);
    return p;
}

static void ours_story(struct side *s)
{
    uint64_t va = start_of(s);
    struct process *p, *child;
    struct machine m;

    begin(s);
    ours_open(s, &m, FRAMES);
    p = ours_map(&m, va, FEW);
    for (unsigned i = 0; i < FEW; i++)
        s->sum += machine_store(&m, p, va + i * m.page_bytes, 1).pa;
    child = process_fork(&m, p);
    for (unsigned i = 0; i < 8; i++) {
        struct process *who = i & 1 ? child : p;
        uint64_t at = va + rng_below(&s->r, FEW) * m.page_bytes;
        s->sum += rng_below(&s->r, 2)
                      ? machine_store(&m, who, at, (uint8_t)i).pa
                      : machine_load(&m, who, at).pa;
    }
    process_exit(&m, child);
    process_exit(&m, p);
    machine_release(&m);
}

static void ours_faults(struct side *s, size_t turns)
{
    uint64_t va = start_of(s);
    struct process *p;
    struct machine m;
    struct err err;

    ours_open(s, &m, MANY);
    p = ours_map(&m, va, PAGES);
    for (size_t i = 0; i < turns; i++) {
        uint64_t at = va + i % PAGES * m.page_bytes;
        begin(s);
        map_advise(&m, p, at, m.page_bytes, ADVICE_DISCARD, NULL, &err);
        s->sum += machine_store(&m, p, at, 1).pa;
    }
    machine_release(&m);
}

static void ours_forks(struct side *s, size_t turns)
{
    uint64_t va = start_of(s);
    struct process *p;
    struct machine m;

    ours_open(s, &m, MANY);
    p = ours_map(&m, va, PAGES);
    for (unsigned i = 0; i < PAGES; i++)
        s->sum += machine_store(&m, p, va + i * m.page_bytes, 1).pa;
    for (size_t i = 0; i < turns; i++) {
        begin(s);
        process_exit(&m, process_fork(&m, p));
    }
    machine_release(&m);
}

/* --- the floor -----------------------------------------------------------
 */

static void floor_story(struct side *s)
{
    uint64_t va = start_of(s), page = format_page_bytes(s->f);
    struct floor_process *p, *child;
    struct floor_os os;

    begin(s);
    floor_os_init(&os, s->f, FRAMES, s->trace);
    p = floor_os_spawn(&os, va, va + FEW * page);
    for (unsigned i = 0; i < FEW; i++)
        s->sum += floor_os_access(&os, p, va + i * page, true, 1);
    child = floor_os_fork(&os, p);
    for (unsigned i = 0; i < 8; i++) {
        struct floor_process *who = i & 1 ? child : p;
        uint64_t at = va + rng_below(&s->r, FEW) * page;
        s->sum += floor_os_access(&os, who, at, rng_below(&s->r, 2) != 0,
                                  (uint8_t)i);
    }
    floor_os_exit(&os, child);
    floor_os_exit(&os, p);
    floor_os_release(&os);
}

static void floor_faults(struct side *s, size_t turns)
{
    uint64_t va = start_of(s), page = format_page_bytes(s->f);
    struct floor_process *p;
    struct floor_os os;

    floor_os_init(&os, s->f, MANY, s->trace);
    p = floor_os_spawn(&os, va, va + PAGES * page);
    for (size_t i = 0; i < turns; i++) {
        uint64_t at = va + i % PAGES * page;
        begin(s);
        floor_os_discard(&os, p, at);
        s->sum += floor_os_access(&os, p, at, true, 1);
    }
    floor_os_release(&os);
}

static void floor_forks(struct side *s, size_t turns)
{
    uint64_t va = start_of(s), page = format_page_bytes(s->f);
    struct floor_process *p;
    struct floor_os os;

    floor_os_init(&os, s->f, MANY, s->trace);
    p = floor_os_spawn(&os, va, va + PAGES * page);
    for (unsigned i = 0; i < PAGES; i++)
        s->sum += floor_os_access(&os, p, va + i * page, true, 1);
    for (size_t i = 0; i < turns; i++) {
        begin(s);
        floor_os_exit(&os, floor_os_fork(&os, p));
    }
    floor_os_release(&os);
}

static void ours_stories(struct side *s, size_t turns)
{
    for (size_t i = 0; i < turns; i++)
        ours_story(s);
}

static void floor_stories(struct side *s, size_t turns)
{
    for (size_t i = 0; i < turns; i++)
        floor_story(s);
}

/* --- figures -------------------------------------------------------------
 */

static const struct contest {
    const char *name;
    void (*ours)(struct side *s, size_t turns);
    void (*floor)(struct side *s, size_t turns);
    size_t turns;
} contests[] = {
    {"discard, fault, retry", ours_faults, floor_faults, 20000},
    {"fork of 64 pages, exit", ours_forks, floor_forks, 500},
    {"fork and copy-on-write", ours_stories, floor_stories, 1000},
};

static double timed(void (*turn)(struct side *, size_t), struct side *s,
                    size_t turns, double best)
{
    double from = now_ms(), us;

    s->r = rng_new(1);
    turn(s, turns);
    us = (now_ms() - from) * 1e3 / (double)turns;
    return us < best ? us : best;
}

static void compare(const struct contest *c, const struct format *f,
                    struct trace *trace)
{
    struct side ours = {.f = f, .trace = trace}, floor = ours;
    double a = 1e9, b = 1e9;
    char name[64];

    for (int i = 0; i < ROUNDS; i++) {
        a = timed(c->ours, &ours, c->turns, a);
        b = timed(c->floor, &floor, c->turns, b);
    }
    if (ours.sum == 0 || floor.sum == 0)
        bench_fail("A story went nowhere.");
    snprintf(name, sizeof name, "%s, %s%s", c->name, f->name,
             trace != NULL ? ", told" : "");
    figure_print(
        (struct measured){name, a, "us", a / b, "a system made for it", 1.0});
}

void measure_vm_os(void)
{
    const struct format *const shapes[] = {
        &linear, format_find(SLICE("x86-32")), format_find(SLICE("x86-64")),
        format_find(SLICE("sv39"))};
    struct trace trace;

    figure_part("Faults, forks and copy-on-write");
    trace_init(&trace, TRACE_LIMIT);
    for (size_t c = 0; c < sizeof contests / sizeof *contests; c++)
        for (size_t i = 0; i < 4; i++) {
            compare(&contests[c], shapes[i], NULL);
            compare(&contests[c], shapes[i], &trace);
        }
    trace_release(&trace);
}
