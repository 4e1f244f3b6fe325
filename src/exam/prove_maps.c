/* Lines of /proc/PID/maps: MAPSREAD. Heap, stack and what the kernel maps by
 * itself are areas of zeros here, at the same places. */
#include "exam/prove_inside.h"
#include "problem/kind/mapsread.h"

enum { FILE_PAGES = 0x200, MARK = 0xa5 };

struct reader {
    struct stage *s;
    const struct mapsread *m;
    unsigned id;
    int file[MAPS_FILES];
    struct seen_area area[STAGE_AREAS];
    unsigned areas;
};

static void map_line(struct reader *r, const struct maps_line *l)
{
    unsigned flags = l->perms;
    uint64_t bytes = (uint64_t)l->pages * LIVE_PAGE;

    flags |= l->shared ? AREA_SHARED : 0;
    flags |= l->name == MAPS_STACK ? AREA_GROWS_DOWN : 0;
    if (l->name >= MAPS_FILES)
        stage_map(r->s, r->id, maps_start(l), bytes, flags);
    else if (!stage_map_file(r->s, r->id, maps_start(l), bytes, flags,
                             r->file[l->name],
                             (uint64_t)l->file_page * LIVE_PAGE))
        stage_stop(r->s, "The kernel does not map a line of the list.");
}

/* The calls of level 4. */
static void make_calls(struct reader *r, uint64_t p)
{
    const struct maps_calls *c = &r->m->calls;
    unsigned flags = PERM_R | PERM_W;

    flags |= c->shared ? AREA_SHARED : 0;
    if (!stage_map_file(r->s, r->id, p, (uint64_t)c->pages * LIVE_PAGE, flags,
                        r->file[MAPS_NOTES],
                        (uint64_t)c->file_page * LIVE_PAGE))
        stage_stop(r->s, "The kernel does not map the file.");
    stage_protect(r->s, r->id, p + (uint64_t)c->guarded * LIVE_PAGE,
                  (uint64_t)c->guarded_pages * LIVE_PAGE, c->perms);
    stage_unmap(r->s, r->id, p + (uint64_t)c->cut * LIVE_PAGE,
                (uint64_t)c->cut_pages * LIVE_PAGE);
}

static void map_all(struct reader *r)
{
    bool called = false;

    r->id = stage_spawn(r->s);
    for (unsigned i = 0; i < MAPS_FILES; i++)
        r->file[i] = stage_file(r->s, (uint64_t)FILE_PAGES * LIVE_PAGE);
    for (unsigned i = 0; i < r->m->nlines; i++) {
        if (r->m->level < 4 || r->m->line[i].name != MAPS_NOTES)
            map_line(r, &r->m->line[i]);
        else if (!called) {
            make_calls(r, maps_start(&r->m->line[i]));
            called = true;
        }
    }
    r->areas = stage_areas(r->s, r->id, r->area);
}

/* --- what is seen -------------------------------------------------------- */

static const struct seen_area *find(const struct reader *r, uint64_t va)
{
    for (unsigned i = 0; i < r->areas; i++)
        if (va >= r->area[i].start && va < r->area[i].end)
            return &r->area[i];
    return NULL;
}

static void answer_line(const struct reader *r, uint64_t va,
                        struct answers *out)
{
    const struct seen_area *area = find(r, va);

    if (area == NULL)
        answer_word(out, WORD_NONE);
    else
        answer_number(out, (uint64_t)(area - r->area) + 1);
}

static bool shows(const struct reader *r, const struct seen_area *area,
                  unsigned file)
{
    return area->inode != 0 && !r->s->stopped &&
           area->inode == live_inode(r->s->live, r->file[file]);
}

/* The byte of the area's file that the address is. */
static uint64_t byte_of(const struct seen_area *area, uint64_t va)
{
    return area->page_offset * LIVE_PAGE + va - area->start;
}

/* Whether the mark that was stored there can be read in a file. */
static bool reached_file(const struct reader *r, uint64_t va)
{
    const struct seen_area *area = find(r, va);

    for (unsigned i = 0; area != NULL && i < MAPS_FILES; i++) {
        unsigned char byte = 0;
        if (!shows(r, area, i))
            continue;
        stage_read(r->s, r->file[i], byte_of(area, va), &byte, 1);
        return byte == MARK;
    }
    return false;
}

