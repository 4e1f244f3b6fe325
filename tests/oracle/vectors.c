#include "oracle/vectors.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct cpu vectors_cpu(unsigned state)
{
    return (struct cpu){
        .user = state & STATE_USER,
        .write_protect = state & STATE_WP,
        .no_execute = state & STATE_NXE,
        .user_memory = state & STATE_SUM,
        .exec_readable = state & STATE_MXR,
        .large_pages = state & STATE_PSE,
    };
}

bool vector_agrees(const struct format *f, const struct vector *q,
                   const struct walk *w)
{
    uint32_t code = walk_error_code(f, w, q->access, vectors_cpu(q->state));

    if (w->cause == CAUSE_NONE || q->vector == ANSWER_DONE)
        return w->cause == CAUSE_NONE && q->vector == ANSWER_DONE &&
               w->pa == q->pa;
    if (f->rules == RULES_RISCV)
        return code == q->vector;
    return q->vector == (w->cause == CAUSE_NON_CANONICAL ? 13 : 14) &&
           code == q->code;
}

void vector_show(const struct vector *q, const struct walk *w)
{
    fprintf(stderr,
            "va %#" PRIx64 " access %d state %#x: %s, pa %#" PRIx64
            "; the processor: vector %u code %#x pa %#x, %u marks\n",
            q->va, (int)q->access, q->state, cause_name(w->cause), w->pa,
            q->vector, q->code, q->pa, q->nmarks);
    for (unsigned i = 0; i < w->nsteps; i++)
        fprintf(stderr, "    step %u: %#" PRIx64 " at %#" PRIx64 "\n", i,
                w->step[i].entry, w->step[i].at);
}

/* --- a file is written ---------------------------------------------------
 */

static void put(struct str *out, uint64_t value, unsigned bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        str_putc(out, (char)(value & 0xff));
}

static void write_head(const struct vectors *v, struct str *out)
{
    size_t marks = 0;

    for (size_t i = 0; i < v->n; i++)
        marks += v->at[i].nmarks;
    str_printf(out,
               "pagein vectors 1\nformat %s\nfrom %s\npa_bits %u\n"
               "root %#" PRIx64 " %u\nframes %#" PRIx64 " %#" PRIx64 "\n"
               "queries %zu %zu\n\n",
               v->image.f.name, v->from, v->image.f.pa_bits, v->image.root,
               v->image.pages, v->image.frames, v->image.frames_end, v->n,
               marks);
}

static void write_tables(const struct image *m, struct str *out)
{
    uint64_t end = m->root + m->pages * format_page_bytes(&m->f);

    for (uint64_t at = m->root; at < end; at += 8)
        put(out, phys_load(&m->mem, at, 8), 8);
}

/* One column: that field of every query, in that many bytes. */
#define COLUMN(field, bytes)          \
    for (size_t i = 0; i < v->n; i++) \
    put(out, (uint64_t)v->at[i].field, (bytes))
#define MARK_COLUMN(field, bytes)                    \
    for (size_t i = 0; i < v->n; i++)                \
        for (size_t k = 0; k < v->at[i].nmarks; k++) \
    put(out, v->at[i].mark[k].field, (bytes))

void vectors_write(const struct vectors *v, struct str *out)
{
    write_head(v, out);
    write_tables(&v->image, out);
    COLUMN(va, 8);
    COLUMN(access, 1);
    COLUMN(state, 1);
    COLUMN(vector, 1);
    COLUMN(code, 1);
    COLUMN(pa, 4);
    COLUMN(nmarks, 1);
    MARK_COLUMN(at, 4);
    MARK_COLUMN(bits, 1);
}

/* --- a file is read ------------------------------------------------------
 */

static uint64_t take(struct slice *rest, unsigned bytes)
{
    uint64_t value = 0;

    if (rest->len < bytes) {
        *rest = slice_skip(*rest, rest->len);
        return 0;
    }
    for (unsigned i = bytes; i-- > 0;)
        value = value << 8 | (uint8_t)rest->at[i];
    *rest = slice_skip(*rest, bytes);
    return value;
}

static bool read_head(struct vectors *v, struct slice *rest, size_t *marks)
{
    struct image *m = &v->image;
    char name[16];
    unsigned pa_bits;
    const struct format *f;
    size_t end = slice_find(*rest, 0, SLICE("\n\n"));
    char head[512] = "";

    if (end + 2 > rest->len || end >= sizeof head)
        return false;
    memcpy(head, rest->at, end);
    *rest = slice_skip(*rest, end + 2);
    if (sscanf(head,
               "pagein vectors 1 format %15s from %63[^\n] pa_bits %u "
               "root %" SCNx64 " %u frames %" SCNx64 " %" SCNx64
               " queries %zu %zu",
               name, v->from, &pa_bits, &m->root, &m->pages, &m->frames,
               &m->frames_end, &v->n, marks) != 9)
        return false;
    f = format_find(slice_from(name));
    if (f == NULL || pa_bits > f->pa_bits)
        return false;
    m->f = *f;
    format_narrow(&m->f, pa_bits);
    return v->n <= 1000000 && *marks <= v->n * GUEST_MARKS;
}

static void read_tables(struct image *m, struct slice *rest)
{
    uint64_t end = m->root + m->pages * format_page_bytes(&m->f);

    phys_init(&m->mem, m->frames_end);
    for (uint64_t at = m->root; at < end; at += 8)
        phys_store(&m->mem, at, 8, take(rest, 8));
}

#undef COLUMN
#define COLUMN(field, type, bytes)    \
    for (size_t i = 0; i < v->n; i++) \
    v->at[i].field = (type)take(&rest, (bytes))
#undef MARK_COLUMN
#define MARK_COLUMN(field, bytes)                    \
    for (size_t i = 0; i < v->n; i++)                \
        for (size_t k = 0; k < v->at[i].nmarks; k++) \
    v->at[i].mark[k].field = (uint32_t)take(&rest, (bytes))

bool vectors_read(struct vectors *v, struct slice bytes)
{
    struct slice rest = bytes;
    size_t marks, counted = 0;

    *v = (struct vectors){0};
    if (!read_head(v, &rest, &marks))
        return false;
    read_tables(&v->image, &rest);
    v->at = mem_new_array(v->n, sizeof *v->at);
    COLUMN(va, uint64_t, 8);
    COLUMN(access, enum access, 1);
    COLUMN(state, uint8_t, 1);
    COLUMN(vector, uint8_t, 1);
    COLUMN(code, uint8_t, 1);
    COLUMN(pa, uint32_t, 4);
    COLUMN(nmarks, uint8_t, 1);
    for (size_t i = 0; i < v->n; i++) {
        counted += v->at[i].nmarks;
        if (v->at[i].nmarks > GUEST_MARKS)
            return false;
    }
    if (counted != marks || rest.len != marks * 5)
        return false;
    MARK_COLUMN(at, 4);
    MARK_COLUMN(bits, 1);
    return true;
}

void vectors_release(struct vectors *v)
{
    phys_release(&v->image.mem);
    free(v->at);
    *v = (struct vectors){0};
}
