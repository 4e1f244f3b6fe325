#include "box.h"

#include "check.h"

/* As many frames as the format can name, at most 512. */
static struct machine_config small(const char *format, const char *profile)
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

bool box_open_any(struct box *b, struct machine_config config)
{
    struct err err;

    *b = (struct box){.config = config};
    if (machine_init(&b->m, &b->config, &err) < 0)
        return false;
    trace_init(&b->trace, TRACE_LIMIT);
    b->m.trace = &b->trace;
    b->page = b->m.page_bytes;
    return true;
}

void box_open(struct box *b, const char *format, const char *profile)
{
    if (!box_open_any(b, small(format, profile)))
        fail_msg("there is no small machine of format %s", format);
    b->p = process_spawn(&b->m);
    assert_non_null(b->p);
}

void box_close(struct box *b)
{
    machine_release(&b->m);
    trace_release(&b->trace);
    for (int i = 0; i < MACHINE_OBJECTS; i++)
        phys_release(&b->disk[i]);
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
        phys_store(&b->m.object[object].disk, i * b->page, 1,
                   (0x80 + i) & 0xff);
    phys_init(&b->disk[object], pages * b->page);
    phys_copy(&b->disk[object], 0, &b->m.object[object].disk, 0,
              pages * b->page);
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

/* Files' bytes are not in a trace; a copy finds them as they were at first. */
static void copy_disk(struct machine *to, const struct box *b,
                      const struct event *e)
{
    const struct phys *disk = &b->disk[e->x - 1];

    if (e->level == OBJECT_FILE)
        phys_copy(&to->object[e->x - 1].disk, 0, disk, 0, disk->bytes);
}

static void replay(const struct box *b, struct machine *copy)
{
    for (size_t i = 0; i < b->trace.n; i++) {
        machine_apply(copy, b->trace.at[i]);
        if (b->trace.at[i].kind == EVENT_OBJECT)
            copy_disk(copy, b, &b->trace.at[i]);
    }
}

void box_check(struct box *b)
{
    struct machine copy;
    struct err err = {0};
    const char *what = NULL;

    if (!machine_ok(&b->m, &err))
        fail_msg("the machine is not in order: %s", err.text);
    assert_int_equal(machine_init(&copy, &b->config, &err), 0);
    assert_int_equal(b->trace.lost, 0);
    replay(b, &copy);
    if (!machine_equal(&b->m, &copy, &what))
        fail_msg("the trace replays to other %s", what);
    machine_release(&copy);
}
