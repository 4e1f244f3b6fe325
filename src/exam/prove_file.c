/* Files that are mapped: MMAPVIEW and MMAPOFF. */
#include <string.h>

#include "exam/prove_inside.h"
#include "problem/kind/mmapoff.h"
#include "problem/kind/mmapview.h"

/* --- MMAPVIEW ------------------------------------------------------------ */

struct sharers {
    struct stage *s;
    const struct view *v;
    unsigned id[VIEW_MAPS];
    int file;
};

static void begin(struct sharers *f)
{
    const struct view *v = f->v;
    unsigned char page[LIVE_PAGE];

    memset(page, v->initial, sizeof page);
    f->file = stage_file(f->s, (uint64_t)v->pages * LIVE_PAGE);
    for (unsigned i = 0; i < v->pages; i++)
        stage_write(f->s, f->file, (uint64_t)i * LIVE_PAGE, page,
                    sizeof page);
    for (unsigned i = 0; i < v->maps; i++) {
        f->id[i] = stage_spawn(f->s);
        stage_map_file(f->s, f->id[i], (uint64_t)v->vpn[i] * LIVE_PAGE,
                       (uint64_t)v->pages * LIVE_PAGE,
                       v->shared >> i & 1 ? AREA_SHARED : 0, f->file, 0);
    }
}

static void act(struct sharers *f, const struct view_step *step,
                struct answers *out)
{
    uint64_t at = f->v->at[step->place];
    uint64_t va = (uint64_t)f->v->vpn[step->who] * LIVE_PAGE + at;
    unsigned id = f->id[step->who];
    uint8_t byte = step->value;

    switch (step->what) {
    case VIEW_LOAD:
        answer_number(out, stage_load(f->s, id, va, 1).value);
        break;
    case VIEW_STORE:
        stage_store(f->s, id, va, 1, byte);
        break;
    case VIEW_PREAD:
        stage_read(f->s, f->file, at, &byte, 1);
        answer_number(out, byte);
        break;
    default:
        stage_write(f->s, f->file, at, &byte, 1);
        break;
    }
}

void witness_mmapview(struct stage *s, const void *params,
                      struct answers *out)
{
    struct sharers f = {.s = s, .v = params};

    begin(&f);
    for (unsigned i = 0; i < f.v->n; i++)
        act(&f, &f.v->step[i], out);
}

/* --- MMAPOFF ------------------------------------------------------------- */

enum { ROUNDS = 2, LETTERS = 251, FILE_PAGES = 16 };

struct part_of_file {
    struct stage *s;
    const struct mmapoff *m;
    unsigned id;
    int file;
    uint64_t size; /* of the file, here */
};

/* Where byte i of something of toy pages is, and back. */
static uint64_t here(const struct mmapoff *m, uint64_t i)
{
    return stage_va(i, m->page_bits);
}

static uint64_t there(const struct mmapoff *m, uint64_t i)
{
    return (i / LIVE_PAGE << m->page_bits) + i % LIVE_PAGE;
}

static uint64_t base(const struct mmapoff *m)
{
    return (uint64_t)m->vpn * LIVE_PAGE;
}

/* Byte i of the file says a digit of i + 1 in base LETTERS, never 0: what is
 * not of the file is. */
static void write_digits(struct part_of_file *f, unsigned round)
{
    static unsigned char bytes[FILE_PAGES * LIVE_PAGE];
    uint64_t size = f->size < sizeof bytes ? f->size : sizeof bytes;

    for (uint64_t i = 0; i < size; i++)
        bytes[i] =
            (unsigned char)(1 + (round == 0 ? i : i / LETTERS) % LETTERS);
    stage_write(f->s, f->file, 0, bytes, size);
}

/* What a load of p[i] comes to; of a byte of the file which one it is. */
static enum word load(struct part_of_file *f, uint64_t i, uint64_t *byte)
{
    uint64_t digit[ROUNDS] = {0};

    for (unsigned round = 0; round < ROUNDS; round++) {
        struct live_result r;
        write_digits(f, round);
        r = stage_access(f->s, f->id,
                         (struct request){.access = ACCESS_LOAD,
                                          .bytes = 1,
                                          .va = base(f->m) + i});
        if (r.outcome != OUTCOME_DONE)
            return r.outcome == OUTCOME_BUS ? WORD_SIGBUS : WORD_SIGSEGV;
        if (r.value == 0)
            return WORD_ZERO;
        digit[round] = r.value - 1;
    }
    *byte = digit[1] * LETTERS + digit[0];
    return WORD_FILE_DATA;
}

static bool map(struct part_of_file *f, unsigned id, uint64_t length,
                uint64_t offset)
{
    return stage_map_file(f->s, id, base(f->m), length,
                          PERM_R | PERM_W | AREA_SHARED, f->file, offset);
}

/* Whether p[i] is that byte of the file. */
static bool is_byte(struct part_of_file *f, uint64_t i, uint64_t wanted)
{
    uint64_t byte = 0;

    return load(f, i, &byte) == WORD_FILE_DATA && byte == wanted;
}

/* Level 4: the largest offset up to the first byte wanted that the kernel
 * takes, tried one after the other. Then p[0] says which index the first and
 * the last byte have, and they are looked for there. */
static void find_call(struct part_of_file *f, struct answers *out)
{
    const struct mmapoff *m = f->m;
    uint64_t first = (uint64_t)m->offset + m->lead, offset = first, origin;
    uint64_t last = (uint64_t)m->offset + m->length - 1;

    while (!map(f, f->id, last - offset + 1, offset) && offset > 0)
        offset--;
    if (load(f, 0, &origin) != WORD_FILE_DATA ||
        !is_byte(f, first - origin, first) ||
        !is_byte(f, last - origin, last)) {
        f->s->surprised = !f->s->stopped;
        stage_stop(f->s, "The bytes of the file are not where mmap put "
                         "them.");
        return;
    }
    answer_number(out, offset);
    answer_number(out, last - origin + 1);
    answer_number(out, first - origin);
}

static void store_behind_end(struct part_of_file *f, struct answers *out)
{
    const struct mmapoff *m = f->m;
    unsigned other = stage_spawn(f->s);

    stage_store(f->s, f->id, base(m) + here(m, m->at[1]), 1, 1);
    answer_number(out, stage_length(f->s, f->file));
    answer_yes(out, map(f, other, here(m, m->length), m->trial));
}

void witness_mmapoff(struct stage *s, const void *params, struct answers *out)
{
    const struct mmapoff *m = params;
    struct part_of_file f = {.s = s, .m = m, .size = here(m, m->size)};
    uint64_t byte = 0;

    f.id = stage_spawn(s);
    f.file = stage_file(s, f.size);
    if (m->level == 4)
        find_call(&f, out);
    else if (!map(&f, f.id, here(m, m->length), here(m, m->offset)))
        stage_stop(s, "This kernel refuses the mapping.");
    if (m->level == 2 || m->level == 4)
        answer_number(out, stage_pages(s, f.id));
    if (m->level < 4) {
        load(&f, here(m, m->at[0]), &byte);
        answer_number(out, there(m, byte));
    }
    for (unsigned i = 1; i < m->places; i++)
        answer_word(out, load(&f, here(m, m->at[i]), &byte));
    if (m->level == 3)
        store_behind_end(&f, out);
}
