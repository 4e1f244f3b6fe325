/* random_test.c - whatever a system is asked to do, on machines of every
 * shape: it stays in order, its trace replays to it, and programs see the
 * memory of the simple model (model.h). */
#include <inttypes.h>

#include "box.h"
#include "check.h"
#include "geometry.h"
#include "model.h"
#include "vm/names.h"
#include "vm/sample.h"

enum { FILES = 2, FILE_PAGES = 3 };

struct world {
    struct box b;
    struct model model;
    struct rng r;
    struct process *p[MODEL_PROCESSES]; /* those alive, as in the model */
    int file[FILES];                    /* objects of the machine */
    int model_file[FILES];
    uint64_t top;      /* end of the model's pages */
    unsigned done[20]; /* how often each operation succeeded */
};

static unsigned below(struct world *w, unsigned n)
{
    return (unsigned)rng_below(&w->r, n);
}

static uint64_t address(const struct world *w, unsigned page)
{
    return w->model.base + page * w->b.page;
}

/* --- accesses ------------------------------------------------------------
 */

/* A stack may have grown: the model hears of it. */
static void learn_growth(struct world *w, unsigned who)
{
    const struct process *p = w->p[who];

    for (size_t i = 0; i < p->nareas; i++) {
        const struct area *a = &p->areas[i];
        for (unsigned k = 0; k < MODEL_PAGES; k++)
            if (a->flags & AREA_GROWS_DOWN && address(w, k) >= a->start &&
                address(w, k) < a->end && !w->model.page[who][k].mapped)
                model_map(&w->model, who, k,
                          (struct model_page){.mapped = true,
                                              .perms = a->flags & AREA_PERMS,
                                              .object = -1});
    }
}

/* What the first byte that fails says; *n gets how many bytes are before. */
static enum outcome expected(const struct world *w, unsigned who,
                             const struct request *q, unsigned *n)
{
    for (*n = 0; *n < q->bytes; ++*n) {
        enum outcome o = model_outcome(&w->model, who, q->va + *n, q->access);
        if (o != OUTCOME_DONE)
            return o;
    }
    return OUTCOME_DONE;
}

/* A store that failed may have got copies of the pages before; when memory ran
 * out only the machine knows of which. */
static void own_copies(struct world *w, unsigned who, const struct request *q,
                       unsigned n, bool all)
{
    for (unsigned i = 0; q->access == ACCESS_STORE && i < n; i++) {
        uint32_t frame = box_frame(&w->b, w->p[who], q->va + i);

        if (all ||
            (frame != NO_FRAME && w->b.m.frame[frame].kind == FRAME_ANON))
            model_own(&w->model, who, q->va + i);
    }
}

static void assert_bytes(const struct world *w, unsigned who,
                         const struct request *q, uint64_t value)
{
    for (unsigned i = 0; i < q->bytes; i++)
        if ((value >> 8 * i & 0xff) != model_load(&w->model, who, q->va + i))
            fail_msg("process %u reads 0x%" PRIx64 " at 0x%" PRIx64
                     ", byte %u should be 0x%x",
                     who, value, q->va, i,
                     model_load(&w->model, who, q->va + i));
}

static bool do_access(struct world *w, unsigned who, struct request q)
{
    struct result r = machine_access(&w->b.m, w->p[who], q);
    enum outcome want;
    unsigned n;

    learn_growth(w, who);
    want = expected(w, who, &q, &n);
    if (r.outcome != want && r.outcome != OUTCOME_NO_MEMORY)
        fail_msg("process %u, %s of %u bytes at 0x%" PRIx64
                 ": outcome %d, not %d",
                 who, access_name(q.access), q.bytes, q.va, (int)r.outcome,
                 (int)want);
    if (r.outcome != OUTCOME_DONE) {
        own_copies(w, who, &q, n, r.outcome == want);
        return false;
    }
    if (q.access == ACCESS_STORE)
        for (unsigned i = 0; i < q.bytes; i++)
            model_store(&w->model, who, q.va + i,
                        (uint8_t)(q.value >> 8 * i));
    else
        assert_bytes(w, who, &q, r.value);
    return true;
}

static bool try_access(struct world *w, unsigned who)
{
    struct request q = {.access = (enum access)below(w, 3),
                        .bytes = (uint8_t)(1 + below(w, ACCESS_BYTES)),
                        .value = rng_next(&w->r)};
    uint64_t edge = address(w, below(w, MODEL_PAGES)) + below(w, 12);

    q.va = below(w, 3) ? edge : edge - 6; /* often over a page's end */
    if (q.va < w->model.base)
        q.va = w->model.base;
    if (q.va + q.bytes > w->top)
        q.va = w->top - q.bytes;
    return do_access(w, who, q);
}

