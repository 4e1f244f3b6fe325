#include "box.h"

#include "check.h"

/* As many frames as the format can name, at most 512. */
static struct machine_config config(const char *format, const char *profile)
{
    const struct format *f = format_find(slice_from(format));
    unsigned bits = (unsigned)f->pa_bits - f->page_bits;

    return (struct machine_config){.format = f,
                                   .profile =
                                       profile_find(slice_from(profile)),
                                   .frames = bits < 9 ? 1u << bits : 512,
                                   .swap_pages = 16,
                                   .kernel_pages = 2};
}

static void start(struct machine *m, const char *format, const char *profile)
{
    struct machine_config c = config(format, profile);
    struct err err = {0};

    if (machine_init(m, &c, &err) < 0)
        fail_msg("%s", err.text);
}

void box_open(struct box *b, const char *format, const char *profile)
{
    *b = (struct box){0};
    start(&b->m, format, profile);
    trace_init(&b->trace, TRACE_LIMIT);
    b->m.trace = &b->trace;
    b->page = b->m.page_bytes;
    b->p = process_spawn(&b->m);
    assert_non_null(b->p);
}

void box_close(struct box *b)
{
    machine_release(&b->m);
    trace_release(&b->trace);
}

void box_map(struct box *b, struct process *p, uint64_t va, unsigned pages,
             unsigned flags, int object)
{
    struct mapping map = {
        .va = va, .bytes = pages * b->page, .flags = flags, .object = object};
    struct err err = {0};

    if (map_area(&b->m, p, &map, NULL, &err) < 0)
        fail_msg("%s", err.text);
}

int box_file(struct box *b, const char *name, unsigned pages)
{
    int object = object_new(&b->m, OBJECT_FILE, name, pages);

    assert_int_not_equal(object, NO_OBJECT);
    for (unsigned i = 0; i < pages; i++)
        phys_store(&b->m.object[object].disk, i * b->page, 1, 0x80 + i);
    object_warm(&b->m, object);
    return object;
}

unsigned box_read(struct box *b, struct process *p, uint64_t va)
{
    struct result r = machine_load(&b->m, p, va);

    assert_int_equal(r.outcome, OUTCOME_DONE);
    return (unsigned)r.value;
}

unsigned box_write(struct box *b, struct process *p, uint64_t va,
                   uint8_t value)
{
    struct result r = machine_store(&b->m, p, va, value);

    assert_int_equal(r.outcome, OUTCOME_DONE);
    return r.faults;
}

uint32_t box_frame(struct box *b, struct process *p, uint64_t va)
{
    return table_frame_of(&b->m, p, va);
}

unsigned box_count(const struct box *b, enum event_kind kind, int level)
{
    unsigned n = 0;

    for (size_t i = 0; i < b->trace.n; i++)
        n += b->trace.at[i].kind == kind &&
             (level < 0 || b->trace.at[i].level == level);
    return n;
}

enum rule box_last_rule(const struct box *b)
{
    for (size_t i = b->trace.n; i-- > 0;)
        if (b->trace.at[i].kind == EVENT_RULE)
            return b->trace.at[i].level;
    return RULE_NONE;
}

/* Files are not in a trace; a copy gets the disks that it will find. */
static void copy_disks(struct machine *to, const struct machine *from)
{
    for (int i = 0; i < MACHINE_OBJECTS; i++)
        if (from->object[i].kind == OBJECT_FILE)
            phys_copy(&to->object[i].disk, 0, &from->object[i].disk, 0,
                      from->object[i].disk.bytes);
}

static void replay(struct box *b, struct machine *copy)
{
    for (size_t i = 0; i < b->trace.n; i++) {
        machine_apply(copy, b->trace.at[i]);
        if (b->trace.at[i].kind == EVENT_OBJECT)
            copy_disks(copy, &b->m);
    }
}

void box_check(struct box *b)
{
    struct machine copy;
    struct err err = {0};
    const char *what = NULL;

    if (!machine_ok(&b->m, &err))
        fail_msg("the machine is not in order: %s", err.text);
    start(&copy, b->m.format->name, b->m.profile->name);
    assert_int_equal(b->trace.lost, 0);
    replay(b, &copy);
    if (!machine_equal(&b->m, &copy, &what))
        fail_msg("the trace replays to other %s", what);
    machine_release(&copy);
}
