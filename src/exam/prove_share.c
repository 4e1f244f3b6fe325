/* Processes that run the same program: SHFRAMES. */
#include "exam/prove_inside.h"
#include "problem/kind/shframes.h"

enum { FIRST_PAGE = 16 };

struct sharers {
    struct stage *s;
    const struct shframes *f;
    int program[SHARE_PROGRAMS], libc, buffer; /* files */
    struct frames frames;
    unsigned seen; /* pages, of all processes */
};

static uint64_t bytes_of(unsigned pages)
{
    return (uint64_t)pages * LIVE_PAGE;
}

static unsigned file_pages(const struct share_program *p)
{
    return (unsigned)p->text + p->rodata + p->data;
}

/* Maps a part, if it has pages; where the next one may begin. */
static unsigned map(struct sharers *h, unsigned id, unsigned page,
                    unsigned pages, unsigned flags, int file, unsigned from)
{
    if (pages > 0 && file == NO_OBJECT)
        stage_map(h->s, id, bytes_of(page), bytes_of(pages), flags);
    else if (pages > 0 &&
             !stage_map_file(h->s, id, bytes_of(page), bytes_of(pages), flags,
                             file, bytes_of(from)))
        stage_stop(h->s, "This kernel refuses a mapping.");
    return page + pages;
}

static void touch(struct sharers *h, unsigned id, unsigned page,
                  unsigned pages, bool store)
{
    if (pages > 0)
        stage_touch(h->s, id, page, page + pages - 1, store);
}

/* One process: everything mapped, read, and written where it is. */
static unsigned run(struct sharers *h, unsigned which)
{
    const struct share_program *p = &h->f->program[which];
    unsigned id = stage_spawn(h->s), data, heap, libc, buffer, end;

    data = map(h, id, FIRST_PAGE, p->text, PERM_R | PERM_X, h->program[which],
               0);
    data = map(h, id, data, p->rodata, PERM_R, h->program[which], p->text);
    heap = map(h, id, data, p->data, PERM_R | PERM_W, h->program[which],
               (unsigned)p->text + p->rodata);
    libc = map(h, id, heap, p->heap, PERM_R | PERM_W, NO_OBJECT, 0);
    buffer = map(h, id, libc, h->f->libc, PERM_R | PERM_X, h->libc, 0);
    end = map(h, id, buffer, h->f->buffer, PERM_R | PERM_W | AREA_SHARED,
              h->buffer, 0);
    touch(h, id, FIRST_PAGE, file_pages(p), false);
    touch(h, id, data, p->written, true);
    touch(h, id, heap, p->heap, true);
    touch(h, id, libc, h->f->libc, false);
    touch(h, id, buffer, h->f->buffer, true);
    return end;
}

static unsigned look(struct sharers *h, unsigned id, unsigned end)
{
    return stage_frames(h->s, id, bytes_of(FIRST_PAGE), end - FIRST_PAGE,
                        &h->frames, NULL);
}

/* What of the programs' files is in memory, seen by one who only reads. */
static void look_at_files(struct sharers *h)
{
    for (unsigned i = 0; i < h->f->programs; i++) {
        unsigned id = stage_spawn(h->s), n = file_pages(&h->f->program[i]);
        unsigned end = map(h, id, FIRST_PAGE, n, PERM_R, h->program[i], 0);
        touch(h, id, FIRST_PAGE, n, false);
        look(h, id, end);
    }
}

void witness_shframes(struct stage *s, const void *params,
                      struct answers *out)
{
    struct sharers h = {.s = s, .f = params};
    unsigned end[MACHINE_PROCESSES] = {0}, n = 0;

    h.libc = stage_file(s, bytes_of(h.f->libc));
    h.buffer = stage_file(s, bytes_of(h.f->buffer));
    for (unsigned i = 0; i < h.f->programs; i++) {
        h.program[i] = stage_file(s, bytes_of(file_pages(&h.f->program[i])));
        for (unsigned k = 0; k < h.f->program[i].processes; k++)
            end[n++] = run(&h, i);
    }
    for (unsigned id = 0; id < n; id++)
        h.seen += look(&h, id, end[id]);
    look_at_files(&h);
    answer_number(out, h.frames.n);
    if (h.f->level > 1)
        answer_number(out, h.seen - h.frames.n);
}