/* --- mappings ------------------------------------------------------------
 */

static struct model_page random_page(struct world *w)
{
    unsigned file = below(w, 2 * FILES);

    return (struct model_page){.mapped = true,
                               .shared = below(w, 3) == 0,
                               .perms = below(w, 4) ? RW | below(w, 8)
                                                    : below(w, 8),
                               .object = file < FILES ? (int)file : -1,
                               .object_page = below(w, FILE_PAGES)};
}

static bool try_map(struct world *w, unsigned who)
{
    unsigned page = below(w, MODEL_PAGES), n = 1 + below(w, 4);
    struct model_page how = random_page(w);
    bool stack = how.object < 0 && !how.shared && below(w, 3) == 0;
    struct mapping map = {
        .va = address(w, page), .flags = how.perms, .object = NO_OBJECT};
    struct err err;

    if (page + n > MODEL_PAGES)
        n = MODEL_PAGES - page;
    if (how.object >= 0) {
        map.object = w->file[how.object];
        map.page_offset = how.object_page;
        how.object = w->model_file[how.object];
    }
    map.bytes = n * w->b.page - below(w, 2);
    map.flags |= (how.shared ? (unsigned)AREA_SHARED : 0) |
                 (stack ? (unsigned)AREA_GROWS_DOWN : 0);
    if (map_area(&w->b.m, w->p[who], &map, NULL, &err) < 0)
        return false;
    if (how.shared && how.object < 0) {
        how.object = model_object(&w->model, n);
        how.object_page = 0;
    }
    for (unsigned i = 0; i < n; i++, how.object_page++)
        model_map(&w->model, who, page + i, how);
    return true;
}

/* A random range of pages, and what is done to all of them. */
struct range {
    unsigned page, n;
    uint64_t va, bytes;
};

static struct range any_range(struct world *w)
{
    struct range range = {.page = below(w, MODEL_PAGES)};

    range.n =
        1 +
        below(w, MODEL_PAGES - range.page < 6 ? MODEL_PAGES - range.page : 6);
    range.va = address(w, range.page);
    range.bytes = range.n * w->b.page;
    return range;
}

static bool try_unmap(struct world *w, unsigned who)
{
    struct range range = any_range(w);
    struct err err;

    if (map_remove(&w->b.m, w->p[who], range.va, range.bytes, &err) < 0)
        return false;
    for (unsigned i = 0; i < range.n; i++)
        model_unmap(&w->model, who, range.page + i);
    return true;
}

static bool try_protect(struct world *w, unsigned who)
{
    struct range range = any_range(w);
    unsigned perms = below(w, 8);
    struct err err;

    if (map_protect(&w->b.m, w->p[who], range.va, range.bytes, perms, &err) <
        0)
        return false;
    for (unsigned i = 0; i < range.n; i++)
        w->model.page[who][range.page + i].perms = perms;
    return true;
}

static bool try_discard(struct world *w, unsigned who)
{
    struct range range = any_range(w);
    struct err err;

    if (map_advise(&w->b.m, w->p[who], range.va, range.bytes, ADVICE_DISCARD,
                   NULL, &err) < 0)
        return false;
    for (unsigned i = 0; i < range.n; i++)
        model_discard(&w->model, who, range.page + i);
    return true;
}

/* What follows changes nothing that a program could see. */

static bool try_page_out(struct world *w, unsigned who)
{
    struct range range = any_range(w);
    uint64_t pages = 0;
    struct err err;

    return map_advise(&w->b.m, w->p[who], range.va, range.bytes,
                      ADVICE_PAGE_OUT, &pages, &err) == 0 &&
           pages > 0;
}

static bool try_sync(struct world *w, unsigned who)
{
    struct range range = any_range(w);
    struct err err;

    return map_sync(&w->b.m, w->p[who], range.va, range.bytes, &err) == 0;
}

static bool try_sample(struct world *w, unsigned who)
{
    struct range range = any_range(w);
    struct sample s = sample_take(&w->b.m, w->p[who], range.va, range.bytes);

    assert_true(s.accessed <= s.present && s.dirty <= s.present &&
                s.present <= range.n);
    return s.present > 0;
}

static bool try_watch(struct world *w, unsigned who)
{
    struct err err;

    if (below(w, 2))
        return watch_add(&w->b.m, w->p[who],
                         address(w, below(w, MODEL_PAGES)) + below(w, 4),
                         1 + below(w, 4), &err) == 0;
    for (int i = 0; i < PROCESS_WATCHES; i++)
        if (w->p[who]->watch[i].bytes > 0)
            return watch_remove(&w->b.m, w->p[who], w->p[who]->watch[i].va,
                                &err) == 0;
    return false;
}

