#include "exam/prove_stage.h"

#include <stdarg.h>
#include <stdio.h>

enum { MACHINE_RAM = 64 }; /* frames; hardly any is used */

void stage_stop(struct stage *s, const char *fmt, ...)
{
    char text[sizeof s->why.text];
    va_list args;

    if (s->stopped)
        return;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    err_set(&s->why, ERR_USAGE, "%s", text);
    s->stopped = true;
}

/* Of what the kernel layer did; whether the stage goes on. */
static bool went(struct stage *s, int rc)
{
    if (rc < 0)
        s->stopped = true;
    return rc >= 0;
}

void stage_open(struct stage *s)
{
    struct machine_config config = {.format = format_find(SLICE("x86-64")),
                                    .frames = MACHINE_RAM};

    *s = (struct stage){.profile = *profile_find(SLICE("linux"))};
    config.profile = &s->profile;
    if (!went(s, machine_init(&s->m, &config, &s->why)))
        return;
    s->live = live_open(&s->m, &s->why);
    if (went(s, s->live != NULL ? 0 : -1))
        observer_open(&s->seen, s->live);
}

void stage_close(struct stage *s)
{
    if (s->live != NULL)
        observer_close(&s->seen);
    live_close(s->live);
    machine_release(&s->m);
}

static unsigned free_number(struct stage *s)
{
    unsigned id = 0;

    while (id + 1 < MACHINE_PROCESSES && s->alive[id])
        id++;
    s->alive[id] = true;
    return id;
}

unsigned stage_spawn(struct stage *s)
{
    unsigned id = free_number(s);

    if (!s->stopped)
        went(s, live_spawn(s->live, id, &s->why));
    return id;
}

unsigned stage_fork(struct stage *s, unsigned parent)
{
    unsigned id = free_number(s);

    if (!s->stopped)
        went(s, live_fork(s->live, parent, id, &s->why));
    return id;
}

void stage_exit(struct stage *s, unsigned id)
{
    if (!s->stopped)
        went(s, live_exit(s->live, id, &s->why));
    s->alive[id] = false;
}

/* --- areas --------------------------------------------------------------- */

static struct mapping mapping(uint64_t va, uint64_t bytes, unsigned flags,
                              int object)
{
    if ((flags & AREA_PERMS) == 0)
        flags |= PERM_R | PERM_W;
    return (struct mapping){
        .va = va, .bytes = bytes, .flags = flags, .object = object};
}

void stage_map(struct stage *s, unsigned id, uint64_t va, uint64_t bytes,
               unsigned flags)
{
    struct mapping map = mapping(va, bytes, flags, NO_OBJECT);

    if (!s->stopped)
        went(s, live_map(s->live, id, &map, &s->why));
}

void stage_unmap(struct stage *s, unsigned id, uint64_t va, uint64_t bytes)
{
    if (!s->stopped)
        went(s, live_remove(s->live, id, va, bytes, &s->why));
}

void stage_protect(struct stage *s, unsigned id, uint64_t va, uint64_t bytes,
                   unsigned perms)
{
    if (!s->stopped)
        went(s, live_protect(s->live, id, va, bytes, perms, &s->why));
}

int stage_file(struct stage *s, uint64_t bytes)
{
    uint32_t pages = (uint32_t)((bytes + LIVE_PAGE - 1) / LIVE_PAGE);
    int file;

    if (s->stopped)
        return NO_OBJECT;
    file = object_new(&s->m, OBJECT_FILE, "file", pages);
    if (went(s, live_file(s->live, &s->m, file, &s->why)))
        went(s, live_file_resize(s->live, file, bytes, &s->why));
    return file;
}

bool stage_map_file(struct stage *s, unsigned id, uint64_t va, uint64_t bytes,
                    unsigned flags, int file, uint64_t offset)
{
    struct mapping map = mapping(va, bytes, flags, file);
    struct err err;

    if (s->stopped)
        return false;
    if (live_map_from(s->live, id, &map, offset, &err) == 0)
        return true;
    if (err.kind != ERR_USAGE)
        stage_stop(s, "%s", err.text);
    return false;
}

void stage_read(struct stage *s, int file, uint64_t at, void *bytes, size_t n)
{
    if (!s->stopped)
        went(s, live_file_read(s->live, file, at, bytes, n, &s->why));
}

void stage_write(struct stage *s, int file, uint64_t at, const void *bytes,
                 size_t n)
{
    if (!s->stopped)
        went(s, live_file_write(s->live, file, at, bytes, n, &s->why));
}