static void answer_store(const struct reader *r, uint64_t va,
                         struct answers *out)
{
    struct request store = {
        .access = ACCESS_STORE, .bytes = 1, .va = va, .value = MARK};

    if (stage_access(r->s, r->id, store).signal != 0)
        answer_word(out, WORD_SIGSEGV);
    else
        answer_word(out, reached_file(r, va) ? WORD_SHARED : WORD_PRIVATE);
}

static uint64_t pages(const struct seen_area *area)
{
    return (area->end - area->start) / LIVE_PAGE;
}

static void answer_sizes(const struct reader *r, struct answers *out)
{
    uint64_t writable = 0, zeros = 0;

    for (unsigned i = 0; i < r->areas; i++) {
        writable += r->area[i].flags & PERM_W ? pages(&r->area[i]) : 0;
        zeros += r->area[i].inode == 0 ? pages(&r->area[i]) : 0;
    }
    answer_number(out, pages(&r->area[r->m->pick[0]]));
    answer_number(out, pages(&r->area[r->m->pick[1]]) * LIVE_PAGE);
    answer_number(out, writable);
    answer_number(out, zeros);
}

/* What is written to that byte of the area's file must be loaded there. */
static void check_byte(const struct reader *r, const struct seen_area *area,
                       uint64_t va)
{
    const unsigned char mark = MARK;

    for (unsigned i = 0; i < MAPS_FILES; i++)
        if (shows(r, area, i))
            stage_write(r->s, r->file[i], byte_of(area, va), &mark, 1);
    if (stage_load(r->s, r->id, va, 1).value == MARK || r->s->stopped)
        return;
    r->s->surprised = true;
    stage_stop(r->s, "A load finds another byte than the offset says.");
}

static void answer_bytes(const struct reader *r, struct answers *out)
{
    const struct seen_area *area = find(r, r->m->at[0]);

    answer_line(r, r->m->at[0], out);
    if (area != NULL) {
        check_byte(r, area, r->m->at[0]);
        answer_number(out, byte_of(area, r->m->at[0]));
    }
    answer_line(r, r->m->at[1], out);
    for (unsigned i = 0; i < r->areas; i++) {
        uint64_t first = byte_of(&r->area[i], r->area[i].start);
        uint64_t va = r->area[i].start + r->m->byte - first;
        if (!shows(r, &r->area[i], r->m->file) || r->m->byte < first ||
            va >= r->area[i].end)
            continue;
        check_byte(r, &r->area[i], va);
        answer_number(out, va);
    }
}

static void answer_calls(const struct reader *r, struct answers *out)
{
    const struct seen_area *first = NULL, *last = NULL;
    uint64_t guarded = 0, guarded_pages = 0, hole = 0, hole_pages = 0;

    for (unsigned i = 0; i < r->areas; i++) {
        const struct seen_area *area = &r->area[i];
        if (!shows(r, area, MAPS_NOTES))
            continue;
        first = first == NULL ? area : first;
        if (!(area->flags & PERM_W)) {
            guarded = (area->start - first->start) / LIVE_PAGE;
            guarded_pages = pages(area);
        }
        if (last != NULL && last->end < area->start) {
            hole = (last->end - first->start) / LIVE_PAGE;
            hole_pages = (area->start - last->end) / LIVE_PAGE;
        }
        last = area;
    }
    if (first == NULL)
        return;
    answer_number(out, (last->end - first->start) / LIVE_PAGE);
    answer_word(out, first->flags & AREA_SHARED ? WORD_SHARED : WORD_PRIVATE);
    answer_number(out, first->page_offset);
    answer_number(out, guarded);
    answer_number(out, guarded_pages);
    answer_number(out, hole);
    answer_number(out, hole_pages);
}

void witness_mapsread(struct stage *s, const void *params,
                      struct answers *out)
{
    struct reader r = {.s = s, .m = params};

    map_all(&r);
    if (r.m->level == 1)
        for (unsigned i = 0; i < MAPS_PLACES; i++) {
            answer_line(&r, r.m->at[i], out);
            answer_store(&r, r.m->at[i], out);
        }
    else if (r.m->level == 2)
        answer_sizes(&r, out);
    else if (r.m->level == 3)
        answer_bytes(&r, out);
    else
        answer_calls(&r, out);
}