static bool try_switch(struct world *w, unsigned who)
{
    process_switch(&w->b.m, w->p[who]);
    return true;
}

/* --- processes -----------------------------------------------------------
 */

static bool try_fork(struct world *w, unsigned who)
{
    for (unsigned i = 0; i < MODEL_PROCESSES; i++) {
        if (w->model.alive[i])
            continue;
        w->p[i] = process_fork(&w->b.m, w->p[who]);
        if (w->p[i] == NULL)
            return false;
        model_fork(&w->model, who, i);
        return true;
    }
    return false;
}

static bool spawn(struct world *w)
{
    for (unsigned i = 0; i < MODEL_PROCESSES; i++) {
        if (w->model.alive[i])
            continue;
        w->p[i] = process_spawn(&w->b.m);
        w->model.alive[i] = w->p[i] != NULL;
        return w->model.alive[i];
    }
    return false;
}

static bool try_spawn(struct world *w, unsigned who)
{
    (void)who;
    return spawn(w);
}

static bool try_exit(struct world *w, unsigned who)
{
    process_exit(&w->b.m, w->p[who]);
    model_exit(&w->model, who);
    w->p[who] = NULL;
    return true;
}

static void map_part(struct world *w, unsigned who, unsigned page,
                     unsigned perms, int object, unsigned object_page)
{
    model_map(&w->model, who, page,
              (struct model_page){.mapped = true,
                                  .perms = perms,
                                  .object = object,
                                  .object_page = object_page});
}

/* text, rodata, data, bss, a page each; a stack of one in the last page. */
static bool try_exec(struct world *w, unsigned who)
{
    struct image image = {.object = w->file[0],
                          .base = w->model.base,
                          .text = 1,
                          .rodata = 1,
                          .data = 1,
                          .bss = 1,
                          .stack = 1,
                          .stack_top = w->top};
    struct err err;

    if (exec_image(&w->b.m, w->p[who], &image, &err) < 0)
        return false;
    for (unsigned i = 0; i < MODEL_PAGES; i++)
        model_unmap(&w->model, who, i);
    map_part(w, who, 0, RX, w->model_file[0], 0);
    map_part(w, who, 1, PERM_R, w->model_file[0], 1);
    map_part(w, who, 2, RW, w->model_file[0], 2);
    map_part(w, who, 3, RW, -1, 0);
    map_part(w, who, MODEL_PAGES - 1, RW, -1, 0);
    return true;
}

static bool try_brk(struct world *w, unsigned who)
{
    struct process *p = w->p[who];
    uint64_t end = address(w, below(w, MODEL_PAGES)) - below(w, 2);
    struct err err;
    uint64_t old = p->heap_end;

    if (map_brk(&w->b.m, p, end, &err) < 0)
        return false;
    for (unsigned i = 0; i < MODEL_PAGES; i++) {
        if (address(w, i) >= old && address(w, i) < end)
            map_part(w, who, i, RW, -1, 0);
        if (address(w, i) >= end && address(w, i) < old)
            model_unmap(&w->model, who, i);
    }
    return true;
}

/* --- all of it -----------------------------------------------------------
 */

static const struct operation {
    const char *name;
    unsigned weight;
    bool (*try)(struct world *w, unsigned who);
} operations[] = {
    {"access", 60, try_access},  {"map", 14, try_map},
    {"unmap", 3, try_unmap},     {"protect", 6, try_protect},
    {"discard", 3, try_discard}, {"page out", 6, try_page_out},
    {"sync", 3, try_sync},       {"sample", 2, try_sample},
    {"watch", 3, try_watch},     {"switch", 1, try_switch},
    {"fork", 6, try_fork},       {"spawn", 1, try_spawn},
    {"exit", 3, try_exit},       {"exec", 2, try_exec},
    {"brk", 3, try_brk},
};

static size_t any_operation(struct world *w)
{
    unsigned sum = 0, at;

    for (size_t i = 0; i < COUNT(operations); i++)
        sum += operations[i].weight;
    at = below(w, sum);
    for (size_t i = 0;; i++) {
        if (at < operations[i].weight)
            return i;
        at -= operations[i].weight;
    }
}

static bool any_process(struct world *w, unsigned *who)
{
    unsigned from = below(w, MODEL_PROCESSES);

    for (unsigned i = 0; i < MODEL_PROCESSES; i++) {
        *who = (from + i) % MODEL_PROCESSES;
        if (w->model.alive[*who])
            return true;
    }
    return spawn(w) && any_process(w, who);
}