uint64_t stage_length(struct stage *s, int file)
{
    uint64_t bytes = 0;

    if (!s->stopped)
        went(s, live_file_length(s->live, file, &bytes, &s->why));
    return bytes;
}

/* --- accesses ------------------------------------------------------------ */

struct live_result stage_access(struct stage *s, unsigned id,
                                struct request request)
{
    struct live_result result = {.outcome = OUTCOME_DONE};

    if (!s->stopped)
        went(s, live_access(s->live, id, request, &result, &s->why));
    return result;
}

static struct live_result must(struct stage *s, unsigned id,
                               struct request request)
{
    struct live_result r = stage_access(s, id, request);

    if (r.signal == 0 || s->stopped)
        return r;
    s->surprised = true;
    stage_stop(s,
               "This kernel ends an access to 0x%llx with signal %d; the "
               "problem knows of no signal there.",
               (unsigned long long)request.va, r.signal);
    return r;
}

struct live_result stage_load(struct stage *s, unsigned id, uint64_t va,
                              unsigned bytes)
{
    return must(s, id,
                (struct request){.access = ACCESS_LOAD,
                                 .bytes = (uint8_t)bytes,
                                 .va = va});
}

struct live_result stage_store(struct stage *s, unsigned id, uint64_t va,
                               unsigned bytes, uint64_t value)
{
    return must(s, id,
                (struct request){.access = ACCESS_STORE,
                                 .bytes = (uint8_t)bytes,
                                 .va = va,
                                 .value = value});
}

unsigned stage_touch(struct stage *s, unsigned id, unsigned first,
                     unsigned last, bool store)
{
    unsigned faults = 0;

    for (unsigned page = first; page <= last; page++) {
        uint64_t va = (uint64_t)page * LIVE_PAGE;
        faults += store ? stage_store(s, id, va, 1, 1).faults
                        : stage_load(s, id, va, 1).faults;
    }
    return faults;
}

/* --- what can be seen ---------------------------------------------------- */

/* Whether `pages` pages could be looked at. */
static bool look(struct stage *s, unsigned id, uint64_t va, unsigned pages,
                 struct sight *sight)
{
    if (s->stopped)
        return false;
    if (!s->seen.sees_frames)
        stage_stop(s, "Only root may see which frames pages have, in some "
                      "containers nobody, and that is what this problem is "
                      "about.");
    else if (!observe_pages(&s->seen, id, va, pages, sight))
        stage_stop(s, "The pages of process %u can't be seen in /proc.", id);
    return !s->stopped;
}

struct sight stage_look(struct stage *s, unsigned id, uint64_t va)
{
    struct sight sight = {0};

    look(s, id, va, 1, &sight);
    return sight;
}

unsigned stage_areas(struct stage *s, unsigned id,
                     struct seen_area area[STAGE_AREAS])
{
    int n = s->stopped ? 0 : observe_areas(&s->seen, id, area, STAGE_AREAS);

    if (n < 0)
        stage_stop(s, "The areas of process %u can't be seen in /proc.", id);
    return n < 0 ? 0 : n > STAGE_AREAS ? STAGE_AREAS : (unsigned)n;
}

uint64_t stage_pages(struct stage *s, unsigned id)
{
    struct seen_area area[STAGE_AREAS];
    uint64_t pages = 0;

    for (unsigned i = stage_areas(s, id, area); i-- > 0;)
        pages += (area[i].end - area[i].start) / LIVE_PAGE;
    return pages;
}

uint64_t stage_resident(struct stage *s, unsigned id)
{
    uint64_t bytes = 0;

    if (!s->stopped && !observe_resident(&s->seen, id, &bytes))
        stage_stop(s, "/proc does not say what of process %u is resident.",
                   id);
    return bytes;
}

static void count_frame(struct frames *f, uint64_t pfn)
{
    for (unsigned i = 0; i < f->n; i++)
        if (f->pfn[i] == pfn)
            return;
    if (f->n < STAGE_FRAMES)
        f->pfn[f->n++] = pfn;
}

unsigned stage_frames(struct stage *s, unsigned id, uint64_t va,
                      unsigned pages, struct frames *f, unsigned *zeros)
{
    unsigned there = 0;

    for (unsigned i = 0; i < pages; i++) {
        struct sight sight = stage_look(s, id, va + (uint64_t)i * LIVE_PAGE);
        if (zeros != NULL)
            *zeros += sight.present && sight.zero;
        if (!sight.present || sight.zero)
            continue;
        count_frame(f, sight.pfn);
        there++;
    }
    return there;
}
