#include "vm/exec.h"

#include "vm/apply.h"
#include "vm/map.h"

/* The parts of a program in the order in which they lie in memory. */
struct part {
    enum area_use use;
    unsigned flags;
    uint32_t pages;
    bool from_file;
};

enum { PARTS = 4 };

static void parts(const struct image *image, struct part out[PARTS])
{
    const struct part table[PARTS] = {
        {USE_TEXT, PERM_R | PERM_X, image->text, true},
        {USE_RODATA, PERM_R, image->rodata, true},
        {USE_DATA, PERM_R | PERM_W, image->data, true},
        {USE_BSS, PERM_R | PERM_W, image->bss, false},
    };

    for (int i = 0; i < PARTS; i++)
        out[i] = table[i];
}

static int check(const struct machine *m, const struct image *image,
                 struct err *err)
{
    uint64_t top = image->stack_top != 0 ? image->stack_top : m->va_top;
    uint64_t file = (uint64_t)image->text + image->rodata + image->data;
    uint64_t end =
        image->base + ((file + image->bss) << m->format->page_bits);
    uint64_t stack = (uint64_t)image->stack << m->format->page_bits;

    if (image->base != machine_page(m, image->base) ||
        top != machine_page(m, top))
        return err_set(err, ERR_USAGE,
                       "A program begins and its stack ends at a multiple of "
                       "the page size.");
    if (file > m->object[image->object].pages)
        return err_set(err, ERR_USAGE,
                       "The program's parts are %llu pages long, its file "
                       "only %u.",
                       (unsigned long long)file,
                       m->object[image->object].pages);
    if (image->stack == 0 || top > m->va_top || end < image->base ||
        stack > top || end > top - stack)
        return err_set(
            err, ERR_USAGE,
            "The program and its stack do not fit into the address "
            "space.");
    return 0;
}

static void clear(struct machine *m, struct process *p)
{
    struct err ignored;

    while (p->nareas > 0)
        map_remove(m, p, p->areas[0].start,
                   p->areas[0].end - p->areas[0].start, &ignored);
}

int exec_image(struct machine *m, struct process *p,
               const struct image *image, struct err *err)
{
    struct part part[PARTS];
    struct mapping map = {.va = image->base};
    uint64_t top = image->stack_top != 0 ? image->stack_top : m->va_top;

    if (check(m, image, err) < 0)
        return -1;
    machine_tell(m, (struct event){.kind = EVENT_CALL,
                                   .level = CALL_EXEC,
                                   .process = p->id,
                                   .x = (uint32_t)image->object + 1,
                                   .a = image->base});
    clear(m, p);
    parts(image, part);
    for (int i = 0; i < PARTS; i++) {
        map.flags = part[i].flags;
        map.use = part[i].use;
        map.object = part[i].from_file ? image->object : NO_OBJECT;
        map.bytes = (uint64_t)part[i].pages << m->format->page_bits;
        if (map.bytes > 0 && map_area(m, p, &map, NULL, err) < 0)
            return -1;
        map.va += map.bytes;
        map.page_offset += part[i].pages;
    }
    map.va += (uint64_t)m->profile->heap_gap << m->format->page_bits;
    machine_do(m, (struct event){.kind = EVENT_BRK,
                                 .process = p->id,
                                 .a = map.va,
                                 .b = map.va});
    map = (struct mapping){.bytes = (uint64_t)image->stack
                                    << m->format->page_bits,
                           .flags = PERM_R | PERM_W | AREA_GROWS_DOWN,
                           .use = USE_STACK,
                           .object = NO_OBJECT};
    map.va = top - map.bytes;
    return map_area(m, p, &map, NULL, err);
}