/* Every process reads the first bytes of every page. */
static void read_all(struct world *w)
{
    for (unsigned who = 0; who < MODEL_PROCESSES; who++)
        for (unsigned i = 0; w->model.alive[who] && i < MODEL_PAGES; i++)
            do_access(w, who,
                      (struct request){.access = ACCESS_LOAD,
                                       .bytes = 8,
                                       .va = address(w, i)});
}

static bool world_open(struct world *w, struct machine_config config,
                       uint64_t seed)
{
    *w = (struct world){.r = rng_new(seed)};
    if (!box_open_any(&w->b, config))
        return false;
    w->model.format = config.format;
    w->model.page_bytes = w->b.page;
    w->model.late =
        config.profile->late_exec && config.format->rules == RULES_X86;
    w->model.base = w->b.page;
    w->top = address(w, MODEL_PAGES);
    if (w->top > w->b.m.va_top || w->b.page < 8) {
        box_close(&w->b);
        return false;
    }
    for (unsigned i = 0; i < FILES; i++) {
        w->file[i] = box_file(&w->b, "file", FILE_PAGES);
        w->model_file[i] = model_object(&w->model, FILE_PAGES);
        for (unsigned k = 0; k < FILE_PAGES; k++)
            w->model.object[i].bytes[k * w->b.page] = (uint8_t)(0x80 + k);
        w->b.m.object[w->file[i]].notify = below(w, 2);
    }
    return true;
}

static void live(struct world *w, int steps)
{
    struct err err = {0};
    unsigned who;

    for (int i = 0; i < steps && any_process(w, &who); i++) {
        size_t op = any_operation(w);

        w->done[op] += operations[op].try(w, who);
        if (!machine_ok(&w->b.m, &err))
            fail_msg("after step %d, %s by %u: %s", i, operations[op].name,
                     who, err.text);
    }
    read_all(w);
    box_check(&w->b);
}

static void world_close(struct world *w, unsigned done[])
{
    for (size_t i = 0; i < COUNT(operations); i++)
        done[i] += w->done[i];
    model_release(&w->model);
    box_close(&w->b);
}

/* Every kind of operation must have happened, or this tests less than it
 * says. */
static void assert_all_happened(const unsigned done[])
{
    for (size_t i = 0; i < COUNT(operations); i++)
        if (done[i] < 5)
            fail_msg("%s succeeded %u times only", operations[i].name,
                     done[i]);
}

static void every_format_of_the_table_behaves_as_the_model(void **state)
{
    unsigned done[COUNT(operations)] = {0}, machines = 0;

    (void)state;
    for (size_t f = 0; f < nformats; f++)
        for (int seed = 0; seed < often(6); seed++) {
            bool few = seed % 3 == 2; /* frames that run out */
            struct machine_config c = {
                .format = &formats[f],
                .profile = &profiles[seed % 2],
                .frames = formats[f].index_bits[0] > 12 ? 8192
                          : few                         ? 40
                                                        : 200,
                .swap_pages = 8,
                .kernel_pages = formats[f].user != 0 ? 1 : 0};
            struct world w;

            if (!world_open(&w, c, (uint64_t)seed * 1000 + f))
                continue;
            live(&w, c.frames > 1000 ? 60 : 250);
            world_close(&w, done);
            machines++;
        }
    assert_in_range(machines, 40, INT32_MAX);
    assert_all_happened(done);
}

/* Formats of any shape that a system can use. */
static struct format toy(struct rng *r)
{
    struct format f = geometry_random(r, 16, 8);

    for (unsigned l = 0; l < FORMAT_LEVELS; l++)
        f.reserved_leaf[l] = f.reserved_table[l] = 0;
    return f;
}

static void toys_of_every_shape_behave_as_the_model(void **state)
{
    unsigned done[COUNT(operations)] = {0}, machines = 0;

    (void)state;
    for (int seed = 1; seed <= often(3000); seed++) {
        struct rng r = rng_new((uint64_t)seed * 31);
        struct format f = toy(&r);
        struct machine_config c = {
            .format = &f,
            .profile = &profiles[seed % 2],
            .frames = 30 + (uint32_t)rng_below(&r, 200),
            .swap_pages = (uint32_t)rng_below(&r, 8),
            .kernel_pages = f.user != 0 ? (uint32_t)rng_below(&r, 3) : 0};
        struct world w;

        if (!world_open(&w, c, (uint64_t)seed))
            continue;
        live(&w, 200);
        world_close(&w, done);
        machines++;
    }
    assert_in_range(machines, 60, INT32_MAX);
    assert_all_happened(done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_of_the_table_behaves_as_the_model),
        cmocka_unit_test(toys_of_every_shape_behave_as_the_model),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
