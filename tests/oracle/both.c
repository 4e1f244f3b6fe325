#include "both.h"

#include <inttypes.h>

#include "base/mem.h"

/* Where the program of STEP_EXEC begins. */
#define IMAGE_BASE UINT64_C(0x400000)

static int add_file(struct both *b, bool notify, struct err *err)
{
    int object = object_new(&b->m, OBJECT_FILE, "file", BOTH_FILE_PAGES);
    struct object *o = object_at(&b->m, object);

    o->notify = notify;
    for (unsigned i = 0; i < BOTH_FILE_PAGES; i++) {
        phys_store(&o->disk, i * LIVE_PAGE, 1, 0x80 + i);
        phys_store(&o->disk, i * LIVE_PAGE + LIVE_PAGE / 2, 1, 0xc3);
    }
    object_warm(&b->m, object);
    return live_file(b->live, &b->m, object, err) < 0 ? NO_OBJECT : object;
}

int both_disk_file(struct both *b, struct err *err)
{
    return add_file(b, true, err);
}

static int start(struct both *b, struct err *err)
{
    b->live = live_open(&b->m, err);
    if (b->live == NULL)
        return -1;
    for (int i = 0; i < BOTH_FILES; i++)
        if ((b->file[i] = add_file(b, false, err)) == NO_OBJECT)
            return -1;
    b->compare = compare_new(&b->m, b->live);
    process_spawn(&b->m);
    return live_spawn(b->live, 0, err);
}

int both_open(struct both *b, unsigned swap_pages, struct err *err)
{
    struct machine_config config = {.format = format_find(SLICE("x86-64")),
                                    .frames = 1024,
                                    .swap_pages = swap_pages,
                                    .kernel_pages = 2};

    *b = (struct both){.profile = *profile_find(SLICE("linux"))};
    b->profile.stack_bytes = BOTH_STACK_PAGES * LIVE_PAGE;
    config.profile = &b->profile;
    if (machine_init(&b->m, &config, err) < 0)
        return -1;
    if (start(b, err) == 0)
        return 0;
    both_close(b);
    return -1;
}

void both_close(struct both *b)
{
    compare_free(b->compare);
    live_close(b->live);
    machine_release(&b->m);
}

static int do_map(struct both *b, struct process *p, const struct step *s,
                  struct err *err)
{
    struct mapping map = {.va = s->va,
                          .bytes = (uint64_t)s->pages * LIVE_PAGE,
                          .flags = s->flags,
                          .object = s->object,
                          .page_offset = s->page_offset};

    if (map_area(&b->m, p, &map, &map.va, err) < 0)
        return 0;
    return live_map(b->live, s->process, &map, err) < 0 ? -1 : 1;
}

static int do_range(struct both *b, struct process *p, const struct step *s,
                    struct err *err)
{
    uint64_t bytes = (uint64_t)s->pages * LIVE_PAGE;
    enum advice advice =
        s->kind == STEP_DISCARD ? ADVICE_DISCARD : ADVICE_PAGE_OUT;
    int rc;

    if (s->kind == STEP_UNMAP) {
        if (map_remove(&b->m, p, s->va, bytes, err) < 0)
            return 0;
        rc = live_remove(b->live, s->process, s->va, bytes, err);
    } else if (s->kind == STEP_PROTECT) {
        if (map_protect(&b->m, p, s->va, bytes, s->flags, err) < 0)
            return 0;
        rc = live_protect(b->live, s->process, s->va, bytes, s->flags, err);
    } else if (s->kind == STEP_SYNC) {
        if (map_sync(&b->m, p, s->va, bytes, err) < 0)
            return 0;
        rc = live_sync(b->live, s->process, s->va, bytes, err);
    } else {
        if (map_advise(&b->m, p, s->va, bytes, advice, NULL, err) < 0)
            return 0;
        rc = live_advise(b->live, s->process, s->va, bytes, advice, err);
    }
    return rc < 0 ? -1 : 1;
}

static int do_access(struct both *b, struct process *p, const struct step *s,
                     struct err *err)
{
    if (live_access(b->live, s->process, s->request, &b->kernel, err) < 0)
        return err->kind == ERR_USAGE ? 0 : -1;
    b->engine = machine_access(&b->m, p, s->request);
    return 1;
}

static int do_fork(struct both *b, struct process *p, struct err *err)
{
    struct process *child = process_fork(&b->m, p);

    if (child == NULL)
        return 0;
    return live_fork(b->live, p->id, child->id, err) < 0 ? -1 : 1;
}

static int do_exit(struct both *b, struct process *p, struct err *err)
{
    unsigned id = p->id;

    process_exit(&b->m, p);
    return live_exit(b->live, id, err) < 0 ? -1 : 1;
}

static int do_exec(struct both *b, struct process *p, const struct step *s,
                   struct err *err)
{
    struct image image = {.object = s->object,
                          .base = IMAGE_BASE,
                          .text = 2,
                          .rodata = 1,
                          .data = 2,
                          .bss = 2,
                          .stack = 3};

    if (exec_image(&b->m, p, &image, err) < 0)
        return 0;
    return live_exec(b->live, p, err) < 0 ? -1 : 1;
}

static int do_brk(struct both *b, struct process *p, const struct step *s,
                  struct err *err)
{
    uint64_t from = p->heap_end;

    if (map_brk(&b->m, p, s->va, err) < 0)
        return 0;
    return live_brk(b->live, s->process, from, s->va, err) < 0 ? -1 : 1;
}

static int do_it(struct both *b, const struct step *s, struct err *err)
{
    struct process *p = process_at(&b->m, s->process);

    if (p == NULL)
        return 0;
    switch (s->kind) {
    case STEP_MAP:
        return do_map(b, p, s, err);
    case STEP_ACCESS:
        return do_access(b, p, s, err);
    case STEP_FORK:
        return do_fork(b, p, err);
    case STEP_EXIT:
        return do_exit(b, p, err);
    case STEP_EXEC:
        return do_exec(b, p, s, err);
    case STEP_BRK:
        return do_brk(b, p, s, err);
    default:
        return do_range(b, p, s, err);
    }
}

static size_t differences(struct both *b, const struct step *s,
                          struct str *what)
{
    struct difference d[4];
    size_t n = 0, max = sizeof d / sizeof *d;

    if (s->kind == STEP_ACCESS)
        n = compare_access(b->compare, s->process, &s->request, &b->engine,
                           &b->kernel, d, max);
    if (n == 0)
        n = compare_state(b->compare, d, max);
    for (size_t i = 0; i < n && i < max; i++) {
        if (i > 0)
            str_puts(what, "; ");
        difference_say(&d[i], what);
    }
    return n;
}

int both_do(struct both *b, const struct step *s, struct str *what)
{
    struct err err = {0};
    int rc = do_it(b, s, &err);

    if (rc < 0)
        str_puts(what, err.text);
    if (rc <= 0)
        return rc;
    return differences(b, s, what) > 0 ? -1 : 1;
}

static void say_flags(unsigned flags, struct str *out)
{
    str_printf(out, " %c%c%c%s%s", flags & PERM_R ? 'r' : '-',
               flags & PERM_W ? 'w' : '-', flags & PERM_X ? 'x' : '-',
               flags & AREA_SHARED ? " shared" : "",
               flags & AREA_GROWS_DOWN ? " stack" : "");
}

static void say_access(const struct request *q, struct str *out)
{
    static const char *const names[] = {[ACCESS_LOAD] = "load",
                                        [ACCESS_STORE] = "store",
                                        [ACCESS_FETCH] = "fetch"};

    str_printf(out, "%s %u bytes at 0x%" PRIx64, names[q->access], q->bytes,
               q->va);
    if (q->access == ACCESS_STORE)
        str_printf(out, ": 0x%" PRIx64, q->value);
}

void step_say(const struct step *s, struct str *out)
{
    static const char *const names[STEP_KINDS] = {
        [STEP_MAP] = "map",           [STEP_UNMAP] = "unmap",
        [STEP_PROTECT] = "protect",   [STEP_DISCARD] = "discard",
        [STEP_PAGE_OUT] = "page out", [STEP_SYNC] = "sync",
        [STEP_ACCESS] = "",           [STEP_FORK] = "fork",
        [STEP_EXIT] = "exit",         [STEP_EXEC] = "exec",
        [STEP_BRK] = "brk",
    };

    str_printf(out, "process %u: %s", s->process, names[s->kind]);
    if (s->kind == STEP_ACCESS)
        say_access(&s->request, out);
    if (s->pages > 0)
        str_printf(out, " 0x%" PRIx64 " %u pages", s->va, s->pages);
    if (s->kind == STEP_BRK)
        str_printf(out, " 0x%" PRIx64, s->va);
    if (s->kind == STEP_MAP || s->kind == STEP_PROTECT)
        say_flags(s->flags, out);
    if (s->kind == STEP_EXEC || (s->kind == STEP_MAP && s->object >= 0))
        str_printf(out, " file %d from page %u", s->object, s->page_offset);
}
